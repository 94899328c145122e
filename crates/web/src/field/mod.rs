//! `/field`: thực địa – who visits whom in a campaign, with which phone, and what has arrived.

mod board;
mod compare;
mod phone;
mod publish;
pub(crate) mod reading;
mod received;
mod reinterview;
mod roster;
mod settings;
mod share;
mod surveyor;

use registry::access::Right;

use crate::routes::{Policy, Routes};

/// Surveys are led by whoever may change households.
const CHANGE: Policy = Policy::Within(&[Right::ChangeHouseholds]);

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/field", CHANGE, board::campaigns)
        .get("/field/{campaign}", CHANGE, board::page)
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
        .post("/field/{campaign}/record", CHANGE, received::record)
        .post("/field/{campaign}/form", CHANGE, publish::publish)
        .post("/field/{campaign}/devices", CHANGE, phone::enrol)
        .post("/field/{campaign}/devices/end", CHANGE, phone::end)
}
