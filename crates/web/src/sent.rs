//! A form with files: what was typed and what was chosen. The same form without a file comes as any other, and is read, too.

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{StatusCode, header};
use registry::proceedings::{FileKind, ReadyFile};
use registry::{Registry, Stopped};
use vocab::said;

use crate::error::Refusal;
use crate::typed::Typed;

/// No field is longer, except a file.
const FIELD_BYTES: usize = 64_000;
/// No file is larger; of one that is, the size is told.
const FILE_BYTES: usize = FileKind::Decision.largest();

/// What a form with files brings.
pub(crate) struct Sent {
    pub(crate) typed: Typed,
    files: Vec<Chosen>,
}

/// A file that was chosen.
struct Chosen {
    field: String,
    name: String,
    bytes: Vec<u8>,
    /// How much there was, also of a file that is too large to keep.
    size: u64,
}

impl Sent {
    /// The file of a field, looked at and cleaned; `None`: none was chosen.
    pub(crate) async fn ready(
        &mut self,
        registry: &Registry,
        kind: FileKind,
        field: &str,
    ) -> Result<Option<ReadyFile>, Stopped> {
        let at = self.files.iter().position(|file| file.field == field);
        let Some(file) = at.map(|at| self.files.remove(at)) else { return Ok(None) };
        if usize::try_from(file.size).is_ok_and(|size| size > FILE_BYTES) {
            return Err(registry::documents::larger_than(&file.name, file.size, kind.largest()));
        }
        registry.ready_file(kind, &file.name, file.bytes).await.map(Some)
    }
}

/// The words for a file that was not chosen.
pub(crate) fn none_chosen() -> Stopped {
    Stopped::refused(
        said!("chưa chọn tệp", "no file was chosen"),
        said!("chọn bản quét hoặc ảnh chụp", "choose the scan or photograph"),
    )
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Sent, Refusal> {
        let kind =
            request.headers().get(header::CONTENT_TYPE).map(|kind| kind.as_bytes()).unwrap_or_default();
        if !kind.starts_with(b"multipart/form-data") {
            return Ok(Sent { typed: Typed::from_request(request, state).await?, files: Vec::new() });
        }
        let mut multipart = Multipart::from_request(request, state).await.map_err(|_| Refusal::Unreadable)?;
        let mut sent = Sent { typed: Typed::default(), files: Vec::new() };
        while let Some(mut field) = multipart.next_field().await.map_err(|e| refused(&e))? {
            let name = field.name().unwrap_or_default().to_owned();
            if name.contains('\0') {
                return Err(Refusal::Unreadable);
            }
            match field.file_name().map(str::to_owned) {
                Some(file_name) => {
                    let (bytes, size) = taken(&mut field, FILE_BYTES).await?;
                    // A field where nothing was chosen comes without a name and without bytes.
                    if !file_name.is_empty() || size > 0 {
                        sent.files.push(Chosen { field: name, name: file_name, bytes, size });
                    }
                }
                None => {
                    let (bytes, _) = taken(&mut field, FIELD_BYTES).await?;
                    let text = String::from_utf8(bytes).map_err(|_| Refusal::Unreadable)?;
                    if text.contains('\0') {
                        return Err(Refusal::Unreadable);
                    }
                    sent.typed.0.push((name, text));
                }
            }
        }
        Ok(sent)
    }
}

/// The first bytes of a field, and how many there are.
pub(crate) async fn taken(field: &mut Field<'_>, most: usize) -> Result<(Vec<u8>, u64), Refusal> {
    let (mut bytes, mut size) = (Vec::new(), 0_u64);
    while let Some(chunk) = field.chunk().await.map_err(|e| refused(&e))? {
        size += u64::try_from(chunk.len()).unwrap_or(u64::MAX);
        if bytes.len() + chunk.len() <= most {
            bytes.extend_from_slice(&chunk);
        }
    }
    Ok((bytes, size))
}

/// Why a form with files cannot be read.
pub(crate) fn refused(error: &MultipartError) -> Refusal {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge,
        _ => Refusal::Unreadable,
    }
}
