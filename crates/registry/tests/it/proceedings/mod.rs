//! The review by law in a commune: its whole way, what goes wrong on it, who sees it, and whether tampering is found.

mod boards;
mod certificates;
mod corrected;
mod faults;
mod files;
mod many;
mod register;
mod stage;
mod story;
mod suggested;
mod tampered;
