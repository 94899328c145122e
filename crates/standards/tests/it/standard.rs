//! Outcomes, income tests, bands and the measure of `standard.toml`.

use crate::pack::{Pack, check};

const LAST: &str =
    "end the list with an [[outcome]] whose `when` is \"true\", so that every household has one";
const NOT_POOR: &str = "[[outcome]]\nid = \"not_poor\"";

#[test]
fn the_last_outcome_is_always_true() {
    let pack = Pack::small().but("standard.toml", NOT_POOR, "[[outcome]] # HERE\nid = \"not_poor\"").but(
        "standard.toml",
        "when = \"true\"",
        "when = \"rooms > 2\"",
    );
    check(&pack, &[("the last outcome is not always true", LAST)]);
}

#[test]
fn a_standard_has_outcomes() {
    let text = crate::pack::STANDARD.split("[[outcome]]").next().expect("a start");
    let pack =
        Pack::small().with("standard.toml", text.replacen("id = \"small\"", "id = \"small\" # HERE", 1));
    check(&pack, &[("there is no outcome", LAST)]);
}

#[test]
fn ids_of_outcomes_bands_and_tests_are_unique_and_no_words_of_the_result() {
    for id in ["poor", "undetermined", "unknown"] {
        let pack = Pack::small().but("standard.toml", "id = \"not_poor\"", &format!("id = \"{id}\" # HERE"));
        check(&pack, &[(&format!("the id `{id}` is taken"), "choose another")]);
    }
}

#[test]
fn rules_of_outcomes_know_results_and_are_checked() {
    let when = |rule: &str| {
        Pack::small().but(
            "standard.toml",
            "when = \"at_or_below_income_line && deprivation_count >= 1\"",
            &format!("when = \"{rule}\" # HERE"),
        )
    };
    check(&when("deprived.crowdet"), &[("unknown indicator `crowdet`", "did you mean `crowded`?")]);
    check(
        &when("deprivation_count"),
        &[("a number stands where yes or no is needed", "compare it with something")],
    );
    check(
        &when(""),
        &[(
            "not a rule (column 1): Syntax error: mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}",
            "rules are CEL expressions; packs/README.md lists what they may hold",
        )],
    );
    when("deprived.crowded && !at_or_below_income_line || deprivation_count * 3 > 1").sound();
}

#[test]
fn the_income_line_needs_an_income_test() {
    let text = crate::pack::STANDARD;
    let (start, rest) = text.split_once("[[income_test]]").expect("a test");
    let (_, end) = rest.split_once("[[outcome]]").expect("an outcome");
    let text = format!("{start}[[outcome]]{end}")
        .replace("deprivation_count >= 1\"", "deprivation_count >= 1\" # HERE");
    let pack = Pack::small().with("standard.toml", text);
    check(&pack, &[("unknown question `at_or_below_income_line`", "declare this question first")]);
}

#[test]
fn an_income_test_rests_on_an_answer_of_the_household() {
    let hint = "name the answer on which this income test rests";
    for id in ["wage", "village", "incme"] {
        let pack = Pack::small().but("standard.toml", "[[income_test]]", "[[income_test]] # HERE").but(
            "standard.toml",
            "question = \"income\"",
            &format!("question = \"{id}\""),
        );
        let message =
            format!("`question` must name a number, boolean or choice of the household; `{id}` is none");
        check(&pack, &[(&message, hint)]);
    }
}

#[test]
fn a_band_names_an_income_test_that_is_there() {
    let band = "[[income_band]] # HERE\nid = \"average\"\nlabel = { vi = \"…\", en = \"…\" }\nincome_test = \"b1\"\n\
                when = \"income > 5\"\nsource = { doc = \"none\", confidence = \"invented\" }\n";
    check(
        &Pack::small().and("standard.toml", band),
        &[("no income test `b1`", "declare it with [[income_test]]")],
    );
}

/// The small pack with a measure of these weights.
fn measured(weights: &str) -> Pack {
    let measure = format!(
        "[measure] # HERE\nweights = {weights}\npoverty_cutoff = \"1/3\"\nsource = {{ doc = \"none\", confidence = \"invented\" }}\n"
    );
    Pack::small().and("standard.toml", &measure)
}

#[test]
fn weights_are_exact_fractions_that_add_to_one() {
    check(
        &measured("{ crowded = \"1/2\" }"),
        &[("the weights do not add to 1", "weights are exact fractions that add to 1")],
    );
    check(
        &measured("{ crowdet = \"1/1\" }"),
        &[("a weight for `crowdet`, which is no indicator", "check the spelling")],
    );
    check(
        &measured("\"same\""),
        &[(
            "`weights` is missing or not understood",
            "\"equal\", \"equal_by_dimension\" or { id = \"1/12\", … }",
        )],
    );
    for weights in ["\"equal\"", "\"equal_by_dimension\"", "{ crowded = \"7/7\" }"] {
        assert_eq!(measured(weights).sound().measure.expect("a measure").weights.len(), 1);
    }
}

/// The small pack whose deprivations count what `each` says.
fn in_points(each: &str) -> Pack {
    let points = format!(
        "[param.points]\nvalue = 10\nfrom = \"2022-01-01\"\nsource = {{ doc = \"none\", confidence = \"invented\" }}\n\
         [deprivation_points]\nlabel = {{ vi = \"Điểm\", en = \"Points\" }}\neach = \"{each}\" # HERE\n\
         source = {{ doc = \"none\", confidence = \"invented\" }}\n"
    );
    Pack::small().and("standard.toml", &points)
}

#[test]
fn what_a_deprivation_counts_is_a_whole_value_of_the_pack() {
    let standard = in_points("param.points").sound();
    let points = standard.deprivation_points.expect("points");
    assert_eq!(standard.params[usize::from(points.each.0)].values[0].value, 10);
    check(&in_points("param.pointz"), &[("no value `param.pointz`", "did you mean `param.points`?")]);
    check(&in_points("param.b2"), &[("no value `param.b2`", "declare it with [[param.NAME]]")]);
    let message = "param.share cannot be the points of a deprivation";
    check(&in_points("param.share"), &[(message, "give it whole values from 1 to 100000")]);
    let message = "param.line cannot be the points of a deprivation";
    check(&in_points("param.line"), &[(message, "give it whole values from 1 to 100000")]);
}

#[test]
fn shares_are_fractions_between_0_and_1() {
    for share in ["0.5", "1/0", "3/2", "-1/2", "1/1000001", "a/b"] {
        let pack = measured(&format!("{{ crowded = \"{share}\" }} # HERE")).but(
            "standard.toml",
            "[measure] # HERE",
            "[measure]",
        );
        let found = pack.load();
        assert!(found.standard.is_none());
        let found = found.findings.iter().find(|finding| finding.message == "not a fraction").expect("found");
        assert_eq!(found.hint, "write it as \"1/12\"", "{share}");
    }
}

#[test]
fn a_standard_says_which_days_it_covers() {
    let covers = "covers = { from = \"2022-01-01\", until = \"2027-01-01\" }";
    let message = "`until` is not after `from`";
    let hint = "`until` is the first day that is no longer covered";
    for until in ["2022-01-01", "2021-01-01"] {
        let pack = Pack::small().but(
            "standard.toml",
            covers,
            &format!("covers = {{ from = \"2022-01-01\", until = \"{until}\" }} # HERE"),
        );
        check(&pack, &[(message, hint)]);
    }
}

#[test]
fn a_local_standard_names_its_places_and_a_national_one_none() {
    for keys in ["scope = \"local\"", "places = [\"68\"]"] {
        let pack =
            Pack::small().but("standard.toml", "id = \"small\"", &format!("id = \"small\" # HERE\n{keys}"));
        check(
            &pack,
            &[("`scope` and `places` do not fit", "a local standard names its places; a national one none")],
        );
    }
    Pack::small()
        .but("standard.toml", "id = \"small\"", "id = \"small\"\nscope = \"local\"\nplaces = [\"68\"]")
        .sound();
}
