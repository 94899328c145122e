//! Every kind of bad input is refused with its place and a remedy, or skipped when that was asked for.

use std::fs;

use lake::Problem;

use crate::fixture::*;

/// Files from text; returns the problems found.
fn problems(households: &str, members: &str) -> Vec<Problem> {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path(), "csv");
    fs::write(&files.households, households).unwrap();
    fs::write(&files.members, members).unwrap();
    Run::new(&files, folder.path().join("r.parquet")).refused()
}

/// What a person is told is said in Vietnamese, in the letters of the language, and in English.
fn is_said_in_both_languages(problem: &Problem) {
    let letters = "ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ";
    for text in [&problem.message, &problem.remedy] {
        assert!(text.vi.to_lowercase().chars().any(|c| letters.contains(c)), "{text:?}");
        assert!(!text.en.chars().any(|c| letters.contains(c)) && !text.en.is_empty(), "{text:?}");
    }
}

fn check(households: &str, members: &str, row: Option<u64>, column: &str, part_of_message: &str) {
    let found = problems(households, members);
    let hit =
        found.iter().find(|p| p.row == row && p.column == column && p.message.en.contains(part_of_message));
    let hit = hit.unwrap_or_else(|| panic!("no {row:?} {column} {part_of_message:?} in {found:#?}"));
    assert!(!hit.file.is_empty());
    found.iter().for_each(is_said_in_both_languages);
}

const MEMBERS: &str = "household_id,member_no,age,reads\n1,1,40,1\n2,1,30,1\n";

#[test]
fn ids_that_are_repeated_missing_or_unknown_are_problems() {
    check("household_id,rooms\n1,1\n1,2\n2,2\n", MEMBERS, Some(3), "household_id", "more than once");
    check("household_id,rooms\n1,1\n,2\n2,2\n", MEMBERS, Some(3), "household_id", "no household id");
    check("household_id,rooms\n1,1\n", MEMBERS, Some(3), "household_id", "not in the households file");
    check("household_id,rooms\n2,1\n", MEMBERS, Some(2), "household_id", "not in the households file");
    check("household_id,rooms\n1,1\n2,1\n3,1\n", MEMBERS, Some(4), "household_id", "no member");
    check(
        "household_id,rooms\n1,1\n2,1\n",
        "household_id,member_no\n1,1\n1,2\n1,1\n2,1\n",
        Some(4),
        "member_no",
        "twice",
    );
    check(
        "household_id,rooms\n1,1\n2,1\n",
        "household_id,member_no\n1,1\n1,\n2,1\n",
        Some(3),
        "member_no",
        "no number",
    );
    check(
        "household_id,rooms\n1,1\n2,1\n",
        "household_id,member_no\n1,1\n,1\n2,1\n",
        Some(3),
        "household_id",
        "no household id",
    );
    check("rooms\n1\n", MEMBERS, None, "household_id", "missing");
}

#[test]
fn values_that_cannot_be_answers_are_problems_with_their_row() {
    check("household_id,rooms\n1,1\n2,two\n", MEMBERS, Some(3), "rooms", "");
    check("household_id,rooms\n1,1\n2,99\n", MEMBERS, Some(3), "rooms", "");
    check("household_id,water\n1,tap\n2,sea\n", MEMBERS, Some(3), "water", "");
    check("household_id,weight\n1,1\n2,-4\n", MEMBERS, Some(3), "weight", "weight");
    check("household_id,weight\n1,x\n2,4\n", MEMBERS, Some(2), "weight", "weight");
    check("household_id\n1\n2\n", "household_id,member_no,age\n1,1,40\n2,1,abc\n", Some(3), "age", "");
}

#[test]
fn the_text_of_a_csv_file_must_be_sound() {
    check("household_id,rooms\n1,1\n2\n", MEMBERS, Some(3), "", "line 3 has 1 cells; the header has 2");
    check("household_id,rooms,rooms\n1,1,1\n", MEMBERS, None, "", "twice in the header");
    check("", MEMBERS, None, "", "empty");
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path(), "csv");
    fs::write(&files.households, b"household_id,zone,rooms\n1,rural,1\n2,n\xf4ng,1\n").unwrap();
    fs::write(&files.members, MEMBERS).unwrap();
    let found = Run::new(&files, folder.path().join("r.csv")).refused();
    assert_eq!((found[0].row, found[0].column.as_str()), (Some(3), "zone"));
    assert!(
        found[0].message.en.contains("byte 2") && found[0].message.en.contains("0xF4"),
        "{}",
        found[0].message.en
    );
    assert!(found[0].remedy.en.contains("CSV UTF-8"));
    for start in [&b"PK\x03\x04...."[..], b"\x1f\x8b\x08\x00", b"\xff\xfeh\x00"] {
        fs::write(&files.households, start).unwrap();
        assert!(!Run::new(&files, folder.path().join("r.csv")).refused()[0].remedy.en.is_empty());
    }
}

#[test]
fn a_quotation_mark_that_is_never_closed_does_not_swallow_the_file() {
    let mut text = "household_id,rooms\n1,\"1\n".to_owned();
    text.push_str(&"2,1\n".repeat(3_000_000));
    let found = problems(&text, MEMBERS);
    assert!(found[0].message.en.contains("line 2"), "{found:?}");
}

#[test]
fn spreadsheets_habits_are_understood() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path(), "csv");
    // A byte order mark, semicolons, quotes with line breaks, blank lines at the end, letters in pieces (NFD).
    let stratum = "Vu\u{0300}ng cao";
    fs::write(
        &files.households,
        format!("\u{feff}\"household_id\";rooms;stratum\r\n1;\"1\";\"{stratum}\"\r\n2;2;\"a\r\nb;\"\r\n\r\n"),
    )
    .unwrap();
    fs::write(&files.members, MEMBERS).unwrap();
    let run = Run::new(&files, folder.path().join("r.csv"));
    let summary = run.go().unwrap();
    let rows = cells(&run.out);
    assert_eq!(cell(&rows, "1", "stratum"), "V\u{f9}ng cao");
    assert_eq!(cell(&rows, "2", "stratum"), "a\r\nb;");
    for part in ["semicolon", "NFC"] {
        assert!(summary.notes.iter().any(|note| note.en.contains(part)), "{:?}", summary.notes);
    }
}

#[test]
fn unknown_and_missing_columns_are_notes() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path(), "csv");
    fs::write(&files.households, "household_id,rooms,colour\n1,1,red\n2,3,blue\n").unwrap();
    fs::write(&files.members, "household_id,member_no,age\n1,1,10\n2,1,30\n").unwrap();
    let run = Run::new(&files, folder.path().join("r.csv"));
    let summary = run.go().unwrap();
    assert!(summary.notes.iter().any(|note| note.en.contains("ignored: colour")), "{:?}", summary.notes);
    assert!(
        summary.notes.iter().any(|note| note.en.contains("missing") && note.en.contains("water")),
        "{:?}",
        summary.notes
    );
    assert!(summary.notes.iter().any(|note| note.en.contains("reads")));
    let rows = cells(&run.out);
    assert_eq!(cell(&rows, "1", "adult_illiterate"), "false");
    assert_eq!(cell(&rows, "2", "adult_illiterate"), "");
    assert_eq!(cell(&rows, "2", "outcome"), "undetermined");
    assert_eq!(cell(&rows, "2", "needs"), "water;1:reads");
}

#[test]
fn ids_of_two_types_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let houses = population(10);
    let files = Files::new(folder.path(), "parquet");
    write_parquet(&files.households, &household_batch(&houses, Ids::Integer), 100, true);
    write_parquet(&files.members, &member_batch(&houses, Ids::Text), 100, true);
    let found = Run::new(&files, folder.path().join("r.parquet")).refused();
    assert!(found[0].message.en.contains("integers") && found[0].message.en.contains("text"));
    let csv = Files::new(folder.path(), "csv");
    write_csv(&csv.members, &member_batch(&houses, Ids::Text), ',');
    let mixed = Files { households: files.households, members: csv.members };
    assert_eq!(Run::new(&mixed, folder.path().join("r.parquet")).refused()[0].column, "household_id");
}

#[test]
fn a_column_of_the_wrong_type_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let houses = population(10);
    let files = write_aligned(folder.path(), &houses, Ids::Integer);
    let batch = household_batch(&houses, Ids::Integer);
    let fields: Vec<_> = batch
        .schema()
        .fields()
        .iter()
        .map(|f| {
            let name = match f.name().as_str() {
                "rooms" => "water",
                "water" => "rooms",
                other => other,
            };
            f.as_ref().clone().with_name(name)
        })
        .collect();
    let swapped = arrow_array::RecordBatch::try_new(
        std::sync::Arc::new(arrow_schema::Schema::new(fields)),
        batch.columns().to_vec(),
    )
    .unwrap();
    write_parquet(&files.households, &swapped, 100, true);
    let found = Run::new(&files, folder.path().join("r.parquet")).refused();
    assert!(found.iter().any(|p| p.column == "rooms" && p.row.is_none()), "{found:?}");
}

#[test]
fn bad_households_are_skipped_when_asked_and_all_problems_are_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut houses = population(3_000);
    houses.iter_mut().step_by(2).for_each(|house| house.rooms = Some(99));
    houses[5].people.clear();
    let files = write_aligned(folder.path(), &houses, Ids::Integer);
    let mut run = Run::new(&files, folder.path().join("r.parquet"));
    run.problems = Some(folder.path().join("problems.csv"));
    assert_eq!(run.refused().len(), 1_000);
    let listed = cells(run.problems.as_ref().unwrap());
    assert_eq!(listed[0].join(","), "file,row,column,value,message,remedy");
    assert_eq!(listed.len(), 1 + 1_501);
    run.skip_bad = true;
    let summary = run.go().unwrap();
    assert_eq!(
        (summary.households, summary.skipped_households, summary.problems.count),
        (1_499, 1_501, 1_501)
    );
    assert_eq!(cells(&run.out).len(), 1_500);
    assert!(cells(&run.out).iter().skip(1).all(|row| row[0].parse::<i64>().unwrap() % 6 == 2));
}

#[test]
fn a_household_with_too_many_members_is_a_problem_and_not_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let mut houses = population(50);
    houses[20].people = vec![Person { age: Some(30), reads: Some(true) }; 30_000];
    let files = write_aligned(folder.path(), &houses, Ids::Text);
    let mut run = Run::new(&files, folder.path().join("r.parquet"));
    let found = run.refused();
    assert!(found.len() == 1 && found[0].message.en.contains("more than 1000 members"), "{found:?}");
    run.skip_bad = true;
    assert_eq!(run.go().unwrap().households, 49);
}

#[test]
fn a_repeated_household_at_the_border_of_a_batch_is_found() {
    for at in [4_095, 4_096, 4_097, 8_191, 8_192] {
        let folder = tempfile::tempdir().unwrap();
        let mut houses = population(9_000);
        houses[at].id = houses[at - 1].id;
        let files = write_aligned(folder.path(), &houses, Ids::Integer);
        let mut run = Run::new(&files, folder.path().join("r.parquet"));
        let found = run.refused();
        assert!(
            found.iter().any(|p| p.row == Some(at as u64 + 1) && p.message.en.contains("more than once")),
            "{at} {found:?}"
        );
        run.skip_bad = true;
        assert_eq!(run.go().unwrap().households, 8_998);
    }
}

#[test]
fn row_numbers_of_a_file_that_was_sorted_are_those_of_the_file() {
    check("household_id,rooms\n2,99\n1,1\n", "household_id,member_no\n1,1\n2,1\n", Some(2), "rooms", "");
    check(
        "household_id,rooms\n1,1\n2,1\n",
        "household_id,member_no,age\n2,1,999\n1,1,4\n",
        Some(2),
        "age",
        "",
    );
    check("household_id,rooms\n2,5\n1\n", "household_id,member_no\n1,1\n2,1\n", Some(3), "", "line 3");
}
