//! A detailed list of one commune as a workbook: a row a person, the cells of the household on the row of its first person.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, FormatAlign, FormatBorder, Workbook, Worksheet};
use vocab::{Day, Language};

use super::Letterhead;
use super::workbook::NotWritten;
use crate::official::workbook::{merged, text};

/// A list with its rows.
#[derive(Clone, Debug)]
pub struct ListSheet<'a> {
    /// Its official number.
    pub number: u16,
    /// Its title.
    pub title: &'a str,
    /// Headings: those above, and its own, a column.
    pub headings: Vec<(Option<&'a str>, &'a str)>,
    /// Its rows.
    pub rows: Vec<ListRow>,
    /// What stands below.
    pub notes: Vec<String>,
}

/// A row of a list.
#[derive(Clone, Debug)]
pub struct ListRow {
    /// A cell a column.
    pub cells: Vec<String>,
    /// Whether it is the first of its household.
    pub is_first: bool,
}

const ABOVE: u32 = 7;

/// A list as the bytes of an XLSX file.
///
/// # Errors
/// A text is too long for a cell, or there are more rows than a sheet holds.
pub fn list_workbook(
    list: &ListSheet<'_>,
    letterhead: &Letterhead,
    language: Language,
    made_on: Day,
) -> Result<Vec<u8>, NotWritten> {
    let mut workbook = Workbook::new();
    let (year, month, day) = made_on.civil();
    let made = ExcelDateTime::from_ymd(year.try_into().unwrap_or(1900), month as u8, day as u8)?;
    workbook.set_properties(
        &DocProperties::new().set_title(list.title).set_author("Chung Tay").set_creation_datetime(&made),
    );
    let say = |vi, en| if language == Language::Vi { vi } else { en };
    let sheet = workbook.add_worksheet();
    let width = list.headings.len() as u16;
    sheet.set_name(format!("{} {}", say("Biểu", "Table"), list.number))?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_margins(1.18, 0.59, 0.79, 0.79, 0.4, 0.4);
    sheet.set_header("&C&\"Times New Roman\"&13&P");
    sheet.set_repeat_rows(ABOVE, ABOVE + 1)?;
    sheet.set_freeze_panes(ABOVE + 2, 0)?;
    let middle = (width * 2 / 5).max(2);
    let strong = text(12.0).set_bold();
    let plain = text(12.0);
    let parent = letterhead.parent.iter().map(|line| (line, &plain));
    let lines = parent.chain(letterhead.agency.iter().map(|line| (line, &strong)));
    for (row, (line, format)) in (0..3).zip(lines) {
        merged(sheet, row, (0, middle - 1), line, format)?;
    }
    let national = say("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM");
    merged(sheet, 0, (middle, width - 1), national, &strong)?;
    let motto = say("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness");
    merged(sheet, 1, (middle, width - 1), motto, &text(13.0).set_bold())?;
    let large = text(13.0).set_bold();
    merged(sheet, 3, (0, width - 1), &format!("{} {}", say("Biểu số", "Table"), list.number), &large)?;
    merged(sheet, 4, (0, width - 1), &list.title.to_uppercase(), &large)?;
    merged(sheet, 5, (0, width - 1), &letterhead.about, &plain)?;
    write_head(sheet, list)?;
    let cell = text(11.0).set_border(FormatBorder::Thin);
    let first = cell.clone().set_bold();
    let mut widest: Vec<usize> = list.headings.iter().map(|(_, own)| own.chars().count().min(9)).collect();
    let mut row = ABOVE + 2;
    for line in &list.rows {
        for (column, words) in (0_u16..).zip(&line.cells) {
            let format = if line.is_first { &first } else { &cell };
            sheet.write_string_with_format(row, column, words, format)?;
            if let Some(widest) = widest.get_mut(usize::from(column)) {
                *widest = (*widest).max(words.chars().count()).min(28);
            }
        }
        row += 1;
    }
    for (column, letters) in (0..).zip(&widest) {
        sheet.set_column_width(column, (*letters as f64 + 2.0).max(6.0))?;
    }
    let small = text(10.0).set_italic().set_align(FormatAlign::Left);
    for note in &list.notes {
        merged(sheet, row, (0, width - 1), note, &small)?;
        row += 1;
    }
    Ok(workbook.save_to_buffer()?)
}

/// The two rows of headings: those above are joined over their columns.
fn write_head(sheet: &mut Worksheet, list: &ListSheet<'_>) -> Result<(), NotWritten> {
    let head = text(10.0).set_bold().set_border(FormatBorder::Thin);
    let mut at = 0;
    while let Some((above, own)) = list.headings.get(usize::from(at)) {
        let Some(above) = above else {
            sheet.merge_range(ABOVE, at, ABOVE + 1, at, own, &head)?;
            at += 1;
            continue;
        };
        let rest = list.headings.iter().skip(usize::from(at));
        let run = rest.take_while(|(other, _)| other.as_ref() == Some(above)).count() as u16;
        merged(sheet, ABOVE, (at, at + run - 1), above, &head)?;
        for column in at..at + run {
            let own = list.headings.get(usize::from(column)).map_or("", |(_, own)| own);
            sheet.write_string_with_format(ABOVE + 1, column, own, &head)?;
        }
        at += run;
    }
    sheet.set_row_height(ABOVE, 32)?;
    sheet.set_row_height(ABOVE + 1, 46)?;
    Ok(())
}
