//! Which problems a list can have, how grave each is, and its words in both languages.
//!
//! A finding carries only its problem: a list of a hundred thousand rows may have as many findings.

use vocab::LocalText;

/// How grave a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth a look; what was read is used.
    Warning,
    /// Two meanings are possible: a person must say which.
    Question,
    /// What stands there cannot be used.
    Error,
}

/// A row of the table below: name of the problem, code, severity, words.
macro_rules! problems {
    ($($name:ident $code:literal $severity:ident [$vi:literal, $en:literal] [$remedy_vi:literal, $remedy_en:literal])*) => {
        /// One problem of a list. The sentences are `reason` and `remedy`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Problem {
            $(#[doc = $en] $name,)*
        }

        impl Problem {
            /// Every problem there is.
            pub const ALL: &[Problem] = &[$(Problem::$name),*];

            /// A name that does not change, for logs, groups and tests.
            pub fn code(self) -> &'static str {
                match self { $(Problem::$name => $code,)* }
            }

            /// How grave it is.
            pub fn severity(self) -> Severity {
                match self { $(Problem::$name => Severity::$severity,)* }
            }

            /// What is wrong.
            pub fn reason(self) -> LocalText {
                match self { $(Problem::$name => both($vi, $en),)* }
            }

            /// What to do.
            pub fn remedy(self) -> LocalText {
                match self { $(Problem::$name => both($remedy_vi, $remedy_en),)* }
            }
        }
    };
}

fn both(vi: &str, en: &str) -> LocalText {
    LocalText { vi: vi.to_owned(), en: en.to_owned() }
}

problems! {
    FileMissing "file_missing" Error
        ["không mở được tệp", "the file cannot be opened"]
        ["Chọn lại tệp", "Choose the file again"]
    FileTooLarge "file_too_large" Error
        ["tệp quá lớn", "the file is too large"]
        ["Chia danh sách theo thôn rồi gửi từng phần", "Divide the list by village and send the parts"]
    NotATable "not_a_table" Error
        ["tệp không phải bảng tính XLSX, cũng không phải CSV", "the file is neither an XLSX workbook nor CSV"]
        ["Mở bằng chương trình bảng tính rồi lưu lại thành XLSX", "Open it in a spreadsheet program and save it as XLSX"]
    OldWorkbook "old_workbook" Error
        ["tệp là bảng tính kiểu cũ (XLS) hoặc có mật khẩu", "the file is an old workbook (XLS) or has a password"]
        ["Bỏ mật khẩu và lưu lại thành XLSX", "Remove the password and save it as XLSX"]
    Damaged "damaged" Error
        ["tệp bị hỏng", "the file is damaged"]
        ["Mở bằng chương trình bảng tính, lưu lại thành XLSX rồi gửi lại", "Open it in a spreadsheet program, save it again as XLSX and send it again"]
    TooMuchMemory "too_much_memory" Error
        ["đọc tệp này cần quá nhiều bộ nhớ, nên đã dừng", "reading this file needs too much memory and was stopped"]
        ["Chép danh sách sang bảng tính mới rồi gửi tệp đó; nếu không rõ tệp từ đâu đến, đừng mở", "Copy the list into a new workbook and send that; if you do not know where the file is from, do not open it"]
    TooMuchTime "too_much_time" Error
        ["đọc tệp này mất quá nhiều thời gian, nên đã dừng", "reading this file takes too long and was stopped"]
        ["Chép danh sách sang bảng tính mới rồi gửi tệp đó; nếu không rõ tệp từ đâu đến, đừng mở", "Copy the list into a new workbook and send that; if you do not know where the file is from, do not open it"]
    TooManyCells "too_many_cells" Error
        ["tệp có quá nhiều ô", "the file has too many cells"]
        ["Chia danh sách theo thôn rồi gửi từng phần", "Divide the list by village and send the parts"]
    NotUtf8 "not_utf8" Error
        ["tệp CSV không phải mã UTF-8", "the CSV file is not UTF-8"]
        ["Lưu lại thành “CSV UTF-8” hoặc thành XLSX", "Save it as “CSV UTF-8” or as XLSX"]
    ReaderFailed "reader_failed" Error
        ["không chạy được chương trình đọc tệp", "the program that reads files could not run"]
        ["Báo cho người quản trị hệ thống", "Tell the administrator"]
    NoList "no_list" Error
        ["trong tệp không có danh sách nào nhận ra được", "no list was recognised in the file"]
        ["Giữ tên danh sách và hàng tiêu đề cột như mẫu", "Keep the title of the list and the row of column names as in the form"]
    SheetUnknown "sheet_unknown" Warning
        ["trang tính này không phải danh sách hộ, nên không đọc", "this sheet is not a list of households and was not read"]
        ["Nếu là danh sách, ghi tên danh sách và hàng tiêu đề cột như mẫu", "If it is a list, give it the title and the column names of the form"]
    SheetHidden "sheet_hidden" Warning
        ["trang tính này bị ẩn; vẫn được đọc", "this sheet is hidden; it was read all the same"]
        ["Kiểm tra xem có còn dùng không", "Check whether it is still meant"]
    ListNotStated "list_not_stated" Question
        ["không biết đây là danh sách nào", "it is not said which list this is"]
        ["Chọn danh sách: hộ nghèo và cận nghèo, thoát nghèo, hay thoát cận nghèo", "Choose the list: poor and near-poor, out of poverty, or out of near-poverty"]
    NameColumnMissing "name_column_missing" Error
        ["không thấy cột họ tên", "there is no column of names"]
        ["Ghi tên cột như mẫu", "Name the column as in the form"]
    ColumnMissing "column_missing" Warning
        ["thiếu một cột của mẫu", "a column of the form is missing"]
        ["Bổ sung nếu có", "Add it if you have it"]
    ColumnUnknown "column_unknown" Warning
        ["không nhận ra tên cột; cột không được đọc", "the name of the column is not known; the column was not read"]
        ["Sửa tên cột như mẫu nếu cần", "Name the column as in the form if it is needed"]
    ColumnTwice "column_twice" Warning
        ["hai cột cùng tên; chỉ đọc cột đầu", "two columns have this name; only the first was read"]
        ["Xóa hoặc đổi tên một cột", "Remove or rename one of them"]
    ColumnsByPosition "columns_by_position" Warning
        ["không thấy tên cột; đọc theo vị trí cột của mẫu", "there are no column names; columns were taken by their position in the form"]
        ["So vài hàng với tệp trước khi dùng", "Compare some rows with the file before you use it"]
    ColumnHidden "column_hidden" Warning
        ["cột này bị ẩn; vẫn được đọc", "this column is hidden; it was read all the same"]
        ["Hiện cột và kiểm tra", "Show the column and check it"]
    DaysFrom1904 "days_from_1904" Warning
        ["bảng tính đếm ngày từ năm 1904", "the workbook counts days from 1904"]
        ["So vài ngày sinh với giấy tờ", "Compare some dates of birth with the papers"]
    RowNotRead "row_not_read" Warning
        ["hàng không có họ tên, nên không đọc", "the row has no name and was not read"]
        ["Bỏ qua nếu là hàng cộng, tên thôn hay chữ ký; nếu là người, ghi họ tên", "Ignore it if it is a total, a village or a signature; if it is a person, write the name"]
    RowHidden "row_hidden" Warning
        ["hàng này bị ẩn; vẫn được đọc", "this row is hidden; it was read all the same"]
        ["Hiện hàng và kiểm tra", "Show the row and check it"]
    Formula "formula" Warning
        ["ô là công thức; đã lấy kết quả lưu trong tệp", "the cell is a formula; its stored result was taken"]
        ["Dán lại thành giá trị", "Paste it as a value"]
    FormulaEmpty "formula_empty" Error
        ["ô là công thức không có kết quả", "the cell is a formula without a stored result"]
        ["Mở tệp bằng chương trình bảng tính, lưu lại, hoặc dán thành giá trị", "Open and save the file in a spreadsheet program, or paste it as a value"]
    CellFault "cell_fault" Error
        ["ô chứa lỗi của bảng tính", "the cell holds an error of the spreadsheet"]
        ["Ghi lại giá trị đúng", "Write the right value"]
    Merged "merged" Warning
        ["ô nằm trong vùng gộp; đã lấy giá trị của vùng", "the cell is in a merged area; the value of the area was taken"]
        ["Bỏ gộp ô và ghi giá trị vào từng hàng", "Unmerge the cells and write the value in each row"]
    TextDecomposed "text_decomposed" Warning
        ["chữ có dấu được gõ kiểu tổ hợp; đã chuyển về dựng sẵn", "letters and marks are stored apart; they were put together"]
        ["Không cần làm gì; nên gõ Unicode dựng sẵn", "Nothing to do; precomposed Unicode is better"]
    TextGarbled "text_garbled" Warning
        ["chữ có vẻ là phông cũ (TCVN3, VNI) hoặc sai mã", "the text looks like an old font (TCVN3, VNI) or a wrong encoding"]
        ["Chuyển mã sang Unicode rồi gửi lại", "Convert it to Unicode and send it again"]
    NumberAsText "number_as_text" Warning
        ["số được ghi dạng chữ; đã đọc thành số", "the number is stored as text; it was read as a number"]
        ["Định dạng ô là số", "Format the cell as a number"]
    NotANumber "not_a_number" Error
        ["không phải số", "this is not a number"]
        ["Ghi số nguyên", "Write a whole number"]
    NotWhole "not_whole" Error
        ["phải là số nguyên không âm", "it must be a whole number, not negative"]
        ["Ghi số nguyên", "Write a whole number"]
    DateIsNumber "date_is_number" Warning
        ["ngày được lưu dạng số; đã đọc thành ngày", "the day is stored as a plain number; it was read as a day"]
        ["Kiểm tra ngày; định dạng ô là ngày dd/mm/yyyy", "Check the day; format the cell as dd/mm/yyyy"]
    DateIsYear "date_is_year" Warning
        ["ô định dạng ngày nhưng có vẻ chỉ ghi năm; đã đọc là năm, không rõ ngày", "the cell is formatted as a day but seems to hold a year only; it was read as a year, day unknown"]
        ["Định dạng ô là chữ và ghi năm, hoặc ghi đủ ngày", "Format the cell as text and write the year, or write the whole day"]
    DateTwoDigitYear "date_two_digit_year" Warning
        ["năm chỉ có hai chữ số", "the year has only two digits"]
        ["Ghi năm bốn chữ số", "Write the year with four digits"]
    DateRunTogether "date_run_together" Warning
        ["ngày viết liền không dấu; đã đọc theo ngày tháng năm", "the day is written without separators; it was read as day, month, year"]
        ["Ghi dd/mm/yyyy", "Write dd/mm/yyyy"]
    DateMonthFirst "date_month_first" Error
        ["không có tháng này; có thể tháng ghi trước ngày", "there is no such month; perhaps the month stands first"]
        ["Ghi dd/mm/yyyy", "Write dd/mm/yyyy"]
    DateUnreadable "date_unreadable" Error
        ["không đọc được ngày", "this is not a day"]
        ["Ghi dd/mm/yyyy, hoặc chỉ năm nếu không rõ ngày", "Write dd/mm/yyyy, or the year alone if the day is unknown"]
    DateInFuture "date_in_future" Error
        ["ngày ở tương lai", "the day is in the future"]
        ["Kiểm tra lại ngày", "Check the day"]
    DateTooOld "date_too_old" Warning
        ["người này hơn 110 tuổi", "this person is more than 110 years old"]
        ["Kiểm tra lại năm sinh", "Check the year of birth"]
    AgeDisagrees "age_disagrees" Warning
        ["tuổi không khớp với ngày sinh", "the age does not agree with the birth"]
        ["Kiểm tra tuổi và ngày sinh", "Check both"]
    NumberLostZero "number_lost_zero" Warning
        ["số định danh thiếu số 0 ở đầu; đã thêm lại", "the personal number lost its leading zero; it was put back"]
        ["Đối chiếu với giấy tờ; định dạng cột là chữ", "Compare it with the papers; format the column as text"]
    NumberLostDigits "number_lost_digits" Warning
        ["số định danh bị bảng tính làm tròn; không khôi phục được", "the spreadsheet rounded the personal number; it cannot be restored"]
        ["Ghi lại từ giấy tờ; định dạng cột là chữ", "Write it again from the papers; format the column as text"]
    NumberLength "number_length" Warning
        ["số định danh không đủ 12 chữ số (hoặc 9 của chứng minh cũ)", "the personal number does not have 12 digits (or the 9 of the old card)"]
        ["Đối chiếu với giấy tờ", "Compare it with the papers"]
    NumberNotDigits "number_not_digits" Warning
        ["số định danh có ký tự không phải chữ số", "the personal number has signs that are not digits"]
        ["Chỉ ghi chữ số", "Write digits only"]
    NumberOldCard "number_old_card" Warning
        ["số chứng minh nhân dân cũ, 9 chữ số", "this is a number of the old card, 9 digits"]
        ["Bổ sung số định danh 12 chữ số nếu có", "Add the number of 12 digits if there is one"]
    NumberProvince "number_province" Warning
        ["ba chữ số đầu không phải mã nơi đăng ký khai sinh nào", "the first three digits are no place of birth registration"]
        ["Đối chiếu với giấy tờ", "Compare it with the papers"]
    NumberSex "number_sex" Warning
        ["chữ số thứ tư không khớp giới tính", "the fourth digit does not agree with the sex"]
        ["Đối chiếu với giấy tờ; số trên giấy tờ được giữ nguyên", "Compare it with the papers; what the papers say stands"]
    NumberBirth "number_birth" Warning
        ["số định danh không khớp năm sinh", "the personal number does not agree with the year of birth"]
        ["Đối chiếu với giấy tờ; số trên giấy tờ được giữ nguyên", "Compare it with the papers; what the papers say stands"]
    NumberTwice "number_twice" Warning
        ["số định danh này có ở hai hàng", "this personal number is in two rows"]
        ["Kiểm tra xem có phải cùng một người", "Check whether it is the same person"]
    NameMissing "name_missing" Error
        ["thiếu họ tên", "the name is missing"]
        ["Ghi họ tên", "Write the name"]
    NameLong "name_long" Warning
        ["họ tên dài bất thường", "the name is unusually long"]
        ["Kiểm tra xem ô có chứa cả ghi chú", "Check whether the cell holds a note as well"]
    NameOneWord "name_one_word" Warning
        ["họ tên chỉ có một từ", "the name is a single word"]
        ["Giữ nguyên nếu đúng như giấy tờ", "Keep it if the papers say so"]
    NameSigns "name_signs" Warning
        ["họ tên có chữ số hoặc ký tự lạ", "the name has digits or strange signs"]
        ["Kiểm tra họ tên", "Check the name"]
    SexUnknown "sex_unknown" Question
        ["không rõ là nam hay nữ", "it is not clear whether this is male or female"]
        ["Ghi Nam hoặc Nữ", "Write Nam or Nữ"]
    ClassUnknown "class_unknown" Error
        ["không rõ phân loại hộ", "the class of the household is not clear"]
        ["Ghi “Hộ nghèo” hoặc “Hộ cận nghèo”", "Write “Hộ nghèo” or “Hộ cận nghèo”"]
    FlagUnknown "flag_unknown" Warning
        ["không rõ là có hay không", "it is not clear whether this is yes or no"]
        ["Ghi x nếu có, để trống nếu không", "Write x for yes, nothing for no"]
    EthnicAmbiguous "ethnic_ambiguous" Question
        ["mã dân tộc có hai nghĩa: theo danh mục 1979 và danh mục 2008", "the code of the ethnic group has two meanings: in the list of 1979 and in that of 2008"]
        ["Cho biết tệp dùng danh mục nào, hoặc ghi tên dân tộc", "Say which list the file uses, or write the name of the group"]
    EthnicUnknown "ethnic_unknown" Warning
        ["không có dân tộc này trong danh mục", "this ethnic group is not in the list"]
        ["Ghi tên dân tộc như trong danh mục", "Write the name as in the list"]
    HeadNameMissing "head_name_missing" Warning
        ["hàng không ghi tên chủ hộ; đã xếp vào hộ ở hàng trên", "the row does not name the head; it was put to the household above"]
        ["Ghi tên chủ hộ vào từng hàng", "Write the name of the head in each row"]
    HeadMissing "head_missing" Warning
        ["hộ không có hàng nào là chủ hộ", "no row of the household is the head"]
        ["Ghi “Chủ hộ” ở cột quan hệ", "Write “Chủ hộ” in the column of the relationship"]
    HeadTwice "head_twice" Warning
        ["trong hộ có hai chủ hộ", "the household has two heads"]
        ["Kiểm tra cột quan hệ với chủ hộ", "Check the column of the relationship"]
    HouseholdApart "household_apart" Warning
        ["các hàng của hộ không liền nhau; đã xếp chung", "the rows of the household are not together; they were put together"]
        ["Xếp các hàng của một hộ liền nhau", "Keep the rows of a household together"]
    HouseholdUnclear "household_unclear" Question
        ["không rõ hàng này thuộc hộ nào: có nhiều chủ hộ cùng tên trong thôn", "it is not clear to which household this row belongs: several heads in the village have this name"]
        ["Xếp hàng ngay dưới chủ hộ của mình", "Put the row directly below its head"]
    SizeDiffers "size_differs" Warning
        ["số nhân khẩu không bằng số hàng của hộ", "the size of the household is not the number of its rows"]
        ["Kiểm tra xem có thiếu người", "Check whether somebody is missing"]
    HouseholdDiffers "household_differs" Warning
        ["hàng này khác chủ hộ ở một thông tin chung của hộ", "this row differs from the head in something that holds for the whole household"]
        ["Sửa cho giống nhau", "Make them the same"]
    PersonTwice "person_twice" Warning
        ["cùng họ tên, ngày sinh và thôn với một hàng trên", "name, birth and village are those of a row above"]
        ["Kiểm tra xem có phải cùng một người", "Check whether it is the same person"]
    MembersNameless "members_nameless" Error
        ["tệp thành viên không có cột full_name; mã thay thế (như trong dữ liệu đã niêm phong) không cho biết là ai, nên không đối chiếu và không ghi được", "the members file has no column full_name; pseudonyms, such as those of a sealed snapshot, say of nobody who it is, so nothing can be matched or recorded"]
        ["Thêm cột full_name (và id_number nếu có); để phân loại dữ liệu không có họ tên, dùng lệnh classify", "Add the column full_name (and id_number if you have it); to classify data without names use the command classify"]
    IdColumnMissing "id_column_missing" Error
        ["thiếu cột household_id, nên không biết ai thuộc hộ nào", "the column household_id is missing: nobody knows who belongs together"]
        ["Thêm cột household_id vào cả hai tệp; tên cột viết đúng như mã câu hỏi", "Add the column household_id to both files; columns are named exactly by question id"]
    HouseholdIdMissing "household_id_missing" Error
        ["hàng không có household_id, nên không đọc", "the row has no household_id and was not read"]
        ["Ghi mã hộ như trong tệp kia", "Write the id of the household as in the other file"]
    HouseholdIdTwice "household_id_twice" Error
        ["household_id này đã có ở một hàng trên; hàng này không được đọc", "this household_id stands in a row above; this row was not read"]
        ["Mỗi hộ một hàng trong tệp hộ", "One row a household in the households file"]
    HouseholdIdUnknown "household_id_unknown" Error
        ["household_id này không có trong tệp hộ; hàng này không được đọc", "this household_id is not in the households file; the row was not read"]
        ["Kiểm tra xem hai tệp có cùng một lần xuất không", "Check whether both files are of the same export"]
    HouseholdEmpty "household_empty" Error
        ["tệp thành viên không có ai của hộ này; hộ không được ghi", "the members file has nobody of this household; it is not recorded"]
        ["Kiểm tra xem hai tệp có cùng một lần xuất không", "Check whether both files are of the same export"]
    MemberNumberTwice "member_number_twice" Error
        ["member_no này đã có trong hộ", "this member_no stands in the household already"]
        ["Mỗi người một hàng, một số thứ tự trong hộ", "One row and one number a person"]
    ZoneDiffers "zone_differs" Warning
        ["khu vực trong tệp khác khu vực của thôn, tổ dân phố trong hệ thống; dùng khu vực trong hệ thống", "the zone of the file is not that of the village in the registry; the one of the registry is used"]
        ["Kiểm tra thôn của hộ, hoặc khu vực của thôn", "Check the village of the household, or the zone of the village"]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_its_own_code_and_says_what_to_do_in_both_languages() {
        let mut codes: Vec<_> = Problem::ALL.iter().map(|problem| problem.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Problem::ALL.len());
        for problem in Problem::ALL {
            for words in [problem.reason(), problem.remedy()] {
                assert!(words.vi.len() > 5 && words.en.len() > 5 && words.vi != words.en, "{problem:?}");
            }
        }
    }
}
