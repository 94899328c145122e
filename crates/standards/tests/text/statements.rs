//! Statements about numbers, choices, days, yes and no.

use standards::rule::text::Speaker;
use vocab::{Language, Zone};

use super::trial::{checked, says, trial};

#[test]
fn ages_and_ranges() {
    says(
        "m.age >= 3 && m.age < 16",
        "tuổi từ 3 đến dưới 16",
        "aged from 3 to under 16",
        "tuổi dưới 3 hoặc từ 16 trở lên",
    );
    says(
        "m.age <= 30 && m.age >= 16",
        "tuổi từ 16 đến 30",
        "aged from 16 to 30",
        "tuổi trên 30 hoặc dưới 16",
    );
    says("m.age >= 16", "tuổi từ 16 trở lên", "aged 16 or over", "tuổi dưới 16");
    says("m.age == 5", "tuổi đúng 5", "aged exactly 5", "tuổi khác 5");
    says("16 > m.age", "tuổi dưới 16", "aged under 16", "tuổi từ 16 trở lên");
    says(
        "income > 1500000 && income <= 2250000",
        "thu nhập trên 1.500.000 đến 2.250.000 đồng",
        "income above 1,500,000 and up to 2,250,000 VND",
        "thu nhập không quá 1.500.000 đồng hoặc trên 2.250.000 đồng",
    );
}

#[test]
fn amounts_and_days() {
    says(
        "area < 8.5",
        "tổng diện tích dưới 8,5 m²",
        "total area under 8.5 m²",
        "tổng diện tích từ 8,5 m² trở lên",
    );
    says(
        "income <= param.line",
        "thu nhập không quá mức chuẩn (nông thôn: 1.500.000 đồng; thành thị: 2.000.000 đồng)",
        "income at most the line (rural: 1,500,000 VND; urban: 2,000,000 VND)",
        "thu nhập trên mức chuẩn (nông thôn: 1.500.000 đồng; thành thị: 2.000.000 đồng)",
    );
    says(
        "rooms >= param.moving",
        "số phòng từ mức thay đổi theo năm trở lên",
        "rooms at least the level of the year",
        "số phòng dưới mức thay đổi theo năm",
    );
    says(
        "m.born <= date(\"2010-01-01\")",
        "ngày sinh không muộn hơn ngày 01/01/2010",
        "date of birth not after 1 January 2010",
        "ngày sinh sau ngày 01/01/2010",
    );
    says(
        "rooms in [1, 3]",
        "số phòng bằng 1 hoặc bằng 3",
        "rooms exactly 1 or exactly 3",
        "số phòng khác 1 và số phòng khác 3",
    );
}

#[test]
fn a_value_that_is_known_is_said() {
    let standard = trial();
    let condition = checked(&standard, "income <= param.line && rooms < param.moving");
    let values = standard.on("2029-01-01".parse().expect("a day")).expect("covered");
    let said = |zone| Speaker::new(&standard, Some((&values, zone)), Language::Vi).condition(&condition);
    assert_eq!(said(Some(Zone::Rural)), "thu nhập không quá 1.500.000 đồng và số phòng dưới 20");
    assert_eq!(
        said(None),
        "thu nhập không quá mức chuẩn (nông thôn: 1.500.000 đồng; thành thị: 2.000.000 đồng) và số phòng dưới 20"
    );
}

#[test]
fn yes_and_no() {
    says("m.insured", "có thẻ", "has a card", "không có thẻ");
    says(
        "m.reads",
        "câu trả lời cho “Biết đọc” là có",
        "the answer to “Can read” is yes",
        "câu trả lời cho “Biết đọc” là không",
    );
    says(
        "m.insured == m.reads",
        "hai điều sau cùng đúng hoặc cùng sai: có thẻ, câu trả lời cho “Biết đọc” là có",
        "both or neither of these: has a card, the answer to “Can read” is yes",
        "đúng một trong hai điều sau: có thẻ, câu trả lời cho “Biết đọc” là có",
    );
    says("true", "mọi trường hợp", "in every case", "không có trường hợp nào");
    says(
        "floor ? true : rooms > 2",
        "câu trả lời cho “Nền có chắc không?” là có hoặc số phòng trên 2",
        "the answer to “Is the floor firm?” is yes or rooms above 2",
        "câu trả lời cho “Nền có chắc không?” là không và số phòng không quá 2",
    );
}

#[test]
fn choices() {
    says("water == \"tap\"", "nguồn nước là nước máy", "water is tap", "nguồn nước không phải là nước máy");
    says(
        "water == \"tap\" || water == \"rain\"",
        "nguồn nước là nước máy hoặc “Nước mưa, sương”",
        "water is tap or “Rain, dew”",
        "nguồn nước không phải là nước máy hay “Nước mưa, sương”",
    );
    says(
        "water in [\"tap\", \"well\", \"rain\", \"other\"]",
        "nguồn nước là một trong: nước máy; giếng khoan; nước mưa, sương; khác",
        "water is one of: tap; well; rain, dew; other",
        "nguồn nước không phải là một trong: nước máy; giếng khoan; nước mưa, sương; khác",
    );
    says(
        "\"car\" in assets || \"boat\" in assets",
        "có ít nhất một tài sản sau đây: ô tô, thuyền",
        "at least one of these among the assets: car, boat",
        "không có tài sản nào sau đây: ô tô, thuyền",
    );
    says("\"car\" in assets", "tài sản có ô tô", "car among the assets", "tài sản không có ô tô");
    says("m.people == \"28\"", "dân tộc là Mạ", "ethnic group is Mạ", "dân tộc không phải là Mạ");
    says("note == \"x\"", "ghi chú là “x”", "note is “x”", "ghi chú không phải là “x”");
    says("zone == \"urban\"", "khu vực là thành thị", "zone is urban", "khu vực không phải là thành thị");
}

#[test]
fn ordered_choices() {
    says(
        "m.level >= 2",
        "cấp học từ tiểu học trở lên",
        "the level primary or above",
        "cấp học dưới tiểu học",
    );
    says(
        "m.level >= 3",
        "cấp học là trung học phổ thông",
        "the level is upper secondary",
        "cấp học là chưa học, mầm non hoặc tiểu học",
    );
    says(
        "m.level >= 1 && m.level < 4",
        "cấp học từ mầm non đến dưới trung học phổ thông",
        "the level from preschool to below upper secondary",
        "cấp học dưới mầm non hoặc từ trung học phổ thông trở lên",
    );
    says(
        "m.level >= (m.age < 6 ? 1 : m.age < 12 ? 2 : 4)",
        "cấp học từ mức phù hợp với tuổi trở lên (tuổi dưới 6: mầm non; tuổi từ 6 đến dưới 12: tiểu học; tuổi từ 12 trở lên: trung học phổ thông)",
        "the level at or above the level for the age (aged under 6: preschool; aged from 6 to under 12: primary; aged 12 or over: upper secondary)",
        "cấp học dưới mức phù hợp với tuổi (tuổi dưới 6: mầm non; tuổi từ 6 đến dưới 12: tiểu học; tuổi từ 12 trở lên: trung học phổ thông)",
    );
}
