//! The form of a standard: groups, questions and calculations in the order in which a surveyor meets them.

use standards::AgeQuestions;
use standards::questionnaire::{Choice, QuestionIndex};
use standards::rule::Number;
use standards::standard::{ParamValues, PovertyStandard};
use vocab::{Day, Finding, LocalText};

use crate::computed::Steps;
use crate::questions::Maker;
use crate::rules::Compiler;

/// For which days and by which income test a form decides.
#[derive(Clone, Debug)]
pub struct Terms<'a> {
    /// First day on which the result is valid.
    pub result_day: Day,
    /// Day on which ages are counted.
    pub age_day: Day,
    /// Values of the standard on the result day.
    pub params: &'a ParamValues,
    /// Position of the income test that is used; `None` takes the first whose answer is there.
    pub income_test: Option<usize>,
    /// The total of a proxy score where it was not typed, if a table of points was imported.
    pub total: Option<&'a (QuestionIndex, Number)>,
}

/// A form, as clients and spreadsheets show it.
#[derive(Clone, Debug)]
pub struct Form {
    /// Id: that of the standard.
    pub id: String,
    /// The result day and a fingerprint: whatever is different in the form is another version.
    pub version: String,
    /// What the surveyor's list calls it.
    pub title: LocalText,
    /// What is in it, in order.
    pub nodes: Vec<Node>,
}

/// A part of a form.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // a form has a few hundred
pub enum Node {
    /// Several parts under a heading.
    Group(Group),
    /// A question, a note or a calculation.
    Field(Field),
}

/// Several parts under a heading.
#[derive(Clone, Debug)]
pub struct Group {
    /// Where it stands in the instance.
    pub path: String,
    /// Its heading, if the pack gives one.
    pub label: Option<LocalText>,
    /// Repeated: once a member.
    pub repeats: bool,
    /// Shown on one screen.
    pub together: bool,
    /// What is in it.
    pub nodes: Vec<Node>,
}

/// A question, a note or a calculation.
#[derive(Clone, Debug)]
pub struct Field {
    /// Where its value stands in the instance.
    pub path: String,
    /// How it is shown.
    pub control: Control,
    /// Type of the value: `int`, `decimal`, `date`, `dateTime`, `binary` or `string`.
    pub data_type: &'static str,
    /// The question.
    pub label: Option<LocalText>,
    /// Advice.
    pub hint: Option<LocalText>,
    /// XPath: when it is asked.
    pub relevant: Option<String>,
    /// XPath that a value must fulfil, and what is said otherwise.
    pub constraint: Option<(String, LocalText)>,
    /// XPath of its value.
    pub calculate: Option<String>,
    /// Values that are filled in when this is answered: path and XPath.
    pub fills: Vec<(String, String)>,
}

/// How a field is shown.
#[derive(Clone, Debug)]
pub enum Control {
    /// Not at all.
    Hidden,
    /// As something to type.
    Input,
    /// As something to read.
    Note,
    /// A picture: taken, or drawn as a signature.
    Picture {
        /// Drawn with a finger.
        drawn: bool,
    },
    /// Not at all: the client writes the time, at its `start` or `end`.
    Clock(&'static str),
    /// One of these answers.
    One(Vec<Choice>),
    /// Any of these answers.
    Many(Vec<Choice>),
    /// One row of a list that comes beside the form, `<name>.csv` with columns `name` and `label`; of those that fulfil
    /// the XPath.
    Listed(&'static str, Option<String>),
}

/// The list of households beside the form.
pub(crate) const HOUSEHOLDS: &str = "households";
/// The list of last year's members beside the form.
pub(crate) const MEMBERS: &str = "members";

impl Form {
    /// The form of a standard.
    ///
    /// # Errors
    /// What a client could not run, each with its place and a remedy: see [`crate::unrunnable`].
    pub fn new(standard: &PovertyStandard, terms: &Terms<'_>) -> Result<Form, Vec<Finding>> {
        let findings = crate::unrunnable(standard);
        if !findings.is_empty() {
            return Err(findings);
        }
        let compiler = Compiler {
            standard,
            params: terms.params,
            age_day: terms.age_day,
            total: terms.total,
            steps: Steps::default(),
        };
        let mut maker = Maker { compiler, ages: AgeQuestions::of(&standard.questionnaire), terms };
        let nodes = maker.nodes();
        let mut form =
            Form { id: standard.id.clone(), version: String::new(), title: standard.label.clone(), nodes };
        form.version = format!("{}.{:016x}", terms.result_day, fingerprint(form.xform().as_bytes()));
        Ok(form)
    }
}

/// FNV-1a: tells versions apart, the same on every machine. It protects nothing.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

impl Field {
    /// Something that a person sees.
    pub(crate) fn shown(path: &str, label: LocalText) -> Field {
        Field {
            path: path.to_owned(),
            control: Control::Input,
            data_type: "string",
            label: Some(label),
            hint: None,
            relevant: None,
            constraint: None,
            calculate: None,
            fills: Vec::new(),
        }
    }

    /// A hidden calculation.
    pub(crate) fn calculated(path: &str, data_type: &'static str, calculate: String) -> Field {
        Field {
            control: Control::Hidden,
            data_type,
            label: None,
            calculate: Some(calculate),
            ..Field::shown(path, LocalText::same(""))
        }
    }
}
