//! The list of forms, a form, its files.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use forms::openrosa::{self, ListedForm, MediaFile};
use md5::{Digest, Md5};
use registry::capture::Form;
use registry::keys;

use crate::layout::encoded;
use crate::openrosa::answer::{NOT_HERE, xml};
use crate::openrosa::guard::{Phone, failed};

/// The households of the surveyor, for the form to choose from.
const HOUSEHOLDS: &str = "households.csv";

pub(crate) async fn list(phone: Phone) -> Response {
    let forms = match phone.registry.forms(phone.device.campaign).await {
        Ok(forms) => forms,
        Err(fault) => return failed(&fault, phone.language),
    };
    let listed = forms.iter().map(|Form { form, .. }| {
        let url = format!("{}/forms/{}", phone.base, encoded(&form.form_id));
        ListedForm {
            form_id: form.form_id.clone(),
            name: form.title.clone(),
            version: form.version.clone(),
            md5: md5_of(form.xml.as_bytes()),
            manifest_url: asks_for_households(&form.xml).then(|| format!("{url}/manifest")),
            download_url: format!("{url}.xml"),
        }
    });
    xml(StatusCode::OK, openrosa::form_list(&listed.collect::<Vec<_>>()))
}

pub(crate) async fn form(
    phone: Phone,
    Path(parts): Path<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    let name = part(&parts, "form");
    let Some(form_id) = name.strip_suffix(".xml") else { return NOT_HERE.answer(phone.language) };
    match phone.registry.form(phone.device.campaign, form_id, None).await {
        Ok(Some(form)) => with_tag(&headers, form.form.xml.into_bytes(), "text/xml; charset=utf-8"),
        Ok(None) => NOT_HERE.answer(phone.language),
        Err(fault) => failed(&fault, phone.language),
    }
}

pub(crate) async fn manifest(phone: Phone, Path(parts): Path<Vec<(String, String)>>) -> Response {
    let form_id = part(&parts, "form");
    let form = match phone.registry.form(phone.device.campaign, form_id, None).await {
        Ok(Some(form)) => form.form,
        Ok(None) => return NOT_HERE.answer(phone.language),
        Err(fault) => return failed(&fault, phone.language),
    };
    if !asks_for_households(&form.xml) {
        return xml(StatusCode::OK, openrosa::manifest(&[]));
    }
    match households(&phone).await {
        Ok(csv) => {
            let url = format!("{}/forms/{}/{HOUSEHOLDS}", phone.base, encoded(form_id));
            let file = MediaFile { filename: HOUSEHOLDS.to_owned(), md5: md5_of(&csv), download_url: url };
            xml(StatusCode::OK, openrosa::manifest(&[file]))
        }
        Err(refused) => refused,
    }
}

pub(crate) async fn file(
    phone: Phone,
    Path(parts): Path<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    if part(&parts, "file") != HOUSEHOLDS {
        return NOT_HERE.answer(phone.language);
    }
    match phone.registry.form(phone.device.campaign, part(&parts, "form"), None).await {
        Ok(Some(form)) if asks_for_households(&form.form.xml) => {}
        Ok(_) => return NOT_HERE.answer(phone.language),
        Err(fault) => return failed(&fault, phone.language),
    }
    match households(&phone).await {
        Ok(csv) => with_tag(&headers, csv, "text/csv; charset=utf-8"),
        Err(refused) => refused,
    }
}

fn part<'a>(parts: &'a [(String, String)], name: &str) -> &'a str {
    parts.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
}

fn asks_for_households(xml: &str) -> bool {
    xml.contains("jr://file-csv/households.csv")
}

/// The surveyor's households as the form reads them: `name` is what it keeps, `label` what it shows.
async fn households(phone: &Phone) -> Result<Vec<u8>, Response> {
    let assigned = phone.registry.assigned(&phone.device, &phone.scope).await;
    let assigned = assigned.map_err(|fault| failed(&fault, phone.language))?;
    let mut table = csv::Writer::from_writer(Vec::new());
    let broken = |_| crate::openrosa::answer::LATER.answer(phone.language);
    table
        .write_record(["name", "label", "number", "head", "village", "address", "members"])
        .map_err(broken)?;
    for household in &assigned {
        let label = match &household.address {
            Some(address) => format!("{} – {address}", household.head),
            None => household.head.clone(),
        };
        let (number, members) = (household.number.to_string(), household.members.to_string());
        let id = household.household.to_string();
        let address = household.address.as_deref().unwrap_or_default();
        table
            .write_record([&id, &label, &number, &household.head, &household.village, address, &members])
            .map_err(broken)?;
    }
    table.into_inner().map_err(|_| crate::openrosa::answer::LATER.answer(phone.language))
}

fn md5_of(bytes: &[u8]) -> String {
    keys::hex(&Md5::digest(bytes))
}

/// A document that the phone may have already.
fn with_tag(headers: &HeaderMap, bytes: Vec<u8>, kind: &'static str) -> Response {
    let tag = format!("\"{}\"", md5_of(&bytes));
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut response = if known.split(',').any(|known| known.trim().trim_start_matches("W/") == tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, kind)], bytes).into_response()
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}
