//! Where a deed is done and whom it is about: for the scope, for the office, and to find its event again.

use ::review::{Campaign, ComplaintRef, Deed, FeedbackRef, HouseholdRef, TakeFeedback, VillageRef};

/// The household that a deed is about, if it is about one.
pub(crate) fn household(deed: &Deed, campaign: &Campaign<'_>) -> Option<HouseholdRef> {
    match deed {
        Deed::Enroll(deed) => Some(deed.household),
        Deed::Screen(deed) => Some(deed.household),
        Deed::Survey(deed) => Some(deed.household),
        Deed::Classify(deed) => Some(deed.household),
        Deed::AnswerDisagreement(deed) => Some(deed.household),
        Deed::Complain(deed) => Some(deed.household),
        Deed::TakeFeedback(deed) => deed.household,
        Deed::SettleFeedback(deed) => reported(campaign, deed.feedback).and_then(|taken| taken.household),
        Deed::Recheck(deed) => complained(campaign, deed.complaint).map(|(household, _)| household),
        Deed::AnswerComplaint(deed) => complained(campaign, deed.complaint).map(|(household, _)| household),
        Deed::Reconsider(deed) => Some(deed.household),
        Deed::IssueCertificate(deed) => Some(deed.household),
        Deed::AnswerApplicant(deed) => Some(deed.household),
        Deed::Leave(deed) => Some(deed.household),
        Deed::HoldMeeting(_)
        | Deed::AttachMinutes(_)
        | Deed::Post(_)
        | Deed::AskOpinion(_)
        | Deed::GiveOpinion(_)
        | Deed::ConsiderOpinion(_)
        | Deed::Propose(_)
        | Deed::Sign(_)
        | Deed::ProposeCorrection(_)
        | Deed::SignCorrection(_)
        | Deed::SendReport(_)
        | Deed::Determine(_)
        | Deed::Pass(_)
        | Deed::GoBack(_) => None,
    }
}

/// The village in which it is done; `None` is the commune.
pub(crate) fn village(deed: &Deed, campaign: &Campaign<'_>) -> Option<VillageRef> {
    match deed {
        Deed::Enroll(deed) => Some(deed.village),
        Deed::HoldMeeting(deed) => Some(deed.village),
        Deed::AttachMinutes(deed) => Some(deed.village),
        Deed::Post(deed) => Some(deed.village),
        Deed::Complain(deed) => Some(deed.village),
        Deed::TakeFeedback(deed) => Some(deed.village),
        Deed::SettleFeedback(deed) => reported(campaign, deed.feedback).map(|taken| taken.village),
        Deed::Recheck(deed) => complained(campaign, deed.complaint).map(|(_, village)| village),
        Deed::AnswerComplaint(deed) => complained(campaign, deed.complaint).map(|(_, village)| village),
        Deed::Pass(deed) => deed.village,
        Deed::GoBack(deed) => Some(deed.village),
        _ => {
            household(deed, campaign).and_then(|household| campaign.case(household)).map(|case| case.village)
        }
    }
}

fn reported<'c>(campaign: &'c Campaign<'_>, id: FeedbackRef) -> Option<&'c TakeFeedback> {
    campaign.feedback().find(|(known, _)| *known == id).map(|(_, feedback)| &feedback.taken)
}

fn complained(campaign: &Campaign<'_>, id: ComplaintRef) -> Option<(HouseholdRef, VillageRef)> {
    let (_, complaint) = campaign.complaints().find(|(known, _)| *known == id)?;
    Some((complaint.household, complaint.village))
}
