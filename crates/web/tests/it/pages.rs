//! What the pages of the law say, and what they weigh.

use standards::standard::DeprivationRule;

use crate::client::{get, pack, seen, send, server};

fn all_standards() -> Vec<standards::standard::PovertyStandard> {
    let files = pack();
    let load =
        |id: &String| standards::load(&files, &format!("standards/{id}")).standard.expect("a sound standard");
    files.standards().iter().map(load).collect()
}

#[test]
fn a_standard_shows_every_indicator_outcome_and_value_with_its_source_in_both_languages() {
    for standard in all_standards() {
        for (code, language) in [("vi", vocab::Language::Vi), ("en", vocab::Language::En)] {
            let html = get(&format!("/law/standards/{}", standard.id), code).text();
            let text = seen(&html);
            for indicator in &standard.indicators {
                assert!(
                    html.contains(&format!("id=\"indicator-{}\"", indicator.id)),
                    "{} {}",
                    standard.id,
                    indicator.id
                );
                assert!(text.contains(indicator.label.get(language)), "{} {}", standard.id, indicator.id);
                if let DeprivationRule::Unknown(why) = &indicator.deprived {
                    assert!(
                        text.contains(why.get(language)),
                        "{}: {} hides why it is unknown",
                        standard.id,
                        indicator.id
                    );
                }
            }
            for outcome in &standard.outcomes {
                assert!(text.contains(outcome.label.get(language)), "{} {}", standard.id, outcome.id);
            }
            let values: usize = standard.params.iter().map(|param| param.values.len()).sum();
            let sources = standard.indicators.len()
                + standard.outcomes.len()
                + standard.income_tests.len()
                + values
                + 1;
            assert_eq!(
                html.matches("class=\"ct-cite\"").count(),
                sources,
                "{}: a value without its source",
                standard.id
            );
        }
    }
}

#[test]
fn the_day_says_which_standard_applies_and_none_is_taken_for_another() {
    for (day, standard) in [
        ("2021-12-31", "vn-2016"),
        ("2022-01-01", "vn-2022"),
        ("2026-12-31", "vn-2022"),
        ("2027-01-01", "vn-2027"),
    ] {
        let html = get(&format!("/law?day={day}"), "vi").text();
        assert!(
            html.contains(&format!("<p class=\"ct-answer\"><a href=\"/law/standards/{standard}\">")),
            "{day}"
        );
    }
    assert!(get("/law?day=2031-01-01", "vi").text().contains("Chưa có chuẩn nào cho ngày này."));
}

#[test]
fn comparing_shows_what_is_new_gone_and_not_known() {
    let html = get("/law/compare?a=vn-2022&b=vn-2027", "vi").text();
    let how = |id: &str| {
        let article =
            html.split("<article").find(|part| part.contains(&format!("#{id}\""))).expect("compared");
        article
            .split("ct-how ct-how-")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .expect("how")
            .to_owned()
    };
    assert_eq!(how("indicator-information_means"), "dropped");
    // Defined anew under a new id, its cut-off not read: neither gone nor new.
    assert_eq!(how("indicator-health_insurance"), "unknown");
    assert_eq!(how("value-income_line"), "changed");
    assert_eq!(how("value-poor_deprivations"), "same");
    assert!(html.contains("ct-how-added") && html.contains("ct-how-unknown"));
}

#[test]
fn documents_are_found_without_diacritics_and_show_what_rests_on_them() {
    let found = get("/law/documents?q=chuan%20ngheo%20da%20chieu%202021", "vi").text();
    assert!(found.contains("07/2021/NĐ-CP"));
    let page = get("/law/documents/nd-07-2021", "vi").text();
    assert!(page.contains("/law/standards/vn-2022#indicator-toilet") && page.contains("27/01/2021"));
    let amended = get("/law/documents/tt-07-2021", "vi").text();
    assert!(seen(&amended).contains("Được sửa đổi, bổ sung bởi"), "both ways");
}

#[test]
fn cases_are_filtered_by_indicator_and_paged_in_the_address() {
    let all = get("/law/standards/vn-2022/cases", "vi").text();
    assert_eq!(all.matches("class=\"ct-case-name\"").count(), 25);
    assert!(all.contains("page=2"));
    let toilet = get("/law/standards/vn-2022/cases?indicator=nutrition&outcome=poor", "vi").text();
    let cards = toilet.matches("class=\"ct-case-name\"").count();
    assert!(cards > 0 && cards < 25);
    assert_eq!(toilet.matches("Dinh dưỡng").count() - 1, cards, "each shown case is about the indicator");
}

#[test]
fn a_first_visit_weighs_at_most_150_kilobytes() {
    for path in ["/", "/law/standards/vn-2022", "/law/try", "/units/provinces/68", "/law/compare"] {
        let sized = |path: &str| {
            let answer = send(server(), "GET", path, &[("Accept-Encoding", "br, gzip")], b"");
            assert_eq!(answer.status, 200, "{path}");
            answer
        };
        let page = sized(path);
        assert_eq!(page.header("content-encoding"), "br", "{path}");
        let html = get(path, "vi").text();
        let linked = html.split("=\"/assets/").skip(1).filter_map(|part| part.split('"').next());
        let mut files: Vec<String> = linked.map(|name| format!("/assets/{name}")).collect();
        let style = files.iter().find(|file| file.ends_with(".css")).expect("a style").clone();
        // Whatever the style may load: all letters of both weights.
        let css = send(server(), "GET", &style, &[], b"").text();
        files.extend(
            css.split("url(/assets/")
                .skip(1)
                .filter_map(|part| Some(format!("/assets/{}", part.split(')').next()?))),
        );
        files.sort();
        files.dedup();
        assert!(files.iter().filter(|file| file.ends_with(".woff2")).count() >= 4, "{files:?}");
        let total: usize = page.bytes.len() + files.iter().map(|file| sized(file).bytes.len()).sum::<usize>();
        assert!(total <= 150_000, "{path}: {total} bytes");
    }
}

#[test]
fn files_are_kept_for_ever_and_sent_as_the_browser_reads_them() {
    let html = get("/", "vi").text();
    let style = html
        .split("href=\"")
        .filter_map(|part| part.split('"').next())
        .find(|p| p.ends_with(".css"))
        .expect("a style");
    for (accepts, coding) in
        [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", "")]
    {
        let answer = send(server(), "GET", style, &[("Accept-Encoding", accepts)], b"");
        assert_eq!(answer.header("content-encoding"), coding, "{accepts}");
        assert!(answer.header("cache-control").contains("immutable"));
        assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    }
}
