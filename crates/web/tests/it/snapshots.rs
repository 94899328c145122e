//! Pages of sealed snapshots: who sees which figures, who takes files away, and what a changed file leads to.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use registry::access::{Area, Grant, Right, Role};
use registry::register::NewHousehold;
use registry::review::{NewAssessment, Terms, assess};
use registry::snapshot::{SealedFile, Which};
use registry::store::dates::Instant;
use registry::{Actor, GrantId, Keys, Registry, SnapshotId, UserId};
use serde_json::json;
use store::testing::Fresh;
use tower::ServiceExt;
use vocab::{Zone, said};
use web::{SealWish, Sealing, Site, router};

use crate::client::{pack, seen, today};
use crate::invented::{acts, day, head, noon, review, standard, village};

const WARD: &str = "24823";
const NEXT_WARD: &str = "24820";
const FILE: &str = "year=2025/province=68/households.parquet";

struct House {
    site: Arc<Site>,
    registry: Registry,
    id: SnapshotId,
    file: PathBuf,
    _database: Fresh,
    _folder: tempfile::TempDir,
}

/// One poor household in each of two communes, sealed. The one file holds four bytes: what pages do does not ask more.
async fn house() -> House {
    let (database, folder) = (Fresh::sqlite(), tempfile::tempdir().unwrap());
    let registry = Registry::new(database.store().await, Keys::of_secret([7; 32]))
        .with_snapshots(folder.path().to_owned());
    let village = |commune: &str| village("Thôn Thử", (commune, "68"), Zone::Urban, "2025-07-01");
    let communes = [WARD, NEXT_WARD];
    let places = communes.map(village).to_vec();
    let villages = registry.add_villages(None, places, noon("2025-07-01")).await.unwrap();
    let homes = villages.iter().map(|village| NewHousehold {
        village: *village,
        address: None,
        people: vec![head("Lê Văn An")],
        head: 0,
        from: Some(day("2025-07-01")),
    });
    let homes = registry.register_households(None, "thử", homes.collect(), noon("2025-07-02")).await.unwrap();
    let standard = standard();
    let new = review(&standard, 2025);
    let campaign = registry.open_campaign(None, &new, &standard, noon("2025-12-01")).await.unwrap();
    let answers = json!({
        "zone": "urban",
        "household": {
            "income_per_capita": 100_000, "dwelling_area": "60", "wall_durable": true, "column_durable": true,
            "roof_durable": true, "main_water_source": "surface", "toilet_type": "none", "uses_internet": false,
            "information_devices": ["tv"],
        },
        "members": [{ "birth_date": "1980-05-01", "social_allowance": "none", "has_health_insurance": true,
            "able_to_work": true, "work_status": "own_farm" }],
    });
    let decided = homes.iter().zip(&villages).zip(communes).map(|((home, village), commune)| NewAssessment {
        household: home.household,
        village: *village,
        commune_code: commune.into(),
        province_code: "68".into(),
        zone: Zone::Urban,
        assessed: assess(&standard, &Terms::from(&new), &answers).unwrap(),
        answers: answers.clone(),
        members: 3,
        supersedes: None,
        submission: None,
    });
    let decided = decided.collect();
    registry.record_assessments(None, campaign, "1", decided, noon("2025-12-02")).await.unwrap();
    let sealable = registry.campaign_to_seal(&Which::Newest).await.unwrap();
    let mut unsealed = registry.unsealed(None, sealable, &standard).await.unwrap();
    while unsealed.next_page().await.unwrap().is_some() {}
    let id = SnapshotId::fresh();
    let file = folder.path().join(id.to_string()).join(FILE);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "PAR1").unwrap();
    // SHA-256 of those four bytes.
    let sha256 = "fbc62d3b511368ee275ddc74117d8689b430e1427220e25d30816201d89ca7b6".to_owned();
    let sealed = SealedFile { path: FILE.into(), rows: 4, bytes: 4, sha256 };
    let manifest = unsealed.manifest(&[sealed], "1.2.3").unwrap();
    registry.record_snapshot(None, id, &manifest, "khóa sổ năm 2025", noon("2026-01-05")).await.unwrap();
    let site = Site::read(&pack(), "1.2.3", today, false).expect("a sound pack");
    // Files are the program's business: here sealing waits until it is stopped, or gives the snapshot that there is.
    let sealing = Sealing::by(move |wish: &SealWish| {
        while wish.reason.contains("chờ") && wish.progress.reach(1, 2) {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let stopped = || said!("đã dừng", "stopped");
        if wish.reason.contains("chờ") { Err((stopped(), stopped())) } else { Ok(id) }
    });
    let site = Arc::new(site.with_registry(registry.clone()).with_sealing(sealing));
    House { site, registry, id, file, _database: database, _folder: folder }
}

fn actor(role: Role, area: Area) -> Actor {
    let grant = Grant { id: GrantId::fresh(), role, area, from: day("2025-07-01"), until: None };
    Actor { user: UserId::fresh(), name: "Thử".into(), login: "thu".into(), grants: vec![grant] }
}

struct Got {
    status: u16,
    disposition: String,
    bytes: Vec<u8>,
}

impl House {
    async fn get(&self, who: &Actor, path: &str) -> Got {
        let pages = router(self.site.clone()).layer(Extension(Some(who.clone())));
        let request = Request::get(path).header(header::ACCEPT_LANGUAGE, "vi").body(Body::empty()).unwrap();
        let response = pages.oneshot(request).await.unwrap();
        let disposition = response.headers().get(header::CONTENT_DISPOSITION);
        Got {
            status: response.status().as_u16(),
            disposition: disposition.map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default(),
            bytes: to_bytes(response.into_body(), 10_000_000).await.unwrap().to_vec(),
        }
    }

    async fn text(&self, who: &Actor, path: &str) -> (u16, String) {
        let got = self.get(who, path).await;
        (got.status, seen(&String::from_utf8_lossy(&got.bytes)))
    }

    async fn acts(&self) -> i64 {
        acts(&self.registry).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_of_a_snapshot_stand_under_its_id_and_hash_each_officer_sees_the_own_communes() {
    let house = house().await;
    let auditor = actor(Role::Auditor, Area::Everywhere);
    let officer = actor(Role::CommuneOfficer, Area::Commune(WARD.into()));
    let path = format!("/snapshots/{}", house.id);
    let (status, list) = house.text(&auditor, "/admin/snapshots").await;
    assert_eq!(status, 200);
    assert!(list.contains("Rà soát năm 2025") && list.contains("khóa sổ năm 2025"), "{list}");
    let sha256 = registry::snapshot::all(house.registry.store()).await.unwrap()[0].sha256.clone();
    let (status, all) = house.text(&auditor, &path).await;
    assert_eq!(status, 200);
    for part in ["Rà soát năm 2025", &sha256, &house.id.to_string(), "Phường 1 Bảo Lộc", "2 hộ", "6 người"]
    {
        assert!(all.contains(part), "{part} in {all}");
    }
    let (status, own) = house.text(&officer, &path).await;
    assert_eq!(status, 200);
    assert!(own.contains("Phường 1 Bảo Lộc") && own.contains("1 hộ") && !own.contains("2 hộ"), "{own}");
    assert!(own.contains("Chỉ tính các xã, phường trong địa bàn"), "{own}");
    for (who, path, expected) in [
        (actor(Role::Administrator, Area::Everywhere), path.as_str(), 403),
        (actor(Role::Administrator, Area::Everywhere), "/admin/snapshots", 200),
        (actor(Role::Surveyor, Area::Everywhere), "/admin/snapshots", 403),
        (actor(Role::Partner, Area::Everywhere), path.as_str(), 200),
        (auditor.clone(), "/snapshots/x", 404),
        (auditor, "/snapshots/00000000-0000-7000-8000-000000000000", 404),
    ] {
        assert_eq!(house.get(&who, path).await.status, expected, "{path} {:?}", who.grants[0].role);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_taken_away_by_whoever_may_take_everything_as_it_was_sealed_and_as_an_act() {
    let house = house().await;
    let auditor = actor(Role::Auditor, Area::Everywhere);
    let path = format!("/snapshots/{}/files/{FILE}", house.id);
    for who in [
        actor(Role::CommuneOfficer, Area::Commune(WARD.into())),
        actor(Role::Partner, Area::Everywhere),
        actor(Role::ProgramLeader, Area::Everywhere),
    ] {
        assert_eq!(house.get(&who, &path).await.status, 403, "{:?}", who.grants[0]);
    }
    let before = house.acts().await;
    let got = house.get(&auditor, &path).await;
    assert_eq!((got.status, got.bytes.as_slice()), (200, b"PAR1".as_slice()));
    assert!(got.disposition.contains("province-68-households.parquet"), "{}", got.disposition);
    assert_eq!(house.acts().await, before + 1);
    for other in ["../chungtay.db", "year=2025/province=68/members.parquet", "SHA256SUMS"] {
        let path = format!("/snapshots/{}/files/{other}", house.id);
        assert_eq!(house.get(&auditor, &path).await.status, 404, "{other}");
    }
    fs::write(&house.file, "PAR2").unwrap();
    let (status, text) = house.text(&auditor, &path).await;
    assert_eq!(status, 409);
    assert!(text.contains("đã bị sửa sau khi niêm phong"), "{text}");
    fs::remove_file(&house.file).unwrap();
    assert_eq!(house.get(&auditor, &path).await.status, 409);
    assert_eq!(house.acts().await, before + 1, "what was not taken is no act");
}

impl House {
    async fn post(&self, who: &Actor, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let pages = router(self.site.clone()).layer(Extension(Some(who.clone())));
        let request = Request::post(path)
            .header(header::ACCEPT_LANGUAGE, "vi")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(serde_urlencoded::to_string(fields).unwrap()))
            .unwrap();
        let response = pages.oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = to_bytes(response.into_body(), 10_000_000).await.unwrap();
        (status, seen(&String::from_utf8_lossy(&bytes)))
    }

    /// The page of snapshots once it says this.
    async fn until(&self, who: &Actor, words: &str) -> String {
        for _ in 0..600 {
            let (_, page) = self.text(who, "/admin/snapshots").await;
            if page.contains(words) {
                return page;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("`{words}` does not come");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_seals_a_campaign_from_the_page_sees_how_far_it_is_and_stops_it() {
    let house = house().await;
    let mut administrator = actor(Role::Administrator, Area::Everywhere);
    administrator.user = house
        .registry
        .set_up_administrator("quan.tri", "Trần Quản Trị", noon("2026-01-05"))
        .await
        .unwrap()
        .user;
    let who = &administrator;
    let of_year = house.registry.campaign_to_seal(&Which::Newest).await.unwrap();
    let campaign = of_year.id.to_string();
    let fields = |reason| [("campaign", campaign.as_str()), ("reason", reason)];
    for other in [
        actor(Role::DepartmentOfficer, Area::Province("68".into())),
        actor(Role::Auditor, Area::Everywhere),
        actor(Role::CommuneOfficer, Area::Commune(WARD.into())),
    ] {
        let (status, _) = house.post(&other, "/admin/snapshots", &fields("thử")).await;
        assert_eq!(status, 403, "{:?}", other.grants[0]);
        let (status, page) = house.text(&other, "/admin/snapshots").await;
        assert!(status == 200 && !page.contains("Niêm phong một đợt rà soát"), "{page}");
    }
    let (_, page) = house.text(who, "/admin/snapshots").await;
    assert!(page.contains("Niêm phong một đợt rà soát") && page.contains("Rà soát năm 2025"), "{page}");
    let (status, page) = house.post(who, "/admin/snapshots", &fields(" ")).await;
    assert!(status == 422 && page.contains("Chưa ghi lý do niêm phong"), "{status} {page}");
    let (status, page) =
        house.post(who, "/admin/snapshots", &[("campaign", "x"), ("reason", "giữ lại")]).await;
    assert!(status == 422 && page.contains("Chưa chọn đợt rà soát"), "{status} {page}");
    let (status, _) = house.post(who, "/admin/snapshots", &fields("chờ")).await;
    assert_eq!(status, 303);
    house.until(who, "1 / 2 hộ").await;
    let (status, page) = house.post(who, "/admin/snapshots", &fields("thử")).await;
    assert!(status == 422 && page.contains("Đang niêm phong một đợt rà soát khác"), "{status} {page}");
    let scope = administrator.scope(Right::SealResults, &units(), today()).unwrap();
    let works = house.registry.sealings(&scope, Instant::now()).await.unwrap();
    let work = works[0].id.to_string();
    let (status, _) = house.post(who, "/admin/snapshots/stop", &[("work", &work)]).await;
    assert_eq!(status, 303);
    house.until(who, "Đã dừng, không ghi gì").await;
    let (status, _) = house.post(who, "/admin/snapshots", &fields("khóa sổ")).await;
    assert_eq!(status, 303);
    let page = house.until(who, "Đã niêm phong").await;
    assert!(page.contains("Trần Quản Trị"), "{page}");
}

fn units() -> standards::units::Units {
    standards::units::Units::read(&pack()).0
}
