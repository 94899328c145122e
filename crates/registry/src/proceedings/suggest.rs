//! Gợi ý lập danh sách: who should be looked at, each with its reasons, and which of them the register may hold twice. Nobody is put
//! on a roster by this: an officer enrolls, household by household or all that are managed.

use std::collections::{BTreeMap, BTreeSet};

use ::review::{Class, HouseholdRef, Why};
use roster::matching::{Verdict, compare_households};
use store::dates::Instant;
use store::{Fault, Queries};
use uuid::Uuid;
use vocab::{Day, LocalText, said, search_key};

use super::status::{STATUS, Status};
use super::{Walk, household_id, managed, register, village_id};
use crate::facts::about;
use crate::import::known::{Known, of_households};
use crate::villages::today;
use crate::{HouseholdId, Registry, Scope, VillageId};

/// Why a household is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// The commune manages it.
    Managed(Class),
    /// It left a list, in the years for which it is watched.
    Escaped(Class),
    /// Somebody complained about it in a review of the last twelve months.
    Complained,
    /// It asked in a review of the last twelve months and was not recognised.
    AskedInVain,
}

impl Because {
    /// What people read, and what is written down as the reason.
    pub fn words(self) -> LocalText {
        match self {
            Because::Managed(Class::Poor) => said!("hộ nghèo đang quản lý", "managed as poor"),
            Because::Managed(Class::NearPoor) => said!("hộ cận nghèo đang quản lý", "managed as near-poor"),
            Because::Escaped(Class::Poor) => {
                said!("mới thoát nghèo, còn theo dõi", "escaped poverty, still watched")
            }
            Because::Escaped(Class::NearPoor) => {
                said!("mới thoát cận nghèo, còn theo dõi", "escaped near-poverty, still watched")
            }
            Because::Complained => {
                said!(
                    "có khiếu nại về hộ trong 12 tháng qua",
                    "there was a complaint about it in the last 12 months"
                )
            }
            Because::AskedInVain => said!(
                "đã đề nghị trong 12 tháng qua, không được công nhận",
                "it asked in the last 12 months and was not recognised"
            ),
        }
    }
}

/// A household that is suggested.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// The household.
    pub household: HouseholdId,
    /// The number that people use.
    pub number: i64,
    /// Name of its head.
    pub head: String,
    /// Its village.
    pub village: VillageId,
    /// Why; at least one reason.
    pub because: Vec<Because>,
    /// Lists that it was on before, as [`::review::Enroll`] wants them.
    pub formerly: Vec<Class>,
    /// Other households of the roster or of these suggestions that may be the same one, with the likeness.
    pub twins: Vec<(HouseholdId, i64, Verdict)>,
}

impl Suggestion {
    /// The reason as an enrolment gives it.
    pub fn why(&self) -> Why {
        if self.because.iter().any(|because| matches!(because, Because::Managed(_))) {
            return Why::Managed;
        }
        let reasons: Vec<String> = self.because.iter().map(|because| because.words().vi).collect();
        Why::Suggested { reason: reasons.join("; ") }
    }
}

impl Registry {
    /// Households that are not on the roster of a proceeding and should be looked at, by number. Outside the scope there are
    /// none.
    ///
    /// # Errors
    /// The database failed.
    pub async fn roster_suggestions(
        &self,
        scope: &Scope,
        walk: &Walk,
        at: Instant,
    ) -> Result<Vec<Suggestion>, Fault> {
        if !self.reaches_proceeding(scope, walk.proceeding.id).await? {
            return Ok(Vec::new());
        }
        let campaign = walk.campaign().map_err(|_| super::deed::unsound())?;
        let on = &self.store;
        let mut because: BTreeMap<HouseholdRef, BTreeSet<Because>> = BTreeMap::new();
        for managed in &walk.terms.managed {
            because.entry(managed.household).or_default().insert(Because::Managed(managed.class));
        }
        for (household, class) in escaped(on, walk).await? {
            because.entry(household).or_default().insert(Because::Escaped(class));
        }
        for (household, reason) in heard(on, walk).await? {
            because.entry(household).or_default().insert(reason);
        }
        because.retain(|household, _| campaign.case(*household).is_none());
        let wanted: Vec<HouseholdRef> = because.keys().copied().collect();
        let register = register::of(on, &wanted).await?;
        let mut formerly = managed::formerly(on, walk, &wanted).await?;
        let all = wanted.iter().copied().chain(campaign.cases().map(|case| case.household));
        let ids: Vec<Uuid> = all.map(|household| Uuid::from_u128(household.0)).collect();
        let known = of_households(on, &self.keys, scope, &ids, today(at)).await?;
        let mut found = Vec::new();
        for (household, reasons) in because {
            let Some(registered) = register.get(&household) else { continue };
            let village = registered.village.filter(|village| walk.terms.villages.contains(village));
            let Some(village) = village.filter(|_| registered.is_active) else { continue };
            found.push(Suggestion {
                household: household_id(household),
                number: registered.number,
                head: registered.head.clone(),
                village: village_id(village),
                because: reasons.into_iter().collect(),
                formerly: formerly.remove(&household).unwrap_or_default(),
                twins: twins(&known, Uuid::from_u128(household.0)),
            });
        }
        found.sort_by_key(|suggestion| suggestion.number);
        Ok(found)
    }
}

/// Households of the commune that left a list within the years for which they are watched.
async fn escaped(on: &impl Queries, walk: &Walk) -> Result<Vec<(HouseholdRef, Class)>, Fault> {
    let begins = walk.campaign().map_err(|_| super::deed::unsound())?.begins();
    let monitoring = walk.procedure().monitoring.as_ref();
    let is_watched =
        |left: Day| monitoring.and_then(|of| of.until(left)).is_some_and(|until| begins <= until);
    let mut last: BTreeMap<HouseholdRef, Option<(Class, Day)>> = BTreeMap::new();
    let sql = "select h.household_id, a.outcome, c.result_day from household_now h join assessment a on a.household_id = h.household_id \
               join campaign c on c.id = a.campaign_id where h.commune_code = $1 and h.is_active = true and a.campaign_id <> $2 \
               and not exists (select 1 from act u where u.undoes = a.act_seq) order by c.year, a.act_seq, a.ordinal";
    let values = vec![walk.proceeding.commune_code.clone().into(), walk.proceeding.campaign.0.into()];
    let mut before: BTreeMap<HouseholdRef, Class> = BTreeMap::new();
    for row in on.rows(sql, values).await? {
        let household = HouseholdRef(row.id("household_id")?.as_u128());
        let day = row.day("result_day")?.map(Day::from_epoch_days);
        let Some(found) = managed::found(&row)? else { continue };
        match found {
            Some(class) => {
                before.insert(household, class);
                last.insert(household, None);
            }
            None => {
                if let Some((class, day)) = before.remove(&household).zip(day) {
                    last.insert(household, Some((class, day)));
                }
            }
        }
    }
    let sql = format!(
        "select distinct f.subject from fact f join household_now h on h.household_id = f.subject where f.attribute = '{STATUS}' and h.commune_code = $1"
    );
    let rows = on.rows(&sql, vec![walk.proceeding.commune_code.clone().into()]).await?;
    let decided: Vec<Uuid> = rows.iter().map(|row| row.id("subject")).collect::<Result<_, _>>()?;
    // From the first decision about a household on, nothing but decisions counts for it.
    for fact in about(on, &decided).await?.iter().filter(|fact| fact.attribute == STATUS) {
        let Some(status) = Status::of_fact(fact) else { continue };
        let left = status.before.zip(status.from).filter(|_| status.class.is_none());
        last.insert(HouseholdRef(fact.subject.as_u128()), left);
    }
    let watched = last.into_iter().filter_map(|(household, left)| {
        let (class, day) = left?;
        is_watched(day).then_some((household, class))
    });
    Ok(watched.collect())
}

/// What was heard of households in other reviews of the commune in the last twelve months.
async fn heard(on: &impl Queries, walk: &Walk) -> Result<Vec<(HouseholdRef, Because)>, Fault> {
    const YEAR_SECONDS: i64 = 366 * 86_400;
    let since = walk.proceeding.opened_at.plus_seconds(-YEAR_SECONDS);
    let sql = "select distinct e.household_id, e.kind from proceeding_event e join household_now h on h.household_id = e.household_id \
               where e.proceeding_id <> $1 and h.commune_code = $2 and e.kind in ('complain', 'answer_applicant') and e.at >= $3";
    let values = vec![walk.proceeding.id.0.into(), walk.proceeding.commune_code.clone().into(), since.into()];
    let rows = on.rows(sql, values).await?;
    rows.iter()
        .map(|row| {
            let because = match row.get::<String>("kind")?.as_str() {
                "complain" => Because::Complained,
                _ => Because::AskedInVain,
            };
            Ok((HouseholdRef(row.id("household_id")?.as_u128()), because))
        })
        .collect()
}

/// Households that may be the same one: somebody of one name lives in both, and the people fit.
fn twins(known: &Known, id: Uuid) -> Vec<(HouseholdId, i64, Verdict)> {
    let Some(household) = known.households.get(&id) else { return Vec::new() };
    let mut near: BTreeSet<Uuid> = BTreeSet::new();
    for person in &household.people {
        near.extend(known.by_name.get(&search_key(&person.matched.name)).into_iter().flatten());
    }
    near.remove(&id);
    let of = household.for_matching();
    let mut found: Vec<(HouseholdId, i64, Verdict)> = near
        .iter()
        .filter_map(|other| known.households.get(other))
        .map(|other| (other.id, other.number, compare_households(&of, &other.for_matching()).verdict))
        .filter(|(_, _, verdict)| *verdict != Verdict::None)
        .collect();
    found.sort_by_key(|(_, number, verdict)| (std::cmp::Reverse(*verdict), *number));
    found
}
