//! Files that are sent to the pages of the real program: what they may hold, and what they cost.

use crate::browser::Browser;
use crate::wire::Answer;

const BOUNDARY: &str = "multipart/form-data; boundary=ranh-gioi";

/// Sends a file as the form does; `None` if the program is gone.
pub(crate) fn send_file(browser: &mut Browser, content: &[u8]) -> Option<Answer> {
    let head = "--ranh-gioi\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n";
    let body = [head.as_bytes(), content, b"\r\n--ranh-gioi--\r\n"].concat();
    browser.send("POST", "/imports", &[("Content-Type", BOUNDARY)], &body)
}

/// Sends a list, looks at it and confirms it. Whether it was recorded; `None` if the program was gone before it said so.
pub(crate) fn recorded(browser: &mut Browser, content: &[u8]) -> Option<bool> {
    let sent = send_file(browser, content)?;
    if sent.status >= 500 {
        return None;
    }
    if sent.status != 303 {
        return Some(false);
    }
    let at = sent.header("location").to_owned();
    let page = browser.send("GET", &at, &[], b"")?;
    let html = String::from_utf8_lossy(&page.bytes).into_owned();
    let seen = html.split_once("name=\"fingerprint\" value=\"")?.1.split('"').next()?.to_owned();
    let done = browser.try_post(&format!("{at}/confirm"), &[("fingerprint", &seen)])?;
    if done.status >= 500 { None } else { Some(done.status == 303) }
}
