//! What a phone sent is read, decided, put before the officer, and becomes a result only when the officer records it.

use registry::Role;
use registry::access::Area;

use crate::client::seen;
use crate::openrosa::field::{Field, both, form_part};
use crate::staff::Browser;

/// A filled form of a household, with sections as a form may have them.
pub(crate) fn visit(field: &Field, household: usize, number: &str, toilet: &str, income: &str) -> String {
    let id = &field.households[household];
    format!(
        "<data id=\"phieu-b\" version=\"v2\"><visit><household_id>{id}</household_id><zone>rural</zone></visit>\
         <housing><dwelling_area>60.5</dwelling_area><wall_durable>1</wall_durable><column_durable>1</column_durable><roof_durable>1</roof_durable>\
         <main_water_source>surface</main_water_source><toilet_type>{toilet}</toilet_type></housing>\
         <information><uses_internet>0</uses_internet><information_devices>tv</information_devices></information>\
         <income_per_capita>{income}</income_per_capita>\
         <member><birth_date>1984-05-01</birth_date><social_allowance>none</social_allowance><has_health_insurance>1</has_health_insurance>\
         <able_to_work>1</able_to_work><work><work_status>own_farm</work_status></work><computed><age_least>42</age_least></computed></member>\
         <meta><instanceID>{number}</instanceID></meta></data>"
    )
}

pub(crate) fn officer(field: &Field) -> Browser {
    field.house.person("can.bo", Role::CommuneOfficer, Area::Commune("24823".to_owned()));
    field.house.logged_in("can.bo")
}

#[test]
fn a_visit_becomes_a_result_when_the_officer_records_it_and_not_before() {
    both(|field| {
        let mut office = officer(field);
        let forms = format!("/field/{}/forms", field.campaign);
        let file = format!("/households/{}", field.households[0]);
        assert_eq!(field.submit(&[form_part(&visit(field, 0, "uuid:v1", "none", "1000000"))]).status, 201);
        let page = seen(&office.get(&forms).text());
        assert!(
            page.contains("Lê Thị Hoà") && page.contains("Hộ nghèo") && page.contains("1 phiếu đã phân loại"),
            "{page}"
        );
        assert!(!seen(&office.get(&file).text()).contains("Rà soát năm 2026"), "it is no result yet");
        assert_eq!(office.post(&format!("/field/{}/record", field.campaign), &[]).status, 303);
        let result = seen(&office.get(&file).text());
        assert!(result.contains("Rà soát năm 2026") && result.contains("Hộ nghèo"), "{result}");
        assert!(seen(&office.get(&forms).text()).contains("Đã ghi kết quả"));
        // A second visit of the same household is not merged by itself.
        assert_eq!(field.submit(&[form_part(&visit(field, 0, "uuid:v2", "septic", "9000000"))]).status, 201);
        let page = seen(&office.get(&forms).text());
        assert!(page.contains("cần người so sánh hai lần"), "{page}");
        assert!(field.is_whole());
    });
}

#[test]
fn what_cannot_be_read_or_is_not_on_the_list_waits_for_a_person_with_its_reason() {
    both(|field| {
        let mut office = officer(field);
        let wrong = visit(field, 0, "uuid:w1", "mot cai", "1000000");
        let elsewhere = visit(field, 2, "uuid:w2", "none", "1000000");
        let zone = visit(field, 1, "uuid:w3", "none", "1000000").replace("rural", "urban");
        let version =
            visit(field, 1, "uuid:w4", "none", "1000000").replace("version=\"v2\"", "version=\"v9\"");
        for xml in [&wrong, &elsewhere, &zone, &version] {
            assert_eq!(field.submit(&[form_part(xml)]).status, 201);
        }
        let page = seen(&office.get(&format!("/field/{}/forms", field.campaign)).text());
        for words in [
            "có câu trả lời không hợp lệ: Loại nhà tiêu",
            "hộ không có trong danh sách của rà soát viên",
            "khu vực trong phiếu khác với khu vực của thôn",
            "phiên bản chưa từng phát hành",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert!(!page.contains("Trần Văn Xa"), "a household of another place is not named");
        let recorded = office.post(&format!("/field/{}/record", field.campaign), &[]);
        assert!(seen(&recorded.text()).to_lowercase().contains("chưa có kết quả nào để ghi"));
    });
}

#[test]
fn the_form_of_the_campaigns_own_standard_is_published_and_fetched_with_last_years_answers() {
    both(|field| {
        let mut office = officer(field);
        assert_eq!(field.submit(&[form_part(&visit(field, 0, "uuid:y1", "none", "1000000"))]).status, 201);
        assert!(office.get(&format!("/field/{}/forms", field.campaign)).text().contains("Lê Thị Hoà"));
        assert_eq!(office.post(&format!("/field/{}/record", field.campaign), &[]).status, 303);
        assert_eq!(office.post(&format!("/field/{}/form", field.campaign), &[]).status, 303);
        assert_eq!(
            office.post(&format!("/field/{}/form", field.campaign), &[]).status,
            303,
            "again is no other form"
        );
        let list = field.get("/formList").text();
        assert!(list.contains("<formID>vn-2022</formID>"), "{list}");
        let xml = field.get("/forms/vn-2022.xml").text();
        assert!(xml.contains("toilet_type") && xml.contains("jr://file-csv/members.csv"));
        let manifest = field.get("/forms/vn-2022/manifest").text();
        assert!(manifest.contains("households.csv") && manifest.contains("members.csv"), "{manifest}");
        let row = |file: &str, column: &str| {
            let text = field.get(&format!("/forms/vn-2022/{file}")).text();
            let mut lines = text.lines();
            let at = lines.next().unwrap().split(',').position(|name| name == column).unwrap();
            let line = lines.find(|line| line.contains(&field.households[0].to_string())).unwrap().to_owned();
            // No answer of this household holds a comma; its address does.
            line.replace("\"Lê Thị Hoà – số 1, \"\"ngõ\"\" 2\"", "label")
                .replace("\"số 1, \"\"ngõ\"\" 2\"", "address")
                .split(',')
                .nth(at)
                .unwrap()
                .to_owned()
        };
        assert_eq!(
            (row("households.csv", "toilet_type"), row("households.csv", "dwelling_area")),
            ("none".into(), "60.5".into())
        );
        assert_eq!(
            (row("households.csv", "wall_durable"), row("households.csv", "uses_internet")),
            ("1".into(), "0".into())
        );
        assert_eq!(row("members.csv", "birth_date"), "1984-05-01");
    });
}

#[test]
fn a_missing_answer_leaves_the_household_undetermined_and_is_never_a_no() {
    both(|field| {
        let mut office = officer(field);
        let open = visit(field, 0, "uuid:o1", "", "1000000")
            .replace("<uses_internet>0</uses_internet>", "<uses_internet/>");
        let open = open.replace("<main_water_source>surface</main_water_source>", "<main_water_source/>");
        assert_eq!(field.submit(&[form_part(&open)]).status, 201);
        let page = seen(&office.get(&format!("/field/{}/forms", field.campaign)).text());
        assert!(page.contains("Chưa xác định"), "{page}");
    });
}
