//! The points of a deprivation: read, and checked to be a whole number among the values.

use vocab::{Citation, Finding, LocalText, Place};

use crate::reading::{Context, Table, closest};
use crate::rule::ParamIndex;
use crate::standard::{DeprivationPoints, Param};

/// `[deprivation_points]` as written.
pub(crate) struct PointsDraft {
    label: LocalText,
    each: String,
    source: Citation,
    place: Place,
}

/// Reads `[deprivation_points]`.
pub(crate) fn read_deprivation_points(table: &Table<'_>) -> Option<PointsDraft> {
    let label = table.required_local_text("label");
    let each = table.required_text("each");
    let source = table.citation("source");
    table.report_unknown_keys();
    Some(PointsDraft { label: label?, each: each?, source: source?, place: table.place_of("each") })
}

/// More points than this are a typing error; clients count in 32 bits.
const MOST: i64 = 100_000;

/// Checks that the value is there, whole and more than nothing.
pub(crate) fn check_deprivation_points(
    draft: PointsDraft,
    params: &[Param],
    context: &Context,
) -> Option<DeprivationPoints> {
    let name = draft.each.strip_prefix("param.").unwrap_or(&draft.each);
    let whole = |param: &Param| {
        param.scale == 0 && param.values.iter().all(|value| (1..=MOST).contains(&value.value))
    };
    let (message, hint) = match params.iter().position(|param| param.name == name) {
        Some(at) if params.get(at).is_some_and(whole) => {
            let each = ParamIndex(u16::try_from(at).ok()?);
            return Some(DeprivationPoints { label: draft.label, each, source: draft.source });
        }
        Some(_) => (
            format!("param.{name} cannot be the points of a deprivation"),
            format!("give it whole values from 1 to {MOST}"),
        ),
        None => {
            let near = closest(name, params.iter().map(|param| param.name.as_str()));
            let hint = near.map_or("declare it with [[param.NAME]]".to_owned(), |near| {
                format!("did you mean `param.{near}`?")
            });
            (format!("no value `param.{name}`"), hint)
        }
    };
    context.findings.borrow_mut().push(Finding::error(draft.place, message, hint));
    None
}
