//! Phones as ODK Collect and others speak: plain requests over a socket, whole answers, on both databases.

mod again;
mod app;
mod bad_line;
mod field;
mod office;
mod once;
mod paper;
mod proxy;
mod quiz;
mod read;
mod recheck;
mod resolved;
mod shapes;
mod typed;
mod who;
