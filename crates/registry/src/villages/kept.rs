//! Thôn, tổ dân phố as administrators keep them: the list of an area, what was said of each and by which document, and the
//! acts by which one is added, restated or closed (sáp nhập, chia tách, đổi tên).

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use standards::units::{Level, Units};
use store::dates::Instant;
use store::{Fault, Queries, Row, Value};
use uuid::Uuid;
use vocab::{Day, Span, Zone, said};

use crate::access::Right;
use crate::act::{Cause, Done};
use crate::facts::{Fact, NewFact, about, ever_about};
use crate::projection::{Touched, refresh};
use crate::villages::{VillageDetails, today};
use crate::{Registry, Scope, Stopped, VillageId};

/// Villages of one page.
pub const VILLAGES_PAGE: usize = 100;

/// A village as it stands today.
#[derive(Clone, Debug)]
pub struct KeptVillage {
    /// Its id.
    pub id: VillageId,
    /// What is said of it, since `from`.
    pub details: VillageDetails,
    /// Whether it was closed, and into what.
    pub closed: Option<Closed>,
    /// Active households that live there by the register; those of a closed village are to be moved.
    pub households: i64,
}

/// The end of a village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// The first day without it.
    pub from: Day,
    /// What it became, with their names.
    pub successors: Vec<(VillageId, String)>,
}

/// What was said of a village in one act.
#[derive(Clone, Debug)]
pub struct VillageChange {
    /// Number of the act.
    pub act_seq: i64,
    /// When it was recorded.
    pub at: Instant,
    /// Who recorded it.
    pub by_name: Option<String>,
    /// The document that decided it.
    pub document: Option<String>,
    /// The first day for which it is said.
    pub from: Option<Day>,
    /// What is said, by key.
    pub value: Map<String, Json>,
    /// Whether the act was undone.
    pub is_undone: bool,
}

const COLUMNS: &str = "w.village_id, w.name, w.kind, w.commune_code, w.province_code, w.zone, w.zone_source, \
     (select count(*) from household_now h where h.village_id = w.village_id and h.is_active = true) as households";

impl Registry {
    /// Villages of the scope, of one commune if it is named, by commune and name; and how many there are in all.
    ///
    /// # Errors
    /// The database failed.
    pub async fn kept_villages(
        &self,
        scope: &Scope,
        commune: Option<&str>,
        page: usize,
    ) -> Result<(Vec<KeptVillage>, i64), Fault> {
        if !may_look(scope) {
            return Ok((Vec::new(), 0));
        }
        let mut values = Vec::new();
        let mut condition = scope.condition("w", &mut values);
        if let Some(commune) = commune {
            values.push(commune.to_owned().into());
            condition.push_str(&format!(" and w.commune_code = ${}", values.len()));
        }
        let counting = format!("select count(*) as n from village_now w where {condition}");
        let all = self
            .store
            .row(&counting, values.clone())
            .await?
            .map(|row| row.get::<i64>("n"))
            .transpose()?
            .unwrap_or(0);
        let skip = page.saturating_sub(1).saturating_mul(VILLAGES_PAGE);
        let sql = format!(
            "select {COLUMNS} from village_now w where {condition} order by w.commune_code, w.name, w.village_id limit {VILLAGES_PAGE} offset {skip}"
        );
        Ok((self.with_facts(&self.store.rows(&sql, values).await?).await?, all))
    }

    /// The provinces in which the scope has villages.
    ///
    /// # Errors
    /// The database failed.
    pub async fn village_provinces(&self, scope: &Scope) -> Result<Vec<String>, Fault> {
        let mut values = Vec::new();
        let condition = scope.condition("w", &mut values);
        let sql = format!("select distinct w.province_code from village_now w where {condition} order by 1");
        self.store.rows(&sql, values).await?.iter().map(|row| row.get("province_code")).collect()
    }

    /// One village of the scope.
    ///
    /// # Errors
    /// The database failed.
    pub async fn kept_village(&self, scope: &Scope, id: VillageId) -> Result<Option<KeptVillage>, Fault> {
        if !may_look(scope) {
            return Ok(None);
        }
        let mut values: Vec<Value> = vec![id.0.into()];
        let condition = scope.condition("w", &mut values);
        let sql = format!("select {COLUMNS} from village_now w where w.village_id = $1 and {condition}");
        Ok(self.with_facts(&self.store.rows(&sql, values).await?).await?.into_iter().next())
    }

    /// Everything that was ever said of a village of the scope, oldest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn village_changes(&self, scope: &Scope, id: VillageId) -> Result<Vec<VillageChange>, Fault> {
        if self.kept_village(scope, id).await?.is_none() {
            return Ok(Vec::new());
        }
        let mut changes = Vec::new();
        for fact in ever_about(&self.store, &[id.0]).await? {
            let sql = "select a.reason, u.name, exists (select 1 from act b where b.undoes = a.seq) as undone \
                 from act a left join user_account u on u.id = a.actor where a.seq = $1";
            let Some(row) = self.store.row(sql, vec![fact.act_seq.into()]).await? else { continue };
            changes.push(VillageChange {
                act_seq: fact.act_seq,
                at: fact.recorded_at,
                by_name: row.get("name")?,
                document: row.get("reason")?,
                from: fact.valid.from,
                value: fact.value.unwrap_or_default(),
                is_undone: row
                    .get::<bool>("undone")
                    .unwrap_or_else(|_| row.get::<i64>("undone").is_ok_and(|n| n != 0)),
            });
        }
        Ok(changes)
    }

    /// Adds a village by a document.
    ///
    /// # Errors
    /// The place lies outside the scope or is no commune on that day, a name, source or document is missing; or the database
    /// failed.
    pub async fn add_village(
        &self,
        by: &Scope,
        units: &Units,
        (village, document): (&VillageDetails, &str),
        at: Instant,
    ) -> Result<VillageId, Stopped> {
        let document = checked(by, units, village, document, at)?;
        let id = VillageId::fresh();
        let cause = Cause { reason: Some(document), ..Cause::new("village.add", Some(by.user())) };
        self.say_of_villages(cause, vec![(id, village.clone())], true, at).await?;
        Ok(id)
    }

    /// Says what is true of a village of the scope from a day on: another name, another zone, another commune.
    ///
    /// # Errors
    /// As for [`Registry::add_village`]; or the village lies outside the scope.
    pub async fn restate_village(
        &self,
        by: &Scope,
        units: &Units,
        id: VillageId,
        (village, document): (&VillageDetails, &str),
        at: Instant,
    ) -> Result<Done, Stopped> {
        let document = checked(by, units, village, document, at)?;
        self.kept_village(by, id).await?.ok_or_else(not_yours)?;
        let cause = Cause { reason: Some(document), ..Cause::new("village.restate", Some(by.user())) };
        self.say_of_villages(cause, vec![(id, village.clone())], false, at).await
    }

    /// Closes a village from a day on: it became these others. Its households stay where the register has them until they
    /// are moved.
    ///
    /// # Errors
    /// A village lies outside the scope, is closed already or its own successor, there is no document; or the database
    /// failed.
    pub async fn close_village(
        &self,
        by: &Scope,
        id: VillageId,
        successors: &[VillageId],
        (document, from): (&str, Day),
        at: Instant,
    ) -> Result<Done, Stopped> {
        may_keep(by)?;
        let document = documented(document)?;
        let village = self.kept_village(by, id).await?.ok_or_else(not_yours)?;
        if village.closed.is_some() {
            return Err(Stopped::refused(
                said!("thôn, tổ dân phố này đã kết thúc", "this village is closed already"),
                said!("tải lại trang", "load the page again"),
            ));
        }
        if from > today(at) {
            return Err(in_future());
        }
        for successor in successors {
            let into = self.kept_village(by, *successor).await?.ok_or_else(not_yours)?;
            if *successor == id || into.closed.is_some() {
                return Err(Stopped::refused(
                    said!(
                        "một thôn, tổ dân phố không thể nhập vào chính nó hoặc vào nơi đã kết thúc",
                        "a village cannot become itself or one that is closed"
                    ),
                    said!("chọn thôn, tổ dân phố đang có", "choose a village that there is"),
                ));
            }
        }
        let ids: Vec<String> = successors.iter().map(ToString::to_string).collect();
        let mut value = Map::new();
        value.insert("is_closed".to_owned(), true.into());
        value.insert("successors".to_owned(), json!(ids));
        let cause = Cause { reason: Some(document), ..Cause::new("village.close", Some(by.user())) };
        let mut act = self.begin(cause, at).await?;
        let valid = Span { from: Some(from), until: None };
        act.say(NewFact { subject: id.0, attribute: "end", object: None, value, valid });
        let done = act.write().await?;
        let touched = Touched { villages: [id.0].into(), ..Touched::default() };
        refresh(&act.tx, touched, self.now(at)).await?;
        act.commit().await?;
        Ok(done)
    }

    /// Whether somebody may take back what was said of a village; `None` is the program itself.
    pub(crate) async fn may_undo_village(&self, by: Option<&Scope>, id: VillageId) -> Result<(), Stopped> {
        let Some(by) = by else { return Ok(()) };
        may_keep(by)?;
        self.kept_village(by, id).await?.map(|_| ()).ok_or_else(not_yours)
    }

    async fn with_facts(&self, rows: &[Row]) -> Result<Vec<KeptVillage>, Fault> {
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id("village_id")).collect::<Result<_, _>>()?;
        let mut facts: BTreeMap<Uuid, Vec<Fact>> = BTreeMap::new();
        for fact in about(&self.store, &ids).await? {
            facts.entry(fact.subject).or_default().push(fact);
        }
        let mut villages = Vec::with_capacity(rows.len());
        for row in rows {
            let id = row.id("village_id")?;
            let said = facts.get(&id).map(Vec::as_slice).unwrap_or_default();
            let newest = |attribute| said.iter().rfind(|fact| fact.attribute == attribute);
            let since = newest("details").and_then(|fact| fact.valid.from).unwrap_or(Day::from_epoch_days(0));
            let closed = match newest("end") {
                None => None,
                Some(end) => Some(self.closed(end).await?),
            };
            villages.push(KeptVillage {
                id: VillageId(id),
                details: VillageDetails {
                    name: row.get("name")?,
                    kind: row.get("kind")?,
                    commune_code: row.get("commune_code")?,
                    province_code: row.get("province_code")?,
                    zone: Zone::from_code(&row.get::<String>("zone")?).unwrap_or(Zone::Rural),
                    zone_source: row.get("zone_source")?,
                    from: since,
                },
                closed,
                households: row.get("households")?,
            });
        }
        Ok(villages)
    }

    async fn closed(&self, end: &Fact) -> Result<Closed, Fault> {
        let named = end.value.as_ref().and_then(|value| value.get("successors")).and_then(Json::as_array);
        let ids = named.into_iter().flatten().filter_map(|id| id.as_str()?.parse::<VillageId>().ok());
        let mut successors = Vec::new();
        for id in ids {
            let row = self
                .store
                .row("select name from village_now where village_id = $1", vec![id.0.into()])
                .await?;
            let name = row.map(|row| row.get("name")).transpose()?.unwrap_or_default();
            successors.push((id, name));
        }
        Ok(Closed { from: end.valid.from.unwrap_or(Day::from_epoch_days(0)), successors })
    }
}

fn may_look(scope: &Scope) -> bool {
    matches!(scope.right(), Right::KeepReference | Right::SeeAudit)
}

fn may_keep(by: &Scope) -> Result<(), Stopped> {
    if by.right() == Right::KeepReference { Ok(()) } else { Err(not_yours()) }
}

fn documented(document: &str) -> Result<&str, Stopped> {
    let document = document.trim();
    if !document.is_empty() {
        return Ok(document);
    }
    Err(Stopped::refused(
        said!("chưa ghi văn bản quyết định", "the document that decided it is missing"),
        said!(
            "ghi số, ngày và cơ quan ban hành của nghị quyết hoặc quyết định",
            "name the resolution or decision"
        ),
    ))
}

/// The document, if everything can be said of a village in this place.
fn checked<'d>(
    by: &Scope,
    units: &Units,
    village: &VillageDetails,
    document: &'d str,
    at: Instant,
) -> Result<&'d str, Stopped> {
    may_keep(by)?;
    let unit = units.on(Level::Commune, &village.commune_code, village.from);
    let is_there = unit
        .is_some_and(|unit| unit.province_code == village.province_code && unit.valid.contains(today(at)));
    if !by.covers(&village.province_code, &village.commune_code, None) {
        return Err(not_yours());
    }
    if village.from > today(at) {
        return Err(in_future());
    }
    if !is_there {
        return Err(Stopped::refused(
            said!(
                "xã, phường này không có trong ngày đó, hoặc mã khi ấy là của nơi khác",
                "there is no such commune on that day, or its code was another place's then"
            ),
            said!(
                "ghi ngày trong thời gian của xã, phường hiện nay",
                "write a day in the time of today's commune"
            ),
        ));
    }
    if village.zone_source.trim().is_empty() {
        return Err(Stopped::refused(
            said!("chưa ghi nguồn của khu vực thành thị, nông thôn", "the source of the zone is missing"),
            said!(
                "ghi văn bản cho biết là thành thị hay nông thôn",
                "name what says whether it is urban or rural"
            ),
        ));
    }
    documented(document)
}

fn in_future() -> Stopped {
    Stopped::refused(
        said!("ngày này chưa đến", "that day has not come yet"),
        said!("ghi khi việc đã có hiệu lực", "record it once it is in force"),
    )
}

/// The same words whether it does not exist or is not in reach.
fn not_yours() -> Stopped {
    Stopped::refused(
        said!(
            "không có xã, phường, thôn hoặc tổ dân phố này trong địa bàn được giao",
            "there is no such commune or village in your area"
        ),
        said!("chọn một nơi trong danh sách", "choose one from the list"),
    )
}
