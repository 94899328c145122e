//! `/field/{campaign}/forms/{form}/compare`: a form beside another one of the household, or beside the result that stands, against the
//! answers with which both began. A person picks; the rules decide anew; one act records it.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use forms::instance::Instance;
use forms::merge::{Change, Field, Merge, Pick, Place, Side, recognised};
use registry::access::Right;
use registry::capture::{Sources, State, Visited};
use registry::review::{Assessed, Assessment, NewAssessment, NotAssessed, assess};
use registry::store::dates::Instant;
use registry::{AssessmentId, Stopped, SubmissionId};
use serde_json::Value as Json;
use standards::standard::PovertyStandard;
use vocab::said;

use crate::admin::time;
use crate::error::Refusal;
use crate::field::compared::{named, question_of, said as answered};
use crate::field::{one, reading};
use crate::households::{Badge, badge, looked_at};
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::typed::Typed;
use crate::visit::{no_store, render_as};

/// By what people are recognised where no form says who of last year's they are.
const RECOGNISED_BY: [&str; 2] = ["birth_date", "birth_year"];

#[derive(Template)]
#[template(path = "field/compare.html")]
struct Compare {
    page: Page,
    action: String,
    side_a: String,
    side_b: String,
    has_base: bool,
    /// What both sides changed differently.
    conflicts: Vec<Row>,
    /// What one side changed.
    chosen: Vec<Row>,
    alike: Vec<(Option<String>, String, String)>,
    outcome: Option<Badge>,
    reason: String,
    problem: Option<String>,
}

struct Row {
    name: String,
    person: Option<String>,
    question: String,
    base: String,
    a: String,
    b: String,
    picked: Option<Pick>,
}

impl Compare {
    /// Whether somebody should look at what was chosen: there is nothing else, or an answer lacks.
    fn shows_chosen(&self) -> bool {
        self.conflicts.is_empty() || self.chosen.iter().any(|row| row.picked.is_none())
    }
}

impl Row {
    fn is(&self, pick: &str) -> bool {
        self.picked.map(code) == Some(pick)
    }
}

const fn code(pick: Pick) -> &'static str {
    match pick {
        Pick::Base => "base",
        Pick::A => "a",
        Pick::B => "b",
    }
}

/// Two sides of one household.
struct Two<'a> {
    seen: one::Seen,
    place: Visited,
    standard: &'a PovertyStandard,
    merge: Merge,
    has_base: bool,
    /// When the other side came about.
    other_at: Instant,
    result: Option<AssessmentId>,
    sources: Sources,
}

/// One side: answers, and who of last year's people its members are.
struct Told {
    answers: Json,
    known: Vec<Option<usize>>,
}

impl Told {
    fn of_form(xml: &[u8], standard: &PovertyStandard) -> Option<Told> {
        let instance = Instance::read(xml).ok()?;
        let filled = forms::answers::read(&instance.content, &standard.questionnaire);
        Some(Told { answers: filled.answers, known: filled.known })
    }

    /// Where no member says who of last year's she is, those who alone have the same birth are.
    fn recognised(mut self, base: &Json) -> Told {
        if self.known.iter().all(Option::is_none) {
            self.known = recognised(base, &self.answers, &RECOGNISED_BY);
        }
        self
    }

    fn side(&self) -> Side<'_> {
        Side { answers: &self.answers, known: &self.known }
    }
}

async fn two<'a>(who: &'a SignedIn, id: &str, form: &str) -> Result<Two<'a>, Refusal> {
    let seen = one::seen(who, id, form).await?;
    let scope = who.scope(Right::ChangeHouseholds)?;
    let failed = |fault| Refusal::of_fault(&fault);
    let place = seen.lives.clone().filter(|_| !seen.is_elsewhere).ok_or(Refusal::NoPage)?;
    looked_at(who, &scope, place.household).await?;
    let standard = reading::standard_of(&who.visit.site, &seen.campaign.terms).ok_or(Refusal::NoPage)?;
    let xml = seen.look.received.xml.as_deref().ok_or(Refusal::NoPage)?;
    let a = Told::of_form(xml, standard).ok_or(Refusal::NoPage)?;
    let all = who.registry.assessments_of(&scope, place.household).await.map_err(failed)?;
    let standing = |one: &&Assessment| !one.is_superseded && one.answers.is_some();
    let result = all.iter().filter(standing).find(|one| one.campaign == seen.campaign.id);
    let base = all.iter().filter(standing).find(|one| one.campaign != seen.campaign.id);
    let own = seen.look.line.id;
    let mut submissions = vec![own];
    let (b, other_at) = match result {
        Some(result) => {
            let known = known_of(who, result.id, standard).await?;
            let answers = result.answers.clone().unwrap_or_default();
            (Told { known, answers }, result.recorded_at)
        }
        None => {
            let open = who.registry.open_forms_of(seen.campaign.id, place.household).await.map_err(failed)?;
            let other = open.into_iter().find(|other| *other != own).ok_or(Refusal::NoPage)?;
            submissions.push(other);
            form_of(who, &seen, other, standard).await?
        }
    };
    let from = base.and_then(|base| base.answers.clone()).map(|answers| known_questions(answers, standard));
    let (a, b) = match &from {
        Some(base) => (a.recognised(base), b.recognised(base)),
        None => {
            // Without a beginning the people of one side number those of the other.
            let members = a.answers.get("members").and_then(Json::as_array).map_or(0, Vec::len);
            let known = recognised(&a.answers, &b.answers, &RECOGNISED_BY);
            (Told { known: (1..=members).map(Some).collect(), ..a }, Told { known, ..b })
        }
    };
    let mut merge_a = a;
    // The zone of the village counts, whatever a form says of it.
    with_zone(&mut merge_a.answers, &place);
    let mut merge_b = b;
    with_zone(&mut merge_b.answers, &place);
    let from = from.map(|mut base| {
        with_zone(&mut base, &place);
        base
    });
    Ok(Two {
        merge: Merge::of(from.as_ref(), merge_a.side(), merge_b.side()),
        has_base: from.is_some(),
        result: result.map(|result| result.id),
        sources: Sources { submissions, base: base.map(|base| base.id) },
        other_at,
        place,
        standard,
        seen,
    })
}

fn with_zone(answers: &mut Json, place: &Visited) {
    if let Some(answers) = answers.as_object_mut() {
        answers.insert("zone".to_owned(), place.zone.code().into());
    }
}

/// Of last year's answers those that phones were prefilled with: to questions that the standard still asks.
fn known_questions(mut answers: Json, standard: &PovertyStandard) -> Json {
    use standards::questionnaire::Subject;
    let keep = |all: Option<&mut Json>, of: Subject| {
        if let Some(all) = all.and_then(Json::as_object_mut) {
            all.retain(|id, _| standard.questionnaire.find(of, id).is_some());
        }
    };
    keep(answers.get_mut("household"), Subject::Household);
    let members = answers.get_mut("members").and_then(Json::as_array_mut);
    members.into_iter().flatten().for_each(|member| keep(Some(member), Subject::Member));
    answers
}

/// Who of last year's people the members of a result are, if it came from a form.
async fn known_of(
    who: &SignedIn,
    result: AssessmentId,
    standard: &PovertyStandard,
) -> Result<Vec<Option<usize>>, Refusal> {
    let failed = |fault| Refusal::of_fault(&fault);
    let Some(form) = who.registry.form_of_result(result).await.map_err(failed)? else {
        return Ok(Vec::new());
    };
    let sent = who.registry.submission_of(form).await.map_err(failed)?;
    let told = sent.and_then(|sent| sent.xml).and_then(|xml| Told::of_form(&xml, standard));
    Ok(told.map(|told| told.known).unwrap_or_default())
}

async fn form_of(
    who: &SignedIn,
    seen: &one::Seen,
    other: SubmissionId,
    standard: &PovertyStandard,
) -> Result<(Told, Instant), Refusal> {
    let (scope, units) = (who.scope(Right::ChangeHouseholds)?, &who.visit.site.gazetteer.units);
    let look = who.registry.look_at(&scope, units, (seen.campaign.id, other), Instant::now()).await;
    let look = look.map_err(|fault| Refusal::of_fault(&fault))?.ok_or(Refusal::NoPage)?;
    let told = look.received.xml.as_deref().and_then(|xml| Told::of_form(xml, standard));
    Ok((told.ok_or(Refusal::NoPage)?, look.line.received_at))
}

pub(super) async fn page(
    who: SignedIn,
    Path((id, form)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let two = two(&who, &id, &form).await?;
    let proposed = proposed(&two.merge);
    Ok(shown(&who, &two, &proposed, None, None, ""))
}

/// What only one side changed is proposed; a conflict is open.
fn proposed(merge: &Merge) -> BTreeMap<Place, Pick> {
    let of = |field: &Field| Some((field.place.clone(), field.proposed()?));
    merge.fields.iter().filter_map(of).collect()
}

fn picked(merge: &Merge, typed: &Typed) -> BTreeMap<Place, Pick> {
    let of = |(at, field): (usize, &Field)| {
        let pick = match typed.text(&format!("f{at}")) {
            "base" => Pick::Base,
            "a" => Pick::A,
            "b" => Pick::B,
            _ => return None,
        };
        Some((field.place.clone(), pick))
    };
    merge.fields.iter().enumerate().filter_map(of).collect()
}

fn shown(
    who: &SignedIn,
    two: &Two<'_>,
    picks: &BTreeMap<Place, Pick>,
    assessed: Option<&Assessed>,
    problem: Option<String>,
    reason: &str,
) -> Response {
    let (visit, merge, standard) = (&who.visit, &two.merge, two.standard);
    let base = format!("/field/{}", two.seen.campaign.id);
    let form = format!("{base}/forms/{}", two.seen.look.line.id);
    let person = |field: &Field| field.place.person.map(|person| named(merge, standard, person, visit));
    let words = |field: &Field, of: Pick| answered(standard, field, of, visit);
    let row = |(at, field): (usize, &Field)| Row {
        name: format!("f{at}"),
        person: person(field),
        question: question_of(standard, field, visit),
        base: words(field, Pick::Base),
        a: words(field, Pick::A),
        b: words(field, Pick::B),
        picked: picks.get(&field.place).copied(),
    };
    let fields = || merge.fields.iter().enumerate();
    let conflicts = fields().filter(|(_, field)| field.change == Change::Differs);
    let chosen = fields().filter(|(_, field)| !matches!(field.change, Change::Differs | Change::Alike));
    let alike = merge.fields.iter().filter(|field| field.change == Change::Alike);
    let year = Some(i64::from(two.seen.campaign.year) + 1);
    let line = &two.seen.look.line;
    let head = line.household.as_ref().map_or_else(String::new, |(_, head, _)| head.clone());
    let at = |at: Instant| time::shown(at, visit.language);
    let other = if two.result.is_some() { "sides-result" } else { "sides-other-form" };
    let template = Compare {
        side_a: format!("{} · {}", visit.t("sides-this-form"), at(line.received_at)),
        side_b: format!("{} · {}", visit.t(other), at(two.other_at)),
        has_base: two.has_base,
        conflicts: conflicts.map(row).collect(),
        chosen: chosen.map(row).collect(),
        alike: alike
            .map(|field| (person(field), question_of(standard, field, visit), words(field, Pick::A)))
            .collect(),
        outcome: assessed.map(|assessed| badge(visit, &assessed.outcome, year)),
        reason: reason.to_owned(),
        page: visit
            .page(visit.t("sides-title"))
            .crumb("/field", visit.t("field-title"))
            .crumb(base.clone(), two.seen.campaign.label.clone())
            .crumb(form.clone(), head),
        action: format!("{form}/compare"),
        problem,
    };
    let status = if template.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    no_store(render_as(status, &template))
}

/// Shows what the rules say of the picked answers, or records it.
pub(super) async fn send(
    who: SignedIn,
    Path((id, form)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let two = two(&who, &id, &form).await?;
    let (picks, reason) = (picked(&two.merge, &typed), typed.text("reason"));
    let told = |problem: String, assessed: Option<&Assessed>| {
        Ok(shown(&who, &two, &picks, assessed, Some(problem), reason))
    };
    let Ok(answers) = two.merge.resolved(&picks) else {
        return told(who.visit.t("sides-open"), None);
    };
    let assessed = match assess(two.standard, &two.seen.campaign.terms, &answers) {
        Ok(assessed) => assessed,
        Err(NotAssessed::Unreadable(wrong)) => {
            let which: Vec<String> = wrong.into_iter().map(|one| one.question).collect();
            return told(format!("{} {}", who.visit.t("attention-answers"), which.join(", ")), None);
        }
        Err(NotAssessed::Refused { why, .. }) => return told(why.get(who.visit.language).to_owned(), None),
    };
    if typed.text("do") != "record" {
        return Ok(shown(&who, &two, &picks, Some(&assessed), None, reason));
    }
    match who.told(record(&who, &two, answers, assessed.clone(), reason).await)? {
        Ok(()) => {
            let to = format!("/field/{id}/forms/{}", two.seen.look.line.id);
            Ok(Redirect::to(&to).into_response())
        }
        Err(words) => told(words, Some(&assessed)),
    }
}

async fn record(
    who: &SignedIn,
    two: &Two<'_>,
    answers: Json,
    assessed: Assessed,
    reason: &str,
) -> Result<(), Stopped> {
    let not_here = || {
        Stopped::refused(
            said!("phiếu này không còn chờ so sánh", "this form no longer waits to be compared"),
            said!("tải lại trang để xem phiếu đã đến đâu", "load the page again to see how far it has come"),
        )
    };
    let scope = who.visit.scope(Right::ChangeHouseholds).ok_or_else(not_here)?;
    if two.seen.look.line.state == State::Recorded {
        return Err(not_here());
    }
    let members = answers.get("members").and_then(Json::as_array).map_or(0, Vec::len);
    let place = two.place.clone();
    let new = NewAssessment {
        household: place.household,
        village: place.village,
        commune_code: place.commune_code,
        province_code: place.province_code,
        zone: place.zone,
        answers,
        assessed,
        members: i64::try_from(members).unwrap_or(i64::MAX),
        supersedes: two.result,
        submission: None,
    };
    let in_campaign = (two.seen.campaign.id, who.visit.site.version.as_str());
    who.registry
        .record_merged(&scope, in_campaign, new, &two.sources, reason, Instant::now())
        .await
        .map(|_| ())
}
