//! Invented households for demonstrations, tests and benchmarks: the same seed gives the same bytes on every machine.
//!
//! Nobody in them is real, and no number made from them is a statistic. The shapes come from a pack's `synthetic`
//! folder. This crate reads no file and decides about nobody; [`Population`] hands out Arrow batches, [`city`] the demo
//! city with its history.

mod age_day;
mod answering;
mod asked;
mod block;
pub mod city;
mod columns;
mod draw;
mod family;
mod fortune;
mod generic;
mod given;
mod household;
mod logarithm;
mod names;
mod numbers;
mod peoples;
mod places;
mod population;
mod reading;
mod relevance;
mod roles;
mod score;
mod shape;
#[cfg(test)]
mod tests;
mod weighted;

pub use population::{Options, Population};
