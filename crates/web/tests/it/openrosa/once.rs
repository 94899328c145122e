//! Exactly once: what was sent is stored once, whatever the line does, and a receipt says what is there.

use crate::openrosa::field::{Field, both, filled, form_part};

fn receipt(xml: &str) -> &str {
    let from = xml.find("<receipt").expect("a receipt");
    &xml[from..xml.find("</receipt>").expect("a whole receipt")]
}

fn stored(field: &Field, number: &str) -> Option<Vec<u8>> {
    field.house.wait(field.house.registry.submission(number)).unwrap().map(|received| received.xml.unwrap())
}

#[test]
fn the_same_form_sent_fifty_times_at_once_is_one_record_with_one_receipt() {
    both(|field| {
        let xml = filled("uuid:50", "");
        let answers: Vec<(u16, String)> = std::thread::scope(|scope| {
            let senders: Vec<_> = (0..50)
                .map(|_| {
                    scope.spawn(|| {
                        let answer = field.submit(&[form_part(&xml)]);
                        (answer.status, answer.text())
                    })
                })
                .collect();
            senders.into_iter().map(|sender| sender.join().unwrap()).collect()
        });
        let first = receipt(&answers[0].1).to_owned();
        for (status, text) in &answers {
            assert_eq!((*status, receipt(text)), (201, first.as_str()));
        }
        assert_eq!(stored(field, "uuid:50").unwrap(), xml.as_bytes());
        assert!(field.is_whole());
    });
}

#[test]
fn another_form_under_a_known_number_is_refused_and_kept_apart() {
    both(|field| {
        let (xml, other) = (filled("uuid:a", ""), filled("uuid:a", "").replace("none", "septic"));
        assert_eq!(field.submit(&[form_part(&xml)]).status, 201);
        let answer = field.submit(&[form_part(&other)]);
        assert_eq!(answer.status, 409);
        assert!(answer.text().contains("submit_error"), "{}", answer.text());
        assert_eq!(field.submit(&[form_part(&other)]).status, 409, "asked again it is the same");
        assert_eq!(stored(field, "uuid:a").unwrap(), xml.as_bytes(), "the first one stays");
        let apart = field.house.wait(field.house.registry.set_aside(field.campaign)).unwrap();
        assert_eq!(apart.len(), 1);
        assert_eq!((apart[0].why.code(), apart[0].bytes.as_slice()), ("form_differs", other.as_bytes()));
        assert_eq!(field.submit(&[form_part(&xml)]).status, 201, "the first phone still gets its receipt");
    });
}

#[test]
fn files_come_in_any_split_order_and_repetition_and_only_then_it_is_complete() {
    both(|field| {
        let xml = filled("uuid:f", "a.jpg")
            .replace("</photo>", "</photo><members><portrait>b.jpg</portrait></members>");
        let (a, b) = (
            ("a.jpg", "a.jpg", "image/jpeg", &b"anh mot"[..]),
            ("b.jpg", "b.jpg", "image/jpeg", &b"anh hai"[..]),
        );
        let first = field.submit(&[form_part(&xml), b]);
        assert_eq!(first.status, 202, "{}", first.text());
        assert!(
            first.text().contains("<missing name=\"a.jpg\"/>")
                && first.text().contains("isComplete=\"false\"")
        );
        assert_eq!(field.submit(&[form_part(&xml), b]).text(), first.text(), "sent again it is the same");
        assert_eq!(field.submit(&[form_part(&xml)]).status, 202);
        let last = field.submit(&[a, form_part(&xml)]);
        assert_eq!(last.status, 201, "{}", last.text());
        assert!(!last.text().contains("<missing"));
        assert!(last.text().contains("name=\"a.jpg\"") && last.text().contains("name=\"b.jpg\""));
        let differs = field.submit(&[form_part(&xml), ("a.jpg", "a.jpg", "image/jpeg", b"anh khac")]);
        assert_eq!(differs.status, 409);
        assert_eq!(field.submit(&[form_part(&xml), a, b]).text(), last.text());
        assert!(field.is_whole());
    });
}

#[test]
fn two_hundred_phones_at_once_lose_nothing_and_the_log_stays_whole() {
    both(|field| {
        let photo = vec![7_u8; 40_000];
        std::thread::scope(|scope| {
            for sender in 0..20 {
                let (field, photo) = (&field, &photo);
                scope.spawn(move || {
                    for at in 0..10 {
                        let xml = filled(&format!("uuid:{sender}-{at}"), "p.jpg");
                        let parts = [form_part(&xml), ("p.jpg", "p.jpg", "image/jpeg", photo.as_slice())];
                        assert_eq!(field.submit(&parts).status, 201);
                    }
                });
            }
        });
        for sender in 0..20 {
            for at in 0..10 {
                assert!(stored(field, &format!("uuid:{sender}-{at}")).is_some(), "{sender}-{at}");
            }
        }
        assert!(field.is_whole());
    });
}

#[test]
fn what_cannot_be_read_is_refused_and_a_copy_waits_for_a_person() {
    both(|field| {
        for (broken, words) in [
            ("<data id=\"phieu-b\"><photo>", "phiếu đọc được"),
            ("<!DOCTYPE d [<!ENTITY a \"b\">]><data id=\"phieu-b\">&a;</data>", "phiếu đọc được"),
            ("<data id=\"phieu-b\" version=\"v2\"><photo/></data>", "mã phiếu"),
        ] {
            let answer = field.submit(&[form_part(broken)]);
            assert_eq!(answer.status, 400, "{broken}");
            assert!(answer.text().contains(words), "{}", answer.text());
        }
        let apart = field.house.wait(field.house.registry.set_aside(field.campaign)).unwrap();
        assert_eq!(apart.len(), 3);
        assert!(apart.iter().all(|one| one.why.code() == "unreadable"));
    });
}

#[test]
fn nothing_that_was_sent_stands_readable_in_the_database() {
    both(|field| {
        let xml = filled("uuid:s", "").replace("none", "068080001234 benh nan y");
        assert_eq!(field.submit(&[form_part(&xml)]).status, 201);
        let dump = field.house.wait(async {
            use store::Queries;
            let sql =
                "select b.body, s.sha256 from submission_body b join submission s on s.id = b.submission_id";
            field
                .house
                .registry
                .store()
                .row(sql, vec![])
                .await
                .unwrap()
                .unwrap()
                .get::<Vec<u8>>("body")
                .unwrap()
        });
        assert!(!String::from_utf8_lossy(&dump).contains("068080001234"));
        assert_eq!(stored(field, "uuid:s").unwrap(), xml.as_bytes());
    });
}
