//! Reading the assumptions of a pack: tables and settings, every mistake with its line.

use std::cell::RefCell;

use csv::StringRecord;
use standards::PackFiles;
use toml::de::{DeTable, DeValue};
use vocab::{Decimal, Finding, Place};

/// The files of a pack with the mistakes found in them.
pub(crate) struct Reading<'a> {
    files: &'a PackFiles,
    findings: RefCell<Vec<Finding>>,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(files: &'a PackFiles) -> Reading<'a> {
        Reading { files, findings: RefCell::default() }
    }

    /// Everything that is wrong.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        self.findings.into_inner()
    }

    /// Notes a mistake.
    pub(crate) fn error(&self, file: &str, line: usize, message: impl Into<String>, hint: &str) {
        let place = Place { file: file.to_owned(), line };
        self.findings.borrow_mut().push(Finding::error(place, message, hint));
    }

    fn text(&self, path: &str) -> Option<&'a str> {
        let text = self.files.get(path).map(std::str::from_utf8);
        match text {
            Some(Ok(text)) => Some(text),
            Some(Err(_)) => {
                self.error(path, 0, "not UTF-8", "save the file as UTF-8");
                None
            }
            None => {
                self.error(path, 0, "the file is missing", "a pack whose populations are invented needs it");
                None
            }
        }
    }

    /// Shows each row of a table to `each`.
    pub(crate) fn rows(&self, path: &str, mut each: impl FnMut(&Row<'_>)) {
        let Some(text) = self.text(path) else { return };
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let Ok(header) = reader.headers().cloned() else {
            return self.error(path, 1, "no header", "write the names of the columns into the first line");
        };
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, |position| position.line() as usize);
                    each(&Row { reading: self, path, line, header: &header, record: &record });
                }
                Err(error) => self.error(path, 0, error.to_string(), "mend the row"),
            }
        }
    }

    /// The settings of a file; empty with a finding if it cannot be read.
    pub(crate) fn settings(&self, path: &'a str) -> Settings<'_> {
        let table = self.text(path).map(|text| {
            let (document, errors) = DeTable::parse_recoverable(text);
            for error in errors {
                self.error(path, 0, error.message(), "mend the TOML syntax");
            }
            document.into_inner()
        });
        Settings { reading: self, path, table: table.unwrap_or_default() }
    }
}

/// One row of a table.
pub(crate) struct Row<'a> {
    reading: &'a Reading<'a>,
    path: &'a str,
    line: usize,
    header: &'a StringRecord,
    record: &'a StringRecord,
}

impl Row<'_> {
    /// A cell; empty if the column is not there.
    pub(crate) fn text(&self, column: &str) -> &str {
        let at = self.header.iter().position(|name| name == column);
        at.and_then(|at| self.record.get(at)).unwrap_or("")
    }

    /// A number in thousandths.
    pub(crate) fn thousandths(&self, column: &str) -> u32 {
        let units = self.text(column).parse::<Decimal>().ok().and_then(|number| number.at_scale(3));
        units.and_then(|units| u32::try_from(units).ok()).unwrap_or_else(|| {
            self.error(format!("`{column}` is not a number"));
            0
        })
    }

    /// A whole number.
    pub(crate) fn whole(&self, column: &str) -> u32 {
        self.text(column).parse().unwrap_or_else(|_| {
            self.error(format!("`{column}` is not a whole number"));
            0
        })
    }

    /// Notes a mistake in this row.
    pub(crate) fn error(&self, message: impl Into<String>) {
        self.reading.error(self.path, self.line, message, "mend the row");
    }
}

/// A file of settings.
pub(crate) struct Settings<'a> {
    reading: &'a Reading<'a>,
    path: &'a str,
    table: DeTable<'a>,
}

impl<'a> Settings<'a> {
    fn find(&self, path: &str) -> Option<&DeValue<'a>> {
        let mut parts = path.split('.');
        let mut value = self.table.get(parts.next()?)?.get_ref();
        for part in parts {
            let DeValue::Table(table) = value else { return None };
            value = table.get(part)?.get_ref();
        }
        Some(value)
    }

    fn missing(&self, path: &str, what: &str) {
        self.reading.error(self.path, 0, format!("`{path}` is missing or not {what}"), "add it");
    }

    /// A whole number, such as `income.mean_vnd`.
    pub(crate) fn whole(&self, path: &str) -> i64 {
        self.find(path).and_then(whole).unwrap_or_else(|| {
            self.missing(path, "a whole number");
            0
        })
    }

    /// A number in thousandths.
    pub(crate) fn thousandths(&self, path: &str) -> i64 {
        let number = self.find(path).and_then(|value| match value {
            DeValue::Float(float) => float.as_str().parse::<Decimal>().ok()?.at_scale(3),
            other => whole(other)?.checked_mul(1000),
        });
        number.unwrap_or_else(|| {
            self.missing(path, "a number");
            0
        })
    }

    /// A text.
    pub(crate) fn text(&self, path: &str) -> String {
        match self.find(path) {
            Some(DeValue::String(text)) => text.to_string(),
            _ => {
                self.missing(path, "a text");
                String::new()
            }
        }
    }

    /// A list of texts; empty if it is not there.
    pub(crate) fn texts(&self, path: &str) -> Vec<String> {
        self.find(path).map(texts).unwrap_or_default()
    }

    /// A list of whole numbers.
    pub(crate) fn wholes(&self, path: &str) -> Vec<i64> {
        let numbers = match self.find(path) {
            Some(DeValue::Array(items)) => items.iter().filter_map(|item| whole(item.get_ref())).collect(),
            _ => Vec::new(),
        };
        if numbers.is_empty() {
            self.missing(path, "a list of whole numbers");
        }
        numbers
    }

    /// The tables of a list such as `[[pattern]]`.
    pub(crate) fn tables(&self, key: &str) -> Vec<&DeTable<'a>> {
        let Some(DeValue::Array(items)) = self.find(key) else { return Vec::new() };
        let tables = items.iter().filter_map(|item| match item.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => None,
        });
        tables.collect()
    }
}

/// A whole number.
pub(crate) fn whole(value: &DeValue<'_>) -> Option<i64> {
    match value {
        DeValue::Integer(integer) => {
            i64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok()
        }
        _ => None,
    }
}

/// The texts of a list.
pub(crate) fn texts(value: &DeValue<'_>) -> Vec<String> {
    let DeValue::Array(items) = value else { return Vec::new() };
    let texts = items.iter().filter_map(|item| match item.get_ref() {
        DeValue::String(text) => Some(text.to_string()),
        _ => None,
    });
    texts.collect()
}

/// The texts under a key of a table.
pub(crate) fn texts_of(table: &DeTable<'_>, key: &str) -> Vec<String> {
    table.get(key).map(|value| texts(value.get_ref())).unwrap_or_default()
}
