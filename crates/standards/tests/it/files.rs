//! Files that are not UTF-8, not NFC, not TOML, or not there.

use crate::pack::{Pack, check, check_printed};

#[test]
fn the_small_pack_itself_is_sound() {
    let loaded = Pack::small().load();
    assert_eq!(loaded.findings, []);
    assert!(loaded.standard.is_some());
}

#[test]
fn all_toml_syntax_errors_of_a_file_are_found_at_once() {
    let pack = Pack::small()
        .but("standard.toml", "unit = \"vnd\"\n", "unit = vnd # HERE\n")
        .but("standard.toml", "value = 0.5\n", "value 0.5 # HERE\n")
        .but("standard.toml", "vi = \"Hộ nghèo\", en", "vi = \"Hộ nghèo\" en")
        .but("standard.toml", "en = \"Poor\" }", "en = \"Poor\" } # HERE");
    let hint = "mend the TOML syntax on this line";
    check(
        &pack,
        &[
            ("string values must be quoted, expected literal string", hint),
            ("key with no value, expected `=`", hint),
            ("missing comma between key-value pairs, expected `,`", hint),
        ],
    );
}

#[test]
fn a_key_that_stands_twice_is_a_syntax_error() {
    let pack = Pack::small().but(
        "standard.toml",
        "status = \"example\"",
        "status = \"example\"\nstatus = \"historic\" # HERE",
    );
    check(&pack, &[("duplicate key", "mend the TOML syntax on this line")]);
}

#[test]
fn a_file_that_is_not_utf8_is_refused_on_its_line() {
    let mut bytes = crate::pack::INDICATORS.as_bytes().to_vec();
    bytes.extend(b"# caf\xe9 HERE\n");
    let pack = Pack::small().with("indicators.toml", bytes);
    check(&pack, &[("not UTF-8", "save the file as UTF-8")]);
}

#[test]
fn letters_with_separate_marks_are_refused_on_their_line() {
    let pack = Pack::small().but(
        "indicators.toml",
        "vi = \"Nhà ở\", en = \"Home\" }",
        "vi = \"Nha\u{300} ở\", en = \"Home\" } # HERE",
    );
    check(
        &pack,
        &[(
            "letters are not in Unicode NFC (a letter and its marks are separate characters)",
            "normalize the file to NFC",
        )],
    );
}

#[test]
fn a_missing_file_is_named() {
    let mut pack = Pack::small();
    pack.0.retain(|(file, _)| file == "standard.toml");
    let hint = "write it, or take it over with `extends`";
    check_printed(
        &pack,
        &[
            &format!("indicators.toml: error: the file is missing\n  → {hint}"),
            &format!("questionnaire.toml: error: the file is missing\n  → {hint}"),
        ],
    );
    check_printed(
        &Pack(Vec::new()),
        &[
            "standard.toml: error: the file is missing\n  → a standard is a folder with standard.toml, questionnaire.toml and indicators.toml",
        ],
    );
}

#[test]
fn mistakes_of_all_files_are_found_together() {
    let pack = Pack::small()
        .but("standard.toml", "status = \"example\"", "status = \"sample\" # HERE")
        .but("questionnaire.toml", "of = \"household\"", "of = \"village\" # HERE")
        .but("indicators.toml", "dimension = \"home\"", "dimension = \"house\" # HERE");
    check(
        &pack,
        &[
            ("no dimension `house`", "declare it with [[dimension]] above"),
            ("`of` is `village`", "write one of: household, member"),
            ("`status` is `sample`", "write one of: in_force, provisional, historic, example"),
        ],
    );
}

#[test]
fn a_misspelt_key_never_passes_silently() {
    let hint = "check the spelling; packs/README.md lists the keys";
    for (file, from, key) in [
        ("standard.toml", "status = \"example\"", "covres"),
        ("standard.toml", "unit = \"vnd\"", "form"),
        ("standard.toml", "id = \"poor\"", "whem"),
        ("standard.toml", "question = \"income\"", "at_or_below"),
        ("questionnaire.toml", "of = \"household\"", "mim"),
        ("indicators.toml", "dimension = \"home\"", "depriwed"),
        ("indicators.toml", "id = \"home\"", "lable"),
    ] {
        let pack = Pack::small().but(file, from, &format!("{from}\n{key} = 1 # HERE"));
        check(&pack, &[(&format!("unknown key `{key}`"), hint)]);
    }
    let pack = Pack::small().but(
        "indicators.toml",
        "deprived = \"area < 8 * members.size()\"\nsource = { doc = \"none\",",
        "deprived = \"area < 8 * members.size()\"\nsource = { dok = 1, doc = \"none\", # HERE\n",
    );
    check(&pack, &[("unknown key `dok`", hint)]);
}

#[test]
fn a_value_of_the_wrong_form_is_refused_where_it_stands() {
    let hint = "see packs/README.md for the form";
    for (file, from, to, message) in [
        ("standard.toml", "id = \"small\"", "id = 7", "`id` must be a text in quotes"),
        (
            "standard.toml",
            "value = 0.5",
            "value = \"0.5\"",
            "`value` must be a plain number such as 1500000 or 8.5",
        ),
        (
            "standard.toml",
            "value = 0.5",
            "value = 0x10",
            "`value` must be a plain number such as 1500000 or 8.5",
        ),
        (
            "standard.toml",
            "value = 0.5",
            "value = 1e3",
            "`value` must be a plain number such as 1500000 or 8.5",
        ),
        (
            "standard.toml",
            "value = 0.5",
            "value = nan",
            "`value` must be a plain number such as 1500000 or 8.5",
        ),
        (
            "standard.toml",
            "value = 0.5",
            "value = 99999999999999999999",
            "`value` must be a plain number such as 1500000 or 8.5",
        ),
        ("questionnaire.toml", "scale = 1", "scale = 12", "`scale` must be a whole number from 0 to 9"),
        (
            "questionnaire.toml",
            "min = 0",
            "min = true",
            "`min` must be a plain number such as 1500000 or 8.5",
        ),
        (
            "questionnaire.toml",
            "label = { vi = \"…\", en = \"…\" }",
            "label = \"…\"",
            "`label` must be a table",
        ),
        (
            "indicators.toml",
            "label = { vi = \"Nhà ở\", en = \"Home\" }",
            "label = \"Home\"",
            "`label` must be a table",
        ),
        (
            "indicators.toml",
            "deprived = \"area < 8 * members.size()\"",
            "deprived = true",
            "`deprived` must be a text in quotes",
        ),
    ] {
        let pack = Pack::small().but(file, from, &format!("{to} # HERE"));
        let errors = pack.load();
        let found = errors.findings.iter().find(|finding| finding.message == message);
        let found = found.unwrap_or_else(|| panic!("{to}: {:#?}", errors.findings));
        assert_eq!(found.hint, hint);
        assert!(errors.standard.is_none());
    }
}

#[test]
fn both_languages_of_a_label_are_required() {
    let pack = Pack::small().but(
        "indicators.toml",
        "label = { vi = \"Chật chội\", en = \"Crowded\" }",
        "label = { vi = \"Chật chội\" } # HERE",
    );
    check(&pack, &[("`en` is missing", "add `en = …` to this table")]);
}

#[test]
fn a_document_must_be_a_file_of_law_where_the_pack_has_law() {
    let pack = Pack::small().with("law/nd-07-2021.toml", "");
    let misspelt = pack.clone().but(
        "indicators.toml",
        "source = { doc = \"none\"",
        "source = { doc = \"nd-07-2012\" # HERE\n",
    );
    check(&misspelt, &[("no legal document `nd-07-2012`", "did you mean `nd-07-2021`?")]);
    let unknown =
        pack.clone().but("indicators.toml", "source = { doc = \"none\"", "source = { doc = \"xyz\" # HERE\n");
    check(&unknown, &[("no legal document `xyz`", "add law/xyz.toml")]);
    pack.but("indicators.toml", "source = { doc = \"none\"", "source = { doc = \"nd-07-2021\"").sound();
    Pack::small()
        .but("indicators.toml", "source = { doc = \"none\"", "source = { doc = \"anything\"")
        .sound();
}

#[test]
fn every_value_has_a_source_with_its_confidence() {
    let bare = Pack::small().but("indicators.toml", "[[indicator]]", "[[indicator]] # HERE").but(
        "indicators.toml",
        "source = { doc = \"none\", confidence = \"invented\" }\n",
        "",
    );
    check(&bare, &[("`source` is missing", "add `source = …` to this table")]);
    let unsure =
        Pack::small().but("indicators.toml", "confidence = \"invented\" }", "confidence = \"sure\" } # HERE");
    check(&unsure, &[("`confidence` is `sure`", "write one of: verified, secondary, unverified, invented")]);
}

#[test]
fn a_text_that_is_not_closed_is_a_syntax_error_on_its_line() {
    let pack = Pack::small().but("standard.toml", "id = \"poor\"\n", "id = \"poor # HERE\n");
    check(&pack, &[("invalid basic string, expected `\"`", "mend the TOML syntax on this line")]);
}
