//! Hộ: finding households, the file of one, what changes in it, and lists to take away – each within the caller's area.
//!
//! Every handler takes a [`SignedIn`](crate::signed_in::SignedIn) and asks it for a scope; there is no other way to a
//! household. Addresses hold ids and filters; what was looked for about somebody – a name, an ID
//! or telephone number – stands there only sealed.

mod asked;
mod change;
mod documents;
mod explanation;
mod export;
mod file;
mod forms;
mod list;
mod merge;
mod people;
mod results;
mod since;
mod standing;
mod time_line;
mod words;

use registry::access::Right;
use registry::households::Decided;

pub(crate) use asked::{Asked, NAMES};
pub(crate) use documents::upload;
pub(crate) use file::{Look, load, looked_at, reviews};
pub(crate) use since::{deciding, may_be_told, pairs};
pub(crate) use words::{Badge, Lists, badge, commune, relation, village, village_names};

use crate::layout::encoded;
use crate::routes::{Policy, Routes};

/// Reading households.
const SEE: Policy = Policy::Within(&[Right::SeeHouseholds]);
/// Taking a list away.
const EXPORT: Policy = Policy::Within(&[Right::ExportHouseholds]);
/// Changing a household.
const CHANGE: Policy = Policy::Within(&[Right::ChangeHouseholds]);

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get_asking("/households", SEE, NAMES, list::page)
        .post("/households/search", SEE, list::search)
        .get_asking("/households/export.csv", EXPORT, NAMES, export::csv)
        .get_asking("/households/export.xlsx", EXPORT, NAMES, export::xlsx)
        .get_asking("/households/{id}", SEE, &["day", "known"], file::page)
        .get("/households/{id}/explanation.pdf", SEE, explanation::sheet)
        .post("/households/{id}/numbers/{person}", SEE, file::numbers)
        .post("/households/{id}/changes/{kind}", CHANGE, change::record)
        .post("/households/{id}/undo/{seq}", CHANGE, change::undo)
        .get_asking("/households/{id}/merge", CHANGE, &["s"], merge::look)
        .post("/households/{id}/merge/search", CHANGE, merge::search)
        .get("/households/{id}/merge/{into}", CHANGE, merge::compare)
        .post("/households/{id}/merge/{into}", CHANGE, merge::send)
        .merge(documents::routes())
}

/// The address of the list of the households about which something was decided.
pub(crate) fn list_of(decided: &Decided, is_minority: bool) -> String {
    let mut fields = asked::decided_fields(decided);
    if is_minority {
        fields.push(("minority", "yes".to_owned()));
    }
    let query: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    format!("/households?{}", query.join("&"))
}
