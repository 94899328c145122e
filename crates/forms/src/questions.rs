//! The questions of a form: the visit, the sections in the order of the questionnaire, one row a member.

use standards::AgeQuestions;
use standards::questionnaire::{AnswerKind, Choice, Question, QuestionIndex, Subject, ZONE};
use vocab::{LocalText, said};

use crate::asked::{AGE_GREATEST, AGE_LEAST};
use crate::computed::Step;
use crate::form::{Control, Field, Group, HOUSEHOLDS, MEMBERS, Node, Terms};
use crate::layout::{
    CLOCK, ENDING, HOUSEHOLD, KNOWN_MEMBER, MEMBER, PHOTO, RESULT, SIGNATURE, VISIT, name_of, path_of,
    section_path,
};
use crate::rules::Compiler;
use crate::words;
use crate::xpath::{XPath, all, relative};

/// Makes the nodes of a form.
pub(crate) struct Maker<'a> {
    pub(crate) compiler: Compiler<'a>,
    pub(crate) ages: Option<AgeQuestions>,
    pub(crate) terms: &'a Terms<'a>,
}

impl Maker<'_> {
    /// All nodes, in order.
    pub(crate) fn nodes(&mut self) -> Vec<Node> {
        let mut nodes: Vec<Node> = CLOCK.map(|(path, when)| Node::Field(clock(path, when))).into();
        nodes.push(self.visit());
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
        nodes.push(ending());
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
                fields.extend(self.ages_shown(at).map(Node::Field));
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

    /// The age that was counted, if anything is known of it: one number, or two where only the year of birth is.
    fn ages_shown(&self, age: QuestionIndex) -> [Field; 2] {
        let asked = self.compiler.path(age);
        let beside = asked.strip_suffix(&format!("/{}", name_of(&asked))).unwrap_or(MEMBER);
        let known = greatest_age(self.compiler.standard.questionnaire.get(age));
        let day = self.terms.age_day;
        let shown = |name: &str, compared: &str, label: LocalText| {
            let path = format!("{beside}/{name}");
            let (least, greatest) = (relative(&path, AGE_LEAST), relative(&path, AGE_GREATEST));
            Field {
                control: Control::Note,
                relevant: Some(format!("{greatest} < {known} and {least} {compared} {greatest}")),
                ..Field::shown(&path, label)
            }
        };
        [shown("age_exact", "=", words::age_exact(day)), shown("age_between", "<", words::age_between(day))]
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

fn clock(path: &str, when: &'static str) -> Field {
    Field {
        control: Control::Clock(when),
        data_type: "dateTime",
        label: None,
        ..Field::shown(path, LocalText::same(""))
    }
}

/// What closes the visit. Nothing of it decides anything, so nothing of it must be there.
fn ending() -> Node {
    let picture = |path: &str, drawn, label, hint| {
        Node::Field(Field {
            control: Control::Picture { drawn },
            data_type: "binary",
            hint: Some(hint),
            ..Field::shown(path, label)
        })
    };
    Node::Group(Group {
        path: ENDING.to_owned(),
        label: Some(words::ending()),
        repeats: false,
        together: false,
        nodes: vec![
            picture(PHOTO, false, words::photo(), words::photo_hint()),
            picture(SIGNATURE, true, words::signature(), words::signature_hint()),
        ],
    })
}

fn hidden(step: Step) -> Node {
    Node::Field(Field::calculated(&step.path, "decimal", step.calculate))
}
