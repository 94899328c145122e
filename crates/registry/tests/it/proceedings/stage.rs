//! A commune with its people in 2025, and a yearly review of it that stories walk through. Three villages, the last one empty.

use std::cell::Cell;

use registry::access::{Area, Right, Role};
use registry::proceedings::{
    Beside, FileKind, NewProceeding, NotDone, ReadyFile, Taken, Walk, household_ref, village_ref,
};
use registry::register::{Birth, NewHousehold, NewPerson};
use registry::review::{NewAssessment, NewCampaign, ReviewKind, Terms, assess};
use registry::store::dates::Instant;
use registry::store::{Location, Store};
use registry::users::NewGrant;
use registry::villages::VillageDetails;
use registry::{
    AssessmentId, CampaignId, GrantId, HouseholdId, Keys, ProceedingId, Registry, Scope, UserId, VillageId,
};
use review::{
    Act, AgendaItem, AttachMinutes, Classify, Deed, Determine, Enroll, HoldMeeting, HouseholdRef, Pass, Post,
    Propose, Screen, Setting, Sign, Survey, Why,
};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use standards::standard::PovertyStandard;
use standards::units::Units;
use vocab::{Day, Zone};

use crate::place::{PROVINCE, WARD, at, day};
use crate::town::{near_poor, not_poor, pack, poor, standard};

/// Poor before, and stays.
pub(crate) const AN: usize = 0;
/// Near-poor before, now neither.
pub(crate) const BINH: usize = 1;
/// Asked; poor.
pub(crate) const CHI: usize = 2;
/// Poor before, now near-poor; in the other village.
pub(crate) const DUNG: usize = 3;
/// On no roster until it complains; in the other village.
pub(crate) const EM: usize = 4;
/// Asked, and was screened out; in the other village.
pub(crate) const GIANG: usize = 5;

/// What was signed, as it was scanned.
pub(crate) const SCAN: &[u8] = b"%PDF-1.7 Quyet dinh so 12";

const HOUSEHOLDS: [(&str, usize); 6] = [
    ("Nguyễn Văn An", 0),
    ("Lê Thị Bình", 0),
    ("Phạm Văn Chi", 0),
    ("Trần Văn Dũng", 1),
    ("Đỗ Thị Em", 1),
    ("Võ Văn Giang", 1),
];

/// Somebody who works there.
#[derive(Clone, Copy)]
pub(crate) struct Person {
    pub(crate) user: UserId,
    pub(crate) grant: GrantId,
}

pub(crate) struct Stage {
    pub(crate) registry: Registry,
    pub(crate) units: Units,
    pub(crate) standard: PovertyStandard,
    pub(crate) villages: Vec<VillageId>,
    pub(crate) households: Vec<HouseholdId>,
    pub(crate) officer: Person,
    pub(crate) second: Person,
    pub(crate) leader: Person,
    pub(crate) administrator: UserId,
    /// The campaign of 2025.
    pub(crate) campaign: CampaignId,
    pub(crate) id: ProceedingId,
    now: Cell<Instant>,
}

pub(crate) fn campaign_of(standard: &PovertyStandard, year: i32) -> NewCampaign {
    NewCampaign {
        kind: ReviewKind::Yearly,
        label: format!("Rà soát năm {year}"),
        year,
        standard: standard.id.clone(),
        pack_digest: standard.digest.clone(),
        result_day: Day::from_civil(year + 1, 1, 1).unwrap(),
        age_day: Day::from_civil(year, 12, 31).unwrap(),
        income_test: Some("income".to_owned()),
    }
}

pub(crate) fn family(name: &str, village: VillageId) -> NewHousehold {
    let person = |name: &str, relation: &str| NewPerson {
        name: name.into(),
        sex: None,
        birth: Birth::Year(1980),
        ethnic_group: Some("01".into()),
        id_number: None,
        phone: None,
        relation: relation.into(),
    };
    let child = format!("{name} Con");
    NewHousehold {
        village,
        address: None,
        people: vec![person(name, "head"), person(&child, "child")],
        head: 0,
        from: Some(day("2025-07-01")),
    }
}

pub(crate) fn village(name: &str, commune: &str) -> VillageDetails {
    VillageDetails {
        name: name.into(),
        kind: "to_dan_pho".into(),
        commune_code: commune.into(),
        province_code: PROVINCE.into(),
        zone: Zone::Urban,
        zone_source: "invented for a test".into(),
        from: day("2025-07-01"),
    }
}

impl Stage {
    /// The commune on 5 September 2025: last year An and Dũng were poor, Bình near-poor; the review of 2025 is open.
    pub(crate) async fn opened(location: &Location) -> Stage {
        let store = Store::open(location, true).await.unwrap();
        store.migrate().await.unwrap();
        let registry = Registry::new(store, Keys::of_secret([7; 32]));
        let (standard, units) = (standard(), Units::read(&pack()).0);
        let start = at("2025-07-02");
        let villages = ["Tổ dân phố 1", "Tổ dân phố 2", "Tổ dân phố 3"].map(|name| village(name, WARD));
        let villages = registry.add_villages(None, villages.to_vec(), start).await.unwrap();
        let families = HOUSEHOLDS.iter().map(|(name, at)| family(name, villages[*at])).collect();
        let done = registry.register_households(None, "a test", families, start).await.unwrap();
        let households = done.iter().map(|one| one.household).collect();
        let administrator =
            registry.set_up_administrator("quan.tri", "Trần Quản Trị", start).await.unwrap().user;
        let mut stage = Stage {
            officer: Person { user: administrator, grant: GrantId::fresh() },
            second: Person { user: administrator, grant: GrantId::fresh() },
            leader: Person { user: administrator, grant: GrantId::fresh() },
            administrator,
            campaign: CampaignId::fresh(),
            id: ProceedingId::fresh(),
            now: Cell::new(at("2025-07-10")),
            registry,
            units,
            standard,
            villages,
            households,
        };
        stage.officer = stage.person("can.bo", Role::CommuneOfficer, WARD).await;
        stage.second = stage.person("can.bo.hai", Role::CommuneOfficer, WARD).await;
        stage.leader = stage.person("chu.tich", Role::CommuneLeader, WARD).await;
        let before = stage.campaign_opened(2024).await;
        for (who, answers) in [(AN, poor()), (BINH, near_poor()), (DUNG, poor())] {
            stage.answered(before, 2024, who, answers, None, None).await;
        }
        stage.campaign = stage.campaign_opened(2025).await;
        stage.on("2025-09-05");
        stage.id = stage.proceeding_opened("yearly-2021", stage.campaign, None).await.unwrap();
        stage
    }

    pub(crate) async fn campaign_opened(&self, year: i32) -> CampaignId {
        let new = campaign_of(&self.standard, year);
        self.registry.open_campaign(None, &new, &self.standard, self.tick()).await.unwrap()
    }

    /// Opens a campaign of the reviews in between whose results hold from 15 February 2026.
    pub(crate) async fn february_campaign(&self) -> CampaignId {
        let new = NewCampaign {
            kind: ReviewKind::Irregular,
            result_day: day("2026-02-15"),
            ..campaign_of(&self.standard, 2026)
        };
        self.registry.open_campaign(None, &new, &self.standard, self.tick()).await.unwrap()
    }

    /// The review in between of February 2026, opened on the 16th.
    pub(crate) async fn february(&self) -> ProceedingId {
        self.on("2026-02-16");
        let campaign = self.february_campaign().await;
        self.proceeding_opened("monthly-2021", campaign, Some(2)).await.unwrap()
    }

    pub(crate) async fn proceeding_opened(
        &self,
        procedure: &str,
        campaign: CampaignId,
        month: Option<u32>,
    ) -> Result<ProceedingId, NotDone> {
        let scope = self.sees(self.officer).await;
        let new = NewProceeding { campaign, procedure: procedure.into(), commune: WARD.into(), month };
        self.registry.open_proceeding(&scope, &pack(), &self.units, &new, self.tick()).await
    }

    pub(crate) async fn person(&self, login: &str, role: Role, commune: &str) -> Person {
        let manages = self.scope(self.administrator, Right::ManageUsers).await.unwrap();
        let added = self.registry.add_user(&manages, login, "Nguyễn Thị Lan", self.tick()).await.unwrap();
        let new =
            NewGrant { role, area: Area::Commune(commune.into()), from: day("2025-07-05"), until: None };
        let grant = self.registry.grant_role(&manages, &self.units, added.user, &new, self.tick()).await;
        Person { user: added.user, grant: grant.unwrap() }
    }

    pub(crate) async fn scope(&self, user: UserId, right: Right) -> Option<Scope> {
        let actor = self.registry.actor(user).await.unwrap().unwrap();
        let today = Day::from_epoch_days(((self.now.get().millis() + 7 * 3_600_000) / 86_400_000) as i32);
        actor.scope(right, &self.units, today)
    }

    pub(crate) async fn sees(&self, who: Person) -> Scope {
        self.scope(who.user, Right::SeeHouseholds).await.unwrap()
    }

    pub(crate) async fn ends_role(&self, who: Person) {
        let manages = self.scope(self.administrator, Right::ManageUsers).await.unwrap();
        self.registry.end_role(&manages, &self.units, who.grant, None, self.tick()).await.unwrap();
    }

    /// A minute later.
    pub(crate) fn tick(&self) -> Instant {
        self.now.set(self.now.get().plus_seconds(60));
        self.now.get()
    }

    pub(crate) fn now(&self) -> Instant {
        self.now.get()
    }

    pub(crate) fn on(&self, on: &str) {
        self.now.set(at(on));
    }

    pub(crate) async fn walk(&self) -> Walk {
        self.registry.proceeding(&self.sees(self.leader).await, self.id).await.unwrap().unwrap()
    }

    pub(crate) fn house(&self, who: usize) -> HouseholdRef {
        household_ref(self.households[who])
    }

    /// Records the result of a household as somebody did who asked it; `None` is the program.
    pub(crate) async fn answered(
        &self,
        campaign: CampaignId,
        year: i32,
        who: usize,
        answers: Json,
        by: Option<Person>,
        corrects: Option<AssessmentId>,
    ) {
        let terms = Terms::from(&campaign_of(&self.standard, year));
        let new = NewAssessment {
            household: self.households[who],
            village: self.villages[HOUSEHOLDS[who].1],
            commune_code: WARD.into(),
            province_code: PROVINCE.into(),
            zone: Zone::Urban,
            assessed: assess(&self.standard, &terms, &answers).unwrap(),
            answers,
            members: 2,
            supersedes: corrects,
            submission: None,
        };
        let scope = match by {
            Some(by) => self.scope(by.user, Right::ChangeHouseholds).await,
            None => None,
        };
        let done =
            self.registry.record_assessments(scope.as_ref(), campaign, "1", vec![new], self.tick()).await;
        done.unwrap();
    }

    /// The result of 2025 of a household, asked by somebody.
    pub(crate) async fn found(&self, who: usize, answers: Json, by: Person) {
        let standing =
            self.registry.proceeding_results(&self.sees(self.leader).await, &self.walk().await).await;
        let corrects = standing.unwrap().get(&self.house(who)).map(|result| result.assessment);
        self.answered(self.campaign, 2025, who, answers, Some(by), corrects).await;
    }

    pub(crate) async fn tries<D: Act + Send>(&self, by: Person, deed: D) -> Result<Taken, NotDone> {
        self.tries_having_seen(by, deed, None).await
    }

    pub(crate) async fn tries_having_seen<D: Act + Send>(
        &self,
        by: Person,
        deed: D,
        seen: Option<usize>,
    ) -> Result<Taken, NotDone> {
        // What is signed has its scan.
        let files = match deed.clone().into() {
            Deed::Sign(_) | Deed::SignCorrection(_) => vec![self.scan().await],
            _ => Vec::new(),
        };
        self.tries_with(by, deed, files, seen).await
    }

    pub(crate) async fn tries_with<D: Act + Send>(
        &self,
        by: Person,
        deed: D,
        files: Vec<ReadyFile>,
        seen: Option<usize>,
    ) -> Result<Taken, NotDone> {
        let scope = self.sees(by).await;
        let beside = Beside { files, ..Beside::default() };
        self.registry.act_on_with(&scope, &self.units, self.id, (deed, beside), seen, self.tick()).await
    }

    /// The scan of the signed decision.
    pub(crate) async fn scan(&self) -> ReadyFile {
        self.registry.ready_file(FileKind::Decision, "qd-12.pdf", SCAN.to_vec()).await.unwrap()
    }

    pub(crate) async fn does<D: Act + Send>(&self, by: Person, deed: D) {
        let kind = D::KIND;
        if let Err(stopped) = self.tries(by, deed).await {
            panic!("{kind:?}: {stopped:?}");
        }
    }

    /// What is answered to something that is not done.
    pub(crate) async fn refused<D: Act + Send>(&self, by: Person, deed: D) -> String {
        match self.tries(by, deed).await {
            Ok(_) => panic!("{:?} was done", D::KIND),
            Err(stopped) => words(&stopped),
        }
    }

    pub(crate) async fn passes(&self, village: usize) {
        self.does(self.officer, Pass { village: Some(village_ref(self.villages[village])) }).await;
    }

    pub(crate) async fn enrolls(&self, who: usize, why: Why) {
        let village = village_ref(self.villages[HOUSEHOLDS[who].1]);
        let scope = self.sees(self.officer).await;
        let before =
            self.registry.former_lists(&scope, &self.walk().await, &[self.households[who]]).await.unwrap();
        let formerly = before.get(&self.house(who)).cloned().unwrap_or_default();
        self.does(self.officer, Enroll { household: self.house(who), village, why, formerly }).await;
    }

    /// Everybody is on the roster; Giang was screened out.
    pub(crate) async fn rostered(location: &Location) -> Stage {
        let stage = Stage::opened(location).await;
        for who in [AN, BINH, DUNG] {
            stage.enrolls(who, Why::Managed).await;
        }
        for who in [CHI, GIANG] {
            stage.enrolls(who, Why::Asked { form: "review".into() }).await;
            let screened = Screen { household: stage.house(who), goes_on: who == CHI, ticked: Vec::new() };
            stage.does(stage.officer, screened).await;
        }
        stage.does(stage.officer, Pass { village: None }).await;
        stage
    }

    pub(crate) async fn surveys(&self, who: usize) {
        let results =
            self.registry.proceeding_results(&self.sees(self.officer).await, &self.walk().await).await;
        let result = results.unwrap()[&self.house(who)];
        self.does(self.officer, Survey { household: self.house(who), surveyor: result.surveyor }).await;
    }

    pub(crate) async fn classifies(&self, who: usize) {
        let results =
            self.registry.proceeding_results(&self.sees(self.officer).await, &self.walk().await).await;
        let result = results.unwrap()[&self.house(who)];
        let standard = self.standard.id.clone();
        let deed = Classify { household: self.house(who), standard, outcome: result.outcome };
        self.does(self.officer, deed).await;
    }

    /// Surveyed by the officer and classified; the villages are at their meetings.
    pub(crate) async fn classified(location: &Location) -> Stage {
        let stage = Stage::rostered(location).await;
        for (who, answers) in [(AN, poor()), (BINH, not_poor()), (CHI, poor()), (DUNG, near_poor())] {
            stage.found(who, answers, stage.officer).await;
            stage.surveys(who).await;
        }
        for village in [0, 1] {
            stage.passes(village).await;
        }
        for who in [AN, BINH, CHI, DUNG] {
            stage.classifies(who).await;
        }
        for village in [0, 1] {
            stage.passes(village).await;
        }
        stage
    }

    pub(crate) fn meeting(&self, village: usize, agenda: &[usize]) -> HoldMeeting {
        let attending = [
            "steering_committee",
            "commune_officer",
            "village_head",
            "party_secretary",
            "mass_organizations",
            "surveyor",
            "households",
        ];
        let item =
            |who: &usize| AgendaItem { household: self.house(*who), agree: 30, disagree: 2, says: None };
        HoldMeeting {
            village: village_ref(self.villages[village]),
            held_on: Day::from_epoch_days((self.now.get().millis() / 86_400_000) as i32),
            present: 35,
            attending: attending.map(str::to_owned).to_vec(),
            agenda: agenda.iter().map(item).collect(),
        }
    }

    pub(crate) async fn minutes(&self, village: usize) {
        let signed_by = ["chair", "secretary", "households"].map(str::to_owned).to_vec();
        let village = village_ref(self.villages[village]);
        self.does(self.officer, AttachMinutes { village, meeting: 0, copies: 2, signed_by }).await;
    }

    pub(crate) async fn post(&self, village: usize) -> Post {
        let scope = self.sees(self.officer).await;
        let list = self.registry.posting_list(&scope, &self.walk().await, self.villages[village]).await;
        Post {
            village: village_ref(self.villages[village]),
            places: vec!["village_house".into(), "commune_office".into()],
            announced: true,
            list_hash: list.unwrap().unwrap().sha256,
        }
    }

    /// Meetings are held, lists hang since 16 September; the empty village is through.
    pub(crate) async fn posted(location: &Location) -> Stage {
        let stage = Stage::classified(location).await;
        stage.on("2025-09-15");
        for (village, agenda) in [(0, vec![BINH, CHI]), (1, vec![DUNG])] {
            let meeting = stage.meeting(village, &agenda);
            stage.does(stage.officer, meeting).await;
            stage.minutes(village).await;
            stage.passes(village).await;
        }
        stage.on("2025-09-16");
        for village in [0, 1] {
            let post = stage.post(village).await;
            stage.does(stage.officer, post).await;
        }
        for _ in 0..5 {
            stage.passes(2).await;
        }
        stage
    }

    /// All villages are through, nobody is asked for an opinion: the decision can be proposed.
    pub(crate) async fn to_recognition(location: &Location) -> Stage {
        let stage = Stage::posted(location).await;
        stage.on("2025-09-24");
        for village in [0, 1] {
            stage.passes(village).await;
            stage.passes(village).await;
        }
        stage.without_opinion().await;
        stage
    }

    pub(crate) async fn without_opinion(&self) {
        let reason = "chưa có văn bản giao cấp nào cho ý kiến".to_owned();
        self.does(self.leader, Determine { setting: Setting::OpinionBy(None), reason }).await;
        self.does(self.leader, Pass { village: None }).await;
    }

    pub(crate) async fn proposal(&self) -> Propose {
        let list = self.registry.decision_list(&self.sees(self.leader).await, &self.walk().await).await;
        let list = list.unwrap().unwrap();
        Propose { lists: list.lists, list_hash: list.sha256 }
    }

    pub(crate) fn signature(&self, proposal: &Propose) -> Sign {
        Sign {
            number: "12/QĐ-UBND".into(),
            signed_on: day("2025-09-25"),
            list_hash: proposal.list_hash,
            paper_hash: Sha256::digest(SCAN).into(),
        }
    }

    pub(crate) async fn signed(location: &Location) -> Stage {
        let stage = Stage::to_recognition(location).await;
        stage.on("2025-09-25");
        let proposal = stage.proposal().await;
        let signature = stage.signature(&proposal);
        stage.does(stage.officer, proposal).await;
        stage.does(stage.leader, signature).await;
        stage
    }
}

pub(crate) fn words(stopped: &NotDone) -> String {
    let (why, remedy) = stopped.words().unwrap_or_else(|| panic!("{stopped:?}"));
    assert!(!why.vi.is_empty() && !remedy.vi.is_empty() && !remedy.en.is_empty());
    why.en
}
