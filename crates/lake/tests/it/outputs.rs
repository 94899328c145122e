//! What is written, and that nothing is written half.

use std::fs;

use arrow_array::Array;
use calamine::{Data, Reader};
use lake::{Failure, Progress};
use parquet::file::reader::{FileReader, SerializedFileReader};

use crate::fixture::*;

#[test]
fn parquet_csv_and_xlsx_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let files = write_aligned(folder.path(), &population(200), Ids::Text);
    let out = |name: &str| {
        let mut run = Run::new(&files, folder.path().join(name));
        run.keep = vec!["water".to_owned(), "rooms".to_owned()];
        run.go().unwrap();
        run.out
    };
    let (parquet, csv, xlsx) = (cells(&out("r.parquet")), cells(&out("r.csv")), out("r.xlsx"));
    let header = "household_id,province_code,commune_code,village_code,zone,household_size,weight,stratum,psu,water,rooms,\
                  crowded,adult_illiterate,river_water,deprivation_count,deprivation_count_max,outcome,income_band,needs,findings";
    assert_eq!(parquet[0].join(","), header);
    let number = |cell: &str| cell.parse::<f64>().map_or(cell.to_owned(), |n| n.to_string());
    let plain = |rows: &[Vec<String>]| {
        rows.iter().map(|row| row.iter().map(|c| number(c)).collect()).collect::<Vec<Vec<String>>>()
    };
    assert_eq!(plain(&parquet), plain(&csv));
    let mut book = calamine::open_workbook_auto(xlsx).unwrap();
    let sheet = book.worksheet_range("households").unwrap();
    let shown = |cell: &Data| match cell {
        Data::Bool(flag) => flag.to_string(),
        Data::Float(n) => n.to_string(),
        Data::Empty => String::new(),
        other => number(&other.to_string()),
    };
    let mut sheet: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(shown).collect()).collect();
    let width = parquet[0].len();
    sheet.iter_mut().for_each(|row| row.resize(width, String::new()));
    assert_eq!(plain(&parquet), sheet);
}

#[test]
fn the_parquet_file_names_its_standard_and_days_and_has_plain_types() {
    let folder = tempfile::tempdir().unwrap();
    let files = write_aligned(folder.path(), &population(20), Ids::Integer);
    let run = Run::new(&files, folder.path().join("r.parquet"));
    run.go().unwrap();
    let reader = SerializedFileReader::new(fs::File::open(&run.out).unwrap()).unwrap();
    let about = reader.metadata().file_metadata();
    let value = |key: &str| {
        about.key_value_metadata().unwrap().iter().find(|kv| kv.key == key).and_then(|kv| kv.value.clone())
    };
    assert_eq!(value("chungtay.standard").unwrap(), "trial");
    assert_eq!(value("chungtay.result_day").unwrap(), "2026-01-01");
    assert_eq!(value("chungtay.age_day").unwrap(), "2026-01-01");
    assert_eq!(value("chungtay.digest").unwrap(), standard().0.digest);
    assert!(value("ARROW:schema").is_none());
    let shown = format!("{:?}", about.schema());
    assert!(shown.contains("outcome") && !shown.contains("INT96"));
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_defused() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path(), "csv");
    fs::write(&files.households, "household_id,rooms,stratum,psu\na1,1,=1+1,@x\na2,2,-3,\"+a,\"\"b\"\"\"\n")
        .unwrap();
    fs::write(&files.members, "household_id,member_no\na1,1\na2,1\n").unwrap();
    let run = Run::new(&files, folder.path().join("r.csv"));
    run.go().unwrap();
    let rows = cells(&run.out);
    assert_eq!(cell(&rows, "a1", "stratum"), "'=1+1");
    assert_eq!(cell(&rows, "a1", "psu"), "'@x");
    assert_eq!(cell(&rows, "a2", "stratum"), "'-3");
    assert_eq!(cell(&rows, "a2", "psu"), "'+a,\"b\"");
}

#[test]
fn the_household_that_is_to_be_explained_comes_back_with_its_answers() {
    let folder = tempfile::tempdir().unwrap();
    let houses = population(30);
    let files = write_aligned(folder.path(), &houses, Ids::Integer);
    let mut run = Run::new(&files, folder.path().join("r.parquet"));
    run.explain = Some(houses[17].id.to_string());
    let explained = run.go().unwrap().explained.unwrap();
    assert_eq!(explained.answers.members.len(), houses[17].people.len());
    assert_eq!(explained.member_nos.first().map(String::as_str), Some("1"));
    let (standard, _) = standard();
    let rooms = standard.questionnaire.find(standards::questionnaire::Subject::Household, "rooms").unwrap();
    let answer = explained.answers.get(rooms, None);
    assert_eq!(*answer, houses[17].rooms.map_or(standards::Answer::Missing, standards::Answer::Number));
    run.explain = Some("999999".to_owned());
    assert!(run.go().unwrap().explained.is_none());
}

#[test]
fn a_cancelled_classification_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let files = write_aligned(folder.path(), &population(500), Ids::Integer);
    let before = names(folder.path());
    let progress = Progress::new();
    progress.cancel();
    let mut run = Run::new(&files, folder.path().join("r.parquet"));
    run.problems = Some(folder.path().join("problems.csv"));
    assert!(matches!(run.go_with(&progress), Err(Failure::Cancelled)));
    assert_eq!(names(folder.path()), before);
}

#[test]
fn an_earlier_result_stays_when_the_new_one_fails_and_is_replaced_when_it_succeeds() {
    let folder = tempfile::tempdir().unwrap();
    let files = write_aligned(folder.path(), &population(50), Ids::Integer);
    let run = Run::new(&files, folder.path().join("r.csv"));
    fs::write(&run.out, "earlier").unwrap();
    let progress = Progress::new();
    progress.cancel();
    run.go_with(&progress).unwrap_err();
    assert_eq!(fs::read_to_string(&run.out).unwrap(), "earlier");
    run.go().unwrap();
    assert_eq!(cells(&run.out).len(), 51);
}

#[test]
fn a_folder_that_cannot_take_the_result_is_named_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let files = write_aligned(folder.path(), &population(5), Ids::Integer);
    for out in
        [folder.path().join("absent").join("r.parquet"), folder.path().to_owned(), files.members.clone()]
    {
        match Run::new(&files, &out).go() {
            Err(Failure::CouldNotRun { what, remedy }) => {
                assert!(!remedy.en.is_empty() && !what.en.is_empty());
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(names(folder.path()), ["households.parquet", "members.parquet"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let files = write_aligned(folder.path(), &population(500), Ids::Integer);
    for name in ["r.parquet", "r.csv", "r.xlsx"] {
        let mut run = Run::new(&files, folder.path().join(name));
        run.format = lake::Format::of_path(&run.out);
        run.out = "/dev/full".into();
        match run.go() {
            Err(Failure::CouldNotRun { what, remedy }) => {
                assert!(
                    what.en.contains("/dev/full") && remedy.en.contains("space"),
                    "{} {}",
                    what.en,
                    remedy.en
                )
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(names(folder.path()), ["households.parquet", "members.parquet"]);
}

#[test]
fn microdata_files_are_aligned_and_their_bytes_repeat() {
    let folder = tempfile::tempdir().unwrap();
    let houses = population(70_000);
    let files = write_aligned(folder.path(), &houses, Ids::Integer);
    let again = tempfile::tempdir().unwrap();
    let other = write_aligned(again.path(), &houses, Ids::Integer);
    assert!(fs::read(&files.members).unwrap() == fs::read(&other.members).unwrap());
    let groups = |path| {
        SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap().metadata().row_groups().to_vec()
    };
    let (h, m) = (groups(&files.households), groups(&files.members));
    assert_eq!((h.len(), m.len()), (2, 2));
    let members: usize = houses[..60_000].iter().map(|house| house.people.len()).sum();
    assert_eq!((h[0].num_rows(), m[0].num_rows()), (60_000, members as i64));
    let text = member_batch(&houses[..1], Ids::Text);
    assert!(text.column(0).as_any().is::<arrow_array::StringArray>());
}
