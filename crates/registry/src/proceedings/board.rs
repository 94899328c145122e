//! Bảng theo dõi: where proceedings stand, many at once. One row each ([`renew`]) is written with every deed and says nothing that the
//! events do not say; what is late follows from its days at the moment of looking, so that nothing has to be done at midnight.

use std::collections::BTreeMap;

use ::review::procedure::Procedure;
use ::review::{Campaign, CaseState, DeedKind, Moment, VillageRef};
use serde_json::{Value as Json, json};
use store::dates::Instant;
use store::{Fault, Queries, Row, Tx};
use uuid::Uuid;
use vocab::{Day, LocalText};

use super::walk::{Proceeding, header};
use super::{Walk, village_id};
use crate::villages::today;
use crate::{CampaignId, ProceedingId, Registry, Scope, VillageId};

/// A moment after everything: what is late then is all that has a last day.
const AFTER_ALL: Moment = Moment::from_millis(253_370_764_800_000);

/// Where a proceeding stands.
#[derive(Clone, Debug)]
pub struct ProceedingLine {
    /// What is fixed.
    pub proceeding: Proceeding,
    /// How many events it has.
    pub events: i64,
    /// Whether its decision is signed.
    pub is_signed: bool,
    /// Whether nothing is left to be done.
    pub is_finished: bool,
    /// Where it works now: the commune, or each of its villages.
    pub lanes: Vec<Lane>,
    /// Everything that has a last day and is not done.
    pub clocks: Vec<Clock>,
    /// Its households.
    pub tally: Tally,
}

/// Where the commune or a village is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The village; `None` is the commune.
    pub village: Option<VillageId>,
    /// Id of the step.
    pub step: String,
    /// Since when.
    pub since: Instant,
    /// Id of the office whose move it is.
    pub whose: String,
    /// What is missing before the next step and no waiting brings, with the number of households that lack it (0: it is not
    /// about households).
    pub unmet: BTreeMap<String, usize>,
    /// The last day of what hangs there, while it hangs.
    pub hangs_until: Option<Day>,
    /// What may be done, by the offices that may.
    pub moves: Vec<Wanted>,
}

/// Something that may be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Code of the deed.
    pub deed: String,
    /// Ids of the offices that may.
    pub by: Vec<String>,
}

/// Something that has a last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// What.
    pub what: LocalText,
    /// Id of the office whose move it is.
    pub whose: String,
    /// The last day.
    pub last_day: Day,
    /// Whether a day off on the way is not certain yet.
    pub is_provisional: bool,
    /// Where, if it is about a village.
    pub village: Option<VillageId>,
}

/// Households of a proceeding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// On the roster and not gone.
    pub active_households: usize,
    /// Of them without a result.
    pub open_households: usize,
    /// Of them poor.
    pub poor_households: usize,
    /// Of them near-poor.
    pub near_poor_households: usize,
    /// Gone from the proceeding.
    pub left_households: usize,
    /// Complaints without an answer.
    pub open_complaints: usize,
}

impl ProceedingLine {
    /// What is late at a moment.
    pub fn late(&self, at: Instant) -> impl Iterator<Item = &Clock> {
        let day = today(at);
        self.clocks.iter().filter(move |clock| clock.last_day < day)
    }
}

impl Lane {
    /// Whether something can be done here on a day, and not only waited for.
    pub fn is_to_do(&self, day: Day) -> bool {
        let hangs = self.hangs_until.is_some_and(|last| day <= last);
        !(hangs && self.unmet.is_empty())
    }
}

/// Writes where a new proceeding stands.
pub(crate) async fn begin(
    tx: &Tx,
    id: ProceedingId,
    villages: &[VillageRef],
    campaign: &Campaign<'_>,
) -> Result<(), Fault> {
    let rows = villages.iter().map(|village| vec![id.0.into(), Uuid::from_u128(village.0).into()]).collect();
    tx.insert("proceeding_place", &["proceeding_id", "village_id"], rows).await?;
    let row = vec![
        id.0.into(),
        (campaign.events() as i64).into(),
        false.into(),
        false.into(),
        standing(campaign).into(),
    ];
    let columns = ["proceeding_id", "events", "is_signed", "is_finished", "standing"];
    tx.insert("proceeding_now", &columns, vec![row]).await
}

/// Whether nothing is left to be done.
pub(super) fn is_finished(campaign: &Campaign<'_>) -> bool {
    campaign.board(AFTER_ALL).is_finished
}

/// Writes where a proceeding stands after a deed.
pub(crate) async fn renew(tx: &Tx, walk: &Walk, campaign: &Campaign<'_>) -> Result<(), Fault> {
    let sql = "update proceeding_now set events = $2, is_signed = $3, is_finished = $4, standing = $5 where proceeding_id = $1";
    let values = vec![
        walk.proceeding.id.0.into(),
        (campaign.events() as i64).into(),
        campaign.decision().is_some().into(),
        is_finished(campaign).into(),
        standing(campaign).into(),
    ];
    tx.execute(sql, values).await.map(|_| ())
}

/// What the events make of a proceeding, whatever time it is.
pub(crate) fn standing(campaign: &Campaign<'_>) -> Json {
    // After all that hangs, nothing is missing that only time brings; what hangs is told beside it.
    let board = campaign.board(AFTER_ALL);
    let steps = &campaign.procedure().steps;
    let lanes = board.lanes.iter().map(|lane| {
        let mut unmet: BTreeMap<&str, usize> = BTreeMap::new();
        for one in &lane.unmet {
            *unmet.entry(one.duty.code()).or_default() += one.households.len();
        }
        let moves = lane.moves.iter().map(|one| json!({ "do": one.deed.code(), "by": one.by }));
        let hangs = lane
            .village
            .and_then(|village| campaign.track(village)?.postings.last().map(|one| one.due.last_day));
        json!({
            "village": lane.village.map(|village| village_id(village).to_string()),
            "step": steps.get(lane.step).map(|step| step.id.as_str()),
            "since": lane.since.millis(), "whose": lane.whose, "unmet": unmet,
            "hangs_until": hangs.map(|day| day.to_string()), "moves": moves.collect::<Vec<_>>(),
        })
    });
    let clocks = board.late.iter().map(|late| {
        json!({
            "vi": late.what.vi, "en": late.what.en, "whose": late.whose, "last_day": late.due.last_day.to_string(),
            "provisional": late.due.is_provisional, "village": late.village.map(|village| village_id(village).to_string()),
        })
    });
    let tally = tally(campaign);
    json!({
        "lanes": lanes.collect::<Vec<_>>(), "clocks": clocks.collect::<Vec<_>>(),
        "tally": {
            "active": tally.active_households, "open": tally.open_households, "poor": tally.poor_households,
            "near_poor": tally.near_poor_households, "left": tally.left_households, "complaints": tally.open_complaints,
        },
    })
}

fn tally(campaign: &Campaign<'_>) -> Tally {
    let mut tally = Tally::default();
    for case in campaign.cases() {
        if campaign.case_state(case) == CaseState::Left {
            tally.left_households += 1;
        }
        if case.is_active() {
            tally.active_households += 1;
            match case.outcome() {
                None => tally.open_households += 1,
                Some(::review::Outcome::Poor) => tally.poor_households += 1,
                Some(::review::Outcome::NearPoor) => tally.near_poor_households += 1,
                Some(_) => {}
            }
        }
    }
    tally.open_complaints =
        campaign.complaints().filter(|(_, complaint)| complaint.answered_at.is_none()).count();
    tally
}

impl Registry {
    /// Where the proceedings of the scope stand, of one campaign if it is named: newest year first, then by commune.
    ///
    /// # Errors
    /// The database failed.
    pub async fn proceedings(
        &self,
        scope: &Scope,
        campaign: Option<CampaignId>,
    ) -> Result<Vec<ProceedingLine>, Fault> {
        if !super::deed::sees(scope) {
            return Ok(Vec::new());
        }
        let mut values = Vec::new();
        let inside = scope.condition("w", &mut values);
        let mut sql = format!(
            "select p.*, n.events, n.is_signed, n.is_finished, n.standing from proceeding p join proceeding_now n on n.proceeding_id = p.id \
             where exists (select 1 from proceeding_place l join village_now w on w.village_id = l.village_id \
             where l.proceeding_id = p.id and {inside})"
        );
        if let Some(campaign) = campaign {
            values.push(campaign.0.into());
            sql.push_str(&format!(" and p.campaign_id = ${}", values.len()));
        }
        sql.push_str(" order by p.year desc, p.month desc, p.commune_code, p.procedure, p.id");
        self.store.rows(&sql, values).await?.iter().map(line).collect()
    }

    /// The name of a step of a proceeding, and of its offices: its procedure as it was when it was opened.
    ///
    /// # Errors
    /// The database failed.
    pub async fn procedure_of(&self, proceeding: &Proceeding) -> Result<Procedure, Fault> {
        Ok(self.procedure_pack(&self.store, &proceeding.pack).await?.procedure.clone())
    }
}

fn line(row: &Row) -> Result<ProceedingLine, Fault> {
    let standing: Json = row.get("standing")?;
    let list = |key: &str| standing.get(key).and_then(Json::as_array).cloned().unwrap_or_default();
    let count = |key: &str| {
        let of = standing.get("tally").and_then(|tally| tally.get(key)?.as_u64());
        of.and_then(|n| usize::try_from(n).ok()).unwrap_or(0)
    };
    Ok(ProceedingLine {
        proceeding: header(row)?,
        events: row.get("events")?,
        is_signed: row.get("is_signed")?,
        is_finished: row.get("is_finished")?,
        lanes: list("lanes").iter().filter_map(lane).collect(),
        clocks: list("clocks").iter().filter_map(clock).collect(),
        tally: Tally {
            active_households: count("active"),
            open_households: count("open"),
            poor_households: count("poor"),
            near_poor_households: count("near_poor"),
            left_households: count("left"),
            open_complaints: count("complaints"),
        },
    })
}

fn village_of(json: &Json) -> Option<VillageId> {
    json.get("village")?.as_str()?.parse().ok()
}

fn texts(json: &Json) -> Vec<String> {
    json.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
}

fn lane(json: &Json) -> Option<Lane> {
    let unmet = json.get("unmet")?.as_object()?.iter();
    let moves = json.get("moves")?.as_array()?.iter();
    Some(Lane {
        village: village_of(json),
        step: json.get("step")?.as_str()?.to_owned(),
        since: Instant::from_millis(json.get("since")?.as_i64()?),
        whose: json.get("whose")?.as_str()?.to_owned(),
        unmet: unmet
            .filter_map(|(duty, n)| Some((duty.clone(), usize::try_from(n.as_u64()?).ok()?)))
            .collect(),
        hangs_until: json.get("hangs_until").and_then(|day| day.as_str()?.parse().ok()),
        moves: moves
            .filter_map(|one| {
                Some(Wanted { deed: one.get("do")?.as_str()?.to_owned(), by: texts(one.get("by")?) })
            })
            .collect(),
    })
}

fn clock(json: &Json) -> Option<Clock> {
    let text = |key: &str| json.get(key).and_then(Json::as_str);
    Some(Clock {
        what: LocalText { vi: text("vi")?.to_owned(), en: text("en")?.to_owned() },
        whose: text("whose")?.to_owned(),
        last_day: text("last_day")?.parse().ok()?,
        is_provisional: json.get("provisional")?.as_bool()?,
        village: village_of(json),
    })
}

/// Codes of the deeds that a lane always has and that are nobody's daily work.
pub(crate) fn is_work(deed: &str) -> bool {
    deed != DeedKind::GoBack.code()
}
