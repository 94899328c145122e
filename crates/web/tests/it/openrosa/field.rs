//! A campaign with a form, two surveyors, a phone of each, and households to visit.

use registry::access::{Area, Right};
use registry::capture::{Enrolled, NewForm};
use registry::register::{Birth, NewHousehold, NewPerson};
use registry::review::{NewAssessment, NewCampaign, Terms, assess};
use registry::store::dates::Instant;
use registry::{CampaignId, GrantId, HouseholdId, Role, Scope, UserId, VillageId};
use standards::standard::PovertyStandard;
use store::testing::Fresh;
use vocab::Zone;
use web::Transport;

use crate::client::{Answer, send};
use crate::invented::{self, day, head, standard, village};
use crate::staff::{Staffed, staffed_in};

pub(crate) const FORM: &str = r#"<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">
  <h:head><h:title>Phiếu B</h:title><model>
    <instance><data id="phieu-b" version="v2"><toilet/><photo/><members><portrait/></members><meta><instanceID/></meta></data></instance>
    <instance id="households" src="jr://file-csv/households.csv"/>
    <bind nodeset="/data/toilet" type="string"/>
    <bind nodeset="/data/photo" type="binary"/>
    <bind nodeset="/data/members/portrait" type="binary"/>
  </model></h:head><h:body><input ref="/data/toilet"/></h:body>
</h:html>"#;

pub(crate) struct Field {
    pub(crate) house: Staffed,
    pub(crate) campaign: CampaignId,
    pub(crate) households: Vec<HouseholdId>,
    /// Thôn Một, where the first two lie, and Thôn Hai.
    pub(crate) villages: Vec<VillageId>,
    pub(crate) lan: (UserId, GrantId),
    pub(crate) mai: (UserId, GrantId),
    pub(crate) phone: Enrolled,
    pub(crate) other_phone: Enrolled,
}

/// The review of a year, with results from its last day.
fn review(standard: &PovertyStandard, year: i32) -> NewCampaign {
    let result_day = day(&format!("{year}-12-31"));
    NewCampaign { result_day, ..invented::review(standard, year) }
}

/// Tells a story on a field in each database.
pub(crate) fn both(story: impl Fn(&Field)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    for database in [Fresh::sqlite(), runtime.block_on(Fresh::postgres())] {
        story(&Field::begin(staffed_in(database, Transport::Plain)));
    }
}

impl Field {
    fn begin(house: Staffed) -> Field {
        let registry = house.registry.clone();
        let lan = house.person("lan", Role::Surveyor, Area::Commune("24823".to_owned()));
        let mai = house.person("mai", Role::Surveyor, Area::Commune("24820".to_owned()));
        let now = Instant::now();
        let (campaign, households, villages) = house.wait(async {
            let village =
                |name: &str, commune: &str| village(name, (commune, "68"), Zone::Rural, "2025-07-01");
            let places = vec![village("Thôn Một", "24823"), village("Thôn Hai", "24820")];
            let villages = registry.add_villages(None, places, now).await.unwrap();
            let home = |name: &str, village: usize| NewHousehold {
                village: villages[village],
                address: Some("số 1, \"ngõ\" 2".into()),
                people: vec![NewPerson {
                    sex: Some("female".into()),
                    birth: Birth::Year(1970),
                    ..head(name)
                }],
                head: 0,
                from: Some(day("2025-07-02")),
            };
            let homes = vec![home("Lê Thị Hoà", 0), home("K'Brếp", 0), home("Trần Văn Xa", 1)];
            let homes = registry.register_households(None, "thử", homes, now).await.unwrap();
            let standard = standard();
            let campaign =
                registry.open_campaign(None, &review(&standard, 2026), &standard, now).await.unwrap();
            (campaign, homes.iter().map(|home| home.household).collect::<Vec<_>>(), villages)
        });
        let (phone, other_phone) = house.wait(async {
            let units = &house.units;
            let form = NewForm {
                version: "v1".into(),
                xml: FORM.replace("version=\"v2\"", "version=\"v1\""),
                ..form()
            };
            registry.publish_form(None, campaign, &form, now).await.unwrap().expect("an act");
            registry.publish_form(None, campaign, &self::form(), now).await.unwrap().expect("an act");
            let phone =
                registry.enrol_device(None, units, (campaign, lan.0), "Máy của bà Lan", now).await.unwrap();
            let other =
                registry.enrol_device(None, units, (campaign, mai.0), "Máy của bà Mai", now).await.unwrap();
            registry.assign(None, units, (campaign, lan.0), &households[..2], now).await.unwrap();
            registry.assign(None, units, (campaign, mai.0), &households[2..], now).await.unwrap();
            (phone, other)
        });
        Field { house, campaign, households, villages, lan, mai, phone, other_phone }
    }

    /// Registers households in Thôn Một, each at its number of the street.
    pub(crate) fn settle(&self, names: &[&str]) -> Vec<HouseholdId> {
        let homes = names.iter().enumerate().map(|(at, name)| NewHousehold {
            village: self.villages[0],
            address: Some(format!("số {}", at + 1)),
            people: vec![NewPerson { sex: Some("male".into()), ..head(name) }],
            head: 0,
            from: Some(day("2025-07-02")),
        });
        let registering =
            self.house.registry.register_households(None, "thử", homes.collect(), Instant::now());
        self.house.wait(registering).unwrap().iter().map(|home| home.household).collect()
    }

    /// How many acts there are.
    pub(crate) fn acts(&self) -> i64 {
        self.house.wait(invented::acts(&self.house.registry))
    }

    /// The addresses of a phone begin so.
    pub(crate) fn base(&self, phone: &Enrolled) -> String {
        format!("/v1/key/{}/projects/{}", phone.token, self.campaign)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        send(self.house.address, "GET", &format!("{}{path}", self.base(&self.phone)), &[], b"")
    }

    /// Sends parts as Collect does.
    pub(crate) fn submit(&self, parts: &[Part<'_>]) -> Answer {
        self.submit_from(&self.phone, parts)
    }

    pub(crate) fn submit_from(&self, phone: &Enrolled, parts: &[Part<'_>]) -> Answer {
        let path = format!("{}/submission", self.base(phone));
        let headers = [("Content-Type", MULTIPART), ("X-OpenRosa-Version", "1.0")];
        send(self.house.address, "POST", &path, &headers, &multipart(parts))
    }

    /// The first household was reviewed a year before, with the answers of a filled form.
    pub(crate) fn reviewed_before(&self, xml: &str) {
        let (registry, standard, now) = (&self.house.registry, standard(), Instant::now());
        let new = review(&standard, 2025);
        let instance = forms::instance::Instance::read(xml.as_bytes()).unwrap();
        let filled = forms::answers::read(&instance.content, &standard.questionnaire);
        let assessed = assess(&standard, &Terms::from(&new), &filled.answers).unwrap();
        let household = self.households[0];
        self.house.wait(async {
            let campaign = registry.open_campaign(None, &new, &standard, now).await.unwrap();
            let place = registry.lives(campaign, household).await.unwrap().unwrap();
            let one = NewAssessment {
                household,
                village: place.village,
                commune_code: place.commune_code,
                province_code: place.province_code,
                zone: place.zone,
                answers: filled.answers,
                assessed,
                members: 1,
                supersedes: None,
                submission: None,
            };
            registry.record_assessments(None, campaign, "1", vec![one], now).await.unwrap();
        });
    }

    /// What somebody may change, as the registry takes it.
    pub(crate) fn changing(&self, login: &str) -> Scope {
        let registry = &self.house.registry;
        let actor = self.house.wait(async {
            let user = registry.user_of_login(login).await.unwrap().unwrap();
            registry.actor(user).await.unwrap().unwrap()
        });
        actor.scope(Right::ChangeHouseholds, &self.house.units, crate::client::today()).unwrap()
    }

    pub(crate) fn is_whole(&self) -> bool {
        let verdict = self.house.wait(self.house.registry.verify(&[])).unwrap();
        matches!(verdict, registry::verify::Verdict::Whole(_))
    }
}

pub(crate) fn form() -> NewForm {
    let standard = standard();
    NewForm {
        form_id: "phieu-b".into(),
        version: "v2".into(),
        title: "Phiếu B – rà soát hộ".into(),
        standard: standard.id,
        pack_digest: standard.digest,
        xml: FORM.into(),
    }
}

pub(crate) const MULTIPART: &str = "multipart/form-data; boundary=ranh-gioi";

/// Name of the part, name of the file, media type, bytes.
pub(crate) type Part<'a> = (&'a str, &'a str, &'a str, &'a [u8]);

pub(crate) fn multipart(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, kind, bytes) in parts {
        let head = format!(
            "--ranh-gioi\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: {kind}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--ranh-gioi--\r\n");
    body
}

/// A filled form.
pub(crate) fn filled(number: &str, photo: &str) -> String {
    format!(
        "<data xmlns:orx=\"http://openrosa.org/xforms\" id=\"phieu-b\" version=\"v2\"><toilet>none</toilet><photo>{photo}</photo><orx:meta><orx:instanceID>{number}</orx:instanceID></orx:meta></data>"
    )
}

/// The part of a filled form.
pub(crate) fn form_part(xml: &str) -> Part<'_> {
    ("xml_submission_file", "phieu.xml", "text/xml", xml.as_bytes())
}
