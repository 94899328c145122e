//! Đếm từ số liệu đã niêm phong: the files are compared with their hashes, then counted off the threads of the pages.

use std::num::NonZero;
use std::sync::Arc;
use std::thread::available_parallelism;

use engine::figures::Level;
use lake::{Borders, Failure, Opened, Progress, SealedCount, SealedFigures};
use registry::official::WholeFiles;
use registry::review::Terms;
use registry::snapshot::Snapshot;
use registry::{Registry, Stopped};
use reports::official::list_questions;
use vocab::said;

use super::desk::{Made, NotMade, broken, stopped};
use crate::site::Shared;

/// What is wanted of the files.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// The figures of all places.
    Figures,
    /// The households behind a cell.
    Opened(Opened),
    /// The households of an outcome in some villages, with their answers.
    Listed { outcome: u8, villages: Vec<String> },
}

/// Everything that counting needs.
pub(super) struct Order {
    pub(super) site: Shared,
    pub(super) registry: Registry,
    pub(super) terms: Terms,
    pub(super) snapshot: Snapshot,
    pub(super) before: Option<Snapshot>,
    pub(super) level: Level,
    pub(super) borders: Borders,
    pub(super) what: What,
}

impl Order {
    /// Counts.
    pub(super) async fn make(self, progress: Arc<Progress>) -> Result<Made, NotMade> {
        let now = self.registry.whole_files(&self.snapshot).await.map_err(not_whole)?;
        let before = match &self.before {
            Some(before) => Some(self.registry.whole_files(before).await.map_err(not_whole)?),
            None => None,
        };
        let counted = tokio::task::spawn_blocking(move || self.count(&now, before.as_ref(), &progress)).await;
        counted.unwrap_or_else(|_| Err(broken()))
    }

    fn count(
        &self,
        now: &WholeFiles,
        before: Option<&WholeFiles>,
        progress: &Progress,
    ) -> Result<Made, NotMade> {
        let shelved = self.site.library.standard(&self.terms.standard);
        let standard =
            shelved.map(|shelved| &shelved.standard).filter(|of| of.digest == self.terms.pack_digest);
        let form = self.site.official.of(&self.terms.standard);
        let (Some(standard), Some(form)) = (standard, form) else { return Err(other_pack()) };
        let params = standard.on(self.terms.result_day).map_err(|_| other_pack())?;
        let test = self.terms.income_test.as_ref();
        let income_test = test.and_then(|id| standard.income_tests.iter().position(|one| one.id == *id));
        let (opened, listed, listed_in): (_, &[u8], &[String]) = match &self.what {
            What::Figures => (None, &[], &[]),
            What::Opened(opened) => (Some(opened), &[], &[]),
            What::Listed { outcome, villages } => (None, std::slice::from_ref(outcome), villages),
        };
        let questions = list_questions(&form.set, standard, listed);
        let counted = lake::count_sealed(
            &SealedCount {
                standard,
                params: &params,
                result_day: self.terms.result_day,
                age_day: self.terms.age_day,
                income_test,
                parts: &now.parts,
                before: before.map(|files| files.parts.as_slice()),
                plan: &form.plan,
                level: self.level,
                borders: &self.borders,
                listed,
                listed_in,
                list_questions: &questions,
                opened,
                threads: available_parallelism().map_or(1, NonZero::get),
            },
            progress,
        );
        let SealedFigures { figured, has_before, undetermined_before } = counted.map_err(not_counted)?;
        Ok(match self.what {
            What::Figures => Made::Figures(SealedFigures { figured, has_before, undetermined_before }),
            What::Opened(_) => Made::Opened(figured.opened),
            What::Listed { .. } => Made::Listed(figured.listed, has_before),
        })
    }
}

fn not_whole(why: Stopped) -> NotMade {
    match why {
        Stopped::Refused(refusal) => (refusal.why, refusal.remedy),
        Stopped::Failed(fault) => {
            tracing::error!(%fault, "the files of a snapshot could not be compared");
            broken()
        }
    }
}

/// What is wrong inside goes to the log: it may name files of the server.
fn not_counted(failure: Failure) -> NotMade {
    match failure {
        Failure::Cancelled => stopped(),
        Failure::CouldNotRun { what, .. } => {
            tracing::error!(what = what.en, "sealed figures could not be counted");
            broken()
        }
        Failure::InputProblems(problems) => {
            tracing::error!(problems = problems.count, "sealed figures could not be read");
            broken()
        }
    }
}

fn other_pack() -> NotMade {
    (
        said!(
            "bộ chuẩn trong gói luật khác với bộ chuẩn đã phân loại đợt rà soát này",
            "the standard in the packs is not the one that decided this review"
        ),
        said!(
            "chạy chương trình với đúng gói luật của đợt rà soát (--packs)",
            "run the program with the packs of the review (--packs)"
        ),
    )
}
