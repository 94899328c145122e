//! Làm một việc trong đợt: one function for every deed of the law. The registry says who acts, where, on which day and what was
//! recorded; the rules say whether it may be done; then it is one act, one transaction, one entry of the audit log.
//!
//! Acts are written one after the other ([`crate::act`]), so that whoever comes second is judged by what the first one did: a deed
//! that may still be done is done, without asking again. Only where somebody in between did something *at the same place* –
//! the same household, or the same kind of thing in the same village, or a step was passed – it is refused as [`NotDone::Stale`]:
//! what the person saw is no longer so, and a meeting must not be recorded twice. The number of an event is unique in the
//! database besides.

use ::review::{Act as Rule, Campaign, Deed, DeedKind, Event, HouseholdRef, Moment, Remark, VillageRef};
use serde_json::{Value as Json, json};
use standards::units::Units;
use store::dates::Instant;
use store::{Fault, Queries};
use uuid::Uuid;
use vocab::{LocalText, said};

use super::beside::Beside;
use super::desk::Desk;
use super::offices::{Lie, hand};
use super::walk::{seal_event, sealed};
use super::{Walk, board, place, status, village_id};
use crate::access::Right;
use crate::act::{Act, Cause, Done, PROCEEDING_EVENT, PROCEEDING_LIST};
use crate::cell::{Cell, Kind};
use crate::keys::hex;
use crate::users::actor;
use crate::villages::today;
use crate::{AssessmentId, ProceedingId, Registry, Scope, Stopped};

/// What was done.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The act.
    pub done: Done,
    /// The number of the first event of it.
    pub number: usize,
    /// What is written down with it, deed by deed: late, or resting on something that was determined.
    pub remarks: Vec<Vec<Remark>>,
}

/// Why a deed was not done. Nothing of it is in the database.
#[derive(Debug)]
pub enum NotDone {
    /// The rules refuse: with the article and the duties that are missing.
    Refused(Box<::review::Refusal>),
    /// Somebody else did something here meanwhile: look again.
    Stale(Box<crate::Refusal>),
    /// The registry refuses, or the database failed.
    Stopped(Stopped),
}

impl From<Stopped> for NotDone {
    fn from(stopped: Stopped) -> NotDone {
        NotDone::Stopped(stopped)
    }
}

impl From<Fault> for NotDone {
    fn from(fault: Fault) -> NotDone {
        NotDone::Stopped(Stopped::Failed(fault))
    }
}

impl From<::review::Refusal> for NotDone {
    fn from(refusal: ::review::Refusal) -> NotDone {
        NotDone::Refused(Box::new(refusal))
    }
}

impl NotDone {
    /// What stands against it and what to do; `None`: the database failed.
    pub fn words(&self) -> Option<(LocalText, LocalText)> {
        match self {
            NotDone::Refused(refusal) => Some(((*refusal.why).clone(), (*refusal.remedy).clone())),
            NotDone::Stale(refusal) => Some((refusal.why.clone(), refusal.remedy.clone())),
            NotDone::Stopped(Stopped::Refused(refusal)) => {
                Some((refusal.why.clone(), refusal.remedy.clone()))
            }
            NotDone::Stopped(Stopped::Failed(_)) => None,
        }
    }
}

/// A list that was kept with an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The number of the event.
    pub number: i64,
    /// `posting`, `decision` or `correction`.
    pub kind: String,
    /// The village of a posting.
    pub village: Option<crate::VillageId>,
    /// Its hash, in hexadecimal digits.
    pub sha256: String,
    /// The list.
    pub text: String,
}

/// Whoever takes part sees households.
pub(crate) fn sees(scope: &Scope) -> bool {
    matches!(scope.right(), Right::SeeHouseholds | Right::ChangeHouseholds)
}

pub(crate) fn not_there() -> Stopped {
    Stopped::refused(
        said!("không có đợt rà soát này trong địa bàn được giao", "there is no such review in your area"),
        said!("xem danh sách các đợt rà soát", "see the list of reviews"),
    )
}

/// What was recorded does not fit the rules with which it was recorded.
pub(crate) fn unsound() -> Fault {
    Fault::damaged(said!(
        "các việc đã ghi của một đợt rà soát không theo quy trình của đợt: đã bị sửa",
        "what was recorded of a review does not follow its procedure: it was changed"
    ))
}

impl Registry {
    /// Does one deed. `seen` is how many events the person saw ([`Campaign::events`]); `None` asks for no such check.
    ///
    /// # Errors
    /// See [`NotDone`].
    pub async fn act_on<D: Rule + Send>(
        &self,
        scope: &Scope,
        units: &Units,
        id: ProceedingId,
        deed: D,
        seen: Option<usize>,
        at: Instant,
    ) -> Result<Taken, NotDone> {
        self.act_on_each(scope, units, id, vec![deed], seen, at).await
    }

    /// Does one deed with the files that are kept with it: both or neither.
    ///
    /// # Errors
    /// See [`NotDone`].
    pub async fn act_on_with<D: Rule + Send>(
        &self,
        scope: &Scope,
        units: &Units,
        id: ProceedingId,
        (deed, beside): (D, Beside),
        seen: Option<usize>,
        at: Instant,
    ) -> Result<Taken, NotDone> {
        self.act_on_each_with(scope, units, id, vec![(deed, beside)], seen, at).await
    }

    /// Does the same kind of deed for many households or villages: all or none, in one act.
    ///
    /// # Errors
    /// See [`NotDone`].
    pub async fn act_on_each<D: Rule + Send>(
        &self,
        scope: &Scope,
        units: &Units,
        id: ProceedingId,
        deeds: Vec<D>,
        seen: Option<usize>,
        at: Instant,
    ) -> Result<Taken, NotDone> {
        let deeds = deeds.into_iter().map(|deed| (deed, Beside::default())).collect();
        self.act_on_each_with(scope, units, id, deeds, seen, at).await
    }

    /// The same, each with what lies beside it.
    ///
    /// # Errors
    /// See [`NotDone`].
    pub async fn act_on_each_with<D: Rule + Send>(
        &self,
        scope: &Scope,
        units: &Units,
        id: ProceedingId,
        all: Vec<(D, Beside)>,
        seen: Option<usize>,
        at: Instant,
    ) -> Result<Taken, NotDone> {
        if !sees(scope) || all.is_empty() {
            return Err(not_there().into());
        }
        let (deeds, besides): (Vec<D>, Vec<Beside>) = all.into_iter().unzip();
        let mut act = self.begin(Cause::new("proceeding.deed", Some(scope.user())), at).await?;
        let walk = self.walk(&act.tx, id).await?.ok_or_else(not_there)?;
        let mut campaign = walk.campaign().map_err(|_| unsound())?;
        let number = campaign.events();
        // Asked within the act: a role that ended a moment ago is not there.
        let who = actor(&act.tx, scope.user()).await?.ok_or_else(not_there)?;
        let lie = Lie::of(&act.tx, &walk.terms.villages).await?;
        let desk = Desk::of(&act.tx, &walk, &campaign, D::KIND, &deeds).await?;
        let mut remarks = Vec::with_capacity(deeds.len());
        let mut decided = Vec::new();
        for (deed, beside) in deeds.into_iter().zip(&besides) {
            let told: Deed = deed.clone().into();
            let (village, household) = (place::village(&told, &campaign), place::household(&told, &campaign));
            let there = lie.place(village)?;
            if !scope.covers(&there.0, &there.1, village.map(village_id)) {
                return Err(not_there().into());
            }
            fresh(&walk, seen, &campaign, &told)?;
            let hand = hand(&who, units, today(at), there, village);
            let permit = campaign.may(deed, &hand, Moment::from_millis(at.millis()))?;
            beside.must_fit(&told, at)?;
            let basis = desk.basis(&walk, &campaign, &told)?;
            desk.must_be_as_registered(D::KIND)?;
            let shown = desk.list(id, &campaign, &told, &act.tx).await?;
            let at_number = campaign.events() as i64;
            let said = permit.remarks().to_vec();
            let event = campaign.take(permit).map_err(|_| stale())?;
            match &event.deed {
                Deed::Sign(sign) => {
                    decided = status::of_decision(id, &campaign, sign, desk.result_day);
                }
                Deed::SignCorrection(sign) => {
                    decided = status::of_correction(id, &campaign, sign, desk.result_day);
                }
                _ => {}
            }
            let place = (village, household, basis);
            record(&mut act, &self.keys, (id, at_number), &event, &said, place, beside)?;
            remarks.push(said);
            if let Some(shown) = shown {
                act.add(
                    &PROCEEDING_LIST,
                    vec![
                        Cell::Id(id.0),
                        Cell::Integer(at_number),
                        Cell::Text(shown.kind.to_owned()),
                        Cell::or_null(Kind::Id, shown.village, |one| Cell::Id(one.0)),
                        Cell::Text(hex(&shown.sha256)),
                        Cell::Json(sealed(
                            &self.keys,
                            &place_of_list(id, at_number),
                            &Json::String(shown.text),
                        )?),
                    ],
                );
            }
        }
        status::say(&mut act, decided);
        act.set_content(json!({
            "proceeding": id.to_string(), "deed": D::KIND.code(), "from": number, "deeds": remarks.len(),
        }));
        let done = act.write().await?;
        for beside in &besides {
            beside.keep(&act).await?;
        }
        board::renew(&act.tx, &walk, &campaign).await?;
        act.commit().await?;
        Ok(Taken { done, number, remarks })
    }

    /// The lists that were posted and proposed in a proceeding, oldest first; none outside the scope.
    ///
    /// # Errors
    /// The database failed.
    pub async fn proceeding_lists(&self, scope: &Scope, id: ProceedingId) -> Result<Vec<Kept>, Fault> {
        if !self.reaches_proceeding(scope, id).await? {
            return Ok(Vec::new());
        }
        Ok(lists(&self.store, &self.keys, id).await?.into_iter().flatten().collect())
    }
}

/// Adds the row of an event to its act, with what lies beside it.
pub(super) fn record(
    act: &mut Act,
    keys: &crate::Keys,
    (id, number): (ProceedingId, i64),
    event: &Event,
    remarks: &[Remark],
    (village, household, basis): (Option<VillageRef>, Option<HouseholdRef>, Option<AssessmentId>),
    beside: &Beside,
) -> Result<(), Fault> {
    let said = Json::Array(remarks.iter().map(remark).collect());
    act.add(
        &PROCEEDING_EVENT,
        vec![
            Cell::Id(id.0),
            Cell::Integer(number),
            Cell::Text(event.deed.kind().code().to_owned()),
            Cell::or_null(Kind::Id, household, |one| Cell::Id(Uuid::from_u128(one.0))),
            Cell::or_null(Kind::Id, village, |one| Cell::Id(Uuid::from_u128(one.0))),
            Cell::or_null(Kind::Id, basis, |one| Cell::Id(one.0)),
            Cell::Instant(Instant::from_millis(event.at.millis())),
            Cell::Json(seal_event(keys, (id, number), event, &said, beside)?),
        ],
    );
    beside.add(act, keys, (id, number), village)
}

pub(crate) fn place_of_list(id: ProceedingId, number: i64) -> String {
    format!("proceeding_list.content/{id}/{number}")
}

/// All kept lists; `None` is one that cannot be read with these keys.
pub(crate) async fn lists(
    on: &impl Queries,
    keys: &crate::Keys,
    id: ProceedingId,
) -> Result<Vec<Option<Kept>>, Fault> {
    let sql = "select number, kind, village_id, sha256, content from proceeding_list where proceeding_id = $1 order by number";
    let rows = on.rows(sql, vec![id.0.into()]).await?;
    let read = |row: &store::Row| {
        let (number, stored): (i64, Json) = (row.get("number")?, row.get("content")?);
        let text = super::walk::opened(keys, &place_of_list(id, number), &stored);
        let Some(Json::String(text)) = text else { return Ok(None) };
        Ok(Some(Kept {
            number,
            kind: row.get("kind")?,
            village: row.get::<Option<Uuid>>("village_id")?.map(crate::VillageId),
            sha256: row.get("sha256")?,
            text,
        }))
    };
    rows.iter().map(read).collect()
}

fn remark(remark: &Remark) -> Json {
    match remark {
        Remark::Late { what, due } => {
            json!({ "is": "late", "vi": what.vi, "en": what.en, "last_day": due.last_day.to_string() })
        }
        Remark::Determined { what } => json!({ "is": "determined", "vi": what.vi, "en": what.en }),
    }
}

fn stale() -> NotDone {
    let why = said!(
        "vừa có người làm việc khác ở đây sau khi trang này mở",
        "somebody did something here since this page was opened"
    );
    let remedy = said!("tải lại trang, xem lại rồi làm tiếp", "load the page again, look, then go on");
    NotDone::Stale(Box::new(crate::Refusal { why, remedy }))
}

/// Nobody did something at the same place since the person looked.
fn fresh(walk: &Walk, seen: Option<usize>, campaign: &Campaign<'_>, deed: &Deed) -> Result<(), NotDone> {
    let Some(seen) = seen else { return Ok(()) };
    let (village, household) = (place::village(deed, campaign), place::household(deed, campaign));
    let moves = |kind| matches!(kind, DeedKind::Pass | DeedKind::GoBack);
    for later in walk.events.iter().skip(seen) {
        let other = &later.event.deed;
        let there = place::village(other, campaign);
        let same_household = household.is_some() && place::household(other, campaign) == household;
        let same_deed = household.is_none() && other.kind() == deed.kind() && there == village;
        let moved = moves(other.kind()) && (there.is_none() || there == village || village.is_none());
        if same_household || same_deed || moved {
            return Err(stale());
        }
    }
    Ok(())
}
