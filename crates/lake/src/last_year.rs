//! Kết quả năm trước: a classified file of last year, as far as the flow of households needs it.
//!
//! Kept in memory are the households of the classes whose flow is told, and the undetermined ones: some percent of all. Every
//! other household of the file is as one that the file does not have.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use engine::classify::UNDETERMINED;
use engine::figures::{FigurePlan, Level, Place};
use standards::questionnaire::Subject;
use standards::standard::PovertyStandard;
use vocab::said;

use crate::failure::{Failure, Stop};
use crate::figures::{PLACE, placed, shown};
use crate::ids::{Id, IdKind};
use crate::source::Source;
use crate::source::rows::{FileName, HOUSEHOLD_ID, Rows};
use crate::tally::Codes;

/// Rows that are read at a time.
const ROWS: usize = 16_384;

/// Last year's households by id.
#[derive(Debug)]
pub struct LastYear {
    ids: Keys,
    rows: Vec<Was>,
    places: Vec<Place>,
    seen: Vec<AtomicU64>,
    /// Households of the file.
    pub households: u64,
    /// Households that it has without a determined outcome.
    pub undetermined: u64,
}

#[derive(Debug)]
enum Keys {
    Integer(HashMap<i64, u32>),
    Text(HashMap<String, u32>),
}

#[derive(Clone, Copy, Debug)]
struct Was {
    outcome: u8,
    people: u32,
    place: u32,
}

/// A household of last year.
pub(crate) struct WasThere<'a> {
    pub(crate) outcome: u8,
    pub(crate) people: u32,
    pub(crate) place: &'a Place,
}

/// A household of last year that was not seen this year.
pub(crate) struct Gone<'a> {
    pub(crate) household_id: String,
    pub(crate) outcome: u8,
    pub(crate) people: u32,
    pub(crate) place: &'a Place,
}

impl LastYear {
    /// Reads a file that `classify` made (Parquet or CSV), of the same outcomes as this year's standard. Places are told apart
    /// down to a level.
    ///
    /// # Errors
    /// It cannot be read, is no such file, or has a household twice.
    pub fn read(
        path: &Path,
        standard: &PovertyStandard,
        plan: &FigurePlan,
        level: Level,
        borders: &BTreeMap<String, (String, String)>,
    ) -> Result<LastYear, Failure> {
        let source = Source::open(path, Subject::Household)?;
        let (kind, is_sure) = source.id_kind()?;
        let by = By { standard, plan, level, borders, members: None };
        let read = |kind: IdKind| {
            let mut last_year = LastYear::nothing(kind);
            last_year.add(&source, kind, by).map(|()| last_year.complete())
        };
        match read(kind) {
            Err(Stop::TextIds) if !is_sure => read(IdKind::Text),
            other => other,
        }
        .map_err(|stop| failed(stop, &source))
    }

    /// Reads the files of a sealed snapshot, households and members of each province.
    ///
    /// # Errors
    /// They cannot be read, or have a household twice.
    pub fn of_sealed(
        parts: &[[PathBuf; 2]],
        standard: &PovertyStandard,
        plan: &FigurePlan,
        level: Level,
        borders: &BTreeMap<String, (String, String)>,
    ) -> Result<LastYear, Failure> {
        let mut last_year = LastYear::nothing(IdKind::Text);
        for [households, members] in parts {
            let (of, members) =
                (Source::open(households, Subject::Household)?, Source::open(members, Subject::Member)?);
            let by = By { standard, plan, level, borders, members: Some(&members) };
            last_year.add(&of, IdKind::Text, by).map_err(|stop| failed(stop, &of))?;
        }
        Ok(last_year.complete())
    }

    /// What a household was, noting that it is still there.
    pub(crate) fn see(&self, id: &Id) -> Option<WasThere<'_>> {
        let at = *match (&self.ids, id) {
            (Keys::Integer(known), Id::Integer(id)) => known.get(id),
            (Keys::Text(known), Id::Text(id)) => known.get(id),
            (Keys::Integer(known), Id::Text(id)) => known.get(&id.parse().ok()?),
            (Keys::Text(known), Id::Integer(id)) => known.get(&id.to_string()),
        }?;
        let was = self.rows.get(at as usize)?;
        if let Some(word) = self.seen.get(at as usize / 64) {
            word.fetch_or(1 << (at % 64), Ordering::Relaxed);
        }
        let place = self.places.get(was.place as usize)?;
        Some(WasThere { outcome: was.outcome, people: was.people, place })
    }

    /// Households that were not seen, in the order of their ids.
    pub(crate) fn gone(&self) -> Vec<Gone<'_>> {
        let unseen = |at: u32| {
            self.seen
                .get(at as usize / 64)
                .is_none_or(|word| word.load(Ordering::Relaxed) >> (at % 64) & 1 == 0)
        };
        let mut ids: Vec<(Id, u32)> = match &self.ids {
            Keys::Integer(known) => known.iter().map(|(id, at)| (Id::Integer(*id), *at)).collect(),
            Keys::Text(known) => known.iter().map(|(id, at)| (Id::Text(id.clone()), *at)).collect(),
        };
        ids.retain(|(_, at)| unseen(*at));
        ids.sort_by(|(a, _), (b, _)| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
        let gone = |(id, at): (Id, u32)| {
            let was = self.rows.get(at as usize)?;
            let place = self.places.get(was.place as usize)?;
            Some(Gone { household_id: shown(&id), outcome: was.outcome, people: was.people, place })
        };
        ids.into_iter().filter_map(gone).collect()
    }
}

fn failed(stop: Stop, source: &Source) -> Failure {
    match stop {
        Stop::Failed(failure) => failure,
        Stop::Unsorted(_) | Stop::TextIds => source.name().refused(
            said!("mã hộ của tệp không đọc được", "the household ids of the file cannot be read"),
            said!("ghi mã hộ dạng số nguyên hoặc chữ", "write them as integers or text"),
        ),
    }
}

/// What a file is read by.
#[derive(Clone, Copy)]
struct By<'a> {
    standard: &'a PovertyStandard,
    plan: &'a FigurePlan,
    level: Level,
    borders: &'a BTreeMap<String, (String, String)>,
    /// The members, where the file does not say how many people a household has.
    members: Option<&'a Source>,
}

impl LastYear {
    fn nothing(kind: IdKind) -> LastYear {
        LastYear {
            ids: match kind {
                IdKind::Integer => Keys::Integer(HashMap::new()),
                IdKind::Text => Keys::Text(HashMap::new()),
            },
            rows: Vec::new(),
            places: Vec::new(),
            seen: Vec::new(),
            households: 0,
            undetermined: 0,
        }
    }

    /// Nothing more comes.
    fn complete(mut self) -> LastYear {
        self.seen = (0..self.rows.len().div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        self
    }

    fn add(&mut self, source: &Source, kind: IdKind, by: By<'_>) -> Result<(), Stop> {
        let columns = source.columns();
        let required = ["outcome", "household_size"].into_iter().take(2 - usize::from(by.members.is_some()));
        for name in required {
            if !columns.iter().any(|column| column == name) {
                return Err(no_result(source.name(), name).into());
            }
        }
        let mut wanted: Vec<String> = [HOUSEHOLD_ID, "outcome"].map(str::to_owned).to_vec();
        if by.members.is_none() {
            wanted.push("household_size".to_owned());
        }
        wanted.extend(PLACE.map(str::to_owned));
        let classes: BTreeSet<u8> = by.plan.flows().iter().flat_map(|flow| [flow.of, flow.beside]).collect();
        let mut places: BTreeMap<Place, u32> = BTreeMap::new();
        let standard = by.standard;
        for rows in source.reading(&wanted, kind, true)?.all(ROWS, kind)? {
            let rows = rows?;
            self.households += rows.len() as u64;
            let codes = PLACE.map(|name| Codes::of(rows.columns.column_by_name(name)));
            let outcomes = column(source.name(), &rows, "outcome", &DataType::Utf8)?;
            let sizes = match by.members {
                None => Some(column(source.name(), &rows, "household_size", &DataType::Int64)?),
                Some(_) => None,
            };
            for row in 0..rows.len() {
                let word = if outcomes.is_valid(row) { outcomes.as_string::<i32>().value(row) } else { "" };
                let outcome = match standard.outcomes.iter().position(|outcome| outcome.id == word) {
                    Some(at) => at as u8,
                    None if word == "undetermined" => UNDETERMINED,
                    None => return Err(unknown_outcome(source.name(), &rows, row, word).into()),
                };
                self.undetermined += u64::from(outcome == UNDETERMINED);
                if outcome != UNDETERMINED && !classes.contains(&outcome) {
                    continue;
                }
                let people = match &sizes {
                    // Its members are counted below.
                    None => Some(0),
                    Some(sizes) => {
                        let size = sizes.is_valid(row).then(|| sizes.as_primitive::<Int64Type>().value(row));
                        size.and_then(|size| u32::try_from(size).ok())
                    }
                };
                let Some(people) = people else {
                    return Err(no_result(source.name(), "household_size").into());
                };
                let place = placed(by.level, by.borders, codes.each_ref().map(|codes| codes.shown(row)));
                let place = *places.entry(place.clone()).or_insert_with(|| {
                    self.places.push(place);
                    self.places.len() as u32 - 1
                });
                let at = self.rows.len() as u32;
                let twice = match (&mut self.ids, rows.ids.get(row)) {
                    (Keys::Integer(known), Some(Id::Integer(id))) => known.insert(id, at).is_some(),
                    (Keys::Text(known), Some(Id::Text(id))) => known.insert(id, at).is_some(),
                    _ => false,
                };
                if twice {
                    return Err(repeated(source.name(), &rows, row).into());
                }
                self.rows.push(Was { outcome, people, place });
            }
        }
        by.members.map_or(Ok(()), |members| self.add_members(members, kind))
    }

    /// Counts the people of the households that are kept.
    fn add_members(&mut self, members: &Source, kind: IdKind) -> Result<(), Stop> {
        for rows in members.reading(&[HOUSEHOLD_ID.to_owned()], kind, true)?.all(ROWS, kind)? {
            let rows = rows?;
            for row in 0..rows.len() {
                let at = match (&self.ids, rows.ids.get(row)) {
                    (Keys::Integer(known), Some(Id::Integer(id))) => known.get(&id),
                    (Keys::Text(known), Some(Id::Text(id))) => known.get(&id),
                    _ => None,
                };
                if let Some(was) = at.and_then(|at| self.rows.get_mut(*at as usize)) {
                    was.people = was.people.saturating_add(1);
                }
            }
        }
        Ok(())
    }
}

/// A column in a type.
fn column(name: &FileName, rows: &Rows, column: &str, to: &DataType) -> Result<ArrayRef, Failure> {
    let found = rows.columns.column_by_name(column);
    found.and_then(|found| arrow_cast::cast(found, to).ok()).ok_or_else(|| no_result(name, column))
}

fn no_result(name: &FileName, column: &str) -> Failure {
    let message = said!(
        "đây không phải kết quả phân loại: cột {column} không có hoặc còn trống",
        "this is no result of a classification: the column {column} is missing or empty"
    );
    let remedy = said!(
        "dùng tệp do `chungtay classify` hoặc `chungtay report` ghi ra",
        "name a file that `chungtay classify` or `chungtay report` wrote"
    );
    Failure::input(name.row_problem(None, column, message, remedy))
}

fn unknown_outcome(name: &FileName, rows: &Rows, row: usize, word: &str) -> Failure {
    let message = said!("chuẩn không có kết quả `{word}`", "the standard has no outcome `{word}`");
    let remedy = said!(
        "dùng kết quả phân loại theo một chuẩn có cùng các kết quả",
        "name a result by a standard with the same outcomes"
    );
    Failure::input(name.row_problem(Some(rows.numbers.get(row)), "outcome", message, remedy))
}

fn repeated(name: &FileName, rows: &Rows, row: usize) -> Failure {
    let message = said!("mã hộ bị trùng", "the household id stands more than once");
    let remedy = said!("mỗi hộ chỉ có một dòng", "give each household one row");
    Failure::input(name.row_problem(Some(rows.numbers.get(row)), HOUSEHOLD_ID, message, remedy))
}
