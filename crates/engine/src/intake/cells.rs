//! Text cells as answers, and the words for those that are none.

use vocab::{Day, Decimal, LocalText, ParseDecimalError, said};

/// Why a cell is no answer, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bad {
    pub(super) message: LocalText,
    pub(super) remedy: LocalText,
}

impl Bad {
    pub(super) fn new(message: LocalText, remedy: LocalText) -> Bad {
        Bad { message, remedy }
    }

    fn not_a_number(remedy: LocalText) -> Bad {
        Bad::new(said!("đây không phải là số", "this is not a number"), remedy)
    }

    /// A number beyond the question's `min` and `max`.
    pub(super) fn outside(scale: u8, (least, greatest): (i64, i64)) -> Bad {
        let (least, greatest) = (Decimal { value: least, scale }, Decimal { value: greatest, scale });
        Bad::new(
            said!(
                "số nằm ngoài khoảng cho phép của câu hỏi",
                "the number is outside what the question allows"
            ),
            said!(
                "ghi một số từ {least} đến {greatest}, hoặc để trống nếu không biết",
                "write a number from {least} to {greatest}, or leave it empty if it is not known"
            ),
        )
    }

    /// More decimals than the question keeps.
    pub(super) fn too_fine(scale: u8) -> Bad {
        let too_many = || said!("số có quá nhiều chữ số thập phân", "the number has too many decimals");
        match scale {
            0 => Bad::new(
                said!("đây không phải là số nguyên", "this is not a whole number"),
                said!("ghi một số nguyên, ví dụ 12", "write a whole number, for example 12"),
            ),
            1 => Bad::new(
                too_many(),
                said!("ghi nhiều nhất một chữ số thập phân", "write it with one decimal at most"),
            ),
            _ => Bad::new(
                too_many(),
                said!("ghi nhiều nhất {scale} chữ số thập phân", "write it with {scale} decimals at most"),
            ),
        }
    }

    /// NaN and infinity.
    pub(super) fn not_finite() -> Bad {
        Bad::not_a_number(said!(
            "câu trả lời còn thiếu thì để trống, không ghi NaN hay vô cực",
            "leave a missing answer empty instead of NaN or infinity"
        ))
    }

    /// Neither yes nor no.
    pub(super) fn flag() -> Bad {
        Bad::new(
            said!("không phải có, cũng không phải không", "this is neither yes nor no"),
            said!(
                "ghi 1 hoặc true (có), 0 hoặc false (không), hoặc để trống nếu không biết",
                "write 1 or true, 0 or false, or leave it empty if it is not known"
            ),
        )
    }

    /// A code that the question does not have.
    pub(super) fn code(codes: &[String]) -> Bad {
        const SHOWN: usize = 12;
        let mut shown = codes.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
        if codes.len() > SHOWN {
            shown.push_str(", …");
        }
        Bad::new(
            said!("câu hỏi không có mã này", "the question has no such code"),
            said!("dùng một trong các mã {shown}", "use one of {shown}"),
        )
    }

    /// A birth after the day on which ages are counted.
    pub(super) fn born_later(age_day: Day) -> Bad {
        Bad::new(
            said!(
                "ngày sinh sau ngày tính tuổi ({age_day})",
                "the birth is later than the day on which ages are counted ({age_day})"
            ),
            said!("sửa lại ngày sinh, hoặc bỏ người này ra", "correct the date, or leave this person out"),
        )
    }

    /// A birth whose age the question does not allow.
    pub(super) fn age((least, greatest): (i64, i64)) -> Bad {
        Bad::new(
            said!(
                "tuổi tính theo ngày sinh này không nằm trong khoảng từ {least} đến {greatest}",
                "this birth gives an age that is not from {least} to {greatest}"
            ),
            said!("sửa lại ngày sinh hoặc năm sinh", "correct the birth date or birth year"),
        )
    }
}

/// A number in units of 10^-scale.
pub(super) fn number(text: &str, scale: u8, range: (i64, i64)) -> Result<i64, Bad> {
    let value = match text.parse::<Decimal>() {
        Ok(decimal) => decimal.at_scale(scale).ok_or_else(|| match without_separators(text) {
            Some(plain) if scale == 0 => Bad::not_a_number(without(plain)),
            _ => Bad::too_fine(scale),
        })?,
        Err(ParseDecimalError::TooLarge) => return Err(Bad::outside(scale, range)),
        Err(ParseDecimalError::Malformed) => {
            let pointed = text.replacen(',', ".", 1);
            return Err(Bad::not_a_number(match without_separators(text) {
                Some(plain) => without(plain),
                None if pointed.parse::<Decimal>().is_ok_and(|decimal| decimal.at_scale(scale).is_some()) => {
                    said!("ghi {pointed} với dấu chấm", "write {pointed} with a point")
                }
                None if scale == 0 => {
                    said!("chỉ ghi chữ số, ví dụ 1500000", "write digits only, for example 1500000")
                }
                None => said!(
                    "ghi chữ số, có dấu chấm trước phần thập phân, ví dụ 8.5",
                    "write digits with a point before decimals, for example 8.5"
                ),
            }));
        }
    };
    if value < range.0 || value > range.1 { Err(Bad::outside(scale, range)) } else { Ok(value) }
}

fn without(plain: String) -> LocalText {
    said!("ghi {plain}, không có dấu phân cách", "write {plain} without separators")
}

/// `1.500.000`, `1,500,000` and `1 500 000` without what stands between groups of three digits.
fn without_separators(text: &str) -> Option<String> {
    let separator = text.chars().find(|c| matches!(c, '.' | ',' | ' ' | '_' | '\u{a0}'))?;
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let mut groups = digits.split(separator);
    let first = groups.next()?;
    let mut plain = format!("{sign}{first}");
    let is_number = |group: &str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    if !is_number(first) || first.len() > 3 {
        return None;
    }
    for group in groups {
        if group.len() != 3 || !is_number(group) {
            return None;
        }
        plain.push_str(group);
    }
    Some(plain)
}

/// A day, not later than `latest` if that is given.
pub(super) fn date(text: &str, latest: Option<Day>) -> Result<i64, Bad> {
    let day: Day = text.parse().map_err(|_| {
        let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
        let iso = match parts.as_slice() {
            [d, m, y] if y.len() == 4 => format!("{y}-{m:0>2}-{d:0>2}").parse::<Day>().ok(),
            _ => None,
        };
        let example = iso.map_or("2025-12-31".to_owned(), |day| day.to_string());
        Bad::new(
            said!("đây không phải là ngày", "this is not a date"),
            said!(
                "ghi ngày theo thứ tự năm-tháng-ngày: {example}",
                "write the date as year-month-day: {example}"
            ),
        )
    })?;
    check_day(day, latest)
}

/// The day itself, unless it is too late.
pub(super) fn check_day(day: Day, latest: Option<Day>) -> Result<i64, Bad> {
    match latest {
        Some(latest) if day > latest => Err(Bad::born_later(latest)),
        _ => Ok(i64::from(day.epoch_days())),
    }
}

/// Yes or no.
pub(super) fn flag(text: &str) -> Result<bool, Bad> {
    match text {
        "1" | "true" | "TRUE" | "True" => Ok(true),
        "0" | "false" | "FALSE" | "False" => Ok(false),
        _ => Err(Bad::flag()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remedy(text: &str, scale: u8) -> String {
        number(text, scale, (-10_000_000, 10_000_000)).expect_err("not a number").remedy.en
    }

    #[test]
    fn numbers_are_digits_and_a_point() {
        assert_eq!(number("1500000", 0, (0, 2_000_000)), Ok(1_500_000));
        assert_eq!(number("8.5", 1, (0, 100)), Ok(85));
        assert_eq!(number("8", 1, (0, 100)), Ok(80));
        assert_eq!(number("8.50", 1, (0, 100)), Ok(85));
    }

    #[test]
    fn other_forms_are_refused_with_the_right_form() {
        assert_eq!(remedy("1.500.000", 0), "write 1500000 without separators");
        assert_eq!(remedy("1,500,000", 0), "write 1500000 without separators");
        assert_eq!(remedy("1.500", 0), "write 1500 without separators");
        assert_eq!(remedy("12,5", 1), "write 12.5 with a point");
        assert_eq!(remedy("8.25", 1), "write it with one decimal at most");
        assert_eq!(remedy("mười", 0), "write digits only, for example 1500000");
        assert!(number("11", 0, (0, 10)).expect_err("outside").remedy.en.contains("from 0 to 10"));
        assert!(number("99999999999999999999", 0, (0, 10)).is_err());
    }

    #[test]
    fn dates_are_iso_and_births_not_in_the_future() {
        let day = Day::from_civil(2025, 12, 31).expect("a day");
        assert_eq!(date("2025-12-31", Some(day)), Ok(i64::from(day.epoch_days())));
        let bad = date("31/12/2025", None).expect_err("not ISO");
        assert_eq!(bad.remedy.en, "write the date as year-month-day: 2025-12-31");
        assert!(date("2026-01-01", Some(day)).expect_err("later").message.en.contains("2025-12-31"));
    }
}
