//! Worked cases that name what is not there, or give answers that cannot be.

use standards::cases::cases;
use standards::{Answer, PackFiles};
use vocab::Finding;

use crate::pack::Pack;

const CASE: &str = r#"[[template]]
id = "family"
zone = "rural"
household = { income = 1000000, area = 40.5, water = "tap", floor = 2, assets = ["tv"], toilet = true }
members = [{ age = 40 }, { age = 9, reads = true }]
[[case]]
name = "A family"
template = "family"
result_day = "2022-01-01"
change = [{ member = 2, age = 10 }]
expect = { outcome = "poor", deprived = ["crowded"] }
source = { doc = "none", confidence = "invented" }
"#;

fn found(text: &str) -> (usize, Vec<Finding>) {
    let pack = Pack::small();
    let standard = pack.sound();
    let files = PackFiles::new(pack.with("cases/a.toml", text).0);
    let (cases, findings) = cases(&files, "", &standard);
    (cases.len(), findings)
}

/// One mistake on the line that says HERE, and no case is read.
#[track_caller]
fn refused(from: &str, to: &str, message: &str, hint: &str) {
    assert!(CASE.contains(from));
    let text = CASE.replacen(from, &format!("{to} # HERE"), 1);
    let line = 1 + text.lines().position(|line| line.contains("HERE")).expect("marked");
    let (read, findings) = found(&text);
    let printed: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(printed, [format!("cases/a.toml:{line}: error: {message}\n  → {hint}")]);
    assert_eq!(read, 0);
}

#[test]
fn a_sound_case_takes_the_template_with_its_changes() {
    let pack = Pack::small().with("cases/a.toml", CASE);
    let standard = pack.sound();
    let (cases, findings) = cases(&pack.files(), "", &standard);
    assert_eq!(findings, []);
    let answers = &cases[0].answers;
    let age = standard.questionnaire.find(standards::questionnaire::Subject::Member, "age").expect("age");
    assert_eq!(
        [answers.get(age, Some(0)), answers.get(age, Some(1))],
        [&Answer::Number(40), &Answer::Number(10)]
    );
}

/// A case whose household or member says this.
fn answered(household: &str, member: &str) -> String {
    format!(
        "[[case]]\nname = \"x\"\nresult_day = \"2022-01-01\"\nexpect = {{}}\n\
         source = {{ doc = \"none\", confidence = \"invented\" }}\n\
         [case.household]\n{household}\n[[case.members]]\n{member}\n"
    )
}

/// The answer on line 7 (household) or 9 (member) is refused.
#[track_caller]
fn answer_refused(household: &str, member: &str, message: &str, hint: &str) {
    let line = if member.is_empty() { 7 } else { 9 };
    let (read, findings) = found(&answered(household, member));
    let printed: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(printed, [format!("cases/a.toml:{line}: error: {message}\n  → {hint}")]);
    assert_eq!(read, 0);
}

#[test]
fn unknown_questions_of_a_case_are_named_with_their_neighbour() {
    answer_refused("incme = 5", "", "unknown question `incme`", "did you mean `income`?");
    answer_refused("nothing_like_it = 5", "", "unknown question `nothing_like_it`", "see questionnaire.toml");
    answer_refused("", "agee = 5", "unknown question `agee`", "did you mean `age`?");
    answer_refused("", "rooms = 5", "unknown question `rooms`", "see questionnaire.toml");
}

#[test]
fn answers_that_cannot_be_given_are_refused() {
    let hint = "give an answer of the question's type and range, or \"missing\"";
    for answer in [
        "income = -1",
        "income = 1.5",
        "income = 100000001",
        "income = \"5\"",
        "area = 1.25",
        "area = nan",
        "rooms = true",
        "toilet = 1",
        "water = \"lake\"",
        "floor = 4",
        "level = 1",
        "assets = [\"boat\"]",
        "assets = \"tv\"",
        "assets = [[1]]",
        "moved_on = \"2022-02-30\"",
        "village = 3",
        "income = { a = 1 }",
    ] {
        let id = answer.split(' ').next().expect("an id");
        answer_refused(answer, "", &format!("`{id}` cannot be answered so"), hint);
    }
    for answer in
        ["income = \"missing\"", "area = 2000", "floor = \"3\"", "assets = []", "moved_on = 2022-01-31"]
    {
        assert_eq!(found(&answered(answer, "age = 5")).0, 1, "{answer}");
    }
}

#[test]
fn what_a_case_names_must_be_there() {
    refused(
        "template = \"family\"",
        "template = \"famly\"",
        "no template `famly` above",
        "declare it with [[template]]",
    );
    refused(
        "change = [{ member = 2, age = 10 }]",
        "change = [{ member = 3, age = 10 }]",
        "there is no member 3",
        "members count from 1",
    );
    refused("\"crowded\"] }", "\"crowdet\"] }", "no indicator `crowdet`", "check the spelling");
    refused(
        "outcome = \"poor\", deprived = [\"crowded\"] }",
        "outcome = \"rich\" }",
        "no outcome `rich`",
        "or `undetermined`, or `refused`",
    );
    refused(
        "name = \"A family\"",
        "name = \"A family\"\nincome_test = \"b1\"",
        "no income test `b1`",
        "see standard.toml",
    );
    refused(
        "name = \"A family\"",
        "name = \"A family\"\nresult = 5",
        "unknown key `result`",
        "check the spelling; packs/README.md lists the keys",
    );
}

#[test]
fn a_case_says_on_which_day_and_what_must_come_out() {
    for (key, message, hint) in [
        (
            "result_day = \"2022-01-01\"\n",
            "`result_day` is missing",
            "say on which day the result becomes valid",
        ),
        (
            "expect = { outcome = \"poor\", deprived = [\"crowded\"] }\n",
            "`expect` is missing",
            "say what must come out",
        ),
        (
            "source = { doc = \"none\", confidence = \"invented\" }\n",
            "`source` is missing",
            "add `source = …` to this table",
        ),
        ("name = \"A family\"\n", "`name` is missing", "add `name = …` to this table"),
    ] {
        let (read, findings) = found(&CASE.replacen(key, "", 1));
        let printed: Vec<String> = findings.iter().map(ToString::to_string).collect();
        assert_eq!(printed, [format!("cases/a.toml:6: error: {message}\n  → {hint}")]);
        assert_eq!(read, 0);
    }
}
