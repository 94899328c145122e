//! Tải danh sách: taking a list of households away is an act, whatever happens to the file afterwards.

use serde_json::json;
use store::dates::Instant;

use crate::access::Right;
use crate::act::{Cause, Done};
use crate::households::{Decided, Filter, Order};
use crate::{Registry, Scope, Stopped};
use vocab::said;

impl Registry {
    /// Records that a list was taken away: what it was filtered by and how many households it holds. The text that was
    /// looked for may be a name and is left out.
    ///
    /// # Errors
    /// The scope is none for exports, or the database failed.
    pub async fn record_export(
        &self,
        by: &Scope,
        filter: &Filter,
        rows: usize,
        at: Instant,
    ) -> Result<Done, Stopped> {
        if by.right() != Right::ExportHouseholds {
            return Err(Stopped::refused(
                said!("bạn không có quyền tải danh sách hộ", "you may not take lists of households away"),
                said!("đề nghị quản trị viên giao vai trò", "ask an administrator for a role"),
            ));
        }
        let order = match filter.order {
            Order::Name => "name",
            Order::Number => "number",
            Order::Deprivations => "deprivations",
        };
        let content = json!({
            "rows": rows,
            "is_by_text": filter.text.is_some(),
            "commune": filter.commune,
            "village": filter.village.map(|village| village.to_string()),
            "outcome": filter.outcome,
            "year": filter.year,
            "is_minority": filter.minority,
            "decided": filter.decided.as_ref().map(Decided::described),
            "order": order,
        });
        let cause = Cause { content: Some(content), ..Cause::new("households.export", Some(by.user())) };
        Ok(self.begin(cause, at).await?.finish().await?)
    }
}
