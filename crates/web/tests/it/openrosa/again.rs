//! Second interviews: nobody chooses them, nobody knows them before, nobody's second answer becomes a result.

use registry::access::Area;
use registry::capture::Enrolled;
use registry::store::dates::Instant;
use registry::{Role, UserId};
use sha2::{Digest, Sha256};

use crate::client::{seen, send};
use crate::openrosa::field::{Field, both, form_part};
use crate::openrosa::read::{officer, visit};
use crate::staff::{Browser, hidden};

/// Somebody who asks again, with a phone.
pub(crate) fn hoa(field: &Field) -> (UserId, Enrolled) {
    let user = field.house.person("cuc", Role::Surveyor, Area::Commune("24823".to_owned())).0;
    let (registry, units) = (&field.house.registry, &field.house.units);
    let enrolling =
        registry.enrol_device(None, units, (field.campaign, user), "Máy của bà Hoa", Instant::now());
    (user, field.house.wait(enrolling).unwrap())
}

pub(crate) fn list_on(field: &Field, phone: &Enrolled) -> String {
    let path = format!("{}/forms/phieu-b/households.csv", field.base(phone));
    send(field.house.address, "GET", &path, &[], b"").text()
}

fn page(office: &mut Browser, field: &Field) -> String {
    office.get(&format!("/field/{}/reinterviews", field.campaign)).text()
}

fn announce(office: &mut Browser, field: &Field, share: &str) -> u16 {
    office.post(&format!("/field/{}/reinterviews", field.campaign), &[("share", share)]).status
}

fn draw(office: &mut Browser, field: &Field, users: &[UserId]) -> (u16, String) {
    let to = format!("/field/{}/reinterviews/draw", field.campaign);
    let (_, plan) = hidden(&page(office, field), &to).pop().expect("a sample that waits");
    let users: Vec<String> = users.iter().map(ToString::to_string).collect();
    let mut fields = vec![("plan", plan.as_str())];
    fields.extend(users.iter().map(|user| ("user", user.as_str())));
    let answer = office.post(&to, &fields);
    (answer.status, seen(&answer.text()))
}

/// The texts of 64 hexadecimal digits on a page, in their order.
fn hashes(html: &str) -> Vec<String> {
    let parts = html.split(|sign: char| !sign.is_ascii_hexdigit());
    parts.filter(|part| part.len() == 64).map(str::to_owned).collect()
}

fn visited_twice(field: &Field) {
    for (household, number) in [(0, "uuid:first-0"), (1, "uuid:first-1")] {
        assert_eq!(
            field.submit(&[form_part(&visit(field, household, number, "none", "1000000"))]).status,
            201
        );
    }
}

#[test]
fn which_households_are_asked_again_follows_from_a_seed_whose_hash_was_told_before() {
    both(|field| {
        let ((hoa, phone), mut office) = (hoa(field), officer(field));
        assert_eq!(announce(&mut office, field, "5"), 303);
        let told = page(&mut office, field);
        assert!(seen(&told).contains("Chưa có phiếu nào về"), "{}", seen(&told));
        let hash = hashes(&told).pop().expect("the hash of the seed");
        assert_eq!(announce(&mut office, field, "5"), 422, "one sample waits already");
        visited_twice(field);
        let (status, words) = draw(&mut office, field, &[field.lan.0]);
        assert!(status == 422 && words.contains("không ai khác người hỏi lần đầu"), "{words}");
        assert_eq!(list_on(field, &phone).lines().count(), 1, "nothing is drawn yet");
        assert_eq!(draw(&mut office, field, &[field.lan.0, hoa]).0, 303);
        let html = page(&mut office, field);
        let found = hashes(&html);
        let seed = found.iter().find(|one| **one != hash).expect("the seed is told");
        let bytes: Vec<u8> =
            (0..32).map(|at| u8::from_str_radix(&seed[2 * at..2 * at + 2], 16).unwrap()).collect();
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert!(found.contains(&hash) && hex(&Sha256::digest(&bytes)) == hash);
        // Everybody can draw again: the household whose hash with the seed comes first.
        let rank = |at: usize| Sha256::digest([bytes.as_slice(), field.households[at].0.as_bytes()].concat());
        let (drawn, other) = if rank(0) < rank(1) {
            ("Lê Thị Hoà", "K&#39;Brếp")
        } else {
            ("K&#39;Brếp", "Lê Thị Hoà")
        };
        assert!(html.contains(drawn) && !html.contains(other), "{}", seen(&html));
        assert!(field.is_whole());
    });
}

#[test]
fn a_second_interview_is_asked_blind_compared_and_never_recorded() {
    both(|field| {
        let ((hoa, phone), mut office) = (hoa(field), officer(field));
        assert_eq!(announce(&mut office, field, "100"), 303);
        visited_twice(field);
        assert!(
            office.get(&format!("/field/{}/forms", field.campaign)).text().contains("2 phiếu đã phân loại")
        );
        assert_eq!(office.post(&format!("/field/{}/record", field.campaign), &[]).status, 303);
        let of_lan = field.get("/forms/phieu-b/households.csv").text();
        assert_eq!(draw(&mut office, field, &[field.lan.0, hoa]).0, 303);
        assert_eq!(
            field.get("/forms/phieu-b/households.csv").text(),
            of_lan,
            "the first surveyor notices nothing"
        );
        let list = list_on(field, &phone);
        assert_eq!(list.lines().count(), 3, "{list}");
        assert!(
            !list.contains("surface") && !list.contains("1000000"),
            "no answer of the first time: {list}"
        );
        let again = visit(field, 0, "uuid:again", "septic", "9000000");
        assert_eq!(field.submit_from(&phone, &[form_part(&again)]).status, 201);
        let forms = seen(&office.get(&format!("/field/{}/forms", field.campaign)).text());
        assert!(
            forms.contains("Phỏng vấn lại, để đối chiếu") && !forms.contains("cần người so sánh"),
            "{forms}"
        );
        let recorded = office.post(&format!("/field/{}/record", field.campaign), &[]);
        assert_eq!(recorded.status, 422, "there is nothing to record");
        let file = seen(&office.get(&format!("/households/{}", field.households[0])).text());
        assert!(file.contains("Hộ nghèo"), "{file}");
        // Both interviews side by side, and what they agree in.
        let html = page(&mut office, field);
        let words = seen(&html);
        assert!(
            words.contains("Kết quả giống nhau: 0 / 1 (0 %)") && words.contains("chưa hỏi lại"),
            "{words}"
        );
        assert!(words.contains("kết quả 0 / 1 (0 %) · chỉ số"), "{words}");
        let href = html
            .split("href=\"")
            .find(|part| part.contains("/reinterviews/"))
            .and_then(|part| part.split('"').next());
        let pair = seen(&office.get(href.expect("a pair to look at")).text());
        assert!(pair.contains("Câu trả lời khác nhau") && pair.contains("Hộ không nghèo"), "{pair}");
        assert!(pair.contains("1.000.000") && pair.contains("9.000.000"), "{pair}");
        let board = seen(&office.get(&format!("/field/{}", field.campaign)).text());
        assert!(board.contains("2 hộ được giao · 2 hộ đã đến · 2 phiếu về đủ"), "{board}");
        assert!(field.is_whole());
    });
}

#[test]
fn somebody_who_was_not_chosen_to_ask_again_is_not_on_the_list() {
    both(|field| {
        let ((hoa, phone), mut office) = (hoa(field), officer(field));
        assert_eq!(announce(&mut office, field, "5"), 303);
        visited_twice(field);
        assert_eq!(draw(&mut office, field, &[hoa]).0, 303);
        let of_hoa = list_on(field, &phone);
        let drawn = if of_hoa.contains(&field.households[0].to_string()) { 0 } else { 1 };
        // The other one was not drawn: her form of it is of no list.
        let other = visit(field, 1 - drawn, "uuid:own-idea", "septic", "9000000");
        assert_eq!(field.submit_from(&phone, &[form_part(&other)]).status, 201);
        let forms = seen(&office.get(&format!("/field/{}/forms", field.campaign)).text());
        assert!(forms.contains("hộ không có trong danh sách của rà soát viên"), "{forms}");
    });
}
