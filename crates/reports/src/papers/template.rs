//! A template of a paper as a file of the pack: its words, part by part, where they come from and on which days they hold.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use standards::reading::{Table, closest};
use vocab::{Citation, Language, LocalText, Place, Span};

use super::values::Values;
use super::wording::Wording;
use crate::letters::printable;

/// Mẫu giấy: the words of one kind of paper for some span of days.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    pub(crate) id: String,
    /// What people call the paper.
    pub(crate) label: LocalText,
    pub(crate) place: Place,
    /// The days on which a paper with these words may be made.
    pub(crate) covers: Span,
    /// Where the form comes from, and how sure we are of it.
    pub(crate) source: Citation,
    /// Number of the official form, if there is one.
    pub(crate) template_no: Option<String>,
    /// How far it may be relied on.
    pub(crate) note: Option<LocalText>,
    /// The file that sets the page.
    pub(crate) layout: String,
    pub(crate) number: Option<Wording>,
    pub(crate) about: Option<Wording>,
    pub(crate) parts: Vec<PartWording>,
    pub(crate) bases: Vec<Basis>,
    pub(crate) words: BTreeMap<String, [Wording; 2]>,
    pub(crate) measures: BTreeMap<String, i64>,
}

/// Căn cứ: a line that says on which law a paper rests.
#[derive(Clone, Debug)]
pub(crate) struct Basis {
    pub(crate) text: Wording,
    pub(crate) covers: Span,
    /// What cites law says how sure it is; what rests on the case, with a hole in it, need not.
    pub(crate) source: Option<Citation>,
}

/// A part of a paper, as its template has it.
#[derive(Clone, Debug)]
pub(crate) struct PartWording {
    /// The value without which the part is not printed.
    pub(crate) when: Option<String>,
    /// The list for each row of which the part is printed, or whose rows the table has.
    pub(crate) each: Option<String>,
    pub(crate) kind: KindWording,
}

#[derive(Clone, Debug)]
pub(crate) enum KindWording {
    Title { text: Wording, about: Option<Wording> },
    Paragraph { text: Wording, style: Style },
    Bases,
    Table { columns: Vec<ColumnWording>, empty: Option<Wording>, numbers: bool },
    GivenTable,
    Signatures { recipients_label: Option<Wording>, last: Option<Wording>, signatures: Vec<SignatureWording> },
    PageBreak,
}

/// How a paragraph looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Body: first line set in, both edges straight.
    Body,
    /// From the left edge.
    Plain,
    /// In the middle.
    Center,
    /// A line that begins a section.
    Heading,
    /// Small and slanted.
    Note,
    /// Căn cứ.
    Basis,
}

impl Style {
    const ALL: [(&'static str, Style); 6] = [
        ("body", Style::Body),
        ("plain", Style::Plain),
        ("center", Style::Center),
        ("heading", Style::Heading),
        ("note", Style::Note),
        ("basis", Style::Basis),
    ];

    /// The word of packs and layouts.
    pub(crate) fn code(self) -> &'static str {
        Style::ALL.iter().find(|(_, style)| *style == self).map_or("body", |(code, _)| code)
    }
}

/// Where the words of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Center,
    Right,
}

impl Align {
    const ALL: [(&'static str, Align); 3] =
        [("left", Align::Left), ("center", Align::Center), ("right", Align::Right)];

    pub(crate) fn code(self) -> &'static str {
        Align::ALL.iter().find(|(_, align)| *align == self).map_or("left", |(code, _)| code)
    }
}

#[derive(Clone, Debug)]
pub(crate) struct ColumnWording {
    pub(crate) title: Wording,
    pub(crate) cell: Wording,
    pub(crate) width: i64,
    pub(crate) align: Align,
}

#[derive(Clone, Debug)]
pub(crate) struct SignatureWording {
    pub(crate) title: Wording,
    pub(crate) role: Option<Wording>,
    pub(crate) how: Option<Wording>,
    pub(crate) name: Option<Wording>,
}

/// Reads a template; its holes are compared with the values that papers of its kind have.
pub(crate) fn read(table: &Table<'_>, known: impl Fn(&str) -> Option<Values>) -> Option<Template> {
    let id = table.required_text("id")?;
    let (label, source) = (table.required_local_text("label"), table.citation("source"));
    let covers = span(table, "covers");
    let Some(values) = known(&id) else {
        table.error_at_key("id", format!("there is no paper `{id}`"), "see the README beside this file");
        return None;
    };
    let reader = Reader { values: &values };
    let parts: Vec<PartWording> = table.tables("part").iter().filter_map(|part| reader.part(part)).collect();
    signatures_follow_words(table, &parts);
    let bases = table.tables("basis").iter().filter_map(|basis| reader.basis(basis)).collect();
    Some(Template {
        label: label?,
        place: table.place(),
        covers,
        template_no: table.text("template_no"),
        note: table.local_text("note"),
        layout: table.required_text("layout")?,
        number: reader.words(table, "number", None),
        about: reader.words(table, "about", None),
        words: table.table("words").map(|words| reader.both(&words)).unwrap_or_default(),
        measures: table.table("measures").map(|measures| numbers(&measures)).unwrap_or_default(),
        source: source?,
        parts,
        bases,
        id,
    })
}

impl Template {
    /// The words of a layout of its own, filled, in a language.
    pub(crate) fn words(&self, language: Language, values: &Values) -> Json {
        let filled = self.words.iter().map(|(name, [vi, en])| {
            let wording = if language == Language::Vi { vi } else { en };
            (name.clone(), Json::from(printable(&wording.plain(None, values))))
        });
        Json::Object(filled.collect())
    }
}

/// Nobody signs a sheet on which nothing else stands.
fn signatures_follow_words(table: &Table<'_>, parts: &[PartWording]) {
    let is_paragraph = |part: &PartWording| matches!(part.kind, KindWording::Paragraph { .. });
    for (at, part) in parts.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| parts.get(at));
        if matches!(part.kind, KindWording::Signatures { .. })
            && !before
                .is_some_and(|before| is_paragraph(before) && before.when.is_none() && before.each.is_none())
        {
            table.error(
                "signatures do not follow a paragraph",
                "put a paragraph before them that is always printed: it keeps them company on their page",
            );
        }
    }
}

fn span(table: &Table<'_>, key: &str) -> Span {
    let read = |part: Table<'_>| {
        let span = Span { from: part.day("from"), until: part.day("until") };
        part.report_unknown_keys();
        span
    };
    table.table(key).map_or(Span { from: None, until: None }, read)
}

fn numbers(table: &Table<'_>) -> BTreeMap<String, i64> {
    let keys: Vec<&str> = table.keys().collect();
    let read =
        keys.into_iter().filter_map(|key| Some((key.to_owned(), table.integer(key, 0, 2_000)?))).collect();
    table.report_unknown_keys();
    read
}

struct Reader<'a> {
    values: &'a Values,
}

impl Reader<'_> {
    /// Words under a key, with every hole known.
    fn words(&self, table: &Table<'_>, key: &str, each: Option<&str>) -> Option<Wording> {
        let text = table.text(key)?;
        self.checked(table, key, &text, each)
    }

    fn required(&self, table: &Table<'_>, key: &str, each: Option<&str>) -> Option<Wording> {
        let text = table.required_text(key)?;
        self.checked(table, key, &text, each)
    }

    fn checked(&self, table: &Table<'_>, key: &str, text: &str, each: Option<&str>) -> Option<Wording> {
        let wording = match Wording::read(text) {
            Ok(wording) => wording,
            Err(why) => {
                table.error_at_key(key, why.en, "see the README beside this file");
                return None;
            }
        };
        let row = each.and_then(|each| self.values.get(each)?.as_array()?.first()?.as_object());
        let names = || row.into_iter().flat_map(|row| row.keys()).chain(self.values.keys());
        for hole in wording.holes() {
            if !names().any(|name| name == hole) {
                let hint = match closest(hole, names().map(String::as_str)) {
                    Some(near) => format!("did you mean `{{{near}}}`?"),
                    None => "see the README beside this file for the names".to_owned(),
                };
                table.error_at_key(key, format!("this paper has no value `{{{hole}}}`"), hint);
            }
        }
        Some(wording)
    }

    fn both(&self, table: &Table<'_>) -> BTreeMap<String, [Wording; 2]> {
        let keys: Vec<&str> = table.keys().collect();
        let read = |key: &str| {
            let text = table.local_text(key)?;
            Some([self.checked(table, key, &text.vi, None)?, self.checked(table, key, &text.en, None)?])
        };
        let read = keys.into_iter().filter_map(|key| Some((key.to_owned(), read(key)?))).collect();
        table.report_unknown_keys();
        read
    }

    fn basis(&self, table: &Table<'_>) -> Option<Basis> {
        let text = self.required(table, "text", None)?;
        let of_the_case = text.holes().next().is_some() && !table.has("source");
        let source = if of_the_case { None } else { Some(table.citation("source")?) };
        let covers = span(table, "covers");
        table.report_unknown_keys();
        Some(Basis { text, covers, source })
    }

    fn part(&self, table: &Table<'_>) -> Option<PartWording> {
        let kinds = ["title", "paragraph", "bases", "table", "given_table", "signatures", "page_break"];
        let kind = table.word("kind", &kinds.map(|kind| (kind, kind)))?;
        let (when, each) = (self.name(table, "when"), self.name(table, "each"));
        let words = |key: &str| self.words(table, key, each.as_deref());
        let required = |key: &str| self.required(table, key, each.as_deref());
        let kind = match kind {
            "title" => KindWording::Title { text: required("text")?, about: words("about") },
            "paragraph" => {
                let style = table.word("style", &Style::ALL).unwrap_or(Style::Body);
                KindWording::Paragraph { text: required("text")?, style }
            }
            "bases" => KindWording::Bases,
            "table" => {
                let columns = table.tables("column");
                let columns =
                    columns.iter().filter_map(|column| self.column(column, each.as_deref())).collect();
                let numbers = table.boolean("numbers").unwrap_or(false);
                KindWording::Table { columns, empty: words("empty"), numbers }
            }
            "given_table" => KindWording::GivenTable,
            "signatures" => {
                let signatures = table.tables("signature");
                KindWording::Signatures {
                    recipients_label: words("recipients_label"),
                    last: words("last"),
                    signatures: signatures.iter().filter_map(|one| self.signature(one)).collect(),
                }
            }
            _ => KindWording::PageBreak,
        };
        table.report_unknown_keys();
        Some(PartWording { when, each, kind })
    }

    /// The name of a value.
    fn name(&self, table: &Table<'_>, key: &str) -> Option<String> {
        let name = table.text(key)?;
        if !self.values.contains_key(&name) {
            let hint = match closest(&name, self.values.keys().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "see the README beside this file for the names".to_owned(),
            };
            table.error_at_key(key, format!("this paper has no value `{name}`"), hint);
        }
        Some(name)
    }

    fn column(&self, table: &Table<'_>, each: Option<&str>) -> Option<ColumnWording> {
        let column = ColumnWording {
            title: self.required(table, "title", None)?,
            cell: self.required(table, "cell", each)?,
            width: table.integer("width", 0, 400).unwrap_or(0),
            align: table.word("align", &Align::ALL).unwrap_or(Align::Left),
        };
        table.report_unknown_keys();
        Some(column)
    }

    fn signature(&self, table: &Table<'_>) -> Option<SignatureWording> {
        let signature = SignatureWording {
            title: self.required(table, "title", None)?,
            role: self.words(table, "role", None),
            how: self.words(table, "how", None),
            name: self.words(table, "name", None),
        };
        table.report_unknown_keys();
        Some(signature)
    }
}
