//! Đợt rà soát: campaigns, and what the rules say of each household in one of them.
//!
//! An assessment holds everything that decided: the answers, the standard with its digest, the version of the engine, and
//! through its campaign the days and the income test. So every past decision can be made again ([`replay`]).

mod assess;
mod campaign;
pub(crate) mod record;
mod seen;

pub use assess::{Assessed, NotAssessed, Terms, assess};
pub(crate) use campaign::permitted;
pub use campaign::{NewCampaign, ReviewKind};
pub use record::NewAssessment;
pub use seen::{Assessment, replay};
