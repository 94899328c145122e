//! Finding households, and only those of one's own place.

use registry::UserId;
use registry::access::{Area, Right};
use registry::households::{Filter, Found, Order, SEARCH_HOURS, Sought, Total};
use registry::register::{Birth, NewHousehold};
use store::dates::Instant;
use store::testing::{Fresh, both};

use crate::place::{NEXT_WARD, PROVINCE, Place, WARD, at, day, person, place, scope, scope_since};

async fn find(place: &Place, area: Area, filter: Filter) -> Vec<String> {
    let scope = scope(Right::SeeHouseholds, area).unwrap();
    let found: Found = place.registry.households(&scope, &filter, 1, 50).await.unwrap();
    assert_eq!(found.total, Total::Exactly(found.lines.len() as i64));
    found.lines.into_iter().filter_map(|line| line.head).collect()
}

fn text(text: &str) -> Filter {
    Filter { text: Some(text.into()), ..Filter::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_found_without_marks_in_any_order_and_half_typed() {
    both(async |location| {
        let place = place(&location).await;
        place.household(0, &["Hồ Trọng Hòa", "Hồ Thị Bé"]).await;
        place.household(1, &["Hồ Trọng Hoà"]).await;
        place.household(1, &["K'Brếu"]).await;
        place.household(0, &["Ho\u{302}\u{300} Văn Đức"]).await;
        place.household(0, &["Y"]).await;
        for (typed, expected) in [
            ("ho trong hoa", vec!["Hồ Trọng Hoà", "Hồ Trọng Hòa"]),
            ("HÒA hồ", vec!["Hồ Trọng Hoà", "Hồ Trọng Hòa"]),
            ("hồ thị b", vec!["Hồ Trọng Hòa"]),
            ("duc ho", vec!["Hồ Văn Đức"]),
            ("k'breu", vec!["K'Brếu"]),
            ("k breu", vec!["K'Brếu"]),
            ("y", vec!["Y"]),
            ("da nghich", vec![]),
            ("thon da ngh", vec!["Hồ Trọng Hoà", "K'Brếu"]),
            ("1", vec!["Hồ Trọng Hòa"]),
            ("''\" * ) or 1=1", vec![]),
            ("–", vec![]),
        ] {
            let mut expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
            expected.sort();
            // A small area is gone through, a large one is looked up in the word index.
            for area in [Area::Commune(WARD.into()), Area::Province(PROVINCE.into())] {
                let mut found = find(&place, area, text(typed)).await;
                found.sort();
                assert_eq!(found, expected, "{typed}");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_id_or_telephone_number_finds_its_household_and_neither_is_readable_in_the_database() {
    both(async |location| {
        let place = place(&location).await;
        let mut head = person("Trần Thị Cúc", "head", Birth::Year(1950));
        head.id_number = Some("003150000001".into());
        head.phone = Some("0501234567".into());
        let new = NewHousehold {
            village: place.villages[0],
            address: None,
            people: vec![head],
            head: 0,
            from: Some(day("2025-07-01")),
        };
        let registered =
            place.registry.register_households(None, "t", vec![new], at("2025-07-02")).await.unwrap();
        let everywhere = || Area::Province(PROVINCE.into());
        for typed in ["003150000001", "003 150 000 001", "0501234567", "050 1234 567"] {
            assert_eq!(find(&place, everywhere(), text(typed)).await, ["Trần Thị Cúc"], "{typed}");
        }
        assert!(find(&place, everywhere(), text("003150000002")).await.is_empty());
        let seen = scope(Right::SeeHouseholds, everywhere()).unwrap();
        let as_of = registry::facts::AsOf { day: day("2026-01-02"), known_at: None };
        let file = place.registry.file(&seen, registered[0].household, as_of).await.unwrap().unwrap();
        let details = &file.people[0].details;
        assert!(!details.text("id_number").unwrap().contains("003150000001"));
        assert_eq!(place.registry.clear(details, "id_number").as_deref(), Some("003150000001"));
        // A number sealed as one thing is not opened as another.
        assert_eq!(place.registry.clear(details, "phone").as_deref(), Some("0501234567"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_words_of_a_name_are_of_one_person_and_heads_who_are_called_so_come_first() {
    both(async |location| {
        let place = place(&location).await;
        place.household(0, &["Bùi Văn Nam", "Trần Thị Hoa"]).await;
        place.household(0, &["Trần Văn Bình", "Lê Thị Hoa"]).await;
        place.household(1, &["Trần Thị Hoa Mai", "Lê Văn Út"]).await;
        for area in [Area::Commune(WARD.into()), Area::Province(PROVINCE.into())] {
            let find =
                async |typed: &str, order| find(&place, area.clone(), Filter { order, ..text(typed) }).await;
            assert_eq!(find("tran thi hoa", Order::Name).await, ["Trần Thị Hoa Mai", "Bùi Văn Nam"]);
            assert_eq!(find("tran thi hoa", Order::Number).await, ["Bùi Văn Nam", "Trần Thị Hoa Mai"]);
            assert_eq!(find("hoa tran", Order::Name).await, ["Bùi Văn Nam", "Trần Thị Hoa Mai"]);
            assert!(find("binh hoa", Order::Name).await.is_empty(), "two people are not one");
            assert!(find("nam tran", Order::Name).await.is_empty(), "two people are not one");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_follow_each_other_without_gap_or_repetition_in_every_order() {
    both(async |location| {
        let place = place(&location).await;
        for at in 0..7 {
            place.household(at % 2, &["Lê Văn An", "Trần Thị An"][at % 2..]).await;
        }
        let scope = scope(Right::SeeHouseholds, Area::Province(PROVINCE.into())).unwrap();
        for order in [Order::Name, Order::Number, Order::Deprivations] {
            for text in [None, Some("an".to_owned()), Some("le van".to_owned())] {
                let filter = Filter { order, text, ..Filter::default() };
                let mut paged = Vec::new();
                for page in 1..=4 {
                    let found = place.registry.households(&scope, &filter, page, 3).await.unwrap();
                    paged.extend(found.lines);
                }
                let whole = place.registry.households(&scope, &filter, 1, 50).await.unwrap();
                assert_eq!(paged, whole.lines, "{filter:?}");
                assert_eq!(whole.total, Total::Exactly(paged.len() as i64));
                let every = place.registry.every_household(&scope, &filter, 7).await.unwrap();
                assert_eq!(every, Some(paged));
            }
        }
        assert_eq!(place.registry.every_household(&scope, &Filter::default(), 6).await.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealed_search_opens_for_its_user_alone_and_for_a_working_day() {
    let file = Fresh::sqlite();
    let place = place(file.location()).await;
    let (user, other) = (UserId::fresh(), UserId::fresh());
    let now = at("2026-06-01");
    let sealed = place.registry.seal_search(user, "Lê Văn An", now).unwrap();
    assert!(sealed.bytes().all(|sign| sign.is_ascii_hexdigit()));
    let open = |who, text: &str, minutes| {
        place.registry.open_search(who, text, Instant::from_millis(now.millis() + minutes * 60_000))
    };
    assert_eq!(open(user, &sealed, SEARCH_HOURS * 60 - 1), Sought::Text("Lê Văn An".into()));
    assert_eq!(open(user, &sealed, SEARCH_HOURS * 60), Sought::Lapsed);
    assert_eq!(open(other, &sealed, 1), Sought::Lapsed);
    let spoilt = sealed.replacen(|digit: char| digit != '0', "0", 1);
    for wrong in [spoilt.as_str(), "", "zz", "00ff"] {
        assert_eq!(open(user, wrong, 1), Sought::Lapsed, "{wrong}");
    }
    // The same text is sealed anew each time: nobody can compare.
    assert_ne!(place.registry.seal_search(user, "Lê Văn An", now).unwrap(), sealed);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_a_household_outside_the_own_place_by_any_way() {
    both(async |location| {
        let place = place(&location).await;
        let here = place.household(0, &["Lê Văn An"]).await;
        let there = place.household(2, &["Lê Văn Bình"]).await;
        for (area, name, number) in [
            (Area::Commune(WARD.into()), "Lê Văn An", here.number),
            (Area::Commune(NEXT_WARD.into()), "Lê Văn Bình", there.number),
            (Area::Village(place.villages[2]), "Lê Văn Bình", there.number),
        ] {
            let find = async |filter| find(&place, area.clone(), filter).await;
            assert_eq!(find(Filter::default()).await, [name]);
            assert_eq!(find(text("le van")).await, [name]);
            assert_eq!(find(text("to dan pho")).await, [name]);
            let other = if number == here.number { there.number } else { here.number };
            assert!(find(text(&other.to_string())).await.is_empty());
            for commune in [WARD, NEXT_WARD] {
                let filter = Filter { commune: Some(commune.into()), ..Filter::default() };
                let mine = find(filter).await;
                assert!(mine.iter().all(|head| head == name), "{mine:?}");
            }
        }
        let elsewhere = scope(Right::SeeHouseholds, Area::Province("79".into())).unwrap();
        let found = place.registry.households(&elsewhere, &Filter::default(), 1, 50).await.unwrap();
        assert!(found.lines.is_empty() && found.total == Total::Exactly(0));
        let as_of = registry::facts::AsOf { day: day("2026-01-02"), known_at: None };
        assert_eq!(place.registry.file(&elsewhere, here.household, as_of).await.unwrap(), None);
        assert!(place.registry.villages(&elsewhere).await.unwrap().is_empty());
    })
    .await;
}

#[test]
fn a_merger_hands_nobody_more_households_without_a_new_grant() {
    let ward = || Area::Commune(WARD.into());
    // 24823 was another, smaller unit before 2025-07-01: who had it then has not the new ward.
    assert!(scope_since(Right::SeeHouseholds, ward(), "2024-01-01", "2025-06-30").is_some());
    assert!(scope_since(Right::SeeHouseholds, ward(), "2024-01-01", "2025-07-01").is_none());
    assert!(scope_since(Right::SeeHouseholds, ward(), "2025-07-01", "2025-07-01").is_some());
    assert!(
        scope_since(Right::SeeHouseholds, Area::Commune("00000".into()), "2025-07-01", "2026-01-01")
            .is_none()
    );
    assert!(scope_since(Right::ManageUsers, ward(), "2025-07-01", "2026-01-01").is_none());
}
