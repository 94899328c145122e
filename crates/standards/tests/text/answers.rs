//! Whole rules with bullets, answers and amounts.

use standards::Answer;
use standards::questionnaire::Subject;
use standards::rule::text::Speaker;
use vocab::Language;

use super::trial::{checked, trial};

#[test]
fn a_rule_with_parts_has_bullets() {
    let standard = trial();
    let rule =
        "members.exists(m, m.age >= 15 && (m.level < 2 || m.people == \"28\" && !m.reads && m.wage < 5))";
    let speaker = Speaker::new(&standard, None, Language::Vi);
    let expected = "\
có ít nhất một thành viên tuổi từ 15 trở lên có ít nhất một trong các điều sau:
- cấp học dưới tiểu học
- có đủ các điều sau:
  - dân tộc là Mạ
  - câu trả lời cho “Biết đọc” là không
  - tiền công dưới 5 đồng";
    assert_eq!(speaker.rule(&checked(&standard, rule)), expected);
}

#[test]
fn answers() {
    let standard = trial();
    let find = |of, id| standard.questionnaire.find(of, id).expect("a question");
    let member = |id| find(Subject::Member, id);
    let household = |id| find(Subject::Household, id);
    let cases = [
        (member("age"), Answer::Number(17), "tuổi: 17", "age: 17"),
        (member("age"), Answer::Between(16, 17), "tuổi: từ 16 đến 17", "age: from 16 to 17"),
        (member("age"), Answer::Missing, "chưa có câu trả lời về tuổi", "no answer yet about age"),
        (member("insured"), Answer::Flag(true), "có thẻ", "has a card"),
        (
            member("insured"),
            Answer::Missing,
            "chưa có câu trả lời cho “Có thẻ không?”",
            "no answer yet to “Insured?”",
        ),
        (member("level"), Answer::Choice(2), "cấp học: tiểu học", "the level: primary"),
        (member("level"), Answer::Choice(99), "cấp học: ", "the level: "),
        (member("born"), Answer::Number(14610), "ngày sinh: 01/01/2010", "date of birth: 1 January 2010"),
        (household("area"), Answer::Number(-12345), "tổng diện tích: -1.234,5 m²", "total area: -1,234.5 m²"),
        (household("assets"), Answer::Choices(3), "tài sản: ô tô và thuyền", "the assets: car and boat"),
        (household("assets"), Answer::Choices(0), "tài sản: không chọn mục nào", "the assets: none chosen"),
        (household("note"), Answer::Text("x".into()), "ghi chú: “x”", "note: “x”"),
        (household("note"), Answer::Flag(true), "ghi chú: 1", "note: 1"),
    ];
    for (question, answer, vi, en) in cases {
        assert_eq!(Speaker::new(&standard, None, Language::Vi).answer(question, &answer), vi);
        assert_eq!(Speaker::new(&standard, None, Language::En).answer(question, &answer), en);
    }
    let speaker = Speaker::new(&standard, None, Language::Vi);
    assert_eq!(speaker.amount(1_500_000, 0, Some("vnd")), "1.500.000 đồng");
    assert_eq!(speaker.amount(850, 2, Some("unheard_of")), "8,5 unheard_of");
    assert_eq!(speaker.amount(i64::MIN, 0, None), "-9.223.372.036.854.775.808");
}
