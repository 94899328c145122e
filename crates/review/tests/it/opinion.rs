//! The opinion: of whom the law names for that day, determined where it names nobody that is known, and none in between.

use review::{
    AskOpinion, ConsiderOpinion, Duty, GiveOpinion, GoBack, OpinionBy, Outcome, Pass, Setting, Source,
};

use crate::stage::{
    AN, CHI, NORTH, OTHER_SURVEYOR, SOUTH, Stage, answer, chair, complain, determine, district, moment,
    officer, post, procedure, province, recheck, terms,
};

/// At the step of the opinion.
fn reported() -> Stage {
    let mut stage = Stage::yearly().posted();
    stage.pass(Some(NORTH)).pass(Some(SOUTH));
    stage
}

fn ask(office: &str) -> AskOpinion {
    AskOpinion { office: office.to_owned() }
}

#[test]
fn until_june_2025_the_district_is_asked_and_nobody_else() {
    let mut stage = reported();
    assert_eq!(stage.campaign.opinion_by(stage.at), OpinionBy::Office("district_chair".to_owned()));
    assert!(stage.refused(&chair(), ask("province_chair")).why.vi.contains("Chủ tịch UBND cấp huyện"));
    assert_eq!(stage.refused(&chair(), Pass { village: None }).unmet[0].duty, Duty::OpinionGiven);
    stage.does(&chair(), ask("district_chair"));
    let agree = GiveOpinion { agrees: true, recheck: Vec::new() };
    assert!(stage.refused(&province(), agree.clone()).why.en.starts_with("this opinion is given by"));
    stage.does(&district(), agree).pass(None);
    assert_eq!(stage.step(None), "recognition");
    // Nobody sets aside what a text says.
    assert_eq!(stage.refused(&chair(), determine(Setting::OpinionBy(None))).why.en, "a text says this");
}

#[test]
fn from_july_2025_somebody_must_determine_who_is_asked_or_that_nobody_is() {
    let level = procedure("yearly-2021").opinion_on(crate::stage::day("2025-07-01")).expect("an entry");
    assert!(matches!(level.who, review::procedure::Appointed::Unknown(_)));
    let mut stage = Stage::open("yearly-2021", terms(2025, None), moment("2025-09-05", 480)).posted();
    stage.pass(Some(NORTH)).pass(Some(SOUTH));
    assert_eq!(stage.campaign.opinion_by(stage.at), OpinionBy::Unknown);
    let refusal = stage.refused(&chair(), ask("district_chair"));
    assert_eq!(refusal.why.vi, "chưa rõ pháp luật giao ai cho ý kiến vào ngày này");
    assert_eq!(refusal.source.expect("an article").doc, "nd-131-2025");
    stage.refused(&chair(), Pass { village: None });
    let mut nobody = stage.clone();
    nobody.does(&chair(), determine(Setting::OpinionBy(None))).pass(None);
    assert_eq!(nobody.step(None), "recognition");
    stage.does(&chair(), determine(Setting::OpinionBy(Some("province_chair".to_owned()))));
    stage.does(&chair(), ask("province_chair"));
    stage.does(&province(), GiveOpinion { agrees: true, recheck: Vec::new() }).pass(None);
}

#[test]
fn an_opinion_that_does_not_agree_is_considered_with_an_explanation() {
    let mut stage = reported();
    stage
        .does(&chair(), ask("district_chair"))
        .does(&district(), GiveOpinion { agrees: false, recheck: Vec::new() });
    assert_eq!(stage.refused(&chair(), Pass { village: None }).unmet[0].duty, Duty::OpinionGiven);
    assert_eq!(
        stage.refused(&chair(), ConsiderOpinion { explanation: String::new() }).why.en,
        "the explanation is empty"
    );
    stage.does(&chair(), ConsiderOpinion { explanation: "Giữ kết quả vì …".to_owned() }).pass(None);
}

#[test]
fn where_the_opinion_asks_for_a_re_check_the_villages_go_back_and_the_opinion_is_asked_again() {
    let mut stage = reported();
    stage.does(&chair(), ask("district_chair"));
    stage.does(&district(), GiveOpinion { agrees: false, recheck: vec![CHI] });
    stage.does(&chair(), GoBack { village: NORTH, to: "complaints".to_owned() });
    assert_eq!(
        (stage.step(Some(NORTH)), stage.step(Some(SOUTH)), stage.step(None)),
        ("complaints", "-", "-")
    );
    let mut asked = complain(1, CHI, NORTH);
    asked.from = Source::Opinion;
    // Only for the household that it named is the posting not needed.
    let mut other = complain(2, AN, NORTH);
    other.from = Source::Opinion;
    stage.refused(&officer(), other);
    stage.does(&officer(), asked).does(&officer(), recheck(1, OTHER_SURVEYOR, Outcome::NearPoor));
    stage.does(&officer(), answer(1)).does(&officer(), post(NORTH)).after_posting().pass(Some(NORTH));
    assert_eq!(stage.step(None), "opinion");
    assert!(stage.campaign.opinion().is_none(), "the old opinion is not about the new results");
    stage.refused(&chair(), Pass { village: None });
    stage.does(&chair(), ask("district_chair"));
    stage.does(&district(), GiveOpinion { agrees: true, recheck: Vec::new() }).pass(None);
}

#[test]
fn an_opinion_that_does_not_come_is_late_and_says_whose_it_is() {
    let mut stage = reported();
    stage.does(&chair(), ask("district_chair"));
    let due = stage.campaign.opinion().expect("asked").due.expect("a day");
    assert!(stage.campaign.late(stage.at).is_empty());
    let late = stage.campaign.late(moment(&due.last_day.next().to_string(), 0));
    assert_eq!(
        (late.len(), late[0].whose.as_str(), late[0].since),
        (1, "district_chair", due.last_day.next())
    );
}

#[test]
fn the_monthly_review_asks_nobody_and_is_decided_within_15_days() {
    let monthly = procedure("monthly-2021");
    assert!(monthly.opinion.is_empty() && monthly.position("opinion").is_none());
    for step in ["survey", "meeting", "posting"] {
        assert!(monthly.position(step).is_some(), "{step}");
    }
    let stage = Stage::open("monthly-2021", terms(2026, Some(5)), moment("2026-05-15", 480));
    // The 15th day is Saturday 30 May.
    let due = stage.campaign.decision_due().expect("a day");
    assert_eq!(due.last_day, crate::stage::day("2026-06-01"));
}
