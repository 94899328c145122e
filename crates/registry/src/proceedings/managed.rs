//! Hộ đang quản lý: which households a commune manages as poor or near-poor, and which lists they were on before – from signed
//! decisions; of households that no decision here is about, from their newest recorded result of an earlier campaign.
//!
//! The second is for the first campaign after a registry was set up, when the decisions of before lie on paper only. From the
//! first decision about a household on, nothing but decisions counts for it.

use std::collections::{BTreeMap, BTreeSet};

use ::review::{Class, HouseholdRef, Managed, VillageRef};
use engine::cases::UNDETERMINED;
use serde_json::Value as Json;
use store::{Fault, Queries, Row, Value, places};
use uuid::Uuid;
use vocab::{Day, said};

use super::Walk;
use super::status::STATUS;
use super::wire::class_of;
use crate::{CampaignId, Registry};

/// The first day on which the results of a campaign hold.
pub(crate) async fn result_day(on: &impl Queries, campaign: CampaignId) -> Result<Day, Fault> {
    let row = on.row("select result_day from campaign where id = $1", vec![campaign.0.into()]).await?;
    let day = row.map(|row| row.day("result_day")).transpose()?.flatten();
    day.map(Day::from_epoch_days)
        .ok_or_else(|| Fault::damaged(said!("một đợt rà soát thiếu ngày", "a campaign lacks a day")))
}

/// A household that is managed, and since which day it is on its list.
pub(crate) async fn of_commune(
    on: &impl Queries,
    commune: &str,
    campaign: CampaignId,
    day: Day,
) -> Result<Vec<Managed>, Fault> {
    let mut classes: BTreeMap<HouseholdRef, (VillageRef, Option<Class>)> = BTreeMap::new();
    let sql = format!(
        "select h.household_id, h.village_id, f.value, f.valid_from, f.valid_until from household_now h \
         join fact f on f.subject = h.household_id where h.commune_code = $1 and h.is_active = true and f.attribute = '{STATUS}' \
         and not exists (select 1 from act u where u.undoes = f.act_seq) order by f.act_seq, f.ordinal"
    );
    for row in on.rows(&sql, vec![commune.to_owned().into()]).await? {
        let Some((household, village)) = place(&row)? else { continue };
        let class = holds_on(&row, day)?.then(|| class(&row)).transpose()?;
        let standing = classes.entry(household).or_insert((village, None));
        if let Some(class) = class {
            standing.1 = class;
        }
    }
    let sql = "select h.household_id, h.village_id, a.outcome from household_now h join assessment a on a.household_id = h.household_id \
               join campaign c on c.id = a.campaign_id where h.commune_code = $1 and h.is_active = true and a.campaign_id <> $2 \
               and c.result_day <= $3 and not exists (select 1 from act u where u.undoes = a.act_seq) \
               order by c.year, a.act_seq, a.ordinal";
    let values = vec![commune.to_owned().into(), campaign.0.into(), store::dates::day(day.epoch_days())];
    let mut by_result = BTreeMap::new();
    for row in on.rows(sql, values).await? {
        let Some((household, village)) = place(&row)? else { continue };
        if let Some(class) = found(&row)? {
            by_result.insert(household, (village, class));
        }
    }
    for (household, standing) in by_result {
        classes.entry(household).or_insert(standing);
    }
    let managed = classes
        .into_iter()
        .filter_map(|(household, (village, class))| Some(Managed { household, village, class: class? }));
    Ok(managed.collect())
}

/// The list of a recorded result; `None`: it could not be determined, and then it says nothing. Missing is not left.
pub(crate) fn found(row: &Row) -> Result<Option<Option<Class>>, Fault> {
    let outcome: String = row.get("outcome")?;
    Ok((outcome != UNDETERMINED).then(|| class_of(&outcome)))
}

fn place(row: &Row) -> Result<Option<(HouseholdRef, VillageRef)>, Fault> {
    let village: Option<Uuid> = row.get("village_id")?;
    let household = HouseholdRef(row.id("household_id")?.as_u128());
    Ok(village.map(|village| (household, VillageRef(village.as_u128()))))
}

fn holds_on(row: &Row, day: Day) -> Result<bool, Fault> {
    let on = |column: &str| Ok::<_, Fault>(row.day(column)?.map(Day::from_epoch_days));
    let (from, until) = (on("valid_from")?, on("valid_until")?);
    Ok(from.is_none_or(|from| from <= day) && until.is_none_or(|until| day < until))
}

fn class(row: &Row) -> Result<Option<Class>, Fault> {
    let value: Option<Json> = row.get("value")?;
    Ok(value.as_ref().and_then(|value| value.get("class")?.as_str()).and_then(class_of))
}

/// The lists that households were on before, though not when the proceeding was opened: that is what tells *tái nghèo* from
/// *phát sinh mới*.
pub(crate) async fn formerly(
    on: &impl Queries,
    walk: &Walk,
    households: &[HouseholdRef],
) -> Result<BTreeMap<HouseholdRef, Vec<Class>>, Fault> {
    let before = before(on, walk.proceeding.campaign, households).await?;
    let managed: BTreeMap<HouseholdRef, Class> =
        walk.terms.managed.iter().map(|one| (one.household, one.class)).collect();
    let without = before.into_iter().map(|(household, classes)| {
        let now = managed.get(&household);
        (household, classes.into_iter().filter(|class| Some(class) != now).collect())
    });
    Ok(without.collect())
}

/// Every list that households were ever on, before a campaign; not what a correcting decision took back.
pub(crate) async fn before(
    on: &impl Queries,
    campaign: CampaignId,
    households: &[HouseholdRef],
) -> Result<BTreeMap<HouseholdRef, BTreeSet<Class>>, Fault> {
    let mut found: BTreeMap<HouseholdRef, BTreeSet<Class>> = BTreeMap::new();
    for chunk in households.chunks(1000) {
        let mut values: Vec<Value> = chunk.iter().map(|one| Uuid::from_u128(one.0).into()).collect();
        let places = places(1, values.len(), on.is_postgres());
        let sql = format!(
            "select f.subject as household_id, f.value from fact f where f.subject in ({places}) and f.attribute = '{STATUS}' \
             and not exists (select 1 from act u where u.undoes = f.act_seq) order by f.act_seq, f.ordinal"
        );
        // Of each review the last word counts.
        let mut last: BTreeMap<(HouseholdRef, String), Option<Class>> = BTreeMap::new();
        for row in on.rows(&sql, values.clone()).await? {
            let household = HouseholdRef(row.id("household_id")?.as_u128());
            let value: Option<Json> = row.get("value")?;
            let of = value.as_ref().and_then(|value| value.get("proceeding")?.as_str());
            last.insert((household, of.unwrap_or_default().to_owned()), class(&row)?);
        }
        for ((household, _), class) in last {
            found.entry(household).or_default().extend(class);
        }
        values.push(campaign.0.into());
        let of = values.len();
        let sql = format!(
            "select a.household_id, a.outcome from assessment a where a.household_id in ({places}) and a.campaign_id <> ${of} \
             and not exists (select 1 from act u where u.undoes = a.act_seq) \
             and not exists (select 1 from assessment b where b.household_id = a.household_id and b.supersedes = a.id \
             and not exists (select 1 from act u where u.undoes = b.act_seq))"
        );
        for row in on.rows(&sql, values).await? {
            let household = HouseholdRef(row.id("household_id")?.as_u128());
            found.entry(household).or_default().extend(class_of(&row.get::<String>("outcome")?));
        }
    }
    Ok(found)
}

impl Registry {
    /// The lists that households were on before, for [`::review::Enroll`]; empty outside the scope.
    ///
    /// # Errors
    /// The database failed.
    pub async fn former_lists(
        &self,
        scope: &crate::Scope,
        walk: &Walk,
        households: &[crate::HouseholdId],
    ) -> Result<BTreeMap<HouseholdRef, Vec<Class>>, Fault> {
        if !self.reaches_proceeding(scope, walk.proceeding.id).await? {
            return Ok(BTreeMap::new());
        }
        let households: Vec<HouseholdRef> = households.iter().copied().map(super::household_ref).collect();
        formerly(&self.store, walk, &households).await
    }
}
