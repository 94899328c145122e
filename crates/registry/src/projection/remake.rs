//! Làm lại các danh sách: everything that is said to be true today, made anew from the facts under the pack of now. Needed when
//! a pack says otherwise who belongs to a group, as the list of minorities.

use std::collections::BTreeSet;

use serde_json::json;
use store::dates::Instant;
use store::{Fault, Queries};
use uuid::Uuid;

use crate::Registry;
use crate::act::{Cause, Done};
use crate::projection::{Touched, refresh};

impl Registry {
    /// Makes all lists anew, as one act of the operator.
    ///
    /// # Errors
    /// The database failed; the lists are as they were then.
    pub async fn remake_lists(&self, reason: &str, at: Instant) -> Result<Done, Fault> {
        let cause = Cause { reason: Some(reason), ..Cause::new("lists.remake", None) };
        let mut act = self.begin(cause, at).await?;
        let touched = Touched {
            villages: all(&act.tx, "village").await?,
            people: all(&act.tx, "person").await?,
            households: all(&act.tx, "household").await?,
            ..Touched::default()
        };
        act.set_content(json!({
            "villages": touched.villages.len(), "people": touched.people.len(), "households": touched.households.len(),
        }));
        let done = act.write().await?;
        refresh(&act.tx, touched, self.now(at)).await?;
        act.commit().await?;
        Ok(done)
    }
}

async fn all(on: &impl Queries, table: &str) -> Result<BTreeSet<Uuid>, Fault> {
    on.rows(&format!("select id from {table}"), vec![]).await?.iter().map(|row| row.id("id")).collect()
}
