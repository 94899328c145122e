//! `/review/{id}/determinations`: what the pack could not verify – days, who gives the opinion, whether the procedure still holds – is
//! determined for one review, with a reason, by whom the procedure names.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use review::clock::{Length, Measured, Unit};
use review::{Campaign, DeedKind, Determine, Setting};
use vocab::{Confidence, said};

use super::desk::{Desk, Told};
use super::words;
use crate::cite::Cite;
use crate::error::Refusal;
use crate::language::say_with;
use crate::signed_in::SignedIn;
use crate::typed::Typed;

/// Something that the law leaves open here.
#[derive(Clone, Debug)]
pub(super) struct Open {
    /// Names the form: `posting`, `opinion_by`, `still_holds`.
    pub(super) code: String,
    pub(super) label: String,
    /// What holds now, or that nothing does.
    pub(super) now: String,
    /// Whether nothing holds until somebody determines it.
    pub(super) is_unknown: bool,
    pub(super) cite: Cite,
    /// What is written in the form.
    pub(super) form: Form,
}

/// What the form asks besides a reason.
#[derive(Clone, Debug)]
pub(super) enum Form {
    /// A number of days.
    Days(String),
    /// One of the offices, or nobody.
    Office(Vec<(String, String)>),
    /// Nothing.
    Confirm,
}

const MEASURED: [Measured; 5] =
    [Measured::Posting, Measured::Reposting, Measured::Recheck, Measured::Opinion, Measured::Decision];

/// So many days of a kind, in words.
pub(super) fn length(desk: &Desk, length: Length) -> String {
    let key = match length.unit {
        Unit::WorkingDay => "review-working-days",
        Unit::CalendarDay => "review-calendar-days",
    };
    let n = usize::from(length.days);
    desk.who.visit.page(String::new()).count(key, n)
}

/// Everything that the law leaves open in this review, determined or not.
pub(super) fn open(desk: &Desk, campaign: &Campaign<'_>) -> Vec<Open> {
    let visit = &desk.who.visit;
    let (procedure, determined) = (campaign.procedure(), campaign.determined());
    let mut all = Vec::new();
    if procedure.doubtful_from().is_some_and(|day| desk.moment().day() >= day) {
        let now = if determined.still_holds() { "review-determined" } else { "review-not-determined" };
        all.push(Open {
            code: "still_holds".to_owned(),
            label: visit.t("review-still-holds"),
            now: visit.t(now),
            is_unknown: !determined.still_holds(),
            cite: desk.cite(&procedure.source),
            form: Form::Confirm,
        });
    }
    if let Some(level) = procedure.opinion_on(desk.moment().day())
        && let review::procedure::Appointed::Unknown(why) = &level.who
    {
        let now = match determined.opinion_by() {
            Some(Some(office)) => desk.office(office),
            Some(None) => visit.t("review-opinion-nobody"),
            None => words::sentence(why.get(visit.language)),
        };
        let offices = procedure.steps.iter().find_map(|step| step.allows(DeedKind::GiveOpinion));
        let offices = offices.unwrap_or_default().iter().map(|id| (id.clone(), desk.office(id)));
        all.push(Open {
            code: "opinion_by".to_owned(),
            label: visit.t("review-opinion-by"),
            now,
            is_unknown: determined.opinion_by().is_none(),
            cite: desk.cite(&level.source),
            form: Form::Office(offices.collect()),
        });
    }
    for measured in MEASURED {
        let Some(clock) = procedure.clock(measured) else { continue };
        if clock.source.confidence == Confidence::Verified && clock.length.is_some() {
            continue;
        }
        let (now, is_unknown) = match (determined.length(measured), clock.length) {
            (Some(set), _) => (set_words(desk, set), false),
            (None, Some(packed)) => (length(desk, packed), false),
            (None, None) => (visit.t("review-not-determined"), true),
        };
        let days = determined.length(measured).or(clock.length).map(|known| known.days.to_string());
        all.push(Open {
            code: measured.code().to_owned(),
            label: words::sentence(clock.label.get(visit.language)),
            now,
            is_unknown,
            cite: desk.cite(&clock.source),
            form: Form::Days(days.unwrap_or_default()),
        });
    }
    all
}

fn set_words(desk: &Desk, set: Length) -> String {
    say_with(desk.who.visit.language, "review-determined-as", &[("what", length(desk, set).into())])
}

pub(super) async fn determine(
    who: SignedIn,
    Path(id): Path<String>,
    typed: Typed,
) -> Result<Response, Refusal> {
    let desk = Desk::open(who, &id).await?;
    let setting = match setting(&desk, &typed) {
        Ok(setting) => setting,
        Err(told) => return super::one::shown(desk, &typed, Some(*told)),
    };
    let deed = Determine { setting, reason: typed.text("reason").to_owned() };
    match desk.act(vec![deed], typed.text("seen").parse().ok()).await? {
        Ok(_) => Ok(Redirect::to(&format!("{}#open", desk.base())).into_response()),
        Err(told) => super::one::shown(desk.again().await?, &typed, Some(told)),
    }
}

fn setting(desk: &Desk, typed: &Typed) -> Result<Setting, Box<Told>> {
    let code = typed.text("what");
    if code == "still_holds" {
        return Ok(Setting::StillHolds);
    }
    if code == "opinion_by" {
        return match typed.text("office") {
            "" => Err(Box::new(desk.unreadable(
                &said!("chưa chọn ai cho ý kiến", "nobody was chosen"),
                &said!(
                    "chọn một chức danh, hoặc “không xin ý kiến”",
                    "choose an office, or that no opinion is asked for"
                ),
            ))),
            "nobody" => Ok(Setting::OpinionBy(None)),
            office => Ok(Setting::OpinionBy(Some(office.to_owned()))),
        };
    }
    let measures = MEASURED.into_iter().find(|measured| measured.code() == code);
    let days = typed.text("days").parse().ok();
    let (Some(measures), Some(days)) = (measures, days) else {
        return Err(Box::new(desk.unreadable(
            &said!("số ngày không đọc được", "the number of days cannot be read"),
            &said!("ghi một số, ví dụ 3", "write a number such as 3"),
        )));
    };
    let unit =
        if typed.text("unit") == Unit::CalendarDay.code() { Unit::CalendarDay } else { Unit::WorkingDay };
    Ok(Setting::Length { measures, length: Length { days, unit } })
}
