//! Arrow lists, and `a;b`, as sets of choices.

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, ListArray, StringArray};
use arrow_schema::DataType;

use super::Kind;
use super::append::Report;
use super::cells::Bad;
use super::codes::CodeTable;
use super::lanes::cast;
use crate::columns::Sets;

/// Appends sets of choices. False: the type is not one of theirs.
pub(super) fn append(array: &ArrayRef, kind: &Kind, into: &mut Sets, report: &mut Report<'_>) -> bool {
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
        push(row, set, || text.unwrap_or_default().to_owned(), codes, into, report);
    }
    true
}

/// `set`: `None` is missing, `Some(None)` holds something that is no choice of the question.
fn push(
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
    let all_valid = texts.null_count() == 0;
    let (bytes, ends) = (texts.value_data(), texts.value_offsets());
    let span = |at: usize| Some((*ends.get(at)? as usize, *ends.get(at + 1)? as usize));
    let text = |at: usize| texts.is_valid(at).then(|| texts.value(at)).filter(|text| !text.trim().is_empty());
    let bit = |at: usize| {
        let quick = span(at).and_then(|(start, end)| codes.inside(bytes, start, end));
        let choice = match quick.filter(|_| all_valid) {
            Some(choice) => choice,
            None => match text(at) {
                Some(text) => codes.find(text)?,
                None => return Some(0),
            },
        };
        (choice < 64).then_some(1_u64 << choice)
    };
    let before = into.sets.len();
    let all_good = lists.null_count() == 0
        && lists.value_offsets().windows(2).all(|range| {
            let &[start, end] = range else { return false };
            let mut elements = (start - first) as usize..(end - first) as usize;
            let set = elements.try_fold(0, |set, at| Some(set | bit(at)?));
            into.sets.push(set.unwrap_or_default());
            set.is_some()
        });
    if all_good {
        into.known.push_repeated(true, lists.len());
        return true;
    }
    // Some list is missing or bad: the sets of this append are judged again, one by one.
    into.sets.truncate(before);
    for (row, range) in lists.value_offsets().windows(2).enumerate() {
        let &[start, end] = range else { continue };
        let elements = (start - first) as usize..(end - first) as usize;
        let set = lists.is_valid(row).then(|| elements.clone().try_fold(0, |set, at| Some(set | bit(at)?)));
        let shown = || elements.clone().filter_map(text).collect::<Vec<_>>().join(";");
        push(row, set, shown, codes, into, report);
    }
    true
}
