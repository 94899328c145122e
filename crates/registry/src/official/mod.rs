//! Mẫu biểu từ số liệu đã niêm phong: which yearly review has sealed figures, of which last year, where its files lie, and
//! who stands behind a figure.
//!
//! Figures are counted from the files of a sealed snapshot and from nothing else; the database only says whom a pseudonym
//! means, to whoever may see the household.

mod files;
mod lay;
mod named;
mod program;

use store::Fault;
use store::dates::Instant;

use serde_json::json;
use vocab::said;

use crate::access::Right;
use crate::act::{Cause, Done};
use crate::review::ReviewKind;
use crate::snapshot::{Sealable, Snapshot, all};
use crate::{CampaignId, Registry, Scope, Stopped, VillageId};

pub use files::{Stamp, WholeFiles};
pub use lay::VillageLay;
pub use named::BehindCell;
pub use program::ProgramArea;

/// Đợt rà soát hằng năm with what was sealed of it.
#[derive(Clone, Debug)]
pub struct YearlyReview {
    /// The campaign.
    pub campaign: Sealable,
    /// Its newest snapshot; without one no table is shown.
    pub sealed: Option<Snapshot>,
    /// The newest snapshot of the year before, for the flow of households.
    pub before: Option<Snapshot>,
}

impl Registry {
    /// Every yearly review that stands, the newest first. A scope for anything but figures sees none.
    ///
    /// # Errors
    /// The database failed.
    pub async fn yearly_reviews(&self, scope: &Scope) -> Result<Vec<YearlyReview>, Fault> {
        if !matches!(scope.right(), Right::SeeFigures | Right::SeeHouseholds | Right::ExportHouseholds) {
            return Ok(Vec::new());
        }
        let mut campaigns = self.campaigns().await?;
        campaigns.retain(|campaign| campaign.kind == Some(ReviewKind::Yearly));
        // Newest first: the first of a campaign is the one that counts.
        let snapshots = all(&self.store).await?;
        let of = |id: CampaignId| snapshots.iter().find(|one| one.manifest.campaign() == id);
        let before = |campaign: &Sealable| {
            let last = campaigns.iter().filter(|one| one.year + 1 == campaign.year);
            let mut sealed: Vec<&Sealable> = last.filter(|one| of(one.id).is_some()).collect();
            // Two standards in one year: that of this review tells what became of its classes.
            sealed.sort_by_key(|one| one.terms.standard == campaign.terms.standard);
            sealed.last().and_then(|one| of(one.id)).cloned()
        };
        let reviews = campaigns.iter().rev().map(|campaign| YearlyReview {
            campaign: campaign.clone(),
            sealed: of(campaign.id).cloned(),
            before: before(campaign),
        });
        Ok(reviews.collect())
    }

    /// Notes that somebody took a detailed list away: it holds names.
    ///
    /// # Errors
    /// The scope is none for exports, or the database failed.
    pub async fn record_list_taken(
        &self,
        by: &Scope,
        snapshot: &Snapshot,
        (table, commune, households): (u16, &str, usize),
        at: Instant,
    ) -> Result<Done, Stopped> {
        may_take_names(by)?;
        let content = json!({
            "snapshot": snapshot.id.to_string(), "table": table, "commune": commune, "households": households,
        });
        let cause = Cause { content: Some(content), ..Cause::new("report.take", Some(by.user())) };
        Ok(self.begin(cause, at).await?.finish().await?)
    }
}

fn may_take_names(by: &Scope) -> Result<(), Stopped> {
    if by.right() == Right::ExportHouseholds {
        return Ok(());
    }
    Err(Stopped::refused(
        said!("bạn không có quyền tải danh sách hộ", "you may not take lists of households away"),
        said!("đề nghị quản trị viên giao vai trò", "ask an administrator for a role"),
    ))
}

/// Ids of villages in pieces that a query takes.
fn pieces(villages: &[VillageId]) -> impl Iterator<Item = &[VillageId]> {
    villages.chunks(500)
}
