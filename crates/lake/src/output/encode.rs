//! One result in one of three formats: parts are encoded on any thread and appended in order on one.

use std::io::Write;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use vocab::said;

use super::pages::ColumnChunk;
use super::parquet::{ParquetOutput, RowGroup, RowGroups};
use super::xlsx::XlsxOutput;
use crate::failure::Failure;
use crate::job::Format;
use crate::output_file::OutputFile;

/// Columns in which values seldom repeat.
const PLAIN_COLUMNS: [&str; 3] = [super::WEIGHT, super::NEEDS, super::FINDINGS];

/// The file that a result is written to.
pub(crate) enum Output {
    Parquet(Box<ParquetOutput>),
    Csv(OutputFile),
    Xlsx(Box<XlsxOutput>),
}

/// Makes encoders for the parts of a result.
pub(crate) enum Encoding {
    Parquet(Box<RowGroups>),
    Csv,
    Xlsx,
}

/// A part of a result being encoded.
pub(crate) enum Part {
    Parquet(RowGroup),
    Csv(Vec<u8>),
    Xlsx(Vec<RecordBatch>),
}

/// An encoded part.
pub(crate) enum Encoded {
    Parquet(Vec<ColumnChunk>),
    Csv(Vec<u8>),
    Xlsx(Vec<RecordBatch>),
}

impl Output {
    pub(crate) fn create(
        file: OutputFile,
        format: Format,
        schema: &SchemaRef,
        metadata: &[(String, String)],
    ) -> Result<(Output, Encoding), Failure> {
        Ok(match format {
            Format::Parquet => {
                let mut properties = super::parquet::properties();
                for name in PLAIN_COLUMNS {
                    properties = properties.set_column_dictionary_enabled(name.into(), false);
                }
                let (output, groups) = ParquetOutput::create(file, schema, properties, metadata)?;
                (Output::Parquet(Box::new(output)), Encoding::Parquet(Box::new(groups)))
            }
            Format::Csv => {
                let mut file = file;
                let header = super::csv::header(schema)?;
                write(&mut file, &header)?;
                (Output::Csv(file), Encoding::Csv)
            }
            Format::Xlsx => {
                (Output::Xlsx(Box::new(XlsxOutput::create(file, schema, metadata)?)), Encoding::Xlsx)
            }
        })
    }

    pub(crate) fn append(&mut self, part: Encoded) -> Result<(), Failure> {
        match (self, part) {
            (Output::Parquet(output), Encoded::Parquet(chunks)) => output.append(chunks),
            (Output::Csv(file), Encoded::Csv(bytes)) => write(file, &bytes),
            (Output::Xlsx(output), Encoded::Xlsx(batches)) => {
                batches.iter().try_for_each(|batch| output.append(batch))
            }
            _ => Ok(()),
        }
    }

    /// Puts the complete file in its place.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        match self {
            Output::Parquet(output) => output.finish(),
            Output::Csv(file) => file.keep(),
            Output::Xlsx(output) => output.finish(),
        }
    }
}

impl Encoding {
    pub(crate) fn start(&self) -> Result<Part, Failure> {
        Ok(match self {
            Encoding::Parquet(groups) => Part::Parquet(groups.start()?),
            Encoding::Csv => Part::Csv(Vec::new()),
            Encoding::Xlsx => Part::Xlsx(Vec::new()),
        })
    }
}

impl Part {
    pub(crate) fn push(&mut self, batch: RecordBatch) -> Result<(), Failure> {
        match self {
            Part::Parquet(group) => group.push(&batch),
            Part::Csv(bytes) => super::csv::rows(&batch, bytes),
            Part::Xlsx(batches) => {
                batches.push(batch);
                Ok(())
            }
        }
    }

    pub(crate) fn finish(self) -> Result<Encoded, Failure> {
        Ok(match self {
            Part::Parquet(group) => Encoded::Parquet(group.finish()?),
            Part::Csv(bytes) => Encoded::Csv(bytes),
            Part::Xlsx(batches) => Encoded::Xlsx(batches),
        })
    }
}

fn write(file: &mut OutputFile, bytes: &[u8]) -> Result<(), Failure> {
    file.write_all(bytes).map_err(|e| {
        let shown = file.shown();
        Failure::io(said!("không ghi được {shown}", "could not write {shown}"), &e)
    })
}
