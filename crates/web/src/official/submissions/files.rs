//! A report to take away: its letter as PDF and DOCX, its tables as a workbook.

use axum::extract::Path;
use axum::response::Response;
use registry::reporting::{Content, ReportKind as Kind};
use reports::official::workbook;
use reports::papers::{GivenTable, Issued, Office, Paper, ReportKind, ReportLetter, Signatory};
use vocab::Language;

use super::{one, periods, shown};
use crate::error::Refusal;
use crate::printer;
use crate::signed_in::SignedIn;
use crate::visit::{Visit, attachment};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) async fn file(
    who: SignedIn,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let report = one::found(&who, &id).await?;
    let (visit, content) = (&who.visit, &report.content);
    let name = format!("{}-{file}", content.period);
    match file.as_str() {
        "mau-bieu.xlsx" => {
            let form = shown::form(content, visit).ok_or(Refusal::NoPage)?;
            let filled = shown::filled(content, form, visit.language);
            let all: Vec<u16> = form.set.tables.iter().map(|table| table.number).collect();
            let printed = filled.report((form, (visit.site.today)()), &all, visit.language);
            Ok(attachment(workbook(&printed).map_err(|_| Refusal::Broken)?, &name, XLSX))
        }
        other => {
            let ending = other.strip_prefix("bao-cao.").ok_or(Refusal::NoPage)?;
            let (letter, format) = (Paper::ReportLetter(letter(content, visit)), printer::format(ending)?);
            printer::give(visit, letter, format, &format!("{}-bao-cao", content.period)).await
        }
    }
}

/// The letter of a report: all of it is data of the report; number, day and signature are the clerk's.
fn letter(content: &Content, visit: &Visit) -> ReportLetter {
    let unit = &content.unit;
    let summary = shown::summary(content, visit, Language::Vi);
    let place = unit.name().to_owned();
    let province = unit.province.1.clone();
    let mut remarks = content.remarks.clone();
    let missing = shown::missing(content);
    if !missing.is_empty() {
        let (n, names) = (missing.len(), missing.join(", "));
        remarks.push(format!("Chưa có báo cáo được chấp nhận của {n} xã, phường, đặc khu: {names}."));
    }
    if !content.differences.is_empty() {
        let n = content.differences.len();
        remarks.push(format!("Có {n} chỗ chưa khớp giữa các biểu, đã xem trước khi gửi."));
    }
    let tables = shown::form(content, visit).filter(|_| !content.counts.places.is_empty());
    ReportLetter {
        office: Office {
            parent: unit.commune.as_ref().map(|_| format!("ỦY BAN NHÂN DÂN {}", province.to_uppercase())),
            agency: vec!["ỦY BAN NHÂN DÂN".to_owned(), place.to_uppercase()],
            place: place.clone(),
            commune: place,
        },
        issued: Issued::default(),
        signatory: Signatory {
            authority: "TM. ỦY BAN NHÂN DÂN".to_owned(),
            role: "CHỦ TỊCH".to_owned(),
            name: None,
        },
        kind: match content.period.kind {
            Kind::Monthly => ReportKind::Monthly(content.period.month.unwrap_or(1)),
            Kind::Preliminary => ReportKind::Preliminary,
            Kind::Official => ReportKind::Official,
        },
        year: content.period.year,
        to: vec![match &unit.commune {
            Some(_) => format!("Ủy ban nhân dân {province}"),
            None => periods::to(visit, content.period),
        }],
        table: GivenTable { columns: summary.columns, rows: summary.rows },
        remarks,
        enclosed: tables.map(|form| format!("{} biểu mẫu", form.set.tables.len())),
        recipients: vec!["Như trên".to_owned()],
    }
}
