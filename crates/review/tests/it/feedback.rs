//! Feedback: kept apart from complaints, at any time, looked into with a reason, and holding nothing up.

use review::{Finding, Hand, Leave, Leaving, SettleFeedback, TakeFeedback};

use crate::stage::{AN, CHI, NORTH, Stage, feedback, officer, settle};

#[test]
fn what_is_reported_without_a_name_is_kept_at_any_time_and_is_no_complaint() {
    let mut stage = Stage::yearly();
    stage.does(&officer(), feedback(1, Some(AN), NORTH)).does(&officer(), feedback(2, None, NORTH));
    assert_eq!(stage.campaign.feedback().count(), 2);
    assert_eq!(stage.campaign.complaints().count(), 0);
    let (_, first) = stage.campaign.feedback().next().unwrap();
    assert!(first.taken.is_anonymous && first.settled.is_none());
}

#[test]
fn feedback_has_words_and_is_settled_once_with_a_reason() {
    let mut stage = Stage::yearly();
    let empty = TakeFeedback { words: "  ".to_owned(), ..feedback(1, None, NORTH) };
    assert_eq!(stage.refused(&officer(), empty).why.vi, "chưa ghi nội dung phản ánh");
    stage.does(&officer(), feedback(1, None, NORTH));
    assert_eq!(
        stage.refused(&officer(), feedback(1, None, NORTH)).why.en,
        "this feedback was recorded already"
    );
    let without = SettleFeedback { reason: String::new(), ..settle(1) };
    assert_eq!(stage.refused(&officer(), without).why.vi, "chưa ghi kết quả xem xét");
    let found = SettleFeedback { finding: Finding::FollowedUp, ..settle(1) };
    stage.does(&officer(), found);
    assert_eq!(stage.refused(&officer(), settle(1)).why.vi, "không có phản ánh này, hoặc đã xử lý");
    assert_eq!(stage.refused(&officer(), settle(9)).why.vi, "không có phản ánh này, hoặc đã xử lý");
}

#[test]
fn nobody_without_an_office_takes_feedback_and_it_holds_no_step_up() {
    let mut stage = Stage::yearly().agreed();
    let nobody = Hand { offices: Vec::new(), ..officer() };
    stage.refused(&nobody, feedback(1, None, NORTH));
    let before = stage.campaign.board(stage.at).lanes.iter().map(|lane| lane.unmet.len()).sum::<usize>();
    stage.does(&officer(), feedback(1, Some(CHI), NORTH));
    let after = stage.campaign.board(stage.at).lanes.iter().map(|lane| lane.unmet.len()).sum::<usize>();
    assert_eq!(before, after);
    // It stays on record when the household leaves.
    let leave = Leave { household: CHI, why: Leaving::Moved, reason: "giấy chuyển".to_owned() };
    stage.does(&officer(), leave).does(&officer(), settle(1));
}
