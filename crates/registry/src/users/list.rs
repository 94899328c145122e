//! Danh sách người dùng, for whoever administers or audits them.

use standards::units::{Level, Units};
use store::{Fault, Queries, Row};
use vocab::Day;

use crate::access::{Area, Grant, Right};
use crate::users::{GRANTS, HELD, grant};
use crate::{Registry, Scope, UserId};

/// A user with what the reader may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Who.
    pub user: UserId,
    /// The log-in name.
    pub login: String,
    /// The name.
    pub name: String,
    /// The roles inside the reader's area that are not ended, in the order in which they were given.
    pub grants: Vec<ListedGrant>,
    /// Whether no role lies outside: only then the reader may give a new password, which opens all that the user may see.
    pub is_wholly_inside: bool,
}

/// A role with the name of its village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedGrant {
    /// The role.
    pub grant: Grant,
    /// Name of its village, if it is for one.
    pub village: Option<String>,
}

impl Registry {
    /// Users with a role inside the scope, and those who have no role anywhere yet, by name. A role of the past
    /// (before `day`) does not count.
    ///
    /// # Errors
    /// The database failed.
    pub async fn users(&self, scope: &Scope, units: &Units, day: Day) -> Result<Vec<Listed>, Fault> {
        if !matches!(scope.right(), Right::ManageUsers | Right::SeeAudit) {
            return Ok(Vec::new());
        }
        let sql = format!(
            "select u.id as user_id, u.login, u.name, {GRANTS}, v.name as village_name, v.commune_code, v.province_code from user_account u {HELD} left join village_now v on v.village_id = g.village_id order by u.name, u.login, g.act_seq, g.ordinal"
        );
        let mut users: Vec<Listed> = Vec::new();
        for row in self.store.rows(&sql, vec![]).await? {
            let user = UserId(row.id("user_id")?);
            if users.last().is_none_or(|last| last.user != user) {
                let (login, name) = (row.get("login")?, row.get("name")?);
                users.push(Listed { user, login, name, grants: Vec::new(), is_wholly_inside: true });
            }
            let Some(listed) = users.last_mut() else { continue };
            let Some(grant) = grant(&row)?.filter(|grant| grant.until.is_none_or(|until| day < until)) else {
                continue;
            };
            if is_inside(scope, units, &grant, &row)? {
                listed.grants.push(ListedGrant { grant, village: row.get("village_name")? });
            } else {
                listed.is_wholly_inside = false;
            }
        }
        users.retain(|listed| listed.is_wholly_inside || !listed.grants.is_empty());
        Ok(users)
    }
}

fn is_inside(scope: &Scope, units: &Units, grant: &Grant, row: &Row) -> Result<bool, Fault> {
    Ok(match &grant.area {
        Area::Everywhere => scope.areas().contains(&Area::Everywhere),
        Area::Province(code) => scope.covers(code, "", None),
        Area::Commune(code) => {
            let province = units.on(Level::Commune, code, grant.from).map(|unit| unit.province_code.as_str());
            scope.covers(province.unwrap_or_default(), code, None)
        }
        Area::Village(id) => {
            let code = |column: &str| Ok::<_, Fault>(row.get::<Option<String>>(column)?.unwrap_or_default());
            scope.covers(&code("province_code")?, &code("commune_code")?, Some(*id))
        }
    })
}
