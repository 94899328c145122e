//! The pages of a surveyor: own trainings, and the quiz – questions, and after them what was right and by which article.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::capture::{Answered, Attempt};
use registry::snapshot::{Sealable, Which};
use registry::store::dates::Instant;
use registry::{CampaignId, Role, Stopped};
use serde_json::{Value as Json, json};
use standards::standard::PovertyStandard;

use crate::admin::time;
use crate::cite::Cite;
use crate::error::Refusal;
use crate::format;
use crate::law::{Shelved, Verdict, outcome_label};
use crate::layout::{Link, Page};
use crate::signed_in::SignedIn;
use crate::training::sheet::{self, Asks, PASS_MARK, Question};
use crate::typed::Typed;
use crate::visit::{Visit, no_store, render, render_as};

#[derive(Template)]
#[template(path = "training/own.html")]
struct Own {
    page: Page,
    trainings: Vec<(String, String)>,
    campaigns: Vec<(Link, String, bool)>,
}

/// One's own trainings and quizzes.
pub(super) async fn own(who: SignedIn) -> Result<Response, Refusal> {
    must_be_surveyor(&who)?;
    let (visit, user) = (&who.visit, who.actor.user);
    let failed = |fault| Refusal::of_fault(&fault);
    let trainings = who.registry.trainings(&[user]).await.map_err(failed)?;
    let mut campaigns = Vec::new();
    for campaign in who.registry.campaigns().await.map_err(failed)?.into_iter().rev() {
        let attempts = who.registry.quizzes(campaign.id, &[user]).await.map_err(failed)?;
        let attempts = attempts.get(&user).map(Vec::as_slice).unwrap_or_default();
        let link = Link::new(format!("/training/{}", campaign.id), campaign.label);
        campaigns.push((link, standing(attempts, visit), attempts.iter().any(Attempt::is_passed)));
    }
    let trainings = trainings.into_iter().map(|one| {
        let parts = [one.topic, one.place, one.trainer];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        (format::day(one.held_on, visit.language), parts.join(" · "))
    });
    let template =
        Own { trainings: trainings.collect(), campaigns, page: visit.page(visit.t("training-title")) };
    Ok(no_store(render(&template)))
}

/// How somebody stands with the quiz, in words.
pub(crate) fn standing(attempts: &[Attempt], visit: &Visit) -> String {
    let n = [("n", attempts.len().into()), ("shown", attempts.len().into())];
    match attempts.iter().find(|attempt| attempt.is_passed()) {
        Some(_) => crate::language::say_with(visit.language, "quiz-passed-after", &n),
        None => crate::language::say_with(visit.language, "quiz-not-passed", &n),
    }
}

fn must_be_surveyor(who: &SignedIn) -> Result<(), Refusal> {
    let (units, today) = (&who.visit.site.gazetteer.units, (who.visit.site.today)());
    if who.actor.has(Role::Surveyor, units, today) { Ok(()) } else { Err(Refusal::NotYours) }
}

#[derive(Template)]
#[template(path = "training/quiz.html")]
struct Quiz {
    page: Page,
    here: String,
    attempt: i64,
    pass_mark: usize,
    /// The questions to answer; none once it is passed.
    questions: Vec<Asked>,
    result: Option<Shown>,
    problem: Option<String>,
}

/// A question to answer.
struct Asked {
    number: usize,
    /// The day of the result.
    day: String,
    household: Vec<(String, String)>,
    people: Vec<Vec<(String, String)>>,
    question: String,
    choices: Vec<Choice>,
}

struct Choice {
    value: String,
    label: String,
    is_chosen: bool,
}

/// An attempt that was answered.
struct Shown {
    title: String,
    is_passed: bool,
    lines: Vec<Explained>,
}

/// A question with what was answered, what is right, and why.
struct Explained {
    question: String,
    is_right: bool,
    answer: String,
    right: String,
    case: String,
    cite: Option<Cite>,
    steps: Vec<(String, Vec<Cite>, Vec<String>)>,
}

pub(super) async fn page(who: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    shown(&who, &id, &Typed::default(), None).await
}

/// The campaign, and its standard as this server has it.
async fn of_campaign<'a>(who: &'a SignedIn, id: &str) -> Result<(Sealable, &'a Shelved), Refusal> {
    must_be_surveyor(who)?;
    let campaign: CampaignId = id.parse().map_err(|_| Refusal::NoPage)?;
    let campaign = match who.registry.campaign_to_seal(&Which::Campaign(campaign)).await {
        Ok(campaign) => campaign,
        Err(Stopped::Failed(fault)) => return Err(Refusal::of_fault(&fault)),
        Err(Stopped::Refused(_)) => return Err(Refusal::NoPage),
    };
    let shelved = who.visit.site.library.standard(&campaign.terms.standard);
    let shelved = shelved.filter(|shelved| shelved.standard.digest == campaign.terms.pack_digest);
    Ok((campaign, shelved.ok_or(Refusal::NoPage)?))
}

async fn shown(
    who: &SignedIn,
    id: &str,
    typed: &Typed,
    problem: Option<String>,
) -> Result<Response, Refusal> {
    let (campaign, shelved) = of_campaign(who, id).await?;
    let (visit, user) = (&who.visit, who.actor.user);
    let attempts =
        who.registry.quizzes(campaign.id, &[user]).await.map_err(|fault| Refusal::of_fault(&fault))?;
    let attempts = attempts.get(&user).map(Vec::as_slice).unwrap_or_default();
    let of = (user, campaign.id);
    let next = attempts.last().map_or(1, |last| last.number + 1);
    let is_passed = attempts.iter().any(Attempt::is_passed);
    let questions = if is_passed { Vec::new() } else { sheet::questions(shelved, of, next) };
    let result = attempts.last().map(|last| result(last, &sheet::questions(shelved, of, last.number), visit));
    let template = Quiz {
        here: format!("/training/{}", campaign.id),
        attempt: next,
        pass_mark: PASS_MARK,
        questions: questions
            .iter()
            .enumerate()
            .map(|(number, question)| asked(number, question, typed, visit))
            .collect(),
        result,
        page: visit.page(visit.t("quiz-title")).crumb("/training", visit.t("training-title")),
        problem,
    };
    let status = if template.problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(no_store(render_as(status, &template)))
}

fn asked(number: usize, question: &Question<'_>, typed: &Typed, visit: &Visit) -> Asked {
    let standard = question.judge.standard();
    let mut answers = sheet::answers(standard, question.case, visit.language).into_iter();
    let household = answers.next().unwrap_or_default();
    let chosen = typed.text(&format!("q{number}"));
    let choices = choices(question, visit).into_iter().map(|(value, label)| Choice {
        is_chosen: value == chosen,
        value,
        label,
    });
    Asked {
        number,
        day: format::day(question.case.result_day, visit.language),
        household,
        people: answers.collect(),
        question: words(standard, question.asks, visit),
        choices: choices.collect(),
    }
}

fn choices(question: &Question<'_>, visit: &Visit) -> Vec<(String, String)> {
    match question.asks {
        Asks::Outcome => {
            let outcomes = question.judge.standard().outcomes.iter();
            outcomes.map(|of| (of.id.clone(), of.label.get(visit.language).to_owned())).collect()
        }
        Asks::Indicator(_) => {
            ["yes", "no"].map(|code| (code.to_owned(), visit.t(&format!("quiz-{code}")))).to_vec()
        }
    }
}

fn words(standard: &PovertyStandard, asks: Asks, visit: &Visit) -> String {
    match asks {
        Asks::Outcome => visit.t("quiz-which-outcome"),
        Asks::Indicator(at) => {
            let label = standard.indicators.get(at).map(|of| of.label.get(visit.language).to_owned());
            crate::language::say_with(
                visit.language,
                "quiz-is-deprived",
                &[("name", label.unwrap_or_default().into())],
            )
        }
    }
}

fn result(attempt: &Attempt, questions: &[Question<'_>], visit: &Visit) -> Shown {
    let answers = attempt.asked.as_array().cloned().unwrap_or_default();
    let said = |question: &Question<'_>, at: usize| {
        let kept = answers
            .get(at)
            .filter(|kept| kept.get("case").and_then(Json::as_str) == Some(&question.case.name));
        kept.and_then(|kept| kept.get("answer")).and_then(Json::as_str).map(str::to_owned)
    };
    let lines = questions.iter().enumerate().filter_map(|(at, question)| {
        let answer = said(question, at)?;
        Some(explained(question, &answer, visit))
    });
    let at = time::shown(attempt.at, visit.language);
    let title = crate::language::say_with(
        visit.language,
        "quiz-result",
        &[
            ("n", attempt.number.into()),
            ("right", attempt.right.into()),
            ("of", answers.len().into()),
            ("at", at.into()),
        ],
    );
    Shown { title, is_passed: attempt.is_passed(), lines: lines.collect() }
}

fn explained(question: &Question<'_>, answer: &str, visit: &Visit) -> Explained {
    let standard = question.judge.standard();
    let label = |code: &str| match question.asks {
        Asks::Outcome => outcome_label(standard, code, visit.language),
        Asks::Indicator(_) => visit.t(if code == "yes" { "quiz-yes" } else { "quiz-no" }),
    };
    let verdict = Verdict::of(&question.judge, &question.case.answers, question.case.result_day, visit);
    let anchor = match question.asks {
        Asks::Outcome => None,
        Asks::Indicator(at) => standard.indicators.get(at).map(|of| format!("why-indicator-{}", of.id)),
    };
    let steps: Vec<_> = match &anchor {
        Some(anchor) => verdict.steps.into_iter().filter(|step| step.anchor == *anchor).collect(),
        None => verdict.income.into_iter().chain(verdict.decided).collect(),
    };
    let steps = steps
        .into_iter()
        .map(|step| (step.text, step.cites, step.parts.into_iter().map(|(_, text)| text).collect()));
    Explained {
        question: words(standard, question.asks, visit),
        is_right: answer == question.right,
        answer: label(answer),
        right: label(&question.right),
        case: question.case.name.clone(),
        cite: Some(Cite::of(&question.case.source, &visit.site.library, visit.language)),
        steps: steps.collect(),
    }
}

/// Keeps the answers and shows what was right.
pub(super) async fn answered(
    who: SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let (campaign, shelved) = of_campaign(&who, &id).await?;
    let (visit, user) = (&who.visit, who.actor.user);
    let number: i64 = typed.text("attempt").parse().unwrap_or(0);
    let questions = sheet::questions(shelved, (user, campaign.id), number);
    let mut asked = Vec::new();
    let mut right = 0;
    for (at, question) in questions.iter().enumerate() {
        let answer = typed.text(&format!("q{at}"));
        if !choices(question, visit).iter().any(|(value, _)| value == answer) {
            return shown(&who, &id, &typed, Some(visit.t("quiz-answer-all"))).await;
        }
        right += i64::from(answer == question.right);
        let asks = match question.asks {
            Asks::Outcome => "outcome".to_owned(),
            Asks::Indicator(at) => {
                let of = shelved.standard.indicators.get(at);
                of.map_or_else(String::new, |of| format!("indicator:{}", of.id))
            }
        };
        asked.push(json!({
            "case": question.case.name, "at": question.at, "asks": asks, "answer": answer, "right": question.right,
        }));
    }
    let answered = Answered {
        number,
        standard: shelved.standard.id.clone(),
        pack_digest: shelved.standard.digest.clone(),
        asked: Json::Array(asked),
        right,
        pass_mark: i64::try_from(PASS_MARK).unwrap_or(i64::MAX),
    };
    let units = &visit.site.gazetteer.units;
    match who.told(who.registry.take_quiz(user, units, campaign.id, answered, Instant::now()).await)? {
        Ok(_) => Ok(Redirect::to(&format!("/training/{}", campaign.id)).into_response()),
        Err(words) => shown(&who, &id, &Typed::default(), Some(words)).await,
    }
}
