//! Trying it for one household: the same results as the worked cases, nothing kept, nothing in an address.

use standards::cases::cases;
use standards::load;

use crate::client::{get, pack, post, seen};

/// The result of the page and the marks of its indicators.
fn verdict(html: &str) -> (String, usize) {
    let part = html.split("ct-verdict-label").nth(1).expect("a result");
    let label = part
        .split("</svg>")
        .nth(1)
        .and_then(|rest| rest.split('<').next())
        .expect("a label")
        .trim()
        .to_owned();
    (label, html.matches("ct-dot ct-dot-yes").count())
}

#[test]
fn every_worked_case_comes_out_on_the_page_as_it_must() {
    let files = pack();
    let mut tried = 0;
    for id in files.standards() {
        let folder = format!("standards/{id}");
        let standard = load(&files, &folder).standard.expect("sound");
        let (all, _) = cases(&files, &folder, &standard);
        for (number, case) in all.iter().enumerate() {
            // The page names no income test; a case that does is about the command line.
            if !standard.covers.contains(case.result_day) || case.income_test.is_some() {
                continue;
            }
            let html = post("/law/try", &[("standard", &id), ("case", &number.to_string())], "vi").text();
            let Some(expected) = case.expect.outcome.as_deref() else { continue };
            let label = standard.outcomes.iter().find(|o| o.id == expected).map(|o| o.label.vi.as_str());
            let (shown, deprived) = verdict(&html);
            match label {
                Some(label) => assert_eq!(shown, label, "{id}: {}", case.name),
                None => assert!(shown.starts_with("Chưa xác định"), "{id}: {}: {shown}", case.name),
            }
            if let Some(expected) = &case.expect.deprived {
                assert_eq!(deprived, expected.len(), "{id}: {}", case.name);
            }
            tried += 1;
        }
    }
    assert!(tried > 150, "only {tried} cases were tried");
}

/// A rural farming family of one adult under the line, everything else in order.
const FAMILY: [(&str, &str); 15] = [
    ("standard", "vn-2022"),
    ("day", "2026-01-01"),
    ("members", "1"),
    ("h.zone", "rural"),
    ("h.income_per_capita", "1.200.000"),
    ("h.dwelling_area", "45,5"),
    ("h.wall_durable", "yes"),
    ("h.column_durable", "yes"),
    ("h.roof_durable", "yes"),
    ("h.uses_internet", "yes"),
    ("h.information_devices", "tv"),
    ("m1.age", "45"),
    ("m1.social_allowance", "none"),
    ("m1.has_health_insurance", "yes"),
    ("m1.able_to_work", "no"),
];

fn with(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let kept = FAMILY.iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    kept.chain(more).copied().collect()
}

#[test]
fn typed_answers_are_read_kept_in_the_form_and_decided() {
    let html =
        post("/law/try", &with(&[("h.main_water_source", "surface"), ("h.toilet_type", "none")]), "vi")
            .text();
    assert_eq!(verdict(&html), ("Hộ cận nghèo".to_owned(), 2));
    assert!(html.contains("value=\"1.200.000\"") && html.contains("value=\"45,5\""), "what was typed stays");
    let english = post(
        "/law/try",
        &with(&[("h.main_water_source", "surface"), ("h.toilet_type", "none"), ("lang", "en")]),
        "vi",
    );
    assert_eq!(verdict(&english.text()).0, "Near-poor household");
    assert!(english.text().contains("value=\"1,200,000\""));
    assert_eq!(english.header("cache-control"), "no-store");
}

#[test]
fn a_missing_answer_that_could_decide_is_asked_for_where_it_stands() {
    let html =
        post("/law/try", &with(&[("h.toilet_type", "none"), ("m1.has_health_insurance", "no")]), "vi").text();
    assert!(verdict(&html).0.starts_with("Chưa xác định"));
    let needs = html.split("ct-needs").nth(1).expect("needs");
    assert!(needs.contains("href=\"#h-main_water_source\""));
    assert!(html.contains("id=\"h-main_water_source\""));
}

#[test]
fn questions_are_asked_when_they_apply_and_unseen_answers_decide_nothing() {
    let grown = post("/law/try", &with(&[("m1.low_weight_for_age", "yes")]), "vi").text();
    assert!(
        !grown.contains("name=\"m1.low_weight_for_age\""),
        "an adult is not asked about a child's weight"
    );
    assert!(!grown.contains("why-indicator-nutrition\" class=\"ct-state-yes\""));
    let child = post("/law/try", &with(&[("m1.age", "7"), ("m1.low_weight_for_age", "yes")]), "vi").text();
    assert!(child.contains("name=\"m1.low_weight_for_age\""));
    assert!(child.contains("id=\"why-indicator-nutrition\" class=\"ct-state-yes\""));
    assert!(!child.contains("name=\"m1.able_to_work\""), "a child is not asked about work");
}

#[test]
fn people_are_added_and_removed_and_the_others_keep_their_answers() {
    let two = post("/law/try", &with(&[("do", "add")]), "vi").text();
    assert!(two.contains("name=\"m2.age\"") && two.contains("name=\"members\" value=\"2\""));
    let mut fields = with(&[("members", "2"), ("m2.age", "9"), ("do", "remove-1")]);
    fields.retain(|(name, _)| *name != "do");
    fields.push(("do", "remove-1"));
    let one = post("/law/try", &fields, "vi").text();
    assert!(one.contains("name=\"members\" value=\"1\"") && one.contains("name=\"m1.age\" value=\"9\""));
    assert!(!one.contains("m2.age"));
}

#[test]
fn what_cannot_be_an_answer_is_named_at_its_field_and_counts_as_missing() {
    let html = post("/law/try", &with(&[("h.income_per_capita", "rất ít"), ("m1.age", "400")]), "vi").text();
    let text = seen(&html);
    assert!(text.contains("Có câu trả lời chưa đọc được") && text.contains("Hãy ghi bằng số"));
    assert!(text.contains("Hãy ghi số từ 0 đến 130."));
    assert!(html.contains("value=\"rất ít\""), "what was typed stays for mending");
    assert!(verdict(&html).0.starts_with("Chưa xác định"));
}

#[test]
fn a_script_in_an_answer_is_only_text() {
    let html =
        post("/law/try", &with(&[("h.income_per_capita", "\"><script>alert(1)</script>")]), "vi").text();
    assert!(!html.contains("<script>alert"));
}

#[test]
fn a_day_outside_the_standard_is_refused_with_its_days() {
    let text = seen(&get("/law/try?standard=vn-2022&day=2031-01-01", "vi").text());
    assert!(text.contains("01/01/2022 – 31/12/2026"));
}

#[test]
fn answers_in_an_address_are_not_read() {
    let html = get("/law/try?h.income_per_capita=1200000&m1.age=45", "vi").text();
    assert!(!html.contains("value=\"1.200.000\"") && html.contains("method=\"post\" action=\"/law/try\""));
}
