//! Invented lists: a posted one, those of a decision and of one that corrects it.

use super::people::{chair, committee, day, draft, name, ward};
use crate::papers::correction::{CorrectedHousehold, CorrectingDecision};
use crate::papers::decision::{ListedHousehold, RecognitionDecision};
use crate::papers::posting::{PostedHousehold, Posting, SheetSize};

pub(super) fn posting(households: usize) -> Posting {
    let results = ["Hộ nghèo", "Hộ cận nghèo", "Hộ thoát nghèo", "Hộ thoát cận nghèo"];
    let household = |number: usize| PostedHousehold {
        head: name(number),
        village: "Tổ dân phố 5".to_owned(),
        result: results.get(number % results.len()).copied().unwrap_or("").to_owned(),
        birth_year: i32::try_from(1950 + number % 45).ok(),
    };
    Posting {
        office: committee(),
        year: 2026,
        area: "Tổ dân phố 5, Phường 1 Bảo Lộc".to_owned(),
        households: (0..households).map(household).collect(),
        first_day: day(10, 26),
        last_day: day(10, 28),
        complain_at: "Trụ sở Ủy ban nhân dân Phường 1 Bảo Lộc, gặp bà Phạm Thị Mẫu, trong giờ làm việc"
            .to_owned(),
        address: Some("https://chungtay.example/niem-yet/8f3k2m9q4x7w".to_owned()),
        sheet: SheetSize::A4,
    }
}

pub(super) fn decision(households: usize) -> RecognitionDecision {
    let list = |begin: usize, count: usize, note: &str| -> Vec<ListedHousehold> {
        let household = |number: usize| ListedHousehold {
            head: name(number),
            village: format!("Tổ dân phố {}", 1 + number % 9),
            n_members: 1 + number % 6,
            note: number.is_multiple_of(3).then(|| note.to_owned()),
        };
        (begin..begin + count).map(household).collect()
    };
    let (poor, near, out) = (households.div_ceil(3), households.div_ceil(2), households / 5 + 1);
    RecognitionDecision {
        office: ward(),
        issued: draft(),
        signatory: chair(),
        year: 2026,
        valid_from: vocab::Day::from_civil(2027, 1, 1),
        proposed_by: "Trưởng ban Ban Chỉ đạo rà soát hộ nghèo, hộ cận nghèo Phường 1 Bảo Lộc".to_owned(),
        poor: list(0, poor, "mới"),
        near_poor: list(300, near, "từ hộ nghèo"),
        out_of_poverty: list(700, out, ""),
        out_of_near_poverty: list(800, out, ""),
        carried_out_by: "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân, Phòng Kinh tế, Hạ tầng và Đô thị, các tổ dân phố và các hộ có tên trong danh sách".to_owned(),
        recipients: ["Ủy ban nhân dân tỉnh Lâm Đồng", "Ủy ban Mặt trận Tổ quốc phường", "Như Điều 3"].map(str::to_owned).into(),
    }
}

pub(super) fn correction(households: usize) -> CorrectingDecision {
    let results = ["hộ nghèo", "hộ cận nghèo", "hộ không nghèo"];
    let result = |number: usize| results.get(number % results.len()).copied().unwrap_or("").to_owned();
    let household = |number: usize| CorrectedHousehold {
        head: name(number),
        birth_year: number.is_multiple_of(7).then(|| 1950 + i64::try_from(number % 45).unwrap_or(0)),
        village: format!("Tổ dân phố {}", 1 + number % 9),
        from: result(number),
        to: result(number + 1),
    };
    CorrectingDecision {
        office: ward(),
        issued: draft(),
        signatory: chair(),
        year: 2026,
        corrects: "03/QĐ-UBND".to_owned(),
        corrects_on: day(12, 1),
        reason: Some("kết quả kiểm tra lại theo phản ánh nhận ngày 05/12/2026: diện tích nhà ở và thẻ bảo hiểm y tế ghi chưa đúng".to_owned()),
        valid_from: vocab::Day::from_civil(2027, 1, 1),
        proposed_by: "Trưởng ban Ban Chỉ đạo rà soát hộ nghèo, hộ cận nghèo Phường 1 Bảo Lộc".to_owned(),
        carried_out_by: "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân, Phòng Kinh tế, Hạ tầng và Đô thị, các tổ dân phố và các hộ có tên trong danh sách".to_owned(),
        households: (0..households).map(household).collect(),
        recipients: ["Ủy ban nhân dân tỉnh Lâm Đồng", "Ủy ban Mặt trận Tổ quốc phường", "Như Điều 4"].map(str::to_owned).into(),
    }
}
