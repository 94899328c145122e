//! What a visit knows beforehand: who lives there, what last year's list said, what was answered before.

use standards::questionnaire::QuestionIndex;

use super::City;
use super::course::Standing;
use super::household::CityBirth;
use super::visit::Visiting;
use crate::columns::MISSING;
use crate::household::Household;
use crate::roles::Role;

/// What a visit leaves for the next one.
pub(super) struct Earlier {
    household: Option<i64>,
    /// By number of the member.
    members: Vec<(u8, Vec<(QuestionIndex, i64)>)>,
    dwelling: (u32, bool),
}

impl City {
    /// Tells the household what does not depend on chance: who its people are, last year's list, earlier answers.
    pub(super) fn remember(
        &self,
        visiting: &mut Visiting<'_, '_>,
        at: usize,
        village: u32,
        earlier: Option<&Earlier>,
    ) {
        let questions = &self.questions;
        let mut kept: Vec<(usize, QuestionIndex, i64)> = Vec::new();
        let text = |role: Role| role.text_cell().unwrap_or(MISSING);
        if let Some(phone) = questions.phone.filter(|_| visiting.told.phone.is_some()) {
            kept.push((0, phone, text(Role::Phone)));
        }
        for (question, cell) in self.last_list(visiting, at).into_iter().flatten() {
            kept.push((0, question, cell));
        }
        for (row, person) in (1..).zip(&visiting.household.members) {
            let told = visiting.told.members.iter().find(|member| member.number == u32::from(person.number));
            let Some(told) = told else { continue };
            let birth = match told.birth {
                CityBirth::Day(day) => questions.birth_date.map(|at| (at, i64::from(day.epoch_days()))),
                CityBirth::Year(year) => questions.birth_year.map(|at| (at, i64::from(year))),
            };
            let change = if person.age == 0 && told.from.is_some() { "born" } else { "none" };
            let id = questions.id_number.filter(|_| told.id_number.is_some());
            let known = [
                birth,
                id.map(|at| (at, text(Role::PersonalId))),
                questions.choice(questions.member_change, change),
            ];
            kept.extend(known.into_iter().flatten().map(|(question, cell)| (row, question, cell)));
            let before = earlier
                .and_then(|earlier| earlier.members.iter().find(|(number, _)| *number == person.number));
            kept.extend(
                before.iter().flat_map(|(_, cells)| cells).map(|(question, cell)| (row, *question, *cell)),
            );
        }
        let household = &mut *visiting.household;
        let now = self.dwelling(household, village);
        let same = earlier.filter(|earlier| earlier.dwelling == now);
        if let Some((question, cell)) =
            questions.of_dwellings().zip(same.and_then(|earlier| earlier.household))
        {
            kept.push((0, question, cell));
        }
        for (row, question, cell) in kept {
            household.keep(row, question, cell);
        }
    }

    /// Takes back days of birth that nobody knows, whatever chance answered.
    pub(super) fn forget_days(&self, visiting: &mut Visiting<'_, '_>) {
        let Some(birth_date) = self.questions.birth_date else { return };
        let household = &mut *visiting.household;
        for row in 1..=household.members.len() {
            let number = household.member(row).map_or(0, |member| u32::from(member.number));
            let told = visiting.told.members.iter().find(|member| member.number == number);
            if told.is_some_and(|member| matches!(member.birth, CityBirth::Year(_))) {
                household.set(row, birth_date, MISSING);
            }
        }
    }

    /// Why the household is reviewed, and what it was last year.
    fn last_list(&self, visiting: &Visiting<'_, '_>, at: usize) -> [Option<(QuestionIndex, i64)>; 3] {
        let standing = |back: usize| at.checked_sub(back).and_then(|at| visiting.course.get(at)).copied();
        let mut chance = visiting.chance.part(6 << 8).part(at as u64);
        let now = standing(0);
        let before = standing(1).unwrap_or_else(|| match now {
            // The list before the first year is not told; most of it is the first year's.
            Some(Standing::Poor) if chance.percent(65) => Standing::Poor,
            Some(Standing::NearPoor | Standing::Poor) if chance.percent(60) => Standing::NearPoor,
            _ => Standing::NotReviewed,
        });
        let is_out = now == Some(Standing::NotPoor);
        let reason = match before {
            Standing::Poor | Standing::NearPoor if is_out && chance.percent(25) => "request_exit",
            Standing::Poor => "listed_poor",
            Standing::NearPoor => "listed_near_poor",
            _ => "request",
        };
        let class = match (before, standing(2)) {
            (Standing::Poor, _) => "poor",
            (Standing::NearPoor, _) => "near_poor",
            (Standing::NotPoor, Some(Standing::Poor)) => "escaped_poverty",
            (Standing::NotPoor, Some(Standing::NearPoor)) => "escaped_near_poverty",
            (Standing::NotPoor, _) => "not_poor",
            (Standing::Open | Standing::NotReviewed, _) => "not_reviewed",
        };
        let questions = &self.questions;
        [
            questions.choice(questions.review_reason, reason),
            questions.choice(questions.last_year_class, class),
            questions.choice(questions.screening_result, "continue"),
        ]
    }

    /// What the next visit will know.
    pub(super) fn left_behind(&self, household: &Household<'_>, village: u32) -> Earlier {
        let cells = |row: usize| {
            let of_member =
                self.questions.of_members().map(move |question| (question, household.cell(row, question)));
            of_member.filter(|(_, cell)| *cell != MISSING).collect()
        };
        Earlier {
            household: self.questions.of_dwellings().map(|area| household.cell(0, area)),
            members: (1..).zip(&household.members).map(|(row, person)| (person.number, cells(row))).collect(),
            dwelling: self.dwelling(household, village),
        }
    }

    /// Where a household lives, and whether it lacks room. As long as both are the same, so is the floor.
    fn dwelling(&self, household: &Household<'_>, village: u32) -> (u32, bool) {
        let bit = self.population.fortunes.lacks().position(|name| name == self.assumptions.room);
        (village, bit.is_some_and(|bit| household.fortune.lacks >> bit & 1 == 1))
    }
}
