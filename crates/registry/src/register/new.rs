//! Đăng ký hộ: households that come into the registry, with their people.

use serde_json::{Map, Value as Json};
use store::Queries;
use store::dates::Instant;
use unicode_normalization::UnicodeNormalization;
use vocab::{Day, Span, said};

use crate::act::{Act, Cause, HOUSEHOLD, PERSON};
use crate::cell::Cell;
use crate::facts::NewFact;
use crate::keys::Keys;
use crate::projection::{Touched, refresh};
use crate::register::must_cover_village;
use crate::{HouseholdId, PersonId, Registry, Scope, Stopped, VillageId};

/// When somebody was born.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Birth {
    /// The day.
    Day(Day),
    /// Only the year.
    Year(i32),
    /// Not known.
    Unknown,
}

/// Somebody who comes into the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    /// Họ và tên.
    pub name: String,
    /// `male` or `female`, if known.
    pub sex: Option<String>,
    /// Birth.
    pub birth: Birth,
    /// Code of the ethnic group (list of 2008), if known.
    pub ethnic_group: Option<String>,
    /// Twelve digits; encrypted before it is stored.
    pub id_number: Option<String>,
    /// Telephone; encrypted before it is stored.
    pub phone: Option<String>,
    /// Code of the relation to the head.
    pub relation: String,
}

/// A household that comes into the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHousehold {
    /// Where it lives.
    pub village: VillageId,
    /// House number, street, group.
    pub address: Option<String>,
    /// Its people, in order.
    pub people: Vec<NewPerson>,
    /// Position of the head among them.
    pub head: usize,
    /// The first day for which this is said; `None` is *long ago*.
    pub from: Option<Day>,
}

/// What a registered household is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The household.
    pub household: HouseholdId,
    /// The number that people use.
    pub number: i64,
    /// Its people, in the order given.
    pub people: Vec<PersonId>,
}

/// Names in official papers are shorter; a longer one is a mistake of the keyboard or of a file.
const LONGEST_NAME: usize = 200;

impl Registry {
    /// Registers households with their people, all or none. `by` is `None` only for the program itself.
    ///
    /// # Errors
    /// A village lies outside the scope, a household has no people or no head, a name is empty or too long; or the
    /// database failed.
    pub async fn register_households(
        &self,
        by: Option<&Scope>,
        reason: &str,
        households: Vec<NewHousehold>,
        at: Instant,
    ) -> Result<Vec<Registered>, Stopped> {
        for household in &households {
            check(household)?;
        }
        let cause = Cause { reason: Some(reason), ..Cause::new("household.register", by.map(Scope::user)) };
        let mut act = self.begin(cause, at).await?;
        let mut checked = std::collections::BTreeSet::new();
        for household in &households {
            if checked.insert(household.village) {
                must_cover_village(&act.tx, by, household.village).await?;
            }
        }
        let mut numbers = Numbers::of(&act).await?;
        let mut touched = Touched::default();
        let mut registered = Vec::with_capacity(households.len());
        for household in households {
            registered.push(add(&mut act, &self.keys, &mut numbers, household, &mut touched)?);
        }
        act.write().await?;
        touched.fresh = act.of_new_things();
        refresh(&act.tx, touched, self.now(at)).await?;
        act.commit().await?;
        Ok(registered)
    }
}

/// The next free numbers; nobody else can take them while the act is open.
pub(crate) struct Numbers {
    household: i64,
    person: i64,
}

impl Numbers {
    pub(crate) async fn of(act: &Act) -> Result<Numbers, Stopped> {
        let sql = "select (select coalesce(max(number), 0) from household) as h, (select coalesce(max(number), 0) from person) as p";
        let row = act.tx.row(sql, vec![]).await?;
        let get = |column: &str| row.as_ref().map(|row| row.get::<i64>(column)).transpose();
        Ok(Numbers { household: get("h")?.unwrap_or(0), person: get("p")?.unwrap_or(0) })
    }

    fn next_household(&mut self) -> i64 {
        self.household += 1;
        self.household
    }

    fn next_person(&mut self) -> i64 {
        self.person += 1;
        self.person
    }
}

fn check(household: &NewHousehold) -> Result<(), Stopped> {
    if household.people.get(household.head).is_none() {
        return Err(Stopped::refused(
            said!("hộ chưa có chủ hộ", "the household has no head"),
            said!("ghi ít nhất một người và chọn chủ hộ", "write at least one person and choose the head"),
        ));
    }
    household.people.iter().try_for_each(check_person)
}

pub(crate) fn check_person(person: &NewPerson) -> Result<(), Stopped> {
    check_name(&person.name)
}

pub(crate) fn check_name(name: &str) -> Result<(), Stopped> {
    let letters = name.trim().nfc().count();
    if letters == 0 {
        return Err(Stopped::refused(
            said!("một người chưa có họ tên", "a person has no name"),
            said!("ghi họ và tên", "write the name"),
        ));
    }
    if letters > LONGEST_NAME {
        return Err(Stopped::refused(
            said!("họ tên dài {letters} ký tự", "a name has {letters} letters"),
            said!("ghi họ tên không quá {LONGEST_NAME} ký tự", "write at most {LONGEST_NAME} letters"),
        ));
    }
    Ok(())
}

/// Adds a household and its people to an act.
fn add(
    act: &mut Act,
    keys: &Keys,
    numbers: &mut Numbers,
    new: NewHousehold,
    touched: &mut Touched,
) -> Result<Registered, Stopped> {
    let valid = Span { from: new.from, until: None };
    let mut people = Vec::with_capacity(new.people.len());
    let household = add_household(act, numbers, touched);
    for person in &new.people {
        people.push(add_person(act, keys, numbers, touched, person, household.0, valid)?);
    }
    say_place(act, household.0, new.village, new.address.as_deref(), valid);
    if let Some(head) = people.get(new.head) {
        say_head(act, household.0, *head, valid);
    }
    Ok(Registered { household: household.0, number: household.1, people })
}

pub(crate) fn add_household(
    act: &mut Act,
    numbers: &mut Numbers,
    touched: &mut Touched,
) -> (HouseholdId, i64) {
    let (id, number) = (HouseholdId::fresh(), numbers.next_household());
    act.add(&HOUSEHOLD, vec![Cell::Id(id.0), Cell::Integer(number)]);
    touched.households.insert(id.0);
    (id, number)
}

pub(crate) fn say_place(
    act: &mut Act,
    household: HouseholdId,
    village: VillageId,
    address: Option<&str>,
    valid: Span,
) {
    let mut value = Map::new();
    value.insert("address".to_owned(), address.map(nfc).map_or(Json::Null, Json::String));
    act.say(NewFact { subject: household.0, attribute: "place", object: Some(village.0), value, valid });
}

pub(crate) fn say_head(act: &mut Act, household: HouseholdId, head: PersonId, valid: Span) {
    let value = Map::new();
    act.say(NewFact { subject: household.0, attribute: "head", object: Some(head.0), value, valid });
}

pub(crate) fn say_membership(
    act: &mut Act,
    person: PersonId,
    household: Option<HouseholdId>,
    relation: Option<&str>,
    valid: Span,
) {
    let mut value = Map::new();
    if let Some(relation) = relation {
        value.insert("relation".to_owned(), relation.into());
    }
    let object = household.map(|household| household.0);
    act.say(NewFact { subject: person.0, attribute: "membership", object, value, valid });
}

pub(crate) fn add_person(
    act: &mut Act,
    keys: &Keys,
    numbers: &mut Numbers,
    touched: &mut Touched,
    person: &NewPerson,
    household: HouseholdId,
    valid: Span,
) -> Result<PersonId, Stopped> {
    let id = say_details(act, keys, numbers, person)?;
    touched.people.insert(id.0);
    say_membership(act, id, Some(household), Some(&person.relation), valid);
    Ok(id)
}

/// Adds somebody who belongs to no household yet.
pub(crate) fn say_details(
    act: &mut Act,
    keys: &Keys,
    numbers: &mut Numbers,
    person: &NewPerson,
) -> Result<PersonId, Stopped> {
    let id = PersonId::fresh();
    act.add(&PERSON, vec![Cell::Id(id.0), Cell::Integer(numbers.next_person())]);
    let value = details(keys, person)?;
    // What is said of a person does not begin with the household: it holds since birth.
    let always = Span { from: None, until: None };
    act.say(NewFact { subject: id.0, attribute: "details", object: None, value, valid: always });
    Ok(id)
}

fn details(keys: &Keys, person: &NewPerson) -> Result<Map<String, Json>, Stopped> {
    let mut value = Map::new();
    let mut put = |key: &str, said: Json| drop(value.insert(key.to_owned(), said));
    put("name", nfc(person.name.trim()).into());
    if let Some(sex) = &person.sex {
        put("sex", sex.as_str().into());
    }
    match person.birth {
        Birth::Day(day) => put("birth_date", day.to_string().into()),
        Birth::Year(year) => put("birth_year", year.into()),
        Birth::Unknown => {}
    }
    if let Some(group) = &person.ethnic_group {
        put("ethnic_group", group.as_str().into());
    }
    for (key, number) in [("id_number", &person.id_number), ("phone", &person.phone)] {
        if let Some(number) = number {
            for (key, said) in sealed(keys, key, number)? {
                put(&key, said);
            }
        }
    }
    Ok(value)
}

/// A number as it is stored: encrypted, and under its keyed index.
pub(crate) fn sealed(keys: &Keys, key: &str, number: &str) -> Result<[(String, Json); 2], Stopped> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let sealed = keys.encrypt(key, number.trim()).map_err(|_| {
        Stopped::refused(
            said!(
                "máy không cung cấp được số ngẫu nhiên để mã hóa",
                "the system gives no random numbers to encrypt with"
            ),
            said!("khởi động lại máy chủ", "restart the server"),
        )
    })?;
    let index = crate::keys::hex(&keys.index(key, &digits));
    Ok([(key.to_owned(), sealed.into()), (format!("{key}_index"), index.into())])
}

pub(crate) fn nfc(text: &str) -> String {
    text.nfc().collect()
}
