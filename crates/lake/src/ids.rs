//! Household ids as typed columns: integers compare as numbers, texts by bytes.

use std::cmp::Ordering;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, Int64Array, StringViewArray};
use arrow_buffer::ScalarBuffer;
use arrow_schema::DataType;
use vocab::{LocalText, said};

/// What kind of id a file uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IdKind {
    Integer,
    Text,
}

/// The ids of consecutive rows, none missing.
#[derive(Clone, Debug)]
pub(crate) enum Ids {
    Integer(ScalarBuffer<i64>),
    Text(StringViewArray),
}

/// One id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Id {
    Integer(i64),
    Text(String),
}

impl IdKind {
    /// The kind of a column of this type, if ids can be of it.
    pub(crate) fn of(found: &DataType) -> Option<IdKind> {
        match found {
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Some(IdKind::Text),
            DataType::Dictionary(_, value) => IdKind::of(value),
            found if found.is_integer() => Some(IdKind::Integer),
            _ => None,
        }
    }

    pub(crate) fn words(self) -> LocalText {
        match self {
            IdKind::Integer => said!("số nguyên", "integers"),
            IdKind::Text => said!("chữ", "text"),
        }
    }
}

impl Ids {
    /// The ids of a column without nulls; `None` if it is no id column or an integer is beyond 64 bits.
    pub(crate) fn of(column: &ArrayRef, kind: IdKind) -> Option<Ids> {
        let strict = arrow_cast::CastOptions { safe: false, ..Default::default() };
        let to = match kind {
            IdKind::Integer => DataType::Int64,
            IdKind::Text => DataType::Utf8View,
        };
        let cast = if *column.data_type() == to {
            column.clone()
        } else {
            arrow_cast::cast_with_options(column, &to, &strict).ok()?
        };
        Some(match kind {
            IdKind::Integer => Ids::Integer(cast.as_primitive::<Int64Type>().values().clone()),
            IdKind::Text => Ids::Text(cast.as_string_view().clone()),
        })
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Ids::Integer(ids) => ids.len(),
            Ids::Text(ids) => ids.len(),
        }
    }

    pub(crate) fn get(&self, row: usize) -> Option<Id> {
        match self {
            Ids::Integer(ids) => ids.get(row).copied().map(Id::Integer),
            Ids::Text(ids) => (row < ids.len()).then(|| Id::Text(ids.value(row).to_owned())),
        }
    }

    pub(crate) fn first(&self) -> Option<Id> {
        self.get(0)
    }

    pub(crate) fn last(&self) -> Option<Id> {
        self.get(self.len().checked_sub(1)?)
    }

    /// Whether no id is smaller than the one before.
    pub(crate) fn is_sorted(&self) -> bool {
        match self {
            // Counting descents instead of leaving at the first one lets the loop run in vectors.
            Ids::Integer(ids) => {
                let next = ids.get(1..).unwrap_or_default();
                ids.iter().zip(next).map(|(a, b)| u32::from(b < a)).sum::<u32>() == 0
            }
            Ids::Text(ids) => {
                (1..ids.len()).all(|row| ids.value(row - 1).as_bytes() <= ids.value(row).as_bytes())
            }
        }
    }

    /// Rows whose id is the one of the row before.
    pub(crate) fn repeats(&self) -> Vec<usize> {
        match self {
            Ids::Integer(ids) => {
                let next = ids.get(1..).unwrap_or_default();
                if ids.iter().zip(next).map(|(a, b)| u32::from(a == b)).sum::<u32>() == 0 {
                    return Vec::new();
                }
                ids.iter().zip(next).enumerate().filter(|(_, (a, b))| a == b).map(|(at, _)| at + 1).collect()
            }
            Ids::Text(ids) => (1..ids.len()).filter(|&row| ids.value(row - 1) == ids.value(row)).collect(),
        }
    }

    /// How many of the leading rows have an id up to this one; the ids are sorted.
    pub(crate) fn count_through(&self, last: &Id) -> usize {
        match (self, last) {
            (Ids::Integer(ids), Id::Integer(last)) => ids.partition_point(|id| id <= last),
            (Ids::Text(ids), Id::Text(last)) => {
                let (mut low, mut high) = (0, ids.len());
                while low < high {
                    let middle = low + (high - low) / 2;
                    if ids.value(middle).as_bytes() <= last.as_bytes() {
                        low = middle + 1
                    } else {
                        high = middle
                    }
                }
                low
            }
            _ => 0,
        }
    }

    /// The ids as a column of a result.
    pub(crate) fn to_column(&self) -> ArrayRef {
        match self {
            Ids::Integer(ids) => std::sync::Arc::new(Int64Array::new(ids.clone(), None)),
            Ids::Text(ids) => std::sync::Arc::new(ids.clone()),
        }
    }

    /// The row with an id as a person writes it; the ids need not be sorted.
    pub(crate) fn find(&self, written: &str) -> Option<usize> {
        match self {
            Ids::Integer(ids) => {
                let wanted: i64 = written.trim().parse().ok()?;
                ids.iter().position(|id| *id == wanted)
            }
            Ids::Text(ids) => (0..ids.len()).find(|&row| ids.value(row) == written),
        }
    }
}

impl PartialOrd for Id {
    fn partial_cmp(&self, other: &Id) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Id {
    fn cmp(&self, other: &Id) -> Ordering {
        match (self, other) {
            (Id::Integer(a), Id::Integer(b)) => a.cmp(b),
            (Id::Text(a), Id::Text(b)) => a.as_bytes().cmp(b.as_bytes()),
            // Files of two kinds are refused before ids are compared.
            (Id::Integer(_), Id::Text(_)) => Ordering::Less,
            (Id::Text(_), Id::Integer(_)) => Ordering::Greater,
        }
    }
}

/// An integer written in the one way that every program writes it: no sign but minus, no leading zero.
pub(crate) fn canonical_integer(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits == "0" && text == "0"
        || !digits.is_empty() && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}
