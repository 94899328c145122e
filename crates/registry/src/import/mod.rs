//! Nhập danh sách: a list that staff have, compared with the registry, then recorded as one act.
//!
//! A preview writes nothing and decides nothing that a person must decide: it says what would happen to every household of
//! the list and what is wrong in which cell. Confirming makes the same preview again under the lock of the act; if it came
//! out otherwise, somebody has changed the registry since, and nothing is written.

mod answered;
mod compare;
mod confirm;
mod decide;
mod draft;
pub(crate) mod known;
mod listed;
mod plan;

use std::collections::BTreeMap;
use std::sync::Arc;

use roster::matching::{Reason, Verdict};
use roster::{Finding, Place, Roster};
use store::dates::Instant;
use store::{Fault, Queries};
use vocab::LocalText;

use crate::access::Right;
use crate::{HouseholdId, PersonId, Refusal, Registry, Scope, Stopped, VillageId};

pub use answered::{Answered, Asked, WrongAnswer};
pub use confirm::Imported;
pub use draft::{Draft, Wishes};

/// What would become of a list. Nothing of it is in the registry yet.
#[derive(Clone, Debug)]
pub struct Preview {
    /// SHA-256 of the file, in hexadecimal digits.
    pub file_hash: String,
    /// The act by which the same file was imported before.
    pub earlier: Option<Earlier>,
    /// The households in the order of the list; decisions name them by their position.
    pub households: Vec<Planned>,
    /// What is wrong outside the rows of a household.
    pub general: Vec<Finding>,
    /// Two previews with the same one say the same about the same state of the registry.
    pub fingerprint: String,
    roster: Roster,
    open: Option<answered::Open>,
}

/// An import of the same file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// Number of its act.
    pub seq: i64,
    /// When it was recorded.
    pub at: Instant,
}

/// One household of the list, and what would become of it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Its first row.
    pub at: Place,
    /// Họ tên chủ hộ; empty if nobody is named.
    pub head_name: String,
    /// The village in which it is registered, by id and name.
    pub village: Option<(VillageId, String)>,
    /// Names of its people in the order of the list.
    pub people: Vec<String>,
    /// What is wrong in its rows.
    pub findings: Vec<Finding>,
    /// What happens to it.
    pub fate: Fate,
    /// Households of the registry that it may be, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// Whether a person may decide that it is a new one.
    pub may_be_new: bool,
    /// Its answers in the campaign that was named, if the files have any.
    pub answered: Option<Answered>,
    /// Answers that cannot be read.
    pub wrong_answers: Vec<WrongAnswer>,
    pub(crate) listed: listed::Listed,
}

/// What happens to a household of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is registered.
    New,
    /// It is known, and the list says nothing else about it.
    NothingNew(HouseholdId),
    /// It is known, and some facts change.
    Changes(HouseholdId),
    /// A person must say which household it is.
    Undecided,
    /// It stands in the list a second time; its first row.
    Repeats(Place),
    /// It cannot be recorded as it stands.
    Refused(Box<Refusal>),
}

/// A household of the registry that one of the list may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The household.
    pub id: HouseholdId,
    /// The number that people use.
    pub number: i64,
    /// Name of its head.
    pub head_name: Option<String>,
    /// Name of its village.
    pub village: Option<String>,
    /// How alike the two are.
    pub verdict: Verdict,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Who of the list is whom.
    pub pairs: Vec<Pair>,
    /// People of the list who would join, by position.
    pub joining: Vec<usize>,
    /// Names of its people whom the list does not have; they stay.
    pub absent: Vec<String>,
    /// The village to which it would move, and its name.
    pub moves_to: Option<(VillageId, String)>,
    /// Position of the person who would become its head.
    pub new_head: Option<usize>,
    /// The address that it would get; it has none.
    pub new_address: Option<String>,
    /// Whether a person may decide that it is this one: not if somebody of the list is in the registry elsewhere.
    pub may_be_same: bool,
    pub(crate) last_act: i64,
}

/// A person of the list with the person of the registry.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Position in the list's household.
    pub listed: usize,
    /// The person of the registry.
    pub person: PersonId,
    /// The name in the registry.
    pub name: String,
    /// How alike the two are.
    pub verdict: Verdict,
    /// What would change.
    pub changes: Vec<FactChange>,
}

/// One thing that the list says otherwise than the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactChange {
    /// Key of the fact, see [`facts`](crate::facts).
    pub key: &'static str,
    /// What the registry says, as people write it.
    pub before: Option<String>,
    /// What the list says, as people write it.
    pub after: String,
    pub(crate) value: NewValue,
}

/// What is written for a changed fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NewValue {
    Text(String),
    Year(i32),
    Number(String),
}

/// What a person decided about a household of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is a new one.
    New,
    /// It is this one.
    Same(HouseholdId),
    /// It is left out of this import.
    LeaveOut,
}

/// Decisions by the position of the household in the list.
pub type Decisions = BTreeMap<usize, Decision>;

impl Candidate {
    /// Whether nothing would change.
    pub fn is_unchanged(&self) -> bool {
        self.joining.is_empty()
            && self.moves_to.is_none()
            && self.new_head.is_none()
            && self.new_address.is_none()
            && self.pairs.iter().all(|pair| pair.changes.is_empty())
    }
}

impl Planned {
    /// The households that a person may choose.
    pub fn choices(&self) -> impl Iterator<Item = &Candidate> {
        self.candidates.iter().filter(|candidate| candidate.may_be_same)
    }
}

impl Registry {
    /// What would become of a list. Writes nothing.
    ///
    /// # Errors
    /// The scope does not permit changes; or the database failed.
    pub async fn preview_import(
        &self,
        scope: &Scope,
        roster: &Roster,
        file_hash: &str,
        at: Instant,
    ) -> Result<Preview, Stopped> {
        self.preview_microdata(scope, roster, file_hash, None, at).await
    }

    /// As [`Registry::preview_import`], with the campaign whose questions the columns of microdata answer. Without one
    /// only what is said of the people and where they live is recorded.
    ///
    /// # Errors
    /// The scope does not permit changes, the campaign does not decide by that standard; or the database failed.
    pub async fn preview_microdata(
        &self,
        scope: &Scope,
        roster: &Roster,
        file_hash: &str,
        asked: Option<Arc<Asked>>,
        at: Instant,
    ) -> Result<Preview, Stopped> {
        may_change(scope)?;
        self.previewed(&self.store, scope, (roster, file_hash, asked), at).await
    }

    async fn previewed(
        &self,
        on: &impl Queries,
        scope: &Scope,
        (roster, file_hash, asked): (&Roster, &str, Option<Arc<Asked>>),
        at: Instant,
    ) -> Result<Preview, Stopped> {
        let today = crate::villages::today(at);
        let villages = known::villages(on, scope).await?;
        let listed = listed::listed(roster, &villages, today);
        let known = known::load(on, &self.keys, scope, &listed, today).await?;
        let mut households = plan::plan(roster, listed, &known);
        let open = match &asked {
            Some(asked) => {
                Some(answered::open(on, &self.keys, asked, &households).await?.ok_or_else(other_campaign)?)
            }
            None => None,
        };
        let mut unknown = Vec::new();
        if let Some(open) = &open {
            open.answer(roster, &villages, &mut households);
            unknown = open.unknown_columns(roster);
        }
        let earlier = earlier(on, file_hash).await?;
        let rows: std::collections::BTreeSet<(usize, u32)> =
            roster.people.iter().map(|person| (person.at.sheet, person.at.row)).collect();
        let is_general =
            |finding: &&Finding| finding.at.as_ref().is_none_or(|at| !rows.contains(&(at.sheet, at.row)));
        Ok(Preview {
            general: roster.findings.iter().filter(is_general).chain(&unknown).cloned().collect(),
            fingerprint: plan::fingerprint(file_hash, &households, open.as_ref()),
            file_hash: file_hash.to_owned(),
            earlier,
            households,
            roster: roster.clone(),
            open,
        })
    }
}

fn other_campaign() -> Stopped {
    Stopped::refused(
        vocab::said!(
            "không có đợt rà soát này, hoặc đợt theo bộ chuẩn khác",
            "there is no such campaign, or it decides by another standard"
        ),
        vocab::said!("chọn lại đợt rà soát", "choose the campaign again"),
    )
}

fn may_change(scope: &Scope) -> Result<(), Stopped> {
    if scope.right() == Right::ChangeHouseholds {
        return Ok(());
    }
    Err(Stopped::refused(
        vocab::said!("vai trò này không được sửa hồ sơ hộ", "this role may not change households"),
        vocab::said!(
            "nhờ công chức cấp xã nhập danh sách",
            "ask an officer of the commune to import the list"
        ),
    ))
}

/// The newest import of the same file that was not undone.
async fn earlier(on: &impl Queries, file_hash: &str) -> Result<Option<Earlier>, Fault> {
    let sql = "select a.seq, a.at, a.content from act a where a.kind = $1 and not exists (select 1 from act u where u.undoes = a.seq) order by a.seq desc";
    for row in on.rows(sql, vec![confirm::KIND.to_owned().into()]).await? {
        let content: Option<serde_json::Value> = row.get("content")?;
        let same = content.as_ref().and_then(|content| content.get("file")?.as_str()) == Some(file_hash);
        if let (true, Some(at)) = (same, row.instant("at")?) {
            return Ok(Some(Earlier { seq: row.get("seq")?, at }));
        }
    }
    Ok(None)
}

fn refusal(why: LocalText, remedy: LocalText) -> Box<Refusal> {
    Box::new(Refusal { why, remedy })
}
