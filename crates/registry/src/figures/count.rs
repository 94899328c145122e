//! The queries of the figures: each counts in the database and returns one row a group.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use store::{Fault, Queries, Store, Value};
use uuid::Uuid;
use vocab::{Day, said};

use crate::figures::{Deprived, Flow, Tally, YearFigures};
use crate::{Scope, VillageId};

/// Counts within a scope.
pub(crate) struct Count<'a> {
    pub(crate) store: &'a Store,
    pub(crate) scope: &'a Scope,
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
    pub(crate) fn is_postgres(&self) -> bool {
        self.store.is_postgres()
    }

    /// Campaigns of a standard by year.
    pub(crate) async fn campaigns(&self, standard: &str) -> Result<BTreeMap<i32, Vec<Uuid>>, Fault> {
        let sql = "select c.id, c.year from campaign c where c.standard = $1 \
                   and not exists (select 1 from act u where u.undoes = c.act_seq) order by c.act_seq";
        let mut campaigns: BTreeMap<i32, Vec<Uuid>> = BTreeMap::new();
        for row in self.store.rows(sql, vec![standard.into()]).await? {
            let year: i64 = row.get("year")?;
            let year = i32::try_from(year).map_err(|_| {
                Fault::damaged(said!(
                    "một đợt rà soát có năm không dùng được",
                    "a campaign has no usable year"
                ))
            })?;
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
        // Grouped in the order of the index `household_now_figures`; `is_active = true` would lead SQLite to another one.
        let sql = format!(
            "select g.*, v.name, v.province_code, v.commune_code from (select h.village_id, \
             case when h.is_ethnic_minority then 1 else 0 end as minority, count(*) as households, \
             cast(sum(h.members) as bigint) as persons from household_now h where h.is_active and {inside} \
             group by h.commune_code, h.village_id, h.is_active, h.is_ethnic_minority) g \
             join village_now v on v.village_id = g.village_id"
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
        let mut values = Vec::new();
        let columns = ["village_id", "province_code", "commune_code"];
        let Some(newest) = self.newest(of, &columns, &mut values) else { return Ok(Vec::new()) };
        let sql = format!(
            "{newest} select g.*, v.name, v.province_code as province_today, v.commune_code as commune_today \
             from (select n.village_id, n.province_code, n.commune_code, \
             case when h.is_ethnic_minority then 1 else 0 end as minority, n.outcome, \
             count(*) as households, cast(sum(n.members) as bigint) as persons \
             from newest n left join household_now h on h.household_id = n.household_id \
             group by n.village_id, n.province_code, n.commune_code, minority, n.outcome) g \
             join village_now v on v.village_id = g.village_id"
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
        let mut values = Vec::new();
        let Some(newest) = self.newest(of, &[], &mut values) else { return Ok(Vec::new()) };
        let sql = format!(
            "{newest} select year, outcome, count(*) as households, cast(sum(members) as bigint) as persons \
             from newest group by year, outcome"
        );
        let mut years: BTreeMap<i32, BTreeMap<String, Tally>> =
            of.keys().map(|year| (*year, BTreeMap::new())).collect();
        for row in self.store.rows(&sql, values).await? {
            let tally = Tally { households: row.get("households")?, persons: row.get("persons")? };
            years.entry(row.get("year")?).or_default().insert(row.get("outcome")?, tally);
        }
        Ok(years.into_iter().map(|(year, by_outcome)| YearFigures { year, by_outcome }).collect())
    }

    /// Households by indicator and outcome. The database counts equal lists of deprivations, which are few.
    pub(super) async fn deprived(&self, of: &BTreeMap<i32, Vec<Uuid>>) -> Result<Vec<Deprived>, Fault> {
        let mut values = Vec::new();
        let Some(newest) = self.newest(of, &["deprived"], &mut values) else { return Ok(Vec::new()) };
        let sql = format!(
            "{newest} select outcome, deprived, count(*) as households from newest group by outcome, deprived"
        );
        let mut counts: BTreeMap<(String, String), i64> = BTreeMap::new();
        for row in self.store.rows(&sql, values).await? {
            let (outcome, households): (String, i64) = (row.get("outcome")?, row.get("households")?);
            let deprived: Json = row.get("deprived")?;
            for indicator in deprived.as_array().into_iter().flatten().filter_map(Json::as_str) {
                *counts.entry((indicator.to_owned(), outcome.clone())).or_default() += households;
            }
        }
        let deprived = |((indicator, outcome), households)| Deprived { indicator, outcome, households };
        Ok(counts.into_iter().map(deprived).collect())
    }

    /// Households by outcome then and outcome now.
    pub(super) async fn flow(
        &self,
        of: &BTreeMap<i32, Vec<Uuid>>,
        from: i32,
        to: i32,
    ) -> Result<Vec<Flow>, Fault> {
        let mut values = Vec::new();
        let Some(newest) = self.newest(of, &[], &mut values) else { return Ok(Vec::new()) };
        values.extend([from.into(), to.into()]);
        let (from_at, to_at) = (values.len() - 1, values.len());
        let sql = format!(
            "{newest}, pairs as (select household_id, \
             max(case when year = ${from_at} then outcome end) as earlier, \
             max(case when year = ${to_at} then outcome end) as later \
             from newest group by household_id) \
             select earlier, later, count(*) as households from pairs group by earlier, later order by earlier, later"
        );
        let rows = self.store.rows(&sql, values).await?;
        let flow = |row: &store::Row| {
            Ok(Flow { from: row.get("earlier")?, to: row.get("later")?, households: row.get("households")? })
        };
        rows.iter().map(flow).collect()
    }

    /// The decisions of some years that count, as `newest`: of each household the newest of a year, without those of
    /// undone acts, and with the village inside the scope as it lies today. Its values are added; `None` is no campaign.
    ///
    /// Few columns, and all of the index `assessment_figures`: the rows themselves are long.
    pub(crate) fn newest(
        &self,
        of: &BTreeMap<i32, Vec<Uuid>>,
        columns: &[&str],
        values: &mut Vec<Value>,
    ) -> Option<String> {
        let inside = self.scope.condition("w", values);
        let village =
            if inside == "true" { "" } else { "join village_now w on w.village_id = a.village_id " };
        let columns: String = columns.iter().map(|column| format!("a.{column}, ")).collect();
        let undone = "(select undoes from act where undoes is not null)";
        let mut years = Vec::new();
        for (year, ids) in of.iter().filter(|(_, ids)| !ids.is_empty()) {
            let first = values.len() + 1;
            values.extend(ids.iter().map(|id| Value::from(*id)));
            let campaigns: Vec<String> = (first..=values.len()).map(|at| format!("${at}")).collect();
            let campaigns = campaigns.join(", ");
            years.push(format!(
                "select a.household_id, {year} as year, {columns}a.outcome, a.members from assessment a {village}\
                 where a.campaign_id in ({campaigns}) and {inside} and a.act_seq not in {undone} \
                 and not exists (select 1 from assessment b where b.campaign_id in ({campaigns}) \
                 and b.household_id = a.household_id and (b.act_seq, b.ordinal) > (a.act_seq, a.ordinal) \
                 and b.act_seq not in {undone})"
            ));
        }
        (!years.is_empty()).then(|| format!("with newest as ({})", years.join(" union all ")))
    }
}
