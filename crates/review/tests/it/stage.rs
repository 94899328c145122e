//! The pack, the people, and one campaign that tests walk through.

use std::sync::LazyLock;

use review::calendar::{Calendar, calendar};
use review::procedure::{Procedure, procedures};
use review::{
    Act, AgendaItem, AnswerComplaint, AskOpinion, AttachMinutes, Campaign, CampaignRef, Class, Classify,
    Complain, ComplaintRef, Determine, Enroll, Event, FeedbackRef, Finding, GiveOpinion, Grievance, Hand,
    HoldMeeting, HouseholdRef, Managed, Moment, Outcome, Pass, PersonRef, Post, Propose, Recheck, Refusal,
    Screen, Setting, SettleFeedback, Sign, Source, Survey, TakeFeedback, Terms, VillageRef, Why,
};
use standards::PackFiles;
use standards::law::LegalDocument;
use vocab::Day;

pub(crate) static FILES: LazyLock<PackFiles> = LazyLock::new(vn);
pub(crate) static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| calendar(&FILES).0.expect("a calendar"));
pub(crate) static PROCEDURES: LazyLock<Vec<Procedure>> = LazyLock::new(|| procedures(&FILES).0);

pub(crate) static DOCUMENTS: LazyLock<Vec<LegalDocument>> =
    LazyLock::new(|| standards::law::documents(&FILES).0);

/// The files of `packs/vn` that the review rests on.
fn vn() -> PackFiles {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn");
    let mut files = Vec::new();
    for folder in ["law", "calendar", "procedures"] {
        for entry in std::fs::read_dir(root.join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_str().expect("UTF-8").to_owned();
            files.push((format!("{folder}/{name}"), std::fs::read(&path).expect("a file")));
        }
    }
    PackFiles::new(files)
}

pub(crate) fn procedure(id: &str) -> &'static Procedure {
    PROCEDURES.iter().find(|known| known.id == id).unwrap_or_else(|| panic!("no procedure {id}"))
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

/// So many minutes after the beginning of a day in Vietnam.
pub(crate) fn moment(on: &str, minutes: i64) -> Moment {
    Moment::start_of(day(on)).plus_minutes(minutes)
}

pub(crate) const NORTH: VillageRef = VillageRef(1);
pub(crate) const SOUTH: VillageRef = VillageRef(2);
/// A village without a household to review.
pub(crate) const EMPTY: VillageRef = VillageRef(3);

/// Poor before.
pub(crate) const AN: HouseholdRef = HouseholdRef(10);
/// Near-poor before.
pub(crate) const BINH: HouseholdRef = HouseholdRef(11);
/// Asked for a review.
pub(crate) const CHI: HouseholdRef = HouseholdRef(12);
/// Poor before, in the other village.
pub(crate) const DUNG: HouseholdRef = HouseholdRef(20);
/// On no roster.
pub(crate) const NOBODY: HouseholdRef = HouseholdRef(99);

pub(crate) const SURVEYOR: PersonRef = PersonRef(5);
pub(crate) const OTHER_SURVEYOR: PersonRef = PersonRef(6);

fn hand(person: u128, offices: &[&str]) -> Hand {
    Hand { person: PersonRef(person), offices: offices.iter().map(|office| (*office).to_owned()).collect() }
}

pub(crate) fn officer() -> Hand {
    hand(1, &["commune_officer", "steering_committee"])
}

pub(crate) fn chair() -> Hand {
    hand(2, &["commune_chair"])
}

pub(crate) fn head() -> Hand {
    hand(3, &["village_head"])
}

pub(crate) fn surveyor() -> Hand {
    hand(5, &["surveyor"])
}

pub(crate) fn district() -> Hand {
    hand(7, &["district_chair"])
}

pub(crate) fn province() -> Hand {
    hand(8, &["province_chair"])
}

pub(crate) fn everybody() -> Hand {
    let all: Vec<&str> = vec![
        "commune_officer",
        "steering_committee",
        "commune_chair",
        "village_head",
        "surveyor",
        "district_chair",
        "province_chair",
        "province_department",
    ];
    hand(9, &all)
}

/// A campaign on its way, with its clock and its events.
#[derive(Clone)]
pub(crate) struct Stage {
    pub(crate) campaign: Campaign<'static>,
    pub(crate) at: Moment,
    pub(crate) events: Vec<Event>,
    pub(crate) terms: Terms,
    pub(crate) opened_at: Moment,
}

pub(crate) fn terms(year: i32, month: Option<u32>) -> Terms {
    let managed = |household, village, class| Managed { household, village, class };
    Terms {
        campaign: CampaignRef(7),
        commune: "24823".to_owned(),
        year,
        month,
        standard: "vn-2022".to_owned(),
        villages: vec![NORTH, SOUTH, EMPTY],
        managed: vec![
            managed(AN, NORTH, Class::Poor),
            managed(BINH, NORTH, Class::NearPoor),
            managed(DUNG, SOUTH, Class::Poor),
        ],
    }
}

impl Stage {
    pub(crate) fn open(id: &str, terms: Terms, at: Moment) -> Stage {
        Stage::open_by(procedure(id), terms, at)
    }

    fn open_by(procedure: &'static Procedure, terms: Terms, at: Moment) -> Stage {
        let campaign = Campaign::open(procedure, &CALENDAR, terms.clone(), at).expect("an open campaign");
        Stage { campaign, at, events: Vec::new(), terms, opened_at: at }
    }

    /// The yearly review of 2023: there still is a district.
    pub(crate) fn yearly() -> Stage {
        Stage::open("yearly-2021", terms(2023, None), moment("2023-09-05", 9 * 60))
    }

    /// The same by a changed procedure.
    pub(crate) fn yearly_by(procedure: &'static Procedure) -> Stage {
        Stage::open_by(procedure, terms(2023, None), moment("2023-09-05", 9 * 60))
    }

    /// Does what must be permitted, a minute later.
    #[track_caller]
    pub(crate) fn does<D: Act>(&mut self, by: &Hand, deed: D) -> &mut Stage {
        self.at = self.at.plus_minutes(1);
        let kind = D::KIND;
        let permit = self
            .campaign
            .may(deed, by, self.at)
            .unwrap_or_else(|refusal| panic!("{kind:?}: {refusal} {refusal:#?}"));
        self.events.push(self.campaign.take(permit).expect("a fresh permit"));
        self
    }

    /// What is answered to something that is not permitted.
    #[track_caller]
    pub(crate) fn refused<D: Act>(&self, by: &Hand, deed: D) -> Refusal {
        match self.campaign.may(deed, by, self.at) {
            Ok(_) => panic!("{:?} was permitted", D::KIND),
            Err(refusal) => refusal,
        }
    }

    pub(crate) fn on(&mut self, on: &str) -> &mut Stage {
        self.at = moment(on, 9 * 60);
        self
    }

    #[track_caller]
    pub(crate) fn pass(&mut self, village: Option<VillageRef>) -> &mut Stage {
        let step = self.campaign.step_of(village).expect("a step");
        let leader = hand(1, &[&self.campaign.procedure().steps[step].leads]);
        self.does(&leader, Pass { village })
    }

    pub(crate) fn step(&self, village: Option<VillageRef>) -> &str {
        self.campaign.step_of(village).map_or("-", |at| self.campaign.procedure().steps[at].id.as_str())
    }

    /// Up to the survey: all managed households and one that asked.
    pub(crate) fn rostered(mut self) -> Stage {
        for (household, village) in [(AN, NORTH), (BINH, NORTH), (DUNG, SOUTH)] {
            self.does(&officer(), enroll(household, village, Why::Managed));
        }
        self.does(&officer(), enroll(CHI, NORTH, Why::Asked { form: "review".to_owned() }));
        self.does(&surveyor(), Screen { household: CHI, goes_on: true, ticked: Vec::new() });
        self.pass(None);
        self
    }

    /// Surveyed and classified; the empty village is through. `results`: of An, Bình, Chi, Dũng.
    pub(crate) fn classified(self, results: [Outcome; 4]) -> Stage {
        let mut stage = self.rostered();
        for (household, outcome) in [AN, BINH, CHI, DUNG].into_iter().zip(results) {
            stage.does(&surveyor(), Survey { household, surveyor: SURVEYOR });
            let _ = outcome;
        }
        for village in [NORTH, SOUTH] {
            stage.pass(Some(village));
        }
        for (household, outcome) in [AN, BINH, CHI, DUNG].into_iter().zip(results) {
            stage.does(&officer(), classify(household, Some(outcome)));
        }
        for village in [NORTH, SOUTH] {
            stage.pass(Some(village));
        }
        while stage.step(Some(EMPTY)) != "-" {
            stage.pass(Some(EMPTY));
        }
        stage
    }

    /// Everybody agreed, minutes signed, lists ready to be posted. An leaves, Bình stays, Chi is new, Dũng stays.
    pub(crate) fn agreed(self) -> Stage {
        let mut stage = self.classified(RESULTS);
        for (village, households) in [(NORTH, vec![AN, BINH, CHI]), (SOUTH, vec![DUNG])] {
            let agenda = households.into_iter().map(|household| vote(household, 20, 0)).collect();
            let meeting = meeting(&stage, village, 20, agenda);
            stage.does(&head(), meeting).does(&head(), minutes(village, 0)).pass(Some(village));
        }
        stage
    }

    /// Both lists hung for their whole time, nobody complained.
    pub(crate) fn posted(self) -> Stage {
        let mut stage = self.agreed();
        for village in [NORTH, SOUTH] {
            stage.does(&officer(), post(village));
        }
        stage.after_posting();
        for village in [NORTH, SOUTH] {
            stage.pass(Some(village));
        }
        stage
    }

    /// On the morning after the last day of the newest list.
    pub(crate) fn after_posting(&mut self) -> &mut Stage {
        let last = self
            .campaign
            .villages()
            .flat_map(|(_, track)| &track.postings)
            .map(|posting| posting.due.last_day)
            .max();
        self.at = Moment::start_of(last.expect("a posting").next()).plus_minutes(9 * 60);
        self
    }

    /// Ready to be proposed: the district agreed.
    pub(crate) fn recognizable(self) -> Stage {
        let mut stage = self.posted();
        for village in [NORTH, SOUTH] {
            stage.pass(Some(village));
        }
        stage
            .does(&chair(), AskOpinion { office: "district_chair".to_owned() })
            .does(&district(), GiveOpinion { agrees: true, recheck: Vec::new() })
            .pass(None);
        stage
    }

    pub(crate) fn proposal(&self) -> Propose {
        Propose { lists: self.campaign.lists(), list_hash: [1; 32] }
    }

    pub(crate) fn signature(&self) -> Sign {
        Sign {
            number: "12/QĐ-UBND".to_owned(),
            signed_on: self.at.day(),
            list_hash: [1; 32],
            paper_hash: [2; 32],
        }
    }

    /// The same campaign, made again from its events.
    pub(crate) fn replayed(&self) -> Result<Campaign<'static>, (usize, Refusal)> {
        let procedure = self.campaign.procedure();
        Campaign::replay(procedure, &CALENDAR, self.terms.clone(), self.opened_at, &self.events)
    }
}

pub(crate) const RESULTS: [Outcome; 4] = [Outcome::NotPoor, Outcome::NearPoor, Outcome::Poor, Outcome::Poor];

pub(crate) fn enroll(household: HouseholdRef, village: VillageRef, why: Why) -> Enroll {
    Enroll { household, village, why, formerly: Vec::new() }
}

pub(crate) fn classify(household: HouseholdRef, outcome: Option<Outcome>) -> Classify {
    Classify { household, standard: "vn-2022".to_owned(), outcome }
}

pub(crate) fn vote(household: HouseholdRef, agree: u32, disagree: u32) -> AgendaItem {
    AgendaItem { household, agree, disagree, says: None }
}

pub(crate) fn meeting(
    stage: &Stage,
    village: VillageRef,
    present: u32,
    agenda: Vec<AgendaItem>,
) -> HoldMeeting {
    let rule = stage.campaign.procedure().meeting.as_ref().expect("a meeting");
    HoldMeeting { village, held_on: stage.at.day(), present, attending: rule.attend.clone(), agenda }
}

pub(crate) fn minutes(village: VillageRef, meeting: usize) -> AttachMinutes {
    let signed_by = ["chair", "secretary", "households"].map(str::to_owned).to_vec();
    AttachMinutes { village, meeting, copies: 2, signed_by }
}

pub(crate) fn post(village: VillageRef) -> Post {
    let places = ["village_house", "commune_office"].map(str::to_owned).to_vec();
    Post { village, places, announced: true, list_hash: [3; 32] }
}

pub(crate) fn complain(id: u128, household: HouseholdRef, village: VillageRef) -> Complain {
    Complain {
        complaint: ComplaintRef(id),
        household,
        village,
        about: Grievance::WrongInclusion,
        from: Source::Citizen,
        against: None,
        words: String::new(),
    }
}

pub(crate) fn feedback(id: u128, household: Option<HouseholdRef>, village: VillageRef) -> TakeFeedback {
    TakeFeedback {
        feedback: FeedbackRef(id),
        village,
        household,
        is_anonymous: true,
        words: "nhà đó có cửa hàng".to_owned(),
    }
}

pub(crate) fn settle(id: u128) -> SettleFeedback {
    SettleFeedback {
        feedback: FeedbackRef(id),
        finding: Finding::NothingFound,
        reason: "đã đến xem".to_owned(),
    }
}

pub(crate) fn recheck(id: u128, surveyor: PersonRef, outcome: Outcome) -> Recheck {
    Recheck { complaint: ComplaintRef(id), surveyor, outcome }
}

pub(crate) fn answer(id: u128) -> AnswerComplaint {
    AnswerComplaint { complaint: ComplaintRef(id), reason: "đã phúc tra".to_owned() }
}

pub(crate) fn determine(setting: Setting) -> Determine {
    Determine { setting, reason: "Công văn số 1".to_owned() }
}
