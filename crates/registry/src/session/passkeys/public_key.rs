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

#[cfg(test)]
mod tests {
    use ring::rand::SystemRandom;
    use ring::signature::{Ed25519KeyPair, KeyPair as _};

    use super::*;
    use crate::keys::unhex;

    const MESSAGE: &[u8] = b"what was signed";
    /// Made by OpenSSL 3: a key of 2048 bits, and its signature of [`MESSAGE`] (PKCS #1 v1.5, SHA-256).
    const N: &str = "c769b2583655e450be545dbdde49dfabbb4055cd39921b42c5c07e8dd5d5aeea87a170a4f72f8b89fa7ff6e6a594f92e\
        0cdb0d65315699d6ee1d461c736b049e678645388533396377899987e48b2f2fc13d1521b09ec32bebe223f7fa850811\
        cf58a5dcca5a23b15dede2a6272ff7cfb82ed129cde40863a2825938756aebcc6d727a7cb0d4793b092a7105527600ea\
        dec4f3094890a047a9a269054f745d3b2096655acb2b5a5009251cf9e72323280ef4e02a85a2932e5af9bb5d3fffdfeb\
        b5c2068f5bc1f92cf72c75f9a0f8f04b80fef9ff82acf10e742f1418e0fb4ae8fdab29e7a36c1e9bc2c74fd390c33e36\
        09dab42b0e471eaee8627ce687f0b563";
    const SIGNATURE: &str = "4fe0c3ec84ad24f6287111019e0db24bf48d0f7c38a7ea779fc6d619cd7e786efd4798ff82ece7a42c3b39fab21af90c\
        b2ac322c774a3c2cb42c05c4b2ff0059fc0bc609d759e6dcd722077699ab7e1c91ef72cd98c2d9a642a90ece1df68e05\
        0ef51b1fdfe2353bc378e36cb06699d6de469783388c5e2f3d4a6d862e8051f07b486ff342d64f24bd99dad117b37e35\
        94978f72e8c56520928eff0c92872c5fa0197ef0c7560a1825d93127e2b6def50e87d2c1777d2e8d409a1c035f0ac4f1\
        2e2bc5cb345ac61f019148ea2adf77b0ee7138f7d7bc7095ec296c8b4a4c32dc944833b87f404ae79278d27dc1eaa549\
        13c612f4faf662308f3048f1e7428432";

    #[track_caller]
    fn checks(key: &[u8], signature: &[u8]) {
        let longer = [key, b"more"].concat();
        let (read, rest) = PublicKey::read(&longer).expect("a key");
        assert_eq!((read.as_bytes(), rest), (key, &b"more"[..]));
        assert!(read.signed(MESSAGE, signature));
        assert!(!read.signed(b"what was not", signature));
        let mut spoiled = signature.to_vec();
        spoiled[40] ^= 1;
        assert!(!read.signed(MESSAGE, &spoiled));
    }

    #[test]
    fn keys_of_windows_and_of_edwards_curves_are_understood() {
        let n = unhex(N).unwrap();
        checks(&[RSA, &n, RSA_E].concat(), &unhex(SIGNATURE).unwrap());
        let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        let pair = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).unwrap();
        checks(&[EDWARDS, pair.public_key().as_ref()].concat(), pair.sign(MESSAGE).as_ref());
    }

    #[test]
    fn what_is_not_written_as_devices_must_write_it_is_no_key() {
        let whole = [P256, &[7; 32], P256_Y, &[7; 32]].concat();
        assert!(PublicKey::read(&whole).is_some());
        for length in 0..whole.len() {
            assert!(PublicKey::read(&whole[..length]).is_none(), "{length}");
        }
        for at in 0..P256.len() {
            let mut other = whole.clone();
            other[at] ^= 1;
            assert!(PublicKey::read(&other).is_none(), "{at}");
        }
        // A point that is not on the curve signs nothing.
        assert!(!PublicKey::read(&whole).unwrap().0.signed(MESSAGE, &[0; 70]));
    }
}
