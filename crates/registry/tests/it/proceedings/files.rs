//! Scans and photographs that are kept with deeds of a review: together with the deed or not at all, without where they were taken, seen
//! only where the deed is seen, and missed as soon as one is changed or gone.

use registry::access::{Right, Role};
use registry::proceedings::{FileKind, KeptFile, ReadyFile, village_ref};
use registry::store::{Location, Queries, Value};
use registry::verify::Verdict;
use registry::{FileId, Keys, Stopped};
use review::AttachMinutes;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use store::testing::both;

use super::stage::{BINH, CHI, DUNG, SCAN, Stage, words};
use crate::documents::photograph;
use crate::place::{NEXT_WARD, WARD};

const MINUTES: &[u8] = b"%PDF-1.4 bien ban to dan pho 1";

async fn minutes_scan(stage: &Stage) -> ReadyFile {
    stage.registry.ready_file(FileKind::Minutes, "biên bản.pdf", MINUTES.to_vec()).await.unwrap()
}

fn minutes(stage: &Stage, village: usize) -> AttachMinutes {
    AttachMinutes {
        village: village_ref(stage.villages[village]),
        meeting: 0,
        copies: 2,
        signed_by: ["chair", "secretary", "households"].map(str::to_owned).to_vec(),
    }
}

/// A review with scans of minutes in the first village, photographs of its posting, and the signed decision.
async fn trail(location: &Location) -> Stage {
    let stage = Stage::classified(location).await;
    stage.on("2025-09-15");
    for (village, agenda) in [(0, vec![BINH, CHI]), (1, vec![DUNG])] {
        let meeting = stage.meeting(village, &agenda);
        stage.does(stage.officer, meeting).await;
        let files = if village == 0 { vec![minutes_scan(&stage).await] } else { Vec::new() };
        stage.tries_with(stage.officer, minutes(&stage, village), files, None).await.unwrap();
        stage.passes(village).await;
    }
    stage.on("2025-09-16");
    for village in [0, 1] {
        let taken = Some(stage.now().plus_seconds(-600));
        let ready = |name: &'static str| stage.registry.ready_file(FileKind::Posting, name, photograph());
        let files = match village {
            0 => vec![
                ready("a.jpg").await.unwrap().taken_at("village_house", taken),
                ready("b.jpeg").await.unwrap().taken_at("commune_office", None),
            ],
            _ => Vec::new(),
        };
        let post = stage.post(village).await;
        stage.tries_with(stage.officer, post, files, None).await.unwrap();
    }
    for _ in 0..5 {
        stage.passes(2).await;
    }
    stage.on("2025-09-24");
    for village in [0, 1] {
        stage.passes(village).await;
        stage.passes(village).await;
    }
    stage.without_opinion().await;
    stage.on("2025-09-25");
    let proposal = stage.proposal().await;
    let signature = stage.signature(&proposal);
    stage.does(stage.officer, proposal).await;
    stage.does(stage.leader, signature).await;
    stage
}

async fn files(stage: &Stage) -> Vec<KeptFile> {
    stage.registry.proceeding_files(&stage.sees(stage.officer).await, stage.id).await.unwrap()
}

async fn count(stage: &Stage, table: &str) -> i64 {
    let sql = format!("select count(*) as n from {table}");
    stage.registry.store().row(&sql, vec![]).await.unwrap().unwrap().get("n").unwrap()
}

async fn does(stage: &Stage, sql: &str, values: Vec<Value>) {
    let tx = stage.registry.store().begin().await.unwrap();
    assert!(tx.execute(sql, values).await.unwrap() > 0, "{sql}");
    tx.commit().await.unwrap();
}

/// What is found in the whole review, with the numbers of events.
async fn found(stage: &Stage) -> Vec<(&'static str, Option<i64>)> {
    let standards = [stage.standard.clone()];
    let verdict = stage.registry.verify_campaign(stage.campaign.0, &standards).await.unwrap().unwrap();
    assert!(verdict.found.iter().all(|one| !one.words().vi.is_empty() && !one.words().en.is_empty()));
    verdict.found.iter().map(|one| (one.what.code(), one.number)).collect()
}

fn refused(stopped: Stopped) -> String {
    match stopped {
        Stopped::Refused(refusal) => {
            assert!(!refusal.why.vi.is_empty() && !refusal.remedy.en.is_empty());
            refusal.why.en.clone()
        }
        Stopped::Failed(fault) => panic!("{fault}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn scans_and_photographs_are_kept_with_their_deeds_and_handed_out_as_they_were_kept() {
    both(|location| async move {
        let stage = trail(&location).await;
        let kept = files(&stage).await;
        let kinds: Vec<FileKind> = kept.iter().map(|file| file.kind).collect();
        assert_eq!(kinds, [FileKind::Minutes, FileKind::Posting, FileKind::Posting, FileKind::Decision]);
        assert_eq!(kept[0].name, "biên bản.pdf");
        assert_eq!((kept[0].village, kept[3].village), (Some(stage.villages[0]), None));
        assert_eq!(kept[1].place.as_deref(), Some("village_house"));
        assert!(kept[1].taken_at.is_some() && kept[2].taken_at.is_none());
        // The deed names what was signed, the event names every file.
        let walk = stage.walk().await;
        let paper = walk.campaign().unwrap().decision().unwrap().signed.paper_hash;
        assert_eq!(paper, <[u8; 32]>::from(Sha256::digest(SCAN)));
        assert_eq!(kept[3].sha256, registry::keys::hex(&paper));
        for file in &kept {
            let event = &walk.events[usize::try_from(file.number).unwrap()];
            assert!(event.files.iter().any(|one| one.id == file.id && one.sha256 == file.sha256));
        }
        let scope = stage.sees(stage.officer).await;
        let take = async |file: FileId| {
            stage.registry.take_proceeding_file(&scope, stage.id, file, stage.tick()).await.unwrap().bytes
        };
        assert_eq!(take(kept[0].id).await, MINUTES);
        assert_eq!(take(kept[3].id).await, SCAN);
        let photograph = take(kept[1].id).await;
        assert!(!photograph.windows(3).any(|part| part == b"GPS"), "where it was taken is left out");
        assert_eq!(count(&stage, "act where kind = 'proceeding.file'").await, 3, "each taking is in the log");
        assert_eq!(found(&stage).await, []);
        assert!(matches!(stage.registry.verify(&[]).await.unwrap(), Verdict::Whole(_)));
        // Nothing readable of them lies in the database.
        let rows = stage.registry.store().rows("select content from proceeding_file_content", vec![]).await;
        for row in rows.unwrap() {
            let bytes: Vec<u8> = row.get("content").unwrap();
            assert!(!bytes.windows(4).any(|part| part == b"%PDF"));
        }
        let about = stage.registry.store().rows("select about from proceeding_file", vec![]).await.unwrap();
        assert!(
            about.iter().all(|row| row.get::<Json>("about").unwrap().as_str().unwrap().starts_with("enc1:"))
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_changed_or_is_gone_is_found_with_the_number_of_its_event() {
    both(|location| async move {
        let stage = trail(&location).await;
        let kept = files(&stage).await;
        assert_eq!(found(&stage).await, []);
        for file in &kept {
            let id = || vec![Value::from(file.id.0)];
            let sql = "select content from proceeding_file_content where file_id = $1";
            let was: Vec<u8> =
                stage.registry.store().row(sql, id()).await.unwrap().unwrap().get("content").unwrap();
            let set = "update proceeding_file_content set content = $2 where file_id = $1";
            let with = |bytes: Vec<u8>| vec![file.id.0.into(), bytes.into()];
            let mut other = was.clone();
            *other.last_mut().unwrap() ^= 1;
            does(&stage, set, with(other)).await;
            assert_eq!(found(&stage).await, [("file_changed", Some(file.number))]);
            assert!(matches!(stage.registry.verify(&[]).await.unwrap(), Verdict::Tampered { count: 1, .. }));
            // It is not handed out either.
            let scope = stage.sees(stage.officer).await;
            let taken = stage.registry.take_proceeding_file(&scope, stage.id, file.id, stage.tick()).await;
            assert!(refused(taken.unwrap_err()).contains("cannot be opened"));
            does(&stage, "delete from proceeding_file_content where file_id = $1", id()).await;
            assert_eq!(found(&stage).await, [("file_missing", Some(file.number))]);
            let tx = stage.registry.store().begin().await.unwrap();
            let row = vec![file.id.0.into(), 0_i64.into(), was.into()];
            tx.insert("proceeding_file_content", &["file_id", "part", "content"], vec![row]).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(found(&stage).await, []);
        }
        // Whoever has the keys and puts another file in its place, with all hashes beside it: the event still names the old one.
        let file = &kept[0];
        let other =
            Keys::of_secret([7; 32]).seal(&format!("proceeding_file.content/{}", file.id), b"%PDF-1.4 other");
        let Ok(other) = other else { panic!("no random numbers") };
        let hash = registry::keys::hex(&Sha256::digest(&other));
        does(
            &stage,
            "update proceeding_file_content set content = $2 where file_id = $1",
            vec![file.id.0.into(), other.into()],
        )
        .await;
        does(
            &stage,
            "update proceeding_file set sealed_sha256 = $2 where id = $1",
            vec![file.id.0.into(), hash.into()],
        )
        .await;
        assert_eq!(found(&stage).await, [("file_changed", Some(file.number))]);
        // A row more, and a row less.
        does(&stage, "update proceeding_file set number = 0 where id = $1", vec![file.id.0.into()]).await;
        assert_eq!(found(&stage).await, [("file_missing", Some(0)), ("file_missing", Some(file.number))]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_before_files_were_kept_reads_as_before() {
    both(|location| async move {
        let stage = Stage::signed(&location).await;
        let walk = stage.walk().await;
        let number = walk.events.iter().find(|one| !one.files.is_empty()).unwrap().number;
        let place = format!("proceeding_event.content/{}/{number}", stage.id);
        let key = || vec![Value::from(stage.id.0), Value::from(number)];
        let sql = "select content from proceeding_event where proceeding_id = $1 and number = $2";
        let stored: Json =
            stage.registry.store().row(sql, key()).await.unwrap().unwrap().get("content").unwrap();
        let keys = Keys::of_secret([7; 32]);
        let mut event: Json =
            serde_json::from_str(&keys.decrypt(&place, stored.as_str().unwrap()).unwrap()).unwrap();
        assert!(event.as_object_mut().unwrap().remove("files").is_some());
        let Ok(sealed) = keys.encrypt(&place, &event.to_string()) else { panic!("no random numbers") };
        let set = "update proceeding_event set content = $3 where proceeding_id = $1 and number = $2";
        does(&stage, set, [key(), vec![Json::String(sealed).into()]].concat()).await;
        does(&stage, "delete from proceeding_file_content", vec![]).await;
        does(&stage, "delete from proceeding_file", vec![]).await;
        assert_eq!(found(&stage).await, [], "the record kept the hash alone");
        assert!(stage.walk().await.campaign().unwrap().decision().is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_with_its_deed_or_not_at_all_and_only_with_the_right_one() {
    both(|location| async move {
        let stage = Stage::to_recognition(&location).await;
        stage.on("2025-09-25");
        let proposal = stage.proposal().await;
        let signature = stage.signature(&proposal);
        stage.does(stage.officer, proposal).await;
        let before = stage.walk().await.events.len();
        let tries =
            async |by, deed, files| words(&stage.tries_with(by, deed, files, None).await.unwrap_err());
        // No scan, another scan, the scan as minutes, by whoever may not sign.
        assert!(tries(stage.leader, signature.clone(), vec![]).await.contains("scan of the signed decision"));
        let ready = |kind, bytes: &[u8]| stage.registry.ready_file(kind, "a.pdf", bytes.to_vec());
        let other = ready(FileKind::Decision, b"%PDF-1.7 another").await.unwrap();
        assert!(
            tries(stage.leader, signature.clone(), vec![other]).await.contains("scan of the signed decision")
        );
        let wrong = ready(FileKind::Minutes, SCAN).await.unwrap();
        assert!(
            tries(stage.leader, signature.clone(), vec![wrong]).await.contains("not of what is recorded")
        );
        tries(stage.officer, signature.clone(), vec![stage.scan().await]).await;
        assert_eq!(stage.walk().await.events.len(), before);
        assert_eq!(
            (count(&stage, "proceeding_file").await, count(&stage, "proceeding_file_content").await),
            (0, 0)
        );
        stage.does(stage.leader, signature).await;
        assert_eq!(count(&stage, "proceeding_file").await, 1);

        // What is no scan or photograph is not taken, nor what is too large for its kind.
        let refuse = async |kind, name: &str, bytes: Vec<u8>| {
            refused(stage.registry.ready_file(kind, name, bytes).await.unwrap_err())
        };
        assert!(refuse(FileKind::Decision, "a.pdf", vec![]).await.contains("is empty"));
        assert!(
            refuse(FileKind::Decision, "a.docx", b"PK\x03\x04 x".to_vec())
                .await
                .contains("no kind that is taken")
        );
        assert!(
            refuse(FileKind::Posting, "a.pdf", SCAN.to_vec()).await.contains("no kind that is taken here")
        );
        assert!(refuse(FileKind::Minutes, "a.png", SCAN.to_vec()).await.contains("is in fact PDF"));
        let mut large = SCAN.to_vec();
        large.resize(FileKind::Minutes.largest() + 1, b' ');
        assert!(refuse(FileKind::Minutes, "a.pdf", large.clone()).await.contains("more than 10.0 MB"));
        assert!(
            stage.registry.ready_file(FileKind::Decision, "a.pdf", large).await.is_ok(),
            "a decision is longer"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_of_a_village_are_seen_where_it_is_seen_and_those_of_the_commune_where_all_of_it_is() {
    both(|location| async move {
        let stage = trail(&location).await;
        let kept = files(&stage).await;
        let elsewhere = stage.person("xa.khac", Role::CommuneOfficer, NEXT_WARD).await;
        let theirs = stage.sees(elsewhere).await;
        assert_eq!(stage.registry.proceeding_files(&theirs, stage.id).await.unwrap(), []);
        for file in &kept {
            let taken = stage.registry.take_proceeding_file(&theirs, stage.id, file.id, stage.tick()).await;
            assert!(refused(taken.unwrap_err()).contains("no such review"));
        }
        // A surveyor of one village.
        for (village, seen) in [(0, 3), (1, 0)] {
            let login = format!("rsv.{village}");
            let manages = stage.scope(stage.administrator, Right::ManageUsers).await.unwrap();
            let added = stage.registry.add_user(&manages, &login, "Lê Văn Rà", stage.tick()).await.unwrap();
            let area = registry::access::Area::Village(stage.villages[village]);
            let new = registry::users::NewGrant {
                role: Role::Surveyor,
                area,
                from: crate::place::day("2025-07-05"),
                until: None,
            };
            stage.registry.grant_role(&manages, &stage.units, added.user, &new, stage.tick()).await.unwrap();
            let scope = stage.scope(added.user, Right::SeeHouseholds).await.unwrap();
            let files = stage.registry.proceeding_files(&scope, stage.id).await.unwrap();
            assert_eq!(files.len(), seen, "village {village}");
            assert!(files.iter().all(|file| file.village == Some(stage.villages[village])));
        }
        assert_eq!(kept.len(), 4, "all of them in {WARD}");
    })
    .await;
}
