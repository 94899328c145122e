//! Giấy tờ trong hồ sơ hộ: scans, photographs and papers as evidence. The bytes are sealed with the keys outside the database;
//! the log has the hash of what lies there.
//!
//! Adding one, taking one away and removing one are acts. A removed paper stays kept, and hidden; only the erasure of a
//! person by law takes bytes away.

mod add;
mod file_kind;
mod kept;
mod metadata;
mod shelf;

pub use add::{NewDocument, larger_than, too_large};
pub(crate) use add::{checked, clean_name};
pub use file_kind::Media;
pub(crate) use kept::changed;
pub use kept::{Document, Taken};
pub(crate) use metadata::{cleaned, has_position};
pub(crate) use shelf::{CERTIFICATES, DEED_FILES, PAPERS, Sealed, sealed, unsealed};

use sha2::{Digest, Sha256};
use vocab::said;

use crate::keys::hex;
use crate::{DocumentId, Stopped};

/// The largest file, in bytes.
pub const LARGEST_BYTES: usize = 10_000_000;

/// Loại giấy tờ. A list of this program (November 2026) for finding papers again; no law asks for it.
pub const KINDS: [&str; 6] = ["application", "evidence", "minutes", "identity", "photo", "other"];

/// What the encryption is bound to.
fn place(id: DocumentId) -> String {
    format!("document/{id}")
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes as people read them: `2,4 MB`.
pub fn size_words(bytes: u64, language: vocab::Language) -> String {
    let sign = if language == vocab::Language::Vi { ',' } else { '.' };
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}{sign}{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// The same words whether it does not exist or is not in reach.
fn no_such_paper() -> Stopped {
    Stopped::refused(
        said!("không có giấy tờ này trong phạm vi của bạn", "there is no such paper in your area"),
        said!("mở lại hồ sơ hộ rồi chọn lại", "open the file of the household again and choose anew"),
    )
}
