//! The words that every crate shares: days, citations, localized text, findings, typed codes.
//!
//! Nothing here reads a file, a clock or a network.

mod citation;
mod day;
mod decimal;
mod finding;
mod fold;
mod text;
pub mod written;
mod zone;

pub use citation::{Citation, Confidence};
pub use day::{Day, ParseDayError, Span};
pub use decimal::{Decimal, ParseDecimalError, pow10};
pub use finding::{Finding, Place, Severity};
pub use fold::{joined_search_key, search_key};
pub use text::{Language, LocalText};
pub use zone::Zone;
