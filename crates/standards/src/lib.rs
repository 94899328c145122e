//! Packs: poverty standards as data, the rule language, and what is in force on a day, in a place.
//!
//! This crate receives file contents and returns checked values or findings. It reads no file and no clock.

mod answer;
pub mod cases;
pub mod glossary;
pub mod groups;
pub mod in_force;
pub mod law;
pub mod layouts;
mod load;
pub mod points;
pub mod questionnaire;
pub mod reading;
pub mod rule;
pub mod standard;
pub mod units;

pub use answer::{AgeQuestions, Answer, HouseholdAnswers, ages_of_birth_year};
pub use load::{PackFiles, load};
