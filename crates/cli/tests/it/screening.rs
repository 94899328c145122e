//! Form A: its questions are imported whole into a procedure of a pack, or nothing is. All questions here are invented for the test.

use std::fs;
use std::path::Path;

use crate::Bench;

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copied(&entry.path(), &target)
        } else {
            fs::copy(entry.path(), &target).map(|_| ()).unwrap()
        }
    }
}

#[test]
fn the_questions_of_form_a_are_imported_whole_into_a_procedure_or_nothing_is() {
    let bench = Bench::new();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn");
    copied(&pack, &bench.path("goi"));
    let file = bench.path("goi").join("procedures/yearly-2021.toml");
    let before = fs::read_to_string(&file).unwrap();
    let import_as = |questions: &str, confidence: &[&str]| {
        let named = ["--packs", "goi", "packs", "import-screening", questions, "--procedure", "yearly-2021"];
        let from = ["--goes-on", "none_ticked", "--doc", "tt-07-2021", "--article", "Phụ lục II"];
        bench.run(&[&named, from.as_slice(), confidence].concat())
    };
    let import = |questions: &str| import_as(questions, &[]);
    bench.write("thieu.csv", "id,vi,en\na1,Có ô tô,\n");
    let said = import("thieu.csv");
    assert_ne!(said.code, 0);
    assert!(said.err.contains("thieu.csv, dòng 2"), "{}", said.err);
    bench.write("trung.csv", "id,vi,en\na1,Có ô tô,Has a car\na1,Có máy kéo,Has a tractor\n");
    assert_ne!(import("trung.csv").code, 0, "two questions with one id");
    assert_eq!(fs::read_to_string(&file).unwrap(), before, "nothing was written");
    bench.write("phieu-a.csv", "id,vi,en\na1,\"Có \"\"ô tô\"\"\",Has a car\na2,Có máy kéo,Has a tractor\n");
    let said = import("phieu-a.csv");
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("2 câu của Phiếu A"), "{}", said.out);
    // Nobody said that they compared it with the text.
    let source = |confidence: &str| {
        format!("{{ doc = \"tt-07-2021\", article = \"Phụ lục II\", confidence = \"{confidence}\" }}")
    };
    let written = || fs::read_to_string(&file).unwrap().split_off(before.len());
    assert!(written().contains(&source("unverified")), "{}", written());
    let checked = bench.run(&["packs", "check", "goi"]);
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
    let again = import("phieu-a.csv");
    assert!(again.code != 0 && again.err.contains("đã có Phiếu A"), "{}", again.err);
    fs::write(&file, &before).unwrap();
    assert_ne!(import_as("phieu-a.csv", &["--confidence", "certain"]).code, 0, "that is no confidence");
    assert_eq!(import_as("phieu-a.csv", &["--confidence", "verified"]).code, 0);
    assert!(written().contains(&source("verified")), "{}", written());
    let inside = bench.run(&[
        "packs",
        "import-screening",
        "phieu-a.csv",
        "--procedure",
        "yearly-2021",
        "--goes-on",
        "any_ticked",
        "--doc",
        "tt-07-2021",
        "--article",
        "Phụ lục II",
    ]);
    assert!(inside.code != 0 && inside.err.contains("--packs"), "{}", inside.err);
}
