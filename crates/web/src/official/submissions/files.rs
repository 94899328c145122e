//! A report to take away: its letter as PDF and DOCX, its tables as a workbook.

use std::time::Duration;

use axum::extract::Path;
use axum::response::Response;
use registry::reporting::{Content, ReportKind as Kind};
use reports::official::workbook;
use reports::papers::{
    Format, GivenTable, Issued, Office, Paper, Papers, ReportKind, ReportLetter, Signatory,
};
use tokio::sync::Semaphore;
use vocab::Language;

use super::{one, shown};
use crate::error::Refusal;
use crate::signed_in::SignedIn;
use crate::visit::{Visit, attachment};

/// One paper is made at a time: it takes a core.
static PRINTER: Semaphore = Semaphore::const_new(1);
/// So long somebody waits for their turn.
const PATIENCE: Duration = Duration::from_secs(20);
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

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
        "bao-cao.pdf" => give(visit, letter(content, visit), Format::Pdf, (&name, "application/pdf")).await,
        "bao-cao.docx" => give(visit, letter(content, visit), Format::Docx, (&name, DOCX)).await,
        _ => Err(Refusal::NoPage),
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
            // Where the programme lies since 2025.
            None => "Bộ Nông nghiệp và Môi trường".to_owned(),
        }],
        table: GivenTable { columns: summary.columns, rows: summary.rows },
        remarks,
        enclosed: tables.map(|form| format!("{} biểu mẫu", form.set.tables.len())),
        recipients: vec!["Như trên".to_owned()],
    }
}

async fn give(
    visit: &Visit,
    letter: ReportLetter,
    format: Format,
    (name, kind): (&str, &'static str),
) -> Result<Response, Refusal> {
    let Ok(Ok(_alone)) = tokio::time::timeout(PATIENCE, PRINTER.acquire()).await else {
        return Err(Refusal::TooSlow);
    };
    let (site, today) = (visit.site.clone(), (visit.site.today)());
    let made = tokio::task::spawn_blocking(move || {
        let papers = site.papers.get_or_init(|| Papers::read(&site.packs).papers);
        papers.as_ref().map(|papers| papers.make(&Paper::ReportLetter(letter), format, today))
    });
    match made.await {
        Ok(Some(Ok(printed))) => Ok(attachment(printed.bytes, name, kind)),
        Ok(Some(Err(why))) => {
            let (message, _) = why.words();
            tracing::error!(why = message.en, "the letter of a report could not be made");
            Err(Refusal::Broken)
        }
        Ok(None) | Err(_) => Err(Refusal::Broken),
    }
}
