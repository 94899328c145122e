//! Mã xác thực: six digits of a telephone (RFC 6238), each taken once; the secret is encrypted with a key outside.

use store::dates::Instant;
use store::{Fault, Queries, Tx};
use totp_rs::{Builder, Secret, Totp};
use uuid::Uuid;
use vocab::said;

use crate::keys::random;
use crate::session::attempts::Attempts;
use crate::{Actor, Registry, Stopped, UserId};

/// What a telephone needs.
#[derive(Clone, PartialEq, Eq)]
pub struct Setup {
    /// The secret for typing: letters and digits.
    pub secret: String,
    /// The same as an address for a QR code.
    pub address: String,
}

const STEP_SECONDS: i64 = 30;

impl Registry {
    /// Begins to set codes up: they count once [`Registry::confirm_codes`] saw one. What was begun before is dropped.
    ///
    /// # Errors
    /// The database failed, or the system gives no random numbers.
    pub async fn begin_codes(&self, actor: &Actor, now: Instant) -> Result<Setup, Fault> {
        let no_luck = |_| Fault::no_random_numbers();
        let bytes: [u8; 20] = random().map_err(no_luck)?;
        let secret = Secret::new_stack(bytes).to_base32();
        let sealed = self.keys.encrypt(&place(actor.user), &secret).map_err(no_luck)?;
        let tx = self.store.begin().await?;
        tx.execute(
            "delete from credential where user_id = $1 and kind = 'codes_begun'",
            vec![actor.user.0.into()],
        )
        .await?;
        let row = vec![
            Uuid::now_v7().into(),
            actor.user.0.into(),
            "codes_begun".into(),
            sealed.into_bytes().into(),
            now.into(),
        ];
        tx.insert("credential", &["id", "user_id", "kind", "secret", "added_at"], vec![row]).await?;
        tx.commit().await?;
        let login = &actor.login;
        let address = format!("otpauth://totp/Chung%20Tay:{login}?secret={secret}&issuer=Chung%20Tay");
        Ok(Setup { secret, address })
    }

    /// Turns codes on with the first one.
    ///
    /// # Errors
    /// The code is wrong, nothing was begun, or the database failed.
    pub async fn confirm_codes(&self, user: UserId, code: &str, now: Instant) -> Result<(), Stopped> {
        let sql = "select id, secret from credential where user_id = $1 and kind = 'codes_begun'";
        let row = self.store.row(sql, vec![user.0.into()]).await?;
        let Some(row) = row else { return Err(wrong_code()) };
        let secret: Vec<u8> = row.get("secret")?;
        let step = self.step_of(user, &secret, code, now).ok_or_else(wrong_code)?;
        let tx = self.store.begin().await?;
        tx.execute("delete from credential where user_id = $1 and kind = 'codes'", vec![user.0.into()])
            .await?;
        let sql = "update credential set kind = 'codes', used_at = $2 where id = $1 and kind = 'codes_begun'";
        tx.execute(sql, vec![row.id("id")?.into(), step.into()]).await?;
        Ok(tx.commit().await?)
    }

    /// Whether somebody logs in with codes.
    ///
    /// # Errors
    /// The database failed.
    pub async fn has_codes(&self, user: UserId) -> Result<bool, Fault> {
        let sql = "select 1 as one from credential where user_id = $1 and kind = 'codes'";
        Ok(self.store.row(sql, vec![user.0.into()]).await?.is_some())
    }

    /// Turns codes off; the password proves that it is not somebody at an open browser.
    ///
    /// # Errors
    /// The password is wrong, or the database failed.
    pub async fn end_codes(&self, actor: &Actor, password: &str, now: Instant) -> Result<(), Stopped> {
        self.must_be(actor, password, now).await?;
        let tx = self.store.begin().await?;
        let sql = "delete from credential where user_id = $1 and kind in ('codes', 'codes_begun')";
        tx.execute(sql, vec![actor.user.0.into()]).await?;
        Ok(tx.commit().await?)
    }

    /// The instant at which the step of a right code begins.
    pub(super) fn step_of(&self, user: UserId, sealed: &[u8], code: &str, now: Instant) -> Option<Instant> {
        let sealed = std::str::from_utf8(sealed).ok()?;
        let secret = self.keys.decrypt(&place(user), sealed)?;
        let code: String = code.chars().filter(|sign| !sign.is_whitespace()).collect();
        let step = totp(&secret)?.check(&code, u64::try_from(now.millis() / 1000).ok()?)?;
        Some(Instant::from_millis(i64::try_from(step).ok()? * STEP_SECONDS * 1000))
    }

    /// Failed log-ins of this registry.
    pub(super) fn attempts(&self) -> &Attempts {
        &self.attempts
    }
}

/// Takes a code: nobody can use it, or an earlier one, again.
pub(super) async fn take(tx: &Tx, id: Uuid, step: Instant) -> Result<bool, Fault> {
    let sql = "update credential set used_at = $2 where id = $1 and (used_at is null or used_at < $2)";
    Ok(tx.execute(sql, vec![id.into(), step.into()]).await? == 1)
}

/// The place for which a secret is encrypted: it does not decrypt in the row of another user.
fn place(user: UserId) -> String {
    format!("credential.codes:{user}")
}

/// Six digits, 30 seconds, SHA-1: what every telephone program reads. One step before and after for slow clocks.
fn totp(secret: &str) -> Option<Totp> {
    Builder::new().with_secret(Secret::try_from_base32(secret).ok()?).with_skew(1).build().ok()
}

fn wrong_code() -> Stopped {
    Stopped::refused(
        said!("mã không đúng", "the code is wrong"),
        said!(
            "nhập sáu chữ số đang hiện trên điện thoại; nếu vẫn sai, kiểm tra giờ của điện thoại",
            "type the six digits that the telephone shows now; if it stays wrong, look at the telephone's clock"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::totp;

    /// RFC 6238, appendix B: the last six digits of the codes for SHA-1.
    #[test]
    fn codes_are_those_of_the_standard() {
        let totp = totp("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").unwrap();
        for (time, code) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")]
        {
            assert_eq!(totp.check(code, time), Some(time / 30), "{time}");
            assert_eq!(totp.check(code, time + 300), None);
        }
    }
}
