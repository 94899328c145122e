//! The posting: where it hangs, for how long, and that what is signed is what hung.

use review::{Duty, Pass, Post};

use crate::stage::{AN, BINH, CHI, NORTH, SOUTH, Stage, day, moment, officer, post, terms};

#[test]
fn a_list_hangs_at_every_place_that_the_law_names_and_is_announced() {
    let stage = Stage::yearly().agreed();
    let at_one = Post { places: vec!["commune_office".to_owned()], ..post(NORTH) };
    let refusal = stage.refused(&officer(), at_one);
    assert!(refusal.why.vi.starts_with("chưa niêm yết tại nhà văn hóa"), "{}", refusal.why.vi);
    let silent = Post { announced: false, ..post(NORTH) };
    assert!(stage.refused(&officer(), silent).why.en.contains("local media"));
}

#[test]
fn a_village_goes_on_only_after_the_last_minute_of_the_last_day() {
    let mut stage = Stage::yearly().agreed();
    stage.on("2023-10-05").does(&officer(), post(NORTH));
    let posting = stage.campaign.track(NORTH).expect("a village").postings[0].clone();
    // Thursday; Friday, Monday and Tuesday are the three working days.
    assert_eq!(posting.due.last_day, day("2023-10-10"));
    assert_eq!(posting.shows.keys().copied().collect::<Vec<_>>(), [AN, BINH, CHI]);
    stage.at = moment("2023-10-10", 24 * 60 - 1);
    let refusal = stage.refused(&officer(), Pass { village: Some(NORTH) });
    assert_eq!((refusal.unmet[0].duty, refusal.unmet[0].households.len()), (Duty::Posted, 3));
    stage.at = moment("2023-10-11", 0);
    stage.pass(Some(NORTH));
    assert_eq!(stage.step(Some(NORTH)), "complaints");
}

#[test]
fn a_posting_over_tet_does_not_count_the_holidays() {
    // A monthly review of January 2026: Tết is from 16 to 20 February, and those days hang longer.
    let mut stage = Stage::open("monthly-2021", terms(2026, Some(1)), moment("2026-01-15", 480));
    stage
        .does(&officer(), crate::stage::enroll(CHI, NORTH, review::Why::Asked { form: "review".to_owned() }))
        .pass(None);
    stage
        .does(&crate::stage::surveyor(), review::Survey { household: CHI, surveyor: crate::stage::SURVEYOR })
        .pass(Some(NORTH));
    stage.does(&officer(), crate::stage::classify(CHI, Some(review::Outcome::Poor))).pass(Some(NORTH));
    let held = crate::stage::meeting(&stage, NORTH, 9, vec![crate::stage::vote(CHI, 9, 0)]);
    stage
        .does(&crate::stage::head(), held)
        .does(&crate::stage::head(), crate::stage::minutes(NORTH, 0))
        .pass(Some(NORTH));
    stage.on("2026-02-12").does(&officer(), post(NORTH));
    assert_eq!(stage.campaign.track(NORTH).expect("a village").postings[0].due.last_day, day("2026-02-24"));
}

#[test]
fn the_posted_list_does_not_change_while_it_hangs() {
    let mut stage = Stage::yearly().agreed();
    stage.does(&officer(), post(SOUTH));
    let refusal =
        stage.refused(&officer(), crate::stage::classify(crate::stage::DUNG, Some(review::Outcome::NotPoor)));
    assert_eq!(
        refusal.why.vi,
        "đang ở bước “Niêm yết, thông báo công khai”, không phân loại hộ ở bước này được"
    );
    assert_eq!(refusal.remedy.vi, "việc này thuộc bước “Phân loại hộ”");
}
