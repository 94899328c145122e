//! Permits: one campaign, one state, one taking; and a campaign made again from its events.

use review::{Campaign, CampaignRef, Class, Deed, HouseholdRef, Outcome, Stale, Survey};

use crate::stage::{AN, BINH, CALENDAR, NORTH, SURVEYOR, Stage, officer, post, procedure, surveyor, terms};

#[test]
fn of_two_officers_who_act_at_once_the_second_asks_again() {
    let mut stage = Stage::yearly().rostered();
    let first = stage
        .campaign
        .may(Survey { household: AN, surveyor: SURVEYOR }, &surveyor(), stage.at)
        .expect("permitted");
    let second = stage
        .campaign
        .may(Survey { household: BINH, surveyor: SURVEYOR }, &officer(), stage.at)
        .expect("permitted");
    assert!(stage.campaign.take(first).is_ok());
    assert_eq!(stage.campaign.take(second), Err(Stale));
}

#[test]
fn a_permit_of_one_campaign_does_nothing_in_another() {
    let stage = Stage::yearly().rostered();
    let permit = stage
        .campaign
        .may(Survey { household: AN, surveyor: SURVEYOR }, &surveyor(), stage.at)
        .expect("permitted");
    let mut elsewhere = terms(2023, None);
    elsewhere.campaign = CampaignRef(8);
    let mut other =
        Campaign::open(procedure("yearly-2021"), &CALENDAR, elsewhere, stage.opened_at).expect("open");
    assert_eq!(other.take(permit), Err(Stale));
}

#[test]
fn a_campaign_made_again_from_its_events_is_the_same_campaign() {
    let mut stage = Stage::yearly().recognizable();
    stage.does(&officer(), stage.proposal());
    let again = stage.replayed().expect("the same events");
    assert_eq!(format!("{again:?}"), format!("{:?}", stage.campaign));
}

#[test]
fn an_event_that_was_altered_is_found_by_its_number() {
    let stage = Stage::yearly().recognizable();
    // A result that was never voted on.
    let at =
        stage.events.iter().position(|event| matches!(event.deed, Deed::HoldMeeting(_))).expect("a meeting");
    let mut altered = stage.clone();
    if let Deed::HoldMeeting(meeting) = &mut altered.events[at].deed {
        meeting.agenda[0].agree = 1;
        meeting.agenda[0].disagree = 19;
    }
    let (number, refusal) = altered.replayed().expect_err("found");
    assert!(number > at, "{number} {refusal}");
    // An event that was taken out.
    let mut shorter = stage.clone();
    let posted =
        shorter.events.iter().position(|event| matches!(event.deed, Deed::Post(_))).expect("a posting");
    shorter.events.remove(posted);
    assert!(shorter.replayed().is_err());
}

#[test]
fn the_clock_of_the_server_does_not_run_backwards() {
    let stage = Stage::yearly().rostered();
    let before = stage.opened_at;
    let refusal = stage
        .campaign
        .may(Survey { household: AN, surveyor: SURVEYOR }, &surveyor(), before)
        .expect_err("refused");
    assert_eq!(refusal.why.en, "the server's clock ran backwards");
}

#[test]
fn what_belongs_to_another_step_is_refused_with_the_step_it_belongs_to() {
    let stage = Stage::yearly();
    let refusal = stage.refused(&officer(), post(NORTH));
    assert_eq!(refusal.remedy.vi, "việc này thuộc bước “Niêm yết, thông báo công khai”");
    assert_eq!(refusal.source.expect("an article").doc, "qd-24-2021");
    let _ = (HouseholdRef(0), Outcome::Poor, Class::Poor);
}
