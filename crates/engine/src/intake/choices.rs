//! Arrow text, dictionaries and whole numbers as choices; text answers.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{Array, ArrayRef, DictionaryArray, StringArray};
use arrow_schema::DataType;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::Kind;
use super::append::Report;
use super::cells::Bad;
use super::codes::CodeTable;
use super::lanes::{cast, words};
use crate::bits::low_mask;
use crate::columns::{Codes, NO_CHOICE, Texts};

/// A dictionary's value that is no choice of the question.
const BAD: u16 = NO_CHOICE - 1;

/// The choices of a dictionary's values, kept while batches share the dictionary.
#[derive(Clone, Debug)]
pub(super) struct Dictionary {
    values: ArrayRef,
    choices: Vec<u16>,
    /// Those of the first keys, for the quick loop.
    first: [u16; 256],
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

impl Dictionary {
    fn new(values: &ArrayRef, codes: &CodeTable) -> Dictionary {
        let choice = |text: Option<&str>| match text.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => codes.find(text).unwrap_or(BAD),
            None => NO_CHOICE,
        };
        let choices: Vec<u16> = values.as_string::<i32>().iter().map(choice).collect();
        let mut first = [NO_CHOICE; 256];
        first.iter_mut().zip(&choices).for_each(|(first, choice)| *first = *choice);
        Dictionary { values: values.clone(), choices, first }
    }

    /// Appends the choices of keys of which `known` are valid.
    fn extend(&self, keys: &[i32], known: u64, into: &mut Vec<u16>) {
        let all_known = known == low_mask(keys.len());
        let is_known = |bit: usize| all_known || known >> bit & 1 == 1;
        if all_known && keys.iter().fold(0, |any, key| any | *key) & !0xff == 0 {
            // A byte always lies in a table of 256, so this loop has no check left in it.
            #[allow(clippy::indexing_slicing)]
            into.extend(keys.iter().map(|key| self.first[usize::from(*key as u8)]));
        } else {
            into.extend(keys.iter().enumerate().map(|(bit, key)| match usize::try_from(*key) {
                Ok(key) if is_known(bit) => self.choices.get(key).copied().unwrap_or(NO_CHOICE),
                _ => NO_CHOICE,
            }));
        }
    }
}

fn append_dictionary(
    array: &DictionaryArray<Int32Type>,
    codes: &CodeTable,
    dictionary: &mut Option<Dictionary>,
    into: &mut Codes,
    report: &mut Report<'_>,
) {
    if !dictionary.as_ref().is_some_and(|known| Arc::ptr_eq(&known.values, array.values())) {
        *dictionary = Some(Dictionary::new(array.values(), codes));
    }
    let Some(dictionary) = dictionary else { return };
    let nulls = array.keys().nulls().filter(|nulls| nulls.null_count() > 0);
    let mut valid = nulls.map(|nulls| words(nulls.inner()));
    for (at, keys) in array.keys().values().chunks(64).enumerate() {
        let known = valid.as_mut().and_then(Iterator::next).map_or(low_mask(keys.len()), |(word, _)| word);
        let from = into.codes.len();
        dictionary.extend(keys, known, &mut into.codes);
        let new = into.codes.get_mut(from..).unwrap_or_default();
        let (bad, missing) = new.iter().fold((false, 0_u16), |(bad, missing), code| {
            (bad | (*code == BAD), missing + u16::from(*code == NO_CHOICE))
        });
        into.missing += usize::from(missing);
        if !bad {
            continue;
        }
        for (bit, (code, key)) in new.iter_mut().zip(keys).enumerate().filter(|(_, (code, _))| **code == BAD)
        {
            let value = dictionary.values.as_string::<i32>().value(usize::try_from(*key).unwrap_or_default());
            report.bad(at * 64 + bit, value, Bad::code(codes.codes()));
            *code = NO_CHOICE;
            into.missing += 1;
        }
    }
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
