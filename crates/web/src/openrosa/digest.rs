//! Log-in by name and password as phones do it: HTTP Digest (RFC 7616, with MD5, which is what they know) or Basic.

use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::Response;
use md5::{Digest as _, Md5};
use registry::capture::{Device, REALM};
use registry::store::Fault;
use registry::store::dates::Instant;
use registry::{Registry, keys};

/// A challenge is good for so long; after that the client is told to use a new one.
const GOOD_FOR_MILLIS: i64 = 10 * 60 * 1000;

/// What a log-in came to.
pub(crate) enum Proof {
    /// It is this phone.
    Is(Box<Device>),
    /// Nothing was shown, or it is wrong.
    No,
    /// It is right, with a challenge that is too old.
    Stale,
}

/// Whose name and password a request shows.
pub(crate) async fn proof(
    registry: &Registry,
    headers: &HeaderMap,
    (method, uri): (&Method, &str),
    now: Instant,
) -> Result<Proof, Fault> {
    let shown = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (scheme, rest) = shown.split_once(' ').unwrap_or_default();
    if scheme.eq_ignore_ascii_case("basic") {
        return basic(registry, rest.trim()).await;
    }
    if !scheme.eq_ignore_ascii_case("digest") {
        return Ok(Proof::No);
    }
    let fields = fields(rest);
    let field =
        |name: &str| fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let Some(given_at) = given_at(registry, field("nonce")) else { return Ok(Proof::No) };
    let Some((device, secret)) = registry.device_named(field("username")).await? else {
        return Ok(Proof::No);
    };
    if field("uri") != uri || !matches!(field("algorithm"), "" | "MD5") {
        return Ok(Proof::No);
    }
    let second = md5_hex(&format!("{method}:{}", field("uri")));
    let expected = match field("qop") {
        "auth" => {
            md5_hex(&format!("{secret}:{}:{}:{}:auth:{second}", field("nonce"), field("nc"), field("cnonce")))
        }
        "" => md5_hex(&format!("{secret}:{}:{second}", field("nonce"))),
        _ => return Ok(Proof::No),
    };
    // Compared by their hashes: the time tells nothing of how much was right.
    if md5_hex(&expected) != md5_hex(&field("response").to_ascii_lowercase()) {
        return Ok(Proof::No);
    }
    let age = now.millis() - given_at;
    Ok(if (0..=GOOD_FOR_MILLIS).contains(&age) { Proof::Is(Box::new(device)) } else { Proof::Stale })
}

async fn basic(registry: &Registry, encoded: &str) -> Result<Proof, Fault> {
    let decoded = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, encoded);
    let Some((name, token)) = decoded
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| text.split_once(':').map(|(name, token)| (name.to_owned(), token.to_owned())))
    else {
        return Ok(Proof::No);
    };
    let (by_token, by_name) = (registry.device_of(&token).await?, registry.device_named(&name).await?);
    Ok(match (by_token, by_name) {
        (Some(device), Some((named, _))) if device.id == named.id => Proof::Is(Box::new(device)),
        _ => Proof::No,
    })
}

/// Asks for name and password.
pub(crate) fn challenge(
    registry: &Registry,
    mut response: Response,
    is_stale: bool,
    now: Instant,
) -> Response {
    let nonce = nonce(registry, now.millis());
    let stale = if is_stale { ", stale=true" } else { "" };
    let digest = format!("Digest realm=\"{REALM}\", qop=\"auth\", algorithm=MD5, nonce=\"{nonce}\"{stale}");
    for challenge in [digest, format!("Basic realm=\"{REALM}\", charset=\"UTF-8\"")] {
        if let Ok(value) = HeaderValue::from_str(&challenge) {
            response.headers_mut().append(header::WWW_AUTHENTICATE, value);
        }
    }
    response
}

/// A challenge says when it was given, and that we gave it: nothing has to be remembered.
fn nonce(registry: &Registry, millis: i64) -> String {
    format!("{millis:x}-{}", registry.digest_nonce(millis))
}

fn given_at(registry: &Registry, nonce: &str) -> Option<i64> {
    let (millis, _) = nonce.split_once('-')?;
    let millis = i64::from_str_radix(millis, 16).ok()?;
    (self::nonce(registry, millis) == nonce).then_some(millis)
}

fn md5_hex(text: &str) -> String {
    keys::hex(&Md5::digest(text.as_bytes()))
}

/// `name="value"` and `name=value`, with commas between.
fn fields(text: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut rest = text.trim();
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.trim().trim_start_matches(',').trim().to_ascii_lowercase();
        let after = after.trim_start();
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => match quoted.split_once('"') {
                Some((value, next)) => (value, next),
                None => break,
            },
            None => after.split_once(',').unwrap_or((after, "")),
        };
        fields.push((name, value.trim().to_owned()));
        rest = next.trim_start().trim_start_matches(',').trim_start();
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::fields;

    #[test]
    fn fields_are_read_with_and_without_quotes() {
        let read = fields(
            r#"username="may-abc", realm="Chung Tay",nc=00000001 , qop=auth, uri="/v1/projects/1/formList?a=1,2""#,
        );
        let expected = [
            ("username", "may-abc"),
            ("realm", "Chung Tay"),
            ("nc", "00000001"),
            ("qop", "auth"),
            ("uri", "/v1/projects/1/formList?a=1,2"),
        ];
        let read: Vec<(&str, &str)> =
            read.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(read, expected);
        assert!(fields("nonsense").is_empty());
        assert_eq!(fields("a=\"open").len(), 0);
    }
}
