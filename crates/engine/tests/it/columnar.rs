//! Households as Arrow tables, classified in one batch.

use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray,
};
use engine::classify::{Classified, Plan, UNDETERMINED};
use engine::intake::{Answers, Intake};
use engine::judge::Judgement;
use standards::questionnaire::{AnswerKind, Subject};
use standards::standard::{ParamValues, PovertyStandard};
use standards::{Answer, HouseholdAnswers};
use vocab::Day;

/// The results of all households by the columnar compiler.
pub(crate) fn classified(
    standard: &PovertyStandard,
    params: &ParamValues,
    asked: Option<usize>,
    all: &[HouseholdAnswers],
) -> Classified {
    let plan = Plan::new(standard, params, asked, None);
    let intake = Intake::new(standard, plan.questions(), Day::from_civil(2025, 12, 31).expect("a day"));
    let read = |of: Subject| {
        let batch = table(standard, of, all);
        let (binding, _) = intake.bind(of, &batch.schema()).expect("the columns fit");
        let mut answers = Answers::new(&intake, binding);
        let mut problems = Vec::new();
        answers.append(&batch, 0, batch.num_rows(), 1, &mut problems);
        assert_eq!(problems, []);
        answers
    };
    let (households, members) = (read(Subject::Household), read(Subject::Member));
    let mut offsets = vec![0_u32];
    for household in all {
        offsets.push(offsets.last().expect("one") + household.members.len() as u32);
    }
    let mut out = Classified::default();
    plan.classify(&mut plan.scratch(), &households, &members, &offsets, &mut out);
    out
}

/// How the batch differs from what was judged of one of its households; empty is a pass.
pub(crate) fn differences(out: &Classified, at: usize, judged: &Judgement) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, same: bool| {
        if !same {
            found.push(format!("the columns differ in {what}"));
        }
    };
    for (indicator, truth) in judged.deprived.iter().enumerate() {
        let bits = &out.deprived[indicator];
        let same = (bits.certain.get(at), bits.possible.get(at)) == (truth.is_certain(), truth.is_possible());
        compare(&format!("i{indicator}"), same);
    }
    let position = |at: Option<usize>| at.map_or(UNDETERMINED, |at| at as u8);
    compare("deprivation_count", usize::from(out.deprivation_count[at]) == judged.deprivation_count());
    compare(
        "deprivation_count_max",
        usize::from(out.deprivation_count_max[at]) == judged.deprivation_count_max(),
    );
    compare("income_test", out.income_test[at] == position(judged.income_test));
    compare("outcome", out.outcome[at] == position(judged.outcome()));
    compare("income_band", out.income_band[at] == position(judged.income_band));
    compare("income_tests_disagree", out.disagree.get(at) == judged.income_tests_disagree);
    if let Some(line) = judged.at_or_below_income_line {
        let bits = &out.at_or_below_income_line;
        let same = (bits.certain.get(at), bits.possible.get(at)) == (line.is_certain(), line.is_possible());
        compare("at_or_below_income_line", same);
    }
    found
}

fn table(standard: &PovertyStandard, of: Subject, all: &[HouseholdAnswers]) -> RecordBatch {
    let columns =
        standard.questionnaire.iter().filter(|(_, question)| question.of == of).map(|(index, question)| {
            let answers: Vec<&Answer> = match of {
                Subject::Household => all.iter().map(|household| household.get(index, None)).collect(),
                Subject::Member => {
                    let of_members = |h: usize| (0..all[h].members.len()).map(move |m| (h, m));
                    let places = (0..all.len()).flat_map(of_members);
                    places.map(|(h, m)| all[h].get(index, Some(m))).collect()
                }
            };
            (question.id.clone(), column(&question.kind, &answers), true)
        });
    RecordBatch::try_from_iter_with_nullable(columns).expect("columns of one length")
}

fn column(kind: &AnswerKind, answers: &[&Answer]) -> ArrayRef {
    let numbers =
        answers.iter().map(|answer| if let Answer::Number(value) = answer { Some(*value) } else { None });
    let code = |at: usize| kind.choices()[at].code.as_str();
    match kind {
        AnswerKind::Number { scale: 0, .. } => Arc::new(numbers.collect::<Int64Array>()),
        AnswerKind::Number { scale, .. } => {
            let values = numbers.map(|n| n.map(i128::from)).collect::<Decimal128Array>();
            Arc::new(values.with_precision_and_scale(20, *scale as i8).expect("a decimal"))
        }
        AnswerKind::Date => Arc::new(numbers.map(|n| n.map(|n| n as i32)).collect::<Date32Array>()),
        AnswerKind::Boolean => {
            let flag = |answer: &&Answer| if let Answer::Flag(flag) = answer { Some(*flag) } else { None };
            Arc::new(answers.iter().map(flag).collect::<BooleanArray>())
        }
        AnswerKind::Text => {
            let text =
                |answer: &&Answer| if let Answer::Text(text) = answer { Some(text.clone()) } else { None };
            Arc::new(answers.iter().map(text).collect::<StringArray>())
        }
        AnswerKind::Choice(_) => {
            let chosen = |answer: &&Answer| {
                if let Answer::Choice(at) = answer { Some(code(usize::from(*at))) } else { None }
            };
            Arc::new(answers.iter().map(chosen).collect::<StringArray>())
        }
        AnswerKind::Choices(choices) => {
            let mut lists = ListBuilder::new(StringBuilder::new());
            for answer in answers {
                if let Answer::Choices(bits) = answer {
                    (0..choices.len())
                        .filter(|at| bits >> at & 1 == 1)
                        .for_each(|at| lists.values().append_value(code(at)));
                }
                lists.append(matches!(answer, Answer::Choices(_)));
            }
            Arc::new(lists.finish())
        }
    }
}
