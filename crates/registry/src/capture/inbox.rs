//! Hộp nhận: what phones send at the same time is written together, with one commit, and each gets its receipt after it.
//!
//! Everybody who sends stands in line and starts a writer; the first writer to get its turn takes all that stand there.
//! While the disk is busy with one lot the next one gathers. A sender that goes away stops nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use serde_json::{Value as Json, json};
use store::dates::Instant;
use store::{Fault, Kind, Queries, Row, Value, places};
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::act::{Act, Cause, SUBMISSION, SUBMISSION_FILE};
use crate::capture::arrival::{Ready, Sealed};
use crate::capture::receipt::{Differs, Stored};
use crate::capture::{Arrival, Device, Receipt, State, Unkept};
use crate::cell::Cell;
use vocab::said;

use crate::{Registry, SubmissionId};

/// So many are written together at most.
const TOGETHER: usize = 64;
/// So many bytes are written together at most, but always one arrival.
const TOGETHER_BYTES: usize = 8 << 20;
/// More than this does not wait in memory: phones are asked to come again.
const WAITING_BYTES: usize = 64 << 20;

/// Those who wait to be written.
#[derive(Debug, Default)]
pub struct Inbox {
    line: Mutex<Line>,
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct Line {
    waiting: std::collections::VecDeque<Waiting>,
    bytes: usize,
}

struct Waiting {
    ready: Ready,
    tell: oneshot::Sender<Result<Receipt, NotTaken>>,
}

impl std::fmt::Debug for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Waiting({})", self.ready.instance_id)
    }
}

/// Why there is no receipt.
#[derive(Debug)]
pub enum NotTaken {
    /// The form is here with other bytes under the same number; those sent now are kept apart.
    FormDiffers,
    /// A file of this name is here with other bytes; those sent now are kept apart.
    FileDiffers(String),
    /// Too much waits to be written: come again.
    Busy,
    /// The database failed; nothing of it is there.
    Failed(Fault),
}

impl Registry {
    /// Keeps what a phone sent. On return it is on the disk.
    ///
    /// # Errors
    /// See [`NotTaken`].
    pub async fn arrive(&self, device: &Device, arrival: Arrival, at: Instant) -> Result<Receipt, NotTaken> {
        let ready = Ready::of(device, arrival, &self.keys, at).map_err(NotTaken::Failed)?;
        let (tell, told) = oneshot::channel();
        self.inbox.join(Waiting { ready, tell })?;
        let registry = self.clone();
        // Not by the request itself: a phone that goes away must not take the arrivals of others with it.
        tokio::spawn(async move { registry.write_waiting().await });
        told.await.unwrap_or_else(|_| {
            Err(NotTaken::Failed(Fault::damaged(said!(
                "một phiếu gửi đến không được trả lời",
                "an arrival was not answered"
            ))))
        })
    }

    /// Keeps what is no form of ours apart, for a person to look at.
    ///
    /// # Errors
    /// The database failed.
    pub async fn set_apart(&self, device: &Device, bytes: &[u8], at: Instant) -> Result<(), Fault> {
        let sealed = Sealed::of(&self.keys, String::new(), String::new(), bytes)?;
        let tx = self.store.begin().await?;
        let whose = (device.id.0, device.campaign.0);
        keep_apart(&tx, whose, (None, None), Unkept::Unreadable, (&sealed, at)).await?;
        tx.commit().await
    }

    async fn write_waiting(&self) {
        let _turn = self.inbox.turn.lock().await;
        let lot = self.inbox.take();
        if lot.is_empty() {
            return;
        }
        let (ready, tell): (Vec<Ready>, Vec<_>) = lot.into_iter().map(|one| (one.ready, one.tell)).unzip();
        match self.write_lot(&ready).await {
            Ok(answers) => {
                for (tell, answer) in tell.into_iter().zip(answers) {
                    // Whoever went away meanwhile asks again and gets the same receipt.
                    let _ = tell.send(answer);
                }
            }
            // One of them may be what the database refuses: each alone.
            Err(fault) if ready.len() > 1 && matches!(fault.kind, Kind::Constraint | Kind::Other) => {
                for (one, tell) in ready.into_iter().zip(tell) {
                    let answer = self.write_lot(std::slice::from_ref(&one)).await;
                    let answer = answer
                        .map_err(NotTaken::Failed)
                        .and_then(|mut answers| answers.pop().unwrap_or_else(|| Err(NotTaken::Busy)));
                    let _ = tell.send(answer);
                }
            }
            // The database is away or full: nobody waits for it once for each.
            Err(fault) => {
                let mut told = tell.into_iter();
                if let Some(first) = told.next() {
                    let _ = first.send(Err(NotTaken::Failed(fault)));
                }
                for other in told {
                    let _ = other.send(Err(NotTaken::Busy));
                }
            }
        }
    }

    async fn write_lot(&self, lot: &[Ready]) -> Result<Vec<Result<Receipt, NotTaken>>, Fault> {
        let Some(first) = lot.first() else { return Ok(Vec::new()) };
        let mut act = self.begin(Cause::new("submission.arrive", None), first.at).await?;
        let mut known = Known::read(&act, lot).await?;
        let mut writing = Writing::default();
        let mut answers = Vec::with_capacity(lot.len());
        for ready in lot {
            let answer = match known.of.get_mut(&ready.instance_id) {
                // What was erased by law does not come back by a phone that still has it.
                Some(before) if before.is_erased => Err(NotTaken::FormDiffers),
                Some(before) if before.sha256 != ready.form.stored.sha256 => {
                    let differs = Differs { device: ready.device, name: None };
                    writing.apart.push((ready, differs, Unkept::FormDiffers, &ready.form));
                    Err(NotTaken::FormDiffers)
                }
                Some(before) => writing.further(&mut act, ready, before)?,
                None => Ok(writing.first(&mut act, ready)?),
            };
            answers.push(answer);
        }
        if !act.is_empty() {
            act.write().await?;
        }
        writing.write(&act, lot).await?;
        act.commit().await?;
        Ok(answers)
    }
}

impl Inbox {
    fn join(&self, waiting: Waiting) -> Result<(), NotTaken> {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        let weight = waiting.ready.weight();
        if line.bytes + weight > WAITING_BYTES && !line.waiting.is_empty() {
            return Err(NotTaken::Busy);
        }
        line.bytes += weight;
        line.waiting.push_back(waiting);
        Ok(())
    }

    /// The next lot; of two with the same number the second one stays in line.
    fn take(&self) -> Vec<Waiting> {
        let mut line = self.line.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut lot, mut stay): (Vec<Waiting>, _) = (Vec::new(), std::collections::VecDeque::new());
        let (mut numbers, mut bytes) = (BTreeSet::new(), 0);
        for waiting in std::mem::take(&mut line.waiting) {
            let weight = waiting.ready.weight();
            let fits = lot.len() < TOGETHER && (bytes + weight <= TOGETHER_BYTES || lot.is_empty());
            if fits && numbers.insert(waiting.ready.instance_id.clone()) {
                bytes += weight;
                lot.push(waiting);
            } else {
                stay.push_back(waiting);
            }
        }
        line.waiting = stay;
        line.bytes -= bytes;
        lot
    }
}

/// Submissions of the lot that are here already, by number.
struct Known {
    of: BTreeMap<String, Before>,
}

struct Before {
    id: SubmissionId,
    sha256: String,
    size: i64,
    act_seq: i64,
    received_at: Instant,
    declared: Vec<String>,
    files: BTreeMap<String, Stored>,
    is_erased: bool,
}

impl Known {
    async fn read(act: &Act, lot: &[Ready]) -> Result<Known, Fault> {
        let places_of = |n: usize| places(1, n, act.tx.is_postgres());
        let sql = format!(
            "select s.id, s.instance_id, s.sha256, s.size, s.act_seq, s.declared, s.erased_by, n.received_at from submission s join submission_now n on n.submission_id = s.id where s.instance_id in ({})",
            places_of(lot.len())
        );
        let numbers = lot.iter().map(|ready| ready.instance_id.clone().into()).collect();
        let mut of = BTreeMap::new();
        let mut number_of = BTreeMap::new();
        for row in act.tx.rows(&sql, numbers).await? {
            let before = Before::read(&row)?;
            let number: String = row.get("instance_id")?;
            number_of.insert(before.id, number.clone());
            of.insert(number, before);
        }
        if number_of.is_empty() {
            return Ok(Known { of });
        }
        let sql = format!(
            "select submission_id, name, sha256, size from submission_file where submission_id in ({})",
            places_of(number_of.len())
        );
        let ids = number_of.keys().map(|id| id.0.into()).collect();
        for row in act.tx.rows(&sql, ids).await? {
            let stored =
                Stored { name: row.get("name")?, sha256: row.get("sha256")?, size: row.get("size")? };
            let number = number_of.get(&SubmissionId(row.id("submission_id")?));
            if let Some(before) = number.and_then(|number| of.get_mut(number)) {
                before.files.insert(stored.name.clone(), stored);
            }
        }
        Ok(Known { of })
    }
}

impl Before {
    fn read(row: &Row) -> Result<Before, Fault> {
        let declared: Json = row.get("declared")?;
        let names = declared.as_array().into_iter().flatten().filter_map(Json::as_str);
        Ok(Before {
            id: SubmissionId(row.id("id")?),
            sha256: row.get("sha256")?,
            size: row.get("size")?,
            act_seq: row.get("act_seq")?,
            received_at: row.instant("received_at")?.unwrap_or(Instant::from_millis(0)),
            declared: names.map(str::to_owned).collect(),
            files: BTreeMap::new(),
            is_erased: row.get::<Option<i64>>("erased_by")?.is_some(),
        })
    }

    fn missing(&self) -> Vec<String> {
        self.declared.iter().filter(|name| !self.files.contains_key(*name)).cloned().collect()
    }

    fn receipt(&self, instance_id: &str) -> Receipt {
        let name = super::receipt::FORM_PART.to_owned();
        let form = Stored { name, sha256: self.sha256.clone(), size: self.size };
        Receipt {
            instance_id: instance_id.to_owned(),
            act_seq: self.act_seq,
            received_at: self.received_at,
            stored: std::iter::once(form).chain(self.files.values().cloned()).collect(),
            missing: self.missing(),
        }
    }
}

/// What a lot writes beside the rows of its acts.
#[derive(Default)]
struct Writing<'a> {
    bodies: Vec<Vec<Value>>,
    file_bodies: Vec<Vec<Value>>,
    now: Vec<Vec<Value>>,
    completed: Vec<(SubmissionId, Instant)>,
    apart: Vec<(&'a Ready, Differs, Unkept, &'a Sealed)>,
}

impl<'a> Writing<'a> {
    fn first(&mut self, act: &mut Act, ready: &'a Ready) -> Result<Receipt, Fault> {
        let content = json!({ "device": ready.device.to_string(), "campaign": ready.campaign.to_string() });
        act.then(
            Cause { content: Some(content), ..Cause::new("submission.arrive", Some(ready.user)) },
            ready.at,
        )?;
        let id = SubmissionId::fresh();
        let form = &ready.form.stored;
        act.add(
            &SUBMISSION,
            vec![
                Cell::Id(id.0),
                Cell::Id(ready.campaign.0),
                Cell::Text(ready.form_id.clone()),
                Cell::Text(ready.version.clone()),
                Cell::Id(ready.device.0),
                Cell::Text(ready.instance_id.clone()),
                Cell::Text(form.sha256.clone()),
                Cell::Integer(form.size),
                Cell::Json(json!(ready.declared)),
            ],
        );
        self.bodies.push(vec![id.0.into(), ready.form.body.clone().into()]);
        let mut before = Before {
            id,
            sha256: form.sha256.clone(),
            size: form.size,
            act_seq: act.seq(),
            received_at: ready.at,
            declared: ready.declared.clone(),
            files: BTreeMap::new(),
            is_erased: false,
        };
        for file in &ready.files {
            // Two parts of one name in one request: the first one counts, another one is kept apart.
            if let Some(stored) = before.files.get(&file.stored.name) {
                if stored.sha256 != file.stored.sha256 {
                    let name = Some(file.stored.name.clone());
                    let differs = Differs { device: ready.device, name };
                    self.apart.push((ready, differs, Unkept::FileDiffers, file));
                }
                continue;
            }
            self.file(act, &mut before, file);
        }
        let is_complete = before.missing().is_empty();
        let state = if is_complete { State::Received } else { State::Waiting };
        let completed = is_complete.then_some(ready.at);
        self.now.push(vec![
            id.0.into(),
            state.code().into(),
            ready.at.into(),
            store::dates::optional_instant(completed),
            ready.household.map(|household| household.0).into(),
        ]);
        Ok(before.receipt(&ready.instance_id))
    }

    /// Files of a form that is here already.
    fn further(
        &mut self,
        act: &mut Act,
        ready: &'a Ready,
        before: &mut Before,
    ) -> Result<Result<Receipt, NotTaken>, Fault> {
        let was_complete = before.missing().is_empty();
        let mut has_begun = false;
        let mut differs = None;
        for file in &ready.files {
            match before.files.get(&file.stored.name) {
                Some(stored) if stored.sha256 == file.stored.sha256 => {}
                Some(_) => {
                    let name = file.stored.name.clone();
                    differs.get_or_insert_with(|| name.clone());
                    let kept = Differs { device: ready.device, name: Some(name) };
                    self.apart.push((ready, kept, Unkept::FileDiffers, file));
                }
                None => {
                    if !has_begun {
                        let content = json!({ "device": ready.device.to_string(), "submission": before.id.to_string() });
                        let cause = Cause {
                            content: Some(content),
                            ..Cause::new("submission.files", Some(ready.user))
                        };
                        act.then(cause, ready.at)?;
                        has_begun = true;
                    }
                    self.file(act, before, file);
                }
            }
        }
        if !was_complete && before.missing().is_empty() {
            self.completed.push((before.id, ready.at));
        }
        Ok(match differs {
            Some(name) => Err(NotTaken::FileDiffers(name)),
            None => Ok(before.receipt(&ready.instance_id)),
        })
    }

    fn file(&mut self, act: &mut Act, before: &mut Before, file: &'a Sealed) {
        let stored = &file.stored;
        act.add(
            &SUBMISSION_FILE,
            vec![
                Cell::Id(before.id.0),
                Cell::Text(stored.name.clone()),
                Cell::Text(file.media_type.clone()),
                Cell::Text(stored.sha256.clone()),
                Cell::Integer(stored.size),
            ],
        );
        self.file_bodies.push(vec![before.id.0.into(), stored.name.clone().into(), file.body.clone().into()]);
        before.files.insert(stored.name.clone(), stored.clone());
    }

    async fn write(self, act: &Act, lot: &[Ready]) -> Result<(), Fault> {
        let tx = &act.tx;
        tx.insert("submission_body", &["submission_id", "body"], self.bodies).await?;
        tx.insert("submission_file_body", &["submission_id", "name", "body"], self.file_bodies).await?;
        let now = ["submission_id", "state", "received_at", "completed_at", "household_id"];
        tx.insert("submission_now", &now, self.now).await?;
        for (id, at) in self.completed {
            let sql = "update submission_now set state = $2, completed_at = $3 where submission_id = $1 and state = $4";
            let values =
                vec![id.0.into(), State::Received.code().into(), at.into(), State::Waiting.code().into()];
            tx.execute(sql, values).await?;
        }
        for (ready, differs, why, sealed) in self.apart {
            let whose = (differs.device.0, ready.campaign.0);
            let what = (Some(ready.instance_id.clone()), differs.name);
            keep_apart(tx, whose, what, why, (sealed, ready.at)).await?;
        }
        let devices: BTreeMap<Uuid, Instant> = lot.iter().map(|ready| (ready.device.0, ready.at)).collect();
        for (device, at) in devices {
            tx.execute(
                "update device_secret set seen_at = $2 where device_id = $1",
                vec![device.into(), at.into()],
            )
            .await?;
        }
        Ok(())
    }
}

async fn keep_apart(
    tx: &store::Tx,
    (device, campaign): (Uuid, Uuid),
    (instance_id, name): (Option<String>, Option<String>),
    why: Unkept,
    (sealed, at): (&Sealed, Instant),
) -> Result<(), Fault> {
    let sql = "insert into quarantine (id, campaign_id, device_id, instance_id, name, why, sha256, size, body, received_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (device_id, why, sha256) do nothing";
    let values = vec![
        Uuid::now_v7().into(),
        campaign.into(),
        device.into(),
        instance_id.into(),
        name.into(),
        why.code().into(),
        sealed.stored.sha256.clone().into(),
        sealed.stored.size.into(),
        sealed.body.clone().into(),
        at.into(),
    ];
    tx.execute(sql, values).await.map(|_| ())
}
