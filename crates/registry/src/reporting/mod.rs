//! Báo cáo gửi lên: the reports that a commune sends to its province, and a province further up.
//!
//! A report is fixed when it is sent: its figures, its hash, what did not agree and was acknowledged. Whoever is above receives it
//! (with a number, a time and the hash), returns it with comments or accepts it; a returned one is followed by a new one that names
//! it. From the accepted ones the province makes its own ([`Content::consolidated`]). All of it are rows that are only added.
//!
//! Between two instances the same travels as a file: [`bundle`](ExchangeKey) says how it is signed and encrypted, `exchange.rs` what
//! is asked of one before anything of it is recorded. (The word *submission* means a filled form in this program.)

mod answer;
mod bundle;
mod consolidate;
mod content;
mod exchange;
mod json;
mod kept;
mod peers;
mod send;

pub use answer::Answer;
pub use bundle::{ExchangeKey, PartFile, split};
pub use content::{Content, Decided, Part, Period, ReportKind, Sealed, Unit};
pub use exchange::{Imported, Importer, Known, Wanted};
pub use kept::{Happened, ReportEvent, SentReport, State};
pub use peers::{Peer, area_of, area_text, may_trust};
pub use send::NewReport;

use vocab::said;

use crate::access::{Area, Right};
use crate::{Scope, Stopped};

/// Whether somebody reports for a unit: in their own place, not in one below.
fn may_send(by: &Scope, unit: &Unit) -> bool {
    let own = match &unit.commune {
        Some((commune, _)) => Area::Commune(commune.clone()),
        None => Area::Province(unit.province.0.clone()),
    };
    let is_above_all = unit.commune.is_none() && by.areas().contains(&Area::Everywhere);
    by.right() == Right::SendReports && (by.areas().contains(&own) || is_above_all)
}

/// Whether an area lies above a unit.
fn is_above(area: &Area, unit: &Unit) -> bool {
    match area {
        Area::Everywhere => true,
        Area::Province(code) => unit.commune.is_some() && *code == unit.province.0,
        Area::Commune(_) | Area::Village(_) => false,
    }
}

/// Whether somebody receives the reports of a unit.
fn may_receive(by: &Scope, unit: &Unit) -> bool {
    by.right() == Right::ReceiveReports && by.areas().iter().any(|area| is_above(area, unit))
}

fn not_there() -> Stopped {
    Stopped::refused(
        said!("không có báo cáo này trong địa bàn được giao", "there is no such report in your area"),
        said!("xem bảng báo cáo gửi lên", "see the board of reports"),
    )
}

fn not_yours() -> Stopped {
    Stopped::refused(
        said!("bạn không gửi, nhận báo cáo của địa bàn này", "reports of this place are not yours"),
        said!("đề nghị quản trị viên giao vai trò ở địa bàn đó", "ask an administrator for a role there"),
    )
}
