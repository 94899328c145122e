//! Niêm yết, thông báo công khai: which results hang where, from when to the end of which day.

use std::collections::BTreeMap;

use vocab::said;

use crate::act::{Act, Remark};
use crate::campaign::Campaign;
use crate::clock::{Due, Measured};
use crate::deed::DeedKind;
use crate::moment::Moment;
use crate::refs::{Hand, HouseholdRef, VillageRef};
use crate::refusal::Refusal;

/// Niêm yết danh sách of a village: it goes up at the moment of the deed and shows every household with the result that it
/// has then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The village.
    pub village: VillageRef,
    /// Ids of the places where it hangs.
    pub places: Vec<String>,
    /// Whether it was announced in local media.
    pub announced: bool,
    /// SHA-256 of the printed list.
    pub list_hash: [u8; 32],
}

/// Một lần niêm yết.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posting {
    /// When it went up.
    pub posted_at: Moment,
    /// Its last day, fixed when it went up and printed on it. Complaints are open until the last minute of that day.
    pub due: Due,
    /// SHA-256 of the printed list.
    pub list_hash: [u8; 32],
    /// The households that it shows, each with the number of its result ([`crate::Case::version`]).
    pub shows: BTreeMap<HouseholdRef, u32>,
}

impl Posting {
    /// Whether it hangs.
    pub fn is_up(&self, at: Moment) -> bool {
        self.posted_at <= at && !self.due.is_over(at)
    }
}

impl Act for Post {
    const KIND: DeedKind = DeedKind::Post;

    fn village(&self, _: &Campaign<'_>) -> Option<VillageRef> {
        Some(self.village)
    }

    fn judge(&self, campaign: &Campaign<'_>, _: &Hand, at: Moment) -> Result<Vec<Remark>, Refusal> {
        let Some(rule) = &campaign.procedure().posting else { return Err(campaign.no_rule()) };
        for (id, label) in &rule.places {
            if !self.places.contains(id) {
                let (vi, en) = (&label.vi, &label.en);
                return Err(Refusal::new(
                    said!("chưa niêm yết tại {vi}", "the list does not hang at {en}"),
                    said!("niêm yết đủ các nơi rồi ghi lại", "hang it at every place, then record it"),
                )
                .by(&rule.source));
            }
        }
        if rule.announced && !self.announced {
            return Err(Refusal::new(
                said!(
                    "chưa thông báo trên phương tiện thông tin của địa phương",
                    "it was not announced in local media"
                ),
                said!("thông báo trên loa hoặc trang của xã rồi ghi lại", "announce it, then record it"),
            )
            .by(&rule.source));
        }
        let unclear = campaign
            .cases_of(self.village)
            .filter(|case| case.is_active() && case.outcome().is_none())
            .count();
        if unclear > 0 {
            return Err(Refusal::new(
                said!("còn {unclear} hộ chưa có kết quả", "{unclear} households have no result"),
                said!("khảo sát, phân loại các hộ đó trước", "survey and classify them first"),
            )
            .by(&rule.source));
        }
        let measured = campaign.posting_clock(self.village);
        campaign.due(measured, at.day()).map(|(_, remarks)| remarks)
    }

    fn apply(self, campaign: &mut Campaign<'_>, _: &Hand, at: Moment) {
        let measured = campaign.posting_clock(self.village);
        let shows = campaign.cases_of(self.village).filter(|case| case.is_active());
        let shows = shows.map(|case| (case.household, case.version())).collect();
        let Ok((due, _)) = campaign.due(measured, at.day()) else { return };
        let posting = Posting { posted_at: at, due, list_hash: self.list_hash, shows };
        campaign.with_track(self.village, |track| track.postings.push(posting));
    }
}

impl Campaign<'_> {
    /// The first list of a village has its own clock; what a re-check changed is posted by another.
    pub fn posting_clock(&self, village: VillageRef) -> Measured {
        match self.track(village) {
            Some(track) if !track.postings.is_empty() => Measured::Reposting,
            _ => Measured::Posting,
        }
    }
}
