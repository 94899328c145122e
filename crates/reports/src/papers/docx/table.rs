//! Tables: those with lines, whose heading stands on every page, and those without, in which heads and signatures stand.

use super::xml::Paragraph;
use crate::papers::layout::Layout;
use crate::papers::sheet::{Column, Grid};
use crate::papers::template::Align;

/// A table with lines.
pub(super) fn lined(grid: &Grid, layout: &Layout) -> String {
    let widths = widths(&grid.columns, layout.text_width());
    let size = layout.points("table");
    let cell = |paragraph: Paragraph, width: &i64| {
        format!(
            r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{}</w:tc>"#,
            paragraph.below(20).xml()
        )
    };
    let head = |words: Vec<String>, bold: bool| {
        let cells: String = words
            .iter()
            .zip(&widths)
            .map(|(words, width)| cell(Paragraph::center(words, bold, !bold, size), width))
            .collect();
        format!("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>")
    };
    let mut rows = head(grid.columns.iter().map(|column| column.title.clone()).collect(), true);
    if grid.numbers {
        rows += &head((1..=grid.columns.len()).map(|number| format!("({number})")).collect(), false);
    }
    for row in &grid.rows {
        let cells: String = row
            .iter()
            .zip(grid.columns.iter().zip(&widths))
            .map(|(runs, (column, width))| cell(Paragraph::of(runs.clone(), edge(column.align), size), width))
            .collect();
        rows += &format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>");
    }
    let side = |name: &str| format!(r#"<w:{name} w:val="single" w:sz="4" w:space="0" w:color="auto"/>"#);
    let lines: String =
        ["top", "left", "bottom", "right", "insideH", "insideV"].iter().map(|name| side(name)).collect();
    table(&widths, &format!("<w:tblBorders>{lines}</w:tblBorders>"), &rows, 70)
}

/// One row without lines, each cell of some paragraphs.
pub(super) fn unlined(cells: &[(i64, Vec<Paragraph>)]) -> String {
    let widths: Vec<i64> = cells.iter().map(|(width, _)| *width).collect();
    let row: String = cells
        .iter()
        .map(|(width, paragraphs)| {
            let words: String = paragraphs.iter().map(Paragraph::xml).collect();
            let words = if words.is_empty() { Paragraph::center("", false, false, 4).xml() } else { words };
            format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{words}</w:tc>"#)
        })
        .collect();
    table(&widths, "", &format!("<w:tr><w:trPr><w:cantSplit/></w:trPr>{row}</w:tr>"), 0)
}

fn table(widths: &[i64], borders: &str, rows: &str, margin: i64) -> String {
    let grid: String = widths.iter().map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#)).collect();
    let all: i64 = widths.iter().sum();
    format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="{all}" w:type="dxa"/><w:jc w:val="center"/>{borders}<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"#
    )
}

fn edge(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    }
}

/// Widths in twips; columns without one share what is left.
fn widths(columns: &[Column], whole: i64) -> Vec<i64> {
    let twips = |column: &Column| column.width * super::super::layout::TWIPS_PER_MM_HUNDREDTHS / 100;
    let fixed: i64 = columns.iter().map(twips).sum();
    let open = i64::try_from(columns.iter().filter(|column| column.width == 0).count()).unwrap_or(1);
    let share = (whole - fixed).max(0) / open.max(1);
    columns.iter().map(|column| if column.width == 0 { share } else { twips(column) }).collect()
}
