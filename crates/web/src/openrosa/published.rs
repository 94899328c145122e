//! Which questions of a published form are answered by a file. A version never changes, and a form weighs half a megabyte:
//! it is read once, not with everything that arrives.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use forms::instance::binaries;
use registry::capture::Form;
use registry::store::Fault;
use registry::{CampaignId, Registry};

/// More versions than surveyors have in their hands at once.
const KEPT: usize = 64;

type Version = (CampaignId, String, String);

/// The forms that were read.
#[derive(Debug, Default)]
pub(crate) struct Published(Mutex<HashMap<Version, Arc<[String]>>>);

impl Published {
    /// Paths of the questions for files in a version of a form; `None` if it was never published.
    pub(crate) async fn file_questions(
        &self,
        registry: &Registry,
        campaign: CampaignId,
        form_id: &str,
        version: &str,
    ) -> Result<Option<Arc<[String]>>, Fault> {
        let key = (campaign, form_id.to_owned(), version.to_owned());
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(Some(known.clone()));
        }
        let Some(form) = registry.form(campaign, form_id, Some(version)).await? else { return Ok(None) };
        let questions = read(&form);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(key, questions.clone());
        Ok(Some(questions))
    }

    /// The same, or those of the newest version: another version may still say which answers are files.
    pub(crate) async fn file_questions_or_newest(
        &self,
        registry: &Registry,
        campaign: CampaignId,
        form_id: &str,
        version: &str,
    ) -> Result<Option<Arc<[String]>>, Fault> {
        match self.file_questions(registry, campaign, form_id, version).await? {
            Some(questions) => Ok(Some(questions)),
            None => Ok(registry.form(campaign, form_id, None).await?.as_ref().map(read)),
        }
    }
}

fn read(form: &Form) -> Arc<[String]> {
    binaries(&form.form.xml).unwrap_or_default().into()
}
