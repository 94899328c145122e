//! One table as a sheet.

use engine::figures::{FilledCell, FilledRow, Heading, Value};
use rust_xlsxwriter::utility::{quote_sheet_name, row_col_to_cell};
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Formula, Note, Worksheet};
use standards::layouts::{Cell, Formula as Written};
use vocab::{Language, said};

use super::{NotWritten, Placed};
use crate::official::Report;
use crate::official::notes::notes;
use crate::official::words::{MISSING, numbers};

/// The most arguments of `SUM`.
const MOST_ARGUMENTS: usize = 200;
const A3: u8 = 8;
const A4: u8 = 9;
/// Columns that fit a landscape A4 sheet.
const FITS_A4: usize = 17;
/// Marks a cell with a remark.
const REMARKED: Color = Color::RGB(0x00FF_F2CC);

pub(super) struct Sheet<'a> {
    report: &'a Report<'a>,
    all: &'a [Placed<'a>],
    own: &'a Placed<'a>,
    sheet: &'a mut Worksheet,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(
        report: &'a Report<'a>,
        all: &'a [Placed<'a>],
        own: &'a Placed<'a>,
        sheet: &'a mut Worksheet,
    ) -> Sheet<'a> {
        Sheet { report, all, own, sheet }
    }

    pub(super) fn write(&mut self) -> Result<(), NotWritten> {
        self.sheet.set_name(&self.own.name)?;
        self.page()?;
        self.above()?;
        self.head()?;
        let stt = numbers(self.report.lines);
        for (at, row) in self.own.table.rows.iter().enumerate() {
            self.row(at as u32 + self.own.first(), row, &stt)?;
        }
        self.below()
    }

    fn width(&self) -> u16 {
        (self.own.head.before + self.own.table.headings.len()) as u16
    }

    fn page(&mut self) -> Result<(), NotWritten> {
        let (width, first) = (self.width(), self.own.first());
        let paper = if usize::from(width) > FITS_A4 { A3 } else { A4 };
        self.sheet.set_landscape().set_paper_size(paper).set_print_fit_to_pages(1, 0);
        // Millimetres of Decree 30/2020 in inches: left 30, right 15, top and bottom 20.
        self.sheet.set_margins(1.18, 0.59, 0.79, 0.79, 0.4, 0.4);
        self.sheet.set_header("&C&\"Times New Roman\"&13&P");
        self.sheet.set_repeat_rows(super::ABOVE, first - 1)?;
        self.sheet.set_freeze_panes(first, self.own.head.before as u16)?;
        self.sheet.set_column_width(0, 6)?;
        self.sheet.set_column_width(1, 26)?;
        // Many columns are narrower, so that the printed sheet stays large enough to read.
        let wide = if width > 12 { 8.6 } else { 10.5 };
        for column in 2..width {
            self.sheet
                .set_column_width(column, if column < self.own.head.before as u16 { 11.0 } else { wide })?;
        }
        Ok(())
    }

    fn above(&mut self) -> Result<(), NotWritten> {
        let say = |vi, en| if self.report.language == Language::Vi { vi } else { en };
        let (width, language) = (self.width(), self.report.language);
        let middle = (width * 2 / 5).max(2);
        let (plain, strong) = (text(12.0), text(12.0).set_bold());
        let letterhead = self.report.letterhead;
        let parent = letterhead.parent.iter().map(|line| (line.as_str(), &plain));
        let agency = letterhead.agency.iter().map(|line| (line.as_str(), &strong));
        for (row, (line, format)) in (0..4).zip(parent.chain(agency)) {
            merged(self.sheet, row, (0, middle - 1), line, format)?;
        }
        let national = say("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM");
        let motto = say("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness");
        merged(self.sheet, 0, (middle, width - 1), national, &strong)?;
        let underlined = text(13.0).set_bold().set_underline(rust_xlsxwriter::FormatUnderline::Single);
        merged(self.sheet, 1, (middle, width - 1), motto, &underlined)?;
        let number = self.own.table.number;
        let title = self.own.layout.title.get(language).to_uppercase();
        let annexed = say(
            "(Kèm theo Báo cáo số ............ ngày ...... tháng ...... năm ............)",
            "(With report no. ............ of day ...... month ...... year ............)",
        );
        let large = text(13.0).set_bold();
        merged(self.sheet, 4, (0, width - 1), &format!("{} {number}", say("Biểu số", "Table")), &large)?;
        merged(self.sheet, 5, (0, width - 1), &title, &large)?;
        self.sheet.set_row_height(5, if title.chars().count() > 90 { 34 } else { 18 })?;
        merged(self.sheet, 6, (0, width - 1), &letterhead.about, &text(13.0))?;
        merged(self.sheet, 7, (0, width - 1), annexed, &text(12.0).set_italic())
    }

    fn head(&mut self) -> Result<(), NotWritten> {
        let format = text(10.0).set_bold().set_border(FormatBorder::Thin);
        for cell in &self.own.head.cells {
            let row = super::ABOVE + cell.row as u32;
            let column = cell.column as u16;
            let (last_row, last) = (row + cell.rows as u32 - 1, column + cell.columns as u16 - 1);
            if (row, column) == (last_row, last) {
                self.sheet.write_string_with_format(row, column, &cell.words, &format)?;
            } else {
                self.sheet.merge_range(row, column, last_row, last, &cell.words, &format)?;
            }
        }
        for row in 0..self.own.head.rows as u32 {
            let is_last = row as usize + 1 == self.own.head.rows;
            self.sheet.set_row_height(super::ABOVE + row, if is_last { 66 } else { 30 })?;
        }
        let codes = text(8.0).set_italic().set_border(FormatBorder::Thin);
        let row = self.own.first() - 1;
        for (column, code) in (0..).zip(&self.own.head.codes) {
            self.sheet.write_string_with_format(row, column, code, &codes)?;
        }
        self.sheet.set_row_height(row, 24)?;
        Ok(())
    }

    fn row(&mut self, at: u32, row: &FilledRow, stt: &[String]) -> Result<(), NotWritten> {
        let language = self.report.language;
        let line = self.report.lines.get(row.line);
        let is_sum = line.is_some_and(|line| !line.of.is_empty());
        let bordered = |format: Format| {
            let format = format.set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
            if is_sum { format.set_bold() } else { format }
        };
        let left = bordered(text(11.0).set_align(FormatAlign::Left));
        let second = row.of_people == Some(true);
        let number = stt.get(row.line).filter(|_| !second).map_or("", String::as_str);
        let place = self.report.names.get(row.line).filter(|_| !second).map_or("", String::as_str);
        self.sheet.write_string_with_format(at, 0, number, &bordered(text(11.0)))?;
        self.sheet.write_string_with_format(at, 1, place, &left)?;
        if let Some(people) = row.of_people {
            let word = match (people, language) {
                (false, Language::Vi) => "Hộ",
                (true, Language::Vi) => "Nhân khẩu",
                (false, Language::En) => "Households",
                (true, Language::En) => "People",
            };
            self.sheet.write_string_with_format(at, 2, word, &left)?;
        }
        for (column, (heading, cell)) in
            (self.own.head.before as u16..).zip(self.own.table.headings.iter().zip(&row.cells))
        {
            let is_share = heading.formula.as_ref().is_some_and(Written::is_percent);
            let format = bordered(text(11.0).set_align(FormatAlign::Right));
            let format = format.set_num_format(if is_share { "0.00" } else { "#,##0" });
            let is_remarked = cell.unclear > 0 || cell.truth.is_some();
            let format = if is_remarked { format.set_background_color(REMARKED) } else { format };
            self.cell(at, column, (heading, cell, row), &format)?;
        }
        Ok(())
    }

    fn cell(
        &mut self,
        at: u32,
        column: u16,
        (heading, cell, row): (&Heading, &FilledCell, &FilledRow),
        format: &Format,
    ) -> Result<(), NotWritten> {
        let result = match cell.value {
            Value::Missing => {
                self.sheet.write_string_with_format(at, column, MISSING, format)?;
                return Ok(());
            }
            Value::Count(count) => count.to_string(),
            // The share of nothing is an empty text; an empty result would be stored as 0.
            Value::Percent(..) => {
                cell.value.percent().map_or_else(|| " ".to_owned(), |share| share.to_string())
            }
        };
        match self.formula(heading, row, column) {
            Some(formula) => {
                let formula = Formula::new(formula).set_result(result);
                self.sheet.write_formula_with_format(at, column, formula, format)?;
            }
            None => match cell.value.percent() {
                Some(share) => drop(self.sheet.write_number_with_format(at, column, share, format)?),
                None => {
                    let count = cell.value.count().unwrap_or_default();
                    self.sheet.write_number_with_format(at, column, count as f64, format)?;
                }
            },
        }
        if let Some(truth) = cell.truth {
            let words = said!("Số đếm đúng: {truth}", "The true count: {truth}");
            let note = Note::new(words.get(self.report.language)).add_author_prefix(false);
            self.sheet.insert_note(at, column, &note)?;
        }
        Ok(())
    }

    /// The formula of a cell: that of the form, or the sum of the lines below; `None` for a counted number.
    fn formula(&self, heading: &Heading, row: &FilledRow, column: u16) -> Option<String> {
        if let Some(formula) = &heading.formula {
            return self.of_form(formula, row);
        }
        let of = &self.report.lines.get(row.line)?.of;
        let rows: Vec<u32> = of.iter().map(|line| self.own.row(*line, row.of_people)).collect();
        let (first, last) = (*rows.first()?, *rows.last()?);
        let is_run = rows.windows(2).all(|pair| matches!(pair, [a, b] if a + 1 == *b));
        if is_run && rows.len() > 1 {
            return Some(format!(
                "SUM({}:{})",
                row_col_to_cell(first, column),
                row_col_to_cell(last, column)
            ));
        }
        let cells: Vec<String> = rows.iter().map(|row| row_col_to_cell(*row, column)).collect();
        let sums: Vec<String> =
            cells.chunks(MOST_ARGUMENTS).map(|some| format!("SUM({})", some.join(","))).collect();
        Some(sums.join("+"))
    }

    fn of_form(&self, formula: &Written, row: &FilledRow) -> Option<String> {
        let cell = |cell: Cell| {
            let (placed, sheet) = match cell.table {
                Some(number) if number != self.own.table.number => {
                    let other = self.all.iter().find(|placed| placed.table.number == number)?;
                    (other, format!("{}!", quote_sheet_name(&other.name)))
                }
                _ => (self.own, String::new()),
            };
            let at = placed.table.cell(row.line, row.of_people.unwrap_or(false), cell.column)?;
            at.value.count()?;
            let (row, column) = (placed.row(row.line, row.of_people), placed.column(cell.column)?);
            Some(format!("{sheet}{}", row_col_to_cell(row, column)))
        };
        match formula {
            Written::Percent(part, whole) => {
                let (part, whole) = (cell(*part)?, cell(*whole)?);
                Some(format!("IF({whole}=0,\"\",{part}/{whole}*100)"))
            }
            Written::Sum(cells) => {
                let mut words = String::new();
                for (at, (minus, of)) in cells.iter().enumerate() {
                    if at > 0 || *minus {
                        words.push(if *minus { '-' } else { '+' });
                    }
                    words.push_str(&cell(*of)?);
                }
                Some(words)
            }
        }
    }

    fn below(&mut self) -> Result<(), NotWritten> {
        let (report, width) = (self.report, self.width());
        let mut at = self.own.first() + self.own.table.rows.len() as u32;
        let remarks = notes(report.set, self.own.layout, self.own.table, report.language);
        let small = text(10.0).set_italic().set_align(FormatAlign::Left);
        for note in remarks.iter().chain(report.remarks) {
            merged(self.sheet, at, (0, width - 1), note, &small)?;
            let letters = usize::from(width) * 11;
            self.sheet.set_row_height(at, 14.0 * note.chars().count().div_ceil(letters.max(1)) as f64)?;
            at += 1;
        }
        at += 1;
        let signatures = &report.set.signatures;
        let wide = width / (signatures.len().max(1) as u16);
        for (one, first) in signatures.iter().zip((0..).step_by(usize::from(wide.max(1)))) {
            let columns = (first, (first + wide).min(width) - 1);
            let is_last = signatures.last().is_some_and(|last| std::ptr::eq(last, one));
            if is_last {
                let place = &report.letterhead.place;
                let day = said!(
                    "{place}, ngày ...... tháng ...... năm ............",
                    "{place}, day ...... month ...... year ............"
                );
                merged(self.sheet, at, columns, day.get(report.language), &text(13.0).set_italic())?;
            }
            let strong = text(13.0).set_bold();
            merged(self.sheet, at + 1, columns, one.title.get(report.language), &strong)?;
            let role = one.role.as_ref().map_or("", |role| role.get(report.language));
            merged(self.sheet, at + 2, columns, role, &strong)?;
            merged(self.sheet, at + 3, columns, one.how.get(report.language), &text(11.0).set_italic())?;
        }
        Ok(())
    }
}

/// Times New Roman, centred, in several lines where it has to be.
pub(crate) fn text(size: f64) -> Format {
    Format::new()
        .set_font_name("Times New Roman")
        .set_font_size(size)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
}

/// Words over some columns of a row.
pub(crate) fn merged(
    sheet: &mut Worksheet,
    row: u32,
    (first, last): (u16, u16),
    words: &str,
    format: &Format,
) -> Result<(), NotWritten> {
    if first >= last {
        sheet.write_string_with_format(row, first, words, format)?;
    } else {
        sheet.merge_range(row, first, row, last, words, format)?;
    }
    Ok(())
}
