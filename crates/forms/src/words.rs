//! Words of the form that are not the pack's, in both languages.

use vocab::{Day, LocalText, said};

/// Names of the languages, as clients list them.
pub(crate) const LANGUAGES: [&str; 2] = ["Tiếng Việt (vi)", "English (en)"];

pub(crate) fn visit() -> LocalText {
    said!("Hộ được rà soát", "The household under review")
}

pub(crate) fn household() -> LocalText {
    said!("Hộ nào trong danh sách được giao?", "Which household of your list?")
}

pub(crate) fn household_hint() -> LocalText {
    said!(
        "Chọn hộ thì các câu trả lời năm trước được điền sẵn; xem lại từng câu với hộ.",
        "Choosing fills in last year's answers; go through each of them with the household."
    )
}

pub(crate) fn member() -> LocalText {
    said!("Thành viên của hộ", "Members of the household")
}

pub(crate) fn known_member() -> LocalText {
    said!("Là ai trong danh sách năm trước?", "Who of last year's list is it?")
}

pub(crate) fn known_member_hint() -> LocalText {
    said!("Người mới thì để trống câu này.", "Leave this empty for a new member.")
}

pub(crate) fn age_exact(age_day: Day) -> LocalText {
    let (year, month, day) = age_day.civil();
    said!(
        "Tuổi tròn ngày {day}/{month}/{year}: ${{age_least}}",
        "Completed years on {age_day}: ${{age_least}}"
    )
}

pub(crate) fn age_between(age_day: Day) -> LocalText {
    let (year, month, day) = age_day.civil();
    said!(
        "Tuổi tròn ngày {day}/{month}/{year}: từ ${{age_least}} đến ${{age_greatest}}",
        "Completed years on {age_day}: from ${{age_least}} to ${{age_greatest}}"
    )
}

pub(crate) fn preliminary() -> LocalText {
    said!("Kết quả sơ bộ", "Preliminary result")
}

pub(crate) fn ending() -> LocalText {
    said!("Kết thúc buổi rà soát", "End of the visit")
}

pub(crate) fn photo() -> LocalText {
    said!("Ảnh chụp (không bắt buộc)", "Photograph (optional)")
}

pub(crate) fn photo_hint() -> LocalText {
    said!(
        "Ảnh nhà ở hoặc phiếu giấy. Hỏi hộ trước khi chụp; không chụp người nếu họ không muốn.",
        "The dwelling or the paper form. Ask before you take it; nobody is photographed who does not want it."
    )
}

pub(crate) fn signature() -> LocalText {
    said!("Chữ ký của đại diện hộ (không bắt buộc)", "Signature for the household (optional)")
}

pub(crate) fn signature_hint() -> LocalText {
    said!(
        "Ký bằng ngón tay sau khi nghe đọc lại các câu trả lời.",
        "Signed with a finger after the answers were read out."
    )
}

pub(crate) fn outcome(label: &LocalText) -> LocalText {
    let LocalText { vi, en } = label;
    said!(
        "Kết quả sơ bộ: {vi}. Số chỉ số thiếu hụt: ${{deprivation_count}}. Kết quả chỉ có giá trị khi được công nhận.",
        "Preliminary result: {en}. Deprivations: ${{deprivation_count}}. It counts only once it is recognised."
    )
}

pub(crate) fn undetermined() -> LocalText {
    said!(
        "Chưa phân loại được: còn câu chưa trả lời có thể làm thay đổi kết quả. Số chỉ số thiếu hụt: từ ${{deprivation_count}} đến ${{deprivation_count_max}}.",
        "Not determined yet: answers are missing that could change the result. Deprivations: from ${{deprivation_count}} to ${{deprivation_count_max}}."
    )
}

pub(crate) fn points(label: &LocalText) -> LocalText {
    let LocalText { vi, en } = label;
    said!("{vi}: ${{deprivation_points}}", "{en}: ${{deprivation_points}}")
}

pub(crate) fn deprived(label: &LocalText) -> LocalText {
    let LocalText { vi, en } = label;
    said!("Thiếu hụt: {vi}", "Deprived: {en}")
}

pub(crate) fn unclear(label: &LocalText) -> LocalText {
    let LocalText { vi, en } = label;
    said!("Chưa rõ: {vi}", "Not clear yet: {en}")
}

pub(crate) fn between(least: LocalText, greatest: LocalText) -> LocalText {
    let (vi, en) = ((least.vi, greatest.vi), (least.en, greatest.en));
    LocalText {
        vi: format!("Ghi một số từ {} đến {}.", vi.0, vi.1),
        en: format!("Write a number from {} to {}.", en.0, en.1),
    }
}

pub(crate) fn birth_day(after: Day, last: Day) -> LocalText {
    let first = after.next();
    let written = |day: Day| {
        let (year, month, day) = day.civil();
        format!("{day}/{month}/{year}")
    };
    let (from, to) = (written(first), written(last));
    said!("Ghi một ngày từ {from} đến {to}.", "Write a day from {first} to {last}.")
}
