//! A text that was looked for, sealed: a name or a number is about somebody and must not stand in an address.

use serde_json::json;
use store::dates::Instant;

use crate::{Registry, UserId};

/// How long a sealed text can be opened: a working day.
pub const SEARCH_HOURS: i64 = 8;
/// What a sealed text begins with inside the program; in an address it is left out.
const MARK: &str = "enc1:";

/// What a sealed text turns out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// The text.
    Text(String),
    /// Too old, of somebody else, or none of ours.
    Lapsed,
}

impl Registry {
    /// Seals a text for its user: only letters and digits, to be opened by the same user within [`SEARCH_HOURS`]. `None` if the
    /// system gives no random numbers.
    pub fn seal_search(&self, user: UserId, text: &str, at: Instant) -> Option<String> {
        let until = at.millis() + SEARCH_HOURS * 3_600_000;
        let sealed = self.keys.encrypt(&place(user), &json!([until, text]).to_string()).ok()?;
        sealed.strip_prefix(MARK).map(str::to_owned)
    }

    /// Opens what [`Registry::seal_search`] made.
    pub fn open_search(&self, user: UserId, sealed: &str, at: Instant) -> Sought {
        let opened = self.keys.decrypt(&place(user), &format!("{MARK}{sealed}"));
        match opened.and_then(|opened| serde_json::from_str::<(i64, String)>(&opened).ok()) {
            Some((until, text)) if at.millis() < until => Sought::Text(text),
            _ => Sought::Lapsed,
        }
    }
}

fn place(user: UserId) -> String {
    format!("households.search.{user}")
}
