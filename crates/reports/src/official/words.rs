//! Numbers and words of a cell, the same on paper, on screen and in the remarks.

use engine::figures::{FilledCell, Heading, Value};
use vocab::{Language, written};

/// What stands where nothing is known.
pub(super) const MISSING: &str = "…";

/// A cell as people read it; a count that missing answers leave open has a star.
pub fn shown(cell: &FilledCell, language: Language) -> String {
    let number = match cell.value {
        Value::Missing => return MISSING.to_owned(),
        Value::Count(count) => written::whole(count, language),
        Value::Percent(_, 0) => return String::new(),
        Value::Percent(part, whole) => percent(part, whole, language),
    };
    let star = if cell.unclear > 0 || cell.truth.is_some() { "*" } else { "" };
    format!("{number}{star}")
}

/// A share with two decimals, rounded half away from zero.
fn percent(part: i64, whole: i64, language: Language) -> String {
    let (part, whole) = (i128::from(part), i128::from(whole));
    let hundredths = (part.abs() * 20_000 + whole) / (2 * whole);
    let sign = if part < 0 { "-" } else { "" };
    let point = if language == Language::Vi { ',' } else { '.' };
    format!("{sign}{}{point}{:02}", hundredths / 100, hundredths % 100)
}

/// The official code of a column: its number, and its formula where it is calculated from columns of its own table.
pub fn code_of(heading: &Heading) -> String {
    match &heading.formula {
        Some(formula) if formula.cells().iter().all(|cell| cell.table.is_none()) => {
            format!("{}={formula}", heading.number)
        }
        _ => heading.number.to_string(),
    }
}

/// 1, 2, 3 or I, II, III.
pub(super) fn roman(mut number: usize) -> String {
    const SIGNS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut words = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            words.push_str(sign);
            number -= value;
        }
    }
    words
}

/// The number of each line among those that stand beside it: roman where it adds up others, none for the whole.
pub fn numbers(lines: &[engine::figures::Line]) -> Vec<String> {
    let mut numbers = vec![String::new(); lines.len()];
    for line in lines {
        for (number, at) in (1..).zip(&line.of) {
            let adds_up = lines.get(*at).is_some_and(|line| !line.of.is_empty());
            if let Some(slot) = numbers.get_mut(*at) {
                *slot = if adds_up { roman(number) } else { number.to_string() };
            }
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_half_up_and_exact() {
        let say = |part, whole| percent(part, whole, Language::Vi);
        assert_eq!(say(1, 3), "33,33");
        assert_eq!(say(2, 3), "66,67");
        assert_eq!(say(1, 8_000), "0,01");
        assert_eq!(say(1, 20_000), "0,01", "0.005 is rounded up");
        assert_eq!(say(3, 3), "100,00");
    }

    #[test]
    fn nothing_known_is_never_zero() {
        let cell = FilledCell { value: Value::Missing, unclear: 0, truth: None };
        assert_eq!(shown(&cell, Language::Vi), "…");
        let cell = FilledCell { value: Value::Count(0), unclear: 3, truth: None };
        assert_eq!(shown(&cell, Language::Vi), "0*");
    }
}
