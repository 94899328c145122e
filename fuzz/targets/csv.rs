//! Two CSV files (`=== households`, `=== members`): a result, or a refusal that leaves nothing behind.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let parts = chungtay_fuzz::parts(input);
    if let [(_, households), (_, members), ..] = parts.as_slice() {
        chungtay_fuzz::classified(("households.csv", households), ("members.csv", members));
    }
});
