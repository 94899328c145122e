//! A table of a file: each key is taken once, as what it must be.

use std::cell::Cell;

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use vocab::{Citation, Confidence, Day, Decimal, Finding, LocalText, Place};

use super::spelling::closest;
use super::{Source, Written};

/// A table whose keys are taken one by one; what was not taken is an unknown key.
pub struct Table<'a> {
    source: &'a Source<'a>,
    entries: Vec<Entry<'a>>,
    at: usize,
    broken: Cell<bool>,
}

struct Entry<'a> {
    key: &'a str,
    key_at: usize,
    value: &'a Spanned<DeValue<'a>>,
    taken: Cell<bool>,
}

impl<'a> Table<'a> {
    pub(super) fn new(source: &'a Source<'a>, table: &'a DeTable<'a>, at: usize) -> Table<'a> {
        let entries = table
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref().as_ref(),
                key_at: key.span().start,
                value,
                taken: Cell::new(false),
            })
            .collect();
        Table { source, entries, at, broken: Cell::new(false) }
    }

    /// Line of the table.
    pub fn place(&self) -> Place {
        self.source.place(self.at)
    }

    /// Whether a mistake was found in this table (so that its value must not be used).
    pub fn is_broken(&self) -> bool {
        self.broken.get()
    }

    /// Reports a mistake at the table's line.
    pub fn error(&self, message: impl Into<String>, hint: impl Into<String>) {
        self.broken.set(true);
        self.source.error_at(self.at, message, hint);
    }

    /// Reports a mistake at a key's line.
    pub fn error_at_key(&self, key: &str, message: impl Into<String>, hint: impl Into<String>) {
        self.broken.set(true);
        let at = self.entries.iter().find(|e| e.key == key).map_or(self.at, |e| e.key_at);
        self.source.error_at(at, message, hint);
    }

    /// Reports a mistake at a place that this file gave out.
    pub fn error_at(&self, place: &Place, message: impl Into<String>, hint: impl Into<String>) {
        self.broken.set(true);
        self.source.context.findings.borrow_mut().push(Finding::error(place.clone(), message, hint));
    }

    /// Line of a key's value.
    pub fn place_of(&self, key: &str) -> Place {
        let at = self.entries.iter().find(|e| e.key == key).map_or(self.at, |e| e.key_at);
        self.source.place(at)
    }

    fn take(&self, key: &str) -> Option<(&'a DeValue<'a>, usize)> {
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        entry.taken.set(true);
        Some((entry.value.get_ref(), entry.value.span().start))
    }

    fn required<T>(&self, key: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && !self.has(key) {
            self.error(format!("`{key}` is missing"), format!("add `{key} = …` to this table"));
        }
        value
    }

    fn wrong(&self, at: usize, key: &str, wanted: &str) {
        self.broken.set(true);
        self.source.error_at(at, format!("`{key}` must be {wanted}"), "see packs/README.md for the form");
    }

    /// Whether the key is there.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    /// Keys of the table, in alphabetical order.
    pub fn keys(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.entries.iter().map(|entry| entry.key)
    }

    /// A text, if the key is there.
    pub fn text(&self, key: &str) -> Option<String> {
        match self.take(key)? {
            (DeValue::String(text), _) => Some(text.to_string()),
            (_, at) => {
                self.wrong(at, key, "a text in quotes");
                None
            }
        }
    }

    /// A text that must be there.
    pub fn required_text(&self, key: &str) -> Option<String> {
        self.required(key, self.text(key))
    }

    /// A rule with its place.
    pub(crate) fn written(&self, key: &str) -> Option<Written> {
        let (_, at) = self.take(key)?;
        let text = self.text(key)?;
        Some(Written { text, place: self.source.place_inside(at) })
    }

    /// A rule that must be there.
    pub(crate) fn required_written(&self, key: &str) -> Option<Written> {
        self.required(key, self.written(key))
    }

    /// One of these words.
    pub fn word<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Option<T> {
        let (_, at) = self.take(key)?;
        let text = self.text(key)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        if found.is_none() {
            let list = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
            self.broken.set(true);
            self.source.error_at(at, format!("`{key}` is `{text}`"), format!("write one of: {list}"));
        }
        found
    }

    /// Texts in a list; empty if the key is not there.
    pub fn texts(&self, key: &str) -> Vec<String> {
        let Some((value, at)) = self.take(key) else { return Vec::new() };
        let DeValue::Array(array) = value else {
            self.wrong(at, key, "a list of texts");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in array.iter() {
            match item.get_ref() {
                DeValue::String(text) => texts.push(text.to_string()),
                _ => self.wrong(item.span().start, key, "a list of texts"),
            }
        }
        texts
    }

    /// true or false, if the key is there.
    pub fn boolean(&self, key: &str) -> Option<bool> {
        match self.take(key)? {
            (DeValue::Boolean(value), _) => Some(*value),
            (_, at) => {
                self.wrong(at, key, "true or false");
                None
            }
        }
    }

    /// An exact number, if the key is there.
    pub(crate) fn decimal(&self, key: &str) -> Option<Decimal> {
        let (value, at) = self.take(key)?;
        let number = decimal_of(value);
        if number.is_none() {
            self.wrong(at, key, "a plain number such as 1500000 or 8.5");
        }
        number
    }

    /// A whole number within bounds, if the key is there.
    pub fn integer(&self, key: &str, least: i64, greatest: i64) -> Option<i64> {
        let (value, at) = self.take(key)?;
        let number = decimal_of(value).and_then(|d| d.at_scale(0)).filter(|n| (least..=greatest).contains(n));
        if number.is_none() {
            self.wrong(at, key, &format!("a whole number from {least} to {greatest}"));
        }
        number
    }

    /// A day, if the key is there.
    pub fn day(&self, key: &str) -> Option<Day> {
        let (value, at) = self.take(key)?;
        let day = match value {
            DeValue::String(text) => text.parse().ok(),
            DeValue::Datetime(moment) => moment.to_string().parse().ok(),
            _ => None,
        };
        if day.is_none() {
            self.wrong(at, key, "a day such as \"2022-01-01\"");
        }
        day
    }

    /// A text in both languages, if the key is there.
    pub fn local_text(&self, key: &str) -> Option<LocalText> {
        let table = self.table(key)?;
        let text = LocalText { vi: table.required_text("vi")?, en: table.required_text("en")? };
        table.report_unknown_keys();
        Some(text)
    }

    /// A text in both languages that must be there.
    pub fn required_local_text(&self, key: &str) -> Option<LocalText> {
        self.required(key, self.local_text(key))
    }

    /// The legal source, which must be there.
    pub fn citation(&self, key: &str) -> Option<Citation> {
        let table = self.required(key, self.table(key))?;
        let words = [
            ("verified", Confidence::Verified),
            ("secondary", Confidence::Secondary),
            ("unverified", Confidence::Unverified),
            ("invented", Confidence::Invented),
        ];
        let confidence = table.word("confidence", &words);
        let doc = table.required_text("doc");
        let confidence = table.required("confidence", confidence);
        let citation = Citation {
            doc: doc?,
            article: table.text("article"),
            clause: table.text("clause"),
            point: table.text("point"),
            appendix: table.text("appendix"),
            confidence: confidence?,
        };
        let _ = table.local_text("note");
        if let Some(documents) = &self.source.context.documents
            && citation.doc != "none"
            && !documents.contains(&citation.doc)
        {
            let hint = match closest(&citation.doc, documents.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("add law/{}.toml", citation.doc),
            };
            table.error_at_key("doc", format!("no legal document `{}`", citation.doc), hint);
        }
        table.report_unknown_keys();
        Some(citation)
    }

    /// A table, if the key is there.
    pub fn table(&self, key: &str) -> Option<Table<'a>> {
        match self.take(key)? {
            (DeValue::Table(table), at) => Some(Table::new(self.source, table, at)),
            (_, at) => {
                self.wrong(at, key, "a table");
                None
            }
        }
    }

    /// Tables under a key, in order; empty if the key is not there.
    pub fn tables(&self, key: &str) -> Vec<Table<'a>> {
        let Some((value, at)) = self.take(key) else { return Vec::new() };
        let DeValue::Array(array) = value else {
            self.wrong(at, key, &format!("a list of tables ([[{key}]])"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in array.iter() {
            match item.get_ref() {
                DeValue::Table(table) => tables.push(Table::new(self.source, table, item.span().start)),
                _ => self.wrong(item.span().start, key, "a list of tables"),
            }
        }
        tables
    }

    /// A value of any form, for answers in worked cases.
    pub(crate) fn value(&self, key: &str) -> Option<&'a DeValue<'a>> {
        self.take(key).map(|(value, _)| value)
    }

    /// Reports every key that nobody asked for. Call it last.
    pub fn report_unknown_keys(&self) {
        for entry in self.entries.iter().filter(|entry| !entry.taken.get()) {
            self.broken.set(true);
            self.source.error_at(
                entry.key_at,
                format!("unknown key `{}`", entry.key),
                "check the spelling; packs/README.md lists the keys",
            );
        }
    }
}

/// The exact number of a TOML integer or float.
pub(crate) fn decimal_of(value: &DeValue<'_>) -> Option<Decimal> {
    match value {
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str().parse().ok(),
        DeValue::Float(float) => float.as_str().parse().ok(),
        _ => None,
    }
}
