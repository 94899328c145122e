//! Một đợt trên bàn làm việc: a proceeding as whoever is logged in sees it, what they may do in it, and what was told when they tried.

use axum::http::StatusCode;
use registry::access::Right;
use registry::households::Filter;
use registry::proceedings::{Beside, NotDone, Seen, Taken, village_ref};
use registry::store::dates::Instant;
use registry::{HouseholdId, ProceedingId, Scope, Stopped, VillageId};
use review::{Act, Campaign, DeedKind, Moment, Pass, Unmet};
use vocab::{Day, LocalText};

use super::words;
use crate::admin::time;
use crate::cite::Cite;
use crate::error::Refusal;
use crate::format;
use crate::households;
use crate::language::say_with;
use crate::layout::Page;
use crate::signed_in::SignedIn;

/// A proceeding that somebody works on.
pub(super) struct Desk {
    pub(super) who: SignedIn,
    pub(super) scope: Scope,
    pub(super) seen: Seen,
    pub(super) id: ProceedingId,
    pub(super) at: Instant,
    /// The day of the past whose knowledge is shown, if one was asked for; then nothing can be done.
    pub(super) known: Option<Day>,
    /// How its villages are called, in their order.
    pub(super) villages: Vec<(VillageId, String)>,
}

/// Something that was not done, in words.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub(super) why: String,
    pub(super) remedy: String,
    pub(super) cite: Option<Cite>,
    pub(super) unmet: Vec<Missing>,
    /// Somebody else did something here meanwhile.
    pub(super) is_stale: bool,
}

/// A duty that is not done.
#[derive(Clone, Debug)]
pub(super) struct Missing {
    /// What should be true.
    pub(super) duty: String,
    /// What to do.
    pub(super) remedy: String,
    /// Where it is done.
    pub(super) href: Option<String>,
    pub(super) cite: Cite,
    /// The village, where it is about one.
    pub(super) village: Option<String>,
    /// How many households lack it.
    pub(super) households: usize,
    /// The first of them.
    pub(super) first: Vec<String>,
}

/// So many households are shown of a search.
const FOUND: i64 = 20;
/// So many households are named with what they lack.
const NAMED: usize = 5;

impl Desk {
    /// The proceeding of an address.
    pub(super) async fn open(mut who: SignedIn, id: &str) -> Result<Desk, Refusal> {
        let scope = who.scope(Right::SeeHouseholds)?;
        let id: ProceedingId = id.parse().map_err(|_| Refusal::NoPage)?;
        let known = Desk::known(&who);
        let at = known.map_or_else(Instant::now, time::end_of);
        let units = &who.visit.site.gazetteer.units;
        let seen = match known {
            Some(_) => who.registry.seen_proceeding_as_known(&scope, units, id, at).await,
            None => who.registry.seen_proceeding(&who.actor, &scope, units, id, at).await,
        };
        let seen = seen.map_err(|fault| Refusal::of_fault(&fault))?.ok_or(Refusal::NoPage)?;
        let villages = households::village_names(&who.registry, &who.visit, &seen.villages).await?;
        if let Some(day) = known {
            let day = format::day(day, who.visit.language);
            let told = say_with(who.visit.language, "review-as-known", &[("name", day.into())]);
            who.visit.warnings.push(told);
        }
        Ok(Desk { villages, who, scope, seen, id, at, known })
    }

    /// The day of the past that was asked for.
    fn known(who: &SignedIn) -> Option<Day> {
        let known: Day = who.visit.asked("known")?.parse().ok()?;
        (known < (who.visit.site.today)()).then_some(known)
    }

    /// What an address of another page of the proceeding ends with, so that it shows the same day.
    pub(super) fn look(&self) -> String {
        self.known.map(|day| format!("?known={day}")).unwrap_or_default()
    }

    /// The same, read anew: after something was not done.
    pub(super) async fn again(self) -> Result<Desk, Refusal> {
        let id = self.id.to_string();
        Desk::open(self.who, &id).await
    }

    /// The campaign that its events make.
    pub(super) fn campaign(&self) -> Result<Campaign<'_>, Refusal> {
        self.seen.walk.campaign().map_err(|(number, _)| {
            tracing::error!(number, "what was recorded of a review does not follow its procedure");
            Refusal::Broken
        })
    }

    pub(super) fn moment(&self) -> Moment {
        Moment::from_millis(self.at.millis())
    }

    /// The village of an address, if it is seen.
    pub(super) fn village(&self, id: &str) -> Result<VillageId, Refusal> {
        let id: VillageId = id.parse().map_err(|_| Refusal::NoPage)?;
        self.seen.village(id).map(|village| village.id).ok_or(Refusal::NoPage)
    }

    /// How a village is called.
    pub(super) fn village_name(&self, id: VillageId) -> String {
        self.villages.iter().find(|(known, _)| *known == id).map(|(_, name)| name.clone()).unwrap_or_default()
    }

    /// Whether a kind of deed is offered there.
    pub(super) fn offers(&self, campaign: &Campaign<'_>, kind: DeedKind, village: Option<VillageId>) -> bool {
        campaign.offers(kind, village.map(village_ref), &self.seen.hand(village))
    }

    /// Whether the step there can be passed now: nothing is missing, and this person leads it.
    pub(super) fn may_pass(&self, campaign: &Campaign<'_>, village: Option<VillageId>) -> bool {
        let pass = Pass { village: village.map(village_ref) };
        campaign.may(pass, &self.seen.hand(village), self.moment()).is_ok()
    }

    /// Does deeds of one kind, all or none. `seen` is how many events the page showed.
    pub(super) async fn act<D: Act + Send>(
        &self,
        deeds: Vec<D>,
        seen: Option<usize>,
    ) -> Result<Result<Taken, Told>, Refusal> {
        let all = deeds.into_iter().map(|deed| (deed, Beside::default())).collect();
        self.act_with(all, seen).await
    }

    /// The same, each with what is kept beside it.
    pub(super) async fn act_with<D: Act + Send>(
        &self,
        all: Vec<(D, Beside)>,
        seen: Option<usize>,
    ) -> Result<Result<Taken, Told>, Refusal> {
        let (registry, units) = (&self.who.registry, &self.who.visit.site.gazetteer.units);
        match registry.act_on_each_with(&self.scope, units, self.id, all, seen, Instant::now()).await {
            Ok(taken) => Ok(Ok(taken)),
            Err(NotDone::Stopped(Stopped::Failed(fault))) => Err(Refusal::of_fault(&fault)),
            Err(not_done) => Ok(Err(self.told(&not_done))),
        }
    }

    /// A refusal in the reader's language.
    pub(super) fn told(&self, not_done: &NotDone) -> Told {
        let language = self.who.visit.language;
        let (why, remedy) = not_done.words().unwrap_or_default();
        let mut told = Told {
            why: words::sentence(why.get(language)),
            remedy: words::sentence(remedy.get(language)),
            is_stale: matches!(not_done, NotDone::Stale(_)),
            ..Told::default()
        };
        if let NotDone::Refused(refusal) = not_done {
            told.cite = refusal.source.as_ref().map(|source| self.cite(source));
            told.unmet = refusal.unmet.iter().filter_map(|unmet| self.missing(unmet)).collect();
        }
        told
    }

    /// A refusal of the page itself: what was typed cannot be read.
    pub(super) fn unreadable(&self, why: &LocalText, remedy: &LocalText) -> Told {
        let language = self.who.visit.language;
        Told {
            why: words::sentence(why.get(language)),
            remedy: words::sentence(remedy.get(language)),
            ..Told::default()
        }
    }

    /// A duty that is not done, as pages show it; `None` in a village that is not seen.
    pub(super) fn missing(&self, unmet: &Unmet) -> Option<Missing> {
        let visit = &self.who.visit;
        let village = unmet.village.map(registry::proceedings::village_id);
        let village = match village {
            Some(id) => Some(self.seen.village(id)?),
            None => None,
        };
        let code = unmet.duty.code();
        let households = unmet.households.iter().map(|one| registry::proceedings::household_id(*one));
        let seen: Vec<HouseholdId> = households.filter(|id| self.seen.households.contains_key(id)).collect();
        Some(Missing {
            duty: words::sentence(unmet.duty.label().get(visit.language)),
            remedy: visit.t(&words::duty_key(code)),
            href: self.place_of_duty(code, village.map(|village| village.id)),
            cite: self.cite(&unmet.source),
            village: village.map(|village| self.village_name(village.id)),
            first: seen.iter().take(NAMED).map(|id| self.household(*id)).collect(),
            households: if self.seen.is_whole { unmet.households.len() } else { seen.len() },
        })
    }

    /// The page on which a duty is done.
    pub(super) fn place_of_duty(&self, code: &str, village: Option<VillageId>) -> Option<String> {
        words::place_of_duty(&self.base(), code, village)
    }

    pub(super) fn cite(&self, source: &vocab::Citation) -> Cite {
        Cite::of(source, &self.who.visit.site.library, self.who.visit.language)
    }

    /// A household by its head and number.
    pub(super) fn household(&self, id: HouseholdId) -> String {
        match self.seen.households.get(&id) {
            Some(name) => format!("{} ({})", name.head, name.number),
            None => String::new(),
        }
    }

    /// The address of the proceeding.
    pub(super) fn base(&self) -> String {
        format!("/review/{}", self.id)
    }

    /// The name of the proceeding: procedure, when, where.
    pub(super) fn title(&self) -> String {
        words::proceeding(&self.who.visit, &self.seen.walk.proceeding, self.seen.walk.procedure())
    }

    /// The name of an office.
    pub(super) fn office(&self, id: &str) -> String {
        words::office(self.seen.walk.procedure(), id, self.who.visit.language)
    }

    /// Households of the scope by name or number; none where nothing is looked for.
    pub(super) async fn sought(&self, text: &str) -> Result<Vec<registry::households::Line>, Refusal> {
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let asked = Filter { text: Some(text.to_owned()), ..Filter::default() };
        let found = self.who.registry.households(&self.scope, &asked, 1, FOUND).await;
        found.map(|found| found.lines).map_err(|fault| Refusal::of_fault(&fault))
    }

    /// A page of the proceeding.
    pub(super) fn page(&self, title: impl Into<String>) -> Page {
        let visit = &self.who.visit;
        let here = format!("{}{}", self.base(), self.look());
        visit.page(title).crumb("/review", visit.t("review-title")).crumb(here, self.title())
    }

    /// How many events the page shows, for its forms.
    pub(super) fn events(&self) -> usize {
        self.seen.walk.events.len()
    }

    /// What this person did here in the last two minutes, if it is the newest thing of theirs and one of these, which are done on
    /// the page: it is told on top.
    pub(super) fn just_done(&self, kinds: &[DeedKind]) -> Option<String> {
        self.just().filter(|kind| kinds.contains(kind)).map(|kind| self.done_in_words(kind))
    }

    /// The same of anything: for the pages to which one comes back.
    pub(super) fn just_done_here(&self) -> Option<String> {
        self.just().map(|kind| self.done_in_words(kind))
    }

    fn done_in_words(&self, kind: DeedKind) -> String {
        words::sentence(kind.label().get(self.who.visit.language))
    }

    fn just(&self) -> Option<DeedKind> {
        const MILLIS: i64 = 120_000;
        let own = self.seen.walk.events.iter().rev().find(|one| one.by() == self.who.actor.user)?;
        let is_fresh = self.at.millis() - own.event.at.millis() < MILLIS;
        is_fresh.then(|| own.event.deed.kind())
    }
}

impl Told {
    /// The status of the page that tells it.
    pub(super) fn status(&self) -> StatusCode {
        if self.is_stale { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY }
    }
}

/// The status of a page that tells something or nothing.
pub(super) fn status(told: Option<&Told>) -> StatusCode {
    told.map_or(StatusCode::OK, Told::status)
}
