//! A population: every block of it can be made alone, and comes out the same wherever and whenever it is made.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use standards::PackFiles;
use standards::questionnaire::{Question, QuestionIndex, Subject, ZONE};
use standards::standard::PovertyStandard;
use vocab::{Day, Finding, Severity};

use crate::age_day::{default_age_day, params_after};
use crate::answering;
use crate::asked::AllAsked;
use crate::block::Block;
use crate::columns::field;
use crate::draw::{Draw, Topic};
use crate::family::{Builder, Wanted};
use crate::fortune::Fortunes;
use crate::household::Household;
use crate::names::Names;
use crate::numbers::SafeNumbers;
use crate::peoples::{People, Peoples};
use crate::places::{Places, Village};
use crate::reading::Reading;
use crate::relevance::Rules;
use crate::roles::Role;
use crate::score::Scores;
use crate::shape::Calendar;

/// Columns that every households table has before its answers.
const FIXED: [&str; 5] = ["household_id", "province_code", "commune_code", "village_code", "zone"];

/// So many households are answered together, question by question, so that what is known of a question stays in the
/// processor's nearest memory.
const BATCH: usize = 32;

/// What is wanted.
#[derive(Clone, Debug)]
pub struct Options {
    /// How many households.
    pub households: u64,
    /// Another seed is another population.
    pub seed: u64,
    /// Share of the answers that are missing although the question was asked, from 0 to 1.
    pub missing_share: f64,
    /// With names, addresses, personal and telephone numbers (none of which can be real) and other sensitive answers.
    pub names: bool,
    /// The day on which ages are counted; `None` is the day before 2026, or before the standard begins.
    pub age_day: Option<Day>,
}

impl Default for Options {
    fn default() -> Options {
        Options { households: 0, seed: 0, missing_share: 0.002, names: false, age_day: None }
    }
}

/// Dân số bịa ra: invented households for a standard's questionnaire. No one in it is real.
#[derive(Clone, Debug)]
pub struct Population {
    options: Options,
    age_day: Day,
    questions: usize,
    pub(crate) places: Places,
    pub(crate) peoples: Peoples,
    pub(crate) fortunes: Fortunes,
    calendar: Calendar,
    pub(crate) names: Names,
    pub(crate) numbers: SafeNumbers,
    pub(crate) rules: Rules,
    pub(crate) scores: Scores,
    pub(crate) asked: AllAsked,
    columns: Vec<Question>,
    pub(crate) positions: Vec<QuestionIndex>,
    pub(crate) schema_of_households: SchemaRef,
    pub(crate) schema_of_members: SchemaRef,
}

impl Population {
    /// Prepares a population from the assumptions of a pack (`synthetic/`, `units/`).
    ///
    /// # Errors
    /// Everything that is wrong with the pack's assumptions.
    pub fn new(
        standard: &PovertyStandard,
        files: &PackFiles,
        options: Options,
    ) -> Result<Population, Vec<Finding>> {
        Population::placed(standard, files, options, Places::read)
    }

    /// The same where `find` says which places there are.
    pub(crate) fn placed(
        standard: &PovertyStandard,
        files: &PackFiles,
        options: Options,
        find: impl FnOnce(&Reading<'_>, u64, Peoples) -> (Places, Peoples),
    ) -> Result<Population, Vec<Finding>> {
        let reading = Reading::new(files);
        let questionnaire = &standard.questionnaire;
        let age_day = options.age_day.unwrap_or_else(|| default_age_day(standard));
        let params = params_after(standard, age_day).map_err(|finding| vec![finding])?;
        let fortunes = Fortunes::read(&reading);
        let lacks: Vec<String> = fortunes.lacks().map(str::to_owned).collect();
        let peoples = Peoples::read(&reading);
        let (places, peoples) = find(&reading, options.households, peoples);
        let answering = answering::read(&reading, questionnaire, &lacks);
        let role =
            |index: QuestionIndex| answering.get(usize::from(index.0)).and_then(|known| known.as_ref()?.role);
        let personal: Vec<QuestionIndex> = questionnaire
            .iter()
            .map(|(index, _)| index)
            .filter(|index| role(*index).is_some_and(Role::is_personal))
            .collect();
        let wanted = |index: QuestionIndex| {
            let question = questionnaire.get(index);
            (options.names || !(question.sensitive || personal.contains(&index)))
                && !(question.of == Subject::Household && FIXED.contains(&question.id.as_str()))
        };
        let missing = (options.missing_share.clamp(0.0, 1.0) * f64::from(u32::MAX)) as u32;
        let scores = Scores::read(&reading, standard, &params);
        let rules = Rules::new(questionnaire, params);
        let asked = AllAsked::new(questionnaire, answering, wanted, &rules, missing);
        let positions: Vec<QuestionIndex> =
            questionnaire.iter().map(|(index, _)| index).filter(|index| wanted(*index)).collect();
        let schema = |of: Subject, first: Vec<Field>| {
            let answers =
                positions.iter().map(|index| questionnaire.get(*index)).filter(|question| question.of == of);
            let metadata = metadata(&reading, standard, &options);
            Arc::new(Schema::new_with_metadata(
                first.into_iter().chain(answers.map(field)).collect::<Vec<_>>(),
                metadata,
            ))
        };
        let fixed = FIXED.map(|name| {
            let kind = if name == "household_id" { DataType::Int64 } else { DataType::Utf8 };
            Field::new(name, kind, false)
        });
        let ids = ["household_id", "member_no"].map(|name| Field::new(name, DataType::Int64, false));
        let population = Population {
            age_day,
            questions: questionnaire.questions.len(),
            calendar: Calendar::new(age_day),
            names: Names::read(&reading),
            numbers: SafeNumbers::read(&reading),
            scores,
            rules,
            columns: questionnaire.questions.clone(),
            schema_of_households: schema(Subject::Household, fixed.to_vec()),
            schema_of_members: schema(Subject::Member, ids.to_vec()),
            places,
            peoples,
            fortunes,
            asked,
            positions,
            options,
        };
        let findings = reading.into_findings();
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            Err(findings)
        } else {
            Ok(population)
        }
    }

    /// The schemas of the households and of the members. Their metadata says that the people are invented.
    pub fn schemas(&self) -> (SchemaRef, SchemaRef) {
        (Arc::clone(&self.schema_of_households), Arc::clone(&self.schema_of_members))
    }

    /// How many households there are.
    pub fn households(&self) -> u64 {
        self.options.households
    }

    /// The day on which ages were counted.
    pub fn age_day(&self) -> Day {
        self.age_day
    }

    /// The households from number `from` (the first is 0; its id is 1), at most `len` of them, with exactly their
    /// members.
    pub fn block(&self, from: u64, len: usize) -> (RecordBatch, RecordBatch) {
        let end = from.saturating_add(len as u64).min(self.options.households);
        let mut block = Block::new(self, end.saturating_sub(from) as usize);
        let mut batch: Vec<Household<'_>> = Vec::with_capacity(BATCH);
        let mut next = from;
        while next < end {
            batch.resize_with((end - next).min(BATCH as u64) as usize, || {
                Household::new(self.places.village_of(0), "", self.questions)
            });
            self.make(next, &mut batch);
            block.push(&batch);
            next += batch.len() as u64;
        }
        block.finish()
    }

    /// Makes households, one after the other in number.
    pub(crate) fn make<'a>(&'a self, from: u64, households: &mut [Household<'a>]) {
        for (number, household) in (from..).zip(households.iter_mut()) {
            self.people(number, household);
        }
        self.asked.answer(households, &self.rules, &self.scores, self.age_day.epoch_days());
    }

    /// Where a household lives, how it fares and who lives in it.
    fn people<'a>(&'a self, number: u64, household: &mut Household<'a>) {
        let village = self.places.village_of(number);
        let people = self.peoples.draw(village.commune.people, &mut self.draw(number, Topic::Ethnicity));
        self.found(number, village, people, household);
        let draw = self.draw(number, Topic::Fortune);
        let minority = self.is_minority(household);
        household.fortune = self.fortunes.draw(draw, village.zone, village.commune.income, minority);
        self.settle(number, household);
        self.begin_answers(household);
    }

    /// Chance for a topic of a household.
    pub(crate) fn draw(&self, number: u64, topic: Topic) -> Draw {
        Draw::of(self.options.seed, number, topic)
    }

    /// The seed.
    pub(crate) fn seed(&self) -> u64 {
        self.options.seed
    }

    /// Whether its people are a minority (dân tộc thiểu số).
    pub(crate) fn is_minority(&self, household: &Household<'_>) -> bool {
        self.peoples.is_minority(household.people)
    }

    /// A household of a people in a village.
    pub(crate) fn found<'a>(
        &'a self,
        number: u64,
        village: Village<'a>,
        people: People,
        household: &mut Household<'a>,
    ) {
        household.id = number + 1;
        household.village = village;
        household.province =
            self.places.provinces.get(usize::from(village.commune.province)).map_or("", String::as_str);
        household.people = people;
        household.answers = self.draw(number, Topic::Answers);
        household.names = self.draw(number, Topic::Names);
    }

    /// Who lives in a household that fares as it does.
    pub(crate) fn settle(&self, number: u64, household: &mut Household<'_>) {
        let (fortune, minority) = (household.fortune, self.is_minority(household));
        let wanted = Wanted {
            size: fortune.size,
            elderly: fortune.low && !minority,
            young: fortune.severe && fortune.size > 2,
            early: minority,
        };
        let draw = self.draw(number, Topic::Family);
        Builder { calendar: &self.calendar, draw, people: &mut household.members }.build(wanted);
    }

    /// Forgets the answers of a household.
    pub(crate) fn begin_answers(&self, household: &mut Household<'_>) {
        household.begin_answers(self.is_minority(household));
        let zone = i64::from(household.village.zone == vocab::Zone::Urban);
        household.set(0, ZONE, zone);
    }

    /// The words of a text answer.
    pub(crate) fn text(&self, role: Role, household: &Household<'_>, row: usize, out: &mut String) {
        let Some(person) = household.member(row) else { return };
        let year = Day::from_epoch_days(person.birth).year();
        let at = usize::from(person.number.saturating_sub(1));
        let seed = self.options.seed;
        match role {
            Role::FullName => self.names.write(household.people, person, year, at, household.names, out),
            Role::PersonalId => self.numbers.personal_id(seed, household.id, at, person.female, year, out),
            Role::Phone => self.numbers.phone(seed, household.id, out),
            Role::Address => out.push_str(&self.places.address(household.village)),
            Role::DocumentNumber => {
                out.push_str(&format!("{}/BIA-{}", household.id, household.village.commune.code))
            }
            _ => out.push_str("(bịa ra)"),
        }
    }
}

impl Population {
    #[allow(clippy::indexing_slicing)] // positions come from the same questionnaire
    pub(crate) fn question(&self, index: QuestionIndex) -> &Question {
        &self.columns[usize::from(index.0)]
    }
}

/// What every file made from this says of itself.
fn metadata(
    reading: &Reading<'_>,
    standard: &PovertyStandard,
    options: &Options,
) -> std::collections::HashMap<String, String> {
    let assumptions = reading.settings("synthetic/assumptions.toml");
    let warning = format!("{} {}", assumptions.text("warning.vi"), assumptions.text("warning.en"));
    let entries = [
        ("chungtay.invented", warning),
        ("chungtay.standard", standard.id.clone()),
        ("chungtay.standard_digest", standard.digest.clone()),
        ("chungtay.seed", options.seed.to_string()),
        ("chungtay.households", options.households.to_string()),
    ];
    entries.map(|(key, value)| (key.to_owned(), value)).into()
}
