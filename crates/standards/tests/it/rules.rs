//! What a rule may not say: names, types, units, codes, numbers, and CEL beyond the rule language.

use crate::pack::{Pack, check};

/// The rule is refused on the line that says HERE, or else on its first.
#[track_caller]
fn refused(rule: &str, message: &str, hint: &str) {
    let marked = if rule.contains("HERE") { rule.to_owned() } else { format!("{rule} // HERE\n") };
    check(&Pack::small().with_rule(&marked), &[(message, hint)]);
}

#[track_caller]
fn unsupported(rule: &str, what: &str) {
    let message = format!("{what} is not part of the rule language");
    refused(rule, &message, "packs/README.md lists what a rule may hold");
}

#[test]
fn a_sound_rule_is_accepted() {
    for rule in [
        "income <= param.line && household.rooms > 2",
        "area / 2.0 <= param.share * rooms || !toilet",
        "water in ['tap', \"well\"] ? floor >= 2 : level < 'primary'",
        "'tv' in assets && village != 'Đồng Nai' && moved_on >= date('2020-02-29')",
        "members.filter(m, m.age < 16).map(c, c.wage).sum() + 1 > income - 2",
        "members.exists_one(m, m.age > 60 && members.size() == 1) == (zone == 'urban')",
        "members.map(m, m.reads, m.age).min() * 2 > members.map(m, m.age).max()",
        "rooms in [1, 2, 3] && floor in [1, '2'] && rooms % 2 == 1 && -rooms < 0",
        "r'\\' != village && village != '''a'b''' // a comment with a \" quote",
    ] {
        Pack::small().with_rule(&rule.replace("'''", "\"\"\"")).sound();
    }
}

#[test]
fn unknown_names_are_refused_with_the_nearest_known_one() {
    refused("romms > 2", "unknown question `romms`", "did you mean `rooms`?");
    refused("household.romms > 2", "unknown question `romms`", "did you mean `rooms`?");
    refused("something_else > 2", "unknown question `something_else`", "declare this question first");
    refused("members.exists(m, m.agee > 2)", "unknown question `agee`", "did you mean `age`?");
    refused("income < param.lime", "unknown parameter `lime`", "did you mean `line`?");
    refused(
        "person.age > 2",
        "unknown name `person`",
        "a member's answer needs a macro: members.exists(m, m.age >= 16)",
    );
    refused("members.exists(m, n.age > 2)", "unknown name `n`", "inside this macro a member is called `m`");
}

#[test]
fn an_answer_of_the_other_kind_is_refused_with_the_way_to_write_it() {
    refused(
        "age > 2",
        "`age` is not an answer of this kind",
        "it is a member's answer: members.exists(m, m.age …)",
    );
    refused(
        "members.exists(m, m.rooms > 2)",
        "`rooms` is not an answer of this kind",
        "it is the household's answer: write `rooms` alone",
    );
    refused("members.exists(m, m == 2)", "`m` is a whole member", "name the answer, for example `m.age`");
}

#[test]
fn results_of_indicators_are_not_known_in_their_own_rules() {
    refused("deprivation_count > 1", "unknown question `deprivation_count`", "declare this question first");
    refused(
        "at_or_below_income_line",
        "unknown question `at_or_below_income_line`",
        "declare this question first",
    );
    refused(
        "deprived.crowded",
        "unknown name `deprived`",
        "a member's answer needs a macro: members.exists(m, m.age >= 16)",
    );
}

#[test]
fn wrong_types_are_refused() {
    refused("rooms", "a number stands where yes or no is needed", "compare it with something");
    refused("water", "a choice stands where yes or no is needed", "compare it with something");
    refused("rooms && toilet", "a number stands where yes or no is needed", "compare it with something");
    refused("toilet + 1 > 2", "yes or no stands where a number is needed", "use a number");
    refused("rooms == toilet", "a number is compared with yes or no", "compare values of the same type");
    refused("rooms == 'two'", "a number is compared with a text", "compare values of the same type");
    refused("toilet < true", "yes and no have no order", "use == or !=");
    refused("village < 'b'", "texts have no order", "use == or !=");
    refused(
        "toilet ? 1 : false",
        "`?:` gives a number or yes or no",
        "both sides must be numbers, or both yes or no",
    );
    refused("rooms in ['a']", "the list must hold numbers", "x in [1, 2]");
    refused("water in [toilet]", "the list must hold codes", "x in [\"a\", \"b\"]");
    refused("village in [1]", "the list must hold texts", "x in [\"a\", \"b\"]");
    refused("rooms in assets", "a code is looked for in choices", "\"a\" in some_choices");
    refused(
        "toilet in [true]",
        "yes or no is looked for in a list",
        "x in [\"a\", \"b\"], or \"a\" in a choices question",
    );
    refused("members.map(m, m.reads).sum() > 1", "yes or no stands where a number is needed", "use a number");
}

#[test]
fn days_compare_with_days_only() {
    refused("moved_on > 18000", "a day meets a number that is not a day", "write date(\"2010-01-31\")");
    refused("moved_on > '2010-01-31'", "a day is compared with a text", "write date(\"2010-01-31\")");
    refused(
        "moved_on > date('31.01.2010')",
        "`31.01.2010` is not a day; write it as 2026-01-31",
        "for example date(\"2010-01-31\")",
    );
    refused(
        "moved_on > date('2025-02-29')",
        "`2025-02-29` is not a day; write it as 2026-01-31",
        "for example date(\"2010-01-31\")",
    );
}

#[test]
fn two_different_units_never_meet() {
    let hint = "compare numbers of the same unit";
    refused("income > area", "two different units meet: `vnd` and `m2`", hint);
    refused("area + param.line > 3", "two different units meet: `m2` and `vnd`", hint);
    refused("(toilet ? income : area) > 3", "two different units meet: `vnd` and `m2`", hint);
    refused("members.map(m, m.wage).sum() < area", "two different units meet: `vnd` and `m2`", hint);
}

#[test]
fn codes_that_never_occur_are_refused() {
    refused("water == 'tab'", "`water` never has the code `tab`", "did you mean `tap`?");
    refused(
        "water != 'spring water'",
        "`water` never has the code `spring water`",
        "its codes are: tap, well",
    );
    refused("floor == 4", "`floor` never has the code `4`", "did you mean `1`?");
    refused("floor in [1, 2, 7]", "`floor` never has the code `7`", "did you mean `1`?");
    refused("'bike' in assets", "`assets` never has the code `bike`", "its codes are: tv, phone");
    refused("zone == 'city'", "`zone` never has the code `city`", "its codes are: rural, urban");
}

#[test]
fn a_choice_without_order_is_not_compared_by_size() {
    let hint = "give every choice an `order`, or compare codes with == and in";
    refused("water < 'well'", "the choices of `water` have no order", hint);
    refused("2 <= water", "the choices of `water` have no order", hint);
    refused("water + 1 > 2", "the choices of `water` have no order", hint);
}

#[test]
fn numbers_that_could_leave_64_bits_are_refused() {
    let hint = "give the questions it reads a smaller range (min, max)";
    refused("huge * huge > 2", "the result could be too large to be kept exactly", hint);
    refused(
        "members.map(m, m.wage * huge).sum() > 2",
        "the result could be too large to be kept exactly",
        hint,
    );
    refused("huge + 9223372036854775807 > 2", "the result could be too large to be kept exactly", hint);
    refused("(huge + 0.5) * (huge + 0.5) > area", "the result could be too large to be kept exactly", hint);
}

#[test]
fn a_divisor_that_may_be_zero_is_refused() {
    let hint = "multiply the other side instead (a < b * c), or give the question a min above 0";
    refused("10 / rooms > 2", "the divisor may be zero", hint);
    refused("10 % rooms > 2", "the divisor may be zero", hint);
    refused("area / (rooms - 2.5) > 2", "the divisor may be zero", hint);
    refused("rooms / 0 > 2", "the divisor may be zero", hint);
    refused("10 / members.filter(m, m.reads).size() > 2", "the divisor may be zero", hint);
}

#[test]
fn a_fraction_is_compared_and_nothing_else() {
    let message = "a fraction cannot be used here";
    let hint = "compare it, or multiply the other side instead";
    refused("members.map(m, m.age / 2.5).sum() > 1", message, hint);
    unsupported("area % 2 > 1", "`%` of decimals");
}

#[test]
fn numbers_beyond_what_a_double_keeps_are_refused_instead_of_rounded() {
    let message = "this number cannot be kept exactly";
    let hint = "use a plain decimal such as 8.5";
    refused("huge > 9007199254740993.0", message, hint);
    refused("huge > 1e300", message, hint);
    refused("area > 0.12345678901234567", message, hint);
}

#[test]
fn cel_beyond_the_rule_language_is_refused() {
    unsupported("has(household.rooms)", "has()");
    unsupported("{'a': 1} == {'a': 1}", "this expression");
    unsupported("timestamp('2020-01-01T00:00:00Z') > timestamp('2021-01-01T00:00:00Z')", "`timestamp`");
    unsupported("duration('1h') > duration('2h')", "`duration`");
    unsupported("village.matches('a+')", "`matches`");
    unsupported("village.startsWith('a')", "`startsWith`");
    unsupported("size(members, 2) > 1", "`size`");
    unsupported("int(area) > 1", "`int`");
    unsupported("rooms > 2u", "this literal");
    unsupported("village == b'a'", "this literal");
    unsupported("rooms == null", "this literal");
    unsupported("rooms.x.y > 1", "this selection");
    refused("village + 'x' == 'ax'", "a text stands where a number is needed", "use a number");
    refused(
        "[1, 2].exists(x, x > rooms)",
        "this macro runs over `members` only",
        "write members.exists(m, …)",
    );
    unsupported("members[0].age > 1", "this selection");
    unsupported("rooms[0] > 1", "`[…]` after a value");
}

#[test]
fn members_are_counted_and_summed_only_as_documented() {
    refused("village.size() > 2", "only members can be counted", "members.filter(m, …).size()");
    refused(
        "members.sum() > 2",
        "`sum()` needs a number of each member",
        "members.map(m, m.some_number).sum()",
    );
    refused(
        "rooms.min() > 2",
        "`min()` needs a number of each member",
        "members.map(m, m.some_number).min()",
    );
}

#[test]
fn every_mistake_of_a_rule_is_found_at_once_each_on_its_line() {
    let rule = "income <= 5 // lời giải thích có dấu, để vị trí không trượt\n\
        && romms > 2 // HERE\n\
        && (water == 'tab' // HERE\n\
        || village == 'Đà Nẵng, Quảng Nam, Thừa Thiên Huế'\n\
        || members.exists(m, m.agee > 2)) // HERE\n";
    check(
        &Pack::small().with_rule(rule),
        &[
            ("unknown question `romms`", "did you mean `rooms`?"),
            ("`water` never has the code `tab`", "did you mean `tap`?"),
            ("unknown question `agee`", "did you mean `age`?"),
        ],
    );
}

#[test]
fn syntax_that_no_rule_has_is_refused_where_it_stands() {
    let partner = "every bracket and every quote needs its partner";
    refused("rooms > 2 &&\n(toilet // HERE", "a `)` is missing", partner);
    refused("rooms > 2)", "`)` closes nothing", partner);
    refused("rooms > 2 &&\n(toilet] // HERE\n && x)", "`]` closes nothing", partner);
    refused("village == 'a // HERE", "a text is not closed", partner);
    refused("rooms = 2", "`=` is not an operator", "write == to compare");
    refused("rooms > 2 & toilet", "`&` is not an operator", "write && for both");
    refused("toilet | toilet", "`|` is not an operator", "write || for either");
    refused("rooms ≥ 2", "`≥` is no part of a rule", "letters outside A-Z stand only in texts");
    refused("village == x'a'", "a text follows `x` without an operator", "write == or in between");
    refused(
        "village == 'a\\z'",
        "a text holds an unknown escape",
        "write \\\\ for a backslash, \\\" for a quote",
    );
}
