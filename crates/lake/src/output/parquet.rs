//! Results as Parquet: row groups are encoded by the threads that made them and appended in the order of the input.

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves,
};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;

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

/// A row group being encoded.
pub(crate) struct RowGroup {
    columns: Vec<ArrowColumnWriter>,
    schema: SchemaRef,
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
    /// Starts a file. The factory encodes its row groups, on any thread.
    pub(crate) fn create(
        file: OutputFile,
        schema: &SchemaRef,
        properties: WriterPropertiesBuilder,
        metadata: &[(String, String)],
    ) -> Result<(ParquetOutput, ArrowRowGroupWriterFactory), Failure> {
        let shown = file.shown();
        let pairs = metadata.iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
        let properties = properties.set_key_value_metadata(Some(pairs)).build();
        let start = || {
            let descriptor = ArrowSchemaConverter::new().convert(schema)?;
            SerializedFileWriter::new(file, descriptor.root_schema_ptr(), properties.into())
        };
        let writer = start().map_err(|e| could_not_write(&shown, &e))?;
        let factory = ArrowRowGroupWriterFactory::new(&writer, schema.clone());
        Ok((ParquetOutput { writer, shown }, factory))
    }

    pub(crate) fn append(&mut self, chunks: Vec<ArrowColumnChunk>) -> Result<(), Failure> {
        let write = || {
            let mut group = self.writer.next_row_group()?;
            for chunk in chunks {
                chunk.append_to_row_group(&mut group)?;
            }
            group.close().map(|_| ())
        };
        write().map_err(|e| could_not_write(&self.shown, &e))
    }

    pub(crate) fn finish(self) -> Result<(), Failure> {
        self.writer.into_inner().map_err(|e| could_not_write(&self.shown, &e))?.keep()
    }
}

impl RowGroup {
    pub(crate) fn new(factory: &ArrowRowGroupWriterFactory, schema: &SchemaRef) -> Result<RowGroup, Failure> {
        // The position of a row group matters to encrypted files only.
        let columns = factory.create_column_writers(0).map_err(|e| could_not_write("the result", &e))?;
        Ok(RowGroup { columns, schema: schema.clone() })
    }

    pub(crate) fn push(&mut self, batch: &RecordBatch) -> Result<(), Failure> {
        let mut write = || {
            let mut writers = self.columns.iter_mut();
            for (field, column) in self.schema.fields().iter().zip(batch.columns()) {
                for leaf in compute_leaves(field, column)? {
                    if let Some(writer) = writers.next() {
                        writer.write(&leaf)?;
                    }
                }
            }
            Ok(())
        };
        write().map_err(|e| could_not_write("the result", &e))
    }

    pub(crate) fn finish(self) -> Result<Vec<ArrowColumnChunk>, Failure> {
        let chunks: Result<Vec<_>, ParquetError> =
            self.columns.into_iter().map(ArrowColumnWriter::close).collect();
        chunks.map_err(|e| could_not_write("the result", &e))
    }
}

fn could_not_write(shown: &str, error: &ParquetError) -> Failure {
    let cause = match error {
        ParquetError::External(cause) => cause.downcast_ref::<std::io::Error>(),
        _ => None,
    };
    match cause {
        Some(io) => Failure::io(format!("could not write {shown}"), io),
        None => Failure::could_not_run(format!("could not write {shown}: {error}"), "try another format"),
    }
}
