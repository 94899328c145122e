//! Một người trong danh sách: one row, each value with its address and with what was written.

use std::fmt;

use vocab::Day;

use crate::cells::{Birth, PersonalNumber, PovertyClass, Sex};
use crate::grid::Place;
use crate::layout::ListKind;
use crate::reference::EthnicGroup;

/// What a cell says: its address, what stands in it, and what it means if that is certain.
#[derive(Clone, PartialEq, Eq)]
pub struct Written<T> {
    /// The cell.
    pub at: Place,
    /// What stands in it. Personal data.
    pub written: String,
    /// What it means; `None` if it is unreadable, or a person must say.
    pub value: Option<T>,
}

/// Only the address: what stands in a list is personal data.
impl<T> fmt::Debug for Written<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.at.for_log())
    }
}

/// One row of a list. `None` is an empty cell or a column that the list does not have.
#[derive(Clone, Debug)]
pub struct Person {
    /// The row.
    pub at: Place,
    /// Which list it is in, if that is known.
    pub list: Option<ListKind>,
    /// Họ và tên.
    pub name: Option<Written<String>>,
    /// Họ tên chủ hộ.
    pub head_name: Option<Written<String>>,
    /// Quan hệ với chủ hộ.
    pub relation: Option<Written<String>>,
    /// Whether this row is the head of its household.
    pub is_head: bool,
    /// Ngày sinh.
    pub birth: Option<Written<Birth>>,
    /// Giới tính.
    pub sex: Option<Written<Sex>>,
    /// Số định danh cá nhân.
    pub number: Option<Written<PersonalNumber>>,
    /// Dân tộc.
    pub ethnic_group: Option<Written<EthnicGroup>>,
    /// Tỉnh.
    pub province: Option<Written<String>>,
    /// Huyện.
    pub district: Option<Written<String>>,
    /// Mã huyện.
    pub district_code: Option<Written<String>>,
    /// Xã.
    pub commune: Option<Written<String>>,
    /// Mã xã.
    pub commune_code: Option<Written<String>>,
    /// Thôn, tổ dân phố.
    pub village: Option<Written<String>>,
    /// Địa chỉ.
    pub address: Option<Written<String>>,
    /// Phân loại hộ.
    pub class: Option<Written<PovertyClass>>,
    /// Số quyết định công nhận.
    pub decision_number: Option<Written<String>>,
    /// Ngày ban hành quyết định.
    pub decision_day: Option<Written<Day>>,
    /// Điểm B1.
    pub b1_points: Option<Written<i64>>,
    /// Điểm B2.
    pub b2_points: Option<Written<i64>>,
    /// Hộ dân tộc thiểu số.
    pub minority: Option<Written<bool>>,
    /// Hộ không có khả năng lao động.
    pub no_labour: Option<Written<bool>>,
    /// Hộ có người có công với cách mạng.
    pub merit: Option<Written<bool>>,
    /// Nguyên nhân nghèo.
    pub cause: Option<Written<String>>,
    /// Tuổi.
    pub age: Option<Written<i64>>,
    /// Số nhân khẩu.
    pub household_size: Option<Written<i64>>,
    /// Ghi chú.
    pub remarks: Option<Written<String>>,
    /// Số thứ tự: in the exit lists only on the row of the head.
    pub serial: Option<Written<String>>,
}
