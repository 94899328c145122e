//! A place where surveyors work, in a fresh database: a campaign with its form, villages, households, phones.

use std::error::Error;

use registry::access::{Actor, Area, Grant, Right};
use registry::capture::NewForm;
use registry::register::{Birth, NewHousehold, NewPerson};
use registry::review::{NewCampaign, ReviewKind};
use registry::store::dates::Instant;
use registry::users::NewGrant;
use registry::villages::VillageDetails;
use registry::{GrantId, HouseholdId, Keys, Registry, Role, UserId};
use standards::load;
use standards::standard::PovertyStandard;
use standards::units::Units;
use store::Store;
use vocab::{Day, Zone};

use super::phones::Phone;

#[path = "../pack.rs"]
mod pack;

/// What the registry's keys are made of.
pub(crate) const SECRET: [u8; 32] = [7; 32];
/// The officer of the commune, and her password.
pub(crate) const OFFICER: &str = "can.bo";
pub(crate) const PASSWORD: &str = "mat khau cua phep thu";
const COMMUNE: &str = "24823";

/// The form of vn-2022 for these terms, as an office publishes it.
fn form(standard: &PovertyStandard, new: &NewCampaign) -> Result<NewForm, Box<dyn Error>> {
    let params = standard.on(new.result_day).map_err(|why| format!("{why:?}"))?;
    let terms = forms::Terms {
        result_day: new.result_day,
        age_day: new.age_day,
        params: &params,
        income_test: None,
        total: None,
    };
    let form = forms::Form::new(standard, &terms).map_err(|findings| format!("{findings:?}"))?;
    Ok(NewForm {
        xml: form.xform(),
        form_id: form.id,
        version: form.version,
        title: form.title.vi,
        standard: standard.id.clone(),
        pack_digest: standard.digest.clone(),
    })
}

/// Two villages of the commune, a rural and an urban one, and households in them by turns.
async fn homes(
    registry: &Registry,
    how_many: usize,
    (day, now): (Day, Instant),
) -> Result<Vec<HouseholdId>, Box<dyn Error>> {
    let words = |stopped: registry::Stopped| format!("{stopped:?}");
    let village = |name: &str, kind: &str, zone| VillageDetails {
        name: name.to_owned(),
        kind: kind.to_owned(),
        commune_code: COMMUNE.to_owned(),
        province_code: "68".to_owned(),
        zone,
        zone_source: "bịa cho phép thử".to_owned(),
        from: day,
    };
    let villages = vec![
        village("Thôn bịa ra", "thon", Zone::Rural),
        village("Tổ dân phố bịa ra", "to_dan_pho", Zone::Urban),
    ];
    let villages = registry.add_villages(None, villages, now).await.map_err(words)?;
    let [rural, urban] = villages.as_slice() else { return Err("no villages".into()) };
    let home = |at: usize| NewHousehold {
        village: if at.is_multiple_of(2) { *rural } else { *urban },
        address: Some(format!("số {at}")),
        people: vec![NewPerson {
            name: format!("Người thứ {at}"),
            sex: None,
            birth: Birth::Year(1970),
            ethnic_group: None,
            id_number: None,
            phone: None,
            relation: "head".to_owned(),
        }],
        head: 0,
        from: Some(day),
    };
    let homes = registry
        .register_households(None, "thử", (0..how_many).map(home).collect(), now)
        .await
        .map_err(words)?;
    Ok(homes.iter().map(|home| home.household).collect())
}

/// A campaign with its form, an officer, so many surveyors with a phone and so many households each; says the phones.
pub(crate) async fn field(
    store: Store,
    surveyors: usize,
    households: usize,
) -> Result<Vec<Phone>, Box<dyn Error>> {
    let files = pack::read()?;
    let standard = load(&files, "standards/vn-2022").standard.ok_or("the standard does not load")?;
    let (units, _) = Units::read(&files);
    let registry = Registry::new(store, Keys::of_secret(SECRET));
    let now = Instant::now();
    let words = |stopped: registry::Stopped| format!("{stopped:?}");
    let admin = registry.set_up_administrator("quan.tri", "Quản Trị", now).await.map_err(words)?.user;
    let day = Day::from_epoch_days(i32::try_from(now.millis().div_euclid(86_400_000))?);
    let grant = Grant {
        id: GrantId::fresh(),
        role: Role::Administrator,
        area: Area::Everywhere,
        from: day,
        until: None,
    };
    let actor = Actor { user: admin, name: String::new(), login: String::new(), grants: vec![grant] };
    let scope = actor.scope(Right::ManageUsers, &units, day).ok_or("no scope")?;
    let new = NewCampaign {
        kind: ReviewKind::Yearly,
        label: "Rà soát".to_owned(),
        year: 2026,
        standard: standard.id.clone(),
        pack_digest: standard.digest.clone(),
        result_day: Day::from_civil(2026, 12, 31).ok_or("no day")?,
        age_day: Day::from_civil(2026, 12, 31).ok_or("no day")?,
        income_test: None,
    };
    let campaign = registry.open_campaign(None, &new, &standard, now).await.map_err(words)?;
    let form = form(&standard, &new)?;
    registry.publish_form(None, campaign, &form, now).await.map_err(words)?;
    let role = |role| NewGrant { role, area: Area::Commune(COMMUNE.to_owned()), from: day, until: None };
    let officer = registry.add_user(&scope, OFFICER, "Cán Bộ", now).await.map_err(words)?.user;
    registry.grant_role(&scope, &units, officer, &role(Role::CommuneOfficer), now).await.map_err(words)?;
    registry.set_password_here(officer, PASSWORD, now).await.map_err(words)?;
    let homes_of_all = homes(&registry, surveyors * households * 2, (day, now)).await?.into_iter();
    // One household each: all are rural, as the filled form says.
    let mut homes: Box<dyn Iterator<Item = HouseholdId>> =
        if households == 1 { Box::new(homes_of_all.step_by(2)) } else { Box::new(homes_of_all) };
    let mut phones = Vec::new();
    for at in 0..surveyors {
        let user: UserId =
            registry.add_user(&scope, &format!("may.{at}"), "Rà Soát Viên", now).await.map_err(words)?.user;
        registry.grant_role(&scope, &units, user, &role(Role::Surveyor), now).await.map_err(words)?;
        let homes = homes.by_ref().take(households).collect::<Vec<_>>();
        let enrolled =
            registry.enrol_device(None, &units, (campaign, user), "Máy", now).await.map_err(words)?;
        registry.assign(None, &units, (campaign, user), &homes, now).await.map_err(words)?;
        phones.push(Phone {
            base: format!("/v1/key/{}/projects/{campaign}", enrolled.token),
            household: homes.first().map(ToString::to_string).unwrap_or_default(),
            version: form.version.clone(),
        });
    }
    registry.close().await;
    Ok(phones)
}
