//! Thousands of households: how long a review takes to read and to act in. Run by hand: `--ignored --nocapture`.

use std::time::Instant;

use registry::proceedings::{household_ref, village_ref};
use registry::review::{NewAssessment, Terms, assess};
use review::{Classify, Enroll, Pass, Survey, Why};
use store::testing::Fresh;
use vocab::Zone;

use super::stage::{Stage, campaign_of, family};
use crate::place::{PROVINCE, WARD};
use crate::town::poor;

const HOUSEHOLDS: usize = 3000;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures; takes a minute"]
async fn three_thousand_households_are_read_in_a_moment() {
    let fresh = Fresh::sqlite();
    let stage = Stage::opened(fresh.location()).await;
    let families = (0..HOUSEHOLDS).map(|n| family(&format!("Hộ {n}"), stage.villages[n % 2])).collect();
    let done = stage.registry.register_households(None, "a test", families, stage.tick()).await.unwrap();
    let scope = stage.sees(stage.officer).await;
    let began = Instant::now();
    let enroll = done.iter().enumerate().map(|(n, one)| Enroll {
        household: household_ref(one.household),
        village: village_ref(stage.villages[n % 2]),
        why: Why::Suggested { reason: "thử".into() },
        formerly: vec![],
    });
    stage
        .registry
        .act_on_each(&scope, &stage.units, stage.id, enroll.collect(), None, stage.tick())
        .await
        .unwrap();
    println!("{HOUSEHOLDS} enrolled in {:?}", began.elapsed());
    for who in [super::stage::AN, super::stage::BINH, super::stage::DUNG] {
        stage.enrolls(who, Why::Managed).await;
    }
    stage.does(stage.officer, Pass { village: None }).await;
    let terms = Terms::from(&campaign_of(&stage.standard, 2025));
    let assessed = assess(&stage.standard, &terms, &poor()).unwrap();
    let results = done.iter().enumerate().map(|(n, one)| NewAssessment {
        household: one.household,
        village: stage.villages[n % 2],
        commune_code: WARD.into(),
        province_code: PROVINCE.into(),
        zone: Zone::Urban,
        assessed: assessed.clone(),
        answers: poor(),
        members: 2,
        supersedes: None,
        submission: None,
    });
    stage
        .registry
        .record_assessments(None, stage.campaign, "1", results.collect(), stage.tick())
        .await
        .unwrap();
    let began = Instant::now();
    let results = stage.registry.proceeding_results(&scope, &stage.walk().await).await.unwrap();
    println!("results found in {:?}", began.elapsed());
    let began = Instant::now();
    let survey =
        results.iter().map(|(household, one)| Survey { household: *household, surveyor: one.surveyor });
    stage
        .registry
        .act_on_each(&scope, &stage.units, stage.id, survey.collect(), None, stage.tick())
        .await
        .unwrap();
    println!("{} surveyed in {:?}", results.len(), began.elapsed());
    for who in [super::stage::AN, super::stage::BINH, super::stage::DUNG] {
        stage.found(who, poor(), stage.officer).await;
        stage.surveys(who).await;
    }
    stage.passes(0).await;
    stage.passes(1).await;
    let classify = results.iter().map(|(household, one)| Classify {
        household: *household,
        standard: stage.standard.id.clone(),
        outcome: one.outcome,
    });
    stage
        .registry
        .act_on_each(&scope, &stage.units, stage.id, classify.collect(), None, stage.tick())
        .await
        .unwrap();
    let began = Instant::now();
    let walk = stage.registry.proceeding(&scope, stage.id).await.unwrap().unwrap();
    let read = began.elapsed();
    let campaign = walk.campaign().unwrap();
    println!("{} events read in {read:?}, replayed in {:?}", walk.events.len(), began.elapsed() - read);
    drop(campaign);
    let began = Instant::now();
    stage.classifies(super::stage::AN).await;
    println!("one deed (with two readings before it) in {:?}", began.elapsed());
    let began = Instant::now();
    let lines = stage.registry.proceedings(&scope, None).await.unwrap();
    println!("board of {} in {:?}", lines.len(), began.elapsed());
    let began = Instant::now();
    let verdict = stage
        .registry
        .verify_campaign(stage.campaign.0, std::slice::from_ref(&stage.standard))
        .await
        .unwrap()
        .unwrap();
    println!("verified in {:?}: {:?}", began.elapsed(), verdict.checked);
    assert!(verdict.is_whole(), "{:?}", verdict.found);
}
