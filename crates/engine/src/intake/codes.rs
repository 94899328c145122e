//! The codes of a choice question, found without comparing text with each of them.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Codes by position, with a small table that finds a code by its first bytes and its length.
#[derive(Clone, Debug)]
pub(super) struct CodeTable {
    codes: Vec<String>,
    /// Position by hash; [`EMPTY`] where no code falls.
    slots: Vec<u16>,
    multiplier: u64,
}

const EMPTY: u16 = u16::MAX;
/// Bits of a hash.
const HASH_BITS: u32 = 8;

/// The first eight bytes and the length of a text.
#[inline]
fn key(text: &[u8]) -> u64 {
    let first = match text.first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => text.iter().rev().fold(0, |key, byte| key << 8 | u64::from(*byte)),
    };
    first ^ (text.len() as u64).rotate_right(8)
}

fn hash(key: u64, multiplier: u64) -> usize {
    (key.wrapping_mul(multiplier) >> (64 - HASH_BITS)) as usize
}

impl CodeTable {
    pub(super) fn new(codes: Vec<String>) -> CodeTable {
        const TRIES: u64 = 200;
        let mut table = CodeTable { codes, slots: Vec::new(), multiplier: 0 };
        for attempt in 1..=TRIES {
            table.multiplier = 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(2 * attempt + 1);
            if let Some(slots) = table.fill() {
                table.slots = slots;
                break;
            }
        }
        table
    }

    /// The slots, if no two codes fall on the same one.
    fn fill(&self) -> Option<Vec<u16>> {
        let mut slots = vec![EMPTY; 1 << HASH_BITS];
        for (at, code) in self.codes.iter().enumerate() {
            let slot = slots.get_mut(hash(key(code.as_bytes()), self.multiplier))?;
            if *slot != EMPTY {
                return None;
            }
            *slot = u16::try_from(at).ok()?;
        }
        Some(slots)
    }

    /// The codes by position.
    pub(super) fn codes(&self) -> &[String] {
        &self.codes
    }

    /// The position of exactly this code.
    #[inline]
    pub(super) fn exactly(&self, text: &str) -> Option<u16> {
        if self.slots.is_empty() {
            return self.codes.iter().position(|code| code == text).map(|at| at as u16);
        }
        let at = *self.slots.get(hash(key(text.as_bytes()), self.multiplier))?;
        self.codes.get(usize::from(at)).filter(|code| *code == text).map(|_| at)
    }

    /// The position of a code, also if it stands between spaces or is not normalised.
    pub(super) fn find(&self, text: &str) -> Option<u16> {
        self.exactly(text).or_else(|| {
            let text = text.trim();
            if is_nfc(text) { self.exactly(text) } else { self.exactly(&text.nfc().collect::<String>()) }
        })
    }

    /// A set of codes.
    pub(super) fn set<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Option<u64> {
        let mut set = 0;
        for text in texts.filter(|text| !text.trim().is_empty()) {
            set |= 1 << self.find(text).filter(|at| *at < 64)?;
        }
        Some(set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_found_and_nothing_else() {
        let lists = [
            vec!["1".to_owned(), "2".to_owned(), "10".to_owned()],
            (0..54).map(|n| format!("{n:02}")).collect(),
            (0..300).map(|n| format!("a_long_code_{n}")).collect(),
            vec!["unprotected_well".to_owned(), "unprotected_hill".to_owned(), "đá".to_owned()],
            vec![],
        ];
        for codes in lists {
            let table = CodeTable::new(codes.clone());
            for (at, code) in codes.iter().enumerate() {
                assert_eq!(table.find(code), Some(at as u16), "{code}");
                assert_eq!(table.find(&format!(" {code} ")), Some(at as u16), "{code}");
            }
            for text in ["", "0", "none", "a_long_code_", "unprotected_wells", "da"] {
                assert_eq!(table.find(text), None, "{text}");
            }
        }
    }

    #[test]
    fn a_decomposed_code_is_the_same_code_and_sets_are_bits() {
        let table = CodeTable::new(vec!["gỗ".to_owned(), "đá".to_owned(), "c".to_owned()]);
        assert_eq!(table.find("go\u{302}\u{303}"), Some(0));
        assert_eq!(table.set("c; gỗ".split(';')), Some(0b101));
        assert_eq!(table.set("".split(';')), Some(0));
        assert_eq!(table.set("c;x".split(';')), None);
    }
}
