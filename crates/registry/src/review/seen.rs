//! The decisions about one household, newest first, and each made again.

use engine::judge::Judge;
use serde_json::Value as Json;
use standards::HouseholdAnswers;
use standards::standard::PovertyStandard;
use store::dates::Instant;
use store::{Fault, Queries, Row};
use vocab::{LocalText, said};

use crate::access::Right;
use crate::answers::sealed::opened;
use crate::review::assess::concluded;
use crate::review::{Assessed, NotAssessed, ReviewKind, Terms};
use crate::{AssessmentId, CampaignId, HouseholdId, Keys, Registry, Scope, UserId, VillageId};

/// A recorded decision.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// Its id.
    pub id: AssessmentId,
    /// Of which campaign.
    pub campaign: CampaignId,
    /// The campaign's name.
    pub campaign_label: String,
    /// The campaign's kind.
    pub kind: Option<ReviewKind>,
    /// The campaign's year.
    pub year: i64,
    /// What the campaign fixed.
    pub terms: Terms,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// By whom; `None` is the program.
    pub recorded_by: Option<UserId>,
    /// Number of the act.
    pub act_seq: i64,
    /// Where the household lived.
    pub village: VillageId,
    /// The commune of that day.
    pub commune_code: String,
    /// The answers; `None` if they were erased by law.
    pub answers: Option<Json>,
    /// What the rules said.
    pub assessed: Assessed,
    /// Version of the engine that decided.
    pub engine_version: String,
    /// People in the household.
    pub members: i64,
    /// The one that it corrects.
    pub supersedes: Option<AssessmentId>,
    /// Whether a later one corrects it.
    pub is_superseded: bool,
}

impl Registry {
    /// All decisions about a household, newest first, without those of undone acts. Without the right to see households,
    /// or outside the scope, there are none.
    ///
    /// # Errors
    /// The database failed.
    pub async fn assessments_of(
        &self,
        scope: &Scope,
        household: HouseholdId,
    ) -> Result<Vec<Assessment>, Fault> {
        if !matches!(scope.right(), Right::SeeHouseholds | Right::ChangeHouseholds) {
            return Ok(Vec::new());
        }
        let mut values = vec![household.0.into()];
        let inside = scope.condition("h", &mut values);
        let sql = format!(
            "select a.id, a.campaign_id, a.village_id, a.commune_code, a.standard, a.pack_digest, a.engine_version, \
             a.answers, a.outcome, a.income_band, a.deprivation_count, a.deprivation_count_max, a.deprived, a.needs, \
             a.members, a.supersedes, a.erased_by, a.act_seq, t.at, t.actor, \
             c.label, c.kind, c.year, c.result_day, c.age_day, c.income_test, \
             case when exists (select 1 from assessment s where s.household_id = a.household_id and s.supersedes = a.id \
             and not exists (select 1 from act u where u.undoes = s.act_seq)) then 1 else 0 end as superseded \
             from household_now h join assessment a on a.household_id = h.household_id \
             join campaign c on c.id = a.campaign_id join act t on t.seq = a.act_seq \
             where h.household_id = $1 and {inside} \
             and not exists (select 1 from act u where u.undoes = a.act_seq) \
             order by a.act_seq desc, a.ordinal desc"
        );
        self.store.rows(&sql, values).await?.iter().map(|row| read(&self.keys, row)).collect()
    }
}

/// Makes a decision again from what it stored.
///
/// # Errors
/// The answers were erased by law, or the standard is not the one that decided.
pub fn replay(assessment: &Assessment, standard: &PovertyStandard) -> Result<Assessed, NotAssessed> {
    let (judge, answers) = assessment.reopen(standard)?;
    Ok(concluded(&judge, &answers))
}

impl Assessment {
    /// The judge that decided, with the income test that its campaign named, and the answers that it read: for an
    /// explanation.
    ///
    /// # Errors
    /// As [`replay`].
    pub fn reopen<'a>(
        &self,
        standard: &'a PovertyStandard,
    ) -> Result<(Judge<'a>, HouseholdAnswers), NotAssessed> {
        let Some(answers) = &self.answers else {
            return Err(NotAssessed::Refused {
                why: said!("câu trả lời đã được xóa theo luật", "the answers were erased by law"),
                remedy: LocalText::default(),
            });
        };
        self.terms.open(standard, answers)
    }
}

fn read(keys: &Keys, row: &Row) -> Result<Assessment, Fault> {
    let erased = row.get::<Option<i64>>("erased_by")?.is_some();
    let (standard, pack_digest): (String, String) = (row.get("standard")?, row.get("pack_digest")?);
    Ok(Assessment {
        id: AssessmentId(row.id("id")?),
        campaign: CampaignId(row.id("campaign_id")?),
        campaign_label: row.get("label")?,
        kind: ReviewKind::from_code(&row.get::<String>("kind")?),
        year: row.get("year")?,
        terms: Terms::of_row(row)?,
        recorded_at: row.instant("at")?.unwrap_or(Instant::from_millis(0)),
        recorded_by: row.get::<Option<uuid::Uuid>>("actor")?.map(UserId),
        act_seq: row.get("act_seq")?,
        village: VillageId(row.id("village_id")?),
        commune_code: row.get("commune_code")?,
        answers: if erased { None } else { Some(opened(keys, row)?) },
        assessed: Assessed {
            standard,
            pack_digest,
            outcome: row.get("outcome")?,
            income_band: row.get("income_band")?,
            deprivation_count: row.get("deprivation_count")?,
            deprivation_count_max: row.get("deprivation_count_max")?,
            deprived: texts(row.get("deprived")?),
            needs: texts(row.get("needs")?),
        },
        engine_version: row.get("engine_version")?,
        members: row.get("members")?,
        supersedes: row.get::<Option<uuid::Uuid>>("supersedes")?.map(AssessmentId),
        is_superseded: row.get::<i32>("superseded")? != 0,
    })
}

fn texts(json: Json) -> Vec<String> {
    json.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
}
