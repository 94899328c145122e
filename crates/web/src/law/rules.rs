//! Sentences of a standard for a page: values with their sources, rules with their bullets, the questions they rest on.

use standards::questionnaire::QuestionIndex;
use standards::rule::Condition;
use standards::rule::text::Speaker;
use standards::standard::{DeprivationRule, Indicator, Param, PovertyStandard};
use vocab::{Language, Zone};

use crate::cite::Cite;
use crate::format;
use crate::language::say;
use crate::law::Library;

/// A rule as lines: how deep each stands, and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) depth: usize,
    pub(crate) text: String,
}

/// A rule in words.
pub(crate) fn lines(speaker: &Speaker<'_>, condition: &Condition) -> Vec<Line> {
    let text = speaker.rule(condition);
    let of = |line: &str| {
        let spaces = line.len() - line.trim_start().len();
        let text = line.trim_start();
        match text.strip_prefix("- ") {
            Some(text) => Line { depth: spaces / 2 + 1, text: text.to_owned() },
            None => Line { depth: 0, text: text.to_owned() },
        }
    };
    text.lines().map(of).collect()
}

/// One value of the standard during its days.
#[derive(Clone, Debug)]
pub(crate) struct Value {
    pub(crate) amount: String,
    pub(crate) zone: String,
    pub(crate) days: String,
    pub(crate) cite: Cite,
}

/// A named value with everything it has been.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) values: Vec<Value>,
}

/// A parameter for its table.
pub(crate) fn named(
    standard: &PovertyStandard,
    param: &Param,
    library: &Library,
    language: Language,
) -> Named {
    let speaker = Speaker::new(standard, None, language);
    let values = param.values.iter().map(|value| Value {
        amount: speaker.amount(value.value, param.scale, param.unit.as_deref()),
        zone: zone(value.zone, language),
        days: format::span(value.valid, language),
        cite: Cite::of(&value.source, library, language),
    });
    Named { name: param.name.clone(), label: label(param, language), values: values.collect() }
}

/// The name of a parameter in words.
pub(crate) fn label(param: &Param, language: Language) -> String {
    param.label.as_ref().map_or_else(|| param.name.clone(), |label| label.get(language).to_owned())
}

/// A zone in words; none is both.
pub(crate) fn zone(zone: Option<Zone>, language: Language) -> String {
    let key = match zone {
        None => "zone-both",
        Some(Zone::Rural) => "zone-rural",
        Some(Zone::Urban) => "zone-urban",
    };
    say(language, key)
}

/// An indicator for its card.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    pub(crate) id: String,
    pub(crate) number: Option<u16>,
    pub(crate) label: String,
    /// The rule in words; empty if it is not known.
    pub(crate) rule: Vec<Line>,
    /// Why the rule is not known.
    pub(crate) unknown: Option<String>,
    /// The words of the law.
    pub(crate) text: Option<String>,
    pub(crate) cite: Cite,
    pub(crate) questions: Vec<String>,
}

/// An indicator in words.
pub(crate) fn measured(
    standard: &PovertyStandard,
    indicator: &Indicator,
    library: &Library,
    language: Language,
) -> Measured {
    let speaker = Speaker::new(standard, None, language);
    let (rule, unknown, questions) = match &indicator.deprived {
        DeprivationRule::Rule(rule) => (
            lines(&speaker, &rule.condition),
            None,
            questions(standard, &rule.condition.questions(), language),
        ),
        DeprivationRule::Unknown(why) => (Vec::new(), Some(why.get(language).to_owned()), Vec::new()),
    };
    Measured {
        id: indicator.id.clone(),
        number: indicator.number,
        label: indicator.label.get(language).to_owned(),
        rule,
        unknown,
        text: indicator.text.as_ref().map(|text| text.get(language).to_owned()),
        cite: Cite::of(&indicator.source, library, language),
        questions,
    }
}

/// Questions by their words.
pub(crate) fn questions(standard: &PovertyStandard, of: &[QuestionIndex], language: Language) -> Vec<String> {
    of.iter().map(|at| standard.questionnaire.get(*at).label.get(language).to_owned()).collect()
}

/// The look of an outcome by its place in the list: the gravest first, the last is everybody else.
pub(crate) fn grade(standard: &PovertyStandard, outcome: &str) -> &'static str {
    let last = standard.outcomes.len().saturating_sub(1);
    match standard.outcomes.iter().position(|known| known.id == outcome) {
        Some(0) => "first",
        Some(at) if at == last => "last",
        Some(_) => "middle",
        None => "open",
    }
}

/// An outcome's name; what is no outcome of the standard has words of its own.
pub(crate) fn outcome_label(standard: &PovertyStandard, outcome: &str, language: Language) -> String {
    match standard.outcomes.iter().find(|known| known.id == outcome) {
        Some(known) => known.label.get(language).to_owned(),
        None if outcome == "refused" => say(language, "outcome-refused"),
        None => say(language, "outcome-undetermined"),
    }
}
