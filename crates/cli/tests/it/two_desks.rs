//! Two people at one household, a right that ends and a session that is over while a form is open, and names as they are.

use registry::store::dates::Instant;

use crate::browser::{Browser, hidden};
use crate::office::{ADMINISTRATOR, COLLEAGUE, OFFICER, Office, PASSWORD, both, fields};
use crate::wire::seen;

fn path(office: &Office) -> String {
    format!("{}/changes/person", office.file)
}

fn file(office: &Office, browser: &mut Browser) -> String {
    browser.get(&office.file).text()
}

#[test]
fn of_two_officers_the_second_is_told_sees_what_the_first_wrote_and_loses_nothing() {
    both(|office| {
        let (mut lan, mut mai) = (office.logged_in(OFFICER), office.logged_in(COLLEAGUE));
        let before = office.seen(&mut lan);
        assert_eq!(office.seen(&mut mai), before);
        let by_lan = lan.post(&path(&office), &fields(&office.name("Lê Văn Ân", &before)));
        assert_eq!(by_lan.status, 303);
        let by_mai = mai.post(&path(&office), &fields(&office.name("Lê Văn Ấn", &before)));
        assert_eq!(by_mai.status, 409);
        let page = by_mai.text();
        assert!(seen(&page).contains("người khác vừa sửa"), "{}", seen(&page));
        assert!(page.contains("value=\"Lê Văn Ấn\"") && page.contains("Lê Văn Ân"), "both are in the page");
        assert!(!file(&office, &mut lan).contains("Lê Văn Ấn"));
        // She looks, and decides that hers is right.
        let now = office.seen(&mut mai);
        assert_eq!(mai.post(&path(&office), &fields(&office.name("Lê Văn Ấn", &now))).status, 303);
        assert!(file(&office, &mut lan).contains("Lê Văn Ấn"));
        office.is_whole();
    });
}

#[test]
fn of_two_officers_at_the_same_moment_exactly_one_is_recorded() {
    both(|office| {
        for round in 0..5 {
            let browsers = [office.logged_in(OFFICER), office.logged_in(COLLEAGUE)];
            let before = office.seen(&mut office.logged_in(OFFICER));
            let answers: Vec<u16> = std::thread::scope(|scope| {
                let sending: Vec<_> = browsers
                    .into_iter()
                    .enumerate()
                    .map(|(desk, mut browser)| {
                        let typed = office.name(&format!("Lê Văn An {round} {desk}"), &before);
                        let path = path(&office);
                        scope.spawn(move || browser.post(&path, &fields(&typed)).status)
                    })
                    .collect();
                sending.into_iter().map(|sent| sent.join().expect("an answer")).collect()
            });
            assert!(answers == [303, 409] || answers == [409, 303], "{answers:?}");
        }
        office.is_whole();
    });
}

#[test]
fn a_right_withdrawn_while_a_form_is_open_is_gone_when_it_is_sent() {
    both(|office| {
        let mut mai = office.logged_in(COLLEAGUE);
        let before = office.seen(&mut mai);
        let mut administrator = office.logged_in(ADMINISTRATOR);
        let users = administrator.get("/admin/users").text();
        let of_mai = users.split("/admin/users/").find(|part| part.contains("Lê Thị Mai")).expect("her line");
        let page = format!("/admin/users/{}/grants/end", of_mai.split('"').next().unwrap_or_default());
        let ended =
            administrator.post(&page, &[("grant", &office.grant.to_string()), ("reason", "chuyển công tác")]);
        assert_eq!(ended.status, 303, "{}", ended.text());
        let refused = mai.post(&path(&office), &fields(&office.name("Lê Văn Ân", &before)));
        assert_eq!(refused.status, 403);
        assert!(refused.text().contains("Phần này không thuộc quyền của bạn"));
        let refused = crate::uploads::send_file(&mut mai, b"a;b\n").expect("an answer");
        assert_eq!(refused.status, 403);
        assert_eq!(mai.get(&office.file).status, 403);
        assert_eq!(mai.get("/account").status, 200, "she is still logged in");
        assert!(!file(&office, &mut office.logged_in(OFFICER)).contains("Lê Văn Ân"));
        office.is_whole();
    });
}

#[test]
fn a_form_sent_after_the_session_was_over_is_kept_and_recorded_after_the_log_in() {
    both(|office| {
        let mut lan = office.logged_in(OFFICER);
        let before = office.seen(&mut lan);
        let typed = office.name("Lê Văn \"Ân\" <b>", &before);
        office.runtime.block_on(office.registry.log_out(lan.token())).expect("logged out");
        let asked = lan.post(&path(&office), &fields(&typed));
        assert_eq!(asked.status, 401);
        let waiting = hidden(&asked.text(), "/login");
        let mut log_in: Vec<(&str, &str)> = waiting.iter().map(|(name, value)| (&**name, &**value)).collect();
        log_in.extend([("login", OFFICER), ("password", PASSWORD)]);
        let again = lan.post("/login", &log_in);
        assert_eq!(again.status, 200);
        let kept = hidden(&again.text(), &path(&office));
        let kept: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(kept, fields(&typed));
        assert_eq!(lan.post(&path(&office), &kept).status, 303);
        assert!(file(&office, &mut lan).contains("Lê Văn &#34;Ân&#34; &#60;b&#62;"));
    });
}

#[test]
fn a_session_outlives_the_program_and_a_clock_that_is_set_back_an_hour() {
    both(|mut office| {
        let mut lan = office.logged_in(OFFICER);
        let before = office.seen(&mut lan);
        // The database says that all this happened an hour later than it is now.
        let ahead = Instant::now().plus_seconds(3600);
        office.runtime.block_on(async {
            let tx = office.registry.store().begin().await.expect("begins");
            let sql = "update session set began_at = $1, seen_at = $1";
            assert_eq!(tx.execute(sql, vec![ahead.into()]).await.expect("changed"), 1);
            tx.commit().await.expect("commits");
        });
        office.kill();
        office.start();
        lan.to = office.address();
        assert_eq!(lan.post(&path(&office), &fields(&office.name("Lê Văn Ân", &before))).status, 303);
        assert!(file(&office, &mut lan).contains("Lê Văn Ân"));
        assert_eq!(lan.get("/account").status, 200);
    });
}

#[test]
fn names_are_kept_as_they_are_and_one_of_3000_letters_is_refused_in_its_form() {
    both(|office| {
        let mut lan = office.logged_in(OFFICER);
        let mut send = |name: &str| {
            let before = office.seen(&mut lan);
            let answer = lan.post(&path(&office), &fields(&office.name(name, &before)));
            (answer.status, answer.text())
        };
        let long = format!("Lê {}", "á".repeat(2_997));
        let (status, page) = send(&long);
        assert_eq!(status, 422);
        assert!(
            seen(&page).contains("họ tên dài 3000 ký tự") && seen(&page).contains("không quá 200"),
            "{}",
            seen(&page)
        );
        assert!(page.contains(&format!("value=\"{long}\"")), "what was typed is kept");
        // Decomposed it is twice as many signs, and no more letters.
        let decomposed = format!("Lê {}", "a\u{301}".repeat(150));
        assert_eq!(send(&decomposed).0, 303);
        assert_eq!(send("K'Brể").0, 303);
        assert_eq!(send("Nguye\u{302}\u{303}n Va\u{306}n Ti\u{301}").0, 303);
        let page = file(&office, &mut lan);
        assert!(page.contains("Nguyễn Văn Tí"), "it is stored composed");
        for typed in ["Nguyễn Văn Tí", "Nguye\u{302}\u{303}n Va\u{306}n Ti\u{301}", "nguyen van ti"] {
            let sent = lan.post("/households/search", &[("q", typed)]);
            assert!(lan.get(sent.header("location")).text().contains("Nguyễn Văn Tí"), "{typed}");
        }
        // Somebody whose birth nobody knows.
        let before = office.seen(&mut lan);
        let joins = [
            ("name", "Bé"),
            ("birth_date", ""),
            ("birth_year", ""),
            ("relation", "child"),
            ("reason", "theo lời khai"),
            ("on", "2026-02-01"),
            ("seen", &before),
        ];
        let joined = lan.post(&format!("{}/changes/join", office.file), &joins);
        assert_eq!(joined.status, 303, "{}", joined.text());
        let page = seen(&file(&office, &mut lan));
        assert!(page.contains("Bé") && !page.contains("1/1/1970") && !page.contains("01/01/1970"), "{page}");
        let unread = [("birth_date", "31/02/1950")];
        let joins: Vec<_> =
            joins.iter().filter(|(name, _)| *name != "birth_date").chain(&unread).copied().collect();
        assert_eq!(lan.post(&format!("{}/changes/join", office.file), &joins).status, 422);
        office.is_whole();
    });
}
