//! The result as a citizen reads it: what came out, why, how near the line, what is still needed, what would change it.

use std::cmp::Ordering;

use engine::bounds::Truth;
use engine::explain::{Explanation, Reason, Said};
use engine::judge::Judge;
use standards::HouseholdAnswers;
use standards::questionnaire::Subject;
use standards::standard::PovertyStandard;
use vocab::Day;

use crate::cite::Cite;
use crate::language::say_with;
use crate::law::rules;
use crate::law::try_it::fields;
use crate::visit::Visit;

/// The result and everything about it.
#[derive(Debug)]
pub(crate) struct Verdict {
    /// By which standard, and the day of the result.
    pub(crate) by: (String, String),
    /// What anchors begin with, where several results stand on one page.
    pub(crate) prefix: String,
    pub(crate) label: String,
    pub(crate) grade: &'static str,
    pub(crate) cites: Vec<Cite>,
    pub(crate) band: Option<String>,
    /// The income test: said, and whether it holds.
    pub(crate) income: Option<Step>,
    pub(crate) tally: Tally,
    /// The deprivations in points, where the standard says what each counts.
    pub(crate) in_points: Option<String>,
    /// Indicators by dimension: shape, name, and the way to its reasons.
    pub(crate) dimensions: Vec<(String, Vec<Dot>)>,
    /// Reasons, deprived ones first.
    pub(crate) steps: Vec<Step>,
    /// The rules of the outcomes that were asked.
    pub(crate) decided: Vec<Step>,
    pub(crate) needs: Vec<Need>,
    /// The lines that decide the outcome.
    pub(crate) lines: Vec<Line>,
    /// Indicators that are near their own line.
    pub(crate) near: Vec<(String, Option<String>)>,
    pub(crate) otherwise: Vec<Other>,
    pub(crate) tests_disagree: bool,
}

/// Counts of the indicators.
#[derive(Debug)]
pub(crate) struct Tally {
    pub(crate) deprived: usize,
    pub(crate) unknown: usize,
    pub(crate) all: usize,
}

/// An indicator in the picture.
#[derive(Debug)]
pub(crate) struct Dot {
    pub(crate) anchor: String,
    pub(crate) label: String,
    /// `yes`, `no` or `unknown`.
    pub(crate) state: &'static str,
}

/// A reason with its parts, flattened: each line knows its depth.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) anchor: String,
    pub(crate) text: String,
    pub(crate) state: &'static str,
    pub(crate) cites: Vec<Cite>,
    pub(crate) parts: Vec<(usize, String)>,
}

/// An answer that could decide.
#[derive(Debug)]
pub(crate) struct Need {
    pub(crate) anchor: String,
    pub(crate) text: String,
    /// Whether the form asks it; what the law does not say yet no answer replaces.
    pub(crate) asked: bool,
}

/// A line that decides, with what the household has.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) of: String,
    pub(crate) value: String,
    pub(crate) line: String,
    /// "thấp hơn 300.000 đồng", or that it is not known yet.
    pub(crate) distance: String,
    /// Where the bar ends, the line being at [`LINE_AT`].
    pub(crate) bar: u32,
}

/// Another result and the answers that would give it.
#[derive(Debug)]
pub(crate) struct Other {
    pub(crate) label: String,
    pub(crate) grade: &'static str,
    /// What would have to be answered, and what is answered now.
    pub(crate) answers: Vec<(String, String)>,
}

/// Where the line stands on a bar of 100.
pub(crate) const LINE_AT: u32 = 50;

impl Verdict {
    /// Judges and explains, for a result day.
    pub(crate) fn of(judge: &Judge<'_>, answers: &HouseholdAnswers, day: Day, visit: &Visit) -> Verdict {
        let standard = judge.standard();
        let told = judge.explain(answers, visit.language);
        let step = |reason: &Reason| step(reason, visit);
        let (income, rest): (Vec<&Reason>, Vec<&Reason>) =
            told.reason.children.iter().partition(|reason| reason.rule.starts_with("income_test:"));
        let (indicators, decided): (Vec<&Reason>, Vec<&Reason>) =
            rest.into_iter().partition(|reason| reason.rule.starts_with("indicator:"));
        let mut steps: Vec<&Reason> = indicators.clone();
        steps.sort_by_key(|reason| match reason.result {
            Truth::Yes => 0,
            Truth::Unknown => 1,
            Truth::No => 2,
        });
        let of = |truth: Truth| told.judgement.deprived.iter().filter(|known| **known == truth).count();
        let band = standard.income_bands.iter().find(|band| band.id == told.income_band);
        let cites = told.reason.cites.iter().map(|cite| Cite::of(cite, &visit.site.library, visit.language));
        Verdict {
            by: (standard.label.get(visit.language).to_owned(), crate::format::day(day, visit.language)),
            prefix: String::new(),
            label: told.label.clone(),
            grade: rules::grade(standard, &told.outcome),
            cites: cites.collect(),
            band: band.map(|band| band.label.get(visit.language).to_owned()),
            income: income.first().map(|reason| step(reason)),
            tally: Tally {
                deprived: of(Truth::Yes),
                unknown: of(Truth::Unknown),
                all: told.judgement.deprived.len(),
            },
            in_points: told.in_points.clone(),
            dimensions: dimensions(standard, &indicators, visit),
            steps: steps.into_iter().map(step).collect(),
            decided: decided.into_iter().map(step).collect(),
            needs: told.needs.iter().map(|said| need(standard, said, visit)).collect(),
            lines: told.lines.iter().map(|line| against(line, visit)).collect(),
            near: near(&told),
            otherwise: otherwise(standard, &told, visit),
            tests_disagree: told.judgement.income_tests_disagree,
        }
    }

    /// Indicators in which the household is certainly not deprived.
    pub(crate) fn not_deprived(&self) -> usize {
        self.tally.all.saturating_sub(self.tally.deprived + self.tally.unknown)
    }

    /// The same for a page with several results and without their forms.
    pub(crate) fn under(mut self, prefix: &str) -> Verdict {
        let dots = self.dimensions.iter_mut().flat_map(|(_, dots)| dots).map(|dot| &mut dot.anchor);
        let steps = self.steps.iter_mut().chain(&mut self.decided).map(|step| &mut step.anchor);
        for anchor in dots.chain(steps) {
            anchor.insert_str(0, prefix);
        }
        for need in &mut self.needs {
            need.asked = false;
        }
        Verdict { prefix: prefix.to_owned(), ..self }
    }
}

fn state(truth: Truth) -> &'static str {
    match truth {
        Truth::Yes => "yes",
        Truth::No => "no",
        Truth::Unknown => "unknown",
    }
}

fn anchor(reason: &Reason) -> String {
    format!("why-{}", reason.rule.replace(':', "-"))
}

fn dimensions(standard: &PovertyStandard, indicators: &[&Reason], visit: &Visit) -> Vec<(String, Vec<Dot>)> {
    let dots = |dimension: &str| -> Vec<Dot> {
        let inside =
            standard.indicators.iter().zip(indicators).filter(|(known, _)| known.dimension == dimension);
        let dot = |known: &standards::standard::Indicator, reason: &Reason| Dot {
            anchor: anchor(reason),
            label: known.label.get(visit.language).to_owned(),
            state: state(reason.result),
        };
        inside.map(|(known, reason)| dot(known, reason)).collect()
    };
    let of = standard.dimensions.iter().map(|d| (d.label.get(visit.language).to_owned(), dots(&d.id)));
    of.filter(|(_, dots)| !dots.is_empty()).collect()
}

fn step(reason: &Reason, visit: &Visit) -> Step {
    let mut parts = Vec::new();
    // A single part of an indicator is its rule said once more: its own parts stand in its place.
    gather(reason, 0, visit, &mut parts);
    Step {
        anchor: anchor(reason),
        text: reason.text.clone(),
        state: state(reason.result),
        cites: reason.cites.iter().map(|cite| Cite::of(cite, &visit.site.library, visit.language)).collect(),
        parts,
    }
}

fn gather(reason: &Reason, depth: usize, visit: &Visit, parts: &mut Vec<(usize, String)>) {
    // An answer that says the same as its rule is not said again.
    for said in reason.answers.iter().filter(|said| !said.text.is_empty() && said.text != reason.text) {
        let line = (depth, answer(said, visit));
        if !parts.contains(&line) {
            parts.push(line);
        }
    }
    for child in &reason.children {
        if child.text == reason.text {
            gather(child, depth, visit, parts);
        } else {
            parts.push((depth, child.text.clone()));
            gather(child, depth + 1, visit, parts);
        }
    }
}

/// An answer with whose it is.
fn answer(said: &Said, visit: &Visit) -> String {
    let text = if said.text.is_empty() { &said.question } else { &said.text };
    match said.member {
        None => text.clone(),
        Some(member) => {
            let who = say_with(visit.language, "person-number", &[("n", (member + 1).into())]);
            format!("{who}: {text}")
        }
    }
}

fn need(standard: &PovertyStandard, said: &Said, visit: &Visit) -> Need {
    let of = if said.member.is_some() { Subject::Member } else { Subject::Household };
    let question = standard.questionnaire.find(of, &said.question).map(|at| standard.questionnaire.get(at));
    match question {
        Some(question) => {
            // An age is asked as an age, whatever it could also be known from.
            let ages = standards::AgeQuestions::of(&standard.questionnaire);
            let is_birth =
                ages.is_some_and(|ages| standard.questionnaire.get(ages.to_ask()).id == question.id);
            let shown = match ages {
                Some(ages) if is_birth => standard.questionnaire.get(ages.age),
                _ => question,
            };
            let label = Said { text: shown.label.get(visit.language).to_owned(), ..said.clone() };
            Need { anchor: fields::anchor(shown, said.member), text: answer(&label, visit), asked: true }
        }
        None => Need { anchor: String::new(), text: answer(said, visit), asked: false },
    }
}

/// A line with its words.
fn against(line: &engine::explain::Line, visit: &Visit) -> Line {
    let distance = match (line.side, line.distance.clone()) {
        (Some(Ordering::Equal), _) => visit.t("near-on-line"),
        (Some(Ordering::Less), Some(far)) => say_with(visit.language, "line-below", &[("name", far.into())]),
        (Some(Ordering::Greater), Some(far)) => {
            say_with(visit.language, "line-above", &[("name", far.into())])
        }
        _ => visit.t("line-unknown"),
    };
    let bar = (line.percent.saturating_mul(LINE_AT) / 100).min(100);
    Line { of: line.of.clone(), value: line.value.clone(), line: line.line.clone(), distance, bar }
}

/// What is near its line, without what [`Verdict::lines`] says anyway.
fn near(told: &Explanation) -> Vec<(String, Option<String>)> {
    told.near
        .iter()
        .filter(|near| near.rule.starts_with("indicator:"))
        .map(|near| (near.text.clone(), (!near.on_the_line).then(|| near.distance.clone())))
        .collect()
}

fn otherwise(standard: &PovertyStandard, told: &Explanation, visit: &Visit) -> Vec<Other> {
    let of = told.otherwise.iter().map(|other| Other {
        label: other.label.clone(),
        grade: rules::grade(standard, &other.outcome),
        answers: other.answers.iter().map(|said| answer(said, visit)).zip(other.now.clone()).collect(),
    });
    of.collect()
}
