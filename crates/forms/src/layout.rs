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
/// Indicators and outcome, the steps to them, and what the surveyor reads. One group: clients refuse a group in which
/// nothing is shown.
pub(crate) const RESULT: &str = "/data/result";
/// When the form was opened and finished, by the clock of the phone.
pub(crate) const CLOCK: [(&str, &str); 2] = [("/data/start", "start"), ("/data/end", "end")];
/// What closes the visit: a photograph and a signature, both optional.
pub(crate) const ENDING: &str = "/data/ending";
pub(crate) const PHOTO: &str = "/data/ending/photo";
pub(crate) const SIGNATURE: &str = "/data/ending/signature";
/// How the form was filled, as a file that the client writes.
pub(crate) const AUDIT: &str = "/data/meta/audit";

/// Names that a question or an indicator may not have, because the form uses them itself.
pub(crate) const RESERVED: [&str; 18] = [
    "meta",
    "start",
    "end",
    "audit",
    "ending",
    "photo",
    "signature",
    "visit",
    "member",
    "result",
    "name",
    "label",
    "outcome",
    "deprivation_count",
    "deprivation_count_max",
    "deprivation_points",
    "deprivation_points_shown",
    "at_or_below_income_line",
];
/// Beginnings of further such names.
pub(crate) const RESERVED_BEGINNINGS: [&str; 5] = ["step_", "age_", "is_", "deprived_", "unclear_"];

/// The group of a section. pyxform looks questions up by name alone, so that a section may not be called like one.
pub(crate) fn section_path(of: Subject, section: &str) -> String {
    match of {
        Subject::Household => format!("{ROOT}/{section}_section"),
        Subject::Member => format!("{MEMBER}/{section}_section"),
    }
}

/// The absolute path of a question's answer.
pub(crate) fn path_of(questionnaire: &Questionnaire, index: QuestionIndex) -> String {
    let question = questionnaire.get(index);
    if index == ZONE {
        return format!("{VISIT}/{}", question.id);
    }
    let group = match (&question.section, question.of) {
        (Some(section), of) => section_path(of, section),
        (None, Subject::Household) => ROOT.to_owned(),
        (None, Subject::Member) => MEMBER.to_owned(),
    };
    format!("{group}/{}", question.id)
}

/// The last name of a path.
pub(crate) fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
