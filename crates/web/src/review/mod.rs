//! `/review`: rà soát theo luật – what a commune does in a review, from the roster to the certificate. Every page asks the rules
//! (`review`) what it may offer and does everything by [`registry::Registry::act_on`]; none decides anything itself.
//!
//! A newcomer reads `desk.rs` (a proceeding on somebody's desk), then one page, such as `meeting.rs`.

mod board;
mod cases;
mod certificates;
mod complaints;
mod correction;
mod desk;
mod determine;
mod feedback;
mod files;
mod meeting;
mod one;
mod opening;
mod papers;
mod posted;
mod posting;
pub(crate) mod print;
mod printing;
mod recognition;
mod roster;
mod steps;
mod today;
mod village;
mod watched;
mod words;

use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use registry::access::Right;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use crate::routes::{Policy, Routes};

pub(crate) use printing::keep_going;

/// Whoever sees households sees their reviews; who may do what is asked of the offices of the procedure.
const SEE: Policy = Policy::Within(&[Right::SeeHouseholds]);

/// As known by the end of which day.
const KNOWN: &[&str] = &["known"];

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get_asking("/review", SEE, &["year", "procedure"], board::page)
        .get("/review/today", SEE, today::page)
        .get("/review/watched", SEE, watched::page)
        .get("/review/new", SEE, opening::page)
        .post("/review/new", SEE, opening::open)
        .get_asking("/review/{proceeding}", SEE, KNOWN, one::page)
        .post("/review/{proceeding}/pass", SEE, one::pass)
        .post("/review/{proceeding}/pass-empty", SEE, one::pass_empty)
        .post("/review/{proceeding}/determinations", SEE, determine::determine)
        .get_asking("/review/{proceeding}/roster", SEE, KNOWN, roster::page)
        .post("/review/{proceeding}/roster", SEE, roster::send)
        .get_asking("/review/{proceeding}/villages/{village}", SEE, KNOWN, village::page)
        .post("/review/{proceeding}/villages/{village}", SEE, village::send)
        .get("/review/{proceeding}/villages/{village}/posting/{number}", SEE, posting::paper)
        .get("/review/{proceeding}/villages/{village}/minutes/{number}", SEE, papers::minutes)
        .get_asking("/review/{proceeding}/complaints", SEE, KNOWN, complaints::page)
        .post("/review/{proceeding}/complaints", SEE, complaints::send)
        .post("/review/{proceeding}/feedback", SEE, feedback::send)
        .get("/review/{proceeding}/complaints/{complaint}/{kind}", SEE, complaints::letter)
        .get_asking("/review/{proceeding}/recognition", SEE, KNOWN, recognition::page)
        .post("/review/{proceeding}/recognition", SEE, recognition::send)
        .get("/review/{proceeding}/decision/{kind}", SEE, papers::decision)
        .get("/review/{proceeding}/correction/{number}", SEE, papers::correction)
        .get("/review/{proceeding}/refusals/{household}/{kind}", SEE, papers::refusal)
        .get("/review/{proceeding}/certificates", SEE, certificates::page)
        .post("/review/{proceeding}/certificates", SEE, certificates::send)
        .get("/review/{proceeding}/certificates/{number}", SEE, certificates::part)
        .get("/review/{proceeding}/files/{file}", SEE, files::take)
        .get("/posted/{secret}", Policy::Everybody, posted::page)
}

/// More than any file that is taken: one that is too large is read on, so that it can be told how large it is.
const BODY_BYTES: usize = 64 << 20;
/// A large file over a slow line.
const ANSWER_WITHIN: std::time::Duration = std::time::Duration::from_secs(300);

/// Forms with scans and photographs, with limits of their own: they are larger and slower than any other form.
pub(crate) fn upload() -> Routes {
    Routes::new()
        .get("/review/{proceeding}/villages/{village}/meeting", SEE, meeting::page)
        .post("/review/{proceeding}/villages/{village}/meeting", SEE, meeting::send)
        .get("/review/{proceeding}/villages/{village}/posting", SEE, posting::page)
        .post("/review/{proceeding}/villages/{village}/posting", SEE, posting::send)
        .post("/review/{proceeding}/signature", SEE, recognition::sign)
        .get("/review/{proceeding}/correction", SEE, correction::page)
        .post("/review/{proceeding}/correction", SEE, correction::send)
        .behind(|router| {
            router
                .layer(DefaultBodyLimit::disable())
                .layer(RequestBodyLimitLayer::new(BODY_BYTES))
                .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        })
}
