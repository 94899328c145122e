//! Kiểm tra nhật ký: everything that acts wrote is read again, and every hash computed anew.
//!
//! What is found: a changed cell of an act or of a row that it wrote, a row or an act that was added, taken away or moved,
//! a changed hash of the tree, another head. Whoever can rewrite the whole database can rewrite all hashes, too: against
//! that helps a [`Checkpoint`] that somebody else has kept. What follows from the facts (`…_now`) is not looked at.

mod cursor;
pub(crate) mod erasures;
pub(crate) mod rows;
#[cfg(test)]
mod tests;
mod words;

use oversight::tree::{Frontier, Hash, Place, empty_root, leaf_hash, node_hash};
use store::{Fault, Queries, Store, Value};

use crate::act::{HEADER, TABLES, commitment, hash_of};
use crate::audit::Checkpoint;
use crate::cell::Cell;
use crate::keys::hex;
use crate::verify::cursor::Cursor;
use crate::verify::erasures::Erasures;
use crate::verify::rows::Rows;
pub use crate::verify::words::What;
use crate::{Registry, keys};

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
        verify(&self.store, known).await
    }
}

/// Verifies the log of an open, current database. Others may go on acting meanwhile.
///
/// # Errors
/// The database failed.
pub async fn verify(store: &Store, known: &[Checkpoint]) -> Result<Verdict, Fault> {
    let frozen = store.snapshot().await?;
    let verdict = verify_on(&frozen, known).await;
    // Reading changed nothing: what becomes of the transaction does not matter.
    let _ = frozen.rollback().await;
    verdict
}

pub(crate) async fn verify_on(on: &impl Queries, known: &[Checkpoint]) -> Result<Verdict, Fault> {
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
    Ok(found.verdict(verified))
}

fn acts() -> Cursor {
    let columns: Vec<&str> = HEADER.iter().map(|(name, _)| *name).collect();
    Cursor::new("act", format!("{}, salt, commitment, seq", columns.join(", ")), &["seq"])
}

struct Head {
    size: u64,
    root: Hash,
}

async fn head(on: &impl Queries, found: &mut Findings) -> Result<Head, Fault> {
    let rows = on.rows("select id, size, root from audit_head order by id", vec![]).await?;
    let Some(row) = rows.first() else { return Ok(Head { size: 0, root: empty_root() }) };
    let (id, size): (i64, i64) = (row.get("id")?, row.get("size")?);
    let root: Vec<u8> = row.get("root")?;
    let root = Hash::try_from(root).ok();
    if id != 1 || rows.len() > 1 || size < 0 || root.is_none() {
        found.add(What::HeadChanged, None, None, None);
    }
    // A size that cannot be true must not keep the machine busy for ever.
    let most = on.row("select coalesce(max(seq), -1) as last from act", vec![]).await?;
    let most: i64 = most.map(|row| row.get("last")).transpose()?.unwrap_or(-1);
    Ok(Head { size: size.clamp(0, most + 2) as u64, root: root.unwrap_or_default() })
}

/// The tree as it is kept: each hash is compared with what lies right below it, so that one change is one finding.
#[derive(Default)]
struct Tree {
    levels: Vec<Cursor>,
    peaks: Vec<Hash>,
    size: u64,
    nodes: u64,
}

impl Tree {
    async fn append(
        &mut self,
        on: &impl Queries,
        entry: Option<&[u8]>,
        found: &mut Findings,
    ) -> Result<(), Fault> {
        let mut place = Place { level: 0, position: self.size };
        let mut hash = self.kept(on, place, entry.map(leaf_hash), found).await?;
        while place.position & 1 == 1 {
            let Some(left) = self.peaks.pop() else { break };
            place = Place { level: place.level + 1, position: place.position >> 1 };
            hash = self.kept(on, place, Some(node_hash(&left, &hash)), found).await?;
        }
        self.peaks.push(hash);
        self.size += 1;
        Ok(())
    }

    /// The kept hash of a place, compared with the one that it must be.
    async fn kept(
        &mut self,
        on: &impl Queries,
        place: Place,
        due: Option<Hash>,
        found: &mut Findings,
    ) -> Result<Hash, Fault> {
        self.nodes += 1;
        let level = usize::from(place.level);
        if self.levels.len() <= level {
            self.levels.push(nodes(place.level));
        }
        let position = place.position as i64;
        let row = match self.levels.get_mut(level) {
            Some(level) => level.take_if(on, |row| Ok(row.get::<i64>("position")? == position)).await?,
            None => None,
        };
        let kept = row.map(|row| hash_of(&row)).and_then(Result::ok);
        let leaf = (place.level == 0).then_some(place.position as i64);
        match (kept, due) {
            (Some(kept), due) => {
                if due.is_some_and(|due| due != kept) {
                    found.add(What::HashChanged, leaf, Some("audit_node"), None);
                }
                Ok(kept)
            }
            (None, due) => {
                found.add(What::HashChanged, leaf, Some("audit_node"), None);
                Ok(due.unwrap_or_default())
            }
        }
    }

    fn root(&self) -> Hash {
        Frontier::new(self.size, self.peaks.clone()).map_or_else(empty_root, |log| log.root())
    }

    fn compare(&self, known: &[Checkpoint], found: &mut Findings) {
        if known.iter().any(|known| known.size == self.size && known.root != self.root()) {
            found.add(What::NotAsCheckpoint, None, None, None);
        }
    }

    async fn finish(
        &self,
        on: &impl Queries,
        head: &Head,
        known: &[Checkpoint],
        found: &mut Findings,
    ) -> Result<(), Fault> {
        let count = on.row("select count(*) as n from audit_node", vec![]).await?;
        if count.map(|row| row.get::<i64>("n")).transpose()? != i64::try_from(self.nodes).ok() {
            found.add(What::HashAdded, None, Some("audit_node"), None);
        }
        if self.root() != head.root {
            found.add(What::HeadChanged, None, None, None);
        }
        if known.iter().any(|known| known.size > self.size) {
            found.add(What::ShorterThanCheckpoint, None, None, None);
        }
        Ok(())
    }
}

fn nodes(level: u8) -> Cursor {
    Cursor::new("audit_node", "level, position, hash".to_owned(), &["position"])
        .only("level", Value::from(i64::from(level)))
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
