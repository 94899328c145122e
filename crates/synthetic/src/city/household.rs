//! Hộ gia đình of the demo city over the years: who lived in it when, what happened, what it answered.

use vocab::{Day, Zone};

use super::value::CityAnswers;

/// A household. Nobody in it is real.
#[derive(Clone, Debug, PartialEq)]
pub struct CityHousehold {
    /// Stable for a seed; households that split off have numbers of their own.
    pub number: u64,
    /// The household that it split off from, and when.
    pub split_from: Option<(Day, u64)>,
    /// Id of the village where it lived first.
    pub first_village: u32,
    /// Code of its ethnic group (list of 2008).
    pub ethnic_group: String,
    /// A telephone number that is not assigned to anybody.
    pub phone: Option<String>,
    /// Everybody who ever lived in it.
    pub members: Vec<CityMember>,
    /// What happened, in order of time.
    pub events: Vec<CityEvent>,
    /// Reviews of the years in which it was reviewed.
    pub reviews: Vec<CityReview>,
}

/// Thành viên hộ.
#[derive(Clone, Debug, PartialEq)]
pub struct CityMember {
    /// The same person in another household has the same number.
    pub person: u64,
    /// Number within the household, from 1 on; it is never used twice.
    pub number: u32,
    /// Họ và tên.
    pub name: String,
    /// A woman or a girl.
    pub female: bool,
    /// Day or year of birth.
    pub birth: CityBirth,
    /// Code of the relation to the head when the person came into the list.
    pub relation: &'static str,
    /// Code of the ethnic group (list of 2008).
    pub ethnic_group: String,
    /// Twelve digits that begin with a code no province ever had.
    pub id_number: Option<String>,
    /// Born or come on this day; `None` is before everything that is told here.
    pub from: Option<Day>,
    /// Died or left on this day.
    pub until: Option<Day>,
}

/// What is known of a birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CityBirth {
    /// The day.
    Day(Day),
    /// Only the year, as with some old people.
    Year(i32),
}

/// Something that happened on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CityEvent {
    /// When.
    pub on: Day,
    /// What.
    pub what: CityChange,
}

/// What may happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CityChange {
    /// This member was born.
    Born(u32),
    /// This member died.
    Died(u32),
    /// This member became the head, because the head died on the same day.
    NewHead(u32),
    /// The household moved to this village.
    Moved(u32),
    /// These members left and became a household of this number.
    SplitOff(Vec<u32>, u64),
}

/// One yearly review of a household.
#[derive(Clone, Debug, PartialEq)]
pub struct CityReview {
    /// The year at whose end it was.
    pub year: i32,
    /// Day on which ages are counted.
    pub age_day: Day,
    /// First day of its result.
    pub result_day: Day,
    /// Id of the village where the household lived.
    pub village: u32,
    /// Zone of that village.
    pub zone: Zone,
    /// Answers of the household.
    pub household: CityAnswers,
    /// Answers of the members then, the head first, by their numbers.
    pub members: Vec<(u32, CityAnswers)>,
}

impl CityHousehold {
    /// Id of the village where it lived on a day.
    pub fn village_on(&self, day: Day) -> u32 {
        let mut moves =
            self.events.iter().filter(|event| event.on <= day).filter_map(|event| match event.what {
                CityChange::Moved(to) => Some(to),
                _ => None,
            });
        moves.next_back().unwrap_or(self.first_village)
    }

    /// The members of a day with their relation to the head then.
    pub fn members_on(&self, day: Day) -> impl Iterator<Item = (&CityMember, &'static str)> {
        let mut heads =
            self.events.iter().filter(|event| event.on <= day).filter_map(|event| match event.what {
                CityChange::NewHead(number) => Some(number),
                _ => None,
            });
        let head = heads.next_back();
        let present = self.members.iter().filter(move |member| {
            member.from.is_none_or(|from| from <= day) && member.until.is_none_or(|until| day < until)
        });
        present.map(move |member| {
            let relation = match (head, member.relation) {
                (Some(head), _) if head == member.number => "head",
                (Some(_), relation) => super::life::beside_widow(relation),
                (None, relation) => relation,
            };
            (member, relation)
        })
    }
}
