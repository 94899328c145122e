//! The interface for programs: every answer is as its document says, and no route is missing there.

use std::collections::BTreeSet;

use registry::Role;
use registry::access::Area;
use serde_json::{Value as Json, json};
use store::testing::both;
use web::routes;

use crate::client::{Answer, encoded, get, send};
use crate::schema::conforms;
use crate::scopes::land::{ANSWERED_NUMBER, Land, OWN};
use crate::scopes::ways::{Depth, Way, to_read};
use crate::staff::{PASSWORD, house};

fn document() -> Json {
    serde_json::from_str(&get("/api/openapi.json", "vi").text()).expect("a document")
}

/// The answer of a route with a status is as the document says.
fn as_told(document: &Json, (path, method, status): (&str, &str, &str), answer: &str) {
    let answer: Json =
        serde_json::from_str(answer).unwrap_or_else(|_| panic!("{path} answers no JSON: {answer}"));
    let schema =
        &document["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"];
    assert!(schema.is_object(), "{method} {path} {status} has no schema");
    conforms(&answer, schema, document, path);
}

#[test]
fn the_document_tells_of_every_route_and_of_no_other_and_names_what_each_may_be_asked() {
    let document = document();
    let paths = document["paths"].as_object().expect("paths");
    let told: BTreeSet<(String, String)> = paths
        .iter()
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().expect("methods");
            methods.keys().map(|method| (method.to_uppercase(), path.clone()))
        })
        .collect();
    let is_api = |path: &str| path.starts_with("/api/");
    let there = routes().into_iter().filter(|route| is_api(route.path));
    let there: BTreeSet<_> = there.map(|route| (route.method.to_owned(), route.path.to_owned())).collect();
    assert_eq!(told, there);
    for route in routes().into_iter().filter(|route| is_api(route.path) && route.method == "GET") {
        let parameters = paths[route.path]["get"]["parameters"].as_array().cloned().unwrap_or_default();
        let told = parameters.iter().filter(|one| one["in"] == "query");
        let told: BTreeSet<&str> = told.filter_map(|one| one["name"].as_str()).collect();
        // What is looked for goes into a body, and columns are for people.
        let asks = route.asks.iter().copied().filter(|name| !matches!(*name, "s" | "col")).collect();
        assert_eq!(told, asks, "{}", route.path);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_is_as_the_document_says() {
    both(|location| async move {
        let land = Land::found(&location).await;
        let document = document();
        let officer = land.actor(Role::CommuneOfficer, Area::Commune(OWN.into()), "2025-07-01");
        let auditor = land.actor(Role::Auditor, Area::Everywhere, "2025-07-01");
        let mut answered = BTreeSet::new();
        for route in routes() {
            let is_file = route.path == "/api/openapi.json";
            if !route.path.starts_with("/api/") || route.method != "GET" || is_file {
                continue;
            }
            for who in [&officer, &auditor] {
                for way in to_read(&route, &land, Depth::Filters) {
                    let answer = land.ask(who, "GET", &way).await;
                    let status = if answer.status == 200 { "200" } else { "default" };
                    as_told(&document, (route.path, "get", status), &answer.text);
                    assert!(!answer.text.contains(ANSWERED_NUMBER), "{} answers a number", way.path);
                    if answer.status == 200 {
                        answered.insert(route.path);
                    }
                }
            }
        }
        let search = "/api/v1/households/search";
        for text in ["le van", "Zuan", "068080000000", "1"] {
            let way = Way::to(search).with(&[("q", text)]);
            let answer = land.ask(&officer, "POST", &way).await;
            assert_eq!(answer.status, 200);
            as_told(&document, (search, "post", "200"), &answer.text);
            let found: Json = serde_json::from_str(&answer.text).unwrap();
            assert_ne!(found["total"], json!(0), "{text}");
        }
        assert_eq!(answered.len(), 8, "{answered:?}");
        // As of a day before the second review, as known on a day before both.
        let file = format!("/api/v1/households/{}", land.places[0].home.household);
        for (asked, reviews) in [("", 2), ("?day=2025-06-01", 1), ("?known=2025-11-30", 0)] {
            let answer = land.ask(&officer, "GET", &Way::to(format!("{file}{asked}"))).await;
            let file: Json = serde_json::from_str(&answer.text).unwrap();
            assert_eq!(file["assessments"].as_array().map(Vec::len), Some(reviews), "{asked}");
        }
        // A search that cannot be opened is not one for everything.
        let lapsed = land.ask(&officer, "GET", &Way::to("/api/v1/households?s=00ff")).await;
        assert_eq!(lapsed.status, 400, "{}", lapsed.text);
    })
    .await;
}

fn ask(method: &str, path: &str, token: Option<&str>, fields: &[(&str, &str)]) -> Answer {
    let body = fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    let body = body.collect::<Vec<_>>().join("&");
    let bearer = token.map(|token| format!("Bearer {token}"));
    let mut headers = vec![("Content-Type", "application/x-www-form-urlencoded")];
    headers.extend(bearer.as_deref().map(|bearer| ("Authorization", bearer)));
    send(house().address, method, path, &headers, body.as_bytes())
}

#[test]
fn a_program_logs_in_reads_and_logs_out() {
    let (_, grant) = house().person("api.lan", Role::CommuneOfficer, Area::Commune(OWN.into()));
    let document = document();
    let session = ask("POST", "/api/v1/session", None, &[("login", "api.lan"), ("password", PASSWORD)]);
    assert_eq!((session.status, session.header("set-cookie")), (200, ""), "{}", session.text());
    as_told(&document, ("/api/v1/session", "post", "200"), &session.text());
    let token: Json = serde_json::from_str(&session.text()).unwrap();
    let token = token["token"].as_str().unwrap();

    let me = ask("GET", "/api/v1/me", Some(token), &[]);
    assert_eq!((me.status, me.header("cache-control")), (200, "no-store"));
    let me: Json = serde_json::from_str(&me.text()).unwrap();
    assert_eq!((&me["login"], &me["roles"][0]["code"]), (&json!("api.lan"), &json!(OWN)));
    let search = ask("POST", "/api/v1/households/search", Some(token), &[("q", "an")]);
    assert_eq!(search.status, 200, "{}", search.text());
    // The role ends at another desk: the next request is refused.
    house().end(grant);
    let refused = ask("GET", "/api/v1/households", Some(token), &[]);
    assert_eq!(refused.status, 403);
    as_told(&document, ("/api/v1/households", "get", "default"), &refused.text());
    assert_eq!(ask("POST", "/api/v1/session/end", Some(token), &[]).status, 204);
    assert_eq!(ask("GET", "/api/v1/me", Some(token), &[]).status, 401);
}

#[test]
fn without_a_token_or_with_a_wrong_password_a_program_is_told_what_to_do() {
    let nobody = ask("GET", "/api/v1/households", None, &[]);
    assert_eq!((nobody.status, nobody.header("www-authenticate")), (401, "Bearer"));
    assert!(nobody.text().contains("/api/v1/session"), "{}", nobody.text());
    let wrong = ask("POST", "/api/v1/session", None, &[("login", "khong.co"), ("password", "sai")]);
    assert_eq!(wrong.status, 401);
    as_told(&document(), ("/api/v1/session", "post", "default"), &wrong.text());
    assert_eq!(ask("GET", "/api/v1/nothing", None, &[]).status, 404);
    // A page of another house can send neither a token nor a form with the visitor's cookie.
    let mut browser = house().logged_in(crate::staff::ADMINISTRATOR);
    let cookie = browser.cookie.take().unwrap();
    let headers = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "cross-site")];
    assert_eq!(send(house().address, "POST", "/api/v1/session/end", &headers, b"").status, 403);
}
