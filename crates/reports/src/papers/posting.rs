//! Danh sách niêm yết: the list that hangs in the village. The head's full name, the village, the result, and nothing else.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use vocab::Day;

use super::office::{Issued, Office, Signatory};
use super::values::{Values, counted, day, maybe, said_by, text, values};
use crate::code::code;

/// Danh sách niêm yết, thông báo công khai.
#[derive(Clone, Debug, Default)]
pub struct Posting {
    /// The steering committee.
    pub office: Office,
    /// The year of the review.
    pub year: i32,
    /// Where it hangs: the village, or the commune.
    pub area: String,
    /// The households, in the order of the list.
    pub households: Vec<PostedHousehold>,
    /// The first day on which it hangs.
    pub first_day: Option<Day>,
    /// The last day on which it hangs, and on which somebody may still complain.
    pub last_day: Option<Day>,
    /// Where to complain: place, telephone, hours.
    pub complain_at: String,
    /// The public address of the list.
    pub address: Option<String>,
    /// The sheet.
    pub sheet: SheetSize,
}

/// A household on a posted list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PostedHousehold {
    /// Full name of the head.
    pub head: String,
    /// Thôn, tổ dân phố.
    pub village: String,
    /// The result: “Hộ nghèo”.
    pub result: String,
    /// Year of birth of the head; printed only where two names collide.
    pub birth_year: Option<i32>,
}

/// The sheet of a posted list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SheetSize {
    /// A4.
    #[default]
    A4,
    /// A3, with larger letters.
    A3,
}

impl Posting {
    /// What is posted of each household: its year of birth is there only if another head in the list has the same name.
    pub fn posted(&self) -> Vec<PostedHousehold> {
        let mut heads: BTreeMap<String, usize> = BTreeMap::new();
        for household in &self.households {
            *heads.entry(name_key(&household.head)).or_default() += 1;
        }
        let posted = self.households.iter().map(|household| {
            let collides = heads.get(&name_key(&household.head)).is_some_and(|count| *count > 1);
            PostedHousehold {
                head: said_by(&household.head),
                village: said_by(&household.village),
                result: said_by(&household.result),
                birth_year: household.birth_year.filter(|_| collides),
            }
        });
        posted.collect()
    }

    /// SHA-256 of what is posted, in hexadecimal: whoever has the web copy and the paper can compare them.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for one in self.posted() {
            let year = one.birth_year.map_or(String::new(), |year| year.to_string());
            // No sign that parts the fields can stand in a field: white space there is a space.
            hash.update(format!("{}\t{}\t{}\t{year}\n", one.head, one.village, one.result));
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    pub(crate) fn values(&self) -> Values {
        let rows = self.posted().into_iter().enumerate().map(|(at, one)| {
            json!({
                "no": (at + 1).to_string(),
                "head": one.head,
                "birth_year": one.birth_year.map(|year| year.to_string()),
                "village": one.village,
                "result": one.result,
            })
        });
        let sheet = match self.sheet {
            SheetSize::A4 => "a4",
            SheetSize::A3 => "a3",
        };
        let mut values = values([
            ("year", Json::from(self.year.to_string())),
            ("area", text(&self.area)),
            ("n_households", counted(self.households.len())),
            ("households", rows.collect::<Json>()),
            ("first_day", day(self.first_day)),
            ("last_day", day(self.last_day)),
            ("complain_at", text(&self.complain_at)),
            ("address", maybe(self.address.as_deref())),
            ("code", self.address.as_deref().and_then(code).map_or(Json::Null, Json::from)),
            ("digest", Json::from(self.digest().chars().take(12).collect::<String>())),
            ("sheet", Json::from(sheet)),
        ]);
        values.extend(self.office.values(&Issued::default(), &Signatory::default()));
        values
    }
}

/// A name as people compare it: case and spaces do not matter, nor on which vowel of a syllable its tone is written.
fn name_key(name: &str) -> String {
    let is_tone = |letter: &char| matches!(letter, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
    let syllable = |word: &str| {
        let (tones, letters): (String, String) = word.nfd().partition(is_tone);
        letters + &tones
    };
    said_by(name).to_lowercase().split_whitespace().map(syllable).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_collide_as_people_read_them() {
        assert_eq!(name_key("Lê  thị HOÀ"), name_key("Lê Thị Hòa"));
        assert_ne!(name_key("Lê Thị Hoà"), name_key("Lê Thị Hoa"), "another name");
        assert_ne!(name_key("Lê Thị Hoà"), name_key("Le Thi Hoà"));
    }
}
