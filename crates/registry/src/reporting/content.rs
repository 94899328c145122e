//! Nội dung của một báo cáo: what it is about, from what it was counted, and its figures. Two reports with the same content have
//! the same hash, whatever database or instance they lie in.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use engine::figures::{Counts, Place, PlaceCounts};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use vocab::{Day, LocalText, said};

use crate::ReportId;
use crate::cell::canonical_json;
use crate::keys::hex;

/// Which report of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportKind {
    /// Kết quả rà soát thường xuyên của một tháng.
    Monthly,
    /// Kết quả sơ bộ.
    Preliminary,
    /// Kết quả chính thức.
    Official,
}

impl ReportKind {
    /// All kinds.
    pub const ALL: [ReportKind; 3] = [ReportKind::Monthly, ReportKind::Preliminary, ReportKind::Official];

    /// As it is stored; the id of the report that a procedure says is owed.
    pub const fn code(self) -> &'static str {
        match self {
            ReportKind::Monthly => "monthly",
            ReportKind::Preliminary => "preliminary",
            ReportKind::Official => "official",
        }
    }
}

/// Which report of which time: `official-2025`, `monthly-2026-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// Which report.
    pub kind: ReportKind,
    /// The year of the review.
    pub year: i32,
    /// The month of a monthly one.
    pub month: Option<u32>,
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind.code(), self.year)?;
        self.month.map_or(Ok(()), |month| write!(f, "-{month:02}"))
    }
}

impl FromStr for Period {
    type Err = ();

    fn from_str(text: &str) -> Result<Period, ()> {
        let mut parts = text.split('-');
        let kind = parts.next().and_then(|code| ReportKind::ALL.into_iter().find(|kind| kind.code() == code));
        let year = parts.next().and_then(|year| year.parse().ok()).filter(|year| (2000..2200).contains(year));
        let month = parts.next().map(|month| month.parse().ok().filter(|month| (1..=12).contains(month)));
        let (kind, year, month) = (kind.ok_or(())?, year.ok_or(())?, month.map(|month| month.ok_or(())));
        let month = month.transpose()?;
        if parts.next().is_some() || (kind == ReportKind::Monthly) != month.is_some() {
            return Err(());
        }
        Ok(Period { kind, year, month })
    }
}

/// Đơn vị báo cáo: a commune, or a province; code and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The province.
    pub province: (String, String),
    /// The commune; `None` reports the whole province.
    pub commune: Option<(String, String)>,
}

impl Unit {
    /// Its own name.
    pub fn name(&self) -> &str {
        self.commune.as_ref().map_or(self.province.1.as_str(), |(_, name)| name)
    }
}

/// The sealed snapshot that was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Its id in the instance that sealed it.
    pub id: String,
    /// The name of its campaign.
    pub label: String,
    /// SHA-256 of its manifest.
    pub sha256: String,
}

/// What a signed decision of a monthly review recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Code of the commune.
    pub commune: String,
    /// Number of the decision.
    pub number: String,
    /// When it was signed.
    pub signed_on: Day,
    /// Households: poor, near-poor, out of poverty, out of near-poverty, others that were recognised.
    pub households: [u64; 5],
}

/// A report that a consolidated one adds up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The report.
    pub id: ReportId,
    /// Code of its commune.
    pub commune: String,
    /// Its hash.
    pub sha256: String,
}

/// Everything that a report says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Which report.
    pub period: Period,
    /// Of whom.
    pub unit: Unit,
    /// The last day on which it is in time, if a text says.
    pub due: Option<Day>,
    /// The snapshots of this year and of the year before; none for a monthly or a consolidated report.
    pub sealed: Vec<Sealed>,
    /// Digests of the standard and of the layouts of the tables: `standard vn-2022`, `tables yearly`.
    pub packs: BTreeMap<String, String>,
    /// Names of communes by code.
    pub communes: BTreeMap<String, String>,
    /// Whether last year's result was there.
    pub has_before: bool,
    /// How many households last year's result had undetermined.
    pub undetermined_before: u64,
    /// The figures of the official tables, by commune.
    pub counts: Counts,
    /// The decisions of a monthly report.
    pub decided: Vec<Decided>,
    /// What did not agree between tables and was acknowledged when it was sent.
    pub differences: Vec<String>,
    /// What is to be said about the figures.
    pub remarks: Vec<String>,
    /// The reports that it adds up.
    pub parts: Vec<Part>,
    /// Codes of the communes that it lacks.
    pub missing: Vec<String>,
}

impl Content {
    /// As it is stored and sent.
    pub fn json(&self) -> Json {
        super::json::content(self)
    }

    /// A content that was stored or sent; `None` if it is none, or says something that this program would not write.
    pub fn of_json(json: &Json) -> Option<Content> {
        super::json::read_content(json).filter(|content| content.json() == *json)
    }

    /// SHA-256 of its canonical text.
    pub fn sha256(&self) -> String {
        hex(&Sha256::digest(canonical_json(&self.json()).as_bytes()))
    }

    /// The figures of the whole unit.
    pub fn whole(&self) -> Option<PlaceCounts> {
        let mut all = self.counts.places.values();
        let mut whole = all.next()?.clone();
        all.for_each(|more| whole.merge(more));
        Some(whole)
    }

    /// How many figures a place has; `None` if there are no places.
    fn width(&self) -> Option<usize> {
        self.counts.places.values().next().map(|counted| counted.figures.len())
    }

    /// Whether every place has the same figures, so that they can be added.
    pub(super) fn is_even(&self) -> bool {
        self.counts.places.values().all(|counted| Some(counted.figures.len()) == self.width())
    }

    /// Báo cáo tổng hợp: the sum of reports that were accepted, with the communes that are missing.
    ///
    /// # Errors
    /// Two of them were counted with different packs: why, and what to do.
    pub fn consolidated(
        (period, due): (Period, Option<Day>),
        province: (String, String),
        parts: &[(ReportId, &Content)],
        communes: &BTreeMap<String, String>,
    ) -> Result<Content, (LocalText, LocalText)> {
        let mut whole = Content {
            period,
            unit: Unit { province, commune: None },
            due,
            sealed: Vec::new(),
            packs: parts.first().map(|(_, first)| first.packs.clone()).unwrap_or_default(),
            communes: communes.clone(),
            has_before: parts.iter().all(|(_, part)| part.has_before),
            undetermined_before: parts.iter().map(|(_, part)| part.undetermined_before).sum(),
            counts: Counts::default(),
            decided: Vec::new(),
            differences: Vec::new(),
            remarks: Vec::new(),
            parts: Vec::new(),
            missing: communes.keys().cloned().collect(),
        };
        let width = parts.iter().find_map(|(_, part)| part.width());
        for (id, part) in parts {
            let is_same_width = part.width().is_none_or(|own| Some(own) == width);
            if part.packs != whole.packs || !is_same_width {
                let name = part.unit.name();
                return Err((
                    said!(
                        "báo cáo của {name} lập theo bộ chuẩn hoặc mẫu biểu khác, không cộng được",
                        "the report of {name} was made with another standard or other tables and cannot be added"
                    ),
                    said!(
                        "trả lại để xã lập lại theo cùng gói luật",
                        "return it, so that the commune makes it again with the same packs"
                    ),
                ));
            }
            for (place, counted) in &part.counts.places {
                let of_commune: Place = [place[0].clone(), place[1].clone(), None];
                match whole.counts.places.get_mut(&of_commune) {
                    Some(known) => known.merge(counted),
                    None => drop(whole.counts.places.insert(of_commune, counted.clone())),
                }
            }
            whole.decided.extend(part.decided.iter().cloned());
            let commune = part.unit.commune.as_ref().map(|(code, _)| code.clone()).unwrap_or_default();
            whole.missing.retain(|code| *code != commune);
            whole.parts.push(Part { id: *id, commune, sha256: part.sha256() });
        }
        whole.parts.sort_by(|a, b| a.commune.cmp(&b.commune));
        whole.decided.sort_by(|a, b| (&a.commune, &a.number).cmp(&(&b.commune, &b.number)));
        Ok(whole)
    }
}
