//! What of a household leaves with a snapshot. Whatever is not named here stays.

use standards::questionnaire::{AnswerKind, QuestionIndex, Questionnaire, Subject, ZONE};
use standards::{AgeQuestions, Answer, HouseholdAnswers};

/// A household as it leaves: under a pseudonym, with the place of the time and what was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Released {
    /// The pseudonym, the same in every snapshot of this registry.
    pub household_id: String,
    /// The commune of the time.
    pub commune_code: String,
    /// Id of the village; a village has no official code.
    pub village_code: String,
    /// `rural` or `urban`.
    pub zone: String,
    /// The answers of [`released`] questions; all others are missing.
    pub answers: HouseholdAnswers,
    /// Whether it is deprived, by indicator; `None` is unknown.
    pub deprived: Vec<Option<bool>>,
    /// Id of the outcome, or `undetermined`.
    pub outcome: String,
    /// Id of the income band, or `unknown`.
    pub income_band: String,
    /// Known deprivations.
    pub deprivation_count: i64,
    /// Deprivations with all unknown ones.
    pub deprivation_count_max: i64,
}

/// The questions whose answers leave. Free text, what the pack calls sensitive and days of birth do not: of a day of
/// birth the age on the age day is left, which is all that rules read.
pub fn released(questionnaire: &Questionnaire) -> Vec<QuestionIndex> {
    let birth = AgeQuestions::of(questionnaire).and_then(|ages| ages.birth_date);
    let leaves = questionnaire.iter().filter(|(at, question)| {
        *at != ZONE && !question.sensitive && !matches!(question.kind, AnswerKind::Text) && Some(*at) != birth
    });
    leaves.map(|(at, _)| at).collect()
}

/// Only the answers of released questions. Where an age is known exactly it stands alone: from a year of birth beside it
/// a reader would count again, and know less.
pub(super) fn without_the_rest(
    questionnaire: &Questionnaire,
    released: &[QuestionIndex],
    whole: &HouseholdAnswers,
) -> HouseholdAnswers {
    let ages = AgeQuestions::of(questionnaire);
    let mut left = HouseholdAnswers::unanswered(questionnaire, whole.members.len());
    left.set(ZONE, None, whole.get(ZONE, None).clone());
    for question in released {
        match questionnaire.get(*question).of {
            Subject::Household => left.set(*question, None, whole.get(*question, None).clone()),
            Subject::Member => {
                for member in 0..whole.members.len() {
                    left.set(*question, Some(member), whole.get(*question, Some(member)).clone());
                }
            }
        }
    }
    let Some(ages) = ages else { return left };
    for member in 0..whole.members.len() {
        let birth = ages.birth_date.map(|birth| whole.get(birth, Some(member)));
        let has_day = birth.is_some_and(|birth| *birth != Answer::Missing);
        if let Some(year) = ages.birth_year.filter(|_| has_day) {
            left.set(year, Some(member), Answer::Missing);
        }
    }
    left
}
