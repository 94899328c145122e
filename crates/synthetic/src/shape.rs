//! The shapes that families have, how frequent they are, and when people of an age were born.

use vocab::Day;

use crate::draw::Draw;

/// Nobody is older.
pub(crate) const OLDEST: i32 = 99;

/// The shapes of families.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    Alone,
    /// A couple with its children.
    Nuclear,
    /// One parent with children.
    OneParent,
    /// A family with parents of the head.
    WithParents,
    /// An old head with a grown child's family.
    WithChildsFamily,
    /// Grandparents with grandchildren.
    Skipped,
    /// Brothers, sisters and others.
    Relatives,
}

/// Shapes with their percent, by size 1, 2, 3, 4, 5 and 6, more.
const SHAPES: [&[(Shape, u32)]; 6] = [
    &[(Shape::Alone, 100)],
    &[(Shape::Nuclear, 60), (Shape::OneParent, 27), (Shape::Skipped, 5), (Shape::Relatives, 8)],
    &[
        (Shape::Nuclear, 68),
        (Shape::OneParent, 14),
        (Shape::WithChildsFamily, 9),
        (Shape::Skipped, 3),
        (Shape::Relatives, 6),
    ],
    &[
        (Shape::Nuclear, 71),
        (Shape::WithParents, 10),
        (Shape::OneParent, 6),
        (Shape::WithChildsFamily, 10),
        (Shape::Relatives, 3),
    ],
    &[(Shape::Nuclear, 46), (Shape::WithParents, 28), (Shape::WithChildsFamily, 23), (Shape::Relatives, 3)],
    &[(Shape::Nuclear, 34), (Shape::WithParents, 32), (Shape::WithChildsFamily, 32), (Shape::Relatives, 2)],
];

/// The shape of a family of so many.
pub(crate) fn shape_of(draw: &mut Draw, size: usize) -> Shape {
    let shapes = match size {
        0 | 1 => SHAPES[0],
        2 => SHAPES[1],
        3 => SHAPES[2],
        4 => SHAPES[3],
        5 | 6 => SHAPES[4],
        _ => SHAPES[5],
    };
    let mut left = draw.below(100);
    for (shape, percent) in shapes {
        if left < *percent {
            return *shape;
        }
        left -= percent;
    }
    Shape::Nuclear
}

/// Birth days by age on the age day.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    latest: Vec<i32>,
}

impl Calendar {
    pub(crate) fn new(age_day: Day) -> Calendar {
        Calendar {
            latest: (0..=OLDEST + 2).map(|age| age_day.latest_birth_for_age(age).epoch_days()).collect(),
        }
    }

    /// A day of birth for an age.
    pub(crate) fn birth(&self, draw: &mut Draw, age: i32) -> i32 {
        let day =
            |age: i32| usize::try_from(age).ok().and_then(|age| self.latest.get(age)).copied().unwrap_or(0);
        day(age) - draw.below((day(age) - day(age + 1)) as u32) as i32
    }
}
