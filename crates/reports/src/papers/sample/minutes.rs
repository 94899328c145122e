//! Invented minutes.

use super::people::{committee, day, name};
use crate::papers::minutes::{Minutes, MinutesHousehold};

pub(super) fn minutes(households: usize) -> Minutes {
    let found = ["hộ nghèo (mới)", "hộ cận nghèo (mới)", "thoát nghèo", "thoát cận nghèo"];
    let household = |number: usize| {
        let few = number % 13 == 7;
        MinutesHousehold {
            head: name(number),
            found: found.get(number % found.len()).copied().unwrap_or("").to_owned(),
            n_agree: Some(if few { 21 } else { 45 - number % 7 }),
            n_disagree: Some(if few { 26 } else { 2 + number % 7 }),
            result: Some(if few { "Rà soát lại, họp lại" } else { "Thống nhất" }.to_owned()),
        }
    };
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
    Minutes {
        office: committee(),
        year: 2026,
        village: "Tổ dân phố 5".to_owned(),
        held_on: day(10, 20),
        began: Some("19 giờ 00".to_owned()),
        ended: Some("21 giờ 15".to_owned()),
        venue: Some("Nhà sinh hoạt cộng đồng".to_owned()),
        chair: Some("Nguyễn Văn Thí".to_owned()),
        secretary: Some("Lê Thị Dụ".to_owned()),
        attended: lines(&[
            "Đại diện Ban Chỉ đạo rà soát: bà Phạm Thị Mẫu, phó trưởng ban",
            "Công chức làm công tác giảm nghèo: ông Vũ Đức Mẫu",
            "Bí thư chi bộ: ông Hoàng Văn Mẫu",
            "Đại diện Ủy ban Mặt trận Tổ quốc (giám sát), các hội, đoàn thể của tổ dân phố",
            "Rà soát viên và đại diện các hộ dân",
        ]),
        n_present: Some(47),
        n_households_present: Some(39),
        agenda: lines(&[
            "Thông báo cách rà soát, chấm điểm, phân loại hộ",
            "Công bố kết quả rà soát từng hộ, trước hết là hộ mới và hộ thoát",
            "Thảo luận, biểu quyết từng hộ",
        ]),
        households: (0..households).map(household).collect(),
        remarks: lines(&[
            "Một số hộ đề nghị xem lại cách tính thu nhập từ cà phê; rà soát viên đã giải thích.",
        ]),
        n_representatives: 3,
    }
}
