//! Phân loại hộ: a compiled standard over batches of typed answers.

mod decide;

use std::collections::BTreeSet;

use standards::points::PointTable;
use standards::questionnaire::{AnswerKind, QuestionIndex, ZONE};
use standards::rule::{Condition, MAX_MEMBERS, Number, NumberKind, Range};
use standards::standard::{DeprivationRule, ParamValues, PovertyStandard};

use crate::bits::{Bits, TwoBits};
use crate::intake::Answers;
use crate::program::{Batch, BitId, Builder, Memory, NumberId, Program, View};
use crate::score::computed_total;

/// Neither this nor that: an undetermined outcome, an unknown band, no usable income test.
pub const UNDETERMINED: u8 = u8::MAX;

/// What else is asked of every household while it is classified. It decides nothing.
#[derive(Clone, Debug, Default)]
pub struct AlsoAsked {
    /// Conditions of households.
    pub conditions: Vec<Condition>,
    /// Conditions of members: how many of the household satisfy each.
    pub counts: Vec<Condition>,
}

/// A standard compiled for a result day.
#[derive(Clone, Debug)]
pub struct Plan {
    questions: Vec<QuestionIndex>,
    program: Program,
    results: Results,
}

/// Where the program leaves what the standard asks for.
#[derive(Clone, Debug)]
struct Results {
    deprived: Vec<BitId>,
    deprivation_count: NumberId,
    outcomes: Vec<BitId>,
    income_bands: Vec<BitId>,
    tests: Vec<Test>,
    at_or_below_income_line: BitId,
    asked: Vec<BitId>,
    counted: Vec<NumberId>,
}

/// An income test.
#[derive(Clone, Copy, Debug)]
struct Test {
    /// Its answer is there, or computed from points.
    answered: BitId,
    says: BitId,
    /// This test is used.
    used: BitId,
}

/// Memory of one thread, reused between batches.
#[derive(Clone, Debug)]
pub struct Scratch {
    memory: Memory,
    words: decide::Words,
}

/// The results of a batch of households.
#[derive(Clone, Debug, Default)]
pub struct Classified {
    /// Per indicator: certainly and possibly deprived.
    pub deprived: Vec<TwoBits>,
    /// Known deprivations.
    pub deprivation_count: Vec<u16>,
    /// With all unknowns deprived.
    pub deprivation_count_max: Vec<u16>,
    /// Position of the outcome; [`UNDETERMINED`] if missing answers could change it.
    pub outcome: Vec<u8>,
    /// Position of the income band; [`UNDETERMINED`] is unknown.
    pub income_band: Vec<u8>,
    /// Position of the income test used; [`UNDETERMINED`] if no answer is there.
    pub income_test: Vec<u8>,
    /// At or below the income line by that test.
    pub at_or_below_income_line: TwoBits,
    /// Finding `income_tests_disagree`.
    pub disagree: Bits,
    /// [`AlsoAsked::conditions`]: certainly and possibly so.
    pub asked: Vec<TwoBits>,
    /// [`AlsoAsked::counts`]: at least and at most so many members.
    pub counted: Vec<[Vec<u16>; 2]>,
}

impl Plan {
    /// Compiles a standard with the values of a result day, the income test that was asked for, and imported points.
    pub fn new(
        standard: &PovertyStandard,
        on: &ParamValues,
        income_test: Option<usize>,
        points: Option<&PointTable>,
    ) -> Plan {
        Plan::asking(standard, on, income_test, points, &AlsoAsked::default())
    }

    /// As [`Plan::new`], with further questions that are answered in the same pass.
    pub fn asking(
        standard: &PovertyStandard,
        on: &ParamValues,
        income_test: Option<usize>,
        points: Option<&PointTable>,
        also: &AlsoAsked,
    ) -> Plan {
        let total = points.and_then(|points| total_of(standard, points));
        let mut builder = Builder::new(&standard.questionnaire, on, total.as_ref());
        for indicator in &standard.indicators {
            let deprived = match &indicator.deprived {
                DeprivationRule::Rule(rule) => builder.condition(&rule.condition),
                DeprivationRule::Unknown(_) => builder.constant(false, true),
            };
            builder.deprived.push(deprived);
        }
        let tests = tests(&mut builder, standard, income_test);
        let at_or_below_income_line = at_or_below_line(&mut builder, &tests, income_test);
        builder.at_or_below_income_line = Some(at_or_below_income_line);
        let outcomes =
            standard.outcomes.iter().map(|outcome| builder.condition(&outcome.when.condition)).collect();
        let income_bands = standard.income_bands.iter().map(|band| {
            let when = builder.condition(&band.when.condition);
            match band.income_test.map(|test| tests.get(test)) {
                None => when,
                Some(Some(test)) => builder.and([test.used, when]),
                Some(None) => builder.constant(false, false),
            }
        });
        let income_bands = income_bands.collect();
        let deprivation_count = builder.deprivation_count();
        let deprived = builder.deprived.clone();
        let asked = also.conditions.iter().map(|condition| builder.condition(condition)).collect();
        let counted = also.counts.iter().map(|condition| builder.number(&count_of(condition))).collect();
        let results = Results {
            deprived,
            deprivation_count,
            outcomes,
            income_bands,
            tests,
            at_or_below_income_line,
            asked,
            counted,
        };
        let mut program = builder.finish();
        program.keep_only(&results.conditions(), &results.numbers());
        Plan { questions: questions(standard, points.is_some(), also), program, results }
    }

    /// The questions whose answers are needed, including the zone.
    pub fn questions(&self) -> &[QuestionIndex] {
        &self.questions
    }

    /// Memory for one thread.
    pub fn scratch(&self) -> Scratch {
        Scratch { memory: Memory::new(&self.program), words: decide::Words::default() }
    }

    /// Classifies a batch. `offsets` has one entry more than there are households: the members of household `h` are the
    /// rows `offsets[h]..offsets[h + 1]`. What `out` held is replaced.
    ///
    /// The answers are those of an [`Intake`](crate::intake::Intake) that wants [`Plan::questions`]; answers that were
    /// not read are missing.
    pub fn classify(
        &self,
        scratch: &mut Scratch,
        households: &Answers,
        members: &Answers,
        offsets: &[u32],
        out: &mut Classified,
    ) {
        debug_assert_eq!(households.len() + 1, offsets.len(), "one offset more than households");
        debug_assert_eq!(Some(members.len()), offsets.last().map(|last| *last as usize), "all members");
        let batch = Batch { households, members };
        scratch.memory.run(&self.program, batch, offsets);
        let view = View { program: &self.program, batch, memory: &scratch.memory };
        self.results.decide(view, &mut scratch.words, out);
    }
}

impl Results {
    /// Every condition that is read after the program ran.
    fn conditions(&self) -> Vec<BitId> {
        let tests = self.tests.iter().flat_map(|test| [test.answered, test.says, test.used]);
        let lists = self.deprived.iter().chain(&self.outcomes).chain(&self.income_bands).copied();
        let asked = self.asked.iter().copied();
        lists.chain(tests).chain([self.at_or_below_income_line]).chain(asked).collect()
    }

    /// Every number that is read after the program ran.
    fn numbers(&self) -> Vec<NumberId> {
        self.counted.iter().copied().chain([self.deprivation_count]).collect()
    }
}

/// How many members satisfy a condition.
fn count_of(condition: &Condition) -> Number {
    let range = Range { least: 0, greatest: MAX_MEMBERS };
    Number { kind: NumberKind::CountIf(Box::new(condition.clone())), scale: 0, range }
}

/// The B1 total that imported points give.
fn total_of(standard: &PovertyStandard, points: &PointTable) -> Option<(QuestionIndex, Number)> {
    let structure = standard.points.as_ref()?;
    let range = match standard.questionnaire.get(structure.question).kind {
        AnswerKind::Number { min, max, .. } => Range { least: min, greatest: max },
        _ => Range::exactly(0),
    };
    let typed = Number { kind: NumberKind::Answer(structure.question), scale: 0, range };
    Some((structure.question, computed_total(structure, points, typed)))
}

/// The income tests: which are answered, what they say, and which one is used.
fn tests(builder: &mut Builder<'_>, standard: &PovertyStandard, asked: Option<usize>) -> Vec<Test> {
    let mut none_before = builder.constant(true, true);
    let mut tests = Vec::new();
    for (at, test) in standard.income_tests.iter().enumerate() {
        let answered = builder.known(test.question);
        let says = builder.condition(&test.at_or_below_line.condition);
        let used = match asked {
            Some(asked) => builder.constant(asked == at, asked == at),
            None => builder.and([none_before, answered]),
        };
        let not_answered = builder.not(answered);
        none_before = builder.and([none_before, not_answered]);
        tests.push(Test { answered, says, used });
    }
    tests
}

/// What the used test says; without any answer, what all of them say together.
fn at_or_below_line(builder: &mut Builder<'_>, tests: &[Test], asked: Option<usize>) -> BitId {
    let unknown = builder.constant(false, true);
    if let Some(test) = asked.and_then(|asked| tests.get(asked)) {
        return test.says;
    }
    let mut answer = match tests.last() {
        Some(last) => last.says,
        None => return unknown,
    };
    for test in tests.iter().rev().skip(1) {
        answer = builder.choose(unknown, test.says, answer);
    }
    for test in tests.iter().rev() {
        answer = builder.choose(test.answered, test.says, answer);
    }
    answer
}

/// Every question that a rule of the standard reads.
fn questions(standard: &PovertyStandard, with_points: bool, also: &AlsoAsked) -> Vec<QuestionIndex> {
    let mut conditions: Vec<&Condition> = also.conditions.iter().chain(&also.counts).collect();
    for indicator in &standard.indicators {
        if let DeprivationRule::Rule(rule) = &indicator.deprived {
            conditions.push(&rule.condition);
        }
    }
    conditions.extend(standard.income_tests.iter().map(|test| &test.at_or_below_line.condition));
    conditions.extend(standard.income_bands.iter().map(|band| &band.when.condition));
    conditions.extend(standard.outcomes.iter().map(|outcome| &outcome.when.condition));
    if let Some(structure) = standard.points.as_ref().filter(|_| with_points) {
        conditions.extend(structure.regions.iter().map(|region| &region.when.condition));
        let options = structure.items.iter().flat_map(|item| &item.options);
        conditions.extend(options.map(|option| &option.when.condition));
    }
    let mut questions = BTreeSet::from([ZONE]);
    questions.extend(conditions.iter().flat_map(|condition| condition.questions()));
    questions.extend(standard.income_tests.iter().map(|test| test.question));
    questions.into_iter().collect()
}
