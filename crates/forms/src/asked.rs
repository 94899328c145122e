//! Days and ages in XPath. Days are read as text (`2026-12-31`), because a day as a number depends on the client's clock.

use standards::AgeQuestions;
use standards::questionnaire::Subject;
use standards::rule::Range;

use crate::numbers::{Between, extreme_of, minus, plus, quotient, times};
use crate::rules::Compiler;
use crate::xpath::{XPath, all, any, binary, either};

/// The least age of a member, and the greatest: they differ where only the year of birth is known.
pub(crate) const AGE_LEAST: &str = "/data/member/age_least";
/// The greatest age of a member.
pub(crate) const AGE_GREATEST: &str = "/data/member/age_greatest";

impl Compiler<'_> {
    /// The bounds of a member's age: the nodes of [`Compiler::ages`].
    pub(crate) fn age(&self) -> Between {
        Between { least: XPath::amount(AGE_LEAST), greatest: XPath::amount(AGE_GREATEST) }
    }

    /// What calculates the two ages, if members have one: from the birth date, else from the year, else as typed; all
    /// that the question allows if nothing is there or a birth gives no such age.
    pub(crate) fn ages(&mut self, ages: &AgeQuestions) -> Between {
        let questionnaire = &self.standard.questionnaire;
        let range = match questionnaire.get(ages.age).kind {
            standards::questionnaire::AnswerKind::Number { min, max, .. } => {
                Range { least: min, greatest: max }
            }
            _ => Range { least: 0, greatest: 0 },
        };
        let (age, date, year) = (
            self.path(ages.age),
            ages.birth_date.map(|question| self.path(question)),
            ages.birth_year.map(|question| self.path(question)),
        );
        let day = self.age_day;
        let missing = Between { least: XPath::Number(range.least), greatest: XPath::Number(range.greatest) };
        let typed = |missing: XPath| either(XPath::is_empty(&age), missing, XPath::amount(&age));
        let mut known =
            Between { least: typed(missing.least.clone()), greatest: typed(missing.greatest.clone()) };
        if let Some(year) = year {
            let whole_years = minus(XPath::Number(i64::from(day.year())), XPath::amount(&year));
            let ends_year = day.next().year() != day.year();
            let least =
                if ends_year { whole_years.clone() } else { minus(whole_years.clone(), XPath::Number(1)) };
            let least = extreme_of("max", vec![least, XPath::Number(range.least.max(0))]);
            let greatest = extreme_of("min", vec![whole_years.clone(), XPath::Number(range.greatest)]);
            let possible = all([
                binary(">=", whole_years, XPath::Number(0)),
                binary("<=", least.clone(), greatest.clone()),
            ]);
            let of_year = |value: XPath, missing: XPath| either(possible.clone(), value, missing);
            known = Between {
                least: either(XPath::is_empty(&year), known.least, of_year(least, missing.least.clone())),
                greatest: either(
                    XPath::is_empty(&year),
                    known.greatest,
                    of_year(greatest, missing.greatest.clone()),
                ),
            };
        }
        if let Some(date) = date {
            let of_date = XPath::amount(&self.steps.node(Subject::Member, &age_on(day, &date)));
            let possible = all([
                binary(">=", of_date.clone(), XPath::Number(range.least.max(0))),
                binary("<=", of_date.clone(), XPath::Number(range.greatest)),
            ]);
            let take = |other: XPath, missing: XPath| {
                either(XPath::is_empty(&date), other, either(possible.clone(), of_date.clone(), missing))
            };
            known = Between {
                least: take(known.least, missing.least),
                greatest: take(known.greatest, missing.greatest),
            };
        }
        known
    }
}

/// Completed years on a day: the years between, less one before the birthday.
fn age_on(day: vocab::Day, birth: &str) -> XPath {
    let (year, month, date) = day.civil();
    let years = minus(XPath::Number(i64::from(year)), part(birth, 0, 4));
    let before_birthday = any([
        binary(">", part(birth, 5, 7), XPath::Number(i64::from(month))),
        all([
            binary("=", part(birth, 5, 7), XPath::Number(i64::from(month))),
            binary(">", part(birth, 8, 10), XPath::Number(i64::from(date))),
        ]),
    ]);
    let age = minus(years, either(before_birthday, XPath::Number(1), XPath::Number(0)));
    either(XPath::is_empty(birth), XPath::text(""), age)
}

/// Days since 1970-01-01 of a day written `2026-12-31`; nothing if it is missing.
///
/// Years begin in March, so that the leap day is the last of its year.
pub(crate) fn day_number(path: &str) -> XPath {
    let number = XPath::Number;
    let (year, month, day) = (part(path, 0, 4), part(path, 5, 7), part(path, 8, 10));
    let early = binary("<=", month.clone(), number(2));
    let year = minus(year, either(early.clone(), number(1), number(0)));
    let month = plus(month, either(early, number(9), number(-3)));
    let leap_days = plus(
        minus(quotient(year.clone(), number(4)), quotient(year.clone(), number(100))),
        quotient(year.clone(), number(400)),
    );
    let in_year = plus(quotient(plus(times(month, number(153)), number(2)), number(5)), day);
    let days = plus(plus(times(year, number(365)), leap_days), minus(in_year, number(719_469)));
    either(XPath::is_empty(path), XPath::text(""), days)
}

/// A part of a written day as a number.
fn part(path: &str, from: i64, to: i64) -> XPath {
    let text = XPath::Call("substr", vec![XPath::node(path), XPath::Number(from), XPath::Number(to)]);
    XPath::Call("number", vec![text])
}
