//! What a phone sends, and the smallest client that sends it.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A phone by what its addresses begin with, and a household of its surveyor.
#[derive(Clone, Debug)]
pub(crate) struct Phone {
    pub(crate) base: String,
    pub(crate) household: String,
    pub(crate) version: String,
}

/// What ODK's engine submitted for an invented household of ten, 20 KB: the form of vn-2022 with its steps and result.
const FILLED: &str = include_str!("filled.xml");

/// The form of a household, filled, with the number that the phone gave it.
pub(crate) fn filled(phone: &Phone, number: &str) -> String {
    FILLED
        .trim_end()
        .replace("@@version@@", &phone.version)
        .replace("@@household@@", &phone.household)
        .replace("@@number@@", number)
}

/// A photograph of 60 KB; no two bytes in a row compress.
pub(crate) fn photograph(seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 24) as u8
    };
    (0..60_000).map(|_| next()).collect()
}

/// A whole request with a filled form.
pub(crate) fn request(phone: &Phone, number: &str, photographs: &[Vec<u8>]) -> Vec<u8> {
    let form = filled(phone, number);
    let mut body = Vec::with_capacity(form.len() + photographs.len() * 61_000 + 500);
    let mut part = |name: &str, file: &str, kind: &str, bytes: &[u8]| {
        let head = format!(
            "--x\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: {kind}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    };
    part("xml_submission_file", "phieu.xml", "text/xml", form.as_bytes());
    for (at, photograph) in photographs.iter().enumerate() {
        let name = format!("anh-{at}.jpg");
        part(&name, &name, "image/jpeg", photograph);
    }
    body.extend_from_slice(b"--x--\r\n");
    let mut request = format!(
        "POST {}/submission HTTP/1.1\r\nHost: bench\r\nX-OpenRosa-Version: 1.0\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: {}\r\n\r\n",
        phone.base,
        body.len()
    )
    .into_bytes();
    request.append(&mut body);
    request
}

/// An open line.
pub(crate) struct Line(TcpStream);

impl Line {
    pub(crate) async fn open(to: SocketAddr) -> io::Result<Line> {
        let stream = TcpStream::connect(to).await?;
        stream.set_nodelay(true)?;
        Ok(Line(stream))
    }

    /// Sends a request and reads its answer; says the status.
    pub(crate) async fn send(&mut self, request: &[u8]) -> io::Result<u16> {
        self.0.write_all(request).await?;
        let mut answer = Vec::with_capacity(4096);
        loop {
            let mut piece = [0; 4096];
            let read = self.0.read(&mut piece).await?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            answer.extend_from_slice(piece.get(..read).unwrap_or_default());
            if let Some(status) = whole(&answer) {
                return Ok(status);
            }
        }
    }
}

/// The status of an answer that is all there.
fn whole(answer: &[u8]) -> Option<u16> {
    let text = String::from_utf8_lossy(answer);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let status = head.split(' ').nth(1)?.parse().ok()?;
    (body.len() >= length.unwrap_or(0)).then_some(status)
}
