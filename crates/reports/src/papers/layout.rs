//! Thể thức văn bản: the measures that PDF and DOCX share, from a file of the pack.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use standards::reading::Table;

/// Twips in a hundred millimetres: a twip is a twentieth of a point.
pub(crate) const TWIPS_PER_MM_HUNDREDTHS: i64 = 5_669;

/// Every measure there must be: what it is, and what it may be.
const MEASURES: [(&str, i64, i64); 16] = [
    ("top", 5, 60),
    ("bottom", 5, 60),
    ("left", 5, 60),
    ("right", 5, 60),
    ("first_line", 0, 30),
    ("signature", 5, 60),
    ("page_number", 8, 20),
    ("head", 8, 20),
    ("title", 8, 30),
    ("body", 8, 20),
    ("note", 6, 20),
    ("table", 6, 20),
    ("recipients_label", 6, 20),
    ("recipients", 6, 20),
    ("space", 0, 30),
    ("leading", 0, 30),
];

/// Margins in millimetres, sizes in points.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    measures: BTreeMap<&'static str, i64>,
    pub(crate) nation: String,
    pub(crate) motto: String,
}

impl Layout {
    /// Reads the measures; what is missing or out of bounds is said.
    pub(crate) fn read(table: &Table<'_>) -> Option<Layout> {
        let source = table.citation("source");
        let (nation, motto) = (table.required_text("nation"), table.required_text("motto"));
        let measures = table.table("measures")?;
        let read = MEASURES.iter().filter_map(|(name, least, most)| {
            if !measures.has(name) {
                measures.error(
                    format!("`{name}` is missing"),
                    format!("add `{name} = …`, from {least} to {most}"),
                );
            }
            Some((*name, measures.integer(name, *least, *most)?))
        });
        let read: BTreeMap<&'static str, i64> = read.collect();
        measures.report_unknown_keys();
        source?;
        (read.len() == MEASURES.len()).then_some(Layout { measures: read, nation: nation?, motto: motto? })
    }

    /// A size in points.
    pub(crate) fn points(&self, name: &str) -> i64 {
        self.measures.get(name).copied().unwrap_or(12)
    }

    /// A length in twips.
    pub(crate) fn twips(&self, name: &str) -> i64 {
        self.points(name) * TWIPS_PER_MM_HUNDREDTHS / 100
    }

    /// What is left of an A4 sheet between the margins, in twips.
    pub(crate) fn text_width(&self) -> i64 {
        11_906 - self.twips("left") - self.twips("right")
    }

    /// The measures for a layout.
    pub(crate) fn json(&self) -> Json {
        json!({ "measures": self.measures, "nation": self.nation, "motto": self.motto })
    }
}
