//! `/households/export.csv` and `.xlsx`: the list of a filter to take away. Taking it is an act in the audit log, written
//! before the first byte leaves.

use axum::http::StatusCode;
use axum::response::Response;
use registry::Stopped;
use registry::access::Right;
use registry::households::Line;
use registry::store::dates::Instant;
use rust_xlsxwriter::{Workbook, XlsxError};

use super::asked::{Asked, Column};
use super::list::{lapsed, shown, written};
use crate::error::Refusal;
use crate::signed_in::SignedIn;
use crate::visit::{Visit, attachment};

/// More households than this are no list that somebody reads; so many also bound the memory that a file takes.
const MOST_ROWS: usize = 100_000;
/// Tells Excel that a CSV file is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
const CSV: &str = "text/csv; charset=utf-8";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A table of texts, column names first.
type Table = Vec<Vec<String>>;

pub(super) async fn csv(signed_in: SignedIn) -> Result<Response, Refusal> {
    taken(signed_in, "csv", CSV, as_csv).await
}

pub(super) async fn xlsx(signed_in: SignedIn) -> Result<Response, Refusal> {
    taken(signed_in, "xlsx", XLSX, |table| as_xlsx(table).map_err(|_| Refusal::Broken)).await
}

async fn taken(
    signed_in: SignedIn,
    ending: &str,
    kind: &'static str,
    file: fn(&Table) -> Result<Vec<u8>, Refusal>,
) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::ExportHouseholds)?;
    let asked = Asked::of_address(&signed_in);
    // Without its text the list would be another one.
    if asked.has_lapsed {
        let notice = Some(lapsed(&signed_in.visit));
        return shown(&signed_in, &asked, StatusCode::UNPROCESSABLE_ENTITY, notice).await;
    }
    let registry = &signed_in.registry;
    let found = registry.every_household(&scope, &asked.filter, MOST_ROWS as i64).await;
    let Some(lines) = found.map_err(|fault| Refusal::of_fault(&fault))? else {
        let page = signed_in.visit.page(String::new());
        let notice = Some(page.count("export-too-many", MOST_ROWS));
        return shown(&signed_in, &asked, StatusCode::UNPROCESSABLE_ENTITY, notice).await;
    };
    let visit = signed_in.visit.clone();
    let rows = lines.len();
    let made = tokio::task::spawn_blocking(move || file(&table(&lines, &visit))).await;
    let bytes = made.map_err(|_| Refusal::Broken)??;
    registry.record_export(&scope, &asked.filter, rows, Instant::now()).await.map_err(
        |stopped| match stopped {
            Stopped::Refused(_) => Refusal::NotYours,
            Stopped::Failed(fault) => Refusal::of_fault(&fault),
        },
    )?;
    Ok(attachment(bytes, &format!("ho-gia-dinh-{}.{ending}", (signed_in.visit.site.today)()), kind))
}

fn table(lines: &[Line], visit: &Visit) -> Table {
    let names = ["export-number", "household-head"].into_iter().chain(Column::ALL.map(Column::key));
    let mut table = vec![names.map(|key| visit.t(key)).collect::<Vec<String>>()];
    table.extend(lines.iter().map(|line| {
        let first = [line.number.to_string(), line.head.clone().unwrap_or_default()];
        let rest = Column::ALL.into_iter().map(|column| written(column, line, visit));
        first.into_iter().chain(rest).map(harmless).collect()
    }));
    table
}

/// A text that a spreadsheet would run as a formula begins with an apostrophe.
fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

fn as_csv(table: &Table) -> Result<Vec<u8>, Refusal> {
    let mut writer = csv::Writer::from_writer(BYTE_ORDER_MARK.to_vec());
    for row in table {
        writer.write_record(row).map_err(|_| Refusal::Broken)?;
    }
    writer.into_inner().map_err(|_| Refusal::Broken)
}

/// All cells are texts, so nothing in them is a formula.
fn as_xlsx(table: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory()?;
    for (row, cells) in (0_u32..).zip(table) {
        for (column, cell) in (0_u16..).zip(cells) {
            sheet.write_string(row, column, cell)?;
        }
    }
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+1", "-1", "@a", "\ta", "\ra"] {
            assert_eq!(harmless(text.to_owned()), format!("'{text}"));
        }
        assert_eq!(harmless("Lê Văn An".to_owned()), "Lê Văn An");
    }
}
