//! Cells that hold words: names, sex, class, yes or no.

use vocab::search_key;

use crate::cells::Reading;
use crate::grid::Value;
use crate::problem::Problem;

/// Giới tính.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

/// Phân loại hộ, as the list says; nothing here decides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PovertyClass {
    /// Hộ nghèo.
    Poor,
    /// Hộ cận nghèo.
    NearPoor,
}

const LONGEST_NAME: usize = 100;

/// What is strange about a name that is already clean text. Nothing of it makes the name wrong.
pub(crate) fn check_name(name: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    if name.chars().count() > LONGEST_NAME {
        problems.push(Problem::NameLong);
    }
    if name.split_whitespace().count() == 1 {
        problems.push(Problem::NameOneWord);
    }
    let usual = |sign: char| {
        sign.is_alphabetic() || " '’‘`.-".contains(sign) || ('\u{300}'..='\u{36f}').contains(&sign)
    };
    if !name.chars().all(usual) {
        problems.push(Problem::NameSigns);
    }
    problems
}

pub(crate) fn read_sex(written: &str) -> Reading<Sex> {
    match search_key(written).as_str() {
        "nam" | "trai" | "m" | "male" => Reading::clean(Sex::Male),
        "nu" | "gai" | "f" | "female" => Reading::clean(Sex::Female),
        _ => Reading::failed(Problem::SexUnknown),
    }
}

pub(crate) fn read_class(written: &str) -> Reading<PovertyClass> {
    let key = search_key(written);
    let key = key.strip_prefix("ho ").unwrap_or(&key);
    match key {
        "ngheo" | "hn" | "n" => Reading::clean(PovertyClass::Poor),
        "can ngheo" | "hcn" | "cn" => Reading::clean(PovertyClass::NearPoor),
        _ => Reading::failed(Problem::ClassUnknown),
    }
}

/// A cross means yes. An empty cell never gets here: it is unknown, not no.
pub(crate) fn read_flag(value: &Value) -> Reading<bool> {
    let written = value.written();
    if let Value::Flag(flag) = value {
        return Reading::clean(*flag);
    }
    match (written.trim(), search_key(&written).as_str()) {
        ("✓" | "✔" | "☑" | "+" | "√", _) | (_, "x" | "xx" | "co" | "1" | "true" | "dung") => {
            Reading::clean(true)
        }
        ("-" | "–" | "☐", _) | (_, "khong" | "0" | "false" | "k") => Reading::clean(false),
        _ => Reading::failed(Problem::FlagUnknown),
    }
}

/// Whether the relationship says that this person is the head.
pub(crate) fn is_head(relation: &str) -> bool {
    matches!(search_key(relation).as_str(), "chu ho" | "la chu ho" | "ch" | "ban than chu ho")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_is_read_only_where_it_can_mean_one_thing() {
        for (written, class) in [
            ("Hộ nghèo", Some(PovertyClass::Poor)),
            ("nghèo", Some(PovertyClass::Poor)),
            ("HỘ CẬN NGHÈO", Some(PovertyClass::NearPoor)),
            ("CN", Some(PovertyClass::NearPoor)),
            ("Hộ thoát nghèo", None),
            ("Không nghèo", None),
            ("1", None),
        ] {
            assert_eq!(read_class(written).value, class, "{written}");
        }
    }

    #[test]
    fn a_highland_name_of_one_word_is_kept_and_digits_in_a_name_are_noticed() {
        assert_eq!(check_name("Nguyễn Thị Hoà"), vec![]);
        assert_eq!(check_name("K'Brể"), vec![Problem::NameOneWord]);
        assert_eq!(check_name("Nguyễn Văn A (1965)"), vec![Problem::NameSigns]);
        assert_eq!(check_name(&"Nguyễn ".repeat(500)), vec![Problem::NameLong]);
    }
}
