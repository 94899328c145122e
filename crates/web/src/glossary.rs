//! `/glossary`: thuật ngữ – the words of the law in plain sentences, each with where it comes from.

use askama::Template;
use axum::response::Response;
use vocab::search_key;

use crate::cite::Cite;
use crate::layout::Page;
use crate::routes::{Policy, Routes};
use crate::visit::{Visit, render};

#[derive(Template)]
#[template(path = "glossary.html")]
struct Glossary {
    page: Page,
    search: String,
    terms: Vec<Explained>,
    total: usize,
}

/// A term with its meaning.
#[derive(Debug)]
struct Explained {
    id: String,
    label: String,
    /// The word in the other language, for whoever knows that one.
    other: String,
    other_lang: &'static str,
    meaning: String,
    cite: Cite,
}

pub(crate) fn routes() -> Routes {
    Routes::new().get("/glossary", Policy::Everybody, page)
}

async fn page(visit: Visit) -> Response {
    let (library, language) = (&visit.site.library, visit.language);
    let search = visit.asked("q").unwrap_or_default().to_owned();
    let key = search_key(&search);
    let fits = |term: &&standards::glossary::Term| {
        search_key(&format!("{} {}", term.label.vi, term.label.en)).contains(&key)
    };
    let terms = library.terms.iter().filter(fits).map(|term| {
        let (other, other_lang) = match language {
            vocab::Language::Vi => (&term.label.en, "en"),
            vocab::Language::En => (&term.label.vi, "vi"),
        };
        Explained {
            id: term.id.clone(),
            label: term.label.get(language).to_owned(),
            other: other.clone(),
            other_lang,
            meaning: term.meaning.get(language).to_owned(),
            cite: Cite::of(&term.source, library, language),
        }
    });
    let template = Glossary {
        total: library.terms.len(),
        terms: terms.collect(),
        page: visit.page(visit.t("glossary-title")),
        search,
    };
    render(&template)
}
