//! The territorial relations: where somebody has a role, and what each place of the land is to them.

use registry::access::Area;

use super::land::{FAR, Land, MERGED, OWN, SIBLING};

/// Where somebody has a role, and what each place is to them.
pub(crate) struct Stand {
    pub(crate) area: Area,
    pub(crate) from: &'static str,
    /// What the six places are to the caller: only `own`, `child` and `merged-from` are theirs.
    pub(crate) relations: [&'static str; 6],
}

impl Stand {
    pub(crate) fn covers(&self, place: usize) -> bool {
        matches!(self.relations[place], "own" | "child" | "merged-from")
    }
}

/// Written by hand, not asked of the program: this is what it is held against.
pub(crate) fn stands(land: &Land) -> Vec<Stand> {
    let commune = |code: &str| Area::Commune(code.to_owned());
    let province = |code: &str| Area::Province(code.to_owned());
    let stand = |area, from, relations| Stand { area, from, relations };
    vec![
        stand(
            Area::Village(land.places[0].village),
            "2025-07-01",
            ["own", "sibling", "sibling", "parent's other", "parent's other", "other province"],
        ),
        stand(
            commune(OWN),
            "2025-07-01",
            ["own", "child", "merged-from", "sibling", "went elsewhere", "other province"],
        ),
        stand(
            commune(SIBLING),
            "2025-07-01",
            ["sibling", "sibling", "sibling", "own", "merged-from", "other province"],
        ),
        stand(province("68"), "2025-07-01", ["child", "child", "child", "child", "child", "other province"]),
        stand(
            province("79"),
            "2025-07-01",
            [
                "other province",
                "other province",
                "other province",
                "other province",
                "other province",
                "child",
            ],
        ),
        stand(
            commune(FAR),
            "2025-07-01",
            ["other province", "other province", "other province", "other province", "other province", "own"],
        ),
        // A role for a unit that ended is a role nowhere: neither for what it merged into nor for who has its code today.
        stand(commune(MERGED), "2024-01-01", ["merged-to"; 6]),
        stand(commune(OWN), "2024-01-01", ["merged-to"; 6]),
    ]
}
