//! Giấy tờ của đợt: minutes of a meeting, the decision with its lists, made from what is recorded. Certificates: `printing.rs`.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Response;
use registry::HouseholdId;
use registry::proceedings::{Movement, household_id, village_ref};
use reports::papers::{
    Issued, ListedHousehold, Minutes, MinutesHousehold, Paper, RecognitionDecision, RefusalLetter,
};
use review::{Class, Deed, HoldMeeting, Outcome, is_enough};

use super::desk::Desk;
use super::print;
use super::recognition::whole;
use crate::error::Refusal;
use crate::printer;
use crate::signed_in::SignedIn;

/// Biên bản of a meeting: `0-pdf`, `0-docx`; `next-pdf` is the one that is still to be held.
pub(super) async fn minutes(
    who: SignedIn,
    Path((id, village, which)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let desk = Desk::open(who, &id).await?;
    let village = desk.village(&village)?;
    let campaign = desk.campaign()?;
    let rule = campaign.procedure().meeting.as_ref().ok_or(Refusal::NoPage)?;
    let (number, ending) = which.split_once('-').ok_or(Refusal::NoPage)?;
    let mut meetings = desk.seen.walk.events.iter().filter_map(|one| match &one.event.deed {
        Deed::HoldMeeting(meeting) if meeting.village == village_ref(village) => Some(meeting),
        _ => None,
    });
    let held: Option<&HoldMeeting> = match number.parse::<usize>() {
        Ok(number) => Some(meetings.nth(number).ok_or(Refusal::NoPage)?),
        Err(_) if number == "next" => None,
        Err(_) => return Err(Refusal::NoPage),
    };
    let head =
        |id: HouseholdId| desk.seen.households.get(&id).map(|name| name.head.clone()).unwrap_or_default();
    // At a meeting that was held, what it was told: a result that was voted down is none any more.
    let told = held.map(|meeting| told_at(&desk, meeting)).unwrap_or_default();
    let found = |case: &review::Case| {
        let outcome = told.get(&case.household).copied().or(case.outcome());
        let outcome = outcome.map(|outcome| outcome.label().vi).unwrap_or_default();
        if case.is_change() { format!("{outcome} (thay đổi tình trạng)") } else { outcome }
    };
    let households: Vec<MinutesHousehold> = match held {
        Some(meeting) => meeting
            .agenda
            .iter()
            .map(|item| MinutesHousehold {
                head: head(household_id(item.household)),
                found: campaign.case(item.household).map(found).unwrap_or_default(),
                n_agree: usize::try_from(item.agree).ok(),
                n_disagree: usize::try_from(item.disagree).ok(),
                result: Some(match is_enough(item.agree, meeting.present, rule.least_percent) {
                    true => "Thống nhất".to_owned(),
                    false => "Rà soát lại, họp lại".to_owned(),
                }),
            })
            .collect(),
        None => campaign
            .cases_of(village_ref(village))
            .filter(|case| case.is_active() && case.outcome().is_some() && case.must_be_voted())
            .map(|case| MinutesHousehold {
                head: head(household_id(case.household)),
                found: found(case),
                ..MinutesHousehold::default()
            })
            .collect(),
    };
    let attended = held.map_or(&rule.attend, |meeting| &meeting.attending);
    let minutes = Minutes {
        office: print::committee(&desk.who.visit, print::commune_code(&desk)),
        year: desk.seen.walk.proceeding.year,
        village: desk.village_name(village),
        held_on: held.map(|meeting| meeting.held_on),
        attended: attended.iter().map(|id| campaign.procedure().office_label(id).vi).collect(),
        n_present: held.and_then(|meeting| usize::try_from(meeting.present).ok()),
        agenda: vec![
            "Công bố kết quả rà soát từng hộ, trước hết là hộ mới và hộ thoát".to_owned(),
            "Thảo luận, biểu quyết từng hộ".to_owned(),
        ],
        households,
        n_representatives: 3,
        ..Minutes::default()
    };
    printer::give(&desk.who.visit, Paper::Minutes(minutes), printer::format(ending)?, "bien-ban-hop-dan")
        .await
}

/// The results as they were when a meeting was recorded.
fn told_at(desk: &Desk, meeting: &HoldMeeting) -> BTreeMap<review::HouseholdRef, Outcome> {
    let events = desk.seen.walk.events.iter().map(|one| &one.event.deed);
    let before = events.take_while(|deed| !matches!(deed, Deed::HoldMeeting(held) if held == meeting));
    let results = before.filter_map(|deed| match deed {
        Deed::Classify(deed) => Some((deed.household, deed.outcome?)),
        _ => None,
    });
    results.collect()
}

/// Văn bản trả lời a household that asked and is not recognised, with the reasons that were recorded.
pub(super) async fn refusal(
    who: SignedIn,
    Path((id, household, ending)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let desk = whole(who, &id).await?;
    let campaign = desk.campaign()?;
    let household: HouseholdId = household.parse().map_err(|_| Refusal::NoPage)?;
    let of = registry::proceedings::household_ref(household);
    let reason = desk.seen.walk.events.iter().rev().find_map(|one| match &one.event.deed {
        Deed::AnswerApplicant(answer) if answer.household == of => Some(answer.reason.clone()),
        _ => None,
    });
    let (Some(reason), Some(case)) = (reason, campaign.case(of)) else { return Err(Refusal::NoPage) };
    let asked_on = desk.seen.walk.events.iter().find_map(|one| match &one.event.deed {
        Deed::Enroll(enrolled) if enrolled.household == of => Some(one.event.at.day()),
        _ => None,
    });
    let outcome =
        case.outcome().map_or("chưa thuộc diện rà soát".to_owned(), |found| found.label().vi);
    let visit = &desk.who.visit;
    let commune = print::commune(visit, print::commune_code(&desk));
    let letter = RefusalLetter {
        office: print::peoples_committee(visit, print::commune_code(&desk)),
        signatory: print::chair(),
        applicant: desk.seen.households.get(&household).map(|name| name.head.clone()).unwrap_or_default(),
        address: desk.village_name(registry::proceedings::village_id(case.village)),
        asked_for: "rà soát, công nhận hộ nghèo, hộ cận nghèo".to_owned(),
        asked_on,
        found: outcome,
        reasons: vec![reason],
        complain_at: format!("Ủy ban nhân dân {commune}"),
        ..RefusalLetter::default()
    };
    printer::give(visit, Paper::Refusal(letter), printer::format(&ending)?, "tra-loi-giay-de-nghi").await
}

/// Quyết định công nhận: a draft until it is signed.
pub(super) async fn decision(
    who: SignedIn,
    Path((id, ending)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let desk = whole(who, &id).await?;
    let campaign = desk.campaign()?;
    let list = desk.who.registry.decision_list(&desk.scope, &desk.seen.walk).await;
    let list = list.map_err(|fault| Refusal::of_fault(&fault))?.ok_or(Refusal::NoPage)?;
    let line = |one: &registry::proceedings::ListLine| ListedHousehold {
        head: one.head.clone(),
        village: desk.village_name(one.village),
        n_members: members(&desk, one.household),
        note: one
            .movement
            .filter(|movement| *movement != Movement::Stays)
            .map(|movement| movement.label(one.before).vi),
    };
    let of = |is_on: &dyn Fn(&registry::proceedings::ListLine) -> bool| -> Vec<ListedHousehold> {
        list.lines.iter().filter(|one| is_on(one)).map(line).collect()
    };
    let is = |one: &registry::proceedings::ListLine, outcome: Outcome| one.outcome == outcome.code();
    let visit = &desk.who.visit;
    let signed = campaign.decision().map(|decision| &decision.signed);
    let office = print::peoples_committee(visit, print::commune_code(&desk));
    let decision = RecognitionDecision {
        issued: Issued {
            number: signed.map(|signed| signed.number.split('/').next().unwrap_or_default().to_owned()),
            on: signed.map(|signed| signed.signed_on),
        },
        signatory: print::chair(),
        year: desk.seen.walk.proceeding.year,
        valid_from: desk.who.registry.campaigns().await.ok().and_then(|all| {
            all.into_iter()
                .find(|one| one.id == desk.seen.walk.proceeding.campaign)
                .map(|one| one.terms.result_day)
        }),
        proposed_by: "Trưởng ban Ban Chỉ đạo rà soát".to_owned(),
        poor: of(&|one| is(one, Outcome::Poor)),
        near_poor: of(&|one| is(one, Outcome::NearPoor)),
        out_of_poverty: of(&|one| one.before == Some(Class::Poor) && !is(one, Outcome::Poor)),
        out_of_near_poverty: of(&|one| {
            one.before == Some(Class::NearPoor) && !is(one, Outcome::NearPoor) && !is(one, Outcome::Poor)
        }),
        carried_out_by: "Ban Chỉ đạo rà soát và các hộ có tên tại Điều 1".to_owned(),
        recipients: vec!["Như điều cuối".to_owned(), "Ủy ban Mặt trận Tổ quốc cấp xã".to_owned()],
        office,
        ..RecognitionDecision::default()
    };
    printer::give(visit, Paper::Decision(decision), printer::format(&ending)?, "quyet-dinh-cong-nhan").await
}

fn members(desk: &Desk, household: HouseholdId) -> usize {
    let members = desk.seen.households.get(&household).map_or(0, |name| name.members);
    usize::try_from(members).unwrap_or(0)
}
