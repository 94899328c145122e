//! Phiếu để riêng: what came under a known number with other bytes, or could not be read, as a person looks at it.

use standards::units::Units;
use store::dates::Instant;
use store::{Fault, Queries, Row};
use uuid::Uuid;
use vocab::said;

use super::Unkept;
use super::arrival::place;
use super::device::reaches;
use super::look::{Shown, shown};
use crate::access::Right;
use crate::{CampaignId, DeviceId, Registry, Scope, SubmissionId, UserId};

/// Something that is kept apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// Its id.
    pub id: Uuid,
    /// The phone.
    pub device: DeviceId,
    /// What the phone is called.
    pub phone: String,
    /// Whose phone it is.
    pub surveyor: String,
    /// The number that it gave, if it could be read.
    pub instance_id: Option<String>,
    /// Name of the file, if it is one.
    pub name: Option<String>,
    /// Why it is here.
    pub why: Unkept,
    /// SHA-256 in hexadecimal digits; empty if it was erased by law.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
    /// When it came.
    pub received_at: Instant,
    /// The form that has its number.
    pub of: Option<SubmissionId>,
    /// What was decided about it.
    pub decided: Option<DecidedApart>,
    /// Whether it was erased by law.
    pub is_erased: bool,
}

/// How much is kept apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CountedApart {
    /// All that ever was.
    pub all: usize,
    /// What waits for a person.
    pub waiting: usize,
}

/// What was decided about something that is kept apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidedApart {
    /// Whether it was taken as a correction; otherwise it stays for good.
    pub is_taken: bool,
    /// The form that it became or belongs to.
    pub submission: Option<SubmissionId>,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: Option<String>,
}

/// Kind of a decision that takes it as a correction.
pub(super) const TAKEN: &str = "taken";
const COLUMNS: &str = "q.id, q.device_id, q.instance_id, q.name, q.why, q.sha256, q.size, q.received_at, q.erased_by, d.label, d.user_id, u.name as surveyor, \
     (select s.id from submission s where s.instance_id = q.instance_id and s.campaign_id = q.campaign_id) as of_id, \
     c.kind, c.submission_id, a.at as decided_at, a.reason, b.name as decided_by";
const TABLES: &str = "quarantine q join device d on d.id = q.device_id join user_account u on u.id = d.user_id \
     left join apart_decision c on c.apart_id = q.id left join act a on a.seq = c.act_seq left join user_account b on b.id = a.actor";

impl Registry {
    /// What phones of a campaign sent and was kept apart, of surveyors who work only inside the scope; what waits for a
    /// person first, then the newest.
    ///
    /// # Errors
    /// The database failed.
    pub async fn kept_apart(
        &self,
        scope: &Scope,
        units: &Units,
        campaign: CampaignId,
        at: Instant,
    ) -> Result<Vec<Apart>, Fault> {
        if scope.right() != Right::ChangeHouseholds {
            return Ok(Vec::new());
        }
        let sql = format!(
            "select {COLUMNS}, case when c.kind is null then 0 else 1 end as urgency from {TABLES} where q.campaign_id = $1 order by urgency, q.received_at desc, q.id"
        );
        let mut all = Vec::new();
        let mut known = std::collections::BTreeMap::new();
        for row in self.store.rows(&sql, vec![campaign.0.into()]).await? {
            let user = UserId(row.id("user_id")?);
            let is_reached = match known.get(&user) {
                Some(is_reached) => *is_reached,
                None => reaches(&self.store, Some(scope), units, user, at).await?,
            };
            known.insert(user, is_reached);
            if is_reached {
                all.push(read(&row)?);
            }
        }
        Ok(all)
    }

    /// How much [`Registry::kept_apart`] has.
    ///
    /// # Errors
    /// The database failed.
    pub async fn count_apart(
        &self,
        scope: &Scope,
        units: &Units,
        campaign: CampaignId,
        at: Instant,
    ) -> Result<CountedApart, Fault> {
        let mut counted = CountedApart::default();
        if scope.right() != Right::ChangeHouseholds {
            return Ok(counted);
        }
        let sql = "select d.user_id, count(*) as n, count(case when c.kind is null and q.erased_by is null then 1 end) as waiting \
                   from quarantine q join device d on d.id = q.device_id left join apart_decision c on c.apart_id = q.id \
                   where q.campaign_id = $1 group by d.user_id";
        for row in self.store.rows(sql, vec![campaign.0.into()]).await? {
            if reaches(&self.store, Some(scope), units, UserId(row.id("user_id")?), at).await? {
                let n = |column| Ok::<_, Fault>(usize::try_from(row.get::<i64>(column)?).unwrap_or(0));
                counted.all += n("n")?;
                counted.waiting += n("waiting")?;
            }
        }
        Ok(counted)
    }

    /// One of them with what was sent; `None` out of reach. Nothing was sent any more if it was erased by law.
    ///
    /// # Errors
    /// The database failed, or it cannot be decrypted with these keys.
    pub async fn one_apart(
        &self,
        scope: &Scope,
        units: &Units,
        (campaign, id): (CampaignId, Uuid),
        at: Instant,
    ) -> Result<Option<(Apart, Vec<u8>)>, Fault> {
        let Some((apart, row)) = found(&self.store, scope, units, (campaign, id), at).await? else {
            return Ok(None);
        };
        if apart.is_erased {
            return Ok(Some((apart, Vec::new())));
        }
        let bytes = self.opened_apart(&row)?;
        Ok(Some((apart, bytes)))
    }

    /// What was sent, of a row with `sha256` and `body`.
    pub(super) fn opened_apart(&self, row: &Row) -> Result<Vec<u8>, Fault> {
        let sha256: String = row.get("sha256")?;
        let opened = self.keys.unseal(&place(&sha256), &row.get::<Vec<u8>>("body")?);
        opened.ok_or_else(|| {
            Fault::damaged(said!(
                "không giải mã được một phiếu để riêng",
                "something kept apart cannot be decrypted"
            ))
        })
    }

    /// A file that is kept apart as it leaves for the office: a photograph without its story.
    ///
    /// # Errors
    /// As [`Registry::one_apart`].
    pub async fn shown_apart(
        &self,
        scope: &Scope,
        units: &Units,
        of: (CampaignId, Uuid),
        at: Instant,
    ) -> Result<Option<Shown>, Fault> {
        let found = self.one_apart(scope, units, of, at).await?;
        Ok(found.filter(|(apart, _)| !apart.is_erased).and_then(|(_, bytes)| shown(bytes)))
    }
}

/// It within reach, with its row.
pub(super) async fn found(
    on: &impl Queries,
    scope: &Scope,
    units: &Units,
    (campaign, id): (CampaignId, Uuid),
    at: Instant,
) -> Result<Option<(Apart, Row)>, Fault> {
    if scope.right() != Right::ChangeHouseholds {
        return Ok(None);
    }
    let sql = format!("select {COLUMNS}, q.body from {TABLES} where q.id = $1 and q.campaign_id = $2");
    let Some(row) = on.row(&sql, vec![id.into(), campaign.0.into()]).await? else { return Ok(None) };
    if !reaches(on, Some(scope), units, UserId(row.id("user_id")?), at).await? {
        return Ok(None);
    }
    Ok(Some((read(&row)?, row)))
}

fn read(row: &Row) -> Result<Apart, Fault> {
    let (why, kind): (String, Option<String>) = (row.get("why")?, row.get("kind")?);
    let submission = row.get::<Option<Uuid>>("submission_id")?.map(SubmissionId);
    let decided = match kind {
        None => None,
        Some(kind) => Some(DecidedApart {
            is_taken: kind == TAKEN,
            submission,
            by: row.get::<Option<String>>("decided_by")?.unwrap_or_default(),
            at: row.instant("decided_at")?.unwrap_or(Instant::from_millis(0)),
            reason: row.get("reason")?,
        }),
    };
    Ok(Apart {
        id: row.id("id")?,
        device: DeviceId(row.id("device_id")?),
        phone: row.get("label")?,
        surveyor: row.get("surveyor")?,
        instance_id: row.get("instance_id")?,
        name: row.get("name")?,
        why: Unkept::stored(&why)?,
        sha256: row.get("sha256")?,
        size: row.get("size")?,
        received_at: row.instant("received_at")?.unwrap_or(Instant::from_millis(0)),
        of: row.get::<Option<Uuid>>("of_id")?.map(SubmissionId),
        decided,
        is_erased: row.get::<Option<i64>>("erased_by")?.is_some(),
    })
}
