//! Invented certificates.

use super::people::{chair, day, name, ward};
use crate::papers::certificate::{
    CertificateFrame, CertificateMember, CertifiedClass, PovertyCertificate, YearRow,
};

pub(super) fn frame() -> CertificateFrame {
    let indicators = [
        "Việc làm",
        "Người phụ thuộc trong hộ",
        "Dinh dưỡng",
        "Bảo hiểm y tế",
        "Trình độ giáo dục của người lớn",
        "Tình trạng đi học của trẻ em",
        "Chất lượng nhà ở",
        "Diện tích nhà ở bình quân",
        "Nguồn nước sinh hoạt",
        "Nhà tiêu hợp vệ sinh",
        "Sử dụng dịch vụ viễn thông",
        "Phương tiện tiếp cận thông tin",
    ];
    CertificateFrame {
        office: ward(),
        signatory: chair(),
        issued_on: day(12, 28),
        decision: Some("1234/QĐ-UBND".to_owned()),
        decided_on: day(12, 10),
        years: (2027..=2030).collect(),
        indicators: indicators.map(str::to_owned).into(),
    }
}

/// The certificate of a household that does not exist; the same number gives the same one.
pub(super) fn certificate(number: usize) -> PovertyCertificate {
    let roles = ["Chủ hộ", "Vợ", "Con", "Con", "Mẹ", "Cháu"];
    let member = |at: usize| CertificateMember {
        name: name(number + at * 17),
        ethnic_group: if number.is_multiple_of(4) { "Cơ Ho" } else { "Kinh" }.to_owned(),
        relationship: roles.get(at % roles.len()).copied().unwrap_or("").to_owned(),
        birth_year: i32::try_from(1955 + (number * 7 + at * 13) % 60).ok(),
        is_female: Some(at % 2 == 1),
        note: None,
    };
    PovertyCertificate {
        number: Some(format!("{:03}", number + 1)),
        head: name(number),
        ethnic_group: if number.is_multiple_of(4) { "Cơ Ho" } else { "Kinh" }.to_owned(),
        id_number: Some(format!("0680{:08}", 60_000_000 + number)),
        id_issued_on: day(4, 15),
        address: format!("Tổ dân phố {}, Phường 1 Bảo Lộc, tỉnh Lâm Đồng", 1 + number % 9),
        members: (0..1 + number % 6).map(member).collect(),
        result: YearRow {
            year: 2027,
            class: if number.is_multiple_of(3) { CertifiedClass::NearPoor } else { CertifiedClass::Poor },
            deprived: (0..12).map(|at| Some((number + at).is_multiple_of(4))).collect(),
            signed_on: day(12, 28),
        },
        address_of_proof: Some(format!("https://chungtay.example/gcn/{:08x}", number * 2_654_435)),
    }
}
