//! Phiếu khảo sát trên điện thoại: the questionnaire of a standard as a form that any OpenRosa client fills, with the
//! rules of the standard as XPath, so that the client says the preliminary result without a network.
//!
//! One [`Form`] is written in two ways: [`Form::xform`] (what clients run) and [`Form::sheets`] (XLSForm, what people
//! open in a spreadsheet). Pure: it takes a checked standard and gives text back. What phones send comes back
//! through [`instance`] and [`answers`], two forms of one household are laid side by side by [`merge`]; the documents around it are those of [`openrosa`].

pub mod answers;
mod asked;
mod computed;
mod form;
pub mod instance;
mod layout;
mod limits;
pub mod merge;
mod numbers;
pub mod openrosa;
pub mod paper;
pub mod paradata;
mod questions;
mod results;
mod rules;
mod words;
mod xform;
mod xlsform;
pub mod xml;
mod xpath;

pub use form::{Control, Field, Form, Group, Node, Terms};
pub use limits::unrunnable;
pub use xlsform::Sheet;
