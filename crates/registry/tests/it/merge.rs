//! Nhập hộ: who may, as what people join, what both files say, what is refused, and taking it back.

use registry::access::{Area, Right};
use registry::facts::AsOf;
use registry::file::File;
use registry::register::{Change, Merger, Seen, Why};
use registry::{HouseholdId, Stopped};
use store::testing::both;

use crate::place::{PROVINCE, Place, WARD, at, day, place, scope};

const ON: &str = "2026-02-01";

async fn file_in(place: &Place, area: Area, id: HouseholdId) -> File {
    let scope = scope(Right::SeeHouseholds, area).unwrap();
    place.registry.file(&scope, id, AsOf { day: day(ON), known_at: None }).await.unwrap().unwrap()
}

async fn file(place: &Place, id: HouseholdId) -> File {
    file_in(place, Area::Province(PROVINCE.into()), id).await
}

async fn merge(place: &Place, from: HouseholdId, merger: Merger) -> Result<i64, Stopped> {
    let officer = scope(Right::ChangeHouseholds, Area::Commune(WARD.into())).unwrap();
    let why = Why { reason: "về ở chung".into(), evidence: Some("đơn".into()) };
    let change = (Change::Merge(merger), day(ON));
    place.registry.change(Some(&officer), from, change, &why, None, at(ON)).await.map(|done| done.seq)
}

fn relations(file: &File) -> Vec<(&str, &str, bool)> {
    file.people
        .iter()
        .map(|member| {
            let name = member.details.text("name").unwrap_or_default();
            (name, member.relation.as_deref().unwrap_or_default(), member.is_head)
        })
        .collect()
}

fn words(stopped: Stopped) -> String {
    match stopped {
        Stopped::Refused(refusal) => refusal.why.vi.clone(),
        Stopped::Failed(fault) => panic!("{fault}: {:?}", fault.cause()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_join_with_the_relation_that_was_chosen_and_the_receiving_head_stays() {
    both(async |location| {
        let place = place(&location).await;
        let from = place.household(0, &["Lê Thị Hoa", "Lê Văn Cường"]).await;
        let into = place.household(1, &["Lê Văn An"]).await;
        let mut merger = Merger::into(into.household);
        merger.relations.insert(from.people[0], "sibling".into());
        let seq = merge(&place, from.household, merger).await.unwrap();
        let joined = file(&place, into.household).await;
        let mut said = relations(&joined);
        said.sort_unstable();
        assert_eq!(
            said,
            [("Lê Thị Hoa", "sibling", false), ("Lê Văn An", "head", true), ("Lê Văn Cường", "other", false)]
        );
        let left = file(&place, from.household).await;
        assert!(!left.is_active && left.people.is_empty());
        let to = left.merged_into.unwrap();
        assert_eq!((to.id, to.number), (into.household, Some(joined.number)));
        assert_eq!(
            joined.merged_from.iter().map(|other| other.number).collect::<Vec<_>>(),
            [Some(left.number)]
        );
        // Each time line tells of the merger once; what the other household said before is in its own file.
        for file in [&joined, &left] {
            let told = file.time_line.iter().find(|entry| entry.seq == seq).unwrap();
            assert!(told.said.iter().any(|fact| fact.attribute == "state"), "{told:?}");
        }
        let places = joined.time_line.iter().flat_map(|entry| &entry.said);
        let foreign = places.filter(|fact| fact.subject == from.household.0 && fact.attribute != "state");
        assert_eq!(foreign.count(), 0);
        // Taken back, both are as before.
        let officer = scope(Right::ChangeHouseholds, Area::Commune(WARD.into())).unwrap();
        place.registry.undo(Some(&officer), seq, "nhầm hộ", at(ON)).await.unwrap();
        let (left, joined) = (file(&place, from.household).await, file(&place, into.household).await);
        assert!(left.is_active && left.merged_into.is_none());
        assert_eq!((left.people.len(), joined.people.len()), (2, 1));
        assert_eq!(relations(&left)[0], ("Lê Thị Hoa", "head", true));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merged_household_out_of_reach_is_named_by_nothing() {
    both(async |location| {
        let place = place(&location).await;
        let from = place.household(0, &["Lê Thị Hoa"]).await;
        let into = place.household(2, &["Lê Văn An"]).await;
        let change = (Change::Merge(Merger::into(into.household)), day(ON));
        let why = Why { reason: "về ở chung".into(), evidence: None };
        place.registry.change(None, from.household, change, &why, None, at(ON)).await.unwrap();
        let inside = file_in(&place, Area::Commune(WARD.into()), from.household).await;
        assert_eq!(inside.merged_into.unwrap().number, None);
        assert!(file(&place, from.household).await.merged_into.unwrap().number.is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merger_that_does_not_fit_is_refused_with_its_reason_and_leaves_nothing() {
    both(async |location| {
        let place = place(&location).await;
        let from = place.household(0, &["Lê Thị Hoa"]).await;
        let into = place.household(1, &["Lê Văn An"]).await;
        let gone = place.household(1, &["Lê Văn Bình"]).await;
        let elsewhere = place.household(2, &["Lê Văn Cảnh"]).await;
        merge(&place, gone.household, Merger::into(into.household)).await.unwrap();
        let before = file(&place, from.household).await;
        let refused = async |merger| words(merge(&place, from.household, merger).await.unwrap_err());
        assert!(refused(Merger::into(from.household)).await.contains("chính nó"));
        assert!(refused(Merger::into(elsewhere.household)).await.contains("trong phạm vi"));
        assert!(refused(Merger::into(gone.household)).await.contains("không còn trong danh sách"));
        assert!(refused(Merger::default()).await.contains("chưa chọn hộ nhận"));
        let with = |person, relation: &str| {
            let mut merger = Merger::into(into.household);
            merger.relations.insert(person, relation.into());
            merger
        };
        assert!(refused(with(from.people[0], "head")).await.contains("vẫn là chủ hộ"));
        assert!(refused(with(into.people[0], "child")).await.contains("không còn trong hộ"));
        // Somebody changed the receiving household after it was looked at.
        let raced = Merger { seen: Some(Seen(0)), ..Merger::into(into.household) };
        assert!(refused(raced).await.contains("người khác vừa sửa"));
        let again = words(merge(&place, gone.household, Merger::into(from.household)).await.unwrap_err());
        assert!(again.contains("không còn trong danh sách"), "{again}");
        assert_eq!(file(&place, from.household).await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_is_registered_in_both_stops_the_merger() {
    both(async |location| {
        let place = place(&location).await;
        let (one, other) =
            (place.household(0, &["Lê Thị Hoa"]).await, place.household(1, &["Lê Thị Hoa"]).await);
        for home in [&one, &other] {
            let mut values = serde_json::Map::new();
            values.insert("id_number".into(), "068080001234".into());
            let change = (Change::Person(home.people[0], values), day(ON));
            let why = Why { reason: "thẻ căn cước".into(), evidence: None };
            place.registry.change(None, home.household, change, &why, None, at(ON)).await.unwrap();
        }
        let stopped = merge(&place, one.household, Merger::into(other.household)).await.unwrap_err();
        let said = words(stopped);
        assert!(
            said.contains("1 người đang được ghi ở cả hai hộ") && !said.contains("068080001234"),
            "{said}"
        );
        assert!(file(&place, one.household).await.is_active);
    })
    .await;
}
