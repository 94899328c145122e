//! Passkeys over HTTP: from the account to the door, and where no browser has them.

use registry::Role;
use registry::access::Area;
use serde_json::Value as Json;
use web::Transport;

use crate::client::{Answer, seen, send};
use crate::device::{Device, Said};
use crate::staff::{ADMINISTRATOR, Browser, PASSWORD, house, staffed};

fn ward() -> Area {
    Area::Commune("24823".into())
}

fn origin() -> String {
    format!("http://localhost:{}", house().address.port())
}

/// What the page hands to the browser's own function.
fn options(page: &str) -> Json {
    let text = page.split("data-passkey-make=\"").nth(1).and_then(|rest| rest.split('"').next());
    serde_json::from_str(&text.expect("options").replace("&#34;", "\"")).expect("JSON")
}

fn begin(browser: &mut Browser, password: &str) -> Answer {
    browser.post("/account/passkeys", &[("name", "Điện thoại <của> Lan"), ("present_password", password)])
}

fn add(browser: &mut Browser) -> Device {
    let options = options(&begin(browser, PASSWORD).text());
    let mut device = Device::at(&origin());
    let said = device.create(options["challenge"].as_str().unwrap(), options["user"]["id"].as_str().unwrap());
    let fields =
        [("client_data", said.client_data.as_str()), ("authenticator_data", &said.authenticator_data)];
    let answer = browser.post("/account/passkeys/confirmation", &fields);
    assert_eq!((answer.status, answer.header("location")), (303, "/account?done=passkey"));
    device
}

fn sign(browser: &mut Browser, device: &mut Device) -> Said {
    let answer = browser.post("/login/passkey/challenge", &[]);
    let asked: Json = serde_json::from_str(&answer.text()).unwrap();
    assert_eq!((&asked["rpId"], &asked["userVerification"]), (&"localhost".into(), &"required".into()));
    assert!(asked.get("allowCredentials").is_none(), "nobody learns who has a passkey");
    device.sign(asked["challenge"].as_str().unwrap())
}

fn present(browser: &mut Browser, said: &Said, more: &[(&str, &str)]) -> Answer {
    let fields = [
        ("credential", said.credential.as_str()),
        ("client_data", &said.client_data),
        ("authenticator_data", &said.authenticator_data),
        ("signature", &said.signature),
        ("user_handle", &said.user),
    ];
    browser.post("/login/passkey", &[&fields[..], more].concat())
}

fn come(device: &mut Device) -> (Browser, Answer) {
    let mut browser = house().browser();
    let said = sign(&mut browser, device);
    let answer = present(&mut browser, &said, &[("back", "/account")]);
    (browser, answer)
}

#[test]
fn a_passkey_is_added_opens_the_door_and_opens_it_no_more_once_it_is_removed() {
    house().person("lan.key", Role::CommuneOfficer, ward());
    let mut browser = house().logged_in("lan.key");
    let mut device = add(&mut browser);
    let account = browser.get("/account?done=passkey").text();
    assert!(seen(&account).contains("Điện thoại <của> Lan") && seen(&account).contains("chưa dùng lần nào"));
    let (mut other, answer) = come(&mut device);
    assert_eq!((answer.status, answer.header("location")), (303, "/account"));
    for part in ["ct-session=", "; HttpOnly", "; SameSite=Lax"] {
        assert!(answer.header("set-cookie").contains(part), "{}", answer.header("set-cookie"));
    }
    let page = other.get("/account").text();
    assert!(seen(&page).contains("dùng gần nhất"));
    let key = crate::staff::hidden(&page, "/account/passkeys/end");
    let key: Vec<(&str, &str)> = key.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(other.post("/account/passkeys/end", &key).status, 303);
    let (mut nobody, answer) = come(&mut device);
    assert_eq!((answer.status, answer.header("set-cookie")), (422, ""));
    assert!(seen(&answer.text()).contains("có thể đã bị gỡ"), "{}", seen(&answer.text()));
    assert_eq!(nobody.get("/account").status, 303);
}

#[test]
fn an_answer_opens_once_and_only_in_the_browser_that_asked() {
    house().person("lan.once.key", Role::CommuneOfficer, ward());
    let mut device = add(&mut house().logged_in("lan.once.key"));
    let mut browser = house().browser();
    let said = sign(&mut browser, &mut device);
    let mut thief = house().browser();
    assert_eq!(present(&mut thief, &said, &[]).status, 422, "without the cookie");
    assert_eq!(present(&mut browser, &said, &[]).status, 422, "the thief used it up");
    let said = sign(&mut browser, &mut device);
    assert_eq!(present(&mut browser, &said, &[]).status, 303);
    let again = present(&mut browser, &said, &[]);
    assert!(seen(&again.text()).contains("đã được dùng"), "{}", seen(&again.text()));
}

#[test]
fn the_key_of_somebody_else_does_not_open_for_the_name_typed_and_what_waited_waits_on() {
    house().person("lan.hers", Role::CommuneOfficer, ward());
    house().person("mai.hers", Role::CommuneOfficer, ward());
    let mut device = add(&mut house().logged_in("mai.hers"));
    let mut browser = house().browser();
    let kept = [("kept-to", "/account/password"), ("kept.note", "giữ lại")];
    let said = sign(&mut browser, &mut device);
    let answer = present(&mut browser, &said, &[&kept[..], &[("login", "lan.hers")]].concat());
    assert_eq!(answer.status, 422);
    let page = answer.text();
    assert!(seen(&page).contains("không phải của tên đăng nhập đã nhập") && page.contains("giữ lại"));
    let said = sign(&mut browser, &mut device);
    let answer = present(&mut browser, &said, &[&kept[..], &[("login", "mai.hers")]].concat());
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("giữ lại"), "the form that waited is sent by one button");
}

#[test]
fn a_key_of_somebody_without_a_role_does_not_open() {
    let (_, grant) = house().person("lan.ended", Role::CommuneOfficer, ward());
    let mut device = add(&mut house().logged_in("lan.ended"));
    house().end(grant);
    let (_, answer) = come(&mut device);
    assert_eq!((answer.status, answer.header("set-cookie")), (422, ""));
    assert!(seen(&answer.text()).contains("không có vai trò nào"), "{}", seen(&answer.text()));
}

#[test]
fn a_passkey_is_begun_with_the_password_and_made_at_this_address() {
    house().person("lan.begins", Role::CommuneOfficer, ward());
    let mut browser = house().logged_in("lan.begins");
    let wrong = begin(&mut browser, "sai mật khẩu");
    assert_eq!(wrong.status, 422);
    assert!(!wrong.text().contains("data-passkey-make"));
    let options = options(&begin(&mut browser, PASSWORD).text());
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
    let mut device = Device::at("https://other.vn");
    let said = device.create(options["challenge"].as_str().unwrap(), options["user"]["id"].as_str().unwrap());
    let fields =
        [("client_data", said.client_data.as_str()), ("authenticator_data", &said.authenticator_data)];
    assert_eq!(browser.post("/account/passkeys/confirmation", &fields).status, 422);
    assert!(seen(&browser.get("/account").text()).contains("Chưa có khóa truy cập nào"));
}

#[test]
fn the_button_waits_for_a_script_and_another_site_gets_no_challenge() {
    let page = house().browser().get("/login").text();
    let door = page.split("data-passkey-door=\"").nth(1).expect("a place for the button");
    assert!(door.starts_with(&origin()), "{door}");
    assert!(door.split('>').next().unwrap().ends_with("hidden"), "without a script there is no button");
    let headers = [("Sec-Fetch-Site", "cross-site")];
    assert_eq!(send(house().address, "POST", "/login/passkey/challenge", &headers, b"").status, 403);
}

#[test]
fn a_server_whose_name_nobody_gave_has_no_passkeys_and_says_what_is_missing() {
    let house = staffed(Transport::BehindProxy);
    let mut browser = house.browser();
    assert!(!browser.get("/login").text().contains("data-passkey"));
    assert_eq!(browser.post("/login/passkey/challenge", &[]).status, 404);
    browser.post("/login", &[("login", ADMINISTRATOR), ("password", PASSWORD)]);
    let account = browser.get("/account").text();
    assert!(seen(&account).contains("máy chủ cần có tên"), "{}", seen(&account));
    assert!(!account.contains("data-passkey-form"));
    assert_eq!(begin(&mut browser, PASSWORD).status, 404);
}
