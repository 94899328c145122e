# Giao diện lập trình (API)
api-log-in-do = Gửi tên đăng nhập, mật khẩu và mã xác thực (nếu có) tới /api/v1/session, rồi gửi mã phiên nhận được trong tiêu đề Authorization: Bearer.
