//! The answers of one household, as rules read them.

use vocab::Day;

use crate::questionnaire::{AnswerKind, QuestionIndex, Questionnaire, Subject};

/// One answer. Missing is a value of its own, never zero and never *no*.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Answer {
    /// Not answered.
    #[default]
    Missing,
    /// Yes or no.
    Flag(bool),
    /// A number in units of 10^-scale; a day is days since 1970-01-01.
    Number(i64),
    /// A number known within bounds, such as an age from a birth year.
    Between(i64, i64),
    /// Position of the choice.
    Choice(u16),
    /// Positions of the choices, as bits.
    Choices(u64),
    /// A text.
    Text(String),
}

/// All answers of one household; each list is indexed by [`QuestionIndex`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HouseholdAnswers {
    /// Answers of the household.
    pub household: Vec<Answer>,
    /// Answers of its members, in the order of the file.
    pub members: Vec<Vec<Answer>>,
}

static MISSING: Answer = Answer::Missing;

impl HouseholdAnswers {
    /// A household that answered nothing.
    pub fn unanswered(questionnaire: &Questionnaire, members: usize) -> HouseholdAnswers {
        let none = vec![Answer::Missing; questionnaire.questions.len()];
        HouseholdAnswers { household: none.clone(), members: vec![none; members] }
    }

    /// An answer of the household, or of a member by position.
    pub fn get(&self, question: QuestionIndex, member: Option<usize>) -> &Answer {
        let answers = match member {
            None => Some(&self.household),
            Some(member) => self.members.get(member),
        };
        answers.and_then(|answers| answers.get(usize::from(question.0))).unwrap_or(&MISSING)
    }

    /// Replaces an answer.
    pub fn set(&mut self, question: QuestionIndex, member: Option<usize>, answer: Answer) {
        let answers = match member {
            None => Some(&mut self.household),
            Some(member) => self.members.get_mut(member),
        };
        if let Some(slot) = answers.and_then(|answers| answers.get_mut(usize::from(question.0))) {
            *slot = answer;
        }
    }
}

/// The questions from which a member's age is known.
#[derive(Clone, Copy, Debug)]
pub struct AgeQuestions {
    /// `age`: completed years on the age day.
    pub age: QuestionIndex,
    /// `birth_date`.
    pub birth_date: Option<QuestionIndex>,
    /// `birth_year`.
    pub birth_year: Option<QuestionIndex>,
    /// Ages that `age` can be; rules count on it.
    range: (i64, i64),
}

impl AgeQuestions {
    /// The age questions of a questionnaire, if members have an age.
    pub fn of(questionnaire: &Questionnaire) -> Option<AgeQuestions> {
        let member = |id| questionnaire.find(Subject::Member, id);
        let age = member("age")?;
        let range = match questionnaire.get(age).kind {
            AnswerKind::Number { min, max, .. } => (min, max),
            _ => (i64::MIN, i64::MAX),
        };
        Some(AgeQuestions { age, range, birth_date: member("birth_date"), birth_year: member("birth_year") })
    }

    /// The question to ask when the age is not known well enough.
    pub fn to_ask(&self) -> QuestionIndex {
        self.birth_date.unwrap_or(self.age)
    }

    /// Fills in `age` from the birth date, else from the birth year, else leaves it as answered. A birth that gives no
    /// age which the question allows leaves it missing.
    pub fn derive(&self, member: &mut [Answer], age_day: Day) {
        let answered = |question: Option<QuestionIndex>| {
            question.and_then(|q| match member.get(usize::from(q.0)) {
                Some(Answer::Number(value)) => Some(*value),
                _ => None,
            })
        };
        // A birth date that lies ahead is no answer, as in data files.
        let of_date = answered(self.birth_date).and_then(|birth| {
            let age = age_day.age_of(Day::from_epoch_days(i32::try_from(birth).ok()?))?;
            Some((i64::from(age), i64::from(age)))
        });
        let derived = match (of_date, answered(self.birth_year)) {
            (Some(age), _) => Some(age),
            (None, Some(year)) => ages_of_birth_year(year, age_day),
            (None, None) => return,
        };
        let allowed = derived
            .map(|(least, greatest)| (least.max(self.range.0), greatest.min(self.range.1)))
            .filter(|(least, greatest)| least <= greatest);
        if let Some(slot) = member.get_mut(usize::from(self.age.0)) {
            *slot = allowed.map_or(Answer::Missing, |(least, greatest)| between(least, greatest));
        }
    }
}

/// The least and greatest age on a day of somebody born in a year; `None` if it lies ahead.
pub fn ages_of_birth_year(year: i64, age_day: Day) -> Option<(i64, i64)> {
    let years = i64::from(age_day.year()) - year;
    let last_day_of_year = age_day.next().year() != age_day.year();
    let least = if last_day_of_year { years } else { years - 1 };
    (years >= 0).then_some((least.max(0), years))
}

fn between(least: i64, greatest: i64) -> Answer {
    if least == greatest { Answer::Number(least) } else { Answer::Between(least, greatest) }
}

impl Answer {
    /// How people read this answer of a question: the code of a choice, a plain number, `yes`.
    pub fn shown(&self, kind: &AnswerKind) -> String {
        match (self, kind) {
            (Answer::Missing, _) => String::new(),
            (Answer::Flag(value), _) => if *value { "1" } else { "0" }.to_owned(),
            (Answer::Number(days), AnswerKind::Date) => {
                i32::try_from(*days).map(|d| Day::from_epoch_days(d).to_string()).unwrap_or_default()
            }
            (Answer::Number(value), AnswerKind::Number { scale, .. }) => {
                vocab::Decimal { value: *value, scale: *scale }.to_string()
            }
            (Answer::Number(value), _) => value.to_string(),
            (Answer::Between(least, greatest), _) => format!("{least}–{greatest}"),
            (Answer::Choice(at), kind) => {
                kind.choices().get(usize::from(*at)).map(|choice| choice.code.clone()).unwrap_or_default()
            }
            (Answer::Choices(bits), kind) => {
                let chosen = kind.choices().iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
                chosen.map(|(_, choice)| choice.code.as_str()).collect::<Vec<_>>().join(";")
            }
            (Answer::Text(text), _) => text.clone(),
        }
    }
}
