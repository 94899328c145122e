//! A list from which one thing is drawn, some more often than others.

use crate::draw::Draw;

/// Things with their weights.
#[derive(Clone, Debug)]
pub(crate) struct Weighted<T> {
    /// Sums of the weights so far.
    ends: Vec<u32>,
    things: Vec<T>,
}

impl<T> Default for Weighted<T> {
    fn default() -> Weighted<T> {
        Weighted { ends: Vec::new(), things: Vec::new() }
    }
}

impl<T> Weighted<T> {
    /// Adds a thing; one without weight is left out.
    pub(crate) fn push(&mut self, thing: T, weight: u32) {
        let end = self.ends.last().copied().unwrap_or(0).saturating_add(weight);
        if weight > 0 {
            self.ends.push(end);
            self.things.push(thing);
        }
    }

    /// Draws one; `None` from an empty list.
    pub(crate) fn draw(&self, draw: &mut Draw) -> Option<&T> {
        self.pick((draw.next() >> 32) as u32)
    }

    /// The thing for a chance of 32 bits.
    #[inline]
    pub(crate) fn pick(&self, chance: u32) -> Option<&T> {
        match self.things.as_slice() {
            [] => None,
            [only] => Some(only),
            [first, second] => {
                let at = (u64::from(chance) * u64::from(*self.ends.last()?)) >> 32;
                Some(if at < u64::from(*self.ends.first()?) { first } else { second })
            }
            _ => {
                let at = ((u64::from(chance) * u64::from(*self.ends.last()?)) >> 32) as u32;
                self.things.get(self.ends.partition_point(|end| *end <= at))
            }
        }
    }

    /// Whether nothing can be drawn.
    pub(crate) fn is_empty(&self) -> bool {
        self.things.is_empty()
    }

    /// All things.
    pub(crate) fn things(&self) -> &[T] {
        &self.things
    }
}

impl<T> FromIterator<(T, u32)> for Weighted<T> {
    fn from_iter<I: IntoIterator<Item = (T, u32)>>(things: I) -> Weighted<T> {
        let mut weighted = Weighted::default();
        things.into_iter().for_each(|(thing, weight)| weighted.push(thing, weight));
        weighted
    }
}
