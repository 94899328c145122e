//! `/field`: thực địa – who visits whom in a campaign, with which phone, and what has arrived.

mod board;
mod paper;
mod phone;
mod publish;
pub(crate) mod reading;
mod received;
mod settings;

use registry::access::Right;

use crate::routes::{Policy, Routes};

/// Surveys are led by whoever may change households.
const CHANGE: Policy = Policy::Within(&[Right::ChangeHouseholds]);

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/field", CHANGE, board::campaigns)
        .get("/field/{campaign}", CHANGE, board::page)
        .get_asking("/field/{campaign}/paper", CHANGE, &["surveyor", "page"], paper::print)
        .post("/field/{campaign}/assignments", CHANGE, board::assign)
        .get("/field/{campaign}/forms", CHANGE, received::page)
        .post("/field/{campaign}/record", CHANGE, received::record)
        .post("/field/{campaign}/form", CHANGE, publish::publish)
        .post("/field/{campaign}/devices", CHANGE, phone::enrol)
        .post("/field/{campaign}/devices/end", CHANGE, phone::end)
}
