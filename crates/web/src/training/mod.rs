//! `/training`: what a surveyor sees of their own training, and the quiz on the standard of a campaign.

mod quiz;
mod sheet;

pub(crate) use quiz::standing;

use crate::routes::{Policy, Routes};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/training", Policy::Themselves, quiz::own)
        .get("/training/{campaign}", Policy::Themselves, quiz::page)
        .post("/training/{campaign}", Policy::Themselves, quiz::answered)
}
