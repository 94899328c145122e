//! What stands below a table: the remark of its layout, what is missing, what missing answers leave open, where the
//! official formula gives another number than the true count, and how far the form itself may be relied on.

use engine::figures::{FilledTable, Heading, Value};
use standards::layouts::{TableLayout, TableSet};
use vocab::{Confidence, Language, LocalText, said, written};

/// The remarks below a table, of its first lines: those of the whole.
pub fn notes(set: &TableSet, layout: &TableLayout, table: &FilledTable, language: Language) -> Vec<String> {
    let mut notes = Vec::new();
    let mut say = |words: LocalText| notes.push(words.get(language).to_owned());
    if let Some(note) = &layout.note {
        say(note.clone());
    }
    let of_whole: Vec<_> = table.rows.iter().filter(|row| row.line == 0).collect();
    let missing: Vec<String> = table
        .headings
        .iter()
        .enumerate()
        .filter(|(at, _)| {
            of_whole.iter().any(|row| row.cells.get(*at).is_some_and(|cell| cell.value == Value::Missing))
        })
        .map(|(_, heading)| heading.number.to_string())
        .collect();
    if !missing.is_empty() {
        let columns = missing.join(", ");
        say(said!(
            "… : chưa có số liệu (cột {columns}); không phải bằng 0.",
            "…: not known (columns {columns}); not zero."
        ));
    }
    let number = |count: u64| written::whole(i64::try_from(count).unwrap_or(i64::MAX), language);
    for row in &of_whole {
        let mut open = Vec::new();
        for (heading, cell) in table.headings.iter().zip(&row.cells) {
            let unclear = number(cell.unclear);
            let column = heading.number;
            if cell.unclear > 0 && cell.value != Value::Missing && heading.formula.is_none() {
                open.push(said!("cột {column}: {unclear}", "column {column}: {unclear}"));
            }
        }
        if !open.is_empty() {
            let of = kind(row.of_people);
            let LocalText { vi: of_vi, en: of_en } = of;
            let vi = open.iter().map(|one| one.vi.as_str()).collect::<Vec<_>>().join("; ");
            let en = open.iter().map(|one| one.en.as_str()).collect::<Vec<_>>().join("; ");
            say(said!(
                "* Câu trả lời còn thiếu nên chưa biết có tính vào cột này không{of_vi}: {vi}.",
                "* Answers are missing, so it is not known whether these count in the column{of_en}: {en}."
            ));
        }
    }
    for heading in table.headings.iter().filter(|heading| heading.formula.is_some()) {
        let (rows, difference) = wrong(table, heading);
        if rows > 0 {
            let column = heading.number;
            let formula = heading.formula.as_ref().map(ToString::to_string).unwrap_or_default();
            let LocalText { vi, en } = difference;
            say(said!(
                "* Cột {column} = {formula} như biểu in; số đếm đúng khác ở {rows} dòng{vi}.",
                "* Column {column} = {formula} as in the printed table; the true count differs in {rows} rows{en}."
            ));
        }
    }
    if set.source.confidence != Confidence::Verified || layout.source.confidence != Confidence::Verified {
        say(said!(
            "Tên biểu và số cột chưa đối chiếu với phụ lục của văn bản.",
            "Title and column numbers were not checked against the annex of the law."
        ));
    }
    notes
}

fn kind(of_people: Option<bool>) -> LocalText {
    match of_people {
        None => LocalText::same(String::new()),
        Some(false) => said!(" (dòng hộ)", " (households)"),
        Some(true) => said!(" (dòng nhân khẩu)", " (people)"),
    }
}

/// How many rows of a column have another true count, and what the whole says.
fn wrong(table: &FilledTable, heading: &Heading) -> (usize, LocalText) {
    let Some(at) = table.headings.iter().position(|other| other.number == heading.number) else {
        return (0, LocalText::same(String::new()));
    };
    let cells = || table.rows.iter().filter_map(|row| Some((row, row.cells.get(at)?)));
    let rows = cells().filter(|(_, cell)| cell.truth.is_some()).count();
    let mut words = LocalText::same(String::new());
    for (row, cell) in cells().filter(|(row, _)| row.line == 0) {
        if let (Some(truth), Some(value)) = (cell.truth, cell.value.count()) {
            let LocalText { vi, en } = kind(row.of_people);
            words.vi.push_str(&format!("; toàn bảng{vi}: biểu {value}, đúng {truth}"));
            words.en.push_str(&format!("; whole table{en}: printed {value}, true {truth}"));
        }
    }
    (rows, words)
}
