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

/// The words of a PDF without any space between them.
fn words(bench: &Bench, file: &str) -> String {
    let output = std::process::Command::new("pdftotext").arg("-raw").arg(bench.path(file)).arg("-").output();
    let output = output.expect("pdftotext of poppler-utils");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    bare(&String::from_utf8(output.stdout).expect("UTF-8"))
}

fn bare(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

#[test]
fn the_paper_form_speaks_the_language_that_is_asked_for() {
    let bench = Bench::new();
    let said = bench.run(&["form", "--standard", "vn-2022", "--format", "pdf", "--out", "phieu.pdf"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("phiếu giấy vn-2022: phieu.pdf"), "{}", said.out);
    let vi = words(&bench, "phieu.pdf");
    let said =
        bench.run(&["--lang", "en", "form", "--standard", "vn-2022", "--format", "pdf", "--out", "form.pdf"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let en = words(&bench, "form.pdf");
    for (text, own, other) in [
        ("Phương tiện phục vụ tiếp cận thông tin", &vi, &en),
        ("Means of access to information", &en, &vi),
        ("Chỉ hỏi nếu", &vi, &en),
        ("Ask only if", &en, &vi),
        ("07/2021/NĐ-CP – theo trí nhớ, chưa đối chiếu", &vi, &en),
        ("07/2021/NĐ-CP – from memory, not verified", &en, &vi),
        ("Độc lập - Tự do - Hạnh phúc", &vi, &en),
    ] {
        assert!(own.contains(&bare(text)) && !other.contains(&bare(text)), "{text}");
    }
}

#[test]
fn a_paper_form_has_last_years_answers_of_the_household_that_is_named_and_nobodys_name() {
    let bench = Bench::new();
    bench.write(
        "households.csv",
        "household_id,zone,head_name,electricity_kwh,assets,toilet_type,dwelling_area\n\
         h-1,rural,Nguyễn Thị Bí Mật,57,,none,41.5\nh-2,urban,Trần Văn Xa,998,,septic,99.9\n",
    );
    bench.write(
        "members.csv",
        "household_id,member_no,full_name,birth_date,sex\nh-1,1,Nguyễn Thị Bí Mật,1971-03-09,female\nh-2,1,Trần Văn Xa,1988-08-08,male\n",
    );
    let form = ["form", "--standard", "vn-2022", "--format", "pdf", "--out", "h1.pdf"];
    let data = ["--households", "households.csv", "--members", "members.csv", "--household"];
    let said = bench.run(&[&form[..], &data[..], &["h-1"]].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    let words = words(&bench, "h1.pdf");
    // The amount of electricity and the livestock decide nothing, and are there all the same.
    for text in ["Năm trước: 57 kWh", "Năm trước: 41,5 m²", "Nông thôn(năm trước)", "09/03/1971", "h-1"]
    {
        assert!(words.contains(&bare(text)), "{text}");
    }
    for text in ["Nguyễn Thị Bí Mật", "Trần Văn Xa", "998", "08/08/1988"] {
        assert!(!words.contains(&bare(text)), "{text}");
    }
    assert_eq!(bench.files().iter().filter(|name| name.starts_with("result")).count(), 0);
    let said = bench.run(&[&form[..], &data[..], &["h-3"]].concat());
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("hộ h-3 không có trong tệp"), "{}", said.err);
}

#[test]
fn last_years_answers_are_for_paper_alone() {
    let bench = Bench::new();
    let options = [
        "form",
        "--standard",
        "vn-2022",
        "--format",
        "xform",
        "--out",
        "form.xml",
        "--households",
        "h.csv",
        "--members",
        "m.csv",
        "--household",
        "1",
    ];
    let said = bench.run(&options);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("--format pdf"), "{}", said.err);
    assert!(bench.files().is_empty(), "{:?}", bench.files());
}
