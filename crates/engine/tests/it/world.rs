//! The invented standard whose rules are drawn: its questions and values as pack text.

use standards::rule::{Names, RuleSource, check};
use standards::standard::{ParamValues, PovertyStandard};
use standards::{PackFiles, load};
use vocab::{Day, Place};

use crate::dice::Dice;
use crate::text::Condition;
use crate::writer::Writer;

const SOURCE: &str = "source = { doc = \"none\", confidence = \"invented\" }\n";
const LABEL: &str = "label = { vi = \"…\", en = \"…\" }";

/// Subject, id, and keys of every question. Decimals are drawn as multiples of a power of two, so that the doubles of
/// the `cel` crate are exact.
const QUESTIONS: [(&str, &str, &str); 22] = [
    ("household", "income", "type = \"integer\"\nunit = \"vnd\"\nmin = 0\nmax = 5000000000"),
    ("household", "b1_points", "type = \"integer\"\nmin = 0\nmax = 60"),
    ("household", "rooms", "type = \"integer\"\nmin = 0\nmax = 6"),
    ("household", "debt", "type = \"integer\"\nmin = -50\nmax = 50"),
    ("household", "area", "type = \"decimal\"\nscale = 1\nunit = \"m2\"\nmin = 0\nmax = 90"),
    ("household", "share", "type = \"decimal\"\nscale = 2\nmin = 0.25\nmax = 4"),
    ("household", "toilet", "type = \"boolean\""),
    ("household", "power", "type = \"boolean\""),
    ("household", "water", "type = \"choice\"\nchoices = [tap:3, well:2, spring:0, lake:0]"),
    ("household", "floor", "type = \"choice\"\nchoices = [1, 2, 3]"),
    ("household", "roof", "type = \"choice\"\nchoices = [2:5, 5:1, 7:-2]"),
    ("household", "wall", "type = \"choice\"\nchoices = [brick, wood, mud]"),
    ("household", "assets", "type = \"choices\"\nchoices = [tv, phone, bike]"),
    ("household", "village", "type = \"text\""),
    ("household", "moved_on", "type = \"date\""),
    ("member", "age", "type = \"integer\"\nmin = 0\nmax = 120"),
    ("member", "wage", "type = \"integer\"\nunit = \"vnd\"\nmin = 0\nmax = 4000000000"),
    ("member", "height", "type = \"decimal\"\nscale = 1\nmin = 0\nmax = 9"),
    ("member", "attending", "type = \"boolean\""),
    ("member", "school", "type = \"choice\"\nchoices = [none:0, primary:1, lower:2, upper:3]"),
    ("member", "jobs", "type = \"choices\"\nchoices = [farm, shop]"),
    ("member", "born", "type = \"date\""),
];

type Param = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Name, keys and value by zone (or one for both). `rate` and `ratio` are powers of two.
const PARAMS: [Param; 5] = [
    ("line", "unit = \"vnd\"\n", &[("rural", "1500000000"), ("urban", "2000000000")]),
    ("b1_line", "", &[("rural", "20"), ("urban", "35")]),
    ("rate", "", &[("rural", "0.5"), ("urban", "2.0")]),
    ("ratio", "", &[("", "0.25")]),
    ("flat", "", &[("", "3")]),
];

/// `[a:1, b]` as the tables of a pack.
fn choices(list: &str) -> String {
    let items = list.trim_matches(['[', ']']).split(", ").map(|item| match item.split_once(':') {
        Some((code, order)) => format!("{{ code = \"{code}\", order = {order}, {LABEL} }}"),
        None => format!("{{ code = \"{item}\", {LABEL} }}"),
    });
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

fn questionnaire() -> String {
    let mut text = String::new();
    for (of, id, keys) in QUESTIONS {
        let keys = match keys.split_once("choices = ") {
            Some((keys, list)) => format!("{keys}choices = {}", choices(list)),
            None => keys.to_owned(),
        };
        text += &format!("[[question]]\nid = \"{id}\"\nof = \"{of}\"\n{LABEL}\n{keys}\n");
    }
    text
}

/// A rule of a list in `standard.toml`.
struct Listed<'a> {
    list: &'a str,
    id: String,
    keys: &'a str,
    rule: &'a str,
    text: &'a str,
}

fn listed(rules: &[Listed<'_>]) -> String {
    let one = |r: &Listed<'_>| {
        format!(
            "[[{}]]\nid = \"{}\"\n{LABEL}\n{}{} = '''\n{}'''\n{SOURCE}",
            r.list, r.id, r.keys, r.rule, r.text
        )
    };
    rules.iter().map(one).collect()
}

/// A standard with drawn rules, and the same rules as the oracle reads them.
pub(crate) struct World {
    pub(crate) standard: PovertyStandard,
    pub(crate) params: ParamValues,
    /// The income test that is asked for.
    pub(crate) asked: Option<usize>,
    pub(crate) indicators: Vec<Condition>,
    pub(crate) income_tests: Vec<Condition>,
    pub(crate) outcomes: Vec<Condition>,
}

/// What the rules of a world may hold.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    pub(crate) depth: usize,
    /// `min()` and `max()`, which are missing where there is no member.
    pub(crate) extremes: bool,
}

/// The questions and values without rules.
pub(crate) fn empty() -> PovertyStandard {
    standard(&[], &[Condition::same("true"), Condition::same("true")], &[])
}

pub(crate) fn standard(
    indicators: &[Condition],
    tests: &[Condition],
    outcomes: &[Condition],
) -> PovertyStandard {
    let mut text = format!(
        "id = \"invented\"\n{LABEL}\nstatus = \"example\"\ncovers = {{ from = \"2022-01-01\" }}\n{SOURCE}"
    );
    for (name, keys, values) in PARAMS {
        for (zone, value) in values {
            let zone = if zone.is_empty() { String::new() } else { format!("zone = \"{zone}\"\n") };
            text +=
                &format!("[[param.{name}]]\nvalue = {value}\n{keys}{zone}from = \"2022-01-01\"\n{SOURCE}");
        }
    }
    let mut rules = Vec::new();
    for (test, (id, keys)) in
        tests.iter().zip([("b1", "question = \"b1_points\"\n"), ("income", "question = \"income\"\n")])
    {
        let id = id.to_owned();
        rules.push(Listed { list: "income_test", id, keys, rule: "at_or_below_line", text: &test.pack });
    }
    let last = Condition::same("true");
    for (at, outcome) in outcomes.iter().chain([&last]).enumerate() {
        rules.push(Listed {
            list: "outcome",
            id: format!("o{at}"),
            keys: "",
            rule: "when",
            text: if std::ptr::eq(outcome, &last) { "true" } else { &outcome.pack },
        });
        if at < outcomes.len() {
            let keys = ["", "income_test = \"b1\"\n", "income_test = \"income\"\n"][at % 3];
            rules.push(Listed {
                list: "income_band",
                id: format!("band{at}"),
                keys,
                rule: "when",
                text: &outcome.pack,
            });
        }
    }
    text += &listed(&rules).replace("when = '''\ntrue'''", "when = \"true\"");
    let mut of_indicators = format!("[[dimension]]\nid = \"d\"\n{LABEL}\n");
    let drafts: Vec<Listed<'_>> = indicators
        .iter()
        .enumerate()
        .map(|(at, rule)| Listed {
            list: "indicator",
            id: format!("i{at}"),
            keys: "dimension = \"d\"\n",
            rule: "deprived",
            text: &rule.pack,
        })
        .collect();
    of_indicators += &listed(&drafts);
    let files = [
        ("standard.toml", text),
        ("questionnaire.toml", questionnaire()),
        ("indicators.toml", of_indicators),
    ];
    let loaded = load(&PackFiles::new(files.map(|(file, text)| (file.to_owned(), text.into_bytes()))), "");
    loaded.standard.unwrap_or_else(|| panic!("refused: {:#?}", loaded.findings))
}

/// The refusals that a well-typed rule can meet: its numbers.
const REFUSALS: [&str; 2] = ["the result could be too large to be kept exactly", "the rule grows too large"];

/// A drawn rule that the checker accepts; any other refusal than those of large numbers is a failure.
pub(crate) fn accepted(
    standard: &PovertyStandard,
    indicators: usize,
    mut draw: impl FnMut() -> Condition,
) -> Condition {
    let ids: Vec<String> = (0..indicators).map(|at| format!("i{at}")).collect();
    let names = Names {
        questionnaire: &standard.questionnaire,
        params: &standard.params,
        indicators: (indicators > 0).then_some(&ids),
        has_income_test: indicators > 0,
    };
    for _ in 0..50 {
        let rule = draw();
        let mut findings = Vec::new();
        let place = Place { file: "rule".to_owned(), line: 1 };
        let source = RuleSource { text: &rule.pack, place: &place, of_member: false };
        if check(source, &names, &mut findings).is_some() {
            return rule;
        }
        findings.retain(|finding| finding.severity == vocab::Severity::Error);
        let expected = findings.iter().all(|f| REFUSALS.iter().any(|refusal| f.message.starts_with(refusal)));
        assert!(expected, "{}\n{findings:#?}", rule.pack);
    }
    panic!("fifty rules in a row were refused");
}

impl World {
    /// Draws every rule.
    pub(crate) fn draw(dice: &mut Dice, shape: Shape) -> World {
        thread_local!(static EMPTY: PovertyStandard = empty());
        let draw = |standard: &PovertyStandard| {
            let mut rule = |results: usize, depth: usize| {
                accepted(standard, results, || Writer::new(dice, results, shape.extremes).condition(depth))
            };
            let indicators: Vec<Condition> = (0..3).map(|_| rule(0, shape.depth)).collect();
            let outcomes: Vec<Condition> = (0..2).map(|_| rule(3, shape.depth.min(3))).collect();
            let tests = [
                rule(0, 1).or_compared("b1_points <= param.b1_line"),
                rule(0, 1).and_compared("income <= param.line"),
            ];
            (indicators, tests, outcomes)
        };
        let (indicators, tests, outcomes) = EMPTY.with(draw);
        let asked = dice.one_of(&[None, None, Some(0), Some(1)]);
        let standard = standard(&indicators, &tests, &outcomes);
        let params = standard.on(Day::from_civil(2025, 1, 1).expect("a day")).expect("covered");
        World { standard, params, asked, indicators, income_tests: tests.to_vec(), outcomes }
    }
}
