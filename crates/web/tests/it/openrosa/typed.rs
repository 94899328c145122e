//! Paper forms are typed in twice and settled, filled forms are corrected, and two visits of one household are merged by a person.

use registry::Role;
use registry::access::Area;
use registry::store::Queries as _;

use crate::client::seen;
use crate::openrosa::field::{Field, both, form_part};
use crate::openrosa::read::{officer, visit};
use crate::openrosa::resolved::{address, neighbour};
use crate::staff::Browser;

fn second(field: &Field, login: &str) -> Browser {
    field.house.person(login, Role::CommuneOfficer, Area::Commune("24823".to_owned()));
    field.house.logged_in(login)
}

/// The fields of a paper form.
fn paper<'a>(toilet: &'a str, income: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("members", "1"),
        ("h.zone", "rural"),
        ("h.income_per_capita", income),
        ("h.dwelling_area", "60,5"),
        ("h.wall_durable", "yes"),
        ("h.column_durable", "yes"),
        ("h.roof_durable", "yes"),
        ("h.main_water_source", "surface"),
        ("h.toilet_type", toilet),
        ("h.uses_internet", "no"),
        ("h.information_devices", "tv"),
        ("m1.birth_date", "1984-05-01"),
        ("m1.social_allowance", "none"),
        ("m1.has_health_insurance", "yes"),
        ("m1.able_to_work", "yes"),
        ("m1.work_status", "own_farm"),
    ]
}

/// Begins to type a form of the first household; its address.
fn begin(field: &Field, office: &mut Browser) -> String {
    let entries = format!("/field/{}/entries", field.campaign);
    let found = office.post(&format!("{entries}/search"), &[("q", "le thi hoa")]).text();
    assert!(seen(&found).contains("Lê Thị Hoà"), "{}", seen(&found));
    let household = field.households[0].to_string();
    let opened = office.post(&entries, &[("household", &household)]);
    assert_eq!(opened.status, 303);
    opened.header("location").to_owned()
}

fn publish(field: &Field, office: &mut Browser) {
    assert_eq!(office.post(&format!("/field/{}/form", field.campaign), &[]).status, 303);
}

#[test]
fn a_paper_form_is_typed_by_two_people_who_do_not_see_each_other_and_settled_by_another_than_the_first() {
    both(|field| {
        let mut one = officer(field);
        let (mut two, mut three) = (second(field, "can.bo.hai"), second(field, "can.bo.ba"));
        publish(field, &mut one);
        let at = begin(field, &mut one);
        // Kept while it is typed, and there again when the page is opened anew.
        let part = paper("none", "1.000.000");
        let saved = one.post(&at, &part[..4]);
        assert_eq!(saved.status, 200);
        assert!(saved.text().contains("Đã giữ lúc"), "{}", seen(&saved.text()));
        assert!(one.get(&at).text().contains("value=\"60,5\""));
        let lies = "select count(*) as n from entry_part where body is not null";
        let row = field.house.wait(field.house.registry.store().row(lies, vec![])).unwrap().unwrap();
        assert_eq!(row.get::<i64>("n").unwrap(), 1);
        // What cannot be read is told when the typist says that it is done, and stays.
        let mut wrong = part.clone();
        wrong[2].1 = "một triệu";
        wrong.push(("do", "done"));
        let told = one.post(&at, &wrong);
        assert_eq!(told.status, 422);
        assert!(told.text().contains("một triệu"), "{}", seen(&told.text()));
        let done = |mut fields: Vec<(&'static str, &'static str)>| {
            fields.push(("do", "done"));
            fields
        };
        assert_eq!(one.post(&at, &done(paper("none", "1.000.000"))).status, 303);
        assert!(seen(&one.get(&at).text()).contains("chờ người khác nhập lần hai"));
        assert_eq!(one.post(&at, &done(paper("septic", "1.000.000"))).status, 422, "the first is done");
        // The second one starts from an empty form.
        let page = two.get(&at).text();
        assert!(!page.contains("60,5") && !page.contains("1.000.000"), "{}", seen(&page));
        assert_eq!(two.post(&at, &done(paper("septic", "2.000.000"))).status, 303);
        let page = seen(&two.get(&at).text());
        for told in ["2 chỗ hai lần nhập khác nhau", "1.000.000", "2.000.000", "Không có nhà tiêu"]
        {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert!(!page.contains("60,5"), "what is the same is not asked: {page}");
        let names: Vec<String> = two
            .get(&at)
            .text()
            .split("type=\"radio\" name=\"f")
            .skip(1)
            .map(|rest| format!("f{}", rest.split('"').next().unwrap()))
            .collect();
        let names: std::collections::BTreeSet<String> = names.into_iter().collect();
        let [first, other]: [String; 2] = names.into_iter().collect::<Vec<_>>().try_into().unwrap();
        let picks = [(first.as_str(), "a"), (other.as_str(), "a")];
        assert_eq!(one.post(&format!("{at}/settle"), &picks).status, 422, "not by the first alone");
        assert_eq!(three.post(&format!("{at}/settle"), &picks[..1]).status, 422, "each one is chosen");
        // Both read the toilet or the income wrong: what stands on the paper is typed.
        let mut is_income = |name: &str| page_of(&mut three, &at, name).contains("1.000.000");
        let (income, toilet) = if is_income(&first) { (&first, &other) } else { (&other, &first) };
        let value = format!("v{}", income.trim_start_matches('f'));
        let picks = [(income.as_str(), "other"), (value.as_str(), "9.000.000"), (toilet.as_str(), "b")];
        let settled = three.post(&format!("{at}/settle"), &picks);
        assert_eq!(settled.status, 303, "{}", seen(&settled.text()));
        let page = seen(&three.get(settled.header("location")).text());
        for told in ["Đã phân loại", "9.000.000", "60,5", "Người nhập từ phiếu giấy"] {
            assert!(page.contains(told), "{told}: {page}");
        }
        assert_eq!(three.post(&format!("{at}/settle"), &picks).status, 422, "once");
        assert_eq!(one.post(&format!("/field/{}/record", field.campaign), &[]).status, 303);
        let file = seen(&one.get(&format!("/households/{}", field.households[0])).text());
        assert!(file.contains("Rà soát năm 2026"), "{file}");
        assert!(field.is_whole());
    });
}

#[test]
fn nobody_is_given_what_another_typed_until_all_of_it_is_typed() {
    both(|field| {
        let (mut one, mut two) = (officer(field), second(field, "can.bo.hai"));
        publish(field, &mut one);
        let at = begin(field, &mut one);
        let id = at.rsplit('/').next().unwrap().parse().unwrap();
        let first_as = |login: &str| {
            let scope = field.changing(login);
            let entry = field.house.wait(field.house.registry.entry(&scope, field.campaign, id));
            entry.unwrap().unwrap().parts[&1].fields.clone()
        };
        let mut typed = paper("none", "1.000.000");
        typed.push(("do", "done"));
        assert_eq!(one.post(&at, &typed).status, 303);
        assert!(first_as("can.bo").is_some() && first_as("can.bo.hai").is_none());
        typed[2].1 = "2.000.000";
        assert_eq!(two.post(&at, &typed).status, 303);
        assert!(first_as("can.bo.hai").is_some(), "both are typed: they are compared");
    });
}

/// The part of a page with one difference.
fn page_of(browser: &mut Browser, at: &str, name: &str) -> String {
    let page = browser.get(at).text();
    let all: Vec<&str> = page.split("<fieldset").collect();
    let found = all.into_iter().find(|part| part.contains(&format!("name=\"{name}\""))).unwrap();
    seen(found)
}

#[test]
fn two_typings_that_say_the_same_arrive_at_once_and_only_within_the_area() {
    both(|field| {
        let (mut one, mut two) = (officer(field), second(field, "can.bo.hai"));
        let mut theirs = neighbour(field);
        publish(field, &mut one);
        let at = begin(field, &mut one);
        assert_eq!(theirs.get(&at).status, 404);
        let mut fields = paper("none", "1000000");
        fields.push(("do", "done"));
        assert_eq!(theirs.post(&at, &fields).status, 404);
        assert_eq!(one.post(&at, &fields).status, 303);
        let arrived = two.post(&at, &fields);
        assert_eq!(arrived.status, 303);
        assert!(arrived.header("location").contains("/forms/"), "{}", arrived.header("location"));
        let page = seen(&two.get(arrived.header("location")).text());
        assert!(page.contains("Đã phân loại") && page.contains("Hộ nghèo"), "{page}");
        assert_eq!(theirs.get(arrived.header("location")).status, 404);
        let household = field.households[0].to_string();
        let not_theirs =
            theirs.post(&format!("/field/{}/entries", field.campaign), &[("household", &household)]);
        assert_eq!(not_theirs.status, 422);
        assert!(field.is_whole());
    });
}

#[test]
fn a_form_with_answers_that_cannot_be_is_corrected_as_a_new_one_and_stays() {
    both(|field| {
        let mut office = officer(field);
        publish(field, &mut office);
        assert_eq!(field.submit(&[form_part(&visit(field, 0, "uuid:c1", "mot cai", "1000000"))]).status, 201);
        let at = address(field, "uuid:c1");
        let page = seen(&office.get(&at).text());
        assert!(page.contains("mot cai") && page.contains("Sửa thành phiếu mới"), "{page}");
        let opened = office.post(&format!("{at}/correct"), &[]);
        assert_eq!(opened.status, 303);
        let entry = opened.header("location").to_owned();
        let page = office.get(&entry).text();
        assert!(page.contains("value=\"60,5\"") && page.contains("value=\"1.000.000\""), "{}", seen(&page));
        let mut fields = paper("none", "1.000.000");
        fields.push(("do", "done"));
        let arrived = office.post(&entry, &fields);
        assert_eq!(arrived.status, 303, "{}", seen(&arrived.text()));
        let page = seen(&office.get(arrived.header("location")).text());
        assert!(page.contains("Đã phân loại") && page.contains("Hộ nghèo"), "{page}");
        let page = seen(&office.get(&at).text());
        assert!(page.contains("Phiếu khác được dùng thay") && page.contains("mot cai"), "{page}");
        assert!(field.is_whole());
    });
}

/// Picks on the page of a comparison: what is proposed, and for a conflict the given side.
fn picks(page: &str, conflict: &str) -> Vec<(String, String)> {
    let mut picks: Vec<(String, String)> = Vec::new();
    for part in page.split("<fieldset").skip(1) {
        let name = part.split("name=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let chosen = part
            .split("<input")
            .find(|input| input.contains(" checked"))
            .map(|input| input.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned());
        picks.push((name, chosen.unwrap_or_else(|| conflict.to_owned())));
    }
    picks
}

#[test]
fn a_second_visit_is_laid_beside_the_result_and_a_person_merges_them_into_a_new_result() {
    both(|field| {
        let mut office = officer(field);
        assert_eq!(field.submit(&[form_part(&visit(field, 0, "uuid:m1", "none", "1000000"))]).status, 201);
        assert!(office.get(&format!("/field/{}/forms", field.campaign)).text().contains("uuid").eq(&false));
        assert_eq!(office.post(&format!("/field/{}/record", field.campaign), &[]).status, 303);
        let second = visit(field, 0, "uuid:m2", "septic", "9000000")
            .replace("<has_health_insurance>1", "<has_health_insurance>0");
        assert_eq!(field.submit(&[form_part(&second)]).status, 201);
        let at = format!("{}/compare", address(field, "uuid:m2"));
        let page = office.get(&at).text();
        let words = seen(&page);
        for told in ["Kết quả đã ghi trong đợt này", "1.000.000", "9.000.000", "Hai bên sửa khác nhau"]
        {
            assert!(words.contains(told), "{told}: {words}");
        }
        let asked = page.split("<details").next().unwrap_or_default();
        assert!(!asked.contains("60,5"), "what is the same on both sides is not asked: {words}");
        // Without a base everything in which they differ is a conflict; none is chosen by the program.
        let open = office.post(&at, &[("do", "check")]);
        assert_eq!(open.status, 422);
        let all = picks(&page, "a");
        assert!(all.len() >= 3, "{all:?}");
        let mut fields: Vec<(&str, &str)> =
            all.iter().map(|(name, pick)| (name.as_str(), pick.as_str())).collect();
        fields.push(("do", "check"));
        let checked = office.post(&at, &fields);
        assert_eq!(checked.status, 200, "{}", seen(&checked.text()));
        assert!(
            seen(&checked.text()).contains("Không nghèo") || seen(&checked.text()).contains("Hộ không nghèo"),
            "{}",
            seen(&checked.text())
        );
        fields.pop();
        fields.push(("do", "record"));
        assert_eq!(office.post(&at, &fields).status, 422, "a reason is needed");
        fields.push(("reason", "lần sau hộ có mặt đủ người"));
        let mut theirs = neighbour(field);
        assert_eq!(theirs.post(&at, &fields).status, 404);
        let recorded = office.post(&at, &fields);
        assert_eq!(recorded.status, 303, "{}", seen(&recorded.text()));
        let registry = &field.house.registry;
        let one = |sql: &'static str| {
            let row = field.house.wait(registry.store().row(sql, vec![])).unwrap().unwrap();
            row.get::<i64>("n").unwrap()
        };
        assert_eq!(
            one("select count(*) as n from act where kind = 'assessment.merge' and reason is not null"),
            1
        );
        assert_eq!(one("select count(*) as n from assessment"), 2, "the earlier result stays");
        assert_eq!(one("select count(*) as n from assessment where supersedes is not null"), 1);
        let page = seen(&office.get(&address(field, "uuid:m2")).text());
        assert!(page.contains("Đã ghi kết quả") && page.contains("lần sau hộ có mặt đủ người"), "{page}");
        assert_eq!(office.post(&at, &fields).status, 422, "once");
        assert!(field.is_whole());
    });
}

#[test]
fn what_only_one_of_two_visits_changed_against_last_year_is_proposed_and_what_both_changed_is_asked() {
    both(|field| {
        let mut office = officer(field);
        // Last year's review, in a campaign of its own.
        field.reviewed_before(&visit(field, 0, "uuid:b0", "none", "1000000"));
        let numbered = |xml: String| xml.replace("<member>", "<member><member_no>1</member_no>");
        let one = numbered(visit(field, 0, "uuid:b1", "septic", "2000000"));
        let two = numbered(visit(field, 0, "uuid:b2", "none", "3000000"))
            .replace("<uses_internet>0", "<uses_internet>1");
        for xml in [&one, &two] {
            assert_eq!(field.submit(&[form_part(xml)]).status, 201);
        }
        let record = format!("/field/{}/record", field.campaign);
        let refused = office.post(&record, &[]);
        assert_eq!(refused.status, 422, "neither is taken by itself: {}", seen(&refused.text()));
        let at = format!("{}/compare", address(field, "uuid:b1"));
        let page = office.get(&at).text();
        let words = seen(&page);
        assert!(words.contains("1 câu hai bên sửa khác nhau") && words.contains("Phiếu kia"), "{words}");
        let all = picks(&page, "b");
        assert_eq!(
            all.iter().map(|(_, pick)| pick.as_str()).filter(|pick| *pick == "a").count(),
            1,
            "the toilet: {all:?}"
        );
        assert_eq!(all.len(), 3, "toilet, internet, income: {all:?}");
        let mut fields: Vec<(&str, &str)> =
            all.iter().map(|(name, pick)| (name.as_str(), pick.as_str())).collect();
        fields.extend([("do", "record"), ("reason", "đối chiếu với chủ hộ")]);
        let recorded = office.post(&at, &fields);
        assert_eq!(recorded.status, 303, "{}", seen(&recorded.text()));
        let scope = field.changing("can.bo");
        let results =
            field.house.wait(field.house.registry.assessments_of(&scope, field.households[0])).unwrap();
        let answers = results[0].answers.as_ref().unwrap();
        let household = &answers["household"];
        assert_eq!(household["toilet_type"], "septic");
        assert_eq!(household["uses_internet"], true);
        assert_eq!(household["income_per_capita"], 3_000_000);
        assert_eq!(
            answers["members"].as_array().unwrap().len(),
            1,
            "one person, matched by last year's number"
        );
        for number in ["uuid:b1", "uuid:b2"] {
            let page = seen(&office.get(&address(field, number)).text());
            assert!(page.contains("Đã ghi kết quả"), "{page}");
        }
        assert!(field.is_whole());
    });
}
