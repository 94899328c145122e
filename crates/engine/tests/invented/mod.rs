//! An invented questionnaire with every kind of answer, random rules over it, and random households.

mod data;
mod expressions;

pub(crate) use data::{households, table};
use standards::points::{PointItem, PointOption, PointRegion, PointStructure, PointTable};
use standards::questionnaire::{AnswerKind, Choice, Question, QuestionIndex, Questionnaire, Subject};
use standards::standard::{
    DeprivationRule, IncomeBand, IncomeTest, Indicator, Outcome, Param, ParamValue, PovertyStandard, Rule,
    StandardScope, Status,
};
use vocab::{Citation, Confidence, LocalText, Place, Span, Zone};

use expressions::Writer;

/// A small generator of random numbers (SplitMix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub(crate) fn between(&mut self, least: i64, greatest: i64) -> i64 {
        least + (self.next() % (greatest - least + 1) as u64) as i64
    }

    pub(crate) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }
}

pub(crate) fn source() -> Citation {
    let confidence = Confidence::Invented;
    Citation { doc: "none".into(), article: None, clause: None, point: None, appendix: None, confidence }
}

fn question(id: &str, of: Subject, kind: AnswerKind) -> Question {
    Question {
        id: id.to_owned(),
        of,
        section: None,
        kind,
        unit: None,
        relevant: None,
        label: LocalText::default(),
        hint: None,
        phrase: None,
        sensitive: false,
        place: Place::default(),
    }
}

fn choices(codes: &[(&str, Option<i64>)]) -> Vec<Choice> {
    let choice = |(code, order): &(&str, Option<i64>)| Choice {
        code: (*code).to_owned(),
        order: *order,
        label: LocalText::default(),
    };
    codes.iter().map(choice).collect()
}

fn number(scale: u8, min: i64, max: i64) -> AnswerKind {
    AnswerKind::Number { scale, min, max, decimal: scale > 0 }
}

/// Position of the B1 total.
pub(crate) const TOTAL: QuestionIndex = QuestionIndex(2);
/// Position of the income.
pub(crate) const INCOME: QuestionIndex = QuestionIndex(1);

fn questionnaire() -> Questionnaire {
    use Subject::{Household, Member};
    let levels =
        [("none", Some(0)), ("primary", Some(2)), ("lower", Some(3)), ("upper", Some(5)), ("none2", Some(0))];
    let questions = vec![
        question("zone", Household, AnswerKind::Choice(choices(&[("rural", None), ("urban", None)]))),
        question("income", Household, number(0, -5, 4_000_000_000)),
        question("b1_points", Household, number(0, 0, 60)),
        question("rooms", Household, number(0, 0, 6)),
        question("area", Household, number(1, 0, 900)),
        question("toilet", Household, AnswerKind::Boolean),
        question("water", Household, AnswerKind::Choice(choices(&levels))),
        question(
            "assets",
            Household,
            AnswerKind::Choices(choices(&[("tv", None), ("phone", None), ("bike", None)])),
        ),
        question("village", Household, AnswerKind::Text),
        question("moved_on", Household, AnswerKind::Date),
        question("age", Member, number(0, 0, 120)),
        question("birth_date", Member, AnswerKind::Date),
        question("birth_year", Member, number(0, 1906, 2026)),
        question("attending", Member, AnswerKind::Boolean),
        question("school", Member, AnswerKind::Choice(choices(&levels))),
        question("wage", Member, number(0, -9, 5_000_000_000)),
        question("hours", Member, number(0, 0, 12)),
    ];
    Questionnaire { sections: Vec::new(), questions, ..Questionnaire::default() }
}

/// The standard without rules.
pub(crate) fn standard() -> PovertyStandard {
    let always = Span { from: None, until: None };
    let value =
        |value, zone| ParamValue { value, zone, valid: always, source: source(), place: Place::default() };
    let param = |name: &str, scale, rural, urban| Param {
        name: name.to_owned(),
        label: None,
        unit: None,
        scale,
        values: vec![value(rural, Some(Zone::Rural)), value(urban, Some(Zone::Urban))],
    };
    PovertyStandard {
        id: "invented".into(),
        label: LocalText::default(),
        status: Status::Example,
        scope: StandardScope::National,
        covers: always,
        source: source(),
        note: None,
        questionnaire: questionnaire(),
        params: vec![param("line", 0, 2, 5), param("flat", 0, 3, 3), param("per_person", 1, 80, 35)],
        dimensions: Vec::new(),
        indicators: Vec::new(),
        income_tests: Vec::new(),
        income_bands: Vec::new(),
        outcomes: Vec::new(),
        measure: None,
        deprivation_points: None,
        points: None,
        place: Place::default(),
        digest: Default::default(),
    }
}

/// The standard with random rules everywhere.
pub(crate) fn rules(mut standard: PovertyStandard, dice: &mut Dice) -> PovertyStandard {
    let label = LocalText::default;
    let all = standard.clone();
    let rule = |dice: &mut Dice, indicators: usize, depth: usize| {
        let mut writer = Writer { standard: &all, dice, member: false, indicators };
        let condition = writer.condition(depth);
        Rule { written: String::new(), condition, place: Place::default() }
    };
    let certain = || Rule {
        written: "true".into(),
        condition: standards::rule::Condition::Constant(true),
        place: Place::default(),
    };
    for at in 0..1 + dice.below(6) {
        let unknown = dice.percent(10);
        standard.indicators.push(Indicator {
            id: format!("indicator_{at}"),
            number: None,
            dimension: String::new(),
            label: label(),
            deprived: if unknown {
                DeprivationRule::Unknown(label())
            } else {
                DeprivationRule::Rule(rule(dice, 0, 4))
            },
            text: None,
            source: source(),
            place: Place::default(),
        });
    }
    let indicators = standard.indicators.len();
    for (id, question) in [("b1", TOTAL), ("income", INCOME)] {
        let mut writer = Writer { standard: &all, dice, member: false, indicators: 0 };
        let condition = writer.test_of(question);
        let at_or_below_line = Rule { written: String::new(), condition, place: Place::default() };
        let id = id.to_owned();
        standard.income_tests.push(IncomeTest {
            id,
            label: label(),
            question,
            at_or_below_line,
            source: source(),
        });
    }
    for at in 0..3 {
        let last = at == 2;
        let when = if last { certain() } else { rule(dice, indicators, 3) };
        standard.outcomes.push(Outcome {
            id: format!("outcome_{at}"),
            label: label(),
            when,
            source: source(),
        });
        let when = rule(dice, indicators, 2);
        let income_test = [None, Some(0), Some(1)][dice.below(3)];
        let id = format!("band_{at}");
        standard.income_bands.push(IncomeBand { id, label: label(), income_test, when, source: source() });
    }
    if dice.percent(50) {
        standard.points = Some(PointStructure {
            question: TOTAL,
            label: label(),
            source: source(),
            regions: (0..2)
                .map(|at| PointRegion { id: format!("r{at}"), label: label(), when: rule(dice, 0, 1) })
                .collect(),
            items: (0..3)
                .map(|item| PointItem {
                    id: format!("i{item}"),
                    label: label(),
                    source: source(),
                    options: (0..3)
                        .map(|at| PointOption {
                            id: format!("o{at}"),
                            label: label(),
                            when: rule(dice, 0, 2),
                        })
                        .collect(),
                })
                .collect(),
        });
    }
    standard
}

/// Points for the structure, if there is one.
pub(crate) fn points(standard: &PovertyStandard, dice: &mut Dice) -> Option<PointTable> {
    let structure = standard.points.as_ref()?;
    let mut of_item =
        |item: &PointItem| item.options.iter().map(|_| dice.between(-5, 25)).collect::<Vec<i64>>();
    let points =
        structure.regions.iter().map(|_| structure.items.iter().map(&mut of_item).collect()).collect();
    Some(PointTable { points })
}
