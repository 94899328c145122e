//! Nhập hộ: the people of one household join another one, which keeps its head.

use std::collections::BTreeSet;

use serde_json::Map;
use store::Queries;
use uuid::Uuid;
use vocab::said;

use crate::act::Act;
use crate::facts::NewFact;
use crate::register::change::{Changing, Merger, members, must_be_as_seen};
use crate::register::must_cover;
use crate::register::new::say_membership;
use crate::{HouseholdId, PersonId, Stopped};

/// Relation of whoever joins when nothing else is said.
const OTHER: &str = "other";
/// There is one head, and it stays.
const HEAD: &str = "head";

impl Changing<'_> {
    pub(super) async fn merge(&mut self, act: &mut Act, merger: &Merger) -> Result<(), Stopped> {
        let Some(into) = merger.into else {
            return Err(Stopped::refused(
                said!("chưa chọn hộ nhận", "no household was chosen to merge into"),
                said!("tìm và chọn hộ sẽ nhận những người này", "look for the household that takes them in"),
            ));
        };
        must_cover(&act.tx, self.by, into).await?;
        if into == self.household {
            return Err(Stopped::refused(
                said!("không thể nhập một hộ vào chính nó", "a household cannot be merged into itself"),
                said!("chọn hộ khác", "choose another household"),
            ));
        }
        must_be_listed(act, self.household).await?;
        must_be_listed(act, into).await?;
        must_be_as_seen(act, into, &members(act, into).await?, merger.seen).await?;
        self.must_name_only_members(merger)?;
        must_share_nobody(act, self.household, into).await?;
        let since = self.since();
        self.touched.households.insert(into.0);
        for person in self.members.clone() {
            self.touched.people.insert(person);
            let person = PersonId(person);
            let relation = merger.relations.get(&person).map_or(OTHER, String::as_str);
            say_membership(act, person, Some(into), Some(relation), since);
        }
        let mut value = Map::new();
        value.insert("is_active".to_owned(), false.into());
        value.insert("why".to_owned(), "merged".into());
        act.say(NewFact {
            subject: self.household.0,
            attribute: "state",
            object: Some(into.0),
            value,
            valid: since,
        });
        Ok(())
    }

    fn must_name_only_members(&self, merger: &Merger) -> Result<(), Stopped> {
        let known: BTreeSet<PersonId> = self.members.iter().copied().map(PersonId).collect();
        if merger.relations.keys().any(|person| !known.contains(person)) {
            return Err(Stopped::refused(
                said!("có người không còn trong hộ này", "somebody is not in this household any more"),
                said!("tải lại trang rồi chọn lại", "load the page again and choose anew"),
            ));
        }
        if merger.relations.values().any(|relation| relation == HEAD || relation.trim().is_empty()) {
            return Err(Stopped::refused(
                said!("chủ hộ nhận vẫn là chủ hộ", "the head of the receiving household stays its head"),
                said!(
                    "chọn quan hệ khác; nếu cần, đổi chủ hộ sau khi nhập",
                    "choose another relation; change the head afterwards if need be"
                ),
            ));
        }
        Ok(())
    }
}

/// Both households must be in the list of today.
async fn must_be_listed(act: &Act, household: HouseholdId) -> Result<(), Stopped> {
    let sql = "select number, is_active from household_now where household_id = $1";
    let Some(row) = act.tx.row(sql, vec![household.0.into()]).await? else { return Ok(()) };
    if row.get::<bool>("is_active")? {
        return Ok(());
    }
    let number: i64 = row.get("number")?;
    Err(Stopped::refused(
        said!(
            "hộ số {number} không còn trong danh sách hộ",
            "household {number} is not in the list of households any more"
        ),
        said!(
            "xem hồ sơ hộ đó: hộ đã nhập, chuyển đi hoặc tách hết thì không nhập được nữa",
            "look at its file: a household that merged, left or split up cannot be merged"
        ),
    ))
}

/// Somebody who is registered in both with the same ID number would be in one household twice.
async fn must_share_nobody(act: &Act, from: HouseholdId, into: HouseholdId) -> Result<(), Stopped> {
    let sql = "select a.person_id from person_now a join person_now b on b.id_index = a.id_index \
               where a.household_id = $1 and b.household_id = $2";
    let twice: Vec<Uuid> = act
        .tx
        .rows(sql, vec![from.0.into(), into.0.into()])
        .await?
        .iter()
        .map(|row| row.id("person_id"))
        .collect::<Result<_, _>>()?;
    if twice.is_empty() {
        return Ok(());
    }
    let n = twice.len();
    Err(Stopped::refused(
        said!(
            "{n} người đang được ghi ở cả hai hộ (cùng số định danh cá nhân)",
            "{n} people are registered in both households (the same ID number)"
        ),
        said!(
            "so hai hồ sơ; sửa số định danh nếu ghi nhầm, hoặc hoàn tác việc đã ghi người đó lần thứ hai, rồi nhập hộ",
            "compare the two files; correct the number if it is wrong, or undo the act that registered the person again, then merge"
        ),
    ))
}
