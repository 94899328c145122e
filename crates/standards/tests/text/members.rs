//! Statements about members, counts of statements, and what has no form of its own.

use super::trial::says;

#[test]
fn members() {
    says(
        "members.exists(m, m.age >= 6 && !m.insured)",
        "có ít nhất một thành viên tuổi từ 6 trở lên không có thẻ",
        "at least one member aged 6 or over has no card",
        "mọi thành viên tuổi từ 6 trở lên đều có thẻ",
    );
    says(
        "members.exists(m, m.age < 6 && m.insured)",
        "có ít nhất một thành viên tuổi dưới 6 có thẻ",
        "at least one member aged under 6 has a card",
        "không có thành viên nào tuổi dưới 6 có thẻ",
    );
    says(
        "members.filter(m, m.age >= 6).all(m, m.insured)",
        "mọi thành viên tuổi từ 6 trở lên đều có thẻ",
        "every member aged 6 or over has a card",
        "có ít nhất một thành viên tuổi từ 6 trở lên không có thẻ",
    );
    says(
        "members.all(m, m.age >= 6 && m.insured)",
        "mọi thành viên đều tuổi từ 6 trở lên và có thẻ",
        "every member is aged 6 or over and has a card",
        "có ít nhất một thành viên tuổi dưới 6 hoặc không có thẻ",
    );
    says(
        "members.exists_one(m, m.insured)",
        "có đúng một thành viên có thẻ",
        "exactly one member has a card",
        "không có hoặc có từ hai thành viên trở lên có thẻ",
    );
    says(
        "members.filter(m, m.insured).size() == 0",
        "không có thành viên nào có thẻ",
        "no member has a card",
        "có ít nhất một thành viên có thẻ",
    );
    says(
        "members.filter(m, m.age >= 15 && m.insured).size() >= 2",
        "có ít nhất 2 thành viên tuổi từ 15 trở lên có thẻ",
        "at least 2 members aged 15 or over: has a card",
        "có dưới 2 thành viên tuổi từ 15 trở lên có thẻ",
    );
    says(
        "members.size() == 1",
        "hộ có đúng 1 thành viên",
        "household of exactly 1 member",
        "số thành viên của hộ khác 1 thành viên",
    );
    says(
        "members.size() > 6",
        "hộ có trên 6 thành viên",
        "household of more than 6 members",
        "hộ có không quá 6 thành viên",
    );
}

#[test]
fn shares_and_averages() {
    says(
        "members.filter(m, m.insured).size() * 2 > members.size()",
        "hơn một nửa số thành viên có thẻ",
        "more than half of the members: has a card",
        "không quá một nửa số thành viên có thẻ",
    );
    says(
        "members.size() <= members.filter(m, m.insured).size() * 3",
        "ít nhất 1/3 số thành viên có thẻ",
        "at least 1/3 of the members: has a card",
        "chưa đến 1/3 số thành viên có thẻ",
    );
    says(
        "members.map(m, m.insured ? 1 : 0).sum() * 100 > 30 * members.size()",
        "hơn 30% số thành viên có thẻ",
        "more than 30% of the members: has a card",
        "không quá 30% số thành viên có thẻ",
    );
    says(
        "members.filter(m, m.insured).size() == members.size()",
        "mọi thành viên đều có thẻ",
        "every member has a card",
        "có ít nhất một thành viên không có thẻ",
    );
    says(
        "area < 8 * members.size()",
        "diện tích bình quân mỗi người dưới 8 m²",
        "area per person under 8 m²",
        "diện tích bình quân mỗi người từ 8 m² trở lên",
    );
    says(
        "area / members.size() <= 8.5",
        "diện tích bình quân mỗi người không quá 8,5 m²",
        "area per person at most 8.5 m²",
        "diện tích bình quân mỗi người trên 8,5 m²",
    );
    says(
        "income / members.size() <= 100",
        "thu nhập bình quân mỗi người (bỏ phần lẻ) không quá 100 đồng",
        "income per person (remainder dropped) at most 100 VND",
        "thu nhập bình quân mỗi người (bỏ phần lẻ) trên 100 đồng",
    );
    says(
        "members.map(m, m.wage).sum() < 100 * members.size()",
        "tiền công bình quân mỗi người dưới 100 đồng",
        "wage per person under 100 VND",
        "tiền công bình quân mỗi người từ 100 đồng trở lên",
    );
}

#[test]
fn counts_of_statements_and_results() {
    says(
        "(floor ? 0 : 1) + (rooms > 2 ? 1 : 0) + (water == \"tap\" ? 1 : 0) >= 2",
        "có ít nhất 2 trong 3 điều sau: câu trả lời cho “Nền có chắc không?” là không, số phòng trên 2, nguồn nước là nước máy",
        "at least 2 of these 3: the answer to “Is the floor firm?” is no, rooms above 2, water is tap",
        "có không quá 1 trong 3 điều sau: câu trả lời cho “Nền có chắc không?” là không, số phòng trên 2, nguồn nước là nước máy",
    );
    says(
        "at_or_below_income_line && deprivation_count >= 3",
        "thu nhập không vượt mức chuẩn (xét theo thu nhập) và thiếu hụt từ 3 chỉ số trở lên",
        "income at or below the line (by income) and deprived in at least 3 indicators",
        "thu nhập vượt mức chuẩn (xét theo thu nhập) hoặc thiếu hụt dưới 3 chỉ số",
    );
    says(
        "deprived.dry",
        "thiếu hụt chỉ số “Thiếu nước”",
        "deprived in “Dry”",
        "không thiếu hụt chỉ số “Thiếu nước”",
    );
}

#[test]
fn what_has_no_form_of_its_own_is_said_in_full() {
    says(
        "rooms < members.size()",
        "số phòng nhỏ hơn số thành viên của hộ",
        "rooms less than the number of members",
        "số phòng không nhỏ hơn số thành viên của hộ",
    );
    says(
        "members.map(m, m.age).max() - members.map(m, m.age).min() > 40",
        "tuổi lớn nhất trong các thành viên trừ tuổi nhỏ nhất trong các thành viên trên 40",
        "the greatest age among the members minus the least age among the members above 40",
        "tuổi lớn nhất trong các thành viên trừ tuổi nhỏ nhất trong các thành viên không quá 40",
    );
    says(
        "income <= (zone == \"urban\" ? 20 : 15)",
        "thu nhập không quá mức ứng với khu vực (khu vực là thành thị: 20 đồng; khu vực không phải là thành thị: 15 đồng)",
        "income at most the level for zone (zone is urban: 20 VND; zone is not urban: 15 VND)",
        "thu nhập trên mức ứng với khu vực (khu vực là thành thị: 20 đồng; khu vực không phải là thành thị: 15 đồng)",
    );
    says(
        "m.age < 18 ? m.insured : m.level < 2",
        "nếu tuổi dưới 18 thì có thẻ; nếu tuổi từ 18 trở lên thì cấp học dưới tiểu học",
        "if aged under 18: has a card; if aged 18 or over: the level below primary",
        "nếu tuổi dưới 18 thì không có thẻ; nếu tuổi từ 18 trở lên thì cấp học từ tiểu học trở lên",
    );
    says(
        "rooms % 2 == 1",
        "số dư khi chia số phòng cho 2 bằng 1",
        "the remainder of rooms divided by 2 exactly 1",
        "số dư khi chia số phòng cho 2 khác 1",
    );
    says(
        "(rooms + 1) * 2 > income * 3 - 4",
        "2 lần (số phòng cộng 1) lớn hơn (3 lần thu nhập) trừ 4",
        "2 times (rooms plus 1) more than (3 times income) minus 4",
        "2 lần (số phòng cộng 1) không lớn hơn (3 lần thu nhập) trừ 4",
    );
}
