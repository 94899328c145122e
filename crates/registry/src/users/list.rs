//! Danh sách người dùng, for whoever administers or audits them.

use standards::units::{Level, Units};
use store::{Fault, Queries, Row};
use vocab::{Day, search_key};

use crate::access::{Area, Grant, Right};
use crate::users::{GRANTS, HELD, grant};
use crate::{Registry, Role, Scope, UserId, VillageId};

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
        self.users_inside(day, |grant, row| is_inside(scope, units, grant, row)).await
    }

    /// All users. Only for the program itself, at whose machine somebody sits.
    ///
    /// # Errors
    /// The database failed.
    pub async fn users_here(&self, day: Day) -> Result<Vec<Listed>, Fault> {
        self.users_inside(day, |_, _| Ok(true)).await
    }

    async fn users_inside(
        &self,
        day: Day,
        inside: impl Fn(&Grant, &Row) -> Result<bool, Fault>,
    ) -> Result<Vec<Listed>, Fault> {
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
            if inside(&grant, &row)? {
                listed.grants.push(ListedGrant { grant, village: row.get("village_name")? });
            } else {
                listed.is_wholly_inside = false;
            }
        }
        users.retain(|listed| listed.is_wholly_inside || !listed.grants.is_empty());
        Ok(users)
    }
}

/// Whether a user has a role that holds on a day, and has it only inside the scope.
pub(crate) async fn works_inside(
    on: &impl Queries,
    scope: &Scope,
    units: &Units,
    (user, role): (UserId, Role),
    day: Day,
) -> Result<bool, Fault> {
    let sql = format!(
        "select {GRANTS}, v.commune_code, v.province_code from user_account u {HELD} left join village_now v on v.village_id = g.village_id where u.id = $1"
    );
    let mut is_any = false;
    for row in on.rows(&sql, vec![user.0.into()]).await? {
        let Some(grant) = grant(&row)?.filter(|grant| grant.role == role && grant.holds(units, day)) else {
            continue;
        };
        if !is_inside(scope, units, &grant, &row)? {
            return Ok(false);
        }
        is_any = true;
    }
    Ok(is_any)
}

/// A village that a role may be given for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundVillage {
    /// The village.
    pub id: VillageId,
    /// Its name.
    pub name: String,
    /// Code of its commune today.
    pub commune_code: String,
}

impl Registry {
    /// Villages inside the scope whose name holds a text, marks or not; nothing for an empty text.
    ///
    /// # Errors
    /// The database failed.
    pub async fn villages_like(
        &self,
        scope: &Scope,
        text: &str,
        most: usize,
    ) -> Result<Vec<FoundVillage>, Fault> {
        let key = search_key(text);
        if key.is_empty() {
            return Ok(Vec::new());
        }
        let mut values = vec![format!("%{key}%").into()];
        let inside = scope.condition("v", &mut values);
        let sql = format!(
            "select v.village_id, v.name, v.commune_code from village_now v where v.search like $1 and {inside} order by v.name, v.village_id limit {most}"
        );
        let mut found = Vec::new();
        for row in self.store.rows(&sql, values).await? {
            let (name, commune_code) = (row.get("name")?, row.get("commune_code")?);
            found.push(FoundVillage { id: VillageId(row.id("village_id")?), name, commune_code });
        }
        Ok(found)
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
