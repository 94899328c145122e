//! Which sealed figures a page is about: the review, the borders, the places that somebody sees, and what the rows are.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use engine::figures::Level;
use registry::access::{Area, Right};
use registry::figures::Borders;
use registry::official::{ProgramArea, VillageLay, YearlyReview};
use registry::snapshot::Snapshot;
use registry::{CampaignId, Registry, Scope, UserId, VillageId};
use standards::units;
use uuid::Uuid;
use vocab::Day;

use super::desk::Got;
use super::forms::Form;
use super::order::{Order, What};
use crate::error::Refusal;
use crate::layout::encoded;
use crate::signed_in::SignedIn;
use crate::site::Shared;

/// Names of the query that choose borders and a place.
pub(super) const PLACE: [&str; 3] = ["province", "commune", "village"];

/// What a page is about.
pub(super) struct Source {
    pub(super) site: Shared,
    pub(super) registry: Registry,
    pub(super) by: UserId,
    pub(super) review: YearlyReview,
    pub(super) borders: Borders,
    /// The day in whose borders places are counted and named.
    pub(super) day: Day,
    /// Every village in those borders.
    pub(super) lay: BTreeMap<VillageId, VillageLay>,
    /// Villages that lie in the caller's places today.
    pub(super) visible: BTreeSet<VillageId>,
    /// Those of them that lie in the place that is asked for.
    pub(super) inside: BTreeSet<VillageId>,
    /// The place that is asked for: codes of province, commune and village.
    pub(super) place: [Option<String>; 3],
    /// Programme areas of which the caller sees villages.
    pub(super) areas: Vec<ProgramArea>,
    /// The programme area that is asked for.
    pub(super) area: Option<SeenArea>,
    /// What the rows are.
    pub(super) level: Level,
    /// Households of the register in those villages today.
    pub(super) in_register: u64,
    /// Whether the caller sees everything.
    pub(super) is_everywhere: bool,
}

/// A programme area as far as somebody sees it.
pub(super) struct SeenArea {
    pub(super) area: ProgramArea,
    villages: BTreeSet<VillageId>,
    /// Whether some of its villages are not the caller's.
    pub(super) is_part: bool,
}

impl SeenArea {
    /// An area as it lay when it was written down; `None` where nothing of it is visible.
    fn of(
        area: ProgramArea,
        lay: &BTreeMap<VillageId, VillageLay>,
        visible: &BTreeSet<VillageId>,
    ) -> Option<SeenArea> {
        let all: BTreeSet<VillageId> =
            lay.iter().filter(|(_, at)| area.covers(at)).map(|(id, _)| *id).collect();
        let villages: BTreeSet<VillageId> = all.intersection(visible).copied().collect();
        let is_part = villages.len() < all.len();
        (!villages.is_empty()).then_some(SeenArea { area, villages, is_part })
    }
}

impl Source {
    /// The review of an address, as far as the caller may do this. Figures are seen in any case.
    pub(super) async fn of(who: &SignedIn, campaign: &str, right: Right) -> Result<Source, Refusal> {
        let fault = |fault: registry::store::Fault| Refusal::of_fault(&fault);
        let scopes = [who.scope(Right::SeeFigures)?, who.scope(right)?];
        let campaign: CampaignId = campaign.parse().map_err(|_| Refusal::NoPage)?;
        let reviews = who.registry.yearly_reviews(&scopes[0]).await.map_err(fault)?;
        let review = reviews.into_iter().find(|one| one.campaign.id == campaign).ok_or(Refusal::NoPage)?;
        let visit = &who.visit;
        let today = (visit.site.today)();
        let borders = match visit.asked("borders") {
            Some("today") => Borders::Today,
            _ => Borders::OfTheTime,
        };
        let day = if borders == Borders::Today { today } else { review.campaign.terms.age_day };
        let all = who.registry.program_areas().await.map_err(fault)?;
        let days = [today, day].into_iter().chain(all.iter().map(|area| area.since));
        let lays = who.registry.lays_of_villages(days).await.map_err(fault)?;
        let nowhere = BTreeMap::new();
        let on = |day: Day| lays.get(&day).unwrap_or(&nowhere);
        let covers = |scope: &Scope, (id, at): (&VillageId, &VillageLay)| {
            scope.covers(&at.province, &at.commune, Some(*id))
        };
        let visible = on(today).iter().filter(|one| scopes.iter().all(|scope| covers(scope, *one)));
        let visible: BTreeSet<VillageId> = visible.map(|(id, _)| *id).collect();
        let place = PLACE.map(|name| visit.asked(name).map(str::to_owned));
        let seen = all.into_iter().filter_map(|area| {
            let lay = on(area.since);
            SeenArea::of(area, lay, &visible)
        });
        let seen: Vec<SeenArea> = seen.collect();
        let areas = seen.iter().map(|one| one.area.clone()).collect();
        let area = match visit.asked("area") {
            None => None,
            Some(id) => {
                let asked = seen.into_iter().find(|one| one.area.id.to_string() == id);
                Some(asked.ok_or(Refusal::NoPage)?)
            }
        };
        let mut source = Source {
            site: visit.site.clone(),
            registry: who.registry.clone(),
            by: who.actor.user,
            inside: BTreeSet::new(),
            in_register: 0,
            level: Level::Commune,
            is_everywhere: scopes.iter().all(|scope| scope.areas() == [Area::Everywhere]),
            review,
            borders,
            day,
            lay: on(day).clone(),
            visible,
            place,
            areas,
            area,
        };
        source.narrow().await?;
        Ok(source)
    }

    /// Finds what lies inside the place that is asked for, what its rows are, and how many households the register has there.
    async fn narrow(&mut self) -> Result<(), Refusal> {
        let [province, commune, village] = &self.place;
        let fits = |id: &&VillageId| {
            self.lay.get(id).is_some_and(|at| {
                province.as_ref().is_none_or(|code| *code == at.province)
                    && commune.as_ref().is_none_or(|code| *code == at.commune)
                    && village.as_ref().is_none_or(|code| *code == id.to_string())
                    && self.area.as_ref().is_none_or(|area| area.villages.contains(id))
            })
        };
        self.inside = self.visible.iter().filter(fits).copied().collect();
        let is_asked = self.place.iter().any(Option::is_some) || self.area.is_some();
        if self.inside.is_empty() && is_asked {
            // The same for what is not there and what is not the caller's.
            return Err(Refusal::NoPage);
        }
        let at = || self.inside.iter().filter_map(|id| self.lay.get(id));
        let provinces: BTreeSet<&String> = at().map(|at| &at.province).collect();
        let communes: BTreeSet<(&String, &String)> = at().map(|at| (&at.province, &at.commune)).collect();
        self.level = match (provinces.len(), communes.len()) {
            (2.., _) => Level::Province,
            (_, 2..) => Level::Commune,
            _ => Level::Village,
        };
        let inside: Vec<VillageId> = self.inside.iter().copied().collect();
        let in_register = self.registry.households_in(&inside).await;
        let in_register = in_register.map_err(|fault| Refusal::of_fault(&fault))?;
        self.in_register = u64::try_from(in_register).unwrap_or_default();
        Ok(())
    }

    /// What was sealed.
    pub(super) fn snapshot(&self) -> Result<&Snapshot, Refusal> {
        self.review.sealed.as_ref().ok_or(Refusal::NoPage)
    }

    /// The tables of the standard that decided.
    pub(super) fn form(&self) -> Result<&Form, Refusal> {
        self.site.official.of(&self.review.campaign.terms.standard).ok_or(Refusal::NoPage)
    }

    /// Looks at one commune instead.
    pub(super) async fn turn_to(&mut self, commune: &str) -> Result<(), Refusal> {
        self.place = [None, Some(commune.to_owned()), None];
        self.narrow().await
    }

    /// The villages of a row: all that are shown, or those of a code.
    pub(super) fn of_row(&self, code: Option<&str>) -> Vec<VillageId> {
        let fits = |id: &&VillageId| match (code, self.lay.get(id)) {
            (None, _) => true,
            (Some(code), Some(at)) => {
                [&at.province, &at.commune, &id.to_string()].into_iter().any(|one| one == code)
            }
            (Some(_), None) => false,
        };
        self.inside.iter().filter(fits).copied().collect()
    }

    /// What is asked of the sealed files.
    pub(super) async fn get(&self, what: What) -> Result<Got, Refusal> {
        let snapshot = self.snapshot()?.clone();
        self.form()?;
        let key = format!("{what:?} {}", self.key()?);
        let borders = self.lay.iter();
        let borders = borders.map(|(id, at)| (id.to_string(), (at.province.clone(), at.commune.clone())));
        let order = Order {
            site: self.site.clone(),
            registry: self.registry.clone(),
            terms: self.review.campaign.terms.clone(),
            before: self.review.before.clone(),
            level: self.level,
            borders: borders.collect(),
            snapshot,
            what,
        };
        Ok(self.site.counting.get(key, self.by, move |progress| order.make(progress)).await)
    }

    /// What figures depend on: the files as they lie there, the rows, and where villages are counted.
    pub(super) fn key(&self) -> Result<String, Refusal> {
        let mut hash = DefaultHasher::new();
        for (id, at) in &self.lay {
            (id, &at.province, &at.commune).hash(&mut hash);
        }
        let stamp = |one: &Snapshot| format!("{} {:?}", one.id, self.registry.stamp_of(one));
        let (now, before) = (stamp(self.snapshot()?), self.review.before.as_ref().map(stamp));
        Ok(format!("{:?} {now} {before:?} {:x}", self.level, hash.finish()))
    }

    /// What a file of the shown places depends on besides.
    pub(super) fn key_of_places(&self) -> u64 {
        let mut hash = DefaultHasher::new();
        self.inside.hash(&mut hash);
        let area = self.area.as_ref().map(|one| one.area.id);
        (&self.place, area, self.is_everywhere, self.in_register).hash(&mut hash);
        hash.finish()
    }

    /// The name of a province or commune in the borders that are shown.
    pub(super) fn unit_name(&self, level: units::Level, code: &str) -> String {
        let unit = self.site.gazetteer.units.on(level, code, self.day);
        unit.map_or_else(|| code.to_owned(), |unit| unit.name.clone())
    }

    /// The part of an address that keeps borders, the programme area and a place.
    pub(super) fn query(&self, place: &[Option<String>; 3]) -> String {
        self.query_of(self.borders, self.area.as_ref().map(|one| one.area.id), place)
    }

    /// The same for others.
    pub(super) fn query_of(
        &self,
        borders: Borders,
        area: Option<Uuid>,
        place: &[Option<String>; 3],
    ) -> String {
        let borders = (borders == Borders::Today).then(|| "borders=today".to_owned());
        let area = area.map(|id| format!("area={id}"));
        let codes = PLACE
            .iter()
            .zip(place)
            .filter_map(|(name, code)| Some(format!("{name}={}", encoded(code.as_ref()?))));
        let parts: Vec<String> = borders.into_iter().chain(area).chain(codes).collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    /// The address of this review.
    pub(super) fn root(&self) -> String {
        format!("/reports/{}", self.review.campaign.id)
    }
}
