//! The tables of what is true today, with their columns in the order in which rows are made and read.

use store::{Fault, Row, Value};
use uuid::Uuid;

/// The kind of a column.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Of {
    Id,
    Integer,
    Boolean,
    Text,
    Day,
    Bytes,
}

/// A table; its first column is its key.
#[derive(Debug)]
pub(crate) struct NowTable {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [(&'static str, Of)],
}

pub(crate) const VILLAGE_NOW: NowTable = NowTable {
    name: "village_now",
    columns: &[
        ("village_id", Of::Id),
        ("name", Of::Text),
        ("kind", Of::Text),
        ("commune_code", Of::Text),
        ("province_code", Of::Text),
        ("zone", Of::Text),
        ("zone_source", Of::Text),
        ("search", Of::Text),
    ],
};

pub(crate) const PERSON_NOW: NowTable = NowTable {
    name: "person_now",
    columns: &[
        ("person_id", Of::Id),
        ("number", Of::Integer),
        ("household_id", Of::Id),
        ("relation", Of::Text),
        ("name", Of::Text),
        ("search", Of::Text),
        ("sex", Of::Text),
        ("birth_date", Of::Day),
        ("birth_year", Of::Integer),
        ("ethnicity", Of::Text),
        ("died_on", Of::Day),
        ("id_index", Of::Bytes),
        ("phone_index", Of::Bytes),
    ],
};

pub(crate) const HOUSEHOLD_NOW: NowTable = NowTable {
    name: "household_now",
    columns: &[
        ("household_id", Of::Id),
        ("number", Of::Integer),
        ("is_active", Of::Boolean),
        ("village_id", Of::Id),
        ("commune_code", Of::Text),
        ("province_code", Of::Text),
        ("zone", Of::Text),
        ("address", Of::Text),
        ("head_id", Of::Id),
        ("head_name", Of::Text),
        ("head_search", Of::Text),
        ("members", Of::Integer),
        ("is_ethnic_minority", Of::Boolean),
        ("names", Of::Text),
        ("outcome", Of::Text),
        ("outcome_year", Of::Integer),
        ("deprivation_count", Of::Integer),
        ("assessment_id", Of::Id),
    ],
};

impl NowTable {
    /// The names of its columns.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.columns.iter().map(|(name, _)| *name).collect()
    }

    /// The column by which a row is known.
    pub(crate) fn key(&self) -> &'static str {
        self.columns.first().map_or("", |(name, _)| *name)
    }

    /// A row that was read, as the values that would be written for it.
    pub(crate) fn read(&self, row: &Row) -> Result<Vec<Value>, Fault> {
        let value = |(name, of): &(&str, Of)| {
            Ok(match of {
                Of::Id => row.get::<Option<Uuid>>(name)?.into(),
                Of::Integer => row.get::<Option<i64>>(name)?.into(),
                Of::Boolean => row.get::<Option<bool>>(name)?.into(),
                Of::Text => row.get::<Option<String>>(name)?.into(),
                Of::Day => store::dates::optional_day(row.day(name)?),
                Of::Bytes => row.get::<Option<Vec<u8>>>(name)?.into(),
            })
        };
        self.columns.iter().map(value).collect()
    }
}
