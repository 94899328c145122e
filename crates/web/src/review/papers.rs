//! Giấy tờ của đợt: minutes of a meeting, the decision with its lists, certificates part by part, made from what is recorded.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::response::Response;
use registry::HouseholdId;
use registry::facts::AsOf;
use registry::proceedings::{Movement, household_id, village_ref};
use reports::papers::{
    CERTIFICATES_A_PART, CertificateFrame, CertificateMember, CertifiedClass, Format, Issued,
    ListedHousehold, Minutes, MinutesHousehold, Paper, PovertyCertificate, RecognitionDecision, YearRow,
};
use review::{Class, Deed, HoldMeeting, Outcome, is_enough};
use vocab::Day;

use super::desk::Desk;
use super::recognition::whole;
use super::{print, words};
use crate::error::Refusal;
use crate::households::relation;
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
    let found = |case: &review::Case| {
        let outcome = case.outcome().map(|outcome| outcome.label().vi).unwrap_or_default();
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
    print::give(&desk.who.visit, Paper::Minutes(minutes), print::format(ending)?, "bien-ban-hop-dan").await
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
    print::give(visit, Paper::Decision(decision), print::format(&ending)?, "quyet-dinh-cong-nhan").await
}

fn members(desk: &Desk, household: HouseholdId) -> usize {
    let members = desk.seen.households.get(&household).map_or(0, |name| name.members);
    usize::try_from(members).unwrap_or(0)
}

/// How many parts the certificates of a review have.
pub(super) fn parts(certificates: usize) -> usize {
    certificates.div_ceil(CERTIFICATES_A_PART)
}

/// A part of the certificates that were issued, from 1; every look at a household is noted.
pub(super) async fn certificates(
    who: SignedIn,
    Path((id, part)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let desk = whole(who, &id).await?;
    let part: usize = part.parse().ok().filter(|part| *part > 0).ok_or(Refusal::NoPage)?;
    let campaign = desk.campaign()?;
    let visit = &desk.who.visit;
    let signed = campaign.decision().map(|decision| decision.signed.clone()).ok_or(Refusal::NoPage)?;
    let certified: Vec<(HouseholdId, Class)> = campaign
        .cases()
        .filter(|case| case.has_certificate())
        .filter_map(|case| Some((household_id(case.household), case.outcome()?.class()?)))
        .collect();
    let of_part: Vec<_> =
        certified.into_iter().skip((part - 1) * CERTIFICATES_A_PART).take(CERTIFICATES_A_PART).collect();
    if of_part.is_empty() {
        return Err(Refusal::NoPage);
    }
    let proceeding = &desk.seen.walk.proceeding;
    let year = if campaign.is_yearly() { proceeding.year + 1 } else { proceeding.year };
    let shelved = visit.site.library.standard(&proceeding.standard);
    let indicators: BTreeMap<String, String> = shelved.map_or_else(BTreeMap::new, |shelved| {
        let each = shelved.standard.indicators.iter();
        each.map(|one| (one.id.clone(), one.label.vi.clone())).collect()
    });
    let order: Vec<String> = shelved.map_or_else(Vec::new, |shelved| {
        shelved.standard.indicators.iter().map(|one| one.id.clone()).collect()
    });
    let mut all = Vec::with_capacity(of_part.len());
    for (household, class) in of_part {
        all.push(certificate(&desk, household, class, (year, signed.signed_on), &order).await?);
    }
    let frame = CertificateFrame {
        office: print::peoples_committee(visit, print::commune_code(&desk)),
        signatory: print::chair(),
        issued_on: Some(desk.moment().day()),
        decision: Some(signed.number.clone()),
        decided_on: Some(signed.signed_on),
        years: (year..year + 4).collect(),
        indicators: order.iter().filter_map(|id| indicators.get(id).cloned()).collect(),
    };
    let paper = Paper::Certificates { frame, certificates: all };
    print::give(visit, paper, Format::Pdf, &format!("giay-chung-nhan-{part}")).await
}

async fn certificate(
    desk: &Desk,
    household: HouseholdId,
    class: Class,
    (year, signed_on): (i32, Day),
    order: &[String],
) -> Result<PovertyCertificate, Refusal> {
    let failed = |fault| Refusal::of_fault(&fault);
    let (visit, registry) = (&desk.who.visit, &desk.who.registry);
    let as_of = AsOf { day: desk.moment().day(), known_at: None };
    let file = registry.file(&desk.scope, household, as_of).await.map_err(failed)?.ok_or(Refusal::NoPage)?;
    registry.note_view(&desk.scope, household, desk.at).await.map_err(failed)?;
    let assessments = registry.assessments_of(&desk.scope, household).await.map_err(failed)?;
    let of = assessments
        .iter()
        .find(|one| one.campaign == desk.seen.walk.proceeding.campaign && !one.is_superseded);
    // What is not certain is left open on the paper.
    let deprived = |id: &String| {
        let assessed = &of?.assessed;
        let is_certain = assessed.deprivation_count == assessed.deprivation_count_max;
        if assessed.deprived.contains(id) { Some(true) } else { is_certain.then_some(false) }
    };
    let ethnic =
        |code: Option<&str>| code.map(|code| visit.site.lists.ethnic_group(code)).unwrap_or_default();
    let member = |one: &registry::file::Member| CertificateMember {
        name: one.details.text("name").unwrap_or_default().to_owned(),
        ethnic_group: ethnic(one.details.text("ethnic_group")),
        relationship: if one.is_head {
            relation(visit, "head")
        } else {
            one.relation.as_deref().map(|code| relation(visit, code)).unwrap_or_default()
        },
        birth_year: born(&one.details),
        is_female: one.details.text("sex").map(|sex| sex == "female"),
        note: None,
    };
    let members: Vec<CertificateMember> = file.people.iter().map(member).collect();
    let village = file.village.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
    let place = [file.address.clone().unwrap_or_default(), village];
    let place: Vec<String> = place.into_iter().filter(|text| !text.is_empty()).collect();
    Ok(PovertyCertificate {
        head: members.first().map(|member| member.name.clone()).unwrap_or_default(),
        ethnic_group: members.first().map(|member| member.ethnic_group.clone()).unwrap_or_default(),
        address: format!("{}, {}", place.join(", "), words::commune_name(desk)),
        members,
        result: YearRow {
            year,
            class: if class == Class::Poor { CertifiedClass::Poor } else { CertifiedClass::NearPoor },
            deprived: order.iter().map(deprived).collect(),
            signed_on: Some(signed_on),
        },
        ..PovertyCertificate::default()
    })
}

fn born(details: &registry::facts::Standing) -> Option<i32> {
    let year = details.value.get("birth_year").and_then(serde_json::Value::as_i64);
    let of_day = || details.text("birth_date")?.get(..4)?.parse().ok();
    year.or_else(of_day).and_then(|year: i64| i32::try_from(year).ok())
}
