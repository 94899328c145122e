//! Household pages through the whole router: what each officer reaches, what changes, what is taken away.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use axum::{Extension, Router};
use registry::access::{Area, Grant, Role};
use registry::register::{NewHousehold, NewPerson, Registered};
use registry::review::{NewAssessment, NewCampaign, Terms, assess};
use registry::{Actor, GrantId, Keys, Registry, UserId, VillageId};
use store::Queries;
use store::testing::Fresh;
use tower::ServiceExt;
use vocab::Zone;
use web::{Site, router};

use crate::client::{pack, seen, today};
use crate::invented::{day, head, noon, review, standard, village};

pub(crate) const WARD: &str = "24823";
pub(crate) const NEXT_WARD: &str = "24820";
const ID_NUMBER: &str = "068080001234";

pub(crate) struct House {
    site: Arc<Site>,
    pub(crate) registry: Registry,
    pub(crate) villages: Vec<VillageId>,
    /// In the ward, in the next ward, in another province.
    pub(crate) homes: Vec<Registered>,
    /// Who sits at every desk: whoever opens a file must be a known user.
    pub(crate) user: UserId,
    _database: Fresh,
}

pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) location: String,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Page {
    pub(crate) fn html(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub(crate) fn text(&self) -> String {
        seen(&self.html())
    }
}

/// As browsers write a text into an address.
fn encoded(text: &str) -> String {
    serde_urlencoded::to_string([("q", text)]).unwrap().replace("q=", "").replace('+', "%20")
}

fn person(name: &str, id_number: Option<&str>) -> NewPerson {
    NewPerson {
        sex: Some("female".into()),
        ethnic_group: Some("24".into()),
        id_number: id_number.map(str::to_owned),
        ..head(name)
    }
}

pub(crate) async fn house() -> House {
    house_in(Fresh::sqlite()).await
}

/// A house in some database.
pub(crate) async fn house_in(database: Fresh) -> House {
    let registry = Registry::new(database.store().await, Keys::of_secret([7; 32]));
    let village = |name: &str, commune: &str, province: &str| {
        village(name, (commune, province), Zone::Urban, "2025-07-01")
    };
    let places = vec![
        village("Thôn Nhà Mình", WARD, "68"),
        village("Thôn Bên Cạnh", NEXT_WARD, "68"),
        village("Thôn Nơi Khác", "26734", "79"),
    ];
    let villages = registry.add_villages(None, places, noon("2025-07-01")).await.unwrap();
    let home = |village: usize, people: Vec<NewPerson>| NewHousehold {
        village: villages[village],
        address: Some("=1+1".into()),
        people,
        head: 0,
        from: Some(day("2025-07-01")),
    };
    let child = NewPerson { relation: "child".into(), ..person("Lê Thị Hoa", None) };
    let homes = vec![
        home(0, vec![person("Lê Văn An", Some(ID_NUMBER)), child]),
        home(1, vec![person("Trần Thị Bình", Some("068080009999"))]),
        home(2, vec![person("Phạm Văn Cường", None)]),
    ];
    let homes = registry.register_households(None, "thử", homes, noon("2025-07-02")).await.unwrap();
    let user = registry
        .set_up_administrator("thu.nghiem", "Nguyễn Thử Nghiệm", noon("2025-07-01"))
        .await
        .unwrap()
        .user;
    let site = Site::read(&pack(), "1.2.3", today, false).expect("a sound pack");
    let site = Arc::new(site.with_registry(registry.clone()));
    House { site, registry, villages, homes, user, _database: database }
}

pub(crate) fn actor(role: Role, area: Area, from: &str) -> Actor {
    let grant = Grant { id: GrantId::fresh(), role, area, from: day(from), until: None };
    Actor { user: UserId::fresh(), name: "Thử".into(), login: "thu".into(), grants: vec![grant] }
}

pub(crate) fn officer() -> Actor {
    actor(Role::CommuneOfficer, Area::Commune(WARD.into()), "2025-07-01")
}

impl House {
    pub(crate) fn pages_of(&self, who: Option<Actor>) -> Router {
        let pages = router(self.site.clone());
        if who.is_some() { pages.layer(Extension(who)) } else { pages }
    }

    pub(crate) async fn get(&self, who: &Actor, path: &str) -> Page {
        self.get_as(self.user, who, path).await
    }

    /// The same by another user.
    pub(crate) async fn get_as(&self, user: UserId, who: &Actor, path: &str) -> Page {
        let request = Request::get(path).header(header::ACCEPT_LANGUAGE, "vi").body(Body::empty()).unwrap();
        answer(self.pages_of(Some(Actor { user, ..who.clone() })), request).await
    }

    pub(crate) async fn post(&self, who: &Actor, path: &str, fields: &[(&str, &str)]) -> Page {
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(serde_urlencoded::to_string(fields).unwrap()))
            .unwrap();
        answer(self.pages_of(Some(Actor { user: self.user, ..who.clone() })), request).await
    }

    /// A form with a file.
    pub(crate) async fn upload(
        &self,
        who: &Actor,
        path: &str,
        fields: &[(&str, &str)],
        (name, bytes): (&str, &[u8]),
    ) -> Page {
        let field = |(name, value): &(&str, &str)| {
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let mut body = fields.iter().map(field).collect::<String>().into_bytes();
        let head =
            format!("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        body.extend([head.as_bytes(), bytes, b"\r\n--x--\r\n"].concat());
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::ACCEPT_LANGUAGE, "vi")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(Body::from(body))
            .unwrap();
        answer(self.pages_of(Some(Actor { user: self.user, ..who.clone() })), request).await
    }

    /// The list to which a search leads.
    async fn found(&self, who: &Actor, fields: &[(&str, &str)]) -> Page {
        let sent = self.post(who, "/households/search", fields).await;
        assert_eq!(sent.status, 303, "a search leads to its list");
        self.get(who, &sent.location).await
    }

    pub(crate) fn file(&self, home: usize) -> String {
        format!("/households/{}", self.homes[home].household)
    }

    pub(crate) async fn seen(&self, who: &Actor) -> String {
        let html = self.get(who, &self.file(0)).await.html();
        let rest = html.split_once("name=\"seen\" value=\"").expect("a form").1;
        rest.split('"').next().unwrap().to_owned()
    }
}

pub(crate) async fn answer(pages: Router, request: Request<Body>) -> Page {
    let response = pages.oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let location = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
    let headers = response.headers().clone();
    let bytes = to_bytes(response.into_body(), 20_000_000).await.unwrap().to_vec();
    Page { status, location: location.unwrap_or_default(), headers, bytes }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_reaches_a_household_of_another_place_by_list_filter_count_order_or_export() {
    let house = house().await;
    let own = officer();
    let village = format!("/households?village={}", house.villages[1]);
    for path in [
        "/households",
        "/households?commune=24820",
        village.as_str(),
        "/households?standard=vn-2022&year=2025&commune=24820",
        "/households?order=number&outcome=none",
        "/households?order=deprivations&minority=yes&col=commune&col=village",
        "/households?page=2",
        "/households/export.csv",
        "/households/export.csv?commune=24820&order=number",
    ] {
        let page = house.get(&own, path).await;
        assert_eq!(page.status, 200, "{path}");
        for foreign in ["Trần Thị Bình", "Phạm Văn Cường", "Bên Cạnh", "Nơi Khác"] {
            assert!(!page.html().contains(foreign), "{path} shows {foreign}");
        }
    }
    let list = house.get(&own, "/households").await;
    assert!(list.text().contains("Lê Văn An") && list.text().contains("1 hộ"));
    assert!(!list.html().contains("<option value=\"24820\""), "the drop-down names another place");
    let csv = house.get(&own, "/households/export.csv").await.html();
    assert_eq!(csv.lines().count(), 2, "{csv}");
    for text in ["068080009999", "tran thi", "ben canh"] {
        let found = house.found(&own, &[("q", text)]).await;
        assert!(
            found.status == 200 && !found.html().contains("Bình") && found.text().contains("0 hộ"),
            "{text}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_of_another_place_looks_like_one_that_does_not_exist() {
    let house = house().await;
    let own = officer();
    let none = house.get(&own, "/households/0197c0de-0000-7000-8000-000000000000").await;
    let without_number = |page: &Page| page.text().replace(|sign: char| sign.is_ascii_digit(), "");
    for home in [1, 2] {
        let path = house.file(home);
        let page = house.get(&own, &path).await;
        assert_eq!((page.status, none.status), (403, 403));
        assert_eq!(without_number(&page), without_number(&none));
        let person = house.homes[home].people[0];
        let numbers = house.post(&own, &format!("{path}/numbers/{person}"), &[]).await;
        let death =
            [("person", &*person.to_string()), ("on", "2026-02-01"), ("reason", "thử"), ("seen", "99")];
        let death = house.post(&own, &format!("{path}/changes/death"), &death).await;
        let undo = house.post(&own, &format!("{path}/undo/1"), &[("reason", "thử")]).await;
        assert_eq!((numbers.status, death.status, undo.status), (403, 403, 403));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_that_ended_with_their_commune_or_see_no_households_see_none() {
    let house = house().await;
    let from_before = |code: &str| actor(Role::CommuneOfficer, Area::Commune(code.into()), "2024-01-01");
    let here = |role| actor(role, Area::Commune(WARD.into()), "2025-07-01");
    // 24823 was another unit before the merger; 25078 became part of 24820.
    for who in [from_before(WARD), from_before("25078"), here(Role::Partner), here(Role::Administrator)] {
        for path in ["/households", "/households/export.csv", "/households/export.xlsx", &house.file(0)] {
            assert_eq!(house.get(&who, path).await.status, 403, "{path}");
        }
    }
    let leader = here(Role::ProgramLeader);
    assert_eq!(house.get(&leader, "/households").await.status, 200);
    assert_eq!(house.get(&leader, "/households/export.csv").await.status, 403);
    assert!(!house.get(&leader, &house.file(0)).await.html().contains("/changes/"));
    let nobody = Request::get("/households").body(Body::empty()).unwrap();
    let nobody = answer(house.pages_of(None), nobody).await;
    assert_eq!((nobody.status, nobody.location.as_str()), (303, "/login?back=%2Fhouseholds"));
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_people_are_masked_until_asked_for_and_in_no_address() {
    let house = house().await;
    let own = officer();
    let file = house.get(&own, &house.file(0)).await;
    assert_eq!(file.status, 200);
    assert!(file.text().contains("•••••••••234") && !file.html().contains(ID_NUMBER));
    let path = format!("{}/numbers/{}", house.file(0), house.homes[0].people[0]);
    assert!(house.post(&own, &path, &[]).await.text().contains(ID_NUMBER));
    assert!(house.found(&own, &[("q", ID_NUMBER)]).await.text().contains("Lê Văn An"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_looks_for_is_in_no_address_and_opens_for_nobody_else() {
    let house = house().await;
    let own = officer();
    for text in ["le van an", ID_NUMBER, "0912345678", "Thôn Nhà Mình"] {
        let sent = house
            .post(&own, "/households/search", &[("q", text), ("order", "number"), ("col", "year")])
            .await;
        assert_eq!(sent.status, 303);
        let address = sent.location.as_str();
        assert!(
            address.starts_with("/households?s=") && address.ends_with("&order=number&col=year"),
            "{address}"
        );
        let page = house.get(&own, address).await;
        assert!(page.html().contains(&format!("value=\"{text}\"")), "the field keeps what was typed");
        let links = page.html();
        let links = links.split(['"', ' ']).filter(|part| part.starts_with('/') && part.contains('?'));
        for written in [text.to_owned(), text.replace(' ', "+"), encoded(text), encoded(&encoded(text))] {
            assert!(links.clone().all(|link| !link.contains(&written)), "{written} is in an address");
        }
        // Whoever copies the address sees nothing of it.
        let other = house.get_as(UserId::fresh(), &officer(), address).await;
        assert!(
            other.text().contains("không còn mở được")
                && !other.html().contains(&format!("value=\"{text}\""))
        );
    }
    let sent = house.post(&own, "/households/search", &[("q", "le van an")]).await;
    let export = sent.location.replace("/households?", "/households/export.csv?");
    assert!(house.get(&own, &export).await.html().contains("Lê Văn An"));
    // An export of a search that cannot be opened is not one of everything.
    let lapsed = house.get_as(UserId::fresh(), &officer(), &export).await;
    assert_eq!((lapsed.status, lapsed.bytes.starts_with("\u{feff}".as_bytes())), (422, false));
    // A text in an address is not looked at.
    let typed = house.get(&own, "/households?q=zzz").await;
    assert!(typed.text().contains("1 hộ") && !typed.html().contains("zzz&"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_recorded_shown_on_the_time_line_and_taken_back() {
    let house = house().await;
    let own = officer();
    let (file, hoa) = (house.file(0), house.homes[0].people[1].to_string());
    let seen = house.seen(&own).await;
    let death = [("person", &*hoa), ("on", "2026-02-01"), ("reason", "giấy báo tử"), ("seen", &*seen)];
    let done = house.post(&own, &format!("{file}/changes/death"), &death).await;
    assert_eq!((done.status, done.location.as_str()), (303, file.as_str()));
    let now = house.get(&own, &file).await;
    assert!(now.text().contains("1 người trong hộ") && now.text().contains("giấy báo tử"));
    let before = house.get(&own, &format!("{file}?day=2026-01-31")).await;
    assert!(before.text().contains("2 người trong hộ") && !before.html().contains("/changes/"));
    let known = house.get(&own, &format!("{file}?known=2026-01-31")).await;
    assert!(known.text().contains("2 người trong hộ"));
    let undo = now.html().split_once(&format!("action=\"{file}/undo/")).expect("an undo").1.to_owned();
    let undo = format!("{file}/undo/{}", undo.split('"').next().unwrap());
    assert_eq!(house.post(&own, &undo, &[("reason", " ")]).await.status, 422);
    assert_eq!(house.post(&own, &undo, &[("reason", "nhầm người")]).await.status, 303);
    let after = house.get(&own, &file).await;
    assert!(after.text().contains("2 người trong hộ") && after.html().contains("<s>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_change_keeps_what_was_typed_and_a_conflict_is_told() {
    let house = house().await;
    let own = officer();
    let file = house.file(0);
    let an = house.homes[0].people[0].to_string();
    let seen = house.seen(&own).await;
    let path = format!("{file}/changes/person");
    let with = |name: &'static str, reason: &'static str, on: &'static str| {
        vec![("person", an.clone()), ("name", name.into()), ("reason", reason.into()), ("on", on.into())]
    };
    let send = async |fields: Vec<(&str, String)>, seen: &str| {
        let mut fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fields.push(("seen", seen));
        house.post(&own, &path, &fields).await
    };
    let silent = send(with("Lê Văn Ân", "", "2026-02-01"), &seen).await;
    assert!(silent.status == 422 && silent.html().contains("value=\"Lê Văn Ân\""), "{}", silent.status);
    assert!(silent.text().contains("chưa ghi lý do"));
    assert_eq!(send(with("Lê Văn Ân", "thử", "không rõ"), &seen).await.status, 422);
    assert_eq!(send(with("Lê Văn An", "thử", "2026-02-01"), &seen).await.status, 422);
    assert_eq!(send(with("Lê Văn Ân", "thẻ căn cước", "2026-02-01"), &seen).await.status, 303);
    let second = send(with("Lê Văn Ấn", "sổ hộ", "2026-02-01"), &seen).await;
    assert_eq!(second.status, 409);
    assert!(second.text().contains("người khác vừa sửa") && second.html().contains("value=\"Lê Văn Ấn\""));
    assert!(house.get(&own, &file).await.text().contains("Lê Văn Ân"));
    let other = house.post(&own, &format!("{file}/changes/merge"), &[("seen", &seen)]).await;
    assert_eq!(other.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_taken_away_is_in_the_log_without_names_and_holds_no_formula() {
    let house = house().await;
    let own = officer();
    let sent = house.post(&own, "/households/search", &[("q", "le van"), ("col", "year")]).await;
    let csv = house.get(&own, &sent.location.replace("/households?", "/households/export.csv?")).await;
    assert!(csv.bytes.starts_with("\u{feff}".as_bytes()));
    assert!(csv.html().contains("'=1+1") && csv.html().contains("Lê Văn An"));
    let xlsx = house.get(&own, "/households/export.xlsx").await;
    assert!(xlsx.status == 200 && xlsx.bytes.starts_with(b"PK"));
    let sql = "select content, actor from act where kind = 'households.export' order by seq";
    let acts = house.registry.store().rows(sql, vec![]).await.unwrap();
    assert_eq!(acts.len(), 2);
    let content: serde_json::Value = acts[0].get("content").unwrap();
    assert_eq!((&content["rows"], &content["is_by_text"]), (&1.into(), &true.into()));
    assert!(!content.to_string().contains("le van"));
}

/// A household whose points lie below the line and whose income lies above it.
async fn decided_by_income(house: &House, digest: impl Fn(&str) -> String) {
    let standard = standard();
    let campaign = NewCampaign {
        label: "Rà soát thử".into(),
        pack_digest: digest(&standard.digest),
        age_day: day("2025-10-31"),
        ..review(&standard, 2025)
    };
    let answers = serde_json::json!({
        "zone": "urban",
        "household": { "income_per_capita": 9_000_000, "b1_points": 10 },
        "members": [{}],
    });
    let mut asked = standard.clone();
    asked.digest = campaign.pack_digest.clone();
    let assessed = assess(&asked, &Terms::from(&campaign), &answers).unwrap();
    assert_eq!(assessed.outcome, "not_poor");
    let id = house.registry.open_campaign(None, &campaign, &asked, noon("2025-12-01")).await.unwrap();
    let new = NewAssessment {
        household: house.homes[0].household,
        village: house.villages[0],
        commune_code: WARD.into(),
        province_code: "68".into(),
        zone: Zone::Urban,
        answers,
        assessed,
        members: 1,
        supersedes: None,
        submission: None,
    };
    house.registry.record_assessments(None, id, "1.2.3", vec![new], noon("2025-12-02")).await.unwrap();
}

#[tokio::test]
async fn a_result_is_explained_by_the_income_test_that_its_campaign_named() {
    let house = house().await;
    decided_by_income(&house, str::to_owned).await;
    let page = house.get(&officer(), &format!("/households/{}", house.homes[0].household)).await.text();
    assert_eq!(page.matches("Hộ không nghèo").count(), 2, "recorded, and explained: {page}");
    assert!(page.contains("thu nhập bình quân đầu người trên 2.000.000"), "{page}");
}

#[tokio::test]
async fn a_result_whose_standard_was_changed_is_shown_without_an_explanation() {
    let house = house().await;
    decided_by_income(&house, |digest| format!("{digest}-older")).await;
    let page = house.get(&officer(), &format!("/households/{}", house.homes[0].household)).await.text();
    assert!(page.contains("Rà soát thử Hộ không nghèo"), "{page}");
    assert!(page.contains("Kết quả đã ghi vẫn giữ nguyên"), "{page}");
    assert!(!page.contains("9.000.000"), "{page}");
}
