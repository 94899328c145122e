//! Gói của lúc mở đợt: the procedure, the law and the days off with which a proceeding was opened lie in the database, so that it is
//! judged by them until its end, and verified by them ever after, whatever program is installed since.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use ::review::calendar::{Calendar, calendar};
use ::review::procedure::{Procedure, procedures};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};
use standards::PackFiles;
use store::{Fault, Queries};
use vocab::said;

use crate::act::{Act, PROCEDURE_PACK};
use crate::cell::Cell;
use crate::keys::hex;
use crate::{Registry, Stopped};

/// A procedure with what it was read with.
#[derive(Debug)]
pub(crate) struct Pack {
    pub(crate) procedure: Procedure,
    pub(crate) calendar: Calendar,
}

/// Packs that were read, by digest: what lies under one never changes.
#[derive(Default)]
pub(crate) struct Packs(Mutex<BTreeMap<String, Arc<Pack>>>);

impl fmt::Debug for Packs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Packs(…)")
    }
}

pub(crate) type Texts = BTreeMap<String, String>;

/// The files of a pack that a procedure rests on.
pub(crate) fn texts(files: &PackFiles, procedure: &str) -> Result<Texts, Stopped> {
    let own = format!("procedures/{procedure}.toml");
    let law = files.list("law", ".toml").chain(files.list("calendar", ".toml")).map(str::to_owned);
    let texts: Texts = law
        .chain([own.clone()])
        .filter_map(|path| {
            let text = String::from_utf8(files.get(&path)?.to_vec()).ok()?;
            Some((path, text))
        })
        .collect();
    if texts.contains_key(&own) && read(&texts, procedure).is_some() {
        return Ok(texts);
    }
    Err(Stopped::refused(
        said!(
            "không có quy trình `{procedure}`, hoặc gói có lỗi",
            "there is no procedure `{procedure}`, or the pack has mistakes"
        ),
        said!(
            "xem `chungtay packs list` và `chungtay packs check`",
            "see `chungtay packs list` and `chungtay packs check`"
        ),
    ))
}

pub(crate) fn read(texts: &Texts, procedure: &str) -> Option<Pack> {
    let files = PackFiles::new(texts.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())));
    let procedure = procedures(&files).0.into_iter().find(|known| known.id == procedure)?;
    Some(Pack { procedure, calendar: calendar(&files).0? })
}

/// SHA-256 of all files with their names.
pub(crate) fn digest(texts: &Texts) -> String {
    let mut hash = Sha256::new();
    for (path, text) in texts {
        for part in [path, text] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
    }
    hex(&hash.finalize())
}

/// Adds the pack to an act, unless it is there; gives its digest.
pub(crate) async fn keep(act: &mut Act, procedure: &str, texts: &Texts) -> Result<String, Fault> {
    let digest = digest(texts);
    let sql = "select 1 as one from procedure_pack where digest = $1";
    if act.tx.row(sql, vec![digest.clone().into()]).await?.is_none() {
        let cells =
            vec![Cell::Text(digest.clone()), Cell::Text(procedure.to_owned()), Cell::Json(json!(texts))];
        act.add(&PROCEDURE_PACK, cells);
    }
    Ok(digest)
}

/// What lies in the database under a digest; `None`: not there, or not what its digest says.
pub(crate) async fn kept(on: &impl Queries, digest_of: &str) -> Result<Option<Pack>, Fault> {
    let sql = "select procedure, files from procedure_pack where digest = $1";
    let Some(row) = on.row(sql, vec![digest_of.to_owned().into()]).await? else { return Ok(None) };
    let (procedure, files): (String, Json) = (row.get("procedure")?, row.get("files")?);
    let texts: Option<Texts> = files.as_object().and_then(|files| {
        files.iter().map(|(path, text)| Some((path.clone(), text.as_str()?.to_owned()))).collect()
    });
    Ok(texts.filter(|texts| digest(texts) == digest_of).and_then(|texts| read(&texts, &procedure)))
}

impl Registry {
    pub(crate) async fn procedure_pack(&self, on: &impl Queries, digest: &str) -> Result<Arc<Pack>, Fault> {
        let known = self.packs.0.lock().unwrap_or_else(PoisonError::into_inner).get(digest).cloned();
        if let Some(pack) = known {
            return Ok(pack);
        }
        let pack = kept(on, digest).await?.ok_or_else(|| {
            Fault::damaged(said!(
                "quy trình của một đợt rà soát không còn nguyên vẹn",
                "the procedure of a review is not what it was"
            ))
        })?;
        let pack = Arc::new(pack);
        let mut packs = self.packs.0.lock().unwrap_or_else(PoisonError::into_inner);
        packs.insert(digest.to_owned(), pack.clone());
        Ok(pack)
    }
}
