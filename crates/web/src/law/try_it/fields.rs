//! Which questions the form asks: those that some rule of the standard reads, and those that decide whether they are asked.

use std::collections::BTreeSet;

use standards::AgeQuestions;
use standards::questionnaire::{Question, QuestionIndex, Subject, ZONE};
use standards::standard::{DeprivationRule, PovertyStandard};

/// The questions of the form, in the order of the questionnaire. Sensitive ones are never asked: no rule reads them.
pub(crate) fn asked(standard: &PovertyStandard) -> Vec<(QuestionIndex, &Question)> {
    let mut read: BTreeSet<QuestionIndex> = BTreeSet::from([ZONE]);
    for indicator in &standard.indicators {
        if let DeprivationRule::Rule(rule) = &indicator.deprived {
            read.extend(rule.condition.questions());
        }
    }
    for test in &standard.income_tests {
        read.extend(test.at_or_below_line.condition.questions());
    }
    for rule in standard.outcomes.iter().map(|o| &o.when).chain(standard.income_bands.iter().map(|b| &b.when))
    {
        read.extend(rule.condition.questions());
    }
    read.extend(AgeQuestions::of(&standard.questionnaire).map(|ages| ages.age));
    // What decides whether they are asked, and so on.
    loop {
        let relevant = read.iter().filter_map(|at| standard.questionnaire.get(*at).relevant.as_ref());
        let more: Vec<QuestionIndex> = relevant.flat_map(|condition| condition.questions()).collect();
        let before = read.len();
        read.extend(more);
        if read.len() == before {
            break;
        }
    }
    let questions = read.into_iter().map(|at| (at, standard.questionnaire.get(at)));
    questions.filter(|(_, question)| !question.sensitive).collect()
}

/// Every question of the paper form, sensitive ones with them: whoever types one in reads it all.
pub(crate) fn every(standard: &PovertyStandard) -> Vec<(QuestionIndex, &Question)> {
    standard.questionnaire.iter().collect()
}

/// The name of a field: `h.dwelling_area`, `m2.age`.
pub(crate) fn name(question: &Question, member: Option<usize>) -> String {
    match (question.of, member) {
        (Subject::Member, Some(member)) => format!("m{}.{}", member + 1, question.id),
        _ => format!("h.{}", question.id),
    }
}

/// The id of a field on the page; dots would need escaping in styles.
pub(crate) fn anchor(question: &Question, member: Option<usize>) -> String {
    name(question, member).replace('.', "-")
}
