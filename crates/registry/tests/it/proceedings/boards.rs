//! Where reviews stand, what is late, and whose move it is.

use registry::access::Role;
use registry::proceedings::{Lane, Task};
use review::Pass;
use store::testing::both;

use super::stage::{DUNG, Person, Stage};
use crate::place::{NEXT_WARD, WARD, at, day};

async fn work(stage: &Stage, who: Person) -> Vec<Task> {
    let actor = stage.registry.actor(who.user).await.unwrap().unwrap();
    stage.registry.my_work(&actor, &stage.units, stage.now()).await.unwrap()
}

async fn deeds(stage: &Stage, who: Person) -> Vec<String> {
    let tasks = work(stage, who).await;
    let lanes = tasks.iter().flat_map(|task| &task.lanes).flat_map(|lane: &Lane| &lane.moves);
    let mut found: Vec<String> = lanes.map(|one| one.deed.clone()).collect();
    found.sort();
    found.dedup();
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_sees_their_own_move_and_nobody_outside_sees_anything() {
    both(|location| async move {
        let stage = Stage::opened(&location).await;
        let surveyor = stage.person("ra.soat", Role::Surveyor, WARD).await;
        let outside = stage.person("xa.khac", Role::CommuneOfficer, NEXT_WARD).await;
        assert_eq!(deeds(&stage, stage.officer).await, ["enroll", "screen"]);
        assert_eq!(deeds(&stage, surveyor).await, ["screen"]);
        assert!(work(&stage, outside).await.is_empty());
        let lines = stage.registry.proceedings(&stage.sees(outside).await, None).await.unwrap();
        assert!(lines.is_empty());
        let lines =
            stage.registry.proceedings(&stage.sees(surveyor).await, Some(stage.campaign)).await.unwrap();
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].lanes[0].unmet["managed_listed"], 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn villages_stand_side_by_side_each_at_its_step() {
    both(|location| async move {
        let stage = Stage::classified(&location).await;
        stage.on("2025-09-15");
        stage.does(stage.officer, stage.meeting(1, &[DUNG])).await;
        stage.minutes(1).await;
        stage.passes(1).await;
        let line = stage.registry.proceedings(&stage.sees(stage.leader).await, None).await.unwrap().remove(0);
        let steps: Vec<_> =
            line.lanes.iter().map(|lane| (lane.village.unwrap(), lane.step.as_str())).collect();
        let mut expected = vec![
            (stage.villages[0], "meeting"),
            (stage.villages[1], "posting"),
            (stage.villages[2], "survey"),
        ];
        expected.sort();
        assert_eq!(steps, expected);
        assert_eq!(
            (line.tally.active_households, line.tally.poor_households, line.tally.open_households),
            (4, 2, 0)
        );
        // The meeting has not agreed to who comes and who goes.
        let meeting = line.lanes.iter().find(|lane| lane.step == "meeting").unwrap();
        assert_eq!(meeting.unmet["agreed_by_meeting"], 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_list_hangs_there_is_nothing_to_do_and_the_day_after_there_is() {
    both(|location| async move {
        let stage = Stage::posted(&location).await;
        stage.on("2025-09-18");
        assert!(
            work(&stage, stage.officer).await.is_empty(),
            "both lists hang, the third village is through"
        );
        let line =
            stage.registry.proceedings(&stage.sees(stage.officer).await, None).await.unwrap().remove(0);
        assert_eq!(line.lanes[0].hangs_until, Some(day("2025-09-19")));
        stage.on("2025-09-20");
        let lanes = work(&stage, stage.officer).await.remove(0).lanes;
        assert_eq!(lanes.len(), 2);
        assert!(lanes.iter().all(|lane| lane.moves.iter().any(|one| one.deed == "pass")));
        let refused = {
            stage.on("2025-09-19");
            let village = Some(registry::proceedings::village_ref(stage.villages[0]));
            stage.refused(stage.officer, Pass { village }).await
        };
        assert!(refused.contains("not yet"), "{refused}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_late_is_seen_from_the_first_late_day_without_anybody_doing_anything() {
    both(|location| async move {
        let stage = Stage::to_recognition(&location).await;
        let scope = stage.sees(stage.leader).await;
        let line = stage.registry.proceedings(&scope, None).await.unwrap().remove(0);
        let late = |on: &str| line.late(at(on)).map(|clock| clock.what.en.clone()).collect::<Vec<_>>();
        assert!(late("2025-12-14").is_empty());
        assert_eq!(late("2025-12-15"), ["decision"]);
        // Within a week of its last day it is told to whom it is, and to nobody before.
        for (on, soon) in [("2025-12-06", 0), ("2025-12-07", 1), ("2025-12-14", 1)] {
            stage.on(on);
            let task = work(&stage, stage.leader).await;
            let told: usize = task.iter().map(|task| task.soon.len()).sum();
            assert_eq!(told, soon, "{on}");
            assert!(work(&stage, stage.officer).await.iter().all(|task| task.soon.is_empty()), "{on}");
        }
        stage.on("2025-12-15");
        let task = work(&stage, stage.leader).await.remove(0);
        assert_eq!(task.late.len(), 1, "it is the chair's move");
        let task = work(&stage, stage.officer).await.remove(0);
        assert_eq!((task.late.len(), task.lanes[0].moves[0].deed.as_str()), (0, "propose"));
    })
    .await;
}
