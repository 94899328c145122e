//! A paper filled in: the same parts become PDF and DOCX, so that both say the same.

use serde_json::{Map, Value as Json, json};
use vocab::{Confidence, Day, LocalText, said};

use super::template::{Align, KindWording, PartWording, SignatureWording, Style, Template};
use super::values::Values;
use super::wording::{Run, Wording};
use crate::letters::printable;

/// A paper, part by part, with the head of Decree 30/2020.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) parent: Option<String>,
    pub(crate) agency: Vec<String>,
    pub(crate) number: Option<String>,
    pub(crate) about: Option<String>,
    /// Place and day, beside the number.
    pub(crate) place_date: Option<String>,
    pub(crate) parts: Vec<Part>,
}

/// A part of a paper.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Title {
        text: String,
        about: Option<String>,
    },
    /// `keep`: on one page with what follows.
    Paragraph {
        runs: Vec<Run>,
        style: Style,
        keep: bool,
    },
    Table(Grid),
    Signatures(Signatures),
    PageBreak,
}

/// A table; its heading stands on every page, and no row is cut in two.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    pub(crate) columns: Vec<Column>,
    /// Whether a row with the numbers of the columns stands below the heading.
    pub(crate) numbers: bool,
    pub(crate) rows: Vec<Vec<Vec<Run>>>,
}

/// A column; a width of nothing takes what is left.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) title: String,
    pub(crate) width: i64,
    pub(crate) align: Align,
}

/// Who signs, from left to right, and to whom copies go.
#[derive(Clone, Debug)]
pub(crate) struct Signatures {
    pub(crate) recipients_label: Option<String>,
    pub(crate) recipients: Vec<String>,
    pub(crate) who: Vec<Signature>,
    /// On one page with what follows: more signatures.
    pub(crate) keep: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Signature {
    pub(crate) title: String,
    pub(crate) role: Option<String>,
    pub(crate) how: Option<String>,
    pub(crate) name: Option<String>,
}

/// What was left out or is not sure, for whoever makes the paper; never printed on it.
pub(crate) type Remarks = Vec<LocalText>;

/// Fills a template with the values of a paper made on a day.
pub(crate) fn fill(template: &Template, values: &Values, made_on: Day) -> (Sheet, Remarks) {
    let mut filling = Filling { template, values, made_on, parts: Vec::new(), remarks: Vec::new() };
    if template.source.confidence < Confidence::Verified {
        let note = template.note.clone().unwrap_or_default();
        let form = template.template_no.as_deref().map_or(String::new(), |number| format!(" ({number})"));
        let (vi, en) = (note.vi, note.en);
        filling.remarks.push(said!(
            "cách trình bày và lời văn của mẫu này{form} chưa đối chiếu với văn bản gốc; đọc lại trước khi ký. {vi}",
            "form and wording of this paper{form} were not checked against the official text; read it before signing. {en}"
        ));
    }
    for part in &template.parts {
        filling.part(part);
    }
    keep_company(&mut filling.parts);
    let strings = |name: &str| -> Vec<String> {
        let list = values.get(name).and_then(Json::as_array);
        list.into_iter().flatten().filter_map(|line| line.as_str().map(str::to_owned)).collect()
    };
    let string = |name: &str| values.get(name).and_then(Json::as_str).map(str::to_owned);
    let sheet = Sheet {
        parent: string("parent"),
        agency: strings("agency"),
        number: template.number.as_ref().map(|number| number.plain(None, values)),
        about: template.about.as_ref().map(|about| about.plain(None, values)),
        // A paper without a number has no line with place and day, either.
        place_date: template
            .number
            .as_ref()
            .and_then(|_| string("place"))
            .zip(string("date"))
            .map(|(place, date)| format!("{place}, {date}")),
        parts: filling.parts,
    };
    (sheet, filling.remarks)
}

/// A heading stays with its text, words with the signatures below them.
fn keep_company(parts: &mut [Part]) {
    let is_signed = |part: Option<&Part>| matches!(part, Some(Part::Signatures(_)));
    for at in 0..parts.len() {
        let (next, after) = (is_signed(parts.get(at + 1)), is_signed(parts.get(at + 2)));
        match parts.get_mut(at) {
            Some(Part::Paragraph { style, keep, .. }) => *keep = next || *style == Style::Heading,
            Some(Part::Signatures(signatures)) => signatures.keep = next || after,
            _ => {}
        }
    }
}

struct Filling<'a> {
    template: &'a Template,
    values: &'a Values,
    made_on: Day,
    parts: Vec<Part>,
    remarks: Remarks,
}

impl Filling<'_> {
    fn part(&mut self, part: &PartWording) {
        if part.when.as_ref().is_some_and(|name| !is_there(self.values.get(name))) {
            return;
        }
        match (&part.kind, &part.each) {
            (KindWording::Table { columns, empty, numbers }, each) => {
                let rows = each.as_deref().map(|each| rows_of(self.values, each)).unwrap_or_default();
                if let (true, Some(empty)) = (rows.is_empty(), empty) {
                    self.paragraph(empty, Style::Body, None);
                    return;
                }
                let of_row = |row: &&Map<String, Json>| {
                    columns.iter().map(|column| column.cell.fill(Some(row), self.values)).collect()
                };
                let columns = columns.iter().map(|column| Column {
                    title: column.title.plain(None, self.values),
                    width: column.width,
                    align: column.align,
                });
                let grid = Grid {
                    columns: columns.collect(),
                    numbers: *numbers,
                    rows: rows.iter().map(of_row).collect(),
                };
                self.parts.push(Part::Table(grid));
            }
            (KindWording::Paragraph { text, style }, Some(each)) => {
                for row in rows_of(self.values, each) {
                    self.paragraph(text, *style, Some(row));
                }
            }
            (KindWording::Paragraph { text, style }, None) => self.paragraph(text, *style, None),
            (KindWording::Title { text, about }, _) => self.parts.push(Part::Title {
                text: text.plain(None, self.values),
                about: about.as_ref().map(|about| about.plain(None, self.values)),
            }),
            (KindWording::Bases, _) => self.bases(),
            (KindWording::GivenTable, _) => self.parts.extend(given(self.values).map(Part::Table)),
            (KindWording::Signatures { recipients_label, last, signatures }, each) => {
                let plain = |words: &Wording| words.plain(None, self.values);
                let rows = each.as_deref().map(|each| rows_of(self.values, each)).unwrap_or_default();
                let item = |row: &&Map<String, Json>| Some(row.get("item")?.as_str()?.to_owned());
                let lines = rows.iter().filter_map(item).chain(last.as_ref().map(plain));
                self.parts.push(Part::Signatures(Signatures {
                    recipients_label: recipients_label.as_ref().map(plain),
                    recipients: ended(lines.map(|line| format!("- {line}")).collect()),
                    who: signatures.iter().map(|one| self.signature(one)).collect(),
                    keep: false,
                }));
            }
            (KindWording::PageBreak, _) => self.parts.push(Part::PageBreak),
        }
    }

    fn paragraph(&mut self, text: &Wording, style: Style, row: Option<&Map<String, Json>>) {
        let runs = text.fill(row, self.values);
        self.parts.push(Part::Paragraph { runs, style, keep: false });
    }

    /// The legal bases of the day. What was not read in the official text is not printed as law.
    fn bases(&mut self) {
        let mut lines = Vec::new();
        for basis in self.template.bases.iter().filter(|basis| basis.covers.contains(self.made_on)) {
            let words = basis.text.plain(None, self.values);
            if basis.source.as_ref().is_none_or(|source| source.confidence == Confidence::Verified) {
                lines.push(words);
            } else {
                self.remarks.push(said!(
                    "không in căn cứ “{words}”: chưa đối chiếu với văn bản gốc",
                    "the basis “{words}” is left out: not checked against the official text"
                ));
            }
        }
        let basis = |text| Part::Paragraph {
            runs: vec![Run { text, bold: false, slanted: true }],
            style: Style::Basis,
            keep: false,
        };
        self.parts.extend(ended(lines).into_iter().map(basis));
    }

    fn signature(&self, of: &SignatureWording) -> Signature {
        let plain = |words: &Option<Wording>| words.as_ref().map(|words| words.plain(None, self.values));
        // Room to write a name is the room for the signature.
        let name = of.name.as_ref().filter(|name| name.holes().all(|hole| is_there(self.values.get(hole))));
        Signature {
            title: of.title.plain(None, self.values),
            role: plain(&of.role),
            how: plain(&of.how),
            name: name.map(|name| name.plain(None, self.values)),
        }
    }
}

/// A semicolon after each line, a full stop after the last.
fn ended(mut lines: Vec<String>) -> Vec<String> {
    let last = lines.len().saturating_sub(1);
    for (at, line) in lines.iter_mut().enumerate() {
        line.push(if at == last { '.' } else { ';' });
    }
    lines
}

fn is_there(value: Option<&Json>) -> bool {
    match value {
        None | Some(Json::Null | Json::Bool(false)) => false,
        Some(Json::Array(list)) => !list.is_empty(),
        Some(_) => true,
    }
}

fn rows_of<'a>(values: &'a Values, name: &str) -> Vec<&'a Map<String, Json>> {
    values.get(name).and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_object).collect()
}

/// A table that came with the values: `table = { columns, rows }`.
fn given(values: &Values) -> Option<Grid> {
    let table = values.get("table")?;
    let strings = |list: &Json| -> Vec<String> {
        list.as_array().into_iter().flatten().filter_map(|cell| Some(cell.as_str()?.to_owned())).collect()
    };
    let titles = strings(table.get("columns")?);
    let columns = titles.into_iter().enumerate().map(|(at, title)| {
        let align = if at == 0 { Align::Left } else { Align::Right };
        Column { title, width: if at == 0 { 0 } else { 22 }, align }
    });
    let plain = |text| vec![Run { text, bold: false, slanted: false }];
    let rows = table.get("rows")?.as_array()?.iter();
    let rows = rows.map(|row| strings(row).into_iter().map(plain).collect()).collect();
    Some(Grid { columns: columns.collect(), numbers: false, rows })
}

impl Sheet {
    /// The sheet as values for a layout: only letters that can be printed.
    pub(crate) fn json(&self) -> Json {
        let maybe = |words: &Option<String>| words.as_deref().map(printable);
        json!({
            "parent": maybe(&self.parent),
            "agency": self.agency.iter().map(|line| printable(line)).collect::<Vec<_>>(),
            "number": maybe(&self.number),
            "about": maybe(&self.about),
            "place_date": maybe(&self.place_date),
            "parts": self.parts.iter().map(part).collect::<Vec<_>>(),
        })
    }
}

fn runs(of: &[Run]) -> Json {
    of.iter()
        .map(|run| json!({ "text": printable(&run.text), "bold": run.bold, "slanted": run.slanted }))
        .collect()
}

fn part(of: &Part) -> Json {
    match of {
        Part::Title { text, about } => {
            json!({ "kind": "title", "text": printable(text), "about": about.as_deref().map(printable) })
        }
        Part::Paragraph { runs: words, style, keep } => {
            json!({ "kind": "paragraph", "runs": runs(words), "style": style.code(), "keep": keep })
        }
        Part::Table(grid) => {
            let column = |one: &Column| json!({ "title": printable(&one.title), "width": one.width, "align": one.align.code() });
            let row = |row: &Vec<Vec<Run>>| -> Json { row.iter().map(|cell| runs(cell)).collect() };
            json!({
                "kind": "table", "numbers": grid.numbers,
                "columns": grid.columns.iter().map(column).collect::<Vec<_>>(),
                "rows": grid.rows.iter().map(row).collect::<Vec<_>>(),
            })
        }
        Part::Signatures(of) => {
            let maybe = |words: &Option<String>| words.as_deref().map(printable);
            let one = |one: &Signature| {
                json!({
                    "title": printable(&one.title), "role": maybe(&one.role), "how": maybe(&one.how),
                    "name": maybe(&one.name),
                })
            };
            json!({
                "kind": "signatures",
                "keep": of.keep,
                "recipients_label": maybe(&of.recipients_label),
                "recipients": of.recipients.iter().map(|line| printable(line)).collect::<Vec<_>>(),
                "who": of.who.iter().map(one).collect::<Vec<_>>(),
            })
        }
        Part::PageBreak => json!({ "kind": "page_break" }),
    }
}
