//! What is said of a number that is compared with a value: "dưới 16", "từ 3 đến dưới 16", "không quá 1.500.000 đồng".

use super::Speaker;
use super::format::{day, decimal};
use super::phrase::{Fit, Phrase};
use super::shape::{Claim, is_value, member_count_of, oriented, tally};
use crate::questionnaire::QuestionIndex;
use crate::rule::{Comparison, Condition, Number, NumberKind};

/// How a kind of number is compared in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Age,
    Day,
    Order(QuestionIndex),
    /// An order against a level that is no choice's name.
    Level,
    Count,
    /// With another number, not with a value.
    Relation,
}

/// A limit in words; `bare` is without its unit.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    pub(super) comparison: Comparison,
    pub(super) bare: String,
    pub(super) full: String,
}

/// A number compared with a value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Test<'c> {
    pub(super) comparison: Comparison,
    pub(super) subject: &'c Number,
    pub(super) limit: &'c Number,
}

impl Test<'_> {
    pub(super) fn is_lower(&self) -> bool {
        matches!(self.comparison, Comparison::Greater | Comparison::GreaterOrEqual)
    }

    pub(super) fn is_upper(&self) -> bool {
        matches!(self.comparison, Comparison::Less | Comparison::LessOrEqual)
    }

    pub(super) fn negated(self) -> Self {
        Test { comparison: self.comparison.negated(), ..self }
    }

    /// Whether the subject is one short noun, so that saying it twice does no harm.
    pub(super) fn is_simple(&self) -> bool {
        use NumberKind::{Answer, DeprivationCount, MemberCount, Order};
        matches!(self.subject.kind, Answer(_) | Order(_) | MemberCount | DeprivationCount)
    }
}

impl Speaker<'_> {
    /// A claim as a number compared with a value.
    pub(super) fn test<'c>(&self, claim: Claim<'c>) -> Option<Test<'c>> {
        let (condition, yes) = claim;
        match condition {
            Condition::Not(inner) => self.test((inner, !yes)),
            Condition::Compare(comparison, left, right) => {
                let (comparison, subject, limit) = oriented(*comparison, left, right, yes);
                self.test_of(comparison, subject, limit)
            }
            _ => None,
        }
    }

    pub(super) fn test_of<'c>(
        &self,
        comparison: Comparison,
        subject: &'c Number,
        limit: &'c Number,
    ) -> Option<Test<'c>> {
        let special = member_count_of(subject).is_some() || tally(subject).is_some();
        if special || is_value(subject) || !is_value(limit) {
            return None;
        }
        if let (NumberKind::Order(index), Some((order, 0))) = (&subject.kind, self.known(limit)) {
            self.choice_of_order(*index, order)?;
        }
        Some(Test { comparison, subject, limit })
    }

    pub(super) fn style(&self, subject: &Number) -> Style {
        match &subject.kind {
            NumberKind::Answer(index) if self.is_age(*index) => Style::Age,
            NumberKind::Order(index) => Style::Order(*index),
            NumberKind::MemberCount | NumberKind::DeprivationCount => Style::Count,
            _ if self.is_day(subject) => Style::Day,
            _ => Style::Plain,
        }
    }

    /// The subject with what is said of it.
    pub(super) fn of_subject(&self, subject: &Number, bounds: &str) -> Phrase {
        let before = match &subject.kind {
            NumberKind::Answer(index) if self.is_age(*index) => self.words("tuổi", "aged").to_owned(),
            NumberKind::Order(index) => self.noun(*index),
            NumberKind::MemberCount => self.words("hộ có", "household of").to_owned(),
            NumberKind::DeprivationCount => self.words("thiếu hụt", "deprived in").to_owned(),
            _ => self.number_words(subject),
        };
        let fit = if self.style(subject) == Style::Age { Fit::Narrows } else { Fit::Apart };
        Phrase::Words { text: format!("{before} {bounds}"), fit }
    }

    /// A single test as a phrase.
    pub(super) fn tested(&self, test: Test<'_>) -> Phrase {
        if self.style(test.subject) == Style::Count && test.comparison == Comparison::NotEqual {
            let bound = self.bound(Style::Relation, &self.limit(test));
            return Phrase::plain(format!("{} {bound}", self.number_words(test.subject)));
        }
        self.of_subject(test.subject, &self.bound(self.style(test.subject), &self.limit(test)))
    }

    /// Two tests of one subject, a lower and an upper, as a phrase.
    pub(super) fn ranged(&self, low: Test<'_>, high: Test<'_>) -> Phrase {
        let style = self.style(low.subject);
        self.of_subject(low.subject, &self.range(style, &self.limit(low), &self.limit(high)))
    }

    /// The limit of a test in the words of its subject.
    pub(super) fn limit(&self, test: Test<'_>) -> Bound {
        let Test { comparison, subject, limit } = test;
        let same = |text: String| Bound { comparison, bare: text.clone(), full: text };
        let Some((value, scale)) = self.known(limit) else {
            return same(self.number_words(limit));
        };
        let bare = decimal(value, scale, self.language);
        match self.style(subject) {
            Style::Age => same(bare),
            Style::Day if scale == 0 => same(day(value, self.language)),
            Style::Order(index) => match self.choice_of_order(index, value).filter(|_| scale == 0) {
                Some(choice) => same(self.choice(index, choice)),
                None => same(bare),
            },
            Style::Count => {
                let noun = match subject.kind {
                    NumberKind::MemberCount if bare == "1" => self.words("thành viên", "member"),
                    NumberKind::MemberCount => self.words("thành viên", "members"),
                    _ if bare == "1" => self.words("chỉ số", "indicator"),
                    _ => self.words("chỉ số", "indicators"),
                };
                Bound { comparison, full: format!("{bare} {noun}"), bare }
            }
            _ => {
                let unit = self.unit(subject).or_else(|| self.unit(limit));
                Bound { comparison, full: self.amount(value, scale, unit), bare }
            }
        }
    }

    /// "dưới 16", "từ 16 trở lên".
    pub(super) fn bound(&self, style: Style, bound: &Bound) -> String {
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        let x = &bound.full;
        match (style, bound.comparison) {
            (Style::Relation, Less) => say!(self, "nhỏ hơn {x}", "less than {x}"),
            (Style::Relation, LessOrEqual) => say!(self, "không lớn hơn {x}", "not more than {x}"),
            (Style::Relation, Greater) => say!(self, "lớn hơn {x}", "more than {x}"),
            (Style::Relation, GreaterOrEqual) => say!(self, "không nhỏ hơn {x}", "not less than {x}"),
            (Style::Relation, Equal) => say!(self, "bằng {x}", "equal to {x}"),
            (Style::Relation, NotEqual) => say!(self, "khác {x}", "different from {x}"),
            (Style::Day, Less) => say!(self, "trước {x}", "before {x}"),
            (Style::Day, LessOrEqual) => say!(self, "không muộn hơn {x}", "not after {x}"),
            (Style::Day, Greater) => say!(self, "sau {x}", "after {x}"),
            (Style::Day, GreaterOrEqual) => say!(self, "từ {x} trở đi", "not before {x}"),
            (Style::Level, LessOrEqual) => say!(self, "từ {x} trở xuống", "at or below {x}"),
            (Style::Level, Less) => say!(self, "dưới {x}", "below {x}"),
            (Style::Level, GreaterOrEqual) => say!(self, "từ {x} trở lên", "at or above {x}"),
            (Style::Level, Equal) => say!(self, "đúng {x}", "at {x}"),
            (Style::Level, NotEqual) => say!(self, "khác {x}", "not at {x}"),
            (Style::Order(_) | Style::Day, Equal) => say!(self, "là {x}", "is {x}"),
            (Style::Order(_) | Style::Day, NotEqual) => say!(self, "không phải là {x}", "is not {x}"),
            (Style::Order(_), LessOrEqual) => say!(self, "từ {x} trở xuống", "{x} or below"),
            (Style::Order(_), Less) => say!(self, "dưới {x}", "below {x}"),
            (Style::Order(_), GreaterOrEqual) => say!(self, "từ {x} trở lên", "{x} or above"),
            (Style::Age, LessOrEqual) => say!(self, "không quá {x}", "{x} or under"),
            (Style::Age, Greater) => say!(self, "trên {x}", "over {x}"),
            (Style::Age, GreaterOrEqual) => say!(self, "từ {x} trở lên", "{x} or over"),
            (Style::Age, Equal) => say!(self, "đúng {x}", "exactly {x}"),
            (Style::Count, Less) => say!(self, "dưới {x}", "fewer than {x}"),
            (Style::Count, Equal) => say!(self, "đúng {x}", "exactly {x}"),
            (Style::Count, Greater) => say!(self, "trên {x}", "more than {x}"),
            (_, Less) => say!(self, "dưới {x}", "under {x}"),
            (_, LessOrEqual) => say!(self, "không quá {x}", "at most {x}"),
            (_, Greater) => say!(self, "trên {x}", "above {x}"),
            (_, GreaterOrEqual) => say!(self, "từ {x} trở lên", "at least {x}"),
            (_, Equal) => say!(self, "bằng {x}", "exactly {x}"),
            (_, NotEqual) => say!(self, "khác {x}", "other than {x}"),
        }
    }

    /// "từ 3 đến dưới 16", "trên 1.500.000 đến 2.250.000 đồng".
    fn range(&self, style: Style, low: &Bound, high: &Bound) -> String {
        let (a, b) = (&low.bare, &high.full);
        let from = low.comparison == Comparison::GreaterOrEqual;
        let to = high.comparison == Comparison::LessOrEqual;
        match (style, from, to) {
            (Style::Day, true, true) => say!(self, "từ {a} đến hết {b}", "from {a} to {b}"),
            (Style::Day, true, false) => say!(self, "từ {a} đến trước {b}", "from {a} to before {b}"),
            (Style::Day, false, true) => say!(self, "sau {a} đến hết {b}", "after {a} and not after {b}"),
            (Style::Day, false, false) => say!(self, "sau {a} và trước {b}", "after {a} and before {b}"),
            (Style::Order(_), true, false) => say!(self, "từ {a} đến dưới {b}", "from {a} to below {b}"),
            (_, true, true) => say!(self, "từ {a} đến {b}", "from {a} to {b}"),
            (_, true, false) => say!(self, "từ {a} đến dưới {b}", "from {a} to under {b}"),
            (_, false, true) => say!(self, "trên {a} đến {b}", "above {a} and up to {b}"),
            (_, false, false) => say!(self, "trên {a} và dưới {b}", "above {a} and under {b}"),
        }
    }
}
