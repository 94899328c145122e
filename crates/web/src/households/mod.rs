//! Hộ: finding households, the file of one, what changes in it, and lists to take away – each within the caller's area.
//!
//! Every handler takes a [`SignedIn`](crate::signed_in::SignedIn) and asks it for a scope; there is no other way to a
//! household. Addresses hold ids and filters; an ID or telephone number is only ever in the body of a POST.

mod asked;
mod list;
mod words;

use axum::Router;
use axum::routing::{get, post};

pub(crate) use words::Lists;

use crate::site::Shared;

pub(crate) fn routes() -> Router<Shared> {
    Router::new().route("/households", get(list::page)).route("/households/search", post(list::search))
}
