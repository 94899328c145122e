//! Chia hộ: households are shared among surveyors so that everybody has as much to do, and those that lie together stay
//! together. First a plan that a person looks at, then one act that does exactly what was looked at.

use std::collections::BTreeMap;

use serde_json::json;
use sha2::{Digest, Sha256};
use standards::units::Units;
use store::dates::Instant;
use store::{Fault, Queries, Row};
use uuid::Uuid;
use vocab::said;

use crate::access::Right;
use crate::act::{ASSIGNMENT, ASSIGNMENT_END, Cause, Done};
use crate::capture::deal::deal;
use crate::capture::device::reaches;
use crate::cell::Cell;
use crate::keys::hex;
use crate::review::permitted;
use crate::users::actor;
use crate::villages::today;
use crate::{CampaignId, HouseholdId, Registry, Scope, Stopped, UserId, VillageId};

/// So many households are shared at once at most.
const MOST: usize = 20_000;

/// What shall be shared among whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// One village, or all that lie in the scope.
    pub village: Option<VillageId>,
    /// Only households with one of these newest outcomes; none is every household.
    pub outcomes: Vec<String>,
    /// The surveyors.
    pub surveyors: Vec<UserId>,
    /// Whether households that are on a list already are shared anew.
    pub moves: bool,
}

/// Who would get what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Each chosen surveyor, in the order of names.
    pub shares: Vec<Share>,
    /// Households that stay with whoever has them.
    pub kept: usize,
    /// Households from which a form or a result has come: nobody visits them anew.
    pub visited: usize,
    /// Households where none of the chosen surveyors works.
    pub unreached: usize,
    /// What it is known by: another plan has another one.
    pub digest: String,
}

/// What one surveyor would get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Who.
    pub user: UserId,
    /// The name.
    pub name: String,
    /// Households that are on the list already and stay there.
    pub has: usize,
    /// Households that are added, as they lie.
    pub adds: Vec<Lying>,
}

/// A household where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lying {
    /// The household.
    pub household: HouseholdId,
    /// Its number.
    pub number: i64,
    /// Name of its head.
    pub head: String,
    /// Name of its village.
    pub village: String,
    /// Its address.
    pub address: String,
    /// Who has it now.
    pub from: Option<UserId>,
    pub(super) at: (String, String, Option<VillageId>),
    pub(super) assignment: Option<Uuid>,
}

impl Plan {
    /// All households that are added to a list.
    pub fn added(&self) -> usize {
        self.shares.iter().map(|share| share.adds.len()).sum()
    }
}

impl Registry {
    /// Who would get what; nothing is done.
    ///
    /// # Errors
    /// Somebody chosen is no surveyor in reach, nobody was chosen, or the database failed.
    pub async fn plan_share(
        &self,
        scope: &Scope,
        units: &Units,
        campaign: CampaignId,
        wanted: &Wanted,
        at: Instant,
    ) -> Result<Plan, Stopped> {
        permitted(Some(scope))?;
        plan(&self.store, scope, units, (campaign, wanted), at).await
    }

    /// Does what a plan said: one act. If anything changed since, nothing is done.
    ///
    /// # Errors
    /// The plan is another one now, as [`Registry::plan_share`], or the database failed.
    pub async fn share(
        &self,
        scope: &Scope,
        units: &Units,
        campaign: CampaignId,
        (wanted, seen): (&Wanted, &str),
        at: Instant,
    ) -> Result<Done, Stopped> {
        permitted(Some(scope))?;
        let mut act = self.begin(Cause::new("assignment.share", Some(scope.user())), at).await?;
        let plan = plan(&act.tx, scope, units, (campaign, wanted), at).await?;
        if plan.digest != seen {
            return Err(Stopped::refused(
                said!("danh sách đã thay đổi sau khi bạn xem", "the lists changed after you looked"),
                said!("xem lại bảng chia rồi giao", "look at the shares again, then give them"),
            ));
        }
        if plan.added() == 0 {
            return Err(Stopped::refused(
                said!("không có hộ nào để giao", "there is no household to give"),
                said!("chọn thôn khác, hoặc chọn tất cả hộ", "choose another village, or all households"),
            ));
        }
        let given: Vec<_> = plan.shares.iter().filter(|share| !share.adds.is_empty()).collect();
        let each = given
            .iter()
            .map(|share| json!({ "user": share.user.to_string(), "households": share.adds.len() }));
        act.set_content(json!({ "campaign": campaign.to_string(), "given": each.collect::<Vec<_>>() }));
        for one in given.iter().flat_map(|share| &share.adds) {
            if let Some(old) = one.assignment {
                act.add(&ASSIGNMENT_END, vec![Cell::Id(old)]);
            }
        }
        for share in given {
            for one in &share.adds {
                let ids = [Uuid::now_v7(), campaign.0, one.household.0, share.user.0];
                act.add(&ASSIGNMENT, ids.map(Cell::Id).to_vec());
            }
        }
        Ok(act.finish().await?)
    }
}

async fn plan(
    on: &impl Queries,
    scope: &Scope,
    units: &Units,
    (campaign, wanted): (CampaignId, &Wanted),
    at: Instant,
) -> Result<Plan, Stopped> {
    let mut surveyors = Vec::new();
    for user in &wanted.surveyors {
        let known = actor(on, *user).await?;
        let areas = known.as_ref().and_then(|one| one.scope(Right::SeeHouseholds, units, today(at)));
        let (Some(known), Some(areas), true) =
            (known, areas, reaches(on, Some(scope), units, *user, at).await?)
        else {
            return Err(no_surveyor());
        };
        surveyors.push((known.name, *user, areas));
    }
    surveyors.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
    surveyors.dedup_by_key(|one| one.1);
    if surveyors.is_empty() {
        return Err(no_surveyor());
    }
    let (free, mut plan) = free(on, scope, campaign, wanted).await?;
    let moved = |user: UserId| free.iter().filter(|one| one.from == Some(user)).count();
    for (name, user, _) in &surveyors {
        let has = on_list(on, campaign, *user).await?.saturating_sub(moved(*user));
        plan.shares.push(Share { user: *user, name: name.clone(), has, adds: Vec::new() });
    }
    // Households that the same people can reach are shared together: first those that few can reach.
    let mut by_reach: BTreeMap<(usize, Vec<usize>), Vec<Lying>> = BTreeMap::new();
    for one in free {
        let (province, commune, village) = &one.at;
        let reach: Vec<usize> = surveyors
            .iter()
            .enumerate()
            .filter(|(_, (.., areas))| areas.covers(province, commune, *village))
            .map(|(at, _)| at)
            .collect();
        by_reach.entry((reach.len(), reach)).or_default().push(one);
    }
    for ((_, reach), lying) in by_reach {
        if reach.is_empty() {
            plan.unreached += lying.len();
        } else {
            deal(&mut plan.shares, &reach, lying);
        }
    }
    // Whoever would only get back what they have is not changed.
    for share in &mut plan.shares {
        let before = share.adds.len();
        let user = share.user;
        share.adds.retain(|one| one.from != Some(user));
        share.has += before - share.adds.len();
    }
    plan.digest = digest(campaign, &plan.shares);
    Ok(plan)
}

fn no_surveyor() -> Stopped {
    Stopped::refused(
        said!("chưa chọn rà soát viên trong địa bàn của bạn", "no surveyor of your area was chosen"),
        said!("chọn ít nhất một rà soát viên", "choose one surveyor at least"),
    )
}

fn digest(campaign: CampaignId, shares: &[Share]) -> String {
    let mut hash = Sha256::new();
    hash.update(campaign.0.as_bytes());
    for share in shares {
        hash.update(share.user.0.as_bytes());
        for one in &share.adds {
            hash.update(one.household.0.as_bytes());
            hash.update(one.assignment.unwrap_or_default().as_bytes());
        }
    }
    hex(&hash.finalize())
}

/// The households that may be given, and how many may not.
async fn free(
    on: &impl Queries,
    scope: &Scope,
    campaign: CampaignId,
    wanted: &Wanted,
) -> Result<(Vec<Lying>, Plan), Stopped> {
    let mut values = vec![campaign.0.into()];
    let mut conditions = vec![scope.condition("h", &mut values)];
    if let Some(village) = wanted.village {
        values.push(village.0.into());
        conditions.push(format!("h.village_id = ${}", values.len()));
    }
    if !wanted.outcomes.is_empty() {
        let first = values.len() + 1;
        values.extend(wanted.outcomes.iter().map(|outcome| outcome.clone().into()));
        let places = store::places(first, wanted.outcomes.len(), on.is_postgres());
        conditions.push(format!("h.outcome in ({places})"));
    }
    let sql = format!(
        "select h.household_id, h.number, h.head_name, h.address, h.province_code, h.commune_code, h.village_id, v.name as village, a.id as assignment, a.user_id, \
         cast(case when exists (select 1 from submission_now n join submission s on s.id = n.submission_id where n.household_id = h.household_id and s.campaign_id = $1) \
         or exists (select 1 from assessment r where r.household_id = h.household_id and r.campaign_id = $1 and not exists (select 1 from act u where u.undoes = r.act_seq)) then 1 else 0 end as bigint) as visited \
         from household_now h left join village_now v on v.village_id = h.village_id \
         left join assignment a on a.household_id = h.household_id and a.campaign_id = $1 and not exists (select 1 from assignment_end e where e.assignment_id = a.id) \
         where h.is_active = true and {} limit {}",
        conditions.join(" and "),
        MOST + 1,
    );
    let rows = on.rows(&sql, values).await?;
    if rows.len() > MOST {
        return Err(Stopped::refused(
            said!("có hơn {MOST} hộ", "there are more than {MOST} households"),
            said!("chia từng thôn một", "share one village after the other"),
        ));
    }
    let (mut free, mut plan) = (Vec::new(), Plan::default());
    for row in &rows {
        let one = read(row)?;
        if row.get::<i64>("visited")? == 1 {
            plan.visited += 1;
        } else if one.from.is_some() && !wanted.moves {
            plan.kept += 1;
        } else {
            free.push(one);
        }
    }
    Ok((free, plan))
}

fn read(row: &Row) -> Result<Lying, Fault> {
    let text = |column: &str| Ok::<_, Fault>(row.get::<Option<String>>(column)?.unwrap_or_default());
    let village: Option<Uuid> = row.get("village_id")?;
    Ok(Lying {
        household: HouseholdId(row.id("household_id")?),
        number: row.get("number")?,
        head: text("head_name")?,
        village: text("village")?,
        address: text("address")?,
        from: row.get::<Option<Uuid>>("user_id")?.map(UserId),
        at: (text("province_code")?, text("commune_code")?, village.map(VillageId)),
        assignment: row.get("assignment")?,
    })
}

async fn on_list(on: &impl Queries, campaign: CampaignId, user: UserId) -> Result<usize, Fault> {
    let sql = "select count(*) as n from assignment a join household_now h on h.household_id = a.household_id \
               where a.campaign_id = $1 and a.user_id = $2 and h.is_active = true and not exists (select 1 from assignment_end e where e.assignment_id = a.id)";
    let row = on.row(sql, vec![campaign.0.into(), user.0.into()]).await?;
    let n: i64 = row.map(|row| row.get("n")).transpose()?.unwrap_or(0);
    Ok(usize::try_from(n).unwrap_or(0))
}
