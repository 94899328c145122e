//! Mốc kiểm tra: how long the log is and what its root is; proofs that an act is in it and that it has only grown.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use oversight::proof::{Missing, consistency, inclusion, is_consistent, root};
use oversight::tree::{Hash, Place};
use store::dates::Instant;
use store::{Fault, Queries, Tx};
use vocab::said;

use crate::act::hash_of;
use crate::keys::hex;
use crate::verify::root_of_text;
use crate::{Registry, Scope};

/// The log at one moment. Whoever keeps this elsewhere notices later if anything before it was rewritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// How many acts.
    pub size: u64,
    /// The root of the tree.
    pub root: Hash,
    /// When the last of them was done; milliseconds since 1970.
    pub at: Instant,
}

/// The proof that an act is in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inclusion {
    /// Number of the act.
    pub seq: u64,
    /// The hash of its entry.
    pub leaf: Hash,
    /// The hashes beside its way up.
    pub path: Vec<Hash>,
    /// The log that it is in.
    pub within: Checkpoint,
}

/// What begins a checkpoint in text.
const MARK: &str = "chungtay-log/1";

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{MARK} {} {} {}", self.size, hex(&self.root), self.at.millis())
    }
}

impl FromStr for Checkpoint {
    type Err = ();

    fn from_str(text: &str) -> Result<Checkpoint, ()> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let [MARK, size, root, at] = words.as_slice() else { return Err(()) };
        Ok(Checkpoint {
            size: size.parse().map_err(|_| ())?,
            root: root_of_text(root).ok_or(())?,
            at: Instant::from_millis(at.parse().map_err(|_| ())?),
        })
    }
}

impl Inclusion {
    /// Whether the proof leads to the root.
    pub fn holds(&self) -> bool {
        let root = oversight::proof::root_of_inclusion(self.leaf, self.seq, self.within.size, &self.path);
        root == Some(self.within.root)
    }
}

impl Registry {
    /// The log as it is now.
    ///
    /// # Errors
    /// The database failed.
    pub async fn checkpoint(&self) -> Result<Checkpoint, Fault> {
        let frozen = self.store.snapshot().await?;
        let found = head(&frozen).await;
        let _ = frozen.rollback().await;
        found
    }

    /// The proof that an act is in the log as it is now, if the act lies in the scope.
    ///
    /// # Errors
    /// The database failed, or hashes are missing.
    pub async fn inclusion(&self, scope: &Scope, seq: i64) -> Result<Option<Inclusion>, Fault> {
        if self.act(scope, seq).await?.is_none() {
            return Ok(None);
        }
        let frozen = self.store.snapshot().await?;
        let found = prove(&frozen, seq as u64).await;
        let _ = frozen.rollback().await;
        found
    }

    /// Whether the log as it is now begins with the log of an earlier checkpoint.
    ///
    /// # Errors
    /// The database failed, or hashes are missing.
    pub async fn has_only_grown_since(&self, earlier: &Checkpoint) -> Result<bool, Fault> {
        let frozen = self.store.snapshot().await?;
        let found = grown(&frozen, earlier).await;
        let _ = frozen.rollback().await;
        found
    }
}

async fn head(on: &Tx) -> Result<Checkpoint, Fault> {
    let sql = "select h.size, h.root as hash, a.at from audit_head h left join act a on a.seq = h.size - 1 where h.id = 1";
    let Some(row) = on.row(sql, vec![]).await? else {
        let root = oversight::tree::empty_root();
        return Ok(Checkpoint { size: 0, root, at: Instant::from_millis(0) });
    };
    let at = row.instant("at")?.unwrap_or(Instant::from_millis(0));
    Ok(Checkpoint { size: row.get::<i64>("size")? as u64, root: hash_of(&row)?, at })
}

async fn prove(on: &Tx, seq: u64) -> Result<Option<Inclusion>, Fault> {
    let within = head(on).await?;
    let leaf_place = Place { level: 0, position: seq };
    let (path, leaf) = asked(on, |hash| {
        Ok((inclusion(seq, within.size, &hash)?, hash(leaf_place).ok_or(Missing(leaf_place))?))
    })
    .await?;
    Ok(path.map(|path| Inclusion { seq, leaf, path, within }))
}

async fn grown(on: &Tx, earlier: &Checkpoint) -> Result<bool, Fault> {
    let now = head(on).await?;
    if earlier.size == 0 || earlier.size > now.size {
        return Ok(earlier.size == 0);
    }
    let (path, own) =
        asked(on, |hash| Ok((consistency(earlier.size, now.size, &hash)?, root(now.size, &hash)?))).await?;
    Ok(own == now.root && is_consistent(earlier.size, now.size, earlier.root, now.root, &path))
}

/// Asks twice: first to learn which hashes are needed, then with those.
async fn asked<T>(
    on: &Tx,
    ask: impl Fn(&dyn Fn(Place) -> Option<Hash>) -> Result<T, Missing>,
) -> Result<T, Fault> {
    let wanted = {
        let wanted = RefCell::new(BTreeSet::new());
        let note = |place: Place| {
            wanted.borrow_mut().insert(place);
            Some(Hash::default())
        };
        let _ = ask(&note);
        wanted.into_inner()
    };
    let mut kept = BTreeMap::new();
    for place in wanted {
        let values = vec![i64::from(place.level).into(), (place.position as i64).into()];
        let row = on.row("select hash from audit_node where level = $1 and position = $2", values).await?;
        if let Some(row) = row {
            kept.insert(place, hash_of(&row)?);
        }
    }
    ask(&|place| kept.get(&place).copied()).map_err(|_| {
        Fault::damaged(said!(
            "nhật ký kiểm toán thiếu mã băm phải có",
            "the audit log lacks hashes that it must have"
        ))
    })
}
