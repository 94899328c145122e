//! Mở đợt rà soát: what a campaign fixes for all its decisions.

use serde_json::json;
use standards::standard::PovertyStandard;
use store::dates::Instant;
use store::{Fault, Queries};
use vocab::{Day, said};

use crate::access::Right;
use crate::act::{CAMPAIGN, Cause};
use crate::cell::{Cell, Kind};
use crate::review::Terms;
use crate::{CampaignId, Registry, Scope, Stopped};

/// Loại đợt rà soát.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewKind {
    /// Rà soát định kỳ hằng năm.
    Yearly,
    /// Rà soát thường xuyên trong năm.
    Irregular,
}

impl ReviewKind {
    /// As it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            ReviewKind::Yearly => "yearly",
            ReviewKind::Irregular => "irregular",
        }
    }

    /// The kind of a code.
    pub fn from_code(code: &str) -> Option<ReviewKind> {
        [ReviewKind::Yearly, ReviewKind::Irregular].into_iter().find(|kind| kind.code() == code)
    }
}

/// Đợt rà soát that is to be opened.
#[derive(Clone, Debug)]
pub struct NewCampaign {
    /// Yearly, or in between.
    pub kind: ReviewKind,
    /// Its name.
    pub label: String,
    /// The year in which it is done.
    pub year: i32,
    /// Id of the standard.
    pub standard: String,
    /// Digest of the standard's files.
    pub pack_digest: String,
    /// First day on which results are valid.
    pub result_day: Day,
    /// Day on which ages are counted.
    pub age_day: Day,
    /// Id of the income test that decides; `None` is the first that is answered.
    pub income_test: Option<String>,
}

impl Registry {
    /// Opens a campaign. The standard is asked whether it decides on these terms; `by` is `None` for the program itself.
    ///
    /// # Errors
    /// Refused, or the database failed.
    pub async fn open_campaign(
        &self,
        by: Option<&Scope>,
        new: &NewCampaign,
        standard: &PovertyStandard,
        at: Instant,
    ) -> Result<CampaignId, Stopped> {
        permitted(by)?;
        Terms::from(new).judge(standard).map_err(|(why, remedy)| Stopped::refused(why, remedy))?;
        if new.label.trim().is_empty() {
            return Err(Stopped::refused(
                said!("đợt rà soát chưa có tên", "the campaign has no name"),
                said!("ghi tên đợt rà soát", "name the campaign"),
            ));
        }
        let id = CampaignId::fresh();
        let content = json!({ "campaign": id.to_string(), "year": new.year });
        let cause =
            Cause { content: Some(content), ..Cause::new("campaign.open", by.map(|scope| scope.user())) };
        let mut act = self.begin(cause, at).await?;
        if new.kind == ReviewKind::Yearly && is_open(&act.tx, new).await? {
            let year = new.year;
            return Err(Stopped::refused(
                said!(
                    "đợt rà soát định kỳ năm {year} theo bộ chuẩn này đã mở",
                    "the yearly review of {year} by this standard is open already"
                ),
                said!("ghi kết quả vào đợt đã mở", "record results in the open one"),
            ));
        }
        act.add(
            &CAMPAIGN,
            vec![
                Cell::Id(id.0),
                Cell::Text(new.kind.code().to_owned()),
                Cell::Text(new.label.trim().to_owned()),
                Cell::Integer(i64::from(new.year)),
                Cell::Text(new.standard.clone()),
                Cell::Text(new.pack_digest.clone()),
                Cell::Day(new.result_day.epoch_days()),
                Cell::Day(new.age_day.epoch_days()),
                Cell::or_null(Kind::Text, new.income_test.clone(), Cell::Text),
            ],
        );
        act.finish().await?;
        Ok(id)
    }
}

async fn is_open(on: &impl Queries, new: &NewCampaign) -> Result<bool, Fault> {
    let sql = "select 1 as one from campaign c where c.kind = 'yearly' and c.year = $1 and c.standard = $2 \
               and not exists (select 1 from act u where u.undoes = c.act_seq)";
    let values = vec![i64::from(new.year).into(), new.standard.clone().into()];
    Ok(on.row(sql, values).await?.is_some())
}

/// Recording asks for the right to change households; the program itself may.
pub(crate) fn permitted(by: Option<&Scope>) -> Result<(), Stopped> {
    if by.is_none_or(|scope| scope.right() == Right::ChangeHouseholds) {
        return Ok(());
    }
    Err(Stopped::refused(
        said!("vai trò này không được ghi kết quả rà soát", "this role may not record reviews"),
        said!("nhờ công chức cấp xã ghi", "ask an officer of the commune"),
    ))
}
