//! Decides which households are poor, and says why. Pure: no file, no clock, no network.

pub mod answers;
pub mod bits;
pub mod classify;
mod columns;
pub mod intake;
mod kernels;
mod program;
pub mod bounds;
pub mod cases;
pub mod changes;
mod interpret;
pub mod judge;
pub mod score;

pub use interpret::Need;
