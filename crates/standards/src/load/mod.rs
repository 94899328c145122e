//! Loading a standard from the files of its folder, with everything that it extends.

mod assemble;
mod deprivation_points;
mod indicators;
mod measure;
mod points;
mod questionnaire;
mod rules;
mod standard;

use std::borrow::Cow;
use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use vocab::{Finding, Place, Severity};

use crate::reading::{Context, Source};
use crate::standard::{Loaded, PovertyStandard};

/// The files of a pack, by path inside it (`standards/vn-2022/standard.toml`), or of one standard's folder.
#[derive(Clone, Debug, Default)]
pub struct PackFiles {
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

impl PackFiles {
    /// The files of a pack; those inside the program are lent, not copied.
    pub fn new<B: Into<Cow<'static, [u8]>>>(files: impl IntoIterator<Item = (String, B)>) -> PackFiles {
        PackFiles { files: files.into_iter().map(|(path, bytes)| (path, bytes.into())).collect() }
    }

    /// The content of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// Paths in a folder and below that end like this, in order.
    pub fn list<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = &'a str> {
        let inside = move |path: &&str| folder.is_empty() || path.starts_with(&format!("{folder}/"));
        self.files.keys().map(String::as_str).filter(inside).filter(move |path| path.ends_with(ending))
    }

    /// Ids of the standards of the pack.
    pub fn standards(&self) -> Vec<String> {
        let ids = self.list("standards", "/standard.toml").filter_map(|path| {
            path.strip_prefix("standards/")?.strip_suffix("/standard.toml").map(str::to_owned)
        });
        ids.filter(|id| !id.contains('/')).collect()
    }

    /// Ids of the legal documents, if the pack has any.
    pub(crate) fn documents(&self) -> Option<std::collections::BTreeSet<String>> {
        let ids: std::collections::BTreeSet<String> = self
            .list("law", ".toml")
            .filter_map(|path| path.strip_prefix("law/")?.strip_suffix(".toml").map(str::to_owned))
            .collect();
        (!ids.is_empty()).then_some(ids)
    }
}

/// Loads the standard in a folder of the pack (`standards/vn-2022`, or the empty path).
///
/// Either a checked standard or every mistake found, never both a mistake and a standard.
pub fn load(files: &PackFiles, folder: &str) -> Loaded {
    let context = Context { findings: Vec::new().into(), documents: files.documents() };
    let chain = chain(files, folder, &context);
    let standard = chain.as_ref().and_then(|chain| assemble::assemble(files, chain, &context));
    let digest = chain.map(|chain| digest(files, &chain)).unwrap_or_default();
    let mut findings = context.findings.into_inner();
    findings.sort_by(|a, b| a.place.cmp(&b.place));
    findings.dedup();
    let refused = findings.iter().any(|finding| finding.severity == Severity::Error);
    let standard = standard.filter(|_| !refused).map(|standard| PovertyStandard { digest, ..standard });
    Loaded { standard, findings }
}

/// The folders whose parts make up a standard, nearest first.
fn chain(files: &PackFiles, folder: &str, context: &Context) -> Option<Vec<String>> {
    let mut chain = vec![folder.to_owned()];
    loop {
        let here = chain.last()?.clone();
        let path = join(&here, "standard.toml");
        let Some(bytes) = files.get(&path) else {
            context.findings.borrow_mut().push(Finding::error(
                Place { file: path, line: 0 },
                "the file is missing",
                "a standard is a folder with standard.toml, questionnaire.toml and indicators.toml",
            ));
            return None;
        };
        let Some((base, place)) = extends(&path, bytes) else { return Some(chain) };
        let base = resolve(files, &here, &base);
        if chain.contains(&base) {
            chain.push(base);
            context.findings.borrow_mut().push(Finding::error(
                place,
                format!("standards extend each other in a circle: {}", chain.join(" → ")),
                "take one `extends` out",
            ));
            return None;
        }
        if files.get(&join(&base, "standard.toml")).is_none() {
            context.findings.borrow_mut().push(Finding::error(
                place,
                format!("`extends` names `{base}`, which has no standard.toml"),
                "name a standard of the pack by its id, or a folder beside this one",
            ));
            return None;
        }
        chain.push(base);
    }
}

/// The folder that `extends` means: a standard's id, or a path relative to the folder.
fn resolve(files: &PackFiles, here: &str, base: &str) -> String {
    let of_pack = format!("standards/{base}");
    if files.get(&join(&of_pack, "standard.toml")).is_some() {
        return of_pack;
    }
    let mut parts: Vec<&str> = here.split('/').filter(|part| !part.is_empty()).collect();
    for part in base.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// Reads only `extends`; the whole file is read again with its mistakes reported.
fn extends(path: &str, bytes: &[u8]) -> Option<(String, Place)> {
    let quiet = Context::default();
    let source = Source::new(path, bytes, &quiet)?;
    source.read(|table| table.text("extends").map(|base| (base, table.place_of("extends"))))?
}

pub(crate) fn join(folder: &str, file: &str) -> String {
    if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") }
}

/// The first folder of the chain that has this file.
fn nearest<'a>(files: &'a PackFiles, chain: &[String], file: &str) -> Option<(String, &'a [u8])> {
    chain.iter().map(|folder| join(folder, file)).find_map(|path| {
        let bytes = files.get(&path)?;
        Some((path, bytes))
    })
}

/// SHA-256 over the files that decide, so that a result can name the rules it was made by.
fn digest(files: &PackFiles, chain: &[String]) -> String {
    let mut hash = Sha256::new();
    for folder in chain {
        for file in ["standard.toml", "questionnaire.toml", "indicators.toml", "points.toml"] {
            if let Some(bytes) = files.get(&join(folder, file)) {
                hash.update((file.len() as u64).to_be_bytes());
                hash.update(file.as_bytes());
                hash.update((bytes.len() as u64).to_be_bytes());
                hash.update(bytes);
            }
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
