//! `/field`: thực địa – who visits whom in a campaign, with which phone, and what has arrived.

mod answers;
mod apart;
mod board;
mod choose;
mod compared;
mod entries;
mod entry;
mod interviews;
mod merge;
mod one;
mod paper;
mod phone;
mod publish;
pub(crate) mod reading;
mod received;
mod reinterview;
mod roster;
mod settings;
mod settle;
mod share;
mod surveyor;
mod typing;

use registry::access::Right;

use crate::routes::{Policy, Routes};

/// Surveys are led by whoever may change households.
const CHANGE: Policy = Policy::Within(&[Right::ChangeHouseholds]);

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/field", CHANGE, board::campaigns)
        .get("/field/{campaign}", CHANGE, board::page)
        .get_asking("/field/{campaign}/paper", CHANGE, &["surveyor", "page"], paper::print)
        .get("/field/{campaign}/share", CHANGE, share::page)
        .post("/field/{campaign}/share", CHANGE, share::look)
        .post("/field/{campaign}/assignments", CHANGE, share::give)
        .get("/field/{campaign}/surveyors/{user}", CHANGE, surveyor::page)
        .post("/field/{campaign}/assignments/end", CHANGE, surveyor::take_off)
        .get("/field/{campaign}/roster", CHANGE, roster::page)
        .post("/field/{campaign}/roster", CHANGE, roster::train)
        .post("/field/{campaign}/roster/end", CHANGE, roster::withdraw)
        .get("/field/{campaign}/reinterviews", CHANGE, reinterview::page)
        .post("/field/{campaign}/reinterviews", CHANGE, reinterview::announce)
        .post("/field/{campaign}/reinterviews/draw", CHANGE, reinterview::draw)
        .get("/field/{campaign}/reinterviews/{reinterview}", CHANGE, reinterview::pair)
        .get("/field/{campaign}/forms", CHANGE, received::page)
        .get("/field/{campaign}/forms/{form}", CHANGE, one::page)
        .get("/field/{campaign}/forms/{form}/files/{number}", CHANGE, one::file)
        .post("/field/{campaign}/forms/{form}/decide", CHANGE, one::decide)
        .post("/field/{campaign}/forms/{form}/search", CHANGE, one::search)
        .post("/field/{campaign}/forms/{form}/correct", CHANGE, entries::correct)
        .get("/field/{campaign}/forms/{form}/compare", CHANGE, merge::page)
        .post("/field/{campaign}/forms/{form}/compare", CHANGE, merge::send)
        .get("/field/{campaign}/entries", CHANGE, entries::list)
        .post("/field/{campaign}/entries", CHANGE, entries::open)
        .post("/field/{campaign}/entries/search", CHANGE, entries::search)
        .get("/field/{campaign}/entries/{entry}", CHANGE, entry::page)
        .post("/field/{campaign}/entries/{entry}", CHANGE, entry::save)
        .post("/field/{campaign}/entries/{entry}/settle", CHANGE, entry::settle)
        .post("/field/{campaign}/entries/{entry}/end", CHANGE, entry::end)
        .get("/field/{campaign}/apart", CHANGE, apart::list)
        .get("/field/{campaign}/apart/{apart}", CHANGE, apart::page)
        .get("/field/{campaign}/apart/{apart}/file", CHANGE, apart::file)
        .post("/field/{campaign}/apart/{apart}/decide", CHANGE, apart::decide)
        .post("/field/{campaign}/record", CHANGE, received::record)
        .post("/field/{campaign}/form", CHANGE, publish::publish)
        .post("/field/{campaign}/devices", CHANGE, phone::enrol)
        .post("/field/{campaign}/devices/end", CHANGE, phone::end)
}
