//! A server for one test and the smallest client that shows every byte of an answer.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::{LazyLock, mpsc};

use standards::PackFiles;
use vocab::Day;
use web::{Listen, Site, Transport, serve};

/// The pack of this checkout.
pub(crate) fn pack() -> PackFiles {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn");
    let mut files = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the pack").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "toml" || e == "csv" || e == "json") {
                let inside = path.strip_prefix(&root).expect("inside").to_string_lossy().into_owned();
                files.push((inside, fs::read(&path).expect("a file of the pack")));
            }
        }
    }
    PackFiles::new(files)
}

/// The day of all tests.
pub(crate) fn today() -> Day {
    Day::from_civil(2026, 6, 15).expect("a day")
}

/// Starts a server on a free port.
pub(crate) fn start(transport: Transport) -> SocketAddr {
    let (said, heard) = mpsc::channel();
    std::thread::spawn(move || {
        let over_tls = !matches!(transport, Transport::Plain);
        let site = Site::read(&pack(), "1.2.3", today, over_tls).expect("a sound pack");
        let listen = Listen { address: "127.0.0.1:0".parse().expect("an address"), transport };
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("threads");
        runtime
            .block_on(serve(site, listen, |address| said.send(address).expect("a listener")))
            .expect("serves");
    });
    heard.recv().expect("the server listens")
}

static SHARED: LazyLock<SocketAddr> = LazyLock::new(|| start(Transport::Plain));

/// The server that tests share: pages hold no state.
pub(crate) fn server() -> SocketAddr {
    *SHARED
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).expect("text")
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// Sends a request and reads the whole answer.
pub(crate) fn send(
    to: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let mut stream = TcpStream::connect(to).expect("a connection");
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if method != "GET" && method != "HEAD" {
        head.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).expect("sent");
    // A server may refuse a large body before it has read it.
    let _ = stream.write_all(body);
    let mut raw = Vec::new();
    let _ = stream.read_to_end(&mut raw);
    parse(&raw)
}

fn parse(raw: &[u8]) -> Answer {
    let end = raw.windows(4).position(|w| w == b"\r\n\r\n").expect("an answer with headers");
    let head = String::from_utf8_lossy(&raw[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status =
        lines.next().and_then(|l| l.split(' ').nth(1)).and_then(|s| s.parse().ok()).expect("a status");
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    let mut bytes = raw[end + 4..].to_vec();
    if headers.get("transfer-encoding").is_some_and(|coding| coding == "chunked") {
        bytes = unchunked(&bytes);
    }
    Answer { status, headers, bytes }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(at) = rest.windows(2).position(|w| w == b"\r\n") {
        let size = usize::from_str_radix(&String::from_utf8_lossy(&rest[..at]), 16).unwrap_or(0);
        if size == 0 {
            break;
        }
        whole.extend_from_slice(&rest[at + 2..at + 2 + size]);
        rest = &rest[at + 2 + size + 2..];
    }
    whole
}

/// A page in a language.
pub(crate) fn get(path: &str, language: &str) -> Answer {
    send(server(), "GET", path, &[("Cookie", &format!("ct-lang={language}"))], b"")
}

/// A form sent from our own page.
pub(crate) fn post(path: &str, fields: &[(&str, &str)], language: &str) -> Answer {
    let body = fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    let body = body.collect::<Vec<_>>().join("&");
    let cookie = format!("ct-lang={language}");
    let headers = [
        ("Cookie", cookie.as_str()),
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Sec-Fetch-Site", "same-origin"),
    ];
    send(server(), "POST", path, &headers, body.as_bytes())
}

pub(crate) fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// The page without its tags, entities resolved, spaces joined: what a reader sees.
pub(crate) fn seen(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for sign in html.chars() {
        match sign {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            sign if !inside => out.push(sign),
            _ => {}
        }
    }
    let out = out
        .replace("&#38;", "&")
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'");
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Sends bytes as they are and gives back what came, for what [`send`] would put right.
pub(crate) fn raw(to: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(to).expect("a connection");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}
