//! Named values with their zones and days.

use crate::pack::{Pack, check};

/// The small pack in which `share` has these entries: value, zone, from, until.
fn share(entries: &[(&str, &str)]) -> Pack {
    let mut text = String::new();
    for (value, rest) in entries {
        text += &format!(
            "[[param.share]]\nvalue = {value}\n{rest}\nsource = {{ doc = \"none\", confidence = \"invented\" }}\n"
        );
    }
    let old = "[param.share]\nvalue = 0.5\nfrom = \"2022-01-01\"\nsource = { doc = \"none\", confidence = \"invented\" }\n";
    Pack::small().but("standard.toml", old, &text)
}

#[test]
fn two_values_of_equal_rank_on_one_day_are_refused_with_both_places() {
    let pack =
        share(&[("0.5", "from = \"2022-01-01\"\nuntil = \"2024-01-01\""), ("0.6", "from = \"2023-01-01\"")])
            .but("standard.toml", "[[param.share]]\nvalue = 0.6", "[[param.share]] # HERE\nvalue = 0.6");
    let hint = "end the earlier one with `until`, or take one out";
    check(
        &pack,
        &[("two values apply with equal rank on 2023-01-01: this one and the one at standard.toml:19", hint)],
    );
}

#[test]
fn two_values_that_begin_on_one_day_are_refused() {
    let pack = share(&[("0.5", "from = \"2022-01-01\""), ("0.6", "from = \"2022-01-01\"")]).but(
        "standard.toml",
        "[[param.share]]\nvalue = 0.6",
        "[[param.share]] # HERE\nvalue = 0.6",
    );
    let hint = "end the earlier one with `until`, or take one out";
    check(
        &pack,
        &[("two values apply with equal rank on 2022-01-01: this one and the one at standard.toml:19", hint)],
    );
}

#[test]
fn a_value_of_one_zone_beside_a_value_of_both_zones_is_of_equal_rank() {
    let pack = share(&[("0.5", "from = \"2022-01-01\""), ("0.6", "zone = \"urban\"\nfrom = \"2023-01-01\"")])
        .but("standard.toml", "[[param.share]]\nvalue = 0.6", "[[param.share]] # HERE\nvalue = 0.6");
    let hint = "end the earlier one with `until`, or take one out";
    check(
        &pack,
        &[("two values apply with equal rank on 2023-01-01: this one and the one at standard.toml:19", hint)],
    );
}

#[test]
fn a_value_without_end_holds_until_the_next_of_its_zone() {
    let standard = share(&[("0.5", "from = \"2022-01-01\""), ("0.25", "from = \"2024-01-01\"")]).sound();
    let on = |day: &str| standard.on(day.parse().expect("a day")).expect("covered").0[1];
    assert_eq!(standard.params[1].name, "share");
    assert_eq!((on("2023-12-31"), on("2024-01-01")), ([50, 50], [25, 25]));
}

#[test]
fn a_value_says_what_it_is_and_from_when_in_one_unit() {
    let pack = share(&[("0.5", "")]).but("standard.toml", "[[param.share]]", "[[param.share]] # HERE");
    check(&pack, &[("`from` is missing", "say from which result day the value holds")]);
    let pack = share(&[("0.5", "from = \"2022-13-01\" # HERE")]);
    check(&pack, &[("`from` must be a day such as \"2022-01-01\"", "see packs/README.md for the form")]);
    let pack = Pack::small().but(
        "standard.toml",
        "value = 2000000\nunit = \"vnd\"",
        "value = 2000000\nunit = \"usd\" # HERE",
    );
    check(&pack, &[("the unit was `vnd` before", "use one unit for one name")]);
    let pack = Pack::small().but("standard.toml", "zone = \"urban\"", "zone = \"city\" # HERE");
    check(&pack, &[("`zone` is `city`", "write one of: rural, urban")]);
}
