//! Phiếu đã nhận: what arrived, as it came, and how far it has come.

use store::dates::Instant;
use store::{Fault, Queries, Row};

use crate::capture::Unkept;
use crate::capture::arrival::place;
use vocab::said;

use crate::{CampaignId, DeviceId, Registry, SubmissionId};

/// How far a submission has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Files that it declares are not here yet.
    Waiting,
    /// All of it is here, and nobody has read it yet.
    Received,
    /// The rules have decided by it.
    Assessed,
    /// A person must look at it.
    Attention,
    /// An officer recorded the result.
    Recorded,
    /// A second interview: it is compared with the first one and never becomes a result.
    Reinterview,
    /// An officer set it aside for good, or another one counts instead.
    SetAside,
}

impl State {
    /// All of them.
    pub const ALL: [State; 7] = [
        State::Waiting,
        State::Received,
        State::Assessed,
        State::Attention,
        State::Recorded,
        State::Reinterview,
        State::SetAside,
    ];

    /// As it is stored, and the key of its words.
    pub const fn code(self) -> &'static str {
        match self {
            State::Waiting => "waiting",
            State::Received => "received",
            State::Assessed => "assessed",
            State::Attention => "attention",
            State::Recorded => "recorded",
            State::Reinterview => "reinterview",
            State::SetAside => "aside",
        }
    }

    /// As phones are told: that a form is only compared is the office's own affair.
    #[must_use]
    pub const fn for_phones(self) -> State {
        match self {
            State::Reinterview => State::Received,
            other => other,
        }
    }

    /// The state of a code.
    pub fn from_code(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The state that is stored as this code.
    pub(super) fn stored(code: &str) -> Result<State, Fault> {
        State::from_code(code).ok_or_else(|| {
            Fault::damaged(said!("một phiếu có trạng thái lạ", "a submission has an unknown state"))
        })
    }
}

/// A submission that arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// Its id.
    pub id: SubmissionId,
    /// The campaign.
    pub campaign: CampaignId,
    /// The phone.
    pub device: DeviceId,
    /// Id of its form.
    pub form_id: String,
    /// Version of its form.
    pub version: String,
    /// When it arrived.
    pub received_at: Instant,
    /// How far it has come.
    pub state: State,
    /// The form as it was sent; `None` if it was erased.
    pub xml: Option<Vec<u8>>,
}

impl Registry {
    /// The oldest submissions that are complete and not read yet; for the program itself.
    ///
    /// # Errors
    /// The database failed, or a submission cannot be decrypted with these keys.
    pub async fn unread_submissions(&self, most: usize) -> Result<Vec<Received>, Fault> {
        let sql = format!(
            "select s.id, s.campaign_id, s.device_id, s.form_id, s.version, s.sha256, n.received_at, n.state, b.body from submission_now n join submission s on s.id = n.submission_id left join submission_body b on b.submission_id = s.id where n.state = $1 order by n.received_at, s.id limit {most}"
        );
        let rows = self.store.rows(&sql, vec![State::Received.code().into()]).await?;
        rows.iter().map(|row| self.read_received(row)).collect()
    }

    /// One submission by its number; for the program itself.
    ///
    /// # Errors
    /// As [`Registry::unread_submissions`].
    pub async fn submission(&self, instance_id: &str) -> Result<Option<Received>, Fault> {
        let sql = "select s.id, s.campaign_id, s.device_id, s.form_id, s.version, s.sha256, n.received_at, n.state, b.body from submission s join submission_now n on n.submission_id = s.id left join submission_body b on b.submission_id = s.id where s.instance_id = $1";
        let row = self.store.row(sql, vec![instance_id.into()]).await?;
        row.as_ref().map(|row| self.read_received(row)).transpose()
    }

    /// One submission; for the program itself.
    ///
    /// # Errors
    /// As [`Registry::unread_submissions`].
    pub async fn submission_of(&self, id: SubmissionId) -> Result<Option<Received>, Fault> {
        let sql = "select s.id, s.campaign_id, s.device_id, s.form_id, s.version, s.sha256, n.received_at, n.state, b.body from submission s join submission_now n on n.submission_id = s.id left join submission_body b on b.submission_id = s.id where s.id = $1";
        let row = self.store.row(sql, vec![id.0.into()]).await?;
        row.as_ref().map(|row| self.read_received(row)).transpose()
    }

    pub(super) fn read_received(&self, row: &Row) -> Result<Received, Fault> {
        let (sha256, state): (String, String) = (row.get("sha256")?, row.get("state")?);
        let xml = row.get::<Option<Vec<u8>>>("body")?.map(|body| {
            let opened = self.keys.unseal(&place(&sha256), &body);
            opened.ok_or_else(|| {
                Fault::damaged(said!("không giải mã được một phiếu", "a submission cannot be decrypted"))
            })
        });
        Ok(Received {
            id: SubmissionId(row.id("id")?),
            campaign: CampaignId(row.id("campaign_id")?),
            device: DeviceId(row.id("device_id")?),
            form_id: row.get("form_id")?,
            version: row.get("version")?,
            received_at: row.instant("received_at")?.unwrap_or(Instant::from_millis(0)),
            state: State::stored(&state)?,
            xml: xml.transpose()?,
        })
    }
}

/// Something that was sent and is kept apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Its id.
    pub id: uuid::Uuid,
    /// The phone.
    pub device: DeviceId,
    /// The number that it gave, if it could be read.
    pub instance_id: Option<String>,
    /// Name of the file, if it is one.
    pub name: Option<String>,
    /// Why it is here.
    pub why: Unkept,
    /// When it came.
    pub received_at: Instant,
    /// What was sent.
    pub bytes: Vec<u8>,
}

impl Registry {
    /// What phones of a campaign sent and was kept apart, the oldest first; for the program itself.
    ///
    /// # Errors
    /// The database failed, or something cannot be decrypted with these keys.
    pub async fn set_aside(&self, campaign: CampaignId) -> Result<Vec<SetAside>, Fault> {
        let sql = "select id, device_id, instance_id, name, why, sha256, body, received_at from quarantine where campaign_id = $1 and erased_by is null order by received_at, id";
        let mut aside = Vec::new();
        for row in self.store.rows(sql, vec![campaign.0.into()]).await? {
            let why: String = row.get("why")?;
            aside.push(SetAside {
                id: row.id("id")?,
                device: DeviceId(row.id("device_id")?),
                instance_id: row.get("instance_id")?,
                name: row.get("name")?,
                why: Unkept::stored(&why)?,
                received_at: row.instant("received_at")?.unwrap_or(Instant::from_millis(0)),
                bytes: self.opened_apart(&row)?,
            });
        }
        Ok(aside)
    }
}
