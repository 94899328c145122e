//! `/imports`: a list that staff have is sent, looked at, decided, and recorded. Nothing is recorded before somebody confirms.

mod decide;
mod reading;
mod send;
mod table;
#[cfg(test)]
mod tests;
mod words;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use registry::Stopped;
use registry::access::Right;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

pub use reading::lists;
pub(crate) use reading::{ReadList, grid, in_child};
pub(crate) use send::file_and_fields;

use crate::admin::{KEEP, points};
use crate::error::Refusal;
use crate::routes::{Policy, Routes};

/// The largest file, and some room for what a form adds around it.
const BODY_BYTES: usize = (20 << 20) + (64 << 10);
/// A large file over a slow line, and the limits of the reader.
const ANSWER_WITHIN: std::time::Duration = std::time::Duration::from_secs(300);

/// A list changes households.
const CHANGE: Policy = Policy::Within(&[Right::ChangeHouseholds]);

/// All but sending a file.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get_asking("/imports/{id}", CHANGE, &["show", "page"], table::page)
        .post("/imports/{id}/decisions", CHANGE, decide::decisions)
        .post("/imports/{id}/confirm", CHANGE, decide::confirm)
        .post("/imports/{id}/abort", CHANGE, decide::abort)
}

/// Sending a file, also a table of points, with limits of its own: it is larger and slower than any other form.
pub(crate) fn upload() -> Routes {
    Routes::new()
        .get_asking("/imports", CHANGE, &["recorded"], send::page)
        .post("/imports", CHANGE, send::upload)
        .post("/admin/points", KEEP, points::look)
        .behind(|router| {
            router
                .layer(DefaultBodyLimit::disable())
                .layer(RequestBodyLimitLayer::new(BODY_BYTES))
                .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        })
}

/// What stands on a page when something was not done.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) why: String,
    pub(crate) remedy: String,
}

/// The words of a refusal for the page; a failure of the database is a page of its own.
fn problem(stopped: Stopped, language: vocab::Language) -> Result<Problem, Refusal> {
    match stopped {
        Stopped::Failed(fault) => Err(Refusal::of_fault(&fault)),
        Stopped::Refused(refused) => Ok(Problem {
            why: refused.why.get(language).to_owned(),
            remedy: refused.remedy.get(language).to_owned(),
        }),
    }
}
