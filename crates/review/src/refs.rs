//! Who and what is meant: numbers given by the registry, one type a noun, so that none is taken for another.

macro_rules! references {
    ($($(#[$said:meta])* $name:ident),* $(,)?) => {$(
        $(#[$said])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u128);
    )*};
}

references! {
    /// Hộ gia đình: a household of the registry.
    HouseholdRef,
    /// Thôn, tổ dân phố: a village of the registry.
    VillageRef,
    /// Người làm việc: a user of the registry.
    PersonRef,
    /// Đợt rà soát: a campaign of the registry.
    CampaignRef,
    /// Khiếu nại: a complaint of the registry.
    ComplaintRef,
    /// Phản ánh: feedback that the registry keeps.
    FeedbackRef,
}

/// Người thực hiện: somebody who wants to do something, with the offices of the procedure that they hold there and then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hand {
    /// Who.
    pub person: PersonRef,
    /// Ids of the offices of the procedure (`[[office]]`) that this person holds in the commune at this moment.
    pub offices: Vec<String>,
}

impl Hand {
    /// Whether one of these offices is held.
    pub fn holds(&self, any_of: &[String]) -> bool {
        self.offices.iter().any(|office| any_of.contains(office))
    }
}
