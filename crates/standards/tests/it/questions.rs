//! Questions that contradict themselves or each other.

use crate::pack::{Pack, check};

/// The small pack with one more question of these keys.
fn asked(keys: &str) -> Pack {
    Pack::small()
        .and("questionnaire.toml", &format!("[[question]]\n{keys}\nlabel = {{ vi = \"…\", en = \"…\" }}\n"))
}

#[track_caller]
fn refused(keys: &str, message: &str, hint: &str) {
    check(&asked(keys), &[(message, hint)]);
}

#[test]
fn ids_are_unique_and_not_those_of_built_in_columns() {
    let hint = "choose another; zone, household_id and member_no are built in";
    refused("id = \"rooms\" # HERE\nof = \"household\"\ntype = \"boolean\"", "the id `rooms` is taken", hint);
    refused("id = \"rooms\" # HERE\nof = \"member\"\ntype = \"boolean\"", "the id `rooms` is taken", hint);
    for id in ["zone", "household_id", "member_no"] {
        let message = format!("the id `{id}` is taken");
        refused(&format!("id = \"{id}\" # HERE\nof = \"household\"\ntype = \"boolean\""), &message, hint);
    }
}

#[test]
fn an_id_is_lower_case_without_accents() {
    for id in ["Rooms", "số_phòng", "2nd", "two words", ""] {
        let message = format!("`{id}` is not an id");
        let hint = "use a-z, 0-9 and _, beginning with a letter";
        refused(&format!("id = \"{id}\" # HERE\nof = \"household\"\ntype = \"boolean\""), &message, hint);
    }
}

#[test]
fn a_type_and_its_keys_fit_together() {
    let asks = "id = \"x\"\nof = \"household\"\n";
    let integer = format!("{asks}type = \"integer\"\n");
    refused(
        &format!("{asks}type = \"number\" # HERE"),
        "`number` is not a type",
        "integer, decimal, boolean, date, text, choice or choices",
    );
    refused(
        &format!("{integer}scale = 1 # HERE"),
        "`scale` is for decimals",
        "take it out, or write type = \"decimal\"",
    );
    refused(
        &format!("{integer}min = 0.5 # HERE"),
        "`min` does not fit the question",
        "at most 0 decimals, and no more than ±1000000000000",
    );
    refused(
        &format!("{integer}max = 1000000000001 # HERE"),
        "`max` does not fit the question",
        "at most 0 decimals, and no more than ±1000000000000",
    );
    refused(&format!("{integer}max = 1\nmin = 2 # HERE"), "`min` is above `max`", "exchange them");
    refused(
        &format!("{asks}type = \"boolean\"\nunit = \"m2\" # HERE"),
        "only numbers have a unit",
        "take it out",
    );
    refused(
        &format!("{asks}type = \"boolean\"\nsection = \"home\" # HERE"),
        "no section `home`",
        "declare it with [[section]] above",
    );
}

#[test]
fn choices_have_their_own_codes_and_all_or_none_an_order() {
    let asks = "id = \"x\"\nof = \"household\"\ntype = \"choice\"\n";
    let label = "label = { vi = \"…\", en = \"…\" }";
    let choices = |list: &str| asked(&format!("{asks}choices = [\n{}\n]", list.replace('L', label)));
    check(
        &choices("{ code = \"a\", L },\n{ code = \"a\", L }, # HERE"),
        &[("the code `a` stands twice", "give every choice its own code")],
    );
    check(
        &choices("{ code = \"a;b\", L }, # HERE"),
        &[("a code may not be empty or hold `;` or outer spaces", "choose another code")],
    );
    check(
        &choices("{ L }, # HERE\n{ code = \"b\", L },"),
        &[("`code` is missing or not a text", "add code = \"…\"")],
    );
    let some = asked(&format!(
        "{asks}choices = [{{ code = \"a\", order = 1, {label} }}, {{ code = \"b\", {label} }}]"
    ))
    .but("questionnaire.toml", "[[question]]\nid = \"x\"", "[[question]] # HERE\nid = \"x\"");
    check(&some, &[("some choices have an `order` and some have none", "give it to all or to none")]);
    let none =
        asked(asks).but("questionnaire.toml", "[[question]]\nid = \"x\"", "[[question]] # HERE\nid = \"x\"");
    check(
        &none,
        &[(
            "`type` and `choices` do not fit",
            "choice and choices questions list their answers; others do not",
        )],
    );
}

#[test]
fn a_question_without_choices_of_its_type_says_so() {
    let keys = "id = \"x\"\nof = \"household\"\ntype = \"boolean\"\nchoices = [{ code = \"a\", label = { vi = \"…\", en = \"…\" } }]";
    let pack =
        asked(keys).but("questionnaire.toml", "[[question]]\nid = \"x\"", "[[question]] # HERE\nid = \"x\"");
    check(
        &pack,
        &[(
            "`type` and `choices` do not fit",
            "choice and choices questions list their answers; others do not",
        )],
    );
}

#[test]
fn a_rule_of_relevance_is_checked_like_any_other() {
    let of = |subject: &str, rule: &str| {
        asked(&format!("id = \"x\"\nof = \"{subject}\"\ntype = \"boolean\"\nrelevant = \"{rule}\" # HERE"))
    };
    check(&of("household", "romms > 1"), &[("unknown question `romms`", "did you mean `rooms`?")]);
    check(&of("member", "m.agee < 16"), &[("unknown question `agee`", "did you mean `age`?")]);
    check(
        &of("household", "m.age < 16"),
        &[("unknown name `m`", "a member's answer needs a macro: members.exists(m, m.age >= 16)")],
    );
    of("member", "m.age < 16 && rooms > 1").sound();
}
