//! Where the data lie: `postgres://…`, `sqlite:FILE`, or a file name.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A database by its place.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// One file.
    Sqlite(PathBuf),
    /// A server, with the whole address. It may hold a password: never printed.
    Postgres(String),
}

/// A text that names no database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocationError;

impl fmt::Display for LocationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write the database as postgres://USER@HOST/NAME, or as the path of a file")
    }
}

impl std::error::Error for LocationError {}

impl FromStr for Location {
    type Err = LocationError;

    fn from_str(text: &str) -> Result<Location, LocationError> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Location::Postgres(text.to_owned()));
        }
        let path = text.strip_prefix("sqlite://").or_else(|| text.strip_prefix("sqlite:")).unwrap_or(text);
        if path.is_empty() || (path == text && text.contains("://")) {
            return Err(LocationError);
        }
        Ok(Location::Sqlite(Path::new(path).to_owned()))
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::Sqlite(path) => write!(f, "{}", path.display()),
            Location::Postgres(url) => {
                let after = url.split_once("://").map_or("", |(_, rest)| rest);
                let place = after.rsplit_once('@').map_or(after, |(_, place)| place);
                write!(f, "postgres://{}", place.split('?').next().unwrap_or_default())
            }
        }
    }
}

impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_printed() {
        let location: Location =
            "postgres://officer:s3cret@db.local:5432/chungtay?sslmode=require".parse().unwrap();
        assert_eq!(location.to_string(), "postgres://db.local:5432/chungtay");
        assert_eq!(format!("{location:?}"), "postgres://db.local:5432/chungtay");
    }

    #[test]
    fn a_plain_path_is_a_file() {
        assert_eq!("data/chungtay.db".parse(), Ok(Location::Sqlite("data/chungtay.db".into())));
        assert_eq!("sqlite:data/x.db".parse(), Ok(Location::Sqlite("data/x.db".into())));
        assert_eq!("mysql://host/x".parse::<Location>(), Err(LocationError));
        assert_eq!("".parse::<Location>(), Err(LocationError));
    }
}
