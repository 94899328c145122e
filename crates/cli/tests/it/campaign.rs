//! `chungtay verify --campaign`: a campaign decided again from a database and its key file.

use std::fs;

use ::registry::keys::unhex;
use ::registry::register::{Birth, NewHousehold, NewPerson};
use ::registry::review::{NewAssessment, NewCampaign, ReviewKind, Terms, assess};
use ::registry::villages::VillageDetails;
use ::registry::{CampaignId, Keys, Registry};
use serde_json::{Value as Json, json};
use standards::load;
use store::dates::Instant;
use store::{Location, Store};
use vocab::{Day, Zone};

use crate::schema::conforms;
use crate::{Bench, arg, pack};

fn on(day: &str) -> Day {
    day.parse().unwrap()
}

/// A household with its result, in the data folder `here`.
async fn filled(bench: &Bench) -> CampaignId {
    let secret: [u8; 32] = unhex(bench.read("here/chungtay.keys").trim()).unwrap().try_into().unwrap();
    let place: Location = arg(&bench.path("here/chungtay.db")).parse().unwrap();
    let registry = Registry::new(Store::open(&place, false).await.unwrap(), Keys::of_secret(secret));
    let at = Instant::from_millis(1_760_000_000_000);
    let standard = load(&pack::pack(), "standards/vn-2022").standard.unwrap();
    let village = VillageDetails {
        name: "Thôn 1".into(),
        kind: "thon".into(),
        commune_code: "24823".into(),
        province_code: "68".into(),
        zone: Zone::Urban,
        zone_source: "invented".into(),
        from: on("2025-07-01"),
    };
    let village = registry.add_villages(None, vec![village], at).await.unwrap()[0];
    let person = NewPerson {
        name: "Nguyễn Văn An".into(),
        sex: None,
        birth: Birth::Year(1980),
        ethnic_group: None,
        id_number: None,
        phone: None,
        relation: "head".into(),
    };
    let new = NewHousehold { village, address: None, people: vec![person], head: 0, from: None };
    let household = registry.register_households(None, "thử", vec![new], at).await.unwrap()[0].household;
    let new = NewCampaign {
        kind: ReviewKind::Yearly,
        label: "2025".into(),
        year: 2025,
        standard: standard.id.clone(),
        pack_digest: standard.digest.clone(),
        result_day: on("2026-01-01"),
        age_day: on("2025-12-31"),
        income_test: Some("income".into()),
    };
    let campaign = registry.open_campaign(None, &new, &standard, at).await.unwrap();
    let answers: Json = json!({ "zone": "urban", "household": { "income_per_capita": 9_000_000 }, "members": [{ "birth_year": 1980 }] });
    let new = NewAssessment {
        household,
        village,
        commune_code: "24823".into(),
        province_code: "68".into(),
        zone: Zone::Urban,
        assessed: assess(&standard, &Terms::from(&new), &answers).unwrap(),
        answers,
        members: 1,
        supersedes: None,
        submission: None,
    };
    registry.record_assessments(None, campaign, "1", vec![new], at).await.unwrap();
    registry.close().await;
    campaign
}

#[test]
fn a_campaign_is_decided_again_and_what_does_not_fit_is_exit_1_by_name() {
    let bench = Bench::new();
    crate::registry::begun(&bench);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let campaign = runtime.block_on(filled(&bench)).to_string();
    let check = |more: &[&str]| {
        bench.run(&[&["--lang", "en", "verify", "--data", "here", "--campaign", &campaign], more].concat())
    };
    let said = check(&[]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(said.out.contains("1 results decided again") && said.out.contains("all fit"), "{}", said.out);
    let schema = include_str!("../../../../docs/schema/chungtay.verify-1.schema.json");
    let schema: Json = serde_json::from_str(schema).unwrap();
    let object: Json = serde_json::from_str(&check(&["--json"]).out).unwrap();
    conforms(&object, &schema, &schema, "");
    assert_eq!(object["campaign"]["results"], 1);
    // Without the standard that decided nothing is called right: exit 2, with what to do.
    fs::create_dir_all(bench.path("other/standards")).unwrap();
    let said =
        bench.run(&["--lang", "en", "--packs", "other", "verify", "--data", "here", "--campaign", &campaign]);
    assert_eq!(said.code, 2, "{}", said.out);
    assert!(said.err.contains("--packs") || said.err.contains("pack"), "{}", said.err);
    crate::registry::change(&arg(&bench.path("here/chungtay.db")), "update assessment set outcome = 'poor'");
    let said = check(&[]);
    assert_eq!(said.code, 1, "{}", said.err);
    assert!(said.out.contains("the result of household 1 is not what its answers give"), "{}", said.out);
    let object: Json = serde_json::from_str(&check(&["--json"]).out).unwrap();
    conforms(&object, &schema, &schema, "");
    assert_eq!(object["campaign"]["unfit"][0]["what"], "result_not_as_answers");
    let unknown =
        bench.run(&["verify", "--data", "here", "--campaign", "00000000-0000-7000-8000-000000000000"]);
    assert_eq!(unknown.code, 2);
}
