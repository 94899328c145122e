//! One household's answers, as the interpreter reads them.

pub use standards::{Answer, HouseholdAnswers};
