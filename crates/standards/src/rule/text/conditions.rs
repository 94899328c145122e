//! From a condition to a phrase: and/or with what belongs together said together, and every single statement.

use std::collections::VecDeque;

use super::Speaker;
use super::bounds::Test;
use super::format::{inside_sentence, joined, quoted};
use super::phrase::{Fit, Phrase};
use super::shape::{Claim, Shape, parts, shape};
use crate::questionnaire::{Phrase as Words, QuestionIndex, Subject};
use crate::rule::Condition;

/// Up to this many choices are said inside the sentence, more as a list.
const FEW: usize = 3;

impl Speaker<'_> {
    /// The condition, or (`yes` is false) its opposite.
    pub(super) fn phrase(&self, condition: &Condition, yes: bool) -> Phrase {
        match shape((condition, yes)) {
            Shape::Constant(value) => self.constant(value),
            Shape::All(claims) => self.all_or_any(claims, true),
            Shape::Any(claims) => self.all_or_any(claims, false),
            Shape::Leaf((condition, yes)) => self.leaf(condition, yes),
        }
    }

    fn constant(&self, value: bool) -> Phrase {
        Phrase::plain(match value {
            true => self.words("mọi trường hợp", "in every case"),
            false => self.words("không có trường hợp nào", "in no case"),
        })
    }

    /// All or any of the claims; those about one thing are said as one.
    pub(super) fn all_or_any(&self, claims: Vec<Claim<'_>>, all: bool) -> Phrase {
        let mut open: VecDeque<Claim<'_>> = match parts(claims, all) {
            Ok(claims) => claims.into(),
            Err(value) => return self.constant(value),
        };
        let mut said = Vec::new();
        while let Some(first) = open.pop_front() {
            let one = self.tests_together(first, &mut open, all);
            let one = one.or_else(|| self.included_together(first, &mut open, all));
            let one = one.or_else(|| self.choices_together(first, &mut open, all));
            said.push(one.unwrap_or_else(|| self.phrase(first.0, first.1)));
        }
        match said.len() {
            1 => said.remove(0),
            _ => Phrase::Joined { all, parts: said },
        }
    }

    /// "tuổi từ 3 đến dưới 16"; "tuổi dưới 15 hoặc trên 60".
    fn tests_together(&self, first: Claim<'_>, open: &mut VecDeque<Claim<'_>>, all: bool) -> Option<Phrase> {
        let test = self.test(first)?;
        let same = |other: &Test<'_>| other.subject == test.subject;
        if all {
            let closes = |other: &Test<'_>| {
                same(other) && (test.is_lower() && other.is_upper() || test.is_upper() && other.is_lower())
            };
            let at = open.iter().position(|claim| self.test(*claim).is_some_and(|other| closes(&other)))?;
            let other = self.test(open.remove(at)?)?;
            return Some(if test.is_lower() { self.ranged(test, other) } else { self.ranged(other, test) });
        }
        let mut tests = vec![test];
        tests.extend(take(open, |claim| self.test(claim).filter(same)));
        let style = self.style(test.subject);
        let bounds: Vec<String> =
            tests.into_iter().map(|test| self.bound(style, &self.limit(test))).collect();
        Some(self.of_subject(test.subject, &joined(&bounds, self.words("hoặc", "or"))))
    }

    /// Several choices of one choices question.
    fn included_together(
        &self,
        first: Claim<'_>,
        open: &mut VecDeque<Claim<'_>>,
        all: bool,
    ) -> Option<Phrase> {
        let of = |claim: Claim<'_>| match claim {
            (Condition::Includes(index, choice), yes) => Some((*index, *choice, yes)),
            _ => None,
        };
        let (index, choice, yes) = of(first)?;
        let mut choices = vec![choice];
        choices.extend(take(open, |claim| of(claim).filter(|o| (o.0, o.2) == (index, yes)).map(|o| o.1)));
        if choices.len() == 1 {
            return None;
        }
        let (before, noun) = match self.question(index).phrase {
            Some(Words::Noun(_)) => (String::new(), self.noun(index)),
            _ => (format!("{}: ", self.noun(index)), self.words("mục", "the answers").to_owned()),
        };
        let lead = match (all, yes) {
            (true, true) => say!(self, "có đủ các {noun} sau đây", "all of these among {noun}"),
            (true, false) => say!(self, "không có {noun} nào sau đây", "none of these among {noun}"),
            (false, true) => {
                say!(self, "có ít nhất một {noun} sau đây", "at least one of these among {noun}")
            }
            (false, false) => say!(self, "thiếu ít nhất một {noun} sau đây", "not all of these among {noun}"),
        };
        let lead = format!("{before}{lead}");
        Some(Phrase::list(lead, self.choices(index, &choices)))
    }

    /// `x == "a" || x == "b"` is one of both.
    fn choices_together(
        &self,
        first: Claim<'_>,
        open: &mut VecDeque<Claim<'_>>,
        all: bool,
    ) -> Option<Phrase> {
        let of = |claim: Claim<'_>| match claim {
            (Condition::OneOf(index, choices), yes) if yes != all => Some((*index, choices.clone())),
            _ => None,
        };
        let (index, mut choices) = of(first)?;
        choices.extend(take(open, |claim| of(claim).filter(|o| o.0 == index)).into_iter().flat_map(|o| o.1));
        choices.sort_unstable();
        choices.dedup();
        Some(self.one_of(index, &choices, !all))
    }

    /// A statement without an inner and/or.
    fn leaf(&self, condition: &Condition, yes: bool) -> Phrase {
        match condition {
            Condition::Answer(index) => {
                let question = self.question(*index);
                let says =
                    question.of == Subject::Member && matches!(question.phrase, Some(Words::YesNo { .. }));
                let fit = if says { Fit::Says } else { Fit::Apart };
                Phrase::Words { text: self.yes_no(*index, yes), fit }
            }
            Condition::Compare(comparison, left, right) => self.compared(*comparison, left, right, yes),
            Condition::OneOf(index, choices) => self.one_of(*index, choices, yes),
            Condition::Includes(index, choice) => self.includes(*index, *choice, yes),
            Condition::TextIs(index, texts) => {
                let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
                self.is(*index, &texts, yes)
            }
            Condition::Same(a, b) => {
                let lead = match yes {
                    true => self.words("hai điều sau cùng đúng hoặc cùng sai", "both or neither of these"),
                    false => self.words("đúng một trong hai điều sau", "exactly one of these two"),
                };
                let items = vec![self.phrase(a, true), self.phrase(b, true)];
                Phrase::List { lead: lead.to_owned(), aside: false, items }
            }
            Condition::If(_) => self.by_condition(condition, yes),
            Condition::Members(quantifier, inner) => self.quantified(*quantifier, inner, yes),
            Condition::Deprived(at) => self.deprived(*at, yes),
            Condition::AtOrBelowIncomeLine => self.income_line(yes),
            Condition::Constant(_) | Condition::Not(_) | Condition::And(_) | Condition::Or(_) => {
                self.phrase(condition, yes)
            }
        }
    }

    /// The answer of a choice question is one of these.
    pub(super) fn one_of(&self, index: QuestionIndex, choices: &[u16], yes: bool) -> Phrase {
        if choices.len() <= FEW {
            let all = self.question(index).kind.choices();
            let found = choices.iter().filter_map(|at| all.get(usize::from(*at)));
            let said: Vec<String> = found.map(|choice| self.choice(index, choice)).collect();
            return self.is(index, &said, yes);
        }
        let noun = self.noun(index);
        let lead = match yes {
            true => say!(self, "{noun} là một trong", "{noun} is one of"),
            false => say!(self, "{noun} không phải là một trong", "{noun} is none of"),
        };
        Phrase::list(lead, self.choices(index, choices))
    }

    fn is(&self, index: QuestionIndex, values: &[String], yes: bool) -> Phrase {
        let noun = self.noun(index);
        if values.is_empty() {
            let none = if yes {
                self.words("không là gì cả", "is nothing")
            } else {
                self.words("là bất kỳ", "is any")
            };
            return Phrase::plain(format!("{noun} {none}"));
        }
        Phrase::plain(match yes {
            true => {
                let values = joined(values, self.words("hoặc", "or"));
                say!(self, "{noun} là {values}", "{noun} is {values}")
            }
            false => {
                let values = joined(values, self.words("hay", "or"));
                say!(self, "{noun} không phải là {values}", "{noun} is not {values}")
            }
        })
    }

    fn includes(&self, index: QuestionIndex, choice: u16, yes: bool) -> Phrase {
        let noun = self.noun(index);
        let found = self.question(index).kind.choices().get(usize::from(choice));
        let choice = found.map(|choice| self.choice(index, choice)).unwrap_or_default();
        Phrase::plain(match yes {
            true => say!(self, "{noun} có {choice}", "{choice} among {noun}"),
            false => say!(self, "{noun} không có {choice}", "no {choice} among {noun}"),
        })
    }

    fn deprived(&self, at: u16, yes: bool) -> Phrase {
        let indicator = self.standard.indicators.get(usize::from(at));
        let label = quoted(indicator.map(|i| i.label.get(self.language)).unwrap_or_default());
        Phrase::plain(match yes {
            true => say!(self, "thiếu hụt chỉ số {label}", "deprived in {label}"),
            false => say!(self, "không thiếu hụt chỉ số {label}", "not deprived in {label}"),
        })
    }

    fn income_line(&self, yes: bool) -> Phrase {
        let tests = self.standard.income_tests.iter();
        let tests: Vec<String> = tests.map(|test| inside_sentence(&test.label, self.language)).collect();
        let tests = joined(&tests, self.words("hoặc", "or"));
        Phrase::plain(match yes {
            true => say!(
                self,
                "thu nhập không vượt mức chuẩn (xét theo {tests})",
                "income at or below the line (by {tests})"
            ),
            false => {
                say!(self, "thu nhập vượt mức chuẩn (xét theo {tests})", "income above the line (by {tests})")
            }
        })
    }
}

/// Whether a claim is written with a negation, so that its opposite reads better.
pub(super) fn is_negative(claim: Claim<'_>) -> bool {
    match claim {
        (Condition::Not(inner), yes) => is_negative((inner, !yes)),
        (_, yes) => !yes,
    }
}

/// Takes what fits out of a list, in order.
fn take<'c, T>(open: &mut VecDeque<Claim<'c>>, fits: impl Fn(Claim<'c>) -> Option<T>) -> Vec<T> {
    let mut found = Vec::new();
    open.retain(|claim| match fits(*claim) {
        Some(fit) => {
            found.push(fit);
            false
        }
        None => true,
    });
    found
}
