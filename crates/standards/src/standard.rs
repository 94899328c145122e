//! Chuẩn nghèo đa chiều: a whole dated set of values, indicators and outcomes.

use vocab::{Citation, Day, Finding, LocalText, Place, Span, Zone};

use crate::points::PointStructure;
use crate::questionnaire::{QuestionIndex, Questionnaire};
use crate::rule::{Condition, ParamIndex};

/// Chuẩn nghèo đa chiều: everything that one decree says about who is poor, checked.
#[derive(Clone, Debug)]
pub struct PovertyStandard {
    /// Id, e.g. `vn-2022`.
    pub id: String,
    /// Name.
    pub label: LocalText,
    /// How far it may be relied on.
    pub status: Status,
    /// National, or a province's own.
    pub scope: StandardScope,
    /// Result days that it decides.
    pub covers: Span,
    /// The document that it comes from.
    pub source: Citation,
    /// A remark for readers.
    pub note: Option<LocalText>,
    /// Questions that the rules read.
    pub questionnaire: Questionnaire,
    /// Named values.
    pub params: Vec<Param>,
    /// Chiều.
    pub dimensions: Vec<Dimension>,
    /// Chỉ số.
    pub indicators: Vec<Indicator>,
    /// Ways to the income test, preferred first.
    pub income_tests: Vec<IncomeTest>,
    /// Income bands, first true wins.
    pub income_bands: Vec<IncomeBand>,
    /// Results, first true wins; the last is always true.
    pub outcomes: Vec<Outcome>,
    /// Weights for statistics.
    pub measure: Option<Measure>,
    /// The count of deprivations said in points.
    pub deprivation_points: Option<DeprivationPoints>,
    /// Structure of the proxy score.
    pub points: Option<PointStructure>,
    /// SHA-256 of the files that decide; every stored result names it.
    pub digest: String,
    /// Where it stands.
    pub place: Place,
}

/// How far a standard may be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The law of its days.
    InForce,
    /// The law of its days, not fully read yet.
    Provisional,
    /// Kept for reading history.
    Historic,
    /// An example; never in force.
    Example,
}

impl Status {
    /// All of them.
    pub const ALL: [Status; 4] = [Status::InForce, Status::Provisional, Status::Historic, Status::Example];

    /// As packs write it.
    pub const fn code(self) -> &'static str {
        match self {
            Status::InForce => "in_force",
            Status::Provisional => "provisional",
            Status::Historic => "historic",
            Status::Example => "example",
        }
    }
}

/// Where a standard applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StandardScope {
    /// The whole country.
    National,
    /// Chuẩn của tỉnh: the units with these codes and everything in them.
    Local(Vec<String>),
}

/// A named value of the standard.
#[derive(Clone, Debug)]
pub struct Param {
    /// Name; rules say `param.NAME`.
    pub name: String,
    /// What it is.
    pub label: Option<LocalText>,
    /// Unit, if it has one.
    pub unit: Option<String>,
    /// Digits after the point, the same for all values.
    pub scale: u8,
    /// Its values, by zone and day.
    pub values: Vec<ParamValue>,
}

/// One value of a parameter.
#[derive(Clone, Debug)]
pub struct ParamValue {
    /// In units of 10^-scale.
    pub value: i64,
    /// The zone in which it holds; `None` is both.
    pub zone: Option<Zone>,
    /// The days on which it holds.
    pub valid: Span,
    /// Where it comes from.
    pub source: Citation,
    /// Where it stands.
    pub place: Place,
}

/// Chiều thiếu hụt.
#[derive(Clone, Debug)]
pub struct Dimension {
    /// Id.
    pub id: String,
    /// Name.
    pub label: LocalText,
}

/// Chỉ số: a measured item with its deprivation rule.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Id; also a column of the result.
    pub id: String,
    /// Official number.
    pub number: Option<u16>,
    /// Id of its dimension.
    pub dimension: String,
    /// Name.
    pub label: LocalText,
    /// When a household is deprived.
    pub deprived: DeprivationRule,
    /// The words of the law.
    pub text: Option<LocalText>,
    /// Where it comes from.
    pub source: Citation,
    /// Where it stands.
    pub place: Place,
}

/// Ngưỡng thiếu hụt: when a household is deprived in an indicator.
#[derive(Clone, Debug)]
pub enum DeprivationRule {
    /// Known.
    Rule(Rule),
    /// The cut-off is not known; the words say why.
    Unknown(LocalText),
}

/// A checked rule with its text.
#[derive(Clone, Debug)]
pub struct Rule {
    /// As written in the pack.
    pub written: String,
    /// As checked.
    pub condition: Condition,
    /// Where it stands.
    pub place: Place,
}

/// A way to find whether a household is at or below the income line.
#[derive(Clone, Debug)]
pub struct IncomeTest {
    /// Id, the value of `--income-test`.
    pub id: String,
    /// Name.
    pub label: LocalText,
    /// The answer it rests on.
    pub question: QuestionIndex,
    /// The test.
    pub at_or_below_line: Rule,
    /// Where it comes from.
    pub source: Citation,
}

/// Mức sống by income, beside the outcome.
#[derive(Clone, Debug)]
pub struct IncomeBand {
    /// Id.
    pub id: String,
    /// Name.
    pub label: LocalText,
    /// Position of the income test that must have been used, if it matters.
    pub income_test: Option<usize>,
    /// When a household is in it.
    pub when: Rule,
    /// Where it comes from.
    pub source: Citation,
}

/// Kết quả phân loại.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Id: `poor`, `near_poor`, `not_poor`.
    pub id: String,
    /// Name.
    pub label: LocalText,
    /// When.
    pub when: Rule,
    /// Where it comes from.
    pub source: Citation,
}

/// Weights and cut-off of the Alkire-Foster measures. Not the legal test.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Weight of each indicator as a fraction (numerator, denominator); they sum to 1.
    pub weights: Vec<(i64, i64)>,
    /// Poverty cut-off as a fraction.
    pub poverty_cutoff: (i64, i64),
    /// Where it comes from.
    pub source: Citation,
}

/// Điểm B2: the count of deprivations said in points, as the paper form does. Outcomes rest on the count.
#[derive(Clone, Debug)]
pub struct DeprivationPoints {
    /// Name.
    pub label: LocalText,
    /// The whole points of each deprivation.
    pub each: ParamIndex,
    /// Where it comes from.
    pub source: Citation,
}

/// A standard that was read, or everything that is wrong with it. Warnings may come with a standard.
#[derive(Debug)]
pub struct Loaded {
    /// The standard, if nothing is wrong.
    pub standard: Option<PovertyStandard>,
    /// What a person should mend.
    pub findings: Vec<Finding>,
}

/// The values of all parameters on a result day: `[rural, urban]` by [`ParamIndex`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParamValues(pub Vec<[i64; 2]>);

/// Why a standard does not decide for a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotCovered {
    /// The day is outside `covers`.
    Day(Day, Span),
    /// A value is missing for the day in a zone.
    Param(String, Zone, Day),
}

impl std::fmt::Display for NotCovered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NotCovered::Day(day, span) => {
                write!(f, "the standard does not cover the result day {day}")?;
                if let Some(from) = span.from {
                    write!(f, "; it begins on {from}")?;
                }
                if let Some(until) = span.until {
                    write!(f, "; its last day is {}", until.previous())?;
                }
                Ok(())
            }
            NotCovered::Param(name, zone, day) => {
                write!(f, "param.{name} has no value in the {} zone on {day}", zone.code())
            }
        }
    }
}

impl PovertyStandard {
    /// The parameters on a result day.
    ///
    /// # Errors
    /// The day lies outside the standard or a value's validity: the standard refuses to decide.
    pub fn on(&self, result_day: Day) -> Result<ParamValues, NotCovered> {
        if !self.covers.contains(result_day) {
            return Err(NotCovered::Day(result_day, self.covers));
        }
        let value = |param: &Param, zone: Zone| {
            param
                .values
                .iter()
                .find(|v| v.valid.contains(result_day) && v.zone.is_none_or(|z| z == zone))
                .map(|v| v.value)
                .ok_or_else(|| NotCovered::Param(param.name.clone(), zone, result_day))
        };
        let both = |param: &Param| Ok([value(param, Zone::Rural)?, value(param, Zone::Urban)?]);
        self.params.iter().map(both).collect::<Result<_, _>>().map(ParamValues)
    }

    /// The value of a parameter that applied, for showing its source.
    pub fn param_value(&self, param: ParamIndex, zone: Zone, day: Day) -> Option<&ParamValue> {
        let param = self.params.get(usize::from(param.0))?;
        param.values.iter().find(|v| v.valid.contains(day) && v.zone.is_none_or(|z| z == zone))
    }
}
