//! Correcting decisions: what was signed stays; a new decision names it, rests on what was found since, and is proposed by one and signed by
//! another.

use review::{
    CaseState, Corrected, Enroll, Outcome, Pass, ProposeCorrection, Reconsider, SignCorrection, Why,
};

use crate::stage::{
    AN, BINH, CHI, DUNG, NOBODY, NORTH, OTHER_SURVEYOR, SURVEYOR, Stage, chair, day, enroll, everybody,
    officer,
};

fn signed() -> Stage {
    let mut stage = Stage::yearly().recognizable();
    let signature = stage.signature();
    stage.does(&officer(), stage.proposal()).does(&chair(), signature);
    stage
}

fn found(household: review::HouseholdRef, outcome: Outcome) -> Reconsider {
    Reconsider { household, surveyor: OTHER_SURVEYOR, outcome }
}

fn proposal(stage: &Stage) -> ProposeCorrection {
    let (number, on) = stage.campaign.newest_decision().expect("a decision");
    ProposeCorrection {
        corrects: number.to_owned(),
        corrects_on: on,
        reason: "kiểm tra lại theo đơn số 5".to_owned(),
        list_hash: [4; 32],
    }
}

fn signature(stage: &Stage, number: &str) -> SignCorrection {
    SignCorrection {
        number: number.to_owned(),
        signed_on: stage.at.day(),
        list_hash: [4; 32],
        paper_hash: [5; 32],
    }
}

#[test]
fn a_correcting_decision_names_the_old_one_and_changes_only_what_was_found_since() {
    let mut stage = signed();
    let before = stage.campaign.lists();
    let was = stage.campaign.case(DUNG).expect("a case").outcome().expect("an outcome");
    assert_eq!(was, Outcome::Poor);
    stage.does(&officer(), found(DUNG, Outcome::NearPoor));
    assert_eq!(stage.campaign.lists(), before, "nothing changes before the signature");
    assert_eq!(
        stage.campaign.to_correct(),
        [Corrected { household: DUNG, from: Outcome::Poor, to: Outcome::NearPoor }]
    );
    stage.does(&officer(), proposal(&stage));
    stage.does(&chair(), signature(&stage, "15/QĐ-UBND"));
    let campaign = &stage.campaign;
    let correction = campaign.corrections().last().expect("a correction");
    assert_eq!((correction.proposed.corrects.as_str(), correction.households.len()), ("12/QĐ-UBND", 1));
    assert_eq!(campaign.decision().expect("the old one").signed.number, "12/QĐ-UBND", "it stays");
    assert_eq!(campaign.newest_decision().map(|(number, _)| number), Some("15/QĐ-UBND"));
    let of = |household| campaign.decision_of(household).map(|(number, _)| number);
    assert_eq!((of(DUNG), of(AN)), (Some("15/QĐ-UBND"), Some("12/QĐ-UBND")), "each by its own decision");
    let state = campaign.case_state(campaign.case(DUNG).expect("a case"));
    assert_eq!(state, CaseState::Recognized(Outcome::NearPoor));
    let after = campaign.lists();
    assert_eq!(
        (after.poor_households, after.near_poor_households, after.escaped_poor_households),
        (before.poor_households - 1, before.near_poor_households + 1, before.escaped_poor_households + 1)
    );
    // The flow still closes.
    for class in [review::Class::Poor, review::Class::NearPoor] {
        assert!(review::flow::PovertyFlow::of(class, campaign.changes()).closes());
    }
    assert!(campaign.to_correct().is_empty() && campaign.correction_draft().is_none());
    // The next one names this one.
    stage.does(&officer(), Reconsider { surveyor: SURVEYOR_2, ..found(DUNG, Outcome::Poor) });
    let old = ProposeCorrection { corrects: "12/QĐ-UBND".to_owned(), ..proposal(&stage) };
    assert!(stage.refused(&officer(), old).why.en.contains("not the newest one"));
    stage.does(&officer(), proposal(&stage));
    stage.does(&chair(), signature(&stage, "18/QĐ-UBND"));
    assert_eq!(stage.campaign.lists(), before);
}

/// Nobody who asked the household before.
const SURVEYOR_2: review::PersonRef = review::PersonRef(77);

#[test]
fn before_a_decision_and_without_anything_found_nothing_is_corrected() {
    let stage = Stage::yearly().recognizable();
    assert!(stage.refused(&officer(), found(DUNG, Outcome::NearPoor)).why.en.contains("no decision yet"));
    let mut stage = signed();
    assert!(stage.refused(&officer(), proposal(&stage)).why.en.contains("nothing that was found since"));
    // A check that confirms the decision is recorded and changes nothing.
    stage.does(&officer(), found(DUNG, Outcome::Poor));
    assert!(stage.refused(&officer(), proposal(&stage)).why.en.contains("nothing that was found since"));
    assert!(stage.refused(&officer(), found(NOBODY, Outcome::Poor)).why.en.contains("not in the campaign"));
    let enrolled: Enroll = enroll(NOBODY, NORTH, Why::Complaint);
    stage.refused(&officer(), enrolled);
}

#[test]
fn whoever_asked_before_does_not_check_and_whoever_proposed_or_asked_does_not_sign() {
    let mut stage = signed();
    let again = Reconsider { surveyor: SURVEYOR, ..found(AN, Outcome::NearPoor) };
    assert!(stage.refused(&officer(), again).why.en.contains("surveyed the household"));
    assert!(stage.refused(&chair(), found(AN, Outcome::NearPoor)).source.is_some(), "it is the officer's");
    stage.does(&officer(), found(BINH, Outcome::Poor));
    let silent = ProposeCorrection { reason: " ".to_owned(), ..proposal(&stage) };
    assert!(stage.refused(&officer(), silent).why.en.contains("no reason"));
    stage.does(&everybody(), proposal(&stage));
    assert_eq!(
        stage.refused(&everybody(), signature(&stage, "15/QĐ-UBND")).why.vi,
        "người trình không được ký"
    );
    let asked = review::Hand { person: OTHER_SURVEYOR, offices: chair().offices };
    assert!(stage.refused(&asked, signature(&stage, "15/QĐ-UBND")).why.en.contains("surveyed or re-checked"));
    stage.refused(&officer(), signature(&stage, "15/QĐ-UBND"));
    let other = SignCorrection { list_hash: [9; 32], ..signature(&stage, "15/QĐ-UBND") };
    assert!(stage.refused(&chair(), other).why.en.contains("not proposed"));
    for wrong in [
        signature(&stage, " "),
        signature(&stage, "12/QĐ-UBND"),
        SignCorrection { signed_on: stage.at.day().next(), ..signature(&stage, "15/QĐ-UBND") },
        SignCorrection { signed_on: day("2023-09-01"), ..signature(&stage, "15/QĐ-UBND") },
    ] {
        assert!(stage.refused(&chair(), wrong).why.en.contains("number or day"));
    }
    // What is found after the proposal makes another list.
    stage.does(&officer(), found(DUNG, Outcome::NearPoor));
    assert!(stage.refused(&chair(), signature(&stage, "15/QĐ-UBND")).why.en.contains("changed since"));
    stage.does(&officer(), proposal(&stage));
    stage.does(&chair(), signature(&stage, "15/QĐ-UBND"));
}

#[test]
fn a_corrected_household_gets_its_certificate_and_who_lost_it_an_answer_also_after_the_step() {
    let mut stage = signed();
    stage.pass(None);
    for household in [AN, CHI, DUNG, BINH] {
        let is_recognized = stage
            .campaign
            .case(household)
            .and_then(review::Case::outcome)
            .is_some_and(Outcome::is_recognized);
        if is_recognized {
            stage.does(&officer(), review::IssueCertificate { household });
        }
    }
    stage.pass(None);
    stage.does(&officer(), found(AN, Outcome::NearPoor));
    stage.does(&officer(), proposal(&stage));
    stage.does(&chair(), signature(&stage, "15/QĐ-UBND"));
    let unmet = stage.refused(&chair(), Pass { village: None }).unmet;
    assert!(
        unmet.iter().any(|one| one.duty == review::Duty::Certified && one.households == [AN]),
        "{unmet:?}"
    );
    stage.does(&officer(), review::IssueCertificate { household: AN });
    stage.does(&officer(), review::SendReport { report: "results".to_owned() }).pass(None);
    assert!(stage.campaign.board(stage.at).is_finished);
}
