//! The official tables: a commune counted by hand, what must be said and not guessed, and what is refused.

mod counted;
mod lists;
mod paper;
mod recalculated;

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::{Bench, Said};

/// The commune of `tests/commune/README.md`.
pub(crate) fn commune() -> Bench {
    let bench = Bench::new();
    for name in ["households.csv", "members.csv", "last-year.csv"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/commune").join(name);
        bench.write(name, std::fs::read(path).expect("the fixture"));
    }
    bench
}

/// What is expected of a cell: a count, a share with two decimals, and the true count where the form is wrong.
#[derive(Debug, PartialEq)]
pub(crate) struct Expected {
    pub(crate) shown: String,
    pub(crate) truth: Option<i64>,
}

/// By table, place and row: the cells worked out by hand.
pub(crate) fn by_hand() -> BTreeMap<(u64, String, String), Vec<Expected>> {
    let text = include_str!("../commune/expected.txt");
    let mut rows = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (row, cells) = line.split_once(": ").expect("a row");
        let mut words = row.split(' ');
        let table = words.next().expect("a table").parse().expect("a number");
        let place = words.next().expect("a place").to_owned();
        let kind = words.next().unwrap_or_default().to_owned();
        let cell = |cell: &str| {
            let (shown, truth) = cell.split_once(",true=").map_or((cell, None), |(a, b)| (a, Some(b)));
            Expected { shown: shown.to_owned(), truth: truth.map(|truth| truth.parse().expect("a count")) }
        };
        rows.insert((table, place, kind), cells.split(' ').map(cell).collect());
    }
    rows
}

const REPORT: [&str; 9] = [
    "report",
    "--standard",
    "vn-2022",
    "--households",
    "households.csv",
    "--members",
    "members.csv",
    "--out",
    "bao-cao",
];

/// Runs a report on the files of the commune.
pub(crate) fn report(bench: &Bench, more: &[&str]) -> Said {
    let all: Vec<&str> = REPORT.iter().chain(more).copied().collect();
    bench.run(&all)
}

pub(crate) fn json(bench: &Bench, more: &[&str]) -> Value {
    let said = report(bench, &[more, &["--json"]].concat());
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    serde_json::from_str(&said.out).expect("JSON")
}

/// The checker of schemas knows whole numbers alone; a share may be anything.
fn without_shares(mut value: Value) -> Value {
    match &mut value {
        Value::Number(number) if number.is_f64() => return Value::Null,
        Value::Array(items) => items.iter_mut().for_each(|item| *item = without_shares(item.take())),
        Value::Object(fields) => fields.values_mut().for_each(|item| *item = without_shares(item.take())),
        _ => {}
    }
    value
}

const LAST_YEAR: [&str; 4] = ["--previous", "last-year.csv", "--by", "village"];

#[test]
fn every_cell_of_every_table_is_what_was_counted_by_hand() {
    let bench = commune();
    let said = json(&bench, &[&LAST_YEAR[..], &["--format", "xlsx"]].concat());
    let mut expected = by_hand();
    let mut wrong = Vec::new();
    for table in said["tables"].as_array().expect("tables") {
        for row in table["rows"].as_array().expect("rows") {
            let place = row["codes"].as_array().expect("codes").last();
            let place = place.map_or("total", |code| code.as_str().expect("a code"));
            let key = (
                table["number"].as_u64().expect("a number"),
                place.to_owned(),
                row["rows"].as_str().unwrap_or_default().to_owned(),
            );
            let cells = row["cells"].as_array().expect("cells");
            let expected = expected.remove(&key).unwrap_or_else(|| panic!("no row {key:?} by hand"));
            assert_eq!(cells.len(), expected.len(), "{key:?}");
            for (at, (cell, by_hand)) in cells.iter().zip(&expected).enumerate() {
                let shown = match &cell["value"] {
                    Value::Number(number) if by_hand.shown.ends_with('%') => {
                        format!("{:.2}%", number.as_f64().expect("a share"))
                    }
                    other => other.to_string(),
                };
                let found = Expected { shown, truth: cell["true_count"].as_i64() };
                if found != *by_hand || cell["unclear"] != 0 {
                    wrong.push(format!("{key:?}, cell {}: {found:?}, by hand {by_hand:?}, {cell}", at + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(expected.is_empty(), "not made: {:?}", expected.keys());
    let schema: Value =
        serde_json::from_str(include_str!("../../../../docs/schema/chungtay.report-1.schema.json"))
            .expect("JSON");
    let whole = json(&bench, &[&LAST_YEAR[..], &["--format", "xlsx", "--table", "2,8"]].concat());
    crate::schema::conforms(&without_shares(whole), &schema, &schema, "report");
    assert_eq!(said["differences"], serde_json::json!([]));
    assert!(said["checks"].as_u64() > Some(10));
}

/// Moved within the commune: at the level of communes nobody moved.
#[test]
fn a_household_that_moved_between_villages_did_not_move_between_communes() {
    let bench = commune();
    let said = json(&bench, &["--previous", "last-year.csv", "--table", "2", "--format", "xlsx"]);
    let counts: Vec<i64> = said["tables"][0]["rows"][0]["cells"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["value"].as_i64().unwrap())
        .collect();
    assert_eq!(counts, [5, 1, 1, 1, 1, 1, 1, 0, 5]);
}

#[test]
fn without_last_year_the_flow_is_missing_and_never_zero() {
    let bench = commune();
    let said = json(&bench, &["--table", "2,3", "--format", "xlsx"]);
    for table in said["tables"].as_array().unwrap() {
        let cells = table["rows"][0]["cells"].as_array().unwrap();
        assert!(cells[..8].iter().all(|cell| cell["value"].is_null()), "{cells:?}");
        assert!(cells[8]["value"].as_i64() > Some(0), "the closing is known");
    }
    let notes = said["notes"].to_string();
    assert!(notes.contains("Chưa có kết quả năm trước"), "{notes}");
    let on_screen = report(&bench, &["--table", "2", "--format", "xlsx"]);
    assert!(on_screen.out.contains("[1] …"), "{}", on_screen.out);
}

#[test]
fn what_nobody_answered_is_missing_and_what_some_answered_is_marked() {
    let bench = commune();
    let without = |column: &str, only: Option<&str>| {
        let text = bench.read("households.csv");
        let at = text.lines().next().unwrap().split(',').position(|name| name == column).unwrap();
        let rows = text.lines().map(|line| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if cells[0] != "household_id" && only.is_none_or(|only| cells[0] == only) {
                cells[at] = "";
            }
            cells.join(",")
        });
        rows.collect::<Vec<_>>().join("\n") + "\n"
    };
    bench.write("households.csv", without("poverty_causes", None));
    let said = json(&bench, &["--table", "10", "--format", "xlsx"]);
    let cells = &said["tables"][0]["rows"][0]["cells"];
    assert_eq!(cells[0]["value"], 5, "poor households are known");
    assert!(cells[1]["value"].is_null(), "nobody answered: {}", cells[1]);
    bench.write("households.csv", without("no_labor_capacity", Some("H01")));
    let said = json(&bench, &["--table", "8", "--format", "xlsx"]);
    let cells = &said["tables"][0]["rows"][0]["cells"];
    assert_eq!((&cells[2]["value"], &cells[2]["unclear"]), (&1.into(), &1.into()), "{cells}");
    let notes = said["tables"][0]["notes"].to_string();
    assert!(notes.contains("cột 3: 1"), "{notes}");
}

#[test]
fn an_undetermined_household_is_in_no_class_and_is_said() {
    let bench = commune();
    let text =
        bench.read("households.csv").replace("H10,68,24823,V1,rural,2200000", "H10,68,24823,V1,rural,");
    bench.write("households.csv", text);
    let said = json(&bench, &["--previous", "last-year.csv", "--table", "1", "--format", "xlsx"]);
    assert_eq!(said["undetermined"], 1);
    assert!(said["notes"].to_string().contains("1 hộ (3 người) chưa xác định"), "{}", said["notes"]);
    assert_eq!(said["tables"][0]["rows"][0]["cells"][0]["value"], 11, "it is still a household");
}

#[test]
fn a_difference_between_tables_is_said_before_anything_else() {
    let bench = commune();
    let text = bench.read("members.csv").replace("H01,1,head,male,01,", "H01,1,head,male,,");
    bench.write("members.csv", text);
    let said = report(&bench, &["--format", "xlsx"]);
    let first = said.out.lines().next().unwrap_or_default();
    assert!(first.contains("chưa khớp chỉ vì còn thiếu câu trả lời"), "{first}");
    assert!(
        said.out.contains("12:9 = 5; 12:10+12:11 = 4 (còn 2 chưa rõ do thiếu câu trả lời)"),
        "{}",
        said.out
    );
}

#[test]
fn every_cell_opens_the_households_that_it_counts() {
    let bench = commune();
    let said = json(&bench, &[&LAST_YEAR[..], &["--format", "xlsx"]].concat());
    let mut opened = 0;
    for (table, place, column) in [
        (1, "all", 3),
        (2, "V1", 4),
        (2, "V2", 1),
        (3, "all", 6),
        (4, "V2", 4),
        (8, "V1", 5),
        (10, "all", 2),
        (11, "V1", 1),
        (12, "V1", 15),
    ] {
        let cell = format!("{table}/{place}/{column}");
        let one = json(&bench, &[&LAST_YEAR[..], &["--format", "xlsx", "--open", &cell]].concat());
        let ids = one["opened"].as_array().expect("ids").len() as i64;
        let rows = said["tables"][table - 1]["rows"].as_array().unwrap();
        let row = rows.iter().find(|row| {
            let code = row["codes"].as_array().unwrap().last().map_or("all", |code| code.as_str().unwrap());
            code == place && row["rows"] != "people"
        });
        let shown = &row.expect("a row")["cells"][column - 1];
        let count = shown["true_count"].as_i64().or(shown["value"].as_i64()).unwrap();
        if table == 11 {
            assert!(ids <= count, "children of {ids} households");
        } else {
            assert_eq!(ids, count, "{cell}: {}", one["opened"]);
        }
        opened += ids;
    }
    assert!(opened > 15);
    let gone = json(&bench, &[&LAST_YEAR[..], &["--format", "xlsx", "--open", "2/V1/4"]].concat());
    assert_eq!(gone["opened"], serde_json::json!(["H12"]), "also one that is no longer there");
    let group = json(&bench, &["--format", "xlsx", "--open", "9/all/6"]);
    assert_eq!(group["opened"], serde_json::json!(["H02"]), "also of a group that the data named");
    let share = report(&bench, &["--format", "xlsx", "--open", "1/all/4"]);
    assert_eq!(share.code, 2, "a share counts nobody: {}", share.out);
}

#[test]
fn the_classified_file_of_a_report_is_last_year_of_the_next_one() {
    let bench = commune();
    let said = report(&bench, &["--format", "xlsx"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let next = json(
        &bench,
        &["--previous", "bao-cao/ket-qua-phan-loai.parquet", "--table", "2,3", "--format", "xlsx"],
    );
    let counts = |table: usize| -> Vec<i64> {
        let cells = next["tables"][table]["rows"][0]["cells"].as_array().unwrap();
        cells.iter().map(|cell| cell["value"].as_i64().unwrap()).collect()
    };
    assert_eq!(counts(0), [5, 0, 0, 0, 0, 0, 0, 0, 5]);
    assert_eq!(counts(1), [3, 0, 0, 0, 0, 0, 0, 0, 3]);
    let classified = json(
        &bench,
        &[
            "--previous-households",
            "households.csv",
            "--previous-members",
            "members.csv",
            "--table",
            "2",
            "--format",
            "xlsx",
        ],
    );
    assert_eq!(classified["tables"][0]["rows"][0]["cells"][0]["value"], 5, "last year classified first");
}

#[test]
fn an_area_is_any_set_of_places_and_an_unknown_one_is_refused() {
    let bench = commune();
    let said = json(&bench, &["--area", "V2", "--by", "village", "--table", "1", "--format", "xlsx"]);
    assert_eq!(said["households"], 4);
    let text = bench.read("households.csv").replace("68,24823,V2", "68,24820,V2");
    bench.write("households.csv", text);
    let said = json(&bench, &["--table", "1", "--format", "xlsx"]);
    assert!(
        said["notes"].to_string().contains("122 xã, phường, đặc khu của tỉnh không có trong dữ liệu"),
        "{said}"
    );
    let refused = report(&bench, &["--area", "99999"]);
    assert_eq!(refused.code, 2, "{}", refused.out);
    assert!(refused.err.contains("99999"), "{}", refused.err);
}

/// Phường Lộc Phát (24814) went wholly into Phường 1 Bảo Lộc (24823) on 1 July 2025.
#[test]
fn former_communes_are_counted_in_the_borders_of_today() {
    let bench = commune();
    let text = bench.read("households.csv").replace("68,24823,V2", "68,24814,V2");
    bench.write("households.csv", text);
    let days = ["--units-on", "2025-06-30", "--borders-on", "2026-01-01", "--table", "1", "--format", "xlsx"];
    let said = json(&bench, &days);
    let rows = said["tables"][0]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2, "the whole and one commune: {rows:?}");
    assert_eq!((&rows[1]["name"], &rows[1]["cells"][0]["value"]), (&"Phường 1 Bảo Lộc".into(), &11.into()));
    bench.write("truoc.csv", bench.read("last-year.csv").replace("24823,V2", "24814,V2"));
    bench.write("households.csv", bench.read("households.csv").replace("24814", "24823"));
    let last_year =
        ["--units-on", "2026-01-01", "--previous-units-on", "2025-06-30", "--borders-on", "2026-01-01"];
    let said = json(
        &bench,
        &[&last_year[..], &["--previous", "truoc.csv", "--table", "2", "--format", "xlsx"]].concat(),
    );
    let cells = &said["tables"][0]["rows"][0]["cells"];
    let counts: Vec<i64> =
        cells.as_array().unwrap().iter().map(|cell| cell["value"].as_i64().unwrap()).collect();
    assert_eq!(counts, [5, 1, 1, 1, 1, 1, 1, 0, 5], "last year in the old borders: nobody moved");
    let refused = report(&bench, &["--units-on", "2026-01-01", "--borders-on", "2025-01-01"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("địa giới cũ"), "{}", refused.err);
}

#[test]
fn communes_that_only_last_year_has_are_not_gone_but_outside() {
    let bench = commune();
    let more = bench.read("last-year.csv")
        + "X1,68,24820,V9,4,poor\nX2,68,24820,V9,2,near_poor\nX3,68,24820,V9,2,not_poor\n";
    bench.write("last-year.csv", more);
    let said = json(&bench, &["--previous", "last-year.csv", "--table", "2", "--format", "xlsx"]);
    let rows = said["tables"][0]["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 4, "the whole and one commune: {rows:?}");
    assert_eq!(rows[0]["cells"][0]["value"], 5);
    assert!(
        said["notes"].to_string().contains("2 hộ nghèo, hộ cận nghèo của năm trước"),
        "{}",
        said["notes"]
    );
}

#[test]
fn a_file_that_is_no_result_is_refused_with_what_to_do() {
    let bench = commune();
    let said = report(&bench, &["--previous", "households.csv"]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.err.contains("outcome") && said.err.contains("chungtay classify"), "{}", said.err);
    bench.write("twice.csv", bench.read("last-year.csv").replace("H02,", "H01,"));
    let said = report(&bench, &["--previous", "twice.csv"]);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("trùng"), "{}", said.err);
    let said = report(&bench, &["--table", "16"]);
    assert_eq!(said.code, 2);
}

#[test]
fn with_english_every_word_of_the_program_is_english() {
    let bench = commune();
    let said = report(&bench, &["--previous", "last-year.csv", "--lang", "en", "--format", "xlsx"]);
    let said = said.out.lines().filter(|line| line.starts_with("  –") || !line.starts_with("  "));
    let vietnamese = |letter: char| "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ".contains(letter);
    let wrong: Vec<&str> = said.filter(|line| line.to_lowercase().chars().any(vietnamese)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
