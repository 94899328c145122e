//! Hệ thống được tin cậy: other instances whose files are taken, each for the units that it may speak for. Trust begins and ends
//! with an act; the key is compared by people, over the telephone or on paper.

use serde_json::json;
use standards::units::{Level, Units};
use store::dates::Instant;
use store::{Fault, Queries, Row};
use vocab::{Day, said};

use super::bundle::ExchangeKey;
use crate::access::{Area, Right};
use crate::act::{Cause, PEER, PEER_END};
use crate::cell::Cell;
use crate::villages::today;
use crate::{PeerId, Registry, Scope, Stopped};

/// Another instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Its id.
    pub id: PeerId,
    /// What it is called here.
    pub name: String,
    /// Its public key.
    pub key: ExchangeKey,
    /// The units that it may speak for.
    pub area: Area,
}

/// `everywhere`, `province:68`, `commune:24823`.
pub fn area_text(area: &Area) -> String {
    match area {
        Area::Everywhere => "everywhere".to_owned(),
        Area::Province(code) => format!("province:{code}"),
        Area::Commune(code) => format!("commune:{code}"),
        Area::Village(id) => format!("village:{id}"),
    }
}

/// The area of a text.
pub fn area_of(text: &str) -> Option<Area> {
    match text.split_once(':') {
        None => (text == "everywhere").then_some(Area::Everywhere),
        Some(("province", code)) => Some(Area::Province(code.to_owned())),
        Some(("commune", code)) => Some(Area::Commune(code.to_owned())),
        Some(_) => None,
    }
}

/// Whether somebody may begin and end trust for an area: it lies in their own.
pub fn may_trust(by: &Scope, units: &Units, day: Day, area: &Area) -> bool {
    let is_within = match area {
        Area::Commune(code) => units
            .on(Level::Commune, code, day)
            .is_some_and(|commune| by.covers(&commune.province_code, code, None)),
        Area::Province(code) => by.covers(code, "", None),
        Area::Everywhere | Area::Village(_) => by.areas().contains(&Area::Everywhere),
    };
    by.right() == Right::KeepReference && is_within
}

fn not_for_you() -> Stopped {
    Stopped::refused(
        said!(
            "bạn không được tin cậy hệ thống cho địa bàn này",
            "you may not trust an instance for this place"
        ),
        said!(
            "đề nghị quản trị viên hoặc công chức sở phụ trách địa bàn làm",
            "ask an administrator or an officer of the department for that place"
        ),
    )
}

impl Registry {
    /// The instances that are trusted now, by name.
    ///
    /// # Errors
    /// The database failed.
    pub async fn peers(&self) -> Result<Vec<Peer>, Fault> {
        trusted(&self.store).await
    }

    /// Trusts an instance for the units that it may speak for. `by` is `None` for the operator at the machine.
    ///
    /// # Errors
    /// The area is not the caller's or is no unit, the key cannot be read, is this instance's own or is trusted already; or the
    /// database failed.
    pub async fn trust_peer(
        &self,
        by: Option<&Scope>,
        units: &Units,
        (name, key, area): (&str, &str, &Area),
        at: Instant,
    ) -> Result<PeerId, Stopped> {
        let day = today(at);
        if by.is_some_and(|by| !may_trust(by, units, day, area)) {
            return Err(not_for_you());
        }
        let is_unit = match area {
            Area::Everywhere => true,
            Area::Province(code) => units.on(Level::Province, code, day).is_some(),
            Area::Commune(code) => units.on(Level::Commune, code, day).is_some(),
            Area::Village(_) => false,
        };
        let name = name.trim();
        if name.is_empty() || !is_unit {
            return Err(Stopped::refused(
                said!(
                    "chưa ghi tên, hoặc địa bàn không phải đơn vị hành chính hôm nay",
                    "the name is missing, or the place is no unit of today"
                ),
                said!(
                    "ghi tên nơi gửi và địa bàn: everywhere, province:MÃ hoặc commune:MÃ",
                    "give a name and a place: everywhere, province:CODE or commune:CODE"
                ),
            ));
        }
        let key: ExchangeKey = key.trim().parse().map_err(|()| {
            Stopped::refused(
                said!(
                    "khóa không đọc được: thiếu hoặc sai chữ",
                    "the key cannot be read: letters are missing or wrong"
                ),
                said!(
                    "chép lại nguyên dòng khóa bắt đầu bằng ct1-",
                    "copy the whole line that begins with ct1-"
                ),
            )
        })?;
        if key == self.exchange_key()? {
            return Err(Stopped::refused(
                said!("đây là khóa của chính hệ thống này", "this is the key of this very instance"),
                said!("lấy khóa của hệ thống bên kia", "take the key of the other instance"),
            ));
        }
        let mut act = self.begin(Cause::new("peer.trust", by.map(Scope::user)), at).await?;
        if trusted(&act.tx).await?.iter().any(|peer| peer.key == key) {
            return Err(Stopped::refused(
                said!("khóa này đã được tin cậy", "this key is trusted already"),
                said!(
                    "thôi tin cậy trước nếu muốn đổi tên hoặc địa bàn",
                    "end that trust first to change its name or place"
                ),
            ));
        }
        let id = PeerId::fresh();
        act.set_content(json!({ "peer": id.to_string(), "key": key.id(), "area": area_text(area) }));
        let text = |text: String| Cell::Text(text);
        act.add(
            &PEER,
            vec![Cell::Id(id.0), text(name.to_owned()), text(key.to_string()), text(area_text(area))],
        );
        act.finish().await?;
        Ok(id)
    }

    /// Takes nothing from an instance any more.
    ///
    /// # Errors
    /// It is not trusted, or its place is not the caller's; or the database failed.
    pub async fn distrust_peer(
        &self,
        by: Option<&Scope>,
        units: &Units,
        id: PeerId,
        at: Instant,
    ) -> Result<(), Stopped> {
        let mut act = self.begin(Cause::new("peer.distrust", by.map(Scope::user)), at).await?;
        let peer = trusted(&act.tx).await?.into_iter().find(|peer| peer.id == id);
        let may = |peer: &Peer| by.is_none_or(|by| may_trust(by, units, today(at), &peer.area));
        let peer = peer.filter(may).ok_or_else(not_for_you)?;
        act.set_content(json!({ "peer": id.to_string(), "key": peer.key.id() }));
        act.add(&PEER_END, vec![Cell::Id(id.0)]);
        act.finish().await?;
        Ok(())
    }
}

pub(super) async fn trusted(on: &impl Queries) -> Result<Vec<Peer>, Fault> {
    let sql = "select p.id, p.name, p.key_text, p.area from peer p where not exists (select 1 from peer_end e where e.peer_id = p.id) order by p.name, p.id";
    on.rows(sql, vec![]).await?.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Peer, Fault> {
    let damaged = || {
        Fault::damaged(said!("không đọc được một hệ thống được tin cậy", "a trusted instance cannot be read"))
    };
    let (key, area): (String, String) = (row.get("key_text")?, row.get("area")?);
    Ok(Peer {
        id: PeerId(row.id("id")?),
        name: row.get("name")?,
        key: key.parse().map_err(|()| damaged())?,
        area: area_of(&area).ok_or_else(damaged)?,
    })
}
