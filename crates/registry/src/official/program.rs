//! Địa bàn chương trình: named sets of units by which reports are made; they outlive their units. The city of Bảo Lộc is no unit any
//! more, and the programme goes on in it.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use store::dates::Instant;
use store::{Fault, Queries};
use uuid::Uuid;
use vocab::{Day, said};

use crate::access::{Area, Right};
use crate::act::{Cause, Done, PROGRAM_AREA};
use crate::cell::Cell;
use crate::official::VillageLay;
use crate::villages::today;
use crate::{Registry, Scope, Stopped};

/// A programme area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramArea {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Codes of provinces and communes as they were on [`ProgramArea::since`].
    pub units: Vec<String>,
    /// The day on which it was written down. Its villages are those that lay in its units on that day, whatever became of the
    /// units.
    pub since: Day,
    /// The act that wrote it down.
    pub act_seq: i64,
    /// Who did.
    pub by_name: Option<String>,
}

impl ProgramArea {
    /// Whether a village belongs to it, by where it lay on [`ProgramArea::since`].
    pub fn covers(&self, at: &VillageLay) -> bool {
        self.units.iter().any(|code| *code == at.commune || *code == at.province)
    }
}

impl Registry {
    /// The programme areas that count, by name: the one that was written down last under each name, if it has units.
    ///
    /// # Errors
    /// The database failed.
    pub async fn program_areas(&self) -> Result<Vec<ProgramArea>, Fault> {
        let sql = "select p.id, p.name, p.units, p.act_seq, a.at, u.name as by_name from program_area p join act a on a.seq = p.act_seq \
                   left join user_account u on u.id = a.actor order by p.act_seq, p.ordinal";
        let mut newest = BTreeMap::new();
        for row in self.store.rows(sql, vec![]).await? {
            let (name, units): (String, Json) = (row.get("name")?, row.get("units")?);
            let units = units.as_array().into_iter().flatten().filter_map(Json::as_str);
            let area = ProgramArea {
                id: row.id("id")?,
                units: units.map(str::to_owned).collect(),
                since: today(row.instant("at")?.unwrap_or(Instant::from_millis(0))),
                act_seq: row.get("act_seq")?,
                by_name: row.get("by_name")?,
                name,
            };
            newest.insert(area.name.clone(), area);
        }
        Ok(newest.into_values().filter(|area| !area.units.is_empty()).collect())
    }

    /// Writes down a programme area: one act. Under a name that there is it counts instead of the one before; without units the
    /// name ends. `by` is `None` only for the program itself.
    ///
    /// # Errors
    /// The scope does not keep the reference of everywhere, the name is empty or too long; or the database failed.
    pub async fn add_program_area(
        &self,
        by: Option<&Scope>,
        name: &str,
        units: &[String],
        at: Instant,
    ) -> Result<Done, Stopped> {
        if by.is_some_and(|by| by.right() != Right::KeepReference || by.areas() != [Area::Everywhere]) {
            return Err(Stopped::refused(
                said!(
                    "vai trò này không được đặt địa bàn chương trình",
                    "this role may not set programme areas"
                ),
                said!("nhờ quản trị viên toàn địa bàn", "ask an administrator of everywhere"),
            ));
        }
        let name = name.trim();
        if name.is_empty() || name.chars().count() > 200 {
            return Err(Stopped::refused(
                said!("địa bàn chưa có tên, hoặc tên quá dài", "the area has no name, or it is too long"),
                said!("ghi tên ngắn gọn, ví dụ Bảo Lộc", "write a short name, such as Bảo Lộc"),
            ));
        }
        let mut act = self.begin(Cause::new("program_area.add", by.map(Scope::user)), at).await?;
        let id = Cell::Id(Uuid::now_v7());
        act.add(&PROGRAM_AREA, vec![id, Cell::Text(name.to_owned()), Cell::Json(json!(units))]);
        Ok(act.finish().await?)
    }
}
