//! Adding a user, and a new password for whoever lost it.

use serde_json::json;
use standards::units::Units;
use store::Queries;
use store::dates::Instant;
use uuid::Uuid;
use vocab::said;

use crate::access::Area;
use crate::act::{Act, Cause, Done, USER_ACCOUNT};
use crate::cell::Cell;
use crate::session::password::{self, Hashed};
use crate::users::grant::add_grant;
use crate::users::rules::{check_names, login_taken, name_of, not_yours, one_time_password};
use crate::users::{NewGrant, login_of, must_manage};
use crate::villages::today;
use crate::{Registry, Role, Scope, Stopped, UserId};

/// Somebody new.
#[derive(Clone, PartialEq, Eq)]
pub struct Added {
    /// Who.
    pub user: UserId,
    /// What opens the door once: whoever uses it must choose another one. Nobody can read it later.
    pub one_time_password: String,
}

impl std::fmt::Debug for Added {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Added({}, …)", self.user)
    }
}

impl Registry {
    /// Adds a user without any role.
    ///
    /// # Errors
    /// The log-in name is taken or cannot be used, the caller does not manage users, or the database failed.
    pub async fn add_user(
        &self,
        scope: &Scope,
        login: &str,
        name: &str,
        at: Instant,
    ) -> Result<Added, Stopped> {
        must_manage(scope)?;
        self.begin_user(Some(scope.user()), login, name, at).await?.finish(at).await
    }

    /// Adds an administrator of everything. Only for the program itself, at whose machine somebody sits: at set-up, or when
    /// nobody can administer any more.
    ///
    /// # Errors
    /// The log-in name is taken or cannot be used, or the database failed.
    pub async fn set_up_administrator(&self, login: &str, name: &str, at: Instant) -> Result<Added, Stopped> {
        let mut new = self.begin_user(None, login, name, at).await?;
        let everything =
            NewGrant { role: Role::Administrator, area: Area::Everywhere, from: today(at), until: None };
        add_grant(&mut new.act, new.added.user, &everything);
        new.finish(at).await
    }

    async fn begin_user(
        &self,
        by: Option<UserId>,
        login: &str,
        name: &str,
        at: Instant,
    ) -> Result<Newcomer, Stopped> {
        let (login, name) = (login_of(login), name_of(name));
        check_names(&login, &name)?;
        let one_time_password = one_time_password()?;
        // Before the transaction: a hash takes long, and whoever acts is the only one that acts.
        let hashed = hashed(&one_time_password).await?;
        let user = UserId::fresh();
        let mut act = self.begin(Cause::new("user.add", by), at).await?;
        let taken =
            act.tx.row("select 1 as one from user_account where login = $1", vec![login.as_str().into()]);
        if taken.await?.is_some() {
            return Err(login_taken(&login));
        }
        act.add(&USER_ACCOUNT, vec![Cell::Id(user.0), Cell::Text(login), Cell::Text(name)]);
        Ok(Newcomer { act, added: Added { user, one_time_password }, hashed })
    }

    /// Gives a user a password for once, and ends sessions, codes and passkeys: whoever found the telephone has them, too.
    ///
    /// # Errors
    /// There is no such user in the area that the caller administers, or one with a role outside of it, or the database failed.
    pub async fn reset_password(
        &self,
        scope: &Scope,
        units: &Units,
        user: UserId,
        at: Instant,
    ) -> Result<String, Stopped> {
        must_manage(scope)?;
        let users = self.users(scope, units, today(at)).await?;
        if !users.iter().any(|listed| listed.user == user && listed.is_wholly_inside) {
            return Err(not_yours());
        }
        self.reset(Some(scope.user()), user, at).await
    }

    /// The same by the program itself, at whose machine somebody sits.
    ///
    /// # Errors
    /// There is no such user, or the database failed.
    pub async fn reset_password_here(&self, user: UserId, at: Instant) -> Result<String, Stopped> {
        self.reset(None, user, at).await
    }

    async fn reset(&self, by: Option<UserId>, user: UserId, at: Instant) -> Result<String, Stopped> {
        let one_time_password = one_time_password()?;
        let hashed = hashed(&one_time_password).await?;
        let content = Some(json!({ "user": user.to_string() }));
        let mut act = self.begin(Cause { content, ..Cause::new("user.reset_password", by) }, at).await?;
        let sql = "select 1 as one from user_account where id = $1";
        if act.tx.row(sql, vec![user.0.into()]).await?.is_none() {
            return Err(not_yours());
        }
        act.write().await?;
        let id: Uuid = user.0;
        act.tx.execute("delete from session where user_id = $1", vec![id.into()]).await?;
        act.tx.execute("delete from credential where user_id = $1", vec![id.into()]).await?;
        act.tx.execute("delete from passkey where user_id = $1", vec![id.into()]).await?;
        password::replace(&act.tx, user, &hashed, true, at).await?;
        act.commit().await?;
        Ok(one_time_password)
    }

    /// Gives a user a chosen password. Only for the program itself: a demonstration prints its log-ins.
    ///
    /// # Errors
    /// The password is too short or too common, there is no such user, or the database failed.
    pub async fn set_password_here(
        &self,
        user: UserId,
        password: &str,
        at: Instant,
    ) -> Result<Done, Stopped> {
        let Some(actor) = self.actor(user).await? else { return Err(not_yours()) };
        password::acceptable(password, &actor.login)?;
        let hashed = hashed(password).await?;
        let content = Some(json!({ "user": user.to_string() }));
        let mut act = self.begin(Cause { content, ..Cause::new("user.set_password", None) }, at).await?;
        let done = act.write().await?;
        password::replace(&act.tx, user, &hashed, false, at).await?;
        act.commit().await?;
        Ok(done)
    }
}

/// A user whose act is still open.
struct Newcomer {
    act: Act,
    added: Added,
    hashed: Hashed,
}

impl Newcomer {
    async fn finish(mut self, at: Instant) -> Result<Added, Stopped> {
        self.act.write().await?;
        password::replace(&self.act.tx, self.added.user, &self.hashed, true, at).await?;
        self.act.commit().await?;
        Ok(self.added)
    }
}

async fn hashed(text: &str) -> Result<Hashed, Stopped> {
    password::hash(text).await.ok_or_else(busy)
}

/// Too many hash at a time.
pub(crate) fn busy() -> Stopped {
    Stopped::refused(
        said!("máy chủ đang xử lý nhiều lượt đăng nhập", "the server is busy with many log-ins"),
        said!("thử lại sau một phút", "try again in a minute"),
    )
}
