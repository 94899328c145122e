//! The structure of a proxy score, and tables of points that do not fit it.

use standards::points::{PointRow, reread, rows, written};

use crate::pack::{Pack, check};

const POINTS: &str = r#"question = "rooms"
label = { vi = "Điểm", en = "Points" }
source = { doc = "none", confidence = "invented" }
[[region]]
id = "urban"
label = { vi = "…", en = "…" }
when = "zone == 'urban'"
[[region]]
id = "rural"
label = { vi = "…", en = "…" }
when = "true"
[[item]]
id = "size"
label = { vi = "…", en = "…" }
source = { doc = "none", confidence = "invented" }
[[item.option]]
id = "one"
label = { vi = "…", en = "…" }
when = "members.size() == 1"
[[item.option]]
id = "two"
label = { vi = "…", en = "…" }
when = "members.size() == 2"
"#;

fn pack() -> Pack {
    Pack::small().with("points.toml", POINTS)
}

#[test]
fn a_structure_names_a_whole_number_of_the_household() {
    for id in ["area", "age", "toilet", "romms"] {
        let pack = pack().but("points.toml", "question = \"rooms\"", &format!("question = \"{id}\" # HERE"));
        let message = format!("`{id}` is no whole-number question of the household");
        check(&pack, &[(&message, "name the question that holds the total")]);
    }
}

#[test]
fn a_structure_has_regions_and_items_with_checked_rules() {
    let none = "question = \"rooms\" # HERE\nlabel = { vi = \"…\", en = \"…\" }\nsource = { doc = \"none\", confidence = \"invented\" }\n";
    check(
        &Pack::small().with("points.toml", none),
        &[("a table of points needs regions and items", "add [[region]] and [[item]]")],
    );
    let rule = pack().but(
        "points.toml",
        "when = \"members.size() == 2\"",
        "when = \"members.size() == two\" # HERE",
    );
    check(&rule, &[("unknown question `two`", "declare this question first")]);
    let key = pack().but("points.toml", "id = \"two\"", "id = \"two\"\npoints = 4 # HERE");
    check(&key, &[("unknown key `points`", "check the spelling; packs/README.md lists the keys")]);
}

#[test]
fn ids_of_regions_items_and_options_are_unique_or_no_table_could_fill_them() {
    let region = pack().but("points.toml", "id = \"rural\"", "id = \"urban\" # HERE");
    check(&region, &[("the id `urban` is taken", "choose another")]);
    let option = pack().but("points.toml", "id = \"two\"", "id = \"one\" # HERE");
    check(&option, &[("the id `one` is taken", "choose another")]);
    let item = pack().and(
        "points.toml",
        "[[item]]\nid = \"size\" # HERE\nlabel = { vi = \"…\", en = \"…\" }\nsource = { doc = \"none\", confidence = \"invented\" }\n",
    );
    check(&item, &[("the id `size` is taken", "choose another")]);
}

/// What is wrong with a table of these rows, as it is printed; the row's line is its position.
fn table(rows: &[&str]) -> Result<Vec<Vec<Vec<i64>>>, Vec<String>> {
    let rows: Vec<PointRow> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let cells: Vec<String> = row.split(',').map(str::to_owned).collect();
            let [region, item, option, points] = cells.try_into().expect("four cells");
            PointRow { region, item, option, points, line: at + 2, columns: [0, 1, 2, 3] }
        })
        .collect();
    let structure = pack().sound().points.expect("a structure");
    let table = structure.table(&rows);
    table
        .map(|table| table.points)
        .map_err(|found| found.iter().map(|wrong| wrong.finding("p.csv").to_string()).collect())
}

const FULL: [&str; 4] = ["urban,size,one,1", "urban,size,two,2", "rural,size,one,3", "rural,size,two,-4"];

#[test]
fn a_complete_table_has_every_points_in_the_order_of_the_structure() {
    assert_eq!(table(&FULL), Ok(vec![vec![vec![1, 2]], vec![vec![3, -4]]]));
    let mut shuffled = FULL;
    shuffled.reverse();
    assert_eq!(table(&shuffled), table(&FULL));
}

#[test]
fn an_incomplete_table_is_refused_with_every_gap() {
    let hint = "a table is used only when it is complete; a typed total is always possible";
    let gap = |what: &str| format!("p.csv: error: no points for {what}\n  → {hint}");
    assert_eq!(table(&FULL[1..3]), Err(vec![gap("`urban`, `size`, `one`"), gap("`rural`, `size`, `two`")]));
    assert_eq!(table(&[]).expect_err("empty").len(), 4);
}

#[test]
fn rows_that_stand_twice_or_fit_nowhere_are_refused_on_their_line() {
    let more = |row| table(&[&FULL[..], &[row]].concat()).expect_err("refused");
    assert_eq!(
        more("rural,size,two,-4"),
        ["p.csv:6: error: `rural`, `size`, `two` stands twice\n  → keep the row of the official table"]
    );
    for row in ["north,size,two,1", "rural,sise,two,1", "rural,size,three,1"] {
        let found = more(row);
        assert_eq!(found.len(), 1);
        assert!(
            found[0].starts_with("p.csv:6: error: ") && found[0].contains("is not in the structure"),
            "{found:?}"
        );
    }
}

#[test]
fn points_that_are_no_whole_number_are_refused_and_leave_a_gap() {
    for points in
        ["", "x", "1.5", "1e2", "1001", "-1001", "9223372036854775808", "-9223372036854775808", "１"]
    {
        let row = format!("urban,size,one,{points}");
        let found = table(&[&row, FULL[1], FULL[2], FULL[3]]).expect_err("refused");
        assert_eq!(
            found[0],
            format!(
                "p.csv:2: error: `{points}` is not a number of points\n  → write a whole number from -1000 to 1000"
            )
        );
    }
}

#[test]
fn a_table_is_found_below_its_header_and_a_mistake_names_its_cell() {
    let cells = |text: &str| -> Vec<Vec<String>> {
        text.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect()
    };
    let sheet = cells(
        ";Phụ lục\n;;\nghi chú;Points;option;item;region\n;1;one;size; urban \n;;;;\n;x;two;size;urban",
    );
    let read = rows(&sheet).expect("a header");
    assert_eq!(read.len(), 2);
    assert_eq!((read[0].region.as_str(), read[0].points.as_str(), read[0].line), ("urban", "1", 4));
    let wrong = pack().sound().points.expect("a structure").table(&read).expect_err("incomplete");
    assert_eq!(wrong[0].cell(), Some((6, 1)), "row 6, column B");
    assert_eq!(wrong[1].cell(), None, "what is missing has no cell");
    assert_eq!(rows(&cells("region;item;points\n")), None);
    let kept = reread(&written(&read)).expect("a header");
    assert_eq!(kept.iter().map(|row| &row.points).collect::<Vec<_>>(), ["1", "x"]);
}
