//! Giấy tờ of a review as files: what stands above and below them, and the making of one at a time.

use std::time::Duration;

use axum::response::Response;
use reports::papers::{Format, Office, Paper, Papers, Signatory};
use standards::units::Level;
use tokio::sync::Semaphore;

use super::desk::Desk;
use crate::error::Refusal;
use crate::visit::{Visit, attachment};

/// One paper is made at a time: it takes a core.
pub(super) static PRINTER: Semaphore = Semaphore::const_new(1);
/// So long somebody waits for their turn.
const PATIENCE: Duration = Duration::from_secs(20);

/// The name of the commune on a day, as papers write it.
pub(crate) fn commune(visit: &Visit, code: &str) -> String {
    let unit = visit.site.gazetteer.units.on(Level::Commune, code, (visit.site.today)());
    unit.map_or_else(|| code.to_owned(), |unit| unit.name.clone())
}

/// Ban Chỉ đạo rà soát of a commune.
pub(crate) fn committee(visit: &Visit, code: &str) -> Office {
    let commune = commune(visit, code);
    Office {
        parent: Some(format!("ỦY BAN NHÂN DÂN {}", commune.to_uppercase())),
        agency: vec!["BAN CHỈ ĐẠO RÀ SOÁT".to_owned(), "HỘ NGHÈO, HỘ CẬN NGHÈO".to_owned()],
        place: commune.clone(),
        commune,
    }
}

/// Ủy ban nhân dân of a commune.
pub(super) fn peoples_committee(visit: &Visit, code: &str) -> Office {
    let commune = commune(visit, code);
    Office {
        parent: None,
        agency: vec!["ỦY BAN NHÂN DÂN".to_owned(), commune.to_uppercase()],
        place: commune.clone(),
        commune,
    }
}

/// The chair of a commune; the name is written by hand, or stands on the signed paper.
pub(super) fn chair() -> Signatory {
    Signatory { authority: "TM. ỦY BAN NHÂN DÂN".to_owned(), role: "CHỦ TỊCH".to_owned(), name: None }
}

/// Code of the commune of a proceeding.
pub(super) fn commune_code(desk: &Desk) -> &str {
    &desk.seen.walk.proceeding.commune_code
}

/// The format that an address asks for.
pub(super) fn format(ending: &str) -> Result<Format, Refusal> {
    match ending {
        "pdf" => Ok(Format::Pdf),
        "docx" => Ok(Format::Docx),
        _ => Err(Refusal::NoPage),
    }
}

/// Makes a paper and gives it to take away.
pub(crate) async fn give(
    visit: &Visit,
    paper: Paper,
    format: Format,
    name: &str,
) -> Result<Response, Refusal> {
    let Ok(Ok(_alone)) = tokio::time::timeout(PATIENCE, PRINTER.acquire()).await else {
        return Err(Refusal::TooSlow);
    };
    let (site, today) = (visit.site.clone(), (visit.site.today)());
    let made = tokio::task::spawn_blocking(move || {
        let papers = site.papers.get_or_init(|| Papers::read(&site.packs).papers);
        papers.as_ref().map(|papers| papers.make(&paper, format, today))
    });
    match made.await {
        Ok(Some(Ok(printed))) => {
            let (ending, kind) = match format {
                Format::Pdf => ("pdf", "application/pdf"),
                Format::Docx => {
                    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
                }
            };
            Ok(attachment(printed.bytes, &format!("{name}.{ending}"), kind))
        }
        Ok(Some(Err(why))) => {
            let (message, _) = why.words();
            tracing::error!(why = message.en, "a paper of a review could not be made");
            Err(Refusal::Broken)
        }
        Ok(None) | Err(_) => Err(Refusal::Broken),
    }
}
