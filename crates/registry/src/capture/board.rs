//! Tiến độ: who visits how many households in a campaign, and what of it has arrived. Live counts, no figures.

use std::collections::BTreeMap;

use standards::units::Units;
use store::dates::Instant;
use store::{Fault, Queries};

use crate::access::Right;
use crate::capture::State;
use crate::users::works_inside;
use crate::villages::today;
use crate::{CampaignId, Registry, Role, Scope, UserId};

/// A surveyor in a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Who.
    pub user: UserId,
    /// The name.
    pub name: String,
    /// Phones that may ask.
    pub phones: i64,
    /// Households on the list, of those in the reader's area.
    pub assigned: i64,
    /// Submissions by how far they have come.
    pub received: BTreeMap<State, i64>,
    /// When a phone last sent something.
    pub seen_at: Option<Instant>,
}

impl Progress {
    /// All submissions.
    pub fn all_received(&self) -> i64 {
        self.received.values().sum()
    }
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
        let mut values = vec![campaign.0.into(), Role::Surveyor.code().into()];
        let inside = scope.condition("h", &mut values);
        let sql = format!(
            "select u.id, u.name, \
             (select count(*) from device d join device_secret s on s.device_id = d.id where d.user_id = u.id and d.campaign_id = $1) as phones, \
             (select max(s.seen_at) from device d join device_secret s on s.device_id = d.id where d.user_id = u.id and d.campaign_id = $1) as seen_at, \
             (select count(*) from assignment a join household_now h on h.household_id = a.household_id where a.user_id = u.id and a.campaign_id = $1 and {inside} and not exists (select 1 from assignment_end e where e.assignment_id = a.id)) as assigned \
             from user_account u where exists (select 1 from role_grant g where g.user_id = u.id and g.role = $2) order by u.name, u.login"
        );
        let mut all = Vec::new();
        for row in self.store.rows(&sql, values).await? {
            let user = UserId(row.id("id")?);
            if works_inside(&self.store, scope, units, (user, Role::Surveyor), today(at)).await? {
                all.push(Progress {
                    user,
                    name: row.get("name")?,
                    phones: row.get("phones")?,
                    assigned: row.get("assigned")?,
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
}
