//! Phân công: which households a surveyor visits in a campaign.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use standards::units::Units;
use store::dates::Instant;
use store::{Fault, Queries, Row, Value};
use uuid::Uuid;
use vocab::{Day, said};

use crate::access::Right;
use crate::act::{ASSIGNMENT, ASSIGNMENT_END, Cause, Done};
use crate::answers::sealed::opened;
use crate::capture::Device;
use crate::capture::device::reaches;
use crate::cell::Cell;
use crate::register::must_cover;
use crate::review::permitted;
use crate::{CampaignId, HouseholdId, Registry, Scope, Stopped, UserId};

/// A household on a surveyor's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assigned {
    /// The household.
    pub household: HouseholdId,
    /// Its number.
    pub number: i64,
    /// Name of its head.
    pub head: String,
    /// Name of its village.
    pub village: String,
    /// Its commune.
    pub commune_code: Option<String>,
    /// Its province.
    pub province_code: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Whether it is asked a second time, by somebody else, for comparison only.
    pub is_second: bool,
    /// Phúc tra: whether it is asked anew after the campaign had a result of it.
    pub is_recheck: bool,
    /// People in it.
    pub members: i64,
    /// How far its newest submission has come.
    pub state: Option<super::State>,
    /// The zone of its village.
    pub zone: Option<String>,
    /// What it answered in its newest review.
    pub answers: Option<Json>,
    /// Who lives in it as the register has them, the head first.
    pub people: Vec<Resident>,
}

/// Somebody of a household on a surveyor's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resident {
    /// The name.
    pub name: String,
    /// `male` or `female`, if it is known.
    pub sex: Option<String>,
    /// The day of birth, if it is known.
    pub birth_date: Option<Day>,
    /// The year of birth, where the day is not known.
    pub birth_year: Option<i64>,
}

/// A household on a surveyor's list, as the office sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnList {
    /// The household.
    pub household: HouseholdId,
    /// Its number.
    pub number: i64,
    /// Name of its head.
    pub head: String,
    /// Name of its village.
    pub village: String,
    /// Its address.
    pub address: Option<String>,
    /// How far its newest submission has come.
    pub state: Option<super::State>,
}

impl Registry {
    /// Puts households on a surveyor's list; whoever had one of them has it no longer.
    ///
    /// # Errors
    /// A household lies outside the scope, the user is no surveyor in reach, or the database failed.
    pub async fn assign(
        &self,
        by: Option<&Scope>,
        units: &Units,
        (campaign, user): (CampaignId, UserId),
        households: &[HouseholdId],
        at: Instant,
    ) -> Result<Done, Stopped> {
        permitted(by)?;
        if households.is_empty() {
            return Err(nothing_chosen());
        }
        let content = json!({ "campaign": campaign.to_string(), "user": user.to_string(), "households": households.len() });
        let cause = Cause { content: Some(content), ..Cause::new("assignment.give", by.map(Scope::user)) };
        let mut act = self.begin(cause, at).await?;
        if !reaches(&act.tx, by, units, user, at).await? {
            return Err(Stopped::refused(
                said!(
                    "người này không phải rà soát viên trong địa bàn của bạn",
                    "this user is no surveyor in your area"
                ),
                said!("chọn một rà soát viên của địa bàn", "choose a surveyor of your area"),
            ));
        }
        for household in households {
            must_cover(&act.tx, by, *household).await?;
            for row in act.tx.rows(STANDING, vec![campaign.0.into(), household.0.into()]).await? {
                act.add(&ASSIGNMENT_END, vec![Cell::Id(row.id("id")?)]);
            }
        }
        for household in households {
            let ids = [Uuid::now_v7(), campaign.0, household.0, user.0];
            act.add(&ASSIGNMENT, ids.map(Cell::Id).to_vec());
        }
        Ok(act.finish().await?)
    }

    /// The list of a phone's surveyor: households that are still theirs and still in their area, by village and name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn assigned(&self, device: &Device, scope: &Scope) -> Result<Vec<Assigned>, Fault> {
        self.listed(scope, device.campaign, device.surveyor.user).await
    }

    /// The list of a surveyor as far as the scope of whoever leads the survey goes, by village and name, without second
    /// interviews.
    ///
    /// # Errors
    /// The database failed.
    pub async fn list_of(
        &self,
        scope: &Scope,
        campaign: CampaignId,
        surveyor: UserId,
    ) -> Result<Vec<Assigned>, Fault> {
        if scope.right() != Right::ChangeHouseholds {
            return Ok(Vec::new());
        }
        let all = self.listed(scope, campaign, surveyor).await?;
        Ok(all.into_iter().filter(|one| !one.is_second).collect())
    }

    async fn listed(
        &self,
        scope: &Scope,
        campaign: CampaignId,
        surveyor: UserId,
    ) -> Result<Vec<Assigned>, Fault> {
        let mut values = vec![campaign.0.into(), surveyor.0.into()];
        let inside = scope.condition("h", &mut values);
        let mut people = self.residents(&inside, values.clone()).await?;
        let sql = format!(
            "select h.household_id, h.number, h.head_name, h.commune_code, h.province_code, h.address, h.members, h.zone, v.name as village, r.id, r.answers, \
             l.again, l.since, \
             (select n.state from submission_now n join submission s on s.id = n.submission_id left join device d on d.id = s.device_id where n.household_id = h.household_id and s.campaign_id = $1 and s.act_seq > l.since \
             and ((l.again = 0 and n.state <> 'reinterview') or (l.again = 1 and d.user_id = $2)) order by n.received_at desc limit 1) as state \
             from {} l \
             join household_now h on h.household_id = l.household_id left join village_now v on v.village_id = h.village_id left join assessment r on r.id = h.assessment_id \
             where h.is_active = true and {inside} order by v.name, h.head_search, h.household_id",
            listed(),
        );
        let mut assigned = Vec::new();
        for row in self.store.rows(&sql, values).await? {
            let state: Option<String> = row.get("state")?;
            let household = HouseholdId(row.id("household_id")?);
            // Whoever asks again is not told what was answered the first time, and no list says that somebody else does.
            let is_second = row.get::<i32>("again")? == 1;
            let is_recheck = !is_second && row.get::<i64>("since")? > 0;
            assigned.push(Assigned {
                household,
                is_second,
                is_recheck,
                zone: row.get("zone")?,
                people: people.remove(&household).unwrap_or_default(),
                number: row.get("number")?,
                head: row.get::<Option<String>>("head_name")?.unwrap_or_default(),
                village: row.get::<Option<String>>("village")?.unwrap_or_default(),
                commune_code: row.get("commune_code")?,
                province_code: row.get("province_code")?,
                address: row.get("address")?,
                members: row.get("members")?,
                state: state.as_deref().and_then(super::State::from_code).map(super::State::for_phones),
                answers: match row.get::<Option<Uuid>>("id")? {
                    Some(_) if !is_second && !is_recheck => Some(opened(&self.keys, &row)?),
                    _ => None,
                },
            });
        }
        Ok(assigned)
    }

    /// Those who live in the households of a surveyor's list.
    async fn residents(
        &self,
        inside: &str,
        values: Vec<Value>,
    ) -> Result<BTreeMap<HouseholdId, Vec<Resident>>, Fault> {
        let sql = format!(
            "select p.household_id, p.name, p.sex, p.birth_date, p.birth_year, case when p.person_id = h.head_id then 0 else 1 end as place \
             from {} l join household_now h on h.household_id = l.household_id join person_now p on p.household_id = h.household_id \
             where h.is_active = true and p.died_on is null and {inside} order by place, p.number",
            listed(),
        );
        let mut people: BTreeMap<HouseholdId, Vec<Resident>> = BTreeMap::new();
        for row in self.store.rows(&sql, values).await? {
            people.entry(HouseholdId(row.id("household_id")?)).or_default().push(Resident {
                name: row.get::<Option<String>>("name")?.unwrap_or_default(),
                sex: row.get("sex")?,
                birth_date: row.day("birth_date")?.map(Day::from_epoch_days),
                birth_year: row.get("birth_year")?,
            });
        }
        Ok(people)
    }

    /// The households on a surveyor's list that lie in the scope, by village and name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn on_list(
        &self,
        scope: &Scope,
        campaign: CampaignId,
        user: UserId,
    ) -> Result<Vec<OnList>, Fault> {
        let mut values = vec![campaign.0.into(), user.0.into()];
        let inside = scope.condition("h", &mut values);
        let sql = format!(
            "select h.household_id, h.number, h.head_name, h.address, v.name as village, \
             (select n.state from submission_now n join submission s on s.id = n.submission_id where n.household_id = h.household_id and s.campaign_id = a.campaign_id and n.state <> 'reinterview' and s.act_seq > {SINCE} order by n.received_at desc limit 1) as state \
             from assignment a join household_now h on h.household_id = a.household_id left join village_now v on v.village_id = h.village_id \
             where a.campaign_id = $1 and a.user_id = $2 and h.is_active = true and {inside} \
             and not exists (select 1 from assignment_end e where e.assignment_id = a.id) order by v.name, h.head_search, h.household_id"
        );
        let rows = self.store.rows(&sql, values).await?;
        let read = |row: &Row| {
            let state: Option<String> = row.get("state")?;
            Ok(OnList {
                household: HouseholdId(row.id("household_id")?),
                number: row.get("number")?,
                head: row.get::<Option<String>>("head_name")?.unwrap_or_default(),
                village: row.get::<Option<String>>("village")?.unwrap_or_default(),
                address: row.get("address")?,
                state: state.as_deref().and_then(super::State::from_code),
            })
        };
        rows.iter().map(read).collect()
    }

    /// On whose list households of the scope stand in a campaign, and since when.
    ///
    /// # Errors
    /// The database failed.
    pub async fn given(
        &self,
        scope: &Scope,
        campaign: CampaignId,
        households: &[HouseholdId],
    ) -> Result<BTreeMap<HouseholdId, (UserId, Instant)>, Fault> {
        let mut given = BTreeMap::new();
        for chunk in households.chunks(1000) {
            let mut values: Vec<Value> = vec![campaign.0.into()];
            values.extend(chunk.iter().map(|household| household.0.into()));
            let places = store::places(2, chunk.len(), self.store.is_postgres());
            let inside = scope.condition("h", &mut values);
            let sql = format!(
                "select a.household_id, a.user_id, t.at from assignment a join act t on t.seq = a.act_seq join household_now h on h.household_id = a.household_id \
                 where a.campaign_id = $1 and a.household_id in ({places}) and {inside} and not exists (select 1 from assignment_end e where e.assignment_id = a.id)"
            );
            for row in self.store.rows(&sql, values).await? {
                let at = row.instant("at")?.unwrap_or(Instant::from_millis(0));
                given.insert(HouseholdId(row.id("household_id")?), (UserId(row.id("user_id")?), at));
            }
        }
        Ok(given)
    }

    /// Takes households off the list of whoever has them: one act.
    ///
    /// # Errors
    /// A household lies outside the scope or is on no list; a form of it has come and is not recorded yet, which would lose
    /// its list; or the database failed.
    pub async fn take_off(
        &self,
        by: Option<&Scope>,
        campaign: CampaignId,
        households: &[HouseholdId],
        reason: &str,
        at: Instant,
    ) -> Result<Done, Stopped> {
        permitted(by)?;
        if households.is_empty() {
            return Err(nothing_chosen());
        }
        let content = json!({ "campaign": campaign.to_string(), "households": households.len() });
        let reason = Some(reason.trim()).filter(|reason| !reason.is_empty());
        let cause =
            Cause { content: Some(content), reason, ..Cause::new("assignment.end", by.map(Scope::user)) };
        let mut act = self.begin(cause, at).await?;
        for household in households {
            must_cover(&act.tx, by, *household).await?;
            let values = vec![campaign.0.into(), household.0.into()];
            let came = "select 1 as one from submission_now n join submission s on s.id = n.submission_id where s.campaign_id = $1 and n.household_id = $2 and n.state in ('waiting', 'received', 'assessed')";
            if act.tx.row(came, values.clone()).await?.is_some() {
                return Err(Stopped::refused(
                    said!(
                        "có hộ đã gửi phiếu về mà chưa ghi kết quả, nên chưa rút hộ nào",
                        "a form of one of them has come and is not recorded, so none was taken off"
                    ),
                    said!(
                        "ghi kết quả của các phiếu đó trước, hoặc bỏ các hộ đó ra",
                        "record those forms first, or leave those households out"
                    ),
                ));
            }
            let rows = act.tx.rows(STANDING, values).await?;
            if rows.is_empty() {
                return Err(Stopped::refused(
                    said!("có hộ không còn trong danh sách", "a household is on no list any more"),
                    said!("tải lại danh sách rồi chọn lại", "load the list again and choose again"),
                ));
            }
            for row in rows {
                act.add(&ASSIGNMENT_END, vec![Cell::Id(row.id("id")?)]);
            }
        }
        Ok(act.finish().await?)
    }
}

/// What a surveyor visits in a campaign: the list, with the act after which forms count, and what is asked a second time.
fn listed() -> String {
    format!(
        "(select household_id, max(again) as again, max(since) as since from ( \
         select a.household_id, 0 as again, {SINCE} as since from assignment a where a.campaign_id = $1 and a.user_id = $2 and not exists (select 1 from assignment_end e where e.assignment_id = a.id) \
         union all select i.household_id, 1 as again, 0 as since from reinterview i where i.campaign_id = $1 and i.user_id = $2) t group by household_id)"
    )
}

/// After which act forms of the household of an assignment `a` count for it: after any; but where the campaign had a result of
/// it before (phúc tra), only those that come after it was given.
pub(super) const SINCE: &str = "(case when exists (select 1 from assessment r where r.household_id = a.household_id and r.campaign_id = a.campaign_id and r.act_seq < a.act_seq \
    and not exists (select 1 from act u where u.undoes = r.act_seq)) then a.act_seq else 0 end)";

/// The assignment of a household in a campaign that is not ended.
const STANDING: &str = "select a.id from assignment a where a.campaign_id = $1 and a.household_id = $2 and not exists (select 1 from assignment_end e where e.assignment_id = a.id)";

fn nothing_chosen() -> Stopped {
    Stopped::refused(
        said!("chưa chọn hộ nào", "no household was chosen"),
        said!("chọn ít nhất một hộ", "choose one household at least"),
    )
}
