//! Surveyors: who was trained, who passed the quiz, and what the office is told of it.

use registry::capture::Answered;
use registry::store::dates::Instant;
use serde_json::json;

use crate::client::seen;
use crate::openrosa::field::{Field, both};
use crate::openrosa::read::officer;
use crate::staff::Browser;

fn quiz(field: &Field) -> String {
    format!("/training/{}", field.campaign)
}

/// Answers every question with its first choice; the answer of the server.
fn first_choices(browser: &mut Browser, field: &Field, attempt: &str) -> (u16, String) {
    let html = browser.get(&quiz(field)).text();
    let fields: Vec<(String, String)> = (0..5)
        .map(|at| {
            let of = format!("name=\"q{at}\" value=\"");
            let value = html.split(&of).nth(1).expect("five questions").split('"').next().unwrap();
            (format!("q{at}"), value.to_owned())
        })
        .collect();
    let mut all = vec![("attempt", attempt)];
    all.extend(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let answer = browser.post(&quiz(field), &all);
    (answer.status, seen(&answer.text()))
}

#[test]
fn a_surveyor_answers_five_households_sees_what_is_right_with_its_article_and_attempts_are_counted() {
    both(|field| {
        let mut lan = field.house.logged_in("lan");
        let before = seen(&lan.get(&quiz(field)).text());
        assert!(before.contains("Hộ mẫu 5") && !before.contains("Hộ mẫu 6"), "{before}");
        assert_eq!(seen(&lan.get(&quiz(field)).text()), before, "loading again brings no other questions");
        let acts = field.acts();
        let unanswered = lan.post(&quiz(field), &[("attempt", "1"), ("q0", "poor")]);
        assert_eq!((unanswered.status, field.acts()), (422, acts));
        // All three results cannot be the first one of the list: somebody who says so is wrong somewhere.
        assert_eq!(first_choices(&mut lan, field, "1").0, 303);
        assert_eq!(field.acts(), acts + 1, "kept as an act");
        let after = seen(&lan.get(&quiz(field)).text());
        assert!(after.contains("Lần 1: đúng") && after.contains("câu trả lời đúng:"), "{after}");
        assert!(after.contains("07/2021/NĐ-CP"), "the article stands there: {after}");
        // The same attempt counts once.
        let (status, words) = first_choices(&mut lan, field, "1");
        assert!(status == 422 && words.contains("đã được ghi"), "{words}");
        let own = seen(&lan.get("/training").text());
        assert!(own.contains("đã làm 1 lần, chưa đạt"), "{own}");
        let mut office = officer(field);
        let roster = seen(&office.get(&format!("/field/{}/roster", field.campaign)).text());
        assert!(roster.contains("chưa đạt sát hạch") && roster.contains("đã làm 1 lần"), "{roster}");
        assert_eq!(office.get(&quiz(field)).status, 403, "an officer is no surveyor");
        assert!(field.is_whole());
    });
}

#[test]
fn whoever_did_not_pass_may_still_be_given_a_phone_and_a_list_but_the_office_is_warned() {
    both(|field| {
        let mut office = officer(field);
        field.settle(&["An", "Bình"]);
        let (devices, share) =
            (format!("/field/{}/devices", field.campaign), format!("/field/{}/share", field.campaign));
        let user = field.lan.0.to_string();
        let phone = [("user", user.as_str()), ("label", "Máy mới")];
        let list = [("village", ""), ("which", "all"), ("user", user.as_str())];
        assert!(seen(&office.post(&devices, &phone).text()).contains("Người này chưa đạt sát hạch"));
        assert!(seen(&office.post(&share, &list).text()).contains("Có người được chọn chưa đạt sát hạch"));
        let answered = Answered {
            number: 1,
            standard: "vn-2022".into(),
            pack_digest: "0".into(),
            asked: json!([]),
            right: 4,
            pass_mark: 4,
        };
        let (registry, units) = (&field.house.registry, &field.house.units);
        let taking = registry.take_quiz(field.lan.0, units, field.campaign, answered, Instant::now());
        field.house.wait(taking).unwrap();
        assert!(!seen(&office.post(&devices, &phone).text()).contains("chưa đạt sát hạch"));
        assert!(!seen(&office.post(&share, &list).text()).contains("Có người được chọn chưa đạt"));
        let roster = seen(&office.get(&format!("/field/{}/roster", field.campaign)).text());
        assert!(roster.contains("đã đạt sát hạch ngay lần đầu"), "{roster}");
    });
}

#[test]
fn a_training_is_written_down_and_withdrawn_and_nothing_is_edited() {
    both(|field| {
        let mut office = officer(field);
        let roster = format!("/field/{}/roster", field.campaign);
        let (lan, mai) = (field.lan.0.to_string(), field.mai.0.to_string());
        let held = |day: &'static str, user: &'static str| {
            [
                ("held_on", day),
                ("place", "Hội trường phường"),
                ("trainer", "Bà Phúc"),
                ("topic", "Phiếu B"),
                ("user", user),
            ]
        };
        let (lan, mai): (&'static str, &'static str) = (lan.leak(), mai.leak());
        assert_eq!(office.post(&roster, &held("2026-06-01", mai)).status, 422, "no surveyor of this ward");
        assert_eq!(office.post(&roster, &held("2999-06-01", lan)).status, 422, "the day has not come");
        assert_eq!(office.post(&roster, &held("2026-06-01", lan)).status, 303);
        let page = office.get(&roster).text();
        assert!(
            seen(&page).contains("01/06/2026 · Phiếu B · Hội trường phường · Bà Phúc"),
            "{}",
            seen(&page)
        );
        let own = seen(&field.house.logged_in("lan").get("/training").text());
        assert!(own.contains("Hội trường phường"), "{own}");
        let end = format!("{roster}/end");
        let (_, id) = crate::staff::hidden(&page, &end).pop().unwrap();
        assert_eq!(office.post(&end, &[("training", &id), ("reason", "")]).status, 422);
        assert_eq!(office.post(&end, &[("training", &id), ("reason", "ghi nhầm người")]).status, 303);
        assert!(!seen(&office.get(&roster).text()).contains("Hội trường phường"));
        assert!(field.is_whole());
    });
}
