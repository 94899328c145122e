# Nhập danh sách hộ từ tệp của cán bộ.

imports-title = Nhập danh sách hộ
imports-lead = Gửi danh sách đang có (XLSX hoặc CSV). Hệ thống chỉ đọc và so với dữ liệu; chưa ghi gì cho đến khi bạn xem xong và xác nhận.
imports-file = Tệp danh sách
imports-file-hint = XLSX hoặc CSV mã UTF-8, không quá 20 MB. Tệp được giữ ở dạng mã hóa tối đa 7 ngày, chỉ bạn xem được.
imports-send = Gửi và xem trước
imports-no-file = Chưa có tệp nào.
imports-no-file-do = Hãy chọn một tệp rồi gửi lại.
imports-not-read = Chưa đọc được danh sách
imports-waiting = Danh sách đang chờ bạn xem
imports-sent-on = Gửi ngày { $name }
imports-recorded = Đã ghi danh sách. Số trong nhật ký: { $name }.

imports-look = Xem trước danh sách
imports-look-lead = Từng hộ trong danh sách sẽ được ghi thế nào, ô nào còn sai, hộ nào cần bạn quyết định.
imports-earlier = Đúng tệp này đã được ghi ngày { $name }. Chỉ tiếp tục nếu bạn muốn bổ sung phần còn lại.
imports-general = Lưu ý về cả tệp
imports-filter = Lọc danh sách
imports-all = Tất cả
imports-problems = Có lưu ý hoặc lỗi
imports-decisions = Cần quyết định
imports-none = Không có hộ nào ở mục này.
imports-place = Vị trí
imports-head = Chủ hộ, thôn
imports-people = Số người
imports-becomes = Sẽ ghi thế nào
imports-fate-new = Hộ mới
imports-fate-changes = Đã có, có thay đổi
imports-fate-same = Đã có, không có gì mới
imports-fate-undecided = Cần quyết định
imports-fate-repeats = Lặp lại trong danh sách
imports-fate-refused = Chưa ghi được
imports-repeats-do = là dòng đầu của hộ này; dòng lặp lại không được ghi.
imports-which = Hộ của { $name } là hộ nào?
imports-is = Là hộ số
imports-is-new = Là hộ mới
imports-leave-out = Để ngoài lần nhập này
imports-joins = Thêm người:
imports-new-head = Đổi chủ hộ thành:
imports-moves = Chuyển đến:
imports-address = Bổ sung địa chỉ:
imports-absent = Không có trong danh sách, vẫn giữ nguyên:
imports-key-name = họ tên
imports-key-sex = giới tính
imports-key-birth = ngày sinh
imports-key-ethnic = dân tộc
imports-key-number = số định danh cá nhân
imports-male = nam
imports-female = nữ
imports-codes = Mã dân tộc trong tệp theo danh mục nào?
imports-codes-hint = Một số mã có nghĩa khác nhau trong hai danh mục. Nếu không chắc, hãy ghi tên dân tộc vào tệp rồi gửi lại.
imports-codes-2008 = Danh mục năm 2008 (đang dùng)
imports-codes-1979 = Danh mục năm 1979
imports-keep = Lưu quyết định
imports-open =
    { $n ->
       *[other] Còn { $shown } hộ cần quyết định trước khi ghi.
    }
imports-will =
    { $n ->
       *[other] Sẽ ghi { $shown } hộ. Hộ còn lỗi và hộ không có gì mới được để nguyên.
    }
imports-confirm = Ghi danh sách
imports-abort = Bỏ danh sách này
imports-microdata = Dữ liệu vi mô: tệp hộ và tệp thành viên
imports-microdata-hint = Hai tệp CSV (UTF-8) hoặc Parquet, tên cột là mã câu hỏi, nối với nhau bằng household_id. Tệp thành viên phải có cột full_name; dữ liệu đã niêm phong chỉ có mã thay thế nên không nhập lại được. Hai tệp cộng lại không quá 20 MB.
imports-households = Tệp hộ (mỗi hộ một hàng)
imports-members = Tệp thành viên (mỗi người một hàng)
imports-send-both = Gửi hai tệp và xem trước
imports-campaign = Ghi câu trả lời vào đợt rà soát nào?
imports-campaign-none = Không ghi câu trả lời, chỉ ghi người và nơi ở
imports-campaign-hint = Các cột mang mã câu hỏi của bộ chuẩn sẽ được phân loại theo đợt đã chọn và hiện ở từng hộ bên dưới.
imports-campaign-choose = Xem kết quả theo đợt này
imports-no-campaign = Chưa có đợt rà soát nào, nên câu trả lời trong tệp không được ghi; chỉ ghi người và nơi ở.
imports-result = Ghi kết quả rà soát:
imports-result-corrects = Sửa kết quả đã ghi trong đợt thành:
imports-result-stands = Kết quả này đã có trong đợt:
nav-imports = Nhập danh sách
