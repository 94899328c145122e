//! Every page that a link leads to, in both languages.

use std::collections::{BTreeMap, BTreeSet};

use crate::client::{Answer, get};

/// Links that begin with one of these are followed only as often as said: they are many and alike.
const ALIKE: [(&str, usize); 4] =
    [("/units/communes/", 12), ("/units/provinces/", 6), ("/law/documents/", 200), ("/units?", 4)];

/// Every answer from the first page on, by address.
fn crawled(language: &str) -> BTreeMap<String, Answer> {
    let mut open = vec!["/".to_owned()];
    let mut met = BTreeSet::from(["/".to_owned()]);
    let mut followed: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found = BTreeMap::new();
    while let Some(path) = open.pop() {
        let answer = get(&path, language);
        if answer.header("content-type").starts_with("text/html") {
            for link in links(&answer.text()) {
                if link.starts_with("/language/") || link.starts_with("/theme/") || !met.insert(link.clone())
                {
                    continue;
                }
                if let Some((start, most)) = ALIKE.iter().find(|(start, _)| link.starts_with(start)) {
                    let times = followed.entry(start).or_default();
                    *times += 1;
                    if *times > *most {
                        continue;
                    }
                }
                open.push(link);
            }
        }
        found.insert(path, answer);
    }
    found
}

fn links(html: &str) -> Vec<String> {
    let of = |part: &str| part.split('"').next().map(|link| link.replace("&#38;", "&").replace("&amp;", "&"));
    let all = html.split("href=\"").skip(1).filter_map(of);
    let inside = all.filter(|link| link.starts_with('/'));
    inside.map(|link| link.split('#').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_link_leads_to_a_page_in_both_languages() {
    for language in ["vi", "en"] {
        let found = crawled(language);
        let bad: Vec<String> = found
            .iter()
            .filter(|(_, a)| a.status != 200)
            .map(|(path, a)| format!("{path} {}", a.status))
            .collect();
        assert!(bad.is_empty(), "{language}: {bad:?}");
        for start in
            ["/law/standards/", "/law/documents/", "/units/communes/", "/units/provinces/", "/law/try?"]
        {
            assert!(found.keys().any(|path| path.starts_with(start)), "{language}: no page {start}… was met");
        }
        for (path, answer) in found.iter().filter(|(_, a)| a.header("content-type").starts_with("text/html"))
        {
            let html = answer.text();
            assert!(html.contains(&format!("<html lang=\"{language}\"")), "{path}");
            assert!(!html.contains("Unknown localization"), "{path}: words are missing");
            not_inline(path, &html);
        }
    }
}

/// Nothing inside a page acts or looks by itself: the policy would block it, and it would be a mistake.
fn not_inline(path: &str, html: &str) {
    assert!(!html.contains(" style=\""), "{path}: an inline style");
    assert!(!html.contains("javascript:"), "{path}: a script as an address");
    for handler in [" onclick=", " onchange=", " onload=", " onerror=", " onsubmit=", " oninput=", "hx-on"] {
        assert!(!html.contains(handler), "{path}: {handler}");
    }
    let scripts = html.matches("<script").count();
    assert_eq!(
        scripts,
        html.matches("<script type=\"module\" src=\"/assets/").count()
            + html.matches("<script type=\"application/json\"").count(),
        "{path}: a script inside the page"
    );
}
