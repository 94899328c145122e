//! Đối chiếu hai lần nhập: what two typings of a paper form do not say alike, and the answers as somebody settled them against
//! the paper.

use std::collections::BTreeMap;

use forms::merge::{Field, Merge, Pick, Place};
use registry::Stopped;
use serde_json::Value as Json;
use vocab::said;

use crate::field::compared::{asked, named, question_of, said as answered};
use crate::field::typing::{self, Paper};
use crate::law::try_it::answers as fields;
use crate::law::try_it::form::Field as InputField;
use crate::signed_in::SignedIn;
use crate::typed::Typed;

/// An answer in which two typings differ.
pub(super) struct Difference {
    pub(super) name: String,
    pub(super) person: Option<String>,
    pub(super) question: String,
    pub(super) a: String,
    pub(super) b: String,
    picked: String,
    /// Another answer, where both are wrong.
    pub(super) other: Option<InputField>,
}

impl Difference {
    pub(super) fn is(&self, pick: &str) -> bool {
        self.picked == pick
    }
}

/// What the two typings do not say alike.
pub(super) fn open_fields(merge: &Merge) -> impl Iterator<Item = (usize, &Field)> {
    merge.fields.iter().enumerate().filter(|(_, field)| field.a != field.b)
}

/// What differs, as the page asks it.
pub(super) fn differences(
    merge: &Merge,
    paper: &Paper<'_>,
    who: &SignedIn,
    picked: &Typed,
) -> Vec<Difference> {
    let (standard, visit) = (paper.standard(), &who.visit);
    let inputs = [Pick::A, Pick::B].map(|side| inputs(merge, side, paper, who));
    let of = |(at, field): (usize, &Field)| {
        let name = format!("f{at}");
        Difference {
            person: field.place.person.map(|person| named(merge, standard, person, visit)),
            question: question_of(standard, field, visit),
            a: answered(standard, field, Pick::A, visit),
            b: answered(standard, field, Pick::B, visit),
            picked: picked.text(&name).to_owned(),
            other: other_field(merge, field, &inputs, (at, picked)),
            name,
        }
    };
    open_fields(merge).map(of).collect()
}

/// The fields of the form with all that one side says, by name.
fn inputs(merge: &Merge, side: Pick, paper: &Paper<'_>, who: &SignedIn) -> BTreeMap<String, InputField> {
    let language = who.visit.language;
    let pairs = typing::filled(paper.standard(), &whole(merge, side), language);
    let form = paper.form(&paper.read(&pairs, language), &who.visit);
    let of_household = form.household.into_iter().flat_map(|part| part.fields);
    let all = of_household.chain(form.people.into_iter().flat_map(|person| person.fields));
    all.map(|input| (input.name.clone(), input)).collect()
}

/// The field for a third answer, as the form has it.
fn other_field(
    merge: &Merge,
    field: &Field,
    [of_a, of_b]: &[BTreeMap<String, InputField>; 2],
    (at, picked): (usize, &Typed),
) -> Option<InputField> {
    if field.place.question.is_empty() {
        return None;
    }
    let (side, inputs) = if field.a.is_some() { (Pick::A, of_a) } else { (Pick::B, of_b) };
    let name = match field.place.person {
        Some(person) => format!("m{}.{}", place_of(merge, person, side)? + 1, field.place.question),
        None => format!("h.{}", field.place.question),
    };
    let mut input = inputs.get(&name)?.clone();
    input.name = format!("v{at}");
    input.anchor = input.name.clone();
    input.mistake = None;
    let given: Vec<&str> =
        picked.0.iter().filter(|(name, _)| *name == input.name).map(|(_, value)| value.as_str()).collect();
    input.value = given.first().copied().unwrap_or_default().to_owned();
    input.options.iter_mut().for_each(|option| option.chosen = given.contains(&option.value.as_str()));
    Some(input)
}

fn place_of(merge: &Merge, person: usize, side: Pick) -> Option<usize> {
    let person = merge.people.get(person)?;
    if side == Pick::A { person.a } else { person.b }
}

/// All that one side says, as it is stored.
fn whole(merge: &Merge, side: Pick) -> Json {
    let picks: BTreeMap<Place, Pick> = merge.fields.iter().map(|field| (field.place.clone(), side)).collect();
    merge.resolved(&picks).unwrap_or_default()
}

/// The answers as they were settled: one of the two, or what the paper says where both are wrong.
pub(super) fn settled(
    merge: &Merge,
    paper: &Paper<'_>,
    who: &SignedIn,
    picked: &Typed,
) -> Result<Json, Stopped> {
    let unsettled = || {
        Stopped::refused(
            said!("còn chỗ khác nhau chưa chọn", "something that differs was not chosen"),
            said!("xem phiếu giấy và chọn ở từng dòng", "look at the paper and choose in each line"),
        )
    };
    let mut picks = BTreeMap::new();
    let mut others: Vec<(&Field, Json)> = Vec::new();
    for (at, field) in open_fields(merge) {
        let pick = match picked.text(&format!("f{at}")) {
            "a" => Pick::A,
            "b" => Pick::B,
            "other" => {
                let question = asked(paper.standard(), field).ok_or_else(unsettled)?;
                let name = format!("v{at}");
                let given: Vec<&str> = picked
                    .0
                    .iter()
                    .filter(|(known, _)| *known == name)
                    .map(|(_, value)| value.trim())
                    .collect();
                let answer = fields::one(question, &given, who.visit.language).map_err(|_| unsettled())?;
                others.push((field, registry::answers::stored_one(question, &answer).unwrap_or_default()));
                Pick::A
            }
            _ => return Err(unsettled()),
        };
        picks.insert(field.place.clone(), pick);
    }
    let mut answers = merge.resolved(&picks).map_err(|_| unsettled())?;
    for (field, answer) in others {
        let all = match field.place.person {
            None if field.place.question == "zone" => answers.as_object_mut(),
            None => answers.get_mut("household").and_then(Json::as_object_mut),
            Some(person) => {
                let at = standing(merge, &picks, person);
                let members = answers.get_mut("members").and_then(Json::as_array_mut);
                members.and_then(|members| members.get_mut(at?)).and_then(Json::as_object_mut)
            }
        };
        let Some(all) = all else { continue };
        if answer.is_null() {
            all.remove(&field.place.question);
        } else {
            all.insert(field.place.question.clone(), answer);
        }
    }
    // Read once more as a whole: what was settled may take questions away.
    let language = who.visit.language;
    let typed = paper.read(&typing::filled(paper.standard(), &answers, language), language);
    if typed.mistakes.is_empty() { Ok(paper.stored(&typed)) } else { Err(unsettled()) }
}

/// The place of a person among those who stay.
fn standing(merge: &Merge, picks: &BTreeMap<Place, Pick>, person: usize) -> Option<usize> {
    let stays = |other: usize| {
        let place = Place { person: Some(other), question: String::new() };
        let field = merge.fields.iter().find(|field| field.place == place);
        field.is_none_or(|field| picks.get(&place).is_none_or(|pick| field.of(*pick).is_some()))
    };
    stays(person).then(|| (0..person).filter(|other| stays(*other)).count())
}
