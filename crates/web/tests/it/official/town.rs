//! A town of two wards, reviewed in two years and sealed: some escaped, one fell, one moved, two groups overlap.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use registry::access::{Area, Grant};
use registry::register::NewHousehold;
use registry::review::{NewAssessment, Terms, assess};
use registry::snapshot::Which;
use registry::store::{Location, Store};
use registry::{
    Actor, CampaignId, GrantId, HouseholdId, Keys, Registry, Role, SnapshotId, UserId, VillageId,
};
use serde_json::{Value as Json, json};
use standards::standard::PovertyStandard;
use tempfile::TempDir;
use tower::ServiceExt;
use vocab::Zone;
use web::{Site, router};

use crate::client::{pack, today};
use crate::invented::{self, day, head, noon, review, standard, village};

/// Phường 1 Bảo Lộc.
pub(super) const WARD: &str = "24823";
/// Phường 2 Bảo Lộc.
pub(super) const NEXT: &str = "24820";

/// A household of the town: its head, its village, its income and whether it is deprived in each year.
#[derive(Clone, Copy)]
pub(super) struct Told {
    pub(super) head: &'static str,
    /// In 2024 and in 2025; `None` was not reviewed.
    pub(super) village: [Option<usize>; 2],
    pub(super) is_poor: [bool; 2],
    pub(super) group: &'static str,
    pub(super) has_merit: bool,
    pub(super) people: usize,
}

const fn told(head: &'static str, village: [Option<usize>; 2], is_poor: [bool; 2]) -> Told {
    Told { head, village, is_poor, group: "01", has_merit: false, people: 2 }
}

/// Villages 0 and 1 lie in the first ward, 2 in the next.
pub(super) const HOUSEHOLDS: [Told; 9] = [
    told("Lê Văn Ở", [Some(0), Some(0)], [true, true]),
    Told { group: "24", has_merit: true, ..told("K'Brểu", [Some(0), Some(0)], [true, true]) },
    told("Lê Văn Thoát", [Some(0), Some(0)], [true, false]),
    Told { people: 3, ..told("Lê Văn Mới", [Some(1), Some(1)], [false, true]) },
    told("Lê Văn Đến", [Some(2), Some(1)], [true, true]),
    told("Lê Văn Mất", [Some(2), None], [true, true]),
    told("Lê Văn Khá", [Some(1), Some(1)], [false, false]),
    Told { group: "24", ..told("K'Sen", [Some(2), Some(2)], [true, true]) },
    told("Lê Văn Xa", [None, Some(2)], [false, true]),
];

pub(super) struct Town {
    pub(super) registry: Registry,
    pub(super) site: Arc<Site>,
    pub(super) standard: PovertyStandard,
    pub(super) campaigns: Vec<CampaignId>,
    pub(super) snapshots: Vec<SnapshotId>,
    pub(super) villages: Vec<VillageId>,
    pub(super) homes: Vec<HouseholdId>,
    pub(super) folder: TempDir,
}

pub(super) struct Got {
    pub(super) status: u16,
    pub(super) bytes: Vec<u8>,
}

impl Got {
    pub(super) fn html(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// What a reader sees.
    pub(super) fn text(&self) -> String {
        crate::client::seen(&String::from_utf8_lossy(&self.bytes))
    }
}

/// What a household answered in a year.
pub(super) fn answers(of: &Told, year: usize) -> Json {
    let is_poor = of.is_poor[year];
    let member = |at: usize| {
        json!({
            "full_name": if at == 0 { of.head.to_owned() } else { format!("Con {at} của {}", of.head) },
            "relationship": if at == 0 { "head" } else { "child" },
            "sex": if at == 0 { "male" } else { "female" },
            "ethnic_group": of.group, "merit": of.has_merit && at == 0,
            "birth_date": if at == 0 { "1980-05-01" } else { "2001-03-04" },
            "social_allowance": "none", "has_health_insurance": !is_poor, "able_to_work": true, "work_status": "own_farm",
        })
    };
    json!({
        "zone": "urban",
        "household": {
            "income_per_capita": if is_poor { 900_000 } else { 9_000_000 },
            "dwelling_area": "60", "wall_durable": true, "column_durable": true, "roof_durable": true,
            "main_water_source": if is_poor { "surface" } else { "tap" }, "toilet_type": if is_poor { "none" } else { "septic" },
            "uses_internet": !is_poor, "information_devices": ["tv"], "local_minority": of.group == "24",
            "no_labor_capacity": false, "farming_kinds": ["none"], "poverty_causes": ["1"], "support_needs": ["credit"],
            "last_year_class": "not_reviewed",
        },
        "members": (0..of.people).map(member).collect::<Vec<_>>(),
    })
}

impl Town {
    pub(super) async fn found(location: &Location) -> Town {
        let store = Store::open(location, true).await.unwrap();
        store.migrate().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let registry =
            Registry::new(store, Keys::of_secret([7; 32])).with_snapshots(folder.path().to_owned());
        let standard = standard();
        let at = |name: &str, commune: &str| village(name, (commune, "68"), Zone::Urban, "2024-01-01");
        let villages = vec![at("Thôn Một", WARD), at("Thôn Hai", WARD), at("Thôn Ba", NEXT)];
        let villages = registry.add_villages(None, villages, noon("2024-01-01")).await.unwrap();
        let mut homes = Vec::new();
        for of in &HOUSEHOLDS {
            let village = villages[of.village[1].or(of.village[0]).unwrap()];
            let new = NewHousehold {
                village,
                address: None,
                people: vec![head(of.head)],
                head: 0,
                from: Some(day("2024-01-02")),
            };
            let home =
                registry.register_households(None, "thử", vec![new], noon("2024-01-02")).await.unwrap();
            homes.push(home.into_iter().next().unwrap().household);
        }
        let site = Site::read(&pack(), "1.2.3", today, false).expect("a sound pack");
        let site = Arc::new(site.with_registry(registry.clone()));
        let mut town =
            Town { registry, site, standard, campaigns: vec![], snapshots: vec![], villages, homes, folder };
        for year in [0, 1] {
            town.decide(year).await;
            let id = town.seal(2024 + year as i32).await;
            town.snapshots.push(id);
        }
        // The year is not over: results of July.
        let open = review(&town.standard, 2026);
        let open = registry::review::NewCampaign {
            result_day: day("2026-07-01"),
            age_day: day("2026-06-30"),
            ..open
        };
        let open =
            town.registry.open_campaign(None, &open, &town.standard, noon("2026-06-01")).await.unwrap();
        town.campaigns.push(open);
        town
    }

    /// The same house with another secret: to others it is another instance.
    pub(super) fn with_secret(self, secret: u8) -> Town {
        let registry = Registry::new(self.registry.store().clone(), Keys::of_secret([secret; 32]));
        let registry = registry.with_snapshots(self.folder.path().to_owned());
        let site = Site::read(&pack(), "1.2.3", today, false).expect("a sound pack");
        Town { site: Arc::new(site.with_registry(registry.clone())), registry, ..self }
    }

    async fn decide(&mut self, year: usize) {
        let new = review(&self.standard, 2024 + year as i32);
        let at = noon(if year == 0 { "2024-12-01" } else { "2025-12-01" });
        let campaign = self.registry.open_campaign(None, &new, &self.standard, at).await.unwrap();
        self.campaigns.push(campaign);
        let mut decided = Vec::new();
        for (of, home) in HOUSEHOLDS.iter().zip(&self.homes) {
            let Some(village) = of.village[year] else { continue };
            let answers = answers(of, year);
            decided.push(NewAssessment {
                household: *home,
                village: self.villages[village],
                commune_code: if village == 2 { NEXT } else { WARD }.into(),
                province_code: "68".into(),
                zone: Zone::Urban,
                assessed: assess(&self.standard, &Terms::from(&new), &answers).unwrap(),
                answers,
                members: of.people as i64,
                supersedes: None,
                submission: None,
            });
        }
        self.registry.record_assessments(None, campaign, "1.2.3", decided, at).await.unwrap();
    }

    /// Seals as the program does: files first, then the act.
    pub(super) async fn seal(&self, year: i32) -> SnapshotId {
        let campaign = self.registry.campaign_to_seal(&Which::Year(year, None)).await.unwrap();
        let at = noon(&format!("{}-01-05", year + 1));
        invented::seal(&self.registry, &self.standard, campaign, (self.folder.path(), at)).await
    }

    /// A file of a snapshot.
    pub(super) fn file(&self, year: usize, name: &str) -> PathBuf {
        let folder = self.folder.path().join(self.snapshots[year].to_string());
        folder.join(format!("year={}/province=68/{name}", 2024 + year))
    }

    pub(super) async fn get(&self, who: &Actor, path: &str) -> Got {
        // A slow machine may count for longer than a page waits.
        for _ in 0..100 {
            let pages = router(self.site.clone()).layer(Extension(Some(who.clone())));
            let request =
                Request::get(path).header(header::ACCEPT_LANGUAGE, "vi").body(Body::empty()).unwrap();
            let response = pages.oneshot(request).await.unwrap();
            let status = response.status().as_u16();
            let bytes = to_bytes(response.into_body(), 10_000_000).await.unwrap().to_vec();
            if status != 202 {
                return Got { status, bytes };
            }
        }
        panic!("{path} is never ready");
    }

    /// The address of a year's review.
    pub(super) fn root(&self, year: usize) -> String {
        format!("/reports/{}", self.campaigns[year])
    }

    /// The town as two CSV files of a year, written from the answers: no registry is asked.
    pub(super) fn as_csv(&self, year: usize, folder: &std::path::Path) -> [PathBuf; 2] {
        let text = |value: &Json| match value {
            Json::String(text) => text.clone(),
            Json::Array(all) => all.iter().map(|one| one.as_str().unwrap()).collect::<Vec<_>>().join(";"),
            other => other.to_string(),
        };
        let mut households: Vec<BTreeMap<String, String>> = Vec::new();
        let mut members: Vec<BTreeMap<String, String>> = Vec::new();
        for (at, of) in HOUSEHOLDS.iter().enumerate() {
            let Some(village) = of.village[year] else { continue };
            let answers = answers(of, year);
            let fields = |json: &Json| {
                json.as_object()
                    .unwrap()
                    .iter()
                    .map(|(key, value)| (key.clone(), text(value)))
                    .collect::<BTreeMap<_, _>>()
            };
            let mut row = fields(&answers["household"]);
            let commune = if village == 2 { NEXT } else { WARD };
            let village = self.villages[village].to_string();
            let id = format!("H{at}");
            for (key, value) in [
                ("household_id", id.as_str()),
                ("province_code", "68"),
                ("commune_code", commune),
                ("village_code", &village),
                ("zone", "urban"),
            ] {
                row.insert(key.into(), value.into());
            }
            households.push(row);
            for (no, member) in answers["members"].as_array().unwrap().iter().enumerate() {
                let mut row = fields(member);
                row.insert("household_id".into(), id.clone());
                row.insert("member_no".into(), (no + 1).to_string());
                members.push(row);
            }
        }
        [("households", households), ("members", members)].map(|(name, rows)| {
            let path = folder.join(format!("{name}-{year}.csv"));
            let columns: Vec<String> = rows[0].keys().cloned().collect();
            let lines = rows
                .iter()
                .map(|row| columns.iter().map(|key| row[key].clone()).collect::<Vec<_>>().join(","));
            let text = [columns.join(",")].into_iter().chain(lines).collect::<Vec<_>>().join("\n") + "\n";
            fs::write(&path, text).unwrap();
            path
        })
    }
}

pub(super) fn actor(role: Role, area: Area) -> Actor {
    let grant = Grant { id: GrantId::fresh(), role, area, from: day("2025-07-01"), until: None };
    Actor { user: UserId::fresh(), name: "Thử".into(), login: "thu".into(), grants: vec![grant] }
}

/// The addresses of a page's links that hold some text.
pub(super) fn links(html: &str, with: &str) -> Vec<String> {
    let all = html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    all.map(|link| link.replace("&#38;", "&").replace("&amp;", "&"))
        .filter(|link| link.contains(with))
        .collect()
}
