//! Phiên đăng nhập của chính mình: seen and ended by their user, and ended by a new password.

use store::dates::Instant;
use store::{Fault, Queries};
use vocab::said;

use crate::keys::{hex, unhex};
use crate::session::{IDLE_SECONDS, hash_of, password};
use crate::users::busy;
use crate::{Actor, Registry, Stopped, UserId};

/// A session of the one who looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSession {
    /// Names it to [`Registry::end_session`]; opens nothing.
    pub key: String,
    /// When it began.
    pub began_at: Instant,
    /// When it was last seen, give or take five minutes.
    pub seen_at: Instant,
    /// The browser.
    pub device: Option<String>,
    /// Whether it is the one that looks.
    pub is_this: bool,
}

impl Registry {
    /// The sessions of a user that are not over, the newest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sessions(&self, user: UserId, token: &str, now: Instant) -> Result<Vec<OwnSession>, Fault> {
        let sql = "select token_hash, began_at, seen_at, device from session where user_id = $1 and ends_at > $2 and seen_at > $3 order by began_at desc, token_hash";
        let values = vec![user.0.into(), now.into(), now.plus_seconds(-IDLE_SECONDS).into()];
        let mine = hash_of(token);
        let mut sessions = Vec::new();
        for row in self.store.rows(sql, values).await? {
            let hash: Vec<u8> = row.get("token_hash")?;
            let at = |column: &str| Ok::<_, Fault>(row.instant(column)?.unwrap_or(now));
            sessions.push(OwnSession {
                key: hex(&hash),
                began_at: at("began_at")?,
                seen_at: at("seen_at")?,
                device: row.get("device")?,
                is_this: mine.as_ref() == Some(&hash),
            });
        }
        Ok(sessions)
    }

    /// Ends one of the user's own sessions; one of somebody else is not touched.
    ///
    /// # Errors
    /// The database failed.
    pub async fn end_session(&self, user: UserId, key: &str) -> Result<(), Fault> {
        let Some(hash) = unhex(key) else { return Ok(()) };
        let tx = self.store.begin().await?;
        let sql = "delete from session where user_id = $1 and token_hash = $2";
        tx.execute(sql, vec![user.0.into(), hash.into()]).await?;
        tx.commit().await
    }

    /// Changes the password and ends all other sessions.
    ///
    /// # Errors
    /// The present password is wrong, the new one cannot be chosen, or the database failed.
    pub async fn change_password(
        &self,
        actor: &Actor,
        token: &str,
        present: &str,
        new: &str,
        now: Instant,
    ) -> Result<(), Stopped> {
        password::acceptable(new, &actor.login)?;
        if present == new {
            return Err(Stopped::refused(
                said!("mật khẩu mới giống mật khẩu cũ", "the new password is the old one"),
                said!("chọn mật khẩu khác", "choose another one"),
            ));
        }
        self.must_be(actor, present, now).await?;
        let hashed = password::hash(new).await.ok_or_else(busy)?;
        let tx = self.store.begin().await?;
        password::replace(&tx, actor.user, &hashed, false, now).await?;
        let sql = "delete from session where user_id = $1 and token_hash <> $2";
        tx.execute(sql, vec![actor.user.0.into(), hash_of(token).unwrap_or_default().into()]).await?;
        Ok(tx.commit().await?)
    }
}
