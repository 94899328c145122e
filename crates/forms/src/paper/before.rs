//! What stands on one copy of the form before the visit: whose it is, and what was answered last year.

use standards::questionnaire::{AnswerKind, QuestionIndex, Questionnaire};
use standards::{AgeQuestions, Answer, HouseholdAnswers};
use vocab::{Decimal, written};

use super::Making;
use super::questions::number_on_paper;

/// One copy of the form. Everything may be empty: a blank form has nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copy {
    /// Id of the household, as its code says it.
    pub household: Option<String>,
    /// Its number in the registry.
    pub number: Option<String>,
    /// Name of its head.
    pub head: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Its village.
    pub village: Option<String>,
    /// Its commune.
    pub commune: Option<String>,
    /// Its province.
    pub province: Option<String>,
    /// Who visits it.
    pub surveyor: Option<String>,
    /// Last year's answers of the household, by question.
    pub answers: Vec<(QuestionIndex, Before)>,
    /// Those of its members.
    pub members: Vec<Vec<(QuestionIndex, Before)>>,
}

/// Last year's answer to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// In words.
    pub words: String,
    /// As it is written into a small box: numbers of the choices, a number without its unit.
    pub short: String,
    /// Positions of the choices.
    pub picks: Vec<usize>,
}

impl Making<'_> {
    /// Last year's answers as they are printed. What the pack calls sensitive is not: a sheet of paper has no lock.
    pub fn before(&self, answers: &HouseholdAnswers, copy: Copy) -> Copy {
        let of_members = answers.members.iter().map(|member| self.answered(member));
        Copy { answers: self.answered(&answers.household), members: of_members.collect(), ..copy }
    }

    fn answered(&self, answers: &[Answer]) -> Vec<(QuestionIndex, Before)> {
        let questionnaire = &self.standard.questionnaire;
        let asked = questionnaire
            .iter()
            .filter(|(at, question)| !question.sensitive && !is_derived(questionnaire, *at, answers));
        asked.filter_map(|(at, _)| Some((at, self.said(at, answers.get(usize::from(at.0))?)?))).collect()
    }

    fn said(&self, at: QuestionIndex, answer: &Answer) -> Option<Before> {
        let kind = &self.standard.questionnaire.get(at).kind;
        let choices = kind.choices();
        let picks = match answer {
            Answer::Missing => return None,
            Answer::Flag(yes) => vec![usize::from(!*yes)],
            Answer::Choice(choice) => vec![usize::from(*choice)],
            Answer::Choices(bits) => (0..choices.len().min(64)).filter(|at| bits >> at & 1 == 1).collect(),
            _ => Vec::new(),
        };
        let words = self.speaker().answer_alone(at, answer);
        let short = match (answer, kind) {
            (Answer::Number(value), AnswerKind::Number { scale, .. }) => plain(*value, *scale, self.language),
            (_, AnswerKind::Choice(_) | AnswerKind::Choices(_)) => {
                let numbers: Vec<String> = picks.iter().map(|at| number_on_paper(choices, *at)).collect();
                numbers.join(", ")
            }
            _ => words.clone(),
        };
        Some(Before { words, short, picks })
    }
}

/// A number as people write it into boxes: without points between thousands.
fn plain(value: i64, scale: u8, language: vocab::Language) -> String {
    match scale {
        0 => value.to_string(),
        _ => match language {
            vocab::Language::Vi => Decimal { value, scale }.to_string().replace('.', ","),
            vocab::Language::En => written::decimal(value, scale, language),
        },
    }
}

/// Whether the answer follows from another, so that it is not asked: an age from a birth.
fn is_derived(questionnaire: &Questionnaire, at: QuestionIndex, answers: &[Answer]) -> bool {
    let Some(ages) = AgeQuestions::of(questionnaire) else { return false };
    let answered = |question: Option<QuestionIndex>| {
        let answer = question.and_then(|q| answers.get(usize::from(q.0)));
        answer.is_some_and(|answer| *answer != Answer::Missing)
    };
    if at == ages.age {
        answered(ages.birth_date) || answered(ages.birth_year)
    } else {
        Some(at) == ages.birth_year && answered(ages.birth_date)
    }
}
