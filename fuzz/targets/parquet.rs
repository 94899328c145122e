//! A Parquet file of households beside a CSV file of one member: a result, or a refusal that leaves nothing behind.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    chungtay_fuzz::allow_caught_panics();
    let members = b"household_id,member_no,age\n1,1,40\n2,1,7\n";
    chungtay_fuzz::classified(("households.parquet", input), ("members.csv", members));
});
