//! How a known question is answered: rows of `answers.csv`, the first group that fits the person.
//!
//! `question,given,answer,weight`. Rows of one question and one `given` are a group. `given` holds terms that must all
//! be true: `age:6-14`, `size:1-2`, `is:male|child` (any of them), `lacks:toilet`, `has:toilet`, `ethnic:15|28`,
//! `province:66|68`, or an earlier answer, `attending:1` (`-` is missing). `answer` is a code, `1` or `0` for yes and
//! no, a number, a range `20..80` (`20..80*size` for each member), `days -90..-20` from the age day, `-` for no answer,
//! or a role such as `@age`. For questions with several choices `weight` is a percent for each choice by itself, or
//! `otherwise` for the choice that stands when none is drawn.

use standards::questionnaire::{AnswerKind, QuestionIndex, Questionnaire};
use vocab::Decimal;

use crate::columns::MISSING;
use crate::draw::Draw;
use crate::given::{Guard, Term, read_terms};
use crate::household::Household;
use crate::reading::{Reading, Row};
use crate::roles::Role;
use crate::weighted::Weighted;

/// The oldest age for which groups are sorted beforehand.
const AGES: usize = 131;

/// What may be answered.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Outcome {
    Cell(i64),
    Range {
        least: i64,
        greatest: i64,
        per_member: bool,
    },
    /// Days from the age day.
    Days(i64, i64),
    Role(Role),
}

#[derive(Clone, Debug, Default)]
struct Group {
    guard: Guard,
    /// What the guard does not hold.
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
        terms
            .filter_map(|term| if let Term::Answer { question, .. } = term { Some(*question) } else { None })
            .collect()
    }

    /// Draws an answer; `None` if no group fits. `chance` decides between the outcomes of a group.
    #[inline]
    pub(crate) fn draw(
        &self,
        household: &Household<'_>,
        row: usize,
        chance: u32,
        draw: &mut Draw,
    ) -> Option<Outcome> {
        let age = if row == 0 { 0 } else { household.member(row).map_or(0, |member| member.age) };
        let allowed = self.by_age.get(usize::try_from(age).unwrap_or(0))?;
        let (traits, lacks) = (household.traits(row), household.fortune.lacks);
        let group = allowed.iter().find_map(|at| {
            let group = self.groups.get(usize::from(*at))?;
            let fits =
                group.guard.fits(traits, lacks) && group.terms.iter().all(|term| term.holds(household, row));
            fits.then_some(group)
        })?;
        if group.outcomes.is_empty() {
            return Some(Outcome::Cell(group.several(draw)));
        }
        group.outcomes.pick(chance).copied()
    }

    fn finish(&mut self) {
        self.by_age = (0..AGES as i32)
            .map(|age| {
                let allows = |group: &Group| {
                    group
                        .terms
                        .iter()
                        .all(|term| !matches!(term, Term::Age(from, to) if age < *from || age > *to))
                };
                let allowed = self.groups.iter().enumerate().filter(|(_, group)| allows(group));
                allowed.map(|(at, _)| at as u16).collect()
            })
            .collect();
        for group in &mut self.groups {
            group.guard = Guard::taken_from(&mut group.terms);
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
        if bits == 0
            && let Some(choice) = self.otherwise
        {
            bits = 1 << choice;
        }
        bits as i64
    }
}

/// Reads how the questions of a questionnaire are answered, by question.
pub(crate) fn read(
    reading: &Reading<'_>,
    questionnaire: &Questionnaire,
    lacks: &[String],
) -> Vec<Option<Answering>> {
    let mut all: Vec<Option<Answering>> = questionnaire.questions.iter().map(|_| None).collect();
    let mut last = (String::new(), String::new());
    reading.rows("synthetic/answers.csv", |row| {
        let found = questionnaire.iter().find(|(_, question)| question.id == row.text("question"));
        let Some((at, question)) = found else { return };
        let Some(slot) = all.get_mut(usize::from(at.0)) else { return };
        let given = row.text("given");
        // Another pack may word its choices in its own way; what it does not know is left out.
        let Some(terms) = read_terms(row, questionnaire, lacks) else { return };
        let answering = slot.get_or_insert_default();
        if last.0 != question.id || last.1 != given {
            last = (question.id.clone(), given.to_owned());
            answering.groups.push(Group { terms, ..Group::default() });
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
            let (range, per_member) =
                answer.strip_suffix("*size").map_or((answer, false), |range| (range, true));
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

/// Whether an answer of the table can be given to a question of this kind.
#[cfg(test)]
pub(crate) fn fits(answer: &str, kind: &AnswerKind) -> bool {
    outcome_of(answer, kind).is_some() || kind.choices().iter().any(|choice| choice.code == answer)
}
