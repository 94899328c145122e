//! Words that the pages of the review share: names of proceedings, offices, results; where a duty is done.

use registry::VillageId;
use registry::proceedings::Proceeding;
use review::procedure::Procedure;
use review::{CaseState, Class, Outcome};
use vocab::Language;

use crate::households::{Badge, commune};
use crate::language::say_with;
use crate::visit::Visit;

/// With a capital at its beginning.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `Rà soát định kỳ · Phường 1 Bảo Lộc · năm 2026`.
pub(super) fn proceeding(visit: &Visit, of: &Proceeding, procedure: &Procedure) -> String {
    format!(
        "{} · {} · {}",
        procedure.label.get(visit.language),
        commune(visit, &of.commune_code),
        when(visit, of.year, of.month)
    )
}

/// `năm 2026`, `tháng 11 năm 2026`.
pub(super) fn when(visit: &Visit, year: i32, month: Option<u32>) -> String {
    let year = year.to_string();
    match month {
        Some(month) => {
            let values = [("month", month.to_string().into()), ("year", year.into())];
            say_with(visit.language, "review-month-of", &values)
        }
        None => say_with(visit.language, "review-year-of", &[("year", year.into())]),
    }
}

/// The name of an office.
pub(super) fn office(procedure: &Procedure, id: &str, language: Language) -> String {
    procedure.office_label(id).get(language).to_owned()
}

/// The badge of a result; none is open.
pub(super) fn outcome(visit: &Visit, outcome: Option<Outcome>) -> Badge {
    let grade = match outcome {
        Some(Outcome::Poor) => "first",
        Some(Outcome::NearPoor | Outcome::AverageFarming | Outcome::LowIncomeWorker) => "middle",
        Some(Outcome::NotPoor | Outcome::NotQualified) => "last",
        None => "open",
    };
    let label = outcome.map_or_else(
        || visit.t("outcome-undetermined"),
        |outcome| sentence(outcome.label().get(visit.language)),
    );
    Badge { grade, label }
}

/// A list that a household is or was on.
pub(super) fn class(visit: &Visit, class: Class) -> String {
    let outcome = match class {
        Class::Poor => Outcome::Poor,
        Class::NearPoor => Outcome::NearPoor,
    };
    outcome.label().get(visit.language).to_owned()
}

/// The state of a case.
pub(super) fn state(visit: &Visit, state: CaseState) -> String {
    sentence(state.label().get(visit.language))
}

/// The key of what to do about a duty.
pub(super) fn duty_key(code: &str) -> String {
    format!("duty-{}", code.replace('_', "-"))
}

/// The page on which a duty is done.
pub(super) fn place_of_duty(base: &str, code: &str, village: Option<VillageId>) -> Option<String> {
    let of_village = |page: &str| village.map(|village| format!("{base}/villages/{village}{page}"));
    match code {
        "managed_listed" | "applicants_screened" => Some(format!("{base}/roster")),
        "surveyed" | "classified" => of_village(""),
        "agreed_by_meeting" | "minutes_signed" | "disagreements_answered" => of_village("/meeting"),
        "posted" | "results_posted" => of_village("/posting"),
        "complaints_answered" => Some(format!("{base}/complaints")),
        "opinion_given" | "signed" | "certified" | "applicants_answered" | "reported" => {
            Some(format!("{base}/recognition"))
        }
        _ => None,
    }
}

/// The name of the commune of a proceeding.
pub(super) fn commune_name(desk: &super::desk::Desk) -> String {
    commune(&desk.who.visit, &desk.seen.walk.proceeding.commune_code)
}
