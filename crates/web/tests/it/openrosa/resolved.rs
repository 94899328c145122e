//! What the rules could not take as it came is seen by an officer and resolved by an act with a reason; nothing is dropped.

use registry::Role;
use registry::access::Area;
use registry::capture::{Attention, Decision, Reading, State};
use registry::store::dates::Instant;

use crate::client::seen;
use crate::openrosa::field::{Field, Part, both, form_part};
use crate::openrosa::read::{officer, visit};
use crate::staff::Browser;

/// Somebody of the place next door.
pub(crate) fn neighbour(field: &Field) -> Browser {
    field.house.person("lang.gieng", Role::CommuneOfficer, Area::Commune("24820".to_owned()));
    field.house.logged_in("lang.gieng")
}

/// The address of a form by its number.
pub(crate) fn address(field: &Field, number: &str) -> String {
    let sent = field.house.wait(field.house.registry.submission(number)).unwrap().unwrap();
    format!("/field/{}/forms/{}", field.campaign, sent.id)
}

/// Sends a decision about a form; its page afterwards.
pub(crate) fn decide(field: &Field, office: &mut Browser, number: &str, fields: &[(&str, &str)]) -> String {
    let at = address(field, number);
    let fields = [fields, &[("reason", "đã hỏi lại rà soát viên")]].concat();
    let answer = office.post(&format!("{at}/decide"), &fields);
    assert_eq!(answer.status, 303, "{}", seen(&answer.text()));
    seen(&office.get(&at).text())
}

fn acts(field: &Field, kind: &str) -> i64 {
    use registry::store::Queries as _;
    let sql = "select count(*) as n from act where kind = $1";
    let row = field.house.wait(field.house.registry.store().row(sql, vec![kind.into()]));
    row.unwrap().unwrap().get("n").unwrap()
}

/// The pages of what is kept apart.
fn kept_apart(field: &Field) -> Vec<String> {
    let all = field.house.wait(field.house.registry.set_aside(field.campaign)).unwrap();
    all.iter().map(|one| format!("/field/{}/apart/{}", field.campaign, one.id)).collect()
}

/// A JPEG of one dot whose Exif says where it was taken.
pub(crate) fn photo(mark: u8) -> Vec<u8> {
    // One entry: tag 0x8825 (positions), a long, one of them, at 26; there a directory without entries, and a mark.
    let exif = [
        &b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0\0\0"[..],
        b"VI TRI BI MAT",
        &[mark],
    ]
    .concat();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    let scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 0x3f, 0, mark, 0xff, 0xd9];
    [&[0xff, 0xd8, 0xff, 0xe1][..], &length, &exif, &scan].concat()
}

#[test]
fn a_form_is_shown_in_plain_words_with_its_receipt_and_its_photographs_without_their_story() {
    both(|field| {
        let mut office = officer(field);
        let xml =
            visit(field, 0, "uuid:f1", "none", "1000000").replace("<meta>", "<photo>nha.jpg</photo><meta>");
        let picture: Part<'_> = ("nha.jpg", "nha.jpg", "image/jpeg", &photo(1));
        let page_file: Part<'_> = ("trang.html", "trang.html", "text/html", b"<script>alert(1)</script>");
        assert_eq!(field.submit(&[form_part(&xml), picture, page_file]).status, 201);
        let at = address(field, "uuid:f1");
        assert!(office.get(&format!("/field/{}/forms", field.campaign)).text().contains(&at));
        let page = office.get(&at).text();
        let words = seen(&page);
        for told in ["60,5", "Không có nhà tiêu", "Hộ nghèo", "Ảnh gốc có ghi nơi chụp", "uuid:f1", "nha.jpg"]
        {
            assert!(words.contains(told), "{told}: {words}");
        }
        let stored = field
            .house
            .wait(field.house.registry.look_at(
                &field.changing("can.bo"),
                &field.house.units,
                (field.campaign, at.rsplit('/').next().unwrap().parse().unwrap()),
                Instant::now(),
            ))
            .unwrap()
            .unwrap()
            .receipt
            .stored[1]
            .clone();
        assert!(page.contains(&stored.sha256), "the hash of the receipt");
        assert_eq!(stored.size, i64::try_from(photo(1).len()).unwrap(), "what is kept is what came");
        let picture = office.get(&format!("{at}/files/0"));
        assert_eq!(picture.header("content-type"), "image/jpeg");
        assert_eq!(picture.header("x-content-type-options"), "nosniff");
        assert!(picture.bytes.starts_with(&[0xff, 0xd8]) && !contains(&picture.bytes, b"VI TRI BI MAT"));
        let other = office.get(&format!("{at}/files/1"));
        assert_eq!(other.header("content-type"), "application/octet-stream");
        assert!(other.header("content-disposition").starts_with("attachment"));
        assert!(
            page.contains(&format!("src=\"{at}/files/0\""))
                && !page.contains(&format!("src=\"{at}/files/1\""))
        );
        assert_eq!(office.get(&format!("{at}/files/2")).status, 404);
        let mut neighbour = neighbour(field);
        assert_eq!(neighbour.get(&at).status, 404, "a form of another place");
        assert_eq!(neighbour.get(&format!("{at}/files/0")).status, 404);
    });
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn each_reason_for_which_a_form_waits_can_be_resolved_by_an_act_with_a_reason() {
    both(|field| {
        let mut office = officer(field);
        let elsewhere = visit(field, 0, "uuid:a1", "none", "1000000")
            .replace(&field.households[0].to_string(), "khong-ro");
        let nobody = visit(field, 0, "uuid:a2", "none", "1000000")
            .replace(&format!("<household_id>{}</household_id>", field.households[0]), "<household_id/>");
        let zone = visit(field, 1, "uuid:a3", "none", "1000000").replace("rural", "urban");
        let version =
            visit(field, 1, "uuid:a4", "none", "9000000").replace("version=\"v2\"", "version=\"v9\"");
        for xml in [&elsewhere, &nobody, &zone, &version] {
            assert_eq!(field.submit(&[form_part(xml)]).status, 201);
        }
        let (household, number) = (field.households[0].to_string(), field.households[0].to_string());
        let found = office.post(&format!("{}/search", address(field, "uuid:a1")), &[("q", &number)]).text();
        assert!(seen(&found).contains("Lê Thị Hoà"), "by the code of the paper form: {}", seen(&found));
        let found =
            office.post(&format!("{}/search", address(field, "uuid:a1")), &[("q", "tran van xa")]).text();
        assert!(!seen(&found).contains("Trần Văn Xa"), "a household of another place is not offered");
        // Without a reason nothing happens.
        let at = address(field, "uuid:a2");
        let refused = office.post(&format!("{at}/decide"), &[("do", "household"), ("household", &household)]);
        assert_eq!(refused.status, 422);
        let next_door = field.households[2].to_string();
        let refused = office.post(
            &format!("{at}/decide"),
            &[("do", "household"), ("household", &next_door), ("reason", "thử")],
        );
        assert_eq!(refused.status, 422, "a household of another place");
        let page = decide(field, &mut office, "uuid:a2", &[("do", "household"), ("household", &household)]);
        assert!(page.contains("Đã phân loại") && page.contains("đã hỏi lại rà soát viên"), "{page}");
        let page = decide(field, &mut office, "uuid:a3", &[("do", "zone")]);
        assert!(page.contains("Đã phân loại") && page.contains("K'Brếp"), "{page}");
        let page = decide(field, &mut office, "uuid:a4", &[("do", "form")]);
        assert!(page.contains("Đã phân loại"), "{page}");
        let page = decide(field, &mut office, "uuid:a1", &[("do", "set_aside")]);
        assert!(page.contains("Không dùng"), "{page}");
        assert_eq!(acts(field, "submission.decide"), 4);
        // Two forms of one household are not chosen between by the program.
        assert_eq!(office.post(&format!("/field/{}/record", field.campaign), &[]).status, 303);
        let list = seen(&office.get(&format!("/field/{}/forms", field.campaign)).text());
        assert!(list.contains("có hai phiếu của cùng một hộ"), "{list}");
        assert!(list.contains("Đã ghi kết quả"), "{list}");
        assert!(field.is_whole());
    });
}

/// The first household goes to another surveyor's list.
fn listed_elsewhere(field: &Field) {
    let (units, now) = (&field.house.units, Instant::now());
    let other = field.house.person("rsv.hai", Role::Surveyor, Area::Commune("24823".to_owned())).0;
    let given =
        field.house.registry.assign(None, units, (field.campaign, other), &field.households[..1], now);
    field.house.wait(given).unwrap();
}

#[test]
fn a_household_that_is_on_no_list_of_the_surveyor_is_put_there_and_the_form_is_read_again() {
    both(|field| {
        let mut office = officer(field);
        listed_elsewhere(field);
        assert_eq!(field.submit(&[form_part(&visit(field, 0, "uuid:l1", "none", "1000000"))]).status, 201);
        let page = seen(&office.get(&address(field, "uuid:l1")).text());
        assert!(
            page.contains("hộ không có trong danh sách") && page.contains("Giao hộ và đọc lại"),
            "{page}"
        );
        let page = decide(field, &mut office, "uuid:l1", &[("do", "list")]);
        assert!(page.contains("Đã phân loại"), "{page}");
        assert!(field.is_whole());
    });
}

#[test]
fn without_a_reason_nothing_is_done_at_all_not_even_the_list_of_the_surveyor() {
    both(|field| {
        let mut office = officer(field);
        listed_elsewhere(field);
        assert_eq!(field.submit(&[form_part(&visit(field, 0, "uuid:l2", "none", "1000000"))]).status, 201);
        let at = address(field, "uuid:l2");
        assert!(seen(&office.get(&at).text()).contains("hộ không có trong danh sách"));
        let acts = field.acts();
        let refused = office.post(&format!("{at}/decide"), &[("do", "list"), ("reason", " ")]);
        let words = seen(&refused.text());
        assert_eq!((refused.status, field.acts()), (422, acts), "{words}");
        assert!(words.contains("Chưa ghi lý do") && words.contains("hộ không có trong danh sách"), "{words}");
        let list = field.get("/forms/phieu-b/households.csv").text();
        assert!(list.contains("K'Brếp") && !list.contains("Lê Thị Hoà"), "{list}");
        assert!(field.is_whole());
    });
}

#[test]
fn what_was_set_aside_while_somebody_read_it_stays_aside() {
    both(|field| {
        officer(field);
        assert_eq!(field.submit(&[form_part(&visit(field, 0, "uuid:s1", "none", "1000000"))]).status, 201);
        let (registry, units, now) = (&field.house.registry, &field.house.units, Instant::now());
        let sent = || field.house.wait(registry.submission("uuid:s1")).unwrap().unwrap();
        let (by, of) = (field.changing("can.bo"), (field.campaign, sent().id));
        let deciding = registry.decide_submission(&by, units, of, Decision::SetAside, "gửi nhầm", now);
        field.house.wait(deciding).unwrap();
        // Whoever took it before says only now what it came to.
        let late = (of.1, Reading::Attention(None, Attention::NoHousehold, Vec::new()));
        field.house.wait(registry.note_readings(&[late])).unwrap();
        assert_eq!(sent().state, State::SetAside);
    });
}

#[test]
fn a_form_that_was_set_aside_or_recorded_is_not_decided_about_again() {
    both(|field| {
        let mut office = officer(field);
        for (home, number) in [(0, "uuid:z1"), (1, "uuid:z2")] {
            assert_eq!(
                field.submit(&[form_part(&visit(field, home, number, "none", "1000000"))]).status,
                201
            );
        }
        decide(field, &mut office, "uuid:z1", &[("do", "set_aside")]);
        assert_eq!(office.post(&format!("/field/{}/record", field.campaign), &[]).status, 303);
        let (acts, home) = (field.acts(), field.households[0].to_string());
        for (number, what) in [
            ("uuid:z1", "set_aside"),
            ("uuid:z1", "household"),
            ("uuid:z2", "set_aside"),
            ("uuid:z2", "again"),
            ("uuid:z2", "files"),
        ] {
            let fields = [("do", what), ("household", home.as_str()), ("reason", "thử")];
            let refused = office.post(&format!("{}/decide", address(field, number)), &fields);
            let words = seen(&refused.text());
            assert!(
                refused.status == 422 && words.contains("không còn ở trạng thái"),
                "{number} {what}: {words}"
            );
        }
        assert_eq!(field.acts(), acts);
        assert!(field.is_whole());
    });
}

#[test]
fn a_form_of_another_places_household_is_seen_by_that_place_and_hidden_from_this_one() {
    both(|field| {
        let (mut office, mut theirs) = (officer(field), neighbour(field));
        let xml = visit(field, 2, "uuid:e1", "none", "1234567");
        assert_eq!(field.submit(&[form_part(&xml)]).status, 201);
        let at = address(field, "uuid:e1");
        let page = seen(&office.get(&at).text());
        assert!(
            page.contains("địa bàn khác") && !page.contains("1.234.567") && !page.contains("Trần Văn Xa"),
            "{page}"
        );
        let refused = office.post(&format!("{at}/decide"), &[("do", "set_aside"), ("reason", "thử")]);
        assert_eq!(refused.status, 422);
        let page = seen(&theirs.get(&at).text());
        assert!(page.contains("Trần Văn Xa") && page.contains("1.234.567"), "{page}");
    });
}

#[test]
fn what_was_kept_apart_of_another_places_household_is_neither_shown_nor_decided_about_here() {
    both(|field| {
        let mut office = officer(field);
        let form = |income: &str| {
            visit(field, 2, "uuid:k1", "none", income).replace("<meta>", "<photo>nha.jpg</photo><meta>")
        };
        let (xml, differs) = (form("1234567"), form("7654321"));
        let (one, other) = (photo(1), photo(2));
        assert_eq!(field.submit(&[form_part(&xml), ("nha.jpg", "nha.jpg", "image/jpeg", &one)]).status, 201);
        assert_eq!(field.submit(&[form_part(&differs)]).status, 409);
        assert_eq!(
            field.submit(&[form_part(&xml), ("nha.jpg", "nha.jpg", "image/jpeg", &other)]).status,
            409
        );
        let apart = kept_apart(field);
        assert_eq!(apart.len(), 2);
        let acts = field.acts();
        for at in apart {
            let page = seen(&office.get(&at).text());
            assert!(page.contains("địa bàn khác") && !page.contains("7.654.321"), "{page}");
            assert_eq!(office.get(&format!("{at}/file")).status, 404);
            for what in ["keep", "take"] {
                let refused = office.post(&format!("{at}/decide"), &[("do", what), ("reason", "thử")]);
                assert_eq!(refused.status, 422);
            }
        }
        assert_eq!(field.acts(), acts);
    });
}

#[test]
fn other_bytes_under_a_known_number_are_compared_and_taken_as_a_correction_or_kept() {
    both(|field| {
        let mut office = officer(field);
        let first = visit(field, 0, "uuid:d1", "none", "1000000");
        let second = visit(field, 0, "uuid:d1", "septic", "9000000");
        let third = visit(field, 0, "uuid:d1", "none", "2000000");
        assert_eq!(field.submit(&[form_part(&first)]).status, 201);
        assert_eq!(field.submit(&[form_part(&second)]).status, 409);
        assert_eq!(field.submit(&[form_part(&third)]).status, 409);
        let list = seen(&office.get(&format!("/field/{}/apart", field.campaign)).text());
        assert!(list.contains("Phiếu trùng số, khác nội dung") && list.contains("Máy của bà Lan"), "{list}");
        let forms = format!("/field/{}/forms", field.campaign);
        assert!(seen(&office.get(&forms).text()).contains("2 mục cần xem"));
        let [taken, kept] = kept_apart(field).try_into().unwrap();
        let page = seen(&office.get(&taken).text());
        for told in ["1.000.000", "9.000.000", "Không có nhà tiêu"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert!(!page.contains("60,5"), "what is the same is only counted: {page}");
        assert_eq!(office.post(&format!("{taken}/decide"), &[("do", "take"), ("reason", " ")]).status, 422);
        let mut neighbour = neighbour(field);
        assert_eq!(neighbour.get(&taken).status, 404);
        assert!([404, 422].contains(
            &neighbour.post(&format!("{taken}/decide"), &[("do", "take"), ("reason", "x")]).status
        ));
        let answer = office
            .post(&format!("{taken}/decide"), &[("do", "take"), ("reason", "bà Lan sửa lại sau khi gửi")]);
        assert_eq!(answer.status, 303);
        let page = seen(&office.get(answer.header("location")).text());
        assert!(page.contains("Đã phân loại") && page.contains("9.000.000"), "{page}");
        let page = seen(&office.get(&address(field, "uuid:d1")).text());
        assert!(page.contains("Không dùng") && page.contains("Phiếu khác được dùng thay"), "{page}");
        // Decided once.
        assert_eq!(office.post(&format!("{taken}/decide"), &[("do", "keep"), ("reason", "thử")]).status, 422);
        assert_eq!(
            office.post(&format!("{kept}/decide"), &[("do", "keep"), ("reason", "gửi nhầm")]).status,
            303
        );
        assert!(!seen(&office.get(&forms).text()).contains("mục cần xem"), "both are decided about");
        let page = seen(&office.get(&kept).text());
        assert!(page.contains("Giữ riêng, không dùng") && page.contains("gửi nhầm"), "{page}");
        assert_eq!(
            field.house.wait(field.house.registry.set_aside(field.campaign)).unwrap().len(),
            2,
            "both stay"
        );
        assert_eq!(office.post(&format!("/field/{}/record", field.campaign), &[]).status, 303);
        assert!(field.is_whole());
    });
}

#[test]
fn other_bytes_of_a_file_are_added_beside_and_what_cannot_be_read_is_shown_as_text_only() {
    both(|field| {
        let mut office = officer(field);
        let xml =
            visit(field, 0, "uuid:p1", "none", "1000000").replace("<meta>", "<photo>nha.jpg</photo><meta>");
        let (one, other) = (photo(1), photo(2));
        assert_eq!(field.submit(&[form_part(&xml), ("nha.jpg", "nha.jpg", "image/jpeg", &one)]).status, 201);
        assert_eq!(
            field.submit(&[form_part(&xml), ("nha.jpg", "nha.jpg", "image/jpeg", &other)]).status,
            409
        );
        assert_eq!(field.submit(&[form_part("<script>alert('doc')</script>")]).status, 400);
        let [file, text] = kept_apart(field).try_into().unwrap();
        let page = office.get(&file).text();
        assert!(page.contains(&format!("src=\"{file}/file\"")), "{page}");
        let picture = office.get(&format!("{file}/file"));
        assert!(
            !contains(&picture.bytes, b"VI TRI BI MAT") && picture.header("content-type") == "image/jpeg"
        );
        let answer = office.post(&format!("{file}/decide"), &[("do", "take"), ("reason", "ảnh rõ hơn")]);
        assert_eq!(answer.status, 303);
        let page = seen(&office.get(&address(field, "uuid:p1")).text());
        assert!(page.contains("nha.jpg") && page.contains("nha (2).jpg"), "{page}");
        let page = office.get(&text).text();
        assert!(!page.contains("<script>alert") && seen(&page).contains("alert('doc')"), "{page}");
        let taken = office.get(&format!("{text}/file"));
        assert_eq!(taken.header("content-type"), "application/octet-stream");
        assert!(taken.header("content-disposition").starts_with("attachment"));
        assert_eq!(office.post(&format!("{text}/decide"), &[("do", "take"), ("reason", "thử")]).status, 422);
        assert_eq!(
            office.post(&format!("{text}/decide"), &[("do", "keep"), ("reason", "không phải phiếu")]).status,
            303
        );
        assert!(field.is_whole());
    });
}
