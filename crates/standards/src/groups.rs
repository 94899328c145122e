//! Nhóm hộ: which households count as one of the groups that lists and tables name apart.

use std::collections::BTreeSet;

use vocab::{Citation, Finding};

use crate::load::PackFiles;
use crate::reading::{Context, Source, Table};

/// The groups of a pack that follow from what is known of a household's head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HouseholdGroups {
    ethnic_minority: Option<EthnicMinority>,
}

/// Hộ dân tộc thiểu số.
#[derive(Clone, Debug, PartialEq, Eq)]
struct EthnicMinority {
    /// Codes of the ethnic groups whose households are none.
    majority: BTreeSet<String>,
    source: Citation,
}

/// The file of a pack that holds them.
const FILE: &str = "lists/household_groups.toml";
/// The item that says who is of a minority.
const ETHNIC_MINORITY: &str = "ethnic_minority";

impl HouseholdGroups {
    /// The groups of a pack; a pack may name none, and then no household is of one.
    pub fn read(files: &PackFiles) -> (HouseholdGroups, Vec<Finding>) {
        let context = Context { findings: Vec::new().into(), documents: files.documents() };
        let source = files.get(FILE).and_then(|bytes| Source::new(FILE, bytes, &context));
        let groups = source.and_then(|source| {
            source.read(|table| {
                let _ = (table.required_text("id"), table.required_local_text("label"));
                let _ = (table.citation("source"), table.local_text("note"));
                let mut groups = HouseholdGroups::default();
                for item in table.tables("item") {
                    groups.ethnic_minority = groups.ethnic_minority.take().or(item_of(&item));
                    item.report_unknown_keys();
                }
                groups
            })
        });
        (groups.unwrap_or_default(), context.findings.into_inner())
    }

    /// Hộ dân tộc thiểu số: whether a household is one, by the ethnic group of its head. Where that is not known, or the
    /// pack does not say, it is not counted as one.
    pub fn is_ethnic_minority(&self, head: Option<&str>) -> bool {
        let minority = self.ethnic_minority.as_ref();
        minority.zip(head).is_some_and(|(minority, code)| !minority.majority.contains(code))
    }

    /// Where the rule about minorities comes from, and how sure it is.
    pub fn ethnic_minority_source(&self) -> Option<&Citation> {
        self.ethnic_minority.as_ref().map(|minority| &minority.source)
    }
}

fn item_of(item: &Table<'_>) -> Option<EthnicMinority> {
    let (code, _) = (item.required_text("code")?, item.required_local_text("label"));
    let _ = item.local_text("note");
    let majority: BTreeSet<String> = item.texts("head_ethnic_group_not").into_iter().collect();
    if code != ETHNIC_MINORITY || majority.is_empty() {
        return None;
    }
    Some(EthnicMinority { majority, source: item.citation("source")? })
}
