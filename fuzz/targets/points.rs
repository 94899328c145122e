//! Rows of `region,item,option,points`: a complete table, or every gap and extra.
#![no_main]

use chungtay_fuzz::vn_2022;
use libfuzzer_sys::fuzz_target;
use standards::points::PointRow;
use vocab::Place;

fuzz_target!(|input: &str| {
    let Some(structure) = &vn_2022().points else { return };
    let rows = input.lines().enumerate().map(|(at, line)| {
        let mut cells = line.split(',').map(str::to_owned);
        let mut cell = || cells.next().unwrap_or_default();
        let (region, item, option, points) = (cell(), cell(), cell(), cell());
        PointRow { region, item, option, points, place: Place { file: "p.csv".to_owned(), line: at + 1 } }
    });
    let rows: Vec<PointRow> = rows.collect();
    if let Ok(table) = structure.table("p.csv", &rows) {
        assert_eq!(table.points.len(), structure.regions.len());
    }
});
