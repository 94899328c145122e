//! The pages of Chung Tay: server-rendered, Vietnamese and English, useful without JavaScript.
//!
//! Rooms of the house, each a file: what every answer passes through ([`security`], [`language`], [`error`], [`assets`],
//! [`layout`], [`health`]) and what people come for ([`law`], [`units`]). Nothing here decides about anyone: pages ask
//! `standards` and `engine`, and turn what they say into words.

mod assets;
mod cite;
mod error;
mod format;
mod glossary;
mod health;
mod home;
mod language;
mod law;
mod layout;
mod overview;
mod preferences;
mod request;
mod security;
mod serve;
mod signed_in;
mod site;
mod tls;
mod units;
mod visit;

pub use serve::{Listen, Stopped, Transport, serve};
pub use site::{Site, Unreadable, router};
