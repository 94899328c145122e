//! The reports that are here, each with what became of it.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use standards::units::{Level, Units};
use store::dates::Instant;
use store::{Fault, Queries, Row, Value, places};
use uuid::Uuid;
use vocab::{Day, said};

use super::content::{Content, Period};
use crate::access::Right;
use crate::villages::today;
use crate::{PeerId, Registry, ReportId, Scope, UserId};

/// Báo cáo đã gửi.
#[derive(Clone, Debug)]
pub struct SentReport {
    /// Its id, the same in every instance.
    pub id: ReportId,
    /// What it says.
    pub content: Content,
    /// The hash of what it says.
    pub sha256: String,
    /// When it was sent.
    pub sent_at: Instant,
    /// Who sent it, or took it from a file; `None` is the operator at the machine.
    pub by: Option<UserId>,
    /// Their name.
    pub by_name: Option<String>,
    /// The report that it is sent instead of.
    pub replaces: Option<ReportId>,
    /// The report that was sent instead of it.
    pub replaced_by: Option<ReportId>,
    /// The instance that it came from as a file.
    pub peer: Option<(PeerId, String)>,
    /// Number of the act.
    pub act_seq: i64,
    /// What became of it, oldest first.
    pub events: Vec<ReportEvent>,
}

/// What can happen to a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Happened {
    /// Đã nhận.
    Received,
    /// Trả lại kèm ý kiến.
    Returned,
    /// Chấp nhận.
    Accepted,
}

impl Happened {
    /// As it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Happened::Received => "receive",
            Happened::Returned => "return",
            Happened::Accepted => "accept",
        }
    }

    /// What a code means.
    pub fn from_code(code: &str) -> Option<Happened> {
        [Happened::Received, Happened::Returned, Happened::Accepted]
            .into_iter()
            .find(|one| one.code() == code)
    }
}

/// One thing that happened to a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportEvent {
    /// What.
    pub what: Happened,
    /// When, where it happened.
    pub at: Instant,
    /// Number of the receipt, in the year of `at`.
    pub receipt: Option<i64>,
    /// What is to be mended.
    pub comment: Option<String>,
    /// The name of who did it, or took it from a file.
    pub by_name: Option<String>,
    /// The instance whose receipt says so.
    pub peer: Option<String>,
}

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Sent, and nobody above has it yet.
    Sent,
    /// Received.
    Received,
    /// Returned with comments.
    Returned,
    /// Accepted.
    Accepted,
    /// Another one was sent instead.
    Replaced,
}

impl State {
    /// Its name for programs, and the key of its words.
    pub const fn code(self) -> &'static str {
        match self {
            State::Sent => "sent",
            State::Received => "received",
            State::Returned => "returned",
            State::Accepted => "accepted",
            State::Replaced => "replaced",
        }
    }
}

impl SentReport {
    /// Where it stands.
    pub fn state(&self) -> State {
        if self.replaced_by.is_some() {
            return State::Replaced;
        }
        match self.events.last().map(|event| event.what) {
            None => State::Sent,
            Some(Happened::Received) => State::Received,
            Some(Happened::Returned) => State::Returned,
            Some(Happened::Accepted) => State::Accepted,
        }
    }

    /// Whether it was sent after the last day on which it was in time.
    pub fn is_late(&self) -> bool {
        self.content.due.is_some_and(|due| today(self.sent_at) > due)
    }

    /// The receipt: its number and when.
    pub fn receipt(&self) -> Option<(i64, Instant)> {
        self.events.iter().find_map(|event| Some((event.receipt?, event.at)))
    }

    fn lies_in(&self, scope: &Scope, units: &Units, day: Day) -> bool {
        let unit = &self.content.unit;
        let commune = unit.commune.as_ref().map_or("", |(code, _)| code.as_str());
        lies_in((&unit.province.0, commune), self.sent_at, scope, (units, day))
    }
}

/// Whether a unit that reported lies in a scope on a day. A commune's role is for the unit of its day: one that has the code of an
/// older commune does not see the reports of that one.
fn lies_in(
    (province, commune): (&str, &str),
    sent_at: Instant,
    scope: &Scope,
    (units, day): (&Units, Day),
) -> bool {
    if scope.covers(province, "", None) {
        return true;
    }
    let then = units.on(Level::Commune, commune, today(sent_at));
    then.is_some_and(|then| then.valid.contains(day)) && scope.covers(province, commune, None)
}

const SELECT: &str = "select r.id, r.content, r.sha256, r.sent_at, r.replaces, r.peer_id, r.act_seq, a.actor, u.name as actor_name, \
     p.name as peer_name, (select b.id from report b where b.replaces = r.id order by b.act_seq limit 1) as replaced_by \
     from report r join act a on a.seq = r.act_seq left join user_account u on u.id = a.actor left join peer p on p.id = r.peer_id";

fn sees(scope: &Scope) -> bool {
    matches!(scope.right(), Right::SeeFigures | Right::SendReports | Right::ReceiveReports)
}

impl Registry {
    /// The reports of one period in the scope, newest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sent_reports(
        &self,
        scope: &Scope,
        (units, day): (&Units, Day),
        period: Period,
    ) -> Result<Vec<SentReport>, Fault> {
        if !sees(scope) {
            return Ok(Vec::new());
        }
        let mut found = of_period(&self.store, period).await?;
        found.retain(|report| report.lies_in(scope, units, day));
        Ok(found)
    }

    /// One report of the scope.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sent_report(
        &self,
        scope: &Scope,
        (units, day): (&Units, Day),
        id: ReportId,
    ) -> Result<Option<SentReport>, Fault> {
        if !sees(scope) {
            return Ok(None);
        }
        let found = one(&self.store, id).await?;
        Ok(found.filter(|report| report.lies_in(scope, units, day)))
    }

    /// Every report, newest first: for the operator at the machine.
    ///
    /// # Errors
    /// The database failed.
    pub async fn all_reports(&self) -> Result<Vec<SentReport>, Fault> {
        load(&self.store, "1 = 1", vec![]).await
    }

    /// The periods of which there are reports in the scope, newest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn report_periods(&self, scope: &Scope, at: (&Units, Day)) -> Result<Vec<Period>, Fault> {
        if !sees(scope) {
            return Ok(Vec::new());
        }
        let sql = "select distinct kind, year, month, province_code, commune_code, sent_at from report";
        let mut periods: Vec<Period> = Vec::new();
        for row in self.store.rows(sql, vec![]).await? {
            let (kind, year, month): (String, i64, i64) =
                (row.get("kind")?, row.get("year")?, row.get("month")?);
            let text =
                if month == 0 { format!("{kind}-{year}") } else { format!("{kind}-{year}-{month:02}") };
            let unit: (String, String) = (row.get("province_code")?, row.get("commune_code")?);
            let sent_at = row.instant("sent_at")?.unwrap_or(Instant::from_millis(0));
            if lies_in((&unit.0, &unit.1), sent_at, scope, at) {
                periods.extend(text.parse::<Period>().ok());
            }
        }
        periods.sort_by_key(|period| std::cmp::Reverse((period.year, period.month, period.kind)));
        periods.dedup();
        Ok(periods)
    }
}

pub(super) async fn of_period(on: &impl Queries, period: Period) -> Result<Vec<SentReport>, Fault> {
    let month = i64::from(period.month.unwrap_or(0));
    let values: Vec<Value> =
        vec![period.kind.code().to_owned().into(), i64::from(period.year).into(), month.into()];
    load(on, "r.kind = $1 and r.year = $2 and r.month = $3", values).await
}

pub(super) async fn one(on: &impl Queries, id: ReportId) -> Result<Option<SentReport>, Fault> {
    Ok(load(on, "r.id = $1", vec![id.0.into()]).await?.pop())
}

async fn load(on: &impl Queries, condition: &str, values: Vec<Value>) -> Result<Vec<SentReport>, Fault> {
    let sql = format!("{SELECT} where {condition} order by r.act_seq desc, r.ordinal desc");
    let rows = on.rows(&sql, values).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id("id")).collect::<Result<_, _>>()?;
    let mut events = events(on, &ids).await?;
    rows.iter().map(|row| read(row, &mut events)).collect()
}

async fn events(on: &impl Queries, ids: &[Uuid]) -> Result<BTreeMap<Uuid, Vec<ReportEvent>>, Fault> {
    let mut found: BTreeMap<Uuid, Vec<ReportEvent>> = BTreeMap::new();
    for some in ids.chunks(500) {
        let among = places(1, some.len(), on.is_postgres());
        let sql = format!(
            "select e.report_id, e.kind, e.at, e.receipt, e.comment, u.name as actor_name, p.name as peer_name from report_event e \
             join act a on a.seq = e.act_seq left join user_account u on u.id = a.actor left join peer p on p.id = e.peer_id \
             where e.report_id in ({among}) order by e.report_id, e.number"
        );
        let values = some.iter().map(|id| (*id).into()).collect();
        for row in on.rows(&sql, values).await? {
            let kind: String = row.get("kind")?;
            let event = ReportEvent {
                what: Happened::from_code(&kind).ok_or_else(unreadable)?,
                at: row.instant("at")?.unwrap_or(Instant::from_millis(0)),
                receipt: row.get("receipt")?,
                comment: row.get("comment")?,
                by_name: row.get("actor_name")?,
                peer: row.get("peer_name")?,
            };
            found.entry(row.id("report_id")?).or_default().push(event);
        }
    }
    Ok(found)
}

fn read(row: &Row, events: &mut BTreeMap<Uuid, Vec<ReportEvent>>) -> Result<SentReport, Fault> {
    let id: Uuid = row.id("id")?;
    let json: Json = row.get("content")?;
    let peer = row.get::<Option<Uuid>>("peer_id")?.map(PeerId);
    let peer_name = row.get::<Option<String>>("peer_name")?.unwrap_or_default();
    Ok(SentReport {
        id: ReportId(id),
        content: Content::of_json(&json).ok_or_else(unreadable)?,
        sha256: row.get("sha256")?,
        sent_at: row.instant("sent_at")?.unwrap_or(Instant::from_millis(0)),
        by: row.get::<Option<Uuid>>("actor")?.map(UserId),
        by_name: row.get("actor_name")?,
        replaces: row.get::<Option<Uuid>>("replaces")?.map(ReportId),
        replaced_by: row.get::<Option<Uuid>>("replaced_by")?.map(ReportId),
        peer: peer.map(|peer| (peer, peer_name)),
        act_seq: row.get("act_seq")?,
        events: events.remove(&id).unwrap_or_default(),
    })
}

fn unreadable() -> Fault {
    Fault::damaged(said!("không đọc được một báo cáo đã gửi", "a report that was sent cannot be read"))
}
