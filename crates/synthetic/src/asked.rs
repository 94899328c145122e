//! The questions of a standard in the order in which their answers depend on each other, and how each is answered.

use standards::questionnaire::{AnswerKind, QuestionIndex, Questionnaire, Subject, ZONE};
use standards::rule::Condition;

use crate::answering::{Answering, Outcome};
use crate::columns::MISSING;
use crate::draw::{Draw, key_of};
use crate::generic::Generic;
use crate::household::Household;
use crate::relevance::{Relevance, Rules};
use crate::roles::Role;
use crate::score::Scores;

/// One question with its ways of being answered.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) index: QuestionIndex,
    of: Subject,
    relevance: Option<Relevance>,
    answering: Option<Answering>,
    role: Option<Role>,
    generic: Generic,
    /// Range of a number.
    range: (i64, i64),
    choices: Vec<String>,
    key: u64,
    keeping: Keeping,
}

/// What becomes of the answer of an earlier visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeping {
    /// Nothing: it is asked anew.
    Nothing,
    /// It stands.
    Answer,
    /// It stands unless the new one is later in the list, as with diplomas.
    Highest,
}

/// All questions that are asked, each after those that it depends on.
#[derive(Clone, Debug, Default)]
pub(crate) struct AllAsked {
    questions: Vec<Asked>,
    /// So many of 2^32 answers are missing.
    missing: u32,
}

impl AllAsked {
    /// Prepares a questionnaire. Questions that are not `wanted` are not asked.
    pub(crate) fn new(
        questionnaire: &Questionnaire,
        answering: Vec<Option<Answering>>,
        wanted: impl Fn(QuestionIndex) -> bool,
        rules: &Rules,
        missing: u32,
    ) -> AllAsked {
        let mut questions = Vec::new();
        for ((index, question), answering) in questionnaire.iter().zip(answering) {
            if index == ZONE || !wanted(index) {
                continue;
            }
            let range = match question.kind {
                AnswerKind::Number { min, max, .. } => (min, max),
                _ => (i64::MIN + 1, i64::MAX),
            };
            questions.push(Asked {
                index,
                of: question.of,
                relevance: question.relevant.as_ref().map(|relevant| rules.relevance(relevant)),
                role: Role::built_in(question.of, &question.id),
                answering,
                generic: Generic::of(question),
                range,
                choices: question.kind.choices().iter().map(|choice| choice.code.clone()).collect(),
                key: key_of(&question.id),
                keeping: Keeping::Nothing,
            });
        }
        AllAsked { questions: in_order(questions, questionnaire), missing }
    }

    /// Lets the answers of earlier visits to a question stand.
    pub(crate) fn keep(&mut self, question: QuestionIndex, keeping: Keeping) {
        for asked in self.questions.iter_mut().filter(|asked| asked.index == question) {
            asked.keeping = keeping;
        }
    }

    /// Answers everything of some households.
    pub(crate) fn answer(
        &self,
        households: &mut [Household<'_>],
        rules: &Rules,
        scores: &Scores,
        age_day: i32,
    ) {
        for asked in &self.questions {
            for household in households.iter_mut() {
                let rows = match asked.of {
                    Subject::Household => 0..=0,
                    Subject::Member => 1..=household.members.len(),
                };
                for row in rows {
                    let relevance = asked.relevance.as_ref();
                    if relevance.is_some_and(|relevance| !rules.is_asked(relevance, household, row)) {
                        continue;
                    }
                    let mut draw = household.answers.part(asked.key.wrapping_add(household.chance_key(row)));
                    let kept = match asked.keeping {
                        Keeping::Nothing => MISSING,
                        _ => household.kept(row, asked.index),
                    };
                    if asked.keeping == Keeping::Answer && kept != MISSING {
                        household.set(row, asked.index, kept);
                        continue;
                    }
                    let chance = draw.next();
                    if (chance as u32) < self.missing {
                        continue;
                    }
                    let cell =
                        asked.answer(household, row, scores, age_day, (chance >> 32) as u32, &mut draw);
                    household.set(row, asked.index, cell.max(kept));
                }
            }
        }
    }
}

impl Asked {
    #[inline]
    fn answer(
        &self,
        household: &Household<'_>,
        row: usize,
        scores: &Scores,
        age_day: i32,
        chance: u32,
        draw: &mut Draw,
    ) -> i64 {
        let known =
            self.answering.as_ref().and_then(|answering| answering.draw(household, row, chance, draw));
        let known = known.or(self.role.map(Outcome::Role));
        let cell = match known {
            Some(Outcome::Cell(cell)) => return cell,
            Some(Outcome::Range { least, greatest, per_member }) => {
                let people = if per_member { household.members.len() as i64 } else { 1 };
                draw.between_wide(least.saturating_mul(people), greatest.saturating_mul(people))
            }
            Some(Outcome::Days(least, greatest)) => i64::from(age_day) + draw.between_wide(least, greatest),
            Some(Outcome::Role(role)) => match self.of_role(role, household, row, scores, draw) {
                Some(cell) => cell,
                None => return MISSING,
            },
            None => self.generic.draw(household, age_day, draw),
        };
        cell.clamp(self.range.0, self.range.1)
    }

    fn of_role(
        &self,
        role: Role,
        household: &Household<'_>,
        row: usize,
        scores: &Scores,
        draw: &mut Draw,
    ) -> Option<i64> {
        let member = household.member(row)?;
        Some(match role {
            Role::Age => i64::from(member.age),
            Role::BirthDate => i64::from(member.birth),
            Role::BirthYear => i64::from(vocab::Day::from_epoch_days(member.birth).year()),
            Role::EthnicGroup => {
                let is_group = |code: &String| code.parse() == Ok(household.people.0);
                return self.choices.iter().position(is_group).map(|at| at as i64);
            }
            Role::Size => household.members.len() as i64,
            Role::Income => household.fortune.income,
            Role::IncomeYear => household.fortune.income.saturating_mul(12 * household.members.len() as i64),
            Role::Score => return scores.draw(self.index, household, draw),
            text => return text.text_cell(),
        })
    }
}

/// Sorts questions so that each comes after those that its rule or its answers look at. In a circle the order of the
/// questionnaire stands.
fn in_order(questions: Vec<Asked>, questionnaire: &Questionnaire) -> Vec<Asked> {
    let ages: Vec<QuestionIndex> = ["birth_date", "birth_year"]
        .iter()
        .filter_map(|id| questionnaire.find(Subject::Member, id))
        .collect();
    let age = questionnaire.find(Subject::Member, "age");
    let needs = |asked: &Asked| {
        let relevant = questionnaire.get(asked.index).relevant.as_ref();
        let mut needs = relevant.map(Condition::questions).unwrap_or_default();
        needs.extend(asked.answering.iter().flat_map(Answering::needs));
        if age.is_some_and(|age| needs.contains(&age)) {
            needs.extend(&ages);
        }
        needs
    };
    let mut waiting: Vec<(Vec<QuestionIndex>, Asked)> =
        questions.into_iter().map(|asked| (needs(&asked), asked)).collect();
    let mut sorted: Vec<Asked> = Vec::new();
    while !waiting.is_empty() {
        let open: Vec<QuestionIndex> = waiting.iter().map(|(_, asked)| asked.index).collect();
        let ready = waiting
            .iter()
            .position(|(needs, asked)| needs.iter().all(|need| *need == asked.index || !open.contains(need)));
        sorted.push(waiting.remove(ready.unwrap_or(0)).1);
    }
    sorted
}
