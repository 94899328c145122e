//! Packs: poverty standards as data, the rule language, and what is in force on a day, in a place.
//!
//! This crate receives file contents and returns checked values or findings. It reads no file and no clock.

pub mod points;
pub mod questionnaire;
pub mod rule;
pub mod standard;
