//! Diễn biến hộ nghèo, hộ cận nghèo: what became of every household between two lists, and the official flow table.
//!
//! Closing is not counted by itself but is opening − exits + entries, so the table closes by construction; whether that is
//! also the number of households on the new list is [`PovertyFlow::closes`].

use vocab::{LocalText, said};

use crate::outcome::Class;
use crate::roster::Leaving;

/// What became of one household in a unit, between the old and the new list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The list that it was on.
    pub before: Option<Class>,
    /// The list that it is on.
    pub after: Option<Class>,
    /// Lists that it was on in years before that, though not on the old list.
    pub formerly: Vec<Class>,
    /// How it came into the unit, if it was not there.
    pub came: Option<Coming>,
    /// How it left the unit, if it is no longer there.
    pub left: Option<Leaving>,
    /// How many persons it had.
    pub persons_before: u32,
    /// How many persons it has.
    pub persons_after: u32,
}

/// Lý do a household is in a unit that was not there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Coming {
    /// Chuyển đến.
    MovedIn,
    /// Tách hộ.
    Split,
}

/// Tình trạng, biến động of a household as seen from one list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Movement {
    /// It stays on the list.
    Stays,
    /// Thoát nghèo, trở thành hộ cận nghèo; of the near-poor list: trở thành hộ nghèo.
    ToOther,
    /// Vượt chuẩn cận nghèo: it is on neither list.
    Above,
    /// Khác (giảm): it left the unit.
    OtherDecrease(Leaving),
    /// It came from the other list.
    FromOther,
    /// Tái nghèo, tái cận nghèo: it was on this list in an earlier year.
    Relapse,
    /// Phát sinh mới.
    New,
    /// Khác (tăng): it came into the unit with its status.
    OtherIncrease(Coming),
}

impl Movement {
    /// What people call it, on the list of a class.
    pub fn label(self, class: Class) -> LocalText {
        match (self, class) {
            (Movement::Stays, Class::Poor) => said!("hộ nghèo cũ", "still poor"),
            (Movement::Stays, Class::NearPoor) => said!("hộ cận nghèo cũ", "still near-poor"),
            (Movement::ToOther, Class::Poor) => {
                said!("thoát nghèo, trở thành hộ cận nghèo", "escaped poverty, now near-poor")
            }
            (Movement::ToOther, Class::NearPoor) => said!("trở thành hộ nghèo", "became poor"),
            (Movement::Above, Class::Poor) => {
                said!("thoát nghèo, vượt chuẩn cận nghèo", "escaped poverty, above the near-poor line")
            }
            (Movement::Above, Class::NearPoor) => said!("thoát cận nghèo", "escaped near-poverty"),
            (Movement::OtherDecrease(_), _) => said!("giảm khác", "other decrease"),
            (Movement::FromOther, Class::Poor) => {
                said!("hộ cận nghèo trở thành hộ nghèo", "came from the near-poor")
            }
            (Movement::FromOther, Class::NearPoor) => {
                said!("hộ nghèo trở thành hộ cận nghèo", "came from the poor")
            }
            (Movement::Relapse, Class::Poor) => said!("tái nghèo", "fell back into poverty"),
            (Movement::Relapse, Class::NearPoor) => said!("tái cận nghèo", "fell back into near-poverty"),
            (Movement::New, Class::Poor) => said!("hộ nghèo phát sinh mới", "new poor"),
            (Movement::New, Class::NearPoor) => said!("hộ cận nghèo phát sinh mới", "new near-poor"),
            (Movement::OtherIncrease(_), _) => said!("tăng khác", "other increase"),
        }
    }

    /// How a household moved on the list of a class; `None` if it was and is not on it.
    pub fn of(class: Class, change: &Change) -> Option<Movement> {
        let (before, after) = (change.before == Some(class), change.after == Some(class));
        match (before, after) {
            (false, false) => None,
            (true, true) => Some(Movement::Stays),
            (true, false) => Some(match (change.left, change.after) {
                (Some(why), _) => Movement::OtherDecrease(why),
                (None, Some(_)) => Movement::ToOther,
                (None, None) => Movement::Above,
            }),
            (false, true) => Some(match (change.before, change.came) {
                (Some(_), _) => Movement::FromOther,
                (None, Some(how)) => Movement::OtherIncrease(how),
                (None, None) if change.formerly.contains(&class) => Movement::Relapse,
                (None, None) => Movement::New,
            }),
        }
    }
}

/// Hộ và nhân khẩu.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Hộ.
    pub households: i64,
    /// Nhân khẩu.
    pub persons: i64,
}

impl Tally {
    fn add(&mut self, persons: i64) {
        self.households += 1;
        self.persons += persons;
    }
}

/// Bảng diễn biến of one list in one unit, with the columns of the official table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PovertyFlow {
    /// 1 Đầu kỳ.
    pub opening: Tally,
    /// 2 Sang danh sách kia.
    pub to_other: Tally,
    /// 3 Vượt chuẩn cận nghèo.
    pub above: Tally,
    /// 4 Khác giảm; persons also where a household that stays became smaller.
    pub other_decrease: Tally,
    /// 5 Từ danh sách kia.
    pub from_other: Tally,
    /// 6 Tái nghèo, tái cận nghèo.
    pub relapse: Tally,
    /// 7 Phát sinh mới.
    pub new: Tally,
    /// 8 Khác tăng; persons also where a household that stays became larger.
    pub other_increase: Tally,
    /// How many are on the new list, counted by themselves.
    counted: Tally,
}

impl PovertyFlow {
    /// The flow of a list over these households, each once.
    pub fn of(class: Class, changes: impl IntoIterator<Item = Change>) -> PovertyFlow {
        let mut flow = PovertyFlow::default();
        for change in changes {
            let (before, after) = (i64::from(change.persons_before), i64::from(change.persons_after));
            if change.before == Some(class) {
                flow.opening.add(before);
            }
            if change.after == Some(class) {
                flow.counted.add(after);
            }
            match Movement::of(class, &change) {
                None => {}
                Some(Movement::Stays) if after < before => flow.other_decrease.persons += before - after,
                Some(Movement::Stays) => flow.other_increase.persons += after - before,
                Some(Movement::ToOther) => flow.to_other.add(before),
                Some(Movement::Above) => flow.above.add(before),
                Some(Movement::OtherDecrease(_)) => flow.other_decrease.add(before),
                Some(Movement::FromOther) => flow.from_other.add(after),
                Some(Movement::Relapse) => flow.relapse.add(after),
                Some(Movement::New) => flow.new.add(after),
                Some(Movement::OtherIncrease(_)) => flow.other_increase.add(after),
            }
        }
        flow
    }

    /// 9 Cuối kỳ = 1 − 2 − 3 − 4 + 5 + 6 + 7 + 8.
    pub fn closing(&self) -> Tally {
        let sum = |of: fn(&Tally) -> i64| {
            of(&self.opening) - of(&self.to_other) - of(&self.above) - of(&self.other_decrease)
                + of(&self.from_other)
                + of(&self.relapse)
                + of(&self.new)
                + of(&self.other_increase)
        };
        Tally { households: sum(|tally| tally.households), persons: sum(|tally| tally.persons) }
    }

    /// Whether the closing of the table is what was counted on the new list.
    pub fn closes(&self) -> bool {
        self.closing() == self.counted
    }
}

impl std::ops::Add for PovertyFlow {
    type Output = PovertyFlow;

    /// The flow of two units together, where no household moved from one to the other. One that did is `Moved` in one unit
    /// and `MovedIn` in the other; over both together it is one change, and [`PovertyFlow::of`] must see it so.
    fn add(self, other: PovertyFlow) -> PovertyFlow {
        let add = |a: Tally, b: Tally| Tally {
            households: a.households + b.households,
            persons: a.persons + b.persons,
        };
        PovertyFlow {
            opening: add(self.opening, other.opening),
            to_other: add(self.to_other, other.to_other),
            above: add(self.above, other.above),
            other_decrease: add(self.other_decrease, other.other_decrease),
            from_other: add(self.from_other, other.from_other),
            relapse: add(self.relapse, other.relapse),
            new: add(self.new, other.new),
            other_increase: add(self.other_increase, other.other_increase),
            counted: add(self.counted, other.counted),
        }
    }
}
