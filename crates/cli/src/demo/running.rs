//! The yearly review of the ward that runs in the demo: opened some days ago, its villages at different steps, so that whoever comes sees
//! a living board. Whatever the rules refuse is left undone: near the first of September the villages are simply less far.

use std::collections::BTreeMap;

use registry::access::Right;
use registry::proceedings::{
    NewProceeding, NotDone, Walk, campaign_days, household_ref, village_id, village_ref,
};
use registry::review::{NewAssessment, NewCampaign, ReviewKind, Terms, assess};
use registry::store::dates::Instant;
use registry::{
    Actor, AssessmentId, CampaignId, HouseholdId, ProceedingId, Registry, Scope, Stopped, VillageId,
};
use review::{
    Act, AgendaItem, AttachMinutes, Classify, Complain, ComplaintRef, Enroll, Grievance, HoldMeeting,
    HouseholdRef, Moment, Pass, Post, Screen, Source, Survey, Why,
};
use standards::standard::PovertyStandard;
use standards::units::Units;
use synthetic::city::{City, CityReview};
use vocab::Day;

use crate::database::{failed, stopped};
use crate::demo::city::{PROVINCE, Taken};
use crate::demo::reviews::{not_assessed, stored};
use crate::demo::users::WARD;
use crate::failure::Failure;
use crate::shelf::Shelf;

const PROCEDURE: &str = "yearly-2021";
/// So many days ago it was opened, where the window allows.
const DAYS_AGO: i32 = 20;

/// What the ward does its review with.
struct Ward<'a> {
    registry: &'a Registry,
    units: Units,
    officer: Actor,
    standard: PovertyStandard,
    campaign: CampaignId,
    id: ProceedingId,
    /// The days on which things are done.
    today: Day,
    opened: Day,
    now: Instant,
}

/// A village with households to review, and how far it has come.
struct Work {
    village: VillageId,
    cases: Vec<HouseholdRef>,
    pace: usize,
}

impl Work {
    /// Who was asked so far: half of them, where the village has only begun.
    fn asked(&self) -> &[HouseholdRef] {
        let asked = if self.pace == 0 { self.cases.len() / 2 } else { self.cases.len() };
        self.cases.get(..asked).unwrap_or_default()
    }
}

/// The year whose review runs: it begins on the first of September.
fn year(today: Day) -> i32 {
    let begins = Day::from_civil(today.year(), 9, 1);
    if begins.is_some_and(|begins| begins <= today) { today.year() } else { today.year() - 1 }
}

/// The day on which the demo's review was opened, and from which its people hold their roles.
pub(crate) fn opened_on(today: Day) -> Day {
    let begins = Day::from_civil(year(today), 9, 1).unwrap_or(today);
    Day::from_epoch_days(today.epoch_days() - DAYS_AGO).max(begins).min(today)
}

/// Runs it as far as it has come by now.
pub(crate) async fn run(
    registry: &Registry,
    shelf: &Shelf,
    units: Units,
    city: &City,
    taken: &Taken,
) -> Result<(), Failure> {
    let today = crate::calendar::today();
    let year = year(today);
    let procedures = review::procedure::procedures(&shelf.files).0;
    let procedure = procedures.iter().find(|procedure| procedure.id == PROCEDURE);
    let Some((kind, result_day, age_day)) =
        procedure.and_then(|procedure| campaign_days(procedure, year, None))
    else {
        return Ok(());
    };
    let (standard, result_day) = decided_by(shelf, result_day)?;
    let user = registry.user_of_login("congchuc").await.map_err(|fault| failed(&fault))?;
    let officer = match user {
        Some(user) => registry.actor(user).await.map_err(|fault| failed(&fault))?,
        None => None,
    };
    let Some(officer) = officer else { return Ok(()) };
    let mut ward = Ward {
        registry,
        units,
        officer,
        campaign: CampaignId::fresh(),
        id: ProceedingId::fresh(),
        today,
        opened: opened_on(today),
        now: taken.at,
        standard,
    };
    let terms = NewCampaign {
        kind,
        label: format!("Rà soát định kỳ năm {year} (bịa ra)"),
        year,
        standard: ward.standard.id.clone(),
        pack_digest: ward.standard.digest.clone(),
        result_day,
        age_day,
        income_test: None,
    };
    ward.campaign = ward.campaign(&terms).await?;
    let new = NewProceeding {
        campaign: ward.campaign,
        procedure: PROCEDURE.into(),
        commune: WARD.into(),
        month: None,
    };
    let Some(scope) = ward.scope(Right::SeeHouseholds) else { return Ok(()) };
    let opened = registry.open_proceeding(&scope, &shelf.files, &ward.units, &new, ward.on(0, 1)).await;
    match opened {
        Ok(id) => ward.id = id,
        Err(NotDone::Stopped(Stopped::Failed(fault))) => return Err(failed(&fault)),
        Err(_) => return Ok(()),
    }
    ward.walk_on(&Terms::from(&terms), city, taken).await
}

/// The standard that decides, and the day from which results hold. Cut-offs of the next standard are not known yet and would leave nearly
/// everybody undetermined: an invented review holds from the last day of the present one instead.
fn decided_by(shelf: &Shelf, result_day: Day) -> Result<(PovertyStandard, Day), Failure> {
    let standard = shelf.standard("vn-2022")?;
    let last = standard.covers.until.map(Day::previous);
    let day = last.map_or(result_day, |last| last.min(result_day));
    Ok((standard, day))
}

impl Ward<'_> {
    async fn campaign(&self, new: &NewCampaign) -> Result<CampaignId, Failure> {
        let all = self.registry.campaigns().await.map_err(|fault| failed(&fault))?;
        let known = all.iter().find(|one| {
            one.kind == Some(ReviewKind::Yearly) && one.year == new.year && one.terms.standard == new.standard
        });
        match known {
            Some(known) => Ok(known.id),
            None => {
                self.registry.open_campaign(None, new, &self.standard, self.on(0, 0)).await.map_err(stopped)
            }
        }
    }

    fn scope(&self, right: Right) -> Option<Scope> {
        self.officer.scope(right, &self.units, self.today)
    }

    /// A moment so many days after the opening, in the morning, the minutes as they are given; never after now.
    fn on(&self, day: i32, minute: i64) -> Instant {
        let of_day = Day::from_epoch_days(self.opened.epoch_days() + day).min(self.today);
        let morning = Moment::start_of(of_day).plus_minutes(8 * 60 + minute).millis();
        Instant::from_millis(morning.min(self.now.millis()))
    }

    /// The newest moment by which a posting of today's pace is over: so many days before today.
    fn days_before_today(&self, days: i32) -> i32 {
        (self.today.epoch_days() - self.opened.epoch_days() - days).max(0)
    }

    async fn walk(&self) -> Result<Walk, Failure> {
        let scope = self.scope(Right::SeeHouseholds);
        let walk = match scope {
            Some(scope) => self.registry.proceeding(&scope, self.id).await.map_err(|fault| failed(&fault))?,
            None => None,
        };
        walk.ok_or(Failure::Input)
    }

    /// Does something, or leaves it where the rules refuse it; says whether it was done.
    async fn does<D: Act + Send>(&self, deeds: Vec<D>, at: Instant) -> Result<bool, Failure> {
        let Some(scope) = self.scope(Right::SeeHouseholds) else { return Ok(false) };
        if deeds.is_empty() {
            return Ok(true);
        }
        match self.registry.act_on_each(&scope, &self.units, self.id, deeds, None, at).await {
            Ok(_) => Ok(true),
            Err(NotDone::Stopped(Stopped::Failed(fault))) => Err(failed(&fault)),
            Err(_) => Ok(false),
        }
    }

    async fn passes(&self, village: Option<VillageId>, at: Instant) -> Result<bool, Failure> {
        self.does(vec![Pass { village: village.map(village_ref) }], at).await
    }

    async fn walk_on(&self, terms: &Terms, city: &City, taken: &Taken) -> Result<(), Failure> {
        let newest = newest(city, taken);
        self.roster(&newest).await?;
        let walk = self.walk().await?;
        let campaign = walk.campaign().map_err(|_| Failure::Input)?;
        let villages: Vec<VillageId> =
            walk.terms.villages.iter().map(|village| village_id(*village)).collect();
        let mut of_village: BTreeMap<VillageId, Vec<HouseholdRef>> = BTreeMap::new();
        for case in campaign.cases().filter(|case| case.is_active()) {
            of_village.entry(village_id(case.village)).or_default().push(case.household);
        }
        let (empty, busy): (Vec<VillageId>, Vec<VillageId>) =
            villages.into_iter().partition(|village| !of_village.contains_key(village));
        let mut works: Vec<Work> = Vec::new();
        for (pace, village) in busy.into_iter().enumerate() {
            let cases = of_village.remove(&village).unwrap_or_default();
            // The furthest first, so that a small place shows them, too.
            works.push(Work { village, cases, pace: 5 - pace % 6 });
        }
        // Nothing is done before the newest thing: all villages go through a day together.
        for (number, work) in works.iter().enumerate() {
            self.record(work, terms, &newest, self.on(3, number as i64)).await?;
        }
        for village in empty {
            for _ in 0..5 {
                self.passes(Some(village), self.on(3, 200)).await?;
            }
        }
        self.surveys(&works).await?;
        self.meetings(&works).await?;
        self.postings(&works).await
    }

    /// Everybody who is managed or newly escaped, and some who asked.
    async fn roster(&self, newest: &BTreeMap<HouseholdId, (VillageId, CityReview)>) -> Result<(), Failure> {
        let Some(scope) = self.scope(Right::SeeHouseholds) else { return Ok(()) };
        let walk = self.walk().await?;
        let at = self.on(0, 30);
        let suggested =
            self.registry.roster_suggestions(&scope, &walk, at).await.map_err(|fault| failed(&fault))?;
        let enroll = |one: &registry::proceedings::Suggestion| Enroll {
            household: household_ref(one.household),
            village: village_ref(one.village),
            why: one.why(),
            formerly: one.formerly.clone(),
        };
        self.does(suggested.iter().map(enroll).collect(), at).await?;
        let known: Vec<HouseholdId> = suggested.iter().map(|one| one.household).collect();
        let asked = newest.iter().filter(|(id, (village, _))| {
            !known.contains(id) && walk.terms.villages.contains(&village_ref(*village))
        });
        let asked: Vec<(HouseholdId, VillageId)> =
            asked.map(|(id, (village, _))| (*id, *village)).take(6).collect();
        let ids: Vec<HouseholdId> = asked.iter().map(|(id, _)| *id).collect();
        let formerly =
            self.registry.former_lists(&scope, &walk, &ids).await.map_err(|fault| failed(&fault))?;
        for (at_number, (household, village)) in asked.into_iter().enumerate() {
            let of = household_ref(household);
            let formerly = formerly.get(&of).cloned().unwrap_or_default();
            let why = Why::Asked { form: "review".into() };
            let deed = Enroll { household: of, village: village_ref(village), why, formerly };
            self.does(vec![deed], self.on(0, 60)).await?;
            let screened = Screen { household: of, goes_on: at_number % 3 != 2, ticked: Vec::new() };
            self.does(vec![screened], self.on(1, 0)).await?;
        }
        self.passes(None, self.on(1, 60)).await.map(|_| ())
    }

    /// Takes over what was recorded; villages that are further are classified and go on to their meeting.
    async fn surveys(&self, works: &[Work]) -> Result<(), Failure> {
        let Some(scope) = self.scope(Right::SeeHouseholds) else { return Ok(()) };
        let results = self.registry.proceeding_results(&scope, &self.walk().await?).await;
        let results = results.map_err(|fault| failed(&fault))?;
        for work in works {
            let found =
                work.asked().iter().filter_map(|household| Some((*household, results.get(household)?)));
            let survey = found.map(|(household, result)| Survey { household, surveyor: result.surveyor });
            self.does(survey.collect(), self.on(4, 0)).await?;
        }
        for work in works.iter().filter(|work| work.pace > 0) {
            self.passes(Some(work.village), self.on(4, 60)).await?;
        }
        for work in works.iter().filter(|work| work.pace > 1) {
            let found =
                work.asked().iter().filter_map(|household| Some((*household, results.get(household)?)));
            let classify = found.map(|(household, result)| Classify {
                household,
                standard: self.standard.id.clone(),
                outcome: result.outcome,
            });
            self.does(classify.collect(), self.on(5, 0)).await?;
            self.passes(Some(work.village), self.on(5, 0)).await?;
        }
        Ok(())
    }

    async fn meetings(&self, works: &[Work]) -> Result<(), Failure> {
        for work in works.iter().filter(|work| work.pace > 3) {
            self.meeting(work.village, &work.cases).await?;
        }
        Ok(())
    }

    /// What hung is followed by a complaint that nobody has answered yet; other lists hang since this morning.
    async fn postings(&self, works: &[Work]) -> Result<(), Failure> {
        let early = self.days_before_today(9).max(8);
        let far: Vec<&Work> = works.iter().filter(|work| work.pace == 5).collect();
        for work in &far {
            self.posting(work.village, early).await?;
        }
        for work in &far {
            let complaint = Complain {
                complaint: ComplaintRef(work.village.0.as_u128()),
                household: work.cases.first().copied().unwrap_or(HouseholdRef(0)),
                village: village_ref(work.village),
                about: Grievance::WrongData,
                from: Source::Citizen,
                against: None,
                words: "Nhà tôi không còn bò từ đầu năm.".to_owned(),
            };
            self.does(vec![complaint], self.on(early + 1, 0)).await?;
        }
        for work in &far {
            self.passes(Some(work.village), self.on(self.days_before_today(1).max(early + 1), 0)).await?;
        }
        for work in works.iter().filter(|work| work.pace == 4) {
            self.posting(work.village, self.days_before_today(0).max(early + 1)).await?;
        }
        Ok(())
    }

    /// Records what the households answered, as the officer does from their forms.
    async fn record(
        &self,
        work: &Work,
        terms: &Terms,
        newest: &BTreeMap<HouseholdId, (VillageId, CityReview)>,
        at: Instant,
    ) -> Result<(), Failure> {
        let mut all = Vec::new();
        for household in work.asked() {
            let household = registry::proceedings::household_id(*household);
            let Some((_, review)) = newest.get(&household) else { continue };
            let answers = stored(&self.standard, review);
            let assessed = assess(&self.standard, terms, &answers).map_err(not_assessed)?;
            all.push(NewAssessment {
                household,
                village: work.village,
                commune_code: WARD.to_owned(),
                province_code: PROVINCE.to_owned(),
                zone: review.zone,
                answers,
                assessed,
                members: review.members.len() as i64,
                supersedes: None::<AssessmentId>,
                submission: None,
            });
        }
        if all.is_empty() {
            return Ok(());
        }
        let scope = self.scope(Right::ChangeHouseholds);
        let version = env!("CARGO_PKG_VERSION");
        self.registry
            .record_assessments(scope.as_ref(), self.campaign, version, all, at)
            .await
            .map(|_| ())
            .map_err(stopped)
    }

    /// The meeting agrees to everything that must be voted on; its minutes are signed.
    async fn meeting(&self, village: VillageId, cases: &[HouseholdRef]) -> Result<bool, Failure> {
        let walk = self.walk().await?;
        let campaign = walk.campaign().map_err(|_| Failure::Input)?;
        let Some(rule) = &campaign.procedure().meeting else { return Ok(false) };
        let at = self.on(6, 0);
        let voted = cases.iter().filter(|one| campaign.case(**one).is_some_and(review::Case::must_be_voted));
        let item = |(number, household): (usize, &HouseholdRef)| AgendaItem {
            household: *household,
            agree: 31 + u32::try_from(number % 4).unwrap_or(0),
            disagree: 2,
            says: None,
        };
        let meeting = HoldMeeting {
            village: village_ref(village),
            held_on: Moment::from_millis(at.millis()).day(),
            present: 38,
            attending: rule.attend.clone(),
            agenda: voted.enumerate().map(item).collect(),
        };
        let minutes = AttachMinutes {
            village: village_ref(village),
            meeting: 0,
            copies: rule.copies,
            signed_by: rule.signed_by.clone(),
        };
        if !self.does(vec![meeting], at).await? || !self.does(vec![minutes], at).await? {
            return Ok(false);
        }
        self.passes(Some(village), at).await
    }

    async fn posting(&self, village: VillageId, day: i32) -> Result<(), Failure> {
        let Some(scope) = self.scope(Right::SeeHouseholds) else { return Ok(()) };
        let walk = self.walk().await?;
        let list =
            self.registry.posting_list(&scope, &walk, village).await.map_err(|fault| failed(&fault))?;
        let Some((list, rule)) = list.zip(walk.procedure().posting.as_ref()) else { return Ok(()) };
        let post = Post {
            village: village_ref(village),
            places: rule.places.iter().map(|(id, _)| id.clone()).collect(),
            announced: true,
            list_hash: list.sha256,
        };
        self.does(vec![post], self.on(day, 0)).await.map(|_| ())
    }
}

/// The newest answers of each household, and where it lives.
fn newest(city: &City, taken: &Taken) -> BTreeMap<HouseholdId, (VillageId, CityReview)> {
    let mut newest = BTreeMap::new();
    for household in city.households() {
        let Some(registered) = taken.households.get(&household.number) else { continue };
        let Some(review) = household.reviews.last() else { continue };
        let Some(village) = taken.villages.get(&review.village) else { continue };
        newest.insert(registered.household, (*village, review.clone()));
    }
    newest
}
