//! A quick list is the list: whatever way the database takes, against going through every household by hand.

use std::collections::{BTreeMap, BTreeSet};

use registry::access::{Area, Right, Role};
use registry::figures::Borders;
use registry::households::{Decided, Filter, OfYear, Order, Total};
use registry::register::{Birth, NewHousehold};
use registry::store::Queries;
use registry::store::testing::both;
use uuid::Uuid;
use vocab::search_key;

use crate::place::{PROVINCE, Place, WARD, at, day, person, place, scope};
use crate::town::{COMMUNES, Town, near_poor, not_poor, poor};

/// So many households of a name are shown.
const MOST_OF_A_NAME: usize = 300;
/// Enough that a rare name is one of few, and a frequent one has more than are shown.
const HOUSEHOLDS: usize = 1500;

const LAST: [&str; 9] = ["Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Hồ", "Tôn Nữ"];
const MIDDLE: [&str; 4] = ["Văn", "Thị", "Thị", "Ngọc Thị"];
const GIVEN: [&str; 8] = ["Hoa", "Hoà", "Hoàng", "An", "Anh", "Lê", "Nam", "Trần"];
/// Of few.
const RARE: [&str; 3] = ["Xíu", "K'Brếu", "Đạ"];
const TYPED: [&str; 12] = ["nguyen", "tran", "le", "thi", "hoa", "ho", "a", "nam", "xiu", "k", "da", "thon"];

/// The same throws each time (Knuth's linear congruential generator, its high bits).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    fn name(&mut self) -> String {
        let given = if self.below(150) == 0 { self.of(&RARE) } else { self.of(&GIVEN) };
        format!("{} {} {given}", self.of(&LAST), self.of(&MIDDLE))
    }
}

async fn fill(place: &Place, dice: &mut Dice) {
    let households = (0..HOUSEHOLDS).map(|_| {
        let people = (0..1 + dice.below(4))
            .map(|at| person(&dice.name(), if at == 0 { "head" } else { "child" }, Birth::Year(1980)));
        let people = people.collect();
        // Few live in the village that is called like a name.
        let village = if dice.below(120) == 0 { 1 } else { dice.below(2) * 2 };
        NewHousehold {
            village: place.villages[village],
            address: None,
            people,
            head: 0,
            from: Some(day("2025-07-01")),
        }
    });
    let households = households.collect();
    let done = place.registry.register_households(None, "a test", households, at("2025-07-02")).await;
    assert_eq!(done.unwrap().len(), HOUSEHOLDS);
}

/// A household as whoever goes through all of them sees it.
struct Seen {
    id: Uuid,
    number: i64,
    head: String,
    commune: String,
    village: String,
    people: Vec<String>,
}

async fn everybody(place: &Place) -> Vec<Seen> {
    let store = place.registry.store();
    let mut people: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    for row in store.rows("select household_id, search from person_now", vec![]).await.unwrap() {
        people.entry(row.id("household_id").unwrap()).or_default().push(row.get("search").unwrap());
    }
    let sql = "select h.household_id, h.number, h.head_search, h.commune_code, v.search from household_now h \
               join village_now v on v.village_id = h.village_id";
    let rows = store.rows(sql, vec![]).await.unwrap();
    let seen = rows.iter().map(|row| {
        let id: Uuid = row.id("household_id").unwrap();
        Seen {
            id,
            number: row.get("number").unwrap(),
            head: row.get("head_search").unwrap(),
            commune: row.get("commune_code").unwrap(),
            village: row.get("search").unwrap(),
            people: people.remove(&id).unwrap_or_default(),
        }
    });
    seen.collect()
}

/// All words of one person, the last one perhaps unfinished; or the beginning of the village.
fn is_called(seen: &Seen, key: &str) -> bool {
    let (whole, last) = key.rsplit_once(' ').unwrap_or(("", key));
    let has_all = |person: &String| {
        let words: Vec<&str> = person.split(' ').collect();
        whole.split(' ').filter(|word| !word.is_empty()).all(|word| words.contains(&word))
            && words.iter().any(|word| word.starts_with(last))
    };
    seen.people.iter().any(has_all) || seen.village.starts_with(key)
}

fn by_hand(all: &[Seen], filter: &Filter) -> Vec<Uuid> {
    let key = search_key(filter.text.as_deref().unwrap_or_default());
    let is_there = |seen: &&Seen| filter.commune.as_ref().is_none_or(|code| *code == seen.commune);
    let mut found: Vec<&Seen> = all.iter().filter(is_there).filter(|seen| is_called(seen, &key)).collect();
    match filter.order {
        // Nobody was reviewed: they are all equal.
        Order::Deprivations => found.sort_by_key(|seen| seen.id),
        Order::Number => found.sort_by_key(|seen| seen.number),
        Order::Name => found.sort_by_key(|seen| (!seen.head.starts_with(&key), seen.head.clone(), seen.id)),
    }
    found.into_iter().map(|seen| seen.id).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_goes_through_all_households_finds_the_same_names_in_the_same_order() {
    both(async |location| {
        let place = place(&location).await;
        let mut dice = Dice(2026);
        fill(&place, &mut dice).await;
        let all = everybody(&place).await;
        let scope = scope(Right::SeeHouseholds, Area::Province(PROVINCE.into())).unwrap();
        let mut typed: BTreeSet<String> = TYPED.into_iter().map(str::to_owned).collect();
        typed
            .extend(["thon da nghich", "to dan pho", "nguyen thi", "thi hoa", "hoa tran"].map(str::to_owned));
        for _ in 0..40 {
            let words: Vec<&str> = (0..2 + dice.below(2)).map(|_| dice.of(&TYPED)).collect();
            typed.insert(words.join(" "));
        }
        for text in typed {
            for (order, commune) in [
                (Order::Name, None),
                (Order::Name, Some(WARD)),
                (Order::Number, None),
                (Order::Deprivations, None),
            ] {
                let filter = Filter {
                    text: Some(text.clone()),
                    commune: commune.map(str::to_owned),
                    order,
                    ..Filter::default()
                };
                let expected = by_hand(&all, &filter);
                let found = place.registry.households(&scope, &filter, 1, 10_000).await.unwrap();
                let ids: Vec<Uuid> = found.lines.iter().map(|line| line.id.0).collect();
                let shown = expected.len().min(MOST_OF_A_NAME);
                assert!(ids == expected[..shown], "{filter:?}: {} of {}", ids.len(), expected.len());
                let total = if expected.len() > MOST_OF_A_NAME {
                    Total::MoreThan(MOST_OF_A_NAME as i64)
                } else {
                    Total::Exactly(expected.len() as i64)
                };
                assert_eq!(found.total, total, "{filter:?}");
                let third = place.registry.households(&scope, &filter, 3, 7).await.unwrap().lines;
                let third: Vec<Uuid> = third.iter().map(|line| line.id.0).collect();
                assert_eq!(third, expected[..shown].iter().skip(14).take(7).copied().collect::<Vec<_>>());
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_goes_through_all_decisions_finds_the_same_households_behind_a_figure() {
    both(async |location| {
        let mut dice = Dice(7);
        let town = Town::found(&location, 90).await;
        // Decided in each of three years or not; some of 2024 a second time.
        let mut decisions: BTreeMap<(usize, i32), (&str, bool)> = BTreeMap::new();
        let cases = [(poor(), "poor", true), (near_poor(), "near_poor", false), (not_poor(), "not_poor", true)];
        let (before, later) = (town.open(2023).await, town.open(2025).await);
        let rounds = [
            (2023, before, false),
            (2024, town.campaign, false),
            (2024, town.campaign, true),
            (2025, later, false),
        ];
        for (year, campaign, corrects) in rounds {
            let mut new = Vec::new();
            for at in 0..90 {
                if dice.below(2) == 0 && decisions.contains_key(&(at, year)) == corrects {
                    let (answers, outcome, lacks) = &cases[dice.below(3)];
                    let mut decided = town.decided(at, year, answers.clone());
                    decided.supersedes = if corrects { town.outcome_now(at).await.2 } else { None };
                    decisions.insert((at, year), (outcome, *lacks));
                    new.push(decided);
                }
            }
            town.record(campaign, new).await;
        }
        // Names that repeat, one household without any, two that are gone.
        let tx = town.registry.store().begin().await.unwrap();
        let mut heads: Vec<Option<String>> = Vec::new();
        for (at, id) in town.households.iter().enumerate() {
            let head = (at > 0).then(|| search_key(dice.of(&GIVEN)));
            let sql = "update household_now set head_search = $1, head_name = $1, is_active = $2 where household_id = $3";
            tx.execute(sql, vec![head.clone().into(), (at % 40 != 7).into(), id.0.into()]).await.unwrap();
            heads.push(head);
        }
        tx.commit().await.unwrap();
        let outcomes = || [OfYear::Whatever, OfYear::Nothing, OfYear::OneOf(vec!["poor".to_owned()]), OfYear::OneOf(vec!["near_poor".to_owned(), "not_poor".to_owned()])];
        let whole = town.scope(Role::DepartmentOfficer, Right::SeeHouseholds, Area::Everywhere);
        let own = town.scope(Role::CommuneLeader, Right::SeeHouseholds, Area::Commune(COMMUNES[1].to_owned()));
        let is = |at: usize, year: i32, outcome: &OfYear| {
            let found = decisions.get(&(at, year));
            match outcome {
                OfYear::Whatever => true,
                OfYear::Nothing => found.is_none(),
                OfYear::OneOf(ids) => found.is_some_and(|(id, _)| ids.iter().any(|one| one == id)),
            }
        };
        for (scope, is_own) in [(&whole, false), (&own, true)] {
            for order in [Order::Name, Order::Number] {
                for (outcome, from, deprived) in outcomes().into_iter().flat_map(|outcome| {
                    let mut all: Vec<_> = outcomes().into_iter().map(|from| (outcome.clone(), Some((2023, from)), None)).collect();
                    all.push((outcome.clone(), None, None));
                    if matches!(outcome, OfYear::OneOf(_)) {
                        all.push((outcome, None, Some("toilet".to_owned())));
                    }
                    all
                }) {
                    let mut expected: Vec<usize> = (0..90)
                        .filter(|at| is(*at, 2024, &outcome))
                        .filter(|at| from.as_ref().is_none_or(|(year, outcome)| is(*at, *year, outcome)))
                        .filter(|at| deprived.is_none() || decisions.get(&(*at, 2024)).is_some_and(|(_, lacks)| *lacks))
                        .filter(|at| !is_own || town.commune(at % 3) == COMMUNES[1])
                        .collect();
                    // Whoever has no name stands first in SQLite and last in PostgreSQL.
                    let nobody_first = !town.registry.store().is_postgres();
                    match order {
                        Order::Number => expected.sort_unstable(),
                        _ => expected.sort_by_key(|at| (heads[*at].is_none() != nobody_first, heads[*at].clone(), town.households[*at].0)),
                    }
                    let decided = Decided {
                        standard: "vn-2022".to_owned(), year: 2024, outcome, from, deprived, commune: None, village: None, borders: Borders::Today,
                    };
                    let filter = Filter { decided: Some(decided), order, ..Filter::default() };
                    let list = async |page, per_page| {
                        let found = town.registry.households(scope, &filter, page, per_page).await.unwrap();
                        assert_eq!(found.total, Total::Exactly(expected.len() as i64), "{filter:?}");
                        found.lines.iter().map(|line| line.number as usize).collect::<Vec<_>>()
                    };
                    assert_eq!(list(1, 100).await, expected, "{filter:?}");
                    let second: Vec<usize> = expected.iter().skip(7).take(7).copied().collect();
                    assert_eq!(list(2, 7).await, second, "{filter:?}");
                }
            }
        }
    })
    .await;
}
