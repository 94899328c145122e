//! Taking over an older register: households with what happened to them, many in one act.

use std::collections::BTreeMap;

use serde_json::Map;
use store::dates::Instant;
use vocab::{Day, Span};

use crate::act::{Act, Cause};
use crate::facts::NewFact;
use crate::projection::{Touched, refresh};
use crate::register::new::{
    NewPerson, Numbers, Registered, add_household, check_person, say_details, say_head, say_membership,
    say_place,
};
use crate::{PersonId, Registry, Stopped, VillageId};

/// One household's life in an older register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// Where it lived, each from its day until the next; `None` is *long ago*.
    pub places: Vec<(Option<Day>, VillageId, Option<String>)>,
    /// Who was its head, by position among the people.
    pub heads: Vec<(Option<Day>, usize)>,
    /// Everybody who ever belonged to it.
    pub people: Vec<Stay>,
    /// Its last day, if it is no more.
    pub until: Option<Day>,
}

/// Somebody's time in a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// What the older register calls the person; the same key in two households is one person.
    pub key: u64,
    /// Who it is.
    pub person: NewPerson,
    /// Since when; `None` is *long ago*.
    pub from: Option<Day>,
    /// Until the day before.
    pub until: Option<Day>,
    /// Whether the stay ended by death.
    pub died: bool,
}

impl Registry {
    /// Takes over households from an older register, all in one act. `known` remembers its people from one call to
    /// the next.
    ///
    /// # Errors
    /// A name is empty or too long; or the database failed.
    pub async fn take_over(
        &self,
        reason: &str,
        histories: &[History],
        known: &mut BTreeMap<u64, PersonId>,
        at: Instant,
    ) -> Result<Vec<Registered>, Stopped> {
        for stay in histories.iter().flat_map(|history| &history.people) {
            check_person(&stay.person)?;
        }
        let mut act =
            self.begin(Cause { reason: Some(reason), ..Cause::new("household.take_over", None) }, at).await?;
        let mut numbers = Numbers::of(&act).await?;
        let mut touched = Touched::default();
        let mut taken = Vec::with_capacity(histories.len());
        for history in histories {
            taken.push(self.say_history(&mut act, &mut numbers, history, known, &mut touched)?);
        }
        act.write().await?;
        touched.fresh = act.of_new_things();
        refresh(&act.tx, touched, self.now(at)).await?;
        act.commit().await?;
        Ok(taken)
    }

    fn say_history(
        &self,
        act: &mut Act,
        numbers: &mut Numbers,
        history: &History,
        known: &mut BTreeMap<u64, PersonId>,
        touched: &mut Touched,
    ) -> Result<Registered, Stopped> {
        let (household, number) = add_household(act, numbers, touched);
        for (from, village, address) in &history.places {
            say_place(act, household, *village, address.as_deref(), Span { from: *from, until: None });
        }
        let mut people = Vec::with_capacity(history.people.len());
        for stay in &history.people {
            let id = match known.get(&stay.key) {
                Some(id) => *id,
                None => say_details(act, &self.keys, numbers, &stay.person)?,
            };
            known.insert(stay.key, id);
            touched.people.insert(id.0);
            let valid = Span { from: stay.from, until: stay.until };
            say_membership(act, id, Some(household), Some(&stay.person.relation), valid);
            if let (true, Some(on)) = (stay.died, stay.until) {
                let valid = Span { from: Some(on), until: None };
                act.say(NewFact {
                    subject: id.0,
                    attribute: "death",
                    object: None,
                    value: Map::new(),
                    valid,
                });
            }
            people.push(id);
        }
        for (from, head) in &history.heads {
            if let Some(head) = people.get(*head) {
                let valid = Span { from: *from, until: None };
                say_head(act, household, *head, valid);
                if from.is_some() {
                    say_membership(act, *head, Some(household), Some("head"), valid);
                }
            }
        }
        if let Some(until) = history.until {
            let mut value = Map::new();
            value.insert("is_active".to_owned(), false.into());
            let valid = Span { from: Some(until), until: None };
            act.say(NewFact { subject: household.0, attribute: "state", object: None, value, valid });
        }
        Ok(Registered { household, number, people })
    }
}
