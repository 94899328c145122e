//! A signed decision is corrected by another one: results come from the record, statuses follow the newest decision, the old one and its list
//! stay, and both can be made again.

use registry::Role;
use registry::proceedings::{Movement, person_ref};
use registry::store::{Queries, Value};
use registry::verify::Verdict;
use review::{Class, Outcome, ProposeCorrection, Reconsider, SignCorrection};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use store::testing::both;

use super::stage::{AN, BINH, CHI, SCAN, Stage};
use crate::place::{NEXT_WARD, WARD, day};
use crate::town::{near_poor, not_poor};

async fn draft(stage: &Stage) -> ProposeCorrection {
    let walk = stage.walk().await;
    let list = stage.registry.correction_list(&stage.sees(stage.leader).await, &walk).await.unwrap().unwrap();
    let campaign = walk.campaign().unwrap();
    let (number, on) = campaign.newest_decision().unwrap();
    ProposeCorrection {
        corrects: number.to_owned(),
        corrects_on: on,
        reason: "phản ánh số 5, đã hỏi lại".to_owned(),
        list_hash: list.sha256,
    }
}

fn signature(draft: &ProposeCorrection, number: &str) -> SignCorrection {
    SignCorrection {
        number: number.to_owned(),
        signed_on: day("2025-10-10"),
        list_hash: draft.list_hash,
        paper_hash: Sha256::digest(SCAN).into(),
    }
}

/// An is found near-poor and Chi not poor after the decision; a correcting decision says so.
async fn corrected(location: &registry::store::Location) -> Stage {
    corrected_from(Stage::signed(location).await).await
}

async fn corrected_from(stage: Stage) -> Stage {
    stage.on("2025-10-10");
    let surveyor = person_ref(stage.second.user);
    let found = |who, outcome| Reconsider { household: stage.house(who), surveyor, outcome };
    // Nothing was found since; then what was found is not what is said.
    assert!(stage.refused(stage.officer, found(AN, Outcome::Poor)).await.contains("of the time"));
    stage.found(AN, near_poor(), stage.second).await;
    stage.found(CHI, not_poor(), stage.second).await;
    assert!(
        stage.refused(stage.officer, found(AN, Outcome::NotPoor)).await.contains("not what the registry")
    );
    stage.does(stage.officer, found(AN, Outcome::NearPoor)).await;
    stage.does(stage.officer, found(CHI, Outcome::NotPoor)).await;
    assert!(stage.refused(stage.officer, found(CHI, Outcome::NotPoor)).await.contains("checked it last"));
    let proposal = draft(&stage).await;
    let other = ProposeCorrection { list_hash: [1; 32], ..proposal.clone() };
    assert!(stage.refused(stage.officer, other).await.contains("not what the cases say"));
    let signature = signature(&proposal, "15/QĐ-UBND");
    stage.does(stage.officer, proposal).await;
    let without = stage.tries_with(stage.leader, signature.clone(), vec![], None).await;
    assert!(without.is_err(), "no scan");
    stage.does(stage.leader, signature).await;
    stage
}

#[tokio::test(flavor = "multi_thread")]
async fn no_correction_is_proposed_or_signed_over_a_newer_result_and_one_hinders_no_other_household() {
    both(|location| async move {
        let stage = Stage::signed(&location).await;
        stage.on("2025-10-10");
        let second = person_ref(stage.second.user);
        stage.found(AN, near_poor(), stage.second).await;
        stage.found(CHI, not_poor(), stage.second).await;
        let found = |who, surveyor, outcome| Reconsider { household: stage.house(who), surveyor, outcome };
        stage.does(stage.officer, found(AN, second, Outcome::NearPoor)).await;
        let proposal = draft(&stage).await;
        let signed = signature(&proposal, "15/QĐ-UBND");
        stage.does(stage.officer, proposal.clone()).await;
        // Somebody else asked once more before the signature.
        let third = stage.person("can.bo.ba", Role::CommuneOfficer, WARD).await;
        stage.found(AN, not_poor(), third).await;
        assert!(stage.refused(stage.leader, signed).await.contains("not as the register has them"));
        assert!(stage.refused(stage.officer, proposal).await.contains("not as the register has them"));
        stage.does(stage.officer, found(AN, person_ref(third.user), Outcome::NotPoor)).await;
        let proposal = draft(&stage).await;
        let signed = signature(&proposal, "15/QĐ-UBND");
        stage.does(stage.officer, proposal).await;
        stage.does(stage.leader, signed).await;
        // What was found of Chi before that signature still counts.
        stage.does(stage.officer, found(CHI, second, Outcome::NotPoor)).await;
        let proposal = draft(&stage).await;
        let signed = signature(&proposal, "16/QĐ-UBND");
        stage.does(stage.officer, proposal).await;
        stage.does(stage.leader, signed).await;
        // Chi was never poor: the decision that said so was corrected. The next time she would be new, not back.
        let next = stage.february().await;
        let enroll = |formerly| review::Enroll {
            household: stage.house(CHI),
            village: review::VillageRef(stage.villages[0].0.as_u128()),
            why: review::Why::Asked { form: "review".into() },
            formerly,
        };
        let scope = stage.sees(stage.officer).await;
        let tries =
            async |deed| stage.registry.act_on(&scope, &stage.units, next, deed, None, stage.tick()).await;
        assert!(tries(enroll(vec![Class::Poor])).await.is_err(), "what was taken back is not before");
        tries(enroll(vec![])).await.unwrap();
    })
    .await;
}

async fn found(stage: &Stage) -> Vec<(&'static str, Option<i64>)> {
    let standards = [stage.standard.clone()];
    let verdict = stage.registry.verify_campaign(stage.campaign.0, &standards).await.unwrap().unwrap();
    verdict.found.iter().map(|one| (one.what.code(), one.number)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn statuses_follow_the_newest_decision_and_the_old_one_stays() {
    both(|location| async move {
        let stage = corrected(&location).await;
        let scope = stage.sees(stage.officer).await;
        let of = async |who: usize| {
            let all = stage.registry.statuses_of(&scope, stage.households[who]).await.unwrap();
            all.into_iter().map(|one| (one.class, one.decision, one.movement, one.from)).collect::<Vec<_>>()
        };
        let from = Some(day("2026-01-01"));
        let (old, new) = ("12/QĐ-UBND".to_owned(), "15/QĐ-UBND".to_owned());
        assert_eq!(
            of(AN).await,
            [
                (Some(Class::Poor), old.clone(), Some(Movement::Stays), from),
                (Some(Class::NearPoor), new.clone(), Some(Movement::ToNearPoor), from)
            ]
        );
        assert_eq!(
            of(CHI).await,
            [(Some(Class::Poor), old.clone(), Some(Movement::New), from), (None, new, None, from)],
            "on no list any more"
        );
        assert_eq!(of(BINH).await, [(None, old, Some(Movement::Escaped), from)], "untouched");
        let kept = stage.registry.proceeding_lists(&scope, stage.id).await.unwrap();
        let kinds: Vec<&str> = kept.iter().map(|list| list.kind.as_str()).collect();
        assert_eq!(kinds, ["posting", "posting", "decision", "correction"]);
        assert!(kept[2].text.contains("Phạm Văn Chi") && kept[3].text.contains("poor\tnot_poor"));
        assert!(!kept[3].text.contains("Lê Thị Bình"));
        let files = stage.registry.proceeding_files(&scope, stage.id).await.unwrap();
        assert_eq!(files.len(), 2, "a scan of each decision");
        assert_eq!(found(&stage).await, []);
        assert!(matches!(stage.registry.verify(&[]).await.unwrap(), Verdict::Whole(_)));
        // The next review begins with what the newest decision says.
        let id = stage.february().await;
        let walk = stage.registry.proceeding(&stage.sees(stage.leader).await, id).await.unwrap().unwrap();
        let class = |who: usize| {
            let managed = walk.terms.managed.iter().find(|one| one.household == stage.house(who));
            managed.map(|one| one.class)
        };
        assert_eq!((class(AN), class(CHI)), (Some(Class::NearPoor), None));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_each_decision_stays_what_was_signed() {
    both(|location| async move {
        let stage = Stage::signed(&location).await;
        let before = stage.walk().await;
        let scope = stage.sees(stage.officer).await;
        let signed = stage.registry.decision_list(&scope, &before).await.unwrap().unwrap();
        let stage = corrected_from(stage).await;
        let (walk, scope) = (stage.walk().await, stage.sees(stage.officer).await);
        let number_of = |kind: review::DeedKind| {
            walk.events.iter().find(|one| one.event.deed.kind() == kind).unwrap().number
        };
        let list = async |kind| {
            let list = stage.registry.signed_list(&scope, &walk, number_of(kind)).await.unwrap();
            list.map(|list| (list.text, list.lines))
        };
        let (text, lines) = list(review::DeedKind::Sign).await.unwrap();
        assert_eq!((text, &lines), (signed.text, &signed.lines));
        let now = stage.registry.decision_list(&scope, &walk).await.unwrap().unwrap();
        assert_ne!(now.lines, lines, "the correction changed what a decision of today would list");
        let (_, lines) = list(review::DeedKind::SignCorrection).await.unwrap();
        let changes = lines.iter().map(|one| (one.head.as_str(), one.corrects.unwrap(), one.outcome));
        let (an, chi) = (("Nguyễn Văn An", "poor", "near_poor"), ("Phạm Văn Chi", "poor", "not_poor"));
        assert_eq!(changes.collect::<Vec<_>>(), [an, chi]);
        assert_eq!(list(review::DeedKind::Propose).await, None, "that is no signature");
        let elsewhere = stage.person("xa.khac", registry::access::Role::CommuneOfficer, NEXT_WARD).await;
        let theirs = stage.sees(elsewhere).await;
        let list = stage.registry.signed_list(&theirs, &walk, number_of(review::DeedKind::Sign)).await;
        assert_eq!(list.unwrap(), None);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_correction_is_found_with_the_number_of_its_event() {
    both(|location| async move {
        let stage = corrected(&location).await;
        let walk = stage.walk().await;
        let number_of = |kind: review::DeedKind| {
            walk.events.iter().rev().find(|one| one.event.deed.kind() == kind).unwrap().number
        };
        let signed = number_of(review::DeedKind::SignCorrection);
        let proposed = number_of(review::DeedKind::ProposeCorrection);
        let does = async |sql: &str, values: Vec<Value>| {
            let tx = stage.registry.store().begin().await.unwrap();
            assert!(tx.execute(sql, values).await.unwrap() > 0, "{sql}");
            tx.commit().await.unwrap();
        };
        let an = || Value::from(stage.households[AN].0);
        let sql = "select value as it from fact where subject = $1 and attribute = 'status' order by act_seq desc";
        let was: Json = stage.registry.store().row(sql, vec![an()]).await.unwrap().unwrap().get("it").unwrap();
        assert_eq!(was["decision"], "15/QĐ-UBND");
        let newest = "update fact set value = $2 where subject = $1 and attribute = 'status' \
                      and act_seq = (select max(act_seq) from fact where subject = $1 and attribute = 'status')";
        let mut other = was.clone();
        other["class"] = json!("poor");
        does(newest, vec![an(), other.into()]).await;
        assert_eq!(found(&stage).await, [("status_not_as_decision", Some(signed))]);
        does(newest, vec![an(), was.into()]).await;
        let file = "delete from proceeding_file where proceeding_id = $1 and number = $2";
        let contents = "delete from proceeding_file_content where file_id in (select id from proceeding_file where number = $2 and proceeding_id = $1)";
        let key = |number: i64| vec![Value::from(stage.id.0), Value::from(number)];
        does(contents, key(signed)).await;
        does(file, key(signed)).await;
        assert_eq!(found(&stage).await, [("file_missing", Some(signed))]);
        does("delete from proceeding_list where proceeding_id = $1 and number = $2", key(proposed)).await;
        let codes = found(&stage).await;
        assert!(codes.contains(&("list_missing", Some(proposed))), "{codes:?}");
    })
    .await;
}
