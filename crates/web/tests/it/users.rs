//! One's own account, and users and roles on the pages of an administrator.

use registry::Role;
use registry::access::Area;

use crate::client::seen;
use crate::staff::{ADMINISTRATOR, Browser, PASSWORD, house};

fn everywhere() -> Area {
    Area::Everywhere
}

fn address_of(browser: &mut Browser, login: &str) -> String {
    let list = browser.get(&format!("/admin/users?q={login}")).text();
    let at = list.find("href=\"/admin/users/").expect("somebody is found") + 6;
    list[at..].split('"').next().unwrap_or_default().to_owned()
}

#[test]
fn an_administrator_adds_somebody_finds_a_place_gives_a_role_and_ends_it() {
    let mut browser = house().logged_in(ADMINISTRATOR);
    let added = browser.post("/admin/users", &[("name", "Phạm Thị Năm"), ("login", "nam.pham")]);
    assert_eq!(added.status, 200);
    assert_eq!(added.header("cache-control"), "no-store");
    assert!(added.text().contains("Mật khẩu dùng một lần"));
    let user = address_of(&mut browser, "nam.pham");
    let found = browser.get(&format!("{user}?q=bao+loc")).text();
    assert!(found.contains("value=\"commune:24823\""), "{}", seen(&found));
    let grants = format!("{user}/grants");
    let role =
        [("q", "bao loc"), ("place", "commune:24823"), ("role", "commune_officer"), ("from", "2026-06-01")];
    let refused = browser.post(&grants, &[&role[..2], &[("role", "commune_officer"), ("from", "")]].concat());
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("value=\"commune:24823\" required checked"), "what was chosen stays");
    let given = browser.post(&grants, &role);
    assert_eq!((given.status, given.header("location")), (303, user.as_str()), "{}", seen(&given.text()));
    let page = browser.get(&user).text();
    assert!(page.contains("Công chức cấp xã") && !page.contains("Mật khẩu dùng một lần</h2>"));
    let twice = browser.post(&grants, &role);
    assert_eq!(twice.status, 422);
    assert!(seen(&twice.text()).contains("đã có vai trò đó"));
    let grant = page.split("name=\"grant\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let ended = browser.post(&format!("{grants}/end"), &[("grant", grant), ("reason", "chuyển công tác")]);
    assert_eq!(ended.status, 303);
    assert!(browser.get(&user).text().contains("Chưa có vai trò nào"));
}

#[test]
fn a_refused_user_keeps_what_was_typed() {
    let mut browser = house().logged_in(ADMINISTRATOR);
    let answer = browser.post("/admin/users", &[("name", "Lê Thị Sáu"), ("login", "sáu lê")]);
    assert_eq!(answer.status, 422);
    let text = answer.text();
    assert!(text.contains("value=\"Lê Thị Sáu\"") && text.contains("value=\"sáu lê\""));
    assert!(seen(&text).contains("Tên đăng nhập chưa dùng được"));
}

#[test]
fn an_auditor_reads_the_list_and_changes_nothing() {
    house().person("kiem.toan", Role::Auditor, everywhere());
    let mut browser = house().logged_in("kiem.toan");
    let list = browser.get("/admin/users").text();
    assert!(list.contains("kiem.toan") && !list.contains("name=\"login\""), "{}", seen(&list));
    let user = address_of(&mut browser, "quan.tri");
    assert!(!browser.get(&user).text().contains("method=\"post\" action=\"/admin"));
    for (path, fields) in [
        ("/admin/users".to_owned(), vec![("name", "A B"), ("login", "a.b.c")]),
        (format!("{user}/password"), vec![]),
        (
            format!("{user}/grants"),
            vec![("place", "everywhere"), ("role", "partner"), ("from", "2026-06-01")],
        ),
    ] {
        assert_eq!(browser.post(&path, &fields).status, 403, "{path}");
    }
}

#[test]
fn whoever_has_no_role_for_it_sees_no_administration() {
    house().person("lan.plain", Role::CommuneOfficer, Area::Commune("24823".to_owned()));
    let mut browser = house().logged_in("lan.plain");
    for path in ["/admin", "/admin/users", "/admin/users/0199a3b1-0000-7000-8000-000000000000"] {
        assert_eq!(browser.get(path).status, 403, "{path}");
    }
    let home = browser.get("/law").text();
    assert!(home.contains("href=\"/households\"") && !home.contains("href=\"/admin\""));
    let home = house().browser().get("/law").text();
    assert!(!home.contains("href=\"/households\"") && home.contains("href=\"/login?back=%2Flaw\""));
}

#[test]
fn a_new_password_keeps_this_session_and_ends_the_others() {
    house().person("lan.password", Role::CommuneOfficer, Area::Commune("24823".to_owned()));
    let (mut here, mut there) = (house().logged_in("lan.password"), house().logged_in("lan.password"));
    let page = here.get("/account").text();
    assert_eq!(page.matches("action=\"/account/sessions/end\"").count(), 1);
    let wrong = here
        .post("/account/password", &[("present_password", "sai"), ("new_password", "một hai ba bốn năm")]);
    assert_eq!(wrong.status, 422);
    assert!(seen(&wrong.text()).contains("Mật khẩu hiện tại không đúng"));
    let fields = [("present_password", PASSWORD), ("new_password", "một hai ba bốn năm")];
    let done = here.post("/account/password", &fields);
    assert_eq!((done.status, done.header("location")), (303, "/account?done=password"));
    assert!(here.get("/account?done=password").text().contains("Đã đổi mật khẩu"));
    assert_eq!(there.get("/account").status, 303);
}

#[test]
fn codes_are_shown_as_a_picture_without_any_inline_style_and_asked_for_once() {
    house().person("lan.codes", Role::CommuneOfficer, Area::Commune("24823".to_owned()));
    let mut browser = house().logged_in("lan.codes");
    let page = browser.post("/account/codes", &[]);
    assert_eq!((page.status, page.header("cache-control")), (200, "no-store"));
    let text = page.text();
    assert!(text.contains("class=\"ct-qr\"") && !text.contains(" style="));
    let wrong = browser.post("/account/codes/confirmation", &[("code", "000000")]);
    assert!(seen(&wrong.text()).contains("mã xác thực chưa được bật"));
    // Nothing is on: the password alone still opens.
    house().logged_in("lan.codes");
}
