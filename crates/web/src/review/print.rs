//! Giấy tờ of a review: what stands above and below them.

use reports::papers::{Office, Signatory};

use super::desk::Desk;
use crate::households;
use crate::visit::Visit;

/// Ban Chỉ đạo rà soát of a commune.
pub(crate) fn committee(visit: &Visit, code: &str) -> Office {
    let commune = households::commune(visit, code);
    Office {
        parent: Some(format!("ỦY BAN NHÂN DÂN {}", commune.to_uppercase())),
        agency: vec!["BAN CHỈ ĐẠO RÀ SOÁT".to_owned(), "HỘ NGHÈO, HỘ CẬN NGHÈO".to_owned()],
        place: commune.clone(),
        commune,
    }
}

/// Ủy ban nhân dân of a commune.
pub(super) fn peoples_committee(visit: &Visit, code: &str) -> Office {
    let commune = households::commune(visit, code);
    Office {
        parent: None,
        agency: vec!["ỦY BAN NHÂN DÂN".to_owned(), commune.to_uppercase()],
        place: commune.clone(),
        commune,
    }
}

/// The chair of a commune; the name is written by hand, or stands on the signed paper.
pub(super) fn chair() -> Signatory {
    Signatory { authority: "TM. ỦY BAN NHÂN DÂN".to_owned(), role: "CHỦ TỊCH".to_owned(), name: None }
}

/// Code of the commune of a proceeding.
pub(super) fn commune_code(desk: &Desk) -> &str {
    &desk.seen.walk.proceeding.commune_code
}
