//! The paper form of the shipped standards: nothing lost, everything at its place, nothing of a pack taken for markup.

use forms::paper::{Copy, Question, Section};
use standards::questionnaire::{AnswerKind, Subject};
use standards::{Answer, HouseholdAnswers};
use vocab::Language;

use crate::printed::{Printed, bare, made, print, standard};

const STANDARDS: [&str; 4] = ["vn-2022", "vn-2027", "vn-2016", "vn-local-example"];

fn questions(sections: &[Section]) -> Vec<&Question> {
    sections.iter().flat_map(|section| &section.questions).collect()
}

fn numbered(question: &Question) -> String {
    bare(&format!("{}.{}", question.number, question.label))
}

#[test]
fn every_question_choice_and_indicator_of_every_standard_is_printed_in_both_languages() {
    for id in STANDARDS {
        for language in [Language::Vi, Language::En] {
            let standard = standard(id, &[]);
            let printed = print(&standard, language, &[Copy::default()]);
            let words = printed.words();
            let shown =
                |text: &str, of: &str| assert!(words.contains(&bare(text)), "{id} {language:?} {of}: {text}");
            for (at, question) in standard.questionnaire.iter() {
                shown(question.label.get(language), "question");
                if let Some(hint) = question.hint.as_ref().filter(|_| usize::from(at.0) > 0) {
                    shown(hint.get(language), "hint");
                }
                question
                    .kind
                    .choices()
                    .iter()
                    .for_each(|choice| shown(choice.label.get(language), &question.id));
            }
            standard
                .questionnaire
                .sections
                .iter()
                .for_each(|section| shown(section.label.get(language), "section"));
            standard
                .indicators
                .iter()
                .for_each(|indicator| shown(indicator.label.get(language), "indicator"));
            standard.outcomes.iter().for_each(|outcome| shown(outcome.label.get(language), "outcome"));
            standard.income_tests.iter().for_each(|test| shown(test.label.get(language), "income test"));
            for question in
                questions(&printed.paper.household).iter().chain(&questions(&printed.paper.member))
            {
                question.only_if.iter().for_each(|condition| shown(condition, "condition"));
            }
        }
    }
}

#[test]
fn questions_have_one_number_each_in_the_order_of_the_questionnaire() {
    let standard = standard("vn-2022", &[]);
    let printed = print(&standard, Language::Vi, &[Copy::default()]);
    let (household, member) = (questions(&printed.paper.household), questions(&printed.paper.member));
    let all: Vec<&&Question> = household.iter().chain(&member).collect();
    assert_eq!(
        all.len() + 1,
        standard.questionnaire.questions.len(),
        "all but the zone, which has no number"
    );
    assert!(all.iter().enumerate().all(|(at, question)| question.number == at + 1));
    assert!(
        household.is_sorted_by_key(|question| question.at) && member.is_sorted_by_key(|question| question.at)
    );
    let words = printed.words();
    all.iter().for_each(|question| assert!(words.contains(&numbered(question)), "{}", numbered(question)));
}

#[test]
fn what_was_not_checked_says_so_and_b2_says_what_a_deprivation_counts() {
    let printed = print(&standard("vn-2022", &[]), Language::Vi, &[Copy::default()]);
    let words = printed.words();
    assert!(words.contains(&bare("Điểm B2: 10 điểm cho mỗi chỉ số thiếu hụt")));
    assert_eq!(words.matches("nd-07-2021").count(), 12 + 2 + 1 + 1, "indicators, outcomes, the income test");
    assert!(words.matches("unverified").count() >= 6);
    let other = print(&standard("vn-2027", &[]), Language::Vi, &[Copy::default()]).words();
    assert!(other.contains(&bare("Chuẩn tạm thời")) && !other.contains("ĐiểmB2"));
}

#[test]
fn pages_say_their_number_of_all_and_each_copy_begins_anew() {
    let copies = [Copy::default(), Copy { head: Some("Lê Thị Hoà".into()), ..Copy::default() }];
    let one = print(&standard("vn-2022", &[]), Language::Vi, &copies[..1]).pages();
    for (at, page) in one.iter().enumerate() {
        assert!(page.contains(&format!("Trang{}/{}", at + 1, one.len())), "page {}: {page}", at + 1);
    }
    let two = print(&standard("vn-2022", &[]), Language::Vi, &copies).pages();
    let of_first = format!("Trang1/{}", one.len());
    let begun: Vec<usize> = (0..two.len()).filter(|at| two[*at].contains(&of_first)).collect();
    assert_eq!(begun.len(), 2);
    assert_eq!(begun[1] % 2, 0, "a copy begins on the front of a sheet: {begun:?}");
    assert!(two[begun[1]].contains(&bare("Lê Thị Hoà")));
}

/// A household of so many people who answered everything that is not sensitive.
fn filled(people: usize) -> (Printed, Copy) {
    let standard = standard("vn-2022", &[]);
    let mut answers = HouseholdAnswers::unanswered(&standard.questionnaire, people);
    for (at, question) in standard.questionnaire.iter() {
        let answer = match &question.kind {
            AnswerKind::Boolean => Answer::Flag(false),
            AnswerKind::Choice(choices) => Answer::Choice(choices.len() as u16 - 1),
            AnswerKind::Choices(_) => Answer::Choices(0b101),
            AnswerKind::Number { max, .. } => Answer::Number((*max).min(77)),
            AnswerKind::Date => Answer::Number(3_652),
            AnswerKind::Text => Answer::Text(format!("bí mật {}", question.id)),
        };
        match question.of {
            Subject::Household => answers.set(at, None, answer),
            Subject::Member => (0..people).for_each(|member| answers.set(at, Some(member), answer.clone())),
        }
    }
    let copy = Copy { household: Some("hộ-1".into()), ..Copy::default() };
    let copy = made(&standard, Language::Vi, |making| making.before(&answers, copy));
    (print(&standard, Language::Vi, std::slice::from_ref(&copy)), copy)
}

#[test]
fn last_years_answers_stand_at_their_questions_and_sensitive_ones_nowhere() {
    let (printed, copy) = filled(2);
    let words = printed.words();
    let asked = questions(&printed.paper.household);
    let mut seen = 0;
    for (at, question) in asked.iter().enumerate() {
        let begin = words.find(&numbered(question)).unwrap_or_else(|| panic!("{}", question.label));
        let rest = &words[begin + numbered(question).len()..];
        let end = asked.get(at + 1).and_then(|next| rest.find(&numbered(next))).unwrap_or(rest.len());
        let own = &rest[..end];
        let Some((_, before)) = copy.answers.iter().find(|(known, _)| *known == question.at) else {
            assert!(
                !own.contains(&bare("Năm trước:")) && !own.contains(&bare("(năm trước)")),
                "{}",
                question.label
            );
            continue;
        };
        seen += 1;
        match question.room.picks() {
            [] => assert!(own.contains(&bare(&format!("Năm trước: {}", before.words))), "{own}"),
            picks if picks[0].number.is_empty() => {}
            picks => {
                for pick in &before.picks {
                    let marked = format!("{}.{}(năm trước)", picks[*pick].number, picks[*pick].label);
                    assert!(own.contains(&bare(&marked)), "{marked} in {own}");
                }
                assert_eq!(own.matches("(nămtrước)").count(), before.picks.len(), "{own}");
            }
        }
    }
    assert!(seen > 25, "{seen}");
    let standard = standard("vn-2022", &[]);
    let secrets = standard.questionnaire.questions.iter().filter(|question| question.sensitive);
    let secrets: Vec<String> = secrets.map(|question| bare(&format!("bí mật {}", question.id))).collect();
    assert!(secrets.len() > 10 && secrets.iter().all(|secret| !words.contains(secret)));
    assert!(words.contains(&bare("bí mật decision_number")), "what is not sensitive is printed");
    let of_table = questions(&printed.paper.member);
    let of_person = &copy.members[0];
    assert!(of_person.iter().all(|(at, _)| of_table.iter().any(|question| question.at == *at)));
    assert!(of_person.len() > 25, "{}", of_person.len());
}

#[test]
fn no_person_and_no_row_is_lost_in_a_large_household() {
    let (printed, copy) = filled(23);
    let pages = printed.pages();
    assert_eq!(copy.members.len(), 23);
    let words = pages.concat();
    for question in questions(&printed.paper.member) {
        assert_eq!(
            words.matches(&numbered(question)).count(),
            3,
            "three sheets of ten people: {}",
            question.label
        );
    }
    let heads: Vec<&String> = pages.iter().filter(|page| page.contains("Câuhỏi–ngườithứ")).collect();
    assert!(heads.len() >= 6, "the head of the table stands on each of its pages: {}", heads.len());
    for people in ["12345678910", "11121314151617181920", "21222324252627282930"] {
        let of_sheet = heads.iter().filter(|page| page.contains(&format!("Câuhỏi–ngườithứ{people}"))).count();
        assert!(of_sheet >= 2, "{people}: {of_sheet}");
    }
    // Everybody's year of birth follows from the day; the day stands once for each person.
    assert_eq!(words.matches("01/01/1980").count(), 23 + 1 + 1, "people, and the two days of the household");
}

#[test]
fn a_label_with_signs_of_markup_is_printed_as_it_is() {
    let signs = r#"#read(\"/etc/passwd\") $x^2$ *đậm* _nghiêng_ @nhãn <nhãn> `mã` [a] {b} \\u{41} // lời ~ -- ... = 1"#;
    let shown =
        r#"#read("/etc/passwd") $x^2$ *đậm* _nghiêng_ @nhãn <nhãn> `mã` [a] {b} \u{41} // lời ~ -- ... = 1"#;
    let long = "rấtdài".repeat(60);
    for (begin, question) in
        [("- ", "Họ và tên chủ hộ"), ("= ", "Họ và tên"), ("+ ", "Giới tính"), ("/ a: ", "Nhà ở")]
    {
        let standard = standard(
            "vn-2022",
            &[(&format!("vi = \"{question}\""), &format!("vi = \"{begin}{signs} {long}\""))],
        );
        let printed = print(&standard, Language::Vi, &[Copy::default()]);
        let words = printed.words();
        assert!(words.contains(&bare(&format!("{begin}{shown} {long}"))), "{begin} {question}");
    }
    let copy = Copy {
        household: Some("= $1$".into()),
        head: Some(format!("#strong[{shown}]")),
        address: Some("- *1* \u{7} ភូមិ 村".into()),
        village: Some(long.clone()),
        ..Copy::default()
    };
    let words = print(&standard("vn-2022", &[]), Language::Vi, &[copy]).words();
    for text in ["=$1$", &format!("#strong[{shown}]"), "- *1* □□□□ □", &long] {
        assert!(words.contains(&bare(text)), "{text}");
    }
}

#[test]
fn it_is_pdf_a_with_all_letters_inside_and_the_same_each_time() {
    let form = || print(&standard("vn-2022", &[]), Language::Vi, &[Copy::default()]);
    let printed = form();
    let fonts = printed.fonts();
    assert!(fonts.len() >= 3, "{fonts:?}");
    assert!(fonts.iter().all(|(name, embedded)| name.contains("Tinos") && *embedded), "{fonts:?}");
    assert!(printed.pdf.windows(18).any(|part| part == b"<pdfaid:part>2</pd"), "PDF/A-2");
    assert!(printed.describes_itself_as().contains("A4"));
    assert!(printed.pdf == form().pdf, "the same bytes");
}
