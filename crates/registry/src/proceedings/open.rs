//! Mở đợt rà soát ở một xã: the procedure, the villages and the managed households are fixed.

use ::review::procedure::{Kind, Procedure, Window};
use ::review::{Campaign, CampaignRef, Moment, Terms, VillageRef};
use serde_json::json;
use standards::PackFiles;
use standards::units::Units;
use store::dates::Instant;
use store::{Fault, Queries};
use vocab::{Day, said};

use super::deed::{NotDone, not_there, sees};
use super::offices::hand;
use super::walk::seal_terms;
use super::{board, managed, pack};
use crate::act::{Cause, PROCEEDING};
use crate::cell::Cell;
use crate::review::ReviewKind;
use crate::users::actor;
use crate::villages::today;
use crate::{CampaignId, ProceedingId, Registry, Scope, Stopped};

/// Đợt rà soát that a procedure needs for a year and month: kind, the day from which its results hold, the day on which ages are
/// counted. A yearly review holds from the first day of the next year; a monthly one from the day on which it begins.
pub fn campaign_days(procedure: &Procedure, year: i32, month: Option<u32>) -> Option<(ReviewKind, Day, Day)> {
    match (&procedure.window, month) {
        (Window::Yearly { .. }, None) => {
            let result_day = Day::from_civil(year.checked_add(1)?, 1, 1)?;
            Some((ReviewKind::Yearly, result_day, result_day.previous()))
        }
        (Window::Monthly { opens, .. }, Some(month)) => {
            let begins = Day::from_civil(year, month, *opens)?;
            Some((ReviewKind::Irregular, begins, begins))
        }
        _ => None,
    }
}

/// A proceeding to be opened.
#[derive(Clone, Debug)]
pub struct NewProceeding {
    /// The campaign that it is part of.
    pub campaign: CampaignId,
    /// Id of the procedure.
    pub procedure: String,
    /// Code of the commune, of today.
    pub commune: String,
    /// The month of a monthly review.
    pub month: Option<u32>,
}

impl Registry {
    /// Opens a proceeding. Who leads the first step of its procedure opens it.
    ///
    /// # Errors
    /// See [`NotDone`].
    pub async fn open_proceeding(
        &self,
        scope: &Scope,
        packs: &PackFiles,
        units: &Units,
        new: &NewProceeding,
        at: Instant,
    ) -> Result<ProceedingId, NotDone> {
        let texts = pack::texts(packs, &new.procedure)?;
        let id = ProceedingId::fresh();
        let mut act = self.begin(Cause::new("proceeding.open", Some(scope.user())), at).await?;
        let villages = villages(&act.tx, &new.commune).await?;
        let Some(province) = villages.first().map(|(_, province)| province.clone()) else {
            return Err(no_villages().into());
        };
        if !sees(scope) || !scope.covers(&province, &new.commune, None) {
            return Err(not_there().into());
        }
        let (year, kind, standard) = campaign(&act.tx, new.campaign).await?.ok_or_else(not_there)?;
        let digest = pack::keep(&mut act, &new.procedure, &texts).await?;
        let pack = pack::read(&texts, &new.procedure).ok_or_else(not_there)?;
        let fits = match pack.procedure.kind {
            Kind::Yearly => kind == "yearly",
            Kind::Irregular => kind != "yearly",
        };
        if !fits {
            return Err(Stopped::refused(
                said!(
                    "quy trình không cùng loại với đợt rà soát",
                    "the procedure is of another kind than the campaign"
                ),
                said!(
                    "đợt định kỳ chọn quy trình định kỳ, đợt thường xuyên chọn quy trình thường xuyên",
                    "choose a yearly procedure for a yearly campaign, a monthly one for one in between"
                ),
            )
            .into());
        }
        let who = actor(&act.tx, scope.user()).await?.ok_or_else(not_there)?;
        let hand = hand(&who, units, today(at), &(province.clone(), new.commune.clone()), None);
        let leads = pack.procedure.steps.first().map(|step| step.leads.clone()).unwrap_or_default();
        if !hand.offices.contains(&leads) {
            let office = pack.procedure.office_label(&leads);
            let (vi, en) = (office.vi, office.en);
            return Err(Stopped::refused(
                said!("đợt rà soát do {vi} mở", "the review is opened by {en}"),
                said!("nhờ đúng người làm", "ask them"),
            )
            .into());
        }
        must_be_first(&act.tx, new).await?;
        let terms = Terms {
            campaign: CampaignRef(id.0.as_u128()),
            commune: new.commune.clone(),
            year,
            month: new.month,
            standard: standard.clone(),
            villages: villages.iter().map(|(village, _)| *village).collect(),
            managed: managed::of_commune(&act.tx, &new.commune, new.campaign, today(at)).await?,
        };
        let opened = Moment::from_millis(at.millis());
        let campaign = Campaign::open(&pack.procedure, &pack.calendar, terms.clone(), opened)?;
        act.add(
            &PROCEEDING,
            vec![
                Cell::Id(id.0),
                Cell::Id(new.campaign.0),
                Cell::Text(new.procedure.clone()),
                Cell::Text(digest),
                Cell::Text(new.commune.clone()),
                Cell::Text(province),
                Cell::Integer(i64::from(year)),
                Cell::Integer(new.month.map_or(0, i64::from)),
                Cell::Text(standard),
                Cell::Instant(at),
                Cell::Json(seal_terms(&self.keys, id, &terms)?),
            ],
        );
        act.set_content(json!({
            "proceeding": id.to_string(), "campaign": new.campaign.to_string(), "procedure": new.procedure,
            "commune": new.commune, "villages": terms.villages.len(), "managed": terms.managed.len(),
        }));
        act.write().await?;
        board::begin(&act.tx, id, &terms.villages, &campaign).await?;
        act.commit().await?;
        Ok(id)
    }
}

/// Villages of a commune with their province; those that were closed count while households still live there.
async fn villages(on: &impl Queries, commune: &str) -> Result<Vec<(VillageRef, String)>, Fault> {
    let sql = "select w.village_id, w.province_code from village_now w where w.commune_code = $1 \
               and (exists (select 1 from household_now h where h.village_id = w.village_id and h.is_active = true) \
               or not exists (select 1 from fact f where f.subject = w.village_id and f.attribute = 'end' \
               and not exists (select 1 from act u where u.undoes = f.act_seq))) order by w.village_id";
    let rows = on.rows(sql, vec![commune.to_owned().into()]).await?;
    let village =
        |row: &store::Row| Ok((VillageRef(row.id("village_id")?.as_u128()), row.get("province_code")?));
    rows.iter().map(village).collect()
}

async fn campaign(on: &impl Queries, id: CampaignId) -> Result<Option<(i32, String, String)>, Fault> {
    let sql = "select year, kind, standard from campaign c where c.id = $1 \
               and not exists (select 1 from act u where u.undoes = c.act_seq)";
    let Some(row) = on.row(sql, vec![id.0.into()]).await? else { return Ok(None) };
    let year: i64 = row.get("year")?;
    Ok(Some((i32::try_from(year).unwrap_or_default(), row.get("kind")?, row.get("standard")?)))
}

async fn must_be_first(on: &impl Queries, new: &NewProceeding) -> Result<(), Stopped> {
    let sql = "select 1 as one from proceeding where campaign_id = $1 and procedure = $2 and commune_code = $3 and month = $4";
    let values = vec![
        new.campaign.0.into(),
        new.procedure.clone().into(),
        new.commune.clone().into(),
        new.month.map_or(0, i64::from).into(),
    ];
    if on.row(sql, values).await?.is_none() {
        return Ok(());
    }
    Err(Stopped::refused(
        said!("xã này đã mở đợt rà soát đó", "the commune has opened this review already"),
        said!("làm tiếp đợt đã mở", "go on with the open one"),
    ))
}

fn no_villages() -> Stopped {
    Stopped::refused(
        said!("xã này chưa có thôn, tổ dân phố nào trong sổ", "the registry has no village of this commune"),
        said!("nhờ quản trị viên thêm thôn, tổ dân phố", "ask an administrator to add its villages"),
    )
}
