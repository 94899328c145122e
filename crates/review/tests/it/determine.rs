//! What the law leaves open is determined by somebody with the right, with a reason; what was read is not.

use review::clock::{Length, Measured, Unit};
use review::{Remark, Setting};

use crate::stage::{NORTH, Stage, chair, day, determine, moment, officer, post, procedure, terms};

fn days(measures: Measured, days: u16) -> Setting {
    Setting::Length { measures, length: Length { days, unit: Unit::WorkingDay } }
}

#[test]
fn a_number_of_days_from_memory_can_be_determined_and_counts_for_lists_posted_after_that() {
    let mut stage = Stage::yearly().agreed();
    let mut without_reason = determine(days(Measured::Posting, 10));
    without_reason.reason = "  ".to_owned();
    assert_eq!(stage.refused(&chair(), without_reason).why.en, "there is no reason");
    assert!(
        stage
            .refused(&officer(), determine(days(Measured::Posting, 10)))
            .why
            .vi
            .contains("Chủ tịch UBND cấp xã")
    );
    stage.on("2023-10-05").does(&chair(), determine(days(Measured::Posting, 10)));
    let permit = stage.campaign.may(post(NORTH), &officer(), stage.at).expect("permitted");
    assert!(matches!(permit.remarks(), [Remark::Determined { .. }]));
    stage.does(&officer(), post(NORTH));
    let last = |stage: &Stage| stage.campaign.track(NORTH).expect("a village").postings[0].due.last_day;
    assert_eq!(last(&stage), day("2023-10-19"));
    // What hangs already keeps the day that is printed on it.
    stage.does(&chair(), determine(days(Measured::Posting, 1)));
    assert_eq!(last(&stage), day("2023-10-19"));
}

#[test]
fn what_was_read_in_the_official_text_is_not_determined_by_anybody() {
    let mut verified = procedure("yearly-2021").clone();
    for clock in &mut verified.clocks {
        clock.source.confidence = vocab::Confidence::Verified;
    }
    let verified: &'static _ = Box::leak(Box::new(verified));
    let at = moment("2023-09-05", 480);
    let campaign =
        review::Campaign::open(verified, &crate::stage::CALENDAR, terms(2023, None), at).expect("open");
    let refusal = campaign.may(determine(days(Measured::Posting, 1)), &chair(), at).expect_err("refused");
    assert_eq!(refusal.why.vi, "nội dung này đã có văn bản quy định");
}

#[test]
fn where_no_text_says_how_long_nothing_is_posted_until_somebody_determined_it() {
    let farming = procedure("average-farming-2021");
    assert!(farming.clocks.iter().all(|clock| clock.length.is_none()));
    let mut stage = Stage::open("average-farming-2021", terms(2026, Some(3)), moment("2026-03-16", 480));
    let asked = review::Why::Asked { form: "average_farming".to_owned() };
    stage.does(&officer(), crate::stage::enroll(crate::stage::CHI, NORTH, asked)).pass(None);
    let surveyed = review::Survey { household: crate::stage::CHI, surveyor: crate::stage::SURVEYOR };
    stage.does(&crate::stage::surveyor(), surveyed).pass(Some(NORTH));
    let found = crate::stage::classify(crate::stage::CHI, Some(review::Outcome::AverageFarming));
    stage.does(&officer(), found).pass(Some(NORTH));
    let refusal = stage.refused(&officer(), post(NORTH));
    assert_eq!(refusal.why.vi, "chưa rõ pháp luật quy định bao lâu: niêm yết danh sách");
    stage.does(&chair(), determine(days(Measured::Posting, 5))).does(&officer(), post(NORTH));
}

#[test]
fn from_the_reported_end_on_a_campaign_needs_a_confirmation_with_a_reason_and_is_no_dead_end() {
    let yearly = procedure("yearly-2021");
    assert_eq!(yearly.doubtful_from(), Some(day("2027-01-01")));
    let mut stage = Stage::open("yearly-2021", terms(2026, None), moment("2026-09-03", 480)).agreed();
    stage.at = moment("2026-12-31", 24 * 60 - 1);
    assert!(stage.campaign.may(post(NORTH), &officer(), stage.at).is_ok());
    let early = stage.refused(&chair(), determine(Setting::StillHolds));
    assert_eq!(early.why.en, "the procedure holds; nothing is to be confirmed");
    stage.at = moment("2027-01-01", 0);
    let refusal = stage.refused(&officer(), post(NORTH));
    assert_eq!(refusal.why.vi, "quy trình này có thể đã hết hiệu lực");
    stage.does(&chair(), determine(Setting::StillHolds));
    let permit = stage.campaign.may(post(NORTH), &officer(), stage.at).expect("confirmed");
    assert!(matches!(permit.remarks(), [Remark::Determined { .. }]), "what rests on it says so");
}

#[test]
fn nothing_is_done_before_the_review_begins() {
    let stage = Stage::open("yearly-2021", terms(2026, None), moment("2026-08-31", 480));
    let early = crate::stage::enroll(crate::stage::AN, NORTH, review::Why::Managed);
    assert_eq!(stage.refused(&officer(), early).why.vi, "đợt rà soát bắt đầu từ 01/09/2026");
    let stage = Stage::open("monthly-2021", terms(2026, Some(5)), moment("2026-05-14", 480));
    let early =
        crate::stage::enroll(crate::stage::CHI, NORTH, review::Why::Asked { form: "review".to_owned() });
    assert_eq!(stage.refused(&officer(), early).why.en, "the review begins on 15 May 2026");
}

#[test]
fn a_campaign_is_not_opened_on_terms_that_do_not_fit() {
    let open = |id: &str, terms| {
        review::Campaign::open(procedure(id), &crate::stage::CALENDAR, terms, moment("2026-09-01", 0))
    };
    assert!(
        open("yearly-2021", terms(2026, Some(5)))
            .expect_err("refused")
            .why
            .en
            .contains("a yearly one has none")
    );
    assert!(open("monthly-2021", terms(2026, None)).is_err());
    assert!(
        open("yearly-2021", terms(2020, None))
            .expect_err("refused")
            .why
            .en
            .contains("does not cover that day")
    );
    assert!(
        open("yearly-2021", terms(2200, None))
            .expect_err("refused")
            .why
            .en
            .contains("no days off for that year")
    );
    let mut twice = terms(2026, None);
    twice.villages.push(NORTH);
    assert!(open("yearly-2021", twice).is_err());
    let mut nowhere = terms(2026, None);
    nowhere.villages.clear();
    assert!(open("yearly-2021", nowhere).is_err());
}
