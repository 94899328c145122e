//! Kiểm tra nhật ký: everything that acts wrote is read again, and every hash computed anew.
//!
//! What is found: a changed cell of an act or of a row that it wrote, a row or an act that was added, taken away or moved,
//! a changed hash of the tree, another head. Whoever can rewrite the whole database can rewrite all hashes, too: against
//! that helps a [`Checkpoint`] that somebody else has kept. What follows from facts and assessments (`…_now`) is made anew
//! and compared, and the bytes of papers, filled forms and their files with the hashes that their acts name.

mod contents;
pub(crate) mod cursor;
pub(crate) mod erasures;
mod now;
pub(crate) mod rows;
#[cfg(test)]
mod tests;
mod tree;
mod words;

use oversight::tree::Hash;
use standards::groups::HouseholdGroups;
use store::{Fault, Queries, Store};

use crate::act::{HEADER, TABLES, commitment};
use crate::audit::Checkpoint;
use crate::cell::Cell;
use crate::keys::hex;
use crate::verify::cursor::Cursor;
use crate::verify::erasures::Erasures;
use crate::verify::rows::Rows;
use crate::verify::tree::{Tree, head};
pub use crate::verify::words::What;
use crate::{Keys, Registry, keys};

/// A log that is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many acts.
    pub acts: u64,
    /// How many rows they wrote.
    pub rows: u64,
    /// How many of the rows were erased by law; of them only the digest is left.
    pub erased: u64,
    /// The root of the tree.
    pub root: Hash,
}

/// Something that is not as an act left it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tampering {
    /// What is wrong.
    pub what: What,
    /// Number of the act, if it is known.
    pub act_seq: Option<i64>,
    /// The table.
    pub table: Option<&'static str>,
    /// Number of the row within the act and the table.
    pub ordinal: Option<i64>,
}

/// What verifying found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything is as the acts left it.
    Whole(Verified),
    /// Something is not.
    Tampered {
        /// The first findings.
        found: Vec<Tampering>,
        /// How many there are in all.
        count: u64,
    },
}

/// So many findings are told one by one.
const TOLD: usize = 1000;

impl Registry {
    /// Verifies the whole log; `known` are checkpoints that were kept elsewhere.
    ///
    /// # Errors
    /// The database failed.
    pub async fn verify(&self, known: &[Checkpoint]) -> Result<Verdict, Fault> {
        verify(&self.store, &self.groups, Some(&self.keys), known).await
    }
}

/// Verifies the log of an open, current database; `groups` are those of the pack with which it is served. Others may go on
/// acting meanwhile. Without the keys, changed bytes of filled forms and their files are not found, only missing ones.
///
/// # Errors
/// The database failed.
pub async fn verify(
    store: &Store,
    groups: &HouseholdGroups,
    keys: Option<&Keys>,
    known: &[Checkpoint],
) -> Result<Verdict, Fault> {
    let frozen = store.snapshot().await?;
    let verdict = verify_on(&frozen, groups, keys, known).await;
    // Reading changed nothing: what becomes of the transaction does not matter.
    let _ = frozen.rollback().await;
    verdict
}

pub(crate) async fn verify_on(
    on: &impl Queries,
    groups: &HouseholdGroups,
    keys: Option<&Keys>,
    known: &[Checkpoint],
) -> Result<Verdict, Fault> {
    let mut found = Findings::default();
    let head = head(on, &mut found).await?;
    let mut erasures = Erasures::default();
    let mut rows = Rows::new();
    let mut tree = Tree::default();
    let mut acts = acts();
    let mut verified = Verified { acts: head.size, rows: 0, erased: 0, root: head.root };
    tree.compare(known, &mut found);
    for seq in 0..head.size as i64 {
        while let Some(extra) = acts.take_if(on, |act| Ok(act.get::<i64>("seq")? < seq)).await? {
            found.act(What::ActAdded, extra.get("seq")?);
        }
        rows.before(on, seq, &mut found).await?;
        let Some(act) = acts.take_if(on, |act| Ok(act.get::<i64>("seq")? == seq)).await? else {
            found.act(What::ActMissing, seq);
            tree.append(on, None, &mut found).await?;
            tree.compare(known, &mut found);
            continue;
        };
        let mut digests = Vec::new();
        for at in 0..TABLES.len() {
            let told = rows.digests(on, at, seq, &mut erasures, &mut found).await?;
            verified.erased += told.erased;
            digests.extend(told.digests);
        }
        verified.rows += digests.len() as u64;
        let cells: Vec<Cell> =
            HEADER.iter().map(|(name, kind)| Cell::read(&act, name, *kind)).collect::<Result<_, _>>()?;
        let (salt, kept): (Option<Vec<u8>>, Vec<u8>) = (act.get("salt")?, act.get("commitment")?);
        if commitment(&salt.unwrap_or_default(), &cells, &digests).as_slice() != kept {
            found.act(What::ActChanged, seq);
        }
        tree.append(on, Some(&kept), &mut found).await?;
        tree.compare(known, &mut found);
    }
    while let Some(extra) = acts.next(on).await? {
        found.act(What::ActAdded, extra.get("seq")?);
    }
    rows.before(on, i64::MAX, &mut found).await?;
    tree.finish(on, &head, known, &mut found).await?;
    contents::compare(on, keys, &mut found).await?;
    now::compare(on, groups, &mut found).await?;
    Ok(found.verdict(verified))
}

fn acts() -> Cursor {
    let columns: Vec<&str> = HEADER.iter().map(|(name, _)| *name).collect();
    Cursor::new("act", format!("{}, salt, commitment, seq", columns.join(", ")), &["seq"])
}

/// What was found so far.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    told: Vec<Tampering>,
    count: u64,
}

impl Findings {
    fn act(&mut self, what: What, seq: i64) {
        self.add(what, Some(seq), Some("act"), None);
    }

    pub(crate) fn add(
        &mut self,
        what: What,
        act_seq: Option<i64>,
        table: Option<&'static str>,
        ordinal: Option<i64>,
    ) {
        self.count += 1;
        if self.told.len() < TOLD {
            self.told.push(Tampering { what, act_seq, table, ordinal });
        }
    }

    fn verdict(self, verified: Verified) -> Verdict {
        if self.count == 0 {
            Verdict::Whole(verified)
        } else {
            Verdict::Tampered { found: self.told, count: self.count }
        }
    }
}

impl Verified {
    /// The root in hexadecimal digits.
    pub fn root_text(&self) -> String {
        hex(&self.root)
    }
}

/// A root from hexadecimal digits.
pub(crate) fn root_of_text(text: &str) -> Option<Hash> {
    keys::unhex(text)?.try_into().ok()
}
