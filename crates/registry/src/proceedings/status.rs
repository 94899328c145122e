//! Diện được công nhận: what a signed decision makes of households – facts, valid from the day on which the results of the campaign
//! hold, and not before the day of the decision.

use ::review::flow::{Change, Movement as Moved};
use ::review::{Campaign, Class, Sign, SignCorrection};
use serde_json::{Map, Value as Json};
use store::{Fault, Queries};
use uuid::Uuid;
use vocab::{Day, LocalText, Span, said};

use super::list::change;
use super::wire::class_of;
use crate::act::Act;
use crate::facts::{Fact, NewFact};
use crate::{ProceedingId, Registry, Scope};

/// The attribute of facts about what a household was recognised as.
pub(crate) const STATUS: &str = "status";
/// The same for what is no poverty list: it changes nothing of that.
pub(crate) const OTHER_STATUS: &str = "other_status";

/// Tình trạng, biến động của hộ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Movement {
    /// Hộ cũ.
    Stays,
    /// Thoát nghèo, trở thành hộ cận nghèo.
    ToNearPoor,
    /// Hộ cận nghèo trở thành hộ nghèo.
    ToPoor,
    /// Thoát nghèo hoặc thoát cận nghèo: on neither list.
    Escaped,
    /// Tái nghèo, tái cận nghèo.
    FellBack,
    /// Phát sinh mới.
    New,
}

const MOVEMENTS: [(&str, Movement); 6] = [
    ("stays", Movement::Stays),
    ("to_near_poor", Movement::ToNearPoor),
    ("to_poor", Movement::ToPoor),
    ("escaped", Movement::Escaped),
    ("fell_back", Movement::FellBack),
    ("new", Movement::New),
];

impl Movement {
    /// As it is stored and printed on lists for programs.
    pub fn code(self) -> &'static str {
        MOVEMENTS.iter().find(|(_, known)| *known == self).map_or("", |(code, _)| code)
    }

    /// The movement of a code.
    pub fn from_code(code: &str) -> Option<Movement> {
        MOVEMENTS.iter().find(|(known, _)| *known == code).map(|(_, movement)| *movement)
    }

    /// What people call it, of a household that was on the list `before`.
    pub fn label(self, before: Option<Class>) -> LocalText {
        match (self, before) {
            (Movement::Stays, Some(class)) => Moved::Stays.label(class),
            (Movement::Escaped, Some(class)) => Moved::Above.label(class),
            (Movement::Stays | Movement::Escaped, None) => LocalText::default(),
            (Movement::ToNearPoor, _) => Moved::ToOther.label(Class::Poor),
            (Movement::ToPoor, _) => Moved::ToOther.label(Class::NearPoor),
            (Movement::FellBack, _) => said!("tái nghèo, tái cận nghèo", "fell back"),
            (Movement::New, _) => said!("phát sinh mới", "new"),
        }
    }

    /// What became of a household between two lists; `None`: it was and is on none, or left.
    pub fn of(change: &Change) -> Option<Movement> {
        let class = change.after.or(change.before)?;
        Some(match Moved::of(class, change)? {
            Moved::Stays => Movement::Stays,
            Moved::FromOther if class == Class::NearPoor => Movement::ToNearPoor,
            Moved::FromOther => Movement::ToPoor,
            Moved::Above => Movement::Escaped,
            Moved::Relapse => Movement::FellBack,
            Moved::New | Moved::OtherIncrease(_) => Movement::New,
            Moved::ToOther | Moved::OtherDecrease(_) => return None,
        })
    }
}

/// What a household was recognised as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The list it is on; `None`: on neither.
    pub class: Option<Class>,
    /// The list before.
    pub before: Option<Class>,
    /// What became of it.
    pub movement: Option<Movement>,
    /// Number of the decision.
    pub decision: String,
    /// The proceeding that led to it.
    pub proceeding: Option<ProceedingId>,
    /// The first day.
    pub from: Option<Day>,
}

impl Status {
    /// The status that a fact says; `None`: it is about something else, or was erased by law.
    pub fn of_fact(fact: &Fact) -> Option<Status> {
        let value = fact.value.as_ref().filter(|_| fact.attribute == STATUS)?;
        let text = |key: &str| value.get(key).and_then(Json::as_str);
        Some(Status {
            class: text("class").and_then(class_of),
            before: text("before").and_then(class_of),
            movement: text("movement").and_then(Movement::from_code),
            decision: text("decision").unwrap_or_default().to_owned(),
            proceeding: text("proceeding").and_then(|id| id.parse().ok()),
            from: fact.valid.from,
        })
    }
}

/// The facts that a decision makes, in order of the households.
pub(crate) fn of_decision(
    proceeding: ProceedingId,
    campaign: &Campaign<'_>,
    signed: &Sign,
    result_day: Day,
) -> Vec<NewFact> {
    let from = result_day.max(signed.signed_on);
    let mut facts = Vec::new();
    for case in campaign.cases().filter(|case| case.is_active()) {
        let Some(outcome) = case.outcome() else { continue };
        let movement = Movement::of(&change(case));
        let is_of_lists = movement.is_some();
        if !is_of_lists && !outcome.is_recognized() {
            // It asked and is not recognised: nothing about it changes.
            continue;
        }
        let signed = (signed.number.as_str(), signed.signed_on);
        facts.push(fact(proceeding, case, outcome, signed, (from, is_of_lists)));
    }
    facts
}

/// The facts that a correcting decision makes, in order of the households; `campaign` is the one after its signature.
pub(crate) fn of_correction(
    proceeding: ProceedingId,
    campaign: &Campaign<'_>,
    signed: &SignCorrection,
    result_day: Day,
) -> Vec<NewFact> {
    let from = result_day.max(signed.signed_on);
    let of = campaign.corrections().iter().find(|one| one.signed == *signed);
    let changed = of.into_iter().flat_map(|one| &one.households);
    let fact = |one: &::review::Corrected| {
        let case = campaign.case(one.household)?;
        let classes = [one.from.class(), one.to.class(), case.before];
        let is_of_lists = classes.into_iter().any(|class| class.is_some());
        let signed = (signed.number.as_str(), signed.signed_on);
        Some(fact(proceeding, case, one.to, signed, (from, is_of_lists)))
    };
    changed.filter_map(fact).collect()
}

/// What a decision makes of a household.
fn fact(
    proceeding: ProceedingId,
    case: &::review::Case,
    outcome: ::review::Outcome,
    (number, signed_on): (&str, Day),
    (from, is_of_lists): (Day, bool),
) -> NewFact {
    let mut value = Map::new();
    value.insert("class".to_owned(), outcome.class().map_or("none", Class::code).into());
    value.insert("outcome".to_owned(), outcome.code().into());
    if let Some(before) = case.before {
        value.insert("before".to_owned(), before.code().into());
    }
    if let Some(movement) = Movement::of(&change(case)) {
        value.insert("movement".to_owned(), movement.code().into());
    }
    value.insert("decision".to_owned(), number.into());
    value.insert("signed_on".to_owned(), signed_on.to_string().into());
    value.insert("proceeding".to_owned(), proceeding.to_string().into());
    NewFact {
        subject: Uuid::from_u128(case.household.0),
        attribute: if is_of_lists { STATUS } else { OTHER_STATUS },
        object: None,
        value,
        valid: Span { from: Some(from), until: None },
    }
}

/// Says them.
pub(crate) fn say(act: &mut Act, facts: Vec<NewFact>) {
    for fact in facts {
        act.say(fact);
    }
}

impl Registry {
    /// What a household of the scope was recognised as, newest decision last.
    ///
    /// # Errors
    /// The database failed.
    pub async fn statuses_of(
        &self,
        scope: &Scope,
        household: crate::HouseholdId,
    ) -> Result<Vec<Status>, Fault> {
        let mut values = vec![household.0.into()];
        let inside = scope.condition("h", &mut values);
        let sql = format!("select 1 as one from household_now h where h.household_id = $1 and {inside}");
        if !super::deed::sees(scope) || self.store.row(&sql, values).await?.is_none() {
            return Ok(Vec::new());
        }
        let facts = crate::facts::about(&self.store, &[household.0]).await?;
        Ok(facts.iter().filter(|fact| fact.attribute == STATUS).filter_map(Status::of_fact).collect())
    }
}
