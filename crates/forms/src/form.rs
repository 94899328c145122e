//! The form of a standard: groups, questions and calculations in the order in which a surveyor meets them.

use standards::AgeQuestions;
use standards::questionnaire::{AnswerKind, Choice, Question, QuestionIndex, Subject, ZONE};
use standards::rule::Number;
use standards::standard::{ParamValues, PovertyStandard};
use vocab::{Day, Finding, LocalText, said};

use crate::asked::{AGE_GREATEST, AGE_LEAST};
use crate::computed::{Step, Steps};
use crate::layout::{HOUSEHOLD, KNOWN_MEMBER, MEMBER, RESULT, VISIT, name_of, path_of, section_path};
use crate::rules::Compiler;
use crate::words;
use crate::xpath::{XPath, all, relative};

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
    /// Type of the value: `int`, `decimal`, `date` or `string`.
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

pub(crate) struct Maker<'a> {
    pub(crate) compiler: Compiler<'a>,
    ages: Option<AgeQuestions>,
    pub(crate) terms: &'a Terms<'a>,
}

impl Maker<'_> {
    fn nodes(&mut self) -> Vec<Node> {
        let mut nodes = vec![self.visit()];
        nodes.extend(self.sections(Subject::Household));
        let results = self.results();
        let mut member = vec![Node::Field(self.known_member())];
        member.extend(self.sections(Subject::Member));
        if let Some(ages) = self.ages {
            let known = self.compiler.ages(&ages);
            let calculated = [(AGE_LEAST, known.least), (AGE_GREATEST, known.greatest)];
            for (path, value) in calculated {
                let calculate = value.at(path);
                self.compiler.steps.member.push(Step { path: path.to_owned(), calculate });
            }
        }
        let of_members = self.compiler.standard.questionnaire.iter().any(|(_, q)| q.of == Subject::Member);
        let steps = std::mem::take(&mut self.compiler.steps);
        if of_members {
            member.extend(steps.member.into_iter().map(hidden));
            nodes.push(Node::Group(Group {
                path: MEMBER.to_owned(),
                label: Some(words::member()),
                repeats: true,
                together: false,
                nodes: member,
            }));
        }
        let mut of_household: Vec<Node> = steps.household.into_iter().map(hidden).collect();
        of_household.extend(results);
        nodes.push(Node::Group(Group {
            path: RESULT.to_owned(),
            label: Some(words::preliminary()),
            repeats: false,
            together: true,
            nodes: of_household,
        }));
        nodes
    }

    /// What opens the form: the household from the surveyor's list, and its zone.
    fn visit(&mut self) -> Node {
        let household = Field {
            control: Control::Listed(HOUSEHOLDS, None),
            hint: Some(words::household_hint()),
            fills: self.fills(Subject::Household, HOUSEHOLDS, |from| {
                format!("name = current()/{}", relative(from, HOUSEHOLD))
            }),
            ..Field::shown(HOUSEHOLD, words::household())
        };
        let zone = self.question(ZONE);
        Node::Group(Group {
            path: VISIT.to_owned(),
            label: Some(words::visit()),
            repeats: false,
            together: false,
            nodes: vec![Node::Field(household), Node::Field(zone)],
        })
    }

    fn known_member(&self) -> Field {
        let of_household = |from: &str| format!("household_id = current()/{}", relative(from, HOUSEHOLD));
        Field {
            control: Control::Listed(MEMBERS, Some(of_household(KNOWN_MEMBER))),
            hint: Some(words::known_member_hint()),
            fills: self.fills(Subject::Member, MEMBERS, |from| {
                format!("{} and name = current()/{}", of_household(from), relative(from, KNOWN_MEMBER))
            }),
            ..Field::shown(KNOWN_MEMBER, words::known_member())
        }
    }

    /// Last year's answers, each from the column with the question's id.
    fn fills(&self, of: Subject, list: &str, row: impl Fn(&str) -> String) -> Vec<(String, String)> {
        let questionnaire = &self.compiler.standard.questionnaire;
        let asked = questionnaire.iter().filter(|(_, question)| question.of == of);
        asked
            .map(|(at, question)| {
                let path = path_of(questionnaire, at);
                let value = format!("instance('{list}')/root/item[{}]/{}", row(&path), question.id);
                (path, value)
            })
            .collect()
    }

    /// The questions in their sections, in the order of the questionnaire.
    fn sections(&mut self, of: Subject) -> Vec<Node> {
        let standard = self.compiler.standard;
        let mut nodes: Vec<Node> = Vec::new();
        for (at, question) in standard.questionnaire.iter().filter(|(at, q)| q.of == of && *at != ZONE) {
            let mut fields = vec![Node::Field(self.question(at))];
            if self.ages.is_some_and(|ages| ages.age == at) {
                fields.push(Node::Field(self.age_shown(at)));
            }
            let Some(section) = &question.section else {
                nodes.extend(fields);
                continue;
            };
            let path = section_path(of, section);
            let known = nodes.iter_mut().find_map(|node| match node {
                Node::Group(group) if group.path == path => Some(group),
                _ => None,
            });
            match known {
                Some(group) => group.nodes.extend(fields),
                None => {
                    let named = standard.questionnaire.sections.iter().find(|known| known.id == *section);
                    nodes.push(Node::Group(Group {
                        path,
                        label: named.map(|section| section.label.clone()),
                        repeats: false,
                        together: false,
                        nodes: fields,
                    }));
                }
            }
        }
        nodes
    }

    fn question(&mut self, at: QuestionIndex) -> Field {
        let standard = self.compiler.standard;
        let question = standard.questionnaire.get(at);
        let path = self.compiler.path(at);
        let mut asked = vec![self.unless_known(at)];
        if let Some(relevant) = &question.relevant {
            asked.push(self.compiler.condition(relevant, question.of).certain);
        }
        let relevant = match all(asked) {
            XPath::Bool(true) => None,
            relevant => Some(relevant.at(&path)),
        };
        Field {
            control: control(question),
            data_type: crate::limits::data_type(question),
            hint: question.hint.clone(),
            relevant,
            constraint: crate::limits::constraint(standard, at, self.ages.as_ref(), self.terms.age_day),
            ..Field::shown(&path, question.label.clone())
        }
    }

    /// The year of birth is asked where the day is not known, and the age where neither is.
    fn unless_known(&self, at: QuestionIndex) -> XPath {
        let Some(ages) = &self.ages else { return XPath::Bool(true) };
        let before = match at {
            at if at == ages.age => vec![ages.birth_date, ages.birth_year],
            at if Some(at) == ages.birth_year => vec![ages.birth_date],
            _ => Vec::new(),
        };
        all(before.into_iter().flatten().map(|q| XPath::is_empty(&self.compiler.path(q))))
    }

    fn age_shown(&self, age: QuestionIndex) -> Field {
        let asked = self.compiler.path(age);
        let path =
            format!("{}/age_shown", asked.strip_suffix(&format!("/{}", name_of(&asked))).unwrap_or(MEMBER));
        let known = greatest_age(self.compiler.standard.questionnaire.get(age));
        let relevant = format!("{} < {known}", relative(&path, AGE_GREATEST));
        Field {
            control: Control::Note,
            relevant: Some(relevant),
            ..Field::shown(&path, words::age_shown(self.terms.age_day))
        }
    }
}

/// The greatest age that the question allows: a member of whom nothing is known has it.
fn greatest_age(age: &Question) -> i64 {
    match age.kind {
        AnswerKind::Number { max, .. } => max,
        _ => 0,
    }
}

fn control(question: &Question) -> Control {
    match &question.kind {
        AnswerKind::Number { .. } | AnswerKind::Date | AnswerKind::Text => Control::Input,
        AnswerKind::Choice(choices) => Control::One(choices.clone()),
        AnswerKind::Choices(choices) => Control::Many(choices.clone()),
        AnswerKind::Boolean => {
            let answer = |code: &str, label: LocalText| Choice { code: code.to_owned(), order: None, label };
            Control::One(vec![answer("1", said!("Có", "Yes")), answer("0", said!("Không", "No"))])
        }
    }
}

fn hidden(step: Step) -> Node {
    Node::Field(Field::calculated(&step.path, "decimal", step.calculate))
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
