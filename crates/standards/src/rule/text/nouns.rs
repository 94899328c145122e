//! Words of the pack: what a question, a choice, a parameter and a unit are called in a sentence.

use vocab::Zone;

use super::Speaker;
use super::format::{inside_sentence, quoted, without_asides};
use crate::questionnaire::{AnswerKind, Choice, Phrase, Question, QuestionIndex, Subject};
use crate::rule::{Number, NumberKind, ParamIndex};
use crate::standard::Param;

impl<'a> Speaker<'a> {
    pub(super) fn question(&self, index: QuestionIndex) -> &'a Question {
        self.standard.questionnaire.get(index)
    }

    /// The noun of a question: "tổng diện tích nhà ở", or what stands for it.
    pub(super) fn noun(&self, index: QuestionIndex) -> String {
        let question = self.question(index);
        if let Some(Phrase::Noun(noun)) = &question.phrase {
            return noun.get(self.language).to_owned();
        }
        let label = question.label.get(self.language).trim();
        if label.contains(['?', ':']) {
            let label = quoted(label);
            return say!(self, "câu trả lời cho {label}", "the answer to {label}");
        }
        let noun = inside_sentence(&question.label, self.language);
        let unit = question.unit.as_deref().map(|unit| format!("({})", self.unit_words(unit)));
        let bare =
            unit.and_then(|unit| noun.strip_suffix(unit.as_str()).map(|noun| noun.trim_end().to_owned()));
        bare.unwrap_or(noun)
    }

    /// Whether it is the built-in age: completed years of a member on the age day.
    pub(super) fn is_age(&self, index: QuestionIndex) -> bool {
        let question = self.question(index);
        question.of == Subject::Member && question.id == "age"
    }

    /// What the answer yes or no to a boolean question says.
    pub(super) fn yes_no(&self, index: QuestionIndex, yes: bool) -> String {
        let question = self.question(index);
        match (&question.phrase, yes) {
            (Some(Phrase::YesNo { yes, .. }), true) => yes.get(self.language).to_owned(),
            (Some(Phrase::YesNo { no, .. }), false) => no.get(self.language).to_owned(),
            _ => {
                let label = quoted(question.label.get(self.language));
                let answer = if yes { self.words("có", "yes") } else { self.words("không", "no") };
                say!(self, "câu trả lời cho {label} là {answer}", "the answer to {label} is {answer}")
            }
        }
    }

    /// A choice inside a sentence; in quotation marks where its commas would break the sentence.
    pub(super) fn choice(&self, index: QuestionIndex, choice: &Choice) -> String {
        let label = choice.label.get(self.language);
        if without_asides(label).contains([',', ':', ';']) {
            quoted(label)
        } else {
            self.listed_choice(index, choice)
        }
    }

    /// A choice as an entry of a list. Where most choices are the same in both languages, they are names: `Mạ`.
    fn listed_choice(&self, index: QuestionIndex, choice: &Choice) -> String {
        let label = &choice.label;
        let all = self.question(index).kind.choices();
        let names = all.iter().filter(|choice| choice.label.vi == choice.label.en).count() * 2 > all.len();
        match names && label.vi == label.en {
            true => label.get(self.language).to_owned(),
            false => inside_sentence(label, self.language),
        }
    }

    /// The choices at these positions, each as an entry of a list.
    pub(super) fn choices(&self, index: QuestionIndex, positions: &[u16]) -> Vec<String> {
        let choices = self.question(index).kind.choices();
        let found = positions.iter().filter_map(|at| choices.get(usize::from(*at)));
        found.map(|choice| self.listed_choice(index, choice)).collect()
    }

    /// The only choice with this order.
    pub(super) fn choice_of_order(&self, index: QuestionIndex, order: i64) -> Option<&'a Choice> {
        let mut found =
            self.question(index).kind.choices().iter().filter(|choice| choice.order == Some(order));
        found.next().filter(|_| found.next().is_none())
    }

    pub(super) fn unit_words<'u>(&self, id: &'u str) -> &'u str
    where
        'a: 'u,
    {
        let unit = self.standard.questionnaire.units.iter().find(|unit| unit.id == id);
        unit.map_or(id, |unit| unit.label.get(self.language))
    }

    /// The unit that a number carries.
    pub(super) fn unit(&self, number: &Number) -> Option<&'a str> {
        match &number.kind {
            NumberKind::Answer(index) if self.is_age(*index) => None,
            NumberKind::Answer(index) => self.question(*index).unit.as_deref(),
            NumberKind::Param(at) => self.param(*at)?.unit.as_deref(),
            NumberKind::Rescale(of)
            | NumberKind::Sum(_, of)
            | NumberKind::Least(_, of)
            | NumberKind::Greatest(_, of) => self.unit(of),
            NumberKind::Add(a, b) | NumberKind::Subtract(a, b) => self.unit(a).or_else(|| self.unit(b)),
            NumberKind::If(parts) => self.unit(&parts.1).or_else(|| self.unit(&parts.2)),
            _ => None,
        }
    }

    /// Whether a number is a calendar day.
    pub(super) fn is_day(&self, number: &Number) -> bool {
        match &number.kind {
            NumberKind::Answer(index) => matches!(self.question(*index).kind, AnswerKind::Date),
            NumberKind::Least(_, of) | NumberKind::Greatest(_, of) => self.is_day(of),
            NumberKind::If(parts) => self.is_day(&parts.1) || self.is_day(&parts.2),
            _ => false,
        }
    }

    fn param(&self, at: ParamIndex) -> Option<&'a Param> {
        self.standard.params.get(usize::from(at.0))
    }

    /// The values of a parameter in both zones, where each has one.
    fn zone_values(&self, at: ParamIndex) -> Option<[i64; 2]> {
        if let Some((values, _)) = self.values {
            return values.0.get(usize::from(at.0)).copied();
        }
        let param = self.param(at)?;
        let only = |zone: Zone| {
            let mut values =
                param.values.iter().filter(|v| v.zone.is_none_or(|z| z == zone)).map(|v| v.value);
            let first = values.next()?;
            values.all(|value| value == first).then_some(first)
        };
        Some([only(Zone::Rural)?, only(Zone::Urban)?])
    }

    /// The value of a parameter, if it is the only one possible here.
    pub(super) fn param_value(&self, at: ParamIndex) -> Option<i64> {
        let [rural, urban] = self.zone_values(at)?;
        match self.values.and_then(|(_, zone)| zone) {
            Some(Zone::Rural) => Some(rural),
            Some(Zone::Urban) => Some(urban),
            None => (rural == urban).then_some(rural),
        }
    }

    /// A parameter whose value depends on the household or the day.
    pub(super) fn param_words(&self, at: ParamIndex) -> String {
        let Some(param) = self.param(at) else {
            return self.words("một giá trị của chuẩn", "a value of the standard").to_owned();
        };
        let name = match &param.label {
            Some(label) => {
                let label = inside_sentence(label, self.language);
                say!(self, "{label}", "the {label}")
            }
            None => quoted(&param.name),
        };
        let Some(values) = self.zone_values(at) else {
            return name;
        };
        let [rural, urban] = values.map(|value| self.amount(value, param.scale, param.unit.as_deref()));
        say!(
            self,
            "{name} (nông thôn: {rural}; thành thị: {urban})",
            "{name} (rural: {rural}; urban: {urban})"
        )
    }
}
