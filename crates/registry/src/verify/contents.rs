//! The bytes of papers against the hashes that their acts name. They are sealed, and so is what is hashed: whoever has no keys
//! can verify, too.

use store::{Fault, Queries};
use uuid::Uuid;

use crate::documents::{parts, sha256};
use crate::verify::Findings;
use crate::verify::words::What;

const TABLE: &str = "document";

pub(super) async fn compare(on: &impl Queries, found: &mut Findings) -> Result<(), Fault> {
    let sql = "select id, sealed_sha256, act_seq, ordinal, erased_by from document order by act_seq, ordinal";
    for row in on.rows(sql, vec![]).await? {
        let (id, kept): (Uuid, String) = (row.get("id")?, row.get("sealed_sha256")?);
        let is_erased = row.get::<Option<i64>>("erased_by")?.is_some();
        let sealed = parts(on, id).await?;
        let is_sound = match sealed {
            None => is_erased,
            Some(sealed) => !is_erased && sha256(&sealed) == kept,
        };
        if !is_sound {
            found.add(What::PaperChanged, row.get("act_seq")?, Some(TABLE), row.get("ordinal")?);
        }
    }
    let sql = "select 1 as one from document_content c where not exists (select 1 from document d where d.id = c.document_id) limit 1";
    if on.row(sql, vec![]).await?.is_some() {
        found.add(What::PaperChanged, None, Some("document_content"), None);
    }
    Ok(())
}
