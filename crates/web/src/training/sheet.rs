//! Bộ câu hỏi sát hạch: questions drawn from the worked cases of a standard, with what is right by its own rules.

use engine::bounds::Truth;
use engine::judge::Judge;
use registry::capture::quiz_order;
use registry::{CampaignId, UserId};
use standards::cases::Case;
use standards::questionnaire::Subject;
use standards::rule::text::Speaker;
use standards::standard::PovertyStandard;
use standards::{AgeQuestions, Answer};
use vocab::Language;

use crate::law::Shelved;

/// Households of which the result is asked.
const OF_OUTCOME: usize = 3;
/// Households of which one indicator is asked.
const OF_INDICATOR: usize = 2;
/// One slip is forgiven; whoever guesses passes in fewer than one of ten times.
pub(crate) const PASS_MARK: usize = 4;

/// What is asked of a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// Which outcome.
    Outcome,
    /// Whether it is deprived in this indicator.
    Indicator(usize),
}

/// One question.
pub(super) struct Question<'a> {
    /// The place of the case among those of the standard.
    pub(super) at: usize,
    pub(super) case: &'a Case,
    pub(super) asks: Asks,
    /// Code of the right answer: an outcome's id, or `yes` or `no`.
    pub(super) right: String,
    pub(super) judge: Judge<'a>,
}

/// The questions of an attempt: always the same for the same surveyor, campaign and attempt.
pub(super) fn questions(
    shelved: &Shelved,
    (user, campaign): (UserId, CampaignId),
    attempt: i64,
) -> Vec<Question<'_>> {
    let standard = &shelved.standard;
    let order = quiz_order(user, campaign, attempt, shelved.cases.len());
    let mut asked: Vec<Question<'_>> = Vec::new();
    for at in order.iter().copied() {
        let Some(case) = shelved.cases.get(at) else { continue };
        let Some(judge) = judge(standard, case) else { continue };
        let judgement = judge.judge(&case.answers);
        // What cannot be decided is no question for a beginner.
        let Some(outcome) = judgement.outcome().filter(|_| judgement.needs.is_empty()) else { continue };
        let Some(outcome) = standard.outcomes.get(outcome) else { continue };
        // Not the same result all the time.
        if asked.len() < OF_OUTCOME && asked.iter().filter(|one| one.right == outcome.id).count() < 2 {
            asked.push(Question { at, case, asks: Asks::Outcome, right: outcome.id.clone(), judge });
        }
    }
    // A provisional standard decides few households; what it says of one indicator can be asked of many.
    for at in order {
        let Some(case) = shelved.cases.get(at).filter(|_| asked.iter().all(|one| one.at != at)) else {
            continue;
        };
        let Some(judge) = judge(standard, case).filter(|_| asked.len() < OF_OUTCOME + OF_INDICATOR) else {
            continue;
        };
        let wanted = asked.len().is_multiple_of(2);
        let Some(indicator) = indicator(&judge.judge(&case.answers).deprived, wanted, at) else { continue };
        let right = if wanted { "yes" } else { "no" }.to_owned();
        asked.push(Question { at, case, asks: Asks::Indicator(indicator), right, judge });
    }
    asked
}

/// Some indicator in which the household is deprived, or is not.
fn indicator(deprived: &[Truth], wanted: bool, at: usize) -> Option<usize> {
    let truth = if wanted { Truth::Yes } else { Truth::No };
    let fits: Vec<usize> =
        deprived.iter().enumerate().filter(|(_, known)| **known == truth).map(|(at, _)| at).collect();
    fits.get(at.checked_rem(fits.len())?).copied()
}

/// The judge of a case, where the standard covers its day.
fn judge<'a>(standard: &'a PovertyStandard, case: &Case) -> Option<Judge<'a>> {
    let params = standard.on(case.result_day).ok()?;
    let test = case.income_test.as_ref();
    let test = test.and_then(|id| standard.income_tests.iter().position(|test| test.id == *id));
    Some(Judge::new(standard, params, test, None))
}

/// What the household answered, as a surveyor reads it: of the household, then of each person.
pub(super) fn answers(
    standard: &PovertyStandard,
    case: &Case,
    language: Language,
) -> Vec<Vec<(String, String)>> {
    let speaker = Speaker::new(standard, None, language);
    let ages = AgeQuestions::of(&standard.questionnaire);
    let of = |subject: Subject, member: Option<usize>| {
        let asked = standard.questionnaire.iter().filter(|(_, question)| question.of == subject);
        // An age stands for the day of birth.
        let asked = asked.filter(|(at, _)| !ages.is_some_and(|ages| ages.to_ask() == *at && ages.age != *at));
        let told = asked.filter_map(|(at, question)| {
            let answer = case.answers.get(at, member);
            let label = question.label.get(language).to_owned();
            (*answer != Answer::Missing).then(|| (label, speaker.answer_alone(at, answer)))
        });
        told.collect::<Vec<_>>()
    };
    let members = (0..case.answers.members.len()).map(|member| of(Subject::Member, Some(member)));
    std::iter::once(of(Subject::Household, None)).chain(members).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::law::Library;
    use crate::overview::tests::pack;

    #[test]
    fn every_attempt_asks_five_other_households_and_what_is_right_is_what_the_case_expects() {
        let library = Library::read(&pack(), &mut Vec::new());
        let mut seen = BTreeSet::new();
        for id in ["vn-2022", "vn-2027"] {
            let shelved = library.standard(id).unwrap();
            let who = (UserId::fresh(), CampaignId::fresh());
            for attempt in 1..=40 {
                let asked = questions(shelved, who, attempt);
                assert_eq!(asked.len(), OF_OUTCOME + OF_INDICATOR, "{id} {attempt}");
                let places: Vec<usize> = asked.iter().map(|one| one.at).collect();
                let again: Vec<usize> = questions(shelved, who, attempt).iter().map(|one| one.at).collect();
                assert_eq!(places, again, "loading again brings no other questions");
                seen.insert(places);
                for one in &asked {
                    let expect = &one.case.expect;
                    match (one.asks, &expect.outcome, &expect.deprived) {
                        (Asks::Outcome, Some(outcome), _) => {
                            assert_eq!(one.right, *outcome, "{}", one.case.name)
                        }
                        (Asks::Indicator(at), _, Some(deprived)) => {
                            let is = deprived.contains(&shelved.standard.indicators[at].id);
                            assert_eq!(one.right == "yes", is, "{}", one.case.name);
                        }
                        _ => {}
                    }
                }
                let rights: BTreeSet<&str> = asked.iter().map(|one| one.right.as_str()).collect();
                assert!(rights.len() >= 3, "one answer to everything does not pass");
            }
        }
        assert!(seen.len() > 70, "attempts ask other things");
    }
}
