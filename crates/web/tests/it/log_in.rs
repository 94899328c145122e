//! Logging in as people do it: a wrong key, a session that was over, a right that ended meanwhile.

use registry::Role;
use registry::access::Area;
use registry::store::dates::Instant;
use web::Transport;

use crate::client::{seen, send};
use crate::staff::{ADMINISTRATOR, PASSWORD, hidden, house, staffed};

const WARD: &str = "24823";

fn ward() -> Area {
    Area::Commune(WARD.to_owned())
}

fn both<'a>(hidden: &'a [(String, String)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(more.iter().copied()).collect()
}

#[test]
fn a_page_for_staff_leads_to_the_log_in_and_back() {
    house().person("lan.back", Role::CommuneOfficer, ward());
    let mut browser = house().browser();
    let first = browser.get("/households?year=2025");
    assert_eq!((first.status, first.header("location")), (303, "/login?back=%2Fhouseholds%3Fyear%3D2025"));
    let form = browser.get(first.header("location")).text();
    let fields = hidden(&form, "/login");
    let answer = browser.post("/login", &both(&fields, &[("login", "LAN.back"), ("password", PASSWORD)]));
    assert_eq!((answer.status, answer.header("location")), (303, "/households?year=2025"));
    let cookie = answer.header("set-cookie");
    for part in ["ct-session=", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let page = browser.get("/law").text();
    assert!(page.contains("Nguyễn Thị Lan") && page.contains("action=\"/logout\""), "{page}");
    let token = browser.token().to_owned();
    assert_eq!(browser.post("/logout", &[]).status, 303);
    assert!(house().wait(house().registry.actor_of(&token, Instant::now())).unwrap().is_none());
    assert_eq!(browser.get("/account").status, 303);
}

#[test]
fn a_wrong_password_and_an_unknown_name_read_the_same_and_nothing_secret_comes_back() {
    house().person("lan.wrong", Role::CommuneOfficer, ward());
    let page = |login: &str| {
        let answer = house().browser().post("/login", &[("login", login), ("password", "Sai-Hoan-Toan-1")]);
        assert_eq!(answer.status, 422);
        assert_eq!(answer.header("set-cookie"), "");
        assert!(answer.text().contains(&format!("value=\"{login}\"")), "the name is kept");
        assert!(!answer.text().contains("Sai-Hoan-Toan-1"));
        seen(&answer.text())
    };
    let (known, unknown) = (page("lan.wrong"), page("khong.co.ai"));
    assert!(known.contains("không đúng"), "{known}");
    assert_eq!(known, unknown);
}

#[test]
fn after_many_wrong_passwords_one_waits() {
    house().person("lan.waits", Role::CommuneOfficer, ward());
    let wrong = [("login", "lan.waits"), ("password", "sai mật khẩu")];
    for _ in 0..7 {
        house().browser().post("/login", &wrong);
    }
    let answer = house().browser().post("/login", &[("login", "lan.waits"), ("password", PASSWORD)]);
    assert!(answer.text().contains("Hãy đợi"), "{}", seen(&answer.text()));
}

#[test]
fn nobody_is_led_to_another_house() {
    house().person("lan.elsewhere", Role::CommuneOfficer, ward());
    for back in ["//other.vn", "/\\other.vn", "https://other.vn/", "javascript:alert(1)"] {
        let mut browser = house().browser();
        assert!(!browser.get(&format!("/login?back={back}")).text().contains("name=\"back\""), "{back}");
        let fields = [("login", "lan.elsewhere"), ("password", PASSWORD), ("back", back)];
        let answer = browser.post("/login", &fields);
        assert_eq!((answer.status, answer.header("location")), (303, "/households"), "{back}");
        let fields = [("login", "lan.elsewhere"), ("password", PASSWORD), ("kept-to", back), ("kept.a", "b")];
        let answer = browser.post("/login", &fields);
        assert_eq!(answer.status, 303, "a form is not sent to {back}");
    }
}

#[test]
fn a_log_in_from_another_site_is_refused() {
    let headers = [("Sec-Fetch-Site", "cross-site"), ("Content-Type", "application/x-www-form-urlencoded")];
    let body = format!("login={ADMINISTRATOR}&password=x");
    assert_eq!(send(house().address, "POST", "/login", &headers, body.as_bytes()).status, 403);
}

#[test]
fn over_tls_the_cookie_is_bound_to_this_house() {
    let house = staffed(Transport::BehindProxy);
    let mut browser = house.browser();
    let answer = browser.post("/login", &[("login", ADMINISTRATOR), ("password", PASSWORD)]);
    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-ct-session=") && cookie.contains("; Secure"), "{cookie}");
    assert!(!cookie.to_lowercase().contains("domain="));
    assert_eq!(browser.get("/account").status, 200);
    // The same token under the name that any page without TLS could set opens nothing.
    browser.cookie = browser.cookie.map(|cookie| cookie.replace("__Host-", ""));
    assert_eq!(browser.get("/account").status, 303);
}

#[test]
fn a_form_sent_after_the_session_was_over_loses_nothing() {
    let mut browser = house().logged_in(ADMINISTRATOR);
    house().wait(house().registry.log_out(browser.token())).unwrap();
    let typed = [("name", "Hoàng \"Văn\" <Ba> & con"), ("login", "ba.hoang"), ("note", ""), ("note", "2")];
    let asked = browser.post("/admin/users", &typed);
    assert_eq!(asked.status, 401);
    assert!(asked.text().contains("vẫn được giữ"), "{}", seen(&asked.text()));
    let fields = hidden(&asked.text(), "/login");
    let wrong =
        browser.post("/login", &both(&fields, &[("login", ADMINISTRATOR), ("password", "sai mật khẩu")]));
    assert_eq!(wrong.status, 422);
    assert_eq!(hidden(&wrong.text(), "/login"), fields, "a wrong password loses nothing either");
    let again = browser.post("/login", &both(&fields, &[("login", ADMINISTRATOR), ("password", PASSWORD)]));
    assert_eq!(again.status, 200);
    let kept = hidden(&again.text(), "/admin/users");
    let kept: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(kept, typed);
    let done = browser.post("/admin/users", &kept);
    assert_eq!(done.status, 200);
    assert!(done.text().contains("Mật khẩu dùng một lần"));
    assert!(seen(&browser.get("/admin/users?q=ba.hoang").text()).contains("Hoàng \"Văn\" <Ba> & con"));
}

#[test]
fn a_form_that_waits_holds_no_password() {
    house().person("lan.secret", Role::CommuneOfficer, ward());
    let mut browser = house().logged_in("lan.secret");
    house().wait(house().registry.log_out(browser.token())).unwrap();
    let typed = [("present_password", "Mat-Khau-Cu-1"), ("new_password", "Mat-Khau-Moi-2")];
    let asked = browser.post("/account/password", &typed);
    assert_eq!(asked.status, 401);
    assert!(!asked.text().contains("Mat-Khau"), "{}", asked.text());
}

#[test]
fn a_part_of_a_page_makes_the_browser_load_the_whole() {
    let answer = house().browser().get_part("/households");
    assert_eq!((answer.status, answer.header("hx-refresh")), (401, "true"));
}

#[test]
fn a_right_that_ended_while_a_form_was_open_is_refused_when_it_is_sent() {
    let (_, grant) = house().person("pho.quan.tri", Role::Administrator, ward());
    let mut browser = house().logged_in("pho.quan.tri");
    assert_eq!(browser.get("/admin/users").status, 200);
    house().end(grant);
    let answer = browser.post("/admin/users", &[("name", "Lê Văn Bốn"), ("login", "bon.le")]);
    assert_eq!(answer.status, 403);
    assert!(answer.text().contains("Phần này không thuộc quyền của bạn"));
    assert_eq!(house().wait(house().registry.user_of_login("bon.le")).unwrap(), None);
    assert_eq!(browser.get("/account").status, 200, "still logged in");
}

#[test]
fn a_password_for_once_asks_for_another_one_at_the_door() {
    let (user, _) = house().person("lan.once", Role::CommuneOfficer, ward());
    let once = house().wait(house().registry.reset_password_here(user, Instant::now())).unwrap();
    let mut browser = house().browser();
    let asked = browser.post("/login", &[("login", "lan.once"), ("password", &once)]);
    assert_eq!(asked.header("set-cookie"), "");
    assert!(asked.text().contains("name=\"new_password\""));
    let short = [("login", "lan.once"), ("password", once.as_str()), ("new_password", "ngắn")];
    assert!(browser.post("/login", &short).text().contains("dễ đoán"));
    let chosen = [("login", "lan.once"), ("password", once.as_str()), ("new_password", PASSWORD)];
    assert_eq!(browser.post("/login", &chosen).status, 303);
    assert_eq!(browser.get("/account").status, 200);
}

#[test]
fn pages_about_a_person_are_kept_by_no_browser() {
    house().person("lan.cache", Role::CommuneOfficer, ward());
    let mut browser = house().logged_in("lan.cache");
    assert_eq!(browser.get("/account").header("cache-control"), "no-store");
    assert_eq!(browser.get("/login").header("cache-control"), "no-store");
}

#[test]
fn a_file_sent_after_the_session_was_over_must_be_sent_again_and_the_page_says_so() {
    let headers = [("Sec-Fetch-Site", "same-origin"), ("Content-Type", "multipart/form-data; boundary=x")];
    let answer = send(house().address, "POST", "/admin/users", &headers, b"--x--");
    assert_eq!(answer.status, 401);
    assert!(answer.text().contains("Phiên đăng nhập đã hết và tệp chưa được nhận"), "{}", answer.text());
}
