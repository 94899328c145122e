//! Acts about villages (thôn, tổ dân phố), the atoms of the map, and programme areas made of units.

mod kept;

use serde_json::{Map, Value as Json};
use store::dates::Instant;
use vocab::{Day, Span, Zone, said};

use crate::act::{Cause, Done, VILLAGE};
use crate::cell::Cell;
use crate::facts::NewFact;
use crate::projection::{Touched, refresh};
use crate::{Registry, Stopped, UserId, VillageId};

pub use kept::{Closed, KeptVillage, VILLAGES_PAGE, VillageChange};

/// What is said of a village from a day on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VillageDetails {
    /// Official name.
    pub name: String,
    /// Code of its kind: `thon`, `to_dan_pho`, … (`lists/sub_commune_units.toml`).
    pub kind: String,
    /// Code of its commune on that day.
    pub commune_code: String,
    /// Code of its province on that day.
    pub province_code: String,
    /// Urban or rural, for the income line.
    pub zone: Zone,
    /// Who says so: never derived from the word *phường*.
    pub zone_source: String,
    /// The first day.
    pub from: Day,
}

impl Registry {
    /// Adds villages.
    ///
    /// # Errors
    /// A name is empty, or the database failed.
    pub async fn add_villages(
        &self,
        by: Option<UserId>,
        villages: Vec<VillageDetails>,
        at: Instant,
    ) -> Result<Vec<VillageId>, Stopped> {
        let new: Vec<_> = villages.into_iter().map(|village| (VillageId::fresh(), village)).collect();
        let ids = new.iter().map(|(id, _)| *id).collect();
        self.say_of_villages(Cause::new("village.add", by), new, true, at).await?;
        Ok(ids)
    }

    /// Says what is true of villages from a day on: a merger of communes, another name, another zone.
    ///
    /// # Errors
    /// A name is empty, or the database failed.
    pub async fn restate_villages(
        &self,
        by: Option<UserId>,
        reason: &str,
        villages: Vec<(VillageId, VillageDetails)>,
        at: Instant,
    ) -> Result<Done, Stopped> {
        let cause = Cause { reason: Some(reason), ..Cause::new("village.restate", by) };
        self.say_of_villages(cause, villages, false, at).await
    }

    async fn say_of_villages(
        &self,
        cause: Cause<'_>,
        villages: Vec<(VillageId, VillageDetails)>,
        is_new: bool,
        at: Instant,
    ) -> Result<Done, Stopped> {
        if villages.iter().any(|(_, village)| village.name.trim().is_empty()) {
            return Err(Stopped::refused(
                said!("một thôn, tổ dân phố chưa có tên", "a village has no name"),
                said!("ghi tên của từng thôn, tổ dân phố", "write the name of every village"),
            ));
        }
        let mut act = self.begin(cause, at).await?;
        let mut touched = Touched::default();
        for (id, village) in villages {
            if is_new {
                act.add(&VILLAGE, vec![Cell::Id(id.0)]);
            }
            touched.villages.insert(id.0);
            act.say(NewFact {
                subject: id.0,
                attribute: "details",
                object: None,
                value: details(&village),
                valid: Span { from: Some(village.from), until: None },
            });
        }
        let done = act.write().await?;
        refresh(&act.tx, touched, self.now(at)).await?;
        act.commit().await?;
        Ok(done)
    }
}

/// The legal day of an instant in Việt Nam (UTC+7, no summer time).
pub(crate) fn today(at: Instant) -> Day {
    const HOURS: i64 = 7;
    let days = (at.millis() + HOURS * 3_600_000).div_euclid(86_400_000);
    Day::from_epoch_days(i32::try_from(days).unwrap_or(0))
}

fn details(village: &VillageDetails) -> Map<String, Json> {
    let mut value = Map::new();
    for (key, text) in [
        ("name", village.name.as_str()),
        ("kind", &village.kind),
        ("commune_code", &village.commune_code),
        ("province_code", &village.province_code),
        ("zone", village.zone.code()),
        ("zone_source", &village.zone_source),
    ] {
        value.insert(key.to_owned(), text.into());
    }
    value
}
