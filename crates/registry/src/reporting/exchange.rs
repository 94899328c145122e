//! Xuất và nhập tệp trao đổi: a report goes out as a bundle, what became of it comes back as one. Importing the same again changes
//! nothing and says so; what is refused leaves nothing but the parts that came.

use std::collections::{BTreeMap, BTreeSet};

use engine::figures::Place;
use serde_json::{Value as Json, json};
use standards::units::{Level, Units};
use store::dates::Instant;
use store::{Fault, Queries, Value};
use vocab::{LocalText, said};

use super::answer::add_event;
use super::bundle::{ExchangeKey, NotOpened, PartFile, damaged, for_another, open, seal, unknown_sender};
use super::content::Content;
use super::kept::{Happened, ReportEvent, SentReport, of_period, one};
use super::peers::Peer;
use super::send::{add, may_follow};
use super::{is_above, may_receive, may_send, not_there, not_yours};
use crate::access::Area;
use crate::act::Cause;
use crate::cell::canonical_json;
use crate::villages::today;
use crate::{Registry, ReportId, Scope, Stopped, UserId};

const SCHEMA: &str = "chungtay.bundle/1";
const FORMAT: &str = "chungtay.bundle/";
/// Parts that wait for others are kept so long.
const KEPT_DAYS: i64 = 30;

/// What goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The report, upwards.
    Report,
    /// What became of it, back to the sender.
    Receipt,
}

/// Who imports: the operator at the machine, or somebody with scopes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Importer<'a> {
    /// Who; `None` is the operator, who may.
    pub user: Option<UserId>,
    /// Where they receive reports.
    pub receives: Option<&'a Scope>,
    /// Where they send reports, and so take receipts.
    pub sends: Option<&'a Scope>,
}

/// What this instance knows: units, and the digests of its packs as reports name them.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Units.
    pub units: &'a Units,
    /// Digests by `standard ID` and `tables ID`.
    pub packs: &'a BTreeMap<String, String>,
}

/// What came of importing a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Imported {
    /// A part was kept; these are missing still.
    Waiting {
        /// So many parts make the whole.
        parts: usize,
        /// Numbers of those that are not here.
        missing: Vec<usize>,
    },
    /// A report, and whether it was not here before.
    Report {
        /// Its id.
        id: ReportId,
        /// Whose it is.
        unit: String,
        /// Whether it is new.
        is_new: bool,
    },
    /// What became of a report.
    Receipt {
        /// The report.
        id: ReportId,
        /// So many new things happened to it.
        events: usize,
    },
}

impl Registry {
    /// A report, or what became of it, for another instance. `by` is `None` for the operator at the machine.
    ///
    /// # Errors
    /// There is no such report in the scope, nothing became of it yet, the key cannot be read; or the database failed.
    pub async fn export_report(
        &self,
        by: Option<&Scope>,
        (id, wanted): (ReportId, Wanted),
        to: &str,
        at: Instant,
    ) -> Result<(ExchangeKey, Vec<u8>), Stopped> {
        let report = self.report_here(id).await?.ok_or_else(not_there)?;
        let may = |by: &Scope| match wanted {
            Wanted::Report => may_send(by, &report.content.unit),
            Wanted::Receipt => may_receive(by, &report.content.unit),
        };
        if by.is_some_and(|by| !may(by)) {
            return Err(not_there());
        }
        let to: ExchangeKey = to.trim().parse().map_err(|()| {
            Stopped::refused(
                said!(
                    "khóa của nơi nhận không đọc được: thiếu hoặc sai chữ",
                    "the recipient's key cannot be read: letters are missing or wrong"
                ),
                said!(
                    "chép lại nguyên dòng khóa bắt đầu bằng ct1-",
                    "copy the whole line that begins with ct1-"
                ),
            )
        })?;
        let own_events = || report.events.iter().filter(|event| event.peer.is_none());
        if wanted == Wanted::Receipt && own_events().next().is_none() {
            return Err(Stopped::refused(
                said!(
                    "chưa nhận, trả lại hay chấp nhận báo cáo này nên chưa có gì để gửi về",
                    "nothing became of this report yet: there is nothing to send back"
                ),
                said!("nhận báo cáo trước", "receive the report first"),
            ));
        }
        let text = match wanted {
            Wanted::Report => json!({
                "schema": SCHEMA, "is": "report", "id": id.to_string(), "sha256": report.sha256,
                "sent_at": report.sent_at.millis(), "replaces": report.replaces.map(|id| id.to_string()),
                "content": report.content.json(),
            }),
            Wanted::Receipt => {
                let event = |event: &ReportEvent| {
                    json!({
                        "is": event.what.code(), "at": event.at.millis(), "receipt": event.receipt, "comment": event.comment,
                    })
                };
                json!({
                    "schema": SCHEMA, "is": "receipt", "id": id.to_string(), "sha256": report.sha256,
                    "events": own_events().map(event).collect::<Vec<_>>(),
                })
            }
        };
        let whole = seal(&self.keys, &to, canonical_json(&text).as_bytes())?;
        let what = if wanted == Wanted::Report { "report" } else { "receipt" };
        let content = json!({ "report": id.to_string(), "is": what, "to": to.id(), "sha256": report.sha256 });
        let cause = Cause { content: Some(content), ..Cause::new("report.export", by.map(Scope::user)) };
        self.begin(cause, at).await?.finish().await?;
        Ok((to, whole))
    }

    /// Imports a file: a whole bundle, or a part of one that is recorded when the last part has come.
    ///
    /// # Errors
    /// It is damaged, of a newer format, for somebody else, from somebody who is not trusted for that unit, names units or packs
    /// that are not known here, does not fit what is here, or is not the caller's; or the database failed.
    pub async fn import_bundle(
        &self,
        by: Importer<'_>,
        known: Known<'_>,
        file: &[u8],
        at: Instant,
    ) -> Result<Imported, Stopped> {
        let refused = |(why, remedy)| Stopped::refused(why, remedy);
        // Before anything is kept of it.
        if by.user.is_some() && by.receives.is_none() && by.sends.is_none() {
            return Err(not_yours());
        }
        let part = PartFile::read(file).map_err(refused)?;
        let own = self.exchange_key()?;
        if part.to != own.id() {
            return Err(refused(for_another(&part.to, &own)));
        }
        let peers = self.peers().await?;
        let peer = peers.iter().find(|peer| peer.key.id() == part.from);
        let peer = peer.ok_or_else(|| refused(unknown_sender(&part.from)))?;
        let whole = if part.parts == 1 {
            part.content.to_vec()
        } else {
            match self.gathered(&part, at).await? {
                Ok(whole) => whole,
                Err(missing) => return Ok(Imported::Waiting { parts: part.parts, missing }),
            }
        };
        let imported = self.import_whole(by, known, peer, (&part, &whole), at).await?;
        // Whatever refused it may be mended: the right part comes, somebody who may imports it, the packs are brought up to date.
        if part.parts > 1 {
            self.forget_parts(&part.bundle).await?;
        }
        Ok(imported)
    }

    async fn import_whole(
        &self,
        by: Importer<'_>,
        known: Known<'_>,
        peer: &Peer,
        (part, whole): (&PartFile<'_>, &[u8]),
        at: Instant,
    ) -> Result<Imported, Stopped> {
        let refused = |(why, remedy)| Stopped::refused(why, remedy);
        if !part.is_whole(whole) {
            return Err(refused(damaged("toàn bộ tệp", "the whole of it")));
        }
        let text = open(&self.keys, &peer.key, whole).map_err(|why| {
            refused(match why {
                NotOpened::Signature => damaged("chữ ký", "the signature"),
                NotOpened::Content => damaged("nội dung mã hóa", "the encrypted content"),
            })
        })?;
        let unreadable = || refused(damaged("nội dung", "the content"));
        let json: Json = serde_json::from_slice(&text).map_err(|_| unreadable())?;
        let schema = json.get("schema").and_then(Json::as_str).unwrap_or_default();
        if schema != SCHEMA && schema.starts_with(FORMAT) {
            return Err(Stopped::refused(
                said!(
                    "nội dung theo định dạng mới hơn chương trình này ({SCHEMA})",
                    "the content has a newer format than this program ({SCHEMA})"
                ),
                said!("cập nhật chương trình rồi nhập lại", "update the program, then import again"),
            ));
        }
        let id =
            json.get("id").and_then(Json::as_str).and_then(|id| id.parse().ok()).ok_or_else(unreadable)?;
        match json.get("is").and_then(Json::as_str) {
            Some("report") => self.import_report(by, known, peer, (id, &json), at).await,
            Some("receipt") => self.import_receipt(by, peer, (id, &json), at).await,
            _ => Err(unreadable()),
        }
    }

    async fn import_report(
        &self,
        by: Importer<'_>,
        known: Known<'_>,
        peer: &Peer,
        (id, json): (ReportId, &Json),
        at: Instant,
    ) -> Result<Imported, Stopped> {
        let unreadable = || {
            let (why, remedy) = damaged("nội dung báo cáo", "the content of the report");
            Stopped::refused(why, remedy)
        };
        let content = json.get("content").and_then(Content::of_json).ok_or_else(unreadable)?;
        let sent_at = json.get("sent_at").and_then(Json::as_i64).map(Instant::from_millis);
        let sent_at = sent_at.ok_or_else(unreadable)?;
        let replaces = match json.get("replaces") {
            Some(Json::String(id)) => Some(id.parse().map_err(|_| unreadable())?),
            _ => None,
        };
        let sha256 = content.sha256();
        if json.get("sha256").and_then(Json::as_str) != Some(&sha256) {
            return Err(unreadable());
        }
        let unit = &content.unit;
        let (province, commune) =
            (unit.province.0.as_str(), unit.commune.as_ref().map_or("", |(code, _)| code.as_str()));
        if !peer.area.covers(province, commune, None) {
            let (name, of) = (unit.name(), &peer.name);
            return Err(Stopped::refused(
                said!(
                    "{of} không được tin cậy để gửi báo cáo của {name}",
                    "{of} is not trusted to send reports of {name}"
                ),
                said!(
                    "kiểm tra địa bàn đã ghi cho hệ thống đó",
                    "check the place that was recorded for that instance"
                ),
            ));
        }
        if by.user.is_some() && !by.receives.is_some_and(|scope| may_receive(scope, unit)) {
            return Err(not_yours());
        }
        all_known(&content, known, sent_at)?;
        let mut act = self.begin(Cause::new("report.import", by.user), at).await?;
        let name = unit.name().to_owned();
        if let Some(here) = one(&act.tx, id).await? {
            if here.sha256 == sha256 {
                return Ok(Imported::Report { id, unit: name, is_new: false });
            }
            return Err(Stopped::refused(
                said!(
                    "báo cáo này đã có ở đây với nội dung khác",
                    "this report is here already with another content"
                ),
                said!(
                    "xin nơi gửi gửi bản mới thay cho bản cũ",
                    "ask the sender for a new report instead of the old one"
                ),
            ));
        }
        let before = of_period(&act.tx, content.period).await?;
        may_follow(&content, replaces, &before).map_err(|(why, remedy)| Stopped::refused(why, remedy))?;
        add(&mut act, id, &content, (sent_at, replaces, Some(peer.id)), &[]);
        act.finish().await?;
        Ok(Imported::Report { id, unit: name, is_new: true })
    }

    async fn import_receipt(
        &self,
        by: Importer<'_>,
        peer: &Peer,
        (id, json): (ReportId, &Json),
        at: Instant,
    ) -> Result<Imported, Stopped> {
        let mut act = self.begin(Cause::new("report.receipt", by.user), at).await?;
        let report = one(&act.tx, id).await?.ok_or_else(|| {
            Stopped::refused(
                said!(
                    "biên nhận của một báo cáo không có ở đây",
                    "the receipt is of a report that is not here"
                ),
                said!("nhập ở hệ thống đã gửi báo cáo đó", "import it where that report was sent"),
            )
        })?;
        if by.user.is_some() && !by.sends.is_some_and(|scope| may_send(scope, &report.content.unit)) {
            return Err(not_yours());
        }
        if !is_above(&peer.area, &report.content.unit) || report.peer.is_some() {
            let (name, of) = (report.content.unit.name(), &peer.name);
            return Err(Stopped::refused(
                said!(
                    "{of} không được tin cậy để nhận báo cáo của {name}",
                    "{of} is not trusted to receive reports of {name}"
                ),
                said!(
                    "kiểm tra địa bàn đã ghi cho hệ thống đó",
                    "check the place that was recorded for that instance"
                ),
            ));
        }
        let unfit = || {
            Stopped::refused(
                said!(
                    "biên nhận không khớp báo cáo đã gửi",
                    "the receipt does not fit the report that was sent"
                ),
                said!("xin nơi nhận xuất lại biên nhận", "ask for the receipt again"),
            )
        };
        let is_same = json.get("sha256").and_then(Json::as_str) == Some(&report.sha256);
        let events: Option<Vec<ReportEvent>> =
            json.get("events").and_then(Json::as_array).and_then(|all| all.iter().map(event).collect());
        let events = events.filter(|_| is_same).ok_or_else(unfit)?;
        let key = |event: &ReportEvent| (event.what, event.at, event.receipt, event.comment.clone());
        if !events.iter().map(key).zip(report.events.iter().map(key)).all(|(a, b)| a == b) {
            return Err(unfit());
        }
        let new = events.get(report.events.len()..).unwrap_or_default();
        if new.is_empty() {
            return Ok(Imported::Receipt { id, events: 0 });
        }
        for (at, event) in new.iter().enumerate() {
            add_event(&mut act, &report, report.events.len() + at, event, Some(peer.id));
        }
        act.set_content(
            json!({ "report": id.to_string(), "peer": peer.id.to_string(), "events": new.len() }),
        );
        act.finish().await?;
        Ok(Imported::Receipt { id, events: new.len() })
    }

    /// Keeps a part; the whole once all are here, or the numbers of those that are missing.
    async fn gathered(
        &self,
        part: &PartFile<'_>,
        at: Instant,
    ) -> Result<Result<Vec<u8>, Vec<usize>>, Stopped> {
        let tx = self.store.begin().await?;
        let old = Instant::from_millis(at.millis() - KEPT_DAYS * 86_400_000);
        tx.execute("delete from bundle_part where arrived_at < $1", vec![old.into()]).await?;
        let known = "delete from bundle_part where bundle = $1 and (part = $2 or parts <> $3)";
        let (number, parts) = (part.part as i64, part.parts as i64);
        tx.execute(known, vec![part.bundle.clone().into(), number.into(), parts.into()]).await?;
        let row: Vec<Value> = vec![
            part.bundle.clone().into(),
            number.into(),
            parts.into(),
            part.content.to_vec().into(),
            at.into(),
        ];
        tx.insert("bundle_part", &["bundle", "part", "parts", "content", "arrived_at"], vec![row]).await?;
        let sql = "select part, content from bundle_part where bundle = $1 order by part";
        let rows = tx.rows(sql, vec![part.bundle.clone().into()]).await?;
        let mut here = BTreeSet::new();
        let mut whole = Vec::new();
        for row in &rows {
            here.insert(row.get::<i64>("part")?);
            whole.extend(row.get::<Vec<u8>>("content")?);
        }
        tx.commit().await?;
        let missing: Vec<usize> =
            (1..=part.parts).filter(|number| !here.contains(&(*number as i64))).collect();
        Ok(if missing.is_empty() { Ok(whole) } else { Err(missing) })
    }

    async fn forget_parts(&self, bundle: &str) -> Result<(), Fault> {
        let tx = self.store.begin().await?;
        tx.execute("delete from bundle_part where bundle = $1", vec![bundle.to_owned().into()]).await?;
        tx.commit().await
    }
}

fn event(json: &Json) -> Option<ReportEvent> {
    Some(ReportEvent {
        what: Happened::from_code(json.get("is")?.as_str()?)?,
        at: Instant::from_millis(json.get("at")?.as_i64()?),
        receipt: json.get("receipt")?.as_i64(),
        comment: json.get("comment")?.as_str().map(str::to_owned),
        by_name: None,
        peer: None,
    })
}

fn made_anew() -> LocalText {
    said!("nơi gửi lập lại báo cáo rồi gửi lại", "let the sender make the report anew and send it again")
}

/// Every unit is one of this instance, and every pack the same.
fn all_known(content: &Content, known: Known<'_>, sent_at: Instant) -> Result<(), Stopped> {
    let day = today(sent_at);
    let unit = &content.unit;
    let mut communes: BTreeSet<&str> = content.communes.keys().map(String::as_str).collect();
    communes.extend(unit.commune.iter().map(|(code, _)| code.as_str()));
    communes.extend(content.decided.iter().map(|one| one.commune.as_str()));
    communes.extend(content.missing.iter().map(String::as_str));
    let mut provinces: BTreeSet<&str> = [unit.province.0.as_str()].into();
    for [province, commune, _] in content.counts.places.keys() {
        provinces.extend(province.as_deref());
        communes.extend(commune.as_deref());
    }
    let is_nowhere = |[province, commune, _]: &Place| province.is_none() || commune.is_none();
    // The report of a commune says nothing of another one, and every figure has its place.
    if let Some((own, _)) = &unit.commune {
        let nowhere = content.counts.places.keys().any(is_nowhere).then_some("–");
        let other = communes.iter().copied().find(|code| *code != own.as_str()).or(nowhere);
        if let Some(other) = other {
            return Err(Stopped::refused(
                said!(
                    "báo cáo của xã {own} có số liệu của xã khác: {other}",
                    "the report of commune {own} has figures of another commune: {other}"
                ),
                made_anew(),
            ));
        }
    }
    if !content.is_even() {
        return Err(Stopped::refused(
            said!(
                "số liệu của các xã trong báo cáo không cùng số cột nên không cộng được",
                "the communes in the report have different numbers of figures: they cannot be added"
            ),
            made_anew(),
        ));
    }
    let is_own = |code: &str| {
        known.units.on(Level::Commune, code, day).is_some_and(|found| found.province_code == unit.province.0)
    };
    let mut strange: Vec<&str> = communes.into_iter().filter(|code| !is_own(code)).collect();
    let is_province =
        |code: &&str| *code == unit.province.0 && known.units.on(Level::Province, code, day).is_some();
    strange.extend(provinces.into_iter().filter(|code| !is_province(code)));
    if !strange.is_empty() {
        let codes = strange.join(", ");
        return Err(Stopped::refused(
            said!(
                "tệp có đơn vị hành chính mà hệ thống này không biết: {codes}",
                "the file names units that are not known here: {codes}"
            ),
            said!(
                "cập nhật danh mục đơn vị hành chính (gói luật) ở nơi cũ hơn rồi làm lại",
                "update the units (the packs) of whichever instance is older, then try again"
            ),
        ));
    }
    for (pack, digest) in &content.packs {
        let own = known.packs.get(pack).map_or("–", String::as_str);
        if own != digest {
            return Err(Stopped::refused(
                said!(
                    "gói luật “{pack}” khác nhau: tệp lập với {digest}, hệ thống này có {own}",
                    "the pack “{pack}” differs: the file was made with {digest}, this instance has {own}"
                ),
                said!(
                    "cập nhật cho hai hệ thống cùng một phiên bản gói luật rồi gửi lại",
                    "bring both instances to the same packs, then send again"
                ),
            ));
        }
    }
    Ok(())
}

/// Whose report it is, for whoever lists peers by place.
impl SentReport {
    /// Whether an instance that may speak for an area is above the unit of this report.
    pub fn goes_to(&self, area: &Area) -> bool {
        is_above(area, &self.content.unit)
    }
}
