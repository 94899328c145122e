//! One value of a row that an act writes: as the database takes it, and as the audit log commits to it.

use serde_json::Value as Json;
use store::dates::Instant;
use store::{Fault, Row, Value};
use uuid::Uuid;

/// The kind of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Id,
    Integer,
    Text,
    Day,
    Instant,
    Json,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Null(Kind),
    Id(Uuid),
    Integer(i64),
    Text(String),
    Day(i32),
    Instant(Instant),
    Json(Json),
}

impl Cell {
    pub(crate) fn or_null<T>(kind: Kind, value: Option<T>, cell: impl FnOnce(T) -> Cell) -> Cell {
        value.map_or(Cell::Null(kind), cell)
    }

    /// The cell of a column of a row that was read.
    pub(crate) fn read(row: &Row, column: &str, kind: Kind) -> Result<Cell, Fault> {
        Ok(match kind {
            Kind::Id => Cell::or_null(kind, row.get::<Option<Uuid>>(column)?, Cell::Id),
            Kind::Integer => Cell::or_null(kind, row.get::<Option<i64>>(column)?, Cell::Integer),
            Kind::Text => Cell::or_null(kind, row.get::<Option<String>>(column)?, Cell::Text),
            Kind::Day => Cell::or_null(kind, row.day(column)?, Cell::Day),
            Kind::Instant => Cell::or_null(kind, row.instant(column)?, Cell::Instant),
            Kind::Json => Cell::or_null(kind, row.get::<Option<Json>>(column)?, Cell::Json),
        })
    }

    /// As the database takes it.
    pub(crate) fn value(self) -> Value {
        match self {
            Cell::Null(Kind::Id) => None::<Uuid>.into(),
            Cell::Null(Kind::Integer) => None::<i64>.into(),
            Cell::Null(Kind::Text) => None::<String>.into(),
            Cell::Null(Kind::Day) => store::dates::optional_day(None),
            Cell::Null(Kind::Instant) => store::dates::optional_instant(None),
            Cell::Null(Kind::Json) => None::<Json>.into(),
            Cell::Id(id) => id.into(),
            Cell::Integer(n) => n.into(),
            Cell::Text(text) => text.into(),
            Cell::Day(day) => store::dates::day(day),
            Cell::Instant(at) => at.into(),
            Cell::Json(json) => json.into(),
        }
    }

    /// As the audit log commits to it: the same bytes whatever database it was read from.
    pub(crate) fn write_canonical(&self, out: &mut Vec<u8>) {
        let mut put = |tag: u8, bytes: &[u8]| {
            out.push(tag);
            out.extend((bytes.len() as u64).to_be_bytes());
            out.extend(bytes);
        };
        match self {
            Cell::Null(_) => put(0, &[]),
            Cell::Id(id) => put(1, id.as_bytes()),
            Cell::Integer(n) => put(2, &n.to_be_bytes()),
            Cell::Text(text) => put(3, text.as_bytes()),
            Cell::Day(day) => put(4, &day.to_be_bytes()),
            Cell::Instant(at) => put(5, &at.millis().to_be_bytes()),
            Cell::Json(json) => put(6, canonical_json(json).as_bytes()),
        }
    }
}

/// JSON with sorted keys and no spaces: PostgreSQL keeps neither order nor spaces.
pub(crate) fn canonical_json(json: &Json) -> String {
    match json {
        Json::Object(fields) => {
            let mut fields: Vec<(&String, &Json)> = fields.iter().collect();
            fields.sort_by_key(|(name, _)| *name);
            let fields = fields
                .iter()
                .map(|(name, value)| format!("{}:{}", Json::String((*name).clone()), canonical_json(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        Json::Array(items) => {
            format!("[{}]", items.iter().map(canonical_json).collect::<Vec<_>>().join(","))
        }
        plain => plain.to_string(),
    }
}
