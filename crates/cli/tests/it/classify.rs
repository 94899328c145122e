//! `classify`: results, explanations, problems and exit codes.

use std::time::Duration;

use serde_json::Value;

use crate::Bench;
use crate::schema::conforms;

const TRIAL: [&str; 9] = [
    "classify",
    "--standard",
    "./my-standard",
    "--households",
    "households.csv",
    "--members",
    "members.csv",
    "--out",
    "result.csv",
];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    TRIAL.iter().copied().chain(more.iter().copied()).collect()
}

pub(crate) fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("one JSON object")
}

#[test]
fn a_standard_written_by_the_readme_alone_decides() {
    let bench = Bench::with_trial_standard();
    let said = bench.run(&TRIAL);
    assert_eq!(said.code, 0, "{}", said.err);
    let result = bench.read("result.csv");
    let outcomes: Vec<&str> =
        result.lines().skip(1).map(|line| line.split(',').nth(13).unwrap_or("")).collect();
    assert_eq!(outcomes, ["poor", "not_poor"], "{result}");
    assert!(said.out.contains("Phường 1 Bảo Lộc (24823)"), "{}", said.out);
}

#[test]
fn the_json_summary_holds_what_its_schema_asks_for() {
    let bench = Bench::with_trial_standard();
    let said = bench.run(&with(&["--json", "--explain", "1"]));
    assert_eq!(said.code, 0, "{}", said.err);
    let object = json(&said.out);
    let schema = json(include_str!("../../../../docs/schema/chungtay.classify-1.schema.json"));
    conforms(&object, &schema, &schema, "");
    assert_eq!(object["outcomes"]["poor"], 1);
    assert_eq!(object["explanation"]["outcome"], "poor");
}

#[test]
fn a_missing_answer_that_could_decide_is_named() {
    let bench = Bench::with_trial_standard();
    bench.write("households.csv", "household_id,zone,rooms\n1,urban,\n2,rural,4\n");
    let said = bench.run(&with(&["--explain", "1"]));
    assert_eq!(said.code, 0, "{}", said.err);
    let result = bench.read("result.csv");
    let first = result.lines().nth(1).unwrap_or("");
    assert!(first.contains("undetermined") && first.contains("rooms"), "{first}");
    assert!(said.out.contains("Cần thêm câu trả lời"), "{}", said.out);
}

#[test]
fn a_bad_cell_refuses_the_files_and_writes_nothing() {
    let bench = Bench::with_trial_standard();
    bench.write("households.csv", "household_id,zone,rooms\n1,urban,1.500.000\n2,rural,4\n");
    let said = bench.run(&TRIAL);
    assert_eq!(said.code, 1);
    assert!(said.err.contains("households.csv:2") && said.err.contains("rooms"), "{}", said.err);
    assert!(said.err.contains("→"), "no remedy: {}", said.err);
    assert!(!bench.path("result.csv").exists());
}

#[test]
fn skip_bad_keeps_the_good_households_and_lists_the_others() {
    let bench = Bench::with_trial_standard();
    bench.write("households.csv", "household_id,zone,rooms\n1,urban,999\n2,rural,4\n");
    let said = bench.run(&with(&["--skip-bad", "--problems", "bad.csv"]));
    assert_eq!(said.code, 1, "{}", said.err);
    let result = bench.read("result.csv");
    assert_eq!(result.lines().count(), 2, "{result}");
    assert!(bench.read("bad.csv").contains("999"));
}

#[test]
fn a_day_outside_the_standard_is_refused() {
    let bench = Bench::with_trial_standard();
    let said = bench.run(&with(&["--result-day", "2031-01-01"]));
    assert_eq!(said.code, 2);
    assert!(said.err.contains("does not cover the result day 2031-01-01"), "{}", said.err);
    assert!(said.err.contains("2029-12-31"), "{}", said.err);
}

#[test]
fn an_unknown_standard_lists_those_there_are() {
    let bench = Bench::with_trial_standard();
    let said = bench.run(&[
        "classify",
        "--standard",
        "vn-2099",
        "--households",
        "a",
        "--members",
        "b",
        "--out",
        "c",
    ]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("vn-2022"), "{}", said.err);
}

#[test]
fn a_household_that_is_not_there_cannot_be_explained() {
    let bench = Bench::with_trial_standard();
    let said = bench.run(&with(&["--explain", "77"]));
    assert_eq!(said.code, 2);
    assert!(said.err.contains("--explain"), "{}", said.err);
}

#[test]
fn the_same_command_gives_the_same_bytes_whatever_the_threads() {
    let bench = Bench::new();
    let said = bench.run(&["generate", "--households", "3000", "--seed", "7", "--out", "."]);
    assert_eq!(said.code, 0, "{}", said.err);
    let mut results = Vec::new();
    for threads in ["1", "2", "5"] {
        let said = bench.run(&[
            "classify",
            "--standard",
            "vn-2022",
            "--households",
            "households.parquet",
            "--members",
            "members.parquet",
            "--out",
            "result.parquet",
            "--threads",
            threads,
        ]);
        assert_eq!(said.code, 0, "{}", said.err);
        results.push(std::fs::read(bench.path("result.parquet")).expect("a result"));
    }
    assert!(results.windows(2).all(|pair| pair[0] == pair[1]));
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_no_half_file() {
    let bench = Bench::new();
    let said = bench.run(&["generate", "--households", "60000", "--seed", "7", "--out", "."]);
    assert_eq!(said.code, 0, "{}", said.err);
    let arguments = [
        "classify",
        "--standard",
        "vn-2022",
        "--households",
        "households.parquet",
        "--members",
        "members.parquet",
        "--out",
        "result.parquet",
        "--threads",
        "1",
    ];
    let before = bench.files();
    let mut interrupted = 0;
    for wait in [5, 15, 30, 60, 120, 240] {
        let mut child = bench
            .command(&arguments)
            .stderr(std::process::Stdio::null())
            .stdout(std::process::Stdio::null())
            .spawn()
            .expect("a run");
        std::thread::sleep(Duration::from_millis(wait));
        let id = child.id().to_string();
        let _ = std::process::Command::new("kill").args(["-INT", &id]).status();
        let code = child.wait().expect("an end");
        if code.code() == Some(0) {
            std::fs::remove_file(bench.path("result.parquet")).expect("a whole result");
        } else {
            interrupted += 1;
        }
        assert_eq!(bench.files(), before, "after {wait} ms");
    }
    assert!(interrupted > 0, "no run was interrupted");
}

#[test]
fn what_is_wrong_is_said_in_vietnamese_or_in_english() {
    let bench = Bench::new();
    bench.write("h.csv", "household_id,zone,dwelling_area\n1,rural,rộng\n2,rural,30\n");
    bench.write("m.csv", "household_id,member_no\n1,1\n3,1\n");
    let run = |language: &str, more: &[&str]| {
        let mut arguments = vec!["--lang", language, "classify", "--standard", "vn-2022", "--out", "r.csv"];
        arguments.extend(["--households", "h.csv", "--members", "m.csv"]);
        arguments.extend(more);
        bench.run(&arguments)
    };
    let said = run("vi", &["--problems", "p.csv"]);
    assert_eq!(said.code, 1, "{}", said.err);
    for words in [
        "h.csv:2",
        "đây không phải là số",
        "hộ không có thành viên nào",
        "hộ của thành viên này không có",
        "3 lỗi",
    ] {
        assert!(said.err.contains(words), "{words}: {}", said.err);
    }
    let listed = std::fs::read_to_string(bench.path("p.csv")).expect("the list");
    assert!(
        listed.starts_with("file,row,column,value,message,remedy\n")
            && listed.contains("đây không phải là số")
    );
    let said = run("en", &[]);
    assert!(said.err.contains("this is not a number") && said.err.contains("3 problems"), "{}", said.err);
    let said = run("vi", &["--threads", "0"]);
    assert!(said.code == 2 && said.err.contains("dùng từ 1 trở lên"), "{}", said.err);
}
