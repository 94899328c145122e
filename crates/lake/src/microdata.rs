//! Writes the two files of microdata so that both can be read side by side: the households of a row group and exactly
//! their members in the row group of the same position.

use std::path::Path;

use arrow_array::{Array, RecordBatch};
use arrow_schema::SchemaRef;
use parquet::file::properties::EnabledStatistics;

use vocab::said;

use crate::failure::{Failure, defect};
use crate::output::parquet::{ParquetOutput, RowGroup, RowGroups, properties};
use crate::output_file::OutputFile;
use crate::source::rows::HOUSEHOLD_ID;

/// Households of a row group.
const GROUP_HOUSEHOLDS: usize = 65_536;

/// Two Parquet files being written. The same batches give the same bytes.
pub struct MicrodataWriter {
    households: Half,
    members: Half,
    in_group: usize,
}

struct Half {
    output: ParquetOutput,
    groups: RowGroups,
    schema: SchemaRef,
    group: Option<RowGroup>,
}

impl MicrodataWriter {
    /// Households that go into one row group; batches never straddle two of them.
    pub const GROUP_HOUSEHOLDS: usize = GROUP_HOUSEHOLDS;

    /// Starts both files. `metadata` goes into both.
    ///
    /// # Errors
    /// A file cannot be created.
    pub fn create(
        households: (&Path, SchemaRef),
        members: (&Path, SchemaRef),
        metadata: &[(String, String)],
    ) -> Result<MicrodataWriter, Failure> {
        Ok(MicrodataWriter {
            households: Half::create(households, metadata)?,
            members: Half::create(members, metadata)?,
            in_group: 0,
        })
    }

    /// Appends households and exactly their members, both sorted by household id, at most
    /// [`GROUP_HOUSEHOLDS`](Self::GROUP_HOUSEHOLDS) households. A batch that does not fit begins a new row group.
    ///
    /// # Errors
    /// The batches do not belong together, or the disk is full.
    pub fn write(&mut self, households: &RecordBatch, members: &RecordBatch) -> Result<(), Failure> {
        let rows = households.num_rows();
        if rows > GROUP_HOUSEHOLDS {
            return Err(Failure::could_not_run(
                said!("một lô có {rows} hộ", "a batch has {rows} households"),
                said!(
                    "mỗi lần ghi nhiều nhất {GROUP_HOUSEHOLDS} hộ",
                    "write at most {GROUP_HOUSEHOLDS} at a time"
                ),
            ));
        }
        if self.in_group + households.num_rows() > GROUP_HOUSEHOLDS {
            self.end_group()?;
        }
        self.households.push(households)?;
        self.members.push(members)?;
        self.in_group += households.num_rows();
        Ok(())
    }

    /// Puts both files in their places.
    ///
    /// # Errors
    /// The disk is full, or a name is taken by a folder.
    pub fn finish(mut self) -> Result<(), Failure> {
        self.end_group()?;
        self.households.output.finish()?;
        self.members.output.finish()
    }

    fn end_group(&mut self) -> Result<(), Failure> {
        self.in_group = 0;
        self.households.end_group()?;
        self.members.end_group()
    }
}

impl Half {
    fn create((path, schema): (&Path, SchemaRef), metadata: &[(String, String)]) -> Result<Half, Failure> {
        let mut properties = properties();
        for field in schema.fields() {
            // Every column says its least and greatest value, for whoever reads a part of the file.
            properties = properties
                .set_column_statistics_enabled(field.name().as_str().into(), EnabledStatistics::Chunk);
        }
        // An id stands in many rows of the members: a dictionary of it would be given up half way.
        properties = properties.set_column_dictionary_enabled(HOUSEHOLD_ID.into(), false);
        let (output, groups) =
            ParquetOutput::create(OutputFile::create(path)?, &schema, properties, metadata)?;
        Ok(Half { output, groups, schema, group: None })
    }

    fn push(&mut self, batch: &RecordBatch) -> Result<(), Failure> {
        if batch.schema().fields() != self.schema.fields() {
            return Err(Failure::could_not_run(
                said!("một lô có các cột khác với tệp", "a batch has other columns than its file"),
                defect(),
            ));
        }
        if batch.column_by_name(HOUSEHOLD_ID).is_none_or(|ids| ids.null_count() > 0) {
            return Err(Failure::could_not_run(
                said!("một lô có dòng thiếu household_id", "a batch has rows without household_id"),
                defect(),
            ));
        }
        let group = match &mut self.group {
            Some(group) => group,
            None => self.group.insert(self.groups.start()?),
        };
        group.push(batch)
    }

    fn end_group(&mut self) -> Result<(), Failure> {
        match self.group.take() {
            Some(group) => self.output.append(group.finish()?),
            None => Ok(()),
        }
    }
}
