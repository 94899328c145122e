//! Số định danh cá nhân, CCCD: twelve digits, which spreadsheets like to spoil.
//!
//! `PPP G YY RRRRRR`: where the birth was registered, century and sex, year of birth, a random part; no check digit. Wrong
//! registrations exist, so whatever disagrees is a warning and the number stands (Circular 07/2016/TT-BCA, Article 7).

use std::fmt;

use crate::cells::{Birth, Reading, Sex};
use crate::grid::Value;
use crate::problem::Problem;
use crate::reference::ProvinceCodes;

/// Số định danh cá nhân (12 chữ số) hoặc số chứng minh nhân dân cũ (9 chữ số).
#[derive(Clone, PartialEq, Eq)]
pub struct PersonalNumber {
    digits: String,
    restored: bool,
}

impl PersonalNumber {
    /// The number of these digits, if there are 12 or 9.
    pub fn new(digits: &str) -> Option<PersonalNumber> {
        let right = matches!(digits.len(), 9 | 12) && digits.bytes().all(|byte| byte.is_ascii_digit());
        right.then(|| PersonalNumber { digits: digits.to_owned(), restored: false })
    }

    /// All digits. Personal data: not for logs.
    pub fn digits(&self) -> &str {
        &self.digits
    }

    /// Whether leading zeros were put back that the file does not have.
    pub fn is_restored(&self) -> bool {
        self.restored
    }

    /// Whether it is unique in the country: the 12 digits, not the 9 of the old card.
    pub fn is_unique(&self) -> bool {
        self.digits.len() == 12
    }
}

impl fmt::Debug for PersonalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonalNumber({} digits)", self.digits.len())
    }
}

pub(crate) fn read_personal_number(value: &Value, provinces: &ProvinceCodes) -> Reading<PersonalNumber> {
    match value {
        Value::Text(text) => {
            let spaced = |sign: char| sign.is_whitespace() || matches!(sign, '.' | '-' | '\'');
            let bare: String = text.chars().filter(|sign| !spaced(*sign)).collect();
            if bare.bytes().all(|byte| byte.is_ascii_digit()) {
                of_digits(&bare, provinces)
            } else if text.trim().replace(',', ".").parse::<f64>().is_ok() {
                // 6.8190001234E+10: the last digits are gone.
                Reading::failed(Problem::NumberLostDigits)
            } else {
                Reading::failed(Problem::NumberNotDigits)
            }
        }
        Value::Number(number) if number.fract() == 0.0 && (1.0..1e15).contains(number) => {
            of_digits(&format!("{number:.0}"), provinces)
        }
        Value::Number(_) => Reading::failed(Problem::NumberLostDigits),
        _ => Reading::failed(Problem::NumberNotDigits),
    }
}

fn of_digits(digits: &str, provinces: &ProvinceCodes) -> Reading<PersonalNumber> {
    match PersonalNumber::new(digits) {
        Some(number) if number.is_unique() => return Reading::clean(number),
        Some(number) => return Reading::clean(number).but(Problem::NumberOldCard),
        None => {}
    }
    let full = format!("{digits:0>12}");
    if matches!(digits.len(), 10 | 11) && provinces.knows(&full) {
        return Reading {
            proposal: Some(full.clone()),
            value: Some(PersonalNumber { digits: full, restored: true }),
            problems: vec![Problem::NumberLostZero],
        };
    }
    Reading::failed(Problem::NumberLength)
}

/// What of the number does not agree with the list or the person.
pub(crate) fn check_number(
    number: &PersonalNumber,
    sex: Option<Sex>,
    birth: Option<Birth>,
    provinces: &ProvinceCodes,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !number.is_unique() {
        return problems;
    }
    if !provinces.knows(&number.digits) {
        problems.push(Problem::NumberProvince);
    }
    let part = |range| number.digits.get(range).and_then(|digits: &str| digits.parse::<i32>().ok());
    let (Some(century_and_sex), Some(year)) = (part(3..4), part(4..6)) else { return problems };
    let said = if century_and_sex % 2 == 0 { Sex::Male } else { Sex::Female };
    if sex.is_some_and(|sex| sex != said) {
        problems.push(Problem::NumberSex);
    }
    let year = 1900 + century_and_sex / 2 * 100 + year;
    if birth.is_some_and(|birth| birth.year() != year) {
        problems.push(Problem::NumberBirth);
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn provinces() -> ProvinceCodes {
        ProvinceCodes::parse("code,name\n001,Hà Nội\n068,Lâm Đồng\n").expect("a list")
    }

    #[test]
    fn a_number_that_lost_its_zeros_gets_them_back_and_a_rounded_one_is_given_up() {
        use Problem as P;
        let text = |written: &str| Value::Text(written.to_owned());
        for (value, digits, problems) in [
            (text("068190001234"), "068190001234", vec![]),
            (text(" 068 190 001 234"), "068190001234", vec![]),
            (text("'068190001234"), "068190001234", vec![]),
            (Value::Number(68_190_001_234.0), "068190001234", vec![P::NumberLostZero]),
            (text("68190001234"), "068190001234", vec![P::NumberLostZero]),
            (Value::Number(1_190_001_234.0), "001190001234", vec![P::NumberLostZero]),
            (Value::Number(9_190_001_234.0), "", vec![P::NumberLength]),
            (text("250123456"), "250123456", vec![P::NumberOldCard]),
            (text("6.8190001234E+10"), "", vec![P::NumberLostDigits]),
            (text("6,81900E+10"), "", vec![P::NumberLostDigits]),
            (Value::Number(68_190_001_234.5), "", vec![P::NumberLostDigits]),
            (Value::Number(6.8e18), "", vec![P::NumberLostDigits]),
            (text("0681900012345"), "", vec![P::NumberLength]),
            (text("chưa có"), "", vec![P::NumberNotDigits]),
        ] {
            let reading = read_personal_number(&value, &provinces());
            let read = reading.value.as_ref().map_or("", PersonalNumber::digits);
            assert_eq!((read, reading.problems), (digits, problems), "{value:?}");
        }
    }

    #[test]
    fn province_sex_and_year_are_compared_with_the_person() {
        use Problem as P;
        let check = |digits: &str, sex, year| {
            let number = PersonalNumber::new(digits).expect("digits");
            check_number(&number, Some(sex), Some(Birth::Year(year)), &provinces())
        };
        assert_eq!(check("068190001234", Sex::Female, 1990), vec![]);
        assert_eq!(check("068315001234", Sex::Female, 2015), vec![]);
        assert_eq!(check("068190001234", Sex::Male, 1990), vec![P::NumberSex]);
        assert_eq!(check("068190001234", Sex::Female, 1991), vec![P::NumberBirth]);
        assert_eq!(
            check("099290001234", Sex::Female, 1990),
            vec![P::NumberProvince, P::NumberSex, P::NumberBirth]
        );
        assert_eq!(check("250123456", Sex::Female, 1990), vec![]);
    }
}
