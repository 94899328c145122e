//! The values of vn-2022, copied by hand from `packs/vn/standards/vn-2022`, which is what the project never does.

/// Ages at which rules change, by bit of an age byte.
pub const AGES: [i32; 7] = [3, 6, 12, 15, 16, 18, 31];
pub const OLDEST: i32 = 130;
pub const B1_LINE: [i64; 2] = [140, 175];
pub const INCOME_LINE: [i64; 2] = [1_500_000, 2_000_000];
pub const AVERAGE_LINE: [i64; 2] = [2_250_000, 3_000_000];
pub const POOR_DEPRIVATIONS: u32 = 3;
/// Tenths of a square metre a person, as `dwelling_area` counts.
pub const LEAST_AREA: i64 = 80;
pub const GREATEST_AREA: i64 = 20_000;
pub const CLEAN_WATER: [&str; 6] =
    ["tap", "drilled_well", "protected_well", "protected_spring", "rain", "bottled"];
pub const CLEAN_TOILET: [&str; 5] =
    ["septic", "pour_flush", "ventilated_pit", "pit_with_seat", "two_compartment"];
pub const DEVICES: [&str; 7] = ["tv", "radio", "desktop", "phone", "laptop", "tablet", "smartphone"];
pub const ALLOWANCES: [&str; 2] = ["elderly", "disabled"];
pub const SEEKING: &str = "seeking";
pub const WAGE: &str = "wage";

/// In the order of the result's columns.
pub const INDICATORS: [&str; 12] = [
    "employment",
    "dependents",
    "nutrition",
    "health_insurance",
    "adult_education",
    "child_schooling",
    "housing_quality",
    "housing_area",
    "water_source",
    "toilet",
    "telecom_use",
    "information_means",
];
pub const OUTCOMES: [&str; 4] = ["poor", "near_poor", "not_poor", "undetermined"];
pub const BANDS: [&str; 4] = ["at_or_below_line", "average", "above_average", "unknown"];
