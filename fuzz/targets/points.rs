//! A table of `region,item,option,points`: a complete one, which is kept as it was read, or every gap and extra.
#![no_main]

use chungtay_fuzz::vn_2022;
use libfuzzer_sys::fuzz_target;
use standards::points::{reread, written};

fuzz_target!(|input: &str| {
    let (Some(structure), Some(rows)) = (&vn_2022().points, reread(input)) else { return };
    match structure.table(&rows) {
        Ok(table) => {
            assert_eq!(table.points.len(), structure.regions.len());
            let kept = reread(&written(&rows)).expect("what is kept can be read");
            let again = structure.table(&kept).expect("and is the table");
            assert_eq!(again.points, table.points);
        }
        Err(wrong) => assert!(!wrong.is_empty()),
    }
});
