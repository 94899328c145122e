//! Styles, scripts and fonts, inside the program. A file's name holds the hash of its content: it may be kept for ever.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::error::Refusal;

#[derive(RustEmbed)]
#[folder = "../../apps/ui/dist"]
struct Dist;

/// What a page links.
#[derive(Debug, Default)]
pub(crate) struct Bundle {
    pub(crate) script: String,
    pub(crate) style: String,
    /// The letters of the first lines; fetched at once instead of after the style.
    pub(crate) fonts: Vec<String>,
}

static BUNDLE: LazyLock<Bundle> = LazyLock::new(read_bundle);

/// What pages link.
pub(crate) fn bundle() -> &'static Bundle {
    &BUNDLE
}

/// Reads the names that the bundler gave; `build.rs` made sure that the manifest is there.
fn read_bundle() -> Bundle {
    let manifest = Dist::get("manifest.json").map(|file| file.data).unwrap_or_default();
    let entries: BTreeMap<String, serde_json::Value> = serde_json::from_slice(&manifest).unwrap_or_default();
    let file = |entry: &serde_json::Value| Some(format!("/{}", entry.get("file")?.as_str()?));
    let app = entries.get("src/app.js");
    let style = app.and_then(|entry| entry.get("css")?.get(0)?.as_str()).map(|name| format!("/{name}"));
    let regular = entries.iter().filter(|(name, _)| name.ends_with("-400-normal.woff2"));
    Bundle {
        script: app.and_then(file).unwrap_or_default(),
        style: style.unwrap_or_default(),
        fonts: regular.filter_map(|(_, entry)| file(entry)).collect(),
    }
}

/// For ever: the name holds the hash of the content.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// One file of the pages.
pub(crate) async fn asset(Path(file): Path<String>, headers: HeaderMap) -> Result<Response, Refusal> {
    packed::<Dist>(&format!("assets/{file}"), &headers, FOR_EVER)
}

/// One file of a bundle, packed as the browser reads it best.
pub(crate) fn packed<D: RustEmbed>(
    name: &str,
    headers: &HeaderMap,
    kept: &'static str,
) -> Result<Response, Refusal> {
    // The packed copies are found by asking for the file itself.
    let plain =
        D::get(name).filter(|_| !name.ends_with(".br") && !name.ends_with(".gz")).ok_or(Refusal::NoPage)?;
    let accepts =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let accepted = |coding: &str| {
        accepts.split(',').any(|part| {
            let (name, weight) = part.split_once(';').unwrap_or((part, ""));
            name.trim() == coding && !matches!(weight.trim(), "q=0" | "q=0.0")
        })
    };
    let packed = [("br", "br"), ("gzip", "gz")].into_iter().find_map(|(coding, ending)| {
        accepted(coding).then(|| Some((coding, D::get(&format!("{name}.{ending}"))?)))?
    });
    let kind = kind_of(name);
    Ok(match packed {
        Some((coding, file)) => {
            let mut response = sent(file, kind, kept);
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
            response
        }
        None => sent(plain, kind, kept),
    })
}

fn sent(file: EmbeddedFile, kind: &'static str, kept: &'static str) -> Response {
    let headers =
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, kept), (header::VARY, "Accept-Encoding")];
    (headers, file.data).into_response()
}

fn kind_of(file: &str) -> &'static str {
    match file.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("png") => "image/png",
        Some("svg") => "image/svg+xml",
        Some("webmanifest") => "application/manifest+json",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// The sign in the browser's tab.
pub(crate) async fn icon() -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "public, max-age=86400")];
    (headers, include_str!("../templates/icon.svg"))
}

/// The law may be found by everyone; what somebody typed into a form is on no page with an address.
pub(crate) async fn robots() -> impl IntoResponse {
    (
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
        "User-agent: *\nDisallow: /language/\nDisallow: /theme/\n",
    )
}
