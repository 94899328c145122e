//! The hashes of the log as they are kept, compared with the acts below them and the head above.

use oversight::tree::{Frontier, Hash, Place, empty_root, leaf_hash, node_hash};
use store::{Fault, Queries, Value};

use crate::act::hash_of;
use crate::audit::Checkpoint;
use crate::verify::Findings;
use crate::verify::cursor::Cursor;
use crate::verify::words::What;

/// What the log says of itself.
pub(crate) struct Head {
    pub(crate) size: u64,
    pub(crate) root: Hash,
}

pub(crate) async fn head(on: &impl Queries, found: &mut Findings) -> Result<Head, Fault> {
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
pub(crate) struct Tree {
    levels: Vec<Cursor>,
    peaks: Vec<Hash>,
    size: u64,
    nodes: u64,
}

impl Tree {
    pub(crate) async fn append(
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

    pub(crate) fn compare(&self, known: &[Checkpoint], found: &mut Findings) {
        if known.iter().any(|known| known.size == self.size && known.root != self.root()) {
            found.add(What::NotAsCheckpoint, None, None, None);
        }
    }

    pub(crate) async fn finish(
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
