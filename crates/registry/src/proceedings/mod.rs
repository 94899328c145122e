//! Rà soát theo luật ở một xã: what a commune does in a campaign, deed by deed, as its procedure says.
//!
//! A campaign ([`crate::review`]) is a year and a standard for everybody; a proceeding is one commune going through one procedure
//! in it. Its terms are fixed when it opens, then there are only events, one row each: nothing is said about where it stands that
//! does not follow from them. The rules are [`::review`]; here they get what they may not ask for themselves – who somebody is,
//! what day it is, what the register knows.
//!
//! A newcomer reads [`walk`](Walk) (how a proceeding is read), `deed.rs` (how something is done in it), `offices.rs` (by whom).

mod beside;
mod board;
mod certificates;
mod check;
mod deed;
mod desk;
mod found;
mod household;
mod list;
mod managed;
mod offices;
mod open;
mod pack;
mod place;
mod posted;
mod register;
mod reported;
mod seen;
mod status;
mod suggest;
mod unfit;
mod walk;
mod watched;
mod wire;
mod work;

pub use beside::{Beside, CertificateForm, FileKind, FileRef, KeptFile, ReadyFile};
pub use board::{Clock, Lane, ProceedingLine, Tally, Wanted};
pub(crate) use certificates::forget_printed;
pub use certificates::{CertificateState, CertificateTask, CertificateWish, CertificateWork, MadePart};
pub use deed::{Kept, NotDone, Taken};
pub use found::Result as FoundResult;
pub use household::HouseholdPosting;
pub use list::{ListLine, OfficialList};
pub use offices::offices_of;
pub use open::{NewProceeding, campaign_days};
pub(crate) use pack::Packs;
pub use posted::{Posted, PostedLine, posted_lines, posting_of, postings_of};
pub use register::Doubt;
pub use seen::{HouseholdName, Seen, about};
pub use status::{Movement, Status};
pub(crate) use status::{OTHER_STATUS, STATUS};
pub use suggest::{Because, Suggestion};
pub use unfit::{CampaignVerdict, Checked, Unfit, UnfitWhat};
pub use walk::{Proceeding, Recorded, Walk};
pub use watched::Watched;
pub use work::Task;

pub use ::review::{HouseholdRef, PersonRef, VillageRef};

use uuid::Uuid;

use crate::{HouseholdId, UserId, VillageId};

/// A household as the rules of the review name it.
pub fn household_ref(household: HouseholdId) -> HouseholdRef {
    HouseholdRef(household.0.as_u128())
}

/// A village as the rules of the review name it.
pub fn village_ref(village: VillageId) -> VillageRef {
    VillageRef(village.0.as_u128())
}

/// A user as the rules of the review name them.
pub fn person_ref(user: UserId) -> PersonRef {
    PersonRef(user.0.as_u128())
}

/// A household of the rules as the registry names it.
pub fn household_id(household: HouseholdRef) -> HouseholdId {
    HouseholdId(Uuid::from_u128(household.0))
}

/// A village of the rules as the registry names it.
pub fn village_id(village: VillageRef) -> VillageId {
    VillageId(Uuid::from_u128(village.0))
}
