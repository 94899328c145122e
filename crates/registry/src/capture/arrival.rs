//! What a phone sends, made ready to be written: hashed and encrypted before it stands in line.

use store::Fault;
use store::dates::Instant;
use vocab::said;

use crate::capture::Device;
use crate::capture::receipt::{FORM_PART, Stored};
use crate::documents::sha256;
use crate::{CampaignId, DeviceId, HouseholdId, Keys, UserId};

/// A filled form, or a part of one, that a phone sends.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Id of the form.
    pub form_id: String,
    /// Version of the form; empty if it says none.
    pub version: String,
    /// The number that the phone gave it.
    pub instance_id: String,
    /// The form as it was sent.
    pub xml: Vec<u8>,
    /// The household that it says it is of; believed only when it is read.
    pub household: Option<HouseholdId>,
    /// Names of the files that the form declares.
    pub declared: Vec<String>,
    /// The files of this request.
    pub files: Vec<SentFile>,
}

/// A file that was sent with a form.
#[derive(Clone, Debug)]
pub struct SentFile {
    /// Its name, without folders.
    pub name: String,
    /// What it says it is.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Why something that was sent is kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unkept {
    /// A form with a known number and other bytes.
    FormDiffers,
    /// A file with a known name and other bytes.
    FileDiffers,
    /// It is no XML, or says no number or form.
    Unreadable,
}

impl Unkept {
    /// As it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Unkept::FormDiffers => "form_differs",
            Unkept::FileDiffers => "file_differs",
            Unkept::Unreadable => "unreadable",
        }
    }

    /// The reason of a code.
    pub fn from_code(code: &str) -> Option<Unkept> {
        let all = [Unkept::FormDiffers, Unkept::FileDiffers, Unkept::Unreadable];
        all.into_iter().find(|why| why.code() == code)
    }

    /// The reason that is stored as this code.
    pub(super) fn stored(code: &str) -> Result<Unkept, Fault> {
        Unkept::from_code(code).ok_or_else(|| {
            Fault::damaged(said!(
                "một phiếu để riêng có lý do lạ",
                "something kept apart has an unknown reason"
            ))
        })
    }
}

/// An arrival that is ready to be written.
pub(super) struct Ready {
    pub(super) device: DeviceId,
    pub(super) campaign: CampaignId,
    pub(super) user: UserId,
    pub(super) form_id: String,
    pub(super) version: String,
    pub(super) instance_id: String,
    pub(super) household: Option<HouseholdId>,
    pub(super) declared: Vec<String>,
    pub(super) form: Sealed,
    pub(super) files: Vec<Sealed>,
    pub(super) at: Instant,
}

/// Bytes with what names them.
pub(super) struct Sealed {
    pub(super) stored: Stored,
    pub(super) media_type: String,
    pub(super) body: Vec<u8>,
}

impl Ready {
    pub(super) fn of(device: &Device, arrival: Arrival, keys: &Keys, at: Instant) -> Result<Ready, Fault> {
        let Arrival { form_id, version, instance_id, xml, household, declared, files } = arrival;
        let mut sealed = Vec::with_capacity(files.len());
        for file in files {
            sealed.push(Sealed::of(keys, file.name, file.media_type, &file.bytes)?);
        }
        Ok(Ready {
            device: device.id,
            campaign: device.campaign,
            user: device.surveyor.user,
            form_id,
            version,
            instance_id,
            household,
            declared,
            form: Sealed::of(keys, FORM_PART.to_owned(), "text/xml".to_owned(), &xml)?,
            files: sealed,
            at,
        })
    }

    /// Bytes that wait.
    pub(super) fn weight(&self) -> usize {
        self.form.body.len() + self.files.iter().map(|file| file.body.len()).sum::<usize>()
    }
}

impl Sealed {
    pub(super) fn of(keys: &Keys, name: String, media_type: String, bytes: &[u8]) -> Result<Sealed, Fault> {
        let sha256 = sha256(bytes);
        let body = keys.seal(&place(&sha256), bytes);
        let body = body.map_err(|_| Fault::no_random_numbers())?;
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        Ok(Sealed { stored: Stored { name, sha256, size }, media_type, body })
    }
}

/// What the encryption of sent bytes is bound to: what they are.
pub(crate) fn place(sha256: &str) -> String {
    format!("submission.body/{sha256}")
}
