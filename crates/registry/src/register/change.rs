//! What changes in the life of a household: corrections, moves, births, deaths, new heads, splits and mergers.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};
use store::Queries;
use store::dates::Instant;
use uuid::Uuid;
use vocab::{Day, Span, said};

use crate::act::{Act, Cause, Done};
use crate::facts::NewFact;
use crate::projection::{Touched, refresh};
use crate::register::new::{
    NewPerson, Numbers, add_household, add_person, check_name, check_person, nfc, say_head, say_membership,
    say_place, sealed,
};
use crate::register::{must_cover, must_cover_village};
use crate::villages::today;
use crate::{HouseholdId, PersonId, Registry, Scope, Stopped, VillageId};

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Sửa thông tin một người: values by key, see [`facts`](crate::facts).
    Person(PersonId, Map<String, Json>),
    /// Chuyển nơi ở.
    Move(VillageId, Option<String>),
    /// Sinh con, or somebody else who joins.
    Join(Box<NewPerson>),
    /// Mất.
    Death(PersonId),
    /// Đổi chủ hộ.
    NewHead(PersonId),
    /// Tách hộ: these people, the first one as head, form a household in a village.
    Split(Vec<PersonId>, VillageId, Option<String>),
    /// Nhập hộ: the people of this household join another one.
    Merge(Merger),
}

/// Nhập hộ: into which household, and as what its people join. The head of that household stays its head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merger {
    /// The household that receives the people; `None` was not chosen.
    pub into: Option<HouseholdId>,
    /// Relation of who joins to the head there; whoever is not named here is `other`.
    pub relations: BTreeMap<PersonId, String>,
    /// The last act about the receiving household that the author saw.
    pub seen: Option<Seen>,
}

impl Merger {
    /// Everybody joins with another relation.
    pub fn into(household: HouseholdId) -> Merger {
        Merger { into: Some(household), ..Merger::default() }
    }
}

/// Why, and by what evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    /// In words.
    pub reason: String,
    /// The paper or photograph that shows it.
    pub evidence: Option<String>,
}

/// Number of the last act about the household that the author saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen(pub i64);

impl Change {
    /// The kind of the act, as the log names it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Change::Person(..) => "person.change",
            Change::Move(..) => "household.move",
            Change::Join(..) => "person.birth",
            Change::Death(..) => "person.death",
            Change::NewHead(..) => "household.head",
            Change::Split(..) => "household.split",
            Change::Merge(..) => "household.merge",
        }
    }
}

/// What a person may be said to be; other keys are refused.
const PERSON_KEYS: [&str; 7] =
    ["name", "sex", "birth_date", "birth_year", "ethnic_group", "id_number", "phone"];

impl Registry {
    /// Records a change of a household, from a day on. `by` is `None` only for the program itself.
    ///
    /// # Errors
    /// The household or a place lies outside the scope, somebody changed it since `seen`, the change does not fit the
    /// household, the day lies ahead, there is no reason; or the database failed.
    pub async fn change(
        &self,
        by: Option<&Scope>,
        household: HouseholdId,
        (change, on): (Change, Day),
        why: &Why,
        seen: Option<Seen>,
        at: Instant,
    ) -> Result<Done, Stopped> {
        if why.reason.trim().is_empty() {
            return Err(Stopped::refused(
                said!("chưa ghi lý do", "there is no reason"),
                said!("ghi vì sao thông tin thay đổi", "write why it changes"),
            ));
        }
        if on > today(at) {
            return Err(Stopped::refused(
                said!("ngày {on} chưa tới", "{on} lies ahead"),
                // docs/decisions/0023: a change that waits could be swallowed by what is recorded meanwhile.
                said!(
                    "giữ giấy tờ lại và ghi khi đến ngày đó; ghi muộn hơn cũng được, khi ấy vẫn chọn ngày {on}",
                    "keep the paper and record it on that day; later will do, too, with {on} as its day"
                ),
            ));
        }
        let content = why.evidence.as_deref().map(|evidence| json!({ "evidence": evidence }));
        let cause = Cause {
            reason: Some(why.reason.trim()),
            content,
            ..Cause::new(change.kind(), by.map(Scope::user))
        };
        let mut act = self.begin(cause, at).await?;
        must_cover(&act.tx, by, household).await?;
        let members = members(&act, household).await?;
        must_be_as_seen(&act, household, &members, seen).await?;
        let mut changing =
            Changing { registry: self, by, household, members, on, touched: Touched::default() };
        changing.touched.households.insert(household.0);
        changing.record(&mut act, change).await?;
        let touched = changing.touched;
        let done = act.write().await?;
        refresh(&act.tx, touched, self.now(at)).await?;
        act.commit().await?;
        Ok(done)
    }
}

pub(super) struct Changing<'a> {
    registry: &'a Registry,
    pub(super) by: Option<&'a Scope>,
    pub(super) household: HouseholdId,
    pub(super) members: BTreeSet<Uuid>,
    on: Day,
    pub(super) touched: Touched,
}

impl Changing<'_> {
    pub(super) fn since(&self) -> Span {
        Span { from: Some(self.on), until: None }
    }

    async fn record(&mut self, act: &mut Act, change: Change) -> Result<(), Stopped> {
        let since = self.since();
        match change {
            Change::Person(person, values) => self.person(act, person, values),
            Change::Move(village, address) => {
                must_cover_village(&act.tx, self.by, village).await?;
                say_place(act, self.household, village, address.as_deref(), since);
                Ok(())
            }
            Change::Join(person) => {
                check_person(&person)?;
                let mut numbers = Numbers::of(act).await?;
                let keys = &self.registry.keys;
                add_person(act, keys, &mut numbers, &mut self.touched, &person, self.household, since)?;
                Ok(())
            }
            Change::Death(person) => {
                self.must_be_member(person)?;
                let value = Map::new();
                act.say(NewFact { subject: person.0, attribute: "death", object: None, value, valid: since });
                say_membership(act, person, None, None, since);
                Ok(())
            }
            Change::NewHead(person) => {
                self.must_be_member(person)?;
                say_head(act, self.household, person, since);
                say_membership(act, person, Some(self.household), Some("head"), since);
                Ok(())
            }
            Change::Split(people, village, address) => self.split(act, &people, village, address).await,
            Change::Merge(merger) => self.merge(act, &merger).await,
        }
    }

    /// A correction holds for the whole life of a person: a name that was misspelt was never right.
    fn person(&mut self, act: &mut Act, person: PersonId, values: Map<String, Json>) -> Result<(), Stopped> {
        self.must_be_member(person)?;
        let mut said = Map::new();
        for (key, value) in values {
            if !PERSON_KEYS.contains(&key.as_str()) {
                return Err(Stopped::refused(
                    said!(
                        "không có mục “{key}” trong thông tin của một người",
                        "a person has no field “{key}”"
                    ),
                    said!("tải lại trang và sửa lại", "load the page again"),
                ));
            }
            match (key.as_str(), value) {
                ("id_number" | "phone", Json::String(number)) => {
                    said.extend(sealed(&self.registry.keys, &key, &number)?);
                }
                (_, Json::String(text)) => drop(said.insert(key, nfc(text.trim()).into())),
                (_, value) => drop(said.insert(key, value)),
            }
        }
        if let Some(name) = said.get("name") {
            check_name(name.as_str().unwrap_or_default())?;
        }
        let always = Span { from: None, until: None };
        act.say(NewFact {
            subject: person.0,
            attribute: "details",
            object: None,
            value: said,
            valid: always,
        });
        Ok(())
    }

    async fn split(
        &mut self,
        act: &mut Act,
        people: &[PersonId],
        village: VillageId,
        address: Option<String>,
    ) -> Result<(), Stopped> {
        let leaving: BTreeSet<Uuid> = people.iter().map(|person| person.0).collect();
        for person in people {
            self.must_be_member(*person)?;
        }
        let Some(head) = people.first() else {
            return Err(Stopped::refused(
                said!("chưa chọn người tách hộ", "nobody was chosen to split off"),
                said!("chọn ít nhất một người", "choose at least one person"),
            ));
        };
        if leaving.len() >= self.members.len() {
            return Err(Stopped::refused(
                said!("không thể tách tất cả thành viên", "not everybody can split off"),
                said!(
                    "dùng “chuyển nơi ở” nếu cả hộ chuyển đi",
                    "record a move if the whole household moves"
                ),
            ));
        }
        must_cover_village(&act.tx, self.by, village).await?;
        let since = self.since();
        let mut numbers = Numbers::of(act).await?;
        let (new, _) = add_household(act, &mut numbers, &mut self.touched);
        say_place(act, new, village, address.as_deref(), since);
        say_head(act, new, *head, since);
        for person in people {
            self.touched.people.insert(person.0);
            let relation = if person == head { "head" } else { "other" };
            say_membership(act, *person, Some(new), Some(relation), since);
        }
        Ok(())
    }

    fn must_be_member(&mut self, person: PersonId) -> Result<(), Stopped> {
        self.touched.people.insert(person.0);
        if self.members.contains(&person.0) {
            return Ok(());
        }
        Err(Stopped::refused(
            said!("người này không còn trong hộ", "this person is not in the household any more"),
            said!("tải lại hồ sơ hộ", "load the file of the household again"),
        ))
    }
}

/// Whoever writes must have seen what others wrote before.
pub(super) async fn must_be_as_seen(
    act: &Act,
    household: HouseholdId,
    members: &BTreeSet<Uuid>,
    seen: Option<Seen>,
) -> Result<(), Stopped> {
    match seen {
        Some(Seen(seen)) if last_act(&act.tx, household, members).await? > seen => Err(Stopped::refused(
            said!("người khác vừa sửa hộ này", "somebody has just changed this household"),
            said!(
                "tải lại hồ sơ, xem thay đổi của họ rồi ghi lại thay đổi của bạn",
                "load the file again, look at their change, then record yours"
            ),
        )),
        _ => Ok(()),
    }
}

pub(super) async fn members(act: &Act, household: HouseholdId) -> Result<BTreeSet<Uuid>, Stopped> {
    let sql = "select person_id from person_now where household_id = $1";
    let rows = act.tx.rows(sql, vec![household.0.into()]).await?;
    rows.iter().map(|row| Ok(row.id("person_id")?)).collect()
}

/// Number of the last act that said something of a household or its people.
pub(crate) async fn last_act(
    on: &impl Queries,
    household: HouseholdId,
    members: &BTreeSet<Uuid>,
) -> Result<i64, store::Fault> {
    let mut last = -1;
    for subject in members.iter().chain([&household.0]) {
        let sql = "select max(act_seq) as last from fact where subject = $1";
        let row = on.row(sql, vec![(*subject).into()]).await?;
        last = last.max(row.map(|row| row.get::<Option<i64>>("last")).transpose()?.flatten().unwrap_or(-1));
    }
    Ok(last)
}
