//! The list of steps, oldest first. Add yours at the end; never change one that was released.

mod m0001_registry;

use crate::migration::Step;

/// All steps, oldest first.
pub fn all() -> &'static [Step] {
    &[Step {
        number: 1,
        name: "registry: acts, facts, households, people, users, reviews",
        changes: m0001_registry::CHANGES,
    }]
}
