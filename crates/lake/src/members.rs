//! `member_no`: the number of a member in its household.

use std::hash::{DefaultHasher, Hash, Hasher};

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;

/// Name of the column.
pub(crate) const MEMBER_NO: &str = "member_no";

/// The numbers of the members of a batch of households, for comparing and for showing.
#[derive(Debug, Default)]
pub(crate) struct MemberNumbers {
    /// One a member; a text that is no integer is represented by its hash.
    keys: Vec<i64>,
    /// Columns that the keys came from, with the place of their first key.
    parts: Vec<(usize, ArrayRef)>,
}

impl MemberNumbers {
    pub(crate) fn clear(&mut self) {
        self.keys.clear();
        self.parts.clear();
    }

    /// Appends a column of member numbers and reports rows without one.
    pub(crate) fn append(&mut self, column: &ArrayRef, mut missing: impl FnMut(usize)) {
        for row in (0..column.len()).filter(|_| column.null_count() > 0).filter(|row| column.is_null(*row)) {
            missing(row);
        }
        self.parts.push((self.keys.len(), column.clone()));
        if column.data_type().is_integer()
            && let Ok(numbers) = arrow_cast::cast(column, &DataType::Int64)
        {
            self.keys.extend_from_slice(numbers.as_primitive::<Int64Type>().values());
            return;
        }
        let Ok(texts) = arrow_cast::cast(column, &DataType::Utf8) else {
            return self.keys.extend(std::iter::repeat_n(0, column.len()));
        };
        self.keys.extend(texts.as_string::<i32>().iter().map(|text| {
            let text = text.unwrap_or_default().trim();
            text.parse().unwrap_or_else(|_| {
                let mut hasher = DefaultHasher::new();
                text.hash(&mut hasher);
                hasher.finish() as i64
            })
        }));
    }

    /// Members whose number stands earlier in the same household. Numbers in order, the usual case, cost one comparison.
    pub(crate) fn repeats(&self, offsets: &[u32]) -> Vec<usize> {
        let mut repeats = Vec::new();
        for (start, end) in offsets.iter().zip(offsets.iter().skip(1)) {
            let (start, end) = (*start as usize, *end as usize);
            let Some(numbers) = self.keys.get(start..end) else { continue };
            if numbers.is_sorted_by(|a, b| a < b) {
                continue;
            }
            let mut seen = std::collections::BTreeSet::new();
            repeats.extend(
                numbers
                    .iter()
                    .enumerate()
                    .filter(|(_, number)| !seen.insert(**number))
                    .map(|(at, _)| start + at),
            );
        }
        repeats
    }

    /// The number of a member as in the file; `None` where it is missing.
    pub(crate) fn shown(&self, member: usize) -> Option<String> {
        let part = self.parts.partition_point(|(first, _)| *first <= member).checked_sub(1)?;
        let (first, column) = self.parts.get(part)?;
        let cell = column.slice(member - first, 1);
        let text = arrow_cast::cast(&cell, &DataType::Utf8).ok()?;
        let text = text.as_string::<i32>();
        text.is_valid(0).then(|| text.value(0).trim().to_owned())
    }
}
