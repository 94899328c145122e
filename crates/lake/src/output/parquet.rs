//! Results as Parquet: row groups are encoded by the threads that made them and appended in the order of the input.

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_writer::ArrowRowGroupWriterFactory;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{
    EnabledStatistics, WriterProperties, WriterPropertiesBuilder, WriterPropertiesPtr,
};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, SchemaDescPtr};

use vocab::said;

use super::pages::{Column, ColumnChunk};
use crate::failure::Failure;
use crate::output_file::OutputFile;
use crate::source::rows::HOUSEHOLD_ID;

/// The same input gives the same bytes whatever version of a library wrote them.
const CREATED_BY: &str = "chungtay";

/// A Parquet file being written.
pub(crate) struct ParquetOutput {
    writer: SerializedFileWriter<OutputFile>,
    shown: String,
}

/// Makes row groups of one file, on any thread.
pub(crate) struct RowGroups {
    general: ArrowRowGroupWriterFactory,
    schema: SchemaRef,
    leaves: SchemaDescPtr,
    properties: WriterPropertiesPtr,
}

/// A row group being encoded.
pub(crate) struct RowGroup {
    columns: Vec<Column>,
    schema: SchemaRef,
    leaves: SchemaDescPtr,
}

/// Properties that all our files share. The Arrow schema is not embedded, so that every reader sees plain types.
pub(crate) fn properties() -> WriterPropertiesBuilder {
    WriterProperties::builder()
        .set_created_by(CREATED_BY.to_owned())
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_column_statistics_enabled(ColumnPath::from(HOUSEHOLD_ID), EnabledStatistics::Chunk)
        .set_column_dictionary_enabled(ColumnPath::from(HOUSEHOLD_ID), false)
        .set_statistics_truncate_length(None)
}

impl ParquetOutput {
    /// Starts a file.
    pub(crate) fn create(
        file: OutputFile,
        schema: &SchemaRef,
        properties: WriterPropertiesBuilder,
        metadata: &[(String, String)],
    ) -> Result<(ParquetOutput, RowGroups), Failure> {
        let shown = file.shown();
        let pairs = metadata.iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
        let properties: WriterPropertiesPtr = properties.set_key_value_metadata(Some(pairs)).build().into();
        let start = || {
            let leaves = ArrowSchemaConverter::new().convert(schema)?;
            let writer = SerializedFileWriter::new(file, leaves.root_schema_ptr(), properties.clone())?;
            Ok((writer, leaves.into()))
        };
        let (writer, leaves) = start().map_err(|e| could_not_write(&shown, &e))?;
        let general = ArrowRowGroupWriterFactory::new(&writer, schema.clone());
        let groups = RowGroups { general, schema: schema.clone(), leaves, properties };
        Ok((ParquetOutput { writer, shown }, groups))
    }

    pub(crate) fn append(&mut self, chunks: Vec<ColumnChunk>) -> Result<(), Failure> {
        let write = || {
            let mut group = self.writer.next_row_group()?;
            for chunk in chunks {
                chunk.append_to(&mut group)?;
            }
            group.close().map(|_| ())
        };
        write().map_err(|e| could_not_write(&self.shown, &e))
    }

    pub(crate) fn finish(self) -> Result<(), Failure> {
        self.writer.into_inner().map_err(|e| could_not_write(&self.shown, &e))?.keep()
    }
}

impl RowGroups {
    pub(crate) fn start(&self) -> Result<RowGroup, Failure> {
        // The position of a row group matters to encrypted files only.
        let writers = self.general.create_column_writers(0).map_err(|e| could_not_write("the result", &e))?;
        let columns = self.schema.fields().iter().zip(self.leaves.columns()).zip(writers);
        let columns = columns
            .map(|((field, leaf), writer)| Column::new(field, leaf, &self.properties, writer))
            .collect();
        Ok(RowGroup { columns, schema: self.schema.clone(), leaves: self.leaves.clone() })
    }
}

impl RowGroup {
    pub(crate) fn push(&mut self, batch: &RecordBatch) -> Result<(), Failure> {
        let mut columns = self.columns.iter_mut().zip(self.schema.fields()).zip(batch.columns());
        columns
            .try_for_each(|((column, field), values)| column.push(field, values))
            .map_err(|e| could_not_write("the result", &e))
    }

    pub(crate) fn finish(self) -> Result<Vec<ColumnChunk>, Failure> {
        let columns = self.columns.into_iter().zip(self.schema.fields()).zip(self.leaves.columns());
        let chunks: Result<Vec<_>, ParquetError> =
            columns.map(|((column, field), leaf)| column.finish(field, leaf)).collect();
        chunks.map_err(|e| could_not_write("the result", &e))
    }
}

fn could_not_write(shown: &str, error: &ParquetError) -> Failure {
    let cause = match error {
        ParquetError::External(cause) => cause.downcast_ref::<std::io::Error>(),
        _ => None,
    };
    match cause {
        Some(io) => Failure::io(said!("không ghi được {shown}", "could not write {shown}"), io),
        None => Failure::could_not_run(
            said!("không ghi được {shown}: {error}", "could not write {shown}: {error}"),
            said!("thử định dạng khác", "try another format"),
        ),
    }
}
