//! Tệp trao đổi (`chungtay-bundle/1`): what travels between two instances, signed by one and readable only by the other.
//!
//! ```text
//! chungtay-bundle/1⏎
//! {"bundle":…,"bytes":…,"from":…,"offset":…,"part":…,"parts":…,"sha256":…,"to":…}⏎
//! bytes of this part
//! ```
//!
//! A bundle may be cut into parts, each a file of its own that says which it is: they arrive in any order and any number of times.
//! Together they are `encapsulated key ‖ ciphertext ‖ signature`: HPKE (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305) to the key of
//! the recipient, then Ed25519 over mark, sender, recipient and ciphertext. Both keys of an instance are made from the secret of its
//! data folder. `docs/decisions/0036` says why so.

use std::fmt;
use std::str::FromStr;

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable, single_shot_open, single_shot_seal};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use store::Fault;
use vocab::{LocalText, said};

use crate::cell::canonical_json;
use crate::keys::{hex, random, unhex};
use crate::{Keys, Registry};

/// What begins every part.
const MARK: &str = "chungtay-bundle/1";
const FORMAT: &str = "chungtay-bundle/";
const KEY_MARK: &str = "ct1-";
const CHECK_DIGITS: usize = 8;
const SIGNATURE_BYTES: usize = 64;
const ENCAPSULATED_BYTES: usize = 32;
/// A report of a province with its communes is below one.
const MOST_BYTES: usize = 32 << 20;
const MOST_PARTS: usize = 10_000;

/// Khóa công khai của một hệ thống: with the first half its signature is checked, for the second half others encrypt.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ExchangeKey {
    signs: [u8; 32],
    opens: [u8; 32],
}

impl ExchangeKey {
    fn bytes(&self) -> [u8; 64] {
        let mut bytes = [0; 64];
        bytes.iter_mut().zip(self.signs.iter().chain(&self.opens)).for_each(|(to, from)| *to = *from);
        bytes
    }

    /// The name by which bundles say it: SHA-256 of the key.
    pub fn id(&self) -> String {
        hex(&Sha256::digest(self.bytes()))
    }

    /// What people compare over the telephone.
    pub fn fingerprint(&self) -> String {
        short(&self.id())
    }
}

/// The beginning of an id of a key, in groups.
fn short(id: &str) -> String {
    let digits: Vec<char> = id.chars().take(16).collect();
    digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

impl fmt::Debug for ExchangeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ExchangeKey({})", self.fingerprint())
    }
}

/// The mark, the digits of both halves, and some of the hash of them: a letter that was copied wrong is noticed.
impl fmt::Display for ExchangeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let check: String = self.id().chars().take(CHECK_DIGITS).collect();
        write!(f, "{KEY_MARK}{}{check}", hex(&self.bytes()))
    }
}

impl FromStr for ExchangeKey {
    type Err = ();

    fn from_str(text: &str) -> Result<ExchangeKey, ()> {
        let digits = text.strip_prefix(KEY_MARK).ok_or(())?;
        let (key, _) = digits.split_at_checked(128).ok_or(())?;
        let bytes: [u8; 64] = unhex(key).and_then(|bytes| bytes.try_into().ok()).ok_or(())?;
        let (signs, opens) = bytes.split_at(32);
        let half = |half: &[u8]| half.try_into().map_err(|_| ());
        let key = ExchangeKey { signs: half(signs)?, opens: half(opens)? };
        if key.to_string() == text { Ok(key) } else { Err(()) }
    }
}

impl Registry {
    /// The public key of this instance.
    ///
    /// # Errors
    /// No key can be made from the secret; that does not happen with a sound library.
    pub fn exchange_key(&self) -> Result<ExchangeKey, Fault> {
        key_of(&self.keys).ok_or_else(no_key)
    }
}

fn no_key() -> Fault {
    Fault::damaged(said!(
        "không tạo được khóa trao đổi từ tệp khóa",
        "no key for exchange comes of the key file"
    ))
}

fn signing(keys: &Keys) -> Option<Ed25519KeyPair> {
    Ed25519KeyPair::from_seed_unchecked(&keys.secret_for(b"bundle.sign")).ok()
}

fn opening(keys: &Keys) -> (<X25519HkdfSha256 as Kem>::PrivateKey, <X25519HkdfSha256 as Kem>::PublicKey) {
    X25519HkdfSha256::derive_keypair(&keys.secret_for(b"bundle.open"))
}

fn key_of(keys: &Keys) -> Option<ExchangeKey> {
    let signs = signing(keys)?.public_key().as_ref().try_into().ok()?;
    let opens = opening(keys).1.to_bytes().as_slice().try_into().ok()?;
    Some(ExchangeKey { signs, opens })
}

/// What the signature is over, before the ciphertext.
fn bound(from: &str, to: &str) -> Vec<u8> {
    format!("{MARK}\n{from}\n{to}\n").into_bytes()
}

/// Encrypts for a recipient and signs.
pub(super) fn seal(keys: &Keys, to: &ExchangeKey, text: &[u8]) -> Result<Vec<u8>, Fault> {
    // The library would end the program without random numbers.
    random::<1>().map_err(|_| Fault::no_random_numbers())?;
    let own = key_of(keys).ok_or_else(no_key)?;
    let bound = bound(&own.id(), &to.id());
    let recipient = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(&to.opens).map_err(|_| no_key())?;
    let sealed = single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &recipient,
        MARK.as_bytes(),
        text,
        &bound,
    );
    let (encapsulated, ciphertext) = sealed.map_err(|_| no_key())?;
    let mut whole = encapsulated.to_bytes().to_vec();
    whole.extend(ciphertext);
    let signature = signing(keys).ok_or_else(no_key)?.sign(&[bound.as_slice(), &whole].concat());
    whole.extend(signature.as_ref());
    Ok(whole)
}

/// Why a whole bundle does not open.
pub(super) enum NotOpened {
    /// The signature is not of the sender.
    Signature,
    /// It does not decrypt.
    Content,
}

/// Checks the signature and decrypts.
pub(super) fn open(keys: &Keys, from: &ExchangeKey, whole: &[u8]) -> Result<Vec<u8>, NotOpened> {
    let own = key_of(keys).ok_or(NotOpened::Content)?;
    let cut = whole.len().checked_sub(SIGNATURE_BYTES).ok_or(NotOpened::Signature)?;
    let (sealed, signature) = whole.split_at_checked(cut).ok_or(NotOpened::Signature)?;
    let bound = bound(&from.id(), &own.id());
    UnparsedPublicKey::new(&ED25519, from.signs)
        .verify(&[bound.as_slice(), sealed].concat(), signature)
        .map_err(|_| NotOpened::Signature)?;
    let (encapsulated, ciphertext) = sealed.split_at_checked(ENCAPSULATED_BYTES).ok_or(NotOpened::Content)?;
    let encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated);
    single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &opening(keys).0,
        &encapsulated.map_err(|_| NotOpened::Content)?,
        MARK.as_bytes(),
        ciphertext,
        &bound,
    )
    .map_err(|_| NotOpened::Content)
}

/// One file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartFile<'a> {
    /// SHA-256 of the whole bundle: parts with the same belong together.
    pub bundle: String,
    /// Bytes of the whole bundle.
    pub bytes: usize,
    /// Which part, from 1.
    pub part: usize,
    /// Of how many.
    pub parts: usize,
    /// Where it stands in the whole.
    pub offset: usize,
    /// The sender's key, by its id.
    pub from: String,
    /// The recipient's key, by its id.
    pub to: String,
    /// Its bytes.
    pub content: &'a [u8],
}

/// Cuts a whole bundle into the files that travel; `part_bytes` is the most that one holds.
pub fn split(whole: &[u8], from: &ExchangeKey, to: &ExchangeKey, part_bytes: usize) -> Vec<Vec<u8>> {
    let size = part_bytes.max(whole.len().div_ceil(MOST_PARTS)).max(1);
    let parts = whole.len().div_ceil(size);
    let (from, to) = (from.id(), to.id());
    let file = |(at, content): (usize, &[u8])| {
        let of = PartFile {
            bundle: hex(&Sha256::digest(whole)),
            bytes: whole.len(),
            part: at + 1,
            parts,
            offset: at * size,
            from: from.clone(),
            to: to.clone(),
            content,
        };
        [format!("{MARK}\n{}\n", of.head()).as_bytes(), content].concat()
    };
    whole.chunks(size).enumerate().map(file).collect()
}

type Words = (LocalText, LocalText);

impl<'a> PartFile<'a> {
    fn head(&self) -> String {
        canonical_json(&json!({
            "bundle": self.bundle, "bytes": self.bytes, "part": self.part, "parts": self.parts, "offset": self.offset,
            "from": self.from, "to": self.to, "sha256": hex(&Sha256::digest(self.content)),
        }))
    }

    /// Reads a file; nothing of it is believed but what its hashes say.
    ///
    /// # Errors
    /// It is no bundle, one of a newer format, or damaged: where, and what to do.
    pub fn read(file: &'a [u8]) -> Result<PartFile<'a>, Words> {
        let (mark, rest) = line(file).ok_or_else(no_bundle)?;
        if mark != MARK {
            return Err(if mark.starts_with(FORMAT) { newer(mark) } else { no_bundle() });
        }
        let (head, content) = line(rest).ok_or_else(|| damaged("phần đầu", "its head"))?;
        let read = || -> Option<PartFile<'a>> {
            let json: Json = serde_json::from_str(head).ok()?;
            let text = |key: &str| json.get(key)?.as_str().map(str::to_owned);
            let number = |key: &str| usize::try_from(json.get(key)?.as_u64()?).ok();
            let part = PartFile {
                bundle: text("bundle")?,
                bytes: number("bytes").filter(|bytes| *bytes <= MOST_BYTES)?,
                part: number("part")?,
                parts: number("parts").filter(|parts| (1..=MOST_PARTS).contains(parts))?,
                offset: number("offset")?,
                from: text("from")?,
                to: text("to")?,
                content,
            };
            ((1..=part.parts).contains(&part.part) && part.offset <= part.bytes).then_some(part)
        };
        let part = read().ok_or_else(|| damaged("phần đầu", "its head"))?;
        let number = part.part;
        // The head holds the hash of the bytes: either was changed if they differ.
        if part.head() != head {
            return Err(damaged(&format!("phần {number}"), &format!("part {number}")));
        }
        let end = part.offset.checked_add(content.len());
        let is_last = part.part == part.parts;
        if end.is_none_or(|end| if is_last { end != part.bytes } else { end >= part.bytes }) {
            return Err(damaged(&format!("phần {number}"), &format!("part {number}")));
        }
        Ok(part)
    }

    /// Whether these bytes, all parts in order, are the whole.
    pub(super) fn is_whole(&self, whole: &[u8]) -> bool {
        whole.len() == self.bytes && hex(&Sha256::digest(whole)) == self.bundle
    }
}

/// The text up to the end of a line, and what comes after.
fn line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().take(4096).position(|byte| *byte == b'\n')?;
    let (line, rest) = bytes.split_at_checked(end)?;
    Some((std::str::from_utf8(line).ok()?, rest.get(1..)?))
}

fn no_bundle() -> Words {
    (
        said!(
            "tệp này không phải tệp trao đổi của Chung Tay, hoặc phần đầu đã hỏng",
            "this file is no bundle of Chung Tay, or its beginning is damaged"
        ),
        said!(
            "chọn tệp đã tải từ hệ thống gửi; nếu đúng tệp thì xin gửi lại",
            "choose the file that the other instance made; if it is that one, ask for it again"
        ),
    )
}

fn newer(mark: &str) -> Words {
    let mark: String = mark.chars().filter(|letter| letter.is_ascii_graphic()).take(40).collect();
    (
        said!(
            "tệp theo định dạng {mark}, mới hơn chương trình này ({MARK})",
            "the file has the format {mark}, newer than this program ({MARK})"
        ),
        said!("cập nhật chương trình rồi nhập lại", "update the program, then import again"),
    )
}

/// Something was changed on the way.
pub(super) fn damaged(vi: &str, en: &str) -> Words {
    (
        said!("tệp hỏng: {vi} không khớp mã băm", "the file is damaged: {en} does not fit its hash"),
        said!(
            "tải lại hoặc chép lại rồi nhập lại, không rõ phần nào hỏng thì mọi phần; phần đã nhận vẫn giữ",
            "fetch or copy it again, then import again, all parts if it is not known which; what arrived is kept"
        ),
    )
}

/// Encrypted for somebody else.
pub(super) fn for_another(to: &str, own: &ExchangeKey) -> Words {
    let (to, own) = (short(to), own.fingerprint());
    (
        said!(
            "tệp mã hóa cho khóa {to}, không phải khóa của hệ thống này ({own})",
            "the file is for the key {to}, not for this instance ({own})"
        ),
        said!(
            "nhập ở đúng hệ thống nhận, hoặc xin tệp mã hóa cho khóa của hệ thống này",
            "import it where it belongs, or ask for one that is made for the key of this instance"
        ),
    )
}

/// Nobody trusts the sender.
pub(super) fn unknown_sender(from: &str) -> Words {
    let from = short(from);
    (
        said!(
            "tệp do một hệ thống chưa được tin cậy ký: {from}",
            "the file is signed by an instance that is not trusted: {from}"
        ),
        said!(
            "so dấu khóa với nơi gửi qua điện thoại; nếu đúng thì ghi tin cậy hệ thống đó rồi nhập lại",
            "compare the fingerprint with the sender over the telephone; if it is right, trust that instance, then import again"
        ),
    )
}
