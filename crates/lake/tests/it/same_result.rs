//! The same population gives the same result, however its files are written.

use arrow_array::{RecordBatch, UInt32Array};
use arrow_select::take::take_record_batch;

use crate::fixture::*;

fn reversed(batch: &RecordBatch) -> RecordBatch {
    take_record_batch(batch, &UInt32Array::from_iter_values((0..batch.num_rows() as u32).rev())).unwrap()
}

/// A reference that shares no code with the classifier.
fn expected(house: &House) -> (Option<bool>, Option<bool>, Option<bool>) {
    let crowded = house.rooms.map(|rooms| 2 * rooms < house.people.len() as i64);
    let adult = |p: &Person| match (p.age.map(|age| age >= 18), p.reads.map(|reads| !reads)) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    };
    let adults: Vec<_> = house.people.iter().map(adult).collect();
    let illiterate = if adults.contains(&Some(true)) {
        Some(true)
    } else if adults.contains(&None) {
        None
    } else {
        Some(false)
    };
    (crowded, illiterate, house.water.map(|water| water == "river"))
}

fn check_against_reference(rows: &[Vec<String>], houses: &[House], kind: Ids) {
    assert_eq!(rows.len(), houses.len() + 1);
    let at = |name: &str| rows[0].iter().position(|column| column == name).unwrap();
    let shown = |flag: Option<bool>| flag.map(|flag| flag.to_string()).unwrap_or_default();
    for (row, house) in rows[1..].iter().zip(houses) {
        let (a, b, c) = expected(house);
        let id = if kind == Ids::Integer { house.id.to_string() } else { text_id(house.id) };
        assert_eq!(row[0], id);
        assert_eq!(
            [&row[at("crowded")], &row[at("adult_illiterate")], &row[at("river_water")]],
            [&shown(a), &shown(b), &shown(c)]
        );
        let all = [a, b, c];
        let known = all.iter().filter(|flag| **flag == Some(true)).count();
        let possible = known + all.iter().filter(|flag| flag.is_none()).count();
        let outcome = if known >= 2 {
            "poor"
        } else if possible >= 2 {
            "undetermined"
        } else {
            "not_poor"
        };
        assert_eq!(
            (row[at("outcome")].as_str(), row[at("deprivation_count")].as_str()),
            (outcome, known.to_string().as_str())
        );
        assert_eq!(row[at("needs")].is_empty(), outcome != "undetermined");
        assert_eq!(row[at("household_size")], house.people.len().to_string());
        assert_eq!(row[at("weight")].parse::<f64>().unwrap(), house.id as f64 / 4.0);
    }
}

#[test]
fn sorted_and_unsorted_parquet_and_csv_give_the_same_result() {
    for kind in [Ids::Integer, Ids::Text] {
        let houses = population(2_500);
        let folder = tempfile::tempdir().unwrap();
        let (h, m) = (household_batch(&houses, kind), member_batch(&houses, kind));
        let mut results = Vec::new();
        let mut run = |name: &str, files: &Files, sorted: bool| {
            let out = folder.path().join(format!("{name}.out.parquet"));
            let summary = Run::new(files, &out).go().unwrap_or_else(|e| panic!("{name}: {e} {e:?}"));
            assert_eq!(summary.households, 2_500);
            assert_eq!(
                summary
                    .by_unit
                    .iter()
                    .map(|unit| unit.outcomes.iter().sum::<u64>() + unit.undetermined)
                    .sum::<u64>(),
                2_500
            );
            assert_eq!(
                summary.notes.iter().any(|note| note.en.contains("not sorted")),
                !sorted,
                "{name}: {:?}",
                summary.notes
            );
            results.push((name.to_owned(), cells(&out)));
        };
        let sub = |name: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir(&path).unwrap();
            path
        };
        let aligned = sub("aligned");
        run("aligned", &write_aligned(&aligned, &houses, kind), true);
        let foreign = Files::new(&sub("foreign"), "parquet");
        write_parquet(&foreign.households, &h, 700, true);
        write_parquet(&foreign.members, &m, 333, true);
        run("foreign", &foreign, true);
        let bare = Files::new(&sub("bare"), "parquet");
        write_parquet(&bare.households, &h, 700, false);
        write_parquet(&bare.members, &m, 100_000, false);
        run("bare", &bare, true);
        let backwards = Files::new(&sub("backwards"), "parquet");
        write_parquet(&backwards.households, &reversed(&h), 700, true);
        write_parquet(&backwards.members, &reversed(&m), 333, false);
        run("backwards", &backwards, false);
        for (name, separator) in [("comma", ','), ("semicolon", ';'), ("tab", '\t')] {
            let files = Files::new(&sub(name), "csv");
            write_csv(&files.households, &h, separator);
            write_csv(&files.members, &m, separator);
            run(name, &files, true);
        }
        let files = Files::new(&sub("mixed"), "csv");
        write_csv(&files.households, &reversed(&h), ',');
        run("mixed", &Files { households: files.households, members: foreign.members.clone() }, false);
        let (_, first) = &results[0];
        check_against_reference(first, &houses, kind);
        for (name, rows) in &results[1..] {
            // Members of a file that is written backwards have their numbers backwards too; needs name them in file order.
            let needs = rows[0].iter().position(|column| column == "needs").unwrap();
            for (row, other) in first.iter().zip(rows) {
                let sorted = |cell: &str| {
                    let mut parts: Vec<String> = cell.split(';').map(str::to_owned).collect();
                    parts.sort();
                    parts
                };
                assert_eq!(sorted(&row[needs]), sorted(&other[needs]), "{name}");
                assert_eq!(row[..needs], other[..needs], "{name} {kind:?}");
            }
            assert_eq!(first.len(), rows.len(), "{name}");
        }
    }
}

#[test]
fn spans_on_several_threads_give_the_same_bytes_as_one_thread() {
    let houses = population(150_000);
    let folder = tempfile::tempdir().unwrap();
    let files = write_aligned(folder.path(), &houses, Ids::Integer);
    let run = |threads: usize, name: &str| {
        let mut run = Run::new(&files, folder.path().join(name));
        run.threads = threads;
        let summary = run.go().unwrap();
        assert_eq!(summary.households, 150_000);
        assert_eq!(summary.members, houses.iter().map(|house| house.people.len() as u64).sum::<u64>());
        std::fs::read(&run.out).unwrap()
    };
    let (one, four) = (run(1, "one.parquet"), run(4, "four.parquet"));
    assert!(one == four, "the number of threads changes the result");
    check_against_reference(&cells(&folder.path().join("one.parquet")), &houses, Ids::Integer);
}

#[test]
fn row_groups_that_are_not_aligned_are_divided_at_household_borders() {
    let houses = population(200_000);
    let folder = tempfile::tempdir().unwrap();
    for kind in [Ids::Integer, Ids::Text] {
        let files = Files::new(folder.path(), "parquet");
        write_parquet(&files.households, &household_batch(&houses, kind), 61_000, true);
        write_parquet(&files.members, &member_batch(&houses, kind), 50_001, kind == Ids::Integer);
        let run = Run::new(&files, folder.path().join("out.parquet"));
        run.go().unwrap();
        check_against_reference(&cells(&run.out), &houses, kind);
    }
}

#[test]
fn a_file_larger_than_a_sorting_run_is_sorted_through_temporary_files() {
    let mut houses = population(300_000);
    let sorted = houses.clone();
    let folder = tempfile::tempdir().unwrap();
    // Not in any order, yet the same every time.
    houses.sort_by_key(|house| (house.id * 7_919) % 1_000_003);
    let files = Files::new(folder.path(), "parquet");
    for kind in [Ids::Integer, Ids::Text] {
        write_parquet(&files.households, &household_batch(&houses, kind), 100_000, true);
        write_parquet(&files.members, &member_batch(&houses, kind), 100_000, true);
        let run = Run::new(&files, folder.path().join("out.parquet"));
        let summary = run.go().unwrap();
        assert!(summary.notes.iter().filter(|note| note.en.contains("not sorted")).count() == 2);
        check_against_reference(&cells(&run.out), &sorted, kind);
    }
}

#[test]
fn integer_ids_in_csv_are_in_the_order_of_numbers_and_text_ids_in_the_order_of_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let files = Files::new(folder.path(), "csv");
    let run = |households: &str, members: &str| {
        std::fs::write(&files.households, households).unwrap();
        std::fs::write(&files.members, members).unwrap();
        let run = Run::new(&files, folder.path().join("out.csv"));
        let summary = run.go().unwrap();
        (cells(&run.out).iter().skip(1).map(|row| row[0].clone()).collect::<Vec<_>>(), summary.notes)
    };
    let (ids, notes) = run("household_id,rooms\n9,1\n10,1\n", "household_id,member_no\n9,1\n10,1\n");
    assert_eq!(ids, ["9", "10"]);
    assert!(!notes.iter().any(|note| note.en.contains("not sorted")), "{notes:?}");
    let (ids, _) =
        run("household_id,rooms\n9,1\n010,1\n10,2\n", "household_id,member_no\n10,1\n9,1\n010,1\n");
    assert_eq!(ids, ["010", "10", "9"]);
}
