//! Niêm phong số liệu: the standing results of a campaign as files that nobody changes unnoticed.
//!
//! [`Registry::unsealed`] reads them from one state of the database and makes every decision again; whoever writes files
//! (the registry knows no file format) writes page after page, and lists the files with their hashes. The manifest names
//! all of it, and [`Registry::record_snapshot`] puts the manifest and its hash into the log. What leaves are answers
//! without names, numbers, addresses or any free text, under pseudonyms that only the keys can make again.

mod kept;
mod manifest;
mod read;
mod released;
mod work;

pub use kept::{Snapshot, all};
pub use manifest::{Manifest, Outcomes, SealedFile};
pub use read::{Page, Unsealed};
pub use released::{Released, released};
pub use work::{Progress, SealingWork, WorkState};

use serde_json::json;
use store::dates::Instant;
use store::{Fault, Queries, Row};
use vocab::said;

use crate::access::{Area, Right};
use crate::act::{Cause, Done, SNAPSHOT};
use crate::cell::Cell;
use crate::review::{ReviewKind, Terms};
use crate::snapshot::work::{may_seal, reason_given};
use crate::{CampaignId, Registry, Scope, SnapshotId, Stopped};

/// Which campaign is meant.
#[derive(Clone, Debug)]
pub enum Which {
    /// This one.
    Campaign(CampaignId),
    /// The yearly review of a year, by a standard if there are several.
    Year(i32, Option<String>),
    /// The newest yearly review.
    Newest,
}

/// Đợt rà soát that can be sealed.
#[derive(Clone, Debug)]
pub struct Sealable {
    /// Its id.
    pub id: CampaignId,
    /// Yearly, or in between.
    pub kind: Option<ReviewKind>,
    /// Its name.
    pub label: String,
    /// Its year.
    pub year: i32,
    /// What it fixed.
    pub terms: Terms,
}

const CAMPAIGNS: &str = "select c.id, c.kind, c.label, c.year, c.standard, c.pack_digest, c.result_day, c.age_day, c.income_test \
     from campaign c where not exists (select 1 from act u where u.undoes = c.act_seq) order by c.year, c.act_seq";

impl Registry {
    /// Every campaign that stands, the newest last.
    ///
    /// # Errors
    /// The database failed.
    pub async fn campaigns(&self) -> Result<Vec<Sealable>, Fault> {
        self.store.rows(CAMPAIGNS, vec![]).await?.iter().map(sealable).collect()
    }

    /// All campaigns that can be sealed, newest first.
    ///
    /// # Errors
    /// The scope may not seal everywhere, or the database failed.
    pub async fn campaigns_to_seal(&self, by: &Scope) -> Result<Vec<Sealable>, Stopped> {
        may_seal(by)?;
        let rows = self.store.rows(CAMPAIGNS, vec![]).await?;
        Ok(rows.iter().rev().map(sealable).collect::<Result<_, _>>()?)
    }

    /// The campaign that is meant.
    ///
    /// # Errors
    /// There is none, or more than one; or the database failed.
    pub async fn campaign_to_seal(&self, which: &Which) -> Result<Sealable, Stopped> {
        let rows = self.store.rows(CAMPAIGNS, vec![]).await?;
        let mut found: Vec<Sealable> = rows.iter().map(sealable).collect::<Result<_, _>>()?;
        let yearly = |campaign: &Sealable| campaign.kind == Some(ReviewKind::Yearly);
        match which {
            Which::Campaign(id) => found.retain(|campaign| campaign.id == *id),
            Which::Year(year, standard) => found.retain(|campaign| {
                let is_of = standard.as_ref().is_none_or(|id| *id == campaign.terms.standard);
                campaign.year == *year && is_of && yearly(campaign)
            }),
            Which::Newest => {
                found.retain(yearly);
                let newest = found.last().map(|campaign| campaign.year);
                found.retain(|campaign| Some(campaign.year) == newest);
            }
        }
        let several = found.len() > 1;
        match found.pop().filter(|_| !several) {
            Some(campaign) => Ok(campaign),
            None if several => Err(Stopped::refused(
                said!("năm này có nhiều đợt rà soát", "that year has several reviews"),
                said!("ghi thêm --standard, hoặc ghi --campaign", "add --standard, or name the --campaign"),
            )),
            None => Err(Stopped::refused(
                said!("không có đợt rà soát này", "there is no such campaign"),
                said!("xem các đợt rà soát đã mở", "look which campaigns are open"),
            )),
        }
    }

    /// Records that files were sealed: the manifest, its hash, who and why. Everything that the manifest names must be
    /// on the disk already. `by` is `None` for the operator at the machine.
    ///
    /// # Errors
    /// The scope may not seal everywhere, the campaign was undone meanwhile, there is no reason; or the
    /// database failed.
    pub async fn record_snapshot(
        &self,
        by: Option<&Scope>,
        id: SnapshotId,
        manifest: &Manifest,
        reason: &str,
        at: Instant,
    ) -> Result<Done, Stopped> {
        by.map_or(Ok(()), may_seal)?;
        let reason = reason_given(reason)?;
        let (campaign, sha256) = (manifest.campaign(), manifest.sha256());
        let content = json!({ "snapshot": id.to_string(), "manifest_sha256": sha256, "households": manifest.households() });
        let cause = Cause {
            reason: Some(reason),
            content: Some(content),
            ..Cause::new("snapshot.seal", by.map(Scope::user))
        };
        let mut act = self.begin(cause, at).await?;
        let sql = "select 1 as one from campaign c where c.id = $1 and not exists (select 1 from act u where u.undoes = c.act_seq)";
        let stands = act.tx.row(sql, vec![campaign.0.into()]).await?.is_some();
        if !stands {
            return Err(Stopped::refused(
                said!("đợt rà soát đã bị hoàn tác", "the campaign was undone"),
                said!("chọn một đợt rà soát đang mở", "choose an open campaign"),
            ));
        }
        act.add(
            &SNAPSHOT,
            vec![
                Cell::Id(id.0),
                Cell::Id(campaign.0),
                Cell::Integer(manifest.year()),
                Cell::Json(manifest.json().clone()),
                Cell::Text(sha256),
            ],
        );
        Ok(act.finish().await?)
    }
}

/// A snapshot holds households of everywhere: whoever takes it away must be allowed to take all of them.
fn may_take(by: &Scope) -> Result<(), Stopped> {
    if by.right() == Right::ExportHouseholds && by.areas() == [Area::Everywhere] {
        return Ok(());
    }
    Err(Stopped::refused(
        said!(
            "vai trò này không được tải số liệu của toàn địa bàn",
            "this role may not take away the data of the whole area"
        ),
        said!("nhờ người có vai trò trên toàn địa bàn", "ask somebody with a role everywhere"),
    ))
}

fn sealable(row: &Row) -> Result<Sealable, Fault> {
    let year = i32::try_from(row.get::<i64>("year")?);
    Ok(Sealable {
        id: CampaignId(row.id("id")?),
        kind: ReviewKind::from_code(&row.get::<String>("kind")?),
        label: row.get("label")?,
        year: year.map_err(|_| {
            Fault::damaged(said!("một đợt rà soát có năm không dùng được", "a campaign has no usable year"))
        })?,
        terms: Terms::of_row(row)?,
    })
}
