//! Mật khẩu: Argon2id with the parameters that OWASP asks for, and few at a time.
//!
//! One hash takes 19 MiB and some 30 ms. Without a limit, a hundred log-ins at once would take the memory of a small server:
//! two are hashed at a time, some wait, and whoever comes when the line is full is asked to come again.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use store::dates::Instant;
use store::{Fault, Tx};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;
use uuid::Uuid;
use vocab::said;

use crate::keys::random;
use crate::{Stopped, UserId};

const AT_A_TIME: usize = 2;
const IN_LINE: usize = 40;
const PATIENCE: Duration = Duration::from_secs(8);
const SHORTEST: usize = 10;
const LONGEST: usize = 200;

/// What is kept of a password, in the PHC format.
pub(crate) struct Hashed(String);

/// What came out of comparing.
pub(super) struct Verdict {
    pub(super) is_right: bool,
    /// Made with other parameters than today's.
    pub(super) is_outdated: bool,
}

struct Hashing {
    places: Arc<Semaphore>,
    line: Arc<Semaphore>,
    patience: Duration,
}

static HASHING: LazyLock<Hashing> = LazyLock::new(|| Hashing::new(AT_A_TIME, IN_LINE, PATIENCE));

/// What a log-in name that nobody has is compared with, so that it takes the same time.
static NOBODY: LazyLock<Option<String>> = LazyLock::new(|| hash_now("nobody has this password"));

impl Hashing {
    fn new(places: usize, line: usize, patience: Duration) -> Hashing {
        Hashing {
            places: Arc::new(Semaphore::new(places)),
            line: Arc::new(Semaphore::new(places + line)),
            patience,
        }
    }

    /// Does the work on a thread of its own when a place is free; `None` if too many wait.
    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
        let line = self.line.clone().try_acquire_owned().ok()?;
        let place =
            tokio::time::timeout(self.patience, self.places.clone().acquire_owned()).await.ok()?.ok()?;
        let working = tokio::task::spawn_blocking(move || {
            // The place is held by the work, not by who waits for it: a browser that goes away frees no memory.
            let _held = (line, place);
            work()
        });
        working.await.ok()
    }
}

fn argon2() -> Argon2<'static> {
    // `Params::DEFAULT` is OWASP's choice: 19 MiB, two passes, one lane.
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::DEFAULT)
}

/// The same signs typed on another keyboard may come as other bytes: Vietnamese letters with marks are composed first.
fn bytes(password: &str) -> Vec<u8> {
    password.nfc().collect::<String>().into_bytes()
}

fn hash_now(password: &str) -> Option<String> {
    let salt: [u8; 16] = random().ok()?;
    Some(argon2().hash_password_with_salt(&bytes(password), &salt).ok()?.to_string())
}

/// What is kept of a password; `None` if too many are hashed now.
pub(crate) async fn hash(password: &str) -> Option<Hashed> {
    let password = password.to_owned();
    HASHING.run(move || hash_now(&password)).await?.map(Hashed)
}

/// Compares; without a kept hash with nobody's, which is never right. `None` if too many are hashed now.
pub(super) async fn verify(password: &str, kept: Option<String>) -> Option<Verdict> {
    let password = password.to_owned();
    HASHING
        .run(move || {
            let exists = kept.is_some();
            let kept = kept.or_else(|| NOBODY.clone()).unwrap_or_default();
            let parsed = PasswordHash::new(&kept).ok();
            let matches = |hash: &PasswordHash| argon2().verify_password(&bytes(&password), hash).is_ok();
            let is_right = parsed.as_ref().is_some_and(matches) && exists;
            Verdict { is_right, is_outdated: parsed.is_some_and(|hash| !is_of_today(&hash)) }
        })
        .await
}

fn is_of_today(hash: &PasswordHash) -> bool {
    let params = Params::try_from(hash).ok();
    hash.algorithm == Algorithm::Argon2id.ident()
        && params.is_some_and(|params| {
            let costs = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
            costs(&params) == costs(&Params::DEFAULT)
        })
}

/// Whether a password may be chosen: long rather than complicated.
pub(crate) fn acceptable(password: &str, login: &str) -> Result<(), Stopped> {
    let letters = password.chars().count();
    let lower = password.to_lowercase();
    let mut kinds: Vec<char> = lower.chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    if (SHORTEST..=LONGEST).contains(&letters) && kinds.len() >= 5 && !lower.contains(login) {
        return Ok(());
    }
    Err(Stopped::refused(
        said!("mật khẩu này dễ đoán", "this password is easy to guess"),
        said!(
            "dùng ít nhất {SHORTEST} ký tự, không chứa tên đăng nhập; bốn năm từ ghép lại là tốt và dễ nhớ",
            "use at least {SHORTEST} letters without the log-in name; four or five words together are good and easy to keep"
        ),
    ))
}

/// Puts a password in the place of the one before.
pub(crate) async fn replace(
    tx: &Tx,
    user: UserId,
    hashed: &Hashed,
    once: bool,
    at: Instant,
) -> Result<(), Fault> {
    tx.execute("delete from credential where user_id = $1 and kind = 'password'", vec![user.0.into()])
        .await?;
    let label = once.then(|| ONCE.to_owned());
    let row = vec![
        Uuid::now_v7().into(),
        user.0.into(),
        "password".into(),
        hashed.0.clone().into_bytes().into(),
        label.into(),
        at.into(),
    ];
    tx.insert("credential", &["id", "user_id", "kind", "secret", "label", "added_at"], vec![row]).await
}

/// The label of a password that must be changed at its first use.
pub(super) const ONCE: &str = "once";

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn the_third_hash_waits_until_one_of_two_is_done() {
        let hashing = Arc::new(Hashing::new(2, 40, Duration::from_secs(20)));
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let work = || {
            let (hashing, now, most) = (hashing.clone(), now.clone(), most.clone());
            tokio::spawn(async move {
                let counted = move || {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::sleep(Duration::from_millis(20));
                    now.fetch_sub(1, Ordering::SeqCst);
                };
                hashing.run(counted).await.is_some()
            })
        };
        for done in (0..12).map(|_| work()).collect::<Vec<_>>() {
            assert!(done.await.unwrap());
        }
        assert_eq!(most.load(Ordering::SeqCst), 2);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_comes_when_the_line_is_full_or_waits_too_long_is_sent_away() {
        let hashing = Arc::new(Hashing::new(1, 1, Duration::from_millis(50)));
        let slow = |hashing: Arc<Hashing>| {
            tokio::spawn(async move {
                hashing.run(|| std::thread::sleep(Duration::from_millis(400))).await.is_some()
            })
        };
        let first = slow(hashing.clone());
        tokio::time::sleep(Duration::from_millis(20)).await;
        let waits = slow(hashing.clone());
        tokio::time::sleep(Duration::from_millis(10)).await;
        assert!(hashing.run(|| ()).await.is_none(), "the line is full");
        assert!(!waits.await.unwrap(), "it waited too long");
        assert!(first.await.unwrap());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_browser_that_goes_away_does_not_free_a_place_that_is_still_used() {
        let hashing = Arc::new(Hashing::new(1, 5, Duration::from_millis(30)));
        let gone = hashing.clone();
        let gone =
            tokio::spawn(async move { gone.run(|| std::thread::sleep(Duration::from_millis(300))).await });
        tokio::time::sleep(Duration::from_millis(30)).await;
        gone.abort();
        let _ = gone.await;
        assert!(hashing.run(|| ()).await.is_none());
    }

    #[tokio::test]
    async fn letters_with_marks_are_the_same_however_they_were_typed() {
        let Hashed(kept) = hash("M\u{1ead}t kh\u{1ea9}u d\u{e0}i").await.unwrap();
        let decomposed = "Ma\u{323}\u{302}t kha\u{302}\u{309}u da\u{300}i";
        assert!(verify(decomposed, Some(kept.clone())).await.unwrap().is_right);
        assert!(!verify("Mat khau dai", Some(kept)).await.unwrap().is_right);
        assert!(!verify("nobody has this password", None).await.unwrap().is_right);
    }

    #[test]
    fn long_words_are_accepted_and_the_login_or_few_letters_are_not() {
        assert!(acceptable("bốn mùa hoa nở", "lan").is_ok());
        for weak in ["ngan", "lan.nguyen.2026", "aaaaaaaaaaaa", "1212121212"] {
            assert!(acceptable(weak, "lan.nguyen").is_err(), "{weak}");
        }
    }
}
