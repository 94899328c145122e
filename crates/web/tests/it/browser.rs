//! A browser without scripts: it keeps the cookie of its session and sends forms.

use std::net::SocketAddr;

use crate::wire::{Answer, encoded, try_send};

/// A browser without scripts.
pub(crate) struct Browser {
    pub(crate) to: SocketAddr,
    /// `name=value` of the session.
    pub(crate) cookie: Option<String>,
    /// The one that came with a challenge for a passkey.
    pub(crate) challenge_cookie: String,
}

impl Browser {
    pub(crate) fn at(to: SocketAddr) -> Browser {
        Browser { to, cookie: None, challenge_cookie: String::new() }
    }

    /// Sends a request with these headers and keeps the cookie of the answer; `None` if the server is gone.
    pub(crate) fn send(
        &mut self,
        method: &str,
        path: &str,
        more: &[(&str, &str)],
        body: &[u8],
    ) -> Option<Answer> {
        let session = self.cookie.as_deref().unwrap_or_default();
        let cookies = format!("ct-lang=vi; {session}; {}", self.challenge_cookie);
        let mut headers = vec![("Cookie", cookies.as_str()), ("Sec-Fetch-Site", "same-origin")];
        headers.extend(more);
        let answer = try_send(self.to, method, path, &headers, body)?;
        let set = answer.header("set-cookie").split(';').next().unwrap_or_default();
        if set.contains("ct-passkey=") {
            self.challenge_cookie = set.to_owned();
        }
        if set.contains("ct-session=") {
            self.cookie = Some(set.to_owned()).filter(|set| !set.ends_with('='));
        }
        Some(answer)
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, &[], b"").expect("an answer")
    }

    pub(crate) fn get_part(&mut self, path: &str) -> Answer {
        self.send("GET", path, &[("HX-Request", "true")], b"").expect("an answer")
    }

    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.try_post(path, fields).expect("an answer")
    }

    /// The same to a server that may be gone.
    pub(crate) fn try_post(&mut self, path: &str, fields: &[(&str, &str)]) -> Option<Answer> {
        let body = fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        let body = body.collect::<Vec<_>>().join("&");
        self.send("POST", path, &[("Content-Type", "application/x-www-form-urlencoded")], body.as_bytes())
    }

    /// The token of the session.
    pub(crate) fn token(&self) -> &str {
        self.cookie.as_deref().and_then(|cookie| cookie.split_once('=')).map_or("", |(_, token)| token)
    }
}

/// The hidden fields of the form with this address.
pub(crate) fn hidden(html: &str, action: &str) -> Vec<(String, String)> {
    let form =
        html.split("<form").find(|form| form.contains(&format!("action=\"{action}\""))).expect("a form");
    let form = form.split("</form>").next().unwrap_or_default();
    let of = |field: &str, name: &str| {
        let value = field.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
        Some(
            value
                .replace("&#38;", "&")
                .replace("&#60;", "<")
                .replace("&#62;", ">")
                .replace("&#34;", "\"")
                .replace("&#39;", "'"),
        )
    };
    let fields = form.split("<input").filter(|field| field.contains("type=\"hidden\""));
    fields.filter_map(|field| Some((of(field, "name")?, of(field, "value").unwrap_or_default()))).collect()
}
