//! Thu thập ngoài thực địa: forms that phones get, the phones, whom they visit, and what they send.
//!
//! A filled form that arrives is no official act: arrivals may share one transaction, each with an audit entry of its own,
//! and its receipt is given after the commit. What arrived is kept as it came and is never dropped.

mod apart;
mod arrival;
mod assignment;
mod board;
mod correction;
mod deal;
mod decide;
mod device;
mod entry;
mod erased;
mod form;
mod inbox;
mod look;
mod merged;
mod pairing;
mod paradata;
mod phone;
mod reading;
mod receipt;
mod received;
mod reinterview;
mod share;
mod training;
mod typed;

pub use apart::{Apart, CountedApart, DecidedApart};
pub(crate) use arrival::place;
pub use arrival::{Arrival, SentFile, Unkept};
pub use assignment::{Assigned, OnList, Resident};
pub use board::{ListedIn, Progress, Stand};
pub use correction::Correction;
pub use decide::{Decided, Decision, reasoned};
pub use device::{Device, Enrolled, Listed, REALM};
pub use entry::{Corrects, Entry, Part};
pub(crate) use erased::OfHousehold;
pub use form::{Form, NewForm};
pub use inbox::{Inbox, NotTaken};
pub use look::{KeptFile, Look, Shown, Told};
pub use merged::Sources;
pub use pairing::Paired;
pub use paradata::Interview;
pub use phone::OfPhone;
pub use reading::{Attention, Line, Reading, Visited};
pub(crate) use reading::{is_reinterview, mark_recorded};
pub use receipt::{FORM_PART, Receipt, Stored};
pub use received::{Received, SetAside, State};
pub use reinterview::{Reinterview, Sample, USUAL_SHARE};
pub use share::{Lying, Plan, Share, Wanted};
pub use training::{Answered, Attempt, NewTraining, Training, quiz_order};
pub use typed::TypedForm;
