//! The form as a page shows it: sections, people, and one field a question that applies.

use std::collections::BTreeSet;

use engine::bounds::Truth;
use engine::judge::Judge;
use standards::Answer;
use standards::questionnaire::{AnswerKind, Question, QuestionIndex, Subject};

use crate::format;
use crate::law::try_it::answers::{MOST_MEMBERS, NONE_OF_THESE, Typed};
use crate::law::try_it::fields;
use crate::law::try_it::result::Verdict;
use crate::visit::Visit;

/// The whole form.
#[derive(Debug)]
pub(crate) struct Form {
    pub(crate) household: Vec<Part>,
    pub(crate) people: Vec<Person>,
    pub(crate) may_add: bool,
    /// Fields with mistakes: anchor, question, what to do.
    pub(crate) mistakes: Vec<(String, String, String)>,
}

/// A section with its fields.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) label: String,
    pub(crate) fields: Vec<Field>,
}

/// A member of the household.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) number: usize,
    pub(crate) fields: Vec<Field>,
    /// Questions wait for an answer above, mostly the age.
    pub(crate) waiting: bool,
    pub(crate) may_remove: bool,
}

/// One field.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) anchor: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    /// `number`, `day`, `text`, `one` or `many`.
    pub(crate) kind: &'static str,
    pub(crate) value: String,
    pub(crate) unit: String,
    pub(crate) whole: bool,
    pub(crate) options: Vec<Choosable>,
    pub(crate) mistake: Option<String>,
    /// The answer could decide and is missing.
    pub(crate) needed: bool,
}

/// A possible answer.
#[derive(Clone, Debug)]
pub(crate) struct Choosable {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

/// The pairs of a form's body; none if it is no text.
pub(crate) fn pairs(body: &[u8]) -> Option<Vec<(String, String)>> {
    serde_urlencoded::from_bytes(body).ok()
}

impl Form {
    /// The form of some questions with answers in it.
    pub(crate) fn of(
        judge: &Judge<'_>,
        asked: &[(QuestionIndex, &Question)],
        typed: &Typed,
        verdict: Option<&Verdict>,
        visit: &Visit,
    ) -> Form {
        let needed: BTreeSet<&str> =
            verdict.map(|v| v.needs.iter().map(|need| need.anchor.as_str()).collect()).unwrap_or_default();
        let maker = Maker { judge, typed, needed, visit };
        let mut household: Vec<Part> = Vec::new();
        for (at, question) in asked.iter().filter(|(_, question)| question.of == Subject::Household) {
            let label = maker.section(question);
            let Some(field) = maker.field(*at, question, None) else { continue };
            match household.last_mut().filter(|part| part.label == label) {
                Some(part) => part.fields.push(field),
                None => household.push(Part { label, fields: vec![field] }),
            }
        }
        let members = typed.answers.members.len();
        let of_members: Vec<&(QuestionIndex, &Question)> =
            asked.iter().filter(|(_, question)| question.of == Subject::Member).collect();
        let person = |member: usize| {
            let fields =
                of_members.iter().filter_map(|(at, question)| maker.field(*at, question, Some(member)));
            let unknown = |(at, _): &&(QuestionIndex, &Question)| {
                judge.is_asked(*at, Some(member), &typed.answers) == Truth::Unknown
            };
            let waiting = of_members.iter().any(unknown);
            Person { number: member + 1, fields: fields.collect(), waiting, may_remove: members > 1 }
        };
        let people: Vec<Person> =
            if of_members.is_empty() { Vec::new() } else { (0..members).map(person).collect() };
        let all = household.iter().flat_map(|part| &part.fields).chain(people.iter().flat_map(|p| &p.fields));
        let mistakes =
            all.filter_map(|f| Some((f.anchor.clone(), f.label.clone(), f.mistake.clone()?))).collect();
        Form { may_add: !people.is_empty() && members < MOST_MEMBERS, household, people, mistakes }
    }
}

struct Maker<'a> {
    judge: &'a Judge<'a>,
    typed: &'a Typed,
    needed: BTreeSet<&'a str>,
    visit: &'a Visit,
}

impl Maker<'_> {
    fn section(&self, question: &Question) -> String {
        let sections = &self.judge.standard().questionnaire.sections;
        let section = sections.iter().find(|section| Some(&section.id) == question.section.as_ref());
        // The built-in zone stands in no section: it opens the first one.
        let section = section.or_else(|| sections.first());
        section.map_or_else(
            || self.visit.t("try-household"),
            |section| section.label.get(self.visit.language).to_owned(),
        )
    }

    /// The field of a question that is certainly asked, or was answered before that was certain.
    fn field(&self, at: QuestionIndex, question: &Question, member: Option<usize>) -> Option<Field> {
        let answer = self.typed.answers.get(at, member);
        match self.judge.is_asked(at, member, &self.typed.answers) {
            Truth::Yes => {}
            Truth::Unknown if *answer != Answer::Missing => {}
            Truth::Unknown | Truth::No => return None,
        }
        let language = self.visit.language;
        let name = fields::name(question, member);
        let anchor = fields::anchor(question, member);
        let mistake = self.typed.mistakes.get(&name);
        let (kind, value) = match (&question.kind, answer) {
            (AnswerKind::Number { scale, .. }, Answer::Number(value)) => {
                ("number", format::decimal(*value, *scale, language))
            }
            (AnswerKind::Number { .. }, _) => ("number", String::new()),
            (AnswerKind::Date, answer) => ("day", answer.shown(&question.kind)),
            (AnswerKind::Text, answer) => ("text", answer.shown(&question.kind)),
            (AnswerKind::Boolean | AnswerKind::Choice(_), _) => ("one", String::new()),
            (AnswerKind::Choices(_), _) => ("many", String::new()),
        };
        let units = &self.judge.standard().questionnaire.units;
        let unit = units.iter().find(|unit| Some(&unit.id) == question.unit.as_ref());
        Some(Field {
            label: question.label.get(language).to_owned(),
            hint: question.hint.as_ref().map(|hint| hint.get(language).to_owned()),
            kind,
            value: mistake.map_or(value, |(written, _)| written.clone()),
            unit: unit.map(|unit| unit.label.get(language).to_owned()).unwrap_or_default(),
            whole: matches!(question.kind, AnswerKind::Number { scale: 0, .. }),
            options: self.options(question, answer),
            mistake: mistake.map(|(_, what_to_do)| what_to_do.clone()),
            needed: self.needed.contains(anchor.as_str()),
            name,
            anchor,
        })
    }

    fn options(&self, question: &Question, answer: &Answer) -> Vec<Choosable> {
        let language = self.visit.language;
        let option =
            |value: &str, label: String, chosen: bool| Choosable { value: value.to_owned(), label, chosen };
        let choices = question.kind.choices().iter().enumerate();
        match &question.kind {
            AnswerKind::Boolean => vec![
                option("yes", self.visit.t("yes"), *answer == Answer::Flag(true)),
                option("no", self.visit.t("no"), *answer == Answer::Flag(false)),
            ],
            AnswerKind::Choice(_) => choices
                .map(|(at, c)| {
                    option(&c.code, c.label.get(language).to_owned(), *answer == Answer::Choice(at as u16))
                })
                .collect(),
            AnswerKind::Choices(_) => {
                let bits = if let Answer::Choices(bits) = answer { Some(*bits) } else { None };
                let chosen = |at: usize| bits.is_some_and(|bits| bits >> at & 1 == 1);
                let mut all: Vec<Choosable> = choices
                    .map(|(at, c)| option(&c.code, c.label.get(language).to_owned(), chosen(at)))
                    .collect();
                // Some questions have a choice of their own for it.
                if all.iter().all(|choice| choice.value != "none") {
                    all.push(option(NONE_OF_THESE, self.visit.t("none-of-these"), bits == Some(0)));
                }
                all
            }
            _ => Vec::new(),
        }
    }
}
