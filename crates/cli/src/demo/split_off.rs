//! Reviews of a household that split off: it is asked where the one that it came from is asked, and answers what its people
//! answered there before.

use std::sync::Arc;

use synthetic::city::{City, CityAnswers, CityHousehold, CityMember, CityReview, CityValue};

/// What speaks of the whole family that is left behind, or of an earlier year.
const NOT_TAKEN_ALONG: [&str; 8] = [
    "head_name",
    "phone",
    "certificate_number",
    "decision_number",
    "decision_date",
    "last_year_class",
    "age",
    "member_change",
];

/// The reviews of a household that split off from `from`; none where nobody of it was ever asked.
pub(super) fn reviews(city: &City, household: &CityHousehold, from: &CityHousehold) -> Vec<CityReview> {
    let Some((on, _)) = household.split_from else { return Vec::new() };
    let Some(village) = city.village(household.first_village) else { return Vec::new() };
    let after = from.reviews.iter().filter(|review| review.age_day >= on);
    let reviewed = after.filter_map(|review| {
        let present = household.members_on(review.age_day);
        let members: Vec<(u32, CityAnswers)> =
            present.map(|(member, relation)| (member.number, answers(member, relation, from))).collect();
        let was_asked = members.iter().any(|(_, answers)| answers.len() > 2);
        was_asked.then(|| CityReview {
            village: village.id,
            zone: village.zone,
            household: taken_along(&review.household),
            members,
            ..review.clone()
        })
    });
    reviewed.collect()
}

/// What a member answered in the last review before leaving, with the name and the relation of now.
fn answers(member: &CityMember, relation: &str, from: &CityHousehold) -> CityAnswers {
    let number = from.members.iter().find(|known| known.person == member.person).map(|known| known.number);
    let before = from.reviews.iter().rev().find_map(|review| {
        let mut members = review.members.iter();
        members.find(|(known, _)| Some(*known) == number).map(|(_, answers)| answers)
    });
    let mut answers = before.map(taken_along).unwrap_or_default();
    answers.retain(|(id, _)| !matches!(id.as_ref(), "full_name" | "relationship"));
    answers.push((Arc::from("full_name"), CityValue::Text(member.name.clone())));
    answers.push((Arc::from("relationship"), CityValue::Code(Arc::from(relation))));
    answers
}

fn taken_along(answers: &CityAnswers) -> CityAnswers {
    answers.iter().filter(|(id, _)| !NOT_TAKEN_ALONG.contains(&id.as_ref())).cloned().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::reviews;
    use crate::shelf::Shelf;

    #[test]
    fn a_household_that_split_off_is_reviewed_where_its_people_were_asked_before() {
        let shelf = Shelf::open(None).unwrap();
        let standard = shelf.standard("vn-2022").unwrap();
        let city = synthetic::city::City::new(&standard, &shelf.files, 2026, Some(6000)).unwrap();
        let all: BTreeMap<u64, _> =
            city.households().map(|household| (household.number, household)).collect();
        let mut reviewed = 0;
        for household in all.values() {
            let Some((on, parent)) = household.split_from else { continue };
            let parent = &all[&parent];
            let made = reviews(&city, household, parent);
            assert!(made.iter().all(|review| review.age_day >= on), "before it was there");
            for review in &made {
                let (first, _) = review.members.first().unwrap();
                let head = household.members_on(review.age_day).next().unwrap();
                assert_eq!((head.0.number, head.1), (*first, "head"));
                assert!(
                    !review.members.iter().flat_map(|(_, answers)| answers).any(|(id, _)| &**id == "age")
                );
            }
            let asked_before = parent.reviews.iter().any(|review| review.age_day < on);
            let asked_after = parent.reviews.iter().any(|review| review.age_day >= on);
            assert_eq!(!made.is_empty(), asked_before && asked_after, "household {}", household.number);
            reviewed += made.len();
        }
        assert!(reviewed > 0, "this city shows nothing");
    }
}
