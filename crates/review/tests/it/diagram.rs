//! The committed pages of the procedures are what the packs say.

use review::diagram::{mermaid, page};
use vocab::Language;

use crate::stage::{DOCUMENTS, PROCEDURES, procedure};

#[test]
fn the_page_of_every_procedure_is_current() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/procedures");
    for procedure in PROCEDURES.iter() {
        let path = folder.join(format!("{}.md", procedure.id));
        let written = page(procedure, &DOCUMENTS, Language::Vi);
        if std::env::var_os("CHUNGTAY_WRITE_GOLDEN").is_some() {
            std::fs::write(&path, &written).expect("a written page");
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == written,
            "{} is not what the pack says; run the tests of `review` with CHUNGTAY_WRITE_GOLDEN=1 and look at the change",
            path.display()
        );
    }
    assert_eq!(
        std::fs::read_dir(&folder).expect("the folder").count(),
        PROCEDURES.len(),
        "a page without its procedure"
    );
}

#[test]
fn the_diagram_has_every_step_and_every_way_back() {
    let yearly = procedure("yearly-2021");
    let drawn = mermaid(yearly, Language::Vi);
    for step in &yearly.steps {
        assert!(drawn.contains(&format!(" as {}\n", step.id)), "{}", step.id);
        for back in &step.backs {
            assert!(
                drawn.contains(&format!("{} --> {} : ", step.id, yearly.steps[back.to].id)),
                "{}",
                step.id
            );
        }
    }
    assert!(drawn.contains("[*] --> roster\n") && drawn.contains("reports --> [*]\n"));
}

#[test]
fn the_page_marks_what_is_not_certain_and_says_what_every_step_guarantees() {
    let written = page(procedure("yearly-2021"), &DOCUMENTS, Language::Vi);
    assert!(written.contains("| niêm yết danh sách | 3 ngày làm việc | 24/2021/QĐ-TTg, điều chưa đối chiếu, *theo trí nhớ, phải đối chiếu* |"));
    assert!(written.contains("chưa rõ: cấp huyện không còn"));
    let recognition = written.split("### 8. Công nhận").nth(1).expect("the step");
    for duty in [
        "danh sách đã niêm yết đủ thời gian",
        "mọi khiếu nại đã được phúc tra và trả lời",
        "không còn hộ chưa xác định",
    ] {
        assert!(recognition.split("Làm được:").next().expect("the guarantees").contains(duty), "{duty}");
    }
}

#[test]
fn the_page_is_complete_in_english_too() {
    for procedure in PROCEDURES.iter() {
        let written = page(procedure, &DOCUMENTS, Language::En);
        for vietnamese in ["chưa", "bước", "ngày", "nguồn", "niêm yết"] {
            assert!(!written.contains(vietnamese), "{}: {vietnamese}", procedure.id);
        }
        assert_eq!(
            written.lines().count(),
            page(procedure, &DOCUMENTS, Language::Vi).lines().count(),
            "{}",
            procedure.id
        );
    }
}
