//! A small town for tests: two communes, villages, households; whoever may act there.

use std::fs;
use std::path::Path;

use registry::access::{Area, Grant, Right};
use registry::review::{NewAssessment, NewCampaign, ReviewKind, Terms, assess};
use registry::store::dates::Instant;
use registry::store::{Location, Queries, Store, Value};
use registry::{
    Actor, AssessmentId, CampaignId, GrantId, HouseholdId, Keys, Registry, Role, Scope, UserId, VillageId,
};
use serde_json::{Value as Json, json};
use standards::standard::PovertyStandard;
use standards::units::Units;
use standards::{PackFiles, load};
use vocab::{Day, Zone};

/// Phường 1 Bảo Lộc and Phường 2 Bảo Lộc, as of 2025-07-01.
pub(crate) const COMMUNES: [&str; 2] = ["24823", "24820"];
/// Lâm Đồng.
pub(crate) const PROVINCE: &str = "68";

pub(crate) struct Town {
    pub(crate) registry: Registry,
    pub(crate) standard: PovertyStandard,
    pub(crate) units: Units,
    /// Two of the first commune, one of the second.
    pub(crate) villages: Vec<VillageId>,
    pub(crate) households: Vec<HouseholdId>,
    /// The review of 2024.
    pub(crate) campaign: CampaignId,
}

pub(crate) fn day(year: i32, month: u32, date: u32) -> Day {
    Day::from_civil(year, month, date).expect("a day")
}

pub(crate) const fn noon(minute: i64) -> Instant {
    Instant::from_millis(1_760_000_000_000 + minute * 60_000)
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

pub(crate) fn standard() -> PovertyStandard {
    load(&pack(), "standards/vn-2022").standard.expect("vn-2022 loads")
}

pub(crate) fn new_campaign(standard: &PovertyStandard, year: i32) -> NewCampaign {
    NewCampaign {
        kind: ReviewKind::Yearly,
        label: format!("Rà soát năm {year}"),
        year,
        standard: standard.id.clone(),
        pack_digest: standard.digest.clone(),
        result_day: day(year + 1, 1, 1),
        age_day: day(year, 12, 31),
        income_test: Some("income".to_owned()),
    }
}

impl Town {
    /// Households stand in the villages by turns; each third one is of an ethnic minority.
    pub(crate) async fn found(location: &Location, households: usize) -> Town {
        let store = Store::open(location, true).await.expect("an empty database opens");
        store.migrate().await.expect("an empty database gets its tables");
        let registry = Registry::new(store, Keys::of_secret([7; 32]));
        let standard = standard();
        let (units, _) = Units::read(&pack());
        // Rows of the register hang on an act: the opening of the first campaign serves.
        let opened = registry.open_campaign(None, &new_campaign(&standard, 2024), &standard, noon(0)).await;
        let campaign = opened.expect("a campaign opens");
        let villages = vec![VillageId::fresh(), VillageId::fresh(), VillageId::fresh()];
        let households: Vec<HouseholdId> = (0..households).map(|_| HouseholdId::fresh()).collect();
        let town = Town { registry, standard, units, villages, households, campaign };
        town.write().await;
        town
    }

    pub(crate) fn commune(&self, village: usize) -> &'static str {
        COMMUNES[village / 2]
    }

    async fn write(&self) {
        let tx = self.registry.store().begin().await.expect("a transaction");
        let mut villages: Vec<Vec<Value>> = Vec::new();
        let mut villages_now: Vec<Vec<Value>> = Vec::new();
        for (at, id) in self.villages.iter().enumerate() {
            villages.push(vec![id.0.into(), 0_i64.into(), (at as i64).into()]);
            let name = format!("Tổ {}", at + 1);
            let texts = [name.as_str(), "to_dan_pho", self.commune(at), PROVINCE, "urban", "test", "to"];
            let mut row: Vec<Value> = vec![id.0.into()];
            row.extend(texts.map(Value::from));
            villages_now.push(row);
        }
        tx.insert("village", &["id", "act_seq", "ordinal"], villages).await.expect("villages");
        let columns =
            ["village_id", "name", "kind", "commune_code", "province_code", "zone", "zone_source", "search"];
        tx.insert("village_now", &columns, villages_now).await.expect("villages now");
        let numbered = self.households.iter().enumerate().map(|(at, id)| (at as i64, id.0));
        let rows = numbered.clone().map(|(at, id)| vec![id.into(), at.into(), 0_i64.into(), at.into()]);
        let columns = ["id", "number", "act_seq", "ordinal"];
        tx.insert("household", &columns, rows.collect()).await.expect("households");
        let now = numbered.map(|(at, id)| {
            let village = at as usize % 3;
            vec![
                id.into(),
                at.into(),
                true.into(),
                self.villages[village].0.into(),
                self.commune(village).into(),
                PROVINCE.into(),
                "urban".into(),
                4_i64.into(),
                (at % 3 == 0).into(),
            ]
        });
        let columns = [
            "household_id",
            "number",
            "is_active",
            "village_id",
            "commune_code",
            "province_code",
            "zone",
            "members",
            "is_ethnic_minority",
        ];
        tx.insert("household_now", &columns, now.collect()).await.expect("households now");
        tx.commit().await.expect("a commit");
    }

    pub(crate) async fn open(&self, year: i32) -> CampaignId {
        let new = new_campaign(&self.standard, year);
        self.registry.open_campaign(None, &new, &self.standard, noon(1)).await.expect("a campaign opens")
    }

    /// A decision about the household with this number.
    pub(crate) fn decided(&self, number: usize, year: i32, answers: Json) -> NewAssessment {
        let terms = Terms::from(&new_campaign(&self.standard, year));
        let village = number % 3;
        NewAssessment {
            household: self.households[number],
            village: self.villages[village],
            commune_code: self.commune(village).to_owned(),
            province_code: PROVINCE.to_owned(),
            zone: Zone::Urban,
            assessed: assess(&self.standard, &terms, &answers).expect("readable answers"),
            answers,
            members: 4,
            supersedes: None,
            submission: None,
        }
    }

    pub(crate) async fn record(&self, campaign: CampaignId, new: Vec<NewAssessment>) -> i64 {
        let done = self.registry.record_assessments(None, campaign, "1.2.3", new, noon(2)).await;
        done.expect("recorded").seq
    }

    pub(crate) fn scope(&self, role: Role, right: Right, area: Area) -> Scope {
        let grant = Grant { id: GrantId::fresh(), role, area, from: day(2025, 7, 2), until: None };
        let name = "Cán bộ".to_owned();
        let actor = Actor { user: UserId::fresh(), name, login: "canbo".to_owned(), grants: vec![grant] };
        actor.scope(right, &self.units, day(2026, 6, 1)).expect("a scope")
    }

    pub(crate) async fn outcome_now(
        &self,
        number: usize,
    ) -> (Option<String>, Option<i64>, Option<AssessmentId>) {
        let sql = "select outcome, outcome_year, assessment_id from household_now where household_id = $1";
        let row = self.registry.store().row(sql, vec![self.households[number].0.into()]).await;
        let row = row.expect("a query").expect("a household");
        let id: Option<uuid::Uuid> = row.get("assessment_id").expect("a column");
        (
            row.get("outcome").expect("a column"),
            row.get("outcome_year").expect("a column"),
            id.map(AssessmentId),
        )
    }
}

/// Answers of a town household with an income; deprived, it lacks water, toilet and internet.
pub(crate) fn answers(income: Option<i64>, deprived: bool) -> Json {
    let person = json!({
        "birth_date": "1984-05-01", "social_allowance": "none", "has_health_insurance": true,
        "able_to_work": true, "work_status": "own_farm",
    });
    let mut household = json!({
        "dwelling_area": "60.5", "wall_durable": true, "column_durable": true, "roof_durable": true,
        "main_water_source": if deprived { "surface" } else { "tap" },
        "toilet_type": if deprived { "none" } else { "septic" },
        "uses_internet": !deprived, "information_devices": ["tv"],
    });
    if let Some(income) = income {
        household["income_per_capita"] = income.into();
    }
    json!({ "zone": "urban", "household": household, "members": [person.clone(), person] })
}

/// Poor, near-poor, not poor, undetermined.
pub(crate) fn poor() -> Json {
    answers(Some(2_000_000), true)
}

/// See [`poor`].
pub(crate) fn near_poor() -> Json {
    answers(Some(2_000_000), false)
}

/// See [`poor`].
pub(crate) fn not_poor() -> Json {
    answers(Some(2_000_001), true)
}

/// See [`poor`].
pub(crate) fn undetermined() -> Json {
    answers(None, true)
}
