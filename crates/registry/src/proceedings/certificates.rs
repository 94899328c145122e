//! Làm giấy chứng nhận theo tệp: certificates that are being printed, part by part. How far it is stands in the table `job`, and every part
//! that is done lies sealed in the database: after an interruption, also of the server, whoever takes the work over goes on
//! after the last whole part. Printing is no act. What was printed is recorded as issued by the deed
//! [`IssueCertificate`](::review::IssueCertificate), for the households of finished parts and for no others.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value as Json, json};
use store::dates::Instant;
use store::{Fault, Queries, Row, Tx, Value, places};
use uuid::Uuid;
use vocab::{Day, LocalText, said};

use super::beside::CertificateForm;
use super::deed::not_there;
use super::walk::{Walk, event};
use crate::act::Cause;
use crate::documents::{CERTIFICATES, changed, sha256, unsealed};
use crate::{HouseholdId, JobId, ProceedingId, Registry, Scope, Stopped, UserId};

/// Whoever works says so every few seconds; after this silence somebody else takes the work over.
const SILENCE_SECONDS: i64 = 60;
const KIND: &str = "certificates.print/";

/// What shall be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateWish {
    /// Whether they were issued before: nothing is recorded as issued.
    pub again: bool,
    /// The day on which they are made; the same when the work is taken up again.
    pub made_on: Day,
    /// Where the printer is off, in hundredths of a millimetre: to the right, down.
    pub shift: (i32, i32),
    /// The parts: of one form each.
    pub parts: Vec<(CertificateForm, Vec<HouseholdId>)>,
}

impl CertificateWish {
    /// Parts of so many certificates, those of one form together.
    pub fn new(
        again: bool,
        made_on: Day,
        shift: (i32, i32),
        households: impl IntoIterator<Item = (HouseholdId, CertificateForm)>,
        a_part: usize,
    ) -> CertificateWish {
        let mut forms: BTreeMap<CertificateForm, Vec<HouseholdId>> = BTreeMap::new();
        for (household, form) in households {
            forms.entry(form).or_default().push(household);
        }
        let cut = |(form, all): (CertificateForm, Vec<HouseholdId>)| {
            let parts = all.chunks(a_part.max(1)).map(|some| (form, some.to_vec()));
            parts.collect::<Vec<_>>()
        };
        CertificateWish { again, made_on, shift, parts: forms.into_iter().flat_map(cut).collect() }
    }

    fn written(&self) -> Json {
        let parts =
            self.parts.iter().map(|(form, all)| json!({ "form": form.code(), "households": ids(all) }));
        json!({
            "again": self.again, "made_on": self.made_on.to_string(), "shift": [self.shift.0, self.shift.1],
            "parts": parts.collect::<Vec<_>>(),
        })
    }

    fn read(json: &Json) -> Option<CertificateWish> {
        let part = |part: &Json| {
            let form = CertificateForm::from_code(part.get("form")?.as_str()?)?;
            Some((form, households(part.get("households")?)?))
        };
        let shift = |at: usize| json.get("shift")?.get(at)?.as_i64()?.try_into().ok();
        Some(CertificateWish {
            again: json.get("again")?.as_bool()?,
            made_on: json.get("made_on")?.as_str()?.parse().ok()?,
            shift: (shift(0)?, shift(1)?),
            parts: json.get("parts")?.as_array()?.iter().map(part).collect::<Option<_>>()?,
        })
    }
}

fn ids(all: &[HouseholdId]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

fn households(json: &Json) -> Option<Vec<HouseholdId>> {
    json.as_array()?.iter().map(|id| id.as_str()?.parse().ok()).collect()
}

/// Printing that somebody works on. Whoever was silent too long has lost it: what they still write is not taken.
#[derive(Clone, Debug)]
pub struct CertificateTask {
    /// Its id.
    pub id: JobId,
    /// The review.
    pub proceeding: ProceedingId,
    /// Who asked: the certificates are made with what they may see.
    pub asked_by: UserId,
    /// What shall be printed.
    pub wish: CertificateWish,
    /// Numbers of parts that are done, from 1.
    pub made: BTreeSet<usize>,
    attempt: i64,
}

/// What became of printing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CertificateState {
    /// It goes on.
    Running,
    /// The server that worked is silent.
    Lost,
    /// All parts are done.
    Done,
    /// Somebody stopped it.
    Stopped,
    /// It could not be done: why, and what to do.
    Failed(LocalText, LocalText),
}

/// A part that is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadePart {
    /// Its number, from 1.
    pub number: usize,
    /// How its certificates are made.
    pub form: CertificateForm,
    /// Whose they are.
    pub printed: Vec<HouseholdId>,
}

/// Printing that was asked for.
#[derive(Clone, Debug)]
pub struct CertificateWork {
    /// When.
    pub at: Instant,
    /// By whom.
    pub by_name: Option<String>,
    /// What shall be printed.
    pub wish: CertificateWish,
    /// Parts that are done, in order.
    pub made: Vec<MadePart>,
    /// What became of it.
    pub state: CertificateState,
    id: JobId,
}

impl CertificateWork {
    /// Households whose certificates are in finished parts, with how they were made.
    pub fn printed(&self) -> impl Iterator<Item = (HouseholdId, CertificateForm)> {
        self.made.iter().flat_map(|part| part.printed.iter().map(|household| (*household, part.form)))
    }

    /// Certificates that are done, and all.
    pub fn reached(&self) -> (usize, usize) {
        let all = self.wish.parts.iter().map(|(_, households)| households.len());
        let done = self.made.iter().filter_map(|part| self.wish.parts.get(part.number.checked_sub(1)?));
        (done.map(|(_, households)| households.len()).sum(), all.sum())
    }
}

fn place_of_part(id: Uuid) -> String {
    format!("certificate_part.content/{id}")
}

fn kind(id: ProceedingId) -> String {
    format!("{KIND}{id}")
}

fn lease(now: Instant) -> Value {
    now.plus_seconds(SILENCE_SECONDS).into()
}

impl Registry {
    /// How the certificates of households should be made: the row of this year where they have a certificate of an earlier review
    /// whose grid has it free, by the same standard; else a new one. The row of this year may be filled already, and corrected.
    ///
    /// # Errors
    /// The database failed.
    pub async fn certificate_forms(
        &self,
        scope: &Scope,
        walk: &Walk,
        all: &[HouseholdId],
    ) -> Result<BTreeMap<HouseholdId, CertificateForm>, Fault> {
        let of = &walk.proceeding;
        if !self.sees_all(scope, of.id).await? {
            return Ok(BTreeMap::new());
        }
        let years = walk.certificate_years();
        let mut grids: BTreeMap<HouseholdId, Grid> = BTreeMap::new();
        for chunk in all.chunks(1000) {
            let values: Vec<Value> = chunk.iter().map(|one| one.0.into()).collect();
            let places = places(1, values.len(), self.store.is_postgres());
            let sql = format!(
                "select e.*, p.year as of_year, p.month as of_month, p.standard as of_standard \
                 from proceeding_event e join proceeding p on p.id = e.proceeding_id \
                 where e.household_id in ({places}) and e.kind = 'issue_certificate' \
                 order by e.act_seq, e.ordinal"
            );
            for row in self.store.rows(&sql, values).await? {
                let household = HouseholdId(row.id("household_id")?);
                let id = ProceedingId(row.id("proceeding_id")?);
                let recorded = event(&self.keys, id, &row)?.ok_or_else(super::deed::unsound)?;
                let (year, month): (i64, i64) = (row.get("of_year")?, row.get("of_month")?);
                let year = valid_year(i32::try_from(year).unwrap_or_default(), month == 0);
                let standard: String = row.get("of_standard")?;
                let before = grids.get(&household);
                let form = recorded.printed.unwrap_or_else(|| Grid::form(before, years, year, &standard));
                let first_year = match form {
                    CertificateForm::New => year,
                    CertificateForm::Row { first_year } => first_year,
                };
                grids.insert(household, Grid { first_year, last_year: year, standard });
            }
        }
        let year = walk.valid_year();
        Ok(all.iter().map(|one| (*one, Grid::form(grids.get(one), years, year, &of.standard))).collect())
    }

    /// Begins to print the certificates of a review; what an earlier printing made is gone.
    ///
    /// # Errors
    /// The scope does not see the whole review, there is nothing to print, another printing goes on; or the database failed.
    pub async fn begin_certificates(
        &self,
        scope: &Scope,
        proceeding: ProceedingId,
        wish: CertificateWish,
        now: Instant,
    ) -> Result<CertificateTask, Stopped> {
        if !self.sees_all(scope, proceeding).await? {
            return Err(not_there());
        }
        if wish.parts.is_empty() {
            return Err(Stopped::refused(
                said!("không có giấy chứng nhận nào để làm", "there is no certificate to make"),
                said!("xem các hộ đã có giấy", "see which households have theirs"),
            ));
        }
        let kind = kind(proceeding);
        let tx = self.store.begin().await?;
        if tx.is_postgres() {
            // Two servers that are asked at once; on SQLite the transaction itself is the only one that writes.
            tx.rows("select size from audit_head where id = 1 for update", vec![]).await?;
        }
        let sql = "select 1 as one from job where kind = $1 and state = 'running' and lease_until > $2";
        if tx.row(sql, vec![kind.clone().into(), now.into()]).await?.is_some() {
            return Err(Stopped::refused(
                said!("đang làm giấy chứng nhận của đợt này", "certificates of this review are being made"),
                said!("chờ việc đó xong, hoặc dừng việc đó", "wait until that is done, or stop it"),
            ));
        }
        forget_parts(&tx, &kind).await?;
        let id = JobId::fresh();
        let columns =
            ["id", "kind", "wish", "state", "asked_at", "asked_by", "lease_until", "attempts", "done"];
        let row = vec![
            id.0.into(),
            kind.into(),
            wish.written().into(),
            "running".into(),
            now.into(),
            scope.user().0.into(),
            lease(now),
            1_i64.into(),
            0_i64.into(),
        ];
        tx.insert("job", &columns, vec![row]).await?;
        tx.commit().await?;
        let (asked_by, made) = (scope.user(), BTreeSet::new());
        Ok(CertificateTask { id, proceeding, asked_by, wish, made, attempt: 1 })
    }

    /// The newest printing of a review; `None`: there is none in the scope.
    ///
    /// # Errors
    /// The database failed.
    pub async fn certificate_work(
        &self,
        scope: &Scope,
        id: ProceedingId,
        now: Instant,
    ) -> Result<Option<CertificateWork>, Fault> {
        if !self.sees_all(scope, id).await? {
            return Ok(None);
        }
        let sql = "select j.*, u.name as by_name from job j left join user_account u on u.id = j.asked_by \
                   where j.kind = $1 order by j.asked_at desc, j.id desc limit 1";
        let Some(row) = self.store.row(sql, vec![kind(id).into()]).await? else { return Ok(None) };
        let job = JobId(row.id("id")?);
        let wish = CertificateWish::read(&row.get::<Json>("wish")?).ok_or_else(unreadable)?;
        let rows = "select number, printed from certificate_part where job_id = $1 order by number";
        let mut made = Vec::new();
        for row in self.store.rows(rows, vec![job.0.into()]).await? {
            let (number, printed): (i64, Json) = (row.get("number")?, row.get("printed")?);
            let number = usize::try_from(number).unwrap_or_default();
            let part = number.checked_sub(1).and_then(|at| wish.parts.get(at));
            let form = part.map(|(form, _)| *form).ok_or_else(unreadable)?;
            made.push(MadePart { number, form, printed: households(&printed).ok_or_else(unreadable)? });
        }
        Ok(Some(CertificateWork {
            at: row.instant("asked_at")?.unwrap_or(Instant::from_millis(0)),
            by_name: row.get("by_name")?,
            state: state(&row, now)?,
            id: job,
            wish,
            made,
        }))
    }

    /// Takes over a printing whose server is silent; `None`: there is none.
    ///
    /// # Errors
    /// The database failed.
    pub async fn claim_certificates(&self, now: Instant) -> Result<Option<CertificateTask>, Fault> {
        let sql = "select * from job where kind like $1 and state = 'running' and lease_until < $2 order by asked_at limit 1";
        let values = vec![format!("{KIND}%").into(), now.into()];
        let Some(row) = self.store.row(sql, values).await? else { return Ok(None) };
        self.claim(&row, None, now).await
    }

    /// Goes on with a printing that was stopped, failed, or whose server is silent.
    ///
    /// # Errors
    /// The scope does not see the whole review, nothing waits to go on; or the database failed.
    pub async fn resume_certificates(
        &self,
        scope: &Scope,
        id: ProceedingId,
        now: Instant,
    ) -> Result<CertificateTask, Stopped> {
        let work = self.certificate_work(scope, id, now).await?;
        let job = work.filter(|work| {
            matches!(
                work.state,
                CertificateState::Stopped | CertificateState::Failed(..) | CertificateState::Lost
            )
        });
        if let Some(work) = job {
            let row = self.store.row("select * from job where id = $1", vec![work.id.0.into()]).await?;
            if let Some(row) = row
                && let Some(task) = self.claim(&row, Some(scope.user()), now).await?
            {
                return Ok(task);
            }
        }
        Err(no_longer())
    }

    async fn claim(
        &self,
        row: &Row,
        by: Option<UserId>,
        now: Instant,
    ) -> Result<Option<CertificateTask>, Fault> {
        let (id, attempt): (JobId, i64) = (JobId(row.id("id")?), row.get("attempts")?);
        let of: String = row.get("kind")?;
        let proceeding = of.strip_prefix(KIND).and_then(|id| id.parse().ok()).ok_or_else(unreadable)?;
        let wish = CertificateWish::read(&row.get::<Json>("wish")?).ok_or_else(unreadable)?;
        let asked_by = match by {
            Some(by) => by,
            None => UserId(row.id("asked_by")?),
        };
        let tx = self.store.begin().await?;
        // Of two that see the silence one gets it.
        let sql = "update job set state = 'running', outcome = null, attempts = attempts + 1, lease_until = $1, asked_by = $2 \
                   where id = $3 and attempts = $4 and (state <> 'running' or lease_until < $5)";
        let values = vec![lease(now), asked_by.0.into(), id.0.into(), attempt.into(), now.into()];
        let touched = tx.execute(sql, values).await?;
        let rows =
            tx.rows("select number from certificate_part where job_id = $1", vec![id.0.into()]).await?;
        tx.commit().await?;
        if touched == 0 {
            return Ok(None);
        }
        let mut made = BTreeSet::new();
        for row in rows {
            made.insert(usize::try_from(row.get::<i64>("number")?).unwrap_or_default());
        }
        Ok(Some(CertificateTask { id, proceeding, asked_by, wish, made, attempt: attempt + 1 }))
    }

    /// Says that the work goes on. `false`: it was stopped, or somebody else took it over.
    ///
    /// # Errors
    /// The database failed.
    pub async fn certificates_go_on(&self, task: &CertificateTask, now: Instant) -> Result<bool, Fault> {
        let tx = self.store.begin().await?;
        let goes_on = goes_on(&tx, task, 0, now).await?;
        tx.commit().await?;
        Ok(goes_on)
    }

    /// Keeps a part that is done. `false`: the work was stopped, or somebody else took it over; then nothing is kept.
    ///
    /// # Errors
    /// The database failed.
    pub async fn keep_certificates(
        &self,
        task: &CertificateTask,
        number: usize,
        (printed, pdf): (&[HouseholdId], Vec<u8>),
        now: Instant,
    ) -> Result<bool, Fault> {
        let (id, keys) = (Uuid::now_v7(), self.keys.clone());
        let sealed = tokio::task::spawn_blocking(move || keys.seal(&place_of_part(id), &pdf)).await;
        let sealed = sealed.ok().and_then(Result::ok).ok_or_else(Fault::no_random_numbers)?;
        let tx = self.store.begin().await?;
        if !goes_on(&tx, task, printed.len(), now).await? {
            return Ok(false);
        }
        let row = vec![
            id.into(),
            task.id.0.into(),
            i64::try_from(number).unwrap_or_default().into(),
            Json::from(ids(printed)).into(),
            sha256(&sealed).into(),
        ];
        let columns = ["id", "job_id", "number", "printed", "sealed_sha256"];
        tx.insert("certificate_part", &columns, vec![row]).await?;
        CERTIFICATES.keep(&tx, id, &sealed).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Notes how the work ended. If it was stopped meanwhile, it stays stopped.
    ///
    /// # Errors
    /// The database failed.
    pub async fn certificates_ended(
        &self,
        task: &CertificateTask,
        became: Result<(), (LocalText, LocalText)>,
    ) -> Result<(), Fault> {
        let (state, outcome) = match became {
            Ok(()) => ("done", Json::Null),
            Err((why, remedy)) => {
                ("failed", json!({ "why": [why.vi, why.en], "remedy": [remedy.vi, remedy.en] }))
            }
        };
        let tx = self.store.begin().await?;
        let sql =
            "update job set state = $1, outcome = $2 where id = $3 and attempts = $4 and state = 'running'";
        let values = vec![state.into(), outcome.into(), task.id.0.into(), task.attempt.into()];
        tx.execute(sql, values).await?;
        tx.commit().await
    }

    /// Stops the printing of a review. Parts that are done stay.
    ///
    /// # Errors
    /// The scope does not see the whole review, nothing goes on; or the database failed.
    pub async fn stop_certificates(&self, scope: &Scope, id: ProceedingId) -> Result<(), Stopped> {
        if !self.sees_all(scope, id).await? {
            return Err(not_there());
        }
        let tx = self.store.begin().await?;
        let sql = "update job set state = 'stopped' where kind = $1 and state = 'running'";
        let touched = tx.execute(sql, vec![kind(id).into()]).await?;
        tx.commit().await?;
        if touched > 0 { Ok(()) } else { Err(no_longer()) }
    }

    /// Hands out a part to be printed; taking it is an act.
    ///
    /// # Errors
    /// There is no such part in the scope, its bytes are not those that were kept; or the database failed.
    pub async fn take_certificates(
        &self,
        scope: &Scope,
        id: ProceedingId,
        number: usize,
        at: Instant,
    ) -> Result<Vec<u8>, Stopped> {
        let work = self.certificate_work(scope, id, at).await?.ok_or_else(not_there)?;
        let sql = "select id, sealed_sha256 from certificate_part where job_id = $1 and number = $2";
        let values = vec![work.id.0.into(), i64::try_from(number).unwrap_or_default().into()];
        let row = self.store.row(sql, values).await?.ok_or_else(not_there)?;
        let (part, kept): (Uuid, String) = (row.id("id")?, row.get("sealed_sha256")?);
        let sealed = CERTIFICATES.parts(&self.store, part).await?.filter(|sealed| sha256(sealed) == kept);
        let bytes = match sealed {
            Some(sealed) => unsealed(&self.keys, place_of_part(part), sealed).await,
            None => None,
        };
        let bytes = bytes.ok_or_else(changed)?;
        let content = json!({ "proceeding": id.to_string(), "part": number });
        let cause =
            Cause { content: Some(content), ..Cause::new("proceeding.certificates", Some(scope.user())) };
        self.begin(cause, at).await?.finish().await?;
        Ok(bytes)
    }

    /// Whether somebody sees all villages of a review.
    async fn sees_all(&self, scope: &Scope, id: ProceedingId) -> Result<bool, Fault> {
        let mut values = vec![id.0.into()];
        let inside = scope.condition("w", &mut values);
        let sql = format!(
            "select 1 as one from proceeding_place p where p.proceeding_id = $1 and not exists \
             (select 1 from village_now w where w.village_id = p.village_id and {inside}) limit 1"
        );
        let is_there = super::deed::sees(scope) && self.reaches_proceeding(scope, id).await?;
        Ok(is_there && self.store.row(&sql, values).await?.is_none())
    }
}

/// The year for which a result is valid: after a yearly review the next one.
pub(super) fn valid_year(year: i32, is_yearly: bool) -> i32 {
    if is_yearly { year + 1 } else { year }
}

/// The grid of the newest certificate of a household.
struct Grid {
    first_year: i32,
    last_year: i32,
    standard: String,
}

impl Grid {
    /// The indicators of another standard are not those of its columns.
    fn form(grid: Option<&Grid>, years: i32, year: i32, standard: &str) -> CertificateForm {
        match grid {
            Some(grid)
                if grid.standard == standard && grid.last_year < year && year < grid.first_year + years =>
            {
                CertificateForm::Row { first_year: grid.first_year }
            }
            _ => CertificateForm::New,
        }
    }
}

async fn goes_on(tx: &Tx, task: &CertificateTask, more: usize, now: Instant) -> Result<bool, Fault> {
    let sql = "update job set lease_until = $1, done = done + $2 where id = $3 and attempts = $4 and state = 'running'";
    let more = i64::try_from(more).unwrap_or_default();
    let values = vec![lease(now), more.into(), task.id.0.into(), task.attempt.into()];
    Ok(tx.execute(sql, values).await? > 0)
}

async fn forget_parts(tx: &Tx, kind: &str) -> Result<(), Fault> {
    let of = "select p.id from certificate_part p join job j on j.id = p.job_id where j.kind = $1";
    for sql in [
        format!("delete from certificate_part_content where certificate_part_id in ({of})"),
        format!("delete from certificate_part where id in ({of})"),
        "update job set state = 'stopped' where kind = $1 and state = 'running'".to_owned(),
    ] {
        tx.execute(&sql, vec![kind.to_owned().into()]).await?;
    }
    Ok(())
}

/// Whoever is erased by law stands on no certificate that waits to be printed: the parts that hold a household of theirs are gone, and
/// whatever is being made from what was read before is not kept. What is missing then is made when somebody lets it go on.
pub(crate) async fn forget_printed(tx: &Tx, of: &[Uuid]) -> Result<(), Fault> {
    let sql = "update job set state = 'stopped' where kind like $1 and state = 'running'";
    tx.execute(sql, vec![format!("{KIND}%").into()]).await?;
    for row in tx.rows("select id, job_id, printed from certificate_part", vec![]).await? {
        let (id, printed): (Uuid, Json) = (row.id("id")?, row.get("printed")?);
        let printed = households(&printed).ok_or_else(unreadable)?;
        if printed.iter().any(|household| of.contains(&household.0)) {
            let content = "delete from certificate_part_content where certificate_part_id = $1";
            for sql in [content, "delete from certificate_part where id = $1"] {
                tx.execute(sql, vec![id.into()]).await?;
            }
            let sql = "update job set state = 'stopped' where id = $1 and state = 'done'";
            tx.execute(sql, vec![row.id("job_id")?.into()]).await?;
        }
    }
    Ok(())
}

fn state(row: &Row, now: Instant) -> Result<CertificateState, Fault> {
    let is_silent = row.instant("lease_until")?.is_none_or(|until| until < now);
    Ok(match row.get::<String>("state")?.as_str() {
        "running" if is_silent => CertificateState::Lost,
        "running" => CertificateState::Running,
        "stopped" => CertificateState::Stopped,
        "done" => CertificateState::Done,
        _ => {
            let outcome = row.get::<Option<Json>>("outcome")?.unwrap_or_default();
            let word = |key: &str, at: usize| {
                outcome.pointer(&format!("/{key}/{at}")).and_then(Json::as_str).unwrap_or_default().to_owned()
            };
            let both = |key: &str| LocalText { vi: word(key, 0), en: word(key, 1) };
            CertificateState::Failed(both("why"), both("remedy"))
        }
    })
}

fn unreadable() -> Fault {
    Fault::damaged(said!(
        "việc làm giấy chứng nhận không đọc được",
        "what certificates shall be printed cannot be read"
    ))
}

fn no_longer() -> Stopped {
    Stopped::refused(
        said!(
            "việc làm giấy này đã kết thúc hoặc đã có máy chủ làm tiếp",
            "this printing ended, or goes on already"
        ),
        said!("tải lại trang", "load the page again"),
    )
}
