//! A standard refuses to decide outside its days, and on days for which a value is missing.

use standards::standard::NotCovered;
use vocab::Day;

use crate::pack::Pack;

fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

#[test]
fn a_standard_decides_from_its_first_to_its_last_day() {
    let standard = Pack::small().sound();
    for covered in ["2022-01-01", "2026-12-31"] {
        assert_eq!(standard.on(day(covered)).expect("covered").0, [[1_500_000, 2_000_000], [5, 5]]);
    }
    for (outside, sentence) in [
        (
            "2021-12-31",
            "the standard does not cover the result day 2021-12-31; it begins on 2022-01-01; its last day is 2026-12-31",
        ),
        (
            "2027-01-01",
            "the standard does not cover the result day 2027-01-01; it begins on 2022-01-01; its last day is 2026-12-31",
        ),
    ] {
        let refused = standard.on(day(outside)).expect_err("not covered");
        assert_eq!(refused, NotCovered::Day(day(outside), standard.covers));
        assert_eq!(refused.to_string(), sentence);
    }
}

#[test]
fn a_day_without_a_value_of_one_zone_is_refused() {
    let pack = Pack::small().but(
        "standard.toml",
        "zone = \"urban\"\nfrom = \"2022-01-01\"",
        "zone = \"urban\"\nfrom = \"2022-07-01\"",
    );
    let standard = pack.sound();
    let refused = standard.on(day("2022-06-30")).expect_err("no urban line");
    assert_eq!(refused.to_string(), "param.line has no value in the urban zone on 2022-06-30");
    assert!(standard.on(day("2022-07-01")).is_ok());
}

#[test]
fn a_gap_between_two_values_is_refused_on_its_days_only() {
    let pack = Pack::small().but(
        "standard.toml",
        "[param.share]\nvalue = 0.5\nfrom = \"2022-01-01\"\n",
        "[[param.share]]\nvalue = 0.4\nfrom = \"2024-01-01\"\nsource = { doc = \"none\", confidence = \"invented\" }\n\
         [[param.share]]\nvalue = 0.5\nfrom = \"2022-01-01\"\nuntil = \"2023-01-01\"\n",
    );
    let standard = pack.sound();
    for (on, covered) in
        [("2022-12-31", true), ("2023-01-01", false), ("2023-12-31", false), ("2024-01-01", true)]
    {
        assert_eq!(standard.on(day(on)).is_ok(), covered, "{on}");
    }
}

#[test]
fn the_value_that_is_shown_is_the_value_that_decides() {
    let standard = Pack::small().sound();
    let param = standards::rule::ParamIndex(0);
    for (zone, value) in [(vocab::Zone::Rural, 1_500_000), (vocab::Zone::Urban, 2_000_000)] {
        assert_eq!(standard.param_value(param, zone, day("2022-01-01")).map(|v| v.value), Some(value));
    }
    assert!(standard.param_value(param, vocab::Zone::Rural, day("2021-12-31")).is_none());
}
