//! Mã ghép máy: eight signs that an officer reads out, exchanged once for the token of a phone that cannot scan.
//!
//! Forty bits for half an hour, used once: nobody guesses one by asking, and whoever reads the database has its keyed hash
//! only.

use store::dates::Instant;
use store::{Fault, Queries, Tx};

use crate::keys::random;
use crate::{CampaignId, DeviceId, Keys, Registry};

/// Signs that nobody mixes up when they are read out: 32, so that each is five bits.
const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const LENGTH: usize = 8;
const GOOD_FOR_MILLIS: i64 = 30 * 60 * 1000;

/// A phone that was let in by its code.
#[derive(Clone, PartialEq, Eq)]
pub struct Paired {
    /// The campaign it works for.
    pub campaign: CampaignId,
    /// Its token.
    pub token: String,
}

impl std::fmt::Debug for Paired {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Paired({}, …)", self.campaign)
    }
}

/// Gives a new phone a code, in the act that lets it in.
pub(super) async fn give(
    tx: &Tx,
    keys: &Keys,
    device: DeviceId,
    token: &str,
    at: Instant,
) -> Result<String, Fault> {
    let drawn: [u8; LENGTH] = random().map_err(|_| Fault::no_random_numbers())?;
    let sign = |byte: &u8| SIGNS.get(usize::from(byte % 32)).map(|sign| char::from(*sign));
    let code: String = drawn.iter().filter_map(sign).collect();
    let sealed = keys.seal(&place(device), token.as_bytes()).map_err(|_| Fault::no_random_numbers())?;
    let until = Instant::from_millis(at.millis() + GOOD_FOR_MILLIS);
    let row = vec![device.0.into(), hash(keys, &code).into(), sealed.into(), until.into()];
    tx.insert("device_code", &["device_id", "code_hash", "token", "expires_at"], vec![row]).await?;
    Ok(code)
}

impl Registry {
    /// Exchanges a code for the token of its phone; `None` if it is wrong, was used, or is too old.
    ///
    /// # Errors
    /// The database failed.
    pub async fn pair(&self, code: &str, at: Instant) -> Result<Option<Paired>, Fault> {
        let tx = self.store.begin().await?;
        let sql = "select c.device_id, c.token, c.expires_at, d.campaign_id from device_code c join device d on d.id = c.device_id \
                   join device_secret s on s.device_id = d.id where c.code_hash = $1";
        let Some(row) = tx.row(sql, vec![hash(&self.keys, code).into()]).await? else { return Ok(None) };
        let device = DeviceId(row.id("device_id")?);
        // Of two that come at the same time only one deletes it.
        let deleted =
            tx.execute("delete from device_code where device_id = $1", vec![device.0.into()]).await?;
        tx.commit().await?;
        let is_good = deleted == 1 && row.instant("expires_at")?.is_some_and(|until| at < until);
        let token = self.keys.unseal(&place(device), &row.get::<Vec<u8>>("token")?);
        let token = token.and_then(|bytes| String::from_utf8(bytes).ok());
        let campaign = CampaignId(row.id("campaign_id")?);
        Ok(token.filter(|_| is_good).map(|token| Paired { campaign, token }))
    }
}

fn hash(keys: &Keys, code: &str) -> Vec<u8> {
    keys.index("device_code.code", code)
}

fn place(device: DeviceId) -> String {
    format!("device_code.token/{device}")
}
