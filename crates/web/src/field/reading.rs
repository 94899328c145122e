//! Filled forms that arrived are read by the questions of their campaign and decided by its rules; what cannot be is put
//! before a person. Nothing of it is a result until an officer records it.

use std::sync::atomic::Ordering;
use std::time::Duration;

use forms::instance::Instance;
use forms::paradata::{Paradata, audit_file};
use registry::capture::{Attention, Interview, Reading, Received, Visited};
use registry::review::{Assessed, NewAssessment, NotAssessed, Terms, assess};
use registry::snapshot::Which;
use registry::store::Fault;
use registry::{AssessmentId, Registry, Stopped, SubmissionId};
use serde_json::Value as Json;
use standards::standard::PovertyStandard;
use tokio::time::Instant;

use crate::site::{Shared, Site};

/// So many are read between two looks at the database.
const AT_A_TIME: usize = 50;
/// So long somebody waits for what has just come.
const PATIENCE: Duration = Duration::from_secs(4);
/// Phones send one form after the other: reading waits until some have come.
const LATER: Duration = Duration::from_secs(2);

/// Reads what arrived, a little later; whoever comes meanwhile is read, too.
pub(crate) fn soon(site: Shared) {
    if site.is_read_soon.swap(true, Ordering::AcqRel) {
        return;
    }
    tokio::spawn(async move {
        tokio::time::sleep(LATER).await;
        // Whoever comes from now on is not sure to be read by this one.
        site.is_read_soon.store(false, Ordering::Release);
        let Some(registry) = site.registry.as_ref() else { return };
        let _alone = site.reading.lock().await;
        if let Err(fault) = all(&site, registry, Pace::Polite).await {
            tracing::error!(kind = ?fault.kind, %fault, "submissions could not be read");
        }
    });
}

/// How fast is read.
#[derive(Clone, Copy)]
enum Pace {
    /// Behind phones that are sending: as long a pause as the lot before took, so that receipts do not wait.
    Polite,
    /// For somebody who waits, and no longer than that.
    Until(Instant),
}

/// Reads what was received and not read yet, for somebody who waits for it; what is left after [`PATIENCE`] is read later.
pub(crate) async fn waiting(site: &Site, registry: &Registry) -> Result<(), Fault> {
    let until = Instant::now() + PATIENCE;
    match tokio::time::timeout_at(until, site.reading.lock()).await {
        Ok(_alone) => all(site, registry, Pace::Until(until)).await,
        Err(_) => Ok(()),
    }
}

/// The same, unless somebody else is reading: hundreds of phones ask every minute, and none of them waits for that.
pub(crate) async fn unless_read(site: &Site, registry: &Registry) -> Result<(), Fault> {
    match site.reading.try_lock() {
        Ok(_alone) => all(site, registry, Pace::Until(Instant::now() + PATIENCE)).await,
        Err(_) => Ok(()),
    }
}

async fn all(site: &Site, registry: &Registry, pace: Pace) -> Result<(), Fault> {
    loop {
        let began = Instant::now();
        match pace {
            Pace::Until(until) if began > until => return Ok(()),
            _ => {}
        }
        let lot = registry.unread_submissions(AT_A_TIME).await?;
        if lot.is_empty() {
            return Ok(());
        }
        let mut readings: Vec<(SubmissionId, Reading)> = Vec::with_capacity(lot.len());
        let mut interviews = Vec::with_capacity(lot.len());
        for received in &lot {
            interviews.push((received.id, interview(registry, received).await?));
            let reading = match one(site, registry, received).await? {
                Read::Decided(decided) => {
                    Reading::Assessed(decided.place.household, Box::new(decided.assessed))
                }
                Read::Reinterview(household) => Reading::Reinterview(household),
                Read::Attention(household, why, questions) => Reading::Attention(household, why, questions),
            };
            readings.push((received.id, reading));
        }
        registry.note_interviews(&interviews).await?;
        registry.note_readings(&readings).await?;
        if let Pace::Polite = pace {
            tokio::time::sleep(began.elapsed()).await;
        }
    }
}

/// What the phone says of the interview: nothing of it is trusted, and nothing of it decides.
async fn interview(registry: &Registry, received: &Received) -> Result<Interview, Fault> {
    let Some(instance) = received.xml.as_deref().and_then(|xml| Instance::read(xml).ok()) else {
        return Ok(Interview::default());
    };
    let audit = match audit_file(&instance.content) {
        Some(name) => registry.submission_file(received.id, name).await?,
        None => None,
    };
    let told = Paradata::read(&instance.content, audit.as_deref());
    let whole = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Ok(Interview {
        seconds: told.seconds(),
        changes: told.audit.as_ref().and_then(|audit| audit.changed).map(whole),
        accuracy: told.audit.as_ref().and_then(|audit| audit.accuracy).map(i64::from),
        clock: told.clock(received.received_at.millis()).iter().map(|one| one.code().to_owned()).collect(),
    })
}

/// What one filled form says, decided.
pub(super) struct Decided {
    place: Visited,
    answers: Json,
    assessed: Assessed,
    members: usize,
    /// The result that it corrects, where the household was given to another surveyor for a re-check.
    corrects: Option<AssessmentId>,
}

pub(super) enum Read {
    Decided(Box<Decided>),
    /// A second interview: it is compared and never recorded.
    Reinterview(registry::HouseholdId),
    Attention(Option<registry::HouseholdId>, Attention, Vec<(Option<usize>, String)>),
}

impl Decided {
    /// As an officer records it.
    pub(super) fn into_record(self, submission: SubmissionId) -> NewAssessment {
        NewAssessment {
            household: self.place.household,
            village: self.place.village,
            commune_code: self.place.commune_code,
            province_code: self.place.province_code,
            zone: self.place.zone,
            answers: self.answers,
            assessed: self.assessed,
            members: i64::try_from(self.members).unwrap_or(i64::MAX),
            supersedes: self.corrects,
            submission: Some(submission),
        }
    }
}

/// Reads one, with what people decided about it.
pub(super) async fn one(site: &Site, registry: &Registry, received: &Received) -> Result<Read, Fault> {
    let nobodys = |why| Ok(Read::Attention(None, why, Vec::new()));
    let Some(xml) = &received.xml else { return nobodys(Attention::NoHousehold) };
    let Ok(instance) = Instance::read(xml) else { return nobodys(Attention::NoHousehold) };
    let decided = registry.decided_of(received.id).await?;
    let named = forms::answers::household(&instance.content).and_then(|id| id.parse().ok());
    let named = decided.household.or(named);
    let lives = match named {
        Some(household) => registry.lives(received.campaign, household).await?,
        None => None,
    };
    let household = lives.as_ref().map(|place| place.household);
    let attention = |why, questions| Ok(Read::Attention(household, why, questions));
    let (form_id, version) = (&received.form_id, &received.version);
    let files = site.published.file_questions(registry, received.campaign, form_id, version).await?;
    if files.is_none() && !decided.form {
        return attention(Attention::UnknownVersion, Vec::new());
    }
    let terms = match registry.campaign_to_seal(&Which::Campaign(received.campaign)).await {
        Ok(campaign) => campaign.terms,
        Err(Stopped::Failed(fault)) => return Err(fault),
        Err(Stopped::Refused(_)) => return attention(Attention::PackChanged, Vec::new()),
    };
    let Some(standard) = standard_of(site, &terms) else {
        return attention(Attention::PackChanged, Vec::new());
    };
    if named.is_none() {
        return attention(Attention::NoHousehold, Vec::new());
    }
    let Some(place) = lives else { return attention(Attention::NotOnList, Vec::new()) };
    let is_decided = decided.household.is_some();
    let visited = registry.visited((received.device, received.id), place.household).await?;
    if !is_decided && visited.is_none() {
        return attention(Attention::NotOnList, Vec::new());
    }
    let is_reinterview = visited.as_ref().is_some_and(|visited| visited.is_reinterview);
    let corrects = visited.and_then(|visited| visited.corrects);
    if place.has_result && !is_reinterview && corrects.is_none() {
        return attention(Attention::HasResult, Vec::new());
    }
    let filled = forms::answers::read(&instance.content, &standard.questionnaire);
    let mut answers = filled.answers;
    let said = answers.get("zone").and_then(Json::as_str).unwrap_or(place.zone.code());
    if said != place.zone.code() && !decided.zone {
        return attention(Attention::ZoneDiffers, Vec::new());
    }
    if let Some(answers) = answers.as_object_mut() {
        answers.insert("zone".to_owned(), place.zone.code().into());
    }
    match assess(standard, &terms, &answers) {
        Ok(_) if is_reinterview => Ok(Read::Reinterview(place.household)),
        Ok(assessed) => Ok(Read::Decided(Box::new(Decided {
            place,
            answers,
            assessed,
            members: filled.members,
            corrects,
        }))),
        Err(NotAssessed::Unreadable(wrong)) => {
            let questions = wrong.into_iter().map(|one| (one.member, one.question)).collect();
            attention(Attention::Answers, questions)
        }
        Err(NotAssessed::Refused { .. }) => attention(Attention::PackChanged, Vec::new()),
    }
}

/// The very standard that the campaign names, if this server has it.
pub(super) fn standard_of<'a>(site: &'a Site, terms: &Terms) -> Option<&'a PovertyStandard> {
    let standard = &site.library.standard(&terms.standard)?.standard;
    (standard.digest == terms.pack_digest).then_some(standard)
}
