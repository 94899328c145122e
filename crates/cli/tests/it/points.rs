//! Point tables: imported whole with their source, or refused. All points here are invented for the test.

use rust_xlsxwriter::Workbook;

use crate::{Bench, arg};

/// Invented points for every region, item and option of vn-2022.
fn invented(bench: &Bench) -> String {
    let said = bench.run(&["--lang", "en", "packs", "show", "vn-2022"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let line =
        |start: &str| said.out.lines().find(|line| line.trim_start().starts_with(start)).map(str::trim);
    let regions: Vec<&str> =
        line("region: ").and_then(|l| l.strip_prefix("region: ")).expect("regions").split(", ").collect();
    let mut csv = String::from("region,item,option,points\n");
    let mut points = 0;
    for item in said.out.lines().filter_map(|line| line.trim().strip_prefix("item ")) {
        let (id, rest) = item.split_once(": ").expect("an item");
        let options = rest.rsplit_once("  (").map_or(rest, |(options, _)| options);
        for option in options.split(", ") {
            for region in &regions {
                points = (points + 5) % 45;
                csv.push_str(&format!("{region},{id},{option},{points}\n"));
            }
        }
    }
    csv
}

const IMPORT: [&str; 6] = ["--standard", "vn-2022", "--source", "invented for a test", "--by", "a tester"];

fn import(bench: &Bench, file: &str) -> crate::Said {
    let arguments: Vec<&str> = ["packs", "import-points", file].into_iter().chain(IMPORT).collect();
    bench.run(&arguments)
}

#[test]
fn a_complete_table_is_kept_with_source_day_and_name() {
    let bench = Bench::new();
    bench.write("points.csv", invented(&bench));
    let said = import(&bench, "points.csv");
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    let kept: Vec<_> =
        std::fs::read_dir(bench.path("data/points/vn-2022")).expect("kept").flatten().collect();
    assert_eq!(kept.len(), 2);
    let note =
        kept.iter().map(|e| e.path()).find(|p| p.extension().is_some_and(|e| e == "toml")).expect("a note");
    let note = std::fs::read_to_string(note).expect("text");
    assert!(
        note.contains("invented for a test") && note.contains("a tester") && note.contains("sha256"),
        "{note}"
    );
}

#[test]
fn an_incomplete_table_is_refused_and_nothing_is_kept() {
    let bench = Bench::new();
    let table = invented(&bench);
    let without_last: Vec<&str> = table.lines().collect();
    bench.write("points.csv", without_last[..without_last.len() - 1].join("\n"));
    let said = import(&bench, "points.csv");
    assert_eq!(said.code, 1);
    assert!(said.err.contains("no points for"), "{}", said.err);
    assert!(!bench.path("data").exists());
}

#[test]
fn a_workbook_imports_like_the_csv() {
    let bench = Bench::new();
    let table = invented(&bench);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, line) in table.lines().enumerate() {
        for (column, cell) in line.split(',').enumerate() {
            let (row, column) = (row as u32 + 2, column as u16 + 1);
            match cell.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number).expect("a cell"),
                Err(_) => sheet.write(row, column, cell).expect("a cell"),
            };
        }
    }
    workbook.save(arg(&bench.path("points.xlsx"))).expect("a workbook");
    let said = import(&bench, "points.xlsx");
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
}

#[test]
fn something_that_is_no_workbook_is_refused_with_a_remedy() {
    let bench = Bench::new();
    bench.write("points.xlsx", b"PK\x03\x04 this is no workbook");
    let said = import(&bench, "points.xlsx");
    assert_eq!(said.code, 2);
    assert!(said.err.contains("points.xlsx") && said.err.contains("→"), "{}", said.err);
}

#[test]
fn without_a_table_no_total_is_computed_and_with_one_it_is() {
    let bench = Bench::new();
    let said = bench.run(&["generate", "--households", "400", "--seed", "3", "--out", "."]);
    assert_eq!(said.code, 0, "{}", said.err);
    let run = |points: &[&str]| {
        let mut arguments = vec![
            "classify",
            "--standard",
            "vn-2022",
            "--households",
            "households.parquet",
            "--members",
            "members.parquet",
            "--out",
            "r.csv",
            "--income-test",
            "b1",
            "--json",
        ];
        arguments.extend(points);
        let said = bench.run(&arguments);
        assert_eq!(said.code, 0, "{}", said.err);
        let object: serde_json::Value = serde_json::from_str(&said.out).expect("JSON");
        object["outcomes"]["undetermined"].as_u64().expect("a count")
    };
    let untyped = run(&[]);
    assert!(untyped > 0, "every household has a typed total, so this test shows nothing");
    bench.write("points.csv", invented(&bench));
    assert!(run(&["--points", "points.csv"]) < untyped);
}

#[test]
fn an_imported_table_that_was_changed_afterwards_is_refused() {
    let bench = Bench::new();
    let said = bench.run(&["generate", "--households", "50", "--seed", "3", "--out", "."]);
    assert_eq!(said.code, 0, "{}", said.err);
    bench.write("points.csv", invented(&bench));
    assert_eq!(import(&bench, "points.csv").code, 0);
    let files = ["--households", "households.parquet", "--members", "members.parquet", "--out", "r.csv"];
    let run = || {
        let arguments: Vec<&str> =
            ["--lang", "en", "classify", "--standard", "vn-2022"].into_iter().chain(files).collect();
        bench.run(&arguments)
    };
    let said = run();
    assert_eq!(said.code, 0, "{}", said.err);
    let kept = std::fs::read_dir(bench.path("data/points/vn-2022")).expect("kept").flatten();
    let table = kept.map(|e| e.path()).find(|p| p.extension().is_some_and(|e| e == "csv")).expect("a table");
    let points = std::fs::read_to_string(&table).expect("text");
    std::fs::write(&table, points.replacen(",5\n", ",6\n", 1)).expect("written");
    let said = run();
    assert_eq!(said.code, 2, "{}", said.out);
    assert!(
        said.err.contains("changed after its import") && said.err.contains("import-points"),
        "{}",
        said.err
    );
}

#[test]
fn of_two_tables_imported_on_one_day_the_later_one_counts() {
    let bench = Bench::new();
    let first = invented(&bench);
    let folder = bench.path("data/points/vn-2022");
    let names = || {
        let mut names: Vec<String> = std::fs::read_dir(&folder)
            .expect("kept")
            .flatten()
            .map(|e| e.file_name().to_string_lossy().into_owned())
            .filter(|name| name.ends_with(".csv"))
            .collect();
        names.sort();
        names
    };
    bench.write("points.csv", &first);
    assert_eq!(import(&bench, "points.csv").code, 0);
    let earlier = names();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    bench.write("points.csv", first.replacen(",5\n", ",6\n", 1));
    assert_eq!(import(&bench, "points.csv").code, 0);
    let both = names();
    assert_eq!(both.len(), 2);
    assert_eq!(both[..1], earlier[..], "the earlier table is the first by name");
}
