//! What the surveyors' own app asks beyond OpenRosa.

use registry::Role;
use registry::access::Area;
use registry::store::dates::Instant;

use crate::client::{Answer, send};
use crate::openrosa::field::{Field, both, filled, form_part};

fn with_token(field: &Field, token: &str, path: &str) -> Answer {
    let path = format!("/v1/projects/{}{path}", field.campaign);
    send(field.house.address, "GET", &path, &[("Authorization", &format!("Bearer {token}"))], b"")
}

fn pair(field: &Field, code: &str) -> Answer {
    let body = format!("{{\"code\":\"{code}\"}}");
    let headers =
        [("Content-Type", "application/json"), ("Sec-Fetch-Site", "same-origin"), ("Origin", "http://a")];
    send(field.house.address, "POST", "/v1/pair", &headers, body.as_bytes())
}

#[test]
fn a_token_in_a_header_opens_what_the_same_token_in_an_address_opens() {
    both(|field| {
        let list = with_token(field, &field.phone.token, "/formList");
        assert_eq!(list.status, 200);
        assert!(!list.text().contains(&field.phone.token), "it is in no address that is given on");
        assert_eq!(with_token(field, &"0".repeat(64), "/formList").status, 403);
        let households = with_token(field, &field.other_phone.token, "/forms/phieu-b/households.csv").text();
        assert!(households.contains("Trần Văn Xa") && !households.contains("Lê Thị Hoà"));
    });
}

#[test]
fn a_code_is_exchanged_for_its_token_once_and_never_after_the_phone_was_taken_off() {
    both(|field| {
        assert_eq!(pair(field, "22222222").status, 403);
        let answer = pair(field, &field.phone.code);
        assert_eq!(answer.status, 200, "{}", answer.text());
        let told: serde_json::Value = serde_json::from_str(&answer.text()).unwrap();
        assert_eq!(told["token"], field.phone.token.as_str());
        assert_eq!(told["project"], field.campaign.to_string());
        assert_eq!(pair(field, &field.phone.code).status, 403, "once");
        let (registry, units) = (&field.house.registry, &field.house.units);
        field
            .house
            .wait(registry.end_device(None, units, field.other_phone.device, "mất máy", Instant::now()))
            .unwrap();
        assert_eq!(pair(field, &field.other_phone.code).status, 403, "a phone that was taken off");
        for body in ["", "null", "{}", "{\"code\":1}", "[[[[[[[[", &"9".repeat(100_000)] {
            let answer = send(field.house.address, "POST", "/v1/pair", &[], body.as_bytes());
            assert_eq!(answer.status, 403, "{}", &body[..body.len().min(20)]);
        }
    });
}

#[test]
fn a_code_is_good_for_half_an_hour() {
    both(|field| {
        let registry = &field.house.registry;
        let after = |minutes: i64| Instant::from_millis(Instant::now().millis() + minutes * 60_000);
        assert!(field.house.wait(registry.pair(&field.phone.code, after(31))).unwrap().is_none());
        let paired = field.house.wait(registry.pair(&field.other_phone.code, after(29))).unwrap();
        assert_eq!(paired.unwrap().token, field.other_phone.token);
    });
}

#[test]
fn a_phone_counts_what_the_server_has_of_its_surveyor_and_of_nobody_else() {
    both(|field| {
        let mine = |token: &str| -> serde_json::Value {
            serde_json::from_str(&with_token(field, token, "/mine").text()).unwrap()
        };
        assert_eq!(mine(&field.phone.token)["received"].as_array().unwrap().len(), 0);
        assert_eq!(field.submit(&[form_part(&filled("uuid:mine", ""))]).status, 201);
        let told = mine(&field.phone.token);
        assert_eq!(told["campaign"], "Rà soát năm 2026");
        assert_eq!(told["received"][0]["instance"], "uuid:mine");
        assert_eq!(told["received"][0]["state"], "attention", "it names no household: {told}");
        assert_eq!(mine(&field.other_phone.token)["received"].as_array().unwrap().len(), 0);
    });
}

#[test]
fn a_household_that_was_never_reviewed_comes_with_the_people_of_the_register() {
    both(|field| {
        field.house.person("can.bo", Role::CommuneOfficer, Area::Commune("24823".to_owned()));
        let mut office = field.house.logged_in("can.bo");
        assert_eq!(office.post(&format!("/field/{}/form", field.campaign), &[]).status, 303);
        let members = with_token(field, &field.phone.token, "/forms/vn-2022/members.csv").text();
        let mut lines = members.lines();
        let columns: Vec<&str> = lines.next().unwrap().split(',').collect();
        let row: Vec<&str> =
            lines.find(|line| line.contains("Lê Thị Hoà")).expect("the head").split(',').collect();
        let value = |column: &str| row[columns.iter().position(|name| *name == column).unwrap()];
        assert_eq!(
            (value("full_name"), value("sex"), value("birth_year"), value("birth_date")),
            ("Lê Thị Hoà", "female", "1970", "")
        );
        let households = with_token(field, &field.phone.token, "/forms/vn-2022/households.csv").text();
        assert!(households.lines().any(|line| line.contains("Lê Thị Hoà") && line.contains(",rural,")));
    });
}
