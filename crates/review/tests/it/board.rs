//! The board: whose move it is, what is missing, what can be done next.

use review::{DeedKind, Duty};

use crate::stage::{NORTH, RESULTS, SOUTH, Stage, head, meeting, minutes, vote};

#[test]
fn the_board_says_whose_move_it_is_what_is_missing_and_what_can_be_done() {
    let mut stage = Stage::yearly();
    let board = stage.campaign.board(stage.at);
    assert_eq!(
        (board.lanes.len(), board.lanes[0].village, board.lanes[0].whose.as_str()),
        (1, None, "steering_committee")
    );
    assert_eq!(board.lanes[0].unmet[0].duty, Duty::ManagedListed);
    assert!(!board.is_finished && board.late.is_empty());
    stage = stage.classified(RESULTS);
    let held = meeting(&stage, SOUTH, 9, vec![vote(crate::stage::DUNG, 9, 0)]);
    stage.does(&head(), held).does(&head(), minutes(SOUTH, 0));
    let board = stage.campaign.board(stage.at);
    let lanes: Vec<_> =
        board.lanes.iter().map(|lane| (lane.village, lane.whose.as_str(), lane.unmet.len())).collect();
    assert_eq!(lanes, [(Some(NORTH), "village_head", 1), (Some(SOUTH), "village_head", 0)]);
    let can_pass = |lane: &review::Lane| lane.moves.iter().any(|next| next.deed == DeedKind::Pass);
    assert!(!can_pass(&board.lanes[0]) && can_pass(&board.lanes[1]));
    stage.pass(Some(SOUTH));
    assert_eq!(stage.campaign.board(stage.at).lanes[1].whose, "steering_committee");
}

#[test]
fn what_the_board_offers_as_done_is_permitted() {
    let mut stage = Stage::yearly().classified(RESULTS);
    let held = meeting(&stage, SOUTH, 9, vec![vote(crate::stage::DUNG, 9, 0)]);
    stage.does(&head(), held).does(&head(), minutes(SOUTH, 0));
    for lane in stage.campaign.board(stage.at).lanes {
        let passes = lane.moves.iter().any(|next| next.deed == DeedKind::Pass);
        let permitted = stage.campaign.may(review::Pass { village: lane.village }, &head(), stage.at).is_ok();
        assert_eq!(passes, permitted, "{:?}", lane.village);
    }
}
