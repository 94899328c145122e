//! `form`: the questionnaire of a standard for telephones and spreadsheets.

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::Bench;

#[test]
fn the_form_of_a_folder_asks_its_questions_and_says_its_outcome() {
    let bench = Bench::with_trial_standard();
    let said = bench.run(&["form", "--standard", "./my-standard", "--format", "xform", "--out", "form.xml"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let form = bench.read("form.xml");
    for part in [r#"<data id="my-standard""#, "<value>Biết đọc</value>", "<value>Can read</value>", "'poor'"]
    {
        assert!(form.contains(part), "{part}");
    }
}

#[test]
fn the_spreadsheet_holds_codes_as_text_and_three_sheets() {
    let bench = Bench::new();
    let said = bench.run(&["form", "--standard", "vn-2022", "--format", "xlsform", "--out", "form.xlsx"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let mut book: Xlsx<_> = open_workbook(bench.path("form.xlsx")).expect("a workbook");
    assert_eq!(book.sheet_names(), ["survey", "choices", "settings"]);
    let choices = book.worksheet_range("choices").expect("the sheet");
    let kinh = choices.rows().find(|row| row[0] == Data::String("ethnic_group".to_owned())).expect("a row");
    assert_eq!(kinh[1], Data::String("01".to_owned()));
}

#[test]
fn what_a_telephone_cannot_run_is_refused_when_the_pack_is_checked() {
    let bench = Bench::with_trial_standard();
    let text = bench.read("my-standard/questionnaire.toml").replace("max = 50\n", "");
    bench.write("my-standard/questionnaire.toml", text);
    let rule = "rooms * 10000 < param.rooms_per_person * members.size()";
    let text = bench.read("my-standard/indicators.toml");
    let text = text.replace("rooms < param.rooms_per_person * members.size()", rule);
    bench.write("my-standard/indicators.toml", text);
    let said = bench.run(&["packs", "check", "my-standard"]);
    assert_eq!(said.code, 1, "{}", said.out);
    assert!(
        said.out.contains("indicators.toml:9: error: a form cannot calculate this exactly"),
        "{}",
        said.out
    );
    let said = bench.run(&["form", "--standard", "./my-standard", "--format", "xform", "--out", "form.xml"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(!bench.files().contains(&"form.xml".to_owned()));
}
