//! A CSV file of microdata: its delimiter, its header, and its rows as columns of text.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use arrow_schema::{DataType, Field, Schema, SchemaRef};
use csv::{ByteRecord, Reader, ReaderBuilder};
use unicode_normalization::UnicodeNormalization;

use vocab::{LocalText, said};

use super::csv_batch::CsvBatch;
use super::rows::{FileName, HOUSEHOLD_ID, RowStream};
use super::{could_not_read, empty, one_of_two, save_as_csv};
use crate::failure::{Failure, Stop};
use crate::ids::{IdKind, canonical_integer};

/// A row longer than this is an unclosed quotation mark.
const LONGEST_ROW: u64 = 8 << 20;

/// So much is read to learn about the file.
const SAMPLE: usize = 64 * 1024;

/// A CSV file whose header was read.
#[derive(Debug)]
pub(crate) struct CsvSource {
    pub(crate) name: FileName,
    path: std::path::PathBuf,
    delimiter: u8,
    pub(crate) header: Vec<String>,
    /// Whether the first id is written like an integer.
    pub(crate) starts_with_integer: bool,
    /// Rows, judged by the length of the first ones.
    pub(crate) rows_estimate: u64,
    /// Set once a text had to be normalised.
    pub(crate) normalised: Arc<AtomicBool>,
}

impl CsvSource {
    /// Reads the header.
    pub(crate) fn open(name: FileName, path: &std::path::Path) -> Result<CsvSource, Failure> {
        let could_not = |e: &io::Error| could_not_read(&name.shown, e);
        let mut file = File::open(path).map_err(|e| could_not(&e))?;
        let length = file.metadata().map_err(|e| could_not(&e))?.len();
        let mut sample = Vec::new();
        file.by_ref().take(SAMPLE as u64).read_to_end(&mut sample).map_err(|e| could_not(&e))?;
        let delimiter = delimiter(&sample);
        let mut source = CsvSource {
            name,
            path: path.to_owned(),
            delimiter,
            header: Vec::new(),
            starts_with_integer: false,
            rows_estimate: rows_estimate(&sample, length),
            normalised: Arc::default(),
        };
        let mut reader = source.reader()?;
        let mut record = ByteRecord::new();
        source.next(&mut reader, &mut record)?;
        let cells = record.iter().enumerate().map(|(at, cell)| {
            let text = std::str::from_utf8(cell).map_err(|_| source.not_utf8(None, at, cell))?;
            Ok(text.trim_start_matches('\u{feff}').trim().nfc().collect::<String>())
        });
        let header = cells.collect::<Result<Vec<String>, Failure>>()?;
        if header.iter().all(String::is_empty) {
            return Err(empty(&source.name));
        }
        for (at, cell) in header.iter().enumerate() {
            if !cell.is_empty() && header.iter().take(at).any(|earlier| earlier == cell) {
                return Err(source.name.refused(
                    said!(
                        "cột `{cell}` xuất hiện hai lần ở dòng tiêu đề",
                        "the column `{cell}` stands twice in the header"
                    ),
                    one_of_two(),
                ));
            }
        }
        source.header = header;
        if let Some(at) = source.header.iter().position(|cell| cell == HOUSEHOLD_ID)
            && source.next(&mut reader, &mut record)?
        {
            let id = record.get(at).and_then(|cell| std::str::from_utf8(cell).ok());
            source.starts_with_integer = id.is_some_and(|id| canonical_integer(id.trim()).is_some());
        }
        Ok(source)
    }

    /// A remark for the user, if the delimiter is not the usual one.
    pub(crate) fn delimiter_note(&self) -> Option<LocalText> {
        let shown = &self.name.shown;
        Some(match self.delimiter {
            b';' => {
                said!(
                    "{shown}: các cột cách nhau bằng dấu chấm phẩy",
                    "{shown}: columns are separated by semicolon"
                )
            }
            b'\t' => {
                said!("{shown}: các cột cách nhau bằng dấu tab", "{shown}: columns are separated by tab")
            }
            _ => return None,
        })
    }

    /// What batches of these columns look like.
    pub(crate) fn project(&self, wanted: &[String], kind: IdKind) -> SchemaRef {
        let field = |name: &String| match (name.as_str(), kind) {
            (HOUSEHOLD_ID, IdKind::Integer) => Field::new(name, DataType::Int64, true),
            _ => Field::new(name, DataType::Utf8, true),
        };
        let present = self.header.iter().filter(|name| wanted.contains(name));
        Arc::new(Schema::new(present.map(field).collect::<Vec<_>>()))
    }

    /// All rows.
    pub(crate) fn read(
        self: &Arc<Self>,
        schema: &SchemaRef,
        batch_rows: usize,
        kind: IdKind,
    ) -> Result<RowStream<'static>, Stop> {
        let mut reader = self.reader()?;
        let mut record = ByteRecord::new();
        self.next(&mut reader, &mut record)?;
        let places: Vec<usize> = schema
            .fields()
            .iter()
            .filter_map(|field| self.header.iter().position(|name| name == field.name()))
            .collect();
        let (source, schema) = (Arc::clone(self), schema.clone());
        // As a spreadsheet numbers them: the header is row 1.
        let (mut next, mut ended) = (2_u64, false);
        Ok(Box::new(std::iter::from_fn(move || {
            if ended {
                return None;
            }
            let mut batch = CsvBatch::new(&schema, &places, kind, next);
            while batch.rows < batch_rows {
                match source.next(&mut reader, &mut record) {
                    Ok(true) => match batch.push(&source, &record) {
                        Ok(()) => {}
                        Err(stop) => {
                            ended = true;
                            return Some(Err(stop));
                        }
                    },
                    Ok(false) => {
                        ended = true;
                        break;
                    }
                    Err(failure) => {
                        ended = true;
                        return Some(Err(failure.into()));
                    }
                }
            }
            next += batch.rows as u64;
            (batch.rows > 0).then(|| batch.finish(&schema, &source.name))
        })))
    }

    fn reader(&self) -> Result<Reader<Limited>, Failure> {
        let could_not = |e: &io::Error| could_not_read(&self.name.shown, e);
        let mut file = File::open(&self.path).map_err(|e| could_not(&e))?;
        let mut mark = [0; 3];
        let has_mark = file.read_exact(&mut mark).is_ok() && mark == [0xef, 0xbb, 0xbf];
        file.seek(SeekFrom::Start(if has_mark { 3 } else { 0 })).map_err(|e| could_not(&e))?;
        let limited = Limited { file, left: LONGEST_ROW };
        Ok(ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(128 * 1024)
            .from_reader(limited))
    }

    /// The next row; false at the end.
    fn next(&self, reader: &mut Reader<Limited>, record: &mut ByteRecord) -> Result<bool, Failure> {
        reader.get_mut().left = LONGEST_ROW;
        let line = reader.position().line();
        reader.read_byte_record(record).map_err(|e| match e.into_kind() {
            csv::ErrorKind::Io(e) if e.kind() == io::ErrorKind::InvalidData => self.name.refused(
                said!(
                    "dòng dữ liệu bắt đầu ở dòng {line} dài quá 8 MB",
                    "the row that begins in line {line} does not end within 8 MB"
                ),
                said!("đóng dấu ngoặc kép còn mở ở đó", "close the quotation mark that is open there"),
            ),
            csv::ErrorKind::Io(e) => could_not_read(&self.name.shown, &e),
            _ => self
                .name
                .refused(said!("dòng {line} không phải CSV", "line {line} is not CSV"), save_as_csv()),
        })
    }

    pub(super) fn not_utf8(&self, row: Option<u64>, at: usize, cell: &[u8]) -> Failure {
        let position = std::str::from_utf8(cell).map_or_else(|e| e.valid_up_to(), |_| 0);
        let byte = cell.get(position).copied().unwrap_or_default();
        let column = self.header.get(at).cloned().unwrap_or_default();
        let position = position + 1;
        let message = said!(
            "byte thứ {position} của ô (0x{byte:02X}) không phải UTF-8",
            "byte {position} of the cell (0x{byte:02X}) is not UTF-8"
        );
        Failure::input(self.name.row_problem(row, &column, message, save_as_csv()))
    }
}

/// Fails when one row takes more than [`LONGEST_ROW`].
#[derive(Debug)]
struct Limited {
    file: File,
    left: u64,
}

impl Read for Limited {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let read = self.file.read(into)?;
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

/// The separator that stands most often in the header, outside quotation marks.
fn delimiter(sample: &[u8]) -> u8 {
    let (mut counts, mut quoted) = ([0_usize; 3], false);
    for byte in sample {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            b',' if !quoted => counts[0] += 1,
            b';' if !quoted => counts[1] += 1,
            b'\t' if !quoted => counts[2] += 1,
            _ => {}
        }
    }
    let [comma, semicolon, tab] = counts;
    if semicolon > comma && semicolon >= tab {
        b';'
    } else if tab > comma {
        b'\t'
    } else {
        b','
    }
}

fn rows_estimate(sample: &[u8], length: u64) -> u64 {
    let lines = sample.iter().filter(|byte| **byte == b'\n').count() as u64;
    let rows = length.saturating_mul(lines) / (sample.len() as u64).max(1);
    rows.saturating_sub(1)
}
