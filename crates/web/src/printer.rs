//! Giấy tờ as files: making one paper at a time and giving it to take away.

use std::time::Duration;

use axum::response::Response;
use reports::papers::{Format, Paper, Papers};
use tokio::sync::Semaphore;

use crate::error::Refusal;
use crate::visit::{Visit, attachment};

/// One paper is made at a time, whoever asks: it takes a core.
pub(crate) static PRINTER: Semaphore = Semaphore::const_new(1);
/// So long somebody waits for their turn.
const PATIENCE: Duration = Duration::from_secs(20);

/// The format that an address asks for.
pub(crate) fn format(ending: &str) -> Result<Format, Refusal> {
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
            tracing::error!(why = message.en, "a paper could not be made");
            Err(Refusal::Broken)
        }
        Ok(None) | Err(_) => Err(Refusal::Broken),
    }
}
