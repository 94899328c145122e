//! Đọc một đợt: its terms and events from the database, and the campaign that they make.

use std::collections::BTreeMap;
use std::sync::Arc;

use ::review::calendar::Calendar;
use ::review::procedure::Procedure;
use ::review::{Campaign, CampaignRef, Deed, Event, Hand, HouseholdRef, Moment, PersonRef, Refusal, Terms};
use serde_json::{Value as Json, json};
use store::dates::Instant;
use store::{Fault, Queries, Row};
use uuid::Uuid;
use vocab::said;

use super::beside::{Beside, CertificateForm, FileRef, files_of, printed_of, report_of};
use super::pack::Pack;
use super::wire;
use crate::keys::Keys;
use crate::reporting::{Period, ReportKind};
use crate::{AssessmentId, CampaignId, ProceedingId, Registry, ReportId, Scope, UserId};

/// Đợt rà soát của một xã: what is fixed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proceeding {
    /// Its id.
    pub id: ProceedingId,
    /// The campaign that it is part of.
    pub campaign: CampaignId,
    /// Id of the procedure.
    pub procedure: String,
    /// Digest of the procedure with its law and days off.
    pub pack: String,
    /// The commune on the day it was opened.
    pub commune_code: String,
    /// The province of that day.
    pub province_code: String,
    /// The year.
    pub year: i32,
    /// The month of a monthly review.
    pub month: Option<u32>,
    /// Id of the standard that decides.
    pub standard: String,
    /// When it was opened.
    pub opened_at: Instant,
}

/// Một việc đã làm trong đợt.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Its number within the proceeding, from 0.
    pub number: i64,
    /// What, by whom, when.
    pub event: Event,
    /// The recorded result on which it rests.
    pub assessment: Option<AssessmentId>,
    /// The files that were kept with it.
    pub files: Vec<FileRef>,
    /// How the certificate that it issued was made; `None` where nobody said so.
    pub printed: Option<CertificateForm>,
    /// The report that went up in the same act; `None` where somebody recorded that it was sent.
    pub report: Option<ReportId>,
    /// Number of its act in the audit log.
    pub act_seq: i64,
}

/// A proceeding with all that was done in it.
#[derive(Clone, Debug)]
pub struct Walk {
    /// What is fixed.
    pub proceeding: Proceeding,
    /// Villages and managed households.
    pub terms: Terms,
    /// What was done, oldest first.
    pub events: Vec<Recorded>,
    pack: Arc<Pack>,
}

impl Walk {
    /// The campaign that the events make; each is judged again.
    ///
    /// # Errors
    /// The number of the first event that the rules do not permit, and why: the record was changed.
    pub fn campaign(&self) -> Result<Campaign<'_>, (usize, Refusal)> {
        let events: Vec<Event> = self.events.iter().map(|recorded| recorded.event.clone()).collect();
        let opened = Moment::from_millis(self.proceeding.opened_at.millis());
        Campaign::replay(&self.pack.procedure, &self.pack.calendar, self.terms.clone(), opened, &events)
    }

    /// What was known at a moment: without what was done since; `None` where it was not opened yet.
    pub fn as_known(mut self, at: Instant) -> Option<Walk> {
        self.events.retain(|one| one.event.at.millis() <= at.millis());
        (self.proceeding.opened_at <= at).then_some(self)
    }

    /// Without what was done from an event on.
    #[must_use]
    pub(crate) fn before(&self, number: i64) -> Walk {
        let mut walk = self.clone();
        walk.events.retain(|one| one.number < number);
        walk
    }

    /// The year for which its results are valid.
    pub fn valid_year(&self) -> i32 {
        super::certificates::valid_year(self.proceeding.year, self.proceeding.month.is_none())
    }

    /// The report with which its results go up.
    pub fn reported_in(&self) -> Period {
        let month = self.proceeding.month;
        let kind = if month.is_some() { ReportKind::Monthly } else { ReportKind::Official };
        Period { kind, year: self.proceeding.year, month }
    }

    /// How many years the grid of a certificate has, by the procedure; without one it has a single row.
    pub fn certificate_years(&self) -> i32 {
        let years = self.procedure().certificate_years.as_ref().map_or(1, |(years, _)| *years);
        i32::try_from(years).unwrap_or(1)
    }

    /// The procedure with which it was opened.
    pub fn procedure(&self) -> &Procedure {
        &self.pack.procedure
    }

    /// The days off with which it was opened.
    pub fn calendar(&self) -> &Calendar {
        &self.pack.calendar
    }

    /// When the decision was recorded as signed, if there is one: what is recorded later may correct it, whatever another correction
    /// was about.
    pub fn decided_at(&self) -> Option<Moment> {
        let is_signed = |one: &&Recorded| matches!(one.event.deed, Deed::Sign(_));
        self.events.iter().rev().find(is_signed).map(|one| one.event.at)
    }

    /// The recorded result on which the newest survey, classification or re-check of each household rests.
    pub fn bases(&self) -> BTreeMap<HouseholdRef, AssessmentId> {
        let (mut bases, mut complained) = (BTreeMap::new(), BTreeMap::new());
        for one in &self.events {
            let household = match &one.event.deed {
                Deed::Survey(deed) => Some(deed.household),
                Deed::Classify(deed) => Some(deed.household),
                Deed::Reconsider(deed) => Some(deed.household),
                Deed::Recheck(deed) => complained.get(&deed.complaint).copied(),
                Deed::Complain(deed) => {
                    complained.insert(deed.complaint, deed.household);
                    None
                }
                _ => None,
            };
            bases.extend(household.zip(one.assessment));
        }
        bases
    }
}

impl Registry {
    /// A proceeding of the scope with all that was done in it; `None`: there is none, or it lies elsewhere.
    ///
    /// # Errors
    /// The database failed, or what it holds was changed.
    pub async fn proceeding(&self, scope: &Scope, id: ProceedingId) -> Result<Option<Walk>, Fault> {
        if !self.reaches_proceeding(scope, id).await? {
            return Ok(None);
        }
        let frozen = self.store.snapshot().await?;
        let walk = self.walk(&frozen, id).await;
        // Reading changed nothing: what becomes of the transaction does not matter.
        let _ = frozen.rollback().await;
        walk
    }

    /// Whether a village of the proceeding lies in the scope today.
    pub(crate) async fn reaches_proceeding(&self, scope: &Scope, id: ProceedingId) -> Result<bool, Fault> {
        let mut values = vec![id.0.into()];
        let inside = scope.condition("w", &mut values);
        let sql = format!(
            "select 1 as one from proceeding_place p join village_now w on w.village_id = p.village_id where p.proceeding_id = $1 and {inside} limit 1"
        );
        Ok(super::deed::sees(scope) && self.store.row(&sql, values).await?.is_some())
    }

    pub(crate) async fn walk(&self, on: &impl Queries, id: ProceedingId) -> Result<Option<Walk>, Fault> {
        let Some(row) = on.row("select * from proceeding where id = $1", vec![id.0.into()]).await? else {
            return Ok(None);
        };
        let proceeding = header(&row)?;
        let pack = self.procedure_pack(on, &proceeding.pack).await?;
        let terms = terms(&self.keys, &row, &proceeding)?.ok_or_else(|| unreadable(None))?;
        let sql = "select number, assessment_id, at, content, act_seq from proceeding_event where proceeding_id = $1 order by number";
        let rows = on.rows(sql, vec![id.0.into()]).await?;
        let events = rows.iter().enumerate().map(|(at, row)| {
            let read = event(&self.keys, id, row)?;
            read.filter(|event| event.number == at as i64).ok_or_else(|| unreadable(Some(at)))
        });
        Ok(Some(Walk { events: events.collect::<Result<_, Fault>>()?, proceeding, terms, pack }))
    }
}

fn unreadable(number: Option<usize>) -> Fault {
    let which = number.map_or_else(|| "–".to_owned(), |number| number.to_string());
    Fault::damaged(said!(
        "việc số {which} của một đợt rà soát bị mất hoặc không giải mã được bằng khóa này",
        "event {which} of a review is gone or cannot be decrypted with these keys"
    ))
}

pub(crate) fn header(row: &Row) -> Result<Proceeding, Fault> {
    let (year, month): (i64, i64) = (row.get("year")?, row.get("month")?);
    Ok(Proceeding {
        id: ProceedingId(row.id("id")?),
        campaign: CampaignId(row.id("campaign_id")?),
        procedure: row.get("procedure")?,
        pack: row.get("pack")?,
        commune_code: row.get("commune_code")?,
        province_code: row.get("province_code")?,
        year: i32::try_from(year).unwrap_or_default(),
        month: u32::try_from(month).ok().filter(|month| *month > 0),
        standard: row.get("standard")?,
        opened_at: row.instant("opened_at")?.unwrap_or(Instant::from_millis(0)),
    })
}

fn place_of_terms(id: ProceedingId) -> String {
    format!("proceeding.terms/{id}")
}

fn place_of_event(id: ProceedingId, number: i64) -> String {
    format!("proceeding_event.content/{id}/{number}")
}

pub(crate) fn sealed(keys: &Keys, place: &str, json: &Json) -> Result<Json, Fault> {
    let sealed = keys.encrypt(place, &json.to_string());
    sealed.map(Json::String).map_err(|_| Fault::no_random_numbers())
}

pub(crate) fn opened(keys: &Keys, place: &str, json: &Json) -> Option<Json> {
    serde_json::from_str(&keys.decrypt(place, json.as_str()?)?).ok()
}

/// The terms as they are stored.
pub(crate) fn seal_terms(keys: &Keys, id: ProceedingId, terms: &Terms) -> Result<Json, Fault> {
    sealed(keys, &place_of_terms(id), &wire::terms_written(&terms.villages, &terms.managed))
}

/// The terms of a row; `None`: they cannot be read with these keys.
pub(crate) fn terms(keys: &Keys, row: &Row, of: &Proceeding) -> Result<Option<Terms>, Fault> {
    let stored: Json = row.get("terms")?;
    let read = opened(keys, &place_of_terms(of.id), &stored).and_then(|json| wire::terms_read(&json));
    Ok(read.map(|(villages, managed)| Terms {
        campaign: CampaignRef(of.id.0.as_u128()),
        commune: of.commune_code.clone(),
        year: of.year,
        month: of.month,
        standard: of.standard.clone(),
        villages,
        managed,
    }))
}

/// What was done, as it is stored.
pub(crate) fn seal_event(
    keys: &Keys,
    (id, number): (ProceedingId, i64),
    event: &Event,
    remarks: &Json,
    beside: &Beside,
) -> Result<Json, Fault> {
    let mut json = json!({
        "deed": wire::written(&event.deed), "by": wire::id(event.by.person.0), "offices": event.by.offices,
        "remarks": remarks,
    });
    beside.written(&mut json);
    sealed(keys, &place_of_event(id, number), &json)
}

/// The event of a row; `None`: it cannot be read with these keys, or by this program.
pub(crate) fn event(keys: &Keys, id: ProceedingId, row: &Row) -> Result<Option<Recorded>, Fault> {
    let (number, act_seq): (i64, i64) = (row.get("number")?, row.get("act_seq")?);
    let (stored, at): (Json, Option<Instant>) = (row.get("content")?, row.instant("at")?);
    let assessment = row.get::<Option<Uuid>>("assessment_id")?.map(AssessmentId);
    let read = || {
        let json = opened(keys, &place_of_event(id, number), &stored)?;
        let deed = wire::read(json.get("deed")?)?;
        let person: Uuid = json.get("by")?.as_str()?.parse().ok()?;
        let offices = json.get("offices")?.as_array()?.iter().map(|one| one.as_str().map(str::to_owned));
        let by = Hand { person: PersonRef(person.as_u128()), offices: offices.collect::<Option<_>>()? };
        let event = Event { deed, by, at: Moment::from_millis(at?.millis()) };
        let (files, printed, report) = (files_of(&json)?, printed_of(&json)?, report_of(&json)?);
        Some(Recorded { number, event, assessment, files, printed, report, act_seq })
    };
    Ok(read())
}

impl Recorded {
    /// Who did it.
    pub fn by(&self) -> UserId {
        UserId(Uuid::from_u128(self.event.by.person.0))
    }
}
