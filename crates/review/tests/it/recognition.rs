//! Recognition: four eyes, duties before the signature, sums that close; then certificates, answers, reports.

use review::{
    AnswerApplicant, CaseState, Duty, Enroll, Hand, IssueCertificate, Leave, Leaving, Lists, Outcome, Pass,
    PersonRef, Propose, Remark, SendReport, Setting, Sign, Survey, Why,
};

use crate::stage::{
    AN, BINH, CHI, DUNG, NORTH, SURVEYOR, Stage, chair, enroll, everybody, moment, officer, procedure,
    surveyor, terms,
};

#[test]
fn one_proposes_and_another_signs() {
    let mut stage = Stage::yearly().recognizable();
    let both = everybody();
    stage.does(&both, stage.proposal());
    let refusal = stage.refused(&both, stage.signature());
    assert_eq!(refusal.why.vi, "người trình không được ký");
    stage.does(&chair(), stage.signature());
    assert_eq!(stage.campaign.decision().expect("a decision").by, chair().person);
}

#[test]
fn whoever_surveyed_a_household_does_not_sign_its_decision() {
    let mut stage = Stage::yearly().recognizable();
    stage.does(&officer(), stage.proposal());
    let surveyed_too = Hand { person: SURVEYOR, offices: chair().offices };
    assert_eq!(
        stage.refused(&surveyed_too, stage.signature()).why.en,
        "the signer surveyed or re-checked a household of this campaign"
    );
    assert_eq!(stage.refused(&officer(), stage.signature()).why.vi, "việc này do Chủ tịch UBND cấp xã làm");
}

#[test]
fn lists_that_do_not_add_up_to_the_cases_are_not_proposed() {
    let stage = Stage::yearly().recognizable();
    let lists = stage.campaign.lists();
    assert_eq!(
        lists,
        Lists { poor_households: 2, near_poor_households: 1, escaped_poor_households: 1, ..Lists::default() }
    );
    let wrong = Lists { poor_households: 3, ..lists };
    let refusal = stage.refused(&officer(), Propose { lists: wrong, list_hash: [1; 32] });
    assert_eq!(refusal.why.en, "the lists do not add up to the cases of the campaign");
}

#[test]
fn what_changes_after_the_proposal_must_be_proposed_again() {
    let mut stage = Stage::yearly().recognizable();
    stage.does(&officer(), stage.proposal());
    let other_list = Sign { list_hash: [9; 32], ..stage.signature() };
    assert!(stage.refused(&chair(), other_list).why.en.contains("were not proposed"));
    stage.does(&officer(), Leave { household: DUNG, why: Leaving::Moved, reason: "Giấy chuyển".to_owned() });
    assert!(stage.refused(&chair(), stage.signature()).why.en.contains("were not proposed"));
    let signature = stage.signature();
    stage.does(&officer(), stage.proposal()).does(&chair(), signature);
}

#[test]
fn before_the_signature_all_steps_are_asked_again_and_not_only_whether_they_were_passed() {
    let mut stage = Stage::open("yearly-2021", terms(2025, None), moment("2025-09-05", 480)).posted();
    let by = |office: Option<&str>| crate::stage::determine(Setting::OpinionBy(office.map(str::to_owned)));
    stage.pass(Some(NORTH)).pass(Some(crate::stage::SOUTH)).does(&chair(), by(None)).pass(None);
    stage.does(&officer(), stage.proposal());
    // After the step was passed without an opinion, a text turns up that names somebody.
    stage.does(&chair(), by(Some("province_chair")));
    let refusal = stage.refused(&chair(), stage.signature());
    assert_eq!((refusal.unmet.len(), refusal.unmet[0].duty), (1, Duty::OpinionGiven));
    assert_eq!(stage.refused(&officer(), stage.proposal()).unmet[0].duty, Duty::OpinionGiven);
}

#[test]
fn number_and_day_of_the_decision_must_be_possible() {
    let mut stage = Stage::yearly().recognizable();
    stage.does(&officer(), stage.proposal());
    let signature = stage.signature();
    for wrong in [
        Sign { number: " ".to_owned(), ..signature.clone() },
        Sign { signed_on: stage.at.day().next(), ..signature.clone() },
        Sign { signed_on: crate::stage::day("2023-08-31"), ..signature },
    ] {
        assert_eq!(stage.refused(&chair(), wrong).why.en, "the number or day of the decision is not right");
    }
}

#[test]
fn a_signed_decision_is_not_changed() {
    let mut stage = Stage::yearly().recognizable();
    let signature = stage.signature();
    stage.does(&officer(), stage.proposal()).does(&chair(), signature);
    let leave = Leave { household: DUNG, why: Leaving::Moved, reason: "Giấy chuyển".to_owned() };
    let refusal = stage.refused(&officer(), leave);
    assert_eq!(refusal.why.vi, "quyết định 12/QĐ-UBND đã ký, không sửa được nữa");
    assert_eq!(refusal.remedy.en, "make a new decision that names the one it corrects");
    stage.refused(&chair(), stage.signature());
    stage.refused(&surveyor(), Survey { household: AN, surveyor: SURVEYOR });
}

#[test]
fn every_recognised_household_gets_a_certificate_and_who_asked_in_vain_an_answer_with_reasons() {
    let results = [Outcome::NotPoor, Outcome::NearPoor, Outcome::NotPoor, Outcome::Poor];
    let mut stage = Stage::yearly().classified(results);
    for (village, agenda) in [(NORTH, vec![AN, BINH]), (crate::stage::SOUTH, vec![DUNG])] {
        let agenda = agenda.into_iter().map(|household| crate::stage::vote(household, 9, 0)).collect();
        let held = crate::stage::meeting(&stage, village, 9, agenda);
        stage
            .does(&crate::stage::head(), held)
            .does(&crate::stage::head(), crate::stage::minutes(village, 0));
        stage.pass(Some(village)).does(&officer(), crate::stage::post(village));
    }
    stage.after_posting();
    for village in [NORTH, crate::stage::SOUTH] {
        stage.pass(Some(village)).pass(Some(village));
    }
    stage.does(&chair(), review::AskOpinion { office: "district_chair".to_owned() });
    stage
        .does(&crate::stage::district(), review::GiveOpinion { agrees: true, recheck: Vec::new() })
        .pass(None);
    let signature = stage.signature();
    stage.does(&officer(), stage.proposal()).does(&chair(), signature).pass(None);
    let state =
        |stage: &Stage, household| stage.campaign.case_state(stage.campaign.case(household).expect("a case"));
    assert_eq!(
        (state(&stage, DUNG), state(&stage, CHI)),
        (CaseState::Recognized(Outcome::Poor), CaseState::NotRecognized)
    );
    let unmet = stage.refused(&officer(), Pass { village: None }).unmet;
    let owed: Vec<_> = unmet.iter().map(|unmet| (unmet.duty, unmet.households.clone())).collect();
    assert_eq!(owed, [(Duty::Certified, vec![BINH, DUNG]), (Duty::ApplicantsAnswered, vec![CHI])]);
    assert_eq!(
        stage.refused(&officer(), IssueCertificate { household: CHI }).why.en,
        "no decision recognises the household"
    );
    let no_reason = AnswerApplicant { household: CHI, reason: String::new() };
    assert_eq!(stage.refused(&officer(), no_reason).why.en, "the answer has no reason");
    stage.does(&officer(), AnswerApplicant { household: CHI, reason: "Thu nhập trên chuẩn".to_owned() });
    for household in [BINH, DUNG] {
        stage.does(&officer(), IssueCertificate { household });
        stage.refused(&officer(), IssueCertificate { household });
    }
    stage.pass(None);
    assert_eq!(stage.refused(&chair(), Pass { village: None }).unmet[0].duty, Duty::Reported);
    stage.does(&officer(), SendReport { report: "results".to_owned() }).pass(None);
    assert!(stage.campaign.board(stage.at).is_finished);
}

#[test]
fn a_decision_after_14_december_is_late_and_not_forbidden() {
    let mut stage = Stage::yearly().recognizable();
    stage.does(&officer(), stage.proposal());
    stage.at = moment("2023-12-14", 24 * 60 - 1);
    assert!(stage.campaign.late(stage.at).is_empty());
    stage.at = moment("2023-12-15", 0);
    let late = stage.campaign.late(stage.at);
    assert_eq!(
        (late.len(), late[0].what.vi.as_str(), late[0].whose.as_str()),
        (1, "quyết định công nhận", "commune_chair")
    );
    let permit = stage.campaign.may(stage.signature(), &chair(), stage.at).expect("late, not forbidden");
    assert!(matches!(permit.remarks(), [Remark::Late { .. }]));
}

#[test]
fn the_monthly_report_is_due_on_the_5th_of_the_next_month_from_february_to_september() {
    for (month, owed) in [(1, Some("2026-02-05")), (8, Some("2026-09-05")), (9, None), (12, None)] {
        let at = moment(&format!("2026-{month:02}-15"), 480);
        let stage = Stage::open("monthly-2021", terms(2026, Some(month)), at);
        let due = stage
            .campaign
            .reports_owed()
            .next()
            .map(|report| stage.campaign.report_due(report).expect("a day").last_day);
        assert_eq!(due, owed.map(crate::stage::day), "month {month}");
    }
}

#[test]
fn a_household_asks_to_leave_by_form_04_in_the_monthly_procedure() {
    let exit = procedure("monthly-exit-2021");
    assert_eq!(exit.requests[0].number.as_deref(), Some("Mẫu 04"));
    let mut stage = Stage::open("monthly-exit-2021", terms(2026, Some(3)), moment("2026-03-16", 480));
    let asks: Enroll = enroll(AN, NORTH, Why::Asked { form: "exit".to_owned() });
    stage.does(&officer(), asks).pass(None);
    assert_eq!(stage.campaign.case(AN).expect("a case").before, Some(review::Class::Poor));
    assert_eq!(stage.step(Some(NORTH)), "survey");
    let _ = PersonRef(0);
}
