//! Arrow text, dictionaries and whole numbers as choices; text answers.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{ArrowPrimitiveType, Int32Type};
use arrow_array::{Array, ArrayRef, DictionaryArray, Int64Array, PrimitiveArray, StringArray};
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
            append_numbers(array.as_primitive(), codes, into, report);
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
                push(row, found, text, codes, into, report);
                last = text.zip(found.flatten());
            }
        }
    }
    true
}

/// `found`: `None` is missing, `Some(None)` is no choice of the question.
fn push(
    row: usize,
    found: Option<Option<u16>>,
    text: Option<&str>,
    codes: &CodeTable,
    into: &mut Codes,
    report: &mut Report<'_>,
) {
    if found == Some(None) {
        report.bad(row, text.unwrap_or_default(), Bad::code(codes.codes()));
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
    let shown = |key: &i32| {
        let words = dictionary.values.as_string::<i32>();
        words.value(usize::try_from(*key).unwrap_or_default())
    };
    translate(
        array.keys(),
        |keys, known, into| dictionary.extend(keys, known, into),
        shown,
        codes,
        into,
        report,
    );
}

/// Appends the choices of whole numbers.
fn append_numbers(array: &Int64Array, codes: &CodeTable, into: &mut Codes, report: &mut Report<'_>) {
    let by_number: Vec<Option<i64>> = codes.codes().iter().map(|code| code.parse().ok()).collect();
    let choice = |number: i64| {
        let at = by_number.iter().position(|code| *code == Some(number));
        at.map_or(BAD, |at| at as u16)
    };
    let small: [u16; 256] = std::array::from_fn(|number| choice(number as i64));
    let extend = |numbers: &[i64], known: u64, into: &mut Vec<u16>| {
        if known == low_mask(numbers.len())
            && numbers.iter().fold(0, |any, number| any | *number) & !0xff == 0
        {
            // A byte always lies in a table of 256, so this loop has no check left in it.
            #[allow(clippy::indexing_slicing)]
            into.extend(numbers.iter().map(|number| small[usize::from(*number as u8)]));
        } else {
            let is_known = |bit: usize| known >> bit & 1 == 1;
            let codes = numbers.iter().enumerate();
            into.extend(codes.map(|(bit, number)| if is_known(bit) { choice(*number) } else { NO_CHOICE }));
        }
    };
    translate(array, extend, |number| *number, codes, into, report);
}

/// Appends the choices of keys or numbers, 64 at a time. `extend` gets the values with a bit for each that is there;
/// `shown` is what a person reads of one that is no choice.
fn translate<T: ArrowPrimitiveType, V: std::fmt::Display>(
    array: &PrimitiveArray<T>,
    extend: impl Fn(&[T::Native], u64, &mut Vec<u16>),
    shown: impl Fn(&T::Native) -> V,
    codes: &CodeTable,
    into: &mut Codes,
    report: &mut Report<'_>,
) {
    let nulls = array.nulls().filter(|nulls| nulls.null_count() > 0);
    let mut valid = nulls.map(|nulls| words(nulls.inner()));
    for (at, values) in array.values().chunks(64).enumerate() {
        let known = valid.as_mut().and_then(Iterator::next).map_or(low_mask(values.len()), |(word, _)| word);
        let from = into.codes.len();
        extend(values, known, &mut into.codes);
        let new = into.codes.get_mut(from..).unwrap_or_default();
        let (bad, missing) = new.iter().fold((false, 0_u16), |(bad, missing), code| {
            (bad | (*code == BAD), missing + u16::from(*code == NO_CHOICE))
        });
        into.missing += usize::from(missing);
        if !bad {
            continue;
        }
        let bad = new.iter_mut().zip(values).enumerate().filter(|(_, (code, _))| **code == BAD);
        for (bit, (code, value)) in bad {
            report.bad(at * 64 + bit, shown(value), Bad::code(codes.codes()));
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
