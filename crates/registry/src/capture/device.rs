//! Điện thoại của rà soát viên: a phone is let in by a token of which only the hash is kept, for one surveyor in one
//! campaign, as long as the surveyor's role holds.

use serde_json::json;
use sha2::{Digest, Sha256};
use standards::units::Units;
use store::dates::Instant;
use store::{Fault, Queries, Row};
use vocab::said;

use crate::act::{Cause, DEVICE, DEVICE_END, Done};
use crate::capture::pairing;
use crate::cell::Cell;
use crate::keys::{hex, random};
use crate::review::permitted;
use crate::session::hash_of;
use crate::users::{actor, works_inside};
use crate::villages::today;
use crate::{Actor, CampaignId, DeviceId, Registry, Role, Scope, Stopped, UserId};

/// A phone that may ask.
#[derive(Clone, Debug)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// The campaign it works for.
    pub campaign: CampaignId,
    /// Its surveyor, with the roles that are not ended.
    pub surveyor: Actor,
}

/// A phone that was just let in. The token is told once.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolled {
    /// Its id.
    pub device: DeviceId,
    /// The name by which it logs in where it sends name and password.
    pub name: String,
    /// The token, which is also the password.
    pub token: String,
    /// Eight signs that are exchanged for it once, within half an hour.
    pub code: String,
}

impl std::fmt::Debug for Enrolled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Enrolled({}, …)", self.device)
    }
}

/// A phone in the list of a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: DeviceId,
    /// Its surveyor.
    pub user: UserId,
    /// The surveyor's name.
    pub surveyor: String,
    /// What it is called.
    pub label: String,
    /// When it last asked.
    pub seen_at: Option<Instant>,
    /// Whether it was taken off.
    pub is_ended: bool,
    /// Submissions it sent.
    pub submissions: i64,
}

/// The realm of log-ins by name and password; part of what a digest covers.
pub const REALM: &str = "Chung Tay";

impl Registry {
    /// Lets a phone of a surveyor in. `by` is `None` only for the program itself.
    ///
    /// # Errors
    /// There is no such campaign, the user is no surveyor in reach, the label is empty, or the database failed.
    pub async fn enrol_device(
        &self,
        by: Option<&Scope>,
        units: &Units,
        (campaign, user): (CampaignId, UserId),
        label: &str,
        at: Instant,
    ) -> Result<Enrolled, Stopped> {
        permitted(by)?;
        let label = label.trim();
        if label.is_empty() || label.chars().count() > 60 {
            return Err(Stopped::refused(
                said!("điện thoại chưa có tên, hoặc tên quá dài", "the phone has no name, or too long a one"),
                said!("ghi tên ngắn, ví dụ “Máy của bà Lan”", "name it, for example “Lan's phone”"),
            ));
        }
        let no_randomness = |_| Fault::no_random_numbers();
        let token: [u8; 32] = random().map_err(no_randomness)?;
        let id = DeviceId::fresh();
        // What a person may have to type: six signs that cannot be taken for each other.
        let name = format!("may-{}", short(&token));
        let token = hex(&token);
        let secret = digest_secret(&name, &token);
        let sealed = self.keys.seal(&place(id), secret.as_bytes()).map_err(no_randomness)?;
        let content =
            json!({ "device": id.to_string(), "campaign": campaign.to_string(), "user": user.to_string() });
        let cause = Cause { content: Some(content), ..Cause::new("device.enrol", by.map(Scope::user)) };
        let mut act = self.begin(cause, at).await?;
        let exists =
            act.tx.row("select 1 as one from campaign where id = $1", vec![campaign.0.into()]).await?;
        let surveyor = actor(&act.tx, user).await?;
        let is_surveyor = surveyor.is_some_and(|actor| actor.has(Role::Surveyor, units, today(at)));
        if exists.is_none() || !is_surveyor || !reaches(&act.tx, by, units, user, at).await? {
            return Err(Stopped::refused(
                said!(
                    "người này không phải rà soát viên trong địa bàn của bạn",
                    "this user is no surveyor in your area"
                ),
                said!(
                    "nhờ quản trị viên giao vai trò rà soát viên trước",
                    "have an administrator give the role of a surveyor first"
                ),
            ));
        }
        let cells =
            vec![Cell::Id(id.0), Cell::Id(campaign.0), Cell::Id(user.0), Cell::Text(label.to_owned())];
        act.add(&DEVICE, cells);
        act.write().await?;
        let hash = hash_of(&token).unwrap_or_default();
        let row = vec![id.0.into(), hash.into(), name.clone().into(), sealed.into()];
        act.tx
            .insert("device_secret", &["device_id", "token_hash", "name", "digest_secret"], vec![row])
            .await?;
        let code = pairing::give(&act.tx, &self.keys, id, &token, at).await?;
        act.commit().await?;
        Ok(Enrolled { device: id, name, token, code })
    }

    /// Takes a phone off: from its next request on it is refused. What it sent stays.
    ///
    /// # Errors
    /// There is no such phone in reach, or the database failed.
    pub async fn end_device(
        &self,
        by: Option<&Scope>,
        units: &Units,
        device: DeviceId,
        reason: &str,
        at: Instant,
    ) -> Result<Done, Stopped> {
        permitted(by)?;
        let content = json!({ "device": device.to_string() });
        let reason = Some(reason.trim()).filter(|reason| !reason.is_empty());
        let cause = Cause { content: Some(content), reason, ..Cause::new("device.end", by.map(Scope::user)) };
        let mut act = self.begin(cause, at).await?;
        let sql = "select d.user_id from device d join device_secret s on s.device_id = d.id where d.id = $1";
        let found = act.tx.row(sql, vec![device.0.into()]).await?;
        let user = found.map(|row| row.id("user_id")).transpose()?;
        let reached = match user {
            Some(user) => reaches(&act.tx, by, units, UserId(user), at).await?,
            None => false,
        };
        if !reached {
            return Err(Stopped::refused(
                said!("không có điện thoại này trong địa bàn của bạn", "there is no such phone in your area"),
                said!("tải lại danh sách điện thoại", "load the list of phones again"),
            ));
        }
        act.add(&DEVICE_END, vec![Cell::Id(device.0)]);
        let done = act.write().await?;
        for table in ["device_secret", "device_code"] {
            act.tx
                .execute(&format!("delete from {table} where device_id = $1"), vec![device.0.into()])
                .await?;
        }
        act.commit().await?;
        Ok(done)
    }

    /// Whose phone a token is; `None` if it was taken off or never let in.
    ///
    /// # Errors
    /// The database failed.
    pub async fn device_of(&self, token: &str) -> Result<Option<Device>, Fault> {
        let Some(hash) = hash_of(token) else { return Ok(None) };
        self.device("s.token_hash = $1", hash.into()).await
    }

    /// A phone by the name with which it logs in, and what a digest of it is compared with: in hexadecimal digits
    /// MD5(name:realm:token), as RFC 7616 asks.
    ///
    /// # Errors
    /// The database failed, or the secret cannot be decrypted with these keys.
    pub async fn device_named(&self, name: &str) -> Result<Option<(Device, String)>, Fault> {
        let Some(device) = self.device("s.name = $1", name.into()).await? else { return Ok(None) };
        let sql = "select digest_secret from device_secret where device_id = $1";
        let Some(row) = self.store.row(sql, vec![device.id.0.into()]).await? else { return Ok(None) };
        let sealed: Vec<u8> = row.get("digest_secret")?;
        let secret =
            self.keys.unseal(&place(device.id), &sealed).and_then(|bytes| String::from_utf8(bytes).ok());
        let secret = secret.ok_or_else(|| {
            Fault::damaged(said!(
                "không giải mã được mật khẩu của một điện thoại",
                "the secret of a phone cannot be decrypted"
            ))
        })?;
        Ok(Some((device, secret)))
    }

    async fn device(&self, condition: &str, value: store::Value) -> Result<Option<Device>, Fault> {
        let sql = format!(
            "select d.id, d.campaign_id, d.user_id from device d join device_secret s on s.device_id = d.id where {condition}"
        );
        let Some(row) = self.store.row(&sql, vec![value]).await? else { return Ok(None) };
        let surveyor = actor(&self.store, UserId(row.id("user_id")?)).await?;
        let surveyor = surveyor.ok_or_else(|| {
            Fault::damaged(said!("một điện thoại không có người dùng", "a phone has no user"))
        })?;
        Ok(Some(Device {
            id: DeviceId(row.id("id")?),
            campaign: CampaignId(row.id("campaign_id")?),
            surveyor,
        }))
    }

    /// The phones of a campaign whose surveyors work in the scope, those that may still ask first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn devices(
        &self,
        scope: &Scope,
        units: &Units,
        campaign: CampaignId,
        at: Instant,
    ) -> Result<Vec<Listed>, Fault> {
        let sql = "select d.id, d.user_id, u.name as surveyor, d.label, s.seen_at, s.device_id as held, \
                   (select count(*) from submission b where b.device_id = d.id) as submissions \
                   from device d join user_account u on u.id = d.user_id left join device_secret s on s.device_id = d.id \
                   where d.campaign_id = $1 order by d.act_seq desc";
        let mut listed = Vec::new();
        for row in self.store.rows(sql, vec![campaign.0.into()]).await? {
            let one = read(&row)?;
            if reaches(&self.store, Some(scope), units, one.user, at).await? {
                listed.push(one);
            }
        }
        listed.sort_by_key(|device| device.is_ended);
        Ok(listed)
    }
}

/// Whether a surveyor works only inside the scope; the program itself reaches everybody.
pub(super) async fn reaches(
    on: &impl Queries,
    by: Option<&Scope>,
    units: &Units,
    user: UserId,
    at: Instant,
) -> Result<bool, Fault> {
    match by {
        None => Ok(true),
        Some(scope) => works_inside(on, scope, units, (user, Role::Surveyor), today(at)).await,
    }
}

fn read(row: &Row) -> Result<Listed, Fault> {
    Ok(Listed {
        id: DeviceId(row.id("id")?),
        user: UserId(row.id("user_id")?),
        surveyor: row.get("surveyor")?,
        label: row.get("label")?,
        seen_at: row.instant("seen_at")?,
        is_ended: row.get::<Option<uuid::Uuid>>("held")?.is_none(),
        submissions: row.get("submissions")?,
    })
}

/// What RFC 7616 calls H(A1), with MD5: the only digest that ODK Collect knows.
fn digest_secret(name: &str, token: &str) -> String {
    hex(&md5::Md5::digest(format!("{name}:{REALM}:{token}").as_bytes()))
}

fn place(id: DeviceId) -> String {
    format!("device_secret.digest_secret/{id}")
}

/// Six signs out of 32 that nobody mixes up.
fn short(token: &[u8; 32]) -> String {
    const SIGNS: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyz2";
    let hash = Sha256::digest(token);
    hash.iter()
        .take(6)
        .filter_map(|byte| SIGNS.get(usize::from(byte % 31)).map(|sign| char::from(*sign)))
        .collect()
}
