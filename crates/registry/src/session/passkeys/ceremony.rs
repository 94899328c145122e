//! What a device and its browser say (WebAuthn Level 2, §7), before anything is looked up: for whom, where, and whether
//! somebody was there and proved to be its owner.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::challenges::Challenge;
use super::public_key::PublicKey;

/// For whom passkeys are made: the name of this house, and its address as browsers write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelyingParty {
    name: String,
    origin: String,
}

impl RelyingParty {
    /// Of an address such as `https://chungtay.example.vn`. `None` if browsers have no passkeys there: they need TLS and a name,
    /// or `http://localhost`.
    pub fn of_origin(origin: &str) -> Option<RelyingParty> {
        let origin = origin.strip_suffix('/').unwrap_or(origin).to_lowercase();
        let (scheme, host) = origin.split_once("://")?;
        let (name, port) = host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
        let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port != 443));
        let is_sign = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '-' | '.');
        let last = name.rsplit('.').next()?;
        // What ends in a number is an address, and has no passkeys.
        let is_name = name.chars().all(is_sign) && last.starts_with(|sign: char| sign.is_ascii_alphabetic());
        let is_safe = scheme == "https" || (scheme == "http" && name == "localhost");
        (is_safe && is_name && is_port)
            .then(|| RelyingParty { name: name.to_owned(), origin: origin.clone() })
    }

    /// The name that passkeys are bound to.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The address at which browsers must stand.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

/// The bytes of a text in base64url.
pub(super) fn bytes_of(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Bytes as text in base64url.
pub(super) fn text_of(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// What a browser says about the page at which somebody stood: the challenge, if it was this house and this purpose.
pub(super) fn challenge_of(client_data: &[u8], kind: &str, house: &RelyingParty) -> Option<Challenge> {
    let said: Json = serde_json::from_slice(client_data).ok()?;
    let text = |name: &str| said.get(name).and_then(Json::as_str);
    let is_framed = said.get("crossOrigin").is_some_and(|value| *value != Json::Bool(false));
    if text("type") != Some(kind) || text("origin") != Some(house.origin()) || is_framed {
        return None;
    }
    bytes_of(text("challenge")?)?.try_into().ok()
}

/// What a device says about itself.
pub(super) struct Device<'a> {
    pub(super) sign_count: u32,
    /// The key that it made just now.
    pub(super) made: Option<Made<'a>>,
}

/// A new key.
pub(super) struct Made<'a> {
    pub(super) credential: &'a [u8],
    pub(super) key: PublicKey,
}

/// Somebody was there.
const PRESENT: u8 = 0x01;
/// Fingerprint, face or PIN: it was the owner.
const VERIFIED: u8 = 0x04;
const HAS_KEY: u8 = 0x40;
const HAS_EXTENSIONS: u8 = 0x80;
/// The model of the device stands before a new key; nobody asks for it here.
const MODEL_BYTES: usize = 16;
const LONGEST_CREDENTIAL: usize = 1023;

/// Reads what a device says; `None` if it is not for this house, or its owner did not prove to be there.
pub(super) fn device<'a>(said: &'a [u8], house: &RelyingParty) -> Option<Device<'a>> {
    let (hash, rest) = said.split_at_checked(32)?;
    let (&[flags, a, b, c, d], rest) = rest.split_first_chunk::<5>()?;
    let is_for_us = hash == Sha256::digest(house.name().as_bytes()).as_slice();
    if !is_for_us || flags & PRESENT == 0 || flags & VERIFIED == 0 {
        return None;
    }
    let (made, rest) = if flags & HAS_KEY == 0 {
        (None, rest)
    } else {
        let (&[high, low], rest) = rest.get(MODEL_BYTES..)?.split_first_chunk::<2>()?;
        let length = usize::from(u16::from_be_bytes([high, low]));
        let (credential, rest) = rest.split_at_checked(length)?;
        let (key, rest) = PublicKey::read(rest)?;
        if !(1..=LONGEST_CREDENTIAL).contains(&length) {
            return None;
        }
        (Some(Made { credential, key }), rest)
    };
    if rest.is_empty() != (flags & HAS_EXTENSIONS == 0) {
        return None;
    }
    Some(Device { sign_count: u32::from_be_bytes([a, b, c, d]), made })
}

/// Whether a key signed what a browser and a device say.
pub(super) fn is_signed(key: &PublicKey, device: &[u8], client_data: &[u8], signature: &[u8]) -> bool {
    let message = [device, Sha256::digest(client_data).as_slice()].concat();
    key.signed(&message, signature)
}

#[cfg(test)]
mod tests {
    use super::RelyingParty;

    #[test]
    fn passkeys_need_tls_and_a_name_or_localhost() {
        let name = |origin: &str| RelyingParty::of_origin(origin).map(|house| house.name);
        assert_eq!(name("https://ChungTay.example.vn/").as_deref(), Some("chungtay.example.vn"));
        assert_eq!(name("https://ct.vn:8443").as_deref(), Some("ct.vn"));
        assert_eq!(name("http://localhost:8080").as_deref(), Some("localhost"));
        for none in [
            "http://chungtay.example.vn",
            "http://127.0.0.1:8080",
            "https://10.0.0.7",
            "https://[::1]:8443",
            "https://a.vn/path",
            "https://",
            "chungtay.vn",
            "https://a.vn:443",
            "https://user@a.vn",
        ] {
            assert_eq!(name(none), None, "{none}");
        }
    }
}
