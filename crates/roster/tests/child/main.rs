//! Hostile files end in a finding, never in a dead server. This program is both the tests and the child they start.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test; clippy does not know it as one without the usual harness"
)]

mod bombs;

use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use std::{env, fs, io};

use roster::child::{Limits, SUBCOMMAND, read_in_child, serve};
use roster::{Finding, Grid, Problem, read_bytes};

const TESTS: &[(&str, fn())] = &[
    ("a_workbook_read_in_a_child_is_the_workbook", a_workbook_read_in_a_child_is_the_workbook),
    (
        "a_kilobyte_that_asks_for_550_gigabytes_is_a_finding",
        a_kilobyte_that_asks_for_550_gigabytes_is_a_finding,
    ),
    ("two_cells_at_the_far_corners_cost_two_cells", two_cells_at_the_far_corners_cost_two_cells),
    ("a_number_that_is_none_is_a_fault_of_its_cell", a_number_that_is_none_is_a_fault_of_its_cell),
    ("a_text_that_unpacks_to_gigabytes_is_a_finding", a_text_that_unpacks_to_gigabytes_is_a_finding),
    ("a_workbook_that_takes_for_ever_is_a_finding", a_workbook_that_takes_for_ever_is_a_finding),
    ("more_cells_than_a_commune_has_are_a_finding", more_cells_than_a_commune_has_are_a_finding),
    ("a_file_too_large_or_gone_is_not_even_started", a_file_too_large_or_gone_is_not_even_started),
    ("a_program_that_hangs_or_is_another_is_a_finding", a_program_that_hangs_or_is_another_is_a_finding),
];

/// The part of the test harness's language that cargo and nextest speak.
fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    if args.first().is_some_and(|arg| arg == SUBCOMMAND) {
        return serve(io::stdin(), io::stdout()).map_or(ExitCode::from(2), |()| ExitCode::SUCCESS);
    }
    let has = |flag: &str| args.iter().any(|arg| arg == flag);
    if has("--list") {
        for (name, _) in TESTS.iter().filter(|_| !has("--ignored")) {
            println!("{name}: test");
        }
        return ExitCode::SUCCESS;
    }
    let filter = args.iter().find(|arg| !arg.starts_with('-'));
    let (mut passed, mut failed) = (0, 0);
    for (name, test) in
        TESTS.iter().filter(|(name, _)| filter.is_none_or(|filter| name.contains(filter.as_str())))
    {
        let good = catch_unwind(test).is_ok();
        *(if good { &mut passed } else { &mut failed }) += 1;
        println!("test {name} ... {}", if good { "ok" } else { "FAILED" });
    }
    let result = if failed == 0 { "ok" } else { "FAILED" };
    println!(
        "test result: {result}. {passed} passed; {failed} failed; 0 ignored; 0 measured; 0 filtered out"
    );
    ExitCode::from(u8::from(failed > 0))
}

fn limits() -> Limits {
    Limits { memory: 256 << 20, seconds: 20, ..Limits::default() }
}

fn read_file(bytes: &[u8], limits: Limits) -> Result<Grid, Finding> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("list.xlsx");
    fs::write(&file, bytes).expect("a file");
    read_in_child(&this_program(), &file, limits)
}

fn this_program() -> PathBuf {
    env::current_exe().expect("this program")
}

fn problem(result: Result<Grid, Finding>) -> Option<Problem> {
    result.err().map(|finding| finding.problem)
}

fn a_workbook_read_in_a_child_is_the_workbook() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(3, 0, "DANH SÁCH HỘ NGHÈO").expect("a cell");
    for row in 7..5_000 {
        sheet.write(row, 2, format!("Nguyễn Văn {row}")).expect("a cell");
        sheet.write(row, 7, 68_000_000_000_f64 + f64::from(row)).expect("a cell");
    }
    let bytes = workbook.save_to_buffer().expect("a workbook");
    let direct = read_bytes(&bytes).expect("readable");
    assert_eq!(direct.sheets[0].rows.len(), 4_994);
    assert_eq!(read_file(&bytes, limits()).expect("readable in a child"), direct);
    assert_eq!(problem(read_file(b"\xd0\xcf\x11\xe0", limits())), Some(Problem::OldWorkbook));
}

fn a_kilobyte_that_asks_for_550_gigabytes_is_a_finding() {
    let bomb = bombs::claims_many_strings();
    assert!(bomb.len() < 1_500, "{} bytes", bomb.len());
    let started = Instant::now();
    assert_eq!(problem(read_file(&bomb, limits())), Some(Problem::TooMuchMemory));
    assert!(started.elapsed().as_secs() < 10);
}

fn two_cells_at_the_far_corners_cost_two_cells() {
    let grid = read_file(&bombs::far_corners(), limits()).expect("readable");
    let last = grid.sheets[0].rows.last().expect("a row");
    assert_eq!((grid.sheets[0].rows.len(), last.number, last.cells[0].column), (2, 1_048_576, 16_383));
}

fn a_number_that_is_none_is_a_fault_of_its_cell() {
    let grid = read_file(&bombs::not_a_number(), limits()).expect("readable");
    assert!(matches!(grid.sheets[0].rows[0].cells[0].value, roster::Value::Fault(_)));
}

fn a_text_that_unpacks_to_gigabytes_is_a_finding() {
    let bomb = bombs::many_strings(20_000_000);
    assert!(bomb.len() < 2 << 20, "{} bytes", bomb.len());
    assert_eq!(problem(read_file(&bomb, limits())), Some(Problem::TooMuchMemory));
}

fn a_workbook_that_takes_for_ever_is_a_finding() {
    let bomb = bombs::one_sheet_many_times();
    let started = Instant::now();
    let short = Limits { seconds: 1, ..limits() };
    assert_eq!(problem(read_file(&bomb, short)), Some(Problem::TooMuchTime));
    assert!(started.elapsed().as_secs() < 10);
}

fn more_cells_than_a_commune_has_are_a_finding() {
    let cells = bombs::many_cells(roster::MAX_CELLS + 1);
    assert_eq!(
        problem(read_file(&cells, Limits { memory: 1 << 30, ..limits() })),
        Some(Problem::TooManyCells)
    );
    let grid = read_file(&bombs::many_cells(10_000), limits());
    assert!(grid.is_ok());
    let answer = Limits { answer: 50_000, ..limits() };
    assert_eq!(problem(read_file(&bombs::many_cells(10_000), answer)), Some(Problem::TooManyCells));
}

fn a_file_too_large_or_gone_is_not_even_started() {
    assert_eq!(
        problem(read_file(&[b'x'; 2_000], Limits { file: 1_000, ..limits() })),
        Some(Problem::FileTooLarge)
    );
    let gone = read_in_child(&this_program(), Path::new("/nowhere/list.xlsx"), limits());
    assert_eq!(problem(gone), Some(Problem::FileMissing));
}

fn a_program_that_hangs_or_is_another_is_a_finding() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let (program, file) = (folder.path().join("hangs"), folder.path().join("list.csv"));
    fs::write(&file, "a;b\n").expect("a file");
    fs::write(&program, "#!/bin/sh\nexec sleep 60\n").expect("a program");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("executable");
    let started = Instant::now();
    let short = Limits { seconds: 1, ..limits() };
    assert_eq!(problem(read_in_child(&program, &file, short)), Some(Problem::TooMuchTime));
    assert!(started.elapsed().as_secs() < 10);
    assert_eq!(problem(read_in_child(Path::new("/bin/false"), &file, short)), Some(Problem::ReaderFailed));
    assert_eq!(
        problem(read_in_child(Path::new("/nowhere/program"), &file, short)),
        Some(Problem::ReaderFailed)
    );
}
