//! Việc hôm nay của tôi: what somebody can do now in all proceedings where they hold an office.

use standards::units::Units;
use store::Fault;
use store::dates::Instant;
use vocab::Day;

use super::board::is_work;
use super::offices::{Lie, hand};
use super::{Clock, Lane, ProceedingLine, village_ref};
use crate::access::Right;
use crate::villages::today;
use crate::{Actor, Registry};

/// So many days ahead a last day is told.
const SOON_DAYS: i32 = 7;

/// Something that somebody can do.
#[derive(Clone, Debug)]
pub struct Task {
    /// Where the proceeding stands.
    pub line: ProceedingLine,
    /// Where in it something can be done, with only those deeds that the person may do.
    pub lanes: Vec<Lane>,
    /// What is late of what is theirs.
    pub late: Vec<Clock>,
    /// What is theirs and has its last day within a week.
    pub soon: Vec<Clock>,
}

impl Registry {
    /// What somebody can do now: late things first, then by how long something waits.
    ///
    /// # Errors
    /// The database failed.
    pub async fn my_work(&self, actor: &Actor, units: &Units, at: Instant) -> Result<Vec<Task>, Fault> {
        let day = today(at);
        let Some(scope) = actor.scope(Right::SeeHouseholds, units, day) else { return Ok(Vec::new()) };
        let mut tasks = Vec::new();
        for line in self.proceedings(&scope, None).await?.into_iter().filter(|line| !line.is_finished) {
            let villages: Vec<_> = self.places_of(&line).await?;
            let lie = Lie::of(&self.store, &villages).await?;
            let holds = |village: Option<crate::VillageId>, by: &[String]| {
                let village = village.map(village_ref);
                lie.place(village).is_ok_and(|place| hand(actor, units, day, place, village).holds(by))
            };
            let mut lanes = Vec::new();
            for lane in line.lanes.iter().filter(|lane| lane.is_to_do(day)) {
                let mut mine = lane.clone();
                mine.moves.retain(|one| is_work(&one.deed) && holds(lane.village, &one.by));
                if !mine.moves.is_empty() {
                    lanes.push(mine);
                }
            }
            let late: Vec<Clock> = line
                .late(at)
                .filter(|clock| holds(clock.village, std::slice::from_ref(&clock.whose)))
                .cloned()
                .collect();
            let is_soon = |clock: &&Clock| {
                (day..=Day::from_epoch_days(day.epoch_days() + SOON_DAYS)).contains(&clock.last_day)
            };
            let soon: Vec<Clock> = line
                .clocks
                .iter()
                .filter(is_soon)
                .filter(|clock| holds(clock.village, std::slice::from_ref(&clock.whose)))
                .cloned()
                .collect();
            if !lanes.is_empty() || !late.is_empty() || !soon.is_empty() {
                tasks.push(Task { line, lanes, late, soon });
            }
        }
        tasks.sort_by_key(|task| {
            let waits = task.lanes.iter().map(|lane| lane.since).min();
            (
                task.late.iter().map(|clock| clock.last_day).min().is_none(),
                task.late.iter().map(|clock| clock.last_day).min(),
                waits,
            )
        });
        Ok(tasks)
    }

    async fn places_of(&self, line: &ProceedingLine) -> Result<Vec<::review::VillageRef>, Fault> {
        use store::Queries;
        let sql = "select village_id from proceeding_place where proceeding_id = $1";
        let rows = self.store.rows(sql, vec![line.proceeding.id.0.into()]).await?;
        rows.iter().map(|row| Ok(::review::VillageRef(row.id("village_id")?.as_u128()))).collect()
    }
}
