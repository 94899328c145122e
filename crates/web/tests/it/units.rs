//! Places then and now.

use crate::client::{get, seen};

#[test]
fn a_place_is_found_without_diacritics_joined_or_by_its_code() {
    for (search, name) in [
        ("loc%20tan", "Xã Lộc Tân"),
        ("b%27lao", "Phường B'Lao"),
        ("blao", "Phường B'Lao"),
        ("phuong%201%20bao%20loc", "Phường 1 Bảo Lộc"),
        ("24823", "Phường 1 Bảo Lộc"),
        ("H%C3%B2a%20B%E1%BA%AFc", "Hoà Bắc"),
    ] {
        let text = seen(&get(&format!("/units?q={search}"), "vi").text());
        let folded = |text: &str| vocab::search_key(text);
        assert!(folded(&text).contains(&folded(name)), "{search}");
    }
    let none = seen(&get("/units?q=zzzz", "vi").text());
    assert!(none.contains("Không tìm thấy"));
}

#[test]
fn an_old_commune_leads_to_the_one_of_today_and_back() {
    let old = get("/units/communes/25078?day=2025-06-30", "vi").text();
    assert!(seen(&old).contains("Xã Lộc Tân") && old.contains("href=\"/units/communes/24820\""));
    let new = get("/units/communes/24820", "vi").text();
    let text = seen(&new);
    assert!(
        text.contains("Phường 2 Bảo Lộc")
            && text.contains("Xã Lộc Tân")
            && new.contains("/units/communes/25078?day=2025-06-30")
    );
}

#[test]
fn one_code_is_two_places_on_two_days() {
    let before = get("/units/communes/24823?day=2025-06-30", "vi").text();
    let after = get("/units/communes/24823?day=2025-07-01", "vi").text();
    assert!(before.contains("<h1 class=\"page-title\">Phường 1</h1>"));
    assert!(after.contains("<h1 class=\"page-title\">Phường 1 Bảo Lộc</h1>"));
}

#[test]
fn the_tile_map_has_a_square_for_every_commune_of_its_province_and_day() {
    let today = get("/units/provinces/68", "vi").text();
    let listed = today.matches("class=\"ct-tile").count() - today.matches("class=\"ct-tiles-map").count();
    assert_eq!(listed, 124);
    let before = get("/units/provinces/68?day=2025-06-30", "vi").text();
    assert!(!before.contains("ct-tiles-map"), "no grid is known for the former province");
}
