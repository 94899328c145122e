//! Computes a program over a batch: every node once, into memory that is kept.

use standards::questionnaire::{QuestionIndex, Subject};

use super::{BitId, BitNode, BitOp, NumberId, NumberOp, Program, Step, run_numbers};
use crate::bits::Bits;
use crate::columns::{Codes, Column, NO_CHOICE, Numbers, NumbersRef};
use crate::intake::Answers;
use crate::kernels::{self, Segments, Truths, TruthsRef};

/// The results of all nodes, by id.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    bits: Vec<Truths>,
    narrow: Vec<Numbers<i32>>,
    wide: Vec<Numbers<i64>>,
    pub(crate) segments: Segments,
    spare: Vec<u64>,
}

/// The answers of a batch.
#[derive(Clone, Copy)]
pub(crate) struct Batch<'a> {
    pub(crate) households: &'a Answers,
    pub(crate) members: &'a Answers,
}

/// A program with its batch and what was computed so far.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) program: &'a Program,
    pub(crate) batch: Batch<'a>,
    pub(crate) memory: &'a Memory,
}

/// A lane width: where its results and its columns are.
pub(crate) trait Stored: run_numbers::Special {
    fn results(memory: &Memory) -> &Vec<Numbers<Self>>;
    fn results_mut(memory: &mut Memory) -> &mut Vec<Numbers<Self>>;
    fn column(column: &Column) -> Option<&Numbers<Self>>;
}

impl Stored for i32 {
    fn results(memory: &Memory) -> &Vec<Numbers<i32>> {
        &memory.narrow
    }
    fn results_mut(memory: &mut Memory) -> &mut Vec<Numbers<i32>> {
        &mut memory.narrow
    }
    fn column(column: &Column) -> Option<&Numbers<i32>> {
        if let Column::Narrow(numbers) = column { Some(numbers) } else { None }
    }
}

impl Stored for i64 {
    fn results(memory: &Memory) -> &Vec<Numbers<i64>> {
        &memory.wide
    }
    fn results_mut(memory: &mut Memory) -> &mut Vec<Numbers<i64>> {
        &mut memory.wide
    }
    fn column(column: &Column) -> Option<&Numbers<i64>> {
        if let Column::Wide(numbers) = column { Some(numbers) } else { None }
    }
}

impl Memory {
    pub(crate) fn new(program: &Program) -> Memory {
        let numbers = program.numbers.len();
        Memory {
            bits: vec![Truths::default(); program.bits.len()],
            narrow: vec![Numbers::default(); numbers],
            wide: vec![Numbers::default(); numbers],
            ..Memory::default()
        }
    }

    /// Computes every step of the program.
    pub(crate) fn run(&mut self, program: &Program, batch: Batch<'_>, offsets: &[u32]) {
        self.segments.prepare(offsets);
        for step in program.steps() {
            match *step {
                Step::Bit(id) => {
                    let mut out = self.bits.get_mut(id.at()).map(std::mem::take).unwrap_or_default();
                    let mut spare = std::mem::take(&mut self.spare);
                    let view = View { program, batch, memory: self };
                    let node = program.bit(id);
                    view.compute(node, &mut out, &mut spare);
                    out.settle(view.rows(node.of));
                    self.spare = spare;
                    self.bits.get_mut(id.at()).into_iter().for_each(|slot| std::mem::swap(slot, &mut out));
                }
                Step::Number(id) if program.number(id).narrow => self.step::<i32>(program, batch, id),
                Step::Number(id) => self.step::<i64>(program, batch, id),
            }
        }
    }

    fn step<T: Stored>(&mut self, program: &Program, batch: Batch<'_>, id: NumberId) {
        let mut out = T::results_mut(self).get_mut(id.at()).map(std::mem::take).unwrap_or_default();
        run_numbers::compute(View { program, batch, memory: self }, id, &mut out);
        T::results_mut(self).get_mut(id.at()).into_iter().for_each(|slot| std::mem::swap(slot, &mut out));
    }
}

#[allow(clippy::indexing_slicing)] // ids are only made by the builder of the same program
impl<'a> View<'a> {
    pub(crate) fn rows(self, of: Subject) -> usize {
        match of {
            Subject::Household => self.memory.segments.households(),
            Subject::Member => self.memory.segments.members(),
        }
    }

    /// The answers to a question, unless they were not read.
    pub(crate) fn column(self, question: QuestionIndex, of: Subject) -> Option<&'a Column> {
        let answers = if of == Subject::Household { self.batch.households } else { self.batch.members };
        answers.column(question).filter(|_| answers.len() == self.rows(of))
    }

    fn codes(self, question: QuestionIndex, of: Subject) -> Option<&'a Codes> {
        match self.column(question, of)? {
            Column::Codes(codes) => Some(codes),
            _ => None,
        }
    }

    /// A computed condition, or a column of flags.
    pub(crate) fn bits(self, id: BitId) -> TruthsRef<'a> {
        let node = self.program.bit(id);
        if let BitOp::Flag(question) = node.op
            && let Some(Column::Flags(flags)) = self.column(question, node.of)
        {
            return TruthsRef { certain: flags.certain.words(), possible: flags.possible().map(Bits::words) };
        }
        let known = &self.memory.bits[id.at()];
        TruthsRef { certain: &known.certain, possible: (!known.exact).then_some(&known.possible) }
    }

    /// A computed number, or a column of numbers.
    pub(crate) fn numbers<T: Stored>(self, id: NumberId) -> NumbersRef<'a, T> {
        let node = self.program.number(id);
        let rows = self.rows(node.of);
        if let NumberOp::Answer(question) = node.op
            && let Some(numbers) = self.column(question, node.of).and_then(T::column)
        {
            return numbers.first(rows);
        }
        T::results(self.memory)[id.at()].first(rows)
    }

    fn compute(self, node: &BitNode, out: &mut Truths, spare: &mut Vec<u64>) {
        let rows = self.rows(node.of);
        match &node.op {
            BitOp::Constant(certain, possible) => out.fill(*certain, *possible, rows),
            BitOp::Flag(question) => {
                if self.column(*question, node.of).is_none() {
                    out.fill(false, true, rows);
                }
            }
            BitOp::Choice(question, test) => match self.codes(*question, node.of) {
                None => out.fill(test.missing.0, test.missing.1, rows),
                Some(codes) => {
                    kernels::in_ranges(&codes.codes, &test.ranges, &mut out.certain);
                    out.exact = codes.missing == 0;
                    if !out.exact {
                        kernels::test_each(&codes.codes, spare, move |code| code == NO_CHOICE);
                        let with = |missing: bool| if missing { u64::MAX } else { 0 };
                        let (sure, maybe) = (with(test.missing.0), with(test.missing.1));
                        kernels::zip_words(&out.certain, spare, &mut out.possible, |known, missing| {
                            known | (missing & maybe)
                        });
                        out.certain
                            .iter_mut()
                            .zip(spare)
                            .for_each(|(known, missing)| *known |= *missing & sure);
                    }
                }
            },
            BitOp::Not(a) => kernels::not(self.bits(*a), out),
            BitOp::And(parts) => kernels::join(parts.iter().map(|part| self.bits(*part)), true, out),
            BitOp::Or(parts) => kernels::join(parts.iter().map(|part| self.bits(*part)), false, out),
            BitOp::Same(a, b) => kernels::same(self.bits(*a), self.bits(*b), out),
            BitOp::If(when, a, b) => kernels::choose(self.bits(*when), self.bits(*a), self.bits(*b), out),
            BitOp::Exists(inner) => {
                self.per_bitmap(*inner, out, |bits, out| self.memory.segments.any(bits, out))
            }
            BitOp::Spread(inner) => {
                self.per_bitmap(*inner, out, |bits, out| kernels::spread(&self.memory.segments, bits, out));
            }
            BitOp::Includes(..) | BitOp::TextIs(..) | BitOp::Known(_) => self.unusual(node, out, rows),
            BitOp::LessThan(a, _) | BitOp::EqualTo(a, _) | BitOp::Less(a, _) | BitOp::Equal(a, _) => {
                if self.program.number(*a).narrow {
                    run_numbers::compare::<i32>(self, &node.op, out);
                } else {
                    run_numbers::compare::<i64>(self, &node.op, out);
                }
            }
        }
    }

    fn per_bitmap(self, inner: BitId, out: &mut Truths, f: impl Fn(&[u64], &mut Vec<u64>)) {
        let inner = self.bits(inner);
        f(inner.certain, &mut out.certain);
        out.exact = inner.possible.is_none();
        if let Some(possible) = inner.possible {
            f(possible, &mut out.possible);
        }
    }

    /// Tests of rarer columns, row by row.
    fn unusual(self, node: &BitNode, out: &mut Truths, rows: usize) {
        match &node.op {
            BitOp::Includes(question, choice) => {
                let Some(Column::Sets(sets)) = self.column(*question, node.of) else {
                    return out.fill(false, true, rows);
                };
                let choice = u32::from(*choice).min(63);
                kernels::test_each(&sets.sets, &mut out.certain, move |set| set >> choice & 1 == 1);
                kernels::zip_words(&out.certain, sets.known.words(), &mut out.possible, |set, known| {
                    set | !known
                });
            }
            BitOp::TextIs(question, texts) => {
                let Some(Column::Texts(known)) = self.column(*question, node.of) else {
                    return out.fill(false, true, rows);
                };
                out.fill(false, false, rows);
                for row in 0..rows {
                    let is_one = known.get(row).is_some_and(|text| texts.iter().any(|one| one == text));
                    out.certain[row / 64] |= u64::from(is_one) << (row % 64);
                }
                kernels::zip_words(&out.certain, known.known.words(), &mut out.possible, |one, known| {
                    one | !known
                });
            }
            BitOp::Known(question) => return self.known(*question, node.of, out, rows),
            _ => return,
        }
        out.exact = false;
    }

    /// Whether answers are there.
    fn known(self, question: QuestionIndex, of: Subject, out: &mut Truths, rows: usize) {
        match self.column(question, of) {
            Some(Column::Narrow(numbers)) => run_numbers::known(numbers, rows, out),
            Some(Column::Wide(numbers)) => run_numbers::known(numbers, rows, out),
            Some(Column::Flags(flags)) => match flags.possible() {
                None => out.fill(true, true, rows),
                Some(possible) => {
                    kernels::zip_words(flags.certain.words(), possible.words(), &mut out.certain, |a, b| {
                        !(a ^ b)
                    });
                }
            },
            Some(Column::Codes(codes)) => {
                kernels::test_each(&codes.codes, &mut out.certain, move |c| c != NO_CHOICE)
            }
            Some(Column::Sets(sets)) => kernels::map_words(sets.known.words(), &mut out.certain, |word| word),
            Some(Column::Texts(texts)) => {
                kernels::map_words(texts.known.words(), &mut out.certain, |word| word)
            }
            None => out.fill(false, false, rows),
        }
        out.exact = true;
    }
}
