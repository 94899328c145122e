//! Phúc tra: a household that has a result is given to another surveyor, whose form becomes the result that stands.

use registry::store::dates::Instant;

use crate::client::seen;
use crate::openrosa::again::{hoa, list_on};
use crate::openrosa::field::{Field, both, form_part};
use crate::openrosa::read::{officer, visit};
use crate::openrosa::resolved::{address, decide};
use crate::staff::Browser;

fn forms(office: &mut Browser, field: &Field) -> String {
    seen(&office.get(&format!("/field/{}/forms", field.campaign)).text())
}

/// The officer looks at what has come and records it.
fn records(office: &mut Browser, field: &Field) {
    forms(office, field);
    let recorded = office.post(&format!("/field/{}/record", field.campaign), &[]);
    assert_eq!(recorded.status, 303, "{}", seen(&recorded.text()));
}

#[test]
fn a_recheck_stands_on_the_other_surveyors_list_without_the_first_answers_and_its_form_corrects_the_result() {
    both(|field| {
        let ((hoa, phone), mut office) = (hoa(field), officer(field));
        assert_eq!(field.submit(&[form_part(&visit(field, 0, "uuid:r1", "none", "1000000"))]).status, 201);
        // Her own idea, before anybody sent her: it is of no list, and then a person compares.
        records(&mut office, field);
        let early = visit(field, 0, "uuid:r0", "septic", "9000000");
        assert_eq!(field.submit_from(&phone, &[form_part(&early)]).status, 201);
        let page = decide(field, &mut office, "uuid:r0", &[("do", "list")]);
        assert!(page.contains("cần người so sánh"), "a form of before is no re-check: {page}");
        assert!(!list_on(field, &phone).contains("Lê Thị Hoà"));
        decide(field, &mut office, "uuid:r0", &[("do", "set_aside")]);

        let (registry, household) = (&field.house.registry, field.households[0]);
        let (units, to, which) = (&field.house.units, (field.campaign, hoa), [household]);
        field.house.wait(registry.assign(None, units, to, &which, Instant::now())).unwrap();
        let list = list_on(field, &phone);
        let line = list.lines().find(|line| line.contains(&household.to_string())).expect("on her list");
        assert!(line.contains("(phúc tra)") && !line.contains("none"), "asked anew: {line}");
        assert!(!list_on(field, &field.phone).contains(&household.to_string()), "and on no other list");
        let board = seen(&office.get(&format!("/field/{}", field.campaign)).text());
        assert!(board.contains("Hộ được giao 2 Đã đến 0"), "it is still to be visited: {board}");

        // The first surveyor cannot answer it, and the other one's form is decided like any other.
        assert_eq!(field.submit(&[form_part(&visit(field, 0, "uuid:r2", "none", "1000000"))]).status, 201);
        let own = visit(field, 0, "uuid:r3", "septic", "9000000");
        assert_eq!(field.submit_from(&phone, &[form_part(&own)]).status, 201);
        let page = forms(&mut office, field);
        assert!(page.contains("hộ không có trong danh sách của rà soát viên"), "{page}");
        assert!(page.contains("1 phiếu đã phân loại"), "{page}");
        records(&mut office, field);
        let file = seen(&office.get(&format!("/households/{household}")).text());
        assert!(file.contains("Hộ không nghèo"), "{file}");
        let results = field.house.wait(registry.assessments_of(&field.changing("can.bo"), household));
        let results = results.unwrap();
        assert_eq!(results.len(), 2, "nothing is lost");
        assert_eq!(results.iter().filter(|result| result.is_superseded).count(), 1);

        // Once it is recorded, a further form of hers is compared by a person again.
        let further = visit(field, 0, "uuid:r4", "none", "1000000");
        assert_eq!(field.submit_from(&phone, &[form_part(&further)]).status, 201);
        let page = seen(&office.get(&address(field, "uuid:r4")).text());
        assert!(page.contains("cần người so sánh"), "{page}");
        assert!(field.is_whole());
    });
}
