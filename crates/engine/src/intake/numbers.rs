//! Arrow numbers and dates as answers.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float32Type, Float64Type, Int32Type, Int64Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use vocab::{Day, Decimal, pow10, said};

use super::append::Report;
use super::cells::{self, Bad};
use super::lanes::{Cells, cast};
use super::{DAYS, Kind};
use crate::columns::{Lane, Numbers};

/// Appends numbers or dates. False: the type is not one of those, and nothing was appended.
pub(super) fn append<T: Lane>(
    array: &ArrayRef,
    kind: &Kind,
    into: &mut Numbers<T>,
    report: &mut Report<'_>,
) -> bool {
    let (scale, range) = match kind {
        Kind::Number { scale, range } => (*scale, *range),
        Kind::Date { latest } => return append_dates(array, *latest, into, report),
        _ => return false,
    };
    let mut cells = Cells { range, into, report };
    match array.data_type() {
        DataType::Int64 => cells.whole(array.as_primitive::<Int64Type>(), scale),
        DataType::Int32 => cells.whole(array.as_primitive::<Int32Type>(), scale),
        DataType::Int8 | DataType::Int16 | DataType::UInt8 | DataType::UInt16 | DataType::UInt32 => {
            let Some(array) = cast(array, &DataType::Int64) else { return false };
            cells.whole(array.as_primitive::<Int64Type>(), scale);
        }
        DataType::UInt64 => cells.each(array.as_primitive::<UInt64Type>(), |value| {
            i64::try_from(value)
                .ok()
                .and_then(|value| Decimal { value, scale: 0 }.at_scale(scale))
                .map_or(Err(Bad::outside(scale, range)), |value| within(value, scale, range))
        }),
        DataType::Decimal128(_, found) => {
            let found = *found;
            let show = |value: i128| match (i64::try_from(value), u8::try_from(found)) {
                (Ok(value), Ok(scale)) => Decimal { value, scale }.to_string(),
                _ => format!("{value}e{}", -i32::from(found)),
            };
            let array = array.as_primitive::<Decimal128Type>();
            if i16::from(found) == i16::from(scale) {
                let judge = |value: i128| {
                    let value = i64::try_from(value).map_err(|_| Bad::outside(scale, range))?;
                    within(value, scale, range)
                };
                cells.fast(array, range, 1, show, judge);
            } else {
                cells.each_shown(array, show, |value| {
                    within(rescaled(value, found, scale, range)?, scale, range)
                });
            }
        }
        DataType::Float64 => cells.each(array.as_primitive::<Float64Type>(), |value| {
            exactly(value, scale, range, |rounded, unit| rounded / unit == value)
        }),
        DataType::Float32 => cells.each(array.as_primitive::<Float32Type>(), |value| {
            exactly(f64::from(value), scale, range, |rounded, unit| (rounded / unit) as f32 == value)
        }),
        _ => return cells.text(array, |text| cells::number(text, scale, range)),
    }
    true
}

fn append_dates<T: Lane>(
    array: &ArrayRef,
    latest: Option<Day>,
    into: &mut Numbers<T>,
    report: &mut Report<'_>,
) -> bool {
    let upper = latest.map_or(DAYS.1, |day| i64::from(day.epoch_days()));
    if *array.data_type() == DataType::Date32 {
        let show = |days: i32| Day::from_epoch_days(days).to_string();
        let judge = |days: i32| {
            if i64::from(days) < DAYS.0 || i64::from(days) > DAYS.1 {
                return Err(Bad::new(
                    said!(
                        "không phải ngày trong các năm từ 1 đến 9999",
                        "this is not a day of the years 1 to 9999"
                    ),
                    said!("sửa lại ngày", "correct the date"),
                ));
            }
            cells::check_day(Day::from_epoch_days(days), latest)
        };
        // A missing birth lies anywhere; only given ones must not be later than `latest`.
        Cells { range: DAYS, into, report }.fast(
            array.as_primitive::<Date32Type>(),
            (DAYS.0, upper),
            1,
            show,
            judge,
        );
        return true;
    }
    Cells { range: DAYS, into, report }.text(array, |text| cells::date(text, latest))
}

fn within(value: i64, scale: u8, range: (i64, i64)) -> Result<i64, Bad> {
    if value < range.0 || value > range.1 { Err(Bad::outside(scale, range)) } else { Ok(value) }
}

fn rescaled(value: i128, from: i8, to: u8, range: (i64, i64)) -> Result<i64, Bad> {
    let outside = || Bad::outside(to, range);
    let power = |n: i16| u32::try_from(n).ok().and_then(|n| 10_i128.checked_pow(n));
    let up = i16::from(to) - i16::from(from);
    if up >= 0 {
        let scaled = power(up).and_then(|factor| value.checked_mul(factor));
        return scaled.and_then(|scaled| i64::try_from(scaled).ok()).ok_or_else(outside);
    }
    let factor = power(-up).ok_or_else(outside)?;
    if value % factor != 0 {
        return Err(Bad::too_fine(to));
    }
    i64::try_from(value / factor).map_err(|_| outside())
}

/// A float that is the nearest one to a decimal of this scale stands for that decimal.
fn exactly(value: f64, scale: u8, range: (i64, i64), nearest: impl Fn(f64, f64) -> bool) -> Result<i64, Bad> {
    const EXACT: f64 = 9_007_199_254_740_992.0; // 2^53
    if !value.is_finite() {
        return Err(Bad::not_finite());
    }
    let unit = pow10(scale).unwrap_or(1) as f64;
    let rounded = (value * unit).round();
    if rounded.abs() > EXACT {
        return Err(Bad::outside(scale, range));
    }
    if !nearest(rounded, unit) {
        return Err(Bad::too_fine(scale));
    }
    within(rounded as i64, scale, range)
}
