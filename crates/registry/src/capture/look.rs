//! Một phiếu: everything of a filled form that an officer needs to decide about it, and its files.

use standards::units::Units;
use store::dates::Instant;
use store::{Fault, Queries, Row, Value};
use uuid::Uuid;
use vocab::said;

use super::arrival::place;
use super::device::reaches;
use super::reading::read_line;
use super::receipt::FORM_PART;
use super::{Line, Receipt, Received, State, Stored, Visited};
use crate::access::Right;
use crate::documents::{Media, cleaned, has_position};
use crate::{AssessmentId, CampaignId, DeviceId, HouseholdId, Registry, Scope, SubmissionId, UserId};

/// A filled form, looked at.
#[derive(Clone, Debug)]
pub struct Look {
    /// As in the list.
    pub line: Line,
    /// As it arrived.
    pub received: Received,
    /// What its phone is called.
    pub phone: String,
    /// What the phone was told.
    pub receipt: Receipt,
    /// Its files, by name.
    pub files: Vec<KeptFile>,
    /// Whether its household is one outside the reader's area.
    pub is_elsewhere: bool,
    /// The result that was recorded from it.
    pub assessment: Option<AssessmentId>,
    /// What people decided about it, the newest first.
    pub decided: Vec<Told>,
    /// Who typed it in, if it was on paper: first, second, who settled.
    pub typed_by: Vec<String>,
    /// The form that counts instead.
    pub instead: Option<SubmissionId>,
}

/// What somebody decided, for people to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Kind of the decision, the key of its words.
    pub kind: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: Option<String>,
}

/// A file of a filled form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// Its name, hash and size.
    pub stored: Stored,
    /// What its bytes are, whatever it was called; `None` is nothing that is known, or erased by law.
    pub media: Option<Media>,
    /// Whether it is a photograph that says where it was taken.
    pub has_position: bool,
    /// Whether its bytes were erased by law.
    pub is_erased: bool,
}

/// A file as it leaves for the office: a photograph without its story.
#[derive(Clone, PartialEq, Eq)]
pub struct Shown {
    /// What it is; `None` is anything, to be taken away only.
    pub media: Option<Media>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Shown({} bytes)", self.bytes.len())
    }
}

/// A submission as a scope reaches it.
pub(super) struct Reached {
    pub(super) state: State,
    /// Whether the household is known and lies outside.
    pub(super) is_elsewhere: bool,
}

/// The submission if its household lies in the scope, or the surveyor of its phone works only there.
pub(super) async fn reached(
    on: &impl Queries,
    scope: &Scope,
    units: &Units,
    (campaign, id): (CampaignId, SubmissionId),
    at: Instant,
) -> Result<Option<Reached>, Fault> {
    if scope.right() != Right::ChangeHouseholds {
        return Ok(None);
    }
    let mut values: Vec<Value> = vec![id.0.into(), campaign.0.into()];
    let inside = scope.condition("h", &mut values);
    let sql = format!(
        "select d.user_id, n.state, n.household_id, h.household_id as mine from submission s join submission_now n on n.submission_id = s.id \
         join device d on d.id = s.device_id left join household_now h on h.household_id = n.household_id and {inside} \
         where s.id = $1 and s.campaign_id = $2"
    );
    let Some(row) = on.row(&sql, values).await? else { return Ok(None) };
    let (household, mine): (Option<Uuid>, Option<Uuid>) = (row.get("household_id")?, row.get("mine")?);
    if mine.is_none() && !reaches(on, Some(scope), units, UserId(row.id("user_id")?), at).await? {
        return Ok(None);
    }
    let state = State::stored(&row.get::<String>("state")?)?;
    let is_elsewhere = household.is_some() && mine.is_none();
    Ok(Some(Reached { state, is_elsewhere }))
}

impl Registry {
    /// A filled form of a campaign within reach; `None` otherwise.
    ///
    /// # Errors
    /// The database failed, or something cannot be decrypted with these keys.
    pub async fn look_at(
        &self,
        scope: &Scope,
        units: &Units,
        (campaign, id): (CampaignId, SubmissionId),
        at: Instant,
    ) -> Result<Option<Look>, Fault> {
        let Some(reached) = reached(&self.store, scope, units, (campaign, id), at).await? else {
            return Ok(None);
        };
        let mut values: Vec<Value> = vec![id.0.into()];
        let inside = scope.condition("h", &mut values);
        let sql = format!(
            "select s.id, s.campaign_id, s.device_id, s.form_id, s.version, s.instance_id, s.sha256, s.size, s.declared, s.act_seq, d.label, \
             u.name as surveyor, n.received_at, n.state, n.said, n.assessment_id, h.household_id, h.head_name, v.name as village, b.body \
             from submission s join submission_now n on n.submission_id = s.id join device d on d.id = s.device_id join user_account u on u.id = d.user_id \
             left join household_now h on h.household_id = n.household_id and {inside} left join village_now v on v.village_id = h.village_id \
             left join submission_body b on b.submission_id = s.id where s.id = $1"
        );
        let Some(row) = self.store.row(&sql, values).await? else { return Ok(None) };
        let received = self.read_received(&row)?;
        let files = self.files_of(id).await?;
        let declared: serde_json::Value = row.get("declared")?;
        let declared = declared.as_array().into_iter().flatten().filter_map(serde_json::Value::as_str);
        let is_missing = |name: &&str| !files.iter().any(|file| file.stored.name == **name);
        let form = Stored { name: FORM_PART.to_owned(), sha256: row.get("sha256")?, size: row.get("size")? };
        let receipt = Receipt {
            instance_id: row.get("instance_id")?,
            act_seq: row.get("act_seq")?,
            received_at: received.received_at,
            stored: std::iter::once(form).chain(files.iter().map(|file| file.stored.clone())).collect(),
            missing: declared.filter(is_missing).map(str::to_owned).collect(),
        };
        let (decided, instead) = self.told(id).await?;
        Ok(Some(Look {
            line: read_line(&row)?,
            phone: row.get("label")?,
            assessment: row.get::<Option<Uuid>>("assessment_id")?.map(AssessmentId),
            is_elsewhere: reached.is_elsewhere,
            typed_by: self.typists(id).await?,
            received,
            receipt,
            files,
            decided,
            instead,
        }))
    }

    /// A file of a filled form within reach by its place in the list, from 0: a photograph without what it says besides the
    /// picture. One that cannot be cleaned does not leave.
    ///
    /// # Errors
    /// The database failed, or it cannot be decrypted with these keys.
    pub async fn shown_file(
        &self,
        scope: &Scope,
        units: &Units,
        (campaign, id): (CampaignId, SubmissionId),
        number: usize,
        at: Instant,
    ) -> Result<Option<Shown>, Fault> {
        let found = reached(&self.store, scope, units, (campaign, id), at).await?;
        if found.is_none_or(|found| found.is_elsewhere) {
            return Ok(None);
        }
        let sql = "select f.sha256, b.body from submission_file f left join submission_file_body b on b.submission_id = f.submission_id and b.name = f.name where f.submission_id = $1 order by f.name limit 1 offset $2";
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        let row = self.store.row(sql, vec![id.0.into(), number.into()]).await?;
        let Some(row) = row else { return Ok(None) };
        if row.get::<Option<Vec<u8>>>("body")?.is_none() {
            return Ok(None);
        }
        Ok(shown(self.opened_file(&row)?))
    }

    async fn files_of(&self, id: SubmissionId) -> Result<Vec<KeptFile>, Fault> {
        let sql = "select f.name, f.sha256, f.size, b.body from submission_file f left join submission_file_body b on b.submission_id = f.submission_id and b.name = f.name where f.submission_id = $1 order by f.name";
        let mut files = Vec::new();
        for row in self.store.rows(sql, vec![id.0.into()]).await? {
            let stored =
                Stored { name: row.get("name")?, sha256: row.get("sha256")?, size: row.get("size")? };
            let is_erased = row.get::<Option<Vec<u8>>>("body")?.is_none();
            let bytes = if is_erased { Vec::new() } else { self.opened_file(&row)? };
            let media = Media::of_bytes(&bytes);
            files.push(KeptFile { has_position: has_position(media, &bytes), stored, media, is_erased });
        }
        Ok(files)
    }

    /// The bytes of a row with `sha256` and `body`.
    pub(super) fn opened_file(&self, row: &Row) -> Result<Vec<u8>, Fault> {
        let sha256: String = row.get("sha256")?;
        let opened = self.keys.unseal(&place(&sha256), &row.get::<Vec<u8>>("body")?);
        opened.ok_or_else(|| {
            Fault::damaged(said!(
                "không giải mã được một tệp của phiếu",
                "a file of a filled form cannot be decrypted"
            ))
        })
    }

    /// What was decided about a form, and which one counts instead.
    async fn told(&self, id: SubmissionId) -> Result<(Vec<Told>, Option<SubmissionId>), Fault> {
        let sql = "select c.kind, c.instead_id, a.at, a.reason, u.name from submission_decision c join act a on a.seq = c.act_seq left join user_account u on u.id = a.actor where c.submission_id = $1 order by c.act_seq desc";
        let (mut all, mut instead) = (Vec::new(), None);
        for row in self.store.rows(sql, vec![id.0.into()]).await? {
            instead = instead.or(row.get::<Option<Uuid>>("instead_id")?.map(SubmissionId));
            all.push(Told {
                kind: row.get("kind")?,
                by: row.get::<Option<String>>("name")?.unwrap_or_default(),
                at: row.instant("at")?.unwrap_or(Instant::from_millis(0)),
                reason: row.get("reason")?,
            });
        }
        Ok((all, instead))
    }

    async fn typists(&self, id: SubmissionId) -> Result<Vec<String>, Fault> {
        let sql = "select a.name as first_name, b.name as second_name, c.name as settled_name from typed_form t join user_account a on a.id = t.first_by left join user_account b on b.id = t.second_by join user_account c on c.id = t.settled_by where t.submission_id = $1";
        let Some(row) = self.store.row(sql, vec![id.0.into()]).await? else { return Ok(Vec::new()) };
        let names: [Option<String>; 3] =
            [row.get("first_name")?, row.get("second_name")?, row.get("settled_name")?];
        let mut names: Vec<String> = names.into_iter().flatten().collect();
        // The second one may settle, too.
        names.dedup();
        Ok(names)
    }

    /// Whose phone it is; for the program itself.
    ///
    /// # Errors
    /// The database failed.
    pub async fn user_of_device(&self, device: DeviceId) -> Result<Option<UserId>, Fault> {
        let row = self.store.row("select user_id from device where id = $1", vec![device.0.into()]).await?;
        row.map(|row| row.id("user_id").map(UserId)).transpose()
    }

    /// How many people a household has; for the program itself.
    ///
    /// # Errors
    /// The database failed.
    pub async fn members_of(&self, household: HouseholdId) -> Result<i64, Fault> {
        let sql = "select members from household_now where household_id = $1";
        let row = self.store.row(sql, vec![household.0.into()]).await?;
        row.map_or(Ok(0), |row| row.get("members"))
    }

    /// The number of a household in the scope.
    ///
    /// # Errors
    /// The database failed.
    pub async fn number_of(&self, scope: &Scope, household: HouseholdId) -> Result<Option<i64>, Fault> {
        let mut values: Vec<Value> = vec![household.0.into()];
        let inside = scope.condition("h", &mut values);
        let sql = format!("select h.number from household_now h where h.household_id = $1 and {inside}");
        self.store.row(&sql, values).await?.map(|row| row.get("number")).transpose()
    }

    /// A household and the place where it lives, whoever visits it; for the program itself.
    ///
    /// # Errors
    /// The database failed.
    pub async fn lives(
        &self,
        campaign: CampaignId,
        household: HouseholdId,
    ) -> Result<Option<Visited>, Fault> {
        let sql = "select h.household_id, h.village_id, h.commune_code, h.province_code, h.zone, \
                   exists (select 1 from assessment r where r.household_id = h.household_id and r.campaign_id = $1 \
                   and not exists (select 1 from act u where u.undoes = r.act_seq)) as has_result \
                   from household_now h where h.household_id = $2 and h.is_active = true";
        let row = self.store.row(sql, vec![campaign.0.into(), household.0.into()]).await?;
        row.map_or(Ok(None), |row| super::reading::read_visited(&row, household))
    }
}

/// The bytes as they leave. A photograph that cannot be cleaned stays.
pub(super) fn shown(bytes: Vec<u8>) -> Option<Shown> {
    let media = Media::of_bytes(&bytes);
    match media {
        Some(Media::Heic) => None,
        Some(picture) if picture.is_cleaned() => cleaned(picture, &bytes).map(|bytes| Shown { media, bytes }),
        _ => Some(Shown { media, bytes }),
    }
}
