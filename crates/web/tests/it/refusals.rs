//! A refusal is a page that helps: what happened, what to do, where to go on – and nothing from inside.

use crate::client::{get, post, seen, send, server};

#[test]
fn a_missing_page_has_the_words_of_both_languages_and_a_way_home() {
    for (language, title) in [("vi", "Không có trang này"), ("en", "There is no such page")] {
        for path in ["/nothing", "/law/standards", "/language/fr", "/assets/none.css"] {
            let answer = get(path, language);
            assert_eq!(answer.status, 404, "{path}");
            let text = answer.text();
            assert!(text.contains(title) && text.contains("href=\"/\""), "{path}");
        }
    }
}

#[test]
fn a_missing_part_leads_to_the_parts_that_there_are() {
    for (path, next) in [
        ("/law/standards/vn-1999", "/law/standards/vn-2022"),
        ("/law/standards/vn-1999/cases", "/law/standards/vn-2022"),
        ("/law/try?standard=vn-1999", "/law/standards/vn-2022"),
        ("/law/compare?a=vn-1999", "/law/standards/vn-2022"),
        ("/law/documents/none", "/law/documents"),
        ("/units/provinces/ZZ", "/units"),
        // Bảo Lộc's former ward exists, but not today.
        ("/units/communes/24814", "/units/communes/24814?day=2025-06-30"),
    ] {
        let answer = get(path, "vi");
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text().contains(&format!("href=\"{next}\"")), "{path}");
    }
}

#[test]
fn other_requests_and_too_much_are_refused_with_pages_too() {
    let method = post("/law", &[], "en");
    assert_eq!(method.status, 405);
    assert!(method.header("allow").contains("GET") && method.text().contains("does not take such requests"));
    let long = "x".repeat(600 * 1024);
    let large = post("/law/try", &[("standard", "vn-2022"), ("h.zone", &long)], "en");
    assert_eq!(large.status, 413);
    assert!(large.text().contains("Too much was sent"));
    let headers = [("Sec-Fetch-Site", "same-origin"), ("Content-Type", "text/plain")];
    let odd = send(server(), "POST", "/law/try", &headers, b"\xff\xfe");
    assert!((400..500).contains(&odd.status), "{}", odd.status);
    assert!(odd.text().contains("<html"), "a refusal is a page");
}

#[test]
fn a_refusal_repeats_nothing_that_was_typed() {
    let planted = "Nguyen-Thi-Bi-Mat";
    for path in
        [format!("/{planted}"), format!("/law/standards/{planted}"), format!("/units/communes/{planted}")]
    {
        let page = get(&path, "vi").text();
        // The language and theme links come back to the page, so its address stands in them and nowhere else.
        assert!(!seen(&page).contains(planted), "{path}");
    }
}
