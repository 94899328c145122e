//! A procedure pack is read strictly: every mistake at once, with file, line and remedy. A faulty line says HERE.

use review::procedure::procedures;
use standards::PackFiles;

use crate::stage::FILES;

/// The yearly procedure with pieces replaced.
fn yearly(changes: &[(&str, &str)]) -> String {
    let mut text = String::from_utf8(FILES.get("procedures/yearly-2021.toml").expect("the file").to_vec())
        .expect("UTF-8");
    for (from, to) in changes {
        assert!(text.contains(from), "no {from}");
        text = text.replacen(from, to, 1);
    }
    text
}

fn files(text: &str) -> PackFiles {
    let law =
        FILES.list("law", ".toml").map(|path| (path.to_owned(), FILES.get(path).expect("a file").to_vec()));
    PackFiles::new(law.chain([("procedures/yearly-2021.toml".to_owned(), text.as_bytes().to_vec())]))
}

/// Exactly these mistakes, one on every line that says HERE.
#[track_caller]
fn check(changes: &[(&str, &str)], expected: &[(&str, &str)]) {
    let text = yearly(changes);
    let (read, findings) = procedures(&files(&text));
    assert!(read.is_empty(), "a procedure came with the mistakes");
    let lines: Vec<usize> =
        text.lines().enumerate().filter(|(_, line)| line.contains("HERE")).map(|(at, _)| at + 1).collect();
    assert_eq!(lines.len(), expected.len(), "lines that say HERE; found {findings:#?}");
    let wanted: Vec<String> = lines
        .iter()
        .zip(expected)
        .map(|(line, (message, hint))| {
            format!("procedures/yearly-2021.toml:{line}: error: {message}\n  → {hint}")
        })
        .collect();
    let found: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(found, wanted);
}

#[test]
fn all_mistakes_of_a_file_are_told_at_once() {
    check(
        &[
            ("kind     = \"yearly\"", "kind     = \"weekly\" # HERE"),
            ("do = \"enroll\"", "do = \"enrol\" # HERE"),
            ("is     = \"surveyed\"", "is     = \"survey\" # HERE"),
            ("least_percent = 50  ", "least_percent = 500 # HERE"),
        ],
        &[
            ("`kind` is `weekly`", "write one of: yearly, irregular"),
            ("no deed `enrol`", "did you mean `enroll`?"),
            ("no duty `survey`", "did you mean `surveyed`?"),
            ("`least_percent` must be a whole number from 1 to 100", "see packs/README.md for the form"),
        ],
    );
}

#[test]
fn a_misspelt_key_never_passes_silently() {
    check(
        &[("announced = true", "anounced = true # HERE")],
        &[("unknown key `anounced`", "check the spelling; packs/README.md lists the keys")],
    );
}

#[test]
fn a_value_of_the_law_without_its_source_is_refused() {
    let text = yearly(&[(
        "unit     = \"working_day\"\nsource   = { doc = \"qd-24-2021\", article = \"unknown\", confidence = \"unverified\" }",
        "unit     = \"working_day\"",
    )]);
    let (read, findings) = procedures(&files(&text));
    assert!(read.is_empty());
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert_eq!(findings[0].message, "`source` is missing");
}

#[test]
fn an_office_that_nobody_defined_is_told_its_neighbour() {
    check(
        &[
            ("[[step]]\nid     = \"meeting\"", "[[step]] # HERE\nid     = \"meeting\""),
            ("leads  = \"village_head\"", "leads  = \"vilage_head\""),
        ],
        &[("no office `vilage_head`", "did you mean `village_head`?")],
    );
}

#[test]
fn an_office_of_the_meeting_of_a_report_or_of_an_opinion_is_told_at_its_own_table() {
    check(
        &[
            ("[meeting]", "[meeting] # HERE"),
            ("chair     = \"village_head\"", "chair     = \"vilage_head\""),
            ("[[opinion]]", "[[opinion]] # HERE"),
            ("office = \"district_chair\"", "office = \"district_chiar\""),
            ("[[report]]", "[[report]] # HERE"),
            ("by      = \"commune_chair\"", "by      = \"commune_chiar\""),
        ],
        &[
            ("no office `vilage_head`", "did you mean `village_head`?"),
            ("no office `district_chiar`", "did you mean `district_chair`?"),
            ("no office `commune_chiar`", "did you mean `commune_chair`?"),
        ],
    );
}

#[test]
fn a_duty_that_no_deed_can_fulfil_does_not_load() {
    check(
        &[
            (
                "[[step.deed]]\ndo = \"attach_minutes\"\nby = [\"steering_committee\", \"commune_officer\", \"village_head\"]\n",
                "",
            ),
            ("[[step]]\nid     = \"meeting\"", "[[step]] # HERE\nid     = \"meeting\""),
        ],
        &[(
            "`minutes_signed` is owed, but no step up to here allows `attach_minutes`",
            "allow the deed in a step, or take the duty out",
        )],
    );
}

#[test]
fn a_way_back_leads_to_an_earlier_step_only() {
    check(
        &[("to     = \"complaints\"", "to     = \"recognition\" # HERE")],
        &[("`recognition` is no earlier step", "name a step that stands above this one")],
    );
}

#[test]
fn a_day_that_not_every_year_has_is_no_day_of_a_window() {
    check(
        &[("closes = \"12-14\"", "closes = \"02-29\" # HERE")],
        &[("`02-29` is no day of the year", "write month and day as \"09-01\"")],
    );
}

#[test]
fn two_levels_are_never_named_for_one_day_and_no_day_is_left_out() {
    let overlap = yearly(&[("until  = \"2025-07-01\"\noffice", "until  = \"2025-08-01\"\noffice")]);
    let gap = yearly(&[("until  = \"2025-07-01\"\noffice", "until  = \"2025-06-01\"\noffice")]);
    for (text, message) in [
        (overlap, "two entries of [[opinion]] hold on the same day"),
        (gap, "a day between two entries of [[opinion]] is named by none"),
    ] {
        let (read, findings) = procedures(&files(&text));
        assert!(read.is_empty());
        assert_eq!(findings.iter().map(|finding| finding.message.as_str()).collect::<Vec<_>>(), [message]);
    }
}

#[test]
fn no_cut_of_a_procedure_makes_the_reading_panic_or_give_half_a_procedure() {
    let text = yearly(&[]);
    let lines: Vec<&str> = text.lines().collect();
    for at in 0..lines.len() {
        let without: Vec<&str> =
            lines.iter().enumerate().filter(|(line, _)| *line != at).map(|(_, line)| *line).collect();
        let (read, findings) = procedures(&files(&without.join("\n")));
        assert!(read.is_empty() || findings.is_empty(), "line {} of the file", at + 1);
    }
}
