//! A table read in the order of its key, page by page.

use std::collections::VecDeque;

use store::{Fault, Queries, Row, Value};

/// Rows of one page.
const PAGE: usize = 2000;

/// Where the reading of a table stands.
pub(crate) struct Cursor {
    table: &'static str,
    columns: String,
    key: &'static [&'static str],
    only: Option<(&'static str, Value)>,
    page: VecDeque<Row>,
    after: Option<Vec<i64>>,
    is_last: bool,
}

impl Cursor {
    /// From the beginning; the columns of the key are whole numbers and among the columns.
    pub(crate) fn new(table: &'static str, columns: String, key: &'static [&'static str]) -> Cursor {
        Cursor { table, columns, key, only: None, page: VecDeque::new(), after: None, is_last: false }
    }

    /// Only rows with a value in a column.
    pub(crate) fn only(self, column: &'static str, value: Value) -> Cursor {
        Cursor { only: Some((column, value)), ..self }
    }

    /// The next row, if there is one and it fits.
    pub(crate) async fn take_if(
        &mut self,
        on: &impl Queries,
        fits: impl FnOnce(&Row) -> Result<bool, Fault>,
    ) -> Result<Option<Row>, Fault> {
        if self.page.is_empty() && !self.is_last {
            self.fill(on).await?;
        }
        match self.page.front() {
            Some(row) if fits(row)? => Ok(self.page.pop_front()),
            _ => Ok(None),
        }
    }

    /// The next row.
    pub(crate) async fn next(&mut self, on: &impl Queries) -> Result<Option<Row>, Fault> {
        self.take_if(on, |_| Ok(true)).await
    }

    async fn fill(&mut self, on: &impl Queries) -> Result<(), Fault> {
        let mut values: Vec<Value> = Vec::new();
        let mut conditions = Vec::new();
        if let Some((column, value)) = &self.only {
            values.push(value.clone());
            conditions.push(format!("{column} = ${}", values.len()));
        }
        if let Some(after) = &self.after {
            let places: Vec<String> = (1..=after.len()).map(|at| format!("${}", values.len() + at)).collect();
            conditions.push(format!("({}) > ({})", self.key.join(", "), places.join(", ")));
            values.extend(after.iter().map(|key| Value::from(*key)));
        }
        let only =
            if conditions.is_empty() { String::new() } else { format!("where {}", conditions.join(" and ")) };
        let order = self.key.join(", ");
        let sql = format!("select {} from {} {only} order by {order} limit {PAGE}", self.columns, self.table);
        self.page = on.rows(&sql, values).await?.into();
        self.is_last = self.page.len() < PAGE;
        if let Some(last) = self.page.back() {
            self.after = Some(self.key.iter().map(|key| last.get(key)).collect::<Result<_, _>>()?);
        }
        Ok(())
    }
}
