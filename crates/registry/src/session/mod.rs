//! Đăng nhập: sessions by a token of which only the hash is kept.
//!
//! Roles are read at every request, so that one that ended is gone at once. A session ends 12 hours after it was last seen
//! and 7 days after it began.

mod attempts;
mod codes;
mod log_in;
mod own;
mod passkeys;
pub(crate) mod password;

pub use attempts::Attempts;
pub use codes::Setup;
pub use log_in::{Attempt, LogIn};
pub use own::OwnSession;
pub use passkeys::{
    Assertion, BeginPasskey, CHALLENGE_SECONDS, Challenges, KeptPasskey, NewPasskey, PasskeyAttempt,
    RelyingParty,
};

use std::time::Duration;

use sha2::{Digest, Sha256};
use store::dates::Instant;
use store::{Fault, Queries};

use crate::users::{actor_of_rows, actor_sql};
use crate::{Actor, Registry};

/// A session that nobody used for so long is over.
const IDLE_SECONDS: i64 = 12 * 3600;
/// However much it is used, a session is over after this.
pub const LONGEST_SECONDS: i64 = 7 * 24 * 3600;
/// A session is marked as seen no more often than this: readers do not wait for the one that writes.
const MARK_SECONDS: i64 = 300;
const MARK_WITHIN: Duration = Duration::from_millis(300);

impl Registry {
    /// Whose session a token is, with the roles that are not ended; the session is marked as seen.
    ///
    /// # Errors
    /// The database failed.
    pub async fn actor_of(&self, token: &str, now: Instant) -> Result<Option<Actor>, Fault> {
        let Some(hash) = hash_of(token) else { return Ok(None) };
        let from = "session s join user_account u on u.id = s.user_id";
        let condition = "s.token_hash = $1 and s.ends_at > $2 and s.seen_at > $3";
        let values = vec![hash.clone().into(), now.into(), now.plus_seconds(-IDLE_SECONDS).into()];
        let rows = self.store.rows(&actor_sql(from, condition), values).await?;
        let actor = actor_of_rows(&rows)?;
        if actor.is_some() {
            // A page does not wait for whoever writes now, and does not fail over this: the next one marks it.
            let _ = tokio::time::timeout(MARK_WITHIN, self.mark_seen(hash, now)).await;
        }
        Ok(actor)
    }

    async fn mark_seen(&self, hash: Vec<u8>, now: Instant) -> Result<(), Fault> {
        let sql = "select 1 as one from session where token_hash = $1 and seen_at <= $2";
        let long_ago = now.plus_seconds(-MARK_SECONDS);
        if self.store.row(sql, vec![hash.clone().into(), long_ago.into()]).await?.is_none() {
            return Ok(());
        }
        let tx = self.store.begin().await?;
        tx.execute("update session set seen_at = $2 where token_hash = $1", vec![hash.into(), now.into()])
            .await?;
        tx.commit().await
    }

    /// Ends the session of a token.
    ///
    /// # Errors
    /// The database failed.
    pub async fn log_out(&self, token: &str) -> Result<(), Fault> {
        let Some(hash) = hash_of(token) else { return Ok(()) };
        let tx = self.store.begin().await?;
        tx.execute("delete from session where token_hash = $1", vec![hash.into()]).await?;
        tx.commit().await
    }
}

/// What is kept of a token: whoever reads the database cannot use it. `None` is no token of ours.
pub(crate) fn hash_of(token: &str) -> Option<Vec<u8>> {
    let bytes = crate::keys::unhex(token).filter(|bytes| bytes.len() == 32)?;
    Some(Sha256::digest(bytes).to_vec())
}
