//! Paper forms from the board: blank ones, and those of a surveyor's list, as far as the officer's places go.

use registry::Role;
use registry::access::Area;

use crate::client::{Answer, seen};
use crate::openrosa::field::{Field, both, form_part};
use crate::staff::Browser;

fn officer(field: &Field) -> Browser {
    field.house.person("can.bo", Role::CommuneOfficer, Area::Commune("24823".to_owned()));
    field.house.logged_in("can.bo")
}

/// The words of a PDF without any space between them.
fn words(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.header("content-disposition").starts_with("attachment"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, &answer.bytes).unwrap();
    let output = std::process::Command::new("pdftotext").arg("-raw").arg(&file).arg("-").output();
    bare(&String::from_utf8(output.expect("pdftotext of poppler-utils").stdout).unwrap())
}

fn bare(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

#[test]
fn an_officer_prints_a_blank_form_and_the_forms_of_a_list_and_each_look_is_noted() {
    both(|field| {
        let mut office = officer(field);
        let board = format!("/field/{}", field.campaign);
        let page = office.get(&board).text();
        assert!(page.contains(&format!("href=\"{board}/paper\"")), "{page}");
        let blank = words(&office.get(&format!("{board}/paper")));
        assert!(
            blank.contains(&bare("Phương tiện phục vụ tiếp cận thông tin")) && !blank.contains("LêThịHoà")
        );
        let page = office.get(&format!("{board}/surveyors/{}", field.lan.0)).text();
        let link = page.split("href=\"").find_map(|rest| {
            let address = rest.split('"').next()?;
            address.contains("paper?surveyor=").then(|| address.replace("&amp;", "&"))
        });
        let link = link.expect("a link to the forms of the list");
        let list = words(&office.get(&link));
        for text in
            ["Lê Thị Hoà", "K'Brếp", "Thôn Một", "Phường 1 Bảo Lộc", "số 1, \"ngõ\" 2", "Nguyễn Thị Lan"]
        {
            assert!(list.contains(&bare(text)), "{text}");
        }
        for household in &field.households[..2] {
            assert!(list.contains(&household.to_string()));
            let file = seen(&office.get(&format!("/households/{household}")).text());
            assert!(file.contains("can.bo"), "the look is noted: {file}");
        }
        assert!(!list.contains("TrầnVănXa"), "a household of another surveyor");
        assert!(field.is_whole());
    });
}

#[test]
fn the_answers_of_the_newest_review_are_printed_at_their_questions() {
    both(|field| {
        let mut office = officer(field);
        let id = &field.households[0];
        let visit = format!(
            "<data id=\"phieu-b\" version=\"v2\"><visit><household_id>{id}</household_id><zone>rural</zone></visit>\
             <housing><dwelling_area>60.5</dwelling_area></housing><income_per_capita>1234567</income_per_capita>\
             <head_name>Tên Riêng Tư</head_name><member><birth_date>1984-05-01</birth_date></member>\
             <meta><instanceID>uuid:p1</instanceID></meta></data>"
        );
        assert_eq!(field.submit(&[form_part(&visit)]).status, 201);
        office.get(&format!("/field/{}/forms", field.campaign));
        let recorded = office.post(&format!("/field/{}/record", field.campaign), &[]);
        assert_eq!(recorded.status, 303, "{}", recorded.text());
        let link = format!("/field/{}/paper?surveyor={}&page=1", field.campaign, field.lan.0);
        let list = words(&office.get(&link));
        for text in ["Năm trước: 60,5 m²", "Năm trước: 1.234.567", "01/05/1984"] {
            assert!(list.contains(&bare(text)), "{text}");
        }
        assert!(!list.contains(&bare("Tên Riêng Tư")), "what is sensitive is not printed");
    });
}

#[test]
fn a_list_outside_the_officers_places_is_no_page() {
    both(|field| {
        let mut office = officer(field);
        let paper = format!("/field/{}/paper", field.campaign);
        let (mai, _) = &field.mai;
        let nobody = "01990000-0000-7000-8000-000000000000";
        for asked in [
            format!("surveyor={mai}&page=1"),
            format!("surveyor={nobody}&page=1"),
            format!("surveyor={}&page=2", field.lan.0),
            "surveyor=x".to_owned(),
        ] {
            assert_eq!(office.get(&format!("{paper}?{asked}")).status, 404, "{asked}");
        }
        field.house.person("ra.soat", Role::Surveyor, Area::Commune("24823".to_owned()));
        assert_eq!(field.house.logged_in("ra.soat").get(&paper).status, 403);
    });
}
