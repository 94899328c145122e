//! Phạm vi: who may see and do what, and where. A [`Scope`] is made only here; every query asks for one.
//!
//! A role is granted for a unit as it was on the day of the grant. When that unit ends (a merger, even one that hands its
//! code to a larger unit), the grant ends with it: nobody gains or keeps households by a reform of borders without a new
//! grant.

use standards::units::{Level, Units};
use store::Value;
use vocab::Day;

use crate::{GrantId, UserId, VillageId};

/// Vai trò.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Rà soát viên.
    Surveyor,
    /// Công chức cấp xã.
    CommuneOfficer,
    /// Chủ tịch, Phó Chủ tịch UBND cấp xã.
    CommuneLeader,
    /// Công chức sở, ngành.
    DepartmentOfficer,
    /// Lãnh đạo chương trình.
    ProgramLeader,
    /// Cán bộ Mặt trận Tổ quốc.
    FrontOfficer,
    /// Cán bộ kiểm tra, thanh tra.
    Inspector,
    /// Đối tác: sees figures, no household.
    Partner,
    /// Kiểm toán viên: reads all of its area, changes nothing.
    Auditor,
    /// Quản trị viên: manages users and the machine, sees no household.
    Administrator,
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// See figures of places.
    SeeFigures,
    /// See household files.
    SeeHouseholds,
    /// Take a list of households away in a file.
    ExportHouseholds,
    /// Change household files and record reviews.
    ChangeHouseholds,
    /// See the audit log.
    SeeAudit,
    /// Give and end roles.
    ManageUsers,
    /// Seal the results of a campaign into files.
    SealResults,
    /// Keep what the rules refer to: villages, tables of points.
    KeepReference,
    /// Send the report of one's own commune or province upwards.
    SendReports,
    /// Receive, return, accept and consolidate the reports of the places below.
    ReceiveReports,
}

impl Right {
    /// All of them.
    pub const ALL: [Right; 10] = [
        Right::SeeFigures,
        Right::SeeHouseholds,
        Right::ExportHouseholds,
        Right::ChangeHouseholds,
        Right::SeeAudit,
        Right::ManageUsers,
        Right::SealResults,
        Right::KeepReference,
        Right::SendReports,
        Right::ReceiveReports,
    ];

    /// Its name for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Right::SeeFigures => "see_figures",
            Right::SeeHouseholds => "see_households",
            Right::ExportHouseholds => "export_households",
            Right::ChangeHouseholds => "change_households",
            Right::SeeAudit => "see_audit",
            Right::ManageUsers => "manage_users",
            Right::SealResults => "seal_results",
            Right::KeepReference => "keep_reference",
            Right::SendReports => "send_reports",
            Right::ReceiveReports => "receive_reports",
        }
    }
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 10] = [
        Role::Surveyor,
        Role::CommuneOfficer,
        Role::CommuneLeader,
        Role::DepartmentOfficer,
        Role::ProgramLeader,
        Role::FrontOfficer,
        Role::Inspector,
        Role::Partner,
        Role::Auditor,
        Role::Administrator,
    ];

    /// As it is stored, and the key of its words.
    pub const fn code(self) -> &'static str {
        match self {
            Role::Surveyor => "surveyor",
            Role::CommuneOfficer => "commune_officer",
            Role::CommuneLeader => "commune_leader",
            Role::DepartmentOfficer => "department_officer",
            Role::ProgramLeader => "program_leader",
            Role::FrontOfficer => "front_officer",
            Role::Inspector => "inspector",
            Role::Partner => "partner",
            Role::Auditor => "auditor",
            Role::Administrator => "administrator",
        }
    }

    /// The role of a code.
    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether the role brings the right, within its area.
    pub const fn may(self, right: Right) -> bool {
        use Right::{
            ChangeHouseholds, ExportHouseholds, KeepReference, ManageUsers, ReceiveReports, SealResults,
            SeeAudit, SeeFigures, SeeHouseholds, SendReports,
        };
        match self {
            Role::Surveyor => matches!(right, SeeHouseholds),
            Role::CommuneOfficer => matches!(
                right,
                SeeFigures | SeeHouseholds | ExportHouseholds | ChangeHouseholds | SendReports
            ),
            Role::CommuneLeader => {
                matches!(right, SeeFigures | SeeHouseholds | ExportHouseholds | SendReports)
            }
            Role::DepartmentOfficer => matches!(
                right,
                SeeFigures
                    | SeeHouseholds
                    | ExportHouseholds
                    | SealResults
                    | KeepReference
                    | SendReports
                    | ReceiveReports
            ),
            Role::Inspector | Role::Auditor => {
                matches!(right, SeeFigures | SeeHouseholds | ExportHouseholds | SeeAudit)
            }
            Role::ProgramLeader | Role::FrontOfficer => matches!(right, SeeFigures | SeeHouseholds),
            Role::Partner => matches!(right, SeeFigures),
            Role::Administrator => matches!(right, ManageUsers | SeeAudit | SealResults | KeepReference),
        }
    }
}

/// Where a role holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Area {
    /// Everywhere.
    Everywhere,
    /// A province by its code.
    Province(String),
    /// A commune by its code.
    Commune(String),
    /// One village.
    Village(VillageId),
}

impl Area {
    /// Whether a place lies inside.
    pub fn covers(&self, province: &str, commune: &str, village: Option<VillageId>) -> bool {
        match self {
            Area::Everywhere => true,
            Area::Province(code) => code == province,
            Area::Commune(code) => code == commune,
            Area::Village(id) => Some(*id) == village,
        }
    }
}

/// A role that somebody has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// The role.
    pub role: Role,
    /// Where; codes are read in the units of `from`.
    pub area: Area,
    /// The first day.
    pub from: Day,
    /// The day after the last one.
    pub until: Option<Day>,
}

impl Grant {
    /// Whether it holds on a day: its days, and the life of its unit.
    pub fn holds(&self, units: &Units, day: Day) -> bool {
        let lives = |level: Level, code: &str| {
            let unit = units.on(level, code, self.from);
            unit.is_some_and(|unit| unit.valid.contains(day))
        };
        let in_time = self.from <= day && self.until.is_none_or(|until| day < until);
        in_time
            && match &self.area {
                Area::Everywhere | Area::Village(_) => true,
                Area::Province(code) => lives(Level::Province, code),
                Area::Commune(code) => lives(Level::Commune, code),
            }
    }
}

/// Somebody who is logged in, or a task of the program itself.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Who.
    pub user: UserId,
    /// The name to show.
    pub name: String,
    /// The log-in name.
    pub login: String,
    /// The roles that are not ended.
    pub grants: Vec<Grant>,
}

/// The places in which somebody may do one thing. Only [`Actor::scope`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    user: UserId,
    right: Right,
    areas: Vec<Area>,
}

impl Actor {
    /// Where the actor may do this on a day; `None` is nowhere.
    pub fn scope(&self, right: Right, units: &Units, day: Day) -> Option<Scope> {
        let held = self.grants.iter().filter(|grant| grant.role.may(right) && grant.holds(units, day));
        let mut areas: Vec<Area> = held.map(|grant| grant.area.clone()).collect();
        areas.sort();
        areas.dedup();
        if areas.first() == Some(&Area::Everywhere) {
            areas.truncate(1);
        }
        (!areas.is_empty()).then_some(Scope { user: self.user, right, areas })
    }

    /// Whether the actor has a role that holds on a day, wherever.
    pub fn has(&self, role: Role, units: &Units, day: Day) -> bool {
        self.grants.iter().any(|grant| grant.role == role && grant.holds(units, day))
    }
}

impl Scope {
    /// Who has it.
    pub fn user(&self) -> UserId {
        self.user
    }

    /// What it permits.
    pub fn right(&self) -> Right {
        self.right
    }

    /// The places.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// Whether a place lies inside.
    pub fn covers(&self, province: &str, commune: &str, village: Option<VillageId>) -> bool {
        self.areas.iter().any(|area| area.covers(province, commune, village))
    }

    /// The condition that a row with `province_code`, `commune_code` and `village_id` lies inside; its values are added.
    pub(crate) fn condition(&self, table: &str, values: &mut Vec<Value>) -> String {
        let mut parts = Vec::new();
        for area in &self.areas {
            let (column, value): (&str, Value) = match area {
                Area::Everywhere => return "true".to_owned(),
                Area::Province(code) => ("province_code", code.clone().into()),
                Area::Commune(code) => ("commune_code", code.clone().into()),
                Area::Village(id) => ("village_id", id.0.into()),
            };
            values.push(value);
            parts.push(format!("{table}.{column} = ${}", values.len()));
        }
        if parts.is_empty() { "false".to_owned() } else { format!("({})", parts.join(" or ")) }
    }
}
