//! Decides which households are poor, and says why. Pure: no file, no clock, no network.

pub mod answers;
pub mod bits;
pub mod bounds;
pub mod cases;
pub mod changes;
pub mod classify;
mod columns;
pub mod explain;
pub mod figures;
pub mod intake;
mod interpret;
pub mod judge;
mod kernels;
mod needs;
mod program;
mod relevance;
pub mod score;

pub use needs::Need;
