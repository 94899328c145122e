//! Điểm, tuổi, số nhân khẩu: whole numbers.

use crate::cells::Reading;
use crate::grid::Value;
use crate::problem::Problem;

/// A whole number that is not negative; one that is stored as text is read with a warning, unless the file is all text.
pub(crate) fn read_count(value: &Value, all_text: bool) -> Reading<i64> {
    match value {
        Value::Number(number) => whole(*number),
        Value::Text(text) => {
            let bare = text.trim().trim_start_matches('\'').replace(',', ".");
            match bare.parse::<f64>() {
                Ok(number) if all_text => whole(number),
                Ok(number) => whole(number).but(Problem::NumberAsText),
                Err(_) => Reading::failed(Problem::NotANumber),
            }
        }
        _ => Reading::failed(Problem::NotANumber),
    }
}

fn whole(number: f64) -> Reading<i64> {
    // More than a million is no score, age or size; it is another column.
    if number.fract() == 0.0 && (0.0..=1_000_000.0).contains(&number) {
        Reading::clean(number as i64)
    } else {
        Reading::failed(Problem::NotWhole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_as_text_is_read_with_a_warning_and_halves_are_not_rounded() {
        let read = |value, all_text| {
            let reading = read_count(&value, all_text);
            (reading.value, reading.problems)
        };
        assert_eq!(read(Value::Number(140.0), false), (Some(140), vec![]));
        let text = |written: &str| Value::Text(written.to_owned());
        assert_eq!(read(text(" 140 "), false), (Some(140), vec![Problem::NumberAsText]));
        assert_eq!(read(text("140"), true), (Some(140), vec![]));
        assert_eq!(read(text("140,5"), true), (None, vec![Problem::NotWhole]));
        assert_eq!(read(Value::Number(-1.0), false), (None, vec![Problem::NotWhole]));
        assert_eq!(read(text("inf"), true), (None, vec![Problem::NotWhole]));
        assert_eq!(read(text("hai"), false), (None, vec![Problem::NotANumber]));
    }
}
