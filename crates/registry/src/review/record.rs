//! Ghi kết quả rà soát: thousands of decisions in one act, all of them or none.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use store::dates::Instant;
use store::{Fault, Queries, Value, places};
use uuid::Uuid;
use vocab::{Zone, said};

use crate::act::{ASSESSMENT, Act, Cause, Done};
use crate::answers::sealed::seal;
use crate::capture::{is_reinterview, mark_recorded};
use crate::cell::{Cell, Kind};
use crate::keys::Keys;
use crate::review::Assessed;
use crate::review::campaign::{ReviewKind, permitted};
use crate::{AssessmentId, CampaignId, HouseholdId, Registry, Scope, Stopped, SubmissionId, VillageId};

/// A decision to be recorded, with the place of the household on that day.
#[derive(Clone, Debug)]
pub struct NewAssessment {
    /// The household.
    pub household: HouseholdId,
    /// Where it lives.
    pub village: VillageId,
    /// The commune of the village on that day.
    pub commune_code: String,
    /// The province of the village on that day.
    pub province_code: String,
    /// The zone of the village on that day.
    pub zone: Zone,
    /// The stored form of the answers ([`crate::answers`]).
    pub answers: Json,
    /// What the rules say of them.
    pub assessed: Assessed,
    /// People in the household.
    pub members: i64,
    /// The assessment of the same campaign that this one corrects.
    pub supersedes: Option<AssessmentId>,
    /// The filled form from which the answers are.
    pub submission: Option<SubmissionId>,
}

/// What a campaign asks of a record.
struct Campaign {
    kind: Option<ReviewKind>,
    year: i64,
    standard: String,
    pack_digest: String,
}

impl Registry {
    /// Records decisions: one act. Every household must exist and, with a scope, lie inside it.
    ///
    /// # Errors
    /// Refused as a whole, or the database failed.
    pub async fn record_assessments(
        &self,
        by: Option<&Scope>,
        campaign: CampaignId,
        engine_version: &str,
        assessments: Vec<NewAssessment>,
        at: Instant,
    ) -> Result<Done, Stopped> {
        permitted(by)?;
        if assessments.is_empty() {
            return Err(Stopped::refused(
                said!("chưa có kết quả nào để ghi", "there is no result to record"),
                said!("chọn ít nhất một hộ", "choose one household at least"),
            ));
        }
        let submissions: Vec<SubmissionId> = assessments.iter().filter_map(|new| new.submission).collect();
        let mut content = json!({ "campaign": campaign.to_string(), "households": assessments.len() });
        if let (false, Some(content)) = (submissions.is_empty(), content.as_object_mut()) {
            // Every stored result names its inputs.
            let names = submissions.iter().map(ToString::to_string).collect::<Vec<_>>();
            content.insert("submissions".to_owned(), json!(names));
        }
        let cause =
            Cause { content: Some(content), ..Cause::new("assessment.record", by.map(|scope| scope.user())) };
        let mut act = self.begin(cause, at).await?;
        let checked = Checked::of(&act.tx, by, campaign, &assessments).await?;
        if is_reinterview(&act.tx, &submissions).await? {
            return Err(Stopped::refused(
                said!(
                    "có phiếu là lần phỏng vấn lại, không thành kết quả",
                    "one is a second interview, which becomes no result"
                ),
                said!("bỏ phiếu đó ra", "leave it out"),
            ));
        }
        let mut recorded = Vec::new();
        for new in assessments {
            let (id, submission) = (AssessmentId::fresh(), new.submission);
            recorded.extend(submission.map(|submission| (submission, id)));
            act.add(&ASSESSMENT, cells(&self.keys, id, new, (campaign, engine_version))?);
        }
        let done = act.write().await?;
        mark_and_renew(&act, &recorded, &checked).await?;
        act.commit().await?;
        Ok(done)
    }
}

/// Decisions that may be recorded in their campaign.
pub(crate) struct Checked {
    year: i64,
}

impl Checked {
    /// Checks them as a whole.
    pub(crate) async fn of(
        on: &impl Queries,
        by: Option<&Scope>,
        campaign: CampaignId,
        assessments: &[NewAssessment],
    ) -> Result<Checked, Stopped> {
        let of = Campaign::read(on, campaign).await?.ok_or_else(no_campaign)?;
        of.accepts(assessments)?;
        check_places(on, by, assessments).await?;
        check_earlier(on, campaign, &of, assessments).await?;
        Ok(Checked { year: of.year })
    }
}

/// What follows from recorded decisions: their forms are linked, their households stand anew.
pub(crate) async fn mark_and_renew(
    act: &Act,
    recorded: &[(SubmissionId, AssessmentId)],
    checked: &Checked,
) -> Result<(), Fault> {
    mark_recorded(&act.tx, recorded).await?;
    renew_households(act, checked.year).await
}

fn no_campaign() -> Stopped {
    Stopped::refused(
        said!("không có đợt rà soát này", "there is no such campaign"),
        said!("chọn một đợt rà soát đã mở", "choose an open campaign"),
    )
}

impl Campaign {
    async fn read(on: &impl Queries, id: CampaignId) -> Result<Option<Campaign>, Fault> {
        let sql = "select kind, year, standard, pack_digest from campaign c where c.id = $1 \
                   and not exists (select 1 from act u where u.undoes = c.act_seq)";
        let Some(row) = on.row(sql, vec![id.0.into()]).await? else { return Ok(None) };
        let kind: String = row.get("kind")?;
        Ok(Some(Campaign {
            kind: ReviewKind::from_code(&kind),
            year: row.get("year")?,
            standard: row.get("standard")?,
            pack_digest: row.get("pack_digest")?,
        }))
    }

    /// Whether the decisions are of this campaign's standard, agree with themselves, and are one a household.
    fn accepts(&self, assessments: &[NewAssessment]) -> Result<(), Stopped> {
        let mut seen = BTreeSet::new();
        for new in assessments {
            let assessed = &new.assessed;
            if assessed.standard != self.standard || assessed.pack_digest != self.pack_digest {
                return Err(Stopped::refused(
                    said!(
                        "có kết quả không theo bộ chuẩn của đợt rà soát",
                        "a result is not by the standard of the campaign"
                    ),
                    said!("phân loại lại theo bộ chuẩn của đợt", "decide again by the campaign's standard"),
                ));
            }
            if new.answers.get("zone").and_then(Json::as_str) != Some(new.zone.code()) {
                return Err(Stopped::refused(
                    said!(
                        "khu vực trong câu trả lời khác khu vực của thôn, tổ dân phố",
                        "the zone of the answers is not the zone of the village"
                    ),
                    said!("phân loại lại theo đúng khu vực", "decide again for the right zone"),
                ));
            }
            if !seen.insert(new.household) {
                return Err(Stopped::refused(
                    said!("một hộ có hai kết quả", "one household has two results"),
                    said!("giữ lại một kết quả cho mỗi hộ", "keep one result a household"),
                ));
            }
        }
        Ok(())
    }
}

/// Every household is registered and lies in the scope, both where it lives now and where it is said to live.
async fn check_places(
    on: &impl Queries,
    by: Option<&Scope>,
    assessments: &[NewAssessment],
) -> Result<(), Stopped> {
    let mut found = BTreeSet::new();
    for chunk in assessments.chunks(1000) {
        let mut values: Vec<Value> = chunk.iter().map(|new| new.household.0.into()).collect();
        let places = places(1, values.len(), on.is_postgres());
        let inside = by.map_or_else(|| "true".to_owned(), |scope| scope.condition("h", &mut values));
        let sql = format!(
            "select h.household_id from household_now h where h.household_id in ({places}) and {inside}"
        );
        for row in on.rows(&sql, values).await? {
            found.insert(row.id("household_id")?);
        }
    }
    let outside = |new: &NewAssessment| {
        let said_to_be = (new.province_code.as_str(), new.commune_code.as_str(), Some(new.village));
        !found.contains(&new.household.0)
            || by.is_some_and(|scope| !scope.covers(said_to_be.0, said_to_be.1, said_to_be.2))
    };
    let count = assessments.iter().filter(|new| outside(new)).count();
    if count == 0 {
        return Ok(());
    }
    Err(Stopped::refused(
        said!(
            "{count} hộ không thuộc địa bàn được giao, nên chưa ghi kết quả nào",
            "{count} households are not in your area, so nothing was recorded"
        ),
        said!("bỏ các hộ đó ra rồi ghi lại", "leave them out and record again"),
    ))
}

/// A correction names the assessment that it corrects; in a yearly review a second result must be a correction.
async fn check_earlier(
    on: &impl Queries,
    campaign: CampaignId,
    of: &Campaign,
    assessments: &[NewAssessment],
) -> Result<(), Stopped> {
    let mut standing: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for chunk in assessments.chunks(1000) {
        let mut values: Vec<Value> = chunk.iter().map(|new| new.household.0.into()).collect();
        let places = places(1, values.len(), on.is_postgres());
        values.push(campaign.0.into());
        let at = values.len();
        let sql = format!(
            "select a.id, a.household_id from assessment a where a.household_id in ({places}) and a.campaign_id = ${at} \
             and not exists (select 1 from act u where u.undoes = a.act_seq) \
             and not exists (select 1 from assessment s where s.household_id = a.household_id and s.supersedes = a.id \
             and not exists (select 1 from act u where u.undoes = s.act_seq))"
        );
        for row in on.rows(&sql, values).await? {
            standing.entry(row.id("household_id")?).or_default().push(row.id("id")?);
        }
    }
    let yearly = of.kind == Some(ReviewKind::Yearly);
    let fits = |new: &NewAssessment| {
        let earlier = standing.get(&new.household.0);
        match new.supersedes {
            Some(id) => earlier.is_some_and(|ids| ids.contains(&id.0)),
            None => !yearly || earlier.is_none(),
        }
    };
    let count = assessments.iter().filter(|new| !fits(new)).count();
    if count == 0 {
        return Ok(());
    }
    Err(Stopped::refused(
        said!(
            "{count} hộ đã có kết quả khác trong đợt này, nên chưa ghi kết quả nào",
            "{count} households have another result in this campaign, so nothing was recorded"
        ),
        said!(
            "mở lại kết quả hiện có và sửa từ kết quả đó",
            "open the result that stands and correct that one"
        ),
    ))
}

/// The row of a decision, with its answers encrypted.
pub(crate) fn cells(
    keys: &Keys,
    id: AssessmentId,
    new: NewAssessment,
    (campaign, engine_version): (CampaignId, &str),
) -> Result<Vec<Cell>, Fault> {
    let assessed = new.assessed;
    Ok(vec![
        Cell::Id(id.0),
        Cell::Id(new.household.0),
        Cell::Id(campaign.0),
        Cell::Id(new.village.0),
        Cell::Text(new.commune_code),
        Cell::Text(new.province_code),
        Cell::Text(new.zone.code().to_owned()),
        Cell::Text(assessed.standard),
        Cell::Text(assessed.pack_digest),
        Cell::Text(engine_version.to_owned()),
        Cell::Json(seal(keys, id, &new.answers)?),
        Cell::Text(assessed.outcome),
        Cell::Text(assessed.income_band),
        Cell::Integer(assessed.deprivation_count),
        Cell::Integer(assessed.deprivation_count_max),
        Cell::Json(Json::from(assessed.deprived)),
        Cell::Json(Json::from(assessed.needs)),
        Cell::Integer(new.members),
        Cell::or_null(Kind::Id, new.supersedes, |id| Cell::Id(id.0)),
    ])
}

/// Households stand as the newest year says; a review of an earlier year that is recorded late changes nothing.
pub(crate) async fn renew_households(act: &Act, year: i64) -> Result<(), Fault> {
    let sql = "update household_now set outcome = a.outcome, outcome_year = $2, deprivation_count = a.deprivation_count, \
               assessment_id = a.id from assessment a where a.act_seq = $1 and a.household_id = household_now.household_id \
               and (household_now.outcome_year is null or household_now.outcome_year <= $2)";
    act.tx.execute(sql, vec![act.seq().into(), year.into()]).await.map(|_| ())
}
