//! `paper`: papers of the review with invented households, from the pack inside the program or a changed one.

use std::path::Path;

use crate::Bench;

fn is_pdf(bench: &Bench, file: &str) -> bool {
    std::fs::read(bench.path(file)).expect("a file").starts_with(b"%PDF-")
}

#[test]
fn every_paper_that_is_listed_can_be_made_and_an_unknown_one_names_the_others() {
    let bench = Bench::new();
    let listed = bench.run(&["paper"]);
    assert_eq!(listed.code, 0, "{}", listed.err);
    let kinds: Vec<&str> = listed.out.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(kinds.len(), 10);
    for kind in kinds {
        let said =
            bench.run(&["paper", kind, "--households", "3", "--out", "paper.pdf", "--day", "2026-11-02"]);
        assert_eq!(said.code, 0, "{kind}: {}", said.err);
        assert!(said.out.contains("số liệu bịa") && is_pdf(&bench, "paper.pdf"), "{kind}: {}", said.out);
    }
    let said = bench.run(&["paper", "minuets", "--out", "paper.pdf"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("minutes, posting, decision"), "{}", said.err);
}

#[test]
fn whoever_changes_a_template_sees_the_change_and_every_mistake_with_its_line() {
    let bench = Bench::new();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn/reports/papers");
    std::fs::create_dir_all(bench.path("goi/reports/papers")).expect("a folder");
    for entry in std::fs::read_dir(from).expect("the papers").flatten() {
        let to = bench.path("goi/reports/papers").join(entry.file_name());
        std::fs::copy(entry.path(), to).expect("a copy");
    }
    let file = "goi/reports/papers/minutes.toml";
    let text = bench.read(file).replace("Họp dân về kết quả", "Họp thôn bàn kết quả");
    bench.write(file, text.clone());
    let make = ["--packs", "goi", "paper", "minutes", "--out", "paper.pdf", "--day", "2026-11-02"];
    assert_eq!(bench.run(&make).code, 0);
    let output = std::process::Command::new("pdftotext").arg(bench.path("paper.pdf")).arg("-").output();
    let words = String::from_utf8(output.expect("pdftotext of poppler-utils").stdout).expect("UTF-8");
    assert!(words.contains("Họp thôn bàn kết quả"), "{words}");
    bench.write(file, text.replace("{village}", "{vilage}"));
    let said = bench.run(&make);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(
        said.err.contains("minutes.toml:") && said.err.contains("did you mean `{village}`?"),
        "{}",
        said.err
    );
}
