//! `/reports/submissions`: reports that go up. A commune sends its part, the province receives, returns or accepts it and adds up
//! what it accepted; `/reports/exchange` carries the same between two instances as files.
//!
//! What is sent is counted from sealed figures ([`figures`](figures::sealed)) or from signed decisions, shown with everything that does
//! not agree, and sent only as it was seen.

mod board;
mod consolidate;
mod exchange;
mod figures;
mod files;
mod new;
mod one;
mod periods;
mod shown;

use std::collections::BTreeMap;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use registry::access::Right;
use standards::PackFiles;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use super::forms::Forms;
use crate::law::Library;
use crate::routes::{Policy, Routes};

/// A whole bundle, and some room for what a form adds around it.
const BODY_BYTES: usize = (33 << 20) + (64 << 10);
/// A large file over a slow line.
const ANSWER_WITHIN: std::time::Duration = std::time::Duration::from_secs(300);

/// Seeing what was sent.
const SEE: Policy = Policy::Within(&[Right::SeeFigures]);
const SEND: Policy = Policy::Within(&[Right::SendReports]);
const RECEIVE: Policy = Policy::Within(&[Right::ReceiveReports]);
const CARRY: Policy = Policy::Within(&[Right::SendReports, Right::ReceiveReports]);
const KEEP: Policy = Policy::Within(&[Right::KeepReference]);
/// Seeing the keys of this instance and of others.
const EXCHANGE: Policy = Policy::Within(&[Right::SendReports, Right::ReceiveReports, Right::KeepReference]);

pub(super) fn routes() -> Routes {
    Routes::new()
        .get_asking("/reports/submissions", SEE, &["report"], board::page)
        .get_asking("/reports/submissions/new", SEND, &["report", "commune"], new::page)
        .post("/reports/submissions/new", SEND, new::send)
        .get_asking("/reports/submissions/consolidate", RECEIVE, &["report", "province"], consolidate::page)
        .post("/reports/submissions/consolidate", RECEIVE, consolidate::record)
        .get_asking("/reports/submissions/{report}", SEE, &["table"], one::page)
        .post("/reports/submissions/{report}", RECEIVE, one::answer)
        .get("/reports/submissions/{report}/files/{file}", SEE, files::file)
        .post("/reports/submissions/{report}/bundle", CARRY, exchange::export)
        .post("/reports/exchange/peers", KEEP, exchange::trust)
        .post("/reports/exchange/peers/end", KEEP, exchange::distrust)
}

/// Files that come in, with limits of their own.
pub(crate) fn upload() -> Routes {
    Routes::new()
        .get("/reports/exchange", EXCHANGE, exchange::page)
        .post("/reports/exchange", CARRY, exchange::import)
        .behind(|router| {
            router
                .layer(DefaultBodyLimit::disable())
                .layer(RequestBodyLimitLayer::new(BODY_BYTES))
                .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        })
}

/// Digests of the standards and tables of a pack, as reports name them.
pub fn known_packs(files: &PackFiles) -> BTreeMap<String, String> {
    let library = Library::read(files, &mut Vec::new());
    packs_of(&library, &Forms::read(files, &library))
}

fn packs_of(library: &Library, forms: &Forms) -> BTreeMap<String, String> {
    let standards = library.standards.iter().map(|shelved| &shelved.standard);
    let standards = standards.map(|standard| (format!("standard {}", standard.id), standard.digest.clone()));
    let tables = forms.sets().map(|set| (format!("tables {}", set.id), set.digest.clone()));
    standards.chain(tables).collect()
}
