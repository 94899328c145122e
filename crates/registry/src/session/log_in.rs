//! Một lần đăng nhập. Whoever fails hears the same words after the same time, whether the name, the password or the code
//! was wrong.

use store::dates::Instant;
use store::{Fault, Queries, Row, Tx};
use uuid::Uuid;
use vocab::said;

use crate::keys::{hex, random};
use crate::session::password::{self, Hashed, ONCE};
use crate::session::{IDLE_SECONDS, LONGEST_SECONDS, codes, hash_of};
use crate::users::{busy, login_of};
use crate::{Actor, Refusal, Registry, Stopped, UserId};

/// What somebody typed.
#[derive(Clone, Copy, Default)]
pub struct Attempt<'a> {
    /// Log-in name.
    pub login: &'a str,
    /// Password.
    pub password: &'a str,
    /// Code of a telephone; without one it is empty.
    pub code: &'a str,
    /// Another password, when the one typed was for once.
    pub new_password: Option<&'a str>,
    /// The token that the browser had before: that session ends.
    pub old_token: Option<&'a str>,
    /// What the session is shown as, such as `Chrome · Android`.
    pub device: Option<&'a str>,
}

/// What comes of it.
#[derive(Debug)]
pub enum LogIn {
    /// Logged in, with the token of a new session.
    In(UserId, String),
    /// Name, password or code is wrong; nobody says which.
    Wrong,
    /// Too many attempts: so many seconds from now.
    Wait(i64),
    /// The password was for once: another one must be chosen.
    ChooseAnother,
    /// The other one cannot be chosen, or the server is busy.
    Refused(Box<Refusal>),
}

/// What is kept of a user.
#[derive(Default)]
struct Kept {
    user: Option<UserId>,
    password: Option<String>,
    is_for_once: bool,
    codes: Option<(Uuid, Vec<u8>)>,
}

impl Registry {
    /// Logs in.
    ///
    /// # Errors
    /// The database failed.
    pub async fn log_in(&self, attempt: Attempt<'_>, now: Instant) -> Result<LogIn, Fault> {
        let login = login_of(attempt.login);
        let name = self.keys.index("login", &login);
        if let Err(seconds) = self.attempts().begin(&name, now) {
            return Ok(LogIn::Wait(seconds));
        }
        let kept = self.kept(&login).await?;
        let Some(verdict) = password::verify(attempt.password, kept.password.clone()).await else {
            self.attempts().forgive(&name);
            return Ok(refused(busy()));
        };
        // Looked at in any case: the time must not tell that the password was right.
        let step = kept.codes.as_ref().zip(kept.user).map(|((id, sealed), user)| {
            self.step_of(user, sealed, attempt.code, now).map(|step| (*id, step))
        });
        let (Some(user), true, false) = (kept.user, verdict.is_right, step == Some(None)) else {
            return Ok(LogIn::Wrong);
        };
        let new = match attempt.new_password.filter(|_| kept.is_for_once) {
            None if kept.is_for_once => {
                self.attempts().forgive(&name);
                return Ok(LogIn::ChooseAnother);
            }
            None => verdict.is_outdated.then_some(attempt.password),
            Some(new) => {
                if let Err(stopped) =
                    different(attempt.password, new).and_then(|()| password::acceptable(new, &login))
                {
                    self.attempts().forgive(&name);
                    return Ok(refused(stopped));
                }
                Some(new)
            }
        };
        let hashed = match new {
            None => None,
            Some(new) => match password::hash(new).await {
                None if kept.is_for_once => {
                    self.attempts().forgive(&name);
                    return Ok(refused(busy()));
                }
                hashed => hashed,
            },
        };
        let begun = self.begin_session(user, step.flatten(), hashed, attempt, now).await?;
        let Some(token) = begun else { return Ok(LogIn::Wrong) };
        self.attempts().succeed(&name);
        Ok(LogIn::In(user, token))
    }

    /// A new session with a new token; `None` if the code was used meanwhile.
    async fn begin_session(
        &self,
        user: UserId,
        step: Option<(Uuid, Instant)>,
        hashed: Option<Hashed>,
        attempt: Attempt<'_>,
        now: Instant,
    ) -> Result<Option<String>, Fault> {
        let tx = self.store.begin().await?;
        if let Some((id, step)) = step
            && !codes::take(&tx, id, step).await?
        {
            return Ok(None);
        }
        if let Some(hashed) = hashed {
            password::replace(&tx, user, &hashed, false, now).await?;
        }
        let token = open(&tx, user, attempt.old_token, attempt.device, now).await?;
        tx.commit().await?;
        Ok(Some(token))
    }

    async fn kept(&self, login: &str) -> Result<Kept, Fault> {
        let sql = "select u.id as user_id, c.id, c.kind, c.secret, c.label from user_account u left join credential c on c.user_id = u.id and c.kind in ('password', 'codes') where u.login = $1";
        let mut kept = Kept::default();
        for row in self.store.rows(sql, vec![login.into()]).await? {
            kept.user = Some(UserId(row.id("user_id")?));
            match row.get::<Option<String>>("kind")?.as_deref() {
                Some("password") => {
                    kept.password = String::from_utf8(row.get("secret")?).ok();
                    kept.is_for_once = row.get::<Option<String>>("label")?.as_deref() == Some(ONCE);
                }
                Some("codes") => kept.codes = Some(secret_of(&row)?),
                _ => {}
            }
        }
        Ok(kept)
    }

    /// Somebody who is logged in proves once more to be that user.
    pub(super) async fn must_be(&self, actor: &Actor, password: &str, now: Instant) -> Result<(), Stopped> {
        let name = self.keys.index("login", &actor.login);
        if let Err(seconds) = self.attempts().begin(&name, now) {
            return Err(Stopped::refused(
                said!("sai nhiều lần", "wrong too often"),
                said!("đợi {seconds} giây rồi thử lại", "wait {seconds} seconds and try again"),
            ));
        }
        let kept = self.kept(&actor.login).await?;
        let Some(verdict) = password::verify(password, kept.password).await else {
            self.attempts().forgive(&name);
            return Err(busy());
        };
        if verdict.is_right {
            self.attempts().succeed(&name);
            return Ok(());
        }
        Err(Stopped::refused(
            said!("mật khẩu hiện tại không đúng", "the present password is wrong"),
            said!("nhập lại mật khẩu đang dùng", "type the password that you use now"),
        ))
    }
}

/// Opens a session with a new token; the one that the browser had before ends, and so do those whose time is over.
pub(super) async fn open(
    tx: &Tx,
    user: UserId,
    old_token: Option<&str>,
    device: Option<&str>,
    now: Instant,
) -> Result<String, Fault> {
    let token: [u8; 32] = random().map_err(|_| Fault::no_random_numbers())?;
    let token = hex(&token);
    let old = old_token.and_then(hash_of).unwrap_or_default();
    let over = "delete from session where token_hash = $1 or ends_at <= $2 or seen_at <= $3";
    tx.execute(over, vec![old.into(), now.into(), now.plus_seconds(-IDLE_SECONDS).into()]).await?;
    let device = device.map(|device| device.chars().take(80).collect::<String>());
    let row = vec![
        hash_of(&token).unwrap_or_default().into(),
        user.0.into(),
        now.into(),
        now.into(),
        now.plus_seconds(LONGEST_SECONDS).into(),
        device.into(),
    ];
    let columns = ["token_hash", "user_id", "began_at", "seen_at", "ends_at", "device"];
    tx.insert("session", &columns, vec![row]).await?;
    Ok(token)
}

fn secret_of(row: &Row) -> Result<(Uuid, Vec<u8>), Fault> {
    Ok((row.id("id")?, row.get("secret")?))
}

fn different(old: &str, new: &str) -> Result<(), Stopped> {
    if old.trim() != new.trim() {
        return Ok(());
    }
    Err(Stopped::refused(
        said!("mật khẩu mới giống mật khẩu cũ", "the new password is the old one"),
        said!("chọn mật khẩu khác", "choose another one"),
    ))
}

pub(super) fn refused(stopped: Stopped) -> LogIn {
    match stopped {
        Stopped::Refused(refusal) => LogIn::Refused(refusal),
        Stopped::Failed(_) => LogIn::Wrong,
    }
}
