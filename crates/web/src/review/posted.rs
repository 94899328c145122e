//! `/posted/{secret}`: bản niêm yết trên mạng – a list while it hangs, for whoever has its code. Nothing leads here but the code on the paper;
//! no machine may list it; the day after its last day it is gone.

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use registry::store::dates::Instant;
use reports::papers::PostedHousehold;

use super::posting::{of_lines, outcome};
use super::words;
use crate::error::Refusal;
use crate::format;
use crate::households::{Badge, commune};
use crate::layout::Page;
use crate::visit::{Visit, no_store, render_as};

#[derive(Template)]
#[template(path = "review/posted.html")]
struct List {
    page: Page,
    commune: String,
    when: String,
    since: String,
    until: String,
    lines: Vec<(String, Option<i32>, Badge)>,
    digest: String,
}

#[derive(Template)]
#[template(path = "review/posted_gone.html")]
struct Gone {
    page: Page,
}

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

pub(super) async fn page(visit: Visit, Path(secret): Path<String>) -> Result<Response, Refusal> {
    let registry = visit.site.registry.clone().ok_or(Refusal::NoPage)?;
    let posted = match URL_SAFE_NO_PAD.decode(secret) {
        Ok(secret) => {
            registry.posted(&secret, Instant::now()).await.map_err(|fault| Refusal::of_fault(&fault))?
        }
        Err(_) => None,
    };
    let response = match posted {
        Some(posted) => {
            let paper = of_lines(&visit, &posted.commune_code, posted.year, &posted.village, &posted.lines);
            // The web shows no more of anybody than the paper: years of birth only where two heads have one name.
            let shown = paper.posted();
            let line = |(one, on_paper): (&registry::proceedings::PostedLine, &PostedHousehold)| {
                (one.head.clone(), on_paper.birth_year, words::outcome(&visit, outcome(&one.outcome)))
            };
            let template = List {
                commune: commune(&visit, &posted.commune_code),
                when: words::when(&visit, posted.year, posted.month),
                since: format::day(posted.since, visit.language),
                until: format::day(posted.last_day, visit.language),
                lines: posted.lines.iter().zip(&shown).map(line).collect(),
                digest: paper.digest().chars().take(12).collect(),
                page: visit.page(posted.village.clone()),
            };
            render_as(StatusCode::OK, &template)
        }
        None => render_as(StatusCode::NOT_FOUND, &Gone { page: visit.page(visit.t("posted-gone")) }),
    };
    let mut response = no_store(response);
    response.headers_mut().insert(ROBOTS, HeaderValue::from_static("noindex, nofollow, noarchive"));
    Ok(response)
}
