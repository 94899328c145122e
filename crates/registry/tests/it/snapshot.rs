//! Sealing: what leaves, under which names, what stays, and who may do it.

use std::collections::BTreeSet;

use registry::access::{Area, Right, Role};
use registry::snapshot::{Manifest, Released, SealedFile, Snapshot, Which, WorkState, all, released};
use registry::{AssessmentId, Keys, SnapshotId, Stopped};
use serde_json::{Value as Json, json};
use standards::Answer;
use standards::questionnaire::Subject;
use store::Queries;
use store::testing::both;

use crate::town::{COMMUNES, Town, near_poor, noon, not_poor, poor, undetermined};

fn refused<T: std::fmt::Debug>(result: Result<T, Stopped>) -> String {
    match result {
        Err(Stopped::Refused(refusal)) => {
            assert!(!refusal.why.en.is_empty() && !refusal.remedy.vi.is_empty());
            refusal.why.vi
        }
        other => panic!("{other:?}"),
    }
}

/// The keys of the town.
fn keys() -> Keys {
    Keys::of_secret([7; 32])
}

/// Everything that would be sealed of a campaign, and the manifest for it.
async fn read(town: &Town, which: &Which) -> Result<(Vec<Released>, Manifest), Stopped> {
    let campaign = town.registry.campaign_to_seal(which).await?;
    let mut unsealed = town.registry.unsealed(None, campaign, &town.standard).await?;
    let mut households = Vec::new();
    while let Some(page) = unsealed.next_page().await? {
        assert_eq!(page.province_code, "68");
        households.extend(page.households);
    }
    let rows = households.iter().map(|of| 1 + of.answers.members.len() as u64).sum();
    let file = SealedFile { path: "all".to_owned(), rows, bytes: 1, sha256: "0".repeat(64) };
    let manifest = unsealed.manifest(&[file], "9.9.9")?;
    Ok((households, manifest))
}

/// Answers with all that must stay: names, numbers, addresses, free text, a day of birth.
fn with_secrets(mut answers: Json) -> Json {
    for (question, text) in [
        ("head_name", "Nguyễn Thị Bí Mật"),
        ("permanent_address", "12 Bí Mật"),
        ("phone", "0900000001"),
        ("surveyor_note", "ghi chú Bí Mật"),
        ("other_cause", "bệnh Bí Mật"),
    ] {
        answers["household"][question] = text.into();
    }
    answers["household"]["poverty_causes"] = json!([]);
    answers["members"][0]["full_name"] = "Nguyễn Văn Bí Mật".into();
    answers["members"][0]["id_number"] = "068080001234".into();
    answers["members"][0]["id_issued_on"] = "2021-02-03".into();
    answers["members"][1] = json!({ "birth_year": 1950, "social_allowance": "none" });
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_decided_leaves_under_pseudonyms_without_names_numbers_or_texts() {
    both(async |location| {
        let town = Town::found(&location, 6).await;
        let cases = [with_secrets(poor()), near_poor(), not_poor(), undetermined()];
        let new = cases.into_iter().enumerate().map(|(at, answers)| town.decided(at, 2024, answers));
        town.record(town.campaign, new.collect()).await;
        let (households, manifest) = read(&town, &Which::Newest).await.unwrap();
        assert_eq!(households.len(), 4);
        let ids: Vec<&String> = households.iter().map(|of| &of.household_id).collect();
        assert!(ids.is_sorted() && ids.iter().collect::<BTreeSet<_>>().len() == 4, "{ids:?}");
        let first = keys().pseudonym("household", town.households[0].0.as_bytes());
        let secret = households.iter().find(|of| of.household_id == first).expect("the first household");
        assert!(!format!("{secret:?}").contains("Bí Mật"), "{secret:?}");
        assert!(!format!("{households:?}").contains(&town.households[0].to_string()));
        assert_eq!((secret.outcome.as_str(), secret.deprivation_count), ("poor", 3));
        assert_eq!(secret.commune_code, COMMUNES[0]);
        let questionnaire = &town.standard.questionnaire;
        let leaves: BTreeSet<&str> =
            released(questionnaire).iter().map(|at| questionnaire.get(*at).id.as_str()).collect();
        for stays in ["birth_date", "full_name", "id_number", "id_issued_on", "phone", "surveyor_note"] {
            assert!(!leaves.contains(stays), "{stays}");
        }
        let member = |id: &str, at| {
            let question = questionnaire.find(Subject::Member, id).unwrap();
            secret.answers.get(question, Some(at)).clone()
        };
        // Of a day of birth the age is left; of a year, the year.
        assert_eq!((member("age", 0), member("birth_date", 0)), (Answer::Number(40), Answer::Missing));
        assert_eq!(member("birth_year", 1), Answer::Number(1950));
        assert_eq!((manifest.households(), manifest.members(), manifest.erased()), (4, 8, 0));
        let communes = manifest.communes();
        let codes: BTreeSet<&str> = communes.iter().map(|(_, code, _)| code.as_str()).collect();
        assert_eq!(codes, BTreeSet::from(COMMUNES));
        let here = communes.iter().find(|(_, code, _)| code == COMMUNES[0]).unwrap();
        let poor = here.2["poor"];
        assert_eq!((poor.households, poor.persons), (1, 4));
        assert!(manifest.text().contains("\"program_version\":\"9.9.9\"") && !manifest.text().contains("Bí"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_has_one_pseudonym_in_all_years_and_another_under_other_keys() {
    both(async |location| {
        let town = Town::found(&location, 3).await;
        let next = town.open(2025).await;
        town.record(town.campaign, vec![town.decided(0, 2024, poor())]).await;
        town.record(next, vec![town.decided(0, 2025, not_poor())]).await;
        let of = async |year| read(&town, &Which::Year(year, None)).await.unwrap().0.remove(0);
        let (before, after) = (of(2024).await, of(2025).await);
        assert_eq!(before.household_id, after.household_id);
        assert_eq!((before.outcome.as_str(), after.outcome.as_str()), ("poor", "not_poor"));
        let other = Keys::of_secret([8; 32]).pseudonym("household", town.households[0].0.as_bytes());
        assert_ne!(before.household_id, other);
        let person = keys().pseudonym("person", town.households[0].0.as_bytes());
        assert_ne!(before.household_id, person);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_correction_is_sealed_instead_of_what_it_corrects_until_it_is_undone() {
    both(async |location| {
        let town = Town::found(&location, 3).await;
        town.record(town.campaign, vec![town.decided(0, 2024, poor())]).await;
        let (_, _, first) = town.outcome_now(0).await;
        let correction = registry::review::NewAssessment {
            supersedes: Some(AssessmentId(first.unwrap().0)),
            ..town.decided(0, 2024, not_poor())
        };
        town.record(town.campaign, vec![correction]).await;
        let outcomes = async || {
            let (households, manifest) = read(&town, &Which::Newest).await.unwrap();
            assert_eq!(manifest.households(), 1);
            households[0].outcome.clone()
        };
        assert_eq!(outcomes().await, "not_poor");
        let tx = town.registry.store().begin().await.unwrap();
        let undo = "insert into act (seq, id, kind, at, commitment, undoes) select 3, $1, 'act.undo', at, commitment, 2 from act where seq = 2";
        tx.execute(undo, vec![uuid::Uuid::now_v7().into()]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(outcomes().await, "poor");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_results_give_the_same_manifest_and_another_result_another() {
    both(async |location| {
        let town = Town::found(&location, 3).await;
        town.record(town.campaign, vec![town.decided(0, 2024, poor())]).await;
        let manifest = async || read(&town, &Which::Newest).await.unwrap().1;
        let first = manifest().await;
        assert_eq!(first, manifest().await);
        assert_eq!(Manifest::of_json(first.json().clone()).unwrap().sha256(), first.sha256());
        town.record(town.campaign, vec![town.decided(1, 2024, poor())]).await;
        assert_ne!(first.sha256(), manifest().await.sha256());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_that_does_not_come_out_again_stops_the_sealing() {
    both(async |location| {
        let town = Town::found(&location, 3).await;
        town.record(town.campaign, vec![town.decided(0, 2024, poor())]).await;
        assert!(read(&town, &Which::Newest).await.is_ok());
        for change in ["outcome = 'not_poor'", "deprivation_count = 1", "income_band = 'average'"] {
            let tx = town.registry.store().begin().await.unwrap();
            let was = tx.row("select outcome, deprivation_count, income_band from assessment", vec![]).await;
            let was = was.unwrap().unwrap();
            tx.execute(&format!("update assessment set {change}"), vec![]).await.unwrap();
            tx.commit().await.unwrap();
            let why = refused(read(&town, &Which::Newest).await.map(|(_, manifest)| manifest));
            assert!(why.contains("không tính lại được"), "{change}: {why}");
            let tx = town.registry.store().begin().await.unwrap();
            let values = vec![
                was.get::<String>("outcome").unwrap().into(),
                was.get::<i64>("deprivation_count").unwrap().into(),
                was.get::<String>("income_band").unwrap().into(),
            ];
            let back = "update assessment set outcome = $1, deprivation_count = $2, income_band = $3";
            tx.execute(back, values).await.unwrap();
            tx.commit().await.unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sealing_is_an_act_for_whoever_may_take_everything() {
    both(async |location| {
        let town = Town::found(&location, 3).await;
        town.record(town.campaign, vec![town.decided(0, 2024, poor())]).await;
        let (_, manifest) = read(&town, &Which::Newest).await.unwrap();
        let registry = &town.registry;
        let everywhere = town.scope(Role::Auditor, Right::ExportHouseholds, Area::Everywhere);
        let commune = Area::Commune(COMMUNES[0].to_owned());
        let part = town.scope(Role::CommuneOfficer, Right::ExportHouseholds, commune);
        let looks = town.scope(Role::Auditor, Right::SeeHouseholds, Area::Everywhere);
        let one_province = Area::Province("68".to_owned());
        let province = town.scope(Role::DepartmentOfficer, Right::SealResults, one_province);
        let id = SnapshotId::fresh();
        for scope in [&part, &looks, &everywhere, &province] {
            let campaign = registry.campaign_to_seal(&Which::Newest).await.unwrap();
            let read = registry.unsealed(Some(scope), campaign, &town.standard).await.map(|_| ());
            assert!(refused(read).contains("không được niêm phong"));
            let sealed = registry.record_snapshot(Some(scope), id, &manifest, "thử", noon(4)).await;
            assert!(refused(sealed).contains("không được niêm phong"));
        }
        let without = registry.record_snapshot(None, id, &manifest, " ", noon(4)).await;
        assert!(refused(without).contains("lý do"));
        assert!(all(registry.store()).await.unwrap().is_empty());
        let done = registry.record_snapshot(None, id, &manifest, "khóa sổ", noon(4)).await.unwrap();
        let kept = all(registry.store()).await.unwrap();
        let Snapshot { sha256, reason, act_seq, .. } = &kept[0];
        assert_eq!((kept.len(), kept[0].id, *act_seq), (1, id, done.seq));
        assert_eq!((sha256, reason.as_deref()), (&manifest.sha256(), Some("khóa sổ")));
        assert_eq!(kept[0].manifest.sha256(), manifest.sha256(), "as it was stored");
        let figures = town.scope(Role::Partner, Right::SeeFigures, Area::Everywhere);
        assert_eq!(registry.snapshots(&figures).await.unwrap().len(), 1);
        assert!(registry.snapshots(&looks).await.unwrap().is_empty());
        // Files: only what the manifest names, only as it was sealed, and each time an act.
        let take = async |scope, path: &str| registry.take_sealed_file(scope, id, path, noon(5)).await;
        assert!(refused(take(&part, "all").await).contains("không được tải"));
        assert!(take(&everywhere, "../chungtay.db").await.unwrap().is_none());
        assert!(refused(take(&everywhere, "all").await).contains("không có ở máy chủ"));
        let text = take(&everywhere, "manifest.json").await.unwrap().unwrap();
        assert_eq!(text, manifest.text().into_bytes());
        let row = registry.store().row("select kind from act order by seq desc limit 1", vec![]).await;
        assert_eq!(row.unwrap().unwrap().get::<String>("kind").unwrap(), "snapshot.take");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_standard_or_a_campaign_without_results_is_not_sealed() {
    both(async |location| {
        let town = Town::found(&location, 3).await;
        assert!(refused(read(&town, &Which::Newest).await.map(|_| ())).contains("chưa có kết quả"));
        assert!(refused(read(&town, &Which::Year(1999, None)).await.map(|_| ())).contains("không có đợt"));
        town.record(town.campaign, vec![town.decided(0, 2024, poor())]).await;
        let campaign = town.registry.campaign_to_seal(&Which::Campaign(town.campaign)).await.unwrap();
        let mut other = town.standard.clone();
        other.digest = "0".repeat(64);
        let read = town.registry.unsealed(None, campaign, &other).await.map(|_| ());
        assert!(refused(read).contains("bộ chuẩn khác"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sealing_that_was_asked_for_says_how_far_it_is_and_only_one_goes_on() {
    both(async |location| {
        let town = Town::found(&location, 3).await;
        let registry = &town.registry;
        let campaign = registry.campaign_to_seal(&Which::Newest).await.unwrap();
        let by = town.scope(Role::Administrator, Right::SealResults, Area::Everywhere);
        let province = Area::Province("68".to_owned());
        let part = town.scope(Role::DepartmentOfficer, Right::SealResults, province);
        let other = town.scope(Role::Auditor, Right::ExportHouseholds, Area::Everywhere);
        for scope in [&part, &other] {
            let begun = registry.begin_sealing(scope, &campaign, "thử", noon(1)).await;
            assert!(refused(begun).contains("không được niêm phong"));
            assert!(refused(registry.sealings(scope, noon(1)).await).contains("không được niêm phong"));
            assert!(refused(registry.campaigns_to_seal(scope).await).contains("không được niêm phong"));
        }
        assert!(refused(registry.begin_sealing(&by, &campaign, " ", noon(1)).await).contains("lý do"));
        let id = registry.begin_sealing(&by, &campaign, "khóa sổ", noon(1)).await.unwrap();
        let again = registry.begin_sealing(&by, &campaign, "khóa sổ", noon(1)).await;
        assert!(refused(again).contains("đang niêm phong"));
        assert!(registry.sealing_reached(id, (1000, 3000), noon(1)).await.unwrap());
        let state = async |at| {
            let all = registry.sealings(&by, noon(at)).await.unwrap();
            let newest = all.into_iter().next().unwrap();
            (newest.state, newest.done, newest.total)
        };
        assert_eq!(state(1).await, (WorkState::Running, 1000, Some(3000)));
        // A server that says nothing for a while has stopped, and another sealing may begin.
        assert_eq!(state(4).await.0, WorkState::Lost);
        let second = registry.begin_sealing(&by, &campaign, "khóa sổ", noon(4)).await.unwrap();
        assert!(refused(registry.stop_sealing(&part, second).await).contains("không được niêm phong"));
        registry.stop_sealing(&by, second).await.unwrap();
        assert!(!registry.sealing_reached(second, (1, 3), noon(4)).await.unwrap(), "whoever works hears it");
        let said = |text: &str| vocab::LocalText { vi: text.to_owned(), en: text.to_owned() };
        registry.sealing_ended(second, Err((said("đã dừng"), said("lại")))).await.unwrap();
        assert_eq!(state(4).await.0, WorkState::Stopped);
        assert!(refused(registry.stop_sealing(&by, second).await).contains("không còn chạy"));
        let third = registry.begin_sealing(&by, &campaign, "khóa sổ", noon(5)).await.unwrap();
        registry.sealing_ended(third, Err((said("hỏng"), said("sửa")))).await.unwrap();
        assert_eq!(state(5).await.0, WorkState::Failed(said("hỏng"), said("sửa")));
        // What was sealed is sealed, also when somebody stopped it too late.
        let fourth = registry.begin_sealing(&by, &campaign, "khóa sổ", noon(6)).await.unwrap();
        registry.stop_sealing(&by, fourth).await.unwrap();
        let snapshot = SnapshotId::fresh();
        registry.sealing_ended(fourth, Ok(snapshot)).await.unwrap();
        assert_eq!(state(6).await.0, WorkState::Sealed(snapshot));
    })
    .await;
}
