//! A land of six places in every territorial relation to each other, each with a household, an officer and a list of its own
//! that carry the place's word.

use std::collections::BTreeMap;
use std::sync::Arc;

use engine::figures::Counts;
use registry::access::{Area, Grant, Right};
use registry::capture::{Arrival, Corrects, SentFile};
use registry::documents::NewDocument;
use registry::proceedings::{NewProceeding, household_ref, village_ref};
use registry::register::{NewHousehold, NewPerson, Registered};
use registry::reporting::{Content, NewReport, Unit};
use registry::review::{NewAssessment, Terms, assess};
use registry::snapshot::{SealedFile, Which};
use registry::store::dates::Instant;
use registry::store::{Location, Store};
use registry::users::NewGrant;
use registry::villages::VillageDetails;
use registry::{
    Actor, CampaignId, DocumentId, EntryId, GrantId, ImportId, Keys, ProceedingId, Registry, ReportId, Role,
    Scope, SnapshotId, SubmissionId, UserId, VillageId,
};
use review::{Enroll, Why};
use serde_json::json;
use standards::standard::PovertyStandard;
use standards::units::Units;
use tempfile::TempDir;
use vocab::Zone;
use web::Site;

use crate::client::{pack, today};
use crate::invented::{self, day, head, noon, review as campaign_of, standard};

/// Phường 1 Bảo Lộc since 2025-07-01; before, the code was that of Phường 1 alone.
pub(crate) const OWN: &str = "24823";
/// Phường 2 Bảo Lộc.
pub(crate) const SIBLING: &str = "24820";
/// Phường Lộc Phát, part of Phường 1 Bảo Lộc since 2025-07-01.
pub(crate) const MERGED: &str = "24814";
/// Phường Thủ Dầu Một, in another province.
pub(crate) const FAR: &str = "25747";

/// Its word, its commune before 2025-07-01 (if it is older) and today, its province.
const PLACES: [(&str, Option<&str>, &str, &str); 6] = [
    ("Zuan", None, OWN, "68"),
    ("Zubi", None, OWN, "68"),
    // It came with the merger.
    ("Zucam", Some(MERGED), OWN, "68"),
    ("Zudao", None, SIBLING, "68"),
    // It lay under a code that is another commune's today.
    ("Zumai", Some(OWN), SIBLING, "68"),
    ("Zulan", None, FAR, "79"),
];

/// A place and what is in it.
pub(crate) struct Place {
    pub(crate) word: &'static str,
    pub(crate) commune: &'static str,
    pub(crate) province: &'static str,
    pub(crate) village: VillageId,
    pub(crate) home: Registered,
    pub(crate) id_number: String,
    /// Number of the act that registered the household.
    pub(crate) registered: i64,
    /// Somebody with a role only here.
    pub(crate) user: UserId,
    pub(crate) grant: GrantId,
    /// A list that they sent.
    pub(crate) draft: ImportId,
    /// A paper of the household.
    pub(crate) paper: DocumentId,
    /// A filled form of the household that waits for a person.
    pub(crate) form: SubmissionId,
    /// What its phone sent besides and was kept apart.
    pub(crate) apart: uuid::Uuid,
    /// A paper form of the household that is typed in.
    pub(crate) entry: EntryId,
    /// The review by law of its commune; the household is on its roster.
    pub(crate) proceeding: ProceedingId,
    /// The report that its commune has sent up.
    pub(crate) report: ReportId,
}

pub(crate) struct Land {
    pub(crate) registry: Registry,
    /// The pages, made once: thousands of requests are asked.
    pub(crate) pages: axum::Router,
    pub(crate) places: Vec<Place>,
    /// Who asks, whatever their role.
    pub(crate) caller: UserId,
    /// What was sealed of the last review.
    pub(crate) snapshot: SnapshotId,
    /// Programme areas: one of a place in another province, called by its word, and one of two communes.
    pub(crate) areas: Vec<uuid::Uuid>,
    standard: PovertyStandard,
    pub(crate) campaigns: [CampaignId; 2],
    _snapshots: TempDir,
}

/// A number among the answers of every household: it is shown to nobody who does not ask for it.
pub(crate) const ANSWERED_NUMBER: &str = "068080777777";

/// A file of the snapshot.
pub(crate) const SEALED_FILE: &str = "year=2025/province=68/households.parquet";

fn actor(user: UserId, role: Role, area: Area, from: &str) -> Actor {
    let grant = Grant { id: GrantId::fresh(), role, area, from: day(from), until: None };
    Actor { user, name: "Thử".into(), login: "thu".into(), grants: vec![grant] }
}

fn scope(units: &Units, user: UserId, role: Role, area: Area, right: Right) -> Scope {
    let who = actor(user, role, area, "2025-07-01");
    who.scope(right, units, today()).expect("a role with the right")
}

fn village(word: &str, commune: &str, province: &str, from: &str) -> VillageDetails {
    invented::village(&format!("Thôn {word}"), (commune, province), Zone::Urban, from)
}

fn paper(word: &str) -> NewDocument {
    NewDocument {
        kind: "other".into(),
        title: format!("Đơn của {word}"),
        dated: None,
        person: None,
        of_act: None,
        file_name: format!("{word}.pdf"),
        bytes: format!("%PDF-1.4 {word}").into_bytes(),
    }
}

fn household(word: &str, village: VillageId, id_number: Option<String>) -> NewHousehold {
    let head = NewPerson {
        sex: Some("male".into()),
        ethnic_group: Some("24".into()),
        id_number,
        ..head(&format!("Lê Văn {word}"))
    };
    let from = Some(day("2024-01-02"));
    NewHousehold { village, address: Some(format!("Ngõ {word}")), people: vec![head], head: 0, from }
}

impl Land {
    pub(crate) async fn found(location: &Location) -> Land {
        let store = Store::open(location, true).await.unwrap();
        store.migrate().await.unwrap();
        let snapshots = tempfile::tempdir().unwrap();
        let registry =
            Registry::new(store, Keys::of_secret([7; 32])).with_snapshots(snapshots.path().to_owned());
        let site = Site::read(&pack(), "1.2.3", today, false).expect("a sound pack");
        let site = Arc::new(site.with_registry(registry.clone()));
        let standard = standard();
        let villages = PLACES.map(|(word, before, today, province)| {
            village(word, before.unwrap_or(today), province, "2024-01-01")
        });
        let ids = registry.add_villages(None, villages.to_vec(), noon("2024-01-01")).await.unwrap();
        let moved = PLACES.iter().zip(&ids).filter(|((_, before, ..), _)| before.is_some());
        let moved =
            moved.map(|((word, _, today, province), id)| (*id, village(word, today, province, "2025-07-01")));
        registry.restate_villages(None, "1671", moved.collect(), noon("2025-07-01")).await.unwrap();
        let campaigns = [open(&registry, &standard, 2024).await, open(&registry, &standard, 2025).await];
        let units = Units::read(&pack()).0;
        let then = noon("2024-01-02");
        let office = registry.set_up_administrator("quan.tri", "Trần Quản Trị", then).await.unwrap();
        let managing = scope(&units, office.user, Role::Administrator, Area::Everywhere, Right::ManageUsers);
        let caller = registry.add_user(&managing, "thu", "Thử", then).await.unwrap().user;
        let (places, snapshot, _snapshots) = (Vec::new(), SnapshotId::fresh(), snapshots);
        let pages = web::router(site);
        for (name, communes) in [("Vùng Zulan", vec![FAR]), ("Vùng chung", vec![OWN, SIBLING])] {
            let communes: Vec<String> = communes.into_iter().map(str::to_owned).collect();
            registry.add_program_area(None, name, &communes, Instant::now()).await.unwrap();
        }
        let areas = registry.program_areas().await.unwrap().iter().map(|area| area.id).collect();
        let mut land =
            Land { pages, registry, places, caller, snapshot, areas, standard, campaigns, _snapshots };
        for (at, ((word, _, commune, province), village)) in PLACES.iter().zip(&ids).enumerate() {
            let id_number = format!("06808000{at:04}");
            let (home, registered) = land.register(word, *village, Some(id_number.clone())).await;
            land.decide(at, at % 2 == 0, *village, &home).await;
            let login = word.to_lowercase();
            let user = land.registry.add_user(&managing, &login, &format!("Người {word}"), then).await;
            let user = user.unwrap().user;
            let area = Area::Village(*village);
            let new = NewGrant { role: Role::Surveyor, area, from: day("2025-07-01"), until: None };
            let grant = land.registry.grant_role(&managing, &units, user, &new, then).await.unwrap();
            let area = Area::Commune((*commune).to_owned());
            let changing = scope(&units, user, Role::CommuneOfficer, area, Right::ChangeHouseholds);
            let list = format!("Họ và tên\nLê Văn {word}\n");
            let draft = land.registry.keep_import(&changing, list.as_bytes(), Instant::now()).await.unwrap();
            let new = paper(word);
            let added = land.registry.add_document(&changing, home.household, new, Instant::now()).await;
            let (paper, _) = added.unwrap();
            let of = (land.campaigns[1], home.household);
            let opened = land.registry.open_entry(&changing, of, Corrects::Nothing, Instant::now()).await;
            let entry = opened.unwrap();
            let typed = [("h.surveyor_note".to_owned(), format!("Nhà {word}"))];
            let of = (land.campaigns[1], entry);
            land.registry.save_entry(&changing, of, &typed, false, Instant::now()).await.unwrap();
            let (form, apart) = land.send(&units, user, &home, word).await;
            let village = *village;
            let place = Place {
                word,
                commune,
                province,
                village,
                home,
                id_number,
                registered,
                user,
                grant,
                draft,
                paper,
                form,
                apart,
                entry,
                proceeding: ProceedingId::fresh(),
                report: ReportId::fresh(),
            };
            land.places.push(place);
        }
        for commune in [OWN, SIBLING, FAR] {
            land.review(&managing, &units, commune).await;
            land.report(&units, commune).await;
        }
        land.seal().await;
        for year in [2024, 2025] {
            land.seal_files(year).await;
        }
        land
    }

    /// The review of a commune: its households are on the roster, each with a reason that says where it is.
    async fn review(&mut self, managing: &Scope, units: &Units, commune: &str) {
        let (then, registry) = (noon("2025-09-05"), self.registry.clone());
        let user =
            registry.add_user(managing, &format!("xet.{commune}"), "Người Xét", then).await.unwrap().user;
        let area = Area::Commune(commune.to_owned());
        let (role, from) = (Role::CommuneOfficer, day("2025-07-01"));
        let new = NewGrant { role, area: area.clone(), from, until: None };
        registry.grant_role(managing, units, user, &new, then).await.unwrap();
        let seeing = scope(units, user, role, area, Right::SeeHouseholds);
        let (campaign, procedure) = (self.campaigns[1], "yearly-2021".to_owned());
        let new = NewProceeding { campaign, procedure, commune: commune.to_owned(), month: None };
        let id = registry.open_proceeding(&seeing, &pack(), units, &new, then).await.unwrap();
        for place in self.places.iter_mut().filter(|place| place.commune == commune) {
            place.proceeding = id;
            let household = household_ref(place.home.household);
            let walk = registry.proceeding(&seeing, id).await.unwrap().unwrap();
            let is_managed = walk.terms.managed.iter().any(|one| one.household == household);
            let reason = format!("vì {}", place.word);
            let why = if is_managed { Why::Managed } else { Why::Suggested { reason } };
            let formerly = registry.former_lists(&seeing, &walk, &[place.home.household]).await.unwrap();
            let formerly = formerly.get(&household).cloned().unwrap_or_default();
            let deed = Enroll { household, village: village_ref(place.village), why, formerly };
            registry.act_on(&seeing, units, id, deed, None, then).await.unwrap();
        }
    }

    /// The commune sends its report up; a remark says where it is of.
    async fn report(&mut self, units: &Units, commune: &str) {
        let own = self.places.iter().filter(|place| place.commune == commune);
        let words: Vec<String> = own.map(|place| format!("vì {}", place.word)).collect();
        let province = self.places.iter().find(|place| place.commune == commune).unwrap().province;
        let named = |code: &str| (code.to_owned(), format!("Đơn vị {code}"));
        let content = Content {
            period: "official-2025".parse().unwrap(),
            unit: Unit { province: named(province), commune: Some(named(commune)) },
            due: None,
            sealed: vec![],
            packs: BTreeMap::new(),
            communes: BTreeMap::from([named(commune)]),
            has_before: false,
            undetermined_before: 0,
            counts: Counts::default(),
            decided: vec![],
            differences: vec![],
            remarks: words,
            parts: vec![],
            missing: vec![],
        };
        let area = Area::Commune(commune.to_owned());
        let sending = scope(units, UserId::fresh(), Role::CommuneOfficer, area, Right::SendReports);
        let new = NewReport { content, replaces: None, has_acknowledged: false };
        let id = self.registry.send_report(&sending, units, &new, noon("2025-12-02")).await.unwrap();
        self.places.iter_mut().filter(|place| place.commune == commune).for_each(|place| place.report = id);
    }

    /// Somebody who has this role here, as they log in.
    pub(crate) fn actor(&self, role: Role, area: Area, from: &str) -> Actor {
        actor(self.caller, role, area, from)
    }

    /// One more household in a place, the other way round than the first: nobody elsewhere may notice.
    pub(crate) async fn grow(&self, at: usize) {
        let place = &self.places[at];
        let (home, _) = self.register(place.word, place.village, None).await;
        self.decide(at, at % 2 == 1, place.village, &home).await;
    }

    async fn register(&self, word: &str, village: VillageId, id_number: Option<String>) -> (Registered, i64) {
        let why = format!("vì {word}");
        let new = vec![household(word, village, id_number)];
        let homes = self.registry.register_households(None, &why, new, noon("2025-07-02")).await.unwrap();
        (homes.into_iter().next().unwrap(), self.acts().await - 1)
    }

    /// The phone of somebody sends a form about a household, other bytes under its number, and a photograph.
    async fn send(
        &self,
        units: &Units,
        user: UserId,
        home: &Registered,
        word: &str,
    ) -> (SubmissionId, uuid::Uuid) {
        let (registry, now) = (&self.registry, Instant::now());
        let campaign = self.campaigns[1];
        let phone = registry.enrol_device(None, units, (campaign, user), &format!("Máy {word}"), now).await;
        let device = registry.device_of(&phone.unwrap().token).await.unwrap().unwrap();
        let arrival = |income: i64| {
            Arrival {
            form_id: "vn-2022".into(),
            version: "0".into(),
            instance_id: format!("uuid:{word}"),
            xml: format!(
                "<data id=\"vn-2022\" version=\"0\"><visit><household_id>{}</household_id></visit><full_name>{word}</full_name>\
                 <surveyor_note>Nhà {word}</surveyor_note><income_per_capita>{income}</income_per_capita>\
                 <meta><instanceID>uuid:{word}</instanceID></meta></data>",
                home.household
            )
            .into_bytes(),
            household: Some(home.household),
            declared: Vec::new(),
            files: vec![SentFile {
                name: format!("{word}.txt"),
                media_type: "text/plain".into(),
                bytes: word.as_bytes().to_vec(),
            }],
        }
        };
        registry.arrive(&device, arrival(1), now).await.unwrap();
        registry.arrive(&device, arrival(2), now).await.unwrap_err();
        let sent = registry.submission(&format!("uuid:{word}")).await.unwrap().unwrap();
        let apart = registry.set_aside(campaign).await.unwrap();
        (sent.id, apart.into_iter().find(|apart| apart.device == device.id).unwrap().id)
    }

    /// Both reviews, where the village lay then.
    async fn decide(&self, at: usize, is_poor: bool, village: VillageId, home: &Registered) {
        let (_, before, commune, province) = PLACES[at];
        for (campaign, year) in self.campaigns.iter().zip([2024, 2025]) {
            let commune = before.filter(|_| year == 2024).unwrap_or(commune);
            let answers = answers(is_poor);
            let new = NewAssessment {
                household: home.household,
                village,
                commune_code: commune.to_owned(),
                province_code: province.to_owned(),
                zone: Zone::Urban,
                assessed: assess(&self.standard, &Terms::from(&campaign_of(&self.standard, year)), &answers)
                    .unwrap(),
                answers,
                members: 1,
                supersedes: None,
                submission: None,
            };
            let at = noon("2025-12-01");
            self.registry.record_assessments(None, *campaign, "1.2.3", vec![new], at).await.unwrap();
        }
    }

    /// Seals the review of the last year. Its one file, of six households and six people, is not looked into.
    async fn seal(&self) {
        let sealable = self.registry.campaign_to_seal(&Which::Newest).await.unwrap();
        let mut unsealed = self.registry.unsealed(None, sealable, &self.standard).await.unwrap();
        while unsealed.next_page().await.unwrap().is_some() {}
        let sha256 = "0".repeat(64);
        let file = SealedFile { path: SEALED_FILE.into(), rows: 12, bytes: 4, sha256 };
        let manifest = unsealed.manifest(&[file], "1.2.3").unwrap();
        let (id, at) = (self.snapshot, noon("2026-01-05"));
        self.registry.record_snapshot(None, id, &manifest, "khóa sổ năm 2025", at).await.unwrap();
    }

    /// Seals a review with its files, from which the official tables are counted.
    async fn seal_files(&self, year: i32) {
        let sealable = self.registry.campaign_to_seal(&Which::Year(year, None)).await.unwrap();
        let folder = self._snapshots.path();
        invented::seal(&self.registry, &self.standard, sealable, (folder, noon("2026-01-06"))).await;
    }

    /// How many acts there are.
    pub(crate) async fn acts(&self) -> i64 {
        invented::acts(&self.registry).await
    }
}

async fn open(registry: &Registry, standard: &PovertyStandard, year: i32) -> CampaignId {
    let at = noon("2024-01-02");
    registry.open_campaign(None, &campaign_of(standard, year), standard, at).await.unwrap()
}

fn answers(is_poor: bool) -> serde_json::Value {
    json!({
        "zone": "urban",
        "household": {
            "income_per_capita": if is_poor { 900_000 } else { 9_000_000 },
            "dwelling_area": "60.5", "wall_durable": true, "column_durable": true, "roof_durable": true,
            "main_water_source": if is_poor { "surface" } else { "tap" },
            "toilet_type": if is_poor { "none" } else { "septic" },
            "uses_internet": !is_poor, "information_devices": ["tv"], "phone": ANSWERED_NUMBER,
        },
        "members": [{
            "birth_date": "1980-05-01", "social_allowance": "none", "has_health_insurance": true,
            "able_to_work": true, "work_status": "own_farm", "id_number": ANSWERED_NUMBER,
        }],
    })
}
