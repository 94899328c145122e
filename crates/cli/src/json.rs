//! What `--json` prints: one object, described in docs/schema.

use engine::bounds::Truth;
use engine::explain::{Explanation, Reason, Said};
use lake::{ExplainedHousehold, Problem};
use serde_json::{Map, Value, json};
use vocab::{Citation, Language};

use crate::classify::Report;
use crate::summary::unit_name;

/// The object of `classify --json`, schema `chungtay.classify/1`.
pub(crate) fn classified(report: &Report<'_>, refused: bool) -> String {
    let (standard, summary) = (report.standard, report.summary);
    let outcomes = |counts: &[u64], undetermined: u64| {
        let mut object: Map<String, Value> =
            standard.outcomes.iter().zip(counts).map(|(outcome, n)| (outcome.id.clone(), json!(n))).collect();
        object.insert("undetermined".to_owned(), json!(undetermined));
        Value::Object(object)
    };
    let by_unit: Vec<Value> = summary
        .by_unit
        .iter()
        .map(|unit| {
            json!({
                "province_code": unit.province_code,
                "commune_code": unit.commune_code,
                "name": unit_name(report, unit),
                "outcomes": outcomes(&unit.outcomes, unit.undetermined),
            })
        })
        .collect();
    let deprived: Map<String, Value> = standard
        .indicators
        .iter()
        .zip(&summary.counts.deprived)
        .map(|(indicator, n)| (indicator.id.clone(), json!(n)))
        .collect();
    let mut bands: Map<String, Value> = standard
        .income_bands
        .iter()
        .zip(&summary.counts.income_bands)
        .map(|(band, n)| (band.id.clone(), json!(n)))
        .collect();
    bands.insert("unknown".to_owned(), json!(summary.counts.income_band_unknown));
    let object = json!({
        "schema": "chungtay.classify/1",
        "standard": standard.id,
        "digest": standard.digest,
        "result_day": report.days.result.to_string(),
        "age_day": report.days.age.to_string(),
        "units_on": report.days.units.to_string(),
        "written": !refused,
        "rows": { "households": summary.households, "members": summary.members, "skipped": summary.skipped_households },
        "outcomes": outcomes(&summary.counts.outcomes, summary.counts.undetermined),
        "deprived": deprived,
        "income_bands": bands,
        "findings": { "income_tests_disagree": summary.income_tests_disagree },
        "by_unit": by_unit,
        "notes": summary.notes.iter().map(|note| note.get(report.language)).collect::<Vec<_>>(),
        "problems_total": summary.problems.count,
        "problems": summary.problems.kept.iter().map(|one| problem(one, report.language)).collect::<Vec<_>>(),
        "explanation": report.explanation.as_ref().zip(summary.explained.as_ref()).map(|(e, h)| explanation(e, h)),
    });
    object.to_string()
}

fn problem(problem: &Problem, language: Language) -> Value {
    json!({
        "file": problem.file,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "message": problem.message.get(language),
        "remedy": problem.remedy.get(language),
    })
}

fn explanation(explanation: &Explanation, household: &ExplainedHousehold) -> Value {
    let saids = |all: &[Said]| all.iter().map(|one| said(one, household)).collect::<Vec<_>>();
    json!({
        "household_id": household.household_id,
        "outcome": explanation.outcome,
        "label": explanation.label,
        "income_band": explanation.income_band,
        "deprivation_count": explanation.judgement.deprivation_count(),
        "deprivation_count_max": explanation.judgement.deprivation_count_max(),
        "tree": reason(&explanation.reason, household),
        "needs": saids(&explanation.needs),
        "near": explanation.near.iter().map(|near| json!({
            "rule": near.rule, "text": near.text, "distance": near.distance, "on_the_line": near.on_the_line,
        })).collect::<Vec<_>>(),
        "otherwise": explanation.otherwise.iter().map(|other| json!({
            "outcome": other.outcome, "label": other.label, "answers": saids(&other.answers),
        })).collect::<Vec<_>>(),
    })
}

fn reason(of: &Reason, household: &ExplainedHousehold) -> Value {
    let result = match of.result {
        Truth::Yes => json!(true),
        Truth::No => json!(false),
        Truth::Unknown => Value::Null,
    };
    json!({
        "rule": of.rule,
        "text": of.text,
        "result": result,
        "cites": of.cites.iter().map(cite).collect::<Vec<_>>(),
        "answers": of.answers.iter().map(|answer| said(answer, household)).collect::<Vec<_>>(),
        "children": of.children.iter().map(|child| reason(child, household)).collect::<Vec<_>>(),
    })
}

fn said(said: &Said, household: &ExplainedHousehold) -> Value {
    let member_no = said
        .member
        .map(|member| household.member_nos.get(member).cloned().unwrap_or_else(|| (member + 1).to_string()));
    json!({ "member_no": member_no, "question": said.question, "text": said.text, "missing": said.missing })
}

/// A citation as JSON.
pub(crate) fn cite(cite: &Citation) -> Value {
    json!({
        "doc": cite.doc,
        "article": cite.article,
        "clause": cite.clause,
        "point": cite.point,
        "appendix": cite.appendix,
        "confidence": cite.confidence.code(),
    })
}
