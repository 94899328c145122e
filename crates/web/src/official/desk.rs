//! Việc đếm và in đang chạy: what takes longer than a page waits is done beside the pages, one thing at a time, and shown
//! with how far it is. Whoever asked may stop it. Nothing is recorded: counting sealed files changes nothing, and another
//! server counts for itself.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use engine::figures::ListedHousehold;
use lake::{Progress, SealedFigures};
use registry::UserId;
use tokio::sync::{Semaphore, watch};
use vocab::{LocalText, said};

/// What came out.
#[derive(Debug)]
pub(super) enum Made {
    Figures(SealedFigures),
    /// Pseudonyms of the households behind a cell.
    Opened(Vec<String>),
    /// Households of a detailed list, and whether last year's result is there.
    Listed(Vec<ListedHousehold>, bool),
    File(Vec<u8>),
}

/// Why nothing came out, and what to do.
pub(super) type NotMade = (LocalText, LocalText);

type Ended = Option<Result<Arc<Made>, NotMade>>;

/// What somebody who asked gets.
pub(super) enum Got {
    Ready(Arc<Made>),
    Refused(NotMade),
    /// It goes on.
    Working(Working),
}

/// Something that goes on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Working {
    pub(super) id: u64,
    pub(super) done: u64,
    /// 0 while unknown.
    pub(super) total: u64,
    /// Whether who asks may stop it.
    pub(super) is_own: bool,
}

#[derive(Debug)]
struct Work {
    id: u64,
    key: String,
    by: UserId,
    progress: Arc<Progress>,
    ended: watch::Receiver<Ended>,
}

/// Where it is done.
#[derive(Debug)]
pub(crate) struct Desk {
    works: Mutex<Vec<Work>>,
    next: AtomicU64,
    /// A province takes some hundred megabytes: one after the other.
    one: Arc<Semaphore>,
}

/// So much of each kind is kept, the newest: a page of a table asks for the same figures as the one before.
const KEPT: usize = 6;
/// So long a page waits before it shows how far the work is.
const PATIENCE: Duration = Duration::from_millis(2500);

impl Default for Desk {
    fn default() -> Desk {
        Desk { works: Mutex::default(), next: AtomicU64::new(1), one: Arc::new(Semaphore::new(1)) }
    }
}

impl Desk {
    /// What was made under this key, or what `make` makes. A refusal is told once and not kept.
    pub(super) async fn get<F>(
        &self,
        key: String,
        by: UserId,
        make: impl FnOnce(Arc<Progress>) -> F + Send + 'static,
    ) -> Got
    where
        F: Future<Output = Result<Made, NotMade>> + Send,
    {
        let (id, owner, progress, mut ended) = self.found(&key).unwrap_or_else(|| self.begin(key, by, make));
        let waited = tokio::time::timeout(PATIENCE, ended.wait_for(Option::is_some)).await;
        let became = match waited {
            Ok(Ok(became)) => became.clone(),
            // Whoever worked is gone without a word.
            Ok(Err(_)) => Some(Err(broken())),
            Err(_) => None,
        };
        match became {
            Some(Ok(made)) => Got::Ready(made),
            Some(Err(why)) => {
                self.works().retain(|work| work.id != id);
                Got::Refused(why)
            }
            None => {
                let (done, total) = (progress.done(), progress.total());
                Got::Working(Working { id, done, total, is_own: owner == by })
            }
        }
    }

    /// Stops what somebody asked for; `false` if they asked for no such thing.
    pub(super) fn stop(&self, id: u64, by: UserId) -> bool {
        let works = self.works();
        let own = works.iter().find(|work| work.id == id && work.by == by && work.ended.borrow().is_none());
        own.map(|work| work.progress.cancel()).is_some()
    }

    fn works(&self) -> std::sync::MutexGuard<'_, Vec<Work>> {
        self.works.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn found(&self, key: &str) -> Option<(u64, UserId, Arc<Progress>, watch::Receiver<Ended>)> {
        let mut works = self.works();
        let is_of_use = |work: &Work| match &*work.ended.borrow() {
            Some(became) => became.is_ok(),
            None => !work.progress.is_cancelled(),
        };
        let at = works.iter().position(|work| work.key == key && is_of_use(work))?;
        // The newest asked for stands last.
        let work = works.remove(at);
        let found = (work.id, work.by, work.progress.clone(), work.ended.clone());
        works.push(work);
        Some(found)
    }

    fn begin<F>(
        &self,
        key: String,
        by: UserId,
        make: impl FnOnce(Arc<Progress>) -> F + Send + 'static,
    ) -> (u64, UserId, Arc<Progress>, watch::Receiver<Ended>)
    where
        F: Future<Output = Result<Made, NotMade>> + Send,
    {
        let (id, progress) = (self.next.fetch_add(1, Ordering::Relaxed), Arc::new(Progress::new()));
        let (tell, ended) = watch::channel(None);
        let (one, stopping) = (self.one.clone(), StoppedAtTheEnd(progress.clone()));
        tokio::spawn(async move {
            let stopping = stopping;
            let _turn = one.acquire().await;
            let became = match stopping.0.is_cancelled() {
                true => Err(stopped()),
                false => make(stopping.0.clone()).await,
            };
            let _ = tell.send(Some(became.map(Arc::new)));
        });
        let mut works = self.works();
        let is_figures = |key: &str| key.starts_with("Figures");
        let kind = is_figures(&key);
        let is_ended = |work: &Work| work.ended.borrow().is_some() && is_figures(&work.key) == kind;
        while works.iter().filter(|work| is_ended(work)).count() >= KEPT {
            let Some(oldest) = works.iter().position(is_ended) else { break };
            works.remove(oldest);
        }
        works.push(Work { id, key, by, progress: progress.clone(), ended: ended.clone() });
        (id, by, progress, ended)
    }
}

/// Whatever ends a task, also the end of the server, ends its work: nobody would wait for it any more.
struct StoppedAtTheEnd(Arc<Progress>);

impl Drop for StoppedAtTheEnd {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Somebody stopped it.
pub(super) fn stopped() -> NotMade {
    (
        said!("việc đếm đã được dừng", "the counting was stopped"),
        said!("mở lại trang để đếm lại", "open the page again to count again"),
    )
}

/// Our mistake.
pub(super) fn broken() -> NotMade {
    (
        said!("việc đếm bị hỏng giữa chừng", "the counting broke off"),
        said!("hãy báo lỗi này cho người phát triển chương trình", "report this as a defect"),
    )
}
