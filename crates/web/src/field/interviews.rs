//! Two interviews of one household side by side, and how far they agree. It shows and decides nothing.

use std::collections::BTreeMap;

use engine::bounds::Truth;
use forms::instance::Instance;
use registry::agreement::Agreement;
use registry::review::Terms;
use registry::store::Fault;
use registry::{Registry, SubmissionId};
use serde_json::Value as Json;
use standards::questionnaire::{AnswerKind, QuestionIndex, Subject};
use standards::rule::text::Speaker;
use standards::standard::PovertyStandard;
use standards::{AgeQuestions, Answer, HouseholdAnswers};

use crate::households::{may_be_told, pairs};
use crate::language::say_with;
use crate::visit::Visit;

/// What one interview said.
pub(super) struct Told {
    answers: HouseholdAnswers,
    deprived: Vec<Truth>,
    outcome: String,
}

/// One answer of both interviews.
pub(super) struct Line {
    pub(super) question: QuestionIndex,
    /// Of whom; `None` is the household.
    pub(super) of: Option<String>,
    pub(super) first: String,
    pub(super) second: String,
    /// Whether somebody answered both times.
    pub(super) is_answered: bool,
}

impl Line {
    pub(super) fn is_same(&self) -> bool {
        self.first == self.second
    }
}

/// Two interviews of one household.
pub(super) struct Compared {
    pub(super) lines: Vec<Line>,
    /// Each indicator, the first and the second time.
    pub(super) indicators: Vec<(Truth, Truth)>,
    pub(super) outcomes: (String, String),
    /// People that only the first, and only the second interview names.
    pub(super) alone: (usize, usize),
}

/// Reads what a submission said; `None` if it cannot be read by the standard of the campaign.
pub(super) async fn told(
    registry: &Registry,
    standard: &PovertyStandard,
    terms: &Terms,
    (submission, zone): (SubmissionId, Option<&str>),
) -> Result<Option<Told>, Fault> {
    let Some(xml) = registry.submission_of(submission).await?.and_then(|received| received.xml) else {
        return Ok(None);
    };
    let Ok(instance) = Instance::read(&xml) else { return Ok(None) };
    let mut answers = forms::answers::read(&instance.content, &standard.questionnaire).answers;
    if let (Some(answers), Some(zone)) = (answers.as_object_mut(), zone)
        && !answers.contains_key("zone")
    {
        answers.insert("zone".to_owned(), Json::from(zone));
    }
    let Ok((judge, answers)) = terms.open(standard, &answers) else { return Ok(None) };
    let judgement = judge.judge(&answers);
    let outcome = judgement.outcome().and_then(|at| standard.outcomes.get(at));
    let outcome = outcome.map_or("undetermined", |outcome| outcome.id.as_str()).to_owned();
    Ok(Some(Told { answers, deprived: judgement.deprived, outcome }))
}

impl Compared {
    pub(super) fn of(standard: &PovertyStandard, first: &Told, second: &Told, visit: &Visit) -> Compared {
        let people = pairs((standard, &first.answers), (standard, &second.answers));
        let mut lines = Vec::new();
        compare(standard, (first, None), (second, None), None, visit, &mut lines);
        for (was, is) in &people {
            let of = say_with(visit.language, "person-number", &[("n", (is + 1).into())]);
            compare(standard, (first, Some(*was)), (second, Some(*is)), Some(of), visit, &mut lines);
        }
        Compared {
            lines,
            indicators: first.deprived.iter().copied().zip(second.deprived.iter().copied()).collect(),
            outcomes: (first.outcome.clone(), second.outcome.clone()),
            alone: (first.answers.members.len() - people.len(), second.answers.members.len() - people.len()),
        }
    }

    /// Of the answers that were given both times.
    pub(super) fn answers(&self) -> Agreement {
        Agreement::of(
            self.lines.iter().filter(|line| line.is_answered).map(|line| (&line.first, &line.second)),
        )
    }

    /// Of the indicators that both interviews decide.
    pub(super) fn decided(&self) -> Agreement {
        of_decided(self.indicators.iter())
    }
}

/// Of the pairs of an indicator that both interviews decide.
fn of_decided<'a>(pairs: impl Iterator<Item = &'a (Truth, Truth)>) -> Agreement {
    let known = pairs.filter(|(first, second)| *first != Truth::Unknown && *second != Truth::Unknown);
    Agreement::of(known.map(|(first, second)| (first.is_certain(), second.is_certain())))
}

fn compare(
    standard: &PovertyStandard,
    (first, was): (&Told, Option<usize>),
    (second, is): (&Told, Option<usize>),
    of: Option<String>,
    visit: &Visit,
    lines: &mut Vec<Line>,
) {
    let subject = if is.is_some() { Subject::Member } else { Subject::Household };
    let ages = AgeQuestions::of(&standard.questionnaire).map(|ages| ages.age);
    let speaker = Speaker::new(standard, None, visit.language);
    for (at, question) in standard.questionnaire.iter() {
        if question.of != subject || !may_be_told(question) || ages == Some(at) {
            continue;
        }
        let (before, now) = (first.answers.get(at, was), second.answers.get(at, is));
        if *before == Answer::Missing && *now == Answer::Missing {
            continue;
        }
        lines.push(Line {
            question: at,
            of: of.clone(),
            first: speaker.answer_alone(at, before),
            second: speaker.answer_alone(at, now),
            is_answered: *before != Answer::Missing && *now != Answer::Missing,
        });
    }
}

/// How far many pairs agree, by question and by indicator.
pub(super) struct Totals {
    /// A question with its agreement, the worst first.
    pub(super) questions: Vec<(QuestionIndex, Agreement)>,
    pub(super) indicators: Vec<Agreement>,
    pub(super) outcomes: Agreement,
}

impl Totals {
    pub(super) fn of(standard: &PovertyStandard, all: &[&Compared]) -> Totals {
        let mut questions: BTreeMap<u16, Vec<(&str, &str)>> = BTreeMap::new();
        for line in all.iter().flat_map(|one| &one.lines).filter(|line| line.is_answered) {
            questions.entry(line.question.0).or_default().push((&line.first, &line.second));
        }
        let question = |(at, pairs): (u16, Vec<(&str, &str)>)| {
            let at = QuestionIndex(at);
            let mut agreement = Agreement::of(pairs);
            // Chance says something of choices, not of amounts.
            let kind = &standard.questionnaire.get(at).kind;
            if !matches!(kind, AnswerKind::Boolean | AnswerKind::Choice(_)) {
                agreement.kappa = None;
            }
            (at, agreement)
        };
        let mut questions: Vec<_> = questions.into_iter().map(question).collect();
        questions.sort_by_key(|(at, agreement)| (agreement.per_mille(), at.0));
        let indicator = |at: usize| of_decided(all.iter().filter_map(|one| one.indicators.get(at)));
        Totals {
            questions,
            indicators: (0..standard.indicators.len()).map(indicator).collect(),
            outcomes: Agreement::of(all.iter().map(|one| (&one.outcomes.0, &one.outcomes.1))),
        }
    }
}
