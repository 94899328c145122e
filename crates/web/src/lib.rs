//! The pages of Chung Tay: server-rendered, Vietnamese and English, useful without JavaScript.
//!
//! Rooms of the house, each a file: what every answer passes through ([`security`], [`language`], [`error`], [`assets`],
//! [`layout`], [`health`]), who comes ([`login`], [`account`], [`signed_in`]) and what people come for ([`law`], [`units`],
//! [`households`], [`admin`]). Nothing here decides about anyone: pages ask
//! `standards` and `engine`, and turn what they say into words.

mod account;
mod act_words;
mod admin;
mod api;
mod assets;
mod backups;
mod cite;
mod error;
mod field;
mod format;
mod glossary;
mod health;
mod home;
mod households;
mod imports;
mod language;
mod law;
mod layout;
mod login;
mod official;
mod openrosa;
mod overview;
mod preferences;
mod printer;
mod request;
mod review;
mod routes;
mod sealing;
mod security;
mod sent;
mod serve;
mod signed_in;
mod site;
mod snapshots;
mod surveyor;
mod tls;
mod training;
mod trust;
mod typed;
mod units;
mod visit;

pub use backups::{Backups, LastBackup};
pub use imports::lists as reference_lists;
pub use official::known_packs;
pub use routes::{Policy, Route};
pub use sealing::{Became, SealWish, Sealing};
pub use serve::{Listen, Stopped, Transport, serve};
pub use site::{Site, Unreadable, router, routes};
pub use trust::{Authority, HostName};
