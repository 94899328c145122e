//! Điều sổ biết về một việc: the recorded result on which a deed rests, what the register says before a decision, and the list that
//! is posted or proposed. Where the deed says something else, it is refused.

use std::collections::{BTreeMap, BTreeSet};

use ::review::{Act as Rule, Campaign, Class, Deed, DeedKind, HouseholdRef};
use store::Queries;
use vocab::{LocalText, said};

use super::deed::NotDone;
use super::found::Results;
use super::register::Doubt;
use super::{Walk, found, list, managed, place, register};
use crate::{AssessmentId, ProceedingId, Stopped};

/// What the records say that a deed rests on.
pub(super) struct Desk {
    results: Results,
    bases: BTreeMap<HouseholdRef, AssessmentId>,
    doubts: Vec<(HouseholdRef, i64, Doubt)>,
    formerly: BTreeMap<HouseholdRef, Vec<Class>>,
    pub(super) result_day: vocab::Day,
}

impl Desk {
    pub(super) async fn of<D: Rule>(
        on: &impl Queries,
        walk: &Walk,
        campaign: &Campaign<'_>,
        kind: DeedKind,
        deeds: &[D],
    ) -> Result<Desk, NotDone> {
        let about: Vec<HouseholdRef> =
            deeds.iter().filter_map(|deed| place::household(&deed.clone().into(), campaign)).collect();
        let results = match kind {
            DeedKind::Survey | DeedKind::Classify | DeedKind::Recheck | DeedKind::Reconsider => {
                found::standing(on, walk.proceeding.campaign, &about).await?
            }
            _ => Results::new(),
        };
        let doubts = match kind {
            DeedKind::Propose | DeedKind::Sign => register::doubts(on, walk, campaign).await?,
            // Nobody leaves after the signature: only what the correction says is asked about.
            DeedKind::ProposeCorrection | DeedKind::SignCorrection => {
                let changed: BTreeSet<HouseholdRef> =
                    campaign.to_correct().into_iter().map(|one| one.household).collect();
                let mut doubts = register::doubts(on, walk, campaign).await?;
                doubts.retain(|(of, _, doubt)| changed.contains(of) && *doubt == Doubt::NewerResult);
                doubts
            }
            _ => Vec::new(),
        };
        let formerly = match kind {
            DeedKind::Enroll => managed::formerly(on, walk, &about).await?,
            _ => Default::default(),
        };
        let result_day = managed::result_day(on, walk.proceeding.campaign).await?;
        Ok(Desk { results, bases: walk.bases(), doubts, formerly, result_day })
    }

    /// The recorded result on which a deed rests. It must say what the deed says.
    pub(super) fn basis(
        &self,
        walk: &Walk,
        campaign: &Campaign<'_>,
        deed: &Deed,
    ) -> Result<Option<AssessmentId>, Stopped> {
        let standing = |household| {
            self.results.get(&household).copied().ok_or_else(|| {
                Stopped::refused(
                    said!(
                        "đợt này chưa có kết quả đã ghi của hộ",
                        "the campaign has no recorded result of the household"
                    ),
                    said!("ghi phiếu của hộ trước", "record the household's form first"),
                )
            })
        };
        match deed {
            Deed::Survey(deed) => {
                let result = standing(deed.household)?;
                if self.bases.get(&deed.household) == Some(&result.assessment) {
                    return Err(not_new());
                }
                must_say(result.surveyor == deed.surveyor)?;
                Ok(Some(result.assessment))
            }
            Deed::Classify(deed) => {
                let result = standing(deed.household)?;
                must_say(result.outcome == deed.outcome && deed.standard == walk.proceeding.standard)?;
                Ok(Some(result.assessment))
            }
            Deed::Recheck(deed) => {
                let complaint = campaign.complaints().find(|(id, _)| *id == deed.complaint);
                let Some((_, complaint)) = complaint else { return Ok(None) };
                let result = standing(complaint.household)?;
                let is_new = self.bases.get(&complaint.household) != Some(&result.assessment)
                    && result.recorded_at.millis() >= complaint.received_at.millis();
                if !is_new {
                    return Err(not_new());
                }
                must_say(result.surveyor == deed.surveyor && result.outcome == Some(deed.outcome))?;
                Ok(Some(result.assessment))
            }
            Deed::Reconsider(deed) => {
                let result = standing(deed.household)?;
                let is_new = self.bases.get(&deed.household) != Some(&result.assessment)
                    && walk.decided_at().is_none_or(|at| result.recorded_at.millis() >= at.millis());
                if !is_new {
                    return Err(not_new());
                }
                must_say(result.surveyor == deed.surveyor && result.outcome == Some(deed.outcome))?;
                Ok(Some(result.assessment))
            }
            Deed::Enroll(deed) => {
                let known = self.formerly.get(&deed.household).map_or(&[][..], Vec::as_slice);
                must_say(known == deed.formerly.as_slice())?;
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    /// Before a decision, the households are what the register says.
    pub(super) fn must_be_as_registered(&self, kind: DeedKind) -> Result<(), Stopped> {
        let hindering = || self.doubts.iter().filter(|(_, _, doubt)| doubt.hinders());
        let Some((_, number, doubt)) = hindering().next() else { return Ok(()) };
        let words = match kind {
            DeedKind::ProposeCorrection | DeedKind::SignCorrection => said!(
                "đã ghi kết quả mới hơn: ghi kết quả kiểm tra lại đó, rồi trình lại",
                "a newer result was recorded: record what was found, then propose again"
            ),
            _ => doubt.words(),
        };
        let n = hindering().count();
        let (vi, en) = (words.vi, words.en);
        Err(Stopped::refused(
            said!(
                "{n} hộ của đợt không còn đúng như trong sổ, trước hết hộ số {number}",
                "{n} households of the review are not as the register has them, household {number} first"
            ),
            LocalText { vi, en },
        ))
    }

    /// The list that a deed shows, made from the cases. Its hash must be the one that the deed names.
    pub(super) async fn list(
        &self,
        id: ProceedingId,
        campaign: &Campaign<'_>,
        deed: &Deed,
        on: &impl Queries,
    ) -> Result<Option<list::OfficialList>, NotDone> {
        let (village, named) = match deed {
            Deed::Post(deed) => (Some(deed.village), deed.list_hash),
            Deed::Propose(deed) => (None, deed.list_hash),
            Deed::ProposeCorrection(deed) => (None, deed.list_hash),
            // What is signed is what was proposed and kept then: the rules compare the hashes.
            _ => return Ok(None),
        };
        let register = register::of(on, &list::households(campaign, village)).await?;
        let made = match (village, deed) {
            (Some(village), _) => list::posting(id, campaign, village, &register),
            (None, Deed::ProposeCorrection(_)) => list::correction(id, campaign, &register),
            (None, _) => list::decision(id, campaign, &register),
        };
        if made.sha256 != named {
            return Err(Stopped::refused(
                said!(
                    "danh sách đã in khác với hồ sơ của đợt lúc này",
                    "the printed list is not what the cases say now"
                ),
                said!(
                    "in lại danh sách, thay bản cũ, rồi ghi lại",
                    "print the list again, replace the old one, then record it"
                ),
            )
            .into());
        }
        Ok(Some(made))
    }
}

fn not_new() -> Stopped {
    Stopped::refused(
        said!(
            "kết quả đã ghi của hộ là của lần hỏi trước",
            "the recorded result is of the time the household was asked before"
        ),
        said!(
            "hỏi lại hộ, ghi phiếu mới (sửa từ kết quả đang có), rồi làm việc này",
            "ask the household again, record the new form as a correction, then do this"
        ),
    )
}

fn must_say(is_so: bool) -> Result<(), Stopped> {
    if is_so {
        return Ok(());
    }
    Err(Stopped::refused(
        said!("nội dung này khác với điều đã ghi trong sổ", "this is not what the registry has recorded"),
        said!(
            "tải lại trang: nội dung lấy từ sổ, không nhập tay",
            "load the page again: it is taken from the record, not typed in"
        ),
    ))
}
