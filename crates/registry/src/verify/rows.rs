//! The rows that acts wrote, side by side with the acts: what each of them must have as its digest.

use oversight::tree::Hash;
use store::{Fault, Queries, Row};

use crate::act::{ASSESSMENT, ActTable, TABLES, row_digest};
use crate::answers::sealed::SEAL;
use crate::cell::Cell;
use crate::verify::Findings;
use crate::verify::cursor::Cursor;
use crate::verify::erasures::{ERASE, Erasures};
use crate::verify::words::What;

/// Where the reading of every table stands.
pub(crate) struct Rows {
    cursors: Vec<Cursor>,
}

/// The rows of one act in one table.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) digests: Vec<Hash>,
    pub(crate) erased: u64,
}

impl Rows {
    pub(crate) fn new() -> Rows {
        let cursor = |table: &&'static ActTable| {
            let mut columns: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
            columns.extend(["act_seq", "ordinal"]);
            if table.is_personal {
                columns.extend(["salt", "digest", "erased_by"]);
            }
            if table.name == ASSESSMENT.name {
                columns.push("sealed_by");
            }
            Cursor::new(table.name, columns.join(", "), &["act_seq", "ordinal"])
        };
        Rows { cursors: TABLES.iter().map(cursor).collect() }
    }

    /// Passes over the rows that claim an act before this one: their acts are read already, or were never there.
    pub(crate) async fn before(
        &mut self,
        on: &impl Queries,
        seq: i64,
        found: &mut Findings,
    ) -> Result<(), Fault> {
        for (cursor, table) in self.cursors.iter_mut().zip(TABLES) {
            while let Some(row) = cursor.take_if(on, |row| Ok(row.get::<i64>("act_seq")? < seq)).await? {
                let (act, ordinal) = (row.get("act_seq")?, row.get("ordinal")?);
                found.add(What::RowWithoutAct, Some(act), Some(table.name), Some(ordinal));
            }
        }
        Ok(())
    }

    /// The digests of an act's rows in the table at this place.
    pub(crate) async fn digests(
        &mut self,
        on: &impl Queries,
        at: usize,
        seq: i64,
        erasures: &mut Erasures,
        found: &mut Findings,
    ) -> Result<Told, Fault> {
        let (Some(cursor), Some(table)) = (self.cursors.get_mut(at), TABLES.get(at).copied()) else {
            return Ok(Told::default());
        };
        let mut told = Told::default();
        while let Some(row) = cursor.take_if(on, |row| Ok(row.get::<i64>("act_seq")? == seq)).await? {
            let ordinal: i64 = row.get("ordinal")?;
            if ordinal != told.digests.len() as i64 {
                found.add(What::RowMissing, Some(seq), Some(table.name), Some(told.digests.len() as i64));
            }
            let cells = cells(&row, table)?;
            if !table.is_personal {
                told.digests.push(row_digest(table, None, &cells));
                continue;
            }
            let kept: Vec<u8> = row.get("digest")?;
            let (salt, erased_by): (Option<Vec<u8>>, Option<i64>) = (row.get("salt")?, row.get("erased_by")?);
            let sealed_by: Option<i64> =
                if table.name == ASSESSMENT.name { row.get("sealed_by")? } else { None };
            let is_sound = match (&salt, erased_by, sealed_by) {
                (Some(salt), None, None) => row_digest(table, Some(salt), &cells).as_slice() == kept,
                (None, Some(by), None) => {
                    told.erased += 1;
                    let left = row_digest(table, None, &cells);
                    erasures.permits(on, (by, ERASE), (table.name, seq, ordinal), &left).await?
                }
                (None, None, Some(by)) => {
                    let left = row_digest(table, None, &cells);
                    erasures.permits(on, (by, SEAL), (table.name, seq, ordinal), &left).await?
                }
                _ => false,
            };
            if !is_sound {
                found.add(What::RowChanged, Some(seq), Some(table.name), Some(ordinal));
            }
            told.digests.push(Hash::try_from(kept).unwrap_or_default());
        }
        Ok(told)
    }
}

pub(crate) fn cells(row: &Row, table: &ActTable) -> Result<Vec<Cell>, Fault> {
    table.columns.iter().map(|(name, kind)| Cell::read(row, name, *kind)).collect()
}
