//! What clients can hold and run: checked when a form is made, so that nobody finds out in the field.

use standards::AgeQuestions;
use standards::questionnaire::{AnswerKind, Question, QuestionIndex};
use standards::rule::text::Speaker;
use standards::rule::{Condition, Number, Visitor};
use standards::standard::{DeprivationRule, PovertyStandard};
use vocab::{Day, Decimal, Finding, Language, LocalText, Place};

use crate::layout::{RESERVED, RESERVED_BEGINNINGS};
use crate::words;

/// Whole numbers are exact in binary floating point up to here.
const EXACT: i64 = (1 << 53) - 1;
/// The greatest `int` of an OpenRosa client.
const INT: i64 = i32::MAX as i64;

/// What of a standard a client could not run, each with its place and a remedy; empty means that it has a form.
pub fn unrunnable(standard: &PovertyStandard) -> Vec<Finding> {
    let mut findings = Vec::new();
    names(standard, &mut findings);
    for (_, question) in standard.questionnaire.iter() {
        for choice in question.kind.choices() {
            if choice.code.contains(char::is_whitespace) {
                findings.push(Finding::error(
                    question.place.clone(),
                    format!("a form cannot hold the code `{}`: it has a space", choice.code),
                    "write `_` instead; clients separate the answers of a question by spaces",
                ));
            }
        }
        if let Some(relevant) = &question.relevant {
            numbers(relevant, &question.place, &mut findings);
        }
    }
    for indicator in &standard.indicators {
        if let DeprivationRule::Rule(rule) = &indicator.deprived {
            numbers(&rule.condition, &rule.place, &mut findings);
        }
    }
    let tests = standard.income_tests.iter().map(|test| &test.at_or_below_line);
    for rule in tests.chain(standard.outcomes.iter().map(|outcome| &outcome.when)) {
        numbers(&rule.condition, &rule.place, &mut findings);
    }
    findings
}

fn names(standard: &PovertyStandard, findings: &mut Vec<Finding>) {
    let questions = standard.questionnaire.questions.iter().map(|question| (&question.id, &question.place));
    let indicators = standard.indicators.iter().map(|indicator| (&indicator.id, &indicator.place));
    for (id, place) in questions.chain(indicators) {
        let begins = RESERVED_BEGINNINGS.iter().any(|beginning| id.starts_with(beginning));
        if begins || RESERVED.contains(&id.as_str()) || id.ends_with("_section") {
            findings.push(Finding::error(
                place.clone(),
                format!("a form cannot hold the id `{id}`: it uses that name itself"),
                format!(
                    "choose another; taken are {}, what begins with {} and what ends in _section",
                    RESERVED.join(", "),
                    RESERVED_BEGINNINGS.join(", ")
                ),
            ));
        }
    }
}

/// Numbers that binary floating point cannot hold exactly.
fn numbers(rule: &Condition, place: &Place, findings: &mut Vec<Finding>) {
    struct Widest(i64);
    impl Visitor for Widest {
        fn number(&mut self, number: &Number) {
            let size = number.range.least.saturating_abs().max(number.range.greatest.saturating_abs());
            self.0 = self.0.max(size);
        }
    }
    let mut widest = Widest(0);
    rule.visit(&mut widest);
    if widest.0 > EXACT {
        findings.push(Finding::error(
            place.clone(),
            format!("a form cannot calculate this exactly: a number of the rule can reach {}", widest.0),
            format!("give the questions narrower `min` and `max`; clients are exact up to {EXACT}"),
        ));
    }
}

/// The type of an answer in the instance.
pub(crate) fn data_type(question: &Question) -> &'static str {
    match question.kind {
        AnswerKind::Number { scale: 0, min, max, .. } if min >= -INT && max <= INT => "int",
        AnswerKind::Number { .. } => "decimal",
        AnswerKind::Date => "date",
        _ => "string",
    }
}

/// What a value must fulfil beyond its type, and what is said otherwise: what the program would not take later.
pub(crate) fn constraint(
    standard: &PovertyStandard,
    at: QuestionIndex,
    ages: Option<&AgeQuestions>,
    age_day: Day,
) -> Option<(String, LocalText)> {
    let question = standard.questionnaire.get(at);
    let greatest_age = ages.and_then(|ages| match standard.questionnaire.get(ages.age).kind {
        AnswerKind::Number { max, .. } => i32::try_from(max).ok(),
        _ => None,
    });
    if let (Some(ages), Some(greatest_age)) = (ages, greatest_age)
        && ages.birth_date == Some(at)
    {
        let after = age_day.latest_birth_for_age(greatest_age.saturating_add(1));
        let rule = format!(". > date('{after}') and . <= date('{age_day}')");
        return Some((rule, words::birth_day(after, age_day)));
    }
    let AnswerKind::Number { scale, min, max, .. } = question.kind else { return None };
    let (mut min, mut max) = (min, max);
    if let (Some(ages), Some(greatest_age)) = (ages, greatest_age)
        && ages.birth_year == Some(at)
    {
        let before = i64::from(age_day.next().year() == age_day.year());
        min = min.max(i64::from(age_day.year()) - i64::from(greatest_age) - before);
        max = max.min(i64::from(age_day.year()));
    }
    let (least, greatest) = (Decimal { value: min, scale }, Decimal { value: max, scale });
    let mut rule = format!(". >= {least} and . <= {greatest}");
    if data_type(question) == "decimal" {
        let factor = vocab::pow10(scale).unwrap_or(1);
        // Half a thousandth of the last digit: a decimal is rarely exact in binary.
        rule.push_str(&format!(" and abs(. * {factor} - round(. * {factor})) < 0.0005"));
    }
    let amount = |value: i64| {
        let say = |language| {
            // A year is not written with a point.
            let unit = question.unit.as_deref();
            match unit {
                None if scale == 0 => value.to_string(),
                unit => Speaker::new(standard, None, language).amount(value, scale, unit),
            }
        };
        LocalText { vi: say(Language::Vi), en: say(Language::En) }
    };
    Some((rule, words::between(amount(min), amount(max))))
}
