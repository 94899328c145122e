//! Whatever somebody alters in what acts wrote is found; what nobody altered is not.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::expect_used)]

use serde_json::json;
use standards::groups::HouseholdGroups;
use store::dates::Instant;
use store::testing::both;
use store::{Location, Queries, Schema, Store, Tx, Value};
use uuid::Uuid;
use vocab::{Day, Span, Zone};

use crate::act::*;
use crate::audit::Checkpoint;
use crate::cell::Cell;
use crate::facts::NewFact;
use crate::projection::{Touched, refresh};
use crate::register::{Birth, NewHousehold, NewPerson};
use crate::verify::{Verdict, What, verify_on};
use crate::villages::VillageDetails;
use crate::{Keys, PersonId, Registry, UserId, VillageId};

fn at(second: i64) -> Instant {
    Instant::from_millis(1_790_000_000_000 + second * 1000)
}

fn person(name: &str) -> NewPerson {
    NewPerson {
        name: name.to_owned(),
        sex: Some("female".to_owned()),
        birth: Birth::Year(1980),
        ethnic_group: Some("01".to_owned()),
        id_number: Some("079180000001".to_owned()),
        phone: None,
        relation: "01".to_owned(),
    }
}

async fn household(registry: &Registry, village: VillageId, names: &[&str]) -> (Uuid, Vec<PersonId>) {
    let people = names.iter().map(|name| person(name)).collect();
    let from = Day::from_civil(2020, 1, 1);
    let new = NewHousehold { village, address: Some("12 Lê Lợi".to_owned()), people, head: 0, from };
    let done = registry.register_households(None, "đăng ký", vec![new], at(2)).await.unwrap();
    (done[0].household.0, done[0].people.clone())
}

/// One act that writes a row of every table that the others leave empty.
async fn the_rest(registry: &Registry, village: VillageId, households: &[Uuid]) {
    let user = Uuid::now_v7();
    let mut act = registry.begin(Cause::new("test.user", None), at(3)).await.unwrap();
    let text = |text: &str| Cell::Text(text.to_owned());
    act.add(&USER_ACCOUNT, vec![Cell::Id(user), text("ba"), text("Bà Ba")]);
    act.finish().await.unwrap();
    let cause = Cause {
        by: Some(crate::UserId(user)),
        reason: Some("thử"),
        content: Some(json!({"b": [1, null], "a": 1.5})),
        undoes: Some(1),
        ..Cause::new("test.all", None)
    };
    let mut act = registry.begin(cause, at(4)).await.unwrap();
    let day = |n| Cell::Day(n);
    let (grant, campaign) = (Uuid::now_v7(), Uuid::now_v7());
    act.add(
        &CAMPAIGN,
        vec![
            Cell::Id(campaign),
            text("annual"),
            text("2026"),
            Cell::Integer(2026),
            text("vn-2022"),
            text("digest"),
            day(20_000),
            day(19_000),
            text("b1"),
        ],
    );
    for household in households {
        act.add(
            &ASSESSMENT,
            vec![
                Cell::Id(Uuid::now_v7()),
                Cell::Id(*household),
                Cell::Id(campaign),
                Cell::Id(village.0),
                text("24823"),
                text("68"),
                text("rural"),
                text("vn-2022"),
                text("digest"),
                text("1"),
                Cell::Json(json!({"income": 12, "floor": "tạm"})),
                text("poor"),
                text("average"),
                Cell::Integer(3),
                Cell::Integer(4),
                Cell::Json(json!(["roof"])),
                Cell::Json(json!([])),
                Cell::Integer(1),
                Cell::Null(crate::cell::Kind::Id),
            ],
        );
    }
    act.add(
        &ROLE_GRANT,
        vec![
            Cell::Id(grant),
            Cell::Id(user),
            text("auditor"),
            text("24823"),
            Cell::Null(crate::cell::Kind::Id),
            day(20_000),
            Cell::Null(crate::cell::Kind::Day),
        ],
    );
    act.add(&ROLE_GRANT_END, vec![Cell::Id(grant)]);
    let valid = Span { from: None, until: Day::from_civil(2030, 1, 1) };
    act.say(NewFact {
        subject: user,
        attribute: "x",
        object: Some(grant),
        value: serde_json::Map::new(),
        valid,
    });
    let manifest = Cell::Json(json!({"schema": "chungtay.snapshot/1", "files": []}));
    act.add(
        &SNAPSHOT,
        vec![Cell::Id(Uuid::now_v7()), Cell::Id(campaign), Cell::Integer(2026), manifest, text("0")],
    );
    let papers: Vec<Uuid> = households.iter().map(|_| Uuid::now_v7()).collect();
    for (paper, household) in papers.iter().zip(households) {
        act.add(
            &DOCUMENT,
            vec![
                Cell::Id(*paper),
                Cell::Id(*household),
                Cell::Id(user),
                text("evidence"),
                day(20_000),
                Cell::Integer(0),
                text("application/pdf"),
                Cell::Integer(3),
                text(&crate::documents::sha256(b"abc")),
                Cell::Json(json!({"title": "Đơn", "name": "a.pdf", "sha256": "0"})),
            ],
        );
    }
    act.add(&DOCUMENT_REMOVAL, vec![Cell::Id(papers[0])]);
    let scan = proceeding(&mut act, (campaign, village.0, households[0]));
    report(&mut act);
    let sent = field(&mut act, (user, campaign, households[0]));
    act.write().await.unwrap();
    sent.keep(&act.tx, &registry.keys, (user, campaign, households[0])).await;
    for paper in papers {
        let row: Vec<Value> = vec![paper.into(), 0_i64.into(), b"abc".to_vec().into()];
        act.tx.insert("document_content", &["document_id", "part", "content"], vec![row]).await.unwrap();
    }
    let row: Vec<Value> = vec![scan.into(), 0_i64.into(), b"abc".to_vec().into()];
    act.tx.insert("proceeding_file_content", &["file_id", "part", "content"], vec![row]).await.unwrap();
    let touched = Touched { households: households.iter().copied().collect(), ..Touched::default() };
    refresh(&act.tx, touched, registry.now(at(4))).await.unwrap();
    act.commit().await.unwrap();
    let mut act = registry.begin(Cause::new("test.all", Some(UserId(user))), at(4)).await.unwrap();
    sent.decide(&mut act, (user, households[0]));
    act.finish().await.unwrap();
}

/// A commune's review with an event, a list and a scan.
fn proceeding(act: &mut crate::act::Act, (campaign, village, household): (Uuid, Uuid, Uuid)) -> Uuid {
    let text = |text: &str| Cell::Text(text.to_owned());
    let id = Uuid::now_v7();
    act.add(&PROCEDURE_PACK, vec![text("digest"), text("yearly-2021"), Cell::Json(json!({"a": "b"}))]);
    let mut of = vec![Cell::Id(id), Cell::Id(campaign)];
    of.extend(["yearly-2021", "digest", "24823", "68"].map(text));
    of.extend([Cell::Integer(2026), Cell::Integer(0), text("vn-2022"), Cell::Instant(at(4))]);
    of.push(Cell::Json(json!("enc1:00")));
    act.add(&PROCEEDING, of);
    let mut of = vec![Cell::Id(id), Cell::Integer(0), text("enroll"), Cell::Id(household), Cell::Id(village)];
    of.extend([Cell::Null(crate::cell::Kind::Id), Cell::Instant(at(4)), Cell::Json(json!("enc1:01"))]);
    act.add(&PROCEEDING_EVENT, of);
    let mut of = vec![Cell::Id(id), Cell::Integer(0), text("posting"), Cell::Id(village), text("hash")];
    of.push(Cell::Json(json!("enc1:02")));
    act.add(&PROCEEDING_LIST, of);
    let scan = Uuid::now_v7();
    let mut of = vec![Cell::Id(scan), Cell::Id(id), Cell::Integer(0), text("minutes"), Cell::Id(village)];
    of.extend([text("application/pdf"), Cell::Integer(3), text(&crate::documents::sha256(b"abc"))]);
    of.push(Cell::Json(json!("enc1:03")));
    act.add(&PROCEEDING_FILE, of);
    scan
}

/// A report that came from another instance and was received.
fn report(act: &mut crate::act::Act) {
    let text = |text: &str| Cell::Text(text.to_owned());
    let (peer, report) = (Uuid::now_v7(), Uuid::now_v7());
    act.add(&PEER, vec![Cell::Id(peer), text("Xã"), text("ct1-"), text("commune:24823")]);
    act.add(&PEER_END, vec![Cell::Id(peer)]);
    let mut of = vec![Cell::Id(report), text("official"), Cell::Integer(2026), Cell::Integer(0)];
    of.extend(["68", "24823", "hash"].map(text));
    of.extend([Cell::Json(json!({"a": 1})), Cell::Instant(at(4)), Cell::Null(crate::cell::Kind::Id)]);
    of.push(Cell::Id(peer));
    act.add(&REPORT, of);
    let mut of = vec![Cell::Id(report), Cell::Integer(0), text("return"), Cell::Instant(at(4))];
    of.extend([Cell::Integer(1), text("sửa biểu 8"), Cell::Id(peer)]);
    act.add(&REPORT_EVENT, of);
}

/// A phone with its form and its list, and what it sent.
fn field(act: &mut crate::act::Act, (user, campaign, household): (Uuid, Uuid, Uuid)) -> Sent {
    let text = |text: &str| Cell::Text(text.to_owned());
    let (device, assignment, submission) = (Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
    let ids = [Uuid::now_v7(), campaign].map(Cell::Id);
    let words = ["phieu-b", "v1", "Phiếu B", "vn-2022", "digest", "<h:html/>"].map(text);
    act.add(&FORM, ids.into_iter().chain(words).collect());
    act.add(&DEVICE, vec![Cell::Id(device), Cell::Id(campaign), Cell::Id(user), text("Máy của bà Lan")]);
    act.add(&DEVICE_END, vec![Cell::Id(device)]);
    act.add(&ASSIGNMENT, [assignment, campaign, household, user].map(Cell::Id).to_vec());
    act.add(&ASSIGNMENT_END, vec![Cell::Id(assignment)]);
    act.add(
        &SUBMISSION,
        vec![
            Cell::Id(submission),
            Cell::Id(campaign),
            text("phieu-b"),
            text("v1"),
            Cell::Id(device),
            text("uuid:1"),
            text(&crate::documents::sha256(FORM_SENT)),
            Cell::Integer(10),
            Cell::Json(json!(["a.jpg"])),
        ],
    );
    act.add(
        &SUBMISSION_FILE,
        vec![
            Cell::Id(submission),
            text("a.jpg"),
            text("image/jpeg"),
            text(&crate::documents::sha256(FILE_SENT)),
            Cell::Integer(3),
        ],
    );
    office(act, (user, campaign, household, submission));
    Sent { submission, device, apart: Uuid::now_v7(), entry: Uuid::now_v7() }
}

/// A second interview, a training that was withdrawn, a quiz.
fn office(act: &mut crate::act::Act, (user, campaign, household, submission): (Uuid, Uuid, Uuid, Uuid)) {
    let text = |text: &str| Cell::Text(text.to_owned());
    let (plan, training) = (Uuid::now_v7(), Uuid::now_v7());
    let areas = Cell::Json(json!(["commune:24823"]));
    act.add(
        &REINTERVIEW_PLAN,
        vec![Cell::Id(plan), Cell::Id(campaign), areas, Cell::Integer(50), text("hash")],
    );
    let strata = Cell::Json(json!([{"of": 1, "drawn": 1}]));
    act.add(&REINTERVIEW_DRAW, vec![Cell::Id(plan), text("seed"), text("frame"), strata]);
    let ids = [Uuid::now_v7(), plan, campaign, household, submission, user, user];
    act.add(&REINTERVIEW, ids.map(Cell::Id).to_vec());
    let mut of = vec![Cell::Id(training), Cell::Id(user), Cell::Day(20_000)];
    of.extend(["Hội trường xã", "Bà Mai", "Phiếu B"].map(text));
    act.add(&TRAINING, of);
    act.add(&TRAINING_END, vec![Cell::Id(training)]);
    let mut of = [Uuid::now_v7(), user, campaign].map(Cell::Id).to_vec();
    of.extend([Cell::Integer(1), text("vn-2022"), text("digest"), Cell::Json(json!([]))]);
    of.extend([Cell::Integer(4), Cell::Integer(4)]);
    act.add(&QUIZ, of);
}

const FORM_SENT: &[u8] = b"<data/>";
const FILE_SENT: &[u8] = b"anh";
const APART_SENT: &[u8] = b"<data>x</data>";

/// What a phone sent, and what was typed.
struct Sent {
    submission: Uuid,
    device: Uuid,
    apart: Uuid,
    entry: Uuid,
}

impl Sent {
    /// What people made of it.
    fn decide(&self, act: &mut Act, (user, household): (Uuid, Uuid)) {
        let text = |text: &str| Cell::Text(text.to_owned());
        let none = || Cell::Null(crate::cell::Kind::Id);
        let of = Cell::Id(self.submission);
        act.add(&SUBMISSION_DECISION, vec![of.clone(), text("household"), Cell::Id(household), none()]);
        act.add(&APART_DECISION, vec![Cell::Id(self.apart), text("taken"), of]);
        let typed = [self.submission, self.entry, household, user, user, user, self.submission];
        act.add(&TYPED_FORM, typed.map(Cell::Id).to_vec());
    }

    /// What is no row of an act.
    async fn keep(&self, tx: &Tx, keys: &Keys, (user, campaign, household): (Uuid, Uuid, Uuid)) {
        let sealed = |bytes: &[u8]| -> Value {
            keys.seal(&crate::capture::place(&crate::documents::sha256(bytes)), bytes).unwrap().into()
        };
        let mut insert: Vec<(&str, Vec<&str>, Vec<Value>)> = Vec::new();
        insert.push((
            "submission_body",
            vec!["submission_id", "body"],
            vec![self.submission.into(), sealed(FORM_SENT)],
        ));
        insert.push((
            "submission_file_body",
            vec!["submission_id", "name", "body"],
            vec![self.submission.into(), "a.jpg".into(), sealed(FILE_SENT)],
        ));
        insert.push((
            "quarantine",
            vec!["id", "campaign_id", "device_id", "why", "sha256", "size", "body", "received_at"],
            vec![
                self.apart.into(),
                campaign.into(),
                self.device.into(),
                "unreadable".into(),
                crate::documents::sha256(APART_SENT).into(),
                3_i64.into(),
                sealed(APART_SENT),
                at(4).into(),
            ],
        ));
        insert.push((
            "entry",
            vec!["id", "campaign_id", "household_id", "opened_by", "opened_at"],
            vec![self.entry.into(), campaign.into(), household.into(), user.into(), at(4).into()],
        ));
        for (table, columns, row) in insert {
            tx.insert(table, &columns, vec![row]).await.unwrap();
        }
    }
}

/// A registry with a row in every table, one person erased.
async fn filled(location: &Location) -> Registry {
    let store = Store::open(location, true).await.unwrap();
    store.migrate().await.unwrap();
    let registry = Registry::new(store, Keys::of_secret([7; 32]));
    let village = VillageDetails {
        name: "Thôn 1".to_owned(),
        kind: "thon".to_owned(),
        commune_code: "24823".to_owned(),
        province_code: "68".to_owned(),
        zone: Zone::Rural,
        zone_source: "NQ 1".to_owned(),
        from: Day::from_civil(2020, 1, 1).unwrap(),
    };
    let village = registry.add_villages(None, vec![village], at(0)).await.unwrap()[0];
    registry.add_program_area(None, "Bảo Lộc", &["24823".to_owned()], at(1)).await.unwrap();
    let family = household(&registry, village, &["Nguyễn Thị A", "Trần Văn B"]).await;
    let alone = household(&registry, village, &["Lê Thị C"]).await;
    the_rest(&registry, village, &[family.0, alone.0]).await;
    // Answers of both households lie in plain, as the program of before wrote them.
    assert_eq!(registry.seal_old_answers(at(4)).await.unwrap(), 2);
    registry.erase_person(None, alone.1[0], "VB 12/2026", at(5)).await.unwrap();
    registry.erase_person(None, family.1[1], "VB 13/2026", at(6)).await.unwrap();
    registry
}

/// Foreign keys do not stand in the way of whoever has the database.
async fn unguarded(store: &Store) -> Tx {
    let tx = store.begin().await.unwrap();
    let sql = if tx.is_postgres() {
        "set local session_replication_role = replica"
    } else {
        "pragma defer_foreign_keys = on"
    };
    tx.execute(sql, vec![]).await.unwrap();
    tx
}

fn literal(is: &str, again: usize) -> String {
    match is {
        "uuid" => unreachable!("bound as a value"),
        "integer" => format!("{}", 1_000_000 + again),
        "boolean" => "true".to_owned(),
        "text" => format!("'changed {again}'"),
        "date" => format!("'20{:02}-01-02'", 40 + again),
        "instant" => format!("'20{:02}-01-02 03:04:05+00:00'", 40 + again),
        "json" => format!("'{{\"changed\": {again}}}'"),
        other => panic!("no literal for {other}"),
    }
}

/// Sets one cell of the row at a place in the order of the key; says whether that changed anything.
async fn alter(tx: &Tx, table: &str, key: &[String], row: i64, column: &str, is: &str, null: bool) -> bool {
    let keys = key.join(", ");
    let was = format!("({keys}) = (select {keys} from {table} order by {keys} limit 1 offset {row})");
    if null {
        let sql = format!("update {table} set {column} = null where {was} and {column} is not null");
        return tx.execute(&sql, vec![]).await.unwrap() == 1;
    }
    let json = if is == "json" && tx.is_postgres() { "::jsonb" } else { "" };
    let (place, values): (String, Vec<Value>) = match is {
        "uuid" => ("$1".to_owned(), vec![Uuid::now_v7().into()]),
        "bytes" => ("$1".to_owned(), vec![vec![0_u8; 32].into()]),
        _ => (format!("{}{json}", literal(is, row as usize)), vec![]),
    };
    let sql = format!("update {table} set {column} = {place} where {was}");
    tx.execute(&sql, values).await.unwrap() == 1
}

/// A table: its name, its key, and its columns with type and whether they are required.
type Covered = (String, Vec<String>, Vec<(String, &'static str, bool)>);

fn covered(schema: &Schema) -> Vec<Covered> {
    let mut names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
    names.extend(["act", "audit_node", "audit_head"]);
    names
        .iter()
        .map(|name| ((*name).to_owned(), schema[*name].key.clone(), schema[*name].columns.clone()))
        .collect()
}

async fn count(on: &impl Queries, table: &str) -> i64 {
    let row = on.row(&format!("select count(*) as n from {table}"), vec![]).await.unwrap();
    row.unwrap().get("n").unwrap()
}

fn is_found(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Tampered { count, .. } if *count > 0)
}

#[tokio::test(flavor = "multi_thread")]
async fn altering_any_one_cell_of_anything_that_acts_wrote_is_found() {
    both(|location| async move {
        let registry = filled(&location).await;
        let Verdict::Whole(whole) = registry.verify(&[]).await.unwrap() else {
            panic!("nothing was altered")
        };
        assert!(whole.erased >= 5, "{whole:?}");
        let schema = registry.store.schema().await.unwrap();
        let mut altered = 0;
        for (table, key, columns) in covered(&schema) {
            let rows = count(&registry.store, &table).await;
            assert!(rows > 0, "{table} has no row to alter");
            for (row, (column, is, required)) in
                (0..rows).flat_map(|row| columns.iter().map(move |column| (row, column)))
            {
                for null in [false, true] {
                    if null && *required {
                        continue;
                    }
                    let tx = unguarded(&registry.store).await;
                    if alter(&tx, &table, &key, row, column, is, null).await {
                        altered += 1;
                        let verdict = verify_on(&tx, &HouseholdGroups::default(), Some(&registry.keys), &[])
                            .await
                            .unwrap();
                        assert!(
                            is_found(&verdict),
                            "{table}.{column} of row {row} (null: {null}): {verdict:?}"
                        );
                    }
                    tx.rollback().await.unwrap();
                }
            }
        }
        assert!(altered > 400, "only {altered} cells were altered");
        assert_eq!(registry.verify(&[]).await.unwrap(), Verdict::Whole(whole));
        registry.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_or_an_act_that_was_taken_away_added_or_moved_is_found() {
    both(|location| async move {
        let registry = filled(&location).await;
        let last = count(&registry.store, "act").await - 1;
        let mut stories = vec![
            format!("delete from act where seq = {last}"),
            "delete from act where seq = 1".to_owned(),
            "delete from audit_head".to_owned(),
            format!("update audit_head set size = {last}"),
            "insert into audit_head (id, size, root) select 2, size, root from audit_head".to_owned(),
            "update act set seq = -2 where seq = 0; update act set seq = 0 where seq = 1; update act set seq = 1 where seq = -2".to_owned(),
            "delete from audit_node where level = 0 and position = 2".to_owned(),
            "delete from audit_node where level = 1 and position = 0".to_owned(),
            "insert into audit_node (level, position, hash) select 9, 9, hash from audit_node limit 1".to_owned(),
            format!("insert into act (seq, id, kind, at, commitment) select {}, 'ID', kind, at, commitment from act where seq = 0", last + 1),
            "insert into fact (act_seq, ordinal, subject, attribute, valid_from, salt, digest) select act_seq, 99, subject, attribute, valid_from, salt, digest from fact where salt is not null limit 1".to_owned(),
            "insert into fact (act_seq, ordinal, subject, attribute, valid_from, salt, digest) select 77, 0, subject, attribute, valid_from, salt, digest from fact limit 1".to_owned(),
        ];
        stories.extend(TABLES.iter().map(|table| format!("delete from {} where act_seq >= 0 and ordinal = 0", table.name)));
        for story in stories {
            let tx = unguarded(&registry.store).await;
            for sql in story.split("; ") {
                let id = if tx.is_postgres() { Uuid::now_v7().to_string() } else { "0123456789abcdef".to_owned() };
                assert!(tx.execute(&sql.replace("ID", &id), vec![]).await.unwrap() > 0, "{sql}");
            }
            assert!(is_found(&verify_on(&tx, &HouseholdGroups::default(), Some(&registry.keys), &[]).await.unwrap()), "{story}");
            tx.rollback().await.unwrap();
        }
        registry.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_to_be_true_today_must_follow_from_facts_and_assessments() {
    both(|location| async move {
        let registry = filled(&location).await;
        for (sql, table) in [
            ("update village_now set name = 'x'", "village_now"),
            ("update person_now set ethnicity = '02' where number = 1", "person_now"),
            ("update person_now set birth_date = '1999-01-02' where number = 1", "person_now"),
            ("update household_now set members = 99 where number = 1", "household_now"),
            ("update household_now set outcome = 'not_poor' where number = 1", "household_now"),
            ("update household_now set is_ethnic_minority = true where number = 1", "household_now"),
            ("delete from household_now where number = 2", "household_now"),
        ] {
            let tx = unguarded(&registry.store).await;
            assert!(tx.execute(sql, vec![]).await.unwrap() > 0, "{sql}");
            let verdict = verify_on(&tx, &HouseholdGroups::default(), Some(&registry.keys), &[]).await.unwrap();
            let Verdict::Tampered { found, .. } = verdict else { panic!("not found: {sql}") };
            let first = &found[0];
            assert_eq!((first.what, first.table), (What::NotAsFacts, Some(table)), "{sql}: {found:?}");
            tx.rollback().await.unwrap();
        }
        let tx = unguarded(&registry.store).await;
        let extra = "insert into village_now (village_id, name, kind, commune_code, province_code, zone, zone_source, search) select id, 'x', 'x', 'x', 'x', 'x', 'x', 'x' from program_area";
        assert_eq!(tx.execute(extra, vec![]).await.unwrap(), 1);
        assert!(is_found(&verify_on(&tx, &HouseholdGroups::default(), Some(&registry.keys), &[]).await.unwrap()));
        tx.rollback().await.unwrap();
        registry.close().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_finding_names_its_place_in_words_of_both_languages() {
    let fresh = store::testing::Fresh::sqlite();
    let registry = filled(fresh.location()).await;
    let tx = unguarded(&registry.store).await;
    let sql = "update fact set attribute = 'x' where act_seq = 2 and ordinal = 1";
    tx.execute(sql, vec![]).await.unwrap();
    let Verdict::Tampered { found, count } =
        verify_on(&tx, &HouseholdGroups::default(), Some(&registry.keys), &[]).await.unwrap()
    else {
        panic!("not found")
    };
    // Who she was does not stand any more, so the list of people, too, says what no fact says.
    assert_eq!((found.len(), count), (2, 2), "{found:?}");
    assert_eq!((found[1].what, found[1].table), (What::NotAsFacts, Some("person_now")));
    assert_eq!(
        found[1].words().vi,
        "bảng person_now, dòng số 1: khác điều mà các dữ kiện và kết quả rà soát cho biết"
    );
    assert_eq!((found[0].what, found[0].act_seq, found[0].ordinal), (What::RowChanged, Some(2), Some(1)));
    assert_eq!(found[0].words().vi, "việc số 2: dòng 1 của bảng fact đã bị sửa");
    assert_eq!(found[0].words().en, "act 2: row 1 of table fact was changed");
    tx.rollback().await.unwrap();
}

/// Whoever has the whole database can make a log that is sound in itself; only a checkpoint kept elsewhere tells.
#[tokio::test(flavor = "multi_thread")]
async fn a_log_written_anew_is_found_by_a_checkpoint_that_was_kept_elsewhere() {
    let (one, other) = (store::testing::Fresh::sqlite(), store::testing::Fresh::sqlite());
    let (registry, forged) = (filled(one.location()).await, filled(other.location()).await);
    let kept: Checkpoint = registry.checkpoint().await.unwrap().to_string().parse().unwrap();
    assert!(!is_found(&registry.verify(&[kept]).await.unwrap()));
    registry.add_program_area(None, "Đơn Dương", &[], at(9)).await.unwrap();
    assert!(!is_found(&registry.verify(&[kept]).await.unwrap()));
    assert!(!is_found(&forged.verify(&[]).await.unwrap()));
    let longer = Checkpoint { size: 99, ..kept };
    for (checkpoint, what) in [(kept, What::NotAsCheckpoint), (longer, What::ShorterThanCheckpoint)] {
        let Verdict::Tampered { found, .. } = forged.verify(&[checkpoint]).await.unwrap() else {
            panic!("not found")
        };
        assert_eq!(found[0].what, what);
    }
}
