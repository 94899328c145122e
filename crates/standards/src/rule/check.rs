//! Checking one rule: from text to a [`Condition`], with every mistake found.

use vocab::{Finding, Place};

use crate::questionnaire::Questionnaire;
use crate::rule::expr::Condition;
use crate::rule::lower::Lowering;
use crate::rule::parse::parse;
use crate::standard::Param;

/// The names that a rule may use.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// Answers.
    pub questionnaire: &'a Questionnaire,
    /// `param.NAME`.
    pub params: &'a [Param],
    /// Ids for `deprived.ID` and `deprivation_count`; `None` where a rule may not ask for results.
    pub indicators: Option<&'a [String]>,
    /// Whether `at_or_below_income_line` may be used.
    pub has_income_test: bool,
}

/// A rule as it stands in a file.
#[derive(Clone, Copy, Debug)]
pub struct RuleSource<'a> {
    /// The CEL text.
    pub text: &'a str,
    /// Where its first character stands.
    pub place: &'a Place,
    /// Whether `m` already stands for a member (`relevant` of a member's question).
    pub of_member: bool,
}

/// Checks a rule; mistakes are added to `findings`.
pub fn check(source: RuleSource<'_>, names: &Names<'_>, findings: &mut Vec<Finding>) -> Option<Condition> {
    let parsed = match parse(source.text, source.place) {
        Ok(parsed) => parsed,
        Err(errors) => {
            findings.extend(errors);
            return None;
        }
    };
    let member = source.of_member.then(|| "m".to_owned());
    let before = findings.len();
    let condition = Lowering::new(names, &parsed, findings, member).condition(&parsed.root);
    let refused = findings.iter().skip(before).any(|f| f.severity == vocab::Severity::Error);
    condition.filter(|_| !refused)
}
