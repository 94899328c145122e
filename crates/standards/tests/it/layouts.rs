//! The official tables as data: what is shipped loads, and every mistake is found at once.

use standards::layouts::{Formula, Shows, TableSet, ids, incomplete, made_for, read};
use standards::{PackFiles, load};
use vocab::Confidence;

use crate::real::vn;

fn yearly(files: &PackFiles, standard: &str) -> Result<TableSet, Vec<String>> {
    let loaded = load(files, &format!("standards/{standard}"));
    let read = read(files, "yearly", &loaded.standard.expect("a sound standard"));
    read.set.ok_or_else(|| read.findings.iter().map(ToString::to_string).collect())
}

/// The pack with one file changed.
fn changed(path: &str, change: impl Fn(String) -> String) -> PackFiles {
    let files = vn();
    let all: Vec<(String, Vec<u8>)> =
        files.list("", "").map(|path| (path.to_owned(), files.get(path).unwrap().to_vec())).collect();
    let change = |(name, bytes): (String, Vec<u8>)| {
        let text = if name == path { change(String::from_utf8(bytes).unwrap()).into_bytes() } else { bytes };
        (name, text)
    };
    PackFiles::new(all.into_iter().map(change))
}

/// The findings are those of these lines, in this order.
#[track_caller]
fn check(files: &PackFiles, expected: &[&str]) {
    let found = yearly(files, "vn-2022").expect_err("mistakes");
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.contains(expected), "{expected} in {found}");
        assert!(found.contains("\n  → "), "a remedy: {found}");
    }
}

#[test]
fn the_tables_load_for_every_standard_that_they_are_made_for() {
    let files = vn();
    assert_eq!(ids(&files), ["yearly"]);
    let standards = made_for(&files, "yearly");
    assert!(standards.len() >= 2);
    for standard in standards {
        let set = yearly(&files, &standard).unwrap_or_else(|findings| panic!("{standard}: {findings:#?}"));
        assert_eq!(
            set.tables.iter().map(|table| table.number).collect::<Vec<_>>(),
            (1..=13).collect::<Vec<_>>()
        );
        assert_eq!(set.lists.iter().map(|list| list.number).collect::<Vec<_>>(), [14, 15]);
    }
}

#[test]
fn the_formulas_are_those_of_the_forms() {
    let set = yearly(&vn(), "vn-2022").unwrap();
    let formula = |table: u16, column: u16| {
        let table = set.table(table).unwrap();
        let column = table.columns.iter().find(|of| of.number == column).unwrap();
        match &column.shows {
            Shows::Formula(formula, _) => formula.to_string(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(formula(1, 4), "3/1×100");
    assert_eq!(formula(2, 9), "1-2-3-4+5+6+7+8");
    assert_eq!(formula(3, 9), "1-2-3-4+5+6+7+8");
    assert_eq!(formula(8, 5), "1-2-3-4");
    assert_eq!(formula(8, 10), "6-7-8-9");
    assert_eq!(formula(13, 22), "12/4×100");
    assert_eq!(Formula::parse("4:3/4:1×100").unwrap().shifted(11).to_string(), "4:14/4:1×100");
}

/// The annex was not read: nothing here may claim to be verified.
#[test]
fn no_table_claims_more_than_was_read() {
    let set = yearly(&vn(), "vn-2022").unwrap();
    let of_tables =
        set.tables.iter().map(|table| &table.source).chain(set.lists.iter().map(|list| &list.source));
    let of_families = set.families.iter().filter_map(|family| family.source.as_ref());
    for source in of_tables.chain(of_families).chain([&set.source]) {
        assert!(source.confidence < Confidence::Verified, "{source}");
        assert_eq!(source.article.as_deref(), Some("unknown"), "{source}");
    }
}

#[test]
fn every_mistake_of_a_table_is_found_at_once_with_its_line() {
    let files = changed("reports/yearly/tables/08.toml", |text| {
        text.replacen("outcome = \"poor\"", "outcome = \"por\"", 1)
            .replacen("is      = [\"merit\"]", "is      = [\"merrit\"]", 1)
            .replacen("formula = \"1-2-3-4\"", "formula = \"1-2-3-44\"", 1)
            .replacen("number  = 7", "number  = 17", 1)
            + "\nmost = 3\n"
    });
    check(
        &files,
        &[
            "08.toml:11: error: `outcome` is `por`, which is not known here\n  → did you mean `poor`?",
            "`is` is `merrit`, which is not known here\n  → did you mean `merit`?",
            "the formula reads 44, which is not there",
            "the column is number 17, and 7 comes next",
            "unknown key `most`",
        ],
    );
}

#[test]
fn a_formula_and_a_check_read_only_cells_that_are_there() {
    let files =
        changed("reports/yearly/tables/08.toml", |text| text.replacen("\"1-2-3-4\"", "\"1-2-3-44\"", 1));
    check(&files, &["the formula reads 44, which is not there"]);
    let files = changed("reports/yearly/tables/05.toml", |text| text.replace("4:3/4:1", "4:4/4:1"));
    check(&files, &["the formula reads 4:15, which is not there"]);
    let files = changed("reports/yearly/tables/12.toml", |text| text.replace("\"9/1×100\"", "\"20/1×100\""));
    check(&files, &["the formula reads 20, which is calculated itself"]);
    let files =
        changed("reports/yearly/report.toml", |text| text.replace("\"2:9\", \"4:1\"", "\"2:10\", \"4:1\""));
    check(&files, &["the check reads 2:10, which is not there"]);
}

#[test]
fn a_condition_is_checked_as_every_rule_is() {
    let files = changed("reports/yearly/report.toml", |text| {
        text.replace("m.merit", "m.merrit").replace("each   = \"poverty_causes\"", "each   = \"rooms\"")
    });
    let found = yearly(&files, "vn-2022").expect_err("mistakes");
    assert!(found.iter().any(|one| one.contains("unknown question `merrit`")), "{found:#?}");
    assert!(found.iter().any(|one| one.contains("`rooms` is no question with choices")), "{found:#?}");
}

#[test]
fn a_set_without_a_template_or_for_an_unknown_standard_is_incomplete() {
    assert_eq!(incomplete(&vn()), []);
    let files = changed("reports/yearly/report.toml", |text| text.replace("\"vn-2022\", ", "\"vn-2020\", "));
    let files = PackFiles::new(
        files
            .list("", "")
            .filter(|path| !path.ends_with(".typ"))
            .map(|path| (path.to_owned(), files.get(path).unwrap().to_vec()))
            .collect::<Vec<_>>(),
    );
    let found: Vec<String> = incomplete(&files).iter().map(ToString::to_string).collect();
    assert!(found[0].contains("reports/yearly/table.typ: error: the file is missing"), "{found:#?}");
    assert!(found[1].contains("`standards` names `vn-2020`"), "{found:#?}");
}

#[test]
fn two_tables_of_one_number_and_a_missing_report_are_told() {
    let files =
        changed("reports/yearly/tables/13.toml", |text| text.replace("number = 13\n", "number = 12\n"));
    let found = yearly(&files, "vn-2022").expect_err("mistakes");
    assert!(found.iter().any(|one| one.contains("there are two tables 12")), "{found:#?}");
    let loaded = load(&vn(), "standards/vn-2022").standard.unwrap();
    let missing = read(&vn(), "monthly", &loaded);
    assert!(missing.set.is_none() && missing.findings[0].message == "the file is missing");
}
