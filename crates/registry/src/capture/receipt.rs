//! Biên nhận: what a phone may rely on – what is stored here, by its hash.

use store::dates::Instant;

use crate::DeviceId;

/// A receipt. The same bytes sent again get the same one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The number that the phone gave the filled form.
    pub instance_id: String,
    /// Number in the audit log of its arrival.
    pub act_seq: i64,
    /// When it arrived, by the clock of the server.
    pub received_at: Instant,
    /// The form, then its files by name.
    pub stored: Vec<Stored>,
    /// Names of files that it declares and that are not here yet. While there are any the phone must keep all.
    pub missing: Vec<String>,
}

/// Something that is on the disk of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Name of the file; the form itself is `xml_submission_file`.
    pub name: String,
    /// SHA-256 in hexadecimal digits.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
}

/// Name of the part that holds the form.
pub const FORM_PART: &str = "xml_submission_file";

impl Receipt {
    /// Whether everything that the form declares is here.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }
}

/// What was sent under a known name or number with other bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Differs {
    pub(super) device: DeviceId,
    pub(super) name: Option<String>,
}
