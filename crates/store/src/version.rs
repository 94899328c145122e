//! Whether the SQLite inside is new enough.

/// The first release in which the fixes that we rely on are present.
const LEAST: (u32, u32, u32) = (3, 51, 3);

/// Whether a version such as `3.51.3` may be used.
pub(crate) fn is_new_enough(version: &str) -> bool {
    let mut parts = version.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next()) >= LEAST
}

#[cfg(test)]
mod tests {
    use super::is_new_enough;

    #[test]
    fn an_older_sqlite_is_refused() {
        assert!(!is_new_enough("3.40.1"));
        assert!(!is_new_enough("3.51.2"));
        assert!(is_new_enough("3.51.3"));
        assert!(is_new_enough("3.60.0"));
        assert!(!is_new_enough("nonsense"));
    }
}
