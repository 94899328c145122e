//! The page over a real registry: a small town, a review, and those who may see it or may not.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use axum::response::{IntoResponse, Response};
use registry::access::{Area, Grant, Role};
use registry::review::{NewAssessment, NewCampaign, ReviewKind, Terms, assess};
use registry::store::dates::Instant;
use registry::store::{Location, Store, Value};
use registry::{Actor, GrantId, HouseholdId, Keys, Registry, UserId, VillageId};
use serde_json::json;
use standards::PackFiles;
use tower::ServiceExt as _;
use vocab::{Day, Zone};

use crate::overview::page;
use crate::signed_in::{SignedIn, Token};
use crate::site::Site;
use crate::visit::Visit;

/// The communes of today's Bảo Lộc, with two villages each.
const COMMUNES: [&str; 3] = ["24820", "24823", "24841"];
const HOUSEHOLDS: usize = 240;

fn day(year: i32, month: u32, date: u32) -> Day {
    Day::from_civil(year, month, date).expect("a day")
}

fn today() -> Day {
    day(2026, 6, 15)
}

pub(crate) fn pack() -> PackFiles {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn");
    let mut files = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the pack").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let inside = path.strip_prefix(&root).expect("inside").to_string_lossy().into_owned();
                files.push((inside, fs::read(&path).expect("a file of the pack")));
            }
        }
    }
    PackFiles::new(files)
}

fn site(registry: Registry) -> Arc<Site> {
    let site = Site::read(&pack(), "1.2.3", today, false).expect("a sound pack");
    Arc::new(site.with_registry(registry))
}

struct Town {
    _folder: tempfile::TempDir,
    site: Arc<Site>,
    registry: Registry,
}

/// Two reviews of a town; every tenth household is poor in the first, every eleventh in the second.
async fn town() -> Town {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Sqlite(folder.path().join("town.db"));
    let store = Store::open(&location, true).await.expect("opens");
    store.migrate().await.expect("tables");
    let registry = Registry::new(store, Keys::of_secret([1; 32]));
    let site = site(registry.clone());
    let standard = &site.library.standard("vn-2022").expect("the standard").standard;
    let villages: Vec<VillageId> =
        COMMUNES.iter().flat_map(|_| [VillageId::fresh(), VillageId::fresh()]).collect();
    let households: Vec<HouseholdId> = (0..HOUSEHOLDS).map(|_| HouseholdId::fresh()).collect();
    for (year, every) in [(2024, 10), (2025, 11)] {
        let new = NewCampaign {
            kind: ReviewKind::Yearly,
            label: format!("Rà soát {year}"),
            year,
            standard: standard.id.clone(),
            pack_digest: standard.digest.clone(),
            result_day: day(year + 1, 1, 1),
            age_day: day(year, 12, 31),
            income_test: None,
        };
        let at = Instant::from_millis(1_760_000_000_000);
        let campaign = registry.open_campaign(None, &new, standard, at).await.expect("opens");
        if year == 2024 {
            settle(&registry, &villages, &households).await;
        }
        let decided = (0..HOUSEHOLDS).filter(|at| at % 5 == 0 || at % every == 0).map(|at| {
            let answers = answers(at % every == 0, at % 7);
            NewAssessment {
                household: households[at],
                village: villages[at % villages.len()],
                commune_code: COMMUNES[at % villages.len() / 2].to_owned(),
                province_code: "68".to_owned(),
                zone: Zone::Urban,
                assessed: assess(standard, &Terms::from(&new), &answers).expect("readable"),
                answers,
                members: 4,
                supersedes: None,
                submission: None,
            }
        });
        let decided = decided.collect();
        registry.record_assessments(None, campaign, "1.2.3", decided, at).await.expect("recorded");
    }
    Town { _folder: folder, site, registry }
}

fn answers(is_deprived: bool, other: usize) -> serde_json::Value {
    let person = json!({
        "birth_date": "1984-05-01", "social_allowance": "none", "has_health_insurance": other != 3,
        "able_to_work": true, "work_status": "own_farm",
    });
    let income = if other == 6 { 9_000_000 } else { 100_000 };
    json!({
        "zone": "urban",
        "household": {
            "income_per_capita": income, "dwelling_area": "60", "wall_durable": true, "column_durable": true,
            "roof_durable": true, "main_water_source": if is_deprived { "surface" } else { "tap" },
            "toilet_type": if is_deprived { "none" } else { "septic" },
            "uses_internet": !is_deprived, "information_devices": ["tv"],
        },
        "members": [person.clone(), person],
    })
}

/// Villages and households hang on the first act.
async fn settle(registry: &Registry, villages: &[VillageId], households: &[HouseholdId]) {
    let tx = registry.store().begin().await.expect("a transaction");
    for (at, village) in villages.iter().enumerate() {
        let row: Vec<Value> = vec![village.0.into(), 0_i64.into(), (at as i64).into()];
        tx.insert("village", &["id", "act_seq", "ordinal"], vec![row]).await.expect("a village");
        let name = format!("Tổ dân phố {}", at + 1);
        let columns =
            ["village_id", "name", "kind", "commune_code", "province_code", "zone", "zone_source", "search"];
        let texts = [name.as_str(), "to_dan_pho", COMMUNES[at / 2], "68", "urban", "test", "to"];
        let mut row: Vec<Value> = vec![village.0.into()];
        row.extend(texts.map(Value::from));
        tx.insert("village_now", &columns, vec![row]).await.expect("a village now");
    }
    for (at, id) in households.iter().enumerate() {
        let number = at as i64;
        let row: Vec<Value> = vec![id.0.into(), number.into(), 0_i64.into(), number.into()];
        tx.insert("household", &["id", "number", "act_seq", "ordinal"], vec![row])
            .await
            .expect("a household");
        let village = at % villages.len();
        let row: Vec<Value> = vec![
            id.0.into(),
            number.into(),
            true.into(),
            villages[village].0.into(),
            COMMUNES[village / 2].into(),
            "68".into(),
            4_i64.into(),
            (at % 8 == 0).into(),
        ];
        let columns = [
            "household_id",
            "number",
            "is_active",
            "village_id",
            "commune_code",
            "province_code",
            "members",
            "is_ethnic_minority",
        ];
        tx.insert("household_now", &columns, vec![row]).await.expect("a household now");
    }
    tx.commit().await.expect("a commit");
}

impl Town {
    async fn answer(&self, role: Role, area: Area, address: &str) -> Response {
        let grant = Grant { id: GrantId::fresh(), role, area, from: day(2025, 7, 2), until: None };
        let actor = Actor {
            user: UserId::fresh(),
            name: "Cán bộ".to_owned(),
            login: "canbo".to_owned(),
            grants: vec![grant],
        };
        let (parts, ()) = Request::builder().uri(address).body(()).expect("a request").into_parts();
        let visit = Visit::of(&parts, self.site.clone());
        let actor = Arc::new(actor);
        let visit = Visit { actor: Some(actor.clone()), ..visit };
        let signed_in = SignedIn { visit, actor, registry: self.registry.clone(), token: Token::default() };
        page(signed_in).await.into_response()
    }

    /// The list of households at an address, for somebody who sees all.
    async fn list(&self, address: &str) -> String {
        let grant = Grant {
            id: GrantId::fresh(),
            role: Role::DepartmentOfficer,
            area: Area::Everywhere,
            from: day(2025, 7, 2),
            until: None,
        };
        let actor = Actor {
            user: UserId::fresh(),
            name: "Cán bộ".to_owned(),
            login: "canbo".to_owned(),
            grants: vec![grant],
        };
        let request = Request::get(address).body(Body::empty()).expect("a request");
        let pages = crate::router(self.site.clone()).layer(Extension(Some(actor)));
        let answer = pages.oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK, "{address}");
        let body = to_bytes(answer.into_body(), 10_000_000).await.expect("a body");
        String::from_utf8(body.to_vec()).expect("text")
    }

    async fn html(&self, role: Role, area: Area, address: &str) -> String {
        let answer = self.answer(role, area, address).await;
        assert_eq!(answer.status(), StatusCode::OK, "{address}");
        let body = to_bytes(answer.into_body(), 10_000_000).await.expect("a body");
        String::from_utf8(body.to_vec()).expect("text")
    }
}

/// The page without its tags, spaces joined.
fn seen(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for sign in html.chars() {
        match sign {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            sign if !inside => out.push(sign),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn the_overview_says_that_it_is_live_and_every_count_leads_to_its_households() {
    let town = town().await;
    let html = town.html(Role::DepartmentOfficer, Area::Everywhere, "/overview").await;
    let text = seen(&html);
    assert!(text.contains("Số liệu trực tiếp, chưa niêm phong"));
    assert!(text.contains("240 hộ, 960 người"));
    assert!(text.contains("Kết quả rà soát năm 2025"));
    for link in [
        "/households?standard=vn-2022&#38;year=2025&#38;outcome=poor\"",
        "outcome=poor&#38;commune=24823\"",
        "minority=yes",
    ] {
        assert!(html.contains(link), "{link}");
    }
    assert!(text.contains("Phường 1 Bảo Lộc") && html.contains("commune=24823\""));
    // The map, the years, what is lacking, and the streams stand without a script.
    for id in ["map", "trend", "deprived", "flow", "minority"] {
        assert!(html.contains(&format!("id=\"{id}\"")), "{id}");
    }
    assert!(text.contains("Nguồn nước sinh hoạt"));
    let english = town.html(Role::DepartmentOfficer, Area::Everywhere, "/overview?lang=en&year=2024").await;
    assert!(seen(&english).contains("Live counts, not sealed") && seen(&english).contains("review of 2024"));
    if let Some(folder) = std::env::var_os("CHUNGTAY_TRIAL_PAGES") {
        let folder = std::path::PathBuf::from(folder);
        fs::write(folder.join("vi.html"), &html).unwrap();
        fs::write(folder.join("en.html"), &english).unwrap();
    }
}

#[tokio::test]
async fn one_commune_opens_into_its_villages() {
    let town = town().await;
    let chosen = town.html(Role::Auditor, Area::Everywhere, "/overview?commune=24823").await;
    let text = seen(&chosen);
    assert!(text.contains("Thôn, tổ dân phố của Phường 1 Bảo Lộc"));
    assert!(text.contains("Tổ dân phố 3") && !text.contains("Tổ dân phố 1 "));
    let own = town.html(Role::CommuneLeader, Area::Commune("24820".to_owned()), "/overview").await;
    assert!(seen(&own).contains("Tổ dân phố 2") && seen(&own).contains("80 hộ, 320 người"));
    assert!(!own.contains("24823"), "nothing of a neighbour");
}

#[tokio::test]
async fn whoever_may_see_no_figures_is_refused_and_a_visitor_is_sent_to_log_in() {
    let town = town().await;
    for role in [Role::Surveyor, Role::Administrator] {
        let answer = town.answer(role, Area::Everywhere, "/overview").await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{role:?}");
    }
    let odd = town.answer(Role::Auditor, Area::Everywhere, "/overview?standard=nope").await;
    assert_eq!(odd.status(), StatusCode::NOT_FOUND);
    let (mut parts, ()) =
        Request::builder().uri("/overview?year=2024").body(()).expect("a request").into_parts();
    let visitor = <SignedIn as axum::extract::FromRequestParts<crate::site::Shared>>::from_request_parts(
        &mut parts, &town.site,
    );
    let answer = visitor.await.expect_err("not logged in");
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(answer.headers()["location"].to_str().expect("an address").starts_with("/login?back="));
}

#[tokio::test]
async fn a_standard_without_results_says_so_instead_of_showing_zeros_as_results() {
    let town = town().await;
    let text = seen(&town.html(Role::Auditor, Area::Everywhere, "/overview?standard=vn-2027").await);
    assert!(text.contains("Chưa có kết quả rà soát nào theo chuẩn này"));
    assert!(!text.contains("Kết quả rà soát năm"));
}

/// The counts of a page with the lists to which they lead.
fn counted(html: &str) -> Vec<(usize, String)> {
    let links = html.split("<a href=\"/households?").skip(1);
    links
        .filter_map(|rest| {
            let (address, rest) = rest.split_once("\">")?;
            let count = rest.split_once("</a>")?.0.replace(['.', ','], "");
            Some((count.parse().ok()?, format!("/households?{}", address.replace("&#38;", "&"))))
        })
        .collect()
}

#[tokio::test]
async fn every_count_of_the_overview_opens_exactly_so_many_households() {
    let town = town().await;
    for address in [
        "/overview",
        "/overview?year=2024",
        "/overview?commune=24823",
        "/overview?borders=then&commune=24820",
    ] {
        let html = town.html(Role::DepartmentOfficer, Area::Everywhere, address).await;
        let links = counted(&html);
        for part in ["deprived=toilet", "from_year=2024&from=poor", "from=none", "village="] {
            let is_there = links.iter().any(|(_, link)| link.contains(part));
            let expected =
                if part == "village=" { address.contains("commune") } else { !address.contains("2024") };
            assert!(is_there || !expected, "{address} has no link with {part}");
        }
        for (count, link) in links {
            let list = town.list(&link).await;
            assert!(seen(&list).contains(&format!(" {count} hộ ")), "{address}: {link} is not {count}");
        }
    }
}
