//! Reading `indicators.toml`.

use vocab::{Citation, LocalText, Place};

use crate::load::PackFiles;
use crate::reading::{Context, Source, Table, Written};
use crate::standard::Dimension;

/// An indicator whose rule still has to be checked.
pub(crate) struct Draft {
    pub(crate) id: String,
    pub(crate) number: Option<u16>,
    pub(crate) dimension: String,
    pub(crate) label: LocalText,
    pub(crate) deprived: Result<Written, LocalText>,
    pub(crate) text: Option<LocalText>,
    pub(crate) source: Citation,
    pub(crate) place: Place,
}

/// Column names of the result that an indicator may not take.
const TAKEN: [&str; 18] = [
    "household_id",
    "province_code",
    "commune_code",
    "village_code",
    "zone",
    "household_size",
    "weight",
    "stratum",
    "psu",
    "deprivation_count",
    "deprivation_count_max",
    "outcome",
    "income_band",
    "needs",
    "findings",
    "member_no",
    "undetermined",
    "unknown",
];

/// Reads dimensions and indicators of the nearest folder that has them.
pub(crate) fn read(
    files: &PackFiles,
    chain: &[String],
    context: &Context,
) -> Option<(Vec<Dimension>, Vec<Draft>)> {
    let Some((path, bytes)) = super::nearest(files, chain, "indicators.toml") else {
        super::standard::missing_file(chain, "indicators.toml", context);
        return None;
    };
    let source = Source::new(&path, bytes, context)?;
    source.read(|table| {
        let mut dimensions: Vec<Dimension> = Vec::new();
        for item in table.tables("dimension") {
            if let (Some(id), Some(label)) = (item.required_text("id"), item.required_local_text("label")) {
                if dimensions.iter().any(|known| known.id == id) {
                    item.error_at_key("id", format!("the id `{id}` is taken"), "choose another");
                }
                dimensions.push(Dimension { id, label });
            }
            let _ = item.local_text("note");
            item.report_unknown_keys();
        }
        let mut indicators: Vec<Draft> = Vec::new();
        for item in table.tables("indicator") {
            if let Some(draft) = read_indicator(&item, &dimensions) {
                if indicators.iter().any(|known| known.id == draft.id) || TAKEN.contains(&draft.id.as_str()) {
                    let message = format!("the id `{}` is taken", draft.id);
                    item.error_at_key("id", message, "choose another; columns of the result are taken, too");
                }
                indicators.push(draft);
            }
            item.report_unknown_keys();
        }
        (dimensions, indicators)
    })
}

fn read_indicator(table: &Table<'_>, dimensions: &[Dimension]) -> Option<Draft> {
    let id = table.required_text("id");
    let number = table.integer("number", 1, 999).map(|n| n as u16);
    let dimension = table.required_text("dimension");
    if let Some(dimension) = &dimension
        && !dimensions.iter().any(|known| known.id == *dimension)
    {
        let message = format!("no dimension `{dimension}`");
        table.error_at_key("dimension", message, "declare it with [[dimension]] above");
    }
    let label = table.required_local_text("label");
    let deprived = match (table.written("deprived"), table.local_text("unknown")) {
        (Some(rule), None) => Some(Ok(rule)),
        (None, Some(why)) => Some(Err(why)),
        _ => {
            table.error(
                "an indicator has either `deprived` or `unknown`",
                "write the rule, or say why it is not known",
            );
            None
        }
    };
    let text = table.local_text("text");
    let _ = (table.local_text("note"), table.text("successor_of"));
    let source = table.citation("source");
    if let Some(id) = &id
        && !super::questionnaire::is_id(id)
    {
        table.error_at_key(
            "id",
            format!("`{id}` is not an id"),
            "use a-z, 0-9 and _, beginning with a letter",
        );
    }
    Some(Draft {
        id: id?,
        number,
        dimension: dimension?,
        label: label?,
        deprived: deprived?,
        text,
        source: source?,
        place: table.place(),
    })
}
