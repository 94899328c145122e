//! What the answers of an invented household look like, so that a visit can be invented anew until it fits its course.
//!
//! It decides about nobody: the generator has its own small reading of the rules, and the engine may disagree.

use standards::standard::{DeprivationRule, PovertyStandard};

use super::course::Standing;
use crate::household::{Household, Results};
use crate::relevance::Rules;

/// How the answers look; `None` if the standard names an outcome that the city does not plan.
pub(super) fn leaning(
    standard: &PovertyStandard,
    rules: &Rules,
    household: &mut Household<'_>,
) -> Option<Standing> {
    household.results = None;
    let mut tests = standard.income_tests.iter();
    let low = tests.find_map(|test| rules.holds(&test.at_or_below_line.condition, household, 0));
    let deprived = standard.indicators.iter().map(|indicator| match &indicator.deprived {
        DeprivationRule::Rule(rule) => rules.holds(&rule.condition, household, 0),
        DeprivationRule::Unknown(_) => None,
    });
    let (mut least, mut greatest) = (0, 0);
    for deprived in deprived {
        least += i64::from(deprived == Some(true));
        greatest += i64::from(deprived != Some(false));
    }
    let mut found = None;
    for at_or_below_income_line in low.map_or(vec![true, false], |low| vec![low]) {
        for deprivation_count in [least, greatest] {
            household.results = Some(Results { at_or_below_income_line, deprivation_count });
            let mut outcomes = standard.outcomes.iter();
            let outcome =
                outcomes.find(|outcome| rules.holds(&outcome.when.condition, household, 0) == Some(true))?;
            if *found.get_or_insert(&outcome.id) != &outcome.id {
                return Some(Standing::Open);
            }
        }
    }
    match found?.as_str() {
        "poor" => Some(Standing::Poor),
        "near_poor" => Some(Standing::NearPoor),
        "not_poor" => Some(Standing::NotPoor),
        _ => None,
    }
}
