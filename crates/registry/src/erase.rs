//! Xóa dữ liệu cá nhân: a person is erased by law. The log stays verifiable, and says that and why this was done.
//!
//! What goes: the values and salts of everything that was said of the person. Their digests stay; without the salt nobody
//! can try out what they covered. Answers of a household are erased only if nobody else ever belonged to it: the answers
//! of a family are those of all its members. Papers go, with their bytes, if they are about this person, or if the answers go.
//! With the answers go the filled forms of the household, their files, what phones sent besides and was kept apart, and what was
//! typed in from its paper forms: their bytes, and the hashes of these.
//! What stays is that there was a person, in which households, on which days.

use std::collections::BTreeSet;

use oversight::tree::Hash;
use serde_json::json;
use store::dates::Instant;
use store::{Fault, Queries, Tx, Value};
use uuid::Uuid;
use vocab::said;

use crate::access::{Area, Right};
use crate::act::{ASSESSMENT, Act, ActTable, Cause, DOCUMENT, Done, FACT, row_digest};
use crate::capture::OfHousehold;
use crate::cell::{Cell, Kind};
use crate::projection::{Touched, refresh};
use crate::register::must_cover;
use crate::verify::erasures::{ERASE, content};
use crate::verify::rows::cells;
use crate::{HouseholdId, PersonId, Registry, Scope, Stopped};

/// A row that will be erased, and how it is left.
pub(crate) struct Erased {
    table: &'static ActTable,
    act_seq: i64,
    ordinal: i64,
    left: Hash,
}

impl Registry {
    /// Erases what is known of a person. `by` is `None` only for the operator at the machine.
    ///
    /// # Errors
    /// There is no such person in reach, she was erased already, or no reason is given; or the database failed.
    pub async fn erase_person(
        &self,
        by: Option<&Scope>,
        person: PersonId,
        reason: &str,
        at: Instant,
    ) -> Result<Done, Stopped> {
        if reason.trim().is_empty() {
            return Err(Stopped::refused(
                said!("chưa ghi căn cứ xóa dữ liệu", "no reason for the erasure is given"),
                said!(
                    "ghi số, ngày của văn bản yêu cầu xóa; không ghi họ tên",
                    "write number and date of the request for it; no name"
                ),
            ));
        }
        let cause = Cause { reason: Some(reason.trim()), ..Cause::new(ERASE, by.map(Scope::user)) };
        let mut act = self.begin(cause, at).await?;
        let households = households_of(&act.tx, person).await?;
        in_reach(&act, by, person, &households).await?;
        let mut subjects = vec![person.0];
        for household in &households {
            if is_alone(&act.tx, person, *household).await? {
                subjects.push(*household);
            }
        }
        let mut rows = Vec::new();
        let mut forms = OfHousehold::default();
        for subject in &subjects {
            rows.extend(facts_of(&act.tx, *subject).await?);
            rows.extend(answers_of(&act.tx, *subject).await?);
            rows.extend(documents_of(&act.tx, *subject).await?);
            forms.add(&act.tx, &self.keys, *subject).await?;
        }
        rows.extend(forms.rows(&act.tx).await?);
        if rows.is_empty() {
            return Err(Stopped::refused(
                said!(
                    "dữ liệu của người này đã được xóa",
                    "what was known of this person was erased already"
                ),
                said!("xem việc đó trong nhật ký", "look for that act in the log"),
            ));
        }
        let names: Vec<_> =
            rows.iter().map(|row| (row.table.name, row.act_seq, row.ordinal, row.left)).collect();
        act.set_content(content(&names));
        let done = act.write().await?;
        erase(&act.tx, done.seq, &rows).await?;
        forms.erase(&act.tx, done.seq).await?;
        crate::proceedings::forget_printed(&act.tx, &households).await?;
        let touched = Touched {
            people: BTreeSet::from([person.0]),
            households: households.into_iter().collect(),
            ..Touched::default()
        };
        refresh(&act.tx, touched, self.now(at)).await?;
        act.commit().await?;
        Ok(done)
    }

    /// The person with this number, for an operator who has it from a request on paper.
    ///
    /// # Errors
    /// The database failed.
    pub async fn person_of_number(&self, number: i64) -> Result<Option<PersonId>, Fault> {
        let row = self.store.row("select id from person where number = $1", vec![number.into()]).await?;
        row.map(|row| row.id("id").map(PersonId)).transpose()
    }
}

/// Every household that she was ever said to belong to, also by acts that were undone.
async fn households_of(on: &impl Queries, person: PersonId) -> Result<Vec<Uuid>, Fault> {
    let sql = "select distinct object from fact where subject = $1 and attribute = 'membership' and object is not null";
    on.rows(sql, vec![person.0.into()]).await?.iter().map(|row| row.id("object")).collect()
}

async fn is_alone(on: &impl Queries, person: PersonId, household: Uuid) -> Result<bool, Fault> {
    let sql =
        "select 1 as n from fact where object = $1 and attribute = 'membership' and subject <> $2 limit 1";
    Ok(on.row(sql, vec![household.into(), person.0.into()]).await?.is_none())
}

async fn in_reach(
    act: &Act,
    by: Option<&Scope>,
    person: PersonId,
    households: &[Uuid],
) -> Result<(), Stopped> {
    let row = act.tx.row("select 1 as n from person where id = $1", vec![person.0.into()]).await?;
    let everywhere = by
        .is_none_or(|scope| scope.right() == Right::ChangeHouseholds && scope.areas() == [Area::Everywhere]);
    if row.is_none() || (households.is_empty() && !everywhere) {
        return Err(Stopped::refused(
            said!("không có người này trong phạm vi của bạn", "there is no such person in your area"),
            said!("tìm lại người đó trong danh sách", "look for her in the list again"),
        ));
    }
    for household in households {
        must_cover(&act.tx, by, HouseholdId(*household)).await?;
    }
    Ok(())
}

async fn facts_of(on: &impl Queries, subject: Uuid) -> Result<Vec<Erased>, Fault> {
    let sql = "select subject, attribute, object, value, valid_from, valid_until, act_seq, ordinal from fact where subject = $1 and erased_by is null order by act_seq, ordinal";
    left(on, sql, subject, &FACT, "value", Cell::Null(Kind::Json)).await
}

/// `answers` must hold something: an empty object says that nothing is left.
async fn answers_of(on: &impl Queries, household: Uuid) -> Result<Vec<Erased>, Fault> {
    let sql =
        "select * from assessment where household_id = $1 and erased_by is null order by act_seq, ordinal";
    left(on, sql, household, &ASSESSMENT, "answers", Cell::Json(json!({}))).await
}

/// The papers of a household of which nobody else is left to tell, or about a person.
async fn documents_of(on: &impl Queries, subject: Uuid) -> Result<Vec<Erased>, Fault> {
    let sql = "select * from document where (household_id = $1 or person_id = $1) and erased_by is null order by act_seq, ordinal";
    left(on, sql, subject, &DOCUMENT, "about", Cell::Null(Kind::Json)).await
}

/// The rows of a query, and the digest of each as it is without the value of one column.
pub(crate) async fn left(
    on: &impl Queries,
    sql: &str,
    about: Uuid,
    table: &'static ActTable,
    column: &str,
    without: Cell,
) -> Result<Vec<Erased>, Fault> {
    let mut erased = Vec::new();
    for row in on.rows(sql, vec![about.into()]).await? {
        let mut cells = cells(&row, table)?;
        let at = table.columns.iter().position(|(name, _)| *name == column);
        if let Some(cell) = at.and_then(|at| cells.get_mut(at)) {
            *cell = without.clone();
        }
        let left = row_digest(table, None, &cells);
        erased.push(Erased { table, act_seq: row.get("act_seq")?, ordinal: row.get("ordinal")?, left });
    }
    Ok(erased)
}

async fn erase(tx: &Tx, by: i64, rows: &[Erased]) -> Result<(), Fault> {
    for row in rows {
        let (columns, without) = match row.table.name {
            "fact" => ("value", Cell::Null(Kind::Json)),
            "document" => ("about", Cell::Null(Kind::Json)),
            // A hash without salt would let somebody try out what was sent.
            "submission" | "submission_file" => ("sha256", Cell::Text(String::new())),
            // Nothing is left that somebody encrypted.
            _ => ("sealed_by = null, answers", Cell::Json(json!({}))),
        };
        if row.table.name == DOCUMENT.name {
            let sql = "delete from document_content where document_id in (select id from document where act_seq = $1 and ordinal = $2)";
            tx.execute(sql, vec![row.act_seq.into(), row.ordinal.into()]).await?;
        }
        let sql = format!(
            "update {} set {columns} = $1, salt = null, erased_by = $2 where act_seq = $3 and ordinal = $4",
            row.table.name
        );
        let values: Vec<Value> = vec![without.value(), by.into(), row.act_seq.into(), row.ordinal.into()];
        tx.execute(&sql, values).await?;
    }
    Ok(())
}
