//! A device with a passkey, in software, as WebAuthn describes it: P-256, canonical keys, a counter.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use sha2::{Digest, Sha256};

pub(crate) fn text_of(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A device. What it says can be spoiled before it says it.
pub(crate) struct Device {
    pair: EcdsaKeyPair,
    pub(crate) credential: Vec<u8>,
    /// What it was told of its user.
    pub(crate) user: String,
    pub(crate) count: u32,
    /// Whether it counts; many that are copied between devices do not.
    pub(crate) counts: bool,
    /// Present and verified.
    pub(crate) flags: u8,
    /// The house for which it thinks to be.
    pub(crate) house: &'static str,
    /// What the browser says of the page.
    pub(crate) origin: String,
    /// What the browser says of frames.
    pub(crate) framed: bool,
}

/// What came back, in base64url.
pub(crate) struct Said {
    pub(crate) credential: String,
    pub(crate) client_data: String,
    pub(crate) authenticator_data: String,
    pub(crate) signature: String,
    pub(crate) user: String,
}

impl Device {
    pub(crate) fn at(origin: &str) -> Device {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let pair =
            EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random).unwrap();
        let credential = Sha256::digest(pair.public_key().as_ref()).to_vec();
        let (origin, user) = (origin.to_owned(), String::new());
        Device {
            pair,
            credential,
            user,
            count: 0,
            counts: true,
            flags: 0x05,
            house: "localhost",
            origin,
            framed: false,
        }
    }

    fn client_data(&self, kind: &str, challenge: &str) -> String {
        let (origin, framed) = (&self.origin, self.framed);
        format!(r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{origin}","crossOrigin":{framed}}}"#)
    }

    fn head(&self, more: u8) -> Vec<u8> {
        let house = Sha256::digest(self.house.as_bytes());
        [house.as_slice(), &[self.flags | more], &self.count.to_be_bytes()].concat()
    }

    /// Makes its key known.
    pub(crate) fn create(&mut self, challenge: &str, user: &str) -> Said {
        self.user = user.to_owned();
        let point = self.pair.public_key().as_ref();
        let (x, y) = point[1..].split_at(32);
        let length = (self.credential.len() as u16).to_be_bytes();
        // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
        let key = [&b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20"[..], x, b"\x22\x58\x20", y].concat();
        let said = [self.head(0x40), vec![0; 16], length.to_vec(), self.credential.clone(), key].concat();
        let client = self.client_data("webauthn.create", challenge);
        self.said(&client, &said, &[])
    }

    /// Signs, and counts it.
    pub(crate) fn sign(&mut self, challenge: &str) -> Said {
        self.count += u32::from(self.counts);
        let (client, said) = (self.client_data("webauthn.get", challenge), self.head(0));
        let message = [said.as_slice(), Sha256::digest(client.as_bytes()).as_slice()].concat();
        let signature = self.pair.sign(&SystemRandom::new(), &message).unwrap();
        self.said(&client, &said, signature.as_ref())
    }

    fn said(&self, client: &str, said: &[u8], signature: &[u8]) -> Said {
        Said {
            credential: text_of(&self.credential),
            client_data: text_of(client.as_bytes()),
            authenticator_data: text_of(said),
            signature: text_of(signature),
            user: self.user.clone(),
        }
    }
}
