//! The bytes of papers against the hashes that their acts name: they are sealed, and so is what is hashed, so that whoever has no
//! keys can verify, too. Filled forms and their files are named by the hash of what was sent: with the keys they are opened
//! and hashed again, without them only what is gone is found.

use store::{Fault, Queries, Row};
use uuid::Uuid;

use crate::Keys;
use crate::capture::place;
use crate::documents::{DEED_FILES, PAPERS, sha256};
use crate::verify::Findings;
use crate::verify::cursor::Cursor;
use crate::verify::words::What;

const TABLE: &str = "document";

pub(super) async fn compare(
    on: &impl Queries,
    keys: Option<&Keys>,
    found: &mut Findings,
) -> Result<(), Fault> {
    papers(on, found).await?;
    of_deeds(on, found).await?;
    filled_forms(on, keys, found).await?;
    their_files(on, keys, found).await?;
    kept_apart(on, keys, found).await
}

async fn papers(on: &impl Queries, found: &mut Findings) -> Result<(), Fault> {
    let sql = "select id, sealed_sha256, act_seq, ordinal, erased_by from document order by act_seq, ordinal";
    for row in on.rows(sql, vec![]).await? {
        let (id, kept): (Uuid, String) = (row.get("id")?, row.get("sealed_sha256")?);
        let is_erased = row.get::<Option<i64>>("erased_by")?.is_some();
        let sealed = PAPERS.parts(on, id).await?;
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

/// Scans and photographs that lie beside deeds of a review.
async fn of_deeds(on: &impl Queries, found: &mut Findings) -> Result<(), Fault> {
    const FILE: &str = "proceeding_file";
    let columns = "id, sealed_sha256, act_seq, ordinal".to_owned();
    let mut files = Cursor::new(FILE, columns, &["act_seq", "ordinal"]);
    while let Some(row) = files.next(on).await? {
        let kept: String = row.get("sealed_sha256")?;
        let sealed = DEED_FILES.parts(on, row.id("id")?).await?;
        if sealed.is_none_or(|sealed| sha256(&sealed) != kept) {
            found.add(What::PaperChanged, row.get("act_seq")?, Some(FILE), row.get("ordinal")?);
        }
    }
    let sql = "select 1 as one from proceeding_file_content c where not exists (select 1 from proceeding_file f where f.id = c.file_id) limit 1";
    if on.row(sql, vec![]).await?.is_some() {
        found.add(What::PaperChanged, None, Some("proceeding_file_content"), None);
    }
    Ok(())
}

/// Whether a body is what its row says: there unless it was erased, and, with the keys, the bytes of its hash.
fn is_sound(row: &Row, body: Option<Vec<u8>>, keys: Option<&Keys>) -> Result<bool, Fault> {
    let is_erased = row.get::<Option<i64>>("erased_by")?.is_some();
    let kept: String = row.get("sha256")?;
    Ok(match (body, keys) {
        (None, _) => is_erased,
        (Some(_), _) if is_erased => false,
        (Some(_), None) => true,
        (Some(body), Some(keys)) => {
            keys.unseal(&place(&kept), &body).is_some_and(|bytes| sha256(&bytes) == kept)
        }
    })
}

async fn body_of(on: &impl Queries, sql: &str, values: Vec<store::Value>) -> Result<Option<Vec<u8>>, Fault> {
    on.row(sql, values).await?.map(|row| row.get("body")).transpose()
}

async fn filled_forms(on: &impl Queries, keys: Option<&Keys>, found: &mut Findings) -> Result<(), Fault> {
    const FORM: &str = "submission";
    let columns = "id, sha256, erased_by, act_seq, ordinal".to_owned();
    let mut forms = Cursor::new(FORM, columns, &["act_seq", "ordinal"]);
    while let Some(row) = forms.next(on).await? {
        let sql = "select body from submission_body where submission_id = $1";
        let body = body_of(on, sql, vec![row.id("id")?.into()]).await?;
        if !is_sound(&row, body, keys)? {
            found.add(What::FormChanged, row.get("act_seq")?, Some(FORM), row.get("ordinal")?);
        }
    }
    let sql = "select 1 as one from submission_body b where not exists (select 1 from submission s where s.id = b.submission_id) limit 1";
    if on.row(sql, vec![]).await?.is_some() {
        found.add(What::FormChanged, None, Some("submission_body"), None);
    }
    Ok(())
}

async fn their_files(on: &impl Queries, keys: Option<&Keys>, found: &mut Findings) -> Result<(), Fault> {
    const FILE: &str = "submission_file";
    let columns = "submission_id, name, sha256, erased_by, act_seq, ordinal".to_owned();
    let mut files = Cursor::new(FILE, columns, &["act_seq", "ordinal"]);
    while let Some(row) = files.next(on).await? {
        let sql = "select body from submission_file_body where submission_id = $1 and name = $2";
        let values = vec![row.id("submission_id")?.into(), row.get::<String>("name")?.into()];
        let body = body_of(on, sql, values).await?;
        if !is_sound(&row, body, keys)? {
            found.add(What::FormChanged, row.get("act_seq")?, Some(FILE), row.get("ordinal")?);
        }
    }
    let sql = "select 1 as one from submission_file_body b where not exists (select 1 from submission_file f where f.submission_id = b.submission_id and f.name = b.name) limit 1";
    if on.row(sql, vec![]).await?.is_some() {
        found.add(What::FormChanged, None, Some("submission_file_body"), None);
    }
    Ok(())
}

/// What was kept apart is no row of an act: that its bytes are those of its own hash is all that can be told.
async fn kept_apart(on: &impl Queries, keys: Option<&Keys>, found: &mut Findings) -> Result<(), Fault> {
    let sql = "select q.id, q.sha256, q.erased_by from quarantine q order by q.received_at, q.id";
    for row in on.rows(sql, vec![]).await? {
        let body =
            body_of(on, "select body from quarantine where id = $1", vec![row.id("id")?.into()]).await?;
        let body = body.filter(|body| !body.is_empty());
        if !is_sound(&row, body, keys)? {
            found.add(What::FormChanged, None, Some("quarantine"), None);
        }
    }
    Ok(())
}
