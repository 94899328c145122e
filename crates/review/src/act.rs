//! Giấy phép của quy trình: a deed of an act exists only as a [`Permit`], and only the machine gives one.
//!
//! An act of the registry takes `Permit<Sign>`, not a number and a day: there is no other way to make that value than to ask
//! [`crate::Campaign::may`], so an illegal transition cannot be written down. A permit is for one campaign and for the state
//! in which it was given; if somebody else did something in between, it is stale and the campaign does not take it.

use vocab::LocalText;

use crate::campaign::Campaign;
use crate::clock::Due;
use crate::complaint::{AnswerComplaint, Complain, Recheck};
use crate::correction::{ProposeCorrection, Reconsider, SignCorrection};
use crate::deed::DeedKind;
use crate::determine::Determine;
use crate::feedback::{SettleFeedback, TakeFeedback};
use crate::meeting::{AnswerDisagreement, AttachMinutes, HoldMeeting};
use crate::moment::Moment;
use crate::opinion::{AskOpinion, ConsiderOpinion, GiveOpinion};
use crate::passing::{GoBack, Pass};
use crate::posting::Post;
use crate::recognition::{AnswerApplicant, IssueCertificate, Propose, SendReport, Sign};
use crate::refs::{CampaignRef, Hand, VillageRef};
use crate::refusal::Refusal;
use crate::roster::{Enroll, Leave, Screen};
use crate::survey::{Classify, Survey};

/// Việc được phép: a deed that the machine permitted, by whom and when. It cannot be copied or changed.
#[derive(Debug)]
#[must_use = "a permit does nothing until its act is recorded and the campaign takes it"]
pub struct Permit<D> {
    pub(crate) campaign: CampaignRef,
    pub(crate) after: usize,
    pub(crate) deed: D,
    pub(crate) by: Hand,
    pub(crate) at: Moment,
    pub(crate) remarks: Vec<Remark>,
}

impl<D> Permit<D> {
    /// The campaign it is for.
    pub fn campaign(&self) -> CampaignRef {
        self.campaign
    }

    /// How many events the campaign had when it was given.
    pub fn after(&self) -> usize {
        self.after
    }

    /// What may be done.
    pub fn deed(&self) -> &D {
        &self.deed
    }

    /// Who may do it.
    pub fn by(&self) -> &Hand {
        &self.by
    }

    /// When it was asked for, by the server's clock.
    pub fn at(&self) -> Moment {
        self.at
    }

    /// What should be written down with it; it hinders nothing.
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }
}

/// Ghi chú of a permit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// It is done after the last day that the law gives. Late is not forbidden, but it is seen.
    Late {
        /// What is late.
        what: LocalText,
        /// When it was due.
        due: Due,
    },
    /// Something that the law leaves open was determined for this campaign, and this deed rests on it.
    Determined {
        /// What.
        what: LocalText,
    },
}

/// Việc đã làm, as recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub deed: Deed,
    /// Who, with the offices held then.
    pub by: Hand,
    /// When.
    pub at: Moment,
}

/// A deed of this campaign or another was done in between: ask again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stale;

/// Nobody outside this crate makes a deed that judges itself.
mod sealed {
    /// A deed of this crate.
    pub trait Sealed {}
}

/// Việc làm that the machine can judge and take. Only the deeds of this crate are.
pub trait Act: sealed::Sealed + Clone + Into<Deed> {
    /// What kind of deed it is.
    const KIND: DeedKind;
    /// The village in which it is done; `None` in the commune.
    #[doc(hidden)]
    fn village(&self, campaign: &Campaign<'_>) -> Option<VillageRef>;
    /// Its own rule; step, office and day were judged before.
    #[doc(hidden)]
    fn judge(&self, campaign: &Campaign<'_>, by: &Hand, at: Moment) -> Result<Vec<Remark>, Refusal>;
    /// What it changes.
    #[doc(hidden)]
    fn apply(self, campaign: &mut Campaign<'_>, by: &Hand, at: Moment);
}

macro_rules! deeds {
    ($($name:ident),* $(,)?) => {
        /// Việc làm of any kind.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is documented where it is defined")]
        pub enum Deed {
            $($name($name),)*
        }

        $(impl sealed::Sealed for $name {})*

        $(impl From<$name> for Deed {
            fn from(deed: $name) -> Deed {
                Deed::$name(deed)
            }
        })*

        impl Deed {
            /// What kind of deed it is.
            pub fn kind(&self) -> DeedKind {
                match self { $(Deed::$name(_) => $name::KIND,)* }
            }
        }

        impl Campaign<'_> {
            /// Permits and takes a recorded deed.
            ///
            /// # Errors
            /// The machine does not permit it: the record or the pack was changed.
            pub fn redo(&mut self, event: &Event) -> Result<(), Refusal> {
                match &event.deed {
                    $(Deed::$name(deed) => {
                        let permit = self.may(deed.clone(), &event.by, event.at)?;
                        // Nothing happened between the two lines.
                        let _ = self.take(permit);
                    })*
                }
                Ok(())
            }
        }
    };
}

deeds![
    Enroll,
    Screen,
    Survey,
    Classify,
    HoldMeeting,
    AttachMinutes,
    AnswerDisagreement,
    Post,
    Complain,
    Recheck,
    AnswerComplaint,
    TakeFeedback,
    SettleFeedback,
    AskOpinion,
    GiveOpinion,
    ConsiderOpinion,
    Propose,
    Sign,
    Reconsider,
    ProposeCorrection,
    SignCorrection,
    IssueCertificate,
    AnswerApplicant,
    SendReport,
    Leave,
    Determine,
    Pass,
    GoBack,
];
