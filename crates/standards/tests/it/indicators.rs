//! Indicators and dimensions that contradict themselves or each other.

use crate::pack::{Pack, check};

#[test]
fn an_indicator_has_either_a_rule_or_a_reason_why_it_is_unknown() {
    let message = "an indicator has either `deprived` or `unknown`";
    let hint = "write the rule, or say why it is not known";
    let rule = "deprived = \"area < 8 * members.size()\"\n";
    let reason = "unknown = { vi = \"chưa đối chiếu\", en = \"not verified\" }\n";
    let pack = Pack::small().but("indicators.toml", "[[indicator]]", "[[indicator]] # HERE");
    check(&pack.clone().but("indicators.toml", rule, ""), &[(message, hint)]);
    check(&pack.but("indicators.toml", rule, &format!("{rule}{reason}")), &[(message, hint)]);
    Pack::small().but("indicators.toml", rule, reason).sound();
}

#[test]
fn the_id_of_an_indicator_is_unique_and_no_other_column_of_the_result() {
    let hint = "choose another; columns of the result are taken, too";
    let second = |id: &str| {
        Pack::small().and(
            "indicators.toml",
            &format!(
                "[[indicator]]\nid = \"{id}\" # HERE\ndimension = \"home\"\nlabel = {{ vi = \"…\", en = \"…\" }}\n\
                 deprived = \"toilet\"\nsource = {{ doc = \"none\", confidence = \"invented\" }}\n"
            ),
        )
    };
    for id in ["crowded", "household_id", "outcome", "needs", "deprivation_count", "income_band", "weight"] {
        check(&second(id), &[(&format!("the id `{id}` is taken"), hint)]);
    }
    check(&second("Chỗ ở"), &[("`Chỗ ở` is not an id", "use a-z, 0-9 and _, beginning with a letter")]);
}

#[test]
fn a_dimension_stands_before_its_indicators_and_once() {
    let pack = Pack::small().but("indicators.toml", "dimension = \"home\"", "dimension = \"health\" # HERE");
    check(&pack, &[("no dimension `health`", "declare it with [[dimension]] above")]);
    let twice = Pack::small().but(
        "indicators.toml",
        "[[indicator]]",
        "[[dimension]]\nid = \"home\" # HERE\nlabel = { vi = \"…\", en = \"…\" }\n[[indicator]]",
    );
    check(&twice, &[("the id `home` is taken", "choose another")]);
}
