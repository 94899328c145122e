//! The questions in their sections, numbered in the order in which they stand on the form.

use std::collections::BTreeMap;

use standards::AgeQuestions;
use standards::questionnaire::{AnswerKind, Choice, Question as Asked, QuestionIndex, Subject, ZONE};
use standards::rule::text::Speaker;
use vocab::{Language, said};

use super::{Making, Pick, Question, Room, Section};

/// Numbers given so far.
#[derive(Default)]
pub(super) struct Numbers {
    sections: usize,
    questions: BTreeMap<usize, usize>,
}

impl Numbers {
    fn next(&mut self, at: QuestionIndex) -> usize {
        let number = self.questions.len() + 1;
        self.questions.insert(usize::from(at.0), number);
        number
    }

    fn of(&self, at: QuestionIndex) -> Option<usize> {
        self.questions.get(&usize::from(at.0)).copied()
    }
}

impl<'a> Making<'a> {
    pub(super) fn speaker(&self) -> Speaker<'a> {
        Speaker::new(self.standard, Some((self.params, None)), self.language)
    }

    /// The sections of the household or of a member, in the order of the questionnaire.
    pub(super) fn sections(&self, of: Subject, numbers: &mut Numbers) -> Vec<Section> {
        let mut sections: Vec<(Option<&str>, Vec<QuestionIndex>)> = Vec::new();
        for (at, question) in self.standard.questionnaire.iter().filter(|(at, q)| q.of == of && *at != ZONE) {
            let section = question.section.as_deref();
            match sections.iter_mut().find(|(known, _)| *known == section) {
                Some((_, questions)) => questions.push(at),
                None => sections.push((section, vec![at])),
            }
        }
        let mut made = Vec::new();
        for (section, questions) in sections {
            numbers.sections += 1;
            let heading = format!("{}. {}", roman(numbers.sections), self.heading(section, of));
            let numbered: Vec<(QuestionIndex, usize)> =
                questions.into_iter().map(|at| (at, numbers.next(at))).collect();
            let questions =
                numbered.into_iter().map(|(at, number)| self.question(at, number, numbers)).collect();
            made.push(Section { heading, questions });
        }
        made
    }

    fn heading(&self, section: Option<&str>, of: Subject) -> String {
        let sections = &self.standard.questionnaire.sections;
        let named = sections.iter().find(|known| Some(known.id.as_str()) == section);
        let unnamed = match of {
            Subject::Household => said!("Hộ gia đình", "The household"),
            Subject::Member => said!("Từng thành viên", "Each member"),
        };
        named.map_or(&unnamed, |named| &named.label).get(self.language).to_owned()
    }

    pub(super) fn question(&self, at: QuestionIndex, number: usize, numbers: &Numbers) -> Question {
        let question = self.standard.questionnaire.get(at);
        let mut conditions: Vec<String> =
            question.relevant.iter().map(|relevant| self.speaker().condition(relevant)).collect();
        conditions.extend(self.unless_known(at, numbers));
        let and = said!("; và ", "; and ");
        Question {
            at,
            number,
            label: question.label.get(self.language).to_owned(),
            hint: question.hint.as_ref().map(|hint| hint.get(self.language).to_owned()),
            only_if: (!conditions.is_empty()).then(|| conditions.join(and.get(self.language))),
            room: self.room(question),
        }
    }

    /// The year of birth is asked where the day is not known, and the age where neither is, as on a telephone.
    fn unless_known(&self, at: QuestionIndex, numbers: &Numbers) -> Option<String> {
        let ages = AgeQuestions::of(&self.standard.questionnaire)?;
        let before = match at {
            at if at == ages.age => [ages.birth_date, ages.birth_year],
            at if Some(at) == ages.birth_year => [ages.birth_date, None],
            _ => return None,
        };
        let empty: Vec<String> =
            before.into_iter().flatten().filter_map(|q| numbers.of(q)).map(|n| n.to_string()).collect();
        let (vi, en) = (empty.join(" và "), empty.join(" and "));
        let words = said!("để trống câu {vi}", "question {en} is left empty");
        (!empty.is_empty()).then(|| words.get(self.language).to_owned())
    }

    fn room(&self, question: &Asked) -> Room {
        match &question.kind {
            AnswerKind::Boolean => {
                let pick = |label: vocab::LocalText| Pick {
                    number: String::new(),
                    label: label.get(self.language).to_owned(),
                };
                Room::YesNo(vec![pick(said!("Có", "Yes")), pick(said!("Không", "No"))])
            }
            AnswerKind::Choice(choices) => Room::One(self.picks(choices)),
            AnswerKind::Choices(choices) => Room::Any(self.picks(choices)),
            AnswerKind::Number { scale, min, max, .. } => {
                let greatest = max.unsigned_abs().max(min.unsigned_abs());
                let digits = greatest.to_string().len().saturating_sub(usize::from(*scale)).max(1);
                Room::Digits(digits, usize::from(*scale), self.unit(question))
            }
            AnswerKind::Date => Room::Day,
            AnswerKind::Text => Room::Words,
        }
    }

    /// A label that ends with its unit in brackets says it already.
    fn unit(&self, question: &Asked) -> String {
        let units = &self.standard.questionnaire.units;
        let named = question.unit.as_ref().and_then(|id| units.iter().find(|unit| unit.id == *id));
        named.map(|unit| unit.label.get(self.language).to_owned()).unwrap_or_default()
    }

    fn picks(&self, choices: &[Choice]) -> Vec<Pick> {
        let pick = |(at, choice): (usize, &Choice)| Pick {
            number: number_on_paper(choices, at),
            label: choice.label.get(self.language).to_owned(),
        };
        choices.iter().enumerate().map(pick).collect()
    }
}

/// The number of a choice on paper: its code where all codes are numbers, else its place.
pub(super) fn number_on_paper(choices: &[Choice], at: usize) -> String {
    let numeric =
        |choice: &Choice| !choice.code.is_empty() && choice.code.bytes().all(|b| b.is_ascii_digit());
    match choices.get(at) {
        Some(choice) if choices.iter().all(numeric) => choice.code.clone(),
        _ => (at + 1).to_string(),
    }
}

/// A section's number as official forms write it.
fn roman(number: usize) -> String {
    let signs = [(50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let (mut left, mut text) = (number, String::new());
    for (value, sign) in signs {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}

impl std::fmt::Debug for Making<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let language: Language = self.language;
        f.debug_struct("Making").field("standard", &self.standard.id).field("language", &language).finish()
    }
}
