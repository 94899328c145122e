//! Người dùng và vai trò: acts about staff, and what must never come together in one person.

mod add;
mod grant;
mod list;
mod rules;

pub use add::Added;
pub use grant::NewGrant;
pub use list::{FoundVillage, Listed, ListedGrant};

pub(crate) use add::busy;
pub(crate) use list::works_inside;
pub(crate) use rules::login_of;

use store::{Fault, Queries, Row};
use vocab::Day;

use crate::access::{Area, Grant, Right};
use crate::{Actor, GrantId, Registry, Role, Scope, Stopped, UserId, VillageId};

impl Registry {
    /// Somebody with the roles that are not ended, as [`Registry::actor_of`] finds them for a session; for the program
    /// itself.
    ///
    /// # Errors
    /// The database failed.
    pub async fn actor(&self, user: UserId) -> Result<Option<Actor>, Fault> {
        actor(&self.store, user).await
    }

    /// The user of a log-in name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn user_of_login(&self, login: &str) -> Result<Option<UserId>, Fault> {
        let sql = "select id from user_account where login = $1";
        let row = self.store.row(sql, vec![login_of(login).into()]).await?;
        row.map(|row| row.id("id").map(UserId)).transpose()
    }
}

/// Rows of a user (`login`, `name`) with the columns of [`GRANTS`], one for each grant that is not ended.
const GRANTS: &str = "g.id as grant_id, g.role, g.unit_code, g.village_id, g.valid_from, g.valid_until";
/// What joins them to a user `u`.
const HELD: &str = "left join role_grant g on g.user_id = u.id and not exists (select 1 from role_grant_end e where e.grant_id = g.id)";

/// The query for a user `u` with the roles that are not ended.
pub(crate) fn actor_sql(from: &str, condition: &str) -> String {
    format!(
        "select u.id as user_id, u.login, u.name, {GRANTS} from {from} {HELD} where {condition} order by g.act_seq, g.ordinal"
    )
}

pub(crate) async fn actor(on: &impl Queries, user: UserId) -> Result<Option<Actor>, Fault> {
    let rows = on.rows(&actor_sql("user_account u", "u.id = $1"), vec![user.0.into()]).await?;
    actor_of_rows(&rows)
}

pub(crate) fn actor_of_rows(rows: &[Row]) -> Result<Option<Actor>, Fault> {
    let Some(first) = rows.first() else { return Ok(None) };
    let mut grants = Vec::new();
    for row in rows {
        grants.extend(grant(row)?);
    }
    Ok(Some(Actor {
        user: UserId(first.id("user_id")?),
        name: first.get("name")?,
        login: first.get("login")?,
        grants,
    }))
}

/// The grant of a row; a role that only a newer program knows gives no right here.
fn grant(row: &Row) -> Result<Option<Grant>, Fault> {
    let Some(id) = row.get::<Option<uuid::Uuid>>("grant_id")? else { return Ok(None) };
    let role: String = row.get("role")?;
    let Some((role, from)) = Role::from_code(&role).zip(row.day("valid_from")?) else { return Ok(None) };
    Ok(Some(Grant {
        id: GrantId(id),
        role,
        area: area(row.get("unit_code")?, row.get::<Option<uuid::Uuid>>("village_id")?.map(VillageId)),
        from: Day::from_epoch_days(from),
        until: row.day("valid_until")?.map(Day::from_epoch_days),
    }))
}

/// Codes of provinces have two digits, those of communes five.
fn area(unit: Option<String>, village: Option<VillageId>) -> Area {
    match (unit, village) {
        (_, Some(village)) => Area::Village(village),
        (None, None) => Area::Everywhere,
        (Some(code), None) if code.len() <= 2 => Area::Province(code),
        (Some(code), None) => Area::Commune(code),
    }
}

/// Whoever manages users shows it by the scope.
fn must_manage(scope: &Scope) -> Result<(), Stopped> {
    if scope.right() == Right::ManageUsers { Ok(()) } else { Err(rules::not_yours()) }
}
