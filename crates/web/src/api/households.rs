//! Households: the list, a file, the villages. ID and telephone numbers are never answered.

use axum::Form;
use axum::extract::Path;
use axum::response::Response;
use registry::access::Right;
use registry::file::{File, Member};
use registry::households::{Line, Total};
use registry::review::Assessment;
use registry::snapshot::released;
use serde_json::{Map, Value as Json, json};
use standards::questionnaire::{Question, Subject};

use crate::admin::time::utc;
use crate::api::answer;
use crate::error::Refusal;
use crate::households::{Asked, Look, load, looked_at, reviews};
use crate::signed_in::SignedIn;
use crate::visit::Visit;

const PER_PAGE: usize = 100;
/// What is said of a person: nothing that finds them elsewhere.
const SAID: [&str; 5] = ["name", "sex", "birth_date", "birth_year", "ethnic_group"];

pub(super) async fn list(signed_in: SignedIn) -> Result<Response, Refusal> {
    let asked = Asked::of_address(&signed_in);
    // A search that can be opened no longer is not one for everything.
    if asked.has_lapsed { Err(Refusal::Unreadable) } else { found(&signed_in, &asked).await }
}

/// Names and numbers are looked for in the body, so that none stands in an address.
pub(super) async fn search(
    signed_in: SignedIn,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    let asked = Asked::of_search(&signed_in, &pairs).ok_or(Refusal::Broken)?;
    found(&signed_in, &asked).await
}

async fn found(signed_in: &SignedIn, asked: &Asked) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::SeeHouseholds)?;
    let found =
        signed_in.registry.households(&scope, &asked.filter, asked.page as i64, PER_PAGE as i64).await;
    let found = found.map_err(|fault| Refusal::of_fault(&fault))?;
    let (total, is_more) = match found.total {
        Total::Exactly(n) => (n, false),
        Total::MoreThan(n) => (n, true),
    };
    Ok(answer(&json!({
        "total": total,
        "is_more": is_more,
        "page": asked.page,
        "per_page": PER_PAGE,
        "households": found.lines.iter().map(line).collect::<Vec<Json>>(),
    })))
}

fn line(line: &Line) -> Json {
    json!({
        "id": line.id.to_string(),
        "number": line.number,
        "head": line.head,
        "village": line.village,
        "commune_code": line.commune_code,
        "address": line.address,
        "members": line.members,
        "is_ethnic_minority": line.is_minority,
        "outcome": line.outcome,
        "outcome_year": line.outcome_year,
        "deprivation_count": line.deprivation_count,
    })
}

pub(super) async fn file(signed_in: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::SeeHouseholds)?;
    let look = Look::of(&signed_in.visit);
    let file = load(&signed_in, Right::SeeHouseholds, &id, look).await?;
    looked_at(&signed_in, &scope, file.id).await?;
    let assessments = reviews(&signed_in, &scope, &file, look).await?;
    Ok(answer(&whole(&file, &assessments, &signed_in.visit)))
}

fn whole(file: &File, assessments: &[Assessment], visit: &Visit) -> Json {
    json!({
        "id": file.id.to_string(),
        "number": file.number,
        "is_active": file.is_active,
        "village_id": file.village.as_ref().map(|(id, _)| id.to_string()),
        "village": file.village.as_ref().map(|(_, name)| name),
        "commune_code": file.commune_code,
        "province_code": file.province_code,
        "zone": file.zone.as_ref().map(|(zone, _)| zone),
        "zone_source": file.zone.as_ref().map(|(_, source)| source),
        "address": file.address,
        "people": file.people.iter().map(member).collect::<Vec<Json>>(),
        "assessments": assessments.iter().map(|recorded| assessment(recorded, visit)).collect::<Vec<Json>>(),
    })
}

fn member(member: &Member) -> Json {
    let mut said: Map<String, Json> = SAID
        .iter()
        .map(|key| ((*key).to_owned(), member.details.value.get(*key).cloned().unwrap_or(Json::Null)))
        .collect();
    said.insert("id".to_owned(), member.id.to_string().into());
    said.insert("is_head".to_owned(), member.is_head.into());
    said.insert("relation".to_owned(), member.relation.clone().into());
    Json::Object(said)
}

fn assessment(recorded: &Assessment, visit: &Visit) -> Json {
    let assessed = &recorded.assessed;
    json!({
        "id": recorded.id.to_string(),
        "campaign": recorded.campaign_label,
        "year": recorded.year,
        "standard": recorded.terms.standard,
        "pack_digest": recorded.terms.pack_digest,
        "engine_version": recorded.engine_version,
        "result_day": recorded.terms.result_day.to_string(),
        "age_day": recorded.terms.age_day.to_string(),
        "income_test": recorded.terms.income_test,
        "recorded_at": utc(recorded.recorded_at),
        "act": recorded.act_seq,
        "outcome": assessed.outcome,
        "income_band": assessed.income_band,
        "deprivation_count": assessed.deprivation_count,
        "deprivation_count_max": assessed.deprivation_count_max,
        "deprived": assessed.deprived,
        "needs": assessed.needs,
        "answers": answers(recorded, visit),
        "members": recorded.members,
    })
}

/// The answers that also leave with a snapshot: without names, numbers and texts about somebody. `None` if they were erased
/// by law, or the standard that asked is not in the packs any more.
fn answers(recorded: &Assessment, visit: &Visit) -> Option<Json> {
    let questionnaire = &visit.site.library.standard(&recorded.terms.standard)?.standard.questionnaire;
    let leaves: Vec<&Question> =
        released(questionnaire).into_iter().map(|at| questionnaire.get(at)).collect();
    let only = |subject: Subject, answers: &mut Json| {
        if let Some(answers) = answers.as_object_mut() {
            answers.retain(|id, _| leaves.iter().any(|asked| asked.of == subject && asked.id == *id));
        }
    };
    let mut answers = recorded.answers.clone()?;
    only(Subject::Household, answers.get_mut("household")?);
    let members = answers.get_mut("members")?.as_array_mut()?;
    members.iter_mut().for_each(|member| only(Subject::Member, member));
    Some(answers)
}

pub(super) async fn villages(signed_in: SignedIn) -> Result<Response, Refusal> {
    let scope = signed_in.scope(Right::SeeHouseholds)?;
    let villages = signed_in.registry.villages(&scope).await.map_err(|fault| Refusal::of_fault(&fault))?;
    let villages = villages.iter().map(|village| {
        json!({ "id": village.id.to_string(), "name": village.name, "commune_code": village.commune_code })
    });
    Ok(answer(&json!({ "villages": villages.collect::<Vec<Json>>() })))
}
