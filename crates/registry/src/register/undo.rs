//! Undoing: a new act that takes away what an earlier one said. The earlier one stays in the log.

use std::collections::BTreeSet;

use store::dates::Instant;
use store::{Queries, Row};
use uuid::Uuid;
use vocab::said;

use crate::act::{Cause, Done};
use crate::projection::{Touched, refresh};
use crate::register::must_cover;
use crate::review::permitted;
use crate::{HouseholdId, Registry, Scope, Stopped, VillageId};

/// Acts that can be taken away; others have acts of their own against them.
const UNDOABLE: [&str; 13] = [
    "import.confirm",
    "household.register",
    "household.move",
    "household.head",
    "household.split",
    "household.merge",
    "person.change",
    "person.birth",
    "person.death",
    "assessment.record",
    "campaign.open",
    "village.restate",
    "village.close",
];

/// Whether acts of this kind can be taken back by [`Registry::undo`].
pub fn may_be_undone(kind: &str) -> bool {
    UNDOABLE.contains(&kind)
}

impl Registry {
    /// Undoes an act about households or a review. What households stand as follows at once: the result before counts
    /// again. `by` is `None` only for the program itself.
    ///
    /// # Errors
    /// There is no such act, it cannot be undone or was undone already, later acts build on it, or a household lies
    /// outside the scope; or the database failed.
    pub async fn undo(
        &self,
        by: Option<&Scope>,
        seq: i64,
        reason: &str,
        at: Instant,
    ) -> Result<Done, Stopped> {
        let cause =
            Cause { reason: Some(reason), undoes: Some(seq), ..Cause::new("act.undo", by.map(Scope::user)) };
        let mut act = self.begin(cause, at).await?;
        let sql = "select a.kind, exists (select 1 from act u where u.undoes = a.seq) as undone from act a where a.seq = $1";
        let row = act.tx.row(sql, vec![seq.into()]).await?;
        let kind = row.as_ref().map(|row| row.get::<String>("kind")).transpose()?.unwrap_or_default();
        if !may_be_undone(&kind) {
            return Err(Stopped::refused(
                said!("không hoàn tác được việc số {seq}", "act {seq} cannot be undone"),
                said!(
                    "chọn một việc về hộ hoặc về rà soát trong nhật ký",
                    "choose an act about a household or a review in the log"
                ),
            ));
        }
        if row.as_ref().is_some_and(|row| is_true(row, "undone")) {
            return Err(Stopped::refused(
                said!("việc số {seq} đã được hoàn tác", "act {seq} was undone already"),
                said!("tải lại trang", "load the page again"),
            ));
        }
        if kind == "assessment.record" || kind == "campaign.open" {
            permitted(by)?;
        }
        let assessed = assessed_by(&act.tx, seq).await?;
        may_undo_results(&act.tx, by, seq, &assessed).await?;
        let touched = said_of(&act.tx, seq).await?;
        let households = households_of(&act.tx, &touched).await?;
        let is_of_villages = kind.starts_with("village.");
        for village in touched.iter().filter(|_| is_of_villages) {
            self.may_undo_village(by, VillageId(*village)).await?;
        }
        for household in &households {
            must_cover(&act.tx, by, HouseholdId(*household)).await?;
        }
        later_acts(&act.tx, seq, &touched).await?;
        let done = act.write().await?;
        let households = touched.iter().copied().chain(assessed).collect();
        let touched = if is_of_villages {
            Touched { villages: touched, ..Touched::default() }
        } else {
            Touched { people: touched, households, ..Touched::default() }
        };
        refresh(&act.tx, touched, self.now(at)).await?;
        act.commit().await?;
        Ok(done)
    }
}

fn is_true(row: &Row, column: &str) -> bool {
    row.get::<bool>(column).unwrap_or_else(|_| row.get::<i64>(column).is_ok_and(|n| n != 0))
}

/// What an act said something of.
async fn said_of(on: &impl Queries, seq: i64) -> Result<BTreeSet<Uuid>, Stopped> {
    let rows = on.rows("select distinct subject from fact where act_seq = $1", vec![seq.into()]).await?;
    rows.iter().map(|row| Ok(row.id("subject")?)).collect()
}

/// The households of which an act recorded results.
async fn assessed_by(on: &impl Queries, seq: i64) -> Result<BTreeSet<Uuid>, Stopped> {
    let sql = "select distinct household_id from assessment where act_seq = $1";
    let rows = on.rows(sql, vec![seq.into()]).await?;
    rows.iter().map(|row| Ok(row.id("household_id")?)).collect()
}

/// Whoever takes results back must reach every household of them; and nothing may stand on what is taken back: a
/// correction on a result, a result on its campaign.
async fn may_undo_results(
    on: &impl Queries,
    by: Option<&Scope>,
    seq: i64,
    assessed: &BTreeSet<Uuid>,
) -> Result<(), Stopped> {
    if let Some(scope) = by.filter(|_| !assessed.is_empty()) {
        let mut values = vec![seq.into()];
        let now = scope.condition("h", &mut values);
        // Where the village lies today: codes of the time may be another commune's by now.
        let then = scope.condition("w", &mut values);
        let sql = format!(
            "select count(*) as n from assessment a join household_now h on h.household_id = a.household_id \
             join village_now w on w.village_id = a.village_id where a.act_seq = $1 and {now} and {then}"
        );
        let row = on.row(&sql, values).await?;
        let inside: i64 = row.map(|row| row.get("n")).transpose()?.unwrap_or(0);
        if usize::try_from(inside) != Ok(assessed.len()) {
            return Err(Stopped::refused(
                said!(
                    "việc số {seq} có hộ ngoài địa bàn được giao",
                    "act {seq} is about households outside your area"
                ),
                said!("nhờ người phụ trách toàn địa bàn", "ask somebody who is responsible for all of them"),
            ));
        }
    }
    let sql = "select min(e.act_seq) as later from proceeding_event e join assessment s on s.id = e.assessment_id where s.act_seq = $1";
    let row = on.row(sql, vec![seq.into()]).await?;
    if let Some(later) = row.map(|row| row.get::<Option<i64>>("later")).transpose()?.flatten() {
        return Err(Stopped::refused(
            said!(
                "đợt rà soát của xã đã dùng kết quả này (việc số {later})",
                "the review of a commune rests on this result (act {later})"
            ),
            said!(
                "ghi kết quả sửa, rồi khảo sát lại hoặc phúc tra",
                "record a correction, then survey again or re-check"
            ),
        ));
    }
    let sql = "select min(s.act_seq) as later from assessment s where s.act_seq > $1 \
               and (s.supersedes in (select id from assessment where act_seq = $1) \
               or s.campaign_id in (select id from campaign where act_seq = $1)) \
               and not exists (select 1 from act u where u.undoes = s.act_seq)";
    let row = on.row(sql, vec![seq.into()]).await?;
    match row.map(|row| row.get::<Option<i64>>("later")).transpose()?.flatten() {
        Some(later) => Err(undo_first(later)),
        None => Ok(()),
    }
}

fn undo_first(later: i64) -> Stopped {
    Stopped::refused(
        said!("việc số {later} ghi sau đó dựa trên việc này", "act {later}, recorded later, builds on it"),
        said!("hoàn tác việc số {later} trước", "undo act {later} first"),
    )
}

async fn households_of(on: &impl Queries, subjects: &BTreeSet<Uuid>) -> Result<BTreeSet<Uuid>, Stopped> {
    let mut found = BTreeSet::new();
    for subject in subjects {
        let sql = "select household_id from household_now where household_id = $1 union select household_id from person_now where person_id = $1 and household_id is not null";
        for row in on.rows(sql, vec![(*subject).into()]).await? {
            found.insert(row.id("household_id")?);
        }
    }
    Ok(found)
}

async fn later_acts(on: &impl Queries, seq: i64, subjects: &BTreeSet<Uuid>) -> Result<(), Stopped> {
    for subject in subjects {
        let sql = "select min(f.act_seq) as later from fact f where f.subject = $1 and f.act_seq > $2 and f.attribute not in ('status', 'other_status') and not exists (select 1 from act u where u.undoes = f.act_seq)";
        let row = on.row(sql, vec![(*subject).into(), seq.into()]).await?;
        if let Some(later) = row.map(|row| row.get::<Option<i64>>("later")).transpose()?.flatten() {
            return Err(undo_first(later));
        }
    }
    Ok(())
}
