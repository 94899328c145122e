//! A user of every role, and a second one where the work takes two, with log-ins that everybody may know.

use std::io::{self, Write};
use std::net::SocketAddr;

use registry::access::{Area, Right};
use registry::users::NewGrant;
use registry::{Registry, Role};
use standards::units::Units;
use vocab::said;

use crate::database::{failed, stopped};
use crate::demo::city::{PROVINCE, Taken};
use crate::failure::Failure;

/// A log-in of the demo.
pub(crate) struct LogIn {
    pub(crate) role: &'static str,
    pub(crate) user: String,
    pub(crate) password: String,
}

/// The ward in which the people of a commune work.
pub(crate) const WARD: &str = "24823";

/// Everybody's password: the demo holds nothing to protect.
const PASSWORD: &str = "vi-nguoi-ngheo-2026";

/// Role, log-in name, name.
const PEOPLE: [(Role, &str, &str); 11] = [
    (Role::Surveyor, "rasoat", "Rà soát viên"),
    (Role::CommuneOfficer, "congchuc", "Công chức phường"),
    (Role::CommuneLeader, "chutich", "Lãnh đạo UBND phường"),
    (Role::DepartmentOfficer, "congchucso", "Công chức sở"),
    (Role::ProgramLeader, "lanhdao", "Lãnh đạo chương trình"),
    (Role::FrontOfficer, "mattran", "Cán bộ Mặt trận"),
    (Role::Inspector, "thanhtra", "Cán bộ thanh tra"),
    (Role::Partner, "doitac", "Đối tác"),
    (Role::Auditor, "kiemtoan", "Kiểm toán viên"),
    // Paper forms are typed by two, and some households are asked again by another.
    (Role::Surveyor, "rasoat2", "Rà soát viên thứ hai"),
    (Role::CommuneOfficer, "congchuc2", "Công chức phường thứ hai"),
];

/// Makes the users.
pub(crate) async fn add(registry: &Registry, units: &Units, taken: &Taken) -> Result<Vec<LogIn>, Failure> {
    let at = taken.at;
    let today = crate::calendar::today();
    let administrator =
        registry.set_up_administrator("quantri", "Quản trị viên (bản thử)", at).await.map_err(stopped)?;
    let actor = registry.actor(administrator.user).await.map_err(|fault| failed(&fault))?;
    let Some(scope) = actor.and_then(|actor| actor.scope(Right::ManageUsers, units, today)) else {
        return Err(Failure::could_not_run(
            said!("không tạo được quản trị viên", "the administrator could not be made"),
            said!("chạy lại với cơ sở dữ liệu mới", "run again with a fresh database"),
        ));
    };
    let mut log_ins = Vec::new();
    let mut known = |role: Role, login: &str| {
        log_ins.push(LogIn { role: role.code(), user: login.to_owned(), password: PASSWORD.to_owned() });
    };
    registry.set_password_here(administrator.user, PASSWORD, at).await.map_err(stopped)?;
    for (role, login, name) in PEOPLE {
        let name = format!("{name} (bản thử)");
        let added = registry.add_user(&scope, login, &name, at).await.map_err(stopped)?;
        // They were there when the review that runs was opened.
        let from = crate::demo::running::opened_on(today);
        let grant = NewGrant { role, area: area(role, login, taken), from, until: None };
        registry.grant_role(&scope, units, added.user, &grant, at).await.map_err(stopped)?;
        registry.set_password_here(added.user, PASSWORD, at).await.map_err(stopped)?;
        known(role, login);
    }
    known(Role::Administrator, "quantri");
    Ok(log_ins)
}

fn area(role: Role, login: &str, taken: &Taken) -> Area {
    match role {
        // Whoever asks again comes into every village.
        Role::Surveyor if login == "rasoat2" => Area::Commune(WARD.to_owned()),
        Role::Surveyor => {
            taken.villages.values().next().map_or(Area::Commune(WARD.to_owned()), |id| Area::Village(*id))
        }
        Role::CommuneOfficer | Role::CommuneLeader | Role::FrontOfficer => Area::Commune(WARD.to_owned()),
        Role::Auditor | Role::Administrator => Area::Everywhere,
        _ => Area::Province(PROVINCE.to_owned()),
    }
}

/// Prints where to look and how to get in.
pub(crate) fn print(log_ins: &[LogIn], address: SocketAddr) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "\nChung Tay: http://{address}/   (Ctrl-C: dừng · stop)\n");
    for known in log_ins {
        let _ = writeln!(out, "  {:<20} {:<10} {}", known.role, known.user, known.password);
    }
    let _ = writeln!(out, "\nMọi người, mọi hộ đều được bịa ra. · Everybody in it is invented.");
    let _ = out.flush();
}
