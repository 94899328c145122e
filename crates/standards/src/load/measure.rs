//! Weights and cut-off of the statistics: read, and checked to add to 1.

use vocab::{Citation, Finding, Place};

use crate::reading::{Context, Table};
use crate::standard::{Indicator, Measure};

/// `[measure]` as written.
pub(crate) struct MeasureDraft {
    weights: Weights,
    poverty_cutoff: (i64, i64),
    source: Citation,
    place: Place,
}

enum Weights {
    Equal,
    EqualByDimension,
    Given(Vec<(String, (i64, i64))>),
}

/// Reads `[measure]`.
pub(crate) fn read_measure(table: &Table<'_>) -> Option<MeasureDraft> {
    let weights = if let Some(given) = table.has("weights").then(|| table.value("weights")).flatten() {
        match given {
            toml::de::DeValue::String(word) if word == "equal" => Some(Weights::Equal),
            toml::de::DeValue::String(word) if word == "equal_by_dimension" => {
                Some(Weights::EqualByDimension)
            }
            toml::de::DeValue::Table(_) => table.table("weights").map(|of| {
                let ids: Vec<&str> = of.keys().collect();
                let given = ids
                    .into_iter()
                    .filter_map(|id| {
                        let share = of.text(id).as_deref().and_then(fraction);
                        if share.is_none() {
                            of.error_at_key(id, "not a fraction", "write it as \"1/12\"");
                        }
                        Some((id.to_owned(), share?))
                    })
                    .collect();
                Weights::Given(given)
            }),
            _ => None,
        }
    } else {
        None
    };
    if weights.is_none() {
        table.error(
            "`weights` is missing or not understood",
            "\"equal\", \"equal_by_dimension\" or { id = \"1/12\", … }",
        );
    }
    let cutoff = table.required_text("poverty_cutoff");
    let poverty_cutoff = cutoff.as_deref().and_then(fraction);
    if cutoff.is_some() && poverty_cutoff.is_none() {
        table.error_at_key("poverty_cutoff", "not a fraction", "write it as \"1/3\"");
    }
    let source = table.citation("source");
    let _ = table.local_text("note");
    table.report_unknown_keys();
    Some(MeasureDraft {
        weights: weights?,
        poverty_cutoff: poverty_cutoff?,
        source: source?,
        place: table.place(),
    })
}

fn fraction(text: &str) -> Option<(i64, i64)> {
    let (above, below) = text.split_once('/')?;
    let (above, below) = (above.trim().parse::<i64>().ok()?, below.trim().parse::<i64>().ok()?);
    (above >= 0 && (1..=1_000_000).contains(&below) && above <= below).then_some((above, below))
}

/// Checks the weights against the indicators.
pub(crate) fn check_measure(
    draft: MeasureDraft,
    ids: &[String],
    dimensions: &[crate::standard::Dimension],
    indicators: &[Option<Indicator>],
    context: &Context,
) -> Option<Measure> {
    let weights: Vec<(i64, i64)> = match draft.weights {
        Weights::Equal => ids.iter().map(|_| (1, ids.len() as i64)).collect(),
        Weights::EqualByDimension => {
            let of = |dimension: &str| {
                indicators.iter().flatten().filter(|indicator| indicator.dimension == dimension).count()
                    as i64
            };
            let used = dimensions.iter().filter(|dimension| of(&dimension.id) > 0).count() as i64;
            indicators.iter().flatten().map(|indicator| (1, used * of(&indicator.dimension))).collect()
        }
        Weights::Given(given) => {
            let of =
                |id: &String| given.iter().find(|(known, _)| known == id).map_or((0, 1), |(_, share)| *share);
            if let Some((stray, _)) = given.iter().find(|(id, _)| !ids.contains(id)) {
                let message = format!("a weight for `{stray}`, which is no indicator");
                context.findings.borrow_mut().push(Finding::error(
                    draft.place,
                    message,
                    "check the spelling",
                ));
                return None;
            }
            ids.iter().map(of).collect()
        }
    };
    let whole = weights.iter().try_fold((0_i128, 1_i128), |(above, below), (a, b)| {
        let (a, b) = (i128::from(*a), i128::from(*b));
        let sum = above.checked_mul(b)?.checked_add(a.checked_mul(below)?)?;
        let common = below.checked_mul(b)?;
        let divisor = greatest_common_divisor(sum, common);
        Some((sum / divisor, common / divisor))
    });
    if whole != Some((1, 1)) && !ids.is_empty() {
        let hint = "weights are exact fractions that add to 1";
        context.findings.borrow_mut().push(Finding::error(draft.place, "the weights do not add to 1", hint));
        return None;
    }
    Some(Measure { weights, poverty_cutoff: draft.poverty_cutoff, source: draft.source })
}

fn greatest_common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs().max(1) } else { greatest_common_divisor(b, a % b) }
}
