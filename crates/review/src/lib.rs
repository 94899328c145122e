//! Rà soát theo luật: the review as the procedure packs say – steps, actors, legal clocks, what must be done before what – and
//! what became of every household.
//!
//! Pure: it receives contents of files, moments and what people did, and returns permits or refusals with their articles. A
//! newcomer reads `campaign.rs` (the machine), `act.rs` (why a deed needs a permit), then one deed, such as `meeting.rs`.

mod act;
mod board;
pub mod calendar;
mod campaign;
mod case;
pub mod clock;
mod complaint;
mod correction;
mod deed;
mod determine;
pub mod diagram;
mod duty;
mod feedback;
pub mod flow;
mod lunar;
mod meeting;
mod moment;
mod opinion;
mod outcome;
mod passing;
mod posting;
pub mod procedure;
mod recognition;
mod refs;
mod refusal;
mod roster;
pub mod step;
mod survey;

pub use act::{Act, Deed, Event, Permit, Remark, Stale};
pub use board::{Board, Lane, Late, NextMove};
pub use campaign::{Campaign, Terms, Track};
pub use case::{Case, CaseState, Disagreement, Found};
pub use complaint::{AnswerComplaint, Complain, Complaint, Grievance, Recheck, Source};
pub use correction::{Corrected, Correction, CorrectionDraft, ProposeCorrection, Reconsider, SignCorrection};
pub use deed::DeedKind;
pub use determine::{Determine, Determined, Setting};
pub use duty::Duty;
pub use feedback::{Feedback, Finding, SettleFeedback, TakeFeedback};
pub use lunar::lunar_day;
pub use meeting::{
    AgendaItem, AnswerDisagreement, AttachMinutes, DisagreementAnswer, HoldMeeting, is_enough,
};
pub use moment::Moment;
pub use opinion::{AskOpinion, ConsiderOpinion, GiveOpinion, Opinion, OpinionBy};
pub use outcome::{Class, Outcome};
pub use passing::{GoBack, Pass};
pub use posting::{Post, Posting};
pub use recognition::{
    AnswerApplicant, Decision, IssueCertificate, Lists, Proposal, Propose, SendReport, Sign,
};
pub use refs::{CampaignRef, ComplaintRef, FeedbackRef, Hand, HouseholdRef, PersonRef, VillageRef};
pub use refusal::{Refusal, Unmet};
pub use roster::{Enroll, Leave, Leaving, Managed, Screen, Why};
pub use survey::{Classify, Survey};
