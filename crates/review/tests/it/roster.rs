//! The roster: nobody without a reason, nobody left out, and who leaves says why.

use review::procedure::{GoesOn, Screening};
use review::{CaseState, Duty, Leave, Leaving, Outcome, Pass, Screen, Survey, Why};

use vocab::LocalText;

use crate::stage::{
    AN, BINH, CHI, DUNG, NOBODY, NORTH, RESULTS, SOUTH, SURVEYOR, Stage, classify, enroll, officer, surveyor,
};

#[test]
fn the_roster_is_not_closed_while_a_household_that_is_managed_is_missing() {
    let mut stage = Stage::yearly();
    stage
        .does(&officer(), enroll(AN, NORTH, Why::Managed))
        .does(&officer(), enroll(BINH, NORTH, Why::Managed));
    let refusal = stage.refused(&officer(), Pass { village: None });
    assert_eq!(refusal.unmet.len(), 1);
    assert_eq!((refusal.unmet[0].duty, &refusal.unmet[0].households), (Duty::ManagedListed, &vec![DUNG]));
    assert_eq!(refusal.source.expect("an article").doc, "qd-24-2021");
    stage.does(&officer(), enroll(DUNG, SOUTH, Why::Managed)).pass(None);
    assert_eq!(stage.step(Some(NORTH)), "survey");
}

#[test]
fn nobody_is_added_without_a_reason_that_is_true() {
    let stage = Stage::yearly();
    let refusal = stage.refused(&officer(), enroll(NOBODY, NORTH, Why::Managed));
    assert_eq!(refusal.why.vi, "hộ này không thuộc danh sách đang quản lý");
    let refusal = stage.refused(&officer(), enroll(NOBODY, NORTH, Why::Suggested { reason: " ".to_owned() }));
    assert_eq!(refusal.why.en, "there is no reason for putting the household on the roster");
    let refusal = stage.refused(&officer(), enroll(NOBODY, NORTH, Why::Asked { form: "exit".to_owned() }));
    assert_eq!(refusal.why.en, "this procedure takes no form `exit`");
    let refusal = stage.refused(&surveyor(), enroll(AN, NORTH, Why::Managed));
    assert!(refusal.why.vi.contains("Ban Chỉ đạo rà soát cấp xã"), "{}", refusal.why.vi);
}

#[test]
fn only_a_household_that_asked_is_screened_and_it_is_screened_before_it_is_surveyed() {
    let mut stage = Stage::yearly();
    stage.does(&officer(), enroll(AN, NORTH, Why::Managed));
    let refusal = stage.refused(&officer(), Screen { household: AN, goes_on: true, ticked: Vec::new() });
    assert_eq!(refusal.why.en, "only a household that asked is screened");
    for (household, village) in [(BINH, NORTH), (DUNG, SOUTH)] {
        stage.does(&officer(), enroll(household, village, Why::Managed));
    }
    stage.does(&officer(), enroll(CHI, NORTH, Why::Asked { form: "review".to_owned() }));
    let refusal = stage.refused(&officer(), Pass { village: None });
    assert_eq!((refusal.unmet[0].duty, &refusal.unmet[0].households), (Duty::ApplicantsScreened, &vec![CHI]));
    assert_eq!(refusal.unmet[0].source.appendix.as_deref(), Some("II"));
}

#[test]
fn a_household_that_the_screening_stops_is_on_no_list_and_waits_for_its_answer() {
    let mut stage = Stage::yearly();
    for (household, village) in [(AN, NORTH), (BINH, NORTH), (DUNG, SOUTH)] {
        stage.does(&officer(), enroll(household, village, Why::Managed));
    }
    stage.does(&officer(), enroll(CHI, NORTH, Why::Asked { form: "review".to_owned() }));
    stage.does(&officer(), Screen { household: CHI, goes_on: false, ticked: Vec::new() }).pass(None);
    let case = stage.campaign.case(CHI).expect("a case");
    assert_eq!(stage.campaign.case_state(case), CaseState::ScreenedOut);
    let refusal = stage.refused(&surveyor(), Survey { household: CHI, surveyor: SURVEYOR });
    assert!(refusal.why.en.contains("not in the campaign"), "{}", refusal.why.en);
}

#[test]
fn who_dies_or_moves_away_during_the_posting_leaves_with_a_reason_and_hinders_nobody() {
    let mut stage = Stage::yearly().posted();
    let leave = |reason: &str| Leave { household: DUNG, why: Leaving::Dissolved, reason: reason.to_owned() };
    assert_eq!(stage.refused(&officer(), leave("")).why.en, "there is no reason");
    stage.does(&officer(), leave("Giấy chứng tử số 4"));
    assert_eq!(stage.campaign.case_state(stage.campaign.case(DUNG).expect("a case")), CaseState::Left);
    stage.pass(Some(NORTH)).pass(Some(SOUTH));
    assert_eq!(stage.step(None), "opinion");
    assert_eq!(stage.campaign.lists().poor_households, 1, "Chi; Dũng is gone");
}

#[test]
fn a_result_by_another_standard_than_the_campaign_names_is_refused() {
    let mut stage = Stage::yearly().rostered();
    for household in [AN, BINH, CHI] {
        stage.does(&surveyor(), Survey { household, surveyor: SURVEYOR });
    }
    stage.pass(Some(NORTH));
    let mut other = classify(AN, Some(Outcome::Poor));
    other.standard = "vn-2027".to_owned();
    let refusal = stage.refused(&officer(), other);
    assert_eq!(refusal.why.en, "the result is by `vn-2027`, the campaign by `vn-2022`");
    let refusal = stage.refused(&officer(), classify(AN, Some(Outcome::LowIncomeWorker)));
    assert!(refusal.why.en.starts_with("the procedure has no outcome"), "{}", refusal.why.en);
}

#[test]
fn an_undetermined_household_holds_its_village_until_it_is_surveyed_again() {
    let mut stage = Stage::yearly().rostered();
    stage.does(&surveyor(), Survey { household: DUNG, surveyor: SURVEYOR }).pass(Some(SOUTH));
    stage.does(&officer(), classify(DUNG, None));
    let refusal = stage.refused(&officer(), Pass { village: Some(SOUTH) });
    assert_eq!((refusal.unmet[0].duty, &refusal.unmet[0].households), (Duty::Classified, &vec![DUNG]));
    let case = |stage: &Stage| stage.campaign.case_state(stage.campaign.case(DUNG).expect("a case"));
    assert_eq!(case(&stage), CaseState::Suspended);
    stage.does(&officer(), review::GoBack { village: SOUTH, to: "survey".to_owned() });
    assert_eq!((stage.step(Some(SOUTH)), stage.step(Some(NORTH))), ("survey", "survey"));
    let refusal = stage.refused(&officer(), Pass { village: Some(SOUTH) });
    assert_eq!(refusal.unmet[0].duty, Duty::Surveyed);
    stage.does(&surveyor(), Survey { household: DUNG, surveyor: SURVEYOR }).pass(Some(SOUTH));
    stage.does(&officer(), classify(DUNG, Some(Outcome::Poor))).pass(Some(SOUTH));
    assert_eq!(stage.step(Some(SOUTH)), "meeting");
}

#[test]
fn a_village_without_a_household_to_review_goes_through_and_holds_nobody_up() {
    let stage = Stage::yearly().classified(RESULTS);
    assert_eq!((stage.step(Some(NORTH)), stage.step(Some(crate::stage::EMPTY))), ("meeting", "-"));
}

#[test]
fn a_household_that_splits_during_the_posting_stays_as_it_was_reviewed_and_the_new_one_asks_for_itself() {
    let stage = Stage::yearly().posted();
    let refusal =
        stage.refused(&officer(), enroll(NOBODY, SOUTH, Why::Suggested { reason: "tách hộ".to_owned() }));
    assert_eq!(refusal.remedy.vi, "việc này thuộc bước “Lập danh sách hộ cần rà soát”");
    let case = stage.campaign.case(DUNG).expect("a case");
    assert_eq!(stage.campaign.case_state(case), CaseState::Classified(Outcome::Poor));
}

#[test]
fn a_right_that_ended_before_the_signature_no_longer_signs() {
    let mut stage = Stage::yearly().recognizable();
    stage.does(&officer(), stage.proposal());
    let withdrawn = review::Hand { offices: Vec::new(), ..crate::stage::chair() };
    assert_eq!(stage.refused(&withdrawn, stage.signature()).why.vi, "việc này do Chủ tịch UBND cấp xã làm");
}

#[test]
fn a_low_income_worker_is_posted_five_working_days_without_a_meeting_and_decided_within_15_days() {
    let at = crate::stage::moment("2026-05-15", 480);
    let mut stage = Stage::open("low-income-worker-2025", crate::stage::terms(2026, Some(5)), at);
    stage
        .does(&officer(), enroll(CHI, NORTH, Why::Asked { form: "low_income_worker".to_owned() }))
        .pass(None);
    stage.does(&surveyor(), Survey { household: CHI, surveyor: SURVEYOR }).pass(Some(NORTH));
    stage.does(&officer(), classify(CHI, Some(Outcome::LowIncomeWorker))).pass(Some(NORTH));
    stage.on("2026-05-18").does(&officer(), crate::stage::post(NORTH));
    let posting = &stage.campaign.track(NORTH).expect("a village").postings[0];
    assert_eq!(posting.due.last_day, crate::stage::day("2026-05-25"));
    for village in [SOUTH, crate::stage::EMPTY] {
        while stage.step(Some(village)) != "-" {
            stage.pass(Some(village));
        }
    }
    stage.after_posting().pass(Some(NORTH)).pass(Some(NORTH));
    let signature = stage.signature();
    stage.does(&officer(), stage.proposal()).does(&crate::stage::chair(), signature).pass(None);
    assert_eq!(stage.campaign.lists().other_recognized, 1);
    stage.pass(None);
    assert!(stage.campaign.board(stage.at).is_finished);
}

#[test]
fn where_the_questions_of_form_a_are_known_its_result_follows_from_them() {
    let mut with = crate::stage::procedure("yearly-2021").clone();
    with.screening = Some(Screening {
        questions: vec![("a1".to_owned(), LocalText::same("có ô tô"))],
        goes_on: GoesOn::NoneTicked,
        source: with.source.clone(),
    });
    let mut stage = Stage::yearly_by(Box::leak(Box::new(with)));
    stage.does(&officer(), enroll(CHI, NORTH, Why::Asked { form: "review".to_owned() }));
    let screen = |goes_on, ticked: &[&str]| Screen {
        household: CHI,
        goes_on,
        ticked: ticked.iter().map(|id| (*id).to_owned()).collect(),
    };
    for wrong in [screen(true, &["a1"]), screen(false, &[]), screen(false, &["a9"])] {
        let refusal = stage.refused(&surveyor(), wrong);
        assert_eq!(refusal.why.vi, "kết quả không theo các câu trả lời của Phiếu A");
    }
    stage.does(&surveyor(), screen(false, &["a1"]));
    assert!(!stage.campaign.case(CHI).unwrap().is_active());
    // Where they are not known, the paper says it, and nobody ticks what was not asked.
    let mut without = Stage::yearly();
    without.does(&officer(), enroll(CHI, NORTH, Why::Asked { form: "review".to_owned() }));
    without.refused(&surveyor(), screen(false, &["a1"]));
    without.does(&surveyor(), screen(true, &[]));
}

#[test]
fn no_village_passes_a_step_of_the_commune() {
    let mut stage = Stage::yearly();
    let passed = stage.refused(&officer(), Pass { village: Some(NORTH) });
    assert_eq!(passed.why.vi, "bước này là việc của cả xã");
    // The roster is still there to be made.
    stage.does(&officer(), enroll(AN, NORTH, Why::Managed));
}
