//! Câu trả lời trong tệp dữ liệu: what the columns of microdata become in a campaign, household by household.
//!
//! A column named by a question of the campaign's standard is an answer, and the rules decide as they do on any other
//! answers. Names and numbers of people are facts of theirs and are not kept a second time.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use roster::microdata::{Answers, Cells};
use roster::{Finding, Place, Problem, Roster};
use serde_json::{Map, Value as Json, json};
use standards::questionnaire::{Questionnaire, Subject, ZONE};
use standards::standard::PovertyStandard;
use store::{Fault, Queries, Value, places};
use uuid::Uuid;
use vocab::{LocalText, Zone, said};

use crate::answers::sealed::opened;
use crate::answers::written::of_text;
use crate::cell::canonical_json;
use crate::import::known::Village;
use crate::import::{Fate, Planned, refusal};
use crate::review::{Assessed, NotAssessed, ReviewKind, Terms, assess};
use crate::{AssessmentId, CampaignId, Keys, Refusal, VillageId};

/// Columns that say who and where; no question.
const PLACING: [&str; 10] = [
    "household_id",
    "province_code",
    "commune_code",
    "village_code",
    "village",
    "zone",
    "weight",
    "stratum",
    "psu",
    "member_no",
];
/// Questions whose answers are facts of a person.
const FACTS: [&str; 2] = ["full_name", "id_number"];

/// The campaign whose questions the columns of microdata answer.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The campaign.
    pub campaign: CampaignId,
    /// Its standard.
    pub standard: PovertyStandard,
    /// Version of the engine that decides.
    pub engine_version: String,
}

/// The answers of a household, and what the rules say of them.
#[derive(Clone, Debug)]
pub struct Answered {
    /// What the rules say.
    pub assessed: Assessed,
    pub(crate) answers: Json,
    pub(crate) village: VillageId,
    pub(crate) commune_code: String,
    pub(crate) province_code: String,
    pub(crate) zone: Zone,
}

/// An answer that cannot be read, with its cell.
#[derive(Clone, Debug)]
pub struct WrongAnswer {
    /// The cell; `None` is the household as a whole.
    pub at: Option<Place>,
    /// The question.
    pub question: String,
    /// What is wrong.
    pub why: LocalText,
    /// What to do.
    pub remedy: LocalText,
}

/// The campaign as it stands, with the results that it has.
#[derive(Clone, Debug)]
pub(crate) struct Open {
    pub(crate) asked: Arc<Asked>,
    pub(crate) terms: Terms,
    pub(crate) year: i64,
    /// The assessments that stand, of the households that the list may mean.
    pub(crate) standing: BTreeMap<Uuid, (AssessmentId, Json)>,
}

/// Reads the campaign; `None` if there is none, or it decides by another standard.
pub(crate) async fn open(
    on: &impl Queries,
    keys: &Keys,
    asked: &Arc<Asked>,
    planned: &[Planned],
) -> Result<Option<Open>, Fault> {
    let sql = "select kind, year, standard, pack_digest, result_day, age_day, income_test from campaign c where c.id = $1 \
               and not exists (select 1 from act u where u.undoes = c.act_seq)";
    let Some(row) = on.row(sql, vec![asked.campaign.0.into()]).await? else { return Ok(None) };
    let (terms, year) = (Terms::of_row(&row)?, row.get("year")?);
    let yearly = ReviewKind::from_code(&row.get::<String>("kind")?) == Some(ReviewKind::Yearly);
    if terms.judge(&asked.standard).is_err() {
        return Ok(None);
    }
    let mut standing = BTreeMap::new();
    let ids: BTreeSet<Uuid> =
        planned.iter().flat_map(|one| &one.candidates).map(|candidate| candidate.id.0).collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    for chunk in ids.chunks(1000) {
        let mut values: Vec<Value> = chunk.iter().map(|id| (*id).into()).collect();
        let places = places(1, values.len(), on.is_postgres());
        values.push(asked.campaign.0.into());
        let at = values.len();
        let sql = format!(
            "select a.id, a.household_id, a.answers from assessment a where a.household_id in ({places}) and a.campaign_id = ${at} \
             and not exists (select 1 from act u where u.undoes = a.act_seq) \
             and not exists (select 1 from assessment s where s.household_id = a.household_id and s.supersedes = a.id \
             and not exists (select 1 from act u where u.undoes = s.act_seq))"
        );
        for row in on.rows(&sql, values).await?.iter().filter(|_| yearly) {
            let known = (AssessmentId(row.id("id")?), opened(keys, row)?);
            standing.insert(row.id("household_id")?, known);
        }
    }
    Ok(Some(Open { asked: Arc::clone(asked), terms, year, standing }))
}

impl Open {
    /// Whether these answers stand in the campaign already.
    pub(crate) fn has(&self, household: Uuid, answers: &Json) -> bool {
        self.standing
            .get(&household)
            .is_some_and(|(_, known)| canonical_json(known) == canonical_json(answers))
    }

    /// Decides about every household of a list that can be recorded.
    pub(crate) fn answer(&self, roster: &Roster, villages: &[Village], planned: &mut [Planned]) {
        for one in planned {
            let Some(answers) = roster.answers.get(one.listed.household) else { continue };
            if matches!(one.fate, Fate::Refused(_) | Fate::Repeats(_)) {
                continue;
            }
            let at_home = one.listed.village.as_ref().map(|(id, _, _)| *id);
            let Some(village) = villages.iter().find(|village| Some(village.id) == at_home) else { continue };
            note_zone(answers, village, &mut one.findings);
            match self.decided(answers, village) {
                Ok(answered) => one.answered = Some(answered),
                Err((wrong, refused)) => {
                    one.wrong_answers = wrong;
                    one.fate = Fate::Refused(refused);
                }
            }
        }
    }

    fn decided(
        &self,
        answers: &Answers,
        village: &Village,
    ) -> Result<Answered, (Vec<WrongAnswer>, Box<Refusal>)> {
        let questionnaire = &self.asked.standard.questionnaire;
        let household = stored(questionnaire, Subject::Household, &answers.household);
        let members: Vec<_> =
            answers.members.iter().map(|cells| stored(questionnaire, Subject::Member, cells)).collect();
        let json = json!({ "zone": village.zone.code(), "household": household, "members": members });
        let assessed = match assess(&self.asked.standard, &self.terms, &json) {
            Ok(assessed) => assessed,
            Err(NotAssessed::Refused { why, remedy }) => return Err((Vec::new(), refusal(why, remedy))),
            Err(NotAssessed::Unreadable(unreadable)) => {
                let cell = |member: Option<usize>, question: &str| {
                    let cells = match member {
                        None => Some(&answers.household),
                        Some(number) => answers.members.get(number.checked_sub(1)?),
                    };
                    cells?.get(question).map(|written| written.at.clone())
                };
                let wrong = unreadable.into_iter().map(|one| WrongAnswer {
                    at: cell(one.member, &one.question),
                    question: one.question,
                    why: one.why,
                    remedy: one.remedy,
                });
                let refused = refusal(
                    said!("có câu trả lời không đọc được", "an answer cannot be read"),
                    said!(
                        "sửa các ô nêu dưới đây rồi gửi lại hai tệp",
                        "mend the cells named below and send both files again"
                    ),
                );
                return Err((wrong.collect(), refused));
            }
        };
        Ok(Answered {
            assessed,
            answers: json,
            village: village.id,
            commune_code: village.commune.clone(),
            province_code: village.province.clone(),
            zone: village.zone,
        })
    }

    /// Columns that no question of the standard is named by.
    pub(crate) fn unknown_columns(&self, roster: &Roster) -> Vec<Finding> {
        let mut unknown = BTreeMap::new();
        for answers in &roster.answers {
            let household = [(Subject::Household, &answers.household)];
            let members = answers.members.iter().map(|cells| (Subject::Member, cells));
            for (of, cells) in household.into_iter().chain(members) {
                for (name, written) in cells.iter().filter(|(name, _)| !PLACING.contains(&name.as_str())) {
                    let known = self.asked.standard.questionnaire.find(of, name).filter(|at| *at != ZONE);
                    if known.is_none() {
                        let at = Place { row: 1, ..written.at.clone() };
                        unknown.entry((at.sheet, name.clone())).or_insert(at);
                    }
                }
            }
        }
        let finding = |((_, name), at)| Finding {
            problem: Problem::ColumnUnknown,
            at: Some(at),
            value: Some(name),
            proposal: None,
        };
        unknown.into_iter().map(finding).collect()
    }
}

fn stored(questionnaire: &Questionnaire, of: Subject, cells: &Cells) -> Map<String, Json> {
    let answer = |(name, written): (&String, &roster::Written<String>)| {
        if PLACING.contains(&name.as_str()) || FACTS.contains(&name.as_str()) {
            return None;
        }
        let question = questionnaire.find(of, name).filter(|at| *at != ZONE)?;
        let text = written.value.as_deref().filter(|text| !text.is_empty())?;
        Some((name.clone(), of_text(&questionnaire.get(question).kind, text)))
    };
    cells.iter().filter_map(answer).collect()
}

fn note_zone(answers: &Answers, village: &Village, findings: &mut Vec<Finding>) {
    if let Some(zone) = answers.household.get("zone")
        && Zone::from_code(zone.written.trim()) != Some(village.zone)
    {
        findings.push(Finding {
            problem: Problem::ZoneDiffers,
            at: Some(zone.at.clone()),
            value: Some(zone.written.clone()),
            proposal: Some(village.zone.code().to_owned()),
        });
    }
}

/// Everything of a household's answers on which a preview depends.
pub(crate) fn of_fingerprint(planned: &Planned, open: Option<&Open>) -> String {
    let Some(answered) = &planned.answered else { return String::new() };
    let ids = planned.candidates.iter().map(|candidate| candidate.id.0);
    let standing = ids.filter_map(|id| Some(open?.standing.get(&id)?.0.to_string()));
    let standing: Vec<String> = standing.collect();
    format!("{} {} {}", answered.assessed.outcome, standing.join(" "), canonical_json(&answered.answers))
}
