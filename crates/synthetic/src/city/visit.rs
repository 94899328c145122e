//! What a household answers in the reviews of its years: mostly the same, because its chance stays the same.

use standards::questionnaire::{QuestionIndex, Subject};
use standards::standard::DeprivationRule;
use vocab::Day;

use super::course::Standing;
use super::household::{CityHousehold, CityReview};
use super::leaning::leaning;
use super::life::Life;
use super::lot::{by_lot, lot};
use super::memory::Earlier;
use super::value::{CityAnswers, CityValue};
use super::{City, last_day};
use crate::columns::MISSING;
use crate::draw::{Draw, Topic};
use crate::fortune::Fortune;
use crate::household::Household;
use crate::roles::Role;

/// So often a household's answers are invented anew, all years together, until every year fits its course.
const ATTEMPTS: u64 = 8;

/// So often a year is tried with more or less that is lacking.
const STEPS: usize = 12;

/// A household on its way through the years.
pub(super) struct Visiting<'a, 'b> {
    pub(super) told: &'b CityHousehold,
    pub(super) course: &'b [Standing],
    pub(super) chance: Draw,
    pub(super) household: &'b mut Household<'a>,
}

impl City {
    /// All reviews of a household.
    pub(super) fn reviews<'a>(
        &'a self,
        household: &mut Household<'a>,
        life: &Life,
        course: &[Standing],
        told: &CityHousehold,
    ) -> Vec<CityReview> {
        let number = told.number.saturating_sub(1);
        let chance = self.population.draw(number, Topic::Course).part(1 << 32);
        let answers = self.population.draw(number, Topic::Answers);
        let mut visiting = Visiting { told, course, chance, household };
        let mut reviews = Vec::new();
        for attempt in 0..ATTEMPTS {
            visiting.household.answers = if attempt == 0 { answers } else { answers.part(attempt) };
            let (made, fits) = self.all_years(&mut visiting, life);
            reviews = made;
            if fits {
                break;
            }
        }
        reviews
    }

    /// The reviews, and whether each looks as its course says.
    fn all_years<'a>(&'a self, visiting: &mut Visiting<'a, '_>, life: &Life) -> (Vec<CityReview>, bool) {
        let (mut reviews, mut all_fit) = (Vec::new(), true);
        let mut earlier: Option<Earlier> = None;
        for (at, (year, standing)) in self.years().zip(visiting.course).enumerate() {
            let age_day = last_day(year);
            let village_id = visiting.told.village_on(age_day);
            let village = self.village(village_id).and_then(|village| self.place(village));
            let Some(village) = village.filter(|_| *standing != Standing::NotReviewed) else { continue };
            visiting.household.members = life.present(age_day.epoch_days());
            visiting.household.village = village;
            all_fit &= self.visit(visiting, at, age_day, village_id, earlier.as_ref());
            let household = &*visiting.household;
            earlier = Some(self.left_behind(household, village_id));
            reviews.push(CityReview {
                year,
                age_day,
                result_day: age_day.next(),
                village: village_id,
                zone: village.zone,
                household: self.answers(household, Subject::Household, 0, village_id, age_day),
                members: household
                    .members
                    .iter()
                    .enumerate()
                    .map(|(row, person)| {
                        let answers = self.answers(household, Subject::Member, row + 1, village_id, age_day);
                        (person.number.into(), answers)
                    })
                    .collect(),
            });
        }
        (reviews, all_fit)
    }

    /// Answers one review; false if it does not look as it should.
    fn visit(
        &self,
        visiting: &mut Visiting<'_, '_>,
        at: usize,
        age_day: Day,
        village: u32,
        earlier: Option<&Earlier>,
    ) -> bool {
        let standing = visiting.course.get(at).copied().unwrap_or(Standing::NotReviewed);
        let mut year = visiting.chance.part(at as u64 + 1);
        // What is left open is either the income or what is lacking.
        let faring = match standing {
            Standing::Open if year.percent(35) => Standing::NearPoor,
            Standing::Open => Standing::NotPoor,
            standing => standing,
        };
        let order = self.lacking_order(visiting);
        let mut count = self.lacking_count(visiting, faring, at);
        for _ in 0..STEPS {
            let lacks = order.iter().take(count).fold(0, |bits, bit| bits | 1 << bit);
            visiting.household.fortune = self.fortune(visiting, faring, at, lacks);
            self.population.begin_answers(visiting.household);
            self.remember(visiting, at, village, earlier);
            self.population.asked.answer(
                std::slice::from_mut(visiting.household),
                &self.population.rules,
                &self.population.scores,
                age_day.epoch_days(),
            );
            self.forget_days(visiting);
            if standing == Standing::Open {
                self.leave_open(visiting.household, faring);
            }
            match (standing, self.leaning(visiting.household)) {
                (wanted, Some(found)) if wanted == found => return true,
                (Standing::Poor, Some(Standing::NearPoor)) => count += 1,
                (Standing::NearPoor, Some(Standing::Poor)) if count > 0 => count -= 1,
                _ => return false,
            }
        }
        false
    }

    fn leaning(&self, household: &mut Household<'_>) -> Option<Standing> {
        leaning(&self.standard, &self.population.rules, household)
    }

    /// In which order a household comes to lack things; it stays the same.
    fn lacking_order(&self, visiting: &Visiting<'_, '_>) -> Vec<usize> {
        let shares: Vec<u32> = self.population.fortunes.shares(visiting.household.village.zone).collect();
        let chance = visiting.chance.part(1 << 8);
        by_lot(shares.len(), |bit| lot(&mut chance.part(bit as u64), shares.get(bit).copied().unwrap_or(1)))
    }

    /// How many things it lacks in a year: three times in four as the year before suggests.
    fn lacking_count(&self, visiting: &Visiting<'_, '_>, faring: Standing, at: usize) -> usize {
        let mut year = visiting.chance.part(2 << 8).part(at as u64);
        let same = year.percent(75);
        let chance = if same { visiting.chance.part(3 << 8).next() } else { year.next() };
        self.faring(faring).lacking.pick((chance >> 32) as u32).copied().unwrap_or(0)
    }

    fn faring(&self, standing: Standing) -> &super::assumptions::Faring {
        let [poor, near_poor, not_poor] = &self.assumptions.faring;
        match standing {
            Standing::Poor => poor,
            Standing::NearPoor => near_poor,
            _ => not_poor,
        }
    }

    fn fortune(&self, visiting: &Visiting<'_, '_>, faring: Standing, at: usize, lacks: u64) -> Fortune {
        let household = &*visiting.household;
        let line = self.population.scores.line(household.village.zone).unwrap_or(household.fortune.income);
        let mut own = visiting.chance.part(4 << 8);
        let mut year = visiting.chance.part(5 << 8).part(at as u64);
        let (least, greatest) = self.faring(faring).income;
        let place = i64::from(own.below(701) + year.below(300));
        let percent_of_thousand = least * 1000 + (greatest - least) * place;
        let (income, log_income) =
            self.population.fortunes.of_income(line * percent_of_thousand / 100_000, &mut year);
        Fortune {
            income,
            log_income,
            low: matches!(faring, Standing::Poor | Standing::NearPoor),
            severe: faring == Standing::Poor,
            lacks,
            size: household.members.len(),
        }
    }

    /// Takes answers away until the result is open.
    fn leave_open(&self, household: &mut Household<'_>, faring: Standing) {
        if faring == Standing::NearPoor {
            let rules = self.standard.indicators.iter().filter_map(|indicator| match &indicator.deprived {
                DeprivationRule::Rule(rule) => Some(&rule.condition),
                DeprivationRule::Unknown(_) => None,
            });
            for condition in rules {
                if self.leaning(household) == Some(Standing::Open) {
                    return;
                }
                if self.population.rules.holds(condition, household, 0) == Some(false) {
                    let of_household = |question: &QuestionIndex| {
                        self.standard.questionnaire.get(*question).of == Subject::Household
                    };
                    for question in condition.questions().into_iter().filter(of_household) {
                        household.set(0, question, MISSING);
                    }
                }
            }
        }
        let tests = self.standard.income_tests.iter().map(|test| test.question);
        for question in tests.chain(self.questions.income_12_months) {
            household.set(0, question, MISSING);
        }
    }

    /// The answers of a row as plain values.
    fn answers(
        &self,
        household: &Household<'_>,
        of: Subject,
        row: usize,
        village: u32,
        day: Day,
    ) -> CityAnswers {
        let all = self.population.positions.iter().filter(|at| self.population.question(**at).of == of);
        let answers = all.filter_map(|question| {
            let cell = household.cell(row, *question);
            let written = self.questions.written(*question).filter(|_| cell != MISSING)?;
            let value = if written.is_text() {
                CityValue::Text(match Role::of_cell(cell)? {
                    Role::Address => self.address(village, day),
                    role => {
                        let mut text = String::new();
                        self.population.text(role, household, row, &mut text);
                        text
                    }
                })
            } else {
                written.value(cell)?
            };
            Some((written.id.clone(), value))
        });
        answers.collect()
    }
}
