//! Which rows were erased by law, or encrypted after they were written, and how each of them was left.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use oversight::tree::Hash;
use serde_json::{Value as Json, json};
use store::{Fault, Queries};

use crate::keys::hex;

/// The kind of an act that erases.
pub(crate) const ERASE: &str = "erase";

/// Table, number of the act, number of the row.
pub(crate) type RowName<'a> = (&'a str, i64, i64);

/// What the acts that erase have said, read when a row names them.
#[derive(Debug, Default)]
pub(crate) struct Erasures {
    /// By act: how each row was left, by its name.
    said: BTreeMap<i64, BTreeMap<(String, i64, i64), String>>,
}

impl Erasures {
    /// Whether the act, of this kind, did it to this row and left it so. That the act itself is as it was is a finding of its own.
    pub(crate) async fn permits(
        &mut self,
        on: &impl Queries,
        (act, kind): (i64, &str),
        row: RowName<'_>,
        left: &Hash,
    ) -> Result<bool, Fault> {
        if let Entry::Vacant(unread) = self.said.entry(act) {
            let sql = "select content from act where seq = $1 and kind = $2";
            let found = on.row(sql, vec![act.into(), kind.into()]).await?;
            let content: Option<Json> = found.map(|row| row.get("content")).transpose()?.flatten();
            unread.insert(said(content.as_ref()));
        }
        let (table, seq, ordinal) = row;
        let name = (table.to_owned(), seq, ordinal);
        Ok(self.said.get(&act).and_then(|said| said.get(&name)).is_some_and(|said| *said == hex(left)))
    }
}

/// The content of an act that erases rows: their names, and the digest of what is left of each.
pub(crate) fn content(rows: &[(&str, i64, i64, Hash)]) -> Json {
    let rows: Vec<Json> = rows
        .iter()
        .map(|(table, act_seq, ordinal, left)| {
            json!({ "table": table, "act_seq": act_seq, "ordinal": ordinal, "left": hex(left) })
        })
        .collect();
    json!({ "rows": rows })
}

fn said(content: Option<&Json>) -> BTreeMap<(String, i64, i64), String> {
    let rows = content.and_then(|content| content.get("rows")).and_then(Json::as_array);
    let name = |row: &Json| {
        let table = row.get("table")?.as_str()?.to_owned();
        let (act, ordinal) = (row.get("act_seq")?.as_i64()?, row.get("ordinal")?.as_i64()?);
        Some(((table, act, ordinal), row.get("left")?.as_str()?.to_owned()))
    };
    rows.into_iter().flatten().filter_map(name).collect()
}
