//! Giao và chấm dứt vai trò: the rights of a session follow at its next request.

use serde_json::json;
use standards::units::{Level, Units};
use store::dates::Instant;
use store::{Queries, Row};
use uuid::Uuid;
use vocab::{Day, said};

use crate::access::{Area, Grant};
use crate::act::{Act, Cause, Done, ROLE_GRANT, ROLE_GRANT_END};
use crate::cell::{Cell, Kind};
use crate::users::rules::{fits, go_together, not_to_oneself, not_yours};
use crate::users::{actor, area, must_manage};
use crate::villages::today;
use crate::{GrantId, Registry, Role, Scope, Stopped, UserId, VillageId};

/// A role to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewGrant {
    /// The role.
    pub role: Role,
    /// Where; codes are read in the units of `from`.
    pub area: Area,
    /// The first day.
    pub from: Day,
    /// The day after the last one.
    pub until: Option<Day>,
}

impl Registry {
    /// Gives a role.
    ///
    /// # Errors
    /// It is for the caller, its place is unknown on its first day or outside of what the caller administers, it does not go
    /// together with another role of the user, or the database failed.
    pub async fn grant_role(
        &self,
        scope: &Scope,
        units: &Units,
        user: UserId,
        new: &NewGrant,
        at: Instant,
    ) -> Result<GrantId, Stopped> {
        must_manage(scope)?;
        not_to_oneself(scope.user(), user)?;
        fits(new.role, &new.area)?;
        if new.until.is_some_and(|until| until <= new.from) {
            return Err(Stopped::refused(
                said!("vai trò kết thúc trước khi bắt đầu", "the role ends before it begins"),
                said!("chọn ngày cuối sau ngày đầu", "choose a last day after the first one"),
            ));
        }
        let mut act = self.begin(Cause::new("role.grant", Some(scope.user())), at).await?;
        let place =
            place(&act.tx, units, &new.area, new.from).await?.ok_or_else(|| no_such_place(new.from))?;
        if !place.lies_in(scope) {
            return Err(not_yours());
        }
        // Read inside the act: of two grants that exclude each other, the second one sees the first.
        let Some(holder) = actor(&act.tx, user).await? else { return Err(not_yours()) };
        let NewGrant { role, area, from, until } = new.clone();
        go_together(&holder.grants, &Grant { id: GrantId::fresh(), role, area, from, until })?;
        let id = add_grant(&mut act, user, new);
        act.finish().await?;
        Ok(id)
    }

    /// Ends a role at once, also in sessions under way.
    ///
    /// # Errors
    /// It lies outside of what the caller administers, has ended, is the last administrator's, or the database failed.
    pub async fn end_role(
        &self,
        scope: &Scope,
        units: &Units,
        grant: GrantId,
        reason: Option<&str>,
        at: Instant,
    ) -> Result<Done, Stopped> {
        must_manage(scope)?;
        let content = Some(json!({ "grant": grant.to_string() }));
        let cause = Cause { reason, content, ..Cause::new("role.end", Some(scope.user())) };
        let mut act = self.begin(cause, at).await?;
        let sql = "select g.role, g.unit_code, g.village_id, g.valid_from, (select count(*) from role_grant_end e where e.grant_id = g.id) as ended from role_grant g where g.id = $1";
        let Some(row) = act.tx.row(sql, vec![grant.0.into()]).await? else { return Err(not_yours()) };
        let (held, from) = held(&row)?;
        let place = place(&act.tx, units, &held, from).await?;
        if !place.unwrap_or(Where::Everywhere).lies_in(scope) {
            return Err(not_yours());
        }
        if row.get::<i64>("ended")? > 0 {
            return Err(Stopped::refused(
                said!("vai trò này đã chấm dứt", "this role has ended already"),
                said!("tải lại trang", "load the page again"),
            ));
        }
        if row.get::<String>("role")? == Role::Administrator.code() && held == Area::Everywhere {
            not_the_last_one(&act, grant, today(at)).await?;
        }
        act.add(&ROLE_GRANT_END, vec![Cell::Id(grant.0)]);
        Ok(act.finish().await?)
    }
}

pub(super) fn add_grant(act: &mut Act, user: UserId, new: &NewGrant) -> GrantId {
    let id = GrantId::fresh();
    let (unit, village) = match &new.area {
        Area::Everywhere => (None, None),
        Area::Province(code) | Area::Commune(code) => (Some(code.clone()), None),
        Area::Village(village) => (None, Some(village.0)),
    };
    act.add(
        &ROLE_GRANT,
        vec![
            Cell::Id(id.0),
            Cell::Id(user.0),
            Cell::Text(new.role.code().to_owned()),
            Cell::or_null(Kind::Text, unit, Cell::Text),
            Cell::or_null(Kind::Id, village, Cell::Id),
            Cell::Day(new.from.epoch_days()),
            Cell::or_null(Kind::Day, new.until, |day| Cell::Day(day.epoch_days())),
        ],
    );
    id
}

fn held(row: &Row) -> Result<(Area, Day), Stopped> {
    let village = row.get::<Option<Uuid>>("village_id")?.map(VillageId);
    let from = Day::from_epoch_days(row.day("valid_from")?.unwrap_or_default());
    Ok((area(row.get("unit_code")?, village), from))
}

/// A place with what it lies in.
#[derive(Debug)]
enum Where {
    Everywhere,
    In { province: String, commune: String, village: Option<VillageId> },
}

impl Where {
    fn lies_in(&self, scope: &Scope) -> bool {
        match self {
            Where::Everywhere => scope.areas().contains(&Area::Everywhere),
            Where::In { province, commune, village } => scope.covers(province, commune, *village),
        }
    }
}

/// Where a role would hold; `None` if there is no such place on that day.
async fn place(on: &impl Queries, units: &Units, area: &Area, day: Day) -> Result<Option<Where>, Stopped> {
    Ok(match area {
        Area::Everywhere => Some(Where::Everywhere),
        Area::Province(code) => units.on(Level::Province, code, day).map(|unit| Where::In {
            province: unit.code.clone(),
            commune: String::new(),
            village: None,
        }),
        Area::Commune(code) => units.on(Level::Commune, code, day).map(|unit| Where::In {
            province: unit.province_code.clone(),
            commune: unit.code.clone(),
            village: None,
        }),
        Area::Village(id) => {
            let sql = "select province_code, commune_code from village_now where village_id = $1";
            let row = on.row(sql, vec![id.0.into()]).await?;
            row.map(|row| {
                Ok::<_, store::Fault>(Where::In {
                    province: row.get("province_code")?,
                    commune: row.get("commune_code")?,
                    village: Some(*id),
                })
            })
            .transpose()?
        }
    })
}

fn no_such_place(day: Day) -> Stopped {
    Stopped::refused(
        said!("ngày {day} không có địa bàn này", "there is no such place on {day}"),
        said!(
            "chọn địa bàn có trong ngày đó: mã có thể chỉ nơi khác trước và sau khi sắp xếp",
            "choose a place of that day: a code may mean another place before and after a reform"
        ),
    )
}

/// Without any administrator nobody could give roles any more.
async fn not_the_last_one(act: &Act, grant: GrantId, day: Day) -> Result<(), Stopped> {
    let sql = "select count(*) as others from role_grant g where g.id <> $1 and g.role = $2 and g.unit_code is null and g.village_id is null and g.valid_from <= $3 and (g.valid_until is null or g.valid_until > $3) and not exists (select 1 from role_grant_end e where e.grant_id = g.id)";
    let values = vec![grant.0.into(), Role::Administrator.code().into(), store::dates::day(day.epoch_days())];
    let row = act.tx.row(sql, values).await?;
    if row.map(|row| row.get::<i64>("others")).transpose()?.unwrap_or(0) > 0 {
        return Ok(());
    }
    Err(Stopped::refused(
        said!("đây là quản trị viên cuối cùng", "this is the last administrator"),
        said!("giao vai trò quản trị cho người khác trước", "make somebody else administrator first"),
    ))
}
