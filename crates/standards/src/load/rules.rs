//! Rules as written, checked once all the names are known.

use crate::reading::{Context, Written};
use crate::rule::{Names, RuleSource, check};
use crate::standard::Rule;

/// Checks a written rule; mistakes go to the context.
pub(crate) fn checked(written: &Written, names: &Names<'_>, context: &Context) -> Option<Rule> {
    let source = RuleSource { text: &written.text, place: &written.place, of_member: false };
    let condition = check(source, names, &mut context.findings.borrow_mut())?;
    Some(Rule { written: written.text.clone(), condition, place: written.place.clone() })
}
