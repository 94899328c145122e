//! The people of a household file: who they are, with their numbers masked until somebody asks to see them.

use registry::PersonId;
use registry::facts::Standing;
use registry::file::Member;
use vocab::Day;

use super::forms::Form;
use super::words;
use crate::signed_in::SignedIn;

/// Somebody of the household.
pub(super) struct Person {
    pub(super) id: PersonId,
    pub(super) name: String,
    pub(super) is_head: bool,
    /// Relation and birth, for whoever does not open the rest.
    pub(super) brief: String,
    /// Labels and what is said.
    pub(super) lines: Vec<(String, String)>,
    pub(super) has_numbers: bool,
    pub(super) is_revealed: bool,
    pub(super) correction: Option<Form>,
}

impl Person {
    /// Whether there is something to see at once: numbers that were asked for, a form that was refused.
    pub(super) fn is_open(&self) -> bool {
        self.is_revealed || self.correction.as_ref().is_some_and(|form| form.refused.is_some())
    }
}

/// Somebody as of a day.
pub(super) fn person(
    signed_in: &SignedIn,
    member: &Member,
    day: Day,
    revealed: Option<PersonId>,
    correction: Option<Form>,
) -> Person {
    let (visit, details) = (&signed_in.visit, &member.details);
    let is_revealed = revealed == Some(member.id);
    let number = |key: &str| {
        details.text(key)?;
        let clear = signed_in.registry.clear(details, key);
        Some(clear.map_or_else(|| visit.t("number-unreadable"), |n| if is_revealed { n } else { masked(&n) }))
    };
    let lines = [
        ("person-relation", member.relation.as_deref().map(|code| words::relation(visit, code))),
        ("person-sex", details.text("sex").map(|code| words::sex(visit, code))),
        ("person-birth", words::birth(details, visit.language)),
        ("person-age", age(details, day)),
        ("person-ethnic-group", details.text("ethnic_group").map(|code| visit.site.lists.ethnic_group(code))),
        ("person-id-number", number("id_number")),
        ("person-phone", number("phone")),
    ];
    let relation = member.relation.as_deref().filter(|_| !member.is_head);
    let brief = [relation.map(|code| words::relation(visit, code)), words::birth(details, visit.language)];
    Person {
        brief: brief.into_iter().flatten().collect::<Vec<_>>().join(" · "),
        id: member.id,
        name: details.text("name").unwrap_or_default().to_owned(),
        is_head: member.is_head,
        lines: lines.into_iter().filter_map(|(key, said)| Some((visit.t(key), said?))).collect(),
        has_numbers: details.text("id_number").or(details.text("phone")).is_some(),
        is_revealed,
        correction,
    }
}

/// Completed years on a day; of somebody of whom only the year is known, what that year reaches.
fn age(details: &Standing, day: Day) -> Option<String> {
    let date: Option<Day> = details.text("birth_date").and_then(|date| date.parse().ok());
    let year = details.value.get("birth_year").and_then(serde_json::Value::as_i64);
    let of_year = || Some(i64::from(day.year()) - year?).filter(|age| *age >= 0);
    date.and_then(|date| day.age_of(date)).map(i64::from).or_else(of_year).map(|age| age.to_string())
}

/// Only the last three signs of a number.
fn masked(number: &str) -> String {
    let signs = number.chars().count();
    let shown = if signs > 6 { 3 } else { 0 };
    number.chars().enumerate().map(|(at, sign)| if at + shown < signs { '•' } else { sign }).collect()
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_masked_number_shows_its_last_three_signs_and_a_short_one_none() {
        assert_eq!(masked("068080001234"), "•••••••••234");
        assert_eq!(masked("12345"), "•••••");
    }
}
