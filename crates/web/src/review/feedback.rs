//! `/review/{id}/feedback`: phản ánh – what was reported anonymously or by somebody who is no party, kept apart from complaints. It is
//! shown under them, on the same page.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use registry::households::Filter;
use registry::proceedings::{household_id, household_ref, village_id, village_ref};
use registry::store::dates::Instant;
use review::{Campaign, DeedKind, Feedback, FeedbackRef, Finding, SettleFeedback, TakeFeedback};
use uuid::Uuid;
use vocab::said;

use super::complaints;
use super::desk::{Desk, Told};
use super::words;
use crate::admin::time;
use crate::error::Refusal;
use crate::signed_in::SignedIn;
use crate::typed::Typed;

/// One feedback, as the page shows it.
pub(super) struct Line {
    pub(super) id: String,
    pub(super) village: String,
    /// The household, where it names one.
    pub(super) head: Option<String>,
    pub(super) is_anonymous: bool,
    pub(super) words: String,
    pub(super) received: String,
    pub(super) may_settle: bool,
    /// What was found, why, and when.
    pub(super) settled: Option<(String, String, String)>,
}

/// The feedback of the villages that are seen: what waits, and what was looked into.
pub(super) fn lines(desk: &Desk, campaign: &Campaign<'_>) -> (Vec<Line>, Vec<Line>) {
    let lines = campaign.feedback().filter_map(|(id, feedback)| line(desk, campaign, id, feedback));
    lines.partition(|line| line.settled.is_none())
}

/// What can be found, by code and in words.
pub(super) fn findings(desk: &Desk) -> Vec<(&'static str, String)> {
    let language = desk.who.visit.language;
    Finding::WORDS.iter().map(|(code, one)| (*code, words::sentence(one.label().get(language)))).collect()
}

fn line(desk: &Desk, campaign: &Campaign<'_>, id: FeedbackRef, feedback: &Feedback) -> Option<Line> {
    let language = desk.who.visit.language;
    let village = village_id(feedback.taken.village);
    desk.seen.village(village)?;
    let at = |moment: review::Moment| time::shown(Instant::from_millis(moment.millis()), language);
    let head = feedback.taken.household.map(|household| desk.household(household_id(household)));
    Some(Line {
        id: Uuid::from_u128(id.0).to_string(),
        village: desk.village_name(village),
        head: head.filter(|head| !head.is_empty()),
        is_anonymous: feedback.taken.is_anonymous,
        words: feedback.taken.words.clone(),
        received: at(feedback.received_at),
        may_settle: feedback.settled.is_none()
            && desk.offers(campaign, DeedKind::SettleFeedback, Some(village)),
        settled: feedback.settled.as_ref().map(|(settled, moment)| {
            let found = words::sentence(settled.finding.label().get(language));
            (found, settled.reason.clone(), at(*moment))
        }),
    })
}

/// What was pressed.
pub(super) async fn send(who: SignedIn, Path(id): Path<String>, typed: Typed) -> Result<Response, Refusal> {
    let desk = Desk::open(who, &id).await?;
    let seen = typed.text("seen").parse().ok();
    let done = match typed.text("do") {
        "take" => match taken(&desk, &typed).await? {
            Ok(deed) => desk.act(vec![deed], seen).await?,
            Err(told) => return complaints::shown(desk, &typed, Some(told)).await,
        },
        "settle" => {
            let id: Uuid = typed.text("feedback").parse().map_err(|_| Refusal::Unreadable)?;
            let finding = Finding::WORDS.iter().find(|(code, _)| *code == typed.text("finding"));
            let Some((_, finding)) = finding else {
                let told = desk.unreadable(
                    &said!("chưa chọn kết quả xem xét", "what was found was not chosen"),
                    &said!("chọn một kết quả rồi ghi lại", "choose one, then record it"),
                );
                return complaints::shown(desk, &typed, Some(told)).await;
            };
            let feedback = FeedbackRef(id.as_u128());
            let reason = typed.text("reason").to_owned();
            desk.act(vec![SettleFeedback { feedback, finding: *finding, reason }], seen).await?
        }
        _ => return Err(Refusal::Unreadable),
    };
    match done {
        Ok(_) => Ok(Redirect::to(&format!("{}/complaints#feedback", desk.base())).into_response()),
        Err(told) => complaints::shown(desk.again().await?, &typed, Some(told)).await,
    }
}

async fn taken(desk: &Desk, typed: &Typed) -> Result<Result<TakeFeedback, Told>, Refusal> {
    let village = typed.text("village");
    let Some(village) = (!village.is_empty()).then(|| desk.village(village)).transpose()? else {
        return Ok(Err(desk.unreadable(
            &said!("chưa chọn thôn", "no village was chosen"),
            &said!("chọn thôn mà phản ánh nói đến", "choose the village that it is about"),
        )));
    };
    let number = typed.text("number");
    let household = if number.is_empty() {
        None
    } else {
        let asked = Filter { text: Some(number.to_owned()), village: Some(village), ..Filter::default() };
        let found = desk.who.registry.households(&desk.scope, &asked, 1, 20).await;
        let found = found.map_err(|fault| Refusal::of_fault(&fault))?;
        let of_number = found.lines.into_iter().find(|line| line.number.to_string() == number);
        let Some(line) = of_number else {
            return Ok(Err(desk.unreadable(
                &said!("thôn này không có hộ mang số đó", "the village has no household of that number"),
                &said!(
                    "xem lại số hộ và thôn, hoặc để trống nếu không nói rõ hộ nào",
                    "look at number and village again, or leave it out if no household was named"
                ),
            )));
        };
        Some(household_ref(line.id))
    };
    Ok(Ok(TakeFeedback {
        feedback: FeedbackRef(Uuid::now_v7().as_u128()),
        village: village_ref(village),
        household,
        is_anonymous: typed.text("anonymous") == "yes",
        words: typed.text("words").to_owned(),
    }))
}
