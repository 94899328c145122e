# Đăng nhập, tài khoản của tôi, người dùng và vai trò.

nav-overview = Tổng quan
nav-households = Hộ
nav-admin = Quản trị

login-title = Đăng nhập
login-name = Tên đăng nhập
login-password = Mật khẩu
login-password-once = Mật khẩu dùng một lần (nhập lại)
login-code = Mã xác thực
login-code-hint = Chỉ nhập nếu bạn đã bật mã trên điện thoại; nếu chưa, để trống.
login-wrong = Tên đăng nhập, mật khẩu hoặc mã xác thực không đúng. Hãy kiểm tra kiểu gõ và phím Caps Lock rồi nhập lại.
login-wait = Đã sai nhiều lần. Hãy đợi { $shown } giây rồi thử lại.
login-once = Mật khẩu này chỉ dùng được một lần. Hãy nhập lại mật khẩu đó và chọn mật khẩu mới của riêng bạn.
login-kept = Phiên đăng nhập đã hết. Nội dung bạn vừa gửi vẫn được giữ: hãy đăng nhập, rồi gửi lại bằng một nút bấm. Mật khẩu và tệp đính kèm phải nhập lại.
login-lost = Quên mật khẩu hoặc mất điện thoại? Hãy báo quản trị viên của đơn vị để được cấp mật khẩu dùng một lần.
login-again-title = Bạn đã đăng nhập
login-again-lead = Nội dung bạn nhập trước khi hết phiên vẫn còn và chưa được gửi. Gửi bây giờ?
login-again-send = Gửi nội dung đã nhập
login-again-drop = Bỏ, không gửi
logout = Đăng xuất
cancel = Hủy

account-title = Tài khoản của tôi
account-of = Tài khoản: { $name }
account-roles = Vai trò hôm nay
account-no-roles = Bạn chưa có vai trò nào hôm nay. Hãy đề nghị quản trị viên giao vai trò.
account-device-unknown = Thiết bị không rõ
account-done-password = Đã đổi mật khẩu. Các phiên khác đã bị đăng xuất.
account-done-codes = Đã bật mã xác thực. Từ lần đăng nhập sau, hãy nhập thêm mã trên điện thoại.
account-done-codes-end = Đã tắt mã xác thực.

password-title = Đổi mật khẩu
password-present = Mật khẩu hiện tại
password-new = Mật khẩu mới
password-hint = Ít nhất 10 ký tự. Bốn năm từ ghép lại thì dễ nhớ và khó đoán.
password-change = Đổi mật khẩu

codes-title = Mã xác thực trên điện thoại
codes-on = Đang bật: mỗi lần đăng nhập cần mật khẩu và mã sáu chữ số trên điện thoại.
codes-off = Đang tắt. Khi bật, người biết mật khẩu của bạn cũng không đăng nhập được nếu không có điện thoại của bạn.
codes-begin = Bật mã xác thực
codes-end = Tắt mã xác thực
codes-step-program = Mở ứng dụng tạo mã trên điện thoại (ứng dụng nào theo chuẩn TOTP cũng được).
codes-step-picture = Quét hình này.
codes-picture = Mã QR để thêm Chung Tay vào ứng dụng tạo mã
codes-by-hand = Không quét được? Nhập bằng tay:
codes-step-type = Nhập mã sáu chữ số đang hiện trên điện thoại.
codes-code = Mã trên điện thoại
codes-confirm = Xác nhận và bật
codes-wrong = Mã không đúng, mã xác thực chưa được bật. Hãy kiểm tra giờ của điện thoại và bật lại từ đầu.

sessions-title = Các phiên đăng nhập
sessions-lead = Phiên tự hết sau 12 giờ không dùng, hoặc sau 7 ngày.
session-this = phiên này
session-began = từ { $name }
session-seen = dùng gần nhất { $name }
session-end = Đăng xuất phiên này

users-title = Người dùng
users-lead = Ai có vai trò gì, ở đâu, từ ngày nào. Mỗi lần giao hay chấm dứt vai trò được ghi vào nhật ký.
users-find = Tìm theo họ tên hoặc tên đăng nhập
users-found = { $shown } người dùng
user-add = Thêm người dùng
user-name = Họ và tên
user-login-hint = Chữ cái không dấu, chữ số, dấu chấm, gạch nối; ví dụ lan.nguyen.
user-roles = Vai trò
user-no-roles = Chưa có vai trò nào: đăng nhập được nhưng chưa xem được gì.
once-title = Mật khẩu dùng một lần
once-lead = Hãy trao tận tay hoặc đọc qua điện thoại cho đúng người. Mật khẩu chỉ hiện một lần này; khi dùng, người đó phải chọn mật khẩu của riêng mình.
grant-title = Giao vai trò
grant-find = Tìm địa bàn
grant-find-hint = Tên hoặc mã của tỉnh, xã, phường, đặc khu, hoặc tên thôn, tổ dân phố; không cần dấu.
grant-find-first = Hãy tìm địa bàn ở ô trên trước.
grant-place = Địa bàn
grant-role = Vai trò
grant-choose = Chọn vai trò
grant-from = Từ ngày
grant-until = Đến hết ngày (có thể để trống)
grant-hint = Không ai tự giao vai trò cho mình. Người điều tra không được đồng thời là người công nhận kết quả.
grant-give = Giao vai trò
grant-incomplete = Còn thiếu: hãy tìm và chọn địa bàn, chọn vai trò và ngày bắt đầu.
grant-end = Chấm dứt vai trò này
grant-end-reason = Lý do (ghi vào nhật ký)
grant-end-now = Chấm dứt ngay
reset-title = Quên mật khẩu, mất điện thoại
reset-lead = Cấp mật khẩu dùng một lần. Mọi phiên đăng nhập và mã xác thực của người này sẽ hết hiệu lực.
reset-do = Cấp mật khẩu dùng một lần

area-everywhere = Toàn quốc
area-village = Một thôn, tổ dân phố

role-surveyor = Rà soát viên
role-commune_officer = Công chức cấp xã
role-commune_leader = Chủ tịch, Phó Chủ tịch UBND cấp xã
role-department_officer = Công chức sở, ngành
role-program_leader = Lãnh đạo chương trình
role-front_officer = Cán bộ Mặt trận Tổ quốc
role-inspector = Cán bộ kiểm tra, thanh tra
role-partner = Đối tác
role-auditor = Kiểm toán viên
role-administrator = Quản trị viên
