//! The list of forms, a form, its files.

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use forms::openrosa::{self, ListedForm, MediaFile};
use md5::{Digest, Md5};
use registry::capture::{Assigned, Form, Resident};
use registry::keys;
use serde_json::Value as Json;
use standards::questionnaire::Subject;

use crate::language::say_with;
use crate::layout::encoded;
use crate::openrosa::answer::{LATER, NOT_HERE, xml};
use crate::openrosa::guard::{Phone, failed};

/// The households of the surveyor, for the form to choose from.
const HOUSEHOLDS: &str = "households.csv";
/// The people whom those households named before.
const MEMBERS: &str = "members.csv";

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
            manifest_url: (!asked_files(&form.xml).is_empty()).then(|| format!("{url}/manifest")),
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
    let mut files = Vec::new();
    for filename in asked_files(&form.xml) {
        let csv = match list_file(&phone, filename, &form).await {
            Ok(csv) => csv,
            Err(refused) => return refused,
        };
        let download_url = format!("{}/forms/{}/{filename}", phone.base, encoded(form_id));
        files.push(MediaFile { filename: filename.to_owned(), md5: md5_of(&csv), download_url });
    }
    xml(StatusCode::OK, openrosa::manifest(&files))
}

pub(crate) async fn file(
    phone: Phone,
    Path(parts): Path<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Response {
    let form = match phone.registry.form(phone.device.campaign, part(&parts, "form"), None).await {
        Ok(Some(form)) => form.form,
        Ok(None) => return NOT_HERE.answer(phone.language),
        Err(fault) => return failed(&fault, phone.language),
    };
    let wanted = part(&parts, "file");
    let Some(file) = asked_files(&form.xml).into_iter().find(|file| *file == wanted) else {
        return NOT_HERE.answer(phone.language);
    };
    match list_file(&phone, file, &form).await {
        Ok(csv) => with_tag(&headers, csv, "text/csv; charset=utf-8"),
        Err(refused) => refused,
    }
}

fn part<'a>(parts: &'a [(String, String)], name: &str) -> &'a str {
    parts.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
}

/// The files that a form asks for, of those that there are.
fn asked_files(xml: &str) -> Vec<&'static str> {
    let asks = |file: &&str| xml.contains(&format!("jr://file-csv/{file}\""));
    [HOUSEHOLDS, MEMBERS].into_iter().filter(asks).collect()
}

/// A list of the surveyor's households, or of the people whom they named before, as the form reads it: `name` is what it
/// keeps, `label` what it shows, and each question's last answer stands under the question's id.
async fn list_file(
    phone: &Phone,
    file: &str,
    form: &registry::capture::NewForm,
) -> Result<Vec<u8>, Response> {
    let assigned = phone.registry.assigned(&phone.device, &phone.scope).await;
    let assigned = assigned.map_err(|fault| failed(&fault, phone.language))?;
    let standard = phone.site.library.standard(&form.standard).map(|shelved| &shelved.standard);
    let of = if file == MEMBERS { Subject::Member } else { Subject::Household };
    let asked: Vec<&str> = standard
        .map(|standard| standard.questionnaire.iter().filter(|(_, question)| question.of == of))
        .into_iter()
        .flatten()
        .map(|(_, question)| question.id.as_str())
        .collect();
    let rows = if file == MEMBERS {
        members(&assigned, &asked, phone)
    } else {
        households(&assigned, &asked, phone)
    };
    written(rows).ok_or_else(|| LATER.answer(phone.language))
}

fn households(assigned: &[Assigned], asked: &[&str], phone: &Phone) -> Vec<Vec<String>> {
    let own = ["name", "label", "number", "village", "address", "members"];
    let mut rows = vec![own.iter().chain(asked).map(|name| (*name).to_owned()).collect::<Vec<_>>()];
    for one in assigned {
        let address = one.address.as_deref().unwrap_or_default();
        let mut label =
            if address.is_empty() { one.head.clone() } else { format!("{} – {address}", one.head) };
        if one.is_recheck {
            label = say_with(phone.language, "phone-recheck", &[("name", label.into())]);
        }
        let own = [
            one.household.to_string(),
            label,
            one.number.to_string(),
            one.village.clone(),
            address.to_owned(),
            one.members.to_string(),
        ];
        let answers = one.answers.as_ref().and_then(|all| all.get("household"));
        let last = asked.iter().map(|id| match *id {
            // That of the village, by which the answers will be judged.
            "zone" => one.zone.clone().unwrap_or_default(),
            id => known(answer(answers.and_then(|all| all.get(id))), || of_register(one, id)),
        });
        rows.push(own.into_iter().chain(last).collect());
    }
    rows
}

/// What the register has of a household beside the answers of a review: names and addresses leave with no answers.
fn of_register(one: &Assigned, question: &str) -> Option<String> {
    match question {
        "head_name" => Some(one.head.clone()),
        "permanent_address" => one.address.clone(),
        _ => None,
    }
}

/// The same of a person.
fn of_resident(resident: &Resident, question: &str) -> Option<String> {
    match question {
        "full_name" => Some(resident.name.clone()),
        "sex" => resident.sex.clone(),
        "birth_date" => resident.birth_date.map(|day| day.to_string()),
        "birth_year" if resident.birth_date.is_none() => resident.birth_year.map(|year| year.to_string()),
        _ => None,
    }
}

fn known(answer: String, or: impl FnOnce() -> Option<String>) -> String {
    if answer.is_empty() { or().unwrap_or_default() } else { answer }
}

/// The people whom a household named in its last review, each with the resident of the register that it must be; of a
/// household that was never reviewed, the residents.
fn people(one: &Assigned) -> Vec<(Option<&Json>, Option<&Resident>)> {
    let named = one.answers.as_ref().and_then(|all| all.get("members")).and_then(Json::as_array);
    let Some(named) = named.filter(|named| !named.is_empty()) else {
        return one.people.iter().map(|resident| (None, Some(resident))).collect();
    };
    named.iter().map(|person| (Some(person), resident_of(person, &one.people))).collect()
}

/// The only resident who was born on that day and has that sex; of twins nobody says which one it is.
fn resident_of<'a>(person: &Json, residents: &'a [Resident]) -> Option<&'a Resident> {
    let said = |id: &str| Some(answer(person.get(id))).filter(|said| !said.is_empty());
    let born = said("birth_date")?;
    let mut alike = residents.iter().filter(|resident| {
        of_resident(resident, "birth_date").as_ref() == Some(&born)
            && said("sex").is_none_or(|sex| resident.sex.as_ref().is_none_or(|known| *known == sex))
    });
    alike.next().filter(|_| alike.next().is_none())
}

fn members(assigned: &[Assigned], asked: &[&str], phone: &Phone) -> Vec<Vec<String>> {
    let own = ["household_id", "name", "label"];
    let mut rows = vec![own.iter().chain(asked).map(|name| (*name).to_owned()).collect::<Vec<_>>()];
    for one in assigned {
        for (at, (person, resident)) in people(one).into_iter().enumerate() {
            let value = |id: &str| {
                let said = answer(person.and_then(|person| person.get(id)));
                known(said, || of_resident(resident?, id))
            };
            let born = Some(value("birth_date")).filter(|day| !day.is_empty());
            let name = Some(value("full_name")).filter(|name| !name.is_empty());
            let values = [
                ("name", name.unwrap_or_else(|| (at + 1).to_string()).into()),
                ("born", born.unwrap_or_else(|| value("birth_year")).into()),
            ];
            let label = say_with(phone.language, "phone-member", &values);
            let own = [one.household.to_string(), (at + 1).to_string(), label];
            rows.push(own.into_iter().chain(asked.iter().map(|id| value(id))).collect());
        }
    }
    rows
}

/// A stored answer as a form reads it; nothing where there is none.
fn answer(stored: Option<&Json>) -> String {
    match stored {
        None | Some(Json::Null) => String::new(),
        Some(Json::Bool(yes)) => if *yes { "1" } else { "0" }.to_owned(),
        Some(Json::Array(codes)) => codes.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" "),
        Some(Json::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn written(rows: Vec<Vec<String>>) -> Option<Vec<u8>> {
    let mut table = csv::Writer::from_writer(Vec::new());
    for row in rows {
        table.write_record(row).ok()?;
    }
    table.into_inner().ok()
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
