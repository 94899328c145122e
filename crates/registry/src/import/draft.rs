//! Lists between two requests: the file as it was sent, encrypted, with what its sender decided so far.
//!
//! A draft belongs to the user who sent it and is no official act. It ends with its import, or after a week.

use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use store::dates::Instant;
use store::{Fault, Queries};
use uuid::Uuid;
use vocab::said;

use crate::import::{Decision, Decisions, may_change};
use crate::keys::hex;
use crate::{CampaignId, HouseholdId, ImportId, Registry, Scope, Stopped};

/// How long a list waits.
const KEPT_SECONDS: i64 = 7 * 86_400;
/// What the encryption is bound to, besides the id.
const SEALED_AS: &str = "import_draft.content";

/// A list that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: ImportId,
    /// The file as it was sent.
    pub content: Vec<u8>,
    /// SHA-256 of the file, in hexadecimal digits.
    pub file_hash: String,
    /// What was decided so far.
    pub wishes: Wishes,
}

/// What the sender of a list decided so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Year of the list of ethnic groups that the codes of the file are from.
    pub ethnic_codes: Option<i64>,
    /// The campaign whose questions the columns of microdata answer.
    pub campaign: Option<CampaignId>,
    /// About households.
    pub decisions: Decisions,
}

impl Registry {
    /// Keeps a file until somebody has looked at it. Drafts older than a week end now.
    ///
    /// # Errors
    /// The scope does not permit changes, the system gives no random numbers; or the database failed.
    pub async fn keep_import(&self, scope: &Scope, file: &[u8], at: Instant) -> Result<ImportId, Stopped> {
        may_change(scope)?;
        let id = ImportId::fresh();
        let sealed =
            self.keys.seal(&place(id), file).map_err(|_| Stopped::Failed(Fault::no_random_numbers()))?;
        let tx = self.store.begin().await?;
        let old = at.plus_seconds(-KEPT_SECONDS);
        tx.execute("delete from import_draft where made_at < $1", vec![old.into()]).await?;
        let row = vec![
            id.0.into(),
            scope.user().0.into(),
            hex(&Sha256::digest(file)).into(),
            sealed.into(),
            Wishes::default().to_json().into(),
            at.into(),
        ];
        let columns = ["id", "user_id", "file_hash", "content", "decisions", "made_at"];
        tx.insert("import_draft", &columns, vec![row]).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// A draft of the same user that is not older than a week.
    ///
    /// # Errors
    /// The database failed, or the draft cannot be decrypted with these keys.
    pub async fn kept_import(
        &self,
        scope: &Scope,
        id: ImportId,
        now: Instant,
    ) -> Result<Option<Draft>, Fault> {
        let values = vec![id.0.into(), scope.user().0.into(), now.plus_seconds(-KEPT_SECONDS).into()];
        let sql = "select content, file_hash, decisions from import_draft where id = $1 and user_id = $2 and made_at >= $3";
        let Some(row) = self.store.row(sql, values).await? else { return Ok(None) };
        let content: Vec<u8> = row.get("content")?;
        let content = self.keys.unseal(&place(id), &content);
        let content = content.ok_or_else(|| {
            Fault::damaged(said!(
                "không giải mã được một danh sách đang chờ",
                "a kept list cannot be decrypted"
            ))
        })?;
        let wishes = Wishes::of_json(&row.get("decisions")?);
        Ok(Some(Draft { id, content, file_hash: row.get("file_hash")?, wishes }))
    }

    /// The drafts of a user that are not older than a week, the newest first: id and when it was sent.
    ///
    /// # Errors
    /// The database failed.
    pub async fn kept_imports(&self, scope: &Scope, now: Instant) -> Result<Vec<(ImportId, Instant)>, Fault> {
        let values = vec![scope.user().0.into(), now.plus_seconds(-KEPT_SECONDS).into()];
        let sql = "select id, made_at from import_draft where user_id = $1 and made_at >= $2 order by made_at desc, id";
        let rows = self.store.rows(sql, values).await?;
        let read = |row: &store::Row| Ok((ImportId(row.id("id")?), row.instant("made_at")?.unwrap_or(now)));
        rows.iter().map(read).collect()
    }

    /// Keeps what was decided so far.
    ///
    /// # Errors
    /// The database failed.
    pub async fn wish_import(&self, scope: &Scope, id: ImportId, wishes: &Wishes) -> Result<(), Fault> {
        let tx = self.store.begin().await?;
        let values = vec![wishes.to_json().into(), id.0.into(), scope.user().0.into()];
        tx.execute("update import_draft set decisions = $1 where id = $2 and user_id = $3", values).await?;
        tx.commit().await
    }

    /// Gives up a draft.
    ///
    /// # Errors
    /// The database failed.
    pub async fn drop_import(&self, scope: &Scope, id: ImportId) -> Result<(), Fault> {
        let tx = self.store.begin().await?;
        let values = vec![id.0.into(), scope.user().0.into()];
        tx.execute("delete from import_draft where id = $1 and user_id = $2", values).await?;
        tx.commit().await
    }
}

fn place(id: ImportId) -> String {
    format!("{SEALED_AS}/{id}")
}

impl Wishes {
    fn to_json(&self) -> Json {
        let decisions: Map<String, Json> = self
            .decisions
            .iter()
            .map(|(at, decision)| (at.to_string(), Json::String(decision.code())))
            .collect();
        json!({
            "ethnic_codes": self.ethnic_codes,
            "campaign": self.campaign.map(|id| id.to_string()),
            "households": decisions,
        })
    }

    fn of_json(json: &Json) -> Wishes {
        let households = json.get("households").and_then(Json::as_object);
        let one = |(at, decision): (&String, &Json)| {
            Some((at.parse().ok()?, Decision::of_code(decision.as_str()?)?))
        };
        Wishes {
            ethnic_codes: json.get("ethnic_codes").and_then(Json::as_i64),
            campaign: json.get("campaign").and_then(Json::as_str).and_then(|id| id.parse().ok()),
            decisions: households.into_iter().flatten().filter_map(one).collect(),
        }
    }
}

impl Decision {
    /// As forms and drafts write it: `new`, `out`, or the id of a household.
    pub fn code(self) -> String {
        match self {
            Decision::New => "new".to_owned(),
            Decision::LeaveOut => "out".to_owned(),
            Decision::Same(id) => Uuid::to_string(&id.0),
        }
    }

    /// The decision of a code.
    pub fn of_code(code: &str) -> Option<Decision> {
        match code {
            "new" => Some(Decision::New),
            "out" => Some(Decision::LeaveOut),
            id => id.parse::<HouseholdId>().ok().map(Decision::Same),
        }
    }
}
