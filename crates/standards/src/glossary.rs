//! Thuật ngữ: the words of the law in plain sentences, for readers of pages and papers.

use vocab::{Citation, Finding, LocalText};

use crate::load::PackFiles;
use crate::reading::{Context, Source};

/// A word of the law with its meaning.
#[derive(Clone, Debug)]
pub struct Term {
    /// Id.
    pub id: String,
    /// The word.
    pub label: LocalText,
    /// What it means, in a sentence or two.
    pub meaning: LocalText,
    /// Where the meaning comes from.
    pub source: Citation,
}

/// The file of a pack that holds them.
const FILE: &str = "lists/glossary.toml";

/// The terms of a pack, in the order of the file; a pack may have none.
pub fn terms(files: &PackFiles) -> (Vec<Term>, Vec<Finding>) {
    let context = Context { findings: Vec::new().into(), documents: files.documents() };
    let source = files.get(FILE).and_then(|bytes| Source::new(FILE, bytes, &context));
    let terms = source.and_then(|source| {
        source.read(|table| {
            let read = table.tables("term").into_iter().filter_map(|item| {
                let (id, label) = (item.required_text("id"), item.required_local_text("label"));
                let meaning = item.required_local_text("meaning");
                let source = item.citation("source");
                item.report_unknown_keys();
                Some(Term { id: id?, label: label?, meaning: meaning?, source: source? })
            });
            read.collect::<Vec<Term>>()
        })
    });
    (terms.unwrap_or_default(), context.findings.into_inner())
}
