//! From villages to communes and provinces, in the borders of today or of the time.

use std::collections::BTreeMap;

use store::Fault;
use uuid::Uuid;

use crate::VillageId;
use crate::facts::{self, AsOf, Fact, standing};
use crate::figures::count::{Count, Decided, Home};
use crate::figures::{Borders, Figures, PlaceFigures, Tally};

/// Province and commune of villages on a day.
pub(super) type Lay = BTreeMap<VillageId, (String, String)>;

/// How deep places are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depth {
    Province,
    Commune,
    Village,
}

/// Counts by village, to be added up.
pub(super) struct Places<'a> {
    pub(super) homes: &'a [Home],
    pub(super) decided: &'a [Decided],
    pub(super) borders: Borders,
    /// Where villages lay, for borders of the time.
    pub(super) lay: Option<Lay>,
}

type Key = (String, Option<String>, Option<(VillageId, String)>);

impl Places<'_> {
    /// The whole, or one group of it.
    pub(super) fn total(&self, takes: impl Fn(bool) -> bool) -> Figures {
        let mut figures = Figures { all: Some(Tally::default()), ..Figures::default() };
        for home in self.homes.iter().filter(|home| takes(home.is_minority)) {
            figures.all = figures.all.map(|all| all.plus(home.tally));
        }
        for decided in self.decided.iter().filter(|decided| takes(decided.is_minority)) {
            add(&mut figures, decided);
        }
        figures
    }

    /// By place, in the order of the codes and names.
    pub(super) fn by(&self, depth: Depth) -> Vec<PlaceFigures> {
        let mut places: BTreeMap<Key, Figures> = BTreeMap::new();
        for home in self.homes {
            let today = (home.province.clone(), home.commune.clone());
            // A village that was not there yet has no place in the borders of the time.
            let Some(lay) = self.where_it_lay(home.village, today) else { continue };
            let figures = places.entry(key(depth, lay, home.village, &home.name)).or_default();
            figures.all = Some(figures.all.unwrap_or_default().plus(home.tally));
        }
        for decided in self.decided {
            let lay = match self.borders {
                Borders::Today => decided.today.clone(),
                Borders::OfTheTime => decided.then.clone(),
            };
            add(places.entry(key(depth, lay, decided.village, &decided.name)).or_default(), decided);
        }
        let place =
            |((province, commune, village), figures)| PlaceFigures { province, commune, village, figures };
        places.into_iter().map(place).collect()
    }

    fn where_it_lay(&self, village: VillageId, today: (String, String)) -> Option<(String, String)> {
        match &self.lay {
            None => Some(today),
            Some(lay) => lay.get(&village).cloned(),
        }
    }
}

fn key(depth: Depth, (province, commune): (String, String), village: VillageId, name: &str) -> Key {
    match depth {
        Depth::Province => (province, None, None),
        Depth::Commune => (province, Some(commune), None),
        Depth::Village => (province, Some(commune), Some((village, name.to_owned()))),
    }
}

fn add(figures: &mut Figures, decided: &Decided) {
    let tally = figures.by_outcome.entry(decided.outcome.clone()).or_default();
    *tally = tally.plus(decided.tally);
}

impl Count<'_> {
    /// Where the villages of households lay on the age day of a year's first campaign, when households were looked at.
    pub(super) async fn lay(
        &self,
        homes: &[Home],
        of: &BTreeMap<i32, Vec<Uuid>>,
    ) -> Result<Option<Lay>, Fault> {
        let Some(campaign) = of.values().flatten().next() else { return Ok(None) };
        let Some(day) = self.age_day(*campaign).await? else { return Ok(None) };
        let mut ids: Vec<Uuid> = homes.iter().map(|home| home.village.0).collect();
        ids.sort();
        ids.dedup();
        let mut by_village: BTreeMap<Uuid, Vec<Fact>> = BTreeMap::new();
        for fact in facts::about(self.store, &ids).await? {
            by_village.entry(fact.subject).or_default().push(fact);
        }
        let as_of = AsOf { day, known_at: None };
        let of_village = |(id, facts): (Uuid, Vec<Fact>)| {
            let standing = standing(&facts, as_of);
            let details = standing.get("details")?;
            let text = |name: &str| details.text(name).map(str::to_owned);
            Some((VillageId(id), (text("province_code")?, text("commune_code")?)))
        };
        Ok(Some(by_village.into_iter().filter_map(of_village).collect()))
    }
}
