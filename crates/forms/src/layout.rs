//! Where everything stands in the instance of a form. Names of ours are kept apart from the pack's by [`RESERVED`].

use standards::questionnaire::{QuestionIndex, Questionnaire, Subject, ZONE};

/// The root of the instance.
pub(crate) const ROOT: &str = "/data";
/// What opens the form: which household, in which zone.
pub(crate) const VISIT: &str = "/data/visit";
/// The household, chosen from the surveyor's list.
pub(crate) const HOUSEHOLD: &str = "/data/visit/household_id";
/// One row a member.
pub(crate) const MEMBER: &str = "/data/member";
/// The member, chosen from last year's.
pub(crate) const KNOWN_MEMBER: &str = "/data/member/member_no";
/// Steps of the calculation for the household.
pub(crate) const COMPUTED: &str = "/data/computed";
/// Steps of the calculation for one member.
pub(crate) const MEMBER_COMPUTED: &str = "/data/member/computed";
/// Indicators and outcome.
pub(crate) const RESULT: &str = "/data/result";
/// What the surveyor reads of them.
pub(crate) const PRELIMINARY: &str = "/data/preliminary";

/// Names that a section, a question or an indicator may not have, because the form uses them beside it.
pub(crate) const RESERVED: [&str; 12] = [
    "meta",
    "visit",
    "member",
    "computed",
    "result",
    "preliminary",
    "age_shown",
    "name",
    "outcome",
    "deprivation_count",
    "deprivation_count_max",
    "at_or_below_income_line",
];

/// The absolute path of a question's answer.
pub(crate) fn path_of(questionnaire: &Questionnaire, index: QuestionIndex) -> String {
    let question = questionnaire.get(index);
    if index == ZONE {
        return format!("{VISIT}/{}", question.id);
    }
    let root = match question.of {
        Subject::Household => ROOT,
        Subject::Member => MEMBER,
    };
    match &question.section {
        Some(section) => format!("{root}/{section}/{}", question.id),
        None => format!("{root}/{}", question.id),
    }
}

/// The last name of a path.
pub(crate) fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
