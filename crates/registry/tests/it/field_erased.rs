//! What phones sent and people typed of a household goes when the last of its people is erased by law; and bytes that were
//! changed since they arrived are found.

use registry::access::{Area, Right};
use registry::capture::{Arrival, Corrects, Device, NotTaken, SentFile};
use registry::review::{NewCampaign, ReviewKind};
use registry::store::{Queries, Store};
use registry::users::NewGrant;
use registry::verify::{Verdict, What};
use registry::{CampaignId, HouseholdId, Registry, Role, Scope};
use store::testing::both;

use crate::place::{Place, WARD, at, day, place, units};

const ON: &str = "2026-02-01";

struct Field {
    campaign: CampaignId,
    device: Device,
    office: Scope,
}

async fn field(place: &Place) -> Field {
    let (registry, units) = (&place.registry, units());
    let standard = crate::town::standard();
    let new = NewCampaign {
        kind: ReviewKind::Yearly,
        label: "Rà soát 2025".into(),
        year: 2025,
        standard: standard.id.clone(),
        pack_digest: standard.digest.clone(),
        result_day: day("2026-01-01"),
        age_day: day("2025-12-31"),
        income_test: Some("income".into()),
    };
    let campaign = registry.open_campaign(None, &new, &standard, at(ON)).await.unwrap();
    let manager = registry.set_up_administrator("quan.tri", "Trần Quản Trị", at(ON)).await.unwrap().user;
    let managing = registry.actor(manager).await.unwrap().unwrap();
    let managing = managing.scope(Right::ManageUsers, &units, day(ON)).unwrap();
    let mut users = Vec::new();
    for (login, role) in [("lan", Role::Surveyor), ("can.bo", Role::CommuneOfficer)] {
        let user = registry.add_user(&managing, login, "Nguyễn Thử", at(ON)).await.unwrap().user;
        let new = NewGrant { role, area: Area::Commune(WARD.into()), from: day("2025-07-01"), until: None };
        registry.grant_role(&managing, &units, user, &new, at(ON)).await.unwrap();
        users.push(user);
    }
    let phone = registry.enrol_device(None, &units, (campaign, users[0]), "Máy", at(ON)).await.unwrap();
    let device = registry.device_of(&phone.token).await.unwrap().unwrap();
    let office = registry.actor(users[1]).await.unwrap().unwrap();
    let office = office.scope(Right::ChangeHouseholds, &units, day(ON)).unwrap();
    Field { campaign, device, office }
}

fn sent(number: &str, household: HouseholdId, secret: &str) -> Arrival {
    Arrival {
        form_id: "vn-2022".into(),
        version: "1".into(),
        instance_id: number.into(),
        xml: format!("<data><household_id>{household}</household_id><note>{secret}</note></data>")
            .into_bytes(),
        household: Some(household),
        declared: vec!["a.jpg".into()],
        files: vec![SentFile {
            name: "a.jpg".into(),
            media_type: "image/jpeg".into(),
            bytes: format!("ảnh {secret}").into_bytes(),
        }],
    }
}

async fn count(store: &Store, sql: &str) -> i64 {
    store.row(sql, vec![]).await.unwrap().unwrap().get("n").unwrap()
}

async fn is_whole(registry: &Registry) -> bool {
    matches!(registry.verify(&[]).await.unwrap(), Verdict::Whole(_))
}

#[tokio::test(flavor = "multi_thread")]
async fn erasing_the_last_person_of_a_household_reaches_what_phones_sent_and_people_typed_of_it() {
    both(async |location| {
        let place = place(&location).await;
        let alone = place.household(0, &["Lê Thị Hoa"]).await;
        let others = place.household(0, &["Trần Văn Xa", "Trần Thị Na"]).await;
        let field = field(&place).await;
        let registry = &place.registry;
        for (number, household) in [("uuid:1", alone.household), ("uuid:2", others.household)] {
            registry.arrive(&field.device, sent(number, household, "bí mật"), at(ON)).await.unwrap();
            let differs = registry.arrive(&field.device, sent(number, household, "bí mật hai"), at(ON)).await;
            assert!(matches!(differs, Err(NotTaken::FormDiffers)), "{differs:?}");
            let of = (field.campaign, household);
            let entry = registry.open_entry(&field.office, of, Corrects::Nothing, at(ON)).await.unwrap();
            let typed = [("h.note".to_owned(), "bí mật".to_owned())];
            registry.save_entry(&field.office, (field.campaign, entry), &typed, false, at(ON)).await.unwrap();
        }
        let unreadable = format!("<data household=\"{}\">bí mật", alone.household);
        registry.set_apart(&field.device, unreadable.as_bytes(), at(ON)).await.unwrap();
        // One of two: the answers of a family are those of all its members.
        registry.erase_person(None, others.people[0], "VB 11/2026", at(ON)).await.unwrap();
        let store = registry.store();
        let bodies = [
            "select count(*) as n from submission_body",
            "select count(*) as n from submission_file_body",
            "select count(*) as n from quarantine where erased_by is null",
            "select count(*) as n from entry_part",
        ];
        let mut before = Vec::new();
        for sql in bodies {
            before.push(count(store, sql).await);
        }
        assert_eq!(before, [2, 2, 3, 2]);
        registry.erase_person(None, alone.people[0], "VB 12/2026", at(ON)).await.unwrap();
        let mut after = Vec::new();
        for sql in bodies {
            after.push(count(store, sql).await);
        }
        assert_eq!(after, [1, 1, 1, 1], "those of the other household stay");
        let hashed = "select count(*) as n from submission where erased_by is not null and sha256 = '' and salt is null";
        assert_eq!(count(store, hashed).await, 1);
        assert!(registry.submission("uuid:1").await.unwrap().unwrap().xml.is_none());
        assert!(registry.submission("uuid:2").await.unwrap().unwrap().xml.is_some());
        assert_eq!(registry.set_aside(field.campaign).await.unwrap().len(), 1);
        // A phone that still has it does not bring it back.
        let again = registry.arrive(&field.device, sent("uuid:1", alone.household, "bí mật"), at(ON)).await;
        assert!(matches!(again, Err(NotTaken::FormDiffers)), "{again:?}");
        assert_eq!(registry.set_aside(field.campaign).await.unwrap().len(), 1);
        assert!(is_whole(registry).await);
        // What was erased may not be there again.
        let tx = store.begin().await.unwrap();
        let sql = "insert into submission_body (submission_id, body) select s.id, b.body from submission s, submission_body b where s.instance_id = 'uuid:1'";
        assert_eq!(tx.execute(sql, vec![]).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert!(!is_whole(registry).await);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn changed_swapped_and_missing_bytes_of_forms_and_files_are_found() {
    both(async |location| {
        let place = place(&location).await;
        let home = place.household(0, &["Lê Thị Hoa"]).await;
        let field = field(&place).await;
        let registry = &place.registry;
        for number in ["uuid:1", "uuid:2"] {
            let form = sent(number, home.household, number);
            registry.arrive(&field.device, form, at(ON)).await.unwrap();
        }
        registry.set_apart(&field.device, b"khong doc duoc", at(ON)).await.unwrap();
        assert!(is_whole(registry).await);
        let store = registry.store();
        let swapped = |table: &str| {
            format!("update {table} set body = (select b.body from {table} b where b.submission_id <> {table}.submission_id limit 1)")
        };
        for (sql, bytes, table) in [
            ("update submission_body set body = $1".to_owned(), true, "submission"),
            ("update submission_file_body set body = $1".to_owned(), true, "submission_file"),
            ("update quarantine set body = $1".to_owned(), true, "quarantine"),
            (swapped("submission_body"), false, "submission"),
            (swapped("submission_file_body"), false, "submission_file"),
            ("delete from submission_body".to_owned(), false, "submission"),
            ("delete from submission_file_body".to_owned(), false, "submission_file"),
        ] {
            let copies = ["submission_body", "submission_file_body", "quarantine"];
            let tx = store.begin().await.unwrap();
            for of in copies {
                tx.execute(&format!("create table kept_{of} as select * from {of}"), vec![]).await.unwrap();
            }
            let values = if bytes { vec![vec![7_u8; 60].into()] } else { vec![] };
            assert!(tx.execute(&sql, values).await.unwrap() > 0, "{sql}");
            tx.commit().await.unwrap();
            let Verdict::Tampered { found, .. } = registry.verify(&[]).await.unwrap() else {
                panic!("not found: {sql}")
            };
            assert!(found.iter().any(|one| one.what == What::FormChanged && one.table == Some(table)), "{sql}: {found:?}");
            assert!(!found[0].words().vi.is_empty() && !found[0].words().en.is_empty());
            let tx = store.begin().await.unwrap();
            for of in copies {
                if of == "quarantine" {
                    tx.execute("update quarantine set body = (select k.body from kept_quarantine k where k.id = quarantine.id)", vec![]).await.unwrap();
                } else {
                    tx.execute(&format!("delete from {of}"), vec![]).await.unwrap();
                    tx.execute(&format!("insert into {of} select * from kept_{of}"), vec![]).await.unwrap();
                }
                tx.execute(&format!("drop table kept_{of}"), vec![]).await.unwrap();
            }
            tx.commit().await.unwrap();
            assert!(is_whole(registry).await, "{sql}");
        }
    })
    .await;
}
