//! Arrow text, dictionaries and lists as choices; text answers.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, DictionaryArray, ListArray, StringArray};
use arrow_schema::DataType;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::Kind;
use super::append::Report;
use super::cells::Bad;
use super::codes::CodeTable;
use super::numbers::{cast, words};
use crate::bits::low_mask;
use crate::columns::{Codes, NO_CHOICE, Sets, Texts};

/// A dictionary's value that is no choice of the question.
const BAD: u16 = NO_CHOICE - 1;

/// The choices of a dictionary's values, kept while batches share the dictionary.
#[derive(Clone, Debug)]
pub(super) struct Dictionary {
    values: ArrayRef,
    choices: Vec<u16>,
}

/// Appends choices. False: the type is not one of theirs.
pub(super) fn append(
    array: &ArrayRef,
    kind: &Kind,
    dictionary: &mut Option<Dictionary>,
    into: &mut Codes,
    report: &mut Report<'_>,
) -> bool {
    let Kind::Choice(codes) = kind else { return false };
    match array.data_type() {
        DataType::Dictionary(..) => {
            let wanted = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
            let Some(array) = cast(array, &wanted) else { return false };
            append_dictionary(array.as_dictionary(), codes, dictionary, into, report);
        }
        found if found.is_integer() => {
            let Some(array) = cast(array, &DataType::Int64) else { return false };
            let by_number: Vec<Option<i64>> = codes.codes().iter().map(|code| code.parse().ok()).collect();
            for (row, value) in array.as_primitive::<Int64Type>().iter().enumerate() {
                let at = value.map(|value| by_number.iter().position(|code| *code == Some(value)));
                push(
                    row,
                    at.map(|at| at.map(|at| at as u16)),
                    || value.unwrap_or_default(),
                    codes,
                    into,
                    report,
                );
            }
        }
        _ => {
            let Some(array) = cast(array, &DataType::Utf8) else { return false };
            let array: &StringArray = array.as_string();
            let mut last: Option<(&str, u16)> = None;
            for (row, text) in array.iter().enumerate() {
                if let (Some(text), Some((known, at))) = (text, last)
                    && text == known
                {
                    into.codes.push(at);
                    continue;
                }
                let found = text.map(str::trim).filter(|text| !text.is_empty()).map(|text| codes.find(text));
                push(row, found, || text.unwrap_or_default(), codes, into, report);
                last = text.zip(found.flatten());
            }
        }
    }
    true
}

/// `found`: `None` is missing, `Some(None)` is no choice of the question.
fn push<V: std::fmt::Display>(
    row: usize,
    found: Option<Option<u16>>,
    value: impl Fn() -> V,
    codes: &CodeTable,
    into: &mut Codes,
    report: &mut Report<'_>,
) {
    if found == Some(None) {
        report.bad(row, value(), Bad::code(codes.codes()));
    }
    let at = found.flatten();
    into.missing += usize::from(at.is_none());
    into.codes.push(at.unwrap_or(NO_CHOICE));
}

fn append_dictionary(
    array: &DictionaryArray<Int32Type>,
    codes: &CodeTable,
    dictionary: &mut Option<Dictionary>,
    into: &mut Codes,
    report: &mut Report<'_>,
) {
    let values: &StringArray = array.values().as_string();
    if !dictionary.as_ref().is_some_and(|known| Arc::ptr_eq(&known.values, array.values())) {
        let choice = |text: Option<&str>| match text.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => codes.find(text).unwrap_or(BAD),
            None => NO_CHOICE,
        };
        let choices = values.iter().map(choice).collect();
        *dictionary = Some(Dictionary { values: array.values().clone(), choices });
    }
    let Some(Dictionary { choices, .. }) = dictionary else { return };
    let choice =
        |key: i32| usize::try_from(key).ok().and_then(|key| choices.get(key)).copied().unwrap_or(NO_CHOICE);
    let nulls = array.keys().nulls().filter(|nulls| nulls.null_count() > 0);
    let mut valid = nulls.map(|nulls| words(nulls.inner()));
    for (at, chunk) in array.keys().values().chunks(64).enumerate() {
        let all = low_mask(chunk.len());
        let known = valid.as_mut().and_then(Iterator::next).map_or(all, |(word, _)| word);
        let from = into.codes.len();
        let mut highest = 0;
        if known == all {
            into.codes.extend(chunk.iter().map(|key| {
                let code = choice(*key);
                highest = highest.max(code);
                code
            }));
        } else {
            into.codes.extend(chunk.iter().enumerate().map(|(bit, key)| {
                let code = if known >> bit & 1 == 1 { choice(*key) } else { NO_CHOICE };
                highest = highest.max(code);
                code
            }));
        }
        if highest < BAD {
            continue;
        }
        for (bit, code) in into.codes.iter_mut().skip(from).enumerate() {
            if *code == BAD {
                let key = chunk.get(bit).and_then(|key| usize::try_from(*key).ok()).unwrap_or_default();
                report.bad(at * 64 + bit, values.value(key), Bad::code(codes.codes()));
                *code = NO_CHOICE;
            }
            into.missing += usize::from(*code == NO_CHOICE);
        }
    }
}

/// Appends sets of choices. False: the type is not one of theirs.
pub(super) fn append_sets(array: &ArrayRef, kind: &Kind, into: &mut Sets, report: &mut Report<'_>) -> bool {
    let Kind::Choices(codes) = kind else { return false };
    match array.data_type() {
        DataType::List(_) => return append_lists(array.as_list::<i32>(), codes, into, report),
        DataType::LargeList(of) => {
            let Some(array) = cast(array, &DataType::List(of.clone())) else { return false };
            return append_lists(array.as_list::<i32>(), codes, into, report);
        }
        _ => {}
    }
    let Some(array) = cast(array, &DataType::Utf8) else { return false };
    for (row, text) in array.as_string::<i32>().iter().enumerate() {
        let text = text.map(str::trim).filter(|text| !text.is_empty());
        let set = text.map(|text| codes.set(text.split(';')));
        push_set(row, set, || text.unwrap_or_default().to_owned(), codes, into, report);
    }
    true
}

/// `set`: `None` is missing, `Some(None)` holds something that is no choice of the question.
fn push_set(
    row: usize,
    set: Option<Option<u64>>,
    value: impl Fn() -> String,
    codes: &CodeTable,
    into: &mut Sets,
    report: &mut Report<'_>,
) {
    if set == Some(None) {
        report.bad(row, value(), Bad::code(codes.codes()));
    }
    let set = set.flatten();
    into.sets.push(set.unwrap_or_default());
    into.known.push(set.is_some());
}

fn append_lists(lists: &ListArray, codes: &CodeTable, into: &mut Sets, report: &mut Report<'_>) -> bool {
    let (first, last) = (lists.value_offsets().first().copied(), lists.value_offsets().last().copied());
    let (Some(first), Some(last)) = (first, last) else { return true };
    let texts = lists.values().slice(first as usize, (last - first) as usize);
    let Some(texts) = cast(&texts, &DataType::Utf8) else { return false };
    let texts: &StringArray = texts.as_string();
    let bit = |text: Option<&str>| match text.filter(|text| !text.is_empty()) {
        Some(text) => codes.find(text).filter(|at| *at < 64).map(|at| 1 << at),
        None => Some(0_u64),
    };
    for (row, range) in lists.value_offsets().windows(2).enumerate() {
        let &[start, end] = range else { continue };
        let elements = (start - first) as usize..(end - first) as usize;
        let text = |at: usize| texts.is_valid(at).then(|| texts.value(at));
        let set =
            lists.is_valid(row).then(|| elements.clone().try_fold(0, |set, at| Some(set | bit(text(at))?)));
        let shown = || elements.clone().filter_map(text).collect::<Vec<_>>().join(";");
        push_set(row, set, shown, codes, into, report);
    }
    true
}

/// Appends texts, trimmed and normalised. False: the type is not text.
pub(super) fn append_texts(array: &ArrayRef, into: &mut Texts) -> bool {
    let Some(array) = cast(array, &DataType::Utf8) else { return false };
    for text in array.as_string::<i32>().iter() {
        match text.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) if !is_nfc(text) => into.push(Some(&text.nfc().collect::<String>())),
            text => into.push(text),
        }
    }
    true
}
