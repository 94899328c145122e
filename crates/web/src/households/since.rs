//! Từ lần rà soát trước: what is different in the newest result – outcome, deprivations, people, answers in plain words.

use std::collections::BTreeSet;

use registry::review::Assessment;
use standards::questionnaire::{AnswerKind, Question, QuestionIndex, Subject};
use standards::rule::text::Speaker;
use standards::standard::{DeprivationRule, PovertyStandard};
use standards::{AgeQuestions, Answer, HouseholdAnswers};

use super::results::names;
use super::words::{self, Badge};
use crate::language::say_with;
use crate::visit::Visit;

/// A result with what decided it, as far as it can still be read.
pub(super) struct Side<'a> {
    pub(super) recorded: &'a Assessment,
    pub(super) standard: Option<&'a PovertyStandard>,
    pub(super) answers: Option<HouseholdAnswers>,
}

/// What is different.
pub(super) struct Since {
    /// The name of the earlier review.
    pub(super) before: String,
    pub(super) from: Badge,
    pub(super) to: Badge,
    pub(super) is_same: bool,
    /// Indicators in which the household is deprived now and was not.
    pub(super) gained: Vec<String>,
    /// Indicators in which it was deprived and is not any more.
    pub(super) lost: Vec<String>,
    /// How many people there were and are.
    pub(super) people: (i64, i64),
    pub(super) came: Vec<String>,
    pub(super) left: Vec<String>,
    /// Answers that a rule reads.
    pub(super) deciding: Vec<Difference>,
    /// The others.
    pub(super) others: Vec<Difference>,
    /// What could not be compared.
    pub(super) cautions: Vec<String>,
}

/// One answer that is different.
pub(super) struct Difference {
    /// Of whom; `None` is the household.
    pub(super) of: Option<String>,
    pub(super) question: String,
    pub(super) before: String,
    pub(super) now: String,
}

/// Answers with the standard that asks for them.
pub(crate) type Told<'a> = (&'a PovertyStandard, &'a HouseholdAnswers);

/// By which answers somebody is found again, the surest first.
const SAME_PERSON: [&str; 3] = ["id_number", "full_name", "birth_date"];

impl Since {
    /// Compares two results.
    pub(super) fn of(before: &Side<'_>, now: &Side<'_>, visit: &Visit) -> Since {
        let badge =
            |side: &Side<'_>| words::badge(visit, &side.recorded.assessed.outcome, Some(side.recorded.year));
        let mut since = Since {
            before: before.recorded.campaign_label.clone(),
            from: badge(before),
            to: badge(now),
            is_same: before.recorded.assessed.outcome == now.recorded.assessed.outcome,
            gained: deprived_only_in(now, before, visit),
            lost: deprived_only_in(before, now, visit),
            people: (before.recorded.members, now.recorded.members),
            came: Vec::new(),
            left: Vec::new(),
            deciding: Vec::new(),
            others: Vec::new(),
            cautions: Vec::new(),
        };
        if before.recorded.terms.standard != now.recorded.terms.standard {
            since.cautions.push(visit.t("since-other-standard"));
        }
        match (Read::of(before, visit), Read::of(now, visit)) {
            (Some(before), Some(now)) => since.answers(&before, &now, visit),
            _ => since.cautions.push(visit.t("since-no-answers")),
        }
        since
    }

    fn answers(&mut self, before: &Read<'_>, now: &Read<'_>, visit: &Visit) {
        let deciding = deciding(now.standard);
        self.compare(before, now, &deciding, (None, None), None);
        let pairs = pairs((before.standard, before.answers), (now.standard, now.answers));
        let named = |read: &Read<'_>, at: usize| {
            let unnamed = || say_with(visit.language, "person-number", &[("n", (at + 1).into())]);
            names(read.standard, read.answers).get(at).cloned().unwrap_or_else(unnamed)
        };
        if pairs.is_empty() && !before.answers.members.is_empty() && !now.answers.members.is_empty() {
            self.cautions.push(visit.t("since-no-people"));
            return;
        }
        for (was, is) in &pairs {
            self.compare(before, now, &deciding, (Some(*was), Some(*is)), Some(named(now, *is)));
        }
        let is_new = |at: &usize| pairs.iter().all(|(_, is)| is != at);
        let is_gone = |at: &usize| pairs.iter().all(|(was, _)| was != at);
        self.came = (0..now.answers.members.len()).filter(is_new).map(|at| named(now, at)).collect();
        self.left = (0..before.answers.members.len()).filter(is_gone).map(|at| named(before, at)).collect();
    }

    /// The answers of the household, or of one of its people, that are not the same in words.
    fn compare(
        &mut self,
        before: &Read<'_>,
        now: &Read<'_>,
        deciding: &BTreeSet<u16>,
        (was, is): (Option<usize>, Option<usize>),
        of: Option<String>,
    ) {
        let subject = if is.is_some() { Subject::Member } else { Subject::Household };
        let ages = AgeQuestions::of(&now.standard.questionnaire).map(|ages| ages.age);
        for (at, question) in now.standard.questionnaire.iter() {
            if question.of != subject || !may_be_told(question) || ages == Some(at) {
                continue;
            }
            let Some(earlier) = before.standard.questionnaire.find(subject, &question.id) else { continue };
            let (old, new) = (before.said(earlier, was), now.said(at, is));
            if old == new {
                continue;
            }
            let question = question.label.get(now.language).to_owned();
            let found = Difference { of: of.clone(), question, before: old, now: new };
            if deciding.contains(&at.0) { self.deciding.push(found) } else { self.others.push(found) }
        }
    }
}

/// Answers that can be read, and how they are said.
struct Read<'a> {
    standard: &'a PovertyStandard,
    answers: &'a HouseholdAnswers,
    language: vocab::Language,
}

impl<'a> Read<'a> {
    fn of(side: &'a Side<'_>, visit: &Visit) -> Option<Read<'a>> {
        Some(Read { standard: side.standard?, answers: side.answers.as_ref()?, language: visit.language })
    }

    fn said(&self, question: QuestionIndex, member: Option<usize>) -> String {
        Speaker::new(self.standard, None, self.language)
            .answer_alone(question, self.answers.get(question, member))
    }
}

/// What names somebody is not compared, and a day is another one every year.
pub(crate) fn may_be_told(question: &Question) -> bool {
    !question.sensitive && !matches!(question.kind, AnswerKind::Text | AnswerKind::Date)
}

/// The questions that an indicator or an income test reads.
pub(crate) fn deciding(standard: &PovertyStandard) -> BTreeSet<u16> {
    let rules = standard.indicators.iter().filter_map(|indicator| match &indicator.deprived {
        DeprivationRule::Rule(rule) => Some(rule.condition.questions()),
        DeprivationRule::Unknown(_) => None,
    });
    let tests = standard.income_tests.iter().map(|test| test.question);
    rules.flatten().chain(tests).map(|question| question.0).collect()
}

/// Indicators that one result calls deprived and the other, which has them too, does not.
fn deprived_only_in(this: &Side<'_>, other: &Side<'_>, visit: &Visit) -> Vec<String> {
    let (Some(standard), Some(others)) = (this.standard, other.standard) else { return Vec::new() };
    let new = this.recorded.assessed.deprived.iter().filter(|id| {
        !other.recorded.assessed.deprived.contains(id)
            && others.indicators.iter().any(|known| known.id == **id)
    });
    let labels = new.filter_map(|id| standard.indicators.iter().find(|known| known.id == *id));
    labels.map(|indicator| indicator.label.get(visit.language).to_owned()).collect()
}

/// Who is who, by position before and now: the same number, else the same name, else the same birth; only where it names
/// one person on each side.
pub(crate) fn pairs(before: Told<'_>, now: Told<'_>) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for id in SAME_PERSON {
        let find = |told: Told<'_>| told.0.questionnaire.find(Subject::Member, id);
        let (Some(asked_before), Some(asked_now)) = (find(before), find(now)) else { continue };
        let of = |told: Told<'_>, question: QuestionIndex, taken: &dyn Fn(usize) -> bool| {
            let open = (0..told.1.members.len()).filter(|at| !taken(*at));
            let told = open.map(|at| (at, told.1.get(question, Some(at)).clone()));
            told.filter(|(_, answer)| *answer != Answer::Missing).collect::<Vec<_>>()
        };
        let were = of(before, asked_before, &|at| pairs.iter().any(|(was, _)| *was == at));
        let are = of(now, asked_now, &|at| pairs.iter().any(|(_, is)| *is == at));
        let only = |all: &[(usize, Answer)], answer: &Answer| {
            let mut same = all.iter().filter(|(_, known)| known == answer);
            same.next().filter(|_| same.next().is_none()).map(|(at, _)| *at)
        };
        let found = were.iter().filter_map(|(_, answer)| Some((only(&were, answer)?, only(&are, answer)?)));
        let found: Vec<(usize, usize)> = found.collect();
        pairs.extend(found);
    }
    pairs.sort_by_key(|(_, is)| *is);
    pairs
}
