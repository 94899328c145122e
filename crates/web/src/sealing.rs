//! Niêm phong từ trang: pages ask for it, the program does it (files are not their business), and a task in between notes
//! how far it is.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use registry::snapshot::{Progress, Sealable};
use registry::store::dates::Instant;
use registry::{JobId, Registry, Scope, SnapshotId};
use vocab::{LocalText, said};

/// What is to be sealed.
#[derive(Clone, Debug)]
pub struct SealWish {
    /// Who asks.
    pub by: Scope,
    /// Which campaign.
    pub campaign: Sealable,
    /// Why.
    pub reason: String,
    /// Whoever seals says how far it is, and stops where this says so.
    pub progress: Arc<Progress>,
}

/// A snapshot, or why there is none and what to do.
pub type Became = Result<SnapshotId, (LocalText, LocalText)>;

type Seal = dyn Fn(&SealWish) -> Became + Send + Sync;

/// What seals; it may block.
#[derive(Clone)]
pub struct Sealing {
    seal: Arc<Seal>,
    /// The sealing of this server that goes on; there is at most one.
    current: Arc<Mutex<Option<Arc<Progress>>>>,
}

impl fmt::Debug for Sealing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealing")
    }
}

/// How often a sealing says that it goes on.
const EVERY: Duration = Duration::from_secs(1);

impl Sealing {
    /// Sealing by a function.
    pub fn by(seal: impl Fn(&SealWish) -> Became + Send + Sync + 'static) -> Sealing {
        Sealing { seal: Arc::new(seal), current: Arc::default() }
    }

    /// Stops what goes on here: the server is ending.
    pub(crate) fn stop(&self) {
        if let Some(progress) = self.current().take() {
            progress.stop();
        }
    }

    fn current(&self) -> std::sync::MutexGuard<'_, Option<Arc<Progress>>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Seals, beside the pages. Errors of the database while it goes on are logged; the end is tried in any case.
    pub(crate) async fn work(self, registry: Registry, id: JobId, wish: SealWish) {
        let progress = wish.progress.clone();
        *self.current() = Some(progress.clone());
        // Whatever ends this task, also the end of the server, ends the sealing: nobody would tell it to stop any more.
        let _ending = StoppedAtTheEnd(progress.clone());
        let seal = self.seal.clone();
        let mut sealing = tokio::task::spawn_blocking(move || seal(&wish));
        let became = loop {
            tokio::select! {
                became = &mut sealing => break became,
                () = tokio::time::sleep(EVERY) => {
                    match registry.sealing_reached(id, progress.seen(), Instant::now()).await {
                        Ok(true) => (),
                        Ok(false) => progress.stop(),
                        Err(fault) => tracing::warn!(%fault, "how far a sealing is could not be noted"),
                    }
                }
            }
        };
        let became = became.unwrap_or_else(|_| Err(panicked()));
        if let Err(fault) = registry.sealing_reached(id, progress.seen(), Instant::now()).await {
            tracing::warn!(%fault, "how far a sealing came could not be noted");
        }
        if let Err(fault) = registry.sealing_ended(id, became).await {
            tracing::error!(%fault, "the end of a sealing could not be noted");
        }
        // Another one may have begun since this one was told to stop.
        let mut current = self.current();
        if current.as_ref().is_some_and(|known| Arc::ptr_eq(known, &progress)) {
            *current = None;
        }
    }
}

struct StoppedAtTheEnd(Arc<Progress>);

impl Drop for StoppedAtTheEnd {
    fn drop(&mut self) {
        self.0.stop();
    }
}

fn panicked() -> (LocalText, LocalText) {
    (
        said!("việc niêm phong bị hỏng giữa chừng", "the sealing broke off"),
        said!("hãy báo lỗi này cho người phát triển chương trình", "report this as a defect"),
    )
}
