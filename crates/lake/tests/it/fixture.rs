//! A small invented standard, an invented population, and its files in every form.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::builder::{BooleanBuilder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use lake::{ClassifyJob, Failure, Format, MicrodataWriter, Problem, Progress, Summary};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::properties::WriterProperties;
use standards::standard::{ParamValues, PovertyStandard};
use vocab::{Day, Language};

const STANDARD: &str = r#"
id     = "trial"
label  = { vi = "Chuẩn thử", en = "Trial" }
status = "example"
covers = { from = "2026-01-01", until = "2030-01-01" }
source = { doc = "none", confidence = "invented" }
[[param.rooms_per_person]]
value  = 0.5
from   = "2026-01-01"
source = { doc = "none", confidence = "invented" }
[[outcome]]
id     = "poor"
label  = { vi = "Hộ nghèo", en = "Poor" }
when   = "deprivation_count >= 2"
source = { doc = "none", confidence = "invented" }
[[outcome]]
id     = "not_poor"
label  = { vi = "Không nghèo", en = "Not poor" }
when   = "true"
source = { doc = "none", confidence = "invented" }
"#;

const QUESTIONNAIRE: &str = r#"
[[question]]
id = "rooms"
of = "household"
type = "integer"
min = 0
max = 50
label = { vi = "Số phòng", en = "Rooms" }
[[question]]
id = "water"
of = "household"
type = "choice"
choices = [
  { code = "tap", label = { vi = "Nước máy", en = "Tap" } },
  { code = "river", label = { vi = "Nước sông", en = "River" } },
]
label = { vi = "Nước", en = "Water" }
[[question]]
id = "age"
of = "member"
type = "integer"
min = 0
max = 120
label = { vi = "Tuổi", en = "Age" }
[[question]]
id = "reads"
of = "member"
type = "boolean"
label = { vi = "Biết đọc", en = "Can read" }
"#;

const INDICATORS: &str = r#"
[[dimension]]
id = "home"
label = { vi = "Nhà ở", en = "Home" }
[[indicator]]
id = "crowded"
dimension = "home"
label = { vi = "Chật chội", en = "Crowded" }
deprived = "rooms < param.rooms_per_person * members.size()"
source = { doc = "none", confidence = "invented" }
[[indicator]]
id = "adult_illiterate"
dimension = "home"
label = { vi = "Người lớn không biết đọc", en = "Adult who cannot read" }
deprived = "members.exists(m, m.age >= 18 && !m.reads)"
source = { doc = "none", confidence = "invented" }
[[indicator]]
id = "river_water"
dimension = "home"
label = { vi = "Nước sông", en = "River water" }
deprived = "water == 'river'"
source = { doc = "none", confidence = "invented" }
"#;

/// A standard with three indicators: crowded, adult_illiterate, river_water; two of them make a household poor.
pub(crate) fn standard() -> (PovertyStandard, ParamValues) {
    let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    let files = standards::PackFiles::new([
        file("standard.toml", STANDARD),
        file("questionnaire.toml", QUESTIONNAIRE),
        file("indicators.toml", INDICATORS),
    ]);
    let loaded = standards::load(&files, "");
    let standard = loaded.standard.unwrap_or_else(|| panic!("{:?}", loaded.findings));
    let params = standard.on("2026-01-01".parse().unwrap()).unwrap();
    (standard, params)
}

/// A household with its members; ids are made of `id` as an integer or a text.
#[derive(Clone, Debug)]
pub(crate) struct House {
    pub(crate) id: i64,
    pub(crate) rooms: Option<i64>,
    pub(crate) water: Option<&'static str>,
    pub(crate) people: Vec<Person>,
}

#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) age: Option<i64>,
    pub(crate) reads: Option<bool>,
}

/// Whether ids are written as integers or as text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Ids {
    Integer,
    Text,
}

/// Different households, the same for the same number: ids with gaps, missing answers, 1 to 6 members.
pub(crate) fn population(households: usize) -> Vec<House> {
    let mut seed = 7_u64;
    let mut next = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    (0..households)
        .map(|at| House {
            id: 3 * at as i64 + 5,
            rooms: (next(10) > 0).then(|| next(4) as i64),
            water: [Some("tap"), Some("river"), None][next(3) as usize],
            people: (0..1 + next(6))
                .map(|_| Person {
                    age: (next(12) > 0).then(|| next(90) as i64),
                    reads: [Some(true), Some(true), Some(false), None][next(4) as usize],
                })
                .collect(),
        })
        .collect()
}

/// Text ids keep the order of the integers.
pub(crate) fn text_id(id: i64) -> String {
    format!("H{id:09}")
}

fn id_column(ids: impl Iterator<Item = i64>, kind: Ids) -> ArrayRef {
    match kind {
        Ids::Integer => Arc::new(arrow_array::Int64Array::from_iter_values(ids)),
        Ids::Text => Arc::new(arrow_array::StringArray::from_iter_values(ids.map(text_id))),
    }
}

pub(crate) fn household_batch(houses: &[House], kind: Ids) -> RecordBatch {
    let (mut province, mut commune, mut zone, mut weight) =
        (StringBuilder::new(), StringBuilder::new(), StringBuilder::new(), Float64Builder::new());
    let (mut rooms, mut water) = (Int64Builder::new(), StringBuilder::new());
    for house in houses {
        province.append_value("68");
        commune.append_value(["24823", "24824"][(house.id / 300 % 2) as usize]);
        zone.append_value(if house.id % 2 == 0 { "urban" } else { "rural" });
        weight.append_value(house.id as f64 / 4.0);
        rooms.append_option(house.rooms);
        water.append_option(house.water);
    }
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("household_id", id_column(houses.iter().map(|house| house.id), kind)),
        ("province_code", Arc::new(province.finish())),
        ("commune_code", Arc::new(commune.finish())),
        ("zone", Arc::new(zone.finish())),
        ("weight", Arc::new(weight.finish())),
        ("rooms", Arc::new(rooms.finish())),
        ("water", Arc::new(water.finish())),
    ];
    nullable(columns)
}

pub(crate) fn member_batch(houses: &[House], kind: Ids) -> RecordBatch {
    let (mut number, mut age, mut reads) = (Int64Builder::new(), Int64Builder::new(), BooleanBuilder::new());
    let mut ids = Vec::new();
    for house in houses {
        for (at, person) in house.people.iter().enumerate() {
            ids.push(house.id);
            number.append_value(at as i64 + 1);
            age.append_option(person.age);
            reads.append_option(person.reads);
        }
    }
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("household_id", id_column(ids.into_iter(), kind)),
        ("member_no", Arc::new(number.finish())),
        ("age", Arc::new(age.finish())),
        ("reads", Arc::new(reads.finish())),
    ];
    nullable(columns)
}

fn nullable(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    let fields: Vec<Field> =
        columns.iter().map(|(name, column)| Field::new(*name, column.data_type().clone(), true)).collect();
    RecordBatch::try_new(
        Arc::new(Schema::new(fields)),
        columns.into_iter().map(|(_, column)| column).collect(),
    )
    .unwrap()
}

/// Two input files.
#[derive(Clone, Debug)]
pub(crate) struct Files {
    pub(crate) households: PathBuf,
    pub(crate) members: PathBuf,
}

impl Files {
    pub(crate) fn new(folder: &Path, ending: &str) -> Files {
        Files {
            households: folder.join(format!("households.{ending}")),
            members: folder.join(format!("members.{ending}")),
        }
    }
}

/// Our own aligned Parquet.
pub(crate) fn write_aligned(folder: &Path, houses: &[House], kind: Ids) -> Files {
    let files = Files::new(folder, "parquet");
    let (h, m) = (household_batch(&houses[..0], kind), member_batch(&houses[..0], kind));
    let mut writer =
        MicrodataWriter::create((&files.households, h.schema()), (&files.members, m.schema()), &[]).unwrap();
    for part in houses.chunks(10_000) {
        writer.write(&household_batch(part, kind), &member_batch(part, kind)).unwrap();
    }
    writer.finish().unwrap();
    files
}

/// Parquet as another program writes it: row groups that have nothing to do with each other.
pub(crate) fn write_parquet(path: &Path, batch: &RecordBatch, group_rows: usize, statistics: bool) {
    use parquet::file::properties::EnabledStatistics;
    let level = if statistics { EnabledStatistics::Page } else { EnabledStatistics::None };
    let properties = WriterProperties::builder()
        .set_max_row_group_row_count(Some(group_rows))
        .set_statistics_enabled(level)
        .build();
    let mut writer =
        ArrowWriter::try_new(std::fs::File::create(path).unwrap(), batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
}

/// CSV as a spreadsheet writes it.
pub(crate) fn write_csv(path: &Path, batch: &RecordBatch, separator: char) {
    let mut text = batch
        .schema()
        .fields()
        .iter()
        .map(|f| f.name().clone())
        .collect::<Vec<_>>()
        .join(&separator.to_string());
    text.push_str("\r\n");
    let columns: Vec<ArrayRef> =
        batch.columns().iter().map(|c| arrow_cast::cast(c, &DataType::Utf8).unwrap()).collect();
    for row in 0..batch.num_rows() {
        let cells: Vec<&str> = columns
            .iter()
            .map(|c| if c.is_valid(row) { c.as_string::<i32>().value(row) } else { "" })
            .collect();
        text.push_str(&cells.join(&separator.to_string()));
        text.push_str("\r\n");
    }
    std::fs::write(path, text).unwrap();
}

/// A classification to be changed and run.
pub(crate) struct Run {
    pub(crate) files: Files,
    pub(crate) out: PathBuf,
    pub(crate) format: Format,
    pub(crate) skip_bad: bool,
    pub(crate) problems: Option<PathBuf>,
    pub(crate) keep: Vec<String>,
    pub(crate) explain: Option<String>,
    pub(crate) threads: usize,
}

impl Run {
    pub(crate) fn new(files: &Files, out: impl Into<PathBuf>) -> Run {
        let out = out.into();
        let format = Format::of_path(&out);
        Run {
            files: files.clone(),
            out,
            format,
            skip_bad: false,
            problems: None,
            keep: vec![],
            explain: None,
            threads: 2,
        }
    }

    pub(crate) fn go(&self) -> Result<Summary, Failure> {
        self.go_with(&Progress::new())
    }

    pub(crate) fn go_with(&self, progress: &Progress) -> Result<Summary, Failure> {
        let (standard, params) = standard();
        let day: Day = "2026-01-01".parse().unwrap();
        let job = ClassifyJob {
            standard: &standard,
            params: &params,
            result_day: day,
            age_day: day,
            income_test: None,
            points: None,
            households: self.files.households.clone(),
            members: self.files.members.clone(),
            out: self.out.clone(),
            format: self.format,
            keep: self.keep.clone(),
            explain: self.explain.clone(),
            every_question: false,
            language: Language::En,
            skip_bad: self.skip_bad,
            problems: self.problems.clone(),
            threads: self.threads,
            metadata: vec![],
            figuring: None,
        };
        lake::classify(&job, progress)
    }

    /// The problems for which the input is refused.
    pub(crate) fn refused(&self) -> Vec<Problem> {
        match self.go() {
            Err(Failure::InputProblems(problems)) => {
                assert!(!self.out.exists(), "nothing is written for a refused input");
                assert!(problems.count as usize >= problems.kept.len());
                problems.kept
            }
            other => panic!("expected problems, got {other:?}"),
        }
    }
}

/// All cells of a result as text, a row a line; booleans as true and false, missing as nothing.
pub(crate) fn cells(path: &Path) -> Vec<Vec<String>> {
    if path.extension().is_some_and(|e| e == "csv") {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
        return reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
    }
    let builder = ParquetRecordBatchReaderBuilder::try_new(std::fs::File::open(path).unwrap()).unwrap();
    let mut rows = vec![builder.schema().fields().iter().map(|f| f.name().clone()).collect::<Vec<_>>()];
    for batch in builder.build().unwrap() {
        let batch = batch.unwrap();
        let columns: Vec<ArrayRef> =
            batch.columns().iter().map(|c| arrow_cast::cast(c, &DataType::Utf8).unwrap()).collect();
        for row in 0..batch.num_rows() {
            rows.push(
                columns
                    .iter()
                    .map(|c| {
                        if c.is_valid(row) {
                            c.as_string::<i32>().value(row).to_owned()
                        } else {
                            String::new()
                        }
                    })
                    .collect(),
            );
        }
    }
    rows
}

/// The cell of a column in the row of a household.
pub(crate) fn cell(rows: &[Vec<String>], id: &str, column: &str) -> String {
    let at = rows[0].iter().position(|name| name == column).unwrap();
    rows.iter().find(|row| row[0] == id).unwrap_or_else(|| panic!("no household {id}"))[at].clone()
}

/// What is left in a folder.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
