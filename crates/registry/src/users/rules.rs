//! What stands against an act about users, in words.

use store::Fault;
use unicode_normalization::UnicodeNormalization;
use vocab::said;

use crate::access::{Area, Grant, Right};
use crate::keys::random;
use crate::{Role, Stopped, UserId};

const LOGIN_LETTERS: std::ops::RangeInclusive<usize> = 3..=40;
const LONGEST_NAME: usize = 100;

/// A log-in name as it is kept: capitals and spaces around it do not matter.
pub(crate) fn login_of(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// A name as it is kept.
pub(super) fn name_of(typed: &str) -> String {
    typed.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

pub(super) fn check_names(login: &str, name: &str) -> Result<(), Stopped> {
    let is_sign = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    if !LOGIN_LETTERS.contains(&login.len()) || !login.chars().all(is_sign) {
        return Err(Stopped::refused(
            said!("tên đăng nhập chưa dùng được", "the log-in name cannot be used"),
            said!(
                "dùng 3 đến 40 chữ cái không dấu, chữ số, dấu chấm, gạch nối, ví dụ lan.nguyen",
                "use 3 to 40 letters without marks, digits, dots or hyphens, such as lan.nguyen"
            ),
        ));
    }
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Stopped::refused(
            said!("chưa có họ tên, hoặc họ tên quá dài", "the name is missing or too long"),
            said!(
                "ghi họ tên không quá {LONGEST_NAME} ký tự",
                "write a name of at most {LONGEST_NAME} letters"
            ),
        ));
    }
    Ok(())
}

pub(super) fn login_taken(login: &str) -> Stopped {
    Stopped::refused(
        said!("đã có người dùng tên đăng nhập {login}", "somebody has the log-in name {login} already"),
        said!("chọn tên đăng nhập khác", "choose another one"),
    )
}

/// The same words whether it does not exist or is not in reach.
pub(super) fn not_yours() -> Stopped {
    Stopped::refused(
        said!(
            "không có người dùng, vai trò hoặc địa bàn này trong phạm vi quản trị của bạn",
            "there is no such user, role or place in the area that you administer"
        ),
        said!("tải lại danh sách người dùng", "load the list of users again"),
    )
}

/// Nobody gives himself a role.
pub(super) fn not_to_oneself(by: UserId, user: UserId) -> Result<(), Stopped> {
    if by != user {
        return Ok(());
    }
    Err(Stopped::refused(
        said!("không ai tự giao vai trò cho mình", "nobody gives himself a role"),
        said!("đề nghị một quản trị viên khác giao", "ask another administrator"),
    ))
}

/// Whether a role is held only at a commune or below it.
pub(super) fn is_of_commune(role: Role) -> bool {
    matches!(role, Role::Surveyor | Role::CommuneOfficer | Role::CommuneLeader)
}

pub(super) fn fits(role: Role, area: &Area) -> Result<(), Stopped> {
    if !is_of_commune(role) || matches!(area, Area::Commune(_) | Area::Village(_)) {
        return Ok(());
    }
    Err(Stopped::refused(
        said!(
            "vai trò này chỉ có ở cấp xã hoặc thôn, tổ dân phố",
            "this role exists only in a commune or village"
        ),
        said!("chọn một xã, phường, đặc khu hoặc một thôn, tổ dân phố", "choose a commune or a village"),
    ))
}

/// Whether nobody may have both: who surveys does not recognise; who audits changes nothing.
pub(super) fn exclude_each_other(a: Role, b: Role) -> bool {
    let changes = |role: Role| {
        let rights = [Right::ChangeHouseholds, Right::ManageUsers, Right::SealResults, Right::KeepReference];
        rights.into_iter().any(|right| role.may(right)) || is_of_commune(role)
    };
    match (a, b) {
        (Role::Surveyor, Role::CommuneLeader) | (Role::CommuneLeader, Role::Surveyor) => true,
        (Role::Auditor, other) | (other, Role::Auditor) => changes(other),
        _ => false,
    }
}

/// A new grant beside those that somebody has.
pub(super) fn go_together(held: &[Grant], new: &Grant) -> Result<(), Stopped> {
    let meets = |grant: &&Grant| {
        grant.until.is_none_or(|until| new.from < until) && new.until.is_none_or(|until| grant.from < until)
    };
    for grant in held.iter().filter(meets) {
        if grant.role == new.role && grant.area == new.area {
            return Err(Stopped::refused(
                said!("người này đã có vai trò đó ở địa bàn đó", "this user has that role there already"),
                said!("chọn vai trò, địa bàn hoặc thời gian khác", "choose another role, place or time"),
            ));
        }
        if exclude_each_other(grant.role, new.role) {
            return Err(Stopped::refused(
                said!(
                    "một người không được giữ cả hai vai trò: rà soát viên không công nhận kết quả, kiểm toán viên không thay đổi gì",
                    "nobody may have both roles: who surveys does not recognise, and who audits changes nothing"
                ),
                said!(
                    "chấm dứt vai trò kia trước, hoặc giao cho người khác",
                    "end the other role first, or give it to somebody else"
                ),
            ));
        }
    }
    Ok(())
}

/// A password for once: 16 signs that nobody confuses when they are read aloud.
pub(super) fn one_time_password() -> Result<String, Fault> {
    const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let bytes: [u8; 16] = random().map_err(|_| Fault::no_random_numbers())?;
    let signs =
        bytes.iter().filter_map(|byte| SIGNS.get(usize::from(byte & 31))).map(|sign| char::from(*sign));
    let signs: Vec<char> = signs.collect();
    Ok(signs.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
}
