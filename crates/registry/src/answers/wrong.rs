//! What is wrong with a stored answer, and what to do: in words for whoever brings the answers.

use standards::questionnaire::AnswerKind;
use vocab::{Day, Decimal, LocalText, said};

/// Why, and what to do.
pub(super) type Wrong = (LocalText, LocalText);

pub(super) fn not_an_object() -> Wrong {
    (
        said!("không phải là một tập câu trả lời", "this is not a set of answers"),
        said!("ghi câu trả lời theo mã câu hỏi", "write answers by the ids of their questions"),
    )
}

pub(super) fn not_a_list() -> Wrong {
    (
        said!("không phải là danh sách thành viên", "this is not a list of members"),
        said!("ghi mỗi thành viên một mục", "write one entry for each member"),
    )
}

pub(super) fn unknown_part() -> Wrong {
    (
        said!("phần này không có trong phiếu lưu trữ", "stored answers have no such part"),
        said!(
            "chỉ ghi zone (khu vực), household (hộ) và members (thành viên)",
            "write only zone, household and members"
        ),
    )
}

pub(super) fn no_zone() -> Wrong {
    (
        said!("thiếu khu vực của hộ", "the zone of the household is missing"),
        said!("ghi rural (nông thôn) hoặc urban (thành thị)", "write rural or urban"),
    )
}

pub(super) fn unknown_question() -> Wrong {
    (
        said!("phiếu của bộ chuẩn này không có câu hỏi này", "the questionnaire has no such question"),
        said!(
            "sửa mã câu hỏi, hoặc dùng đúng bộ chuẩn của đợt rà soát",
            "correct the id of the question, or use the standard of the campaign"
        ),
    )
}

pub(super) fn null() -> Wrong {
    (
        said!("null không phải là câu trả lời", "null is no answer"),
        said!("câu chưa trả lời thì không ghi", "leave out what was not answered"),
    )
}

pub(super) fn outside(scale: u8, (least, greatest): (i64, i64)) -> Wrong {
    let (least, greatest) = (Decimal { value: least, scale }, Decimal { value: greatest, scale });
    (
        said!("số này không phải là câu trả lời của câu hỏi", "the question does not allow this number"),
        said!(
            "ghi số từ {least} đến {greatest}, nhiều nhất {scale} chữ số thập phân",
            "write a number from {least} to {greatest} with {scale} decimals at most"
        ),
    )
}

pub(super) fn born_later(age_day: Day) -> Wrong {
    (
        said!("ngày sinh sau ngày tính tuổi", "the birth lies after the day on which ages are counted"),
        said!(
            "sửa ngày sinh: không sau {age_day}; nếu sinh sau ngày đó thì chưa tính là thành viên",
            "correct the day of birth: {age_day} or before; whoever is born later is not counted yet"
        ),
    )
}

pub(super) fn not_of(kind: &AnswerKind) -> Wrong {
    let why = said!("không đúng kiểu câu trả lời của câu hỏi", "the answer is not of the question's type");
    let remedy = match kind {
        AnswerKind::Boolean => said!(
            "ghi true (có) hoặc false (không); trong tệp dữ liệu: 1 hoặc 0",
            "write true or false; in a data file 1 or 0"
        ),
        AnswerKind::Number { decimal: false, .. } => {
            said!("ghi một số nguyên, ví dụ 12", "write a whole number such as 12")
        }
        AnswerKind::Number { .. } => {
            said!(
                "ghi số với dấu chấm thập phân, ví dụ 12.5 (trong JSON: \"12.5\")",
                "write the number with a point, such as 12.5 (in JSON: \"12.5\")"
            )
        }
        AnswerKind::Date => said!("ghi ngày dạng 2025-12-31", "write a day such as 2025-12-31"),
        AnswerKind::Text => said!("ghi một đoạn chữ", "write a text"),
        AnswerKind::Choice(choices) | AnswerKind::Choices(choices) => {
            let codes = choices.iter().map(|choice| choice.code.as_str()).collect::<Vec<_>>().join(", ");
            said!("ghi mã trong số: {codes}", "write a code out of: {codes}")
        }
    };
    (why, remedy)
}
