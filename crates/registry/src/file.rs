//! Hồ sơ hộ: everything about one household, as of a day, as known on a day.
