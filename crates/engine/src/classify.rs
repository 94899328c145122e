//! Phân loại hộ: a compiled standard over batches of typed answers.

use standards::points::PointTable;
use standards::questionnaire::QuestionIndex;
use standards::standard::{ParamValues, PovertyStandard};

use crate::bits::{Bits, TwoBits};
use crate::intake::Answers;

/// Neither this nor that: an undetermined outcome, an unknown band, no usable income test.
pub const UNDETERMINED: u8 = u8::MAX;

/// A standard compiled for a result day.
#[derive(Clone, Debug)]
pub struct Plan {
    questions: Vec<QuestionIndex>,
}

/// Memory of one thread, reused between batches.
#[derive(Clone, Debug, Default)]
pub struct Scratch {}

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
}

impl Plan {
    /// Compiles a standard with the values of a result day, the income test that was asked for, and imported points.
    pub fn new(
        standard: &PovertyStandard,
        on: &ParamValues,
        income_test: Option<usize>,
        points: Option<&PointTable>,
    ) -> Plan {
        let _ = (standard, on, income_test, points);
        Plan { questions: Vec::new() }
    }

    /// The questions whose answers are needed, including the zone.
    pub fn questions(&self) -> &[QuestionIndex] {
        &self.questions
    }

    /// Memory for one thread.
    pub fn scratch(&self) -> Scratch {
        Scratch::default()
    }

    /// Classifies a batch. `offsets` has one entry more than there are households: the members of household `h` are the
    /// rows `offsets[h]..offsets[h + 1]`. What `out` held is replaced.
    pub fn classify(
        &self,
        scratch: &mut Scratch,
        households: &Answers,
        members: &Answers,
        offsets: &[u32],
        out: &mut Classified,
    ) {
        let _ = (scratch, households, members, offsets, out);
    }
}
