//! Requests that no page of ours sends: half, huge, or made to put something into an answer.

use std::io::{Read, Write};
use std::net::TcpStream;

use store::Queries;

use crate::browser::Browser;
use crate::office::{OFFICER, Office, fields};

/// Whatever was answered, the next one is served.
fn goes_on(office: &Office, browser: &mut Browser) {
    let page = browser.get("/households");
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Lê Văn An"));
    assert_eq!(Browser::at(office.address()).get("/law").status, 200);
}

#[test]
fn a_huge_address_or_cookie_is_refused_or_read_and_harms_nobody() {
    crate::office::both(|office| {
        let mut browser = office.logged_in(OFFICER);
        for length in [8 << 10, 60 << 10, 1 << 20] {
            let asked = format!("/households?commune={}", "x".repeat(length));
            if let Some(answer) = browser.send("GET", &asked, &[], b"") {
                assert!([200, 414, 431].contains(&answer.status), "{length}: {}", answer.status);
            }
            let cookie = "y".repeat(length);
            if let Some(answer) =
                browser.send("GET", "/law", &[("Cookie", &format!("ct-session={cookie}"))], b"")
            {
                assert!([200, 431].contains(&answer.status), "{length}: {}", answer.status);
            }
            goes_on(&office, &mut browser);
        }
    });
}

#[test]
fn nothing_that_is_sent_becomes_a_header_of_an_answer() {
    crate::office::both(|office| {
        let mut browser = office.logged_in(OFFICER);
        let planted = "%0d%0aX-Planted:%201%0d%0a%0d%0a";
        for path in [
            format!("/login?back=/law{planted}"),
            format!("/language/en?back=/law{planted}"),
            format!("/theme/dark?back=/law{planted}"),
            format!("/households?page=1{planted}"),
            format!("/imports?recorded=1{planted}"),
            format!("/households/{planted}"),
            format!("/households/export.csv?commune={planted}"),
        ] {
            let answer = browser.get(&path);
            assert!(
                !answer.headers.contains_key("x-planted") && answer.status < 500,
                "{path}: {}",
                answer.status
            );
        }
        let line = "/law\r\nX-Planted: 1";
        for (path, field) in [("/login", "back"), ("/login", "kept-to"), ("/households/search", "q")] {
            let answer = browser.post(path, &[(field, line), ("login", line), ("password", line)]);
            assert!(
                !answer.headers.contains_key("x-planted") && answer.status < 500,
                "{path}: {}",
                answer.status
            );
        }
        goes_on(&office, &mut browser);
    });
}

#[test]
fn signs_that_no_text_may_hold_are_refused_alike_on_both_databases() {
    crate::office::both(|office| {
        let mut browser = office.logged_in(OFFICER);
        for path in ["/households?commune=%00", "/units?q=a%00b", "/households/%00", "/law?day=%00"] {
            assert_eq!(browser.get(path).status, 400, "{path}");
        }
        for path in ["/households/%ff", "/units?q=%ff", "/households?commune=%ff%fe"] {
            let status = browser.get(path).status;
            assert!(status < 500, "{path}: {status}");
        }
        let seen = office.seen(&mut browser);
        let typed = office.name("Lê\0Văn An", &seen);
        let path = format!("{}/changes/person", office.file);
        assert_eq!(browser.post(&path, &fields(&typed)).status, 400);
        assert_eq!(browser.post("/households/search", &[("q", "a\0b")]).status, 400);
        assert_eq!(browser.post("/api/v1/session", &[("login", "a\0b"), ("password", "x")]).status, 400);
        goes_on(&office, &mut browser);
    });
}

#[test]
fn an_upload_that_breaks_off_leaves_nothing_and_an_odd_one_is_refused_with_a_page() {
    crate::office::both(|office| {
        let mut browser = office.logged_in(OFFICER);
        let cookie = browser.cookie.clone().expect("a session");
        for sent in [0, 100, 100_000] {
            let mut stream = TcpStream::connect(office.address()).expect("a connection");
            let head = format!(
                "POST /imports HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n"
            );
            stream.write_all(head.as_bytes()).expect("sent");
            stream.write_all(&vec![b'x'; sent]).expect("sent");
            drop(stream);
        }
        for (kind, body) in [
            ("multipart/form-data", "--x--"),
            ("multipart/form-data; boundary=", "--x--"),
            ("multipart/form-data; boundary=x", ""),
            ("multipart/form-data; boundary=x", "--x\r\n\r\n"),
            (
                "multipart/form-data; boundary=x",
                "--x\r\nContent-Disposition: form-data; name=\"fi\r\n\r\nx\r\n--x--",
            ),
            (
                "multipart/form-data; boundary=x",
                "--x\r\nContent-Disposition: form-data\r\n\r\nx\r\n--x--\r\n",
            ),
            ("text/plain", "file=x"),
            ("application/x-www-form-urlencoded", "file=x"),
        ] {
            let answer = browser.send("POST", "/imports", &[("Content-Type", kind)], body.as_bytes());
            let answer = answer.expect("an answer");
            assert!((400..500).contains(&answer.status), "{kind} {body}: {}", answer.status);
            assert!(answer.text().contains("<html"), "{kind} {body}");
        }
        goes_on(&office, &mut browser);
        let kept = office
            .runtime
            .block_on(office.registry.store().row("select count(*) as n from import_draft", vec![]));
        assert_eq!(kept.expect("a count").expect("a row").get::<i64>("n").expect("a number"), 0);
    });
}

#[test]
fn a_file_that_is_refused_before_it_is_read_is_refused_with_a_page_all_the_same() {
    crate::office::both(|office| {
        let mut nobody = Browser::at(office.address());
        let large = vec![b'x'; 5 << 20];
        let answer = crate::uploads::send_file(&mut nobody, &large).expect("a page, not a broken connection");
        assert_eq!(answer.status, 401);
        assert!(answer.text().contains("Phiên đăng nhập đã hết và tệp chưa được nhận"), "{}", answer.text());
        let mut administrator = office.logged_in(crate::office::ADMINISTRATOR);
        let answer =
            crate::uploads::send_file(&mut administrator, &large).expect("a page, not a broken connection");
        assert_eq!(answer.status, 403);
        let mut officer = office.logged_in(OFFICER);
        let too_large = vec![b'x'; 21 << 20];
        let answer =
            crate::uploads::send_file(&mut officer, &too_large).expect("a page, not a broken connection");
        assert_eq!(answer.status, 413);
        assert!(answer.text().contains("Gửi lên quá nhiều"));
    });
}

#[test]
fn half_a_request_holds_up_nobody() {
    crate::office::both(|office| {
        let mut browser = office.logged_in(OFFICER);
        let waiting: Vec<TcpStream> = (0..50)
            .map(|_| {
                let mut stream = TcpStream::connect(office.address()).expect("a connection");
                stream.write_all(b"GET /households HTTP/1.1\r\nHost: x\r\nX-Half").expect("sent");
                stream
            })
            .collect();
        goes_on(&office, &mut browser);
        drop(waiting);
        let mut stream = TcpStream::connect(office.address()).expect("a connection");
        stream.write_all(b"\x16\x03\x01 no request at all\r\n\r\n").expect("sent");
        let mut said = Vec::new();
        let _ = stream.read_to_end(&mut said);
        goes_on(&office, &mut browser);
    });
}
