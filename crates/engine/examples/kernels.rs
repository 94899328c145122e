//! How long the engine takes for a million invented households, without any file: intake and classification apart.
//!
//! `cargo run --release -p engine --example kernels [-- HOUSEHOLDS MISSING_PERCENT [STANDARD]]`

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::print_stdout)] // a measuring tool, not a product

use std::path::Path;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Int64Array, RecordBatch,
    StringArray,
};
use engine::classify::{Classified, Plan};
use engine::intake::{Answers, Intake};
use standards::questionnaire::{AnswerKind, Question, Subject};
use standards::standard::PovertyStandard;
use standards::{PackFiles, load};
use vocab::Day;

/// Members of a batch, as the lake gives them.
const BATCH_MEMBERS: usize = 8192;
/// Different batches, used in turn.
const BATCHES: usize = 8;

struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) * n) >> 31
    }
}

/// Nanoseconds that this process has computed.
fn cpu_ns() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    stat.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(0)
}

fn files(folder: &Path, below: &str, into: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files(&entry.path(), &format!("{name}/"), into);
        } else {
            into.push((name, std::fs::read(entry.path()).expect("a file")));
        }
    }
}

fn column(question: &Question, rows: usize, missing: u64, dice: &mut Dice) -> ArrayRef {
    let known = |dice: &mut Dice| dice.below(100) >= missing;
    let choices = question.kind.choices();
    match &question.kind {
        AnswerKind::Number { scale, min, max, .. } => {
            let width = (max - min).min(4_000_000) as u64 + 1;
            let values = (0..rows).map(|_| known(dice).then(|| min + dice.below(width) as i64));
            match scale {
                0 => Arc::new(values.collect::<Int64Array>()),
                _ => {
                    let values = values.map(|value| value.map(i128::from)).collect::<Decimal128Array>();
                    Arc::new(values.with_precision_and_scale(18, *scale as i8).expect("a decimal"))
                }
            }
        }
        AnswerKind::Boolean => {
            Arc::new((0..rows).map(|_| known(dice).then(|| dice.below(4) > 0)).collect::<BooleanArray>())
        }
        AnswerKind::Date => {
            let days = (0..rows).map(|_| known(dice).then(|| 20_000 - dice.below(33_000) as i32));
            Arc::new(days.collect::<Date32Array>())
        }
        AnswerKind::Choice(_) => {
            let n = choices.len() as u64;
            let codes = (0..rows).map(|_| known(dice).then(|| choices[dice.below(n) as usize].code.as_str()));
            Arc::new(codes.collect::<DictionaryArray<Int32Type>>())
        }
        AnswerKind::Choices(_) => {
            let mut builder = ListBuilder::new(StringBuilder::new());
            for _ in 0..rows {
                for choice in choices.iter().filter(|_| dice.below(3) == 0) {
                    builder.values().append_value(&choice.code);
                }
                builder.append(known(dice));
            }
            Arc::new(builder.finish())
        }
        AnswerKind::Text => Arc::new((0..rows).map(|_| Some("chữ")).collect::<StringArray>()),
    }
}

fn table(
    standard: &PovertyStandard,
    intake: &Intake,
    of: Subject,
    rows: usize,
    missing: u64,
    dice: &mut Dice,
) -> RecordBatch {
    let columns =
        intake.columns(of).into_iter().filter(|column| column.name != "birth_year" && column.name != "age");
    let columns = columns.map(|wanted| {
        let question = standard.questionnaire.get(wanted.question);
        let missing = if matches!(wanted.name.as_str(), "zone" | "birth_date") { 0 } else { missing };
        (wanted.name, column(question, rows, missing, dice), true)
    });
    RecordBatch::try_from_iter_with_nullable(columns).expect("columns of one length")
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number =
        |at: usize, otherwise: usize| arguments.get(at).and_then(|a| a.parse().ok()).unwrap_or(otherwise);
    let (households, missing) = (number(0, 1_000_000), number(1, 0) as u64);
    let id = arguments.get(2).map_or("vn-2022", String::as_str);
    let mut pack = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn"), "", &mut pack);
    let loaded = load(&PackFiles::new(pack), &format!("standards/{id}"));
    let standard = loaded.standard.expect("a standard without mistakes");
    let day = standard.covers.from.expect("a first day");
    let plan = Plan::new(&standard, &standard.on(day).expect("covered"), None, None);
    let intake = Intake::new(&standard, plan.questions(), Day::from_epoch_days(20_089));
    println!("{id}: {} questions read, {}% of answers missing", plan.questions().len(), missing);

    let dice = &mut Dice(7);
    let batches: Vec<(RecordBatch, RecordBatch, Vec<u32>)> = (0..BATCHES)
        .map(|_| {
            let mut offsets = vec![0_u32];
            while offsets[offsets.len() - 1] < BATCH_MEMBERS as u32 {
                let size = [1, 2, 3, 3, 4, 4, 4, 5, 5, 6][dice.below(10) as usize];
                offsets.push(offsets[offsets.len() - 1] + size);
            }
            let members = offsets[offsets.len() - 1] as usize;
            let of_households =
                table(&standard, &intake, Subject::Household, offsets.len() - 1, missing, dice);
            (of_households, table(&standard, &intake, Subject::Member, members, missing, dice), offsets)
        })
        .collect();
    let answers = |of: Subject, batch: &RecordBatch| {
        Answers::new(&intake, intake.bind(of, &batch.schema()).expect("right types").0)
    };
    let mut of_households = answers(Subject::Household, &batches[0].0);
    let mut of_members = answers(Subject::Member, &batches[0].1);
    let (mut scratch, mut out, mut problems) = (plan.scratch(), Classified::default(), Vec::new());

    let (mut done, mut members, mut determined) = (0, 0, 0);
    let mut ns = [0, 0];
    for (classifies, ns) in [false, true].into_iter().zip(&mut ns) {
        (done, members, determined) = (0, 0, 0);
        let start = cpu_ns();
        for turn in 0.. {
            let (household_batch, member_batch, offsets) = &batches[turn % BATCHES];
            of_households.clear();
            of_members.clear();
            of_households.append(household_batch, 0, household_batch.num_rows(), 1, &mut problems);
            of_members.append(member_batch, 0, member_batch.num_rows(), 1, &mut problems);
            if classifies {
                plan.classify(&mut scratch, &of_households, &of_members, offsets, &mut out);
                determined += out.outcome.iter().filter(|outcome| **outcome != u8::MAX).count();
            }
            done += offsets.len() - 1;
            members += member_batch.num_rows();
            if done >= households {
                break;
            }
        }
        *ns = cpu_ns() - start;
    }
    let (intake_ns, classify_ns) = (ns[0], ns[1].saturating_sub(ns[0]));
    assert!(problems.is_empty(), "{:?}", problems.first());
    for (of, batch) in [(Subject::Household, &batches[0].0), (Subject::Member, &batches[0].1)] {
        for question in plan.questions().iter().filter(|q| standard.questionnaire.get(**q).of == of) {
            let intake = Intake::new(&standard, &[*question], Day::from_epoch_days(20_089));
            let mut answers = Answers::new(&intake, intake.bind(of, &batch.schema()).expect("right types").0);
            let (start, turns) = (cpu_ns(), 5000);
            for _ in 0..turns {
                answers.clear();
                answers.append(batch, 0, batch.num_rows(), 1, &mut problems);
            }
            let each = (cpu_ns() - start) as f64 / (turns * (batches[0].2.len() - 1)) as f64;
            println!("{each:8.1} ns a household: {}", standard.questionnaire.get(*question).id);
        }
    }
    let per = |ns: u64| ns as f64 / done as f64;
    println!("{done} households, {members} members, {determined} determined");
    println!(
        "intake {:.1} ns, classification {:.1} ns a household: {:.3} CPU-s a million",
        per(intake_ns),
        per(classify_ns),
        per(intake_ns + classify_ns) / 1000.0
    );
}
