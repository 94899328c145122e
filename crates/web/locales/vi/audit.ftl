# Quản trị, nhật ký, tình trạng hệ thống.

admin-title = Quản trị
admin-users = Người dùng
admin-users-says = Thêm người dùng, giao và kết thúc vai trò theo địa bàn.
admin-audit = Nhật ký
admin-audit-says = Ai đã làm gì, khi nào, vì sao; kiểm chứng nhật ký còn nguyên vẹn.
admin-health = Tình trạng hệ thống
admin-health-says = Phiên bản, cơ sở dữ liệu, sao lưu, dung lượng đĩa.
admin-snapshots = Số liệu đã niêm phong
admin-snapshots-says = Kết quả từng đợt rà soát trong tệp không ai sửa được mà không bị phát hiện.

backup-late = Bản sao lưu mới nhất đã quá 24 giờ, hoặc chưa có bản nào. Xem trang Tình trạng hệ thống.

audit-title = Nhật ký
audit-lead = Mỗi việc chính thức là một dòng, không sửa, không xóa được mà không bị phát hiện.
audit-kind = Loại việc
audit-from = Từ ngày
audit-until = Đến ngày
audit-number = Số
audit-when = Thời điểm
audit-actor = Người thực hiện
audit-reason = Lý do
audit-program = Chương trình
audit-one-actor = chỉ việc của một người
audit-none = Không có việc nào khớp điều kiện.
audit-count = { $shown } việc
audit-undone-by = đã hoàn tác bởi việc số { $name }
audit-undoes = hoàn tác việc số { $name }
audit-act-title = Việc số { $name }
audit-what = Nội dung
audit-rows = Số dòng đã ghi vào
audit-erased = { $shown } dòng của việc này đã được xóa theo luật; chỉ còn mã băm.
audit-content = Nội dung kèm theo
audit-proof = Bằng chứng
audit-proof-holds = Việc này nằm trong nhật ký.
audit-proof-broken = Bằng chứng không khớp: nhật ký có thể đã bị sửa. Báo ngay cho người phụ trách và chạy `chungtay verify`.
audit-proof-why = Các mã băm dưới đây dẫn từ việc này đến gốc của nhật ký (RFC 9162). Ai giữ mốc kiểm tra đều có thể tự tính lại.
audit-proof-hashes = Các mã băm
audit-checkpoint = Mốc kiểm tra
audit-checkpoint-why = Chép mốc này ra nơi khác (in, gửi cơ quan cấp trên). Sau này, nếu ai viết lại nhật ký trước mốc, phép so sánh sẽ phát hiện.
audit-checkpoint-now = Mốc hiện tại
audit-checkpoint-kept = Mốc đã lưu trước đây
audit-compare = So sánh
audit-checkpoint-holds = Nhật ký chỉ được ghi thêm kể từ mốc đó.
audit-checkpoint-broken = Nhật ký không tiếp nối mốc đó: đã bị viết lại hoặc bị cắt. Báo ngay cho người phụ trách.
audit-checkpoint-unreadable = Không đọc được mốc. Mốc có dạng “chungtay-log/1”, số việc, mã băm, thời điểm; dán nguyên cả dòng.

act-village-add = Thêm thôn, tổ dân phố
act-village-restate = Ghi lại thôn, tổ dân phố
act-program-area-add = Thêm địa bàn chương trình
act-household-register = Đăng ký hộ
act-household-move = Chuyển nơi ở
act-household-head = Đổi chủ hộ
act-household-split = Tách hộ
act-household-merge = Nhập hộ
act-document-add = Thêm giấy tờ
act-document-take = Tải giấy tờ
act-document-remove = Gỡ giấy tờ
act-person-change = Sửa thông tin một người
act-person-birth = Thêm người vào hộ
act-person-death = Ghi người mất
act-household-take-over = Nhận danh sách hộ
act-households-export = Tải danh sách hộ
act-import-confirm = Ghi danh sách đã nhập
act-campaign-open = Mở đợt rà soát
act-assessment-record = Ghi kết quả rà soát
act-answers-seal = Mã hóa câu trả lời của kết quả cũ
act-snapshot-seal = Niêm phong số liệu
act-snapshot-take = Tải tệp số liệu đã niêm phong
act-role-grant = Giao vai trò
act-role-end = Kết thúc vai trò
act-user-add = Thêm người dùng
act-user-add-passkey = Thêm khóa truy cập
act-user-remove-passkey = Gỡ khóa truy cập
act-user-refuse-passkey = Từ chối khóa truy cập: có thể đã bị sao chép
act-user-reset-password = Đặt lại mật khẩu
act-user-set-password = Đặt mật khẩu
act-act-undo = Hoàn tác
act-erase = Xóa dữ liệu cá nhân theo luật

health-title = Tình trạng hệ thống
health-database = Cơ sở dữ liệu
health-kind = Loại
health-size = Dung lượng
health-acts = Số việc trong nhật ký
health-place = Vị trí
health-version = Phiên bản chương trình
health-backups = Sao lưu
health-backup-newest = Bản mới nhất
health-backup-none = Chưa có bản sao lưu nào do chương trình tạo.
health-backup-failed = Lần sao lưu gần nhất không thành công. Kiểm tra dung lượng đĩa và quyền ghi thư mục; chương trình thử lại sau một giờ.
health-late = quá 24 giờ
health-folder = Thư mục
health-room = Còn trống / tổng dung lượng đĩa
health-room-short = Đĩa còn dưới 2 GB: việc ghi hoặc sao lưu có thể không thực hiện được. Dọn bớt đĩa.
health-keys = Bản sao lưu không chứa tệp khóa chungtay.keys. Cất riêng một bản tệp đó, ở nơi khác.
admin-points = Bảng điểm B1
admin-points-says = Bảng điểm đang dùng, nguồn, người nhập; nhập bảng mới.
act-points-import = Nhập bảng điểm
act-lists-remake = Làm lại các danh sách
act-village-close = Kết thúc thôn, tổ dân phố
admin-villages = Thôn, tổ dân phố
admin-villages-says = Thêm, đổi tên, sáp nhập, kết thúc; khu vực và nguồn.
admin-packs = Gói pháp luật
admin-packs-says = Chuẩn nghèo, văn bản đang dùng; mức tin cậy; ví dụ mẫu có ra đúng không.
packs-lead = Luật mà máy chủ này đang dùng. Gói là tệp đặt cạnh chương trình; không sửa được ở đây.
packs-digest = Mã băm của cả gói
packs-digest-short = Mã băm
packs-documents = { $n ->
   *[other] { $shown } văn bản
}
packs-sure = Mức tin cậy của các giá trị
packs-cases = Ví dụ mẫu
packs-cases-pass = { $n ->
   *[other] Cả { $shown } hộ mẫu ra đúng kết quả
}
packs-cases-fail = { $n ->
   *[other] { $shown } hộ mẫu ra khác kết quả mong đợi
}
packs-how = Muốn dùng gói khác: khởi động với --packs THƯ_MỤC sau khi chạy “chungtay packs check THƯ_MỤC”. Hai máy chủ có cùng mã băm thì dùng cùng một luật.
act-device-enrol = Cấp mã cho điện thoại
act-device-end = Thu hồi điện thoại
act-form-publish = Phát hành phiếu
act-assignment-give = Giao hộ cho rà soát viên
act-submission-arrive = Nhận phiếu
act-submission-files = Nhận ảnh, tệp của phiếu
