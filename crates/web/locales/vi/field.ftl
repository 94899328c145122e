# Thực địa: rà soát viên, điện thoại, phiếu gửi về.
nav-field = Thực địa
field-title = Thực địa
field-lead = Chọn đợt rà soát để giao hộ cho rà soát viên, cấp mã cho điện thoại và theo dõi phiếu gửi về.
field-no-campaigns = Chưa có đợt rà soát nào.
field-board-lead = Ai rà soát hộ nào, bằng điện thoại nào, và phiếu đã về đến đâu. Số đếm tại thời điểm mở trang, không phải số liệu công bố.
field-no-form = Đợt rà soát này chưa có phiếu trên máy chủ: điện thoại chưa tải được phiếu.
field-forms = { $n ->
   *[other] { $shown } phiếu
}
field-attention = { $n ->
   *[other] { $shown } phiếu cần xem
}
field-phones = { $n ->
    [0] chưa có điện thoại
   *[other] { $shown } điện thoại
}
field-seen = gửi lần cuối { $name }
submission-waiting = Chờ ảnh
submission-received = Đã nhận, chưa đọc
submission-assessed = Đã phân loại
submission-attention = Cần người xem
field-surveyors = Rà soát viên
field-no-surveyors = Chưa có rà soát viên trong địa bàn của bạn. Nhờ quản trị viên giao vai trò rà soát viên.
field-surveyor = Rà soát viên
field-which = Những hộ nào
field-which-listed = Hộ nghèo, hộ cận nghèo theo kết quả gần nhất
field-which-all = Tất cả hộ của thôn
field-enrol = Thêm điện thoại
field-enrol-lead = Điện thoại quét một mã để nhận phiếu và danh sách hộ của đúng người đó.
field-label = Tên để nhận ra điện thoại
field-enrol-do = Tạo mã
field-phones-title = Điện thoại
field-ended = đã thu hồi
field-end = Thu hồi
field-end-do = Thu hồi điện thoại
phone-title = Mã cài đặt cho điện thoại
phone-lead = Mã này chỉ hiện một lần và chỉ dùng cho một người. Ai có mã đều gửi phiếu và xem danh sách hộ thay người đó được.
phone-not-secure = Trang này chưa dùng kết nối an toàn (HTTPS): điện thoại khác không kết nối được. Xem docs/operations.md, mục “TLS”.
phone-step-scan = Mở máy ảnh của điện thoại, quét mã dưới đây rồi bấm vào địa chỉ hiện ra: ứng dụng rà soát mở ngay trong trình duyệt.
phone-picture = Mã QR để cài đặt điện thoại
phone-step-pin = Rà soát viên tự chọn 6 chữ số để khóa ứng dụng. Không ai khác biết số này.
phone-step-see = Danh sách hộ hiện ra. Kiểm tra tên đợt rà soát ở đầu màn hình, rồi “Thêm vào màn hình chính” để mở khi không có mạng.
phone-code = Không quét được? Mở địa chỉ này của máy chủ trên điện thoại, thêm /surveyor ở cuối, rồi gõ mã (dùng một lần, trong 30 phút):
phone-collect = Dùng ODK Collect thay cho ứng dụng rà soát
phone-collect-app = Cài ứng dụng ODK Collect trên điện thoại Android rồi mở lên.
phone-collect-scan = Chọn “Configure with QR code” rồi quét mã dưới đây, hoặc nhập bằng tay:
phone-address = Địa chỉ máy chủ
phone-name = Tên máy
phone-once = Rời trang này là mã không xem lại được. Mất mã hoặc mất máy: thu hồi điện thoại rồi tạo mã mới; phiếu đã gửi vẫn còn.
phone-done = Đã quét xong
submission-recorded = Đã ghi kết quả
field-forms-link = Xem phiếu đã nhận
forms-title = Phiếu đã nhận
forms-lead = Phiếu từ điện thoại, và kết quả sơ bộ theo chuẩn của đợt rà soát. Chưa phải kết quả cho đến khi công chức ghi.
forms-none = Chưa nhận phiếu nào.
forms-no-household = Chưa rõ hộ nào
forms-record = Ghi kết quả
forms-to-record = { $n ->
   *[other] { $shown } phiếu đã phân loại, chưa ghi vào hồ sơ hộ.
}
attention-unknown-version = phiếu thuộc phiên bản chưa từng phát hành ở máy chủ này
attention-pack-changed = bộ dữ liệu pháp luật của máy chủ khác với đợt rà soát
attention-no-household = phiếu không ghi hộ nào
attention-not-on-list = hộ không có trong danh sách của rà soát viên
attention-zone-differs = khu vực trong phiếu khác với khu vực của thôn
attention-answers = có câu trả lời không hợp lệ:
attention-has-result = hộ đã có kết quả trong đợt này; cần người so sánh hai lần
field-publish = Phát hành phiếu
