//! When a group of answers applies: the column `given` of `answers.csv`.

use standards::questionnaire::{AnswerKind, QuestionIndex, Questionnaire, Subject};

use crate::columns::MISSING;
use crate::household::{Household, TRAITS};
use crate::reading::Row;

/// A condition on the person or the household.
#[derive(Clone, Debug)]
pub(crate) enum Term {
    Age(i32, i32),
    Size(usize, usize),
    Is(u32),
    Lacks(u64),
    Has(u64),
    Ethnic(u64),
    Province(Vec<String>),
    /// An earlier answer is one of these positions, or missing.
    Answer {
        of: Subject,
        question: QuestionIndex,
        positions: u64,
        missing: bool,
    },
}

/// The terms that most groups have, tested without branching.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guard {
    /// Of each set of traits one must be there.
    is: [u32; 2],
    /// One of these must be lacking, if there are any.
    lacks: u64,
    /// None of these may be lacking.
    has: u64,
}

impl Default for Guard {
    fn default() -> Guard {
        Guard { is: [u32::MAX; 2], lacks: 0, has: 0 }
    }
}

impl Guard {
    /// Takes what it can hold out of the terms, and the ages, by which groups are sorted beforehand.
    pub(crate) fn taken_from(terms: &mut Vec<Term>) -> Guard {
        let mut guard = Guard::default();
        terms.retain(|term| match term {
            Term::Age(..) => false,
            Term::Is(traits) if guard.is[0] == u32::MAX => {
                std::mem::replace(&mut guard.is[0], *traits) != u32::MAX
            }
            Term::Is(traits) if guard.is[1] == u32::MAX => {
                std::mem::replace(&mut guard.is[1], *traits) != u32::MAX
            }
            Term::Lacks(bits) if guard.lacks == 0 => std::mem::replace(&mut guard.lacks, *bits) != 0,
            Term::Has(bits) => {
                guard.has |= bits;
                false
            }
            _ => true,
        });
        guard
    }

    #[inline]
    /// Whether a person or household fits.
    pub(crate) fn fits(self, traits: u32, lacks: u64) -> bool {
        let is = (self.is[0] & traits != 0) & (self.is[1] & traits != 0);
        is & (self.lacks == 0 || self.lacks & lacks != 0) & (self.has & lacks == 0)
    }
}

impl Term {
    #[inline]
    /// Whether it holds of the household (row 0) or a member.
    pub(crate) fn holds(&self, household: &Household<'_>, row: usize) -> bool {
        match self {
            Term::Age(from, to) => {
                household.member(row).is_some_and(|member| (*from..=*to).contains(&member.age))
            }
            Term::Size(from, to) => (*from..=*to).contains(&household.members.len()),
            Term::Is(traits) => household.traits(row) & traits != 0,
            Term::Lacks(bits) => household.fortune.lacks & bits != 0,
            Term::Has(bits) => household.fortune.lacks & bits == 0,
            Term::Ethnic(groups) => groups >> household.people.0.min(63) & 1 == 1,
            Term::Province(codes) => codes.iter().any(|code| code == household.province),
            Term::Answer { of, question, positions, missing } => {
                let cell = household.cell(if *of == Subject::Member { row } else { 0 }, *question);
                if cell == MISSING { *missing } else { (0..64).contains(&cell) && positions >> cell & 1 == 1 }
            }
        }
    }
}

/// The terms of a row; `None` if one asks for what this questionnaire does not know.
pub(crate) fn read_terms(
    row: &Row<'_>,
    questionnaire: &Questionnaire,
    lacks: &[String],
) -> Option<Vec<Term>> {
    row.text("given")
        .split_whitespace()
        .map(|term| {
            let (key, value) = term.split_once(':')?;
            read_term(key, value, row, questionnaire, lacks)
        })
        .collect()
}

fn read_term(
    key: &str,
    value: &str,
    row: &Row<'_>,
    questionnaire: &Questionnaire,
    lacks: &[String],
) -> Option<Term> {
    let range = || {
        let (from, to) = value.split_once('-')?;
        Some((from.parse::<u8>().ok()?, to.parse::<u8>().ok()?))
    };
    let bits_of = |names: &[&str]| {
        value
            .split('|')
            .try_fold(0_u64, |bits, name| Some(bits | 1 << names.iter().position(|known| *known == name)?))
    };
    let term = match key {
        "age" => range().map(|(from, to)| Term::Age(from.into(), to.into())),
        "size" => range().map(|(from, to)| Term::Size(from.into(), to.into())),
        "is" => bits_of(&TRAITS).map(|bits| Term::Is(bits as u32)),
        "lacks" | "has" => {
            let names: Vec<&str> = lacks.iter().map(String::as_str).collect();
            bits_of(&names).map(|bits| if key == "has" { Term::Has(bits) } else { Term::Lacks(bits) })
        }
        "ethnic" => value
            .split('|')
            .try_fold(0_u64, |bits, code| {
                Some(bits | 1 << code.parse::<u32>().ok().filter(|code| *code < 64)?)
            })
            .map(Term::Ethnic),
        "province" => Some(Term::Province(value.split('|').map(str::to_owned).collect())),
        _ => {
            // An answer that this questionnaire does not ask for.
            let (question, asked) = questionnaire.iter().find(|(_, question)| question.id == key)?;
            return answer_term(question, asked.of, &asked.kind, value);
        }
    };
    if term.is_none() {
        row.error(format!("`{key}:{value}` is not understood"));
    }
    term
}

fn answer_term(question: QuestionIndex, of: Subject, kind: &AnswerKind, value: &str) -> Option<Term> {
    let (mut positions, mut missing) = (0_u64, false);
    for code in value.split('|') {
        match (code, kind) {
            ("-", _) => missing = true,
            ("0", AnswerKind::Boolean) => positions |= 1,
            ("1", AnswerKind::Boolean) => positions |= 2,
            (code, AnswerKind::Choice(choices)) => {
                if let Some(at) = choices.iter().position(|choice| choice.code == code) {
                    positions |= 1 << at.min(63);
                }
            }
            _ => return None,
        }
    }
    (positions != 0 || missing).then_some(Term::Answer { of, question, positions, missing })
}
