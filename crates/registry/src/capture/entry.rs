//! Nhập phiếu giấy: a paper form is typed in twice, by two people who do not see each other's typing.
//!
//! What is typed is no official act: it is kept, encrypted, while it is typed, and stays when it is done.

use std::collections::BTreeMap;

use store::dates::Instant;
use store::{Fault, Queries, Row, Value};
use uuid::Uuid;
use vocab::said;

use crate::access::Right;
use crate::register::must_cover;
use crate::review::permitted;
use crate::{CampaignId, EntryId, HouseholdId, Registry, Scope, Stopped, SubmissionId, UserId};

/// What a typed form corrects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corrects {
    /// Nothing: it is on paper.
    Nothing,
    /// A filled form that waits for a person.
    Submission(SubmissionId),
}

/// One typing of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Who types.
    pub user: UserId,
    /// The name.
    pub name: String,
    /// When it was last kept.
    pub saved_at: Instant,
    /// When its typist was done.
    pub done_at: Option<Instant>,
    /// Names and values of the fields as they were typed; `None` for whoever may not see them yet.
    pub fields: Option<Vec<(String, String)>>,
}

/// A form that is typed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: EntryId,
    /// Whose form it is.
    pub household: HouseholdId,
    /// The number of the household.
    pub number: i64,
    /// Its head.
    pub head: String,
    /// Its village.
    pub village: String,
    /// What it corrects.
    pub corrects: Corrects,
    /// When it was begun.
    pub opened_at: Instant,
    /// The typings, by number from 1.
    pub parts: BTreeMap<i64, Part>,
    /// The filled form that it became.
    pub submission: Option<SubmissionId>,
    /// Whether somebody gave it up.
    pub is_ended: bool,
    /// Whether what was typed was erased by law.
    pub is_erased: bool,
}

impl Entry {
    /// Whether both typings are there, or the one of a correction.
    pub fn is_typed(&self) -> bool {
        let done = |part: i64| self.parts.get(&part).is_some_and(|part| part.done_at.is_some());
        done(1) && (done(2) || !self.needs_second())
    }

    /// Paper is typed twice; a correction stands beside the form that it corrects.
    pub fn needs_second(&self) -> bool {
        self.corrects == Corrects::Nothing
    }

    /// Which typing is this user's: the one that they began, or the next one that nobody began.
    pub fn part_of(&self, user: UserId) -> Option<i64> {
        let own = self.parts.iter().find(|(_, part)| part.user == user).map(|(number, _)| *number);
        let next = match (self.parts.get(&1), self.parts.get(&2)) {
            (None, _) => Some(1),
            (Some(_), None) if self.needs_second() => Some(2),
            _ => None,
        };
        own.or(next)
    }
}

const COLUMNS: &str = "e.id, e.household_id, e.of_submission, e.opened_at, e.submission_id, e.ended_at, e.erased_by, h.number, h.head_name, v.name as village \
     from entry e join household_now h on h.household_id = e.household_id left join village_now v on v.village_id = h.village_id";

impl Registry {
    /// Begins to type a form of a household.
    ///
    /// # Errors
    /// The household lies outside the scope, or the database failed.
    pub async fn open_entry(
        &self,
        by: &Scope,
        (campaign, household): (CampaignId, HouseholdId),
        corrects: Corrects,
        at: Instant,
    ) -> Result<EntryId, Stopped> {
        permitted(Some(by))?;
        let id = EntryId::fresh();
        let tx = self.store.begin().await?;
        must_cover(&tx, Some(by), household).await?;
        let columns = ["id", "campaign_id", "household_id", "of_submission", "opened_by", "opened_at"];
        let row: Vec<Value> = vec![
            id.0.into(),
            campaign.0.into(),
            household.0.into(),
            corrects.id().into(),
            by.user().0.into(),
            at.into(),
        ];
        tx.insert("entry", &columns, vec![row]).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// The forms of a campaign that are or were typed in, of households in the scope, those that wait first; without what
    /// was typed.
    ///
    /// # Errors
    /// The database failed.
    pub async fn entries(
        &self,
        scope: &Scope,
        campaign: CampaignId,
        most: usize,
    ) -> Result<Vec<Entry>, Fault> {
        if scope.right() != Right::ChangeHouseholds {
            return Ok(Vec::new());
        }
        let mut values: Vec<Value> = vec![campaign.0.into()];
        let inside = scope.condition("h", &mut values);
        let sql = format!(
            "select {COLUMNS} where e.campaign_id = $1 and {inside} order by case when e.submission_id is null and e.ended_at is null then 0 else 1 end, e.opened_at desc, e.id limit {most}"
        );
        let mut entries = Vec::new();
        for row in self.store.rows(&sql, values).await? {
            let mut entry = read(&row)?;
            entry.parts = parts(&self.store, entry.id)
                .await?
                .into_iter()
                .map(|(number, part, _)| (number, part))
                .collect();
            entries.push(entry);
        }
        Ok(entries)
    }

    /// One of them. What somebody typed is seen by its typist, and by everybody once all of it is typed.
    ///
    /// # Errors
    /// The database failed, or it cannot be decrypted with these keys.
    pub async fn entry(
        &self,
        scope: &Scope,
        campaign: CampaignId,
        id: EntryId,
    ) -> Result<Option<Entry>, Fault> {
        if scope.right() != Right::ChangeHouseholds {
            return Ok(None);
        }
        let mut values: Vec<Value> = vec![id.0.into(), campaign.0.into()];
        let inside = scope.condition("h", &mut values);
        let sql = format!("select {COLUMNS} where e.id = $1 and e.campaign_id = $2 and {inside}");
        let Some(row) = self.store.row(&sql, values).await? else { return Ok(None) };
        let mut entry = read(&row)?;
        let kept = parts(&self.store, id).await?;
        entry.parts = kept.iter().map(|(number, part, _)| (*number, part.clone())).collect();
        let all = entry.is_typed();
        for (number, part, body) in kept {
            if entry.is_erased || !(all || part.user == scope.user()) {
                continue;
            }
            let fields = self.keys.unseal(&place(id, number), &body);
            let fields = fields.and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or_else(|| {
                Fault::damaged(said!(
                    "không giải mã được một phiếu đang nhập",
                    "a form that is typed in cannot be decrypted"
                ))
            })?;
            if let Some(part) = entry.parts.get_mut(&number) {
                part.fields = Some(fields);
            }
        }
        Ok(Some(entry))
    }

    /// Keeps what somebody typed so far; `is_done` ends this typing.
    ///
    /// # Errors
    /// The household lies outside the scope, there is nothing for this user to type, this typing is done; or the database
    /// failed.
    pub async fn save_entry(
        &self,
        by: &Scope,
        (campaign, id): (CampaignId, EntryId),
        fields: &[(String, String)],
        is_done: bool,
        at: Instant,
    ) -> Result<(), Stopped> {
        let entry = self.entry(by, campaign, id).await?.ok_or_else(no_such_entry)?;
        let number = entry.part_of(by.user()).filter(|_| entry.is_open()).ok_or_else(nothing_to_type)?;
        let body = serde_json::to_vec(fields).map_err(|_| nothing_to_type())?;
        let sealed = self.keys.seal(&place(id, number), &body).map_err(|_| Fault::no_random_numbers())?;
        let tx = self.store.begin().await?;
        let columns = "entry_id, part, user_id, body, saved_at, done_at";
        // Of two who begin the same typing at the same time one finds it taken.
        let sql = format!(
            "insert into entry_part ({columns}) values ($1, $2, $3, $4, $5, $6) on conflict (entry_id, part) do update \
             set body = excluded.body, saved_at = excluded.saved_at, done_at = excluded.done_at \
             where entry_part.user_id = excluded.user_id and entry_part.done_at is null"
        );
        let done = is_done.then_some(at);
        let values = vec![
            id.0.into(),
            number.into(),
            by.user().0.into(),
            sealed.into(),
            at.into(),
            store::dates::optional_instant(done),
        ];
        if tx.execute(&sql, values).await? == 0 {
            return Err(nothing_to_type());
        }
        tx.commit().await?;
        Ok(())
    }

    /// Gives up typing a form; what was typed stays.
    ///
    /// # Errors
    /// The household lies outside the scope, it became a filled form already; or the database failed.
    pub async fn end_entry(
        &self,
        by: &Scope,
        (campaign, id): (CampaignId, EntryId),
        at: Instant,
    ) -> Result<(), Stopped> {
        let entry = self.entry(by, campaign, id).await?.ok_or_else(no_such_entry)?;
        if !entry.is_open() {
            return Err(nothing_to_type());
        }
        let tx = self.store.begin().await?;
        let sql = "update entry set ended_by = $2, ended_at = $3 where id = $1 and submission_id is null and ended_at is null";
        tx.execute(sql, vec![id.0.into(), by.user().0.into(), at.into()]).await?;
        tx.commit().await?;
        Ok(())
    }
}

impl Entry {
    pub(super) fn is_open(&self) -> bool {
        self.submission.is_none() && !self.is_ended && !self.is_erased
    }
}

impl Corrects {
    pub(super) const fn id(self) -> Option<Uuid> {
        match self {
            Corrects::Nothing => None,
            Corrects::Submission(id) => Some(id.0),
        }
    }
}

fn place(id: EntryId, part: i64) -> String {
    format!("entry_part.body/{id}/{part}")
}

fn read(row: &Row) -> Result<Entry, Fault> {
    let of = row.get::<Option<Uuid>>("of_submission")?;
    let name = |column: &str| Ok::<_, Fault>(row.get::<Option<String>>(column)?.unwrap_or_default());
    Ok(Entry {
        id: EntryId(row.id("id")?),
        household: HouseholdId(row.id("household_id")?),
        number: row.get("number")?,
        head: name("head_name")?,
        village: name("village")?,
        corrects: of.map_or(Corrects::Nothing, |id| Corrects::Submission(SubmissionId(id))),
        opened_at: row.instant("opened_at")?.unwrap_or(Instant::from_millis(0)),
        parts: BTreeMap::new(),
        submission: row.get::<Option<Uuid>>("submission_id")?.map(SubmissionId),
        is_ended: row.instant("ended_at")?.is_some(),
        is_erased: row.get::<Option<i64>>("erased_by")?.is_some(),
    })
}

/// The typings with their sealed fields.
async fn parts(on: &impl Queries, id: EntryId) -> Result<Vec<(i64, Part, Vec<u8>)>, Fault> {
    let sql = "select p.part, p.user_id, u.name, p.saved_at, p.done_at, p.body from entry_part p join user_account u on u.id = p.user_id where p.entry_id = $1 order by p.part";
    let mut parts = Vec::new();
    for row in on.rows(sql, vec![id.0.into()]).await? {
        let part = Part {
            user: UserId(row.id("user_id")?),
            name: row.get("name")?,
            saved_at: row.instant("saved_at")?.unwrap_or(Instant::from_millis(0)),
            done_at: row.instant("done_at")?,
            fields: None,
        };
        parts.push((row.get("part")?, part, row.get("body")?));
    }
    Ok(parts)
}

pub(super) fn no_such_entry() -> Stopped {
    Stopped::refused(
        said!(
            "không có phiếu đang nhập này trong địa bàn của bạn",
            "there is no such typed form in your area"
        ),
        said!("tải lại danh sách phiếu đang nhập", "load the list of typed forms again"),
    )
}

pub(super) fn nothing_to_type() -> Stopped {
    Stopped::refused(
        said!("phiếu này không còn phần nào để bạn nhập", "nothing of this form is left for you to type"),
        said!("tải lại trang để xem phiếu đã đến đâu", "load the page again to see how far it has come"),
    )
}
