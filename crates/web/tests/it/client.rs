//! A server for one test, and questions to it.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::{LazyLock, mpsc};

use vocab::Day;
use web::{Listen, Site, Transport, serve};

pub(crate) use crate::pack::pack;
pub(crate) use crate::wire::{Answer, encoded, seen, send};

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
/// Sends bytes as they are and gives back what came, for what [`send`] would put right.
pub(crate) fn raw(to: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(to).expect("a connection");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}
