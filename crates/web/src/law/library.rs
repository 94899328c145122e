//! The packs as pages read them: every standard with its worked cases, every document, and what cites it.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};
use standards::cases::Case;
use standards::glossary::{self, Term};
use standards::law::{self, LegalDocument};
use standards::standard::{PovertyStandard, Status};
use standards::{PackFiles, load};
use vocab::{Citation, Day, Finding};

/// A standard with its worked cases.
#[derive(Debug)]
pub(crate) struct Shelved {
    pub(crate) standard: PovertyStandard,
    pub(crate) cases: Vec<Case>,
}

/// All law of the packs.
#[derive(Debug)]
pub(crate) struct Library {
    /// By the first day they cover; examples last.
    pub(crate) standards: Vec<Shelved>,
    pub(crate) documents: Vec<LegalDocument>,
    pub(crate) terms: Vec<Term>,
    /// SHA-256 over all files of the pack.
    pub(crate) digest: String,
}

/// What of a standard cites a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Quoted {
    /// Id of the standard.
    pub(crate) standard: String,
    /// What: the anchor on its page.
    pub(crate) anchor: String,
    /// Its name, Vietnamese and English.
    pub(crate) name: (String, String),
}

impl Library {
    /// Reads a pack; mistakes are added to the findings.
    pub(crate) fn read(files: &PackFiles, findings: &mut Vec<Finding>) -> Library {
        let mut standards = Vec::new();
        for id in files.standards() {
            let folder = format!("standards/{id}");
            let loaded = load(files, &folder);
            findings.extend(loaded.findings);
            if let Some(standard) = loaded.standard {
                let (cases, mistakes) = standards::cases::cases(files, &folder, &standard);
                findings.extend(mistakes);
                standards.push(Shelved { standard, cases });
            }
        }
        standards.sort_by_key(|shelved| {
            (shelved.standard.status == Status::Example, shelved.standard.covers.from)
        });
        let (documents, mistakes) = law::documents(files);
        findings.extend(mistakes);
        let (terms, mistakes) = glossary::terms(files);
        findings.extend(mistakes);
        Library { standards, documents, terms, digest: digest(files) }
    }

    pub(crate) fn standard(&self, id: &str) -> Option<&Shelved> {
        self.standards.iter().find(|shelved| shelved.standard.id == id)
    }

    pub(crate) fn document(&self, id: &str) -> Option<&LegalDocument> {
        self.documents.iter().find(|document| document.id == id)
    }

    /// The national standard in force on a result day.
    pub(crate) fn in_force(&self, day: Day) -> Option<&Shelved> {
        let real = self.standards.iter().filter(|shelved| shelved.standard.status != Status::Example);
        let national =
            real.filter(|shelved| shelved.standard.scope == standards::standard::StandardScope::National);
        national.into_iter().find(|shelved| shelved.standard.covers.contains(day))
    }

    /// Everything in the standards that cites a document.
    pub(crate) fn quotes(&self, document: &str) -> Vec<Quoted> {
        let mut found = BTreeSet::new();
        for Shelved { standard, .. } in &self.standards {
            let mut add = |source: &Citation, anchor: &str, vi: &str, en: &str| {
                if source.doc == document {
                    let name = (vi.to_owned(), en.to_owned());
                    found.insert(Quoted { standard: standard.id.clone(), anchor: anchor.to_owned(), name });
                }
            };
            for param in &standard.params {
                let label = param.label.clone().unwrap_or_default();
                param
                    .values
                    .iter()
                    .for_each(|v| add(&v.source, &format!("value-{}", param.name), &label.vi, &label.en));
            }
            for indicator in &standard.indicators {
                let label = &indicator.label;
                add(&indicator.source, &format!("indicator-{}", indicator.id), &label.vi, &label.en);
            }
            for test in &standard.income_tests {
                add(&test.source, "income", &test.label.vi, &test.label.en);
            }
            for outcome in &standard.outcomes {
                add(&outcome.source, "outcomes", &outcome.label.vi, &outcome.label.en);
            }
        }
        found.into_iter().collect()
    }

    /// By document, which ones amend, replace or repeal it.
    pub(crate) fn changed_by(&self, id: &str) -> BTreeMap<&'static str, Vec<&LegalDocument>> {
        let mut by: BTreeMap<&'static str, Vec<&LegalDocument>> = BTreeMap::new();
        for document in &self.documents {
            for (how, list) in [
                ("amended", &document.amends),
                ("replaced", &document.replaces),
                ("repealed", &document.repeals),
            ] {
                if list.iter().any(|other| other == id) {
                    by.entry(how).or_default().push(document);
                }
            }
        }
        by
    }
}

/// SHA-256 over names and contents, so that two servers can be told to show the same law.
fn digest(files: &PackFiles) -> String {
    let mut hash = Sha256::new();
    for path in files.list("", "") {
        let bytes = files.get(path).unwrap_or_default();
        for part in [path.as_bytes(), bytes] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
