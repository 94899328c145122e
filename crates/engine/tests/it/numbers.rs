//! Draws numbers, each well typed and small enough for the oracle's doubles.

use crate::text::Number;
use crate::writer::{MOST_MACROS, Writer};

/// The unit that a number may carry; one without a unit fits anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    None,
    Vnd,
    M2,
}

/// Number questions: whose, id, unit, decimal, size, binary digits.
const QUESTIONS: [(bool, &str, Unit, bool, f64, i32); 8] = [
    (false, "income", Unit::Vnd, false, 5e9, 0),
    (false, "b1_points", Unit::None, false, 60.0, 0),
    (false, "rooms", Unit::None, false, 6.0, 0),
    (false, "debt", Unit::None, false, 50.0, 0),
    (false, "area", Unit::M2, true, 90.0, 1),
    (false, "share", Unit::None, true, 4.0, 2),
    (true, "age", Unit::None, false, 120.0, 0),
    (true, "height", Unit::None, true, 9.0, 1),
];

/// Values of the standard: name, unit, decimal, size, binary digits.
const PARAMS: [(&str, Unit, bool, f64, i32); 5] = [
    ("line", Unit::Vnd, false, 2e9, 0),
    ("b1_line", Unit::None, false, 35.0, 0),
    ("rate", Unit::None, true, 2.0, 1),
    ("ratio", Unit::None, true, 0.25, 2),
    ("flat", Unit::None, false, 3.0, 0),
];

impl Writer<'_> {
    /// A number of this unit or of none.
    pub(crate) fn number(&mut self, depth: usize, unit: Unit) -> Number {
        let Some(next) = depth.checked_sub(1) else { return self.simple(unit) };
        let drawn = match self.dice.below(14) {
            0..=3 => self.sum_or_difference(next, unit),
            4 | 5 => self.product(next),
            6 => self.whole_quotient(next),
            7 => self.exact_quotient(next),
            8 => self.conditional(next, unit),
            9 => {
                let inner = self.number(next, unit);
                let (pack, oracle) = (format!("-({})", inner.pack), format!("-({})", inner.oracle));
                Number { pack, oracle, ..inner }
            }
            10..=13 if self.macros == MOST_MACROS => self.simple(unit),
            10 | 11 => self.counted(next),
            12 | 13 => self.aggregate(next, unit),
            _ => self.simple(unit),
        };
        if drawn.is_exact() { drawn } else { self.simple(unit) }
    }

    fn simple(&mut self, unit: Unit) -> Number {
        match self.dice.below(9) {
            0..=3 => self.question(unit),
            4 => self.param(unit),
            5 => {
                let (of_member, id, codes) = self.choice(true);
                let name = self.named(of_member, id);
                // `+ 0`, because a bare number beside a choice is a code.
                let size = codes.iter().filter_map(|(_, order)| *order).map(i64::abs).max().unwrap_or(0);
                Number::whole(format!("({name} + 0)"), format!("({name}_order + 0)"), size as f64)
            }
            6 if self.indicators > 0 => Number::whole("deprivation_count", "deprivation_count", 3.0),
            6 => Number::whole("members.size()", "size(members)", 10.0),
            7 => {
                let quarters = self.dice.between(-12, 160);
                Number::decimal(format!("({:?})", quarters as f64 / 4.0), 40.0, 2)
            }
            _ => {
                let value = match unit {
                    Unit::Vnd if self.dice.percent(60) => self.dice.between(0, 40) * 100_000_000,
                    _ => self.dice.between(-3, 60),
                };
                Number::whole(format!("({value})"), format!("({value})"), value.unsigned_abs() as f64)
            }
        }
    }

    fn question(&mut self, unit: Unit) -> Number {
        if unit == Unit::Vnd && self.member.is_some() && self.dice.percent(60) {
            let name = self.named(true, "wage");
            return Number::whole(name.clone(), name, 4e9);
        }
        loop {
            let (of_member, id, of_unit, decimal, size, bits) = self.dice.one_of(&QUESTIONS);
            if self.in_scope(of_member) && (of_unit == unit || of_unit == Unit::None) {
                let name = self.named(of_member, id);
                return if decimal {
                    Number::decimal(name, size, bits)
                } else {
                    Number::whole(name.clone(), name, size)
                };
            }
        }
    }

    fn param(&mut self, unit: Unit) -> Number {
        loop {
            let (name, of_unit, decimal, size, bits) = self.dice.one_of(&PARAMS);
            if of_unit == unit || of_unit == Unit::None {
                let name = format!("param.{name}");
                return if decimal {
                    Number::decimal(name, size, bits)
                } else {
                    Number::whole(name.clone(), name, size)
                };
            }
        }
    }

    fn sum_or_difference(&mut self, next: usize, unit: Unit) -> Number {
        let (a, b) = (self.number(next, unit), self.number(next, unit));
        let operator = self.dice.one_of(&["+", "-"]);
        joined(&a, &b, operator, a.size + b.size, a.bits.max(b.bits))
    }

    fn product(&mut self, next: usize) -> Number {
        let units = [Unit::None, Unit::None, Unit::Vnd, Unit::M2];
        let (left, right) = (self.dice.one_of(&units), self.dice.one_of(&units));
        let (a, b) = (self.number(next, left), self.number(next, right));
        joined(&a, &b, "*", a.size * b.size, a.bits + b.bits)
    }

    /// `/` and `%` of whole numbers, by something that is never zero.
    fn whole_quotient(&mut self, next: usize) -> Number {
        let a = self.number(next, Unit::None);
        let divisors = [
            ("members.size()", "size(members)"),
            ("(rooms + 1)", "(rooms + 1)"),
            ("param.flat", "param.flat"),
            ("(floor + 0)", "(floor_order + 0)"),
            ("7", "7"),
            ("(-3)", "(-3)"),
            ("(debt - 51)", "(debt - 51)"),
            ("1", "1"),
            ("(-1)", "(-1)"),
        ];
        let (pack, oracle) = self.dice.one_of(&divisors);
        if a.decimal {
            return a;
        }
        let operator = self.dice.one_of(&["/", "%"]);
        let size = if operator == "/" { a.size } else { a.size.min(110.0) };
        Number::whole(
            format!("({} {operator} {pack})", a.pack),
            format!("({} {operator} {oracle})", a.oracle),
            size,
        )
    }

    /// `/` with a decimal: exact here, and by a power of two also exact in the oracle.
    fn exact_quotient(&mut self, next: usize) -> Number {
        let a = self.number(next, Unit::None);
        let divisor = self.dice.one_of(&["2.0", "0.5", "(-4.0)", "param.rate", "param.ratio", "share", "2"]);
        if divisor == "2" && !a.decimal {
            return a;
        }
        let by = if divisor == "2" { "2.0" } else { divisor };
        Number {
            pack: format!("({} / {divisor})", a.pack),
            oracle: format!("({} / {by})", a.as_double()),
            decimal: true,
            fraction: true,
            size: a.size * 4.0,
            bits: a.bits + 2,
        }
    }

    fn conditional(&mut self, next: usize, unit: Unit) -> Number {
        let when = self.condition(next.min(2));
        let (a, b) = (self.number(next, unit), self.number(next, unit));
        let (then, otherwise) = Number::aligned(&a, &b);
        Number {
            pack: format!("(({}) ? {} : {})", when.pack, a.pack, b.pack),
            oracle: format!("(({}) ? {then} : {otherwise})", when.oracle),
            decimal: a.decimal || b.decimal,
            fraction: a.fraction || b.fraction,
            size: a.size.max(b.size),
            bits: a.bits.max(b.bits),
        }
    }

    fn counted(&mut self, next: usize) -> Number {
        let (name, keep) = self.of_a_member(|writer| writer.condition(next.min(2)));
        let of = |keep: &str| format!("members.filter({name}, {keep})");
        let pack = if self.dice.percent(50) {
            of(&keep.pack) + ".size()"
        } else {
            format!("size({})", of(&keep.pack))
        };
        Number::whole(pack, format!("size({})", of(&keep.oracle)), 10.0)
    }

    /// `sum`, `min` or `max` over members, or over some of them in either way to write it.
    fn aggregate(&mut self, next: usize, unit: Unit) -> Number {
        let functions: &[&str] = if self.extremes { &["sum", "sum", "min", "max"] } else { &["sum"] };
        let function = self.dice.one_of(functions);
        let range = self.some_members(next);
        let with_keep = self.dice.percent(20);
        let (name, (keep, value)) = self.of_a_member(|writer| {
            let keep = if with_keep { Some(writer.condition(next.min(1))) } else { None };
            let value = loop {
                let value = writer.number(next.min(2), unit);
                if !value.fraction {
                    break value;
                }
            };
            (keep, value)
        });
        let keep_in = |keep: Option<&String>| keep.map(|keep| format!("{keep}, ")).unwrap_or_default();
        let map = |range: &str, keep: Option<&String>, value: &str| {
            format!("{range}.map({name}, {}{value})", keep_in(keep))
        };
        let pack = map(&range.pack, keep.as_ref().map(|keep| &keep.pack), &value.pack);
        let oracle = map(&range.oracle, keep.as_ref().map(|keep| &keep.oracle), &value.oracle);
        let typed = if value.decimal { "double" } else { "int" };
        let size = if function == "sum" { value.size * 10.0 } else { value.size };
        Number {
            pack: format!("{pack}.{function}()"),
            oracle: format!("{typed}_{function}({oracle})"),
            size,
            ..value
        }
    }

    /// A day; whole numbers for the oracle.
    pub(crate) fn day(&mut self) -> Number {
        match self.dice.below(4) {
            0 if self.member.is_some() => {
                let name = self.named(true, "born");
                Number::whole(name.clone(), name, 3e6)
            }
            1 if self.extremes => {
                let (function, other) = self.dice.one_of(&[("min", "int_min"), ("max", "int_max")]);
                Number::whole(
                    format!("members.map(m, m.born).{function}()"),
                    format!("{other}(members.map(m, m.born))"),
                    3e6,
                )
            }
            0 | 1 => {
                let name = self.named(false, "moved_on");
                Number::whole(name.clone(), name, 3e6)
            }
            _ => {
                let day = format!(
                    "date('{}-{:02}-{:02}')",
                    self.dice.between(1950, 2025),
                    self.dice.between(1, 12),
                    self.dice.between(1, 28)
                );
                Number::whole(day.clone(), day, 3e6)
            }
        }
    }
}

fn joined(a: &Number, b: &Number, operator: &str, size: f64, bits: i32) -> Number {
    let (left, right) = Number::aligned(a, b);
    Number {
        pack: format!("({} {operator} {})", a.pack, b.pack),
        oracle: format!("({left} {operator} {right})"),
        decimal: a.decimal || b.decimal,
        fraction: a.fraction || b.fraction,
        size,
        bits,
    }
}
