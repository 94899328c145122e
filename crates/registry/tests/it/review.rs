//! Campaigns, decisions, and every decision made again.

use registry::Stopped;
use registry::access::{Area, Right, Role};
use registry::review::{NotAssessed, ReviewKind, Terms, assess, replay};
use registry::store::testing::both;

use crate::town::{self, COMMUNES, Town, near_poor, new_campaign, noon, not_poor, poor, undetermined};

fn refused<T: std::fmt::Debug>(result: Result<T, Stopped>) -> String {
    match result {
        Err(Stopped::Refused(refusal)) => {
            assert!(!refusal.why.en.is_empty() && !refusal.remedy.vi.is_empty());
            refusal.why.vi
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_rules_decide_stored_answers_on_both_sides_of_the_line() {
    let standard = town::standard();
    let terms = Terms::from(&new_campaign(&standard, 2024));
    let of = |answers| assess(&standard, &terms, &answers).expect("readable");
    let poor = of(poor());
    assert_eq!((poor.outcome.as_str(), poor.income_band.as_str()), ("poor", "at_or_below_line"));
    assert_eq!(poor.deprived, ["water_source", "toilet", "telecom_use"]);
    assert_eq!((poor.deprivation_count, poor.deprivation_count_max), (3, 3));
    assert_eq!(of(near_poor()).outcome, "near_poor");
    assert_eq!(of(not_poor()).outcome, "not_poor");
    let open = of(undetermined());
    assert_eq!((open.outcome.as_str(), open.needs), ("undetermined", vec!["income_per_capita".to_owned()]));
}

#[test]
fn another_pack_or_a_day_outside_its_coverage_decides_nothing() {
    let standard = town::standard();
    let mut terms = Terms::from(&new_campaign(&standard, 2024));
    terms.pack_digest = "0".repeat(64);
    assert!(matches!(assess(&standard, &terms, &poor()), Err(NotAssessed::Refused { .. })));
    let late = Terms::from(&new_campaign(&standard, 2026));
    assert!(matches!(assess(&standard, &late, &poor()), Err(NotAssessed::Refused { .. })));
}

#[tokio::test]
async fn a_decision_is_stored_with_what_decided_and_comes_out_the_same_again() {
    both(async |location| {
        let town = Town::found(&location, 6).await;
        let cases = [poor(), near_poor(), not_poor(), undetermined()];
        let new = cases.into_iter().enumerate().map(|(at, answers)| town.decided(at, 2024, answers));
        town.record(town.campaign, new.collect()).await;
        let everywhere = town.scope(Role::Auditor, Right::SeeHouseholds, Area::Everywhere);
        for (at, outcome) in ["poor", "near_poor", "not_poor", "undetermined"].into_iter().enumerate() {
            let found = town.registry.assessments_of(&everywhere, town.households[at]).await.expect("reads");
            assert_eq!(found.len(), 1);
            assert_eq!(
                (found[0].assessed.outcome.as_str(), found[0].engine_version.as_str()),
                (outcome, "1.2.3")
            );
            assert_eq!(found[0].assessed.pack_digest, town.standard.digest);
            assert_eq!(replay(&found[0], &town.standard).as_ref(), Ok(&found[0].assessed));
            let now = town.outcome_now(at).await;
            assert_eq!(now, (Some(outcome.to_owned()), Some(2024), Some(found[0].id)));
        }
        assert_eq!(town.outcome_now(5).await, (None, None, None));
    })
    .await;
}

#[tokio::test]
async fn one_household_outside_the_area_and_nothing_is_recorded() {
    both(async |location| {
        let town = Town::found(&location, 6).await;
        let here = Area::Commune(COMMUNES[0].to_owned());
        let scope = town.scope(Role::CommuneOfficer, Right::ChangeHouseholds, here);
        // Households 0 and 1 are in the first commune, 2 in the second.
        let record = async |numbers: &[usize]| {
            let new = numbers.iter().map(|at| town.decided(*at, 2024, poor())).collect();
            town.registry.record_assessments(Some(&scope), town.campaign, "1.2.3", new, noon(3)).await
        };
        assert!(refused(record(&[0, 1, 2]).await).starts_with("1 hộ không thuộc địa bàn"));
        assert_eq!(town.outcome_now(0).await, (None, None, None));
        // Nor by saying that it lies elsewhere than it does.
        let mut elsewhere = town.decided(2, 2024, poor());
        elsewhere.commune_code = COMMUNES[0].to_owned();
        let recorded = town
            .registry
            .record_assessments(Some(&scope), town.campaign, "1", vec![elsewhere], noon(3))
            .await;
        assert!(refused(recorded).starts_with("1 hộ không thuộc địa bàn"));
        record(&[0, 1]).await.expect("recorded");
        assert_eq!(town.outcome_now(1).await.0.as_deref(), Some("poor"));
        // Who may only look records nothing.
        let looks = town.scope(Role::CommuneLeader, Right::SeeHouseholds, Area::Everywhere);
        let new = vec![town.decided(2, 2024, poor())];
        let recorded = town.registry.record_assessments(Some(&looks), town.campaign, "1", new, noon(3)).await;
        assert!(refused(recorded).contains("không được ghi"));
        // And sees no decision outside.
        let theirs =
            town.scope(Role::CommuneOfficer, Right::SeeHouseholds, Area::Commune(COMMUNES[1].to_owned()));
        let found = town.registry.assessments_of(&theirs, town.households[0]).await.expect("reads");
        assert!(found.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_correction_names_what_it_corrects_and_both_stay() {
    both(async |location| {
        let town = Town::found(&location, 3).await;
        town.record(town.campaign, vec![town.decided(0, 2024, poor())]).await;
        let again = vec![town.decided(0, 2024, near_poor())];
        let twice = town.registry.record_assessments(None, town.campaign, "1.2.3", again, noon(3)).await;
        assert!(refused(twice).contains("đã có kết quả khác"));
        let mut correction = town.decided(0, 2024, near_poor());
        correction.supersedes = town.outcome_now(0).await.2;
        town.record(town.campaign, vec![correction.clone()]).await;
        let stale =
            town.registry.record_assessments(None, town.campaign, "1", vec![correction], noon(4)).await;
        assert!(
            refused(stale).contains("đã có kết quả khác"),
            "what is corrected already is not corrected again"
        );
        let scope = town.scope(Role::Auditor, Right::SeeHouseholds, Area::Everywhere);
        let found = town.registry.assessments_of(&scope, town.households[0]).await.expect("reads");
        let seen: Vec<(&str, bool)> =
            found.iter().map(|one| (one.assessed.outcome.as_str(), one.is_superseded)).collect();
        assert_eq!(seen, [("near_poor", false), ("poor", true)]);
        assert_eq!(town.outcome_now(0).await.0.as_deref(), Some("near_poor"));
    })
    .await;
}

#[tokio::test]
async fn an_earlier_year_recorded_late_does_not_change_how_a_household_stands() {
    both(async |location| {
        let town = Town::found(&location, 3).await;
        let earlier = town.open(2023).await;
        town.record(town.campaign, vec![town.decided(0, 2024, not_poor())]).await;
        town.record(earlier, vec![town.decided(0, 2023, poor())]).await;
        let (outcome, year, _) = town.outcome_now(0).await;
        assert_eq!((outcome.as_deref(), year), (Some("not_poor"), Some(2024)));
    })
    .await;
}

#[tokio::test]
async fn a_campaign_opens_once_a_year_and_only_on_terms_that_its_standard_decides() {
    both(async |location| {
        let town = Town::found(&location, 3).await;
        let open = async |new: registry::review::NewCampaign| {
            town.registry.open_campaign(None, &new, &town.standard, noon(5)).await
        };
        let yearly = new_campaign(&town.standard, 2024);
        assert!(refused(open(yearly.clone()).await).contains("đã mở"));
        let between = registry::review::NewCampaign { kind: ReviewKind::Irregular, ..yearly.clone() };
        open(between).await.expect("irregular reviews beside it");
        let mut strange = new_campaign(&town.standard, 2023);
        strange.income_test = Some("guess".to_owned());
        refused(open(strange).await);
        let mut nameless = new_campaign(&town.standard, 2023);
        nameless.label = " ".to_owned();
        refused(open(nameless).await);
        refused(open(new_campaign(&town.standard, 2030)).await);
    })
    .await;
}

#[tokio::test]
async fn five_thousand_decisions_are_one_act() {
    both(async |location| {
        let town = Town::found(&location, 5000).await;
        let new = (0..5000).map(|at| town.decided(at, 2024, if at % 2 == 0 { poor() } else { not_poor() }));
        let new: Vec<_> = new.collect();
        let began = std::time::Instant::now();
        town.record(town.campaign, new).await;
        println!("recorded in {:?}", began.elapsed());
        assert_eq!(town.outcome_now(4999).await.0.as_deref(), Some("not_poor"));
    })
    .await;
}
