//! Hộ: finding households, the file of one, what changes in it, and lists to take away – each within the caller's area.
//!
//! Every handler takes a [`SignedIn`](crate::signed_in::SignedIn) and asks it for a scope; there is no other way to a
//! household. Addresses hold ids and filters; what was looked for about somebody – a name, an ID
//! or telephone number – stands there only sealed.

mod asked;
mod change;
mod export;
mod file;
mod forms;
mod list;
mod time_line;
mod words;

use axum::Router;
use axum::routing::{get, post};

pub(crate) use words::{Lists, village};

use registry::households::Decided;

use crate::layout::encoded;
use crate::site::Shared;

pub(crate) fn routes() -> Router<Shared> {
    Router::new()
        .route("/households", get(list::page))
        .route("/households/search", post(list::search))
        .route("/households/export.csv", get(export::csv))
        .route("/households/export.xlsx", get(export::xlsx))
        .route("/households/{id}", get(file::page))
        .route("/households/{id}/numbers/{person}", post(file::numbers))
        .route("/households/{id}/changes/{kind}", post(change::record))
        .route("/households/{id}/undo/{seq}", post(change::undo))
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
