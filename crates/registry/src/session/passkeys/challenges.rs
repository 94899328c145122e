//! What passkeys are asked to sign: 32 random bytes, kept here until they come back once, for five minutes at most, and
//! taken only from the browser for which they were made.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use store::dates::Instant;

use crate::UserId;
use crate::keys::{NoRandomness, random};

/// So long a challenge may wait.
pub const CHALLENGE_SECONDS: i64 = 300;
/// More than this are not kept; the oldest go.
const MOST: usize = 20_000;

pub(super) type Challenge = [u8; 32];

/// Challenges that wait for their answer. A restart forgets them: one presses the button again.
#[derive(Debug, Default)]
pub struct Challenges(Mutex<BTreeMap<Challenge, Waiting>>);

#[derive(Debug)]
struct Waiting {
    purpose: Purpose,
    /// The hash of the token of the browser that asked.
    browser: Vec<u8>,
    until: Instant,
}

/// What an answer is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    LogIn,
    Add { user: UserId, label: String },
}

impl Challenges {
    pub(super) fn ask(
        &self,
        purpose: Purpose,
        browser: Vec<u8>,
        now: Instant,
    ) -> Result<Challenge, NoRandomness> {
        let challenge: Challenge = random()?;
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            make_room(&mut all, now);
        }
        all.insert(challenge, Waiting { purpose, browser, until: now.plus_seconds(CHALLENGE_SECONDS) });
        Ok(challenge)
    }

    /// Takes a challenge, whatever comes of it: nobody can answer it again. `None` if it is not waiting for this browser.
    pub(super) fn take(&self, challenge: &Challenge, browser: &[u8], now: Instant) -> Option<Purpose> {
        let waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(challenge)?;
        (waiting.browser == browser && now < waiting.until).then_some(waiting.purpose)
    }
}

fn make_room(all: &mut BTreeMap<Challenge, Waiting>, now: Instant) {
    all.retain(|_, waiting| now < waiting.until);
    if all.len() >= MOST
        && let Some(oldest) = all.iter().min_by_key(|(_, waiting)| waiting.until).map(|(it, _)| *it)
    {
        all.remove(&oldest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Instant {
        Instant::from_millis(seconds * 1000)
    }

    #[test]
    fn a_challenge_is_taken_once_in_time_and_by_its_own_browser() {
        let challenges = Challenges::default();
        let ask = || challenges.ask(Purpose::LogIn, b"here".to_vec(), at(0)).unwrap();
        let it = ask();
        assert_eq!(challenges.take(&it, b"here", at(299)), Some(Purpose::LogIn));
        assert_eq!(challenges.take(&it, b"here", at(299)), None, "once");
        assert_eq!(challenges.take(&ask(), b"here", at(300)), None, "in time");
        let it = ask();
        assert_eq!(challenges.take(&it, b"there", at(0)), None, "its own browser");
        assert_eq!(challenges.take(&it, b"here", at(0)), None, "a wrong answer used it up");
    }

    #[test]
    fn memory_does_not_grow_with_the_challenges_that_are_asked_for() {
        let challenges = Challenges::default();
        for n in 0..(MOST + 50) {
            challenges.ask(Purpose::LogIn, Vec::new(), at(n as i64 / 100)).unwrap();
        }
        assert!(challenges.0.lock().unwrap().len() <= MOST);
    }
}
