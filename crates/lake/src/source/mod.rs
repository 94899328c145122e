//! An input file of microdata, whatever its format.

pub(crate) mod bounds;
pub(crate) mod csv;
mod csv_batch;
pub(crate) mod parquet;
pub(crate) mod pipe;
mod positioned;
pub(crate) mod rows;

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use arrow_schema::SchemaRef;
use standards::questionnaire::Subject;

use self::csv::CsvSource;
use self::parquet::{ParquetSource, Projection};
use self::rows::{FileName, HOUSEHOLD_ID, RowStream};
use crate::failure::{Failure, Stop};
use crate::ids::IdKind;
use vocab::{LocalText, said};

/// An open input file.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    Parquet(Arc<ParquetSource>),
    Csv(Arc<CsvSource>),
}

/// The columns to read from a file, and how.
#[derive(Clone, Debug)]
pub(crate) enum Reading {
    Parquet(Arc<ParquetSource>, Projection),
    Csv(Arc<CsvSource>, SchemaRef),
}

impl Source {
    /// Opens a file; its content tells the format.
    pub(crate) fn open(path: &Path, of: Subject) -> Result<Source, Failure> {
        let name = FileName { of, shown: path.display().to_string() };
        let could_not = |e: &std::io::Error| could_not_read(&name.shown, e);
        let mut file = File::open(path).map_err(|e| could_not(&e))?;
        if file.metadata().map_err(|e| could_not(&e))?.is_dir() {
            let shown = &name.shown;
            return Err(Failure::could_not_run(
                said!("không đọc được {shown}: đây là thư mục", "could not read {shown}: it is a folder"),
                said!("ghi tên một tệp Parquet hoặc CSV", "name a Parquet or CSV file"),
            ));
        }
        let mut start = Vec::new();
        file.by_ref().take(4).read_to_end(&mut start).map_err(|e| could_not(&e))?;
        let called_parquet = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("parquet"));
        match start.as_slice() {
            b"PAR1" => return Ok(Source::Parquet(Arc::new(ParquetSource::open(name, file)?))),
            b"PARE" => Err(name.refused(
                said!("tệp Parquet đã được mã hóa", "the Parquet file is encrypted"),
                said!("ghi lại tệp, không mã hóa", "write it without encryption"),
            )),
            _ if called_parquet => Err(name.refused(
                said!(
                    "đây không phải tệp Parquet, hoặc phần đầu tệp bị mất",
                    "this is not a Parquet file, or its beginning is missing"
                ),
                said!("ghi hoặc sao chép lại tệp", "write or copy the file again"),
            )),
            b"PK\x03\x04" => Err(name.refused(
                said!("đây là tệp bảng tính hoặc tệp nén", "this is a workbook or an archive"),
                said!("lưu trang tính thành CSV UTF-8", "save the sheet as CSV UTF-8"),
            )),
            [0x1f, 0x8b, ..] | b"\x28\xb5\x2f\xfd" => Err(name.refused(
                said!("tệp đang ở dạng nén", "the file is compressed"),
                said!("giải nén tệp trước", "unpack it first"),
            )),
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Err(name.refused(
                said!(
                    "tệp dùng mã UTF-16, byte thứ 1 không phải UTF-8",
                    "the file is UTF-16, byte 1 is not UTF-8"
                ),
                save_as_csv(),
            )),
            [] => Err(empty(&name)),
            _ => Ok(()),
        }?;
        Ok(Source::Csv(Arc::new(CsvSource::open(name, path)?)))
    }

    pub(crate) fn name(&self) -> &FileName {
        match self {
            Source::Parquet(source) => &source.name,
            Source::Csv(source) => &source.name,
        }
    }

    /// Names of all columns.
    pub(crate) fn columns(&self) -> Vec<String> {
        match self {
            Source::Parquet(source) => {
                source.schema().fields().iter().map(|field| field.name().clone()).collect()
            }
            Source::Csv(source) => source.header.clone(),
        }
    }

    /// Rows, for a progress bar.
    pub(crate) fn rows_estimate(&self) -> u64 {
        match self {
            Source::Parquet(source) => source.rows(),
            Source::Csv(source) => source.rows_estimate,
        }
    }

    pub(crate) fn is_csv(&self) -> bool {
        matches!(self, Source::Csv(_))
    }

    /// What the user should know about how the file was read.
    pub(crate) fn notes(&self) -> Vec<LocalText> {
        let Source::Csv(source) = self else { return Vec::new() };
        let normalised = source.normalised.load(Ordering::Relaxed);
        let shown = &source.name.shown;
        let normalised = normalised.then(|| {
            said!("{shown}: chữ đã được đưa về dạng Unicode NFC", "{shown}: text was brought to Unicode NFC")
        });
        source.delimiter_note().into_iter().chain(normalised).collect()
    }

    /// The kind of the ids as far as the file itself can tell; a CSV file that begins with an integer may be either.
    ///
    /// # Errors
    /// There is no id column, or its type cannot be an id.
    pub(crate) fn id_kind(&self) -> Result<(IdKind, bool), Failure> {
        let no_ids = || {
            let (message, remedy) = no_id_column();
            Failure::input(self.name().row_problem(None, HOUSEHOLD_ID, message, remedy))
        };
        match self {
            Source::Parquet(source) => {
                let field = source.schema().field_with_name(HOUSEHOLD_ID).map_err(|_| no_ids())?;
                IdKind::of(field.data_type()).map(|kind| (kind, true)).ok_or_else(|| {
                    let found = field.data_type();
                    let mut problem = self.name().row_problem(
                        None,
                        HOUSEHOLD_ID,
                        said!(
                            "mã hộ không thể có kiểu {found}",
                            "household ids cannot be of the type {found}"
                        ),
                        said!("ghi mã hộ dạng số nguyên hoặc chữ", "write them as integers or text"),
                    );
                    problem.value = field.data_type().to_string();
                    Failure::input(problem)
                })
            }
            Source::Csv(source) if !source.header.iter().any(|name| name == HOUSEHOLD_ID) => Err(no_ids()),
            Source::Csv(source) if source.starts_with_integer => Ok((IdKind::Integer, false)),
            Source::Csv(_) => Ok((IdKind::Text, false)),
        }
    }

    /// How to read some columns. `plain` asks for texts without dictionaries, for temporary files.
    pub(crate) fn reading(&self, wanted: &[String], kind: IdKind, plain: bool) -> Result<Reading, Failure> {
        Ok(match self {
            Source::Parquet(source) => Reading::Parquet(source.clone(), source.project(wanted, plain)?),
            Source::Csv(source) => Reading::Csv(source.clone(), source.project(wanted, kind)),
        })
    }
}

impl Reading {
    pub(crate) fn schema(&self) -> &SchemaRef {
        match self {
            Reading::Parquet(_, projection) => &projection.schema,
            Reading::Csv(_, schema) => schema,
        }
    }

    /// All rows of the file.
    pub(crate) fn all(&self, batch_rows: usize, kind: IdKind) -> Result<RowStream<'static>, Stop> {
        match self {
            Reading::Parquet(source, projection) => {
                source.read(projection, 0..source.groups().count(), 0, batch_rows, kind)
            }
            Reading::Csv(source, schema) => source.read(schema, batch_rows, kind),
        }
    }
}

fn could_not_read(shown: &str, error: &std::io::Error) -> Failure {
    Failure::io(said!("không đọc được {shown}", "could not read {shown}"), error)
}

fn empty(name: &FileName) -> Failure {
    name.refused(
        said!("tệp trống", "the file is empty"),
        said!(
            "ghi một dòng tiêu đề và các dòng dữ liệu bên dưới",
            "write a header row and the rows below it"
        ),
    )
}

/// What is wrong and what to do where no column holds the ids.
fn no_id_column() -> (LocalText, LocalText) {
    (
        said!("thiếu cột household_id", "the column household_id is missing"),
        said!("đặt tên cột mã hộ là household_id", "name the column of household ids household_id"),
    )
}

fn one_of_two() -> LocalText {
    said!("bỏ bớt một cột, hoặc đổi tên", "leave one of them out, or rename it")
}

fn save_as_csv() -> LocalText {
    said!("lưu tệp thành CSV UTF-8", "save the file as CSV UTF-8")
}
