//! The public key of a passkey, in the three kinds that devices make, and its signatures.
//!
//! Devices must write keys in canonical CBOR (CTAP 2, §8): of each kind there is exactly one form. It is compared byte by byte,
//! so no CBOR reader is needed, and whatever is written otherwise is no key.

use ring::signature::{ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256};
use ring::signature::{RsaPublicKeyComponents, UnparsedPublicKey};

/// ES256: P-256 with SHA-256; `x` follows, then [`P256_Y`] and `y`.
const P256: &[u8] = &[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
const P256_Y: &[u8] = &[0x22, 0x58, 0x20];
/// EdDSA: Ed25519; 32 bytes follow.
const EDWARDS: &[u8] = &[0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20];
/// RS256: RSA of 2048 bits (Windows); `n` follows, then [`RSA_E`].
const RSA: &[u8] = &[0xa4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00, 0x20, 0x59, 0x01, 0x00];
const RSA_E: &[u8] = &[0x21, 0x43, 0x01, 0x00, 0x01];

/// The numbers that WebAuthn gives to the three kinds, the preferred one first.
pub(super) const ALGORITHMS: [i32; 3] = [-7, -8, -257];

/// A public key, as the device wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PublicKey(Vec<u8>);

enum Parts<'a> {
    P256 { x: &'a [u8], y: &'a [u8] },
    Edwards(&'a [u8]),
    Rsa { n: &'a [u8] },
}

impl PublicKey {
    /// The key at the beginning of `bytes`, and what follows it.
    pub(super) fn read(bytes: &[u8]) -> Option<(PublicKey, &[u8])> {
        let (_, rest) = parts(bytes)?;
        let length = bytes.len() - rest.len();
        Some((PublicKey(bytes.get(..length)?.to_vec()), rest))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether the other half of the pair signed the message.
    pub(super) fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match parts(&self.0) {
            Some((Parts::P256 { x, y }, [])) => {
                let point = [&[0x04], x, y].concat();
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature).is_ok()
            }
            Some((Parts::Edwards(point), [])) => {
                UnparsedPublicKey::new(&ED25519, point).verify(message, signature).is_ok()
            }
            Some((Parts::Rsa { n }, [])) => {
                let key = RsaPublicKeyComponents { n, e: &[1, 0, 1] };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
            }
            _ => false,
        }
    }
}

fn parts(bytes: &[u8]) -> Option<(Parts<'_>, &[u8])> {
    if let Some(rest) = bytes.strip_prefix(P256) {
        let (x, rest) = rest.split_at_checked(32)?;
        let (y, rest) = rest.strip_prefix(P256_Y)?.split_at_checked(32)?;
        return Some((Parts::P256 { x, y }, rest));
    }
    if let Some(rest) = bytes.strip_prefix(EDWARDS) {
        let (point, rest) = rest.split_at_checked(32)?;
        return Some((Parts::Edwards(point), rest));
    }
    let (n, rest) = bytes.strip_prefix(RSA)?.split_at_checked(256)?;
    Some((Parts::Rsa { n }, rest.strip_prefix(RSA_E)?))
}
