//! What stands in single fields: days, decimals, names that are searched.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vocab::{Day, joined_search_key, search_key};

fuzz_target!(|input: &str| {
    if let Ok(day) = input.parse::<Day>() {
        assert_eq!(day.to_string().parse::<Day>().ok(), Some(day), "a day is written as it is read");
        assert_eq!(Day::from_civil(day.civil().0, day.civil().1, day.civil().2), Some(day));
    }
    let key = search_key(input);
    assert_eq!(search_key(&key), key, "a key is its own key");
    assert!(!joined_search_key(input).contains(' '));
});
