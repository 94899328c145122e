//! Sealed snapshots as files: households and members by year and province, in the form of the microdata contract, with
//! what was decided beside the answers. The same rows give the same bytes.

mod columns;
mod count;

pub use count::{Borders, SealedCount, SealedFigures, count_sealed};

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, BooleanArray, Int32Array, Int64Array, RecordBatch, StringArray};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use sha2::{Digest, Sha256};
use standards::HouseholdAnswers;
use standards::questionnaire::{QuestionIndex, Subject};
use standards::standard::PovertyStandard;

use vocab::said;

use crate::failure::{Failure, defect};
use crate::members::MEMBER_NO;
use crate::microdata::MicrodataWriter;
use crate::output::PLACE_COLUMNS;
use crate::source::rows::HOUSEHOLD_ID;

/// A household with its answers and what was decided.
#[derive(Clone, Copy, Debug)]
pub struct SealedHousehold<'a> {
    /// Its id in the files.
    pub household_id: &'a str,
    /// The commune of the time.
    pub commune_code: &'a str,
    /// The village.
    pub village_code: &'a str,
    /// `rural` or `urban`.
    pub zone: &'a str,
    /// The answers of the household and its members.
    pub answers: &'a HouseholdAnswers,
    /// Whether it is deprived, by indicator; `None` is unknown.
    pub deprived: &'a [Option<bool>],
    /// Id of the outcome.
    pub outcome: &'a str,
    /// Id of the income band.
    pub income_band: &'a str,
    /// Known deprivations.
    pub deprivation_count: i32,
    /// Deprivations with all unknown ones.
    pub deprivation_count_max: i32,
}

/// A finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFile {
    /// Below the folder, with `/`.
    pub path: String,
    /// Rows in it.
    pub rows: u64,
    /// Its bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
}

/// Writes the files of one snapshot into a folder of their own.
pub struct SealedWriter<'a> {
    folder: PathBuf,
    year: i32,
    standard: &'a PovertyStandard,
    households: (Vec<QuestionIndex>, SchemaRef),
    members: (Vec<QuestionIndex>, SchemaRef),
    metadata: Vec<(String, String)>,
    part: Option<Part>,
    written: Vec<WrittenFile>,
}

/// The files of one province.
struct Part {
    province: String,
    path: String,
    writer: MicrodataWriter,
    rows: [u64; 2],
}

const FILES: [&str; 2] = ["households.parquet", "members.parquet"];

impl<'a> SealedWriter<'a> {
    /// Begins a snapshot of the answers to some questions. `metadata` goes into every file.
    ///
    /// # Errors
    /// The standard has a question and a computed column of the same name.
    pub fn new(
        folder: &Path,
        year: i32,
        standard: &'a PovertyStandard,
        questions: &[QuestionIndex],
        metadata: Vec<(String, String)>,
    ) -> Result<SealedWriter<'a>, Failure> {
        let of = |subject: Subject| -> Vec<QuestionIndex> {
            let wanted = questions.iter().filter(|at| standard.questionnaire.get(**at).of == subject);
            wanted.copied().collect()
        };
        let (of_households, of_members) = (of(Subject::Household), of(Subject::Member));
        let asked = |questions: &[QuestionIndex]| -> Vec<Field> {
            questions.iter().map(|at| columns::field(standard.questionnaire.get(*at))).collect()
        };
        let required = |name: &str, of: DataType| Field::new(name, of, false);
        let mut households = vec![required(HOUSEHOLD_ID, DataType::Utf8)];
        households.extend(PLACE_COLUMNS.map(|name| required(name, DataType::Utf8)));
        households.extend(asked(&of_households));
        households.push(required("outcome", DataType::Utf8));
        households.push(required("income_band", DataType::Utf8));
        households.push(required("deprivation_count", DataType::Int32));
        households.push(required("deprivation_count_max", DataType::Int32));
        let indicators = standard.indicators.iter();
        households.extend(indicators.map(|indicator| Field::new(&indicator.id, DataType::Boolean, true)));
        let mut members = vec![required(HOUSEHOLD_ID, DataType::Utf8), required(MEMBER_NO, DataType::Int64)];
        members.extend(asked(&of_members));
        one_of_each(&households)?;
        one_of_each(&members)?;
        let schema = |fields: Vec<Field>| Arc::new(Schema::new(fields));
        Ok(SealedWriter {
            folder: folder.to_owned(),
            year,
            standard,
            households: (of_households, schema(households)),
            members: (of_members, schema(members)),
            metadata,
            part: None,
            written: Vec::new(),
        })
    }

    /// Appends households of a province, sorted by their ids; provinces come one after the other.
    ///
    /// # Errors
    /// A file cannot be written, or a code cannot be the name of a folder.
    pub fn write(&mut self, province: &str, households: &[SealedHousehold<'_>]) -> Result<(), Failure> {
        if self.part.as_ref().is_none_or(|part| part.province != province) {
            self.end_part()?;
            self.part = Some(self.begin_part(province)?);
        }
        let batches = self.batches(province, households).map_err(|error| {
            Failure::could_not_run(
                said!("không ghi được các hộ: {error}", "households cannot be written: {error}"),
                defect(),
            )
        })?;
        let Some(part) = &mut self.part else { return Ok(()) };
        part.rows[0] += batches.0.num_rows() as u64;
        part.rows[1] += batches.1.num_rows() as u64;
        part.writer.write(&batches.0, &batches.1)
    }

    /// Completes all files: they are on the disk, and each was read again for its hash.
    ///
    /// # Errors
    /// A file cannot be written or read.
    pub fn finish(mut self) -> Result<Vec<WrittenFile>, Failure> {
        self.end_part()?;
        Ok(self.written)
    }

    fn begin_part(&self, province: &str) -> Result<Part, Failure> {
        if province.is_empty() || !province.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(Failure::could_not_run(
                said!(
                    "mã tỉnh `{province}` không dùng được",
                    "the province code `{province}` cannot be used"
                ),
                defect(),
            ));
        }
        let path = format!("year={:04}/province={province}", self.year);
        let folder = self.folder.join(&path);
        let shown = folder.display();
        fs::create_dir_all(&folder).map_err(|error| {
            Failure::io(said!("không tạo được {shown}", "could not create {shown}"), &error)
        })?;
        let [households, members] = FILES.map(|name| folder.join(name));
        let writer = MicrodataWriter::create(
            (&households, self.households.1.clone()),
            (&members, self.members.1.clone()),
            &self.metadata,
        )?;
        Ok(Part { province: province.to_owned(), path, writer, rows: [0, 0] })
    }

    fn end_part(&mut self) -> Result<(), Failure> {
        let Some(part) = self.part.take() else { return Ok(()) };
        part.writer.finish()?;
        for (name, rows) in FILES.iter().zip(part.rows) {
            let path = format!("{}/{name}", part.path);
            let place = self.folder.join(&path);
            let shown = place.display();
            let (bytes, sha256) = digest_of_file(&place).map_err(|error| {
                Failure::io(said!("không đọc lại được {shown}", "could not read {shown} again"), &error)
            })?;
            self.written.push(WrittenFile { path, rows, bytes, sha256 });
        }
        Ok(())
    }

    fn batches(
        &self,
        province: &str,
        households: &[SealedHousehold<'_>],
    ) -> Result<(RecordBatch, RecordBatch), ArrowError> {
        let text = |of: fn(&SealedHousehold<'_>) -> String| -> ArrayRef {
            Arc::new(households.iter().map(|household| Some(of(household))).collect::<StringArray>())
        };
        let counts = |of: fn(&SealedHousehold<'_>) -> i32| -> ArrayRef {
            Arc::new(households.iter().map(of).collect::<Int32Array>())
        };
        let kind = |at: &QuestionIndex| &self.standard.questionnaire.get(*at).kind;
        let mut columns: Vec<ArrayRef> = vec![
            text(|household| household.household_id.to_owned()),
            Arc::new(StringArray::from(vec![province; households.len()])),
            text(|household| household.commune_code.to_owned()),
            text(|household| household.village_code.to_owned()),
            text(|household| household.zone.to_owned()),
        ];
        for at in &self.households.0 {
            let answers = households.iter().map(|household| household.answers.get(*at, None));
            columns.push(columns::column(kind(at), answers)?);
        }
        columns.push(text(|household| household.outcome.to_owned()));
        columns.push(text(|household| household.income_band.to_owned()));
        columns.push(counts(|household| household.deprivation_count));
        columns.push(counts(|household| household.deprivation_count_max));
        for indicator in 0..self.standard.indicators.len() {
            let deprived = households.iter().map(|of| of.deprived.get(indicator).copied().flatten());
            columns.push(Arc::new(deprived.collect::<BooleanArray>()));
        }
        let people = || {
            let of = |household: &'_ SealedHousehold<'_>| 0..household.answers.members.len();
            households.iter().flat_map(move |household| of(household).map(move |member| (household, member)))
        };
        let ids = people().map(|(household, _)| Some(household.household_id));
        let mut of_members: Vec<ArrayRef> = vec![
            Arc::new(ids.collect::<StringArray>()),
            Arc::new(people().map(|(_, member)| member as i64 + 1).collect::<Int64Array>()),
        ];
        for at in &self.members.0 {
            let answers = people().map(|(household, member)| household.answers.get(*at, Some(member)));
            of_members.push(columns::column(kind(at), answers)?);
        }
        Ok((
            RecordBatch::try_new(self.households.1.clone(), columns)?,
            RecordBatch::try_new(self.members.1.clone(), of_members)?,
        ))
    }
}

/// Bytes and SHA-256 of a file.
///
/// # Errors
/// It cannot be read.
pub fn digest_of_file(path: &Path) -> io::Result<(u64, [u8; 32])> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer)?;
        let Some(read_bytes) = buffer.get(..read).filter(|part| !part.is_empty()) else { break };
        digest.update(read_bytes);
        bytes += read as u64;
    }
    Ok((bytes, digest.finalize().into()))
}

fn one_of_each(fields: &[Field]) -> Result<(), Failure> {
    let mut names: Vec<&str> = fields.iter().map(|field| field.name().as_str()).collect();
    names.sort_unstable();
    let twice = names.windows(2).find_map(|pair| pair.first().filter(|name| Some(*name) == pair.get(1)));
    let Some(name) = twice else { return Ok(()) };
    Err(Failure::could_not_run(
        said!(
            "bộ chuẩn có câu hỏi và chỉ số cùng tên `{name}`",
            "the standard has a question and an indicator of the same name `{name}`"
        ),
        said!("đổi tên một trong hai", "rename one of the two"),
    ))
}
