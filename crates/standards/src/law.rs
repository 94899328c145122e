//! Văn bản pháp luật: the documents that values cite.

use vocab::{Confidence, Day, Finding, LocalText, Place};

use crate::load::PackFiles;
use crate::reading::{Context, Source, Table};

/// Văn bản quy phạm or another paper that the programme relies on.
#[derive(Clone, Debug)]
pub struct LegalDocument {
    /// Slug, the name of its file.
    pub id: String,
    /// Số, ký hiệu, exactly: `07/2021/NĐ-CP`.
    pub number: String,
    /// Nghị định, thông tư, …
    pub kind: LocalText,
    /// Title.
    pub title: LocalText,
    /// Who issued it.
    pub issuer: Option<LocalText>,
    /// Ngày ban hành.
    pub issued_on: Option<Day>,
    /// Ngày có hiệu lực.
    pub effective_from: Option<Day>,
    /// First day on which it no longer holds.
    pub effective_until: Option<Day>,
    /// An end that was reported but not read, with how sure we are.
    pub reported_end: Option<(Day, Confidence)>,
    /// Ids of the documents that it amends.
    pub amends: Vec<String>,
    /// Ids of the documents that it replaces.
    pub replaces: Vec<String>,
    /// Ids of the documents that it repeals.
    pub repeals: Vec<String>,
    /// How sure we are of what is written here.
    pub confidence: Confidence,
    /// Where it was read.
    pub read_at: Vec<String>,
    /// What is weak.
    pub note: Option<LocalText>,
    /// Where it stands in the pack.
    pub place: Place,
}

/// All legal documents of a pack, in order of their ids, with every mistake found.
pub fn documents(files: &PackFiles) -> (Vec<LegalDocument>, Vec<Finding>) {
    let context = Context { findings: Vec::new().into(), documents: files.documents() };
    let mut documents: Vec<LegalDocument> = Vec::new();
    for path in files.list("law", ".toml") {
        let Some(bytes) = files.get(path) else { continue };
        let Some(source) = Source::new(path, bytes, &context) else { continue };
        documents.extend(source.read(|table| document(table, path)).flatten());
    }
    let mut findings = context.findings.into_inner();
    for document in &documents {
        for other in document.amends.iter().chain(&document.replaces).chain(&document.repeals) {
            if !documents.iter().any(|known| known.id == *other) {
                findings.push(Finding::error(
                    document.place.clone(),
                    format!("it names `{other}`, which is no file of law/"),
                    "check the spelling, or add the document",
                ));
            }
        }
    }
    (documents, findings)
}

fn document(table: &Table<'_>, path: &str) -> Option<LegalDocument> {
    let id = table.required_text("id");
    if id.as_ref().is_some_and(|id| format!("law/{id}.toml") != path) {
        table.error_at_key("id", "the id is not the name of the file", "give both the same name");
    }
    let confidence = table.word(
        "confidence",
        &[
            ("verified", Confidence::Verified),
            ("secondary", Confidence::Secondary),
            ("unverified", Confidence::Unverified),
        ],
    );
    if !table.has("confidence") {
        table.error("`confidence` is missing", "verified, secondary or unverified");
    }
    let (number, kind, title) = (
        table.required_text("number"),
        table.required_local_text("kind"),
        table.required_local_text("title"),
    );
    let reported_end = table.table("reported_end").and_then(|end| {
        let on = end.day("on");
        let word = end.word(
            "confidence",
            &[("secondary", Confidence::Secondary), ("unverified", Confidence::Unverified)],
        );
        let _ = end.local_text("note");
        end.report_unknown_keys();
        Some((on?, word?))
    });
    Some(LegalDocument {
        issuer: table.local_text("issuer"),
        issued_on: table.day("issued_on"),
        effective_from: table.day("effective_from"),
        effective_until: table.day("effective_until"),
        reported_end,
        amends: table.texts("amends"),
        replaces: table.texts("replaces"),
        repeals: table.texts("repeals"),
        read_at: table.texts("read_at"),
        note: table.local_text("note"),
        place: table.place(),
        id: id?,
        number: number?,
        kind: kind?,
        title: title?,
        confidence: confidence?,
    })
}
