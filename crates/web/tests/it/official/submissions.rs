//! Reports that go up, through HTTP: sent as they were seen, returned, sent again, accepted, added up; and files between instances.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use calamine::{Data, Reader, Xlsx};
use engine::figures::Counts;
use registry::access::{Area, Right};
use registry::reporting::{Answer, Content, Decided, NewReport, Unit};
use registry::review::{NewCampaign, ReviewKind};
use registry::snapshot::Which;
use registry::{Actor, ReportId, Role};
use review::{AnswerApplicant, DeedKind, IssueCertificate, Pass, Why};
use store::testing::{Fresh, both};
use tower::ServiceExt;
use web::{Site, router};

use crate::client::{pack, today};
use crate::invented::{self, noon};
use crate::stage::{AN, CHI, DUNG, GIANG, Stage, campaign_of};

use super::town::{Got, NEXT, Town, WARD, actor, links};

const PERIOD: &str = "official-2025";

/// An answer with where it leads.
struct Sent {
    got: Got,
    to: Option<String>,
}

impl Town {
    async fn send(&self, who: &Actor, path: &str, (kind, body): (&str, Vec<u8>)) -> Sent {
        for _ in 0..100 {
            let pages = router(self.site.clone()).layer(Extension(Some(who.clone())));
            let request = Request::post(path)
                .header(header::ACCEPT_LANGUAGE, "vi")
                .header("sec-fetch-site", "same-origin")
                .header(header::CONTENT_TYPE, kind)
                .body(Body::from(body.clone()))
                .unwrap();
            let response = pages.oneshot(request).await.unwrap();
            let status = response.status().as_u16();
            let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
            let bytes = to_bytes(response.into_body(), 50_000_000).await.unwrap().to_vec();
            if status != 202 {
                return Sent { got: Got { status, bytes }, to };
            }
        }
        panic!("{path} is never ready");
    }

    async fn post(&self, who: &Actor, path: &str, fields: &[(&str, &str)]) -> Sent {
        let form = serde_urlencoded::to_string(fields).unwrap().into_bytes();
        self.send(who, path, ("application/x-www-form-urlencoded", form)).await
    }

    async fn upload(&self, who: &Actor, file: &[u8]) -> Sent {
        let head = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.ctb\"\r\n\r\n";
        let body = [head.as_bytes(), file, b"\r\n--x--\r\n"].concat();
        self.send(who, "/reports/exchange", ("multipart/form-data; boundary=x", body)).await
    }

    /// Prepares the report of a ward and sends it; gives its address.
    async fn report(&self, who: &Actor, ward: &str) -> String {
        let new = format!("/reports/submissions/new?report={PERIOD}&commune={ward}");
        let html = self.get(who, &new).await.html();
        let fields = ["report", "commune", "seen", "replaces"].map(|name| (name, hidden(&html, name)));
        let mut fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fields.push(("acknowledged", "yes"));
        let sent = self.post(who, "/reports/submissions/new", &fields).await;
        assert_eq!(sent.got.status, 303, "{}", sent.got.text());
        sent.to.unwrap()
    }

    async fn answer(&self, who: &Actor, report: &str, what: &str) {
        let done = self.post(who, report, &[("do", what), ("comment", "xem lại biểu 8")]).await;
        assert_eq!(done.got.status, 303, "{what}: {}", done.got.text());
    }
}

/// The value of a hidden field.
fn hidden(html: &str, name: &str) -> String {
    let after = html.split(&format!("name=\"{name}\" value=\"")).nth(1).expect(name);
    after.split('"').next().unwrap().to_owned()
}

fn ward(code: &str) -> Actor {
    actor(Role::CommuneOfficer, Area::Commune(code.into()))
}

fn department() -> Actor {
    actor(Role::DepartmentOfficer, Area::Province("68".into()))
}

/// The rows of numbers of every sheet.
fn numbers(book: Vec<u8>) -> BTreeMap<String, Vec<Vec<String>>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(book)).unwrap();
    let names = book.sheet_names();
    let rows = |range: calamine::Range<Data>| {
        let of = |row: &[Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>();
        let counts = |row: &&[Data]| {
            row.iter().filter(|cell| matches!(cell, Data::Float(_) | Data::Int(_))).count() > 2
        };
        range.rows().filter(counts).map(of).collect::<Vec<_>>()
    };
    names.into_iter().map(|name| (name.clone(), rows(book.worksheet_range(&name).unwrap()))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ward_sends_the_province_returns_the_ward_sends_again_and_the_sum_is_the_whole_table() {
    both(|location| async move {
        let town = Town::found(&location).await;
        let (officer, above) = (ward(WARD), department());
        let board = format!("/reports/submissions?report={PERIOD}");
        let empty = town.get(&above, &board).await;
        assert_eq!(empty.status, 200);
        // Everything is late by now, and every commune of the province is named as missing.
        let text = empty.text();
        assert!(
            text.contains("19/12/2025") && text.contains("Đã quá hạn") && text.contains("Phường 1 Bảo Lộc"),
            "{text}"
        );
        let new = format!("/reports/submissions/new?report={PERIOD}&commune={WARD}");
        let page = town.get(&officer, &new).await;
        let (text, html) = (page.text(), page.html());
        assert!(text.contains("theo công thức 1-2-3-4 là") && text.contains("Phường 1 Bảo Lộc"), "{text}");
        assert!(!text.contains("Phường 2"), "{text}");
        // Not acknowledged, then not as it was seen: nothing is sent.
        let fields = ["report", "commune", "seen", "replaces"].map(|name| (name, hidden(&html, name)));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = town.post(&officer, "/reports/submissions/new", &fields).await.got;
        assert!(refused.status == 409 && refused.text().contains("chưa xác nhận"), "{}", refused.text());
        let other: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (*name, if *name == "seen" { "0" } else { *value })).collect();
        let stale = town.post(&officer, "/reports/submissions/new", &other).await.got;
        assert!(stale.status == 409 && stale.text().contains("vừa thay đổi"), "{}", stale.text());
        let first = town.report(&officer, WARD).await;
        let seen = town.get(&officer, &first).await.text();
        assert!(
            seen.contains("Đã gửi") && seen.contains("gửi muộn") && !seen.contains("Việc của nơi nhận"),
            "{seen}"
        );
        town.answer(&above, &first, "receive").await;
        town.answer(&above, &first, "return").await;
        let returned = town.get(&officer, &first).await.text();
        assert!(returned.contains("xem lại biểu 8") && returned.contains("1/20"), "{returned}");
        let second = town.report(&officer, WARD).await;
        assert!(town.get(&officer, &first).await.text().contains("Đã có bản thay thế"));
        let third = town.report(&ward(NEXT), NEXT).await;
        for report in [&second, &third] {
            town.answer(&above, report, "receive").await;
            town.answer(&above, report, "accept").await;
        }
        let sum = format!("/reports/submissions/consolidate?report={PERIOD}&province=68");
        let page = town.get(&above, &sum).await;
        let (text, html) = (page.text(), page.html());
        assert!(text.contains("Cộng từ 2 báo cáo") && text.contains("chưa có"), "{text}");
        let seen = hidden(&html, "seen");
        let fields = [("report", PERIOD), ("province", "68"), ("seen", &seen), ("acknowledged", "yes")];
        let whole = town.post(&above, "/reports/submissions/consolidate", &fields).await;
        assert_eq!(whole.got.status, 303, "{}", whole.got.text());
        let whole = whole.to.unwrap();
        // The sum of what the wards sent is the table that is counted from the snapshot of the province.
        let added = town.get(&above, &format!("{whole}/files/mau-bieu.xlsx")).await;
        let counted = town.get(&above, &format!("{}/files/mau-bieu.xlsx", town.root(1))).await;
        let (added, counted) = (numbers(added.bytes), numbers(counted.bytes));
        let mut compared = 0;
        for (sheet, rows) in counted.iter().filter(|(_, rows)| !rows.is_empty()) {
            assert_eq!(added.get(sheet), Some(rows), "{sheet}");
            compared += rows.len();
        }
        assert!(compared > 30, "{compared}");
        let page = town.get(&above, &whole).await.text();
        assert!(page.contains("Tỉnh Lâm Đồng") && page.contains("Cộng từ 2 báo cáo"), "{page}");
        // Of what it added up it says which was returned since.
        let since = "đã trả lại sau khi tổng hợp";
        assert!(!page.contains(since), "{page}");
        town.answer(&above, &third, "return").await;
        let page = town.get(&above, &whole).await.html();
        let part =
            |report: &str| page.split(&format!("href=\"{report}\"")).nth(1).unwrap().split("</li>").next();
        assert!(part(&third).unwrap().contains(since) && !part(&second).unwrap().contains(since), "{page}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_seen_and_answered_only_where_it_belongs() {
    both(|location| async move {
        let town = Town::found(&location).await;
        let report = town.report(&ward(WARD), WARD).await;
        for who in [
            ward(NEXT),
            actor(Role::DepartmentOfficer, Area::Province("79".into())),
            actor(Role::Inspector, Area::Commune(NEXT.into())),
        ] {
            for path in [
                report.clone(),
                format!("{report}/files/bao-cao.pdf"),
                format!("{report}/files/mau-bieu.xlsx"),
            ] {
                assert_eq!(town.get(&who, &path).await.status, 404, "{path}");
            }
            let board = town.get(&who, &format!("/reports/submissions?report={PERIOD}")).await;
            assert!(!board.html().contains(&report), "{}", board.text());
        }
        assert_eq!(
            town.get(&ward(NEXT), &format!("/reports/submissions/new?commune={WARD}")).await.status,
            404
        );
        // The ward itself has no part in what is above, nor has whoever only looks.
        for who in [ward(WARD), actor(Role::Inspector, Area::Everywhere)] {
            let page = town.get(&who, &report).await;
            assert!(page.status == 200 && !page.text().contains("Việc của nơi nhận"));
            assert_eq!(town.post(&who, &report, &[("do", "receive")]).await.got.status, 403);
        }
        assert_eq!(
            town.get(&actor(Role::Surveyor, Area::Everywhere), "/reports/submissions").await.status,
            403
        );
    })
    .await;
}

/// A monthly review in which Chi asked and was recognised as poor.
async fn recognised_in_september(location: &registry::store::Location) -> Stage {
    recognised_in(location, 9).await
}

/// The same of a review of another month, held as late.
async fn recognised_in(location: &registry::store::Location, month: u32) -> Stage {
    let mut stage = Stage::opened(location).await;
    stage.on("2025-09-15");
    let new = NewCampaign {
        kind: ReviewKind::Irregular,
        result_day: "2025-09-15".parse().unwrap(),
        ..campaign_of(&stage.standard, 2025)
    };
    let opened = stage.registry.open_campaign(None, &new, &stage.standard, stage.tick()).await;
    stage.campaign = opened.unwrap();
    stage.id = stage.proceeding_opened("monthly-2021", stage.campaign, Some(month)).await.unwrap();
    stage.enrolls(CHI, Why::Asked { form: "review".into() }).await;
    stage.does(stage.officer, Pass { village: None }).await;
    for village in [1, 2] {
        for _ in 0..5 {
            stage.passes(village).await;
        }
    }
    stage.found(CHI, crate::town::poor(), stage.officer).await;
    stage.surveys(CHI).await;
    stage.passes(0).await;
    stage.classifies(CHI).await;
    stage.passes(0).await;
    let meeting = stage.meeting(0, &[CHI]);
    stage.does(stage.officer, meeting).await;
    stage.minutes(0).await;
    stage.passes(0).await;
    stage.on("2025-09-16");
    let post = stage.post(0).await;
    stage.does(stage.officer, post).await;
    stage.on("2025-09-24");
    stage.passes(0).await;
    stage.passes(0).await;
    stage.on("2025-09-25");
    let proposal = stage.proposal().await;
    let signature = stage.signature(&proposal);
    stage.does(stage.officer, proposal).await;
    stage.does(stage.leader, signature).await;
    stage
}

#[tokio::test(flavor = "multi_thread")]
async fn the_report_of_a_month_says_what_its_signed_decisions_recognised_and_nothing_is_no_report() {
    both(|location| async move {
        let stage = recognised_in_september(&location).await;
        let site = Site::read(&pack(), "1.2.3", today, false).unwrap();
        let site = Arc::new(site.with_registry(stage.registry.clone()));
        let officer = stage.registry.actor(stage.officer.user).await.unwrap().unwrap();
        let ask = |method: &'static str, path: String, form: String| {
            let pages = router(site.clone()).layer(Extension(Some(officer.clone())));
            async move {
                let request = Request::builder().method(method).uri(path);
                let request =
                    request.header(header::ACCEPT_LANGUAGE, "vi").header("sec-fetch-site", "same-origin");
                let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
                let response = pages.oneshot(request.body(Body::from(form)).unwrap()).await.unwrap();
                let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
                let status = response.status().as_u16();
                let bytes = to_bytes(response.into_body(), 50_000_000).await.unwrap().to_vec();
                Sent { got: Got { status, bytes }, to }
            }
        };
        let new = |month: &str| format!("/reports/submissions/new?report=monthly-{month}&commune={WARD}");
        let empty = ask("GET", new("2025-08"), String::new()).await.got;
        assert!(empty.status == 200 && empty.text().contains("Không có số liệu nào"), "{}", empty.text());
        let page = ask("GET", new("2025-09"), String::new()).await.got;
        let (text, html) = (page.text(), page.html());
        assert!(text.contains("12/QĐ-UBND (25/09/2025) 1 0 0 0 0"), "{text}");
        let fields = ["report", "commune", "seen", "replaces"].map(|name| (name, hidden(&html, name)));
        let form = serde_urlencoded::to_string(fields).unwrap();
        let sent = ask("POST", "/reports/submissions/new".into(), form).await;
        assert_eq!(sent.got.status, 303, "{}", sent.got.text());
        let docx = ask("GET", format!("{}/files/bao-cao.docx", sent.to.unwrap()), String::new()).await.got;
        let mut archive = zip::ZipArchive::new(Cursor::new(docx.bytes)).unwrap();
        let mut words = String::new();
        archive.by_name("word/document.xml").unwrap().read_to_string(&mut words).unwrap();
        let words = crate::client::seen(&words);
        assert!(words.contains("tháng 9/2025") && words.contains("12/QĐ-UBND"), "{words}");
        // No name of a household goes up.
        assert!(!words.contains("Phạm Văn Chi") && !text.contains("Phạm Văn Chi"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_of_a_month_that_was_made_before_the_decision_was_signed_is_not_the_report_of_its_review() {
    both(|location| async move {
        // The report of September is that of the year.
        let stage = recognised_in(&location, 8).await;
        stage.does(stage.leader, Pass { village: None }).await;
        stage.does(stage.officer, IssueCertificate { household: stage.house(CHI) }).await;
        stage.does(stage.officer, Pass { village: None }).await;
        let events = stage.walk().await.events.len();
        let sends = stage.scope(stage.officer.user, Right::SendReports).await.unwrap();
        let told = |number: &str, replaces: Option<ReportId>| {
            let decided = Decided {
                commune: WARD.into(),
                number: number.into(),
                signed_on: "2025-09-25".parse().unwrap(),
                households: [1, 0, 0, 0, 0],
            };
            let content = Content {
                period: "monthly-2025-08".parse().unwrap(),
                unit: Unit {
                    province: ("68".into(), "Tỉnh Lâm Đồng".into()),
                    commune: Some((WARD.into(), "Phường 1 Bảo Lộc".into())),
                },
                due: None,
                sealed: vec![],
                packs: BTreeMap::new(),
                communes: BTreeMap::from([(WARD.into(), "Phường 1 Bảo Lộc".into())]),
                has_before: false,
                undetermined_before: 0,
                counts: Counts::default(),
                decided: vec![decided],
                differences: vec![],
                remarks: vec![],
                parts: vec![],
                missing: vec![],
            };
            NewReport { content, replaces, has_acknowledged: false }
        };
        // Of another decision of the month: this review waits for its report still.
        let early = told("11/QĐ-UBND", None);
        let early = stage.registry.send_report(&sends, &stage.units, &early, stage.tick()).await.unwrap();
        let waiting = stage.walk().await;
        assert_eq!(waiting.events.len(), events);
        assert_eq!(waiting.campaign().unwrap().reports_owed().count(), 1);
        let above = department().scope(Right::ReceiveReports, &stage.units, "2025-09-26".parse().unwrap());
        let above = above.unwrap();
        for answer in [Answer::Receive, Answer::Return("thiếu quyết định số 12".into())] {
            stage.registry.answer_report(&above, early, &answer, stage.tick()).await.unwrap();
        }
        let whole = told("12/QĐ-UBND", Some(early));
        let whole = stage.registry.send_report(&sends, &stage.units, &whole, stage.tick()).await.unwrap();
        let walk = stage.walk().await;
        assert_eq!((walk.events.len(), walk.events.last().unwrap().report), (events + 1, Some(whole)));
        assert_eq!(unfit(&stage).await, [""; 0]);
    })
    .await;
}

/// A review that waits only for its report, its figures sealed; and the house that has it.
async fn waiting_for_its_report(stage: Stage) -> (Stage, Town, Actor) {
    stage.does(stage.leader, Pass { village: None }).await;
    for who in [AN, CHI, DUNG] {
        stage.does(stage.officer, IssueCertificate { household: stage.house(who) }).await;
    }
    let reason = "thu nhập trên chuẩn".to_owned();
    stage.does(stage.officer, AnswerApplicant { household: stage.house(GIANG), reason }).await;
    stage.does(stage.officer, Pass { village: None }).await;
    sealed(stage).await
}

async fn sealed(stage: Stage) -> (Stage, Town, Actor) {
    let folder = tempfile::tempdir().unwrap();
    let registry = stage.registry.clone().with_snapshots(folder.path().to_owned());
    let campaign = registry.campaign_to_seal(&Which::Year(2025, None)).await.unwrap();
    invented::seal(&registry, &stage.standard, campaign, (folder.path(), noon("2026-01-05"))).await;
    let site = Site::read(&pack(), "1.2.3", today, false).unwrap();
    let site = Arc::new(site.with_registry(registry.clone()));
    let officer = registry.actor(stage.officer.user).await.unwrap().unwrap();
    let standard = stage.standard.clone();
    let town = Town {
        registry,
        site,
        standard,
        campaigns: vec![],
        snapshots: vec![],
        villages: vec![],
        homes: vec![],
        folder,
    };
    (stage, town, officer)
}

/// What checking the campaign again finds, by code.
async fn unfit(stage: &Stage) -> Vec<&'static str> {
    let standards = [stage.standard.clone()];
    let verdict = stage.registry.verify_campaign(stage.campaign.0, &standards).await.unwrap().unwrap();
    verdict.found.iter().map(|one| one.what.code()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sends_the_yearly_report_records_it_in_the_review_that_waits_for_it_in_the_same_act() {
    both(|location| async move {
        let (stage, town, officer) = waiting_for_its_report(Stage::signed(&location).await).await;
        let review = format!("/review/{}/recognition", stage.id);
        let page = town.get(&officer, &review).await.html();
        assert!(page.contains(&format!("/reports/submissions/new?report={PERIOD}")), "{page}");
        let acts = async || stage.registry.state_of_database().await.unwrap().acts;
        let (events, before) = (stage.walk().await.events.len(), acts().await);
        // A report that is not sent is not recorded as sent.
        let stale = [("report", PERIOD), ("commune", WARD), ("seen", "khac"), ("acknowledged", "yes")];
        let refused = town.post(&officer, "/reports/submissions/new", &stale).await;
        assert_eq!(refused.got.status, 409);
        assert_eq!((stage.walk().await.events.len(), acts().await), (events, before));
        let report = town.report(&officer, WARD).await;
        let walk = stage.walk().await;
        assert_eq!((walk.events.len(), acts().await), (events + 1, before + 1), "one act for both");
        let recorded = walk.events.last().unwrap();
        assert_eq!(recorded.event.deed.kind(), DeedKind::SendReport);
        let named = recorded.report.expect("the report that was sent");
        assert_eq!(report, format!("/reports/submissions/{named}"));
        assert_eq!(unfit(&stage).await, [""; 0]);
        let page = town.get(&officer, &review).await.html();
        assert!(page.contains(&report) && !page.contains("value=\"report\""), "{page}");
        assert!(town.get(&officer, &report).await.html().contains(&review));
        // Whoever sees no households sees the report without the review.
        let partner = actor(Role::Partner, Area::Province("68".into()));
        let seen = town.get(&partner, &report).await;
        assert!(seen.status == 200 && !seen.html().contains(&review), "{}", seen.status);
        // One that is on its way is not sent again, and nothing is recorded twice.
        let html = town.get(&officer, &format!("/reports/submissions/new?report={PERIOD}")).await.html();
        let fields = ["report", "commune", "seen", "replaces"].map(|name| (name, hidden(&html, name)));
        let mut fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fields.push(("acknowledged", "yes"));
        let twice = town.post(&officer, "/reports/submissions/new", &fields).await;
        assert_eq!((twice.got.status, acts().await), (409, before + 1));
        town.answer(&department(), &report, "receive").await;
        town.answer(&department(), &report, "return").await;
        assert_ne!(town.report(&officer, WARD).await, report);
        assert_eq!(stage.walk().await.events.len(), events + 1, "it was sent; what follows is of the report");
        // An event that names a report of another act is found.
        let tx = stage.registry.store().begin().await.unwrap();
        let sql = "update report set act_seq = act_seq - 1 where id = $1";
        assert_eq!(tx.execute(sql, vec![named.0.into()]).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(unfit(&stage).await, ["report_not_sent"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_on_paper_is_recorded_by_hand_and_one_that_is_sent_too_early_records_nothing() {
    both(|location| async move {
        // The certificates are still to come: the report goes up, and the review is where it was.
        let (stage, town, officer) = sealed(Stage::signed(&location).await).await;
        let events = stage.walk().await.events.len();
        let early = town.report(&officer, WARD).await;
        assert_eq!(stage.walk().await.events.len(), events);
        let review = format!("/review/{}/recognition", stage.id);
        assert!(!town.get(&officer, &early).await.html().contains(&review));
        let (stage, town, officer) = waiting_for_its_report(stage).await;
        let html = town.get(&officer, &review).await.html();
        let by_hand = [("do", "report"), ("report", "results"), ("seen", &hidden(&html, "seen"))];
        let done = town.post(&officer, &review, &by_hand).await;
        assert_eq!(done.got.status, 303, "{}", done.got.text());
        let walk = stage.walk().await;
        assert_eq!(walk.events.last().unwrap().report, None);
        let page = town.get(&officer, &review).await.text();
        assert!(page.contains("ghi tay, không gửi từ chương trình"), "{page}");
        assert_eq!(unfit(&stage).await, [""; 0]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_letter_says_the_figures_of_the_report_in_pdf_and_docx() {
    let database = Fresh::sqlite();
    let town = Town::found(database.location()).await;
    let report = town.report(&ward(WARD), WARD).await;
    let pdf = town.get(&ward(WARD), &format!("{report}/files/bao-cao.pdf")).await;
    assert!(pdf.status == 200 && pdf.bytes.starts_with(b"%PDF"), "{}", pdf.status);
    let docx = town.get(&ward(WARD), &format!("{report}/files/bao-cao.docx")).await;
    assert_eq!(docx.status, 200);
    let mut archive = zip::ZipArchive::new(Cursor::new(docx.bytes)).unwrap();
    let mut text = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut text).unwrap();
    let seen = crate::client::seen(&text);
    for words in [
        "BÁO CÁO",
        "PHƯỜNG 1 BẢO LỘC",
        "chính thức",
        "Ủy ban nhân dân Tỉnh Lâm Đồng",
        "13 biểu mẫu",
        "Hộ cận nghèo",
        "66,67",
    ] {
        assert!(text.contains(words) || seen.contains(words), "{words}: {seen}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_from_one_house_to_another_and_its_receipt_comes_back() {
    both(|location| async move {
        let other = Fresh::sqlite();
        let (below, above) = (Town::found(other.location()).await, Town::found(&location).await);
        // Both towns have one secret: the house above gets another.
        let above = above.with_secret(9);
        let keeper = |area: Area| actor(Role::DepartmentOfficer, area);
        let key = |html: &str| {
            html.split("<code class=\"text-break\">ct1-")
                .nth(1)
                .unwrap()
                .split('<')
                .next()
                .unwrap()
                .to_owned()
        };
        let [low, high] =
            [&below, &above].map(|town| town.get_page(keeper(Area::Everywhere), "/reports/exchange"));
        let (low, high) =
            (format!("ct1-{}", key(&low.await.html())), format!("ct1-{}", key(&high.await.html())));
        for (town, name, key, area) in
            [(&above, "Phường 1", &low, "commune:24823"), (&below, "Tỉnh", &high, "province:68")]
        {
            let fields = [("name", name), ("key", key.as_str()), ("area", area)];
            let trusted = town.post(&keeper(Area::Everywhere), "/reports/exchange/peers", &fields).await;
            assert_eq!(trusted.got.status, 303, "{}", trusted.got.text());
        }
        let officer = ward(WARD);
        let report = below.report(&officer, WARD).await;
        let page = below.get(&officer, &report).await.text();
        assert!(page.contains("Gửi sang hệ thống khác") && page.contains("Tỉnh (province:68"), "{page}");
        let file =
            below.post(&officer, &format!("{report}/bundle"), &[("what", "report"), ("to", &high)]).await.got;
        assert_eq!(file.status, 200);
        let came = above.upload(&department(), &file.bytes).await.got;
        assert!(
            came.status == 200 && came.text().contains("Đã nhập báo cáo của Phường 1 Bảo Lộc"),
            "{}",
            came.text()
        );
        let again = above.upload(&department(), &file.bytes).await.got;
        assert!(again.status == 200 && again.text().contains("đã có ở đây từ trước"), "{}", again.text());
        let mut damaged = file.bytes.clone();
        *damaged.last_mut().unwrap() ^= 1;
        let refused = above.upload(&department(), &damaged).await.got;
        assert!(refused.status == 422 && refused.text().contains("không khớp mã băm"), "{}", refused.text());
        let stranger = below.upload(&department(), &file.bytes).await.got;
        assert!(
            stranger.status == 422 && stranger.text().contains("không phải khóa của hệ thống này"),
            "{}",
            stranger.text()
        );
        // Above, its tables open as they were sent.
        let page = above.get(&department(), &report).await;
        assert!(page.status == 200 && page.text().contains("Nhập từ tệp của Phường 1"), "{}", page.text());
        above.answer(&department(), &report, "receive").await;
        above.answer(&department(), &report, "return").await;
        let receipt = above
            .post(&department(), &format!("{report}/bundle"), &[("what", "receipt"), ("to", &low)])
            .await
            .got;
        assert_eq!(receipt.status, 200, "{}", receipt.text());
        let back = below.upload(&officer, &receipt.bytes).await.got;
        assert!(back.status == 200 && back.text().contains("Đã ghi biên nhận"), "{}", back.text());
        let page = below.get(&officer, &report).await;
        assert!(page.text().contains("xem lại biểu 8"), "{}", page.text());
        assert!(!links(&page.html(), "/reports/submissions/new").is_empty());
    })
    .await;
}

impl Town {
    async fn get_page(&self, who: Actor, path: &str) -> Got {
        self.get(&who, path).await
    }
}
