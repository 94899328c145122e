//! A filled form arrives, at once or in parts, once or again.

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use forms::answers::household;
use forms::instance::{Instance, NotAnInstance, is_file_name};
use forms::openrosa::{Acknowledged, acknowledgement};
use registry::capture::{Arrival, FORM_PART, NotTaken, Receipt, SentFile};
use registry::store::dates::Instant;

use crate::admin::time;
use crate::field::reading;
use crate::language::say;
use crate::openrosa::answer::{LATER, NOT_HERE, Refused, TOO_LARGE, UNREADABLE, xml};
use crate::openrosa::guard::{Phone, failed};

/// A filled form without its files is never larger.
const FORM_BYTES: usize = 2 << 20;

/// `HEAD`: where to send, and how much at a time.
pub(crate) async fn ready(phone: Phone) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Ok(to) = HeaderValue::from_str(&format!("{}/submission", phone.base)) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

/// Keeps what was sent, and says what is stored.
pub(crate) async fn receive(
    phone: Phone,
    multipart: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Response {
    let language = phone.language;
    let Ok(multipart) = multipart else { return UNREADABLE.answer(language) };
    let sent = match Sent::read(multipart).await {
        Ok(sent) => sent,
        Err(refused) => return refused.answer(language),
    };
    let now = Instant::now();
    let instance = match Instance::read(&sent.form) {
        Ok(instance) => instance,
        Err(why) => {
            // The phone keeps it; a copy waits here for a person.
            if let Err(fault) = phone.registry.set_apart(&phone.device, &sent.form, now).await {
                return failed(&fault, language);
            }
            return Refused(StatusCode::BAD_REQUEST, words(why)).answer(language);
        }
    };
    let (campaign, form_id) = (phone.device.campaign, instance.form_id.as_str());
    let published = &phone.site.published;
    let files =
        published.file_questions_or_newest(&phone.registry, campaign, form_id, &instance.version).await;
    let files = match files {
        Ok(Some(files)) => files,
        Ok(None) => return NOT_HERE.answer(language),
        Err(fault) => return failed(&fault, language),
    };
    let declared = instance.declared(&files);
    let (form_id, version) = (instance.form_id.clone(), instance.version.clone());
    let household = household(&instance.content).and_then(|id| id.parse().ok());
    let arrival = Arrival {
        form_id: instance.form_id,
        version: instance.version,
        instance_id: instance.instance_id,
        xml: sent.form,
        household,
        declared,
        files: sent.files,
    };
    match phone.registry.arrive(&phone.device, arrival, now).await {
        Ok(receipt) => {
            if receipt.is_complete() {
                reading::soon(phone.site.clone());
            }
            acknowledged(&phone, &receipt, (form_id, version))
        }
        Err(NotTaken::FormDiffers) => Refused(StatusCode::CONFLICT, "phone-form-differs").answer(language),
        Err(NotTaken::FileDiffers(_)) => Refused(StatusCode::CONFLICT, "phone-file-differs").answer(language),
        Err(NotTaken::Busy) => LATER.answer(language),
        Err(NotTaken::Failed(fault)) => failed(&fault, language),
    }
}

fn words(why: NotAnInstance) -> &'static str {
    match why {
        NotAnInstance::Unreadable(_) => "phone-no-form",
        NotAnInstance::NoForm | NotAnInstance::NoNumber => "phone-no-number",
        NotAnInstance::Encrypted => "phone-encrypted",
    }
}

/// 201 when all is here, 202 while files that the form declares are not.
fn acknowledged(phone: &Phone, receipt: &Receipt, (form_id, version): (String, String)) -> Response {
    let is_complete = receipt.is_complete();
    let key = if is_complete { "phone-stored" } else { "phone-stored-partly" };
    let at = time::shown(receipt.received_at, phone.language);
    let stored = receipt.stored.iter().map(|one| (one.name.clone(), one.sha256.clone(), one.size));
    let of = Acknowledged {
        message: format!("{} {}", say(phone.language, key), at),
        form_id,
        version,
        instance_id: receipt.instance_id.clone(),
        received_at: time::utc(receipt.received_at),
        entry: receipt.act_seq,
        is_complete,
        stored: stored.collect(),
        missing: receipt.missing.clone(),
    };
    let status = if is_complete { StatusCode::CREATED } else { StatusCode::ACCEPTED };
    let mut response = xml(status, acknowledgement(&of));
    if let Ok(to) = HeaderValue::from_str(&format!("{}/submission", phone.base)) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

/// The parts of a request.
struct Sent {
    form: Vec<u8>,
    files: Vec<SentFile>,
}

impl Sent {
    async fn read(mut multipart: Multipart) -> Result<Sent, Refused> {
        let (mut form, mut files) = (None, Vec::new());
        while let Some(field) = multipart.next_field().await.map_err(refused)? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == FORM_PART {
                let bytes = field.bytes().await.map_err(refused)?;
                if bytes.len() > FORM_BYTES {
                    return Err(TOO_LARGE);
                }
                if form.replace(Vec::from(bytes)).is_some() {
                    return Err(UNREADABLE);
                }
                continue;
            }
            // A mark of Collect that more parts follow; what is missing says the form itself.
            if name == "*isIncomplete*" {
                continue;
            }
            files.push(file(field, name).await?);
        }
        match form {
            Some(form) => Ok(Sent { form, files }),
            None => Err(Refused(StatusCode::BAD_REQUEST, "phone-no-form")),
        }
    }
}

async fn file(field: Field<'_>, part: String) -> Result<SentFile, Refused> {
    let name = field.file_name().map_or(part, str::to_owned);
    if !is_file_name(&name) {
        return Err(Refused(StatusCode::BAD_REQUEST, "phone-file-name"));
    }
    let media_type = field.content_type().unwrap_or("application/octet-stream").chars().take(100).collect();
    // Not a copy: nobody else holds these bytes.
    let bytes = Vec::from(field.bytes().await.map_err(refused)?);
    Ok(SentFile { name, media_type, bytes })
}

fn refused(error: MultipartError) -> Refused {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => TOO_LARGE,
        _ => UNREADABLE,
    }
}
