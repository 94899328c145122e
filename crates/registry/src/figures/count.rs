//! The queries of the figures: each counts in the database and returns one row a group.

use std::collections::BTreeMap;

use store::{Fault, Queries, Store, Value};
use uuid::Uuid;
use vocab::Day;

use crate::figures::{Deprived, Flow, Tally, YearFigures};
use crate::{Scope, VillageId};

/// Counts within a scope.
pub(super) struct Count<'a> {
    pub(super) store: &'a Store,
    pub(super) scope: &'a Scope,
}

/// Active households of a village today.
#[derive(Clone, Debug)]
pub(super) struct Home {
    pub(super) village: VillageId,
    pub(super) name: String,
    pub(super) province: String,
    pub(super) commune: String,
    pub(super) is_minority: bool,
    pub(super) tally: Tally,
}

/// Decisions of a year with one outcome in a village.
#[derive(Clone, Debug)]
pub(super) struct Decided {
    pub(super) village: VillageId,
    pub(super) name: String,
    /// Province and commune today.
    pub(super) today: (String, String),
    /// Province and commune of the time.
    pub(super) then: (String, String),
    pub(super) is_minority: bool,
    pub(super) outcome: String,
    pub(super) tally: Tally,
}

impl Count<'_> {
    /// Campaigns of a standard by year.
    pub(super) async fn campaigns(&self, standard: &str) -> Result<BTreeMap<i32, Vec<Uuid>>, Fault> {
        let sql = "select c.id, c.year from campaign c where c.standard = $1 \
                   and not exists (select 1 from act u where u.undoes = c.act_seq) order by c.act_seq";
        let mut campaigns: BTreeMap<i32, Vec<Uuid>> = BTreeMap::new();
        for row in self.store.rows(sql, vec![standard.into()]).await? {
            let year: i64 = row.get("year")?;
            let year = i32::try_from(year).map_err(|_| Fault::damaged("a campaign has no usable year"))?;
            campaigns.entry(year).or_default().push(row.id("id")?);
        }
        Ok(campaigns)
    }

    pub(super) async fn age_day(&self, campaign: Uuid) -> Result<Option<Day>, Fault> {
        let row = self.store.row("select age_day from campaign where id = $1", vec![campaign.into()]).await?;
        let day = row.map(|row| row.day("age_day")).transpose()?.flatten();
        Ok(day.map(Day::from_epoch_days))
    }

    /// Active households by village and group.
    pub(super) async fn homes(&self) -> Result<Vec<Home>, Fault> {
        let mut values = Vec::new();
        let inside = self.scope.condition("h", &mut values);
        let sql = format!(
            "select g.*, v.name, v.province_code, v.commune_code from (select h.village_id, \
             case when h.is_ethnic_minority then 1 else 0 end as minority, count(*) as households, \
             cast(sum(h.members) as bigint) as persons from household_now h where h.is_active and {inside} \
             group by h.village_id, minority) g join village_now v on v.village_id = g.village_id"
        );
        let rows = self.store.rows(&sql, values).await?;
        let home = |row: &store::Row| {
            Ok(Home {
                village: VillageId(row.id("village_id")?),
                name: row.get("name")?,
                province: row.get("province_code")?,
                commune: row.get("commune_code")?,
                is_minority: row.get::<i32>("minority")? == 1,
                tally: Tally { households: row.get("households")?, persons: row.get("persons")? },
            })
        };
        rows.iter().map(home).collect()
    }

    /// Decisions by village, group and outcome.
    pub(super) async fn decided(&self, of: &BTreeMap<i32, Vec<Uuid>>) -> Result<Vec<Decided>, Fault> {
        let Some((newest, values)) = self.newest(of, &["village_id", "province_code", "commune_code"]) else {
            return Ok(Vec::new());
        };
        let sql = format!(
            "{newest} select n.village_id, v.name, v.province_code as province_today, v.commune_code as commune_today, \
             n.province_code, n.commune_code, case when h.is_ethnic_minority then 1 else 0 end as minority, n.outcome, \
             count(*) as households, cast(sum(n.members) as bigint) as persons \
             from newest n join village_now v on v.village_id = n.village_id \
             left join household_now h on h.household_id = n.household_id where n.place = 1 \
             group by n.village_id, v.name, v.province_code, v.commune_code, n.province_code, n.commune_code, minority, n.outcome"
        );
        let rows = self.store.rows(&sql, values).await?;
        let decided = |row: &store::Row| {
            Ok(Decided {
                village: VillageId(row.id("village_id")?),
                name: row.get("name")?,
                today: (row.get("province_today")?, row.get("commune_today")?),
                then: (row.get("province_code")?, row.get("commune_code")?),
                is_minority: row.get::<i32>("minority")? == 1,
                outcome: row.get("outcome")?,
                tally: Tally { households: row.get("households")?, persons: row.get("persons")? },
            })
        };
        rows.iter().map(decided).collect()
    }

    /// Decisions by year and outcome.
    pub(super) async fn trend(&self, of: &BTreeMap<i32, Vec<Uuid>>) -> Result<Vec<YearFigures>, Fault> {
        let Some((newest, values)) = self.newest(of, &[]) else { return Ok(Vec::new()) };
        let sql = format!(
            "{newest} select year, outcome, count(*) as households, cast(sum(members) as bigint) as persons \
             from newest where place = 1 group by year, outcome"
        );
        let mut years: BTreeMap<i32, BTreeMap<String, Tally>> =
            of.keys().map(|year| (*year, BTreeMap::new())).collect();
        for row in self.store.rows(&sql, values).await? {
            let tally = Tally { households: row.get("households")?, persons: row.get("persons")? };
            years.entry(row.get("year")?).or_default().insert(row.get("outcome")?, tally);
        }
        Ok(years.into_iter().map(|(year, by_outcome)| YearFigures { year, by_outcome }).collect())
    }

    /// Households by indicator and outcome.
    pub(super) async fn deprived(&self, of: &BTreeMap<i32, Vec<Uuid>>) -> Result<Vec<Deprived>, Fault> {
        let Some((newest, values)) = self.newest(of, &["deprived"]) else { return Ok(Vec::new()) };
        let (items, id) = if self.store.is_postgres() {
            ("jsonb_array_elements_text(n.deprived) as d(value)", "d.value")
        } else {
            ("json_each(n.deprived) d", "d.value")
        };
        let sql = format!(
            "{newest} select {id} as indicator, n.outcome, count(*) as households from newest n cross join {items} \
             where n.place = 1 group by {id}, n.outcome order by {id}, n.outcome"
        );
        let rows = self.store.rows(&sql, values).await?;
        let deprived = |row: &store::Row| {
            Ok(Deprived {
                indicator: row.get("indicator")?,
                outcome: row.get("outcome")?,
                households: row.get("households")?,
            })
        };
        rows.iter().map(deprived).collect()
    }

    /// Households by outcome then and outcome now.
    pub(super) async fn flow(
        &self,
        of: &BTreeMap<i32, Vec<Uuid>>,
        from: i32,
        to: i32,
    ) -> Result<Vec<Flow>, Fault> {
        let Some((newest, mut values)) = self.newest(of, &[]) else { return Ok(Vec::new()) };
        values.extend([from.into(), to.into()]);
        let (from_at, to_at) = (values.len() - 1, values.len());
        let sql = format!(
            "{newest}, pairs as (select household_id, \
             max(case when year = ${from_at} then outcome end) as earlier, \
             max(case when year = ${to_at} then outcome end) as later \
             from newest where place = 1 group by household_id) \
             select earlier, later, count(*) as households from pairs group by earlier, later order by earlier, later"
        );
        let rows = self.store.rows(&sql, values).await?;
        let flow = |row: &store::Row| {
            Ok(Flow { from: row.get("earlier")?, to: row.get("later")?, households: row.get("households")? })
        };
        rows.iter().map(flow).collect()
    }

    /// Decisions of some years within the scope as `newest`; those with `place = 1` count. The scope is asked of the village
    /// in which it was decided, where that village lies today.
    /// Few columns: rows are sorted, and what they carry is carried along.
    fn newest(&self, of: &BTreeMap<i32, Vec<Uuid>>, columns: &[&str]) -> Option<(String, Vec<Value>)> {
        let mut values: Vec<Value> = Vec::new();
        let mut campaigns = Vec::new();
        let mut cases = String::new();
        for (year, ids) in of {
            for id in ids {
                values.push((*id).into());
                let at = values.len();
                campaigns.push(format!("${at}"));
                cases.push_str(&format!(" when ${at} then {year}"));
            }
        }
        if campaigns.is_empty() {
            return None;
        }
        let inside = self.scope.condition("w", &mut values);
        let places = if inside == "true" { "" } else { "join village_now w on w.village_id = a.village_id " };
        let columns: String = columns.iter().map(|column| format!("a.{column}, ")).collect();
        let sql = format!(
            "with of_years as (select a.household_id, case a.campaign_id{cases} end as year, {columns}\
             a.outcome, a.members, a.act_seq, a.ordinal from assessment a {places}where a.campaign_id in ({}) and {inside} \
             and a.act_seq not in (select undoes from act where undoes is not null)), \
             newest as (select of_years.*, row_number() over (partition by household_id, year \
             order by act_seq desc, ordinal desc) as place from of_years)",
            campaigns.join(", ")
        );
        Some((sql, values))
    }
}
