//! Phones as ODK Collect and others speak: plain requests over a socket, whole answers, on both databases.

mod app;
mod bad_line;
mod field;
mod once;
mod paper;
mod proxy;
mod read;
mod shapes;
mod who;
