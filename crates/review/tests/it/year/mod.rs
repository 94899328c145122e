//! A simulated year over a hundred communes: random people do random things, many of them not permitted. No decision is ever
//! signed past a duty. Whether one was is asked of the list of events alone, by rules written a second time here.

mod dice;
mod oracle;
mod play;

use review::Moment;
use review::procedure::Procedure;

use crate::stage::{day, procedure};
use play::Commune;

/// Plays a commune until it is finished or nobody does anything more; gives it and whether a decision was signed.
fn play(procedure: &'static Procedure, seed: u64, opened: Moment) -> Commune {
    let mut commune = Commune::open(procedure, seed, opened);
    for _ in 0..4_000 {
        if commune.is_finished() {
            break;
        }
        commune.turn();
    }
    commune
}

fn effort() -> u64 {
    std::env::var("CHUNGTAY_TEST_EFFORT").ok().and_then(|text| text.parse().ok()).unwrap_or(1)
}

#[test]
fn over_a_year_in_a_hundred_communes_no_decision_is_signed_past_a_duty() {
    let (mut signed, mut refused, mut went_back, mut late) = (0, 0, 0, 0);
    for seed in 0..100 * effort() {
        let monthly = seed % 3 == 0;
        let (id, on) = match (monthly, seed % 12) {
            (false, _) => ("yearly-2021", "2026-09-01".to_owned()),
            (true, month) => ("monthly-2021", format!("2026-{:02}-15", month + 1)),
        };
        let commune = play(procedure(id), seed, Moment::start_of(day(&on)).plus_minutes(480));
        let broken = oracle::skipped(&commune.stage.events, &commune.stage.terms, procedure(id));
        assert_eq!(broken, Vec::<String>::new(), "seed {seed}");
        let again = commune.stage.replayed().map(|campaign| campaign.events());
        assert_eq!(again.ok(), Some(commune.stage.events.len()), "seed {seed}");
        signed += u32::from(commune.stage.campaign.decision().is_some());
        refused += commune.refused;
        went_back += commune.went_back;
        late += commune.late;
    }
    // A simulation in which nothing happens proves nothing.
    assert!(signed >= 90, "{signed} communes came to a decision");
    assert!(
        refused > 5_000 && went_back > 50 && late > 0,
        "{refused} refused, {went_back} went back, {late} late"
    );
}

/// The negative control: with a duty taken out of the pack, a decision is signed past it, and the second set of rules sees
/// that. A duty that nobody would miss is no duty.
#[test]
fn a_pack_without_a_duty_leads_to_a_decision_that_skips_it_and_that_is_seen() {
    // The other duties are kept a second time, by deeds that would be refused: who was not surveyed is not classified, and so on.
    for duty in [
        "agreed_by_meeting",
        "minutes_signed",
        "disagreements_answered",
        "posted",
        "complaints_answered",
        "results_posted",
        "opinion_given",
    ] {
        let mut lenient = procedure("yearly-2021").clone();
        for step in &mut lenient.steps {
            step.duties.retain(|owed| {
                owed.duty.code() != duty && !(duty == "posted" && owed.duty.code() == "results_posted")
            });
        }
        let lenient: &'static Procedure = Box::leak(Box::new(lenient));
        let seen = (0..40).any(|seed| {
            let commune = play(lenient, seed, Moment::start_of(day("2026-09-01")).plus_minutes(480));
            !oracle::skipped(&commune.stage.events, &commune.stage.terms, procedure("yearly-2021")).is_empty()
        });
        assert!(
            seen,
            "without `{duty}` nothing was skipped: the simulation does not try, or the oracle does not look"
        );
    }
}
