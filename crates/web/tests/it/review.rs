//! The pages of the review by law: nobody outside sees or does; what is offered, refused and told; a posted list on the web.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, header};
use axum::{Extension, Router};
use registry::access::{Area, Right};
use registry::proceedings::{
    Beside, CertificateForm, CertificateWish, NewProceeding, household_ref, person_ref, village_ref,
};
use registry::store::dates::Instant;
use registry::users::NewGrant;
use registry::{Actor, Role};
use review::{
    Act, AnswerComplaint, AskOpinion, Complain, ComplaintRef, Determine, Enroll, Grievance, Pass, Recheck,
    Screen, Setting, Source, Why,
};
use standards::PackFiles;
use store::testing::both;
use tower::ServiceExt;
use vocab::Day;
use web::{Site, router};

use crate::client::{encoded, pack, seen, today};
use crate::invented::acts;
use crate::place::{NEXT_WARD, WARD};
use crate::stage::{AN, BINH, CHI, DUNG, EM, GIANG, Person, Stage, family, village};
use crate::town::poor;

struct House {
    stage: Stage,
    site: Arc<Site>,
}

struct Answer {
    status: u16,
    text: String,
    bytes: Vec<u8>,
    headers: HeaderMap,
}

impl Answer {
    /// What a reader sees of a paper that came as DOCX.
    fn words(&self) -> String {
        assert_eq!(self.status, 200, "{}", self.text);
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&self.bytes)).unwrap();
        let document = std::io::read_to_string(archive.by_name("word/document.xml").unwrap()).unwrap();
        seen(&document)
    }
}

impl House {
    fn over(stage: Stage) -> House {
        let site = Site::read(&pack(), "1.2.3", today, false).unwrap();
        let site = Arc::new(site.with_registry(stage.registry.clone()));
        House { stage, site }
    }

    async fn actor(&self, who: Person) -> Actor {
        self.stage.registry.actor(who.user).await.unwrap().unwrap()
    }

    async fn ask(&self, who: Option<Person>, method: &str, path: &str, fields: &[(&str, String)]) -> Answer {
        let body = fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let body = body.collect::<Vec<_>>().join("&").into_bytes();
        self.request(who, method, path, ("application/x-www-form-urlencoded", body)).await
    }

    async fn request(
        &self,
        who: Option<Person>,
        method: &str,
        path: &str,
        (kind, body): (&str, Vec<u8>),
    ) -> Answer {
        let actor = match who {
            Some(who) => Some(self.actor(who).await),
            None => None,
        };
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::ACCEPT_LANGUAGE, "vi")
            .header("sec-fetch-site", "same-origin")
            .header(header::HOST, "chung-tay.example")
            .header(header::CONTENT_TYPE, kind)
            .body(Body::from(body))
            .unwrap();
        let pages: Router = router(self.site.clone()).layer(Extension(actor));
        let response = pages.oneshot(request).await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 30_000_000).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status, headers, text, bytes: bytes.to_vec() }
    }

    async fn get(&self, who: Person, path: &str) -> Answer {
        self.ask(Some(who), "GET", path, &[]).await
    }

    /// Hangs the list of a village up now, through the page of the officer.
    async fn posts(&self, village: usize) {
        let path = format!("{}/posting", self.village(village));
        let page = self.get(self.stage.officer, &path).await;
        let value = |name: &str| {
            let from = page.text.find(&format!("name=\"{name}\" value=\"")).unwrap() + name.len() + 15;
            page.text[from..].split('"').next().unwrap().to_owned()
        };
        let fields = [
            ("seen", value("seen")),
            ("hash", value("hash")),
            ("place", "village_house".to_owned()),
            ("place", "commune_office".to_owned()),
            ("announced", "yes".to_owned()),
        ];
        let done = self.ask(Some(self.stage.officer), "POST", &path, &fields).await;
        assert_eq!(done.status, 303, "{}", done.text);
    }

    /// A form with files: field, name of the file, its bytes.
    async fn send(
        &self,
        who: Person,
        path: &str,
        fields: &[(&str, String)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        for (field, name, bytes) in files {
            let head = format!(
                "--x\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
            );
            body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
        }
        body.extend(b"--x--\r\n");
        self.request(Some(who), "POST", path, ("multipart/form-data; boundary=x", body)).await
    }

    fn base(&self) -> String {
        format!("/review/{}", self.stage.id)
    }

    fn village(&self, at: usize) -> String {
        format!("{}/villages/{}", self.base(), self.stage.villages[at])
    }
}

/// All pages of the proceeding that everybody in its commune sees.
fn pages(house: &House) -> Vec<String> {
    let (base, village) = (house.base(), house.village(0));
    vec![
        base.clone(),
        format!("{base}/roster"),
        village.clone(),
        format!("{village}/meeting"),
        format!("{village}/posting"),
        format!("{base}/complaints"),
        format!("{base}/recognition"),
    ]
}

const HEADS: [&str; 6] =
    ["Nguyễn Văn An", "Lê Thị Bình", "Phạm Văn Chi", "Trần Văn Dũng", "Đỗ Thị Em", "Võ Văn Giang"];

#[tokio::test(flavor = "multi_thread")]
async fn a_review_is_seen_and_worked_on_only_inside_its_commune() {
    both(|location| async move {
        let stage = Stage::classified(&location).await;
        let elsewhere = stage.person("xa.khac", Role::CommuneOfficer, NEXT_WARD).await;
        let house = House::over(stage);
        let events = house.stage.walk().await.events.len();
        for path in pages(&house) {
            let own = house.get(house.stage.officer, &path).await;
            assert_eq!(own.status, 200, "{path}: {}", own.text);
            let other = house.get(elsewhere, &path).await;
            assert_eq!(other.status, 404, "{path}");
            assert!(HEADS.iter().all(|head| !other.text.contains(head)), "{path}");
        }
        let board = house.get(elsewhere, "/review").await;
        assert!(!board.text.contains(&house.stage.id.to_string()), "a foreign review on the board");
        let village = house.village(0);
        for (path, fields) in [
            (format!("{}/pass", house.base()), vec![]),
            (village.clone(), vec![("do", "pass".to_owned())]),
            (format!("{village}/meeting"), vec![("do", "hold".to_owned())]),
            (
                format!("{}/complaints", house.base()),
                vec![("do", "search".to_owned()), ("q", "An".to_owned())],
            ),
        ] {
            let answer = house.ask(Some(elsewhere), "POST", &path, &fields).await;
            assert_eq!(answer.status, 404, "{path}");
        }
        assert_eq!(house.stage.walk().await.events.len(), events, "something was done from outside");
    })
    .await;
}

/// The meeting of the first village as a form sends it.
fn meeting(house: &House, present: &str, seen: usize) -> Vec<(&'static str, String)> {
    let office = |id: &str| ("attending", id.to_owned());
    let mut fields = vec![
        ("do", "hold".to_owned()),
        ("seen", seen.to_string()),
        ("held_on", "2026-06-01".to_owned()),
        ("present", present.to_owned()),
    ];
    fields.extend(
        [
            "steering_committee",
            "commune_officer",
            "village_head",
            "party_secretary",
            "mass_organizations",
            "surveyor",
            "households",
        ]
        .map(office),
    );
    for who in [BINH, CHI] {
        let id = house.stage.households[who].to_string();
        fields.push(("household", id.clone()));
        fields.push((Box::leak(format!("agree-{id}").into_boxed_str()), "30".to_owned()));
    }
    fields
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_may_be_done_is_offered_and_a_refusal_says_why_and_what_to_do() {
    both(|location| async move {
        let house = House::over(Stage::classified(&location).await);
        let path = format!("{}/meeting", house.village(0));
        let officer = house.get(house.stage.officer, &path).await;
        assert!(officer.text.contains("value=\"hold\""), "the officer records the meeting");
        let village = house.get(house.stage.officer, &house.village(0)).await;
        assert!(!village.text.contains("value=\"pass\""), "the step is not done");
        assert!(village.text.contains("Họp dân, biểu quyết hộ mới và hộ thoát"), "what to do is said");
        let post = house.get(house.stage.officer, &format!("{}/posting", house.village(0))).await;
        assert!(!post.text.contains("name=\"place\""), "nothing is posted before the meeting");
        // More votes than people: refused with its article, and what was typed is still there.
        let seen = house.stage.walk().await.events.len();
        let refused = house.ask(Some(house.stage.officer), "POST", &path, &meeting(&house, "20", seen)).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("30 ý kiến nhưng chỉ có 20 người dự họp"), "{}", refused.text);
        assert!(refused.text.contains("24/2021/QĐ-TTg") && refused.text.contains("value=\"20\""));
        assert!(refused.text.contains("value=\"30\""), "the votes are still there");
        let counted = [("do", "count".to_owned()), ("present", "70".to_owned())];
        let mut fields = meeting(&house, "70", seen);
        fields.retain(|(name, _)| *name != "do" && *name != "present");
        fields.extend(counted);
        let told = house.ask(Some(house.stage.officer), "POST", &path, &fields).await;
        assert!(
            told.text.contains("30/70 người dự họp đồng ý – chưa đủ 50%"),
            "said in words before it is recorded"
        );
        assert_eq!(house.stage.walk().await.events.len(), seen, "counting records nothing");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_comes_second_is_told_and_loses_nothing_of_what_was_typed() {
    both(|location| async move {
        let house = House::over(Stage::classified(&location).await);
        let path = format!("{}/meeting", house.village(0));
        let seen = house.stage.walk().await.events.len();
        let first = house.ask(Some(house.stage.officer), "POST", &path, &meeting(&house, "40", seen)).await;
        assert_eq!(first.status, 303, "{}", first.text);
        let second = house.ask(Some(house.stage.second), "POST", &path, &meeting(&house, "41", seen)).await;
        assert_eq!(second.status, 409);
        assert!(
            second.text.contains("vừa có người làm việc khác ở đây") || second.text.contains("Vừa có người")
        );
        assert!(
            second.text.contains("value=\"41\"") && second.text.contains("value=\"30\""),
            "what was typed is gone"
        );
        let now = house.stage.walk().await.events.len();
        assert!(second.text.contains(&format!("name=\"seen\" value=\"{now}\"")), "not the newest state");
        assert_eq!(now, seen + 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_posted_list_is_on_the_web_only_for_its_code_and_only_while_it_hangs() {
    both(|location| async move {
        let stage = Stage::posted(&location).await;
        let (walk, village) = (stage.walk().await, stage.villages[1]);
        let old = registry::proceedings::postings_of(&walk, village)[0];
        let secret = stage.registry.posted_secret(stage.id, old).unwrap();
        let then = crate::place::at("2025-09-18");
        assert!(stage.registry.posted(&secret, then).await.unwrap().is_some(), "it hangs");
        // The last minute of the last day, and the first minute after it.
        let last = review::Moment::end_of("2025-09-19".parse().unwrap()).millis();
        assert!(stage.registry.posted(&secret, Instant::from_millis(last)).await.unwrap().is_some());
        assert!(stage.registry.posted(&secret, Instant::from_millis(last + 1)).await.unwrap().is_none());
        // Nobody counts through secrets: every one of them is new, and a changed one opens nothing.
        assert_ne!(stage.registry.posted_secret(stage.id, old), Some(secret.clone()));
        for at in [0, secret.len() / 2, secret.len() - 1] {
            let mut other = secret.clone();
            other[at] ^= 1;
            assert!(stage.registry.posted(&other, then).await.unwrap().is_none(), "byte {at}");
        }
        let house = House::over(stage);
        let gone = house.ask(None, "GET", &format!("/posted/{}", base64(&secret)), &[]).await;
        assert_eq!(gone.status, 404);
        assert!(gone.text.contains("không còn niêm yết") && !gone.text.contains("Trần Văn Dũng"));

        // A new list hangs from now on; the page of the officer has its code.
        let path = format!("{}/posting", house.village(1));
        house.posts(1).await;
        let page = house.get(house.stage.officer, &path).await;
        let address = page.text.split("/posted/").nth(1).unwrap().split('"').next().unwrap();
        let list = house.ask(None, "GET", &format!("/posted/{address}"), &[]).await;
        assert_eq!(list.status, 200);
        assert!(list.text.contains("Trần Văn Dũng") && list.text.contains("Hộ cận nghèo"), "{}", list.text);
        assert_eq!(list.headers.get("cache-control").unwrap(), "no-store");
        assert!(list.headers.get("x-robots-tag").unwrap().to_str().unwrap().contains("noindex"));
        for hidden in
            [house.stage.households[DUNG].to_string(), house.stage.id.to_string(), "1980".to_owned()]
        {
            assert!(!list.text.contains(&hidden), "{hidden}");
        }
        // Whoever was screened out is on no list.
        assert!(!list.text.contains("Võ Văn Giang"));
    })
    .await;
}

fn base64(bytes: &[u8]) -> String {
    use ::base64::Engine as _;
    ::base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_of_the_review_holds_what_is_about_a_person() {
    both(|location| async move {
        let house = House::over(Stage::posted(&location).await);
        let mut all = pages(&house);
        all.extend(["/review".to_owned(), "/review/today".to_owned()]);
        for path in all {
            let answer = house.get(house.stage.officer, &path).await;
            for attribute in ["href=\"", "action=\"", "hx-post=\"", "src=\""] {
                for part in answer.text.split(attribute).skip(1) {
                    let address = part.split('"').next().unwrap();
                    for head in HEADS {
                        let word = head.split(' ').next_back().unwrap();
                        assert!(
                            !address.contains(&encoded(head)) && !address.contains(head),
                            "{path}: {address}"
                        );
                        assert!(!address.contains(&format!("={word}")), "{path}: {address}");
                    }
                }
            }
        }
        let sought = [("do", "search".to_owned()), ("q", "Đỗ Thị Em".to_owned())];
        let path = format!("{}/complaints", house.base());
        let answer = house.ask(Some(house.stage.officer), "POST", &path, &sought).await;
        assert_eq!(answer.status, 200, "a name is answered on the spot and led to no address");
        assert!(answer.text.contains("Đỗ Thị Em") && !answer.headers.contains_key("location"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_is_signed_by_another_and_its_papers_come_from_the_record() {
    both(|location| async move {
        let stage = Stage::signed(&location).await;
        stage.does(stage.leader, Pass { village: None }).await;
        let house = House::over(stage);
        let page = house.get(house.stage.officer, &format!("{}/recognition", house.base())).await;
        let link = format!("{}/certificates\"", house.base());
        assert!(page.text.contains("12/QĐ-UBND") && page.text.contains(&link), "{}", page.text);
        for (paper, mark) in [("decision/pdf", "%PDF"), ("decision/docx", "PK")] {
            let answer = house.get(house.stage.officer, &format!("{}/{paper}", house.base())).await;
            assert_eq!(answer.status, 200, "{paper}");
            assert!(answer.text.starts_with(mark), "{paper}");
        }
        let minutes = house.get(house.stage.officer, &format!("{}/minutes/0-pdf", house.village(0))).await;
        assert!(minutes.text.starts_with("%PDF"));
        let list = format!("{}/posting/now-a3", house.village(0));
        assert!(house.get(house.stage.officer, &list).await.text.starts_with("%PDF"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_says_against_which_answer_it_is_and_feedback_is_kept_apart_from_complaints() {
    both(|location| async move {
        let house = House::over(Stage::posted(&location).await);
        let path = format!("{}/complaints", house.base());
        let field = |name: &'static str, value: &str| (name, value.to_owned());
        let officer = house.stage.officer;
        house.posts(1).await;
        let question =
            house.stage.standard.questionnaire.iter().find(|(_, one)| one.id == "toilet_type").unwrap();
        let complaint = [
            field("do", "receive"),
            ("household", house.stage.households[DUNG].to_string()),
            field("about", "wrong_data"),
            field("from", "citizen"),
            field("against", "toilet_type"),
            field("words", "Nhà tôi chưa có nhà vệ sinh"),
        ];
        let received = house.ask(Some(officer), "POST", &path, &complaint).await;
        assert_eq!(received.status, 303, "{}", received.text);
        let page = house.get(officer, &path).await.text;
        assert!(page.contains("Nhà tôi chưa có nhà vệ sinh"), "what was said");
        let walk = house.stage.walk().await;
        let complained = walk.campaign().unwrap().complaints().next().unwrap().0;
        let complained = uuid::Uuid::from_u128(complained.0);
        let letter = house.get(officer, &format!("{path}/{complained}/pdf")).await;
        assert_eq!(letter.status, 404, "there is no letter before somebody re-checked and answered");
        assert!(page.contains(&format!("Về câu: {}", question.1.label.vi)), "against which answer");
        let sent = format!("{}/feedback", house.base());
        let report = [
            field("do", "take"),
            ("village", house.stage.villages[0].to_string()),
            field("words", "Nhà đó có cửa hàng <b>lớn</b>"),
            field("anonymous", "yes"),
        ];
        let no_village = [field("do", "take"), field("words", "gì đó")];
        let refused = house.ask(Some(officer), "POST", &sent, &no_village).await;
        assert!(
            refused.status == 422
                && refused.text.contains("Chưa chọn thôn")
                && refused.text.contains("gì đó")
        );
        assert_eq!(house.ask(Some(officer), "POST", &sent, &report).await.status, 303);
        let page = house.get(officer, &path).await.text;
        assert!(page.contains("Nhà đó có cửa hàng &#60;b&#62;lớn") && page.contains("không nêu tên"));
        assert!(page.contains("1 khiếu nại chưa trả lời"), "feedback is no complaint");
        let walk = house.stage.walk().await;
        let campaign = walk.campaign().unwrap();
        let id = uuid::Uuid::from_u128(campaign.feedback().next().unwrap().0.0);
        let mut settle =
            vec![field("do", "settle"), ("feedback", id.to_string()), field("finding", "nothing_found")];
        assert_eq!(house.ask(Some(officer), "POST", &sent, &settle).await.status, 422, "without a reason");
        settle.push(field("reason", "đã đến xem, không có cửa hàng"));
        assert_eq!(house.ask(Some(officer), "POST", &sent, &settle).await.status, 303);
        let page = house.get(officer, &path).await.text;
        assert!(page.contains("Không có cơ sở: đã đến xem, không có cửa hàng"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recheck_is_given_to_a_surveyor_who_did_not_survey_the_household_and_to_nobody_else() {
    both(|location| async move {
        let house = House::over(Stage::posted(&location).await);
        let path = format!("{}/complaints", house.base());
        let field = |name: &'static str, value: &str| (name, value.to_owned());
        let (officer, registry) = (house.stage.officer, &house.stage.registry);
        house.posts(1).await;
        let (ward, units) = (Area::Commune(WARD.into()), &house.stage.units);
        let other = house.stage.person("rsv.hai", Role::Surveyor, WARD).await;
        // Who surveyed all of them is a surveyor, too.
        let manages = house.stage.scope(house.stage.administrator, Right::ManageUsers).await.unwrap();
        let role =
            NewGrant { role: Role::Surveyor, area: ward, from: "2025-07-05".parse().unwrap(), until: None };
        registry.grant_role(&manages, units, officer.user, &role, Instant::now()).await.unwrap();
        let complaint = [
            field("do", "receive"),
            ("household", house.stage.households[DUNG].to_string()),
            field("about", "wrong_data"),
            field("from", "citizen"),
            field("words", "Nhà tôi chưa có nhà vệ sinh"),
        ];
        assert_eq!(house.ask(Some(officer), "POST", &path, &complaint).await.status, 303);
        let page = house.get(officer, &path).await;
        let option = |user: registry::UserId| format!("<option value=\"{user}\">");
        assert!(page.text.contains(&option(other.user)), "the other surveyor may be sent");
        assert!(!page.text.contains(&option(officer.user)), "whoever surveyed the household may not");
        let id = hidden(&page, "complaint");
        let give = |user: registry::UserId| {
            [field("do", "give"), ("complaint", id.clone()), ("user", user.to_string())]
        };
        let before = acts(registry).await;
        for nobody in [officer.user, house.stage.leader.user, registry::UserId::fresh()] {
            let refused = house.ask(Some(officer), "POST", &path, &give(nobody)).await;
            assert!(refused.status == 422 && refused.text.contains("Chưa chọn được người phúc tra"));
        }
        let refused = house.ask(Some(house.stage.leader), "POST", &path, &give(other.user)).await;
        assert_eq!(refused.status, 422, "who leads no survey sends nobody");
        assert_eq!(acts(registry).await, before, "nothing was given");
        assert_eq!(house.ask(Some(officer), "POST", &path, &give(other.user)).await.status, 303);
        let scope = house.stage.scope(officer.user, Right::ChangeHouseholds).await.unwrap();
        let household = house.stage.households[DUNG];
        let given = registry.given(&scope, house.stage.campaign, &[household]).await.unwrap();
        assert_eq!(given[&household].0, other.user);
        assert!(house.get(officer, &path).await.text.contains("phúc tra: hộ có trong danh sách"));
    })
    .await;
}

/// Something is done now, as it is through the pages.
async fn does_now<D: Act + Send>(stage: &Stage, deed: D) {
    let (scope, with) = (stage.sees(stage.officer).await, (deed, Beside::default()));
    let at = Instant::now();
    stage.registry.act_on_with(&scope, &stage.units, stage.id, with, None, at).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_just_done_is_told_where_it_is_done_and_on_no_page_of_something_else() {
    both(|location| async move {
        let house = House::over(Stage::posted(&location).await);
        let officer = house.stage.officer;
        house.posts(1).await;
        let told = "Đã ghi: Niêm yết danh sách";
        for path in [house.base(), house.village(1), format!("{}/posting", house.village(1))] {
            assert!(house.get(officer, &path).await.text.contains(told), "{path}");
        }
        let of_commune =
            ["roster", "complaints", "recognition"].map(|page| format!("{}/{page}", house.base()));
        for path in of_commune.into_iter().chain([format!("{}/meeting", house.village(1))]) {
            let answer = house.get(officer, &path).await;
            assert!(answer.status == 200 && !answer.text.contains("Đã ghi:"), "{path}: {}", answer.text);
        }
        let path = format!("{}/posting", house.village(1));
        assert!(!house.get(house.stage.second, &path).await.text.contains("Đã ghi:"), "who did not do it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_that_hangs_is_posted_again_only_on_purpose_and_a_list_that_changed_is_offered() {
    both(|location| async move {
        let house = House::over(Stage::posted(&location).await);
        let (stage, officer) = (&house.stage, house.stage.officer);
        let path = format!("{}/posting", house.village(1));
        let (again, fold) = ("Danh sách đang niêm yết đúng như hiện nay", "<summary>Niêm yết lại");
        let first = house.get(officer, &path).await;
        assert!(first.text.contains("name=\"place\"") && !first.text.contains(again), "nothing hangs yet");
        house.posts(1).await;
        let page = house.get(officer, &path).await;
        let folded = page.text.find(&format!("<details class=\"ct-more\">{fold}")).expect(again);
        assert!(page.text.contains(again) && folded < page.text.find("name=\"place\"").unwrap());
        // What was refused there is not folded away.
        let fields = ["seen", "hash"].map(|name| (name, hidden(&page, name)));
        let refused = house.ask(Some(officer), "POST", &path, &fields).await;
        assert_eq!(refused.status, 422, "{}", refused.text);
        assert!(
            refused.text.contains(&format!("<details class=\"ct-more\" open>{fold}")),
            "{}",
            refused.text
        );
        // Em says that she was left out and is found to be poor: the list says something new.
        let (complaint, household) = (ComplaintRef(77), stage.house(EM));
        let complain = Complain {
            complaint,
            household,
            village: village_ref(stage.villages[1]),
            about: Grievance::WrongExclusion,
            from: Source::Citizen,
            against: None,
            words: String::new(),
        };
        does_now(stage, complain).await;
        let days = i32::try_from(Instant::now().millis() / 86_400_000).unwrap();
        stage.on(&Day::from_epoch_days(days + 1).to_string());
        stage.found(EM, poor(), stage.second).await;
        let surveyor = person_ref(stage.second.user);
        does_now(stage, Recheck { complaint, surveyor, outcome: review::Outcome::Poor }).await;
        does_now(stage, AnswerComplaint { complaint, reason: "đã phúc tra".into() }).await;
        let changed = house.get(officer, &path).await.text;
        assert!(
            changed.contains("name=\"place\"") && changed.contains("Danh sách đang niêm yết đến hết ngày"),
            "{changed}"
        );
        assert!(!changed.contains(again) && !changed.contains(fold), "{changed}");
    })
    .await;
}

/// The review of the next ward, of four villages without anybody in it, by a procedure of this pack.
async fn next_ward(location: &registry::store::Location, packs: &PackFiles) -> House {
    let mut stage = Stage::opened(location).await;
    let names = ["Tổ dân phố 6", "Tổ dân phố 7", "Tổ dân phố 8", "Tổ dân phố 9"];
    let names = names.map(|name| village(name, NEXT_WARD)).to_vec();
    stage.villages = stage.registry.add_villages(None, names, stage.tick()).await.unwrap();
    stage.officer = stage.person("xa.khac", Role::CommuneOfficer, NEXT_WARD).await;
    stage.leader = stage.person("chu.tich.khac", Role::CommuneLeader, NEXT_WARD).await;
    let (campaign, procedure) = (stage.campaign, "yearly-2021".to_owned());
    let new = NewProceeding { campaign, procedure, commune: NEXT_WARD.into(), month: None };
    let scope = stage.sees(stage.officer).await;
    let opened = stage.registry.open_proceeding(&scope, packs, &stage.units, &new, stage.tick()).await;
    stage.id = opened.unwrap();
    House::over(stage)
}

#[tokio::test(flavor = "multi_thread")]
async fn villages_without_a_household_are_one_line_of_the_history() {
    both(|location| async move {
        let house = next_ward(&location, &pack()).await;
        let (stage, officer) = (&house.stage, house.stage.officer);
        let families = vec![family("Bùi Thị Hạnh", stage.villages[0])];
        let home = stage.registry.register_households(None, "a test", families, stage.tick()).await.unwrap();
        let (household, village) = (household_ref(home[0].household), village_ref(stage.villages[0]));
        let why = Why::Asked { form: "review".into() };
        stage.does(officer, Enroll { household, village, why, formerly: Vec::new() }).await;
        stage.does(officer, Screen { household, goes_on: true, ticked: Vec::new() }).await;
        stage.does(officer, Pass { village: None }).await;
        let page = house.get(officer, &house.base()).await;
        let fields = [("seen", hidden(&page, "seen"))];
        let before = stage.walk().await.events.len();
        let done = house.ask(Some(officer), "POST", &format!("{}/pass-empty", house.base()), &fields).await;
        assert_eq!(done.status, 303, "{}", done.text);
        assert!(stage.walk().await.events.len() >= before + 9, "three villages pass several steps");
        let page = house.get(officer, &house.base()).await.text;
        let history = page.split("id=\"history\"").nth(1).unwrap();
        assert_eq!(history.matches("Chuyển sang bước sau").count(), 2, "theirs, and that of the commune");
        assert!(history.contains("3 thôn, tổ dân phố không có hộ nào trong đợt"), "{history}");
        assert_eq!(history.matches("Bùi Thị Hạnh").count(), 2, "what is about a household stays");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn doing_a_step_again_says_which_step() {
    both(|location| async move {
        let stage = Stage::classified(&location).await;
        let mut meeting = stage.meeting(1, &[DUNG]);
        (meeting.agenda[0].agree, meeting.agenda[0].disagree) = (3, 30);
        stage.does(stage.officer, meeting).await;
        let house = House::over(stage);
        let page = house.get(house.stage.officer, &house.village(1)).await.text;
        assert!(page.contains("Làm lại bước: Khảo sát") && !page.contains("Làm lại bước trước"), "{page}");
    })
    .await;
}

/// The pack, where no text says how long the opinion may take.
fn without_days_of_the_opinion() -> PackFiles {
    let known = pack();
    let file = |path: &str| {
        let bytes = known.get(path).unwrap().to_vec();
        if path != "procedures/yearly-2021.toml" {
            return (path.to_owned(), bytes);
        }
        let text = String::from_utf8(bytes).unwrap();
        let length = "days     = 5\nunit     = \"working_day\"\n";
        assert_eq!(text.matches(length).count(), 1, "the clock of the opinion");
        let unknown = "unknown  = { vi = \"chưa đọc được\", en = \"not read\" }\n";
        (path.to_owned(), text.replace(length, unknown).into_bytes())
    };
    PackFiles::new(known.list("", "").map(file))
}

/// The department is asked for its opinion on a review of nobody.
async fn asked_for_an_opinion(location: &registry::store::Location, packs: &PackFiles) -> House {
    let house = next_ward(location, packs).await;
    let (stage, office) = (&house.stage, "province_department".to_owned());
    stage.does(stage.officer, Pass { village: None }).await;
    for village in 0..stage.villages.len() {
        for _ in 0..5 {
            stage.passes(village).await;
        }
    }
    let setting = Setting::OpinionBy(Some(office.clone()));
    stage.does(stage.leader, Determine { setting, reason: "văn bản của tỉnh".to_owned() }).await;
    stage.does(stage.leader, AskOpinion { office }).await;
    house
}

/// Whether the page tells the last day; that there was none; where it is determined.
async fn last_day(house: &House) -> [bool; 3] {
    let page = house.get(house.stage.leader, &format!("{}/recognition", house.base())).await.text;
    assert!(page.contains("Đã xin ý kiến lúc"), "{page}");
    let link = format!("{}#what-opinion\"", house.base());
    ["trả lời trước hết ngày", "khi xin ý kiến chưa xác định hạn trả lời", &link]
        .map(|words| page.contains(words))
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opinion_that_was_asked_for_without_a_last_day_says_so_and_where_it_is_determined() {
    both(|location| async move {
        let house = asked_for_an_opinion(&location, &without_days_of_the_opinion()).await;
        assert_eq!(last_day(&house).await, [false, true, true]);
        // Whoever determined it is no longer sent there; what was asked stays as it was asked.
        let leader = house.stage.leader;
        let base = house.get(leader, &house.base()).await;
        assert!(base.text.contains("id=\"what-opinion\""), "{}", base.text);
        let fields = [
            ("what", "opinion".to_owned()),
            ("seen", hidden(&base, "seen")),
            ("days", "5".to_owned()),
            ("unit", "working_day".to_owned()),
            ("reason", "văn bản của tỉnh".to_owned()),
        ];
        let path = format!("{}/determinations", house.base());
        assert_eq!(house.ask(Some(leader), "POST", &path, &fields).await.status, 303);
        assert_eq!(last_day(&house).await, [false, true, false]);
    })
    .await;
    both(|location| async move {
        let house = asked_for_an_opinion(&location, &pack()).await;
        assert_eq!(last_day(&house).await, [true, false, false]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_is_shown_as_it_was_known_and_nothing_is_offered_there() {
    both(|location| async move {
        let house = House::over(Stage::posted(&location).await);
        let officer = house.stage.officer;
        let opened = house.stage.walk().await.proceeding.opened_at;
        let day = vocab::Day::from_epoch_days((opened.millis() / 86_400_000) as i32);
        for path in
            pages(&house).into_iter().filter(|path| !path.ends_with("meeting") && !path.ends_with("posting"))
        {
            let answer = house.get(officer, &format!("{path}?known={day}")).await;
            assert_eq!(answer.status, 200, "{path}");
            assert!(answer.text.contains("Tình hình như đã biết đến hết ngày"), "{path}");
            assert!(!answer.text.contains("name=\"do\" value="), "{path} offers something");
        }
        let before = house.get(officer, &format!("{}?known=2020-01-01", house.base())).await;
        assert_eq!(before.status, 404, "it was not opened yet");
    })
    .await;
}

/// A value of a hidden field of a page.
fn hidden(page: &Answer, name: &str) -> String {
    let from = page.text.find(&format!("name=\"{name}\" value=\"")).unwrap() + name.len() + 15;
    page.text[from..].split('"').next().unwrap().to_owned()
}

/// A JPEG that says where it was taken.
fn photograph() -> Vec<u8> {
    let segment = |marker: u8, content: &[u8]| {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], &length[..], content].concat()
    };
    let story = segment(0xfe, b"GPS 11.94N");
    let picture = [segment(0xdb, &[7; 65]), segment(0xda, &[1, 1, 0, 0, 63, 0])].concat();
    [vec![0xff, 0xd8], story, picture, vec![1, 2, 3, 0xff, 0xd9]].concat()
}

fn links(page: &Answer, part: &str) -> Vec<String> {
    let all = page.text.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
    all.filter(|link| link.contains(part)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn photographs_of_a_posting_and_scans_are_kept_and_handed_out_only_to_whoever_sees_the_deed() {
    both(|location| async move {
        let stage = Stage::posted(&location).await;
        let elsewhere = stage.person("xa.khac", Role::CommuneOfficer, NEXT_WARD).await;
        let house = House::over(stage);
        let officer = house.stage.officer;
        let path = format!("{}/posting", house.village(1));
        let page = house.get(officer, &path).await;
        assert!(
            page.text.contains("type=\"file\"")
                && page.text.contains("accept=\"image/*\" capture=\"environment\""),
            "a phone takes the photograph"
        );
        let fields = |taken: &str| {
            vec![
                ("seen", hidden(&page, "seen")),
                ("hash", hidden(&page, "hash")),
                ("place", "village_house".to_owned()),
                ("place", "commune_office".to_owned()),
                ("announced", "yes".to_owned()),
                ("taken", taken.to_owned()),
            ]
        };
        let jpeg = photograph();
        // What is no photograph is refused with what to send; nothing hangs, and what was marked is still marked.
        for (name, bytes, why) in [
            ("nơi treo.jpg", &b"%PDF-1.4"[..], "không phải loại tệp nhận được ở đây"),
            ("nơi treo.png", &jpeg[..], "thật ra là JPEG"),
        ] {
            let told = house.send(officer, &path, &fields(""), &[("photo-village_house", name, bytes)]).await;
            assert_eq!(told.status, 422);
            assert!(told.text.contains(why) && told.text.contains(name), "{why}");
            assert!(told.text.contains("value=\"village_house\" checked"));
        }
        let ahead = house
            .send(officer, &path, &fields("2999-01-01T08:00"), &[("photo-village_house", "a.jpg", &jpeg)])
            .await;
        assert_eq!(ahead.status, 422);
        assert!(ahead.text.contains("iờ chụp ảnh chưa tới"));
        let sent = [("photo-village_house", "nơi treo.jpg", &jpeg[..]), ("photo-commune_office", "", &[])];
        let done = house.send(officer, &path, &fields("2026-06-01T08:30"), &sent).await;
        assert_eq!(done.status, 303, "{}", done.text);
        let page = house.get(officer, &path).await;
        assert!(page.text.contains("01/06/2026 08:30") && page.text.contains("Nhà văn hóa"), "{}", page.text);
        let files = links(&page, "/files/");
        assert_eq!(files.len(), 1);
        let taken = house.get(officer, &files[0]).await;
        assert_eq!(
            (taken.status, taken.headers.get("cache-control").unwrap().to_str().unwrap()),
            (200, "no-store")
        );
        let disposition = taken.headers.get("content-disposition").unwrap().to_str().unwrap();
        assert!(disposition.starts_with("attachment;"), "{disposition}");
        assert!(!taken.text.contains("GPS"), "where it was taken is left out");
        assert_eq!(house.get(elsewhere, &files[0]).await.status, 404);
        assert_ne!(house.ask(None, "GET", &files[0], &[]).await.status, 200);
        // The list on the web shows no photograph.
        let address = page.text.split("/posted/").nth(1).unwrap().split('"').next().unwrap();
        let public = house.ask(None, "GET", &format!("/posted/{address}"), &[]).await;
        assert!(public.status == 200 && !public.text.contains("/files/"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_file_says_what_a_decision_made_of_a_household_and_explains_its_result_on_paper() {
    both(|location| async move {
        let house = House::over(Stage::signed(&location).await);
        let officer = house.stage.officer;
        let file = |who: usize| format!("/households/{}", house.stage.households[who]);
        let page = house.get(officer, &format!("{}?day=2026-02-01", file(BINH))).await.text;
        assert!(page.contains("Diện được công nhận") && page.contains("theo Quyết định số 12/QĐ-UBND"));
        assert!(page.contains("theo dõi đến hết ngày 01/01/2029"), "an escaped household is watched");
        assert!(page.contains("Quyết định số 12/QĐ-UBND: "), "on the time line");
        let earlier = house.get(officer, &format!("{}?day=2025-06-01", file(BINH))).await.text;
        assert!(!earlier.contains("theo Quyết định số 12/QĐ-UBND"), "not before it holds");
        let sheet = house.get(officer, &format!("{}/explanation.pdf", file(CHI))).await;
        assert_eq!(sheet.status, 200, "{}", sheet.text);
        assert!(sheet.text.starts_with("%PDF"));
        let elsewhere = house.stage.person("xa.khac", Role::CommuneOfficer, NEXT_WARD).await;
        let other = house.get(elsewhere, &format!("{}/explanation.pdf", file(CHI))).await;
        assert!(other.status >= 400 && !other.text.starts_with("%PDF"));
        let watched = house.get(officer, "/review/watched").await.text;
        assert!(watched.contains("Lê Thị Bình") && !watched.contains("Phạm Văn Chi"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_is_recorded_with_its_scan_or_not_at_all() {
    both(|location| async move {
        let stage = Stage::to_recognition(&location).await;
        let proposal = stage.proposal().await;
        stage.does(stage.officer, proposal).await;
        let house = House::over(stage);
        let (leader, path) = (house.stage.leader, format!("{}/signature", house.base()));
        let page = house.get(leader, &format!("{}/recognition", house.base())).await;
        let fields = [
            ("seen", hidden(&page, "seen")),
            ("hash", hidden(&page, "hash")),
            ("number", "45/QĐ-UBND".to_owned()),
            ("signed_on", today().to_string()),
        ];
        for files in [&[][..], &[("scan", "", &b""[..])], &[("scan", "a.exe", b"MZ")]] {
            let told = house.send(leader, &path, &fields, files).await;
            assert_eq!(told.status, 422);
            assert!(told.text.contains("45/QĐ-UBND"), "what was typed is still there");
        }
        assert!(house.stage.walk().await.campaign().unwrap().decision().is_none());
        let scan = b"%PDF-1.7 quyet dinh";
        let done = house.send(leader, &path, &fields, &[("scan", "QĐ 45.pdf", scan)]).await;
        assert_eq!(done.status, 303, "{}", done.text);
        let page = house.get(house.stage.officer, &format!("{}/recognition", house.base())).await;
        let files = links(&page, "/files/");
        assert_eq!(files.len(), 1, "{}", page.text);
        let taken = house.get(house.stage.officer, &files[0]).await;
        assert_eq!(taken.text.as_bytes(), scan);
        let name = taken.headers.get("content-disposition").unwrap().to_str().unwrap();
        assert!(name.contains("filename*=UTF-8''Q%C4%90%2045.pdf"), "{name}");
    })
    .await;
}

/// Households whose certificates are recorded as issued.
/// Stands for the field of one household.
const HELD: &str = "held-one";

async fn issued(house: &House) -> usize {
    let walk = house.stage.walk().await;
    walk.campaign().unwrap().cases().filter(|case| case.has_certificate()).count()
}

/// The page of certificates once nothing is under way any more.
async fn at_rest(house: &House) -> Answer {
    let path = format!("{}/certificates", house.base());
    loop {
        let page = house.get(house.stage.officer, &path).await;
        assert_eq!(page.status, 200, "{}", page.text);
        if !page.headers.contains_key("refresh") {
            return page;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

/// A server made one certificate of three and was gone.
async fn interrupted(location: &registry::store::Location) -> House {
    let stage = Stage::signed(location).await;
    stage.does(stage.leader, Pass { village: None }).await;
    let scope = stage.sees(stage.officer).await;
    let households = [AN, CHI, DUNG].map(|who| (stage.households[who], CertificateForm::New));
    let wish = CertificateWish::new(false, crate::place::day("2025-09-26"), (0, 0), households, 1);
    let task = stage.registry.begin_certificates(&scope, stage.id, wish, stage.tick()).await.unwrap();
    let (_, first) = &task.wish.parts[0];
    let kept =
        stage.registry.keep_certificates(&task, 1, (first, b"%PDF made before".to_vec()), stage.tick()).await;
    assert!(kept.unwrap());
    House::over(stage)
}

#[tokio::test(flavor = "multi_thread")]
async fn certificates_go_on_where_a_server_stopped_and_are_issued_when_they_are_printed() {
    both(|location| async move {
        let house = interrupted(&location).await;
        let (officer, path) = (house.stage.officer, format!("{}/certificates", house.base()));
        let page = at_rest(&house).await;
        assert!(page.text.contains("data-state=\"done\"") && page.text.contains("3 / 3"), "{}", page.text);
        let parts = links(&page, "/certificates/");
        assert_eq!(parts.len(), 3);
        let first = house.get(officer, &parts[0]).await;
        assert_eq!(first.text, "%PDF made before", "a part that is done is not made again");
        for part in &parts[1..] {
            let pdf = house.get(officer, part).await;
            assert!(pdf.text.starts_with("%PDF-") && pdf.text.len() > 2_000, "{part}");
            assert_eq!(pdf.headers.get("cache-control").unwrap(), "no-store");
        }
        assert_eq!(issued(&house).await, 0, "printing issues nothing");
        let fields = [("do", "issue".to_owned()), ("seen", hidden(&page, "seen"))];
        assert_eq!(
            house.ask(Some(house.stage.leader), "POST", &path, &fields).await.status,
            422,
            "it is the officer's"
        );
        assert_eq!(house.ask(Some(officer), "POST", &path, &fields).await.status, 303);
        assert_eq!(issued(&house).await, 3);
        let twice = house.ask(Some(officer), "POST", &path, &fields).await;
        assert_eq!(twice.status, 422, "nothing is left to record");
        // Printed again, nothing is recorded.
        let events = house.stage.walk().await.events.len();
        let again = house.ask(Some(officer), "POST", &path, &[("do", "again".to_owned())]).await;
        assert_eq!(again.status, 303, "{}", again.text);
        let page = at_rest(&house).await;
        assert!(page.text.contains("data-state=\"done\""), "{}", page.text);
        let parts = links(&page, "/certificates/");
        assert_eq!(parts.len(), 1, "all in one file");
        assert!(!page.text.contains("value=\"issue\""));
        assert_eq!(house.stage.walk().await.events.len(), events);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_that_holds_a_certificate_from_before_the_program_gets_only_the_row_of_this_year() {
    both(|location| async move {
        let house = House::over(Stage::signed(&location).await);
        house.stage.does(house.stage.leader, Pass { village: None }).await;
        let (officer, path) = (house.stage.officer, format!("{}/certificates", house.base()));
        let (holds, other) = (house.stage.households[AN], house.stage.households[DUNG]);
        let page = house.get(officer, &path).await;
        for household in [holds, other] {
            assert!(page.text.contains(&format!("name=\"held-{household}\"")), "{}", page.text);
        }
        assert!(!page.text.contains("In hàng lên giấy bắt đầu từ năm 2022"), "its grid ends with 2025");
        let make = |of: &str, since: &str| {
            [("do", "make".to_owned()), ("held", of.to_owned()), (HELD, since.to_owned())]
                .map(|(name, value)| (name.replace(HELD, &format!("held-{other}")), value))
        };
        let sent = async |fields: [(String, String); 3]| {
            let fields = fields.each_ref().map(|(name, value)| (name.as_str(), value.clone()));
            house.ask(Some(officer), "POST", &path, &fields).await
        };
        let refused = sent(make("2022", "new")).await;
        assert!(refused.status == 422 && refused.text.contains("không còn hàng cho năm này"));
        assert_eq!(sent(make("2024", "new")).await.status, 303);
        let page = at_rest(&house).await;
        assert!(page.text.contains("data-state=\"done\""), "{}", page.text);
        let fields = [("do", "issue".to_owned()), ("seen", hidden(&page, "seen"))];
        assert_eq!(house.ask(Some(officer), "POST", &path, &fields).await.status, 303);
        let walk = house.stage.walk().await;
        let printed = walk.events.iter().filter_map(|one| match &one.event.deed {
            review::Deed::IssueCertificate(deed) => {
                Some((registry::proceedings::household_id(deed.household), one.printed?))
            }
            _ => None,
        });
        let printed: std::collections::BTreeMap<_, _> = printed.collect();
        assert_eq!(printed[&holds], CertificateForm::Row { first_year: 2024 });
        assert_eq!(printed[&other], CertificateForm::New);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_stopped_certificates_only_those_in_whole_files_are_issued_and_the_others_are_made_later() {
    both(|location| async move {
        let house = interrupted(&location).await;
        let (officer, path) = (house.stage.officer, format!("{}/certificates", house.base()));
        let press = async |what: &str, seen: String| {
            let fields = [("do", what.to_owned()), ("seen", seen), ("right", "1,5".to_owned())];
            house.ask(Some(officer), "POST", &path, &fields).await
        };
        assert_eq!(press("stop", String::new()).await.status, 303);
        let page = at_rest(&house).await;
        assert!(page.text.contains("data-state=\"stopped\"") && page.text.contains("value=\"resume\""));
        assert_eq!(links(&page, "/certificates/").len(), 1);
        assert_eq!(press("issue", hidden(&page, "seen")).await.status, 303);
        assert_eq!(issued(&house).await, 1, "what was not printed is not issued");
        let done = press("make", String::new()).await;
        assert_eq!(done.status, 303, "{}", done.text);
        let page = at_rest(&house).await;
        assert!(page.text.contains("2 / 2"), "{}", page.text);
        assert_eq!(press("issue", hidden(&page, "seen")).await.status, 303);
        assert_eq!(issued(&house).await, 3);
        let crooked = house
            .ask(Some(officer), "POST", &path, &[("do", "again".to_owned()), ("down", "x".to_owned())])
            .await;
        assert_eq!(crooked.status, 422);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_decision_is_corrected_by_another_that_two_people_make() {
    both(|location| async move {
        let stage = Stage::signed(&location).await;
        stage.does(stage.leader, Pass { village: None }).await;
        stage.on("2025-10-10");
        let house = House::over(stage);
        let (officer, leader, path) =
            (house.stage.officer, house.stage.leader, format!("{}/correction", house.base()));
        let page = house.get(officer, &path).await;
        assert!(page.text.contains("Chưa có kết quả nào ghi sau khi ký"), "{}", page.text);
        house.stage.found(AN, crate::town::near_poor(), house.stage.second).await;
        let page = house.get(officer, &path).await;
        assert!(
            page.text.contains("Nguyễn Văn An") && page.text.contains("value=\"reconsider\""),
            "{}",
            page.text
        );
        assert!(!page.text.contains("value=\"propose\""), "nothing to propose before the check is recorded");
        let fields = |page: &Answer, names: &[&'static str]| -> Vec<(&'static str, String)> {
            names.iter().map(|name| (*name, hidden(page, name))).collect()
        };
        let with = |mut fields: Vec<(&'static str, String)>, more: &[(&'static str, &str)]| {
            fields.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
            fields
        };
        let taken = with(fields(&page, &["seen", "household"]), &[("do", "reconsider")]);
        assert_eq!(house.ask(Some(officer), "POST", &path, &taken).await.status, 303);
        let page = house.get(officer, &path).await;
        let next = format!("{path}/next-docx");
        assert!(page.text.contains(&format!("href=\"{next}\"")), "{}", page.text);
        let paper = house.get(officer, &next).await.words();
        for said in [
            "Số: ............/QĐ-UBND",
            "Sửa đổi Quyết định số 12/QĐ-UBND ngày 25 tháng 9 năm 2025",
            "Lý do: ............",
            "có giá trị từ ngày 01/01/2026",
            "Nguyễn Văn An Tổ dân phố 1 hộ nghèo hộ cận nghèo",
        ] {
            assert!(paper.contains(said), "{said}: {paper}");
        }
        let draft = fields(&page, &["seen", "hash", "corrects", "corrects_on"]);
        let silent = with(draft.clone(), &[("do", "propose"), ("reason", " ")]);
        let told = house.ask(Some(officer), "POST", &path, &silent).await;
        assert!(told.status == 422 && told.text.contains("hưa ghi lý do sửa quyết định"));
        let proposed = with(draft, &[("do", "propose"), ("reason", "phản ánh số 5")]);
        assert_eq!(house.ask(Some(officer), "POST", &path, &proposed).await.status, 303);
        assert!(house.get(leader, &next).await.words().contains("Lý do: phản ánh số 5"));
        let page = house.get(leader, &path).await;
        let today = today().to_string();
        let signed = with(
            fields(&page, &["seen", "hash"]),
            &[("do", "sign"), ("number", "15/QĐ-UBND"), ("signed_on", &today)],
        );
        assert_eq!(house.send(leader, &path, &signed, &[]).await.status, 422, "no scan");
        let own = house.send(officer, &path, &signed, &[("scan", "a.pdf", b"%PDF-1.7 sua")]).await;
        assert_eq!(own.status, 422, "the officer does not sign");
        let done = house.send(leader, &path, &signed, &[("scan", "a.pdf", b"%PDF-1.7 sua")]).await;
        assert_eq!(done.status, 303, "{}", done.text);
        let page = house.get(officer, &path).await;
        for shown in ["15/QĐ-UBND", "12/QĐ-UBND", "phản ánh số 5", "Nguyễn Văn An", "/files/"] {
            assert!(page.text.contains(shown), "{shown}");
        }
        let first = format!("{path}/0-docx");
        assert!(page.text.contains(&format!("href=\"{first}\"")), "{}", page.text);
        let paper = house.get(officer, &first).await.words();
        for said in [
            "Số: 15/QĐ-UBND",
            "ngày 15 tháng 6 năm 2026",
            "Nội dung khác của Quyết định số 12/QĐ-UBND",
            "Nguyễn Văn An Tổ dân phố 1 hộ nghèo hộ cận nghèo",
        ] {
            assert!(paper.contains(said), "{said}: {paper}");
        }
        assert!(house.get(officer, &format!("{path}/0-pdf")).await.bytes.starts_with(b"%PDF"));
        for none in [next.as_str(), &format!("{path}/1-pdf"), &format!("{path}/0-odt")] {
            assert_eq!(house.get(officer, none).await.status, 404, "{none}");
        }
        // The decision of September is printed as it was signed.
        let paper = house.get(officer, &format!("{}/decision/docx", house.base())).await.words();
        assert!(paper.contains("Danh sách hộ nghèo: 02 hộ"), "{paper}");
        // A certificate names the decision by which its household is recognised: the files are apart.
        let certificates = format!("{}/certificates", house.base());
        let made = house.ask(Some(officer), "POST", &certificates, &[("do", "make".to_owned())]).await;
        assert_eq!(made.status, 303, "{}", made.text);
        let page = at_rest(&house).await;
        assert!(page.text.contains("data-state=\"done\""), "{}", page.text);
        assert_eq!(links(&page, "/certificates/").len(), 2, "one of each decision");
        let page = house.get(officer, &format!("{}/recognition", house.base())).await;
        assert!(page.text.contains("12/QĐ-UBND") && page.text.contains("Đã được sửa bởi: 15/QĐ-UBND"));
        let elsewhere = house.stage.person("xa.khac", Role::CommuneOfficer, NEXT_WARD).await;
        for of in [&path, &first] {
            assert_eq!(house.get(elsewhere, of).await.status, 404, "{of}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asked_and_is_not_recognised_has_a_letter_with_the_reason_and_nobody_else_has() {
    both(|location| async move {
        let stage = Stage::signed(&location).await;
        stage.does(stage.leader, Pass { village: None }).await;
        let reason = "thu nhập trên chuẩn".to_owned();
        let household = registry::proceedings::household_ref(stage.households[GIANG]);
        stage.does(stage.officer, review::AnswerApplicant { household, reason }).await;
        let elsewhere = stage.person("xa.khac", Role::CommuneOfficer, NEXT_WARD).await;
        let house = House::over(stage);
        let letter = |who: usize, kind: &str| {
            format!("{}/refusals/{}/{kind}", house.base(), house.stage.households[who])
        };
        let page = house.get(house.stage.officer, &format!("{}/recognition", house.base())).await;
        assert!(page.text.contains(&letter(GIANG, "pdf")));
        for (kind, mark) in [("pdf", "%PDF"), ("docx", "PK")] {
            let answer = house.get(house.stage.officer, &letter(GIANG, kind)).await;
            assert!(answer.status == 200 && answer.text.starts_with(mark), "{kind}: {}", answer.status);
            assert_eq!(house.get(house.stage.officer, &letter(CHI, kind)).await.status, 404, "recognised");
            assert_eq!(house.get(elsewhere, &letter(GIANG, kind)).await.status, 404);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_has_one_yearly_review_whatever_day_its_results_hold_from() {
    both(|location| async move {
        let stage = Stage::opened(&location).await;
        let earlier = registry::review::NewCampaign {
            result_day: "2026-06-30".parse().unwrap(),
            ..crate::stage::campaign_of(&stage.standard, 2026)
        };
        stage.registry.open_campaign(None, &earlier, &stage.standard, stage.tick()).await.unwrap();
        let house = House::over(stage);
        let count = async || house.stage.registry.campaigns().await.unwrap().len();
        let before = count().await;
        let fields = [
            ("procedure", "yearly-2021".to_owned()),
            ("year", "2026".to_owned()),
            ("month", String::new()),
            ("commune", WARD.to_owned()),
        ];
        let opened = house.ask(Some(house.stage.officer), "POST", "/review/new", &fields).await;
        assert_eq!(opened.status, 303, "{}", opened.text);
        assert_eq!(count().await, before, "the review of that year is taken, not a second one opened");
    })
    .await;
}
