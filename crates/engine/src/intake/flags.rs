//! Arrow booleans, and 0 and 1, as answers.

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, BooleanArray};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;

use super::append::Report;
use super::cells::{self, Bad};
use super::lanes::{cast, words};
use crate::bits::low_mask;
use crate::columns::Flags;

/// Appends booleans, or 0 and 1. False: the type is not one of those.
pub(super) fn append(array: &ArrayRef, into: &mut Flags, report: &mut Report<'_>) -> bool {
    match array.data_type() {
        DataType::Boolean => append_booleans(array.as_boolean(), into),
        found if found.is_integer() => {
            let Some(array) = cast(array, &DataType::Int64) else { return false };
            for (row, value) in array.as_primitive::<Int64Type>().iter().enumerate() {
                let judged = match value {
                    None => None,
                    Some(0) => Some(false),
                    Some(1) => Some(true),
                    Some(other) => {
                        report.bad(row, other, Bad::flag());
                        None
                    }
                };
                push_flag(into, judged);
            }
        }
        _ => {
            let Some(array) = cast(array, &DataType::Utf8) else { return false };
            for (row, text) in array.as_string::<i32>().iter().enumerate() {
                let text = text.map(str::trim).filter(|text| !text.is_empty());
                let judged = text.map(|text| (text, cells::flag(text)));
                let flag = match judged {
                    Some((text, Err(bad))) => {
                        report.bad(row, text, bad);
                        None
                    }
                    Some((_, Ok(flag))) => Some(flag),
                    None => None,
                };
                push_flag(into, flag);
            }
        }
    }
    true
}

fn push_flag(into: &mut Flags, flag: Option<bool>) {
    into.push_words(u64::from(flag == Some(true)), u64::from(flag != Some(false)), 1);
}

fn append_booleans(array: &BooleanArray, into: &mut Flags) {
    let nulls = array.nulls().filter(|nulls| nulls.null_count() > 0);
    let mut valid = nulls.map(|nulls: &NullBuffer| words(nulls.inner()));
    for (word, count) in words(array.values()) {
        let known = valid.as_mut().and_then(Iterator::next).map_or(u64::MAX, |(word, _)| word);
        let mask = low_mask(count);
        into.push_words(word & known & mask, (word | !known) & mask, count);
    }
}
