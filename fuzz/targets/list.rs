//! The bytes of a list that somebody sends (CSV or XLSX): a list in which no row is lost, or a problem with its words.
//!
//! The program reads in a child with limits of memory and time; here an input that asks for much ends the run by the limit
//! of `fuzz/run`. Panics inside the reader of workbooks are caught, as the child's end is.
#![no_main]

use std::panic::catch_unwind;

use libfuzzer_sys::fuzz_target;
use roster::{CodeList, Lists, Options};
use vocab::{Day, Language};

fuzz_target!(|input: &[u8]| {
    chungtay_fuzz::allow_caught_panics();
    let Ok(Ok(grid)) = catch_unwind(|| roster::read_bytes(input)) else { return };
    let lists = Lists::default();
    for ethnic_codes in [None, Some(CodeList::Of1979)] {
        let options = Options { on: Day::from_epoch_days(20_783), lists: &lists, ethnic_codes, list: None };
        let read = roster::read(&grid, &options);
        let in_households: usize = read.households.iter().map(|household| household.people.len()).sum();
        assert_eq!(in_households, read.people.len(), "somebody is in no household, or in two");
        for finding in &read.findings {
            assert!(!finding.on_screen(Language::Vi).is_empty());
        }
    }
});
