//! Danh mục dân tộc và mã nơi đăng ký khai sinh: the reference lists, given by the caller as text of `packs/vn/lists`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use unicode_normalization::UnicodeNormalization;
use vocab::{joined_search_key, search_key};

/// Which of the two lists of ethnic groups a file's codes are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeList {
    /// Danh mục 121-TCTK/PPCĐ of 1979.
    Of1979,
    /// Danh mục of Decision 1019/QĐ-TCTK of 2008, in force.
    Of2008,
}

/// Dân tộc: a group of the list in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EthnicGroup {
    /// Code in the list of 2008.
    pub code: String,
    /// Name as in the list.
    pub name: String,
}

/// What a cell can mean.
pub(crate) enum Meaning {
    One(EthnicGroup),
    /// One meaning in the list of 1979, another in that of 2008.
    Two(EthnicGroup, EthnicGroup),
    None,
}

/// A list that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferenceError(String);

impl fmt::Display for ReferenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ReferenceError {}

/// The list of ethnic groups with both codes, names and other names.
#[derive(Clone, Debug, Default)]
pub struct EthnicGroups {
    groups: Vec<EthnicGroup>,
    of_2008: BTreeMap<String, usize>,
    of_1979: BTreeMap<String, usize>,
    by_words: BTreeMap<String, BTreeSet<usize>>,
    by_key: BTreeMap<String, BTreeSet<usize>>,
}

impl EthnicGroups {
    /// Reads the text of `ethnic_groups.csv`.
    pub fn parse(text: &str) -> Result<EthnicGroups, ReferenceError> {
        let mut list = EthnicGroups::default();
        for row in rows(text, &["code_2008", "code_1979", "name", "other_names"])? {
            let [code_2008, code_1979, name, other] = row.as_slice() else { continue };
            let index = list.groups.len();
            list.of_2008.insert(code_2008.clone(), index);
            list.of_1979.insert(code_1979.clone(), index);
            for called in other.split(';').chain([name.as_str()]).filter(|called| !called.trim().is_empty()) {
                list.by_words.entry(words(called)).or_default().insert(index);
                list.by_key.entry(joined_search_key(called)).or_default().insert(index);
            }
            list.groups.push(EthnicGroup { code: code_2008.clone(), name: name.clone() });
        }
        if list.groups.is_empty() {
            return Err(ReferenceError("the list of ethnic groups is empty".to_owned()));
        }
        Ok(list)
    }

    /// What a code or a name means. A code with a meaning in each list has two, unless the file's list is known.
    pub(crate) fn meaning(&self, written: &str, codes: Option<CodeList>) -> Meaning {
        let written = written.trim();
        if !written.is_empty() && written.len() <= 2 && written.bytes().all(|byte| byte.is_ascii_digit()) {
            return self.meaning_of_code(&format!("{written:0>2}"), codes);
        }
        let outside = written.split(['(', '/']).next().unwrap_or_default();
        [written, outside]
            .into_iter()
            .map(|name| self.by_name(name))
            .find_map(|found| found)
            .map_or(Meaning::None, Meaning::One)
    }

    fn meaning_of_code(&self, code: &str, codes: Option<CodeList>) -> Meaning {
        let group = |index: Option<&usize>| index.and_then(|index| self.groups.get(*index)).cloned();
        let (old, new) = (group(self.of_1979.get(code)), group(self.of_2008.get(code)));
        match (codes, old, new) {
            (Some(CodeList::Of1979), Some(group), _) | (Some(CodeList::Of2008), _, Some(group)) => {
                Meaning::One(group)
            }
            (None, Some(old), Some(new)) if old == new => Meaning::One(new),
            (None, Some(old), Some(new)) => Meaning::Two(old, new),
            _ => Meaning::None,
        }
    }

    /// With its tones first; without them only if one group has that name.
    fn by_name(&self, name: &str) -> Option<EthnicGroup> {
        let name = name.trim();
        let called = words(name);
        let called = called.strip_prefix("dân tộc ").unwrap_or(&called);
        let key = search_key(name);
        let key = key.strip_prefix("dan toc ").unwrap_or(&key).replace(' ', "");
        let found = [self.by_words.get(called), self.by_key.get(&key)];
        let only = found.into_iter().flatten().find(|indices| indices.len() == 1)?;
        only.first().and_then(|index| self.groups.get(*index)).cloned()
    }
}

fn words(name: &str) -> String {
    let composed: String = name.nfc().flat_map(char::to_lowercase).collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first three digits of a personal number: where the birth was registered.
#[derive(Clone, Debug, Default)]
pub struct ProvinceCodes(BTreeSet<String>);

impl ProvinceCodes {
    /// Reads the text of `personal_id_province_codes.csv`.
    pub fn parse(text: &str) -> Result<ProvinceCodes, ReferenceError> {
        let codes: BTreeSet<String> = rows(text, &["code"])?.into_iter().flatten().collect();
        if codes.is_empty() {
            return Err(ReferenceError("the list of codes of birth registration is empty".to_owned()));
        }
        Ok(ProvinceCodes(codes))
    }

    pub(crate) fn knows(&self, digits: &str) -> bool {
        digits.get(..3).is_some_and(|code| self.0.contains(code))
    }
}

/// Both reference lists.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// Danh mục dân tộc.
    pub ethnic_groups: EthnicGroups,
    /// Mã nơi đăng ký khai sinh.
    pub provinces: ProvinceCodes,
}

fn rows(text: &str, columns: &[&str]) -> Result<Vec<Vec<String>>, ReferenceError> {
    let failed = |error: csv::Error| ReferenceError(error.to_string());
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().map_err(failed)?.clone();
    let place = |name: &&str| {
        headers
            .iter()
            .position(|header| header == *name)
            .ok_or_else(|| ReferenceError(format!("the list has no column `{name}`")))
    };
    let places = columns.iter().map(place).collect::<Result<Vec<_>, _>>()?;
    reader
        .records()
        .map(|record| {
            let record = record.map_err(failed)?;
            Ok(places.iter().map(|at| record.get(*at).unwrap_or_default().to_owned()).collect())
        })
        .collect()
}
