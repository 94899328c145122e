//! Phones as ODK Collect and others speak: plain requests over a socket, whole answers, on both databases.

mod field;
mod once;
mod read;
mod shapes;
mod who;
