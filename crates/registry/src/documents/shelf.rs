//! Sealed files in the database: cleaned and sealed before they come, kept in parts, compared when they are taken.

use store::{Fault, Queries, Tx};
use uuid::Uuid;
use vocab::said;

use super::add::damaged;
use super::metadata::cleaned;
use super::{Media, sha256};
use crate::{Keys, Stopped};

/// Sealed bytes lie in parts of so many: nobody reads a large file at once who only passes over the table.
const PART_BYTES: usize = 256 << 10;

/// Where sealed bytes lie: a table, and its column that says whose they are.
pub(crate) struct Shelf {
    table: &'static str,
    of: &'static str,
}

/// The papers of households.
pub(crate) const PAPERS: Shelf = Shelf { table: "document_content", of: "document_id" };
/// What is kept with the deeds of a review.
pub(crate) const DEED_FILES: Shelf = Shelf { table: "proceeding_file_content", of: "file_id" };
/// Certificates that wait to be printed.
pub(crate) const CERTIFICATES: Shelf = Shelf { table: "certificate_part_content", of: "certificate_part_id" };

/// A file that was cleaned and sealed.
#[derive(Clone)]
pub(crate) struct Sealed {
    /// SHA-256 of the cleaned file, in hexadecimal digits.
    pub(crate) sha256: String,
    pub(crate) size: usize,
    pub(crate) bytes: Vec<u8>,
}

/// Cleans a file and seals it: seconds of computing for a large photograph, not on a thread that answers others.
pub(crate) async fn sealed(
    keys: &Keys,
    place: String,
    (name, media): (&str, Media),
    bytes: Vec<u8>,
) -> Result<Sealed, Stopped> {
    let keys = keys.clone();
    let made = tokio::task::spawn_blocking(move || {
        let bytes = cleaned(media, &bytes)?;
        let sealed = keys.seal(&place, &bytes);
        Some((sha256(&bytes), bytes.len(), sealed))
    });
    let made = made
        .await
        .map_err(|_| Fault::damaged(said!("không đọc được một tệp", "a file could not be read")))?;
    let (sha256, size, sealed) = made.ok_or_else(|| damaged(name, media))?;
    Ok(Sealed { sha256, size, bytes: sealed.map_err(|_| Fault::no_random_numbers())? })
}

/// Opens what was sealed there; `None` if it is nothing of these keys.
pub(crate) async fn unsealed(keys: &Keys, place: String, sealed: Vec<u8>) -> Option<Vec<u8>> {
    let keys = keys.clone();
    tokio::task::spawn_blocking(move || keys.unseal(&place, &sealed)).await.ok().flatten()
}

impl Shelf {
    pub(crate) async fn keep(&self, tx: &Tx, id: Uuid, sealed: &[u8]) -> Result<(), Fault> {
        for (at, part) in (0_i64..).zip(sealed.chunks(PART_BYTES)) {
            let row = vec![id.into(), at.into(), part.to_vec().into()];
            tx.insert(self.table, &[self.of, "part", "content"], vec![row]).await?;
        }
        Ok(())
    }

    /// The sealed bytes; `None` if there are none.
    pub(crate) async fn parts(&self, on: &impl Queries, id: Uuid) -> Result<Option<Vec<u8>>, Fault> {
        let sql = format!("select content from {} where {} = $1 order by part", self.table, self.of);
        let rows = on.rows(&sql, vec![id.into()]).await?;
        if rows.is_empty() {
            return Ok(None);
        }
        let parts: Vec<Vec<u8>> = rows.iter().map(|row| row.get("content")).collect::<Result<_, _>>()?;
        Ok(Some(parts.concat()))
    }
}
