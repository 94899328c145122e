//! Tiến độ: who visits how many households in a campaign, and what of it has arrived. Live counts, no figures.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use standards::units::Units;
use store::dates::Instant;
use store::{Fault, Queries};

use crate::access::Right;
use crate::capture::State;
use crate::capture::assignment::SINCE;
use crate::users::works_inside;
use crate::villages::today;
use crate::{CampaignId, Registry, Role, Scope, UserId, VillageId};

/// A surveyor in a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Who.
    pub user: UserId,
    /// The name.
    pub name: String,
    /// Phones that may ask.
    pub phones: i64,
    /// Submissions by how far they have come.
    pub received: BTreeMap<State, i64>,
    /// When a phone last sent something.
    pub seen_at: Option<Instant>,
}

/// How far the households of a list have come; each counts once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    /// Nothing has come.
    pub open: i64,
    /// A form came, and files that it declares did not.
    pub waiting: i64,
    /// A whole form came.
    pub received: i64,
    /// A form came that a person must look at.
    pub attention: i64,
    /// The result is recorded.
    pub recorded: i64,
}

impl Stand {
    /// Households on the list.
    pub fn assigned(&self) -> i64 {
        self.open + self.visited()
    }

    /// Households from which a form has come, whole or not.
    pub fn visited(&self) -> i64 {
        self.waiting + self.whole()
    }

    /// Households from which a whole form has come.
    pub fn whole(&self) -> i64 {
        self.received + self.attention + self.recorded
    }
}

impl AddAssign for Stand {
    fn add_assign(&mut self, other: Stand) {
        self.open += other.open;
        self.waiting += other.waiting;
        self.received += other.received;
        self.attention += other.attention;
        self.recorded += other.recorded;
    }
}

/// The households of a village that are on a surveyor's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedIn {
    /// The surveyor, whether or not the role still holds.
    pub user: UserId,
    /// The surveyor's name.
    pub name: String,
    /// The village.
    pub village: Option<VillageId>,
    /// Its name.
    pub village_name: String,
    /// How far they have come.
    pub stand: Stand,
}

impl Registry {
    /// The surveyors who work only inside the scope, by name, with what they have done in a campaign.
    ///
    /// # Errors
    /// The database failed.
    pub async fn progress(
        &self,
        scope: &Scope,
        units: &Units,
        campaign: CampaignId,
        at: Instant,
    ) -> Result<Vec<Progress>, Fault> {
        if scope.right() != Right::ChangeHouseholds {
            return Ok(Vec::new());
        }
        let values = vec![campaign.0.into(), Role::Surveyor.code().into()];
        let sql = "select u.id, u.name, \
             (select count(*) from device d join device_secret s on s.device_id = d.id where d.user_id = u.id and d.campaign_id = $1) as phones, \
             (select max(s.seen_at) from device d join device_secret s on s.device_id = d.id where d.user_id = u.id and d.campaign_id = $1) as seen_at \
             from user_account u where exists (select 1 from role_grant g where g.user_id = u.id and g.role = $2) order by u.name, u.login";
        let mut all = Vec::new();
        for row in self.store.rows(sql, values).await? {
            let user = UserId(row.id("id")?);
            if works_inside(&self.store, scope, units, (user, Role::Surveyor), today(at)).await? {
                all.push(Progress {
                    user,
                    name: row.get("name")?,
                    phones: row.get("phones")?,
                    received: BTreeMap::new(),
                    seen_at: row.instant("seen_at")?,
                });
            }
        }
        let sql = "select d.user_id, n.state, count(*) as n from submission s join device d on d.id = s.device_id join submission_now n on n.submission_id = s.id where s.campaign_id = $1 group by d.user_id, n.state";
        for row in self.store.rows(sql, vec![campaign.0.into()]).await? {
            let (user, state): (_, String) = (UserId(row.id("user_id")?), row.get("state")?);
            let one = all.iter_mut().find(|one| one.user == user);
            if let Some((one, state)) = one.zip(State::from_code(&state)) {
                one.received.insert(state, row.get("n")?);
            }
        }
        Ok(all)
    }

    /// How far the lists of a campaign have come, by surveyor and village, of the households in the scope. What waits for its
    /// files counts where the phone's own surveyor has the household on the list: nobody else's word for it does.
    ///
    /// # Errors
    /// The database failed.
    pub async fn lists(&self, scope: &Scope, campaign: CampaignId) -> Result<Vec<ListedIn>, Fault> {
        let mut values = vec![campaign.0.into()];
        let inside = scope.condition("h", &mut values);
        let sql = format!(
            "with came as (select n.household_id, max(case when n.state = 'attention' then 4 when n.state = 'recorded' then 3 when n.state = 'waiting' then 1 else 2 end) as far \
             from submission s join submission_now n on n.submission_id = s.id where s.campaign_id = $1 and n.household_id is not null and n.state <> 'reinterview' \
             and not exists (select 1 from assignment a where a.campaign_id = s.campaign_id and a.household_id = n.household_id and not exists (select 1 from assignment_end e where e.assignment_id = a.id) and s.act_seq < {SINCE}) \
             and (n.state <> 'waiting' or exists (select 1 from device d join assignment x on x.user_id = d.user_id and x.campaign_id = d.campaign_id and x.household_id = n.household_id where d.id = s.device_id)) \
             group by n.household_id) \
             select a.user_id, u.name, h.village_id, v.name as village, cast(coalesce(c.far, 0) as bigint) as far, count(*) as n \
             from assignment a join household_now h on h.household_id = a.household_id join user_account u on u.id = a.user_id left join village_now v on v.village_id = h.village_id left join came c on c.household_id = a.household_id \
             where a.campaign_id = $1 and h.is_active = true and {inside} and not exists (select 1 from assignment_end e where e.assignment_id = a.id) \
             group by a.user_id, u.name, h.village_id, v.name, coalesce(c.far, 0) order by u.name, a.user_id, v.name, h.village_id"
        );
        let mut lists: Vec<ListedIn> = Vec::new();
        for row in self.store.rows(&sql, values).await? {
            let (user, n) = (UserId(row.id("user_id")?), row.get("n")?);
            let village = row.get::<Option<uuid::Uuid>>("village_id")?.map(VillageId);
            let mut stand = Stand::default();
            match row.get::<i64>("far")? {
                4 => stand.attention = n,
                3 => stand.recorded = n,
                2 => stand.received = n,
                1 => stand.waiting = n,
                _ => stand.open = n,
            }
            match lists.last_mut().filter(|last| (last.user, last.village) == (user, village)) {
                Some(last) => last.stand += stand,
                None => {
                    let village_name = row.get::<Option<String>>("village")?.unwrap_or_default();
                    lists.push(ListedIn { user, name: row.get("name")?, village, village_name, stand });
                }
            }
        }
        Ok(lists)
    }
}
