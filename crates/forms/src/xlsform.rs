//! The form as the three sheets of an XLSForm, which people open in a spreadsheet and pyxform turns into an XForm.

use std::collections::BTreeMap;

use crate::form::{Control, Field, Form, Group, Node};
use crate::layout::{AUDIT, name_of};
use crate::words::LANGUAGES;
use crate::xform::{choices, each_node};

/// Where the name of an answered form comes from, seen from `/data/meta/instanceName`.
pub(crate) const INSTANCE_NAME: &str = "../../visit/household_id";

/// One sheet: its name and its rows, the first with the names of the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// `survey`, `choices` or `settings`.
    pub name: &'static str,
    /// Cells as text.
    pub rows: Vec<Vec<String>>,
}

const COLUMNS: [&str; 11] = [
    "type",
    "name",
    "relevant",
    "calculation",
    "constraint",
    "read_only",
    "appearance",
    "choice_filter",
    "trigger",
    "bind::type",
    "parameters",
];
/// Columns in each language.
const SAID: [&str; 3] = ["label", "hint", "constraint_message"];

impl Form {
    /// The sheets of an XLSForm.
    pub fn sheets(&self) -> Vec<Sheet> {
        let mut survey = vec![header(&COLUMNS, &SAID)];
        let fills = self.fills();
        self.nodes.iter().for_each(|node| rows(node, &fills, &mut survey));
        survey.push(
            Row::default()
                .with("type", "audit")
                .with("name", name_of(AUDIT))
                .with("parameters", "track-changes=true")
                .written([None; 3]),
        );
        let mut listed = vec![header(&["list_name", "name"], &["label"])];
        each_node(&self.nodes, &mut |node| {
            if let Node::Field(field) = node {
                for choice in choices(field) {
                    let (vi, en) = (choice.label.vi.clone(), choice.label.en.clone());
                    listed.push(vec![name_of(&field.path).to_owned(), choice.code.clone(), vi, en]);
                }
            }
        });
        let [vietnamese, _] = LANGUAGES;
        let settings = [
            ("form_title", self.title.vi.as_str()),
            ("form_id", &self.id),
            ("version", &self.version),
            ("default_language", vietnamese),
            ("instance_name", INSTANCE_NAME),
        ];
        let settings = vec![
            settings.iter().map(|(name, _)| (*name).to_owned()).collect(),
            settings.iter().map(|(_, value)| (*value).to_owned()).collect(),
        ];
        vec![
            Sheet { name: "survey", rows: survey },
            Sheet { name: "choices", rows: listed },
            Sheet { name: "settings", rows: settings },
        ]
    }

    fn fills(&self) -> Fills {
        let mut fills = Fills::new();
        each_node(&self.nodes, &mut |node| {
            if let Node::Field(field) = node {
                for (to, value) in &field.fills {
                    fills.insert(to.clone(), (name_of(&field.path).to_owned(), value.clone()));
                }
            }
        });
        fills
    }
}

/// By path: the question whose answer fills it in, and the value.
type Fills = BTreeMap<String, (String, String)>;

fn header(columns: &[&str], said: &[&str]) -> Vec<String> {
    let said = said.iter().flat_map(|column| LANGUAGES.map(|language| format!("{column}::{language}")));
    columns.iter().map(|column| (*column).to_owned()).chain(said).collect()
}

/// A row of the survey by column; empty cells are left out.
#[derive(Default)]
struct Row<'a> {
    cells: Vec<(&'a str, String)>,
}

impl<'a> Row<'a> {
    fn with(mut self, column: &'a str, value: impl Into<String>) -> Row<'a> {
        self.cells.push((column, value.into()));
        self
    }

    fn written(self, said: [Option<&vocab::LocalText>; 3]) -> Vec<String> {
        let cell = |column: &&str| {
            let known = self.cells.iter().find(|(name, _)| name == column);
            known.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        let said = said.iter().flat_map(|text| match text {
            Some(text) => [text.vi.clone(), text.en.clone()],
            None => [String::new(), String::new()],
        });
        COLUMNS.iter().map(cell).chain(said).collect()
    }
}

fn rows(node: &Node, fills: &Fills, survey: &mut Vec<Vec<String>>) {
    match node {
        Node::Field(field) => survey.push(row_of_field(field, fills)),
        Node::Group(group) => rows_of_group(group, fills, survey),
    }
}

fn rows_of_group(group: &Group, fills: &Fills, survey: &mut Vec<Vec<String>>) {
    let kind = if group.repeats { "repeat" } else { "group" };
    let mut begin = Row::default().with("type", format!("begin {kind}")).with("name", name_of(&group.path));
    if group.together {
        begin = begin.with("appearance", "field-list");
    }
    survey.push(begin.written([group.label.as_ref(), None, None]));
    group.nodes.iter().for_each(|node| rows(node, fills, survey));
    survey.push(Row::default().with("type", format!("end {kind}")).written([None; 3]));
}

fn row_of_field(field: &Field, fills: &Fills) -> Vec<String> {
    let name = name_of(&field.path);
    let kind = match (&field.control, field.data_type) {
        (Control::Hidden, _) => "calculate".to_owned(),
        (Control::Clock(when), _) => (*when).to_owned(),
        (Control::Picture { .. }, _) => "image".to_owned(),
        (Control::Note, _) => "note".to_owned(),
        (Control::One(_), _) => format!("select_one {name}"),
        (Control::Many(_), _) => format!("select_multiple {name}"),
        (Control::Listed(list, _), _) => format!("select_one_from_file {list}.csv"),
        (Control::Input, "int") => "integer".to_owned(),
        (Control::Input, "decimal") => "decimal".to_owned(),
        (Control::Input, "date") => "date".to_owned(),
        (Control::Input, _) => "text".to_owned(),
    };
    let mut row = Row::default().with("type", kind).with("name", name);
    if let Some(relevant) = &field.relevant {
        row = row.with("relevant", relevant);
    }
    if let Some(calculate) = &field.calculate {
        row = row.with("calculation", calculate);
    }
    if let Some((constraint, _)) = &field.constraint {
        row = row.with("constraint", constraint);
    }
    if let Control::Listed(_, Some(filter)) = &field.control {
        row = row.with("choice_filter", filter);
    }
    if matches!(field.control, Control::Picture { drawn: true }) {
        row = row.with("appearance", "signature");
    }
    if matches!(field.control, Control::Hidden) && field.data_type != "string" {
        row = row.with("bind::type", field.data_type);
    }
    if let Some((by, value)) = fills.get(&field.path) {
        row = row.with("trigger", format!("${{{by}}}")).with("calculation", value);
    }
    let message = field.constraint.as_ref().map(|(_, message)| message);
    row.written([field.label.as_ref(), field.hint.as_ref(), message])
}
