//! Worked households: sentences with answers and the expected result, run against their standard.

use std::collections::BTreeMap;

use toml::de::DeValue;
use vocab::{Citation, Day, Finding, Place, Severity, Zone};

use crate::answer::{AgeQuestions, Answer, HouseholdAnswers};
use crate::load::{PackFiles, join};
use crate::questionnaire::{AnswerKind, QuestionIndex, Questionnaire, Subject, ZONE};
use crate::reading::{Context, Source, Table, closest, decimal_of};
use crate::standard::PovertyStandard;

/// One worked household.
#[derive(Clone, Debug)]
pub struct Case {
    /// The behaviour, as a sentence.
    pub name: String,
    /// Day on which the result becomes valid.
    pub result_day: Day,
    /// Day on which ages are counted.
    pub age_day: Day,
    /// Income test that is asked for.
    pub income_test: Option<String>,
    /// Answers.
    pub answers: HouseholdAnswers,
    /// What must come out.
    pub expect: Expected,
    /// The document that says so.
    pub source: Citation,
    /// Where it stands.
    pub place: Place,
}

/// What must come out; `None` is not compared.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    /// Outcome id, or `undetermined`, or `refused` where the standard does not cover the day.
    pub outcome: Option<String>,
    /// Exactly the indicators that are certainly deprived.
    pub deprived: Option<Vec<String>>,
    /// Exactly the answers that could decide.
    pub needs: Option<Vec<String>>,
    /// Income band id, or `unknown`.
    pub income_band: Option<String>,
    /// Exactly the findings.
    pub findings: Option<Vec<String>>,
}

#[derive(Clone, Debug, Default)]
struct Template {
    zone: Option<Zone>,
    household: BTreeMap<String, Given>,
    members: Vec<BTreeMap<String, Given>>,
}

/// An answer as written in a case.
#[derive(Clone, Debug)]
struct Given {
    value: Written,
    place: Place,
}

#[derive(Clone, Debug)]
enum Written {
    Flag(bool),
    Number(vocab::Decimal),
    Text(String),
    List(Vec<String>),
    Unusable,
}

/// Reads all cases of a standard's folder; mistakes come with them.
pub fn cases(files: &PackFiles, folder: &str, standard: &PovertyStandard) -> (Vec<Case>, Vec<Finding>) {
    let context = Context { findings: Vec::new().into(), documents: files.documents() };
    let mut read = Vec::new();
    let inside = join(folder, "cases");
    for path in files.list(&inside, ".toml") {
        let Some(bytes) = files.get(path) else { continue };
        let Some(source) = Source::new(path, bytes, &context) else { continue };
        read.extend(source.read(|table| read_file(table, standard)).unwrap_or_default());
    }
    let mut findings = context.findings.into_inner();
    findings.sort_by(|a, b| a.place.cmp(&b.place));
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        read.clear();
    }
    (read, findings)
}

fn read_file(table: &Table<'_>, standard: &PovertyStandard) -> Vec<Case> {
    let mut templates: BTreeMap<String, Template> = BTreeMap::new();
    for item in table.tables("template") {
        let id = item.required_text("id");
        let template = Template {
            zone: zone_of(&item),
            household: item.table("household").map(|of| given(&of)).unwrap_or_default(),
            members: item.tables("members").iter().map(given).collect(),
        };
        let _ = item.local_text("note");
        item.report_unknown_keys();
        if let Some(id) = id {
            templates.insert(id, template);
        }
    }
    table.tables("case").iter().filter_map(|item| read_case(item, &templates, standard)).collect()
}

fn read_case(
    table: &Table<'_>,
    templates: &BTreeMap<String, Template>,
    standard: &PovertyStandard,
) -> Option<Case> {
    let name = table.required_text("name");
    let mut from = match table.text("template") {
        None => Template::default(),
        Some(id) => match templates.get(&id) {
            Some(template) => template.clone(),
            None => {
                table.error_at_key(
                    "template",
                    format!("no template `{id}` above"),
                    "declare it with [[template]]",
                );
                return None;
            }
        },
    };
    from.zone = zone_of(table).or(from.zone);
    if let Some(household) = table.table("household") {
        from.household.extend(given(&household));
    }
    if table.has("members") {
        from.members = table.tables("members").iter().map(given).collect();
    }
    for change in table.tables("change") {
        let at = change.integer("member", 1, crate::rule::MAX_MEMBERS).unwrap_or(0);
        let mut changes = given(&change);
        changes.remove("member");
        match usize::try_from(at - 1).ok().and_then(|at| from.members.get_mut(at)) {
            Some(member) => member.extend(changes),
            None => change.error(format!("there is no member {at}"), "members count from 1"),
        }
    }
    let result_day = table.day("result_day");
    if !table.has("result_day") {
        table.error("`result_day` is missing", "say on which day the result becomes valid");
    }
    let age_day = table.day("age_day").or(result_day);
    let income_test = table.text("income_test");
    if let Some(id) = &income_test
        && !standard.income_tests.iter().any(|test| test.id == *id)
    {
        table.error_at_key("income_test", format!("no income test `{id}`"), "see standard.toml");
    }
    let expect = table.table("expect").map(|of| read_expected(&of, standard));
    if !table.has("expect") {
        table.error("`expect` is missing", "say what must come out");
    }
    let source = table.citation("source");
    let _ = table.local_text("note");
    table.report_unknown_keys();
    let answers = answers(table, &from, standard, age_day?);
    (!table.is_broken()).then_some(Case {
        name: name?,
        result_day: result_day?,
        age_day: age_day?,
        income_test,
        answers,
        expect: expect?,
        source: source?,
        place: table.place(),
    })
}

fn zone_of(table: &Table<'_>) -> Option<Zone> {
    table.word("zone", &[("rural", Zone::Rural), ("urban", Zone::Urban)])
}

fn read_expected(table: &Table<'_>, standard: &PovertyStandard) -> Expected {
    let list = |key: &str| table.has(key).then(|| sorted(table.texts(key)));
    let expected = Expected {
        outcome: table.text("outcome"),
        deprived: list("deprived"),
        needs: list("needs"),
        income_band: table.text("income_band"),
        findings: list("findings"),
    };
    for id in expected.deprived.iter().flatten() {
        if !standard.indicators.iter().any(|indicator| indicator.id == *id) {
            table.error_at_key("deprived", format!("no indicator `{id}`"), "check the spelling");
        }
    }
    if let Some(id) = &expected.outcome
        && !matches!(id.as_str(), "undetermined" | "refused")
        && !standard.outcomes.iter().any(|outcome| outcome.id == *id)
    {
        table.error_at_key("outcome", format!("no outcome `{id}`"), "or `undetermined`, or `refused`");
    }
    table.report_unknown_keys();
    expected
}

fn sorted(mut texts: Vec<String>) -> Vec<String> {
    texts.sort();
    texts
}

fn given(table: &Table<'_>) -> BTreeMap<String, Given> {
    let keys: Vec<&str> = table.keys().collect();
    let of = |key: &str| {
        Some((key.to_owned(), Given { value: written(table.value(key)?), place: table.place_of(key) }))
    };
    keys.into_iter().filter_map(of).collect()
}

fn written(value: &DeValue<'_>) -> Written {
    match value {
        DeValue::Boolean(flag) => Written::Flag(*flag),
        DeValue::String(text) => Written::Text(text.to_string()),
        DeValue::Datetime(day) => Written::Text(day.to_string()),
        DeValue::Array(items) => {
            let texts = items.iter().map(|item| match item.get_ref() {
                DeValue::String(text) => Some(text.to_string()),
                other => decimal_of(other).map(|number| number.to_string()),
            });
            texts.collect::<Option<_>>().map_or(Written::Unusable, Written::List)
        }
        other => decimal_of(other).map_or(Written::Unusable, Written::Number),
    }
}

fn answers(table: &Table<'_>, from: &Template, standard: &PovertyStandard, age_day: Day) -> HouseholdAnswers {
    let questionnaire = &standard.questionnaire;
    let mut answers = HouseholdAnswers::unanswered(questionnaire, from.members.len());
    if let Some(zone) = from.zone {
        let at = Zone::ALL.iter().position(|known| *known == zone).unwrap_or(0);
        answers.set(ZONE, None, Answer::Choice(at as u16));
    }
    for (id, given) in &from.household {
        if let Some((question, answer)) = answer(table, questionnaire, Subject::Household, id, given) {
            answers.set(question, None, answer);
        }
    }
    for (member, of_member) in from.members.iter().enumerate() {
        for (id, given) in of_member {
            if let Some((question, answer)) = answer(table, questionnaire, Subject::Member, id, given) {
                answers.set(question, Some(member), answer);
            }
        }
    }
    if let Some(ages) = AgeQuestions::of(questionnaire) {
        answers.members.iter_mut().for_each(|member| ages.derive(member, age_day));
    }
    answers
}

fn answer(
    table: &Table<'_>,
    questionnaire: &Questionnaire,
    of: Subject,
    id: &str,
    given: &Given,
) -> Option<(QuestionIndex, Answer)> {
    let Some(question) = questionnaire.find(of, id) else {
        let known = questionnaire.questions.iter().filter(|q| q.of == of).map(|q| q.id.as_str());
        let hint = closest(id, known)
            .map_or_else(|| "see questionnaire.toml".to_owned(), |near| format!("did you mean `{near}`?"));
        table.error_at(&given.place, format!("unknown question `{id}`"), hint);
        return None;
    };
    let kind = &questionnaire.get(question).kind;
    match convert(&given.value, kind) {
        Some(answer) => Some((question, answer)),
        None => {
            let hint = "give an answer of the question's type and range, or \"missing\"";
            table.error_at(&given.place, format!("`{id}` cannot be answered so"), hint);
            None
        }
    }
}

fn convert(given: &Written, kind: &AnswerKind) -> Option<Answer> {
    let position =
        |code: &str| kind.choices().iter().position(|choice| choice.code == code).map(|at| at as u16);
    match (given, kind) {
        (Written::Text(text), _) if text == "missing" => Some(Answer::Missing),
        (Written::Flag(flag), AnswerKind::Boolean) => Some(Answer::Flag(*flag)),
        (Written::Number(number), AnswerKind::Number { scale, min, max, .. }) => {
            number.at_scale(*scale).filter(|value| (min..=max).contains(&value)).map(Answer::Number)
        }
        (Written::Text(day), AnswerKind::Date) => {
            day.parse::<Day>().ok().map(|day| Answer::Number(i64::from(day.epoch_days())))
        }
        (Written::Text(code), AnswerKind::Choice(_)) => position(code).map(Answer::Choice),
        (Written::Number(code), AnswerKind::Choice(_)) => position(&code.to_string()).map(Answer::Choice),
        (Written::List(codes), AnswerKind::Choices(_)) => {
            codes.iter().try_fold(0_u64, |bits, code| Some(bits | 1 << position(code)?)).map(Answer::Choices)
        }
        (Written::Text(text), AnswerKind::Text) => Some(Answer::Text(text.clone())),
        _ => None,
    }
}
