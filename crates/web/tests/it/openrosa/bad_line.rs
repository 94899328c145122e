//! Phones that behave like Collect behind a line that cuts, stalls, repeats and mixes up: at the end everything is there once,
//! byte for byte, and nothing was acknowledged that was not stored at that moment.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use registry::Keys;
use registry::keys::hex;
use sha2::{Digest, Sha256};
use store::Queries;

use crate::openrosa::field::{Field, Part, both, filled, form_part, multipart};
use crate::openrosa::proxy::{ALL, LONG, Proxy};

/// So long a phone waits for an answer: not as long as the line may stall.
const PATIENCE: Duration = Duration::from_millis(500);
const PHONES: usize = 4;
const FORMS: usize = 6;

/// A filled form with its files.
struct Filled {
    number: String,
    xml: String,
    files: Vec<(String, Vec<u8>)>,
}

fn forms_of(phone: usize, seed: u64) -> Vec<Filled> {
    (0..FORMS)
        .map(|at| {
            let number = format!("uuid:{seed}-{phone}-{at}");
            let files: Vec<(String, Vec<u8>)> = (0..at % 3)
                .map(|file| {
                    let size = 3_000 + 17_000 * ((phone + at + file) % 3);
                    let bytes = (0..size).map(|byte| ((byte * 31 + at * 7 + file + phone * 13) % 251) as u8);
                    (format!("anh-{at}-{file}.jpg"), bytes.collect())
                })
                .collect();
            let named = |at: usize| files.get(at).map_or("", |(name, _)| name.as_str());
            let xml = filled(&number, named(0)).replace(
                "</photo>",
                &format!("</photo><members><portrait>{}</portrait></members>", named(1)),
            );
            Filled { number, xml, files }
        })
        .collect()
}

/// Sends one request and reads its answer; `None` if the line broke or nobody answered in time.
fn ask(line: SocketAddr, method: &str, path: &str, body: &[u8]) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(line).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let head = format!(
        "{method} {path}/submission HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-OpenRosa-Version: 1.0\r\nContent-Type: multipart/form-data; boundary=ranh-gioi\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let text = String::from_utf8(answer).ok()?;
    let (head, rest) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    // A client knows by the length whether the answer is whole.
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
    (method == "HEAD" || length == Some(rest.len())).then(|| (status, rest.to_owned()))
}

/// What a receipt says is stored: name and SHA-256.
fn receipted(text: &str) -> Vec<(String, String)> {
    let value = |line: &str, name: &str| {
        let from = line.split_once(&format!("{name}=\""))?.1;
        Some(from.split_once('"')?.0.to_owned())
    };
    let lines = text.lines().filter(|line| line.trim_start().starts_with("<stored "));
    lines.filter_map(|line| Some((value(line, "name")?, value(line, "sha256")?))).collect()
}

/// What the database holds under a number: name, and the bytes decrypted.
fn held(field: &Field, number: &str) -> BTreeMap<String, Vec<u8>> {
    let keys = Keys::of_secret([9; 32]);
    field.house.wait(async {
        let registry = &field.house.registry;
        let Some(form) = registry.submission(number).await.unwrap() else { return BTreeMap::new() };
        let mut held = BTreeMap::from([("xml_submission_file".to_owned(), form.xml.unwrap())]);
        let sql = "select f.name, f.sha256, b.body from submission_file f join submission_file_body b on b.submission_id = f.submission_id and b.name = f.name where f.submission_id = $1";
        for row in registry.store().rows(sql, vec![form.id.0.into()]).await.unwrap() {
            let (name, sha256): (String, String) = (row.get("name").unwrap(), row.get("sha256").unwrap());
            let body: Vec<u8> = row.get("body").unwrap();
            held.insert(name, keys.unseal(&format!("submission.body/{sha256}"), &body).unwrap());
        }
        held
    })
}

/// Whatever an answer acknowledges is stored at that moment.
fn is_true(field: &Field, number: &str, receipt: &str) {
    let held = held(field, number);
    let told = receipted(receipt);
    assert!(!told.is_empty(), "{receipt}");
    for (name, sha256) in told {
        let bytes =
            held.get(&name).unwrap_or_else(|| panic!("{number}: {name} is acknowledged and not stored"));
        assert_eq!(hex(&Sha256::digest(bytes)), sha256, "{number}: {name}");
    }
}

/// Sends one form as Collect does: asks first, sends its parts, and begins anew until the last one has a receipt.
fn send(field: &Field, line: SocketAddr, form: &Filled) {
    let path = field.base(&field.phone);
    let ends = Instant::now() + Duration::from_secs(90);
    let part = form_part(&form.xml);
    let file = |(name, bytes): &'_ (String, Vec<u8>)| -> (String, Vec<u8>) { (name.clone(), bytes.clone()) };
    let files: Vec<(String, Vec<u8>)> = form.files.iter().map(file).collect();
    // One file a request: what is more than the server takes at once comes in parts.
    let requests: Vec<Vec<u8>> = if files.is_empty() {
        vec![multipart(&[part])]
    } else {
        let sent = files.iter().enumerate().map(|(at, (name, bytes))| {
            let mut parts: Vec<Part<'_>> = vec![part, (name, name, "image/jpeg", bytes)];
            if at + 1 < files.len() {
                parts.push(("*isIncomplete*", "", "text/plain", b"yes"));
            }
            multipart(&parts)
        });
        sent.collect()
    };
    'anew: loop {
        assert!(Instant::now() < ends, "{}: no receipt in time", form.number);
        if !matches!(ask(line, "HEAD", &path, b""), Some((204, _))) {
            continue;
        }
        let mut last = 0;
        for request in &requests {
            match ask(line, "POST", &path, request) {
                Some((status @ (201 | 202), receipt)) => {
                    is_true(field, &form.number, &receipt);
                    last = status;
                }
                // Nothing, or a server that read half of a request.
                Some((400 | 503, _)) | None => continue 'anew,
                Some((other, text)) => panic!("{}: {other} {text}", form.number),
            }
        }
        if last == 201 {
            return;
        }
    }
}

#[test]
fn behind_a_line_that_cuts_stalls_repeats_and_mixes_up_everything_arrives_once_and_every_receipt_is_true() {
    both(|field| {
        let mut seen = BTreeSet::new();
        let mut sent = Vec::new();
        for seed in [2026, 27] {
            let proxy = Proxy::start(field.house.address, seed);
            let forms: Vec<Vec<Filled>> = (0..PHONES).map(|phone| forms_of(phone, seed)).collect();
            std::thread::scope(|scope| {
                for of_phone in &forms {
                    let line = proxy.address;
                    scope.spawn(move || of_phone.iter().for_each(|form| send(field, line, form)));
                }
            });
            proxy.settle();
            std::thread::sleep(LONG);
            seen.extend(proxy.done());
            sent.extend(forms.into_iter().flatten());
        }
        assert_eq!(seen.len(), ALL.len(), "the line did everything that it can: {seen:?}");
        for form in &sent {
            let held = held(field, &form.number);
            assert_eq!(held.get("xml_submission_file").unwrap(), form.xml.as_bytes(), "{}", form.number);
            assert_eq!(held.len(), 1 + form.files.len(), "{}", form.number);
            for (name, bytes) in &form.files {
                assert!(held.get(name) == Some(bytes), "{}: {name} came changed", form.number);
            }
        }
        let count = |table: &str| {
            let sql = format!("select count(*) as n from {table}");
            let row = field.house.wait(field.house.registry.store().row(&sql, vec![])).unwrap().unwrap();
            usize::try_from(row.get::<i64>("n").unwrap()).unwrap()
        };
        assert_eq!(count("submission"), sent.len());
        assert_eq!(count("submission_file"), sent.iter().map(|form| form.files.len()).sum::<usize>());
        assert_eq!(count("quarantine"), 0, "nothing came under a known name with other bytes");
        assert!(field.is_whole());
    });
}
