//! How the work on two sorted Parquet files is divided: runs of household row groups with the member row groups that
//! hold their members.

use std::ops::Range;

use standards::questionnaire::Subject;

use crate::failure::Stop;
use crate::ids::{Id, IdKind};
use crate::source::bounds::GroupBounds;
use crate::source::parquet::ParquetSource;

/// Fewer households are not worth a span of their own.
const LEAST_HOUSEHOLDS: u64 = 60_000;

/// Households that one thread classifies on its own.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    pub(crate) households: Range<usize>,
    pub(crate) members: Range<usize>,
    /// Members with ids up to this one belong to an earlier span.
    pub(crate) after: Option<Id>,
    /// Whether members beyond the last household belong here.
    pub(crate) is_last: bool,
}

/// Divides the files. The result does not depend on the number of threads, so that results do not either.
pub(crate) fn divide(
    households: &ParquetSource,
    members: &ParquetSource,
    kind: IdKind,
) -> Result<Vec<Span>, Stop> {
    let of_households = households.bounds(kind, Subject::Household)?;
    let of_members = members.bounds(kind, Subject::Member)?;
    let whole =
        Span { households: 0..of_households.len(), members: 0..of_members.len(), after: None, is_last: true };
    // Rows without an id belong to no span; such files have problems anyhow and are read as a whole.
    if !of_households.iter().chain(&of_members).all(|group| group.complete) {
        return Ok(vec![whole]);
    }
    let mut spans: Vec<Span> = Vec::new();
    let (mut start, mut after, mut rows): (usize, Option<Id>, u64) = (0, None, 0);
    for (at, group) in of_households.iter().enumerate() {
        rows += group.rows;
        let last = of_households.get(..=at).and_then(greatest);
        let next = of_households.get(at + 1..).and_then(least);
        let (Some(last), Some(next)) = (last, next) else { continue };
        let range = needed(&of_members, after.as_ref(), Some(&last));
        let owned: u64 =
            of_members.get(range.clone()).unwrap_or_default().iter().map(|group| group.rows).sum();
        let shared: u64 = straddling(&of_members, &last);
        // A member row group that two spans share is partly decoded twice.
        if last < next && rows >= LEAST_HOUSEHOLDS && shared * 2 <= owned {
            spans.push(Span { households: start..at + 1, members: range, after, is_last: false });
            (start, after, rows) = (at + 1, Some(last), 0);
        }
    }
    let range = needed(&of_members, after.as_ref(), None);
    spans.push(Span { households: start..of_households.len(), members: range, after, is_last: true });
    Ok(spans)
}

fn greatest(groups: &[GroupBounds]) -> Option<Id> {
    groups.iter().rev().find_map(|group| group.ids.as_ref().map(|(_, greatest)| greatest.clone()))
}

fn least(groups: &[GroupBounds]) -> Option<Id> {
    groups.iter().find_map(|group| group.ids.as_ref().map(|(least, _)| least.clone()))
}

/// Member row groups with ids in `(after, through]`.
fn needed(groups: &[GroupBounds], after: Option<&Id>, through: Option<&Id>) -> Range<usize> {
    let is_before = |group: &GroupBounds| match (&group.ids, after) {
        (Some((_, greatest)), Some(after)) => greatest <= after,
        (None, Some(_)) => true,
        (_, None) => false,
    };
    let is_beyond = |group: &GroupBounds| match (&group.ids, through) {
        (Some((least, _)), Some(through)) => least > through,
        _ => false,
    };
    let start = groups.iter().position(|group| !is_before(group)).unwrap_or(groups.len());
    let end = groups.iter().position(is_beyond).unwrap_or(groups.len());
    start..end.max(start)
}

/// Rows of the member row groups that hold ids on both sides of `last`.
fn straddling(groups: &[GroupBounds], last: &Id) -> u64 {
    let both = |group: &&GroupBounds| {
        group.ids.as_ref().is_some_and(|(least, greatest)| least <= last && greatest > last)
    };
    groups.iter().filter(both).map(|group| group.rows).sum()
}
