//! Tên cột: the columns of the lists and the names that people give them.

/// A column of the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the Vietnamese names stand in `NAMES`")]
pub enum Column {
    HeadName,
    Relation,
    Name,
    DecisionDay,
    DecisionNumber,
    Birth,
    Sex,
    PersonalNumber,
    DistrictCode,
    CommuneCode,
    Minority,
    NoLabour,
    Merit,
    EthnicGroup,
    Cause,
    Class,
    B1,
    B2,
    Size,
    Age,
    Address,
    Remarks,
    Serial,
    Village,
    Commune,
    District,
    Province,
}

/// Column, whole names, and words that a name may contain; the first line that fits is taken. As search keys.
const NAMES: &[(Column, &[&str], &[&str])] = &[
    (Column::HeadName, &["chu ho"], &["ten chu ho"]),
    (Column::Relation, &["quan he"], &["quan he voi chu ho"]),
    (Column::Name, &["ten"], &["ten thanh vien", "ho ten", "ho va ten"]),
    (Column::DecisionDay, &[], &["ngay ban hanh", "ngay quyet dinh", "ngay ky"]),
    (Column::DecisionNumber, &[], &["so quyet dinh", "quyet dinh so", "quyet dinh cong nhan"]),
    (Column::Birth, &[], &["ngay sinh", "ngay thang nam sinh", "nam sinh"]),
    (Column::Sex, &["nam nu"], &["gioi tinh"]),
    (Column::PersonalNumber, &[], &["cccd", "cmnd", "can cuoc", "dinh danh"]),
    (Column::DistrictCode, &[], &["ma huyen"]),
    (Column::CommuneCode, &[], &["ma xa", "ma phuong"]),
    (Column::Minority, &["dtts"], &["ho dtts", "dan toc thieu so"]),
    (Column::NoLabour, &[], &["kha nang lao dong"]),
    (Column::Merit, &[], &["co cong", "nguoi co cong"]),
    (Column::EthnicGroup, &[], &["dan toc"]),
    (Column::Cause, &[], &["nguyen nhan", "nguyen nhan ngheo"]),
    (Column::Class, &[], &["phan loai", "phan loai ho"]),
    (Column::B1, &[], &["b1"]),
    (Column::B2, &[], &["b2"]),
    (Column::Size, &["so khau"], &["nhan khau"]),
    (Column::Age, &["tuoi"], &[]),
    (Column::Address, &[], &["dia chi", "noi o"]),
    (Column::Remarks, &[], &["ghi chu"]),
    (Column::Serial, &["stt", "tt", "so tt", "so thu tu"], &[]),
    (
        Column::Village,
        &["thon", "to dan pho", "thon tdp", "thon ban", "thon buon", "thon to"],
        &["thon to dan pho", "ten thon"],
    ),
    (Column::Commune, &["xa", "phuong", "xa phuong", "phuong xa", "xa phuong thi tran"], &["ten xa"]),
    (Column::District, &["huyen", "quan huyen", "huyen thanh pho", "huyen thi xa thanh pho"], &["ten huyen"]),
    (Column::Province, &["tinh", "tinh thanh pho", "tinh tp", "thanh pho"], &["ten tinh"]),
];

/// The column of a name, given as a search key.
pub(crate) fn column_of(name: &str) -> Option<Column> {
    // A column's name is short; a sentence that mentions one is not a name.
    if name.len() > 90 {
        return None;
    }
    let padded = format!(" {name} ");
    NAMES.iter().find_map(|(column, whole, words)| {
        let fits = whole.contains(&name) || words.iter().any(|words| padded.contains(&format!(" {words} ")));
        fits.then_some(*column)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_known_by_the_names_that_lists_give_it_and_a_value_is_no_name() {
        for (name, column) in [
            ("Họ và tên chủ hộ", Some(Column::HeadName)),
            ("Họ tên", Some(Column::Name)),
            ("Quan hệ với chủ hộ", Some(Column::Relation)),
            ("Ngày, tháng, năm sinh", Some(Column::Birth)),
            ("Ngày ban hành quyết định", Some(Column::DecisionDay)),
            ("Số quyết định", Some(Column::DecisionNumber)),
            ("Số định danh cá nhân/CCCD", Some(Column::PersonalNumber)),
            ("Mã xã", Some(Column::CommuneCode)),
            ("Xã/phường", Some(Column::Commune)),
            ("Hộ DTTS", Some(Column::Minority)),
            ("Dân tộc", Some(Column::EthnicGroup)),
            ("Điểm B1", Some(Column::B1)),
            ("Thôn 1", None),
            ("Xã Lộc An", None),
            ("Kinh", None),
        ] {
            assert_eq!(column_of(&vocab::search_key(name)), column, "{name}");
        }
    }
}
