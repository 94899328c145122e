//! What the server has of one phone, for the phone to count by.

use store::dates::Instant;
use store::{Fault, Queries};

use crate::capture::{Device, State};
use crate::{HouseholdId, Registry};

/// A submission of a phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfPhone {
    /// The number that the phone gave it.
    pub instance_id: String,
    /// Its household, once somebody has read it.
    pub household: Option<HouseholdId>,
    /// How far it has come.
    pub state: State,
    /// When it arrived.
    pub received_at: Instant,
}

impl Registry {
    /// What a phone's surveyor has sent in its campaign, with this phone or another one, the oldest first; and the name of
    /// the campaign and of the surveyor.
    ///
    /// # Errors
    /// The database failed.
    pub async fn of_phone(&self, device: &Device) -> Result<(String, String, Vec<OfPhone>), Fault> {
        let values = || vec![device.campaign.0.into(), device.surveyor.user.0.into()];
        let sql = "select c.label, u.name from campaign c, user_account u where c.id = $1 and u.id = $2";
        let row = self.store.row(sql, values()).await?;
        let (campaign, surveyor) = match &row {
            Some(row) => (row.get("label")?, row.get("name")?),
            None => (String::new(), String::new()),
        };
        let sql = "select s.instance_id, n.household_id, n.state, n.received_at from submission s join submission_now n on n.submission_id = s.id \
                   join device d on d.id = s.device_id where s.campaign_id = $1 and d.user_id = $2 order by n.received_at, s.id";
        let mut all = Vec::new();
        for row in self.store.rows(sql, values()).await? {
            let state: String = row.get("state")?;
            all.push(OfPhone {
                instance_id: row.get("instance_id")?,
                household: row.get::<Option<uuid::Uuid>>("household_id")?.map(HouseholdId),
                // A state that this version does not know is one that it may not promise anything of.
                state: State::from_code(&state).unwrap_or(State::Waiting).for_phones(),
                received_at: row.instant("received_at")?.unwrap_or(Instant::from_millis(0)),
            });
        }
        Ok((campaign, surveyor, all))
    }
}
