//! By what a household is decided: the days, the income test and the points that a command names.

use std::io::{self, Write};
use std::path::Path;

use standards::points::PointTable;
use standards::standard::{ParamValues, PovertyStandard};
use vocab::{Day, said};

use crate::failure::Failure;
use crate::points;
use crate::shelf::Chosen;

/// What the command line says of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deciding<'a> {
    pub(crate) result_day: Option<Day>,
    pub(crate) age_day: Option<Day>,
    pub(crate) income_test: Option<&'a str>,
    pub(crate) points: Option<&'a Path>,
}

/// The values of the standard on the result day.
pub(crate) fn params(standard: &PovertyStandard, result_day: Day) -> Result<ParamValues, Failure> {
    standard.on(result_day).map_err(|not_covered| {
        Failure::could_not_run(
            said!("chuẩn này không áp dụng được cho ngày đó: {not_covered}", "{not_covered}"),
            said!(
                "chọn --result-day khác, hoặc chuẩn đang có hiệu lực (`chungtay packs list --result-day NGÀY`)",
                "name another --result-day, or the standard that is in force (`chungtay packs list --result-day DAY`)"
            ),
        )
    })
}

impl Deciding<'_> {
    /// The result day and the age day. Without `--result-day`: the last day that the standard covers, so that the same
    /// command always decides alike.
    pub(crate) fn days(&self, standard: &PovertyStandard) -> Result<(Day, Day), Failure> {
        let last = standard.covers.until.map(Day::previous);
        let values = || standard.params.iter().flat_map(|param| &param.values);
        let newest = || values().filter_map(|value| value.valid.from).max();
        let result = self.result_day.or(last).or_else(newest).or(standard.covers.from);
        let result = result.ok_or_else(|| {
            Failure::could_not_run(
                said!("chuẩn này không ghi ngày nào", "the standard names no day"),
                said!("ghi --result-day", "give --result-day"),
            )
        })?;
        Ok((result, self.age_day.unwrap_or(result)))
    }

    /// Position of the income test that was asked for.
    pub(crate) fn income_test(&self, standard: &PovertyStandard) -> Result<Option<usize>, Failure> {
        let Some(asked) = self.income_test else { return Ok(None) };
        let found = standard.income_tests.iter().position(|test| test.id == *asked);
        if found.is_none() {
            let known: Vec<&str> = standard.income_tests.iter().map(|test| test.id.as_str()).collect();
            let (id, list) = (&standard.id, known.join(", "));
            let remedy = if known.is_empty() {
                said!("chuẩn này không có cách nào: bỏ --income-test", "it has none: leave --income-test out")
            } else {
                said!("các cách hiện có: {list}", "it has: {list}")
            };
            let message = said!(
                "chuẩn {id} không có cách xác định thu nhập `{asked}`",
                "the standard {id} has no income test `{asked}`"
            );
            return Err(Failure::could_not_run(message, remedy));
        }
        Ok(found)
    }

    /// The points of `--points`, else the newest table that somebody imported.
    pub(crate) fn point_table(
        &self,
        standard: &PovertyStandard,
        chosen: &Chosen,
    ) -> Result<Option<PointTable>, Failure> {
        if let Some(file) = self.points {
            return points::read(standard, file).map(Some);
        }
        if standard.points.is_none() {
            return Ok(None);
        }
        match points::newest(&points::store(&standard.id, chosen.on_disk().as_deref())) {
            None => Ok(None),
            Some(file) => {
                let _ = writeln!(io::stderr(), "note: points of the proxy score from {}", file.display());
                points::read(standard, &file).map(Some)
            }
        }
    }
}
