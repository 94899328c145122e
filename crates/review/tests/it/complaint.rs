//! Complaints: until when, who re-checks, what is posted again, and what is answered.

use review::{Duty, GoBack, Leave, Leaving, Outcome, Pass, Remark, Why};

use crate::stage::{
    AN, CHI, DUNG, NOBODY, NORTH, OTHER_SURVEYOR, SOUTH, SURVEYOR, Stage, answer, chair, complain, moment,
    officer, post, recheck,
};

/// Posted on Thursday 5 October 2023 in the north; hangs until the end of Tuesday the 10th.
fn hanging() -> Stage {
    let mut stage = Stage::yearly().agreed();
    stage.on("2023-10-05").does(&officer(), post(NORTH));
    stage
}

#[test]
fn a_complaint_on_the_last_minute_of_the_last_day_is_in_time_and_the_next_minute_is_not() {
    let mut stage = hanging();
    stage.at = moment("2023-10-10", 24 * 60 - 1);
    assert!(stage.campaign.may(complain(1, CHI, NORTH), &officer(), stage.at).is_ok());
    stage.at = moment("2023-10-11", 0);
    let refusal = stage.refused(&officer(), complain(1, CHI, NORTH));
    assert_eq!(refusal.why.vi, "đã hết thời gian niêm yết (hết ngày 10/10/2023)");
    assert!(refusal.remedy.vi.contains("rà soát thường xuyên"), "{}", refusal.remedy.vi);
}

#[test]
fn nobody_complains_before_the_list_hangs() {
    let stage = Stage::yearly().agreed();
    assert_eq!(
        stage.refused(&officer(), complain(1, CHI, NORTH)).why.en,
        "the list of the village is not posted yet"
    );
}

#[test]
fn whoever_surveyed_a_household_does_not_re_check_it() {
    let mut stage = hanging();
    stage.does(&officer(), complain(1, CHI, NORTH));
    let refusal = stage.refused(&officer(), recheck(1, SURVEYOR, Outcome::Poor));
    assert_eq!(refusal.why.vi, "người này đã khảo sát hoặc vừa phúc tra hộ đó");
    stage.does(&officer(), recheck(1, OTHER_SURVEYOR, Outcome::Poor));
    // Whoever re-checked it last does not do so again, but a small commune does not run out of people.
    let third = review::PersonRef(77);
    stage.does(&officer(), complain(2, CHI, NORTH));
    stage.refused(&officer(), recheck(2, OTHER_SURVEYOR, Outcome::NotPoor));
    stage.does(&officer(), recheck(2, third, Outcome::Poor)).does(&officer(), complain(3, CHI, NORTH));
    stage.refused(&officer(), recheck(3, third, Outcome::Poor));
    stage.refused(&officer(), recheck(3, SURVEYOR, Outcome::Poor));
    stage.does(&officer(), recheck(3, OTHER_SURVEYOR, Outcome::Poor));
}

#[test]
fn a_complaint_is_answered_after_its_re_check_with_reasons_and_the_village_waits_for_it() {
    let mut stage = hanging();
    stage.does(&officer(), complain(1, CHI, NORTH));
    assert_eq!(stage.refused(&officer(), answer(1)).why.en, "the complaint was not re-checked");
    stage.after_posting().pass(Some(NORTH));
    assert_eq!(
        stage.refused(&officer(), Pass { village: Some(NORTH) }).unmet[0].duty,
        Duty::ComplaintsAnswered
    );
    stage.does(&officer(), recheck(1, OTHER_SURVEYOR, Outcome::Poor));
    let mut empty = answer(1);
    empty.reason.clear();
    assert_eq!(stage.refused(&officer(), empty).why.en, "the answer has no reason");
    stage.does(&officer(), answer(1)).pass(Some(NORTH));
    assert_eq!(stage.step(Some(NORTH)), "-", "a re-check that changes nothing is not posted again");
}

#[test]
fn a_result_that_a_re_check_changed_hangs_again_for_its_whole_time() {
    let mut stage = hanging();
    stage
        .does(&officer(), complain(1, CHI, NORTH))
        .does(&officer(), recheck(1, OTHER_SURVEYOR, Outcome::NearPoor));
    stage.does(&officer(), answer(1)).after_posting().pass(Some(NORTH));
    let refusal = stage.refused(&officer(), Pass { village: Some(NORTH) });
    assert_eq!((refusal.unmet[0].duty, &refusal.unmet[0].households), (Duty::ResultsPosted, &vec![CHI]));
    stage.does(&officer(), post(NORTH));
    // While it hangs again, complaints are open again.
    stage
        .does(&officer(), complain(2, CHI, NORTH))
        .does(&officer(), recheck(2, review::PersonRef(77), Outcome::NearPoor));
    stage.does(&officer(), answer(2));
    stage.refused(&officer(), Pass { village: Some(NORTH) });
    stage.after_posting().pass(Some(NORTH));
    assert_eq!(stage.step(Some(NORTH)), "-");
}

#[test]
fn a_household_that_was_left_out_comes_in_by_its_re_check_and_is_posted() {
    let mut stage = hanging();
    stage
        .does(&officer(), complain(1, NOBODY, NORTH))
        .does(&officer(), recheck(1, OTHER_SURVEYOR, Outcome::Poor));
    assert_eq!(stage.campaign.case(NOBODY).expect("a case").why, Why::Complaint);
    stage.does(&officer(), answer(1)).after_posting();
    assert_eq!(stage.refused(&officer(), Pass { village: Some(NORTH) }).unmet[0].households, [NOBODY]);
}

#[test]
fn a_re_check_after_its_last_day_is_done_but_marked_as_late() {
    let mut stage = hanging();
    stage.does(&officer(), complain(1, CHI, NORTH));
    let due = stage.campaign.complaints().next().expect("a complaint").1.due.expect("a day");
    stage.at = moment(&due.last_day.next().to_string(), 60);
    let permit = stage
        .campaign
        .may(recheck(1, OTHER_SURVEYOR, Outcome::Poor), &officer(), stage.at)
        .expect("late, not forbidden");
    assert!(matches!(permit.remarks(), [Remark::Late { .. }]), "{:?}", permit.remarks());
    let late = stage.campaign.board(stage.at).late;
    assert_eq!(
        (late.len(), late[0].since, late[0].whose.as_str()),
        (1, due.last_day.next(), "steering_committee")
    );
}

#[test]
fn the_complaint_of_a_household_that_died_is_answered_without_a_re_check() {
    let mut stage = hanging();
    stage.does(&officer(), complain(1, CHI, NORTH));
    stage.does(
        &officer(),
        Leave { household: CHI, why: Leaving::Dissolved, reason: "Giấy chứng tử".to_owned() },
    );
    stage.refused(&officer(), recheck(1, OTHER_SURVEYOR, Outcome::Poor));
    stage.does(&officer(), answer(1));
}

#[test]
fn a_complaint_about_a_household_of_another_village_is_refused() {
    let mut stage = hanging();
    stage.does(&officer(), post(SOUTH));
    stage.refused(&officer(), complain(1, DUNG, NORTH));
    stage.does(&officer(), complain(1, AN, NORTH));
    assert_eq!(
        stage.refused(&officer(), complain(1, AN, NORTH)).why.en,
        "the complaint was recorded already"
    );
    stage.refused(&chair(), GoBack { village: NORTH, to: "complaints".to_owned() });
}
