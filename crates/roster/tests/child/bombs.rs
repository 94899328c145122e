//! Workbooks made to harm whoever reads them.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A promise of 23 billion strings, for which calamine makes room at once: 24 bytes each.
pub(crate) fn claims_many_strings() -> Vec<u8> {
    let strings = format!(r#"<sst xmlns="{MAIN}" uniqueCount="23000000000"><si><t>x</t></si></sst>"#);
    workbook(1, "", |part| part.write_all(strings.as_bytes()).expect("written"))
}

/// A cell in A1 and one in XFD1048576.
pub(crate) fn far_corners() -> Vec<u8> {
    let rows =
        r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#;
    workbook(1, rows, no_strings)
}

/// A number that is none.
pub(crate) fn not_a_number() -> Vec<u8> {
    workbook(1, r#"<row r="1"><c r="A1"><v>NaN</v></c></row>"#, no_strings)
}

/// Short strings, which pack a hundred times and unpack to three times their text in memory.
pub(crate) fn many_strings(count: usize) -> Vec<u8> {
    workbook(1, "", |part| {
        write!(part, r#"<sst xmlns="{MAIN}">"#).expect("written");
        let thousand = "<si><t>x</t></si>".repeat(1_000);
        for _ in 0..count / 1_000 {
            part.write_all(thousand.as_bytes()).expect("written");
        }
        part.write_all(b"</sst>").expect("written");
    })
}

/// A hundred sheets that are all the same part, with a million rows.
pub(crate) fn one_sheet_many_times() -> Vec<u8> {
    workbook(100, &"<row></row>".repeat(1_000_000), no_strings)
}

pub(crate) fn many_cells(count: usize) -> Vec<u8> {
    let rows: String = (1..=count / 100 + 1)
        .map(|row| format!(r#"<row r="{row}">{}</row>"#, "<c><v>1</v></c>".repeat(100)))
        .collect();
    workbook(1, &rows, no_strings)
}

fn no_strings(part: &mut ZipWriter<Cursor<Vec<u8>>>) {
    write!(part, r#"<sst xmlns="{MAIN}"></sst>"#).expect("written");
}

/// A workbook whose sheets are all one part with these rows; the strings are written by the caller.
fn workbook(sheets: usize, rows: &str, strings: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, text: &str| {
        zip.start_file(name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("written");
    };
    part(
        "_rels/.rels",
        &format!(
            r#"<Relationships><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        ),
    );
    let list: String =
        (1..=sheets).map(|n| format!(r#"<sheet name="S{n}" sheetId="{n}" r:id="r1"/>"#)).collect();
    part(
        "xl/workbook.xml",
        &format!(r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{list}</sheets></workbook>"#),
    );
    part(
        "xl/_rels/workbook.xml.rels",
        &format!(
            r#"<Relationships><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/s.xml"/></Relationships>"#
        ),
    );
    part(
        "xl/worksheets/s.xml",
        &format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#),
    );
    zip.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).expect("a part");
    strings(&mut zip);
    zip.finish().expect("a workbook").into_inner()
}
