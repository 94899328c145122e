//! The import itself: everything that was decided, in one act.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};
use store::dates::Instant;
use vocab::{Span, said};

use crate::act::{Act, Cause};
use crate::facts::NewFact;
use crate::import::listed::Listed;
use crate::import::{
    Candidate, Decision, Decisions, Fate, NewValue, Pair, Planned, Preview, decide, may_change,
};
use crate::projection::{Touched, refresh};
use crate::register::{
    Numbers, add_household, add_person, check_person, nfc, say_head, say_membership, say_place, sealed,
};
use crate::review::record::renew_households;
use crate::{Done, HouseholdId, PersonId, Registry, Scope, Stopped};

/// The kind of the act.
pub(crate) const KIND: &str = "import.confirm";

/// What an import did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// The act.
    pub done: Done,
    /// Households that are new.
    pub households_added: usize,
    /// Households of which something changed.
    pub households_changed: usize,
    /// People who are new.
    pub people_added: usize,
    /// Households of the list of which nothing was recorded.
    pub left_out: usize,
    /// Households of which a result was recorded in the campaign.
    pub decided: usize,
}

/// What is written for a household.
enum Step<'a> {
    Add,
    Update(&'a Candidate),
    Nothing,
}

impl Registry {
    /// Records what a preview says, with the decisions about its questions: everything or nothing.
    ///
    /// # Errors
    /// The registry changed since the preview, a question is open, a decision does not fit, nothing is left to record;
    /// or the database failed.
    pub async fn confirm_import(
        &self,
        scope: &Scope,
        preview: &Preview,
        decisions: &Decisions,
        at: Instant,
    ) -> Result<Imported, Stopped> {
        may_change(scope)?;
        let (steps, counted) = steps(preview, decisions)?;
        let content = json!({
            "file": preview.file_hash,
            "households_in_list": preview.households.len(),
            "households_added": counted.0,
            "households_changed": counted.1,
            "left_out": counted.2,
            "campaign": preview.open.as_ref().map(|open| open.asked.campaign.to_string()),
            "decided": counted.3,
        });
        let cause = Cause { content: Some(content), ..Cause::new(KIND, Some(scope.user())) };
        let mut act = self.begin(cause, at).await?;
        let asked = preview.open.as_ref().map(|open| std::sync::Arc::clone(&open.asked));
        let now = self.previewed(&act.tx, scope, (&preview.roster, &preview.file_hash, asked), at).await?;
        if now.fingerprint != preview.fingerprint {
            return Err(stale());
        }
        let mut writing = Writing {
            registry: self,
            numbers: Numbers::of(&act).await?,
            touched: Touched::default(),
            people_added: 0,
        };
        for (household, step) in preview.households.iter().zip(steps) {
            let of = match step {
                Step::Add => writing.add(&mut act, household)?,
                Step::Update(candidate) => {
                    writing.update(&mut act, &household.listed, candidate)?;
                    candidate.id
                }
                Step::Nothing => continue,
            };
            decide::decide(&self.keys, &mut act, preview, (household, of))?;
        }
        let people_added = writing.people_added;
        let touched = writing.touched;
        let done = act.write().await?;
        refresh(&act.tx, touched, self.now(at)).await?;
        if let Some(open) = &preview.open {
            renew_households(&act, open.year).await?;
        }
        act.commit().await?;
        let (households_added, households_changed, left_out, decided) = counted;
        Ok(Imported { done, households_added, households_changed, people_added, left_out, decided })
    }
}

/// The steps, and how many households are added, changed, left out and decided.
type Steps<'a> = (Vec<Step<'a>>, (usize, usize, usize, usize));

fn steps<'a>(preview: &'a Preview, decisions: &Decisions) -> Result<Steps<'a>, Stopped> {
    let mut chosen = BTreeSet::new();
    let (mut steps, mut open, mut counted) = (Vec::new(), 0_usize, (0, 0, 0, 0));
    for (at, household) in preview.households.iter().enumerate() {
        let Some(step) = step(household, decisions.get(&at).copied())? else {
            open += 1;
            continue;
        };
        counted.3 += match &step {
            Step::Add => usize::from(household.answered.is_some()),
            Step::Update(candidate) => usize::from(!preview.is_recorded(household, candidate.id)),
            Step::Nothing => 0,
        };
        match &step {
            Step::Add => counted.0 += 1,
            Step::Update(candidate) if !chosen.insert(candidate.id) => return Err(chosen_twice(candidate)),
            Step::Update(candidate) if candidate.is_unchanged() => {}
            Step::Update(_) => counted.1 += 1,
            Step::Nothing if matches!(household.fate, Fate::NothingNew(_)) => {}
            Step::Nothing => counted.2 += 1,
        }
        steps.push(step);
    }
    if open > 0 {
        return Err(Stopped::refused(
            said!("còn {open} hộ chưa được quyết định", "{open} households are not decided yet"),
            said!("quyết định từng hộ rồi ghi danh sách", "decide about each of them, then record the list"),
        ));
    }
    if counted.0 + counted.1 + counted.3 == 0 {
        return Err(Stopped::refused(
            said!("danh sách không có gì mới để ghi", "the list has nothing new to record"),
            said!(
                "bỏ danh sách này, hoặc sửa tệp rồi gửi lại",
                "give up this list, or mend the file and send it again"
            ),
        ));
    }
    Ok((steps, counted))
}

/// `None`: nobody has decided yet.
fn step(household: &Planned, decision: Option<Decision>) -> Result<Option<Step<'_>>, Stopped> {
    let same = |id: HouseholdId| household.choices().find(|candidate| candidate.id == id).map(Step::Update);
    let step = match (&household.fate, decision) {
        (Fate::Refused(_) | Fate::Repeats(_), None) | (_, Some(Decision::LeaveOut)) => Some(Step::Nothing),
        (Fate::New, None | Some(Decision::New)) => Some(Step::Add),
        (Fate::NothingNew(id), None) if household.answered.is_some() => same(*id),
        (Fate::NothingNew(_), None) => Some(Step::Nothing),
        (Fate::Changes(id), None) => same(*id),
        (Fate::Changes(id), Some(Decision::Same(chosen))) if *id == chosen => same(*id),
        (Fate::Undecided, None) => return Ok(None),
        (Fate::Undecided, Some(Decision::New)) if household.may_be_new => Some(Step::Add),
        (Fate::Undecided, Some(Decision::Same(id))) => same(id),
        _ => None,
    };
    let at = &household.at;
    step.map(Some).ok_or_else(|| {
        Stopped::refused(
            said!(
                "quyết định cho hộ tại {at} không còn phù hợp",
                "the decision about the household at {at} does not fit any more"
            ),
            said!("xem lại hộ này và quyết định lại", "look at this household and decide again"),
        )
    })
}

fn chosen_twice(candidate: &Candidate) -> Stopped {
    let number = candidate.number;
    Stopped::refused(
        said!(
            "hai hộ trong danh sách cùng được chọn là hộ số {number}",
            "two households of the list were decided to be household {number}"
        ),
        said!("xem lại hai hộ đó; để một hộ ngoài danh sách", "look at both; leave one of them out"),
    )
}

fn stale() -> Stopped {
    Stopped::refused(
        said!(
            "dữ liệu đã thay đổi từ khi bạn xem danh sách này; chưa ghi gì",
            "the registry has changed since you looked at this list; nothing was recorded"
        ),
        said!("xem lại danh sách rồi ghi", "look at the list again, then record it"),
    )
}

struct Writing<'a> {
    registry: &'a Registry,
    numbers: Numbers,
    touched: Touched,
    people_added: usize,
}

impl Writing<'_> {
    fn add(&mut self, act: &mut Act, planned: &Planned) -> Result<HouseholdId, Stopped> {
        let listed = &planned.listed;
        let Some((village, _)) = planned.village else { return Err(stale()) };
        let valid = Span { from: Some(listed.from), until: None };
        let (household, _) = add_household(act, &mut self.numbers, &mut self.touched);
        say_place(act, household, village, listed.address.as_deref(), valid);
        for at in 0..listed.people.len() {
            let person = self.person(act, listed, at, household)?;
            if at == listed.head {
                say_head(act, household, person, valid);
            }
        }
        Ok(household)
    }

    fn person(
        &mut self,
        act: &mut Act,
        listed: &Listed,
        at: usize,
        household: HouseholdId,
    ) -> Result<PersonId, Stopped> {
        let Some(person) = listed.people.get(at) else { return Err(stale()) };
        check_person(&person.new)?;
        self.people_added += 1;
        let valid = Span { from: Some(listed.from), until: None };
        let keys = &self.registry.keys;
        add_person(act, keys, &mut self.numbers, &mut self.touched, &person.new, household, valid)
    }

    fn update(&mut self, act: &mut Act, listed: &Listed, known: &Candidate) -> Result<(), Stopped> {
        if known.is_unchanged() {
            return Ok(());
        }
        let valid = Span { from: Some(listed.from), until: None };
        self.touched.households.insert(known.id.0);
        for pair in &known.pairs {
            self.correct(act, pair)?;
        }
        let mut head = known.pairs.iter().find(|pair| pair.listed == listed.head).map(|pair| pair.person);
        for at in &known.joining {
            let person = self.person(act, listed, *at, known.id)?;
            if *at == listed.head {
                head = Some(person);
            }
        }
        if let (Some(_), Some(head)) = (known.new_head, head) {
            say_head(act, known.id, head, valid);
            for pair in &known.pairs {
                let relation = listed.people.get(pair.listed).map(|person| person.new.relation.as_str());
                self.touched.people.insert(pair.person.0);
                say_membership(act, pair.person, Some(known.id), relation, valid);
            }
        }
        let village = known.moves_to.as_ref().map(|(id, _)| *id);
        let place = village.or(listed.village.as_ref().map(|(id, _, _)| *id));
        if let Some(village) = place.filter(|_| village.is_some() || known.new_address.is_some()) {
            say_place(act, known.id, village, listed.address.as_deref(), valid);
        }
        Ok(())
    }

    /// A correction holds for the whole life of a person, as any other.
    fn correct(&mut self, act: &mut Act, pair: &Pair) -> Result<(), Stopped> {
        let mut value = Map::new();
        for change in &pair.changes {
            match &change.value {
                NewValue::Text(text) => drop(value.insert(change.key.to_owned(), nfc(text).into())),
                NewValue::Year(year) => {
                    value.insert("birth_date".to_owned(), Json::Null);
                    value.insert(change.key.to_owned(), (*year).into());
                }
                NewValue::Number(digits) => {
                    value.extend(sealed(&self.registry.keys, change.key, digits)?);
                }
            }
        }
        if !value.is_empty() {
            self.touched.people.insert(pair.person.0);
            let valid = Span { from: None, until: None };
            act.say(NewFact { subject: pair.person.0, attribute: "details", object: None, value, valid });
        }
        Ok(())
    }
}
