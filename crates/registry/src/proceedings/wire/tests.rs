//! Every kind of deed is read as it was written, and no other.
#![allow(clippy::unwrap_used)]

use super::*;

/// One of each kind, with every field told apart from its neighbours.
fn every_deed() -> Vec<Deed> {
    let (household, village, complaint) = (HouseholdRef(11), VillageRef(12), ComplaintRef(13));
    let on: Day = "2026-10-09".parse().unwrap();
    let text = |text: &str| text.to_owned();
    let enroll = |why| Enroll { household, village, why, formerly: vec![Class::NearPoor, Class::Poor] };
    let determine = |setting| Determine { setting, reason: text("văn bản 5") };
    vec![
        enroll(Why::Managed).into(),
        enroll(Why::Asked { form: text("review") }).into(),
        enroll(Why::Suggested { reason: text("mới thoát nghèo") }).into(),
        enroll(Why::Complaint).into(),
        Screen { household, goes_on: true, ticked: vec![text("a1"), text("a2")] }.into(),
        Survey { household, surveyor: PersonRef(14) }.into(),
        Classify { household, standard: text("vn-2022"), outcome: Some(Outcome::Poor) }.into(),
        Classify { household, standard: text("vn-2022"), outcome: None }.into(),
        HoldMeeting {
            village,
            held_on: on,
            present: 40,
            attending: vec![text("village_head")],
            agenda: vec![
                AgendaItem { household, agree: 30, disagree: 4, says: None },
                AgendaItem { household, agree: 1, disagree: 2, says: Some(Outcome::NotPoor) },
            ],
        }
        .into(),
        AttachMinutes { village, meeting: 1, copies: 2, signed_by: vec![text("chair")] }.into(),
        AnswerDisagreement { household, answer: DisagreementAnswer::Keep { reason: text("đúng") } }.into(),
        AnswerDisagreement { household, answer: DisagreementAnswer::SurveyAgain }.into(),
        Post { village, places: vec![text("village_house")], announced: true, list_hash: [3; 32] }.into(),
        Complain {
            complaint,
            household,
            village,
            about: Grievance::WrongData,
            from: Source::Front,
            against: Some(text("owns_cattle")),
            words: text("không có bò"),
        }
        .into(),
        TakeFeedback {
            feedback: FeedbackRef(16),
            village,
            household: Some(household),
            is_anonymous: true,
            words: text("nhà đó có xe"),
        }
        .into(),
        TakeFeedback {
            feedback: FeedbackRef(16),
            village,
            household: None,
            is_anonymous: false,
            words: text("ông Ba nói"),
        }
        .into(),
        SettleFeedback {
            feedback: FeedbackRef(16),
            finding: Finding::NothingFound,
            reason: text("đã đến xem"),
        }
        .into(),
        Recheck { complaint, surveyor: PersonRef(15), outcome: Outcome::NearPoor }.into(),
        AnswerComplaint { complaint, reason: text("đã phúc tra") }.into(),
        AskOpinion { office: text("province_chair") }.into(),
        GiveOpinion { agrees: false, recheck: vec![household] }.into(),
        ConsiderOpinion { explanation: text("tiếp thu") }.into(),
        Propose {
            lists: Lists {
                poor_households: 1,
                near_poor_households: 2,
                escaped_poor_households: 3,
                escaped_near_poor_households: 4,
                other_recognized: 5,
            },
            list_hash: [4; 32],
        }
        .into(),
        Sign { number: text("12/QĐ-UBND"), signed_on: on, list_hash: [5; 32], paper_hash: [6; 32] }.into(),
        Reconsider { household, surveyor: PersonRef(16), outcome: Outcome::NotPoor }.into(),
        ProposeCorrection {
            corrects: text("12/QĐ-UBND"),
            corrects_on: on,
            reason: text("khiếu nại"),
            list_hash: [7; 32],
        }
        .into(),
        SignCorrection {
            number: text("15/QĐ-UBND"), signed_on: on, list_hash: [8; 32], paper_hash: [9; 32]
        }
        .into(),
        IssueCertificate { household }.into(),
        AnswerApplicant { household, reason: text("thu nhập trên chuẩn") }.into(),
        SendReport { report: text("results") }.into(),
        Leave { household, why: Leaving::Dissolved, reason: text("giấy chứng tử") }.into(),
        determine(Setting::Length {
            measures: Measured::Opinion,
            length: Length { days: 7, unit: Unit::CalendarDay },
        })
        .into(),
        determine(Setting::OpinionBy(None)).into(),
        determine(Setting::OpinionBy(Some(text("province_chair")))).into(),
        determine(Setting::StillHolds).into(),
        Pass { village: None }.into(),
        Pass { village: Some(village) }.into(),
        GoBack { village, to: text("survey") }.into(),
    ]
}

#[test]
fn every_kind_of_deed_is_read_as_it_was_written() {
    let mut kinds = std::collections::BTreeSet::new();
    for deed in every_deed() {
        kinds.insert(deed.kind());
        assert_eq!(read(&written(&deed)), Some(deed.clone()), "{deed:?}");
    }
    assert_eq!(kinds.len(), 28, "a kind of deed is not tried here");
}

#[test]
fn a_deed_that_lacks_any_one_of_its_fields_is_not_read() {
    for deed in every_deed() {
        let json = written(&deed);
        for key in json.as_object().unwrap().keys() {
            let mut without = json.clone();
            without.as_object_mut().unwrap().remove(key);
            assert_eq!(read(&without), None, "{deed:?} without {key}");
        }
    }
}

#[test]
fn terms_are_read_as_they_were_written() {
    let managed =
        vec![Managed { household: HouseholdRef(1), village: VillageRef(2), class: Class::NearPoor }];
    let villages = vec![VillageRef(2), VillageRef(3)];
    assert_eq!(terms_read(&terms_written(&villages, &managed)), Some((villages, managed)));
}
