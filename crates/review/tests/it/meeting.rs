//! The village meeting: who must be there, how many must agree, and what follows when they do not.

use proptest::prelude::*;
use review::{
    AnswerDisagreement, CaseState, DisagreementAnswer, Duty, GoBack, Outcome, Pass, Survey, is_enough,
};

use crate::stage::{
    AN, BINH, CHI, DUNG, NORTH, RESULTS, SOUTH, SURVEYOR, Stage, classify, head, meeting, minutes, officer,
    surveyor, vote,
};

#[test]
fn exactly_half_of_those_present_is_enough_and_one_fewer_is_not() {
    for (agree, present, enough) in
        [(10, 20, true), (9, 20, false), (11, 21, true), (10, 21, false), (1, 1, true), (0, 1, false)]
    {
        assert_eq!(is_enough(agree, present, 50), enough, "{agree} of {present}");
    }
}

proptest! {
    /// The same question with fractions.
    #[test]
    fn the_least_share_is_exact(agree in 0_u32..5_000, present in 1_u32..5_000, percent in 1_u32..=100) {
        let exact = u128::from(agree) * 100 >= u128::from(present) * u128::from(percent);
        prop_assert_eq!(is_enough(agree, present, percent), exact);
        prop_assert!(is_enough(present, present, percent));
    }
}

#[test]
fn more_votes_than_people_are_refused_with_the_article() {
    let stage = Stage::yearly().classified(RESULTS);
    let refusal = stage.refused(&head(), meeting(&stage, SOUTH, 20, vec![vote(DUNG, 15, 6)]));
    assert_eq!(refusal.why.vi, "21 ý kiến nhưng chỉ có 20 người dự họp");
    assert_eq!(refusal.source.expect("an article").doc, "qd-24-2021");
    let refusal = stage.refused(&head(), meeting(&stage, SOUTH, 0, vec![vote(DUNG, 0, 0)]));
    assert_eq!(refusal.why.en, "nobody was present");
    let refusal = stage.refused(&head(), meeting(&stage, SOUTH, 20, vec![vote(DUNG, u32::MAX, u32::MAX)]));
    assert!(refusal.why.en.contains("votes, but only 20"), "{}", refusal.why.en);
}

#[test]
fn a_meeting_without_somebody_who_must_be_there_is_refused() {
    let stage = Stage::yearly().classified(RESULTS);
    let mut without = meeting(&stage, SOUTH, 20, vec![vote(DUNG, 20, 0)]);
    without.attending.retain(|office| office != "party_secretary");
    assert_eq!(stage.refused(&head(), without).why.vi, "thiếu thành phần bắt buộc: Bí thư chi bộ thôn");
}

#[test]
fn new_and_leaving_households_must_be_on_the_agenda_and_others_may_be() {
    let mut stage = Stage::yearly().classified(RESULTS);
    let refusal =
        stage.refused(&head(), meeting(&stage, NORTH, 20, vec![vote(AN, 20, 0), vote(BINH, 20, 0)]));
    assert!(refusal.why.en.starts_with("1 new, leaving"), "{}", refusal.why.en);
    // Bình stays near-poor.
    let agenda = vec![vote(AN, 20, 0), vote(CHI, 10, 10)];
    let held = meeting(&stage, NORTH, 20, agenda);
    stage.does(&head(), held).does(&head(), minutes(NORTH, 0)).pass(Some(NORTH));
    assert_eq!(stage.step(Some(NORTH)), "posting");
}

#[test]
fn below_half_the_household_is_surveyed_classified_and_put_to_a_meeting_again() {
    let mut stage = Stage::yearly().classified(RESULTS);
    let held = meeting(&stage, NORTH, 20, vec![vote(AN, 20, 0), vote(CHI, 9, 11)]);
    stage.does(&head(), held).does(&head(), minutes(NORTH, 0));
    let state =
        |stage: &Stage, household| stage.campaign.case_state(stage.campaign.case(household).expect("a case"));
    assert_eq!(state(&stage, CHI), CaseState::Suspended);
    assert_eq!(state(&stage, AN), CaseState::Classified(Outcome::NotPoor), "An's result stands");
    // There is no way on, and no second vote on the old result.
    stage.refused(&head(), Pass { village: Some(NORTH) });
    let again = meeting(&stage, NORTH, 20, vec![vote(CHI, 20, 0)]);
    assert!(stage.refused(&head(), again).why.en.contains("newest survey"));
    stage.does(&head(), GoBack { village: NORTH, to: "survey".to_owned() });
    assert_eq!(stage.refused(&officer(), Pass { village: Some(NORTH) }).unmet[0].households, [CHI]);
    stage.does(&surveyor(), Survey { household: CHI, surveyor: SURVEYOR }).pass(Some(NORTH));
    // Even a result that changes nothing must be put to the vote again.
    stage.does(&officer(), classify(CHI, Some(Outcome::NotPoor))).pass(Some(NORTH));
    assert_eq!(stage.refused(&head(), Pass { village: Some(NORTH) }).unmet[0].duty, Duty::AgreedByMeeting);
    let held = meeting(&stage, NORTH, 20, vec![vote(CHI, 10, 3)]);
    stage.does(&head(), held).does(&head(), minutes(NORTH, 1)).pass(Some(NORTH));
    assert_eq!(stage.step(Some(NORTH)), "posting");
}

#[test]
fn nobody_goes_back_while_nothing_asks_for_it() {
    let stage = Stage::yearly().classified(RESULTS);
    let refusal = stage.refused(&head(), GoBack { village: NORTH, to: "survey".to_owned() });
    assert!(refusal.why.vi.starts_with("chỉ quay lại khi"), "{}", refusal.why.vi);
    let refusal = stage.refused(&head(), GoBack { village: NORTH, to: "roster".to_owned() });
    assert_eq!(refusal.why.en, "there is no way back to that step from here");
}

#[test]
fn a_meeting_that_says_another_result_than_the_score_must_be_answered() {
    let mut stage = Stage::yearly().classified(RESULTS);
    let mut item = vote(DUNG, 15, 5);
    item.says = Some(Outcome::NearPoor);
    let held = meeting(&stage, SOUTH, 20, vec![item.clone()]);
    stage.does(&head(), held).does(&head(), minutes(SOUTH, 0));
    let refusal = stage.refused(&head(), Pass { village: Some(SOUTH) });
    assert_eq!(
        (refusal.unmet[0].duty, &refusal.unmet[0].households),
        (Duty::DisagreementsAnswered, &vec![DUNG])
    );
    let keep = |reason: &str| AnswerDisagreement {
        household: DUNG,
        answer: DisagreementAnswer::Keep { reason: reason.to_owned() },
    };
    assert_eq!(stage.refused(&officer(), keep("")).why.en, "there is no reason for keeping the score");
    let mut kept = stage.clone();
    kept.does(&officer(), keep("Thu nhập đã kiểm tra sổ lương")).pass(Some(SOUTH));
    assert_eq!(kept.step(Some(SOUTH)), "posting");
    // Or it is surveyed again, and then only a new meeting lets the village on.
    stage.does(&officer(), AnswerDisagreement { household: DUNG, answer: DisagreementAnswer::SurveyAgain });
    stage.refused(&head(), Pass { village: Some(SOUTH) });
    stage.does(&head(), GoBack { village: SOUTH, to: "survey".to_owned() });
    stage.does(&surveyor(), Survey { household: DUNG, surveyor: SURVEYOR }).pass(Some(SOUTH));
    stage.does(&officer(), classify(DUNG, Some(Outcome::NearPoor))).pass(Some(SOUTH));
    let held = meeting(&stage, SOUTH, 20, vec![item]);
    stage.does(&head(), held).does(&head(), minutes(SOUTH, 1)).pass(Some(SOUTH));
    assert_eq!(stage.step(Some(SOUTH)), "posting", "now meeting and score agree");
}

#[test]
fn two_signed_copies_of_the_minutes_are_needed_of_every_meeting() {
    let mut stage = Stage::yearly().classified(RESULTS);
    let held = meeting(&stage, SOUTH, 20, vec![vote(DUNG, 20, 0)]);
    stage.does(&head(), held);
    assert_eq!(stage.refused(&head(), Pass { village: Some(SOUTH) }).unmet[0].duty, Duty::MinutesSigned);
    let mut one = minutes(SOUTH, 0);
    one.copies = 1;
    assert!(stage.refused(&head(), one).why.vi.contains("chưa đủ 2 bản"));
    let mut unsigned = minutes(SOUTH, 0);
    unsigned.signed_by.pop();
    stage.refused(&head(), unsigned);
    stage.does(&head(), minutes(SOUTH, 0)).pass(Some(SOUTH));
}

#[test]
fn a_village_whose_results_all_stay_still_holds_its_meeting() {
    let stage = Stage::yearly().classified(RESULTS);
    let refusal = stage.refused(&head(), Pass { village: Some(SOUTH) });
    assert_eq!((refusal.unmet[0].duty, refusal.unmet[0].households.len()), (Duty::AgreedByMeeting, 0));
}

#[test]
fn a_meeting_is_not_of_tomorrow_and_not_of_before_the_classification() {
    let stage = Stage::yearly().classified(RESULTS);
    let mut tomorrow = meeting(&stage, SOUTH, 20, vec![vote(DUNG, 20, 0)]);
    tomorrow.held_on = stage.at.day().next();
    let mut before = tomorrow.clone();
    before.held_on = stage.at.day().previous();
    for wrong in [tomorrow, before] {
        assert_eq!(stage.refused(&head(), wrong).why.en, "the day of the meeting is not within this step");
    }
}
