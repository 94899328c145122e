//! Comparisons that have a better form than "a is less than b": shares, averages, counts, levels by case.

use vocab::{Language, pow10};

use super::Speaker;
use super::bounds::{Bound, Style, Test};
use super::cases::number_cases;
use super::format::decimal;
use super::phrase::Phrase;
use super::shape::{is_value, member_count_of, oriented, per_member, plain, tally};
use crate::rule::{Comparison, Condition, Number, NumberKind};

impl Speaker<'_> {
    /// Two numbers compared, or (`yes` is false) the opposite.
    pub(super) fn compared(
        &self,
        comparison: Comparison,
        left: &Number,
        right: &Number,
        yes: bool,
    ) -> Phrase {
        let (comparison, subject, limit) = oriented(comparison, left, right, yes);
        let found = self.share(comparison, subject, limit);
        let found = found.or_else(|| self.counted(comparison, subject, limit));
        let found = found.or_else(|| self.average(comparison, subject, limit));
        let found = found.or_else(|| self.by_case(comparison, subject, limit));
        let found = found.or_else(|| self.of_some_orders(comparison, subject, limit));
        let found = found.or_else(|| self.test_of(comparison, subject, limit).map(|test| self.tested(test)));
        found.unwrap_or_else(|| self.relation(comparison, subject, limit))
    }

    /// Any two numbers.
    fn relation(&self, comparison: Comparison, left: &Number, right: &Number) -> Phrase {
        let style = if self.is_day(left) || self.is_day(right) { Style::Day } else { Style::Relation };
        let said = |number: &Number| match (style, self.known(number)) {
            (Style::Day, Some((value, 0))) => super::format::day(value, self.language),
            _ => self.number(number),
        };
        let full = said(right);
        let bound = self.bound(style, &Bound { comparison, bare: full.clone(), full });
        Phrase::plain(format!("{} {bound}", said(left)))
    }

    /// `count * 2 > members.size()`: a share of the members.
    fn share(&self, comparison: Comparison, subject: &Number, limit: &Number) -> Option<Phrase> {
        let (times, claim) = match (member_count_of(subject), &subject.kind) {
            (Some(claim), _) => ((1, 0), claim),
            (None, NumberKind::Multiply(a, b)) => match member_count_of(a) {
                Some(claim) => (self.known(b)?, claim),
                None => (self.known(a)?, member_count_of(b)?),
            },
            _ => return None,
        };
        let factor = match plain(limit).kind {
            NumberKind::MemberCount => (1, 0),
            _ => self.known(per_member(limit)?)?,
        };
        let above = i128::from(factor.0) * i128::from(pow10(times.1)?);
        let below = i128::from(times.0) * i128::from(pow10(factor.1)?);
        let divisor = common_divisor(above, below);
        if divisor == 0 || below <= 0 {
            return None;
        }
        let percent = (times == (100, 0)).then(|| decimal(factor.0, factor.1, self.language));
        self.such_a_share(comparison, (above / divisor, below / divisor), percent, claim)
    }

    /// How many members, or how many of several statements, against a whole number.
    fn counted(&self, comparison: Comparison, subject: &Number, limit: &Number) -> Option<Phrase> {
        let (value, scale) = self.known(limit)?;
        let n = vocab::Decimal { value, scale }.at_scale(0)?;
        if let Some(claim) = member_count_of(subject) {
            return self.so_many(comparison, n, claim);
        }
        let claims = tally(subject)?;
        let all = claims.len();
        let whole = i64::try_from(all).ok()?;
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        let (comparison, n) = match comparison {
            Less => (LessOrEqual, n.checked_sub(1)?),
            Greater => (GreaterOrEqual, n.checked_add(1)?),
            other => (other, n),
        };
        let lead = match (comparison, n) {
            (Equal | GreaterOrEqual, n) if n == whole => {
                say!(self, "có đủ {all} điều sau", "all of these {all}")
            }
            (Equal | LessOrEqual, 0) => {
                say!(self, "không có điều nào trong {all} điều sau", "none of these {all}")
            }
            (GreaterOrEqual, n) => {
                say!(self, "có ít nhất {n} trong {all} điều sau", "at least {n} of these {all}")
            }
            (LessOrEqual, n) => {
                say!(self, "có không quá {n} trong {all} điều sau", "at most {n} of these {all}")
            }
            (Equal, n) => say!(self, "có đúng {n} trong {all} điều sau", "exactly {n} of these {all}"),
            (NotEqual | Less | Greater, _) => return None,
        };
        let items = claims.into_iter().map(|(condition, yes)| self.phrase(condition, yes)).collect();
        Some(Phrase::List { lead, aside: false, items })
    }

    /// `area < 8 * members.size()`: so much for each member.
    fn average(&self, comparison: Comparison, subject: &Number, limit: &Number) -> Option<Phrase> {
        let (total, limit, whole) = match &subject.kind {
            NumberKind::Divide(total, by) if matches!(plain(by).kind, NumberKind::MemberCount) => {
                (plain(total), limit, true)
            }
            _ => (subject, per_member(limit)?, false),
        };
        let noun = match &total.kind {
            NumberKind::Answer(index) if !self.is_day(total) => self.noun(*index),
            NumberKind::Sum(None, of) => match &plain(of).kind {
                NumberKind::Answer(index) => self.noun(*index),
                _ => return None,
            },
            _ => return None,
        };
        if !is_value(limit) {
            return None;
        }
        let prefixes: &[&str] = match self.language {
            Language::Vi => &["tổng "],
            Language::En => &["the total ", "total "],
        };
        let noun = prefixes.iter().find_map(|prefix| noun.strip_prefix(prefix)).unwrap_or(&noun);
        let full = match self.known(limit) {
            Some((value, scale)) => self.amount(value, scale, self.unit(total).or_else(|| self.unit(limit))),
            None => self.number_words(limit),
        };
        // Dropping the remainder cannot change `<` and `>=` of a total that is never negative.
        let exact =
            matches!(comparison, Comparison::Less | Comparison::GreaterOrEqual) && total.range.least >= 0;
        let cut =
            if whole && !exact { self.words(" (bỏ phần lẻ)", " (remainder dropped)") } else { "" };
        let bound = self.bound(Style::Plain, &Bound { comparison, bare: full.clone(), full });
        let text = say!(self, "{noun} bình quân mỗi người{cut} {bound}", "{noun} per person{cut} {bound}");
        Some(Phrase::plain(text))
    }

    /// Against a value that depends on the case: `level >= (age < 6 ? 1 : age < 12 ? 2 : 3)`.
    fn by_case(&self, comparison: Comparison, subject: &Number, limit: &Number) -> Option<Phrase> {
        let (tests, values) = number_cases(limit)?;
        if is_value(subject) || !values.iter().all(|value| is_value(value)) {
            return None;
        }
        let level = self.level(&tests);
        let style = match self.style(subject) {
            Style::Order(_) => Style::Level,
            other => other,
        };
        let bound = self.bound(style, &Bound { comparison, bare: level.clone(), full: level });
        let lead = self.line(&self.of_subject(subject, &bound));
        let items = self.cases(&tests).into_iter().zip(values).map(|(case, value)| {
            let case = case.unwrap_or_else(|| self.words("còn lại", "otherwise").to_owned());
            let limit = self.limit(Test { comparison, subject, limit: value });
            Phrase::plain(format!("{case}: {}", limit.full))
        });
        Some(Phrase::List { lead, aside: true, items: items.collect() })
    }

    /// What a value that depends on these tests is called.
    fn level(&self, tests: &[&Condition]) -> String {
        let questions: Vec<_> = tests.iter().flat_map(|test| test.questions()).collect();
        let one = questions.split_first().filter(|(first, rest)| rest.iter().all(|other| other == *first));
        match one {
            Some((index, _)) if self.is_age(*index) => {
                self.words("mức phù hợp với tuổi", "the level for the age").to_owned()
            }
            Some((index, _)) => {
                let noun = self.noun(*index);
                say!(self, "mức ứng với {noun}", "the level for {noun}")
            }
            None => self.words("mức ứng với từng trường hợp", "the level of each case").to_owned(),
        }
    }

    /// An order compared with a number that is no choice's own: the choices for which it holds.
    fn of_some_orders(&self, comparison: Comparison, subject: &Number, limit: &Number) -> Option<Phrase> {
        let NumberKind::Order(index) = subject.kind else {
            return None;
        };
        let (value, scale) = self.known(limit)?;
        if scale == 0 && self.choice_of_order(index, value).is_some() {
            return None;
        }
        let factor = pow10(scale)?;
        let choices = self.question(index).kind.choices().iter().enumerate();
        let held = choices.filter(|(_, choice)| {
            let order = choice.order.and_then(|order| order.checked_mul(factor));
            order.is_some_and(|order| comparison.holds(order, value))
        });
        let held: Vec<u16> = held.filter_map(|(at, _)| u16::try_from(at).ok()).collect();
        (!held.is_empty()).then(|| self.one_of(index, &held, true))
    }
}

fn common_divisor(a: i128, b: i128) -> i128 {
    if b == 0 { a.abs() } else { common_divisor(b, a % b) }
}
