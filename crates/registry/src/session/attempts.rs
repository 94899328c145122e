//! Chậm lại sau nhiều lần sai: by log-in name, in memory, under a keyed hash – people type passwords into the wrong field.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use store::dates::Instant;

/// So many attempts are free.
const FREE: u32 = 5;
const LONGEST_WAIT: i64 = 300;
/// After so many seconds without an attempt everything is forgotten.
const FORGOTTEN_AFTER: i64 = 3600;
/// More names than this are not kept; the oldest go.
const MOST: usize = 20_000;

/// Attempts that did not end well.
#[derive(Debug, Default)]
pub struct Attempts(Mutex<BTreeMap<Vec<u8>, Failed>>);

#[derive(Clone, Copy, Debug)]
struct Failed {
    times: u32,
    last: Instant,
}

impl Attempts {
    /// Counts an attempt as failed before it is looked at, so that a hundred at the same time count as a hundred.
    ///
    /// # Errors
    /// The seconds to wait.
    pub(super) fn begin(&self, name: &[u8], now: Instant) -> Result<(), i64> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST && !all.contains_key(name) {
            make_room(&mut all, now);
        }
        let failed = all.entry(name.to_vec()).or_insert(Failed { times: 0, last: now });
        // A clock that was set back counts as one that stood still.
        failed.last = failed.last.min(now);
        let since = (now.millis() - failed.last.millis()) / 1000;
        if since >= FORGOTTEN_AFTER {
            failed.times = 0;
        }
        let wait = wait_after(failed.times);
        if since < wait {
            return Err(wait - since);
        }
        *failed = Failed { times: failed.times + 1, last: now };
        Ok(())
    }

    /// The attempt was never looked at.
    pub(super) fn forgive(&self, name: &[u8]) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(failed) = all.get_mut(name) {
            failed.times = failed.times.saturating_sub(1);
        }
    }

    /// The attempt was right.
    pub(super) fn succeed(&self, name: &[u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(name);
    }
}

fn wait_after(times: u32) -> i64 {
    if times < FREE { 0 } else { (1_i64 << (times - FREE).min(16)).min(LONGEST_WAIT) }
}

fn make_room(all: &mut BTreeMap<Vec<u8>, Failed>, now: Instant) {
    all.retain(|_, failed| now.millis() - failed.last.millis() < FORGOTTEN_AFTER * 1000);
    if all.len() >= MOST
        && let Some(oldest) = all.iter().min_by_key(|(_, failed)| failed.last).map(|(name, _)| name.clone())
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
    fn five_attempts_are_free_and_each_further_one_waits_twice_as_long() {
        let attempts = Attempts::default();
        assert!((0..5).all(|_| attempts.begin(b"lan", at(0)).is_ok()));
        assert_eq!(attempts.begin(b"lan", at(0)), Err(1));
        assert!(attempts.begin(b"lan", at(1)).is_ok());
        assert_eq!(attempts.begin(b"lan", at(1)), Err(2));
        assert!(attempts.begin(b"mai", at(1)).is_ok(), "somebody else does not wait");
        assert_eq!(wait_after(60), LONGEST_WAIT);
        attempts.succeed(b"lan");
        assert!(attempts.begin(b"lan", at(1)).is_ok());
    }

    #[test]
    fn a_clock_that_is_set_back_an_hour_makes_nobody_wait_an_hour() {
        let attempts = Attempts::default();
        assert!(attempts.begin(b"lan", at(7200)).is_ok());
        assert!((0..4).all(|_| attempts.begin(b"lan", at(3600)).is_ok()));
        assert_eq!(attempts.begin(b"lan", at(3600)), Err(1), "five are free, before and after");
        assert!(attempts.begin(b"lan", at(3601)).is_ok());
    }

    #[test]
    fn memory_does_not_grow_with_the_names_that_are_tried() {
        let attempts = Attempts::default();
        for n in 0..(MOST as u32 + 100) {
            let _ = attempts.begin(&n.to_be_bytes(), at(i64::from(n / 100)));
        }
        assert!(attempts.0.lock().unwrap().len() <= MOST);
    }
}
