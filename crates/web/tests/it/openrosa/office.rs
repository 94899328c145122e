//! What the office does during a review: shares households among surveyors, takes them off lists, follows the progress,
//! and sees what phones say of the interviews.

use registry::access::Area;
use registry::{HouseholdId, Role, UserId};

use crate::client::seen;
use crate::openrosa::field::{Field, both, form_part};
use crate::openrosa::read::{officer, visit};
use crate::staff::{Browser, hidden};

const STREET: [&str; 6] = ["An", "Bình", "Chi", "Dung", "Em", "Giang"];

/// One more surveyor of the first ward.
fn hoa(field: &Field) -> UserId {
    field.house.person("cuc", Role::Surveyor, Area::Commune("24823".to_owned())).0
}

fn share<'a>(who: &'a [String], moves: &'a str) -> Vec<(&'a str, &'a str)> {
    let users = who.iter().map(|user| ("user", user.as_str()));
    [("village", ""), ("which", "all"), ("moves", moves)].into_iter().chain(users).collect()
}

/// Looks at the shares and gives them; what was seen, and the answer.
fn given(office: &mut Browser, field: &Field, fields: &[(&str, &str)]) -> (String, u16) {
    let base = format!("/field/{}", field.campaign);
    let looked = office.post(&format!("{base}/share"), fields);
    assert_eq!(looked.status, 200, "{}", seen(&looked.text()));
    let (_, digest) = hidden(&looked.text(), &format!("{base}/share")).pop().expect("something to give");
    let mut fields = fields.to_vec();
    fields.push(("seen", &digest));
    let answer = office.post(&format!("{base}/assignments"), &fields);
    (seen(&looked.text()), answer.status)
}

fn list_of(office: &mut Browser, field: &Field, user: UserId) -> String {
    seen(&office.get(&format!("/field/{}/surveyors/{user}", field.campaign)).text())
}

#[test]
fn households_are_shared_by_workload_after_a_look_in_one_act_and_nobody_is_moved_unasked() {
    both(|field| {
        let (hoa, mut office) = (hoa(field), officer(field));
        field.settle(&STREET);
        let who = [field.lan.0.to_string(), hoa.to_string()];
        let acts = field.acts();
        let base = format!("/field/{}", field.campaign);
        let page = seen(&office.get(&format!("{base}/share")).text());
        assert!(page.contains("2 hộ được giao"), "{page}");
        let looked = seen(&office.post(&format!("{base}/share"), &share(&who, "")).text());
        assert!(
            looked.contains("Giao thêm 6 hộ.") && looked.contains("2 hộ đã có người nhận, giữ nguyên."),
            "{looked}"
        );
        assert_eq!(field.acts(), acts, "a look does nothing");
        let (_, status) = given(&mut office, field, &share(&who, ""));
        assert_eq!((status, field.acts()), (303, acts + 1), "one act");
        // Lan had two: four for each in the end, and neighbors together.
        let (of_lan, of_hoa) = (list_of(&mut office, field, field.lan.0), list_of(&mut office, field, hoa));
        let has = |list: &str| STREET.map(|name| list.contains(name));
        let (lan_has, hoa_has) = (has(&of_lan), has(&of_hoa));
        assert_eq!(lan_has.iter().filter(|has| **has).count(), 2, "{of_lan}");
        assert_eq!(hoa_has.iter().filter(|has| **has).count(), 4, "{of_hoa}");
        assert!(
            lan_has == [true, true, false, false, false, false]
                || hoa_has == [true, true, true, true, false, false]
        );
        assert!(of_lan.contains("Lê Thị Hoà") && of_lan.contains("K'Brếp"));
        // The phone gets what the list says.
        let csv = field.get("/forms/phieu-b/households.csv").text();
        assert_eq!(csv.lines().count(), 5, "{csv}");
        assert!(field.is_whole());
    });
}

#[test]
fn what_changed_after_the_look_is_not_given() {
    both(|field| {
        let (hoa, mut office) = (hoa(field), officer(field));
        field.settle(&STREET[..3]);
        let base = format!("/field/{}", field.campaign);
        let who = [hoa.to_string()];
        let looked = office.post(&format!("{base}/share"), &share(&who, "")).text();
        let (_, digest) = hidden(&looked, &format!("{base}/share")).pop().unwrap();
        field.settle(&["Mới Đến"]);
        let acts = field.acts();
        let mut fields = share(&who, "");
        fields.push(("seen", &digest));
        let answer = office.post(&format!("{base}/assignments"), &fields);
        let words = seen(&answer.text());
        assert_eq!((answer.status, field.acts()), (422, acts), "{words}");
        assert!(words.contains("anh sách đã thay đổi") && words.contains("Giao thêm 4 hộ."), "{words}");
    });
}

#[test]
fn households_with_a_form_stay_where_they_are_even_when_lists_are_shared_anew() {
    both(|field| {
        let (hoa, mut office) = (hoa(field), officer(field));
        assert_eq!(field.submit(&[form_part(&visit(field, 0, "uuid:s1", "none", "1000000"))]).status, 201);
        assert!(office.get(&format!("/field/{}/forms", field.campaign)).text().contains("Lê Thị Hoà"));
        let who = [hoa.to_string()];
        let (looked, status) = given(&mut office, field, &share(&who, "yes"));
        assert_eq!(status, 303);
        assert!(looked.contains("1 hộ đã có phiếu hoặc kết quả, không giao lại."), "{looked}");
        assert!(list_of(&mut office, field, hoa).contains("K'Brếp"));
        let of_lan = list_of(&mut office, field, field.lan.0);
        assert!(of_lan.contains("Lê Thị Hoà") && !of_lan.contains("K'Brếp"), "{of_lan}");
    });
}

#[test]
fn a_household_goes_to_somebody_who_may_see_it() {
    both(|field| {
        let mut office = officer(field);
        field.settle(&STREET[..2]);
        let of_village = field.house.person("tho", Role::Surveyor, Area::Village(field.villages[0])).0;
        // Mai works in the other ward: she is no surveyor of this officer.
        let who = [field.mai.0.to_string()];
        let answer = office.post(&format!("/field/{}/share", field.campaign), &share(&who, ""));
        assert_eq!(answer.status, 422, "{}", seen(&answer.text()));
        let (_, status) = given(&mut office, field, &share(&[of_village.to_string()], ""));
        assert_eq!(status, 303);
        let list = list_of(&mut office, field, of_village);
        assert!(list.contains("An") && list.contains("Bình"), "{list}");
    });
}

fn off(office: &mut Browser, field: &Field, homes: &[HouseholdId]) -> (u16, String) {
    let (user, homes) = (field.lan.0.to_string(), homes.iter().map(ToString::to_string).collect::<Vec<_>>());
    let mut fields = vec![("user", user.as_str()), ("reason", "chuyển người")];
    fields.extend(homes.iter().map(|home| ("household", home.as_str())));
    let answer = office.post(&format!("/field/{}/assignments/end", field.campaign), &fields);
    (answer.status, seen(&answer.text()))
}

#[test]
fn households_are_taken_off_a_list_and_the_phone_has_them_no_longer() {
    both(|field| {
        let mut office = officer(field);
        let acts = field.acts();
        assert_eq!(off(&mut office, field, &field.households[..1]).0, 303);
        assert_eq!(field.acts(), acts + 1);
        assert!(!list_of(&mut office, field, field.lan.0).contains("Lê Thị Hoà"));
        let csv = field.get("/forms/phieu-b/households.csv").text();
        assert!(!csv.contains("Lê Thị Hoà") && csv.contains("K'Brếp"), "{csv}");
        let (status, words) = off(&mut office, field, &field.households[..1]);
        assert!(status == 422 && words.contains("không còn trong danh sách"), "{words}");
        // Neither somebody else's place nor a form that waits to be recorded.
        assert_eq!(off(&mut office, field, &field.households[2..]).0, 422);
        assert_eq!(field.submit(&[form_part(&visit(field, 1, "uuid:o1", "none", "1000000"))]).status, 201);
        office.get(&format!("/field/{}/forms", field.campaign));
        let (status, words) = off(&mut office, field, &field.households[1..2]);
        assert!(status == 422 && words.contains("chưa ghi kết quả"), "{words}");
        assert_eq!(field.acts(), acts + 2, "only the arrival");
        assert!(field.is_whole());
    });
}

#[test]
fn the_board_counts_who_was_visited_what_is_whole_and_what_needs_a_person() {
    both(|field| {
        let mut office = officer(field);
        let base = format!("/field/{}", field.campaign);
        let mut board = || {
            let html = office.get(&base).text();
            let live = html.split("id=\"live\"").nth(1).expect("a live part").to_owned();
            seen(&live[live.find('>').unwrap() + 1..])
        };
        let page = board();
        assert!(page.contains("Không phải số liệu công bố"), "{page}");
        assert!(page.contains("2 hộ được giao · 0 hộ đã đến · 0 phiếu về đủ"), "{page}");
        // A form whose photograph is still on the phone: visited, not whole.
        let with_photo =
            visit(field, 0, "uuid:b1", "none", "1000000").replace("<meta>", "<photo>a.jpg</photo><meta>");
        assert_eq!(field.submit(&[form_part(&with_photo)]).status, 202);
        let page = board();
        assert!(page.contains("2 hộ được giao · 1 hộ đã đến · 0 phiếu về đủ"), "{page}");
        assert_eq!(
            field.submit(&[form_part(&with_photo), ("a.jpg", "a.jpg", "image/jpeg", b"\xff\xd8\xff")]).status,
            201
        );
        // What somebody else's phone says of a household is no visit of it.
        let claimed =
            visit(field, 1, "uuid:b2", "none", "1000000").replace("<meta>", "<photo>b.jpg</photo><meta>");
        assert_eq!(field.submit_from(&field.other_phone, &[form_part(&claimed)]).status, 202);
        let page = board();
        assert!(page.contains("2 hộ được giao · 1 hộ đã đến · 1 phiếu về đủ"), "{page}");
        let wrong = visit(field, 1, "uuid:b3", "mot cai", "1000000");
        assert_eq!(field.submit(&[form_part(&wrong)]).status, 201);
        assert!(office.get(&format!("{base}/forms")).text().contains("Lê Thị Hoà"));
        let html = office.get(&base).text();
        let page = seen(&html);
        assert!(page.contains("2 hộ được giao · 2 hộ đã đến · 2 phiếu về đủ · 1 phiếu cần xem"), "{page}");
        assert!(html.contains("hx-trigger=\"every 20s\"") && html.contains("hx-select=\"#live\""));
        assert_eq!(office.post(&format!("{base}/record"), &[]).status, 303);
        assert!(office.get(&base).text().contains("ct-far-recorded"));
    });
}

const AUDIT: &[u8] = b"event,node,start,end,latitude,longitude,accuracy,old-value,new-value\n\
    form start,,1795741200000,,,,,,\n\
    question,/data/a,1795741200000,1795741500000,11.5,107.8,9.6,,1\n\
    question,/data/b,1795741500000,1795741920000,11.5,107.8,7.2,1,2\n";

fn timed(field: &Field, household: usize, number: &str, start: &str, end: &str, more: &str) -> String {
    visit(field, household, number, "none", "1000000")
        .replace("<meta>", &format!("<meta><start>{start}</start><end>{end}</end>{more}"))
}

#[test]
fn the_office_sees_how_long_an_interview_took_and_that_a_clock_is_wrong_and_nothing_is_refused() {
    both(|field| {
        let mut office = officer(field);
        let forms = format!("/field/{}/forms", field.campaign);
        let now = chrono_of(registry::store::dates::Instant::now().millis());
        let good = timed(
            field,
            0,
            "uuid:p1",
            &now,
            &now,
            "<orx:audit xmlns:orx=\"http://openrosa.org/xforms\">audit.csv</orx:audit>",
        );
        let sent = field.submit(&[form_part(&good), ("audit.csv", "audit.csv", "text/csv", AUDIT)]);
        assert_eq!(sent.status, 201);
        let page = seen(&office.get(&forms).text());
        assert!(page.contains("phỏng vấn 12 phút · sửa 1 câu trả lời · vị trí lệch tối đa 7 m"), "{page}");
        assert!(!page.contains("rất nhanh"), "{page}");
        let old = timed(field, 1, "uuid:p2", "1970-01-01T00:00:10.000Z", "1970-01-01T00:00:40.000Z", "");
        assert_eq!(field.submit(&[form_part(&old)]).status, 201);
        let page = seen(&office.get(&forms).text());
        assert!(page.contains("phỏng vấn 30 giây · rất nhanh"), "{page}");
        assert!(page.contains("đồng hồ điện thoại ghi ngày đã quá xa"), "{page}");
        assert!(page.contains("2 phiếu đã phân loại"), "a wrong clock decides nothing: {page}");
        let ahead = timed(
            field,
            1,
            "uuid:p3",
            "2099-01-01T00:00:00Z",
            "2098-01-01T00:00:00Z",
            "<orx:audit xmlns:orx=\"http://openrosa.org/xforms\">x.csv</orx:audit>",
        );
        let sent = field.submit(&[form_part(&ahead), ("x.csv", "x.csv", "text/csv", b"\xff\xfe,\"\n,,")]);
        assert_eq!(sent.status, 201, "a damaged audit is no reason to refuse a visit");
        let page = seen(&office.get(&forms).text());
        assert!(
            page.contains("chạy trước giờ máy chủ") && page.contains("giờ kết thúc trước giờ bắt đầu"),
            "{page}"
        );
    });
}

/// A time as phones write it.
fn chrono_of(millis: i64) -> String {
    let day = vocab::Day::from_epoch_days(i32::try_from(millis.div_euclid(86_400_000)).unwrap());
    let of_day = millis.rem_euclid(86_400_000) / 1000;
    format!("{day}T{:02}:{:02}:{:02}.000Z", of_day / 3600, of_day / 60 % 60, of_day % 60)
}
