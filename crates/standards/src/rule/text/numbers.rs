//! A number of a rule as a noun phrase, and its value where it has only one.

use vocab::pow10;

use super::Speaker;
use super::cases::number_cases;
use super::format::decimal;
use super::phrase::{Phrase, Who};
use super::shape::{Claim, member_count_of, plain, tally, terms};
use crate::rule::{Number, NumberKind};

impl Speaker<'_> {
    /// The value in units of 10^-scale, if literals and parameters alone make it and are known.
    pub(super) fn known(&self, number: &Number) -> Option<(i64, u8)> {
        let value = match &number.kind {
            NumberKind::Constant(value) => *value,
            NumberKind::Param(at) => self.param_value(*at)?,
            NumberKind::Rescale(of) => {
                let (value, scale) = self.known(of)?;
                value.checked_mul(pow10(number.scale.checked_sub(scale)?)?)?
            }
            NumberKind::Add(a, b) => self.known(a)?.0.checked_add(self.known(b)?.0)?,
            NumberKind::Subtract(a, b) => self.known(a)?.0.checked_sub(self.known(b)?.0)?,
            NumberKind::Multiply(a, b) => self.known(a)?.0.checked_mul(self.known(b)?.0)?,
            _ => return None,
        };
        Some((value, number.scale))
    }

    /// The number as a noun phrase.
    pub(super) fn number_words(&self, number: &Number) -> String {
        let number = plain(number);
        if let Some((value, scale)) = self.known(number) {
            return self.amount(value, scale, self.unit(number));
        }
        if let Some(claims) = tally(number) {
            return self.tally_words(claims);
        }
        if let Some(claim) = member_count_of(number) {
            return self.those(self.words("số thành viên", "the number of members"), Some(claim));
        }
        match &number.kind {
            NumberKind::Constant(value) => decimal(*value, number.scale, self.language),
            NumberKind::Answer(index) => self.noun(*index),
            NumberKind::Order(index) => {
                let noun = self.noun(*index);
                say!(self, "thứ bậc của {noun}", "the order of {noun}")
            }
            NumberKind::Pick(index, values) => {
                let noun = self.noun(*index);
                let choices = self.question(*index).kind.choices().iter().zip(values);
                let values = choices.map(|(choice, value)| {
                    format!(
                        "{}: {}",
                        self.choice(*index, choice),
                        decimal(*value, number.scale, self.language)
                    )
                });
                let values = values.collect::<Vec<_>>().join("; ");
                say!(self, "giá trị theo {noun} ({values})", "the value by {noun} ({values})")
            }
            NumberKind::Param(at) => self.param_words(*at),
            NumberKind::MemberCount => self.words("số thành viên của hộ", "the number of members").to_owned(),
            NumberKind::DeprivationCount => {
                self.words("số chỉ số thiếu hụt", "the number of deprivations").to_owned()
            }
            NumberKind::Sum(keep, of) => {
                let of = self.operand(of);
                let sum = say!(self, "tổng {of} của các thành viên", "the sum of {of} over the members");
                self.those(&sum, keep.as_deref().map(|keep| (keep, true)))
            }
            NumberKind::Least(keep, of) => {
                let of = self.operand(of);
                let least =
                    say!(self, "{of} nhỏ nhất trong các thành viên", "the least {of} among the members");
                self.those(&least, keep.as_deref().map(|keep| (keep, true)))
            }
            NumberKind::Greatest(keep, of) => {
                let of = self.operand(of);
                let most =
                    say!(self, "{of} lớn nhất trong các thành viên", "the greatest {of} among the members");
                self.those(&most, keep.as_deref().map(|keep| (keep, true)))
            }
            NumberKind::CountIf(condition) => {
                self.those(self.words("số thành viên", "the number of members"), Some((condition, true)))
            }
            NumberKind::If(_) => self.case_words(number),
            NumberKind::Rescale(of) => self.number_words(of),
            NumberKind::Add(..)
            | NumberKind::Subtract(..)
            | NumberKind::Multiply(..)
            | NumberKind::Divide(..)
            | NumberKind::Remainder(..) => self.arithmetic(number),
        }
    }

    fn arithmetic(&self, number: &Number) -> String {
        match &number.kind {
            NumberKind::Subtract(a, b) if matches!(a.kind, NumberKind::Constant(0)) => {
                let b = self.operand(b);
                say!(self, "số đối của {b}", "minus {b}")
            }
            NumberKind::Subtract(a, b) if self.is_day(a) || self.is_day(b) => {
                let (a, b) = (self.day_words(a), self.day_words(b));
                say!(self, "số ngày từ {b} đến {a}", "the days from {b} to {a}")
            }
            NumberKind::Subtract(a, b) => {
                let (a, b) = (self.operand(a), self.operand(b));
                say!(self, "{a} trừ {b}", "{a} minus {b}")
            }
            NumberKind::Multiply(a, b) if self.known(a).is_some() || self.known(b).is_some() => {
                let (k, x) = if self.known(a).is_some() { (a, b) } else { (b, a) };
                let (k, x) = (self.operand(k), self.operand(x));
                say!(self, "{k} lần {x}", "{k} times {x}")
            }
            NumberKind::Multiply(a, b) => {
                let (a, b) = (self.operand(a), self.operand(b));
                say!(self, "{a} nhân với {b}", "{a} multiplied by {b}")
            }
            NumberKind::Divide(a, b) => {
                let (a, b) = (self.operand(a), self.operand(b));
                say!(self, "{a} chia cho {b} (bỏ phần lẻ)", "{a} divided by {b} (remainder dropped)")
            }
            NumberKind::Remainder(a, b) => {
                let (a, b) = (self.operand(a), self.operand(b));
                say!(self, "số dư khi chia {a} cho {b}", "the remainder of {a} divided by {b}")
            }
            _ => {
                let terms = terms(number).into_iter().map(|term| self.operand(term));
                terms.collect::<Vec<_>>().join(self.words(" cộng ", " plus "))
            }
        }
    }

    /// A number inside a larger one: in brackets where it is one of several steps.
    fn operand(&self, number: &Number) -> String {
        use NumberKind::{Add, Divide, Multiply, Remainder, Subtract};
        let words = self.number_words(number);
        match plain(number).kind {
            Add(..) | Subtract(..) | Multiply(..) | Divide(..) | Remainder(..)
                if self.known(number).is_none() =>
            {
                format!("({words})")
            }
            _ => words,
        }
    }

    fn day_words(&self, number: &Number) -> String {
        match self.known(number) {
            Some((value, 0)) => super::format::day(value, self.language),
            _ => self.operand(number),
        }
    }

    fn tally_words(&self, claims: Vec<Claim<'_>>) -> String {
        let lead = self.words("số điều đúng trong", "how many hold of").to_owned();
        let items = claims.into_iter().map(|(condition, yes)| self.phrase(condition, yes)).collect();
        self.line(&Phrase::List { lead, aside: true, items })
    }

    /// "số thành viên" with whom it is about.
    fn those(&self, what: &str, claim: Option<Claim<'_>>) -> String {
        let Some((condition, yes)) = claim else {
            return what.to_owned();
        };
        let phrase = self.phrase(condition, yes);
        match self.attached(Who::Many, &phrase) {
            Some(words) => format!("{what} {words}"),
            None => {
                let line = self.line(&phrase);
                say!(self, "{what} (chỉ tính ai: {line})", "{what} (only those: {line})")
            }
        }
    }

    /// `a ? x : b ? y : z` in brackets.
    fn case_words(&self, number: &Number) -> String {
        let Some((tests, values)) = number_cases(number) else {
            return String::new();
        };
        let cases = self.cases(&tests).into_iter().zip(values).map(|(case, value)| {
            let case = case.unwrap_or_else(|| self.words("còn lại", "otherwise").to_owned());
            format!("{case}: {}", self.number(value))
        });
        let cases = cases.collect::<Vec<_>>().join("; ");
        say!(self, "giá trị theo trường hợp ({cases})", "the value by case ({cases})")
    }
}
