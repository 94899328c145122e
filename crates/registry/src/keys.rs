//! The keys that lie outside the database: numbers of people are found through a keyed index and kept encrypted.

use std::fmt;

use aes_gcm_siv::aead::{Aead, KeyInit, Payload};
use aes_gcm_siv::{Aes256GcmSiv, Nonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;

const NONCE_BYTES: usize = 12;
/// Of a billion households no two get the same.
const PSEUDONYM_BYTES: usize = 16;
/// What begins an encrypted text.
const MARK: &str = "enc1:";

/// Keys made from one secret of 32 bytes. Whoever loses it cannot read ID numbers and phones any more.
#[derive(Clone)]
pub struct Keys {
    secret: [u8; 32],
    cipher: Aes256GcmSiv,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// The system gives no random numbers: nothing secret can be made.
#[derive(Clone, Copy, Debug)]
pub struct NoRandomness;

impl Keys {
    /// The keys of a secret.
    pub fn of_secret(secret: [u8; 32]) -> Keys {
        let cipher = Aes256GcmSiv::new(&derived(&secret, b"fields").into());
        Keys { secret, cipher }
    }

    /// Encrypts a text for one place (such as `person.id_number`); the same text elsewhere does not decrypt.
    ///
    /// # Errors
    /// The system gives no random numbers.
    pub fn encrypt(&self, place: &str, text: &str) -> Result<String, NoRandomness> {
        let nonce: [u8; NONCE_BYTES] = random()?;
        let payload = Payload { msg: text.as_bytes(), aad: place.as_bytes() };
        let sealed = self.cipher.encrypt(&Nonce::from(nonce), payload).map_err(|_| NoRandomness)?;
        Ok(format!("{MARK}{}", hex(&nonce.iter().copied().chain(sealed).collect::<Vec<u8>>())))
    }

    /// Decrypts what [`Keys::encrypt`] made for the same place; `None` if the key is another one or it was changed.
    pub fn decrypt(&self, place: &str, sealed: &str) -> Option<String> {
        let bytes = unhex(sealed.strip_prefix(MARK)?)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        String::from_utf8(self.cipher.decrypt(&Nonce::from(nonce), payload).ok()?).ok()
    }

    /// Encrypts bytes for one place; the same bytes elsewhere do not decrypt.
    ///
    /// # Errors
    /// The system gives no random numbers.
    pub fn seal(&self, place: &str, bytes: &[u8]) -> Result<Vec<u8>, NoRandomness> {
        let nonce: [u8; NONCE_BYTES] = random()?;
        let payload = Payload { msg: bytes, aad: place.as_bytes() };
        let sealed = self.cipher.encrypt(&Nonce::from(nonce), payload).map_err(|_| NoRandomness)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Decrypts what [`Keys::seal`] made for the same place; `None` if the key is another one or it was changed.
    pub fn unseal(&self, place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES)?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        self.cipher.decrypt(&Nonce::from(nonce), payload).ok()
    }

    /// Mã thay thế: what stands for a thing in files that leave. It is always the same, says nothing of the thing, and
    /// without the keys nobody comes from one to the other; each kind of thing has pseudonyms of its own.
    pub fn pseudonym(&self, kind: &str, of: &[u8]) -> String {
        let mac = hmac(&derived(&self.secret, b"pseudonym"), &[kind.as_bytes(), b"\0", of]);
        hex(mac.get(..PSEUDONYM_BYTES).unwrap_or(&mac))
    }

    /// A secret of its own for one purpose.
    pub(crate) fn secret_for(&self, purpose: &[u8]) -> [u8; 32] {
        derived(&self.secret, purpose)
    }

    /// Under what a number is found without being readable.
    pub fn index(&self, place: &str, text: &str) -> Vec<u8> {
        hmac(&derived(&self.secret, b"index"), &[place.as_bytes(), b"\0", text.as_bytes()]).to_vec()
    }
}

fn derived(secret: &[u8; 32], purpose: &[u8]) -> [u8; 32] {
    hmac(secret, &[b"chungtay/1/", purpose])
}

fn hmac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // A key shorter than a block counts as filled up with zeros (RFC 2104).
    let mut block = [0; 64];
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new(&block.into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

impl crate::Registry {
    /// What shows that a challenge of an instant was given by this registry.
    pub fn digest_nonce(&self, millis: i64) -> String {
        hex(self.keys.index("device.nonce", &millis.to_string()).get(..16).unwrap_or_default())
    }
}

/// Random bytes of the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(if half < 10 { b'0' + half } else { b'a' + half - 10 });
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Hexadecimal digits as bytes.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let half = |digit: u8| char::from(digit).to_digit(16).map(|half| half as u8);
    let pair = |pair: &[u8]| match pair {
        [first, second] => Some(half(*first)? << 4 | half(*second)?),
        _ => None,
    };
    text.as_bytes().chunks(2).map(pair).collect()
}
