//! Kết quả sơ bộ: indicators, the income test and the outcome as calculations, and what the surveyor reads of them.

use standards::questionnaire::Subject;
use standards::rule::Range;
use standards::standard::DeprivationRule;

use crate::computed::flag;
use crate::form::{Control, Field, Node};
use crate::layout::RESULT;
use crate::numbers::{plus, times};
use crate::questions::Maker;
use crate::rules::Holds;
use crate::words;
use crate::xpath::{XPath, all, any, binary, either, not, relative};

/// The outcome that missing answers could still change, as `classify` writes it.
const UNDETERMINED: &str = "undetermined";

impl Maker<'_> {
    /// The calculated results and the notes that show them.
    pub(crate) fn results(&mut self) -> Vec<Node> {
        let mut nodes = self.calculated();
        nodes.extend(self.notes());
        nodes
    }

    fn calculated(&mut self) -> Vec<Node> {
        let standard = self.compiler.standard;
        let mut nodes = Vec::new();
        let mut add = |name: &str, data_type, value: &XPath| {
            let path = format!("{RESULT}/{name}");
            let calculate = value.at(&path);
            nodes.push(Node::Field(Field::calculated(&path, data_type, calculate)));
        };
        for indicator in &standard.indicators {
            let holds = match &indicator.deprived {
                DeprivationRule::Rule(rule) => self.compiler.condition(&rule.condition, Subject::Household),
                DeprivationRule::Unknown(_) => {
                    Holds { certain: XPath::Bool(false), possible: XPath::Bool(true) }
                }
            };
            add(&indicator.id, "string", &said(&holds));
        }
        let count = |counts: fn(&str) -> XPath| {
            let each =
                standard.indicators.iter().map(|known| flag(counts(&format!("{RESULT}/{}", known.id))));
            each.reduce(plus).unwrap_or(XPath::Number(0))
        };
        add("deprivation_count", "int", &count(|path| XPath::is(path, "1")));
        add("deprivation_count_max", "int", &count(|path| not(XPath::is(path, "0"))));
        if let Some(points) = &standard.deprivation_points {
            let each = self.compiler.param(usize::from(points.each.0), Range::exactly(0));
            let of = |count: &str, each| times(XPath::amount(&format!("{RESULT}/{count}")), each);
            let (least, greatest) =
                (of("deprivation_count", each.least), of("deprivation_count_max", each.greatest));
            let determined = binary("=", least.clone(), greatest);
            add("deprivation_points", "int", &either(determined, least, XPath::text("")));
        }
        if !standard.income_tests.is_empty() {
            let income = self.income();
            add("at_or_below_income_line", "string", &income);
        }
        let mut outcome = XPath::text(UNDETERMINED);
        for of in standard.outcomes.iter().rev() {
            let holds = self.compiler.condition(&of.when.condition, Subject::Household);
            let unless = either(holds.possible, XPath::text(UNDETERMINED), outcome);
            outcome = either(holds.certain, XPath::text(&of.id), unless);
        }
        add("outcome", "string", &outcome);
        nodes
    }

    /// Whether the household is at or below the income line by the test that is used for it.
    fn income(&mut self) -> XPath {
        let standard = self.compiler.standard;
        let tests: Vec<(Holds, XPath)> = standard
            .income_tests
            .iter()
            .map(|test| {
                let says = self.compiler.condition(&test.at_or_below_line.condition, Subject::Household);
                let computed = self.terms.total.is_some_and(|(question, _)| *question == test.question);
                let path = self.compiler.path(test.question);
                (says, if computed { XPath::Bool(true) } else { not(XPath::is_empty(&path)) })
            })
            .collect();
        if let Some((says, _)) = self.terms.income_test.and_then(|asked| tests.get(asked)) {
            return said(says);
        }
        let of_none = Holds {
            certain: all(tests.iter().map(|(says, _)| says.certain.clone())),
            possible: any(tests.iter().map(|(says, _)| says.possible.clone())),
        };
        tests
            .iter()
            .rev()
            .fold(said(&of_none), |rest, (says, answered)| either(answered.clone(), said(says), rest))
    }

    /// What the surveyor reads at the end.
    fn notes(&self) -> Vec<Node> {
        let standard = self.compiler.standard;
        let note = |name: String, label, shown_if: (&str, &str)| {
            let path = format!("{RESULT}/{name}");
            let (of, value) = shown_if;
            let relevant = format!("{} = '{value}'", relative(&path, &format!("{RESULT}/{of}")));
            Node::Field(Field {
                control: Control::Note,
                relevant: Some(relevant),
                ..Field::shown(&path, label)
            })
        };
        let mut notes: Vec<Node> = standard
            .outcomes
            .iter()
            .map(|of| note(format!("is_{}", of.id), words::outcome(&of.label), ("outcome", &of.id)))
            .collect();
        notes.push(note(format!("is_{UNDETERMINED}"), words::undetermined(), ("outcome", UNDETERMINED)));
        if let Some(points) = &standard.deprivation_points {
            let path = format!("{RESULT}/deprivation_points_shown");
            let known = format!("{} != ''", relative(&path, &format!("{RESULT}/deprivation_points")));
            notes.push(Node::Field(Field {
                control: Control::Note,
                relevant: Some(known),
                ..Field::shown(&path, words::points(&points.label))
            }));
        }
        for indicator in &standard.indicators {
            let (id, label) = (&indicator.id, &indicator.label);
            notes.push(note(format!("deprived_{id}"), words::deprived(label), (id, "1")));
        }
        for indicator in &standard.indicators {
            let (id, label) = (&indicator.id, &indicator.label);
            notes.push(note(format!("unclear_{id}"), words::unclear(label), (id, "")));
        }
        notes
    }
}

/// `1` certainly, `0` certainly not, nothing where missing answers could decide.
fn said(holds: &Holds) -> XPath {
    let unless = either(holds.possible.clone(), XPath::text(""), XPath::text("0"));
    either(holds.certain.clone(), XPath::text("1"), unless)
}
