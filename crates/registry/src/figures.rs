//! Counts of households and people by place, outcome, year and group.
