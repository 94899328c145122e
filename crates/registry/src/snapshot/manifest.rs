//! The manifest of a snapshot (schema `chungtay.snapshot/1`): what was sealed from what, and every file with its hash.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};
use sha2::{Digest, Sha256};
use vocab::Day;

use crate::CampaignId;
use crate::cell::canonical_json;
use crate::figures::Tally;
use crate::keys::hex;

/// A file of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedFile {
    /// Below the snapshot's folder, with `/`.
    pub path: String,
    /// Rows in it.
    pub rows: u64,
    /// Its bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

/// Households and people by outcome.
pub type Outcomes = BTreeMap<String, Tally>;

/// A manifest. It holds neither the time nor an id: the same content at the same state of the log is the same manifest.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest(Json);

const SCHEMA: &str = "chungtay.snapshot/1";

impl Manifest {
    pub(super) fn new(parts: Map<String, Json>) -> Manifest {
        let mut whole = Map::new();
        whole.insert("schema".to_owned(), SCHEMA.into());
        whole.extend(parts);
        Manifest(Json::Object(whole))
    }

    /// A manifest that was read from a database or a file; `None` if it is none.
    pub fn of_json(json: Json) -> Option<Manifest> {
        let manifest = Manifest(json);
        let is_one = manifest.0.get("schema")?.as_str()? == SCHEMA;
        (is_one && manifest.read_files().is_some()).then_some(manifest)
    }

    /// As it is stored.
    pub fn json(&self) -> &Json {
        &self.0
    }

    /// The text of `manifest.json`: keys sorted, without spaces, one line.
    pub fn text(&self) -> String {
        format!("{}\n", canonical_json(&self.0))
    }

    /// SHA-256 of [`Manifest::text`].
    pub fn sha256(&self) -> String {
        hex(&Sha256::digest(self.text().as_bytes()))
    }

    /// A part; what is missing is null.
    fn part(&self, section: &str, key: &str) -> &Json {
        self.0.get(section).and_then(|section| section.get(key)).unwrap_or(&Json::Null)
    }

    /// The campaign that was sealed.
    pub fn campaign(&self) -> CampaignId {
        let id = self.part("campaign", "id").as_str().and_then(|id| id.parse().ok());
        id.unwrap_or(CampaignId(uuid::Uuid::nil()))
    }

    /// The campaign's name.
    pub fn label(&self) -> &str {
        self.part("campaign", "label").as_str().unwrap_or_default()
    }

    /// The campaign's year.
    pub fn year(&self) -> i64 {
        self.part("campaign", "year").as_i64().unwrap_or_default()
    }

    /// The first day on which results hold.
    pub fn result_day(&self) -> Option<Day> {
        self.part("campaign", "result_day").as_str()?.parse().ok()
    }

    /// Id and digest of the standard.
    pub fn standard(&self) -> (&str, &str) {
        let part = |key: &str| self.part("standard", key).as_str().unwrap_or_default();
        (part("id"), part("digest"))
    }

    /// How many acts the log had: what came later is not in the files.
    pub fn log_size(&self) -> i64 {
        self.part("log", "size").as_i64().unwrap_or_default()
    }

    /// How many households were sealed.
    pub fn households(&self) -> i64 {
        self.part("rows", "households").as_i64().unwrap_or_default()
    }

    /// How many members they have.
    pub fn members(&self) -> i64 {
        self.part("rows", "members").as_i64().unwrap_or_default()
    }

    /// How many households are not in the files because their answers were erased by law.
    pub fn erased(&self) -> i64 {
        self.part("rows", "erased").as_i64().unwrap_or_default()
    }

    /// The files.
    pub fn files(&self) -> Vec<SealedFile> {
        self.read_files().unwrap_or_default()
    }

    /// Households and people by outcome, in each commune: province and commune as of the time.
    pub fn communes(&self) -> Vec<(String, String, Outcomes)> {
        let communes = self.part("figures", "by_commune").as_array();
        let read = communes.into_iter().flatten().filter_map(|commune| {
            let code = |key: &str| commune.get(key)?.as_str().map(str::to_owned);
            Some((code("province_code")?, code("commune_code")?, outcomes_of(commune.get("outcomes")?)))
        });
        read.collect()
    }

    fn read_files(&self) -> Option<Vec<SealedFile>> {
        let read = self.0.get("files")?.as_array()?.iter().map(|file| {
            Some(SealedFile {
                path: file["path"].as_str()?.to_owned(),
                rows: file["rows"].as_u64()?,
                bytes: file["bytes"].as_u64()?,
                sha256: file["sha256"].as_str()?.to_owned(),
            })
        });
        read.collect()
    }
}

pub(super) fn files(files: &[SealedFile]) -> Json {
    let mut sorted: Vec<&SealedFile> = files.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let written = sorted.into_iter().map(
        |file| json!({ "path": file.path, "rows": file.rows, "bytes": file.bytes, "sha256": file.sha256 }),
    );
    written.collect()
}

pub(super) fn outcomes(of: &Outcomes) -> Json {
    let tally = |tally: &Tally| json!({ "households": tally.households, "persons": tally.persons });
    Json::Object(of.iter().map(|(outcome, counted)| (outcome.clone(), tally(counted))).collect())
}

fn outcomes_of(json: &Json) -> Outcomes {
    let read = json.as_object().into_iter().flatten().filter_map(|(outcome, counted)| {
        let (households, persons) = (counted["households"].as_i64()?, counted["persons"].as_i64()?);
        Some((outcome.clone(), Tally { households, persons }))
    });
    read.collect()
}
