//! One commune whose people mostly do what is to be done, and often something else.

use review::procedure::Procedure;
use review::{
    Act, AgendaItem, AnswerApplicant, AnswerDisagreement, AskOpinion, Campaign, CampaignRef, Class, Complain,
    ComplaintRef, ConsiderOpinion, DeedKind, DisagreementAnswer, Duty, Enroll, GiveOpinion, GoBack,
    Grievance, Hand, HoldMeeting, HouseholdRef, IssueCertificate, Leave, Leaving, Managed, Moment, Outcome,
    Pass, PersonRef, ProposeCorrection, Reconsider, Remark, Screen, SendReport, Setting, SignCorrection,
    Source, Survey, Terms, VillageRef, Why,
};

use super::dice::Dice;
use crate::stage::{
    CALENDAR, Stage, answer, classify, complain, determine, enroll, everybody, feedback, minutes, post,
    recheck, settle,
};

pub(crate) struct Commune {
    pub(crate) stage: Stage,
    dice: Dice,
    households: Vec<(HouseholdRef, VillageRef)>,
    complaints: u128,
    pub(crate) refused: u32,
    pub(crate) went_back: u32,
    pub(crate) late: u32,
}

const OUTCOMES: [Outcome; 3] = [Outcome::Poor, Outcome::NearPoor, Outcome::NotPoor];

impl Commune {
    pub(crate) fn open(procedure: &'static Procedure, seed: u64, at: Moment) -> Commune {
        let mut dice = Dice::new(seed);
        let villages: Vec<VillageRef> = (1..=2 + dice.below(3) as u128).map(VillageRef).collect();
        let count = 4 + dice.below(8) as u128;
        let households: Vec<(HouseholdRef, VillageRef)> =
            (1..=count).map(|id| (HouseholdRef(id), dice.one_of(&villages))).collect();
        let managed = households.iter().take(households.len() / 2).map(|(household, village)| Managed {
            household: *household,
            village: *village,
            class: dice.one_of(&[Class::Poor, Class::NearPoor]),
        });
        let managed = managed.collect();
        let (year, month, _) = at.day().civil();
        let month = (procedure.kind == review::procedure::Kind::Irregular).then_some(month);
        let terms = Terms {
            campaign: CampaignRef(u128::from(seed)),
            commune: format!("{seed:05}"),
            year,
            month,
            standard: "vn-2022".to_owned(),
            villages,
            managed,
        };
        let campaign = Campaign::open(procedure, &CALENDAR, terms.clone(), at).expect("an open campaign");
        let stage = Stage { campaign, at, events: Vec::new(), terms, opened_at: at };
        Commune { stage, dice, households, complaints: 0, refused: 0, went_back: 0, late: 0 }
    }

    pub(crate) fn is_finished(&self) -> bool {
        self.stage.campaign.board(self.stage.at).is_finished
    }

    /// Time passes, and somebody tries something.
    pub(crate) fn turn(&mut self) {
        let minutes = match self.dice.below(10) {
            0 => self.dice.below(2 * 24 * 60) as i64,
            _ => self.dice.below(90) as i64,
        };
        self.stage.at = self.stage.at.plus_minutes(minutes);
        let board = self.stage.campaign.board(self.stage.at);
        if board.lanes.is_empty() {
            return;
        }
        let lane = board.lanes[self.dice.below(board.lanes.len())].clone();
        let wanted = lane.unmet.first();
        let kind = if self.dice.percent(60) {
            match wanted.map(|unmet| unmet.duty) {
                Some(duty) => self.dice.one_of(helps(duty)),
                None => DeedKind::Pass,
            }
        } else if self.dice.percent(60) {
            lane.moves[self.dice.below(lane.moves.len())].deed
        } else {
            self.dice.one_of(&ANYTHING)
        };
        let lacking: Vec<HouseholdRef> = wanted.map(|unmet| unmet.households.clone()).unwrap_or_default();
        let about =
            if lacking.is_empty() || self.dice.percent(15) { None } else { Some(self.dice.one_of(&lacking)) };
        self.tries(kind, lane.village, about);
    }

    fn tries(&mut self, kind: DeedKind, village: Option<VillageRef>, about: Option<HouseholdRef>) {
        let somewhere = village.unwrap_or_else(|| self.dice.one_of(&self.stage.terms.villages));
        let any = self.dice.one_of(&self.households);
        let (household, at_home) =
            self.households.iter().copied().find(|(household, _)| Some(*household) == about).unwrap_or(any);
        let person = PersonRef(50 + self.dice.below(6) as u128);
        let outcome = self.dice.one_of(&OUTCOMES);
        match kind {
            DeedKind::Enroll => {
                let asked = Why::Asked { form: "review".to_owned() };
                let is_managed =
                    self.stage.terms.managed.iter().any(|managed| managed.household == household);
                let why = if is_managed != self.dice.percent(5) { Why::Managed } else { asked };
                self.attempt::<Enroll>(enroll(household, at_home, why));
            }
            DeedKind::Screen => {
                let goes_on = self.dice.percent(80);
                self.attempt(Screen { household, goes_on, ticked: Vec::new() });
            }
            DeedKind::Survey => self.attempt(Survey { household, surveyor: person }),
            DeedKind::Classify => {
                let outcome = (!self.dice.percent(8)).then_some(outcome);
                self.attempt(classify(household, outcome));
            }
            DeedKind::HoldMeeting => self.meets(somewhere),
            DeedKind::AttachMinutes => {
                let track = self.stage.campaign.track(somewhere).expect("a village");
                let missing: Vec<usize> = track.minutes_missing().collect();
                let meeting = if missing.is_empty() { 0 } else { self.dice.one_of(&missing) };
                self.attempt(minutes(somewhere, meeting));
            }
            DeedKind::AnswerDisagreement => {
                let keep = DisagreementAnswer::Keep { reason: "đã kiểm tra".to_owned() };
                let answer = if self.dice.percent(70) { keep } else { DisagreementAnswer::SurveyAgain };
                self.attempt(AnswerDisagreement { household, answer });
            }
            // Nobody posts a list twice a minute.
            DeedKind::Post if self.hangs(somewhere) && self.dice.percent(90) => {}
            DeedKind::Post => self.attempt(post(somewhere)),
            DeedKind::Complain if self.dice.percent(60) => {}
            DeedKind::Complain => {
                self.complaints += 1;
                let complaint: Complain = complain(self.complaints, household, at_home);
                let from = if self.dice.percent(30) { Source::Opinion } else { Source::Citizen };
                self.attempt(Complain { from, about: Grievance::WrongData, ..complaint });
            }
            DeedKind::Recheck => {
                let id = self.complaint();
                self.attempt(recheck(id, person, outcome));
            }
            DeedKind::AnswerComplaint => {
                let id = self.complaint();
                self.attempt(answer(id));
            }
            DeedKind::TakeFeedback => {
                self.complaints += 1;
                let of = self.dice.percent(50).then_some(household);
                self.attempt(feedback(self.complaints, of, at_home));
            }
            DeedKind::SettleFeedback => {
                let one = 1 + self.dice.below(1 + self.complaints as usize) as u128;
                self.attempt(settle(one));
            }
            DeedKind::AskOpinion => {
                let office = self.dice.one_of(&["province_chair", "district_chair"]).to_owned();
                self.attempt(AskOpinion { office });
            }
            DeedKind::GiveOpinion => {
                let agrees = self.dice.percent(50);
                let recheck = if self.dice.percent(50) { vec![household] } else { Vec::new() };
                self.attempt(GiveOpinion { agrees, recheck });
            }
            DeedKind::ConsiderOpinion => {
                self.attempt(ConsiderOpinion { explanation: "giữ kết quả".to_owned() })
            }
            DeedKind::Propose => self.attempt(self.stage.proposal()),
            DeedKind::Sign => self.attempt(self.stage.signature()),
            DeedKind::Reconsider => self.attempt(Reconsider { household, surveyor: person, outcome }),
            DeedKind::ProposeCorrection => {
                if let Some((number, day)) = self.stage.campaign.newest_decision() {
                    let (corrects, corrects_on) = (number.to_owned(), day);
                    let reason = "kiểm tra lại".to_owned();
                    self.attempt(ProposeCorrection { corrects, corrects_on, reason, list_hash: [4; 32] });
                }
            }
            DeedKind::SignCorrection => {
                let number = format!("{}/QĐ-UBND", self.dice.below(1000));
                let signed_on = self.stage.at.day();
                let signed = SignCorrection { number, signed_on, list_hash: [4; 32], paper_hash: [5; 32] };
                self.attempt(signed);
            }
            DeedKind::IssueCertificate => self.attempt(IssueCertificate { household }),
            DeedKind::AnswerApplicant => {
                self.attempt(AnswerApplicant { household, reason: "trên chuẩn".to_owned() })
            }
            DeedKind::SendReport => {
                let report = self.dice.one_of(&["results", "monthly"]).to_owned();
                self.attempt(SendReport { report });
            }
            DeedKind::Leave if self.dice.percent(90) => {}
            DeedKind::Leave => {
                let why = self.dice.one_of(&[
                    Leaving::Moved,
                    Leaving::Dissolved,
                    Leaving::Merged,
                    Leaving::Withdrew,
                ]);
                self.attempt(Leave { household, why, reason: "giấy tờ".to_owned() });
            }
            DeedKind::Determine => {
                let office = Some("province_chair".to_owned());
                let setting =
                    if self.dice.percent(70) { Setting::OpinionBy(office) } else { Setting::StillHolds };
                self.attempt(determine(setting));
            }
            DeedKind::Pass => {
                let before = self.stage.events.len();
                self.attempt(Pass { village });
                if self.stage.events.len() > before {
                    self.guaranteed(village);
                }
            }
            DeedKind::GoBack => {
                let to = self.dice.one_of(&["survey", "complaints"]).to_owned();
                let before = self.stage.events.len();
                self.attempt(GoBack { village: somewhere, to });
                self.went_back += u32::from(self.stage.events.len() > before);
            }
        }
    }

    /// Whoever enters a step may believe what the steps before it owe.
    fn guaranteed(&self, village: Option<VillageRef>) {
        let campaign = &self.stage.campaign;
        for (village, step) in [(village, campaign.step_of(village)), (None, campaign.step_of(None))] {
            if let Some(step) = step.filter(|step| *step > 0) {
                let unmet = campaign.unmet_up_to(step - 1, village, self.stage.at);
                assert!(unmet.is_empty(), "{village:?} entered step {step} without {unmet:?}");
            }
        }
    }

    fn meets(&mut self, village: VillageRef) {
        let present = self.dice.below(30) as u32;
        let (at, households) = (self.stage.at.day(), self.households.clone());
        let there = households.into_iter().filter(|(_, home)| *home == village || self.dice.percent(2));
        let there: Vec<HouseholdRef> = there.map(|(household, _)| household).collect();
        let active: Vec<HouseholdRef> = there
            .into_iter()
            .filter(|household| self.stage.campaign.case(*household).is_some_and(review::Case::is_active))
            .collect();
        let mut agenda = Vec::new();
        for household in active {
            if self.dice.percent(97) {
                let agree = self.dice.below(present as usize + 2) as u32;
                let agree = if self.dice.percent(85) { present } else { agree };
                let says = self.dice.percent(10).then(|| self.dice.one_of(&OUTCOMES));
                agenda.push(AgendaItem { household, agree, disagree: present.saturating_sub(agree), says });
            }
        }
        let rule = self.stage.campaign.procedure().meeting.as_ref().expect("a meeting");
        let attending = rule.attend.clone();
        self.attempt(HoldMeeting { village, held_on: at, present, attending, agenda });
    }

    fn hangs(&self, village: VillageRef) -> bool {
        let track = self.stage.campaign.track(village).expect("a village");
        track.postings.iter().any(|posting| posting.is_up(self.stage.at))
    }

    fn complaint(&mut self) -> u128 {
        let open: Vec<u128> = self
            .stage
            .campaign
            .complaints()
            .filter(|(_, complaint)| complaint.answered_at.is_none())
            .map(|(ComplaintRef(id), _)| id)
            .collect();
        if open.is_empty() { 0 } else { self.dice.one_of(&open) }
    }

    /// Whoever it is tries it, by one of many hands; a few offices are missing now and then.
    fn attempt<D: Act>(&mut self, deed: D) {
        let person = PersonRef(1 + self.dice.below(3) as u128);
        let mut by = Hand { person, ..everybody() };
        if self.dice.percent(10) {
            by.offices.remove(self.dice.below(by.offices.len()));
        }
        match self.stage.campaign.may(deed, &by, self.stage.at) {
            Ok(permit) => {
                self.late +=
                    permit.remarks().iter().filter(|remark| matches!(remark, Remark::Late { .. })).count()
                        as u32;
                let event = self.stage.campaign.take(permit).expect("a fresh permit");
                self.stage.events.push(event);
            }
            Err(refusal) => {
                assert!(
                    !refusal.why.vi.is_empty() && !refusal.remedy.vi.is_empty() && !refusal.why.en.is_empty()
                );
                self.refused += 1;
            }
        }
    }
}

/// What people do about a duty.
fn helps(duty: Duty) -> &'static [DeedKind] {
    match duty {
        Duty::ManagedListed => &[DeedKind::Enroll],
        Duty::ApplicantsScreened => &[DeedKind::Screen],
        Duty::Surveyed => &[DeedKind::Survey, DeedKind::GoBack],
        Duty::Classified => &[DeedKind::Classify, DeedKind::GoBack],
        Duty::AgreedByMeeting => &[DeedKind::HoldMeeting, DeedKind::HoldMeeting, DeedKind::GoBack],
        Duty::MinutesSigned => &[DeedKind::AttachMinutes],
        Duty::DisagreementsAnswered => &[DeedKind::AnswerDisagreement],
        Duty::Posted | Duty::ResultsPosted => &[DeedKind::Post, DeedKind::Complain, DeedKind::Recheck],
        Duty::ComplaintsAnswered => &[DeedKind::Recheck, DeedKind::AnswerComplaint],
        Duty::OpinionGiven => &[
            DeedKind::Determine,
            DeedKind::AskOpinion,
            DeedKind::GiveOpinion,
            DeedKind::ConsiderOpinion,
            DeedKind::GoBack,
        ],
        Duty::Signed => &[DeedKind::Propose, DeedKind::Sign, DeedKind::Determine],
        Duty::Certified => &[DeedKind::IssueCertificate],
        Duty::ApplicantsAnswered => &[DeedKind::AnswerApplicant],
        Duty::Reported => &[DeedKind::SendReport],
    }
}

const ANYTHING: [DeedKind; 28] = [
    DeedKind::Enroll,
    DeedKind::Screen,
    DeedKind::Survey,
    DeedKind::Classify,
    DeedKind::HoldMeeting,
    DeedKind::AttachMinutes,
    DeedKind::AnswerDisagreement,
    DeedKind::Post,
    DeedKind::Complain,
    DeedKind::Recheck,
    DeedKind::AnswerComplaint,
    DeedKind::TakeFeedback,
    DeedKind::SettleFeedback,
    DeedKind::AskOpinion,
    DeedKind::GiveOpinion,
    DeedKind::ConsiderOpinion,
    DeedKind::Propose,
    DeedKind::Sign,
    DeedKind::Reconsider,
    DeedKind::ProposeCorrection,
    DeedKind::SignCorrection,
    DeedKind::IssueCertificate,
    DeedKind::AnswerApplicant,
    DeedKind::SendReport,
    DeedKind::Leave,
    DeedKind::Determine,
    DeedKind::Pass,
    DeedKind::GoBack,
];
