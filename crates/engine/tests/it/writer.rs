//! Draws conditions, each well typed.

use crate::dice::Dice;
use crate::numbers::Unit;
use crate::text::{Condition, Number};

/// Draws one rule.
pub(crate) struct Writer<'a> {
    pub(crate) dice: &'a mut Dice,
    /// The name of the member here.
    pub(crate) member: Option<&'static str>,
    /// How many indicators the rule may name, and with them other results; 0: none.
    pub(crate) indicators: usize,
    pub(crate) extremes: bool,
    /// Member macros around this place.
    pub(crate) macros: usize,
}

/// The checker accepts so many member macros inside each other.
pub(crate) const MOST_MACROS: usize = 3;

/// A choice question: whose, id, codes with their orders.
pub(crate) type Choice = (bool, &'static str, &'static [(&'static str, Option<i64>)]);

pub(crate) const CHOICES: [Choice; 6] = [
    (false, "water", &[("tap", Some(3)), ("well", Some(2)), ("spring", Some(0)), ("lake", Some(0))]),
    (false, "floor", &[("1", Some(1)), ("2", Some(2)), ("3", Some(3))]),
    (false, "roof", &[("2", Some(5)), ("5", Some(1)), ("7", Some(-2))]),
    (false, "wall", &[("brick", None), ("wood", None), ("mud", None)]),
    (false, "zone", &[("rural", None), ("urban", None)]),
    (true, "school", &[("none", Some(0)), ("primary", Some(1)), ("lower", Some(2)), ("upper", Some(3))]),
];

pub(crate) const TEXTS: [&str; 4] = ["Đồng Nai", "a", "A", "b 'c' \"d\" \\"];

impl Writer<'_> {
    pub(crate) fn new(dice: &mut Dice, indicators: usize, extremes: bool) -> Writer<'_> {
        Writer { dice, member: None, indicators, extremes, macros: 0 }
    }

    /// An answer in scope: the household's bare or through `household`, the member's through its name.
    pub(crate) fn named(&mut self, of_member: bool, id: &str) -> String {
        match self.member {
            Some(member) if of_member => format!("{member}.{id}"),
            _ if self.dice.percent(25) => format!("household.{id}"),
            _ => id.to_owned(),
        }
    }

    /// Whether a question of this subject is in scope.
    pub(crate) fn in_scope(&self, of_member: bool) -> bool {
        !of_member || self.member.is_some()
    }

    pub(crate) fn condition(&mut self, depth: usize) -> Condition {
        let Some(next) = depth.checked_sub(1) else { return self.leaf() };
        match self.dice.below(16) {
            0 => {
                let inner = self.condition(next);
                Condition::within(&[&inner], |part| format!("!({})", part[0]))
            }
            1 | 2 => self.chain(next, " && "),
            3 | 4 => self.chain(next, " || "),
            5 => {
                let (a, b) = (self.condition(next), self.condition(next));
                let operator = self.dice.one_of(&["==", "!="]);
                Condition::within(&[&a, &b], |parts| format!("({}) {operator} ({})", parts[0], parts[1]))
            }
            6 => {
                let (a, b, c) = (self.condition(next), self.condition(next), self.condition(next));
                Condition::within(&[&a, &b, &c], |part| {
                    format!("(({}) ? ({}) : ({}))", part[0], part[1], part[2])
                })
            }
            7..=10 => self.comparison(next),
            11 => self.number_in_list(next),
            12 => self.comparison_of_days(),
            _ if self.member.is_some() && self.dice.percent(70) => self.leaf(),
            _ if self.macros == MOST_MACROS => self.leaf(),
            _ => self.over_members(next),
        }
    }

    fn chain(&mut self, next: usize, operator: &str) -> Condition {
        let parts: Vec<Condition> = (0..2 + self.dice.below(3)).map(|_| self.condition(next)).collect();
        let parts: Vec<&Condition> = parts.iter().collect();
        let written =
            |parts: &[&str]| parts.iter().map(|part| format!("({part})")).collect::<Vec<_>>().join(operator);
        Condition::within(&parts, written)
    }

    fn comparison(&mut self, next: usize) -> Condition {
        let unit = self.unit();
        let (a, b) = (self.number(next, unit), self.number(next, unit));
        let operator = self.dice.one_of(&["==", "!=", "<", "<=", ">", ">="]);
        let (left, right) = Number::aligned(&a, &b);
        Condition::new(format!("{} {operator} {}", a.pack, b.pack), format!("{left} {operator} {right}"))
    }

    fn number_in_list(&mut self, next: usize) -> Condition {
        let unit = self.unit();
        let item = self.number(next, unit);
        let items: Vec<Number> = (0..1 + self.dice.below(4)).map(|_| self.number(0, unit)).collect();
        let decimal = item.decimal || items.iter().any(|item| item.decimal);
        let oracle = |number: &Number| if decimal { number.as_double() } else { number.oracle.clone() };
        let list = |of: &dyn Fn(&Number) -> String| items.iter().map(of).collect::<Vec<_>>().join(", ");
        Condition::new(
            format!("{} in [{}]", item.pack, list(&|number| number.pack.clone())),
            format!("{} in [{}]", oracle(&item), list(&oracle)),
        )
    }

    fn comparison_of_days(&mut self) -> Condition {
        let (a, b) = (self.day(), self.day());
        let operator = self.dice.one_of(&["==", "!=", "<", "<=", ">", ">="]);
        Condition::new(
            format!("{} {operator} {}", a.pack, b.pack),
            format!("{} {operator} {}", a.oracle, b.oracle),
        )
    }

    /// A member's name and what is written with it in scope.
    pub(crate) fn of_a_member<T>(&mut self, write: impl FnOnce(&mut Writer<'_>) -> T) -> (&'static str, T) {
        let name = self.dice.one_of(&["m", "c", "person"]);
        let mut writer = Writer {
            dice: self.dice,
            member: Some(name),
            indicators: self.indicators,
            extremes: self.extremes,
            macros: self.macros + 1,
        };
        let written = write(&mut writer);
        (name, written)
    }

    /// `members`, or those that satisfy a condition.
    pub(crate) fn some_members(&mut self, next: usize) -> Condition {
        if self.dice.percent(60) || self.macros == MOST_MACROS {
            return Condition::same("members");
        }
        let (name, keep) = self.of_a_member(|writer| writer.condition(next.min(1)));
        Condition::within(&[&keep], |part| format!("members.filter({name}, {})", part[0]))
    }

    fn over_members(&mut self, next: usize) -> Condition {
        let range = self.some_members(next);
        let quantifier = self.dice.one_of(&["exists", "all", "exists_one"]);
        let (name, body) = self.of_a_member(|writer| writer.condition(next));
        Condition::within(&[&range, &body], |parts| {
            format!("{}.{quantifier}({name}, {})", parts[0], parts[1])
        })
    }

    fn leaf(&mut self) -> Condition {
        match self.dice.below(12) {
            0 => Condition::same(self.dice.one_of(&["true", "false"])),
            1..=3 => {
                let (of_member, id) =
                    self.dice.one_of(&[(false, "toilet"), (false, "power"), (true, "attending")]);
                if self.in_scope(of_member) {
                    Condition::same(self.named(of_member, id))
                } else {
                    Condition::same("toilet")
                }
            }
            4 | 5 => self.code(),
            6 => self.order(),
            7 => {
                let (of_member, id, codes): (bool, &str, &[&str]) = self.dice.one_of(&[
                    (false, "assets", &["tv", "phone", "bike"] as &[&str]),
                    (true, "jobs", &["farm", "shop"]),
                ]);
                let code = self.dice.one_of(codes);
                if !self.in_scope(of_member) {
                    return Condition::same("'tv' in assets");
                }
                Condition::same(format!("'{code}' in {}", self.named(of_member, id)))
            }
            8 => self.text(),
            9 if self.indicators > 0 => Condition::same("at_or_below_income_line"),
            10 if self.indicators > 0 => {
                Condition::same(format!("deprived.i{}", self.dice.below(self.indicators)))
            }
            _ => self.comparison(0),
        }
    }

    fn text(&mut self) -> Condition {
        let written = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let name = self.named(false, "village");
        let text = self.dice.one_of(&TEXTS);
        match self.dice.below(4) {
            0 => Condition::same(format!("{name} in [{}, 'x', {}]", written(text), written(TEXTS[0]))),
            1 => Condition::same(format!("{} != {name}", written(text))),
            _ => Condition::same(format!("{name} == {}", written(text))),
        }
    }

    pub(crate) fn choice(&mut self, ordered: bool) -> Choice {
        loop {
            let found = self.dice.one_of(&CHOICES);
            if self.in_scope(found.0) && (!ordered || found.2[0].1.is_some()) {
                return found;
            }
        }
    }

    /// A choice meant by its code: a numeric code also as a number.
    fn code(&mut self) -> Condition {
        let (of_member, id, codes) = self.choice(false);
        let name = self.named(of_member, id);
        let oracle = name.clone();
        let drawn = |dice: &mut Dice| {
            let code = dice.one_of(codes).0;
            let numeric = code.parse::<i64>().is_ok() && dice.percent(50);
            let quote = dice.one_of(&["'", "\""]);
            (if numeric { code.to_owned() } else { format!("{quote}{code}{quote}") }, format!("'{code}'"))
        };
        if self.dice.percent(30) {
            let all: Vec<(String, String)> = (0..self.dice.below(5)).map(|_| drawn(self.dice)).collect();
            let list = |of: fn(&(String, String)) -> &str| all.iter().map(of).collect::<Vec<_>>().join(", ");
            return Condition::new(
                format!("{name} in [{}]", list(|c| &c.0)),
                format!("{oracle} in [{}]", list(|c| &c.1)),
            );
        }
        let (pack, code) = drawn(self.dice);
        let operator = self.dice.one_of(&["==", "!="]);
        if self.dice.percent(20) {
            return Condition::new(
                format!("{pack} {operator} {name}"),
                format!("{code} {operator} {oracle}"),
            );
        }
        Condition::new(format!("{name} {operator} {pack}"), format!("{oracle} {operator} {code}"))
    }

    /// A choice compared by its order, with a number or with another choice's code.
    fn order(&mut self) -> Condition {
        let (of_member, id, codes) = self.choice(true);
        let name = self.named(of_member, id);
        let oracle = format!("{name}_order");
        let operator = self.dice.one_of(&["<", "<=", ">", ">="]);
        let (limit, number) = if self.dice.percent(50) {
            let (code, order) = self.dice.one_of(codes);
            (format!("'{code}'"), order.unwrap_or(0).to_string())
        } else {
            let limit = self.dice.between(-3, 6).to_string();
            (limit.clone(), limit)
        };
        if self.dice.percent(25) {
            return Condition::new(
                format!("{limit} {operator} {name}"),
                format!("{number} {operator} {oracle}"),
            );
        }
        Condition::new(format!("{name} {operator} {limit}"), format!("{oracle} {operator} {number}"))
    }

    fn unit(&mut self) -> Unit {
        self.dice.one_of(&[Unit::None, Unit::None, Unit::Vnd, Unit::M2])
    }
}
