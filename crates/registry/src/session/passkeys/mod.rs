//! Khóa truy cập (passkeys, WebAuthn): added, listed and removed by their user; they open the door instead of password and
//! code, because the device itself asks for a fingerprint, face or PIN.
//!
//! What devices say is checked in [`ceremony`] and [`public_key`]; no attestation is asked for: which make a device is decides
//! nothing (docs/decisions/0026).

mod ceremony;
mod challenges;
mod log_in;
mod public_key;

pub use ceremony::RelyingParty;
pub use challenges::{CHALLENGE_SECONDS, Challenges};
pub use log_in::{Assertion, PasskeyAttempt};

use serde_json::json;
use standards::units::Units;
use store::dates::Instant;
use store::{Fault, Queries};
use vocab::{Day, said};

use crate::act::{Act, Cause};
use crate::session::hash_of;
use crate::{Actor, PasskeyId, Registry, Stopped, UserId};
use ceremony::{bytes_of, challenge_of, device, text_of};
use challenges::Purpose;

/// A passkey of the one who looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPasskey {
    /// Which.
    pub id: PasskeyId,
    /// The name that its user gave it.
    pub label: String,
    /// Since when.
    pub added_at: Instant,
    /// When it opened the door last.
    pub used_at: Option<Instant>,
}

/// What a browser needs for making a passkey; bytes in base64url.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BeginPasskey {
    /// What the browser gives back.
    pub challenge: String,
    /// Who, for the device: no name.
    pub user: String,
    /// The numbers of the kinds of keys that are understood, the preferred one first.
    pub algorithms: [i32; 3],
    /// The keys that exist already: a device makes no second one.
    pub known: Vec<String>,
}

/// What a browser gives back after a passkey was made; bytes in base64url.
#[derive(Clone, Copy, Debug)]
pub struct NewPasskey<'a> {
    /// `clientDataJSON`.
    pub client_data: &'a str,
    /// `authenticatorData`.
    pub authenticator_data: &'a str,
}

/// More than this nobody has.
const MOST: usize = 10;
const LONGEST_LABEL: usize = 60;

impl Registry {
    /// The passkeys of a user, the oldest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn passkeys(&self, user: UserId) -> Result<Vec<KeptPasskey>, Fault> {
        let sql = "select id, label, added_at, used_at from passkey where user_id = $1 order by added_at, id";
        let rows = self.store.rows(sql, vec![user.0.into()]).await?;
        rows.iter()
            .map(|row| {
                Ok(KeptPasskey {
                    id: PasskeyId(row.id("id")?),
                    label: row.get("label")?,
                    added_at: row.instant("added_at")?.unwrap_or(Instant::from_millis(0)),
                    used_at: row.instant("used_at")?,
                })
            })
            .collect()
    }

    /// Begins to add a passkey in the session of a token; the password proves that it is not somebody at an open browser.
    ///
    /// # Errors
    /// The password is wrong, the key has no name, the user has no role today or keys enough, or the database failed.
    pub async fn begin_passkey(
        &self,
        (actor, token): (&Actor, &str),
        (password, label): (&str, &str),
        (units, today): (&Units, Day),
        now: Instant,
    ) -> Result<BeginPasskey, Stopped> {
        let label = label_of(label)?;
        self.must_be(actor, password, now).await?;
        if !has_role(actor, units, today) {
            return Err(no_role());
        }
        let sql = "select credential_id from passkey where user_id = $1 order by added_at, id";
        let mut known = Vec::new();
        for row in self.store.rows(sql, vec![actor.user.0.into()]).await? {
            known.push(text_of(&row.get::<Vec<u8>>("credential_id")?));
        }
        if known.len() >= MOST {
            return Err(enough());
        }
        let purpose = Purpose::Add { user: actor.user, label };
        let challenge = self.ask(purpose, token, now)?;
        let user = text_of(actor.user.0.as_bytes());
        Ok(BeginPasskey { challenge, user, algorithms: public_key::ALGORITHMS, known })
    }

    /// Adds the passkey that a device made in answer to [`Registry::begin_passkey`].
    ///
    /// # Errors
    /// The answer is not for this session, user, house or time, its key is of another kind or known, or the database failed.
    pub async fn add_passkey(
        &self,
        (actor, token): (&Actor, &str),
        new: NewPasskey<'_>,
        house: &RelyingParty,
        now: Instant,
    ) -> Result<PasskeyId, Stopped> {
        let client_data = bytes_of(new.client_data).ok_or_else(not_made)?;
        let challenge = challenge_of(&client_data, "webauthn.create", house).ok_or_else(not_made)?;
        let browser = hash_of(token).ok_or_else(not_made)?;
        let Some(Purpose::Add { user, label }) = self.challenges.take(&challenge, &browser, now) else {
            return Err(too_late());
        };
        let said = bytes_of(new.authenticator_data).ok_or_else(not_made)?;
        let device = device(&said, house).filter(|_| user == actor.user).ok_or_else(not_made)?;
        let made = device.made.ok_or_else(not_made)?;
        let id = PasskeyId::fresh();
        let mut act = self.begin_key_act("user.add_passkey", actor.user, id, Some(actor.user), now).await?;
        let sql = "select user_id, credential_id from passkey where user_id = $1 or credential_id = $2";
        let rows = act.tx.rows(sql, vec![user.0.into(), made.credential.to_vec().into()]).await?;
        if rows.len() >= MOST {
            return Err(enough());
        }
        for row in &rows {
            if row.get::<Vec<u8>>("credential_id")? == made.credential {
                return Err(not_made());
            }
        }
        act.write().await?;
        let row = vec![
            id.0.into(),
            user.0.into(),
            made.credential.to_vec().into(),
            made.key.as_bytes().to_vec().into(),
            i64::from(device.sign_count).into(),
            label.into(),
            now.into(),
        ];
        let columns = ["id", "user_id", "credential_id", "public_key", "sign_count", "label", "added_at"];
        act.tx.insert("passkey", &columns, vec![row]).await?;
        act.commit().await?;
        Ok(id)
    }

    /// Removes a passkey of the actor; one of somebody else is not touched.
    ///
    /// # Errors
    /// The actor has no such key, or the database failed.
    pub async fn remove_passkey(&self, actor: &Actor, id: PasskeyId, now: Instant) -> Result<(), Stopped> {
        let mut act =
            self.begin_key_act("user.remove_passkey", actor.user, id, Some(actor.user), now).await?;
        act.write().await?;
        let sql = "delete from passkey where id = $1 and user_id = $2";
        if act.tx.execute(sql, vec![id.0.into(), actor.user.0.into()]).await? == 0 {
            return Err(Stopped::refused(
                said!("bạn không có khóa truy cập này", "you have no such passkey"),
                said!(
                    "tải lại trang: có thể khóa đã được gỡ",
                    "load the page again: it may be removed already"
                ),
            ));
        }
        Ok(act.commit().await?)
    }

    /// An act about a key: it names the user and the key's number here, nothing of the device.
    async fn begin_key_act(
        &self,
        kind: &str,
        user: UserId,
        key: PasskeyId,
        by: Option<UserId>,
        at: Instant,
    ) -> Result<Act, Fault> {
        let content = Some(json!({ "user": user.to_string(), "passkey": key.to_string() }));
        self.begin(Cause { content, ..Cause::new(kind, by) }, at).await
    }

    fn ask(&self, purpose: Purpose, token: &str, now: Instant) -> Result<String, Fault> {
        let browser = hash_of(token).ok_or_else(|| {
            Fault::damaged(said!("một mã phiên có độ dài khác", "a token has another length"))
        })?;
        let asked = self.challenges.ask(purpose, browser, now);
        Ok(text_of(&asked.map_err(|_| Fault::no_random_numbers())?))
    }
}

fn has_role(actor: &Actor, units: &Units, today: Day) -> bool {
    actor.grants.iter().any(|grant| grant.holds(units, today))
}

fn label_of(typed: &str) -> Result<String, Stopped> {
    let label = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if (1..=LONGEST_LABEL).contains(&label.chars().count()) && !label.chars().any(char::is_control) {
        return Ok(label);
    }
    Err(Stopped::refused(
        said!("khóa truy cập chưa có tên, hoặc tên quá dài", "the passkey has no name, or a very long one"),
        said!(
            "ghi tên thiết bị, ví dụ “điện thoại của tôi”, không quá {LONGEST_LABEL} ký tự",
            "write which device it is, such as “my telephone”, in at most {LONGEST_LABEL} letters"
        ),
    ))
}

fn no_role() -> Stopped {
    Stopped::refused(
        said!("hôm nay bạn không có vai trò nào", "you have no role today"),
        said!(
            "đề nghị quản trị viên của đơn vị giao vai trò",
            "ask the administrator of your unit for a role"
        ),
    )
}

fn enough() -> Stopped {
    Stopped::refused(
        said!("bạn đã có {MOST} khóa truy cập", "you have {MOST} passkeys already"),
        said!("gỡ một khóa không dùng nữa rồi thêm lại", "remove one that you do not use and begin again"),
    )
}

fn too_late() -> Stopped {
    Stopped::refused(
        said!("yêu cầu này đã hết hạn hoặc đã được dùng", "this request is over or was used already"),
        said!("làm lại từ đầu; mỗi lần có năm phút", "begin again; each one may take five minutes"),
    )
}

fn not_made() -> Stopped {
    Stopped::refused(
        said!(
            "thiết bị chưa tạo được khóa truy cập dùng ở đây",
            "the device made no passkey that can be used here"
        ),
        said!(
            "kiểm tra địa chỉ trang và khóa màn hình của thiết bị, hoặc dùng thiết bị khác",
            "look at the address of the page and the screen lock of the device, or use another device"
        ),
    )
}
