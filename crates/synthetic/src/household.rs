//! One household while it is made: its people, how it fares, and its answers so far.

use standards::questionnaire::QuestionIndex;
use vocab::Zone;

use crate::columns::MISSING;
use crate::draw::Draw;
use crate::family::{Person, Relation};
use crate::fortune::Fortune;
use crate::peoples::People;
use crate::places::Village;

/// What `is:` may ask in `answers.csv`; one bit each, in this order.
pub(crate) const TRAITS: [&str; 18] = [
    "male",
    "female",
    "head",
    "spouse",
    "child",
    "child_in_law",
    "grandchild",
    "parent",
    "sibling",
    "other_relative",
    "not_related",
    "minority",
    "majority",
    "urban",
    "rural",
    "low",
    "severe",
    "no_worker",
];

/// Ages of people who usually work; only for the trait `no_worker`.
const WORKING: std::ops::RangeInclusive<i32> = 16..=68;

/// What outcomes rest on. It only serves to invent as many households of a kind as are wanted; it decides nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Results {
    pub(crate) at_or_below_income_line: bool,
    pub(crate) deprivation_count: i64,
}

/// One household.
pub(crate) struct Household<'a> {
    pub(crate) id: u64,
    pub(crate) village: Village<'a>,
    /// Code of its province.
    pub(crate) province: &'a str,
    pub(crate) people: People,
    pub(crate) fortune: Fortune,
    pub(crate) members: Vec<Person>,
    /// Answers: first the household's row, then one row a member, each indexed by question.
    cells: Vec<i64>,
    questions: usize,
    /// Answers of an earlier visit in the same layout; empty if there was none.
    kept: Vec<i64>,
    /// What is known of income and deprivations once all is answered, for rules that look at them.
    pub(crate) results: Option<Results>,
    traits: Vec<u32>,
    /// Chance of its answers.
    pub(crate) answers: Draw,
    /// Chance of its names.
    pub(crate) names: Draw,
}

impl<'a> Household<'a> {
    /// A household that is made anew for every number.
    pub(crate) fn new(village: Village<'a>, province: &'a str, questions: usize) -> Household<'a> {
        let fortune = Fortune { income: 0, log_income: 0, low: false, severe: false, lacks: 0, size: 0 };
        let none = Draw::of(0, 0, crate::draw::Topic::Answers);
        Household {
            id: 0,
            village,
            province,
            people: People(0),
            fortune,
            members: Vec::with_capacity(16),
            cells: Vec::with_capacity(questions * 16),
            questions,
            kept: Vec::new(),
            results: None,
            traits: Vec::with_capacity(16),
            answers: none,
            names: none,
        }
    }

    /// Forgets all answers and finds the traits, once people and fortune are known.
    pub(crate) fn begin_answers(&mut self, minority: bool) {
        self.cells.clear();
        self.cells.resize(self.questions * (self.members.len() + 1), MISSING);
        self.kept.clear();
        self.results = None;
        let urban = self.village.zone == Zone::Urban;
        let works = self.members.iter().any(|member| WORKING.contains(&member.age));
        let common = 1 << if minority { 11 } else { 12 }
            | 1 << if urban { 13 } else { 14 }
            | u32::from(self.fortune.low) << 15
            | u32::from(self.fortune.severe) << 16
            | u32::from(!works) << 17;
        self.traits.clear();
        self.traits.push(common);
        for member in &self.members {
            let relation = match member.relation {
                Relation::Head => 2,
                Relation::Spouse => 3,
                Relation::Child => 4,
                Relation::ChildInLaw => 5,
                Relation::Grandchild => 6,
                Relation::Parent => 7,
                Relation::Sibling => 8,
                Relation::OtherRelative => 9,
                Relation::NotRelated => 10,
            };
            self.traits.push(common | 1 << u32::from(member.female) | 1 << relation);
        }
    }

    /// Traits of the household (row 0) or a member (row 1 and on).
    #[inline]
    pub(crate) fn traits(&self, row: usize) -> u32 {
        self.traits.get(row).copied().unwrap_or(0)
    }

    /// An answer by row.
    #[inline]
    pub(crate) fn cell(&self, row: usize, question: QuestionIndex) -> i64 {
        self.cells.get(row * self.questions + usize::from(question.0)).copied().unwrap_or(MISSING)
    }

    /// Stores an answer.
    #[inline]
    pub(crate) fn set(&mut self, row: usize, question: QuestionIndex, cell: i64) {
        if let Some(slot) = self.cells.get_mut(row * self.questions + usize::from(question.0)) {
            *slot = cell;
        }
    }

    /// An answer of an earlier visit, if there is one.
    pub(crate) fn kept(&self, row: usize, question: QuestionIndex) -> i64 {
        self.kept.get(row * self.questions + usize::from(question.0)).copied().unwrap_or(MISSING)
    }

    /// Remembers an answer of an earlier visit.
    pub(crate) fn keep(&mut self, row: usize, question: QuestionIndex, cell: i64) {
        self.kept.resize(self.cells.len(), MISSING);
        if let Some(slot) = self.kept.get_mut(row * self.questions + usize::from(question.0)) {
            *slot = cell;
        }
    }

    /// By what chance tells the rows apart: the household is 0, a member its number.
    #[inline]
    pub(crate) fn chance_key(&self, row: usize) -> u64 {
        if row == 0 { 0 } else { self.member(row).map_or(0, |member| u64::from(member.number)) }
    }

    /// The member of a row; row 0 is the household, for which its head stands.
    #[inline]
    pub(crate) fn member(&self, row: usize) -> Option<&Person> {
        self.members.get(row.saturating_sub(1))
    }
}
