//! Acts about households and people: registering them, and what changes in their lives.
//!
//! Each act names its reason; a change of a household also names the state that its author saw, so that of two officers
//! who edit one household the second is told instead of the first overwritten.

mod change;
mod history;
mod merge;
mod new;
mod undo;

pub use change::{Change, Merger, Seen, Why};
pub use history::{History, Stay};
pub use new::{Birth, NewHousehold, NewPerson, Registered};
pub(crate) use new::{
    Numbers, add_household, add_person, check_person, nfc, say_head, say_membership, say_place, sealed,
};
pub use undo::may_be_undone;

use store::Queries;
use uuid::Uuid;
use vocab::said;

use crate::access::Right;
use crate::{HouseholdId, Scope, Stopped};

/// The place of a household today, for the question whether it lies in a scope.
pub(crate) async fn must_cover(
    on: &impl Queries,
    scope: Option<&Scope>,
    household: HouseholdId,
) -> Result<(), Stopped> {
    let Some(scope) = scope else { return Ok(()) };
    let sql = "select province_code, commune_code, village_id from household_now where household_id = $1";
    let row = on.row(sql, vec![household.0.into()]).await?;
    let is_inside = match row {
        None => false,
        Some(row) => {
            let (province, commune): (Option<String>, Option<String>) =
                (row.get("province_code")?, row.get("commune_code")?);
            let village: Option<Uuid> = row.get("village_id")?;
            scope.right() == Right::ChangeHouseholds
                && scope.covers(
                    &province.unwrap_or_default(),
                    &commune.unwrap_or_default(),
                    village.map(crate::VillageId),
                )
        }
    };
    if is_inside { Ok(()) } else { Err(not_yours()) }
}

/// The same for a village in which a household shall live.
pub(crate) async fn must_cover_village(
    on: &impl Queries,
    scope: Option<&Scope>,
    village: crate::VillageId,
) -> Result<(), Stopped> {
    let sql = "select province_code, commune_code from village_now where village_id = $1";
    let Some(row) = on.row(sql, vec![village.0.into()]).await? else { return Err(not_yours()) };
    let (province, commune): (String, String) = (row.get("province_code")?, row.get("commune_code")?);
    match scope {
        Some(scope) if !scope.covers(&province, &commune, Some(village)) => Err(not_yours()),
        _ => Ok(()),
    }
}

/// The same words whether it does not exist or is not in reach.
fn not_yours() -> Stopped {
    Stopped::refused(
        said!(
            "không có hộ hoặc địa bàn này trong phạm vi của bạn",
            "there is no such household or place in your area"
        ),
        said!("tìm lại hộ trong danh sách", "look for it in the list again"),
    )
}
