//! PostgreSQL goes away while somebody works, and comes back: the pages say so, and what was typed is not lost.

use store::testing::{Cluster, Fresh};

use crate::browser::{Browser, hidden};
use crate::office::{ADMINISTRATOR, OFFICER, Office, PASSWORD, fields};

/// A database server of its own, which lives longer than the office.
fn outage() -> (Cluster, Office) {
    let server = Cluster::start("");
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let office = Office::begun(Some(runtime.block_on(Fresh::on(&server.maintenance()))));
    (server, office)
}

fn owned(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[test]
fn a_form_sent_while_the_database_is_down_waits_in_the_page_and_is_taken_when_it_is_back() {
    let (server, office) = outage();
    let mut browser = office.logged_in(OFFICER);
    let seen = office.seen(&mut browser);
    let typed = office.name("Lê Văn \"Ân\" <b> & con", &seen);
    let path = format!("{}/changes/person", office.file);
    server.crash();
    for _ in 0..2 {
        let answer = browser.post(&path, &fields(&typed));
        assert_eq!((answer.status, answer.header("retry-after")), (503, "10"));
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(answer.text().contains("Chưa kết nối được cơ sở dữ liệu"), "{}", answer.text());
        assert!(answer.text().contains("Gửi lại những gì đã nhập"));
        let kept = hidden(&answer.text(), &path);
        assert_eq!(owned(&kept), fields(&typed));
    }
    let reading = browser.get("/households");
    assert_eq!((reading.status, reading.header("retry-after")), (503, "10"));
    assert!(!reading.text().contains("Gửi lại"), "nothing was sent");
    assert_eq!(browser.get("/law").status, 200, "the law does not need the database");
    assert_eq!(browser.get("/healthz").status, 200);
    let bearer = format!("Bearer {}", browser.token());
    let program = browser.send("GET", "/api/v1/me", &[("Authorization", &bearer)], b"").expect("an answer");
    assert_eq!((program.status, program.header("retry-after")), (503, "10"));
    assert!(program.header("content-type").starts_with("application/json"));

    server.start_again();
    let done = browser.post(&path, &fields(&typed));
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(browser.get(&office.file).text().contains("Lê Văn &#34;Ân&#34; &#60;b&#62; &#38; con"));
    office.is_whole();
    let log = office.log();
    assert!(log.contains("could not") && log.contains("check that the database is running"), "{log}");
    assert!(!log.contains("Lê Văn"), "{log}");
}

#[test]
fn a_form_that_waits_for_a_log_in_waits_for_the_database_too_and_no_password_is_in_the_page() {
    let (server, office) = outage();
    let mut browser = office.logged_in(ADMINISTRATOR);
    office.runtime.block_on(office.registry.log_out(browser.token())).expect("logged out");
    let asked = browser.post("/admin/users", &[("name", "Hoàng Văn Ba"), ("login", "ba.hoang")]);
    assert_eq!(asked.status, 401);
    let waiting = hidden(&asked.text(), "/login");
    let mut log_in = owned(&waiting);
    log_in.extend([("login", ADMINISTRATOR), ("password", PASSWORD)]);
    server.crash();
    let down = browser.post("/login", &log_in);
    assert_eq!(down.status, 503);
    assert!(!down.text().contains(PASSWORD));
    let kept = hidden(&down.text(), "/admin/users");
    assert_eq!(owned(&kept), [("name", "Hoàng Văn Ba"), ("login", "ba.hoang")]);
    // A log-in for which nothing waits is typed again.
    let plain = Browser::at(office.address()).post("/login", &[("login", OFFICER), ("password", PASSWORD)]);
    assert!(plain.status == 503 && !plain.text().contains("Gửi lại"), "{}", plain.text());
    server.start_again();
    let again = browser.post("/admin/users", &owned(&kept));
    assert_eq!(again.status, 401, "whoever is not logged in is asked to, once more");
    let waiting = hidden(&again.text(), "/login");
    let mut log_in = owned(&waiting);
    log_in.extend([("login", ADMINISTRATOR), ("password", PASSWORD)]);
    let came = browser.post("/login", &log_in);
    assert_eq!(browser.post("/admin/users", &owned(&hidden(&came.text(), "/admin/users"))).status, 200);
    assert!(office.run(&["user", "list"]).out.contains("ba.hoang"));
}
