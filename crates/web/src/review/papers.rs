//! Giấy tờ của đợt: minutes of a meeting, the decision with its lists, decisions that correct it, made from what is recorded. Certificates: `printing.rs`.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Response;
use registry::HouseholdId;
use registry::proceedings::{Movement, household_id, village_ref};
use reports::papers::{
    CorrectedHousehold, CorrectingDecision, Issued, ListedHousehold, Minutes, MinutesHousehold, Paper,
    RecognitionDecision, RefusalLetter,
};
use review::{Class, Deed, DeedKind, HoldMeeting, Outcome, is_enough};
use vocab::Day;

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
    let commune = crate::households::commune(visit, print::commune_code(&desk));
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

/// Quyết định công nhận: a draft until it is signed; then the lists that were signed, whatever was corrected since.
pub(super) async fn decision(
    who: SignedIn,
    Path((id, ending)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let desk = whole(who, &id).await?;
    let campaign = desk.campaign()?;
    let (registry, walk) = (&desk.who.registry, &desk.seen.walk);
    let list = match walk.events.iter().find(|one| one.event.deed.kind() == DeedKind::Sign) {
        Some(signing) => registry.signed_list(&desk.scope, walk, signing.number).await,
        None => registry.decision_list(&desk.scope, walk).await,
    };
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
    let decision = RecognitionDecision {
        office: print::peoples_committee(visit, print::commune_code(&desk)),
        issued: signed.map(|signed| issued(&signed.number, signed.signed_on)).unwrap_or_default(),
        signatory: print::chair(),
        year: walk.proceeding.year,
        valid_from: valid_from(&desk).await,
        proposed_by: "Trưởng ban Ban Chỉ đạo rà soát".to_owned(),
        poor: of(&|one| is(one, Outcome::Poor)),
        near_poor: of(&|one| is(one, Outcome::NearPoor)),
        out_of_poverty: of(&|one| one.before == Some(Class::Poor) && !is(one, Outcome::Poor)),
        out_of_near_poverty: of(&|one| {
            one.before == Some(Class::NearPoor) && !is(one, Outcome::NearPoor) && !is(one, Outcome::Poor)
        }),
        carried_out_by: "Ban Chỉ đạo rà soát và các hộ có tên tại Điều 1".to_owned(),
        recipients: vec!["Như điều cuối".to_owned(), "Ủy ban Mặt trận Tổ quốc cấp xã".to_owned()],
    };
    printer::give(visit, Paper::Decision(decision), printer::format(&ending)?, "quyet-dinh-cong-nhan").await
}

/// Quyết định sửa đổi: `next-pdf` is the draft of what was found since the newest decision, `0-docx` the first that was signed.
pub(super) async fn correction(
    who: SignedIn,
    Path((id, which)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let desk = whole(who, &id).await?;
    let campaign = desk.campaign()?;
    let (number, ending) = which.split_once('-').ok_or(Refusal::NoPage)?;
    let (registry, walk) = (&desk.who.registry, &desk.seen.walk);
    let mut signings = walk.events.iter().filter(|one| one.event.deed.kind() == DeedKind::SignCorrection);
    let (list, proposed, signed) = match number.parse::<usize>() {
        Ok(at) => {
            let one = campaign.corrections().get(at).ok_or(Refusal::NoPage)?;
            let signing = signings.nth(at).ok_or(Refusal::NoPage)?;
            let list = registry.signed_list(&desk.scope, walk, signing.number).await;
            (list, Some(&one.proposed), Some(&one.signed))
        }
        Err(_) if number == "next" => {
            let draft = campaign.correction_draft().map(|draft| &draft.proposed);
            (registry.correction_list(&desk.scope, walk).await, draft, None)
        }
        Err(_) => return Err(Refusal::NoPage),
    };
    let list = list.map_err(|fault| Refusal::of_fault(&fault))?;
    let list = list.filter(|list| !list.lines.is_empty()).ok_or(Refusal::NoPage)?;
    let corrects = proposed.map(|proposed| (proposed.corrects.as_str(), proposed.corrects_on));
    let (corrects, corrects_on) = corrects.or(campaign.newest_decision()).ok_or(Refusal::NoPage)?;
    let household = |one: &registry::proceedings::ListLine| CorrectedHousehold {
        head: one.head.clone(),
        birth_year: one.birth_year,
        village: desk.village_name(one.village),
        from: one.corrects.map(outcome).unwrap_or_default(),
        to: outcome(one.outcome),
    };
    let visit = &desk.who.visit;
    let decision = CorrectingDecision {
        office: print::peoples_committee(visit, print::commune_code(&desk)),
        issued: signed.map(|signed| issued(&signed.number, signed.signed_on)).unwrap_or_default(),
        signatory: print::chair(),
        year: walk.proceeding.year,
        corrects: corrects.to_owned(),
        corrects_on: Some(corrects_on),
        reason: proposed.map(|proposed| proposed.reason.clone()),
        valid_from: valid_from(&desk).await,
        proposed_by: "Trưởng ban Ban Chỉ đạo rà soát".to_owned(),
        carried_out_by: "Ban Chỉ đạo rà soát và các hộ có tên trong danh sách".to_owned(),
        households: list.lines.iter().map(household).collect(),
        recipients: vec!["Như Điều 4".to_owned(), "Ủy ban Mặt trận Tổ quốc cấp xã".to_owned()],
    };
    printer::give(visit, Paper::Correction(decision), printer::format(ending)?, "quyet-dinh-sua-doi").await
}

/// Number and day as a signed paper has them; its symbol is a word of the template.
fn issued(number: &str, on: Day) -> Issued {
    Issued { number: Some(number.split('/').next().unwrap_or_default().to_owned()), on: Some(on) }
}

/// The first day on which the results of the review are valid.
async fn valid_from(desk: &Desk) -> Option<Day> {
    let all = desk.who.registry.campaigns().await.ok()?;
    let own = all.into_iter().find(|one| one.id == desk.seen.walk.proceeding.campaign)?;
    Some(own.terms.result_day)
}

/// What official papers call a result.
fn outcome(code: &str) -> String {
    let known = Outcome::WORDS.iter().find(|(word, _)| *word == code);
    known.map(|(_, outcome)| outcome.label().vi).unwrap_or_default()
}

fn members(desk: &Desk, household: HouseholdId) -> usize {
    let members = desk.seen.households.get(&household).map_or(0, |name| name.members);
    usize::try_from(members).unwrap_or(0)
}
