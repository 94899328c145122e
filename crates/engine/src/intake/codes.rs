//! The codes of a choice question, found without comparing text with each of them.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Codes by position, with a small table that finds a code by its first bytes and its length.
#[derive(Clone, Debug)]
pub(super) struct CodeTable {
    codes: Vec<String>,
    /// By hash; none if no multiplier keeps the codes apart.
    slots: Option<Box<[Slot; SLOTS]>>,
    multiplier: u64,
}

/// What tells a code, in one cache line.
#[derive(Clone, Copy, Debug)]
struct Slot {
    head: u64,
    tail: u64,
    length: usize,
    at: u16,
}

/// No text has this length.
const EMPTY: Slot = Slot { head: 0, tail: 0, length: usize::MAX, at: 0 };
const SLOTS: usize = 256;

/// The first eight bytes of a text, zeroes after its end.
#[inline]
fn key(text: &[u8]) -> u64 {
    match text.first_chunk::<8>() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => text.iter().rev().fold(0, |key, byte| key << 8 | u64::from(*byte)),
    }
}

/// The last eight bytes of a text; 0 if it is shorter.
#[inline]
fn tail(text: &[u8]) -> u64 {
    text.last_chunk::<8>().map_or(0, |eight| u64::from_le_bytes(*eight))
}

/// The key of `length` bytes that stand at the head of longer ones, which is quicker.
#[inline]
fn key_at_head(bytes: &[u8; 8], length: usize) -> u64 {
    u64::from_le_bytes(*bytes) & crate::bits::low_mask(8 * length)
}

#[inline]
fn hash(key: u64, length: usize, multiplier: u64) -> usize {
    // A byte: always a position of the table.
    ((key ^ (length as u64).rotate_right(8)).wrapping_mul(multiplier) >> 56) as usize
}

impl CodeTable {
    pub(super) fn new(codes: Vec<String>) -> CodeTable {
        const TRIES: u64 = 200;
        let mut table = CodeTable { codes, slots: None, multiplier: 0 };
        for attempt in 1..=TRIES {
            table.multiplier = 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(2 * attempt + 1);
            if let Some(slots) = table.fill() {
                table.slots = Some(slots);
                break;
            }
        }
        table
    }

    /// The slots, if no two codes fall on the same one.
    fn fill(&self) -> Option<Box<[Slot; SLOTS]>> {
        let mut slots = Box::new([EMPTY; SLOTS]);
        for (at, code) in self.codes.iter().enumerate() {
            let (text, length) = (code.as_bytes(), code.len());
            let slot = slots.get_mut(hash(key(text), length, self.multiplier))?;
            if slot.length != EMPTY.length {
                return None;
            }
            *slot = Slot { head: key(text), tail: tail(text), length, at: u16::try_from(at).ok()? };
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
        self.with_key(text.as_bytes(), key(text.as_bytes()))
    }

    /// The position of exactly the code that stands at `start..end` of these bytes.
    #[inline]
    pub(super) fn inside(&self, bytes: &[u8], start: usize, end: usize) -> Option<u16> {
        let text = bytes.get(start..end)?;
        let key = match bytes.get(start..).and_then(|rest| rest.first_chunk::<8>()) {
            Some(head) => key_at_head(head, text.len()),
            None => key(text),
        };
        self.with_key(text, key)
    }

    #[inline]
    fn with_key(&self, text: &[u8], key: u64) -> Option<u16> {
        let Some(slots) = &self.slots else {
            return self.codes.iter().position(|code| code.as_bytes() == text).map(|at| at as u16);
        };
        let slot = slots.get(hash(key, text.len(), self.multiplier))?;
        if slot.length != text.len() || slot.head != key {
            return None;
        }
        let same = match text.len() {
            0..=8 => true,
            9..=16 => slot.tail == tail(text),
            _ => self.codes.get(usize::from(slot.at)).is_some_and(|code| code.as_bytes() == text),
        };
        same.then_some(slot.at)
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
