//! Live counts.

use registry::Scope;
use registry::access::{Area, Right, Role};
use registry::figures::{Asked, Borders, Flow, FormerCommune, Overview, Tally};
use registry::households::{Decided, Filter, OfYear, Total};
use registry::store::testing::both;
use registry::villages::VillageDetails;
use vocab::Zone;

use crate::place::{PROVINCE, WARD, at, place};
use crate::town::{COMMUNES, Town, near_poor, not_poor, poor, undetermined};

fn asked(year: Option<i32>, borders: Borders) -> Asked {
    Asked { year, standard: "vn-2022".to_owned(), borders }
}

async fn overview(town: &Town, scope: &Scope, year: Option<i32>, borders: Borders) -> Overview {
    town.registry.overview(scope, &asked(year, borders)).await.expect("figures")
}

fn flow(from: Option<&str>, to: Option<&str>, households: i64) -> Flow {
    Flow { from: from.map(str::to_owned), to: to.map(str::to_owned), households }
}

/// Twelve households over two years: in 2024 four are decided, in 2025 four.
async fn two_years(town: &Town) {
    let first = [poor(), poor(), near_poor(), undetermined()];
    let new = first.into_iter().enumerate().map(|(at, answers)| town.decided(at, 2024, answers));
    town.record(town.campaign, new.collect()).await;
    let later = town.open(2025).await;
    let second = [near_poor(), poor(), not_poor()];
    let mut new: Vec<_> =
        second.into_iter().enumerate().map(|(at, answers)| town.decided(at, 2025, answers)).collect();
    new.push(town.decided(6, 2025, poor()));
    town.record(later, new).await;
}

#[tokio::test]
async fn counts_add_up_by_place_outcome_group_and_year() {
    both(async |location| {
        let town = Town::found(&location, 12).await;
        two_years(&town).await;
        let scope = town.scope(Role::DepartmentOfficer, Right::SeeFigures, Area::Everywhere);
        let seen = overview(&town, &scope, None, Borders::Today).await;
        assert_eq!(
            (seen.year, seen.years.clone(), seen.from_year),
            (Some(2025), vec![2025, 2024], Some(2024))
        );
        assert_eq!(seen.total.all, Some(Tally { households: 12, persons: 48 }));
        assert_eq!(seen.total.of("poor"), Tally { households: 2, persons: 8 });
        assert_eq!(seen.total.reviewed().households, 4);
        // Households 0, 3, 6, 9 are of an ethnic minority; 0 is near-poor and 6 poor now.
        assert_eq!(seen.minority.all, Some(Tally { households: 4, persons: 16 }));
        assert_eq!((seen.minority.of("poor").households, seen.minority.of("near_poor").households), (1, 1));
        let communes: Vec<(&str, i64, i64)> = seen
            .communes
            .iter()
            .map(|place| {
                let all = place.figures.all.expect("known today");
                (
                    place.commune.as_deref().expect("a commune"),
                    all.households,
                    place.figures.of("poor").households,
                )
            })
            .collect();
        assert_eq!(communes, [(COMMUNES[1], 4, 0), (COMMUNES[0], 8, 2)]);
        for places in [&seen.provinces, &seen.communes, &seen.villages] {
            let sum = places.iter().fold(Tally::default(), |sum, place| sum.plus(place.figures.reviewed()));
            assert_eq!(sum, seen.total.reviewed());
        }
        let trend: Vec<(i32, i64)> = seen
            .trend
            .iter()
            .map(|year| (year.year, year.by_outcome.get("poor").copied().unwrap_or_default().households))
            .collect();
        assert_eq!(trend, [(2024, 2), (2025, 2)]);
        let toilet = seen.deprived.iter().find(|one| one.indicator == "toilet" && one.outcome == "poor");
        assert_eq!(toilet.map(|one| one.households), Some(2));
        let mut flows = seen.flow.clone();
        flows.sort_by_key(|flow| (flow.from.clone(), flow.to.clone()));
        assert_eq!(
            flows,
            [
                flow(None, Some("poor"), 1),
                flow(Some("near_poor"), Some("not_poor"), 1),
                flow(Some("poor"), Some("near_poor"), 1),
                flow(Some("poor"), Some("poor"), 1),
                flow(Some("undetermined"), None, 1),
            ]
        );
        let earlier = overview(&town, &scope, Some(2024), Borders::Today).await;
        assert_eq!((earlier.total.of("poor").households, earlier.flow.len()), (2, 0));
    })
    .await;
}

#[tokio::test]
async fn a_scope_counts_its_own_places_alone_and_only_for_whoever_may_see_figures() {
    both(async |location| {
        let town = Town::found(&location, 12).await;
        two_years(&town).await;
        let area = Area::Commune(COMMUNES[1].to_owned());
        let commune = town.scope(Role::CommuneLeader, Right::SeeFigures, area.clone());
        let seen = overview(&town, &commune, None, Borders::Today).await;
        // Household 2 alone was decided there.
        assert_eq!(seen.total.all.map(|all| all.households), Some(4));
        assert_eq!((seen.total.reviewed().households, seen.communes.len()), (1, 1));
        assert_eq!(seen.flow, [flow(Some("near_poor"), Some("not_poor"), 1)]);
        assert!(seen.deprived.iter().all(|one| one.outcome == "not_poor"));
        let village = town.scope(Role::CommuneLeader, Right::SeeFigures, Area::Village(town.villages[1]));
        assert_eq!(overview(&town, &village, None, Borders::Today).await.total.reviewed().households, 1);
        let other = town.scope(Role::CommuneLeader, Right::SeeHouseholds, area);
        assert_eq!(overview(&town, &other, None, Borders::Today).await, Overview::default());
    })
    .await;
}

#[tokio::test]
async fn of_a_household_the_newest_decision_of_the_year_counts() {
    both(async |location| {
        let town = Town::found(&location, 3).await;
        town.record(town.campaign, vec![town.decided(0, 2024, poor())]).await;
        let mut correction = town.decided(0, 2024, near_poor());
        correction.supersedes = town.outcome_now(0).await.2;
        let seq = town.record(town.campaign, vec![correction]).await;
        let scope = town.scope(Role::Auditor, Right::SeeFigures, Area::Everywhere);
        let seen = overview(&town, &scope, None, Borders::Today).await;
        assert_eq!((seen.total.of("poor").households, seen.total.of("near_poor").households), (0, 1));
        // The act is undone: what it corrected counts again.
        let tx = town.registry.store().begin().await.expect("a transaction");
        let undo = "insert into act (seq, id, kind, at, commitment, undoes) select 900, $2, 'undo', at, commitment, seq from act where seq = $1";
        tx.execute(undo, vec![seq.into(), uuid::Uuid::now_v7().into()]).await.expect("undone");
        tx.commit().await.expect("a commit");
        let seen = overview(&town, &scope, None, Borders::Today).await;
        assert_eq!((seen.total.of("poor").households, seen.total.of("near_poor").households), (1, 0));
    })
    .await;
}

#[tokio::test]
async fn borders_of_the_time_count_under_the_commune_of_the_time() {
    both(async |location| {
        let town = Town::found(&location, 3).await;
        let mut old = town.decided(0, 2024, poor());
        old.commune_code = "24814".to_owned();
        town.record(town.campaign, vec![old]).await;
        let scope = town.scope(Role::Auditor, Right::SeeFigures, Area::Everywhere);
        let poor_in = |seen: &Overview, code: &str| {
            let place = seen.communes.iter().find(|place| place.commune.as_deref() == Some(code));
            place.map(|place| place.figures.of("poor").households)
        };
        let today = overview(&town, &scope, None, Borders::Today).await;
        assert_eq!((poor_in(&today, "24814"), poor_in(&today, COMMUNES[0])), (None, Some(1)));
        let then = overview(&town, &scope, None, Borders::OfTheTime).await;
        assert_eq!(poor_in(&then, "24814"), Some(1));
    })
    .await;
}

#[tokio::test]
async fn behind_each_figure_stand_so_many_households_and_within_a_scope_only_its_own() {
    both(async |location| {
        let town = Town::found(&location, 12).await;
        two_years(&town).await;
        let figures = town.scope(Role::DepartmentOfficer, Right::SeeFigures, Area::Everywhere);
        let seen = overview(&town, &figures, None, Borders::Today).await;
        let scope = town.scope(Role::DepartmentOfficer, Right::SeeHouseholds, Area::Everywhere);
        let one = |id: &Option<String>| id.clone().map_or(OfYear::Nothing, |id| OfYear::OneOf(vec![id]));
        let decided = |outcome: OfYear| Decided {
            standard: "vn-2022".to_owned(),
            year: 2025,
            outcome,
            from: None,
            deprived: None,
            commune: None,
            village: None,
            borders: Borders::Today,
        };
        let count = async |scope: &Scope, decided: Decided| {
            let filter = Filter { decided: Some(decided), ..Filter::default() };
            let found = town.registry.households(scope, &filter, 1, 50).await.expect("a list");
            assert_eq!(found.total, Total::Exactly(found.lines.len() as i64));
            found.lines.len() as i64
        };
        for flow in &seen.flow {
            let from = Some((2024, one(&flow.from)));
            let behind = Decided { from, ..decided(one(&flow.to)) };
            assert_eq!(count(&scope, behind).await, flow.households, "{flow:?}");
        }
        for lack in &seen.deprived {
            let behind = Decided {
                deprived: Some(lack.indicator.clone()),
                ..decided(OfYear::OneOf(vec![lack.outcome.clone()]))
            };
            assert_eq!(count(&scope, behind).await, lack.households, "{lack:?}");
        }
        for place in seen.communes.iter().chain(&seen.villages) {
            for (outcome, tally) in &place.figures.by_outcome {
                let behind = Decided {
                    commune: place.commune.clone(),
                    village: place.village.as_ref().map(|(id, _)| *id),
                    ..decided(OfYear::OneOf(vec![outcome.clone()]))
                };
                assert_eq!(count(&scope, behind).await, tally.households, "{place:?}");
            }
        }
        let both_outcomes = OfYear::OneOf(vec!["poor".to_owned(), "near_poor".to_owned()]);
        assert_eq!(count(&scope, decided(both_outcomes.clone())).await, 3);
        // Household 2 alone was decided in the other commune, as not poor.
        let area = Area::Commune(COMMUNES[1].to_owned());
        let own = town.scope(Role::CommuneLeader, Right::SeeHouseholds, area);
        assert_eq!(count(&own, decided(both_outcomes)).await, 0);
        assert_eq!(count(&own, decided(OfYear::OneOf(vec!["not_poor".to_owned()]))).await, 1);
        let unknown = Decided { year: 1999, ..decided(OfYear::OneOf(vec!["poor".to_owned()])) };
        assert_eq!(count(&scope, unknown).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_city_is_counted_while_nobody_waits() {
    both(async |location| {
        let town = Town::found(&location, 57_000).await;
        for year in 2021..2026 {
            let campaign = if year == 2024 { town.campaign } else { town.open(year).await };
            let cases = [poor(), near_poor(), not_poor(), undetermined()];
            let templates = cases.map(|answers| town.decided(0, year, answers));
            let new = (0..3000).map(|at| {
                let number = at * 7 + (year as usize - 2021) * 100;
                let village = number % 3;
                let mut new = templates[at % 4].clone();
                new.household = town.households[number];
                new.village = town.villages[village];
                new.commune_code = town.commune(village).to_owned();
                new
            });
            town.record(campaign, new.collect()).await;
        }
        let scope = town.scope(Role::Auditor, Right::SeeFigures, Area::Everywhere);
        for _ in 0..3 {
            let began = std::time::Instant::now();
            let seen = overview(&town, &scope, None, Borders::Today).await;
            println!("counted in {:?}", began.elapsed());
            assert_eq!(seen.total.reviewed().households, 3000);
        }
    })
    .await;
}

#[tokio::test]
async fn a_village_tells_in_which_commune_it_lay_before_a_merger() {
    both(async |location| {
        let place = place(&location).await;
        let details = |commune: &str, from: &str| VillageDetails {
            name: "Tổ dân phố 1".to_owned(),
            kind: "to_dan_pho".to_owned(),
            commune_code: commune.to_owned(),
            province_code: PROVINCE.to_owned(),
            zone: Zone::Urban,
            zone_source: "invented for a test".to_owned(),
            from: from.parse().expect("a day"),
        };
        let old = vec![details("24814", "2020-01-01")];
        let merged = place.registry.add_villages(None, old, at("2020-01-02")).await.expect("a village")[0];
        let now = vec![(merged, details(WARD, "2025-07-01"))];
        place.registry.restate_villages(None, "a merger", now, at("2025-07-02")).await.expect("restated");
        // Another name in the same commune is no other commune.
        let renamed = VillageDetails { name: "Tổ dân phố 7".to_owned(), ..details(WARD, "2026-01-01") };
        let again = vec![(merged, renamed)];
        place.registry.restate_villages(None, "a name", again, at("2026-01-02")).await.expect("restated");
        let former = place.registry.former_communes(&[merged, place.villages[0]]).await.expect("villages");
        let expected = FormerCommune { code: "24814".to_owned(), on: "2020-01-01".parse().expect("a day") };
        assert_eq!(former.into_iter().collect::<Vec<_>>(), [(merged, expected)]);
    })
    .await;
}
