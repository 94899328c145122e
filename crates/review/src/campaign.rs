//! Đợt rà soát: one procedure in one commune, from the roster to the last report.
//!
//! The machine is made of the procedure: steps of the commune one after the other, and between them a run of steps that every
//! village does at its own pace. Nobody passes a step while a duty of it *or of a step before it* is not true, so whoever enters
//! a step may believe all of them, and what the step itself says (`holds` in the pack). Within a step one of them can fall –
//! a meeting votes a result down, a re-check brings a household in – and then there is no way on until it is true again.
//! Before a decision is proposed or signed, all steps are asked at once.
//!
//! 1. Only [`Campaign::may`] makes a [`Permit`], and a campaign changes only by taking one.
//! 2. A permit is for one campaign and one state of it; taken late it is [`Stale`].
//! 3. Time does not run backwards: nothing is permitted before the newest event.
//! 4. A campaign made again from its events is the same campaign ([`Campaign::replay`]).

mod owed;
mod state;
mod time;

use std::collections::BTreeMap;

use vocab::{Citation, LocalText, said};

use crate::act::{Act, Event, Permit, Remark, Stale};
use crate::calendar::Calendar;
use crate::case::{Case, CaseState};
use crate::complaint::Complaint;
use crate::correction::{Correction, CorrectionDraft};
use crate::deed::DeedKind;
use crate::determine::Determined;
use crate::feedback::Feedback;
use crate::meeting::Held;
use crate::moment::Moment;
use crate::opinion::Opinion;
use crate::posting::Posting;
use crate::procedure::{Kind, Procedure};
use crate::recognition::{Decision, Proposal};
use crate::refs::{CampaignRef, ComplaintRef, FeedbackRef, Hand, HouseholdRef, VillageRef};
use crate::refusal::Refusal;
use crate::roster::Managed;

/// Nội dung cố định của một đợt: what is fixed when a campaign is opened.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The campaign.
    pub campaign: CampaignRef,
    /// Code of the commune.
    pub commune: String,
    /// The year.
    pub year: i32,
    /// The month of a monthly review; of a yearly one `None`.
    pub month: Option<u32>,
    /// Id of the standard that decides.
    pub standard: String,
    /// Every village of the commune, also those without a household to review.
    pub villages: Vec<VillageRef>,
    /// The households that the commune manages as poor or near-poor.
    pub managed: Vec<Managed>,
}

/// Đợt rà soát with everything that was done in it.
#[derive(Clone, Debug)]
pub struct Campaign<'p> {
    procedure: &'p Procedure,
    calendar: &'p Calendar,
    terms: Terms,
    commune_at: usize,
    commune_since: Moment,
    tracks: BTreeMap<VillageRef, Track>,
    cases: BTreeMap<HouseholdRef, Case>,
    complaints: BTreeMap<ComplaintRef, Complaint>,
    feedback: BTreeMap<FeedbackRef, Feedback>,
    managed: BTreeMap<HouseholdRef, usize>,
    opinion: Option<Opinion>,
    proposal: Option<Proposal>,
    decision: Option<Decision>,
    correction_draft: Option<CorrectionDraft>,
    corrections: Vec<Correction>,
    reports: Vec<String>,
    determined: Determined,
    events: usize,
    newest: Moment,
}

/// Where a village is, and what was done there.
#[derive(Clone, Debug)]
pub struct Track {
    /// Index of its step; the one after the last village step when it waits for the others.
    pub at: usize,
    /// Since when.
    pub since: Moment,
    /// Its postings, oldest first.
    pub postings: Vec<Posting>,
    pub(crate) meetings: Vec<Held>,
}

impl Track {
    /// How many meetings the village held.
    pub fn meetings_held(&self) -> usize {
        self.meetings.len()
    }

    /// Which of its meetings, from 0, lack their signed minutes.
    pub fn minutes_missing(&self) -> impl Iterator<Item = usize> {
        self.meetings.iter().enumerate().filter(|(_, held)| !held.has_minutes).map(|(number, _)| number)
    }
}

impl<'p> Campaign<'p> {
    /// Opens a campaign.
    ///
    /// # Errors
    /// The procedure does not cover the day on which the review begins, there is no calendar for its year, or villages and
    /// households of the terms do not fit together.
    pub fn open(
        procedure: &'p Procedure,
        calendar: &'p Calendar,
        terms: Terms,
        at: Moment,
    ) -> Result<Campaign<'p>, Refusal> {
        let begins = time::begins(procedure, &terms).ok_or_else(|| {
            Refusal::new(
                said!(
                    "đợt thường xuyên phải có tháng, đợt định kỳ không có tháng",
                    "a monthly review has a month, a yearly one has none"
                ),
                said!("ghi năm và tháng của đợt", "give year and month"),
            )
            .by(procedure.window.source())
        })?;
        if procedure.covers.from.is_some_and(|from| begins < from) {
            return Err(Refusal::new(
                said!("quy trình này chưa áp dụng cho ngày đó", "the procedure does not cover that day yet"),
                said!("chọn quy trình áp dụng cho ngày đó", "choose the procedure of that day"),
            )
            .by(&procedure.source));
        }
        if calendar.year(begins.year()).is_none() || calendar.year(begins.year() + 1).is_none() {
            return Err(Refusal::new(
                said!("không có bảng ngày nghỉ cho năm đó", "there are no days off for that year"),
                said!("thêm tệp calendar/<năm>.toml", "add a file calendar/<year>.toml"),
            ));
        }
        let tracks = terms.villages.iter().map(|village| {
            (
                *village,
                Track {
                    at: procedure.village_steps().start,
                    since: at,
                    postings: Vec::new(),
                    meetings: Vec::new(),
                },
            )
        });
        let tracks: BTreeMap<VillageRef, Track> = tracks.collect();
        let managed: BTreeMap<HouseholdRef, usize> =
            terms.managed.iter().enumerate().map(|(index, managed)| (managed.household, index)).collect();
        let fits = !tracks.is_empty()
            && tracks.len() == terms.villages.len()
            && managed.len() == terms.managed.len()
            && terms.managed.iter().all(|managed| tracks.contains_key(&managed.village));
        if !fits {
            return Err(Refusal::new(
                said!(
                    "một thôn hoặc hộ ghi hai lần, hoặc hộ ở thôn khác",
                    "a village or household stands there twice, or a household is of another village"
                ),
                said!(
                    "lập lại danh sách thôn và hộ đang quản lý",
                    "make the lists of villages and managed households anew"
                ),
            ));
        }
        Ok(Campaign {
            procedure,
            calendar,
            terms,
            commune_at: 0,
            commune_since: at,
            tracks,
            cases: BTreeMap::new(),
            complaints: BTreeMap::new(),
            feedback: BTreeMap::new(),
            managed,
            opinion: None,
            proposal: None,
            decision: None,
            correction_draft: None,
            corrections: Vec::new(),
            reports: Vec::new(),
            determined: Determined::default(),
            events: 0,
            newest: at,
        })
    }

    /// The campaign that these events made, each judged again.
    ///
    /// # Errors
    /// The number of the first event that the machine does not permit, and why: the record or the pack was changed.
    pub fn replay(
        procedure: &'p Procedure,
        calendar: &'p Calendar,
        terms: Terms,
        opened_at: Moment,
        events: &[Event],
    ) -> Result<Campaign<'p>, (usize, Refusal)> {
        let mut campaign =
            Campaign::open(procedure, calendar, terms, opened_at).map_err(|refusal| (0, refusal))?;
        for (number, event) in events.iter().enumerate() {
            campaign.redo(event).map_err(|refusal| (number, refusal))?;
        }
        Ok(campaign)
    }

    /// Whether something may be done, by this person, at this moment of the server's clock.
    ///
    /// # Errors
    /// Why not, by which article, and what to do instead.
    pub fn may<D: Act>(&self, deed: D, by: &Hand, at: Moment) -> Result<Permit<D>, Refusal> {
        if at < self.newest {
            return Err(Refusal::new(
                said!("đồng hồ máy chủ chạy lùi", "the server's clock ran backwards"),
                said!("chỉnh lại giờ máy chủ", "set the server's clock"),
            ));
        }
        let mut remarks = Vec::new();
        if D::KIND != DeedKind::Determine {
            self.is_in_time(at)?;
            if self.procedure.doubtful_from().is_some_and(|day| at.day() >= day) {
                remarks.push(Remark::Determined {
                    what: said!("quy trình còn áp dụng", "the procedure still holds"),
                });
            }
        }
        self.is_in_order(&deed, by)?;
        remarks.extend(deed.judge(self, by, at)?);
        Ok(Permit { campaign: self.terms.campaign, after: self.events, deed, by: by.clone(), at, remarks })
    }

    /// Takes what was permitted, once the act is recorded; gives the event to be kept.
    ///
    /// # Errors
    /// Something else was done since the permit was given, or it is of another campaign: ask again.
    pub fn take<D: Act>(&mut self, permit: Permit<D>) -> Result<Event, Stale> {
        if permit.campaign != self.terms.campaign || permit.after != self.events {
            return Err(Stale);
        }
        let event = Event { deed: permit.deed.clone().into(), by: permit.by.clone(), at: permit.at };
        permit.deed.apply(self, &permit.by, permit.at);
        self.events += 1;
        self.newest = permit.at;
        Ok(event)
    }

    /// The deed belongs to the step that is reached, and this person holds an office that does it.
    fn is_in_order<D: Act>(&self, deed: &D, by: &Hand) -> Result<(), Refusal> {
        let (offices, source) = self.offices_for(D::KIND, deed.village(self))?;
        if by.holds(offices.as_ref()) {
            return Ok(());
        }
        let who: Vec<LocalText> = offices.iter().map(|office| self.procedure.office_label(office)).collect();
        let vi = who.iter().map(|label| label.vi.as_str()).collect::<Vec<_>>().join(", ");
        let en = who.iter().map(|label| label.en.as_str()).collect::<Vec<_>>().join(", ");
        Err(Refusal::new(
            said!("việc này do {vi} làm", "this is done by {en}"),
            said!("nhờ đúng người làm", "ask them"),
        )
        .by(source))
    }

    /// Which offices may do a kind of deed there now, and by which article.
    fn offices_for(
        &self,
        kind: DeedKind,
        village: Option<VillageRef>,
    ) -> Result<(Vec<String>, &Citation), Refusal> {
        if let Some(always) = self.procedure.always.iter().find(|allowed| allowed.deed == kind) {
            return Ok((always.by.clone(), &self.procedure.source));
        }
        if village.is_some_and(|village| !self.has_village(village)) {
            return Err(self.no_case());
        }
        let Some(step) = self.step_of(village).and_then(|at| self.procedure.steps.get(at)) else {
            return Err(self.not_now(kind));
        };
        if matches!(kind, DeedKind::Pass | DeedKind::GoBack) {
            return Ok((vec![step.leads.clone()], &step.source));
        }
        let allowed = step.allows(kind).ok_or_else(|| self.out_of_step(kind, &step.id))?;
        Ok((allowed.to_vec(), &step.source))
    }

    /// Whether a kind of deed belongs to the step that is reached there, and this person holds an office that does it: what a
    /// page offers. Whether one deed of it may be done is asked with [`Campaign::may`].
    pub fn offers(&self, kind: DeedKind, village: Option<VillageRef>, by: &Hand) -> bool {
        self.offices_for(kind, village).is_ok_and(|(offices, _)| by.holds(&offices))
    }

    /// The procedure that the campaign runs by.
    pub fn procedure(&self) -> &'p Procedure {
        self.procedure
    }

    /// What was fixed when it was opened.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// How many events it has.
    pub fn events(&self) -> usize {
        self.events
    }

    /// Whether it is a yearly review.
    pub fn is_yearly(&self) -> bool {
        self.procedure.kind == Kind::Yearly
    }

    /// The cases, in order of their households.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.cases.values()
    }

    /// The case of a household.
    pub fn case(&self, household: HouseholdRef) -> Option<&Case> {
        self.cases.get(&household)
    }

    /// The state of a case; what each guarantees stands in `case.rs`.
    pub fn case_state(&self, case: &Case) -> CaseState {
        case.state(self.decision.is_some(), self.must_screen(case))
    }

    /// Complaints, in order of their numbers.
    pub fn complaints(&self) -> impl Iterator<Item = (ComplaintRef, &Complaint)> {
        self.complaints.iter().map(|(id, complaint)| (*id, complaint))
    }

    /// Phản ánh, in order of their numbers; they hold nothing up.
    pub fn feedback(&self) -> impl Iterator<Item = (FeedbackRef, &Feedback)> {
        self.feedback.iter().map(|(id, feedback)| (*id, feedback))
    }

    /// Where a village is.
    pub fn track(&self, village: VillageRef) -> Option<&Track> {
        self.tracks.get(&village)
    }

    /// The opinion that was asked for, if it was.
    pub fn opinion(&self) -> Option<&Opinion> {
        self.opinion.as_ref()
    }

    /// The decision, once it is signed.
    pub fn decision(&self) -> Option<&Decision> {
        self.decision.as_ref()
    }

    /// The decisions that corrected it, oldest first.
    pub fn corrections(&self) -> &[Correction] {
        &self.corrections
    }

    /// The draft of a correcting decision that waits for its signature.
    pub fn correction_draft(&self) -> Option<&CorrectionDraft> {
        self.correction_draft.as_ref()
    }

    /// What was determined for this campaign.
    pub fn determined(&self) -> &Determined {
        &self.determined
    }
}
