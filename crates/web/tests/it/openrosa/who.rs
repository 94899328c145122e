//! Which phone is let in, and what it reaches.

use registry::Role;
use registry::access::Area;
use registry::store::dates::Instant;

use crate::client::{seen, send};
use crate::openrosa::field::{Field, MULTIPART, both, filled, form_part, multipart};

#[test]
fn a_phone_gets_only_the_households_of_its_own_surveyor() {
    both(|field| {
        let list = |phone| {
            let path = format!("{}/forms/phieu-b/households.csv", field.base(phone));
            send(field.house.address, "GET", &path, &[], b"")
        };
        let (lan, mai) = (list(&field.phone), list(&field.other_phone));
        assert_eq!((lan.status, mai.status), (200, 200));
        assert!(lan.text().contains("Lê Thị Hoà") && lan.text().contains("K'Brếp"), "{}", lan.text());
        assert!(!lan.text().contains("Trần Văn Xa"));
        assert!(mai.text().contains("Trần Văn Xa") && !mai.text().contains("Lê Thị Hoà"));
        // A household that moves to somebody else's list is gone from the first one.
        let registry = &field.house.registry;
        let moved = registry.assign(
            None,
            &field.house.units,
            (field.campaign, field.mai.0),
            &field.households[..1],
            Instant::now(),
        );
        field.house.wait(moved).unwrap();
        assert!(!list(&field.phone).text().contains("Lê Thị Hoà"));
        // Mai's area does not reach it: the list of households to visit widens no scope.
        assert!(!list(&field.other_phone).text().contains("Lê Thị Hoà"));
    });
}

#[test]
fn a_phone_that_was_taken_off_and_a_surveyor_whose_role_ended_are_refused_at_once() {
    both(|field| {
        assert_eq!(field.get("/formList").status, 200);
        let (registry, units) = (&field.house.registry, &field.house.units);
        field
            .house
            .wait(registry.end_device(None, units, field.phone.device, "mất máy", Instant::now()))
            .unwrap();
        let answer = field.get("/formList");
        assert_eq!(answer.status, 403);
        assert!(answer.text().contains("Phiếu vẫn còn trong máy"), "{}", answer.text());
        assert_eq!(field.submit(&[form_part(&filled("uuid:late", ""))]).status, 403);
        let other = format!("{}/formList", field.base(&field.other_phone));
        assert_eq!(send(field.house.address, "GET", &other, &[], b"").status, 200);
        field.house.end(field.mai.1);
        assert_eq!(send(field.house.address, "GET", &other, &[], b"").status, 403);
        assert!(field.house.wait(registry.submission("uuid:late")).unwrap().is_none());
    });
}

#[test]
fn a_phone_is_refused_once_its_user_is_no_surveyor_even_if_they_still_see_the_households_as_an_officer() {
    both(|field| {
        let (lan, as_surveyor) = field.lan;
        field.house.grant(lan, Role::CommuneOfficer, Area::Commune("24823".to_owned()));
        assert_eq!(field.get("/formList").status, 200);
        field.house.end(as_surveyor);
        let mut office = field.house.logged_in("lan");
        assert!(seen(&office.get("/households").text()).contains("Lê Thị Hoà"), "she sees them at her desk");
        assert_eq!(field.get("/formList").status, 403);
        assert_eq!(field.get("/forms/phieu-b/households.csv").status, 403);
        assert_eq!(field.submit(&[form_part(&filled("uuid:no-surveyor", ""))]).status, 403);
        let registry = &field.house.registry;
        assert!(field.house.wait(registry.submission("uuid:no-surveyor")).unwrap().is_none());
    });
}

#[test]
fn no_session_of_a_person_opens_the_addresses_of_phones() {
    both(|field| {
        let of_phones: Vec<_> =
            web::routes().into_iter().filter(|route| route.policy == web::Policy::Device).collect();
        assert_eq!(of_phones.len(), 14);
        let session = field.house.logged_in(crate::staff::ADMINISTRATOR).token().to_owned();
        for route in of_phones {
            let path = route
                .path
                .replace("{token}", &"0".repeat(64))
                .replace("{project}", &field.campaign.to_string())
                .replace("{form}", "phieu-b.xml")
                .replace("{file}", "households.csv");
            let cookie = format!("ct-session={session}");
            let answer = send(field.house.address, route.method, &path, &[("Cookie", &cookie)], b"");
            let expected = if path.contains("/key/") { 403 } else { 401 };
            assert_eq!(answer.status, expected, "{} {path}", route.method);
        }
    });
}

fn digest_answer(field: &Field, challenge: &str, method: &str, uri: &str, password: &str) -> String {
    use md5::{Digest, Md5};
    let md5 =
        |text: String| Md5::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect::<String>();
    let nonce = challenge.split("nonce=\"").nth(1).unwrap().split('"').next().unwrap();
    let name = &field.phone.name;
    let first = md5(format!("{name}:Chung Tay:{password}"));
    let second = md5(format!("{method}:{uri}"));
    let response = md5(format!("{first}:{nonce}:00000001:0a4f113b:auth:{second}"));
    format!(
        "Digest username=\"{name}\", realm=\"Chung Tay\", nonce=\"{nonce}\", uri=\"{uri}\", qop=auth, nc=00000001, cnonce=\"0a4f113b\", response=\"{response}\", algorithm=MD5"
    )
}

#[test]
fn a_phone_logs_in_by_digest_as_collect_does_and_a_wrong_password_does_not() {
    both(|field| {
        let path = format!("/v1/projects/{}/submission", field.campaign);
        let head = send(field.house.address, "HEAD", &path, &[], b"");
        assert_eq!(head.status, 401);
        let challenge = head.header("www-authenticate").to_owned();
        // The client of these tests keeps the last of two headers: Basic. The digest is asked for by name.
        assert!(challenge.contains("realm=\"Chung Tay\""), "{challenge}");
        let raw = crate::client::raw(
            field.house.address,
            &format!("HEAD {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"),
        );
        let digest =
            raw.lines().find(|line| line.to_lowercase().starts_with("www-authenticate: digest")).unwrap();
        let right = digest_answer(field, digest, "HEAD", &path, &field.phone.token);
        assert_eq!(send(field.house.address, "HEAD", &path, &[("Authorization", &right)], b"").status, 204);
        // The same answer for another address or method is no answer.
        assert_eq!(send(field.house.address, "POST", &path, &[("Authorization", &right)], b"").status, 401);
        let wrong = digest_answer(field, digest, "HEAD", &path, &field.other_phone.token);
        assert_eq!(send(field.house.address, "HEAD", &path, &[("Authorization", &wrong)], b"").status, 401);
        let forged = right.replace("nonce=\"", "nonce=\"0");
        assert_eq!(send(field.house.address, "HEAD", &path, &[("Authorization", &forged)], b"").status, 401);
        let post = digest_answer(field, digest, "POST", &path, &field.phone.token);
        let headers = [("Authorization", post.as_str()), ("Content-Type", MULTIPART)];
        let body = multipart(&[form_part(&filled("uuid:d", ""))]);
        assert_eq!(send(field.house.address, "POST", &path, &headers, &body).status, 201);
    });
}

#[test]
fn a_phone_logs_in_by_name_and_password_and_by_no_other_phones_name() {
    both(|field| {
        use base64::Engine;
        let path = format!("/v1/projects/{}/formList", field.campaign);
        let ask = |name: &str, token: &str| {
            let shown = base64::engine::general_purpose::STANDARD.encode(format!("{name}:{token}"));
            send(field.house.address, "GET", &path, &[("Authorization", &format!("Basic {shown}"))], b"")
                .status
        };
        assert_eq!(ask(&field.phone.name, &field.phone.token), 200);
        assert_eq!(ask(&field.other_phone.name, &field.phone.token), 401);
        assert_eq!(ask(&field.phone.name, &"0".repeat(64)), 401);
        assert_eq!(ask("", ""), 401);
    });
}

#[test]
fn a_page_of_somebody_else_cannot_make_a_browser_send_a_form() {
    both(|field| {
        let path = format!("{}/submission", field.base(&field.phone));
        let headers = [("Content-Type", MULTIPART), ("Sec-Fetch-Site", "cross-site")];
        let body = multipart(&[form_part(&filled("uuid:x", ""))]);
        assert_eq!(send(field.house.address, "POST", &path, &headers, &body).status, 403);
        assert!(field.house.wait(field.house.registry.submission("uuid:x")).unwrap().is_none());
    });
}
