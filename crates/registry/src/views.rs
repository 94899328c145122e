//! Ai đã xem hồ sơ này: every look at a household's file leaves a line.

use store::dates::Instant;
use store::{Fault, Queries, Value};
use uuid::Uuid;

use crate::access::Right;
use crate::{HouseholdId, Registry, Scope};

/// A look at a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The name of who looked.
    pub name: String,
    /// The log-in name: two people may have the same name.
    pub login: String,
    /// When.
    pub at: Instant,
}

/// Looks within so many seconds are one.
const SAME_LOOK_SECONDS: i64 = 300;
/// So many are shown.
const SHOWN: u32 = 200;

impl Registry {
    /// Notes that somebody looks at the file of a household; one outside of the scope was not shown and is not noted.
    ///
    /// # Errors
    /// The database failed; the file must then not be shown.
    pub async fn note_view(&self, scope: &Scope, household: HouseholdId, now: Instant) -> Result<(), Fault> {
        if !self.is_inside(scope, household).await? {
            return Ok(());
        }
        let sql = "select 1 as one from file_view where household_id = $1 and user_id = $2 and at > $3";
        let (household, user): (Value, Value) = (household.0.into(), scope.user().0.into());
        let values = vec![household.clone(), user.clone(), now.plus_seconds(-SAME_LOOK_SECONDS).into()];
        if self.store.row(sql, values).await?.is_some() {
            return Ok(());
        }
        let tx = self.store.begin().await?;
        let row = vec![Uuid::now_v7().into(), household, user, now.into()];
        tx.insert("file_view", &["id", "household_id", "user_id", "at"], vec![row]).await?;
        tx.commit().await
    }

    /// Who looked at the file of a household, the newest first; `None` if it is not in the scope.
    ///
    /// # Errors
    /// The database failed.
    pub async fn views_of(&self, scope: &Scope, household: HouseholdId) -> Result<Option<Vec<View>>, Fault> {
        if !self.is_inside(scope, household).await? {
            return Ok(None);
        }
        let sql = format!(
            "select u.name, u.login, f.at from file_view f join user_account u on u.id = f.user_id where f.household_id = $1 order by f.at desc, f.id desc limit {SHOWN}"
        );
        let mut views = Vec::new();
        for row in self.store.rows(&sql, vec![household.0.into()]).await? {
            let at = row.instant("at")?.unwrap_or(Instant::from_millis(0));
            views.push(View { name: row.get("name")?, login: row.get("login")?, at });
        }
        Ok(Some(views))
    }

    async fn is_inside(&self, scope: &Scope, household: HouseholdId) -> Result<bool, Fault> {
        if !matches!(scope.right(), Right::SeeHouseholds | Right::ChangeHouseholds) {
            return Ok(false);
        }
        let mut values = vec![household.0.into()];
        let inside = scope.condition("h", &mut values);
        let sql = format!("select 1 as one from household_now h where h.household_id = $1 and {inside}");
        Ok(self.store.row(&sql, values).await?.is_some())
    }
}
