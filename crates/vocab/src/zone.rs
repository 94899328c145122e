//! Khu vực nông thôn or thành thị: which line applies to a household.

/// Khu vực. Stored per village with its source, never derived from the word *phường*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Zone {
    /// Nông thôn.
    Rural,
    /// Thành thị.
    Urban,
}

impl Zone {
    /// Both zones, in the order of their codes' positions.
    pub const ALL: [Zone; 2] = [Zone::Rural, Zone::Urban];

    /// The word used in packs and data.
    pub const fn code(self) -> &'static str {
        match self {
            Zone::Rural => "rural",
            Zone::Urban => "urban",
        }
    }

    /// The zone with this word.
    pub fn from_code(code: &str) -> Option<Zone> {
        Zone::ALL.into_iter().find(|zone| zone.code() == code)
    }
}
