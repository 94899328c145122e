//! The procedures that are shipped.

use review::calendar::calendar;
use review::procedure::{Kind, procedures};
use vocab::Confidence;

use crate::stage::{FILES, PROCEDURES, procedure};

#[test]
fn every_procedure_and_the_days_off_load_without_a_mistake() {
    let (read, findings) = procedures(&FILES);
    assert_eq!(findings, []);
    let ids: Vec<&str> = read.iter().map(|procedure| procedure.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "average-farming-2021",
            "low-income-worker-2025",
            "monthly-2021",
            "monthly-exit-2021",
            "yearly-2021"
        ]
    );
    let (read, findings) = calendar(&FILES);
    assert_eq!(findings, []);
    assert!(read.is_some());
}

#[test]
fn every_number_of_days_that_was_not_read_in_the_decision_says_so() {
    for procedure in PROCEDURES.iter().filter(|procedure| procedure.source.doc == "qd-24-2021") {
        for clock in &procedure.clocks {
            assert!(clock.source.confidence < Confidence::Verified, "{} {:?}", procedure.id, clock.measures);
        }
    }
}

#[test]
fn the_same_file_has_the_same_digest_and_every_procedure_another() {
    let again = procedures(&FILES).0;
    let digests: std::collections::BTreeSet<&str> =
        again.iter().map(|procedure| procedure.digest.as_str()).collect();
    assert_eq!(digests.len(), PROCEDURES.len());
    assert!(again.iter().zip(PROCEDURES.iter()).all(|(a, b)| a.digest == b.digest && a.digest.len() == 64));
}

#[test]
fn the_yearly_review_is_the_only_yearly_one_and_ends_in_a_report() {
    let yearly: Vec<&str> = PROCEDURES
        .iter()
        .filter(|procedure| procedure.kind == Kind::Yearly)
        .map(|procedure| procedure.id.as_str())
        .collect();
    assert_eq!(yearly, ["yearly-2021"]);
    let steps: Vec<&str> = procedure("yearly-2021").steps.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(
        steps,
        [
            "roster",
            "survey",
            "classification",
            "meeting",
            "posting",
            "complaints",
            "opinion",
            "recognition",
            "certificates",
            "reports"
        ]
    );
}

#[test]
fn a_household_that_left_a_list_is_watched_for_three_years_also_from_29_february() {
    let monitoring = procedure("yearly-2021").monitoring.as_ref().unwrap();
    let watched = |on: &str| monitoring.until(crate::stage::day(on)).map(|day| day.to_string());
    assert_eq!(watched("2026-01-01").as_deref(), Some("2029-01-01"));
    assert_eq!(watched("2028-02-29").as_deref(), Some("2031-02-28"));
    assert!(procedure("monthly-2021").monitoring.is_none());
}
