//! What calamine does not tell about a sheet: hidden rows and columns, and merged areas, from the sheet's own XML.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Cursor, Read};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use zip::ZipArchive;

use crate::file::Refusal;
use crate::problem::Problem;

/// The most merged areas of a sheet that are looked at.
const MAX_AREAS: usize = 20_000;

/// A merged area: first and last row, first and last column, from 0.
#[derive(Clone, Copy)]
pub(super) struct Area {
    pub(super) rows: (u32, u32),
    pub(super) columns: (u32, u32),
}

#[derive(Default)]
pub(super) struct Extras {
    /// Numbers of hidden rows, from 1.
    pub(super) hidden_rows: BTreeSet<u32>,
    /// Hidden columns, from 0.
    pub(super) hidden_columns: Vec<u32>,
    pub(super) merged: Vec<Area>,
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The extras of every sheet by its name.
pub(super) fn read(bytes: &[u8]) -> Result<BTreeMap<String, Extras>, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Problem::Damaged)?;
    let mut targets = BTreeMap::new();
    each_element(&mut archive, "xl/_rels/workbook.xml.rels", |element| {
        if let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target")) {
            targets.insert(id, target);
        }
        Ok(())
    })?;
    let mut sheets = Vec::new();
    each_element(&mut archive, "xl/workbook.xml", |element| {
        if element.local_name().as_ref() == "sheet"
            && let (Some(name), Some(id)) = (attribute(element, "name"), attribute(element, "id"))
        {
            sheets.push((name, id));
        }
        Ok(())
    })?;
    let mut extras = BTreeMap::new();
    for (name, id) in sheets {
        let Some(target) = targets.get(&id) else { continue };
        let path = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("xl/{target}"),
        };
        extras.insert(name, of_sheet(&mut archive, &path)?);
    }
    Ok(extras)
}

fn of_sheet(archive: &mut Archive<'_>, path: &str) -> Result<Extras, Refusal> {
    let mut extras = Extras::default();
    let mut row = 0;
    each_element(archive, path, |element| {
        match element.local_name().as_ref() {
            "row" => {
                row = attribute(element, "r").and_then(|r| r.parse().ok()).unwrap_or(row + 1);
                if is_hidden(element) {
                    extras.hidden_rows.insert(row);
                }
            }
            "col" if is_hidden(element) => {
                let end = |name| attribute(element, name).and_then(|n| n.parse::<u32>().ok());
                if let (Some(first), Some(last)) = (end("min"), end("max")) {
                    // A list ends long before column 500; the format allows 16,384, and hiding "the rest" is common.
                    extras.hidden_columns.extend((first.max(1)..=last.min(500)).map(|column| column - 1));
                }
            }
            "mergeCell" => {
                if let Some(area) = attribute(element, "ref").and_then(|area| parse_area(&area)) {
                    extras.merged.push(area);
                }
                if extras.merged.len() > MAX_AREAS {
                    return Err(Problem::TooManyCells);
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(extras)
}

/// Calls for every start of an element. A part that is not there has none.
fn each_element(
    archive: &mut Archive<'_>,
    path: &str,
    mut each: impl FnMut(&BytesStart<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let names = archive.file_names().flatten();
    let found = names.filter(|name| name.eq_ignore_ascii_case(path)).map(|name| name.into_owned()).next();
    let Some(name) = found else { return Ok(()) };
    let part = archive.by_name(&name).map_err(|_| Problem::Damaged)?;
    let mut reader = Reader::from_reader(BufReader::new(part));
    reader.config_mut().check_end_names = false;
    read_elements(&mut reader, &mut each)
}

fn read_elements<R: Read>(
    reader: &mut Reader<BufReader<R>>,
    each: &mut impl FnMut(&BytesStart<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => each(&element)?,
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(_) => return Err(Problem::Damaged),
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let attributes = attributes.with_checks(false);
    let found = attributes.flatten().find(|a| a.key.local_name().as_ref() == name)?;
    Some(
        found
            .normalized_value(XmlVersion::Implicit1_0)
            .map_or_else(|_| found.value.to_string(), |value| value.to_string()),
    )
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    attribute(element, "hidden").is_some_and(|hidden| hidden == "1" || hidden == "true")
}

fn parse_area(area: &str) -> Option<Area> {
    let (first, last) = area.split_once(':')?;
    let ((r1, c1), (r2, c2)) = (parse_cell(first)?, parse_cell(last)?);
    Some(Area { rows: (r1.min(r2), r1.max(r2)), columns: (c1.min(c2), c1.max(c2)) })
}

fn parse_cell(cell: &str) -> Option<(u32, u32)> {
    let cell = cell.replace('$', "");
    let digits = cell.find(|sign: char| sign.is_ascii_digit())?;
    let (letters, row) = cell.split_at_checked(digits)?;
    let column = letters.bytes().try_fold(0u32, |column, letter| {
        let place = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?);
        (place < 26).then(|| column.checked_mul(26)?.checked_add(place + 1))?
    })?;
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}
