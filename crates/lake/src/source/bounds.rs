//! The least and greatest household id of each row group: from its statistics, or else from the id column alone.

use parquet::basic::{ConvertedType, LogicalType};
use parquet::data_type::ByteArray;
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use parquet::file::statistics::Statistics;
use standards::questionnaire::Subject;

use super::parquet::ParquetSource;
use super::rows::HOUSEHOLD_ID;
use crate::failure::Stop;
use crate::ids::{Id, IdKind};

/// What is known of a row group without reading its answers.
#[derive(Clone, Debug)]
pub(crate) struct GroupBounds {
    pub(crate) rows: u64,
    /// Least and greatest id; `None` if no row has one.
    pub(crate) ids: Option<(Id, Id)>,
    /// Whether every row surely has an id.
    pub(crate) complete: bool,
}

impl ParquetSource {
    /// The bounds of all row groups.
    ///
    /// # Errors
    /// They show that the file is not sorted, or the file cannot be read.
    pub(crate) fn bounds(&self, kind: IdKind, of: Subject) -> Result<Vec<GroupBounds>, Stop> {
        let mut all: Vec<GroupBounds> = Vec::new();
        let mut last: Option<Id> = None;
        for (at, group) in self.groups().enumerate() {
            let bounds = match self.bounds_by_statistics(group, kind) {
                Some(bounds) => bounds,
                None => self.bounds_by_ids(at, kind, of)?,
            };
            if let Some((least, greatest)) = &bounds.ids {
                if last.as_ref().is_some_and(|last| least < last) {
                    return Err(Stop::Unsorted(of));
                }
                last = Some(greatest.clone());
            }
            all.push(bounds);
        }
        Ok(all)
    }

    fn bounds_by_statistics(&self, group: &RowGroupMetaData, kind: IdKind) -> Option<GroupBounds> {
        let column = group.columns().iter().find(|column| column.column_path().parts() == [HOUSEHOLD_ID])?;
        let rows = u64::try_from(group.num_rows()).ok()?;
        if rows == 0 {
            return Some(GroupBounds { rows, ids: None, complete: true });
        }
        let statistics = column.statistics()?;
        let required = column.column_descr().max_def_level() == 0;
        let nulls = if required { 0 } else { statistics.null_count_opt()? };
        if nulls == rows {
            return Some(GroupBounds { rows, ids: None, complete: false });
        }
        let ids = match kind {
            IdKind::Integer => integers(column, statistics)?,
            IdKind::Text => texts(statistics)?,
        };
        Some(GroupBounds { rows, ids: Some(ids), complete: nulls == 0 })
    }

    /// Decodes the id column of one row group; at most 65,536 ids are in memory at a time.
    fn bounds_by_ids(&self, at: usize, kind: IdKind, of: Subject) -> Result<GroupBounds, Stop> {
        let projection = self.project(&[HOUSEHOLD_ID.to_owned()], false)?;
        let rows = self.groups().nth(at).map_or(0, |group| group.num_rows().max(0) as u64);
        let mut bounds = GroupBounds { rows, ids: None, complete: true };
        for part in self.read(&projection, at..at + 1, 0, 65_536, kind)? {
            let part = part?;
            bounds.complete &= part.problems.is_empty();
            let (Some(first), Some(last)) = (part.ids.first(), part.ids.last()) else { continue };
            let after = bounds.ids.as_ref().is_none_or(|(_, greatest)| *greatest <= first);
            if !after || !part.ids.is_sorted() {
                return Err(Stop::Unsorted(of));
            }
            let least = bounds.ids.map_or(first, |(least, _)| least);
            bounds.ids = Some((least, last));
        }
        Ok(bounds)
    }

    /// How many leading rows of a row group have ids up to this one.
    pub(crate) fn rows_through(&self, at: usize, kind: IdKind, last: &Id) -> Result<usize, Stop> {
        let projection = self.project(&[HOUSEHOLD_ID.to_owned()], false)?;
        let mut count = 0;
        for part in self.read(&projection, at..at + 1, 0, 65_536, kind)? {
            let part = part?;
            let of_part = part.ids.count_through(last);
            count += of_part;
            if of_part < part.len() {
                break;
            }
        }
        Ok(count)
    }
}

fn integers(column: &ColumnChunkMetaData, statistics: &Statistics) -> Option<(Id, Id)> {
    let descr = column.column_descr();
    let unsigned = matches!(descr.logical_type_ref(), Some(LogicalType::Integer(found)) if !found.is_signed)
        || matches!(
            descr.converted_type(),
            ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64
        );
    let (least, greatest) = match statistics {
        Statistics::Int64(found) => (*found.min_opt()?, *found.max_opt()?),
        Statistics::Int32(found) if unsigned => {
            let wide = |value: i32| i64::from(value as u32);
            (wide(*found.min_opt()?), wide(*found.max_opt()?))
        }
        Statistics::Int32(found) => (i64::from(*found.min_opt()?), i64::from(*found.max_opt()?)),
        _ => return None,
    };
    // Beyond 63 bits the signed numbers wrap; such ids are refused when they are read.
    (least <= greatest).then_some((Id::Integer(least), Id::Integer(greatest)))
}

/// Texts, if the statistics hold them whole: long ones may be cut off.
fn texts(statistics: &Statistics) -> Option<(Id, Id)> {
    let Statistics::ByteArray(found) = statistics else { return None };
    if statistics.is_min_max_deprecated() || !statistics.min_is_exact() || !statistics.max_is_exact() {
        return None;
    }
    let text = |bytes: &ByteArray| bytes.as_utf8().ok().map(|text| Id::Text(text.to_owned()));
    let (least, greatest) = (text(found.min_opt()?)?, text(found.max_opt()?)?);
    (least <= greatest).then_some((least, greatest))
}
