//! Invented letters and the sheet of an invented household.

use vocab::{Language, LocalText, said};

use super::people::{chair, committee, day, draft, name, ward};
use crate::papers::answers::{ComplaintAnswer, RefusalLetter};
use crate::papers::explanation::{ExplainedDeprivation, ExplanationSheet};
use crate::papers::report_letter::{GivenTable, ReportKind, ReportLetter};

fn lines(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

const AT: &str = "Trụ sở Ủy ban nhân dân Phường 1 Bảo Lộc, trong giờ làm việc";

pub(super) fn refusal() -> RefusalLetter {
    RefusalLetter {
        office: ward(),
        issued: draft(),
        signatory: chair(),
        applicant: name(5),
        address: "Tổ dân phố 5, Phường 1 Bảo Lộc".to_owned(),
        asked_for: "rà soát, công nhận hộ nghèo".to_owned(),
        asked_on: day(9, 4),
        found: "hộ không nghèo".to_owned(),
        reasons: lines(&[
            "Điểm thu nhập (B1) của hộ là 185 điểm, cao hơn mức 175 điểm của khu vực thành thị.",
            "Hộ thiếu hụt 01 chỉ số (bảo hiểm y tế); cần từ 03 chỉ số trở lên.",
        ]),
        complain_until: day(10, 28),
        complain_at: AT.to_owned(),
        recipients: lines(&["Như trên", "Tổ dân phố 5"]),
    }
}

pub(super) fn complaint_answer() -> ComplaintAnswer {
    ComplaintAnswer {
        office: ward(),
        issued: draft(),
        signatory: chair(),
        complainant: name(8),
        address: "Tổ dân phố 5, Phường 1 Bảo Lộc".to_owned(),
        received_on: day(10, 27),
        about: "kết quả rà soát của hộ bà: diện tích nhà ở ghi chưa đúng".to_owned(),
        rechecked_on: day(10, 29),
        rechecked_by: "rà soát viên khác với người đã khảo sát hộ".to_owned(),
        findings: lines(&[
            "Diện tích nhà đo lại là 30 m² cho 5 người, bình quân 6 m² một người; phiếu cũ ghi 50 m².",
            "Các câu trả lời khác không thay đổi.",
        ]),
        decided:
            "Khiếu nại đúng. Hộ thiếu hụt thêm chỉ số diện tích nhà ở bình quân, kết quả sửa thành hộ nghèo."
                .to_owned(),
        reasons: lines(&[
            "Hộ có thu nhập không quá mức chuẩn và thiếu hụt 03 chỉ số (Điều 3 Nghị định 07/2021/NĐ-CP).",
        ]),
        follows: Some("Kết quả mới được niêm yết lại từ ngày 30/10/2026 đến hết ngày 03/11/2026".to_owned()),
        recipients: lines(&["Như trên", "Tổ dân phố 5"]),
    }
}

pub(super) fn report(places: usize) -> ReportLetter {
    let row = |number: usize| {
        let place =
            if number == 0 { "Toàn phường".to_owned() } else { format!("Tổ dân phố {number}") };
        vec![
            place,
            (210 + number).to_string(),
            (3 + number % 5).to_string(),
            "1,43".to_owned(),
            (5 + number % 4).to_string(),
            "2,38".to_owned(),
        ]
    };
    ReportLetter {
        office: ward(),
        issued: draft(),
        signatory: chair(),
        kind: ReportKind::Preliminary,
        year: 2026,
        to: lines(&["Ủy ban nhân dân tỉnh Lâm Đồng", "Sở Nông nghiệp và Môi trường tỉnh Lâm Đồng"]),
        table: GivenTable {
            columns: lines(&["Địa bàn", "Tổng số hộ", "Hộ nghèo", "Tỷ lệ (%)", "Hộ cận nghèo", "Tỷ lệ (%)"]),
            rows: (0..=places).map(row).collect(),
        },
        remarks: lines(&["Còn 02 hộ ở Tổ dân phố 7 đang phúc tra, chưa tính vào kết quả."]),
        enclosed: Some("15 biểu mẫu tổng hợp".to_owned()),
        recipients: lines(&["Như trên", "Thường trực Đảng ủy phường", "Ủy ban Mặt trận Tổ quốc phường"]),
    }
}

pub(super) fn explanation() -> ExplanationSheet {
    let deprived = |label: LocalText, answer: LocalText| ExplainedDeprivation {
        label,
        answer,
        article: "Nghị định 07/2021/NĐ-CP".to_owned(),
        is_verified: true,
    };
    ExplanationSheet {
        office: committee(),
        language: Language::Vi,
        year: 2026,
        head: name(4),
        village: "Tổ dân phố 5".to_owned(),
        result: said!("Hộ nghèo", "Poor household"),
        because: said!(
            "thu nhập của hộ không quá mức chuẩn và hộ thiếu hụt từ 3 chỉ số trở lên",
            "the income of the household is not above the line and it lacks 3 or more of the basic services"
        ),
        is_preliminary: true,
        deprivations: vec![
            deprived(
                said!("Việc làm", "Employment"),
                said!("Anh K’Brẹo muốn đi làm nhưng chưa có việc", "K’Brẹo wants to work and has none"),
            ),
            deprived(
                said!("Bảo hiểm y tế", "Health insurance"),
                said!("1 người chưa có thẻ bảo hiểm y tế", "1 person has no health insurance"),
            ),
            deprived(
                said!("Diện tích nhà ở bình quân", "Floor space"),
                said!("Nhà rộng 30 m² cho 5 người, mỗi người 6 m²", "30 m² for 5 people: 6 m² each"),
            ),
            deprived(said!("Nguồn nước sinh hoạt", "Water"), said!("Dùng nước suối", "Water from a stream")),
        ],
        n_indicators: 12,
        changes: Some(vec![
            said!("Năm trước: hộ cận nghèo. Năm nay: hộ nghèo.", "Last year: near-poor. This year: poor."),
            said!("Thiếu hụt thêm: việc làm, nguồn nước sinh hoạt.", "New: employment, water."),
        ]),
        complain_until: day(10, 28),
        complain_at: said!(
            "Ủy ban nhân dân Phường 1 Bảo Lộc, hoặc nói với tổ trưởng tổ dân phố",
            "The people's committee of Phường 1 Bảo Lộc, or the head of your village"
        ),
        telephone: Some("0263 3000 000".to_owned()),
    }
}
