# Lời nói với điện thoại của rà soát viên.
phone-not-let-in = Điện thoại này không còn được phép gửi phiếu, hoặc vai trò rà soát viên đã hết. Phiếu vẫn còn trong máy: hãy liên hệ công chức cấp xã.
phone-log-in = Cần tên máy và mật khẩu mà công chức cấp xã đã giao.
phone-not-here = Máy chủ không có đợt rà soát hoặc phiếu này cho điện thoại của bạn. Hãy tải lại danh sách phiếu, hoặc quét lại mã cài đặt.
phone-later = Máy chủ đang bận hoặc chưa mở được dữ liệu. Phiếu vẫn còn trong máy: hãy gửi lại sau ít phút.
phone-unreadable = Không đọc được nội dung gửi lên. Phiếu vẫn còn trong máy: hãy gửi lại; nếu vẫn vậy, báo công chức cấp xã.
phone-too-large = Nội dung gửi lên quá lớn. Hãy chụp ảnh ở cỡ nhỏ hơn rồi gửi lại.
phone-no-form = Nội dung gửi lên không phải là phiếu đọc được. Máy chủ đã giữ một bản để công chức xem; đừng xóa phiếu trong máy.
phone-no-number = Phiếu gửi lên thiếu mã phiếu hoặc mã mẫu. Máy chủ đã giữ một bản để công chức xem; đừng xóa phiếu trong máy.
phone-encrypted = Phiếu đã bị mã hóa bằng khóa mà máy chủ không có. Hãy tắt mã hóa phiếu trong ứng dụng rồi gửi lại.
phone-file-name = Tên tệp đính kèm không dùng được. Hãy chọn lại ảnh trong phiếu rồi gửi lại.
phone-form-differs = Máy chủ đã có phiếu mang mã này với nội dung khác. Cả hai bản đều được giữ; công chức cấp xã sẽ xem và báo lại.
phone-file-differs = Máy chủ đã có tệp đính kèm mang tên này với nội dung khác. Cả hai bản đều được giữ; công chức cấp xã sẽ xem và báo lại.
phone-stored = Đã lưu trên máy chủ lúc
phone-stored-partly = Đã nhận phiếu, còn chờ ảnh hoặc tệp đính kèm. Đã lưu trên máy chủ lúc
phone-member = { $name } – sinh { $born }
phone-recheck = { $name } (phúc tra)
phone-code-wrong = Mã không đúng, đã dùng rồi hoặc đã quá 30 phút.
