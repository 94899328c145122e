//! `/law/documents`: văn bản – what the packs rely on, what each changes and is changed by, and what cites it.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use standards::law::LegalDocument;
use vocab::{Confidence, search_key};

use crate::cite::{Mark, both};
use crate::error::Refusal;
use crate::format;
use crate::layout::{Link, Page};
use crate::visit::{Visit, render};

#[derive(Template)]
#[template(path = "law/documents.html")]
struct Documents {
    page: Page,
    search: String,
    total: usize,
    shown: Vec<Paper>,
}

/// A document in short.
#[derive(Debug)]
struct Paper {
    id: String,
    number: String,
    kind: String,
    title: String,
    issuer: String,
    issued: String,
    mark: Mark,
    quotes: usize,
}

pub(crate) async fn list(visit: Visit) -> Response {
    let library = &visit.site.library;
    let search = visit.asked("q").unwrap_or_default().to_owned();
    let words: Vec<String> = search_key(&search).split(' ').map(str::to_owned).collect();
    let fits = |document: &&LegalDocument| {
        let text = search_key(&format!(
            "{} {} {} {} {} {} {}",
            document.number,
            document.kind.vi,
            document.title.vi,
            document.kind.en,
            document.title.en,
            document.id,
            document.issued_on.map(|day| day.to_string()).unwrap_or_default()
        ));
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let mut shown: Vec<&LegalDocument> = library.documents.iter().filter(fits).collect();
    shown.sort_by(|a, b| b.issued_on.cmp(&a.issued_on).then_with(|| a.number.cmp(&b.number)));
    let template = Documents {
        total: library.documents.len(),
        shown: shown.into_iter().map(|document| paper(document, &visit)).collect(),
        page: visit.page(visit.t("documents-title")).crumb("/law", visit.t("nav-standards")),
        search,
    };
    render(&template)
}

fn paper(document: &LegalDocument, visit: &Visit) -> Paper {
    let language = visit.language;
    Paper {
        id: document.id.clone(),
        number: document.number.clone(),
        kind: document.kind.get(language).to_owned(),
        title: document.title.get(language).to_owned(),
        issuer: document.issuer.as_ref().map(|issuer| issuer.get(language).to_owned()).unwrap_or_default(),
        issued: document.issued_on.map(|day| format::day(day, language)).unwrap_or_default(),
        mark: Mark::of(document.confidence, language),
        quotes: visit.site.library.quotes(&document.id).len(),
    }
}

#[derive(Template)]
#[template(path = "law/document.html")]
struct OneDocument {
    page: Page,
    paper: Paper,
    facts: Vec<(String, String)>,
    reported_end: Option<(String, Mark)>,
    note: Option<String>,
    /// What it does to others, and what others do to it.
    relations: Vec<(String, Vec<Link>)>,
    quotes: Vec<(String, Vec<Link>)>,
    read_at: Vec<String>,
}

pub(crate) async fn page(visit: Visit, Path(id): Path<String>) -> Result<Response, Refusal> {
    let library = &visit.site.library;
    let next = || vec![("/law/documents".to_owned(), both("documents-title"))];
    let document = library.document(&id).ok_or_else(|| Refusal::NoPart(both("document-word"), next()))?;
    let language = visit.language;
    let paper = paper(document, &visit);
    let days = [
        ("document-issued", document.issued_on),
        ("document-from", document.effective_from),
        ("document-last-day", document.effective_until.map(|until| until.previous())),
    ];
    let facts = days.into_iter().filter_map(|(key, day)| Some((visit.t(key), format::day(day?, language))));
    let template = OneDocument {
        facts: facts.collect(),
        reported_end: document
            .reported_end
            .map(|(day, sure): (_, Confidence)| (format::day(day, language), Mark::of(sure, language))),
        note: document.note.as_ref().map(|note| note.get(language).to_owned()),
        relations: relations(document, &visit),
        quotes: quotes(&id, &visit),
        read_at: document.read_at.clone(),
        page: visit
            .page(format!("{} {}", paper.kind, paper.number))
            .crumb("/law", visit.t("nav-standards"))
            .crumb("/law/documents", visit.t("documents-title")),
        paper,
    };
    Ok(render(&template))
}

fn relations(document: &LegalDocument, visit: &Visit) -> Vec<(String, Vec<Link>)> {
    let library = &visit.site.library;
    let link = |document: &LegalDocument| {
        let text = format!("{} – {}", document.number, document.title.get(visit.language));
        Link::new(format!("/law/documents/{}", document.id), text)
    };
    let mut all = Vec::new();
    for (key, others) in [
        ("document-amends", &document.amends),
        ("document-replaces", &document.replaces),
        ("document-repeals", &document.repeals),
    ] {
        let links: Vec<Link> = others.iter().filter_map(|id| library.document(id)).map(link).collect();
        all.push((visit.t(key), links));
    }
    for (how, by) in library.changed_by(&document.id) {
        all.push((visit.t(&format!("document-{how}-by")), by.into_iter().map(link).collect()));
    }
    all.retain(|(_, links)| !links.is_empty());
    all
}

/// What cites the document, by standard.
fn quotes(id: &str, visit: &Visit) -> Vec<(String, Vec<Link>)> {
    let library = &visit.site.library;
    let all = library.quotes(id);
    let of = |shelved: &crate::law::Shelved| {
        let standard = &shelved.standard;
        let mine = all.iter().filter(|quote| quote.standard == standard.id);
        let links: Vec<Link> = mine
            .map(|quote| {
                let name = if visit.language == vocab::Language::Vi { &quote.name.0 } else { &quote.name.1 };
                Link::new(format!("/law/standards/{}#{}", standard.id, quote.anchor), name.clone())
            })
            .collect();
        (standard.label.get(visit.language).to_owned(), links)
    };
    library.standards.iter().map(of).filter(|(_, links)| !links.is_empty()).collect()
}
