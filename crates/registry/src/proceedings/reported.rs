//! Gửi báo cáo lên là việc của đợt: whoever sends the report of a commune does, in the same act, the deed for which its review waits. The
//! event names the report. A deed that may not be done yet, or was done, hinders no report.

use ::review::{Moment, SendReport};
use standards::units::Units;
use store::dates::Instant;
use store::{Fault, Queries, Value};
use uuid::Uuid;

use super::beside::Beside;
use super::deed::{record, unsound};
use super::offices::{Lie, hand};
use super::{Recorded, board};
use crate::act::Act;
use crate::reporting::{Content, ReportKind, SentReport};
use crate::users::actor;
use crate::villages::today;
use crate::{ProceedingId, Registry, ReportId, Scope, Stopped};

impl Registry {
    /// Records in the reviews that wait for it that a report goes up, as rows of the act that sends it; which reviews.
    pub(crate) async fn record_sent(
        &self,
        act: &mut Act,
        by: &Scope,
        units: &Units,
        (id, content): (ReportId, &Content),
        at: Instant,
    ) -> Result<Vec<ProceedingId>, Stopped> {
        let Some(who) = actor(&act.tx, by.user()).await? else { return Ok(Vec::new()) };
        let mut recorded = Vec::new();
        for proceeding in reported_by(&act.tx, content).await? {
            let Some(walk) = self.walk(&act.tx, proceeding).await? else { continue };
            let mut campaign = walk.campaign().map_err(|_| unsound())?;
            let lie = Lie::of(&act.tx, &walk.terms.villages).await?;
            // Villages that lie in several communes by now have no report of one.
            let Ok(there) = lie.place(None) else { continue };
            if content.unit.commune.as_ref().is_none_or(|(code, _)| *code != there.1) {
                continue;
            }
            // A decision that was signed after the report was made is not in it.
            let decided = campaign.decision().map(|decision| decision.signed.number.as_str());
            let is_in = |number| content.decided.iter().any(|one| one.number == number);
            if content.period.kind == ReportKind::Monthly && !decided.is_some_and(is_in) {
                continue;
            }
            let hand = hand(&who, units, today(at), there, None);
            let owed: Vec<String> = campaign.reports_owed().map(|report| report.id.clone()).collect();
            let before = campaign.events();
            for report in owed {
                let moment = Moment::from_millis(at.millis());
                let Ok(permit) = campaign.may(SendReport { report }, &hand, moment) else { continue };
                let number = campaign.events() as i64;
                let remarks = permit.remarks().to_vec();
                let event = campaign.take(permit).map_err(|_| unsound())?;
                let beside = Beside { report: Some(id), ..Beside::default() };
                record(act, &self.keys, (proceeding, number), &event, &remarks, (None, None, None), &beside)?;
            }
            if campaign.events() > before {
                board::renew(&act.tx, &walk, &campaign).await?;
                recorded.push(proceeding);
            }
        }
        Ok(recorded)
    }

    /// The review in which sending a report was recorded with it, if it lies in the scope.
    ///
    /// # Errors
    /// The database failed.
    pub async fn review_of_report(
        &self,
        scope: &Scope,
        report: &SentReport,
    ) -> Result<Option<ProceedingId>, Fault> {
        let sql =
            "select proceeding_id from proceeding_event where act_seq = $1 order by proceeding_id limit 1";
        let Some(row) = self.store.row(sql, vec![report.act_seq.into()]).await? else { return Ok(None) };
        let id = ProceedingId(row.id("proceeding_id")?);
        Ok(self.reaches_proceeding(scope, id).await?.then_some(id))
    }
}

/// The reviews of a commune whose results a report says: of the campaign that was sealed, or of the month.
async fn reported_by(on: &impl Queries, content: &Content) -> Result<Vec<ProceedingId>, Fault> {
    let Some((commune, _)) = &content.unit.commune else { return Ok(Vec::new()) };
    let month = i64::from(content.period.month.unwrap_or(0));
    let mut values: Vec<Value> =
        vec![commune.clone().into(), i64::from(content.period.year).into(), month.into()];
    let mut sql = "select id from proceeding where commune_code = $1 and year = $2 and month = $3".to_owned();
    match content.period.kind {
        ReportKind::Monthly => {}
        // The commune's results are those that are official; what it says before them is preliminary.
        ReportKind::Preliminary => return Ok(Vec::new()),
        ReportKind::Official => {
            let sealed = content.sealed.first().and_then(|sealed| sealed.id.parse::<Uuid>().ok());
            let Some(sealed) = sealed else { return Ok(Vec::new()) };
            values.push(sealed.into());
            sql += " and campaign_id = (select campaign_id from snapshot where id = $4)";
        }
    }
    let rows = on.rows(&format!("{sql} order by id"), values).await?;
    rows.iter().map(|row| Ok(ProceedingId(row.id("id")?))).collect()
}

/// Whether the report that an event names was sent in the act of that event.
pub(super) async fn was_sent(on: &impl Queries, recorded: &Recorded) -> Result<bool, Fault> {
    let Some(report) = recorded.report else { return Ok(true) };
    let sql = "select act_seq from report where id = $1";
    let row = on.row(sql, vec![report.0.into()]).await?;
    Ok(row.map(|row| row.get::<i64>("act_seq")).transpose()? == Some(recorded.act_seq))
}
