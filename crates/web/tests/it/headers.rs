//! What every answer carries, and which requests nobody reads.

use std::collections::BTreeSet;

use web::Transport;

use crate::client::{get, send, server, start};

#[test]
fn every_answer_has_a_strict_policy_with_a_nonce_of_its_own() {
    let mut nonces = BTreeSet::new();
    for path in ["/", "/law", "/law", "/nothing", "/healthz", "/law/try", "/assets/nothing.js"] {
        let answer = get(path, "vi");
        let policy = answer.header("content-security-policy").to_owned();
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .and_then(|rest| rest.split('\'').next())
            .expect("a nonce")
            .to_owned();
        assert!(nonce.len() >= 32, "{path}: {nonce}");
        assert!(nonces.insert(nonce.clone()), "{path}: the nonce was used before");
        for rule in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"]
        {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        if answer.header("content-type").starts_with("text/html") {
            assert!(
                answer.text().contains(&format!("nonce=\"{nonce}\"")),
                "{path}: the page does not carry its nonce"
            );
        }
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
        assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
    }
}

#[test]
fn the_surveyors_app_alone_may_run_compiled_code_and_is_asked_for_anew_at_every_start() {
    let page = get("/surveyor/", "vi");
    assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
    let policy = page.header("content-security-policy");
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval'"), "{policy}");
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
    assert!(!get("/surveyors", "vi").header("content-security-policy").contains("unsafe"));
    assert_eq!(get("/surveyor", "vi").header("location"), "/surveyor/");
    for file in ["service-worker.js", "app.webmanifest", "icon-192.png"] {
        let answer = get(&format!("/surveyor/{file}"), "vi");
        assert_eq!((answer.status, answer.header("cache-control")), (200, "no-cache"), "{file}");
    }
    let text = page.text();
    let script = text.split("src=\"/surveyor/assets/").nth(1).and_then(|rest| rest.split('"').next());
    let asset = get(&format!("/surveyor/assets/{}", script.expect("a script")), "vi");
    assert_eq!(asset.status, 200);
    assert!(asset.header("cache-control").contains("immutable"));
    for nothing in ["/surveyor/nothing.js", "/surveyor/index.html.br", "/surveyor/..%2f..%2fCargo.toml"] {
        assert_eq!(get(nothing, "vi").status, 404, "{nothing}");
    }
}

#[test]
fn browsers_are_told_to_stay_with_tls_only_where_there_is_some() {
    assert_eq!(get("/", "vi").header("strict-transport-security"), "");
    let proxied = send(start(Transport::BehindProxy), "GET", "/", &[], b"");
    assert!(proxied.header("strict-transport-security").contains("max-age=63072000"));
}

#[test]
fn a_form_from_another_site_is_refused_with_a_page() {
    for headers in [
        vec![("Sec-Fetch-Site", "cross-site")],
        vec![("Sec-Fetch-Site", "same-site")],
        vec![("Origin", "https://other.vn")],
        vec![],
    ] {
        let mut headers = headers;
        headers.push(("Content-Type", "application/x-www-form-urlencoded"));
        let answer = send(server(), "POST", "/law/try", &headers, b"standard=vn-2022");
        assert_eq!(answer.status, 403, "{headers:?}");
        assert!(answer.text().contains("Biểu mẫu không được gửi từ trang này"), "{headers:?}");
    }
    let own = format!("http://{}", server());
    for headers in [vec![("Sec-Fetch-Site", "same-origin")], vec![("Origin", own.as_str())]] {
        let mut headers = headers;
        headers.push(("Content-Type", "application/x-www-form-urlencoded"));
        let answer = send(server(), "POST", "/law/try", &headers, b"standard=vn-2022");
        assert_eq!(answer.status, 200, "{headers:?}");
    }
}

#[test]
fn choices_of_language_and_theme_are_remembered_without_a_script() {
    let chosen = send(server(), "GET", "/language/en?back=%2Flaw%3Fday%3D2023-01-01", &[], b"");
    assert_eq!((chosen.status, chosen.header("location")), (303, "/law?day=2023-01-01"));
    assert!(chosen.header("set-cookie").starts_with("ct-lang=en; Path=/;"));
    let elsewhere = send(server(), "GET", "/theme/dark?back=%2F%2Fother.vn", &[], b"");
    assert_eq!((elsewhere.status, elsewhere.header("location")), (303, "/"));
    let dark = send(server(), "GET", "/", &[("Cookie", "ct-theme=dark; ct-lang=en")], b"").text();
    assert!(dark.contains("<html lang=\"en\" data-bs-theme=\"dark\">"));
    let asked = send(server(), "GET", "/law?lang=en", &[("Accept-Language", "vi")], b"").text();
    assert!(asked.contains("<html lang=\"en\">"));
}
