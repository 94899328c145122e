//! What happens in the lives of households: each act, its undoing, and the file as of a day, as known on a day.

use std::collections::BTreeSet;

use registry::access::{Area, Right};
use registry::facts::AsOf;
use registry::file::File;
use registry::register::{Birth, Change, Merger, Seen, Why};
use registry::{HouseholdId, Stopped};
use serde_json::Map;
use store::testing::both;

use crate::place::{NEXT_WARD, PROVINCE, Place, WARD, at, day, person, place, scope};

const ON: &str = "2026-02-01";

fn why() -> Why {
    Why { reason: "sổ theo dõi của tổ".into(), evidence: None }
}

async fn file(place: &Place, id: HouseholdId, on: &str) -> File {
    file_known(place, id, on, None).await
}

async fn file_known(place: &Place, id: HouseholdId, on: &str, known: Option<&str>) -> File {
    let scope = scope(Right::SeeHouseholds, Area::Province(PROVINCE.into())).unwrap();
    let as_of = AsOf { day: day(on), known_at: known.map(at) };
    place.registry.file(&scope, id, as_of).await.unwrap().unwrap()
}

fn names(file: &File) -> Vec<&str> {
    file.people.iter().filter_map(|member| member.details.text("name")).collect()
}

async fn change(place: &Place, id: HouseholdId, change: Change) -> Result<i64, Stopped> {
    let officer = scope(Right::ChangeHouseholds, Area::Commune(WARD.into())).unwrap();
    let done = place.registry.change(Some(&officer), id, (change, day(ON)), &why(), None, at(ON)).await;
    done.map(|done| done.seq)
}

fn words(stopped: Stopped) -> String {
    match stopped {
        Stopped::Refused(refusal) => refusal.why.vi.clone(),
        Stopped::Failed(fault) => panic!("{fault}: {:?}", fault.cause()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_holds_from_its_day_and_is_known_from_its_recording() {
    both(async |location| {
        let place = place(&location).await;
        let home = place.household(0, &["Lê Văn An", "Lê Thị Hoa"]).await;
        let to = Change::Move(place.villages[1], Some("Đạ Nghịch".into()));
        let done = place
            .registry
            .change(None, home.household, (to, day("2026-02-01")), &why(), None, at("2026-03-01"))
            .await;
        done.unwrap();
        let village =
            async |on, known| file_known(&place, home.household, on, known).await.village.unwrap().0;
        assert_eq!(village("2026-01-31", None).await, place.villages[0]);
        assert_eq!(village("2026-02-01", None).await, place.villages[1]);
        assert_eq!(village("2026-02-01", Some("2026-02-15")).await, place.villages[0]);
        assert_eq!(file(&place, home.household, "2026-02-01").await.zone.unwrap().0, "rural");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn birth_death_new_head_split_and_merger_keep_everybody_in_exactly_one_household() {
    both(async |location| {
        let place = place(&location).await;
        let home = place.household(0, &["Lê Văn An", "Lê Thị Hoa", "Lê Văn Cường"]).await;
        let id = home.household;
        let baby = person("Lê Thị Mai", "grandchild", Birth::Day(day("2026-01-20")));
        change(&place, id, Change::Join(Box::new(baby))).await.unwrap();
        change(&place, id, Change::Death(home.people[0])).await.unwrap();
        change(&place, id, Change::NewHead(home.people[1])).await.unwrap();
        assert_eq!(names(&file(&place, id, "2026-01-31").await), ["Lê Văn An", "Lê Thị Hoa", "Lê Văn Cường"]);
        assert_eq!(names(&file(&place, id, ON).await), ["Lê Thị Hoa", "Lê Văn Cường", "Lê Thị Mai"]);
        change(&place, id, Change::Split(vec![home.people[2]], place.villages[1], None)).await.unwrap();
        assert_eq!(names(&file(&place, id, ON).await), ["Lê Thị Hoa", "Lê Thị Mai"]);
        let ward = scope(Right::SeeHouseholds, Area::Commune(WARD.into())).unwrap();
        let list = place.registry.households(&ward, &Default::default(), 1, 9).await.unwrap().lines;
        let heads: BTreeSet<_> = list.iter().filter_map(|line| line.head.as_deref()).collect();
        assert_eq!(heads, BTreeSet::from(["Lê Thị Hoa", "Lê Văn Cường"]));
        assert_eq!(list.iter().map(|line| line.members).sum::<i64>(), 3);
        let new = list.iter().find(|line| line.head.as_deref() == Some("Lê Văn Cường")).unwrap().id;
        change(&place, new, Change::Merge(Merger::into(id))).await.unwrap();
        assert_eq!(names(&file(&place, id, ON).await).len(), 3);
        assert!(!file(&place, new, ON).await.is_active);
        let list = place.registry.households(&ward, &Default::default(), 1, 9).await.unwrap().lines;
        assert_eq!(list.iter().map(|line| (line.id, line.members)).collect::<Vec<_>>(), [(id, 3)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undone_act_is_as_if_it_had_not_been_said_and_stays_on_the_time_line() {
    both(async |location| {
        let place = place(&location).await;
        let home = place.household(0, &["Lê Văn An", "Lê Thị Hoa"]).await;
        let death = change(&place, home.household, Change::Death(home.people[1])).await.unwrap();
        let officer = scope(Right::ChangeHouseholds, Area::Commune(WARD.into())).unwrap();
        let undo = async |seq| place.registry.undo(Some(&officer), seq, "nhầm người", at(ON)).await;
        undo(death).await.unwrap();
        let file = file(&place, home.household, ON).await;
        assert_eq!(names(&file).len(), 2);
        let taken_back = file.time_line.iter().find(|entry| entry.seq == death).unwrap();
        assert!(taken_back.undone_by.is_some() && !taken_back.said.is_empty());
        assert!(words(undo(death).await.unwrap_err()).contains("đã được hoàn tác"));
        // Later acts build on the registration; whoever saw the file after the undoing may change it.
        let new_head = (Change::NewHead(home.people[1]), day(ON));
        let seen = Some(Seen(file.seen));
        place.registry.change(None, home.household, new_head, &why(), seen, at(ON)).await.unwrap();
        assert!(words(undo(1).await.unwrap_err()).contains("dựa trên"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_officers_who_edit_one_household_the_second_is_told() {
    both(async |location| {
        let place = place(&location).await;
        let home = place.household(0, &["Lê Văn An"]).await;
        let seen = Seen(file(&place, home.household, ON).await.seen);
        let named = |name: &str| {
            let mut values = Map::new();
            values.insert("name".into(), name.into());
            Change::Person(home.people[0], values)
        };
        let edit = async |name| {
            let change = (named(name), day(ON));
            place.registry.change(None, home.household, change, &why(), Some(seen), at(ON)).await
        };
        edit("Lê Văn Ân").await.unwrap();
        assert!(words(edit("Lê Văn Ấn").await.unwrap_err()).contains("người khác vừa sửa"));
        assert_eq!(names(&file(&place, home.household, ON).await), ["Lê Văn Ân"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_that_does_not_fit_or_reaches_beyond_the_own_place_leaves_nothing() {
    both(async |location| {
        let place = place(&location).await;
        let home = place.household(0, &["Lê Văn An"]).await;
        let other = place.household(2, &["Lê Văn Bình"]).await;
        let before = file(&place, home.household, ON).await;
        let refused = async |id, wanted| words(change(&place, id, wanted).await.unwrap_err());
        assert!(refused(other.household, Change::Death(other.people[0])).await.contains("trong phạm vi"));
        assert!(
            refused(home.household, Change::Move(place.villages[2], None)).await.contains("trong phạm vi")
        );
        assert!(
            refused(home.household, Change::Merge(Merger::into(other.household)))
                .await
                .contains("trong phạm vi")
        );
        assert!(
            refused(home.household, Change::Merge(Merger::into(home.household))).await.contains("chính nó")
        );
        assert!(
            refused(home.household, Change::NewHead(other.people[0])).await.contains("không còn trong hộ")
        );
        assert!(
            refused(home.household, Change::Split(home.people.clone(), place.villages[0], None))
                .await
                .contains("tất cả")
        );
        let long = person(&"a".repeat(3000), "child", Birth::Unknown);
        assert!(refused(home.household, Change::Join(Box::new(long))).await.contains("3000 ký tự"));
        let looker = scope(Right::SeeHouseholds, Area::Commune(WARD.into())).unwrap();
        let death = (Change::Death(home.people[0]), day(ON));
        let by_looker =
            place.registry.change(Some(&looker), home.household, death.clone(), &why(), None, at(ON)).await;
        assert!(words(by_looker.unwrap_err()).contains("trong phạm vi"));
        let silent = Why { reason: " ".into(), evidence: None };
        let done = place.registry.change(None, home.household, death, &silent, None, at(ON)).await;
        assert!(words(done.unwrap_err()).contains("lý do"));
        assert_eq!(file(&place, home.household, ON).await, before);
        let _ = NEXT_WARD;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_tomorrow_is_kept_on_paper_and_holds_from_its_day_when_it_is_recorded_late() {
    both(async |location| {
        let place = place(&location).await;
        let home = place.household(0, &["Lê Văn An"]).await;
        let moved = async |recorded: &str| {
            let to = Change::Move(place.villages[1], None);
            let on = day("2026-02-01");
            place.registry.change(None, home.household, (to, on), &why(), None, at(recorded)).await
        };
        let Err(Stopped::Refused(refusal)) = moved("2026-01-31").await else { panic!("the day lies ahead") };
        assert!(refusal.remedy.vi.contains("giữ giấy tờ") && refusal.remedy.en.contains("2026-02-01"));
        assert_eq!(file(&place, home.household, "2026-03-01").await.village.unwrap().0, place.villages[0]);
        moved("2026-02-05").await.unwrap();
        assert_eq!(file(&place, home.household, "2026-01-31").await.village.unwrap().0, place.villages[0]);
        assert_eq!(file(&place, home.household, "2026-02-01").await.village.unwrap().0, place.villages[1]);
    })
    .await;
}
