//! Who lives in a household: a family built from its children upwards, so that ages always fit the relationships.

use crate::draw::Draw;
use crate::shape::{Calendar, OLDEST, Shape, shape_of};

/// Least years between a parent and a child.
pub(crate) const LEAST_GENERATION: i32 = 17;

/// Quan hệ với chủ hộ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    Head,
    Spouse,
    Child,
    ChildInLaw,
    Grandchild,
    Parent,
    Sibling,
    OtherRelative,
    NotRelated,
}

/// One member.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person {
    pub(crate) relation: Relation,
    pub(crate) female: bool,
    /// Completed years on the age day.
    pub(crate) age: i32,
    /// Day of birth, in days since 1970-01-01.
    pub(crate) birth: i32,
    /// People of one line share a surname.
    pub(crate) line: u8,
    /// From 1 on; kept when others leave, so that chance goes on to mean the same person.
    pub(crate) number: u8,
}

/// What the family is like before chance decides.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    pub(crate) size: usize,
    /// Small households of old people.
    pub(crate) elderly: bool,
    /// Small children rather than grown ones.
    pub(crate) young: bool,
    /// Mothers are younger.
    pub(crate) early: bool,
}

/// A couple's ages and those of its children, oldest first.
struct Couple {
    mother: i32,
    father: i32,
    children: [i32; 12],
    count: usize,
}

impl Couple {
    fn children(&self) -> &[i32] {
        self.children.get(..self.count).unwrap_or_default()
    }
}

/// Builds families.
pub(crate) struct Builder<'a> {
    pub(crate) calendar: &'a Calendar,
    pub(crate) draw: Draw,
    pub(crate) people: &'a mut Vec<Person>,
}

impl Builder<'_> {
    /// The members of one household, the head first.
    pub(crate) fn build(&mut self, wanted: Wanted) {
        self.people.clear();
        match shape_of(&mut self.draw, wanted.size) {
            Shape::Alone => self.alone(wanted),
            Shape::Nuclear => self.nuclear(wanted, wanted.size.saturating_sub(2), 0),
            Shape::OneParent => self.one_parent(wanted),
            Shape::WithParents => {
                let parents = if wanted.size > 4 && self.draw.percent(45) { 2 } else { 1 };
                self.nuclear(wanted, wanted.size - 2 - parents, parents);
            }
            Shape::WithChildsFamily => self.with_childs_family(wanted),
            Shape::Skipped => self.skipped(wanted),
            Shape::Relatives => self.relatives(wanted),
        }
    }

    fn add(&mut self, relation: Relation, female: bool, age: i32, line: u8) {
        let age = age.clamp(0, OLDEST);
        let birth = self.calendar.birth(&mut self.draw, age);
        let number = self.people.len() as u8 + 1;
        self.people.push(Person { relation, female, age, birth, line, number });
    }

    fn alone(&mut self, wanted: Wanted) {
        let old = wanted.elderly || self.draw.percent(58);
        let age = if old { self.draw.between(60, 88) } else { self.draw.between(20, 60) };
        let female = self.draw.percent(if old { 72 } else { 42 });
        self.add(Relation::Head, female, age, 0);
    }

    /// Ages of a couple, found from its youngest child: mothers are 18 to 44 at every birth.
    fn couple(&mut self, count: usize, wanted: Wanted, young: bool) -> Couple {
        let draw = &mut self.draw;
        let count = count.min(11);
        let mut children = [0; 12];
        if count == 0 {
            let old = wanted.elderly && !young;
            let mother = match draw.below(100) {
                _ if old => draw.between(60, 84),
                part if young || part < 25 => draw.between(20, 38),
                part if part < 55 => draw.between(39, 59),
                _ => draw.between(57, 80),
            };
            return Couple { mother, father: mother + draw.between(-2, 7), children, count };
        }
        let first_birth = if wanted.early || count > 4 { draw.between(18, 23) } else { draw.between(19, 31) };
        let youngest = match draw.below(100) {
            _ if wanted.young => draw.between(0, 7),
            part if count > 2 || young => {
                if part < 50 {
                    draw.between(0, 8)
                } else {
                    draw.between(6, 13)
                }
            }
            part if part < 26 => draw.between(0, 8),
            part if part < 56 => draw.between(7, 18),
            _ => draw.between(16, 30),
        };
        let widest = ((43 - first_birth) / (count as i32 - 1).max(1)).clamp(2, 6);
        let mut age = youngest;
        for slot in children.iter_mut().take(count).rev() {
            *slot = age;
            age += draw.between(2, widest);
        }
        let oldest = children.first().copied().unwrap_or(0);
        let mother = oldest + first_birth;
        Couple {
            mother,
            father: (mother + draw.between(-2, 7)).max(oldest + LEAST_GENERATION + 1),
            children,
            count,
        }
    }

    fn nuclear(&mut self, wanted: Wanted, children: usize, parents: usize) {
        let couple = self.couple(children, wanted, parents > 0);
        let wife_heads = self.draw.percent(26);
        let (head, spouse) =
            if wife_heads { (couple.mother, couple.father) } else { (couple.father, couple.mother) };
        self.add(Relation::Head, wife_heads, head, 0);
        self.add(Relation::Spouse, !wife_heads, spouse, 1);
        self.children(Relation::Child, couple.children(), u8::from(wife_heads));
        let mother = head + self.draw.between(18, (OLDEST - head).clamp(LEAST_GENERATION + 1, 33));
        if parents == 2 {
            let father = mother + self.draw.between(0, 6);
            self.add(Relation::Parent, false, father, 0);
        }
        if parents > 0 {
            let female = parents == 2 || self.draw.percent(76);
            self.add(Relation::Parent, female, mother, if female { 3 } else { 0 });
        }
    }

    fn children(&mut self, relation: Relation, ages: &[i32], line: u8) {
        for age in ages {
            let female = self.draw.percent(48);
            self.add(relation, female, *age, line);
        }
    }

    fn one_parent(&mut self, wanted: Wanted) {
        let couple = self.couple(wanted.size - 1, wanted, false);
        let female = self.draw.percent(80);
        self.add(Relation::Head, female, if female { couple.mother } else { couple.father }, 0);
        let line = if female { 1 } else { 0 };
        self.children(Relation::Child, couple.children(), line);
    }

    fn with_childs_family(&mut self, wanted: Wanted) {
        let heads = if wanted.size > 3 && self.draw.percent(60) { 2 } else { 1 };
        let couple = self.couple(wanted.size - 2 - heads, wanted, true);
        let daughter = self.draw.percent(30);
        let (child, partner) =
            if daughter { (couple.mother, couple.father) } else { (couple.father, couple.mother) };
        let grandmother = child + self.draw.between(18, (OLDEST - child).clamp(LEAST_GENERATION + 1, 31));
        let grandfather = grandmother + self.draw.between(0, 6);
        let woman_heads = if heads == 2 { self.draw.percent(30) } else { self.draw.percent(74) };
        self.add(Relation::Head, woman_heads, if woman_heads { grandmother } else { grandfather }, 0);
        if heads == 2 {
            self.add(Relation::Spouse, !woman_heads, if woman_heads { grandfather } else { grandmother }, 1);
        }
        let line = u8::from(woman_heads);
        self.add(Relation::Child, daughter, child, line);
        self.add(Relation::ChildInLaw, !daughter, partner, 2);
        self.children(Relation::Grandchild, couple.children(), if daughter { 2 } else { line });
    }

    fn skipped(&mut self, wanted: Wanted) {
        let heads = if wanted.size > 2 && self.draw.percent(60) { 2 } else { 1 };
        let oldest = self.draw.between(4, 15);
        let grandmother = oldest + self.draw.between(38, 58);
        let grandfather = grandmother + self.draw.between(0, 6);
        let woman_heads = self.draw.percent(if heads == 2 { 30 } else { 80 });
        self.add(Relation::Head, woman_heads, if woman_heads { grandmother } else { grandfather }, 0);
        if heads == 2 {
            self.add(Relation::Spouse, !woman_heads, if woman_heads { grandfather } else { grandmother }, 1);
        }
        for younger in 0..wanted.size - heads {
            let age = oldest - 3 * younger as i32;
            self.children(Relation::Grandchild, &[age.max(0)], 0);
        }
    }

    fn relatives(&mut self, wanted: Wanted) {
        let head = self.draw.between(22, 58);
        let female = self.draw.percent(45);
        self.add(Relation::Head, female, head, 0);
        for other in 1..wanted.size {
            let female = self.draw.percent(50);
            match self.draw.below(10) {
                0..6 => {
                    let age = (head + self.draw.between(-9, 9)).max(16);
                    self.add(Relation::Sibling, female, age, 0);
                }
                6..9 => {
                    let age = self.draw.between(6, 60);
                    self.add(Relation::OtherRelative, female, age, 4 + other as u8);
                }
                _ => {
                    let age = self.draw.between(18, 45);
                    self.add(Relation::NotRelated, female, age, 4 + other as u8);
                }
            }
        }
    }
}
