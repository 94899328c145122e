//! Logging in with a passkey. Nobody learns from it who has one: every challenge is the same, and what the device says counts
//! only once its signature was right.

use standards::units::Units;
use store::dates::Instant;
use store::{Fault, Queries, Row};
use uuid::Uuid;
use vocab::{Day, said};

use super::ceremony::{Device, bytes_of, challenge_of, device, is_signed};
use super::challenges::Purpose;
use super::public_key::PublicKey;
use super::{RelyingParty, has_role, no_role, too_late};
use crate::session::hash_of;
use crate::session::log_in::{LogIn, open, refused};
use crate::users::login_of;
use crate::{PasskeyId, Registry, Stopped, UserId};

/// What a browser gives back after a passkey signed; bytes in base64url.
#[derive(Clone, Copy, Debug, Default)]
pub struct Assertion<'a> {
    /// `rawId`.
    pub credential: &'a str,
    /// `clientDataJSON`.
    pub client_data: &'a str,
    /// `authenticatorData`.
    pub authenticator_data: &'a str,
    /// `signature`.
    pub signature: &'a str,
    /// `userHandle`; may be empty.
    pub user: &'a str,
}

/// Somebody at the door with a passkey.
#[derive(Clone, Copy, Default)]
pub struct PasskeyAttempt<'a> {
    /// What the passkey signed.
    pub assertion: Assertion<'a>,
    /// The token that the browser got with the challenge.
    pub browser: &'a str,
    /// The log-in name, if one was typed: the key must then be that user's.
    pub login: &'a str,
    /// The token that the browser had before: that session ends.
    pub old_token: Option<&'a str>,
    /// What the session is shown as.
    pub device: Option<&'a str>,
}

/// What was signed, read.
struct Signed {
    credential: Vec<u8>,
    client_data: Vec<u8>,
    said: Vec<u8>,
    signature: Vec<u8>,
}

/// A passkey, its user, and the number of signatures known.
struct Kept {
    id: PasskeyId,
    user: UserId,
    key: PublicKey,
}

impl Registry {
    /// A challenge for whoever wants to log in with a passkey, bound to the token of the browser: 64 hexadecimal digits.
    ///
    /// # Errors
    /// The token has another form, or the system gives no random numbers.
    pub fn challenge_for_log_in(&self, browser: &str, now: Instant) -> Result<String, Fault> {
        self.ask(Purpose::LogIn, browser, now)
    }

    /// Logs in with a passkey: password and code are not needed, because the device asked for a fingerprint, face or PIN.
    ///
    /// # Errors
    /// The database failed.
    pub async fn log_in_with_passkey(
        &self,
        attempt: PasskeyAttempt<'_>,
        house: &RelyingParty,
        (units, today): (&Units, Day),
        now: Instant,
    ) -> Result<LogIn, Fault> {
        let Some(signed) = read(&attempt.assertion) else { return Ok(LogIn::Wrong) };
        let Some(challenge) = challenge_of(&signed.client_data, "webauthn.get", house) else {
            return Ok(LogIn::Wrong);
        };
        let browser = hash_of(attempt.browser).unwrap_or_default();
        if self.challenges.take(&challenge, &browser, now) != Some(Purpose::LogIn) {
            return Ok(refused(too_late()));
        }
        let counted = self.keys.index("passkey", attempt.assertion.credential);
        if let Err(seconds) = self.attempts().begin(&counted, now) {
            return Ok(LogIn::Wait(seconds));
        }
        let Some(device) = device(&signed.said, house) else { return Ok(LogIn::Wrong) };
        let Some(kept) = self.kept_passkey(&signed.credential).await? else { return Ok(LogIn::Wrong) };
        let is_users = attempt.assertion.user.is_empty()
            || bytes_of(attempt.assertion.user).as_deref() == Some(kept.user.0.as_bytes().as_slice());
        if !is_users || !is_signed(&kept.key, &signed.said, &signed.client_data, &signed.signature) {
            return Ok(LogIn::Wrong);
        }
        let Some(actor) = self.actor(kept.user).await? else { return Ok(LogIn::Wrong) };
        let login = login_of(attempt.login);
        if !login.is_empty() && login != actor.login {
            return Ok(refused(of_somebody_else()));
        }
        if !has_role(&actor, units, today) {
            return Ok(refused(no_role()));
        }
        let Some(token) = self.enter(&kept, &device, attempt, now).await? else {
            let act = self.begin_key_act("user.refuse_passkey", kept.user, kept.id, None, now).await?;
            act.finish().await?;
            return Ok(refused(copied()));
        };
        self.attempts().succeed(&counted);
        Ok(LogIn::In(kept.user, token))
    }

    /// Opens a session; `None` if the device has signed more often before: then there are two of it.
    async fn enter(
        &self,
        kept: &Kept,
        device: &Device<'_>,
        attempt: PasskeyAttempt<'_>,
        now: Instant,
    ) -> Result<Option<String>, Fault> {
        let tx = self.store.begin().await?;
        let sql = "update passkey set sign_count = $2, used_at = $3 where id = $1 and (sign_count < $2 or (sign_count = 0 and $2 = 0))";
        let values = vec![kept.id.0.into(), i64::from(device.sign_count).into(), now.into()];
        if tx.execute(sql, values).await? == 0 {
            return Ok(None);
        }
        let token = open(&tx, kept.user, attempt.old_token, attempt.device, now).await?;
        tx.commit().await?;
        Ok(Some(token))
    }

    async fn kept_passkey(&self, credential: &[u8]) -> Result<Option<Kept>, Fault> {
        let sql = "select id, user_id, public_key from passkey where credential_id = $1";
        let row = self.store.row(sql, vec![credential.to_vec().into()]).await?;
        row.as_ref().map(kept).transpose()
    }
}

fn kept(row: &Row) -> Result<Kept, Fault> {
    let (id, user): (Uuid, Uuid) = (row.id("id")?, row.id("user_id")?);
    let key: Vec<u8> = row.get("public_key")?;
    let (key, _) = PublicKey::read(&key).ok_or_else(|| {
        Fault::damaged(said!("không đọc được một khóa truy cập", "a passkey cannot be read"))
    })?;
    Ok(Kept { id: PasskeyId(id), user: UserId(user), key })
}

fn read(assertion: &Assertion<'_>) -> Option<Signed> {
    Some(Signed {
        credential: bytes_of(assertion.credential)?,
        client_data: bytes_of(assertion.client_data)?,
        said: bytes_of(assertion.authenticator_data)?,
        signature: bytes_of(assertion.signature)?,
    })
}

fn of_somebody_else() -> Stopped {
    Stopped::refused(
        said!(
            "khóa truy cập này không phải của tên đăng nhập đã nhập",
            "this passkey belongs to another log-in name than the one typed"
        ),
        said!("xóa tên đăng nhập, hoặc chọn khóa khác", "empty the log-in name, or choose another passkey"),
    )
}

fn copied() -> Stopped {
    Stopped::refused(
        said!("khóa truy cập này có thể đã bị sao chép", "this passkey may have been copied"),
        said!(
            "đăng nhập bằng mật khẩu, gỡ khóa này và báo quản trị viên",
            "log in with the password, remove this passkey and tell the administrator"
        ),
    )
}
