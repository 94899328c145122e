//! Runs the worked households of a pack.

use standards::cases::Case;
use standards::points::PointTable;
use standards::standard::PovertyStandard;

use crate::judge::{Judge, Judgement};

/// The finding that two income tests with known answers fall on different sides.
pub const INCOME_TESTS_DISAGREE: &str = "income_tests_disagree";
/// The outcome of a household that missing answers could still change.
pub const UNDETERMINED: &str = "undetermined";
/// The income band that is not known.
pub const UNKNOWN_BAND: &str = "unknown";

/// What differs between the expected and the actual result of a case; empty is a pass.
pub fn differences(standard: &PovertyStandard, case: &Case, points: Option<&PointTable>) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, expected: String, actual: String| {
        if expected != actual {
            differences.push(format!("{what}: expected {expected}, got {actual}"));
        }
    };
    let expect = &case.expect;
    let params = match standard.on(case.result_day) {
        Ok(params) => params,
        Err(not_covered) => {
            let wanted = expect.outcome.clone().unwrap_or_default();
            compare("outcome", wanted, "refused".to_owned());
            if !differences.is_empty() {
                differences.push(not_covered.to_string());
            }
            return differences;
        }
    };
    let test = case.income_test.as_ref();
    let income_test = test.and_then(|id| standard.income_tests.iter().position(|test| test.id == *id));
    let judge = Judge::new(standard, params, income_test, points);
    let judgement = judge.judge(&case.answers);
    if let Some(outcome) = &expect.outcome {
        compare("outcome", outcome.clone(), outcome_id(standard, &judgement).to_owned());
    }
    if let Some(deprived) = &expect.deprived {
        let certain =
            standard.indicators.iter().zip(&judgement.deprived).filter(|(_, truth)| truth.is_certain());
        let mut actual: Vec<&str> = certain.map(|(indicator, _)| indicator.id.as_str()).collect();
        actual.sort_unstable();
        compare("deprived", deprived.join(", "), actual.join(", "));
    }
    if let Some(needs) = &expect.needs {
        let name = |need| judge.need_name(need, |member| (member + 1).to_string());
        let mut actual: Vec<String> = judgement.needs.iter().map(name).collect();
        actual.sort_unstable();
        compare("needs", needs.join(", "), actual.join(", "));
    }
    if let Some(band) = &expect.income_band {
        compare("income_band", band.clone(), band_id(standard, &judgement).to_owned());
    }
    if let Some(findings) = &expect.findings {
        let actual = if judgement.income_tests_disagree { INCOME_TESTS_DISAGREE } else { "" };
        compare("findings", findings.join(", "), actual.to_owned());
    }
    differences
}

/// Id of the outcome, or [`UNDETERMINED`].
pub fn outcome_id<'a>(standard: &'a PovertyStandard, judgement: &Judgement) -> &'a str {
    let outcome = judgement.outcome().and_then(|at| standard.outcomes.get(at));
    outcome.map_or(UNDETERMINED, |outcome| outcome.id.as_str())
}

/// Id of the income band, or [`UNKNOWN_BAND`].
pub fn band_id<'a>(standard: &'a PovertyStandard, judgement: &Judgement) -> &'a str {
    let band = judgement.income_band.and_then(|at| standard.income_bands.get(at));
    band.map_or(UNKNOWN_BAND, |band| band.id.as_str())
}
