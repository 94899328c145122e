//! The rule language: CEL text checked against the questionnaire and turned into [`Condition`]s.
//!
//! One checked rule feeds every back end: the interpreter and the columnar compiler of `engine`, the sentences of
//! [`text`], later the phone form. None of them sees CEL.

mod check;
mod expr;
mod lower;
mod numbers;
mod operators;
mod parse;
mod syntax;
pub mod text;

pub use check::{Names, RuleSource, check};
pub use expr::{Comparison, Condition, Number, NumberKind, ParamIndex, Quantifier, Range, Visitor};
pub use numbers::MAX_MEMBERS;
