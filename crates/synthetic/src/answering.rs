//! How a known question is answered: rows of `answers.csv`, the first group that fits the person.
//!
//! `question,given,answer,weight`. Rows of one question and one `given` are a group. `given` holds terms that must all
//! be true: `age:6-14`, `size:1-2`, `is:male|child` (any of them), `lacks:toilet`, `has:toilet`, `ethnic:15|28`,
//! `province:66|68`, or an earlier answer, `attending:1` (`-` is missing). `answer` is a code, `1` or `0` for yes and
//! no, a number, a range `20..80` (`20..80*size` for each member), `days -90..-20` from the age day, `-` for no answer,
//! or a role such as `@age`. For questions with several choices `weight` is a percent for each choice by itself, or
//! `otherwise` for the choice that stands when none is drawn.

use standards::questionnaire::{AnswerKind, QuestionIndex, Questionnaire, Subject};
use vocab::Decimal;

use crate::columns::MISSING;
use crate::draw::Draw;
use crate::household::{Household, TRAITS};
use crate::reading::{Reading, Row};
use crate::roles::Role;
use crate::weighted::Weighted;

/// The oldest age for which groups are sorted beforehand.
const AGES: usize = 131;

/// A condition on the person or the household.
#[derive(Clone, Debug)]
enum Term {
    Age(i32, i32),
    Size(usize, usize),
    Is(u32),
    Lacks(u64),
    Has(u64),
    Ethnic(u64),
    Province(Vec<String>),
    /// An earlier answer is one of these positions, or missing.
    Answer { of: Subject, question: QuestionIndex, positions: u64, missing: bool },
}

/// What may be answered.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Outcome {
    Cell(i64),
    Range { least: i64, greatest: i64, per_member: bool },
    /// Days from the age day.
    Days(i64, i64),
    Role(Role),
}

#[derive(Clone, Debug, Default)]
struct Group {
    given: String,
    terms: Vec<Term>,
    outcomes: Weighted<Outcome>,
    /// Of several choices: each with its percent.
    each: Vec<(u32, u32)>,
    otherwise: Option<u32>,
}

/// The groups of one question.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answering {
    groups: Vec<Group>,
    /// Positions of the groups that an age allows.
    by_age: Vec<Vec<u16>>,
    pub(crate) role: Option<Role>,
}

impl Answering {
    /// Questions whose answers are needed first.
    pub(crate) fn needs(&self) -> Vec<QuestionIndex> {
        let terms = self.groups.iter().flat_map(|group| &group.terms);
        terms.filter_map(|term| if let Term::Answer { question, .. } = term { Some(*question) } else { None }).collect()
    }

    /// Draws an answer; `None` if no group fits.
    #[inline]
    pub(crate) fn draw(&self, household: &Household<'_>, row: usize, draw: &mut Draw) -> Option<Outcome> {
        let age = if row == 0 { 0 } else { household.member(row).map_or(0, |member| member.age) };
        let allowed = self.by_age.get(usize::try_from(age).unwrap_or(0))?;
        let group = allowed.iter().find_map(|at| {
            let group = self.groups.get(usize::from(*at))?;
            group.terms.iter().all(|term| term.holds(household, row)).then_some(group)
        })?;
        if group.outcomes.is_empty() {
            return Some(Outcome::Cell(group.several(draw)));
        }
        group.outcomes.draw(draw).copied()
    }

    fn finish(&mut self) {
        self.by_age = (0..AGES as i32)
            .map(|age| {
                let allows = |group: &Group| {
                    group.terms.iter().all(|term| !matches!(term, Term::Age(from, to) if age < *from || age > *to))
                };
                let allowed = self.groups.iter().enumerate().filter(|(_, group)| allows(group));
                allowed.map(|(at, _)| at as u16).collect()
            })
            .collect();
        for group in &mut self.groups {
            group.terms.retain(|term| !matches!(term, Term::Age(..)));
        }
        let roles = self.groups.iter().flat_map(|group| group.outcomes.things());
        let role = |outcome: &Outcome| if let Outcome::Role(role) = outcome { Some(*role) } else { None };
        self.role = roles.filter_map(role).next();
    }
}

impl Group {
    /// Several choices, drawn one by one.
    fn several(&self, draw: &mut Draw) -> i64 {
        let mut bits = 0_u64;
        for (choice, percent) in &self.each {
            bits |= u64::from(draw.percent(*percent)) << choice;
        }
        if bits == 0 && let Some(choice) = self.otherwise {
            bits = 1 << choice;
        }
        bits as i64
    }
}

impl Term {
    #[inline]
    fn holds(&self, household: &Household<'_>, row: usize) -> bool {
        match self {
            Term::Age(from, to) => household.member(row).is_some_and(|member| (*from..=*to).contains(&member.age)),
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

/// Reads how the questions of a questionnaire are answered, by question.
pub(crate) fn read(reading: &Reading<'_>, questionnaire: &Questionnaire, lacks: &[String]) -> Vec<Option<Answering>> {
    let mut all: Vec<Option<Answering>> = questionnaire.questions.iter().map(|_| None).collect();
    reading.rows("synthetic/answers.csv", |row| {
        let found = questionnaire.iter().find(|(_, question)| question.id == row.text("question"));
        let Some((at, question)) = found else { return };
        let Some(slot) = all.get_mut(usize::from(at.0)) else { return };
        let given = row.text("given");
        // Another pack may word its choices in its own way; what it does not know is left out.
        let Some(terms) = read_terms(row, questionnaire, lacks) else { return };
        let answering = slot.get_or_insert_default();
        if answering.groups.last().is_none_or(|group| group.given != given) {
            answering.groups.push(Group { given: given.to_owned(), terms, ..Group::default() });
        }
        if let Some(group) = answering.groups.last_mut() {
            read_outcome(row, &question.kind, group);
        }
    });
    for slot in &mut all {
        if let Some(answering) = slot {
            answering.groups.retain(|group| {
                !group.outcomes.is_empty() || !group.each.is_empty() || group.otherwise.is_some()
            });
            answering.finish();
        }
        if slot.as_ref().is_some_and(|answering| answering.groups.is_empty()) {
            *slot = None;
        }
    }
    all
}

fn read_outcome(row: &Row<'_>, kind: &AnswerKind, group: &mut Group) {
    let (answer, weight) = (row.text("answer"), row.text("weight"));
    let several = matches!(kind, AnswerKind::Choices(_)) && answer != "-";
    if several {
        let Some(choice) = kind.choices().iter().position(|choice| choice.code == answer) else { return };
        match weight {
            "otherwise" => group.otherwise = Some(choice as u32),
            _ => group.each.push((choice as u32, row.whole("weight"))),
        }
    } else if let Some(outcome) = outcome_of(answer, kind) {
        group.outcomes.push(outcome, row.whole("weight"));
    }
}

fn outcome_of(answer: &str, kind: &AnswerKind) -> Option<Outcome> {
    if answer == "-" {
        return Some(Outcome::Cell(MISSING));
    }
    if let Some(role) = Role::named(answer) {
        return Some(Outcome::Role(role));
    }
    match kind {
        AnswerKind::Choice(choices) => {
            choices.iter().position(|choice| choice.code == answer).map(|at| Outcome::Cell(at as i64))
        }
        AnswerKind::Boolean => matches!(answer, "0" | "1").then(|| Outcome::Cell(i64::from(answer == "1"))),
        AnswerKind::Number { scale, .. } => {
            let (range, per_member) = answer.strip_suffix("*size").map_or((answer, false), |range| (range, true));
            let (least, greatest) = range.split_once("..").unwrap_or((range, range));
            let units = |text: &str| text.parse::<Decimal>().ok()?.at_scale(*scale);
            Some(Outcome::Range { least: units(least)?, greatest: units(greatest)?, per_member })
        }
        AnswerKind::Date => {
            let (least, greatest) = answer.strip_prefix("days ")?.split_once("..")?;
            Some(Outcome::Days(least.parse().ok()?, greatest.parse().ok()?))
        }
        AnswerKind::Text | AnswerKind::Choices(_) => None,
    }
}

fn read_terms(row: &Row<'_>, questionnaire: &Questionnaire, lacks: &[String]) -> Option<Vec<Term>> {
    row.text("given").split_whitespace().map(|term| {
        let (key, value) = term.split_once(':')?;
        read_term(key, value, row, questionnaire, lacks)
    }).collect()
}

fn read_term(key: &str, value: &str, row: &Row<'_>, questionnaire: &Questionnaire, lacks: &[String]) -> Option<Term> {
    let range = || {
        let (from, to) = value.split_once('-')?;
        Some((from.parse::<u8>().ok()?, to.parse::<u8>().ok()?))
    };
    let bits_of = |names: &[&str]| {
        value.split('|').try_fold(0_u64, |bits, name| Some(bits | 1 << names.iter().position(|known| *known == name)?))
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
            .try_fold(0_u64, |bits, code| Some(bits | 1 << code.parse::<u32>().ok().filter(|code| *code < 64)?))
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
