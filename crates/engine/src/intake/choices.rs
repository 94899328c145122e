//! Arrow text, dictionaries and lists as choices; text answers.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, DictionaryArray, StringArray};
use arrow_schema::{DataType, Field};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::Kind;
use super::append::Report;
use super::cells::{self, Bad};
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
            let by_number: Vec<Option<i64>> = codes.iter().map(|code| code.parse().ok()).collect();
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
                let found = text.map(str::trim).filter(|text| !text.is_empty()).map(|text| find(text, codes));
                push(row, found, || text.unwrap_or_default(), codes, into, report);
                last = text.zip(found.flatten());
            }
        }
    }
    true
}

/// The position of a code, also when it is not normalised.
fn find(text: &str, codes: &[String]) -> Option<u16> {
    cells::choice(text, codes)
        .or_else(|| if is_nfc(text) { None } else { cells::choice(&text.nfc().collect::<String>(), codes) })
}

/// `found`: `None` is missing, `Some(None)` is no choice of the question.
fn push<V: std::fmt::Display>(
    row: usize,
    found: Option<Option<u16>>,
    value: impl Fn() -> V,
    codes: &[String],
    into: &mut Codes,
    report: &mut Report<'_>,
) {
    if found == Some(None) {
        report.bad(row, value(), Bad::code(codes));
    }
    let at = found.flatten();
    into.missing += usize::from(at.is_none());
    into.codes.push(at.unwrap_or(NO_CHOICE));
}

fn append_dictionary(
    array: &DictionaryArray<Int32Type>,
    codes: &[String],
    dictionary: &mut Option<Dictionary>,
    into: &mut Codes,
    report: &mut Report<'_>,
) {
    let values: &StringArray = array.values().as_string();
    if !dictionary.as_ref().is_some_and(|known| Arc::ptr_eq(&known.values, array.values())) {
        let choice = |text: Option<&str>| match text.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => find(text, codes).unwrap_or(BAD),
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
                report.bad(at * 64 + bit, values.value(key), Bad::code(codes));
                *code = NO_CHOICE;
            }
            into.missing += usize::from(*code == NO_CHOICE);
        }
    }
}

/// Appends sets of choices. False: the type is not one of theirs.
pub(super) fn append_sets(array: &ArrayRef, kind: &Kind, into: &mut Sets, report: &mut Report<'_>) -> bool {
    let Kind::Choices(codes) = kind else { return false };
    let mut push = |row: usize, shown: String, set: Option<Result<u64, Bad>>| {
        let set = match set {
            Some(Err(bad)) => {
                report.bad(row, shown, bad);
                None
            }
            Some(Ok(set)) => Some(set),
            None => None,
        };
        into.sets.push(set.unwrap_or_default());
        into.known.push(set.is_some());
    };
    if matches!(array.data_type(), DataType::List(_) | DataType::LargeList(_)) {
        let wanted = DataType::List(Arc::new(Field::new_list_field(DataType::Utf8, true)));
        let Some(array) = cast(array, &wanted) else { return false };
        for (row, list) in array.as_list::<i32>().iter().enumerate() {
            let texts: Option<Vec<String>> = list.map(|list| {
                list.as_string::<i32>().iter().flatten().map(|text| text.nfc().collect()).collect()
            });
            let set = texts.as_ref().map(|texts| cells::choices(texts.iter().map(String::as_str), codes));
            push(row, texts.unwrap_or_default().join(";"), set);
        }
        return true;
    }
    let Some(array) = cast(array, &DataType::Utf8) else { return false };
    for (row, text) in array.as_string::<i32>().iter().enumerate() {
        let text: Option<String> = text.map(str::trim).filter(|t| !t.is_empty()).map(|t| t.nfc().collect());
        let set = text.as_ref().map(|text| cells::choices(text.split(';'), codes));
        push(row, text.unwrap_or_default(), set);
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
