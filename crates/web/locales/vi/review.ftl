# Rà soát theo luật: từ danh sách đến giấy chứng nhận.
nav-review = Rà soát
review-title = Rà soát hộ nghèo, hộ cận nghèo
review-lead = Mỗi xã, phường đang ở bước nào, thôn nào đi trước, thôn nào đi sau, việc gì trễ hạn.
review-today = Việc hôm nay của tôi
review-today-lead = Ngày { $name }. Việc trễ đứng trước, rồi đến việc chờ lâu nhất.
review-today-none = Hôm nay bạn không có việc nào phải làm trong các đợt rà soát.
review-do-it = Làm ngay
review-new = Mở đợt rà soát
review-new-lead = Khi mở, danh sách thôn và hộ đang quản lý được chốt. Mở rồi thì không xóa được.
review-new-do = Mở đợt rà soát này
review-yearly = định kỳ hằng năm: không cần tháng
review-monthly = thường xuyên: cần tháng
review-month = Tháng
review-month-hint = Chỉ dùng cho đợt thường xuyên.
review-year = Năm
review-procedure = Quy trình
review-commune = Xã, phường
review-all = Tất cả
review-all-of-them = Xem tất cả các đợt rà soát
review-show = Xem
review-none = Chưa có đợt rà soát nào trong địa bàn của bạn.
review-none-of-filter = Không có đợt nào như vậy.
review-year-of = năm { $year }
review-month-of = tháng { $month } năm { $year }
review-late = Trễ hạn
review-late-title = Đang trễ hạn
review-late-since = { $what }: trễ, hạn cuối là ngày { $day }
review-nothing-late = không
review-finished = đã xong
review-signed = đã ký quyết định
review-finished-lead = Đợt rà soát này đã xong mọi việc.
review-households-n = { $n ->
   *[other] { $shown } hộ
}
review-villages-n = { $n ->
   *[other] { $shown } thôn
}
review-open-complaints-n = { $n ->
   *[other] { $shown } khiếu nại chưa trả lời
}
review-step-now = đang làm
review-step-done-word = đã xong
review-step-later = chưa đến
review-step-done = Đã đủ điều kiện chuyển sang bước sau.
review-whole-commune = Cấp xã
review-hangs-until = Danh sách đang niêm yết đến hết ngày { $name }.
review-remedy = Cần làm:
review-stale-kept = Trang này đã là tình hình mới nhất. Những gì bạn đã nhập vẫn còn nguyên bên dưới.
review-must-be = Phải đúng trước khi sang bước sau:
review-lack-it = { $n ->
   *[other] { $shown } hộ còn thiếu
}
review-just-done = Đã ghi: { $name }
review-count-households = Hộ trong danh sách
review-count-open = Chưa có kết quả
review-count-poor = Hộ nghèo
review-count-near-poor = Hộ cận nghèo
review-count-complaints = Khiếu nại chưa trả lời
review-days-late = { $n ->
   *[other] trễ { $shown } ngày
}
review-since = từ { $name }
review-whose = Việc của:
review-now = Bước hiện tại
review-missing = Còn thiếu
review-pass = Chuyển sang bước sau
review-pass-by = Đã đủ. Người chuyển bước: { $name }.
review-villages = Các thôn, tổ dân phố
review-villages-wait = { $n ->
   *[other] { $shown } thôn đã xong phần mình, đang chờ các thôn khác.
}
review-open-title = Điều pháp luật chưa rõ
review-open-lead = Những con số này chưa đọc được trong văn bản gốc. Người có thẩm quyền xác nhận cho đợt này, kèm lý do; việc nào dựa vào đó đều mang ghi chú.
review-still-holds = Quy trình này còn áp dụng
review-determined = đã xác nhận
review-determined-as = { $what } (đã xác nhận cho đợt này)
review-not-determined = Chưa xác nhận: chưa làm được việc dựa vào đó.
review-opinion-by = Ai cho ý kiến
review-opinion-nobody = Không xin ý kiến cấp trên
review-determine = Xác nhận khác
review-determine-reason = Lý do: văn bản nào, điều khoản nào
review-determine-do = Xác nhận
review-determine-by = Chủ tịch UBND cấp xã xác nhận.
review-days = Số ngày
review-unit = Loại ngày
review-unit-working = ngày làm việc
review-unit-calendar = ngày (theo lịch)
review-working-days = { $n ->
   *[other] { $shown } ngày làm việc
}
review-calendar-days = { $n ->
   *[other] { $shown } ngày
}
review-history = Việc đã làm
review-history-none = Chưa làm việc nào từ khi mở đợt.
review-history-earlier = { $n ->
   *[other] … và { $shown } việc trước đó.
}
duty-managed-listed = Đưa hộ đang quản lý vào danh sách
duty-applicants-screened = Nhận dạng nhanh (Phiếu A) hộ có giấy đề nghị
duty-surveyed = Khảo sát hộ trong danh sách
duty-classified = Phân loại hộ đã khảo sát
duty-agreed-by-meeting = Họp dân, biểu quyết hộ mới và hộ thoát
duty-minutes-signed = Nộp biên bản họp dân đã ký
duty-disagreements-answered = Trả lời ý kiến khác của cuộc họp
duty-posted = Niêm yết danh sách đủ thời gian
duty-complaints-answered = Phúc tra và trả lời khiếu nại
duty-results-posted = Niêm yết kết quả sau cùng đủ thời gian
duty-opinion-given = Xin ý kiến, tiếp thu ý kiến
duty-signed = Trình và ký quyết định công nhận
duty-certified = Cấp giấy chứng nhận
duty-applicants-answered = Trả lời hộ không được công nhận
duty-reported = Gửi báo cáo kết quả
review-roster = Danh sách hộ cần rà soát
review-roster-lead = { $n ->
   *[other] { $shown } hộ đang trong danh sách. Hộ nghèo, cận nghèo đang quản lý phải có mặt đủ; không thêm hộ nào mà không có lý do.
}
review-suggested = { $n ->
   *[other] Gợi ý từ sổ: { $shown } hộ
}
review-suggested-lead = Mỗi hộ kèm lý do. Hộ đang quản lý đã được đánh dấu sẵn.
review-suggested-none = Không còn hộ nào được gợi ý.
review-choose-all = Đánh dấu tất cả
review-twin = có thể trùng với hộ số { $name }
review-enroll-reason = Lý do đưa vào danh sách
review-enroll-reason-hint = Bắt buộc với hộ không thuộc diện đang quản lý: ai giới thiệu, vì sao.
review-enroll-do = Đưa các hộ đã đánh dấu vào danh sách
review-ask = Hộ có giấy đề nghị, hộ được giới thiệu
review-ask-lead = Ghi hộ vừa nộp giấy đề nghị; hộ do thôn, đoàn thể giới thiệu thì ghi kèm lý do.
review-find = Tìm hộ: số hộ hoặc họ tên chủ hộ
review-ask-form = Giấy đề nghị
review-ask-no-form = Không có giấy: được giới thiệu
review-ask-reason = Lý do (khi không có giấy đề nghị)
review-ask-do = Đưa hộ vào danh sách
review-screen = Nhận dạng nhanh (Phiếu A)
review-screen-lead = Hộ có giấy đề nghị được hỏi Phiếu A trước. Hộ không phải khảo sát tiếp được trả lời bằng văn bản.
review-screen-yes = Khảo sát tiếp
review-screen-no = Không khảo sát tiếp
review-on-roster = { $n ->
   *[other] Trong danh sách: { $shown } hộ
}
review-on-roster-none = Chưa có hộ nào trong danh sách.
review-before = trước đợt: { $name }
review-leave = Đưa ra khỏi đợt
review-leave-why = Vì sao
review-leave-reason = Giấy tờ hoặc sự việc làm căn cứ
review-leave-do = Đưa hộ ra khỏi đợt
review-gone = { $n ->
   *[other] { $shown } hộ không còn trong đợt
}
review-why-managed = hộ đang quản lý
review-why-asked = có giấy đề nghị ({ $form })
review-why-complaint = khiếu nại bị bỏ sót
review-take-survey-lead = { $n ->
   *[other] { $shown } hộ đã có kết quả mới được ghi từ phiếu. Kết quả lấy từ sổ, không nhập tay ở đây.
}
review-take-survey = { $n ->
   *[other] Nhận kết quả khảo sát của { $shown } hộ
}
review-to-field = Sang Thực địa để ghi phiếu
review-take-class-lead = Kết quả phân loại do máy tính theo chuẩn của đợt, từ phiếu đã ghi.
review-take-class = { $n ->
   *[other] Phân loại { $shown } hộ theo kết quả đã ghi
}
review-back = Làm lại bước: { $name }
review-village-waits = Thôn này không có việc gì lúc này: đã xong phần mình, hoặc chờ cấp xã.
review-meeting = Họp dân
review-posting = Niêm yết
review-complaints = Khiếu nại
review-cases = { $n ->
   *[other] { $shown } hộ của thôn trong đợt này
}
review-cases-none = Thôn này không có hộ nào phải rà soát: cứ chuyển bước.
review-is-change = thay đổi tình trạng
review-meeting-rule = Ít nhất { $percent }% người dự họp đồng ý thì kết quả của hộ được giữ; dưới mức đó phải khảo sát lại và họp lại.
review-vote-enough = { $head }: { $agree }/{ $present } người dự họp đồng ý – đủ { $percent }%.
review-vote-too-few = { $head }: { $agree }/{ $present } người dự họp đồng ý – chưa đủ { $percent }%, phải khảo sát lại.
review-tally = Theo số đang nhập
review-hold = Ghi cuộc họp
review-hold-do = Ghi cuộc họp này
review-count = Xem đã đủ chưa
review-held-on = Ngày họp
review-present = Số người dự họp
review-present-n = { $n ->
   *[other] { $shown } người dự họp
}
review-attend = Thành phần có mặt
review-agenda = Nội dung họp: từng hộ
review-agenda-hint = Hộ mới, hộ thoát và hộ họp lại bắt buộc biểu quyết. Hộ khác đưa vào nếu cuộc họp có bàn.
review-agenda-none = Thôn chưa có hộ nào có kết quả để đưa ra họp.
review-must-vote = bắt buộc biểu quyết
review-agree = Đồng ý
review-disagree = Không đồng ý
review-says = Cuộc họp nói kết quả khác
review-says-same = không
review-held = Cuộc họp ngày { $name }
review-minutes = Biên bản đã ký
review-minutes-hint = Biên bản lập đủ bản: một bản lưu ở thôn, một bản gửi Ban Chỉ đạo. Đánh dấu ai đã ký.
review-copies = Số bản
review-signed-by = Người đã ký
review-minutes-do = Ghi đã có biên bản ký
review-minutes-there = Biên bản đủ bản, đủ chữ ký.
review-meeting-not-now = Chưa đến bước họp dân.
signer-chair = Người chủ trì
signer-secretary = Thư ký
signer-households = Đại diện hộ dân
review-disagrees = Cuộc họp có ý kiến khác về hộ { $name }
review-score-says = Theo điểm chấm:
review-meeting-says = theo cuộc họp:
review-keep-reason = Lý do giữ kết quả chấm điểm
review-keep = Giữ kết quả, trả lời cuộc họp
review-survey-again = Khảo sát lại hộ này
review-hung-until = Đã niêm yết đến hết ngày { $name }
review-hangs-since = Niêm yết từ
review-hangs-where = Tại
review-hangs-what = Số hộ
review-print-a4 = In danh sách A4 (PDF)
review-print-a3 = In danh sách A3 (PDF)
review-public = Bản trên mạng chỉ mở được bằng mã này và tự mất sau ngày cuối.
review-public-qr = Mã QR của bản niêm yết trên mạng
review-public-open = Mở bản niêm yết trên mạng
review-hash = Mã kiểm tra của danh sách (SHA-256)
review-post = Niêm yết danh sách của thôn
review-post-again = Niêm yết lại kết quả mới
review-post-until = Treo hôm nay thì niêm yết đến hết ngày { $name }.
review-post-unknown = Chưa rõ phải niêm yết bao nhiêu ngày: Chủ tịch UBND cấp xã xác nhận trước.
review-post-print = In danh sách:
review-post-hang = Treo ở các nơi dưới đây, chụp ảnh lưu lại.
review-post-record = Đánh dấu nơi đã treo rồi ghi lại. Ngày giờ ghi là ngày giờ bắt đầu niêm yết.
review-post-places = Đã treo tại
review-post-announced = Đã thông báo trên phương tiện thông tin của địa phương
review-post-do = Ghi bắt đầu niêm yết
review-list-now = { $n ->
   *[other] Danh sách theo kết quả hiện nay: { $shown } hộ
}
review-born = sinh năm { $name }
posted-title = Danh sách niêm yết kết quả rà soát
posted-until = Niêm yết đến hết ngày { $name }.
posted-since = Bắt đầu từ ngày { $name }.
posted-nobody = Thôn này không có hộ nào trong danh sách.
posted-number = STT
posted-head = Họ tên chủ hộ
posted-result = Kết quả
posted-complain = Ai thấy không đúng, hãy khiếu nại tại Ủy ban nhân dân xã, phường trước khi hết thời gian niêm yết.
posted-code = Mã danh sách: { $name }. Mã này in ở chân trang của bản giấy.
posted-gone = Danh sách này không còn niêm yết
posted-gone-lead = Thời gian niêm yết đã hết, hoặc địa chỉ không đúng.
posted-gone-do = Cần biết kết quả của gia đình mình, hãy hỏi trưởng thôn, tổ trưởng hoặc công chức xã, phường.
review-complaints-lead = Khiếu nại trong thời gian niêm yết được phúc tra bởi người chưa khảo sát hộ đó, rồi trả lời bằng văn bản.
review-complaints-none = Không có khiếu nại nào chờ trả lời.
review-received = Nhận lúc
review-recheck-until = Phúc tra trước hết ngày
review-rechecked = Đã phúc tra lúc
review-recheck-found = Kết quả hỏi lại đã được ghi:
review-recheck-do = Ghi phúc tra theo kết quả này
review-recheck-how = Cử người chưa khảo sát hộ này đến hỏi lại, ghi phiếu mới; kết quả sẽ hiện ở đây.
review-recheck-who = Người đi phúc tra (chưa khảo sát hộ này)
review-recheck-give = Giao phúc tra
review-recheck-given = Đã giao { $name } phúc tra: hộ có trong danh sách trên điện thoại của người này.
review-answer-reason = Nội dung trả lời, nêu rõ lý do
review-answer-do = Ghi đã trả lời
review-receive = Nhận khiếu nại
review-receive-do = Ghi khiếu nại
review-about = Nội dung
review-from = Ai khiếu nại
review-answered-title = Đã trả lời
review-answered = trả lời lúc { $name }
review-letter-pdf = Văn bản trả lời (PDF)
review-letter-docx = Văn bản trả lời (DOCX)
review-against = Khiếu nại câu trả lời nào (nếu có)
review-against-none = không riêng câu nào
review-against-answer = Về câu: { $name }
review-complaint-words = Người khiếu nại nói hoặc viết gì
review-feedback = Phản ánh
review-feedback-lead = Tin báo không nêu tên, hoặc đến sau khi hết niêm yết, không phải là khiếu nại: ghi riêng ở đây, vẫn phải xem xét và ghi kết quả. Nếu có cơ sở, nhận khiếu nại của thôn hoặc Mặt trận để phúc tra.
review-feedback-none = Không có phản ánh nào chờ xem xét.
review-feedback-anonymous = không nêu tên
review-feedback-take = Ghi một phản ánh
review-feedback-take-do = Ghi phản ánh
review-feedback-number = Số hộ (nếu nói rõ hộ nào)
review-feedback-words = Nội dung phản ánh, ghi đúng như đã nghe hoặc đọc
review-feedback-is-anonymous = Người phản ánh không nêu tên
review-feedback-settle = Ghi kết quả xem xét
review-feedback-found = Kết quả xem xét
review-feedback-reason = Đã xem xét thế nào, vì sao
review-feedback-settle-do = Ghi kết quả
review-feedback-settled = { $n ->
   *[other] { $shown } phản ánh đã xem xét
}
review-recognition = Xin ý kiến, công nhận
review-opinion = Báo cáo, xin ý kiến
review-opinion-asked = Đã xin ý kiến lúc { $name }
review-opinion-until = trả lời trước hết ngày { $name }
review-opinion-agrees = Đồng ý với kết quả
review-opinion-differs = Có ý kiến khác
review-opinion-recheck = yêu cầu phúc tra:
review-opinion-ask = Ghi đã gửi báo cáo, xin ý kiến
review-opinion-give = Ý kiến
review-opinion-which = Hộ cần phúc tra
review-opinion-give-do = Ghi ý kiến
review-opinion-consider = Tiếp thu, giải trình
review-opinion-consider-do = Ghi giải trình
review-checks = Kiểm tra trước khi ký
review-checks-ok = Mọi việc của các bước trước đã xong, không còn hộ chưa xác định, không còn khiếu nại.
review-doubts = Hộ không còn đúng như trong sổ
review-lists = Các danh sách kèm quyết định
review-list-poor = Hộ nghèo
review-list-near-poor = Hộ cận nghèo
review-list-escaped = Thoát nghèo
review-list-escaped-near = Thoát cận nghèo
review-list-other = Được công nhận khác
review-sum-opening = đầu kỳ
review-sum-exits = giảm
review-sum-entries = tăng
review-sum-closing = cuối kỳ
review-sum-ok = khớp
review-sum-bad = không khớp
review-draft-pdf = Dự thảo quyết định (PDF)
review-draft-docx = Dự thảo quyết định (DOCX)
review-decision-pdf = Quyết định (PDF)
review-decision-docx = Quyết định (DOCX)
review-propose-lead = Người trình không được ký: hai người khác nhau.
review-propose-do = Trình dự thảo quyết định
review-propose-again = Trình lại
review-proposed-by = Đã trình: { $name }. Chờ người có thẩm quyền ký.
review-sign = Ký quyết định công nhận
review-sign-own = Bạn là người trình: người khác phải ký.
review-sign-lead = Ký trên giấy, văn thư cho số và ngày, rồi ghi vào đây. Đã ghi thì không sửa được; muốn sửa phải có quyết định mới.
review-sign-number = Số, ký hiệu
review-sign-day = Ngày trên quyết định
review-sign-scan = Bản quét hoặc PDF đã ký
review-sign-scan-hint = PDF, JPEG, PNG hoặc WebP, tối đa 32 MB. Tệp được giữ kèm quyết định, mã kiểm tra ghi trong sổ; bản gốc văn thư lưu.
review-sign-do = Ghi quyết định đã ký
review-signed-title = Quyết định đã ký
review-signed-lead = Các hộ trong danh sách đã được công nhận.
review-certificates = Giấy chứng nhận (Mẫu 03)
review-certified = { $n ->
   *[other] { $shown } hộ đã có giấy
}
review-to-certify = { $n ->
   *[other] { $shown } hộ chưa có
}
review-certify-do = { $n ->
   *[other] Ghi đã cấp giấy cho { $shown } hộ
}
review-applicants = Trả lời hộ có giấy đề nghị không được công nhận
review-applicant-reason = Lý do, nêu rõ
review-reports = Báo cáo
review-report-until = trước hết ngày { $name }
review-report-sent = đã gửi
review-report-do = Ghi đã gửi bằng giấy
review-report-make = Lập và gửi báo cáo
review-report-paper = Đã gửi bằng giấy?
review-report-paper-hint = Gửi ở trang Báo cáo thì việc này được ghi cùng lúc. Chỉ ghi ở đây khi báo cáo đã gửi bằng văn bản giấy.
review-report-see = Xem báo cáo đã gửi
review-report-by-hand = ghi tay, không gửi từ chương trình
review-to-proceeding = Về đợt rà soát
review-minutes-pdf = Biên bản (PDF)
review-minutes-docx = Biên bản (DOCX)
review-minutes-next = In biên bản điền sẵn để mang đi họp (PDF)
review-empty = { $n ->
   *[other] { $shown } thôn không có hộ nào phải rà soát.
}
review-empty-do = Cho các thôn này đi qua các bước
watched-title = Theo dõi sau khi thoát
watched-lead = Hộ đã thoát nghèo, thoát cận nghèo theo quyết định, còn trong thời gian theo dõi. Hộ lâu chưa ai đến hỏi thì nên đến thăm; thấy khó khăn trở lại thì hướng dẫn làm giấy đề nghị.
watched-none = Chưa có hộ nào đang được theo dõi.
watched-n = { $n ->
   *[other] { $shown } hộ đang theo dõi.
}
watched-due-n = { $n ->
   *[other] { $shown } hộ lâu chưa ai hỏi
}
watched-waits-n = { $n ->
   *[other] { $shown } hộ cần đến thăm hoặc sắp hết hạn theo dõi
}
watched-left = Thoát: { $name }
watched-since = từ ngày { $name }
watched-asked = Hỏi lần cuối ngày { $name }
watched-never-asked = Chưa hỏi lần nào
watched-until = Đến hết ngày { $name }
watched-due = Cần đến thăm
watched-ends-soon = Sắp hết thời gian theo dõi
watched-see = Xem danh sách
review-as-known = Tình hình như đã biết đến hết ngày { $name }. Không làm được việc gì ở trang này.
review-as-today = Xem hôm nay
review-look = Xem lại tình hình một ngày trước đây
review-look-day = Như đã biết đến hết ngày
review-screen-which = Hộ có điều nào sau đây
review-screen-do = Ghi Phiếu A
review-screen-unread = Nội dung Phiếu A chưa có trong chương trình: làm theo phiếu giấy, rồi ghi kết quả ở đây.
review-file-hash = Mã kiểm tra của tệp (SHA-256)
review-scan-hint = PDF, JPEG, PNG hoặc WebP, tối đa 10 MB. Ảnh được bỏ vị trí và giờ chụp trước khi lưu.
review-minutes-scan = Bản quét hoặc ảnh chụp biên bản đã ký (nếu có)
review-photo = Ảnh chụp nơi niêm yết (nếu có)
review-photo-hint = Chụp bằng điện thoại hoặc chọn ảnh JPEG, PNG, WebP, tối đa 10 MB mỗi ảnh. Vị trí ghi trong ảnh được bỏ; nơi chụp và giờ chụp ghi ở đây.
review-photo-taken = Chụp lúc
review-photos = Ảnh nơi niêm yết
review-certificates-do = Làm và in giấy chứng nhận
review-certify-others = Các hộ này được công nhận theo diện không có Mẫu 03: giấy do xã làm; ở đây chỉ ghi đã cấp.
review-post-same = Danh sách đang niêm yết đúng như hiện nay. Chỉ niêm yết lại khi bản dán mất, rách hoặc dán sai nơi; niêm yết lại thì tính lại ngày từ đầu.
review-opinion-no-day = khi xin ý kiến chưa xác định hạn trả lời
review-idle-passed = { $n ->
   *[other] { $shown } thôn, tổ dân phố không có hộ nào trong đợt
}
review-print-lead = Chọn cách làm, làm tệp, in và ký. Giấy nào đã in mới ghi đã cấp.
review-print-files = Tệp để in
review-print-reached = Số giấy đã làm
review-print-running = đang làm
review-print-lost = bị ngắt, sẽ tự làm tiếp
review-print-done = đã xong
review-print-stopped = đã dừng
review-print-failed = không làm được
review-print-resume = Làm tiếp các tệp còn lại
review-print-left-out = Không có trong tệp nào, vì nay không còn ở địa bàn này:
review-print-issue-lead = Đã in, đã ký và trao cho hộ thì ghi đã cấp. Chỉ ghi cho các hộ có trong tệp đã làm xong.
review-print-make = Làm tệp in
review-print-new = Giấy mới (Mẫu 03)
review-print-rows = In hàng của năm lên giấy đã cấp
review-print-rows-why = Hộ đã được cấp giấy ở đợt trước, còn hàng trống cho năm này, cùng chuẩn: chỉ in hàng của năm lên giấy hộ đang giữ.
review-print-rows-which = Xem từng hộ, đổi sang giấy mới
review-print-rows-new = Đánh dấu hộ cần giấy mới (mất, hỏng, đổi người trong hộ)
review-print-since = giấy bắt đầu từ năm { $name }
review-print-held = { $n ->
   *[other] { $shown } hộ đã quản lý từ trước, phần mềm chưa cấp giấy
}
review-print-held-why = Hộ đang giữ giấy cấp trước khi dùng phần mềm thì chọn năm đầu của giấy đó: chỉ in hàng của năm này. Không chọn thì làm giấy mới.
review-print-held-all = Tất cả các hộ này
review-print-held-as = Như chọn cho tất cả
review-print-held-new = Giấy mới
review-print-held-row = In hàng lên giấy bắt đầu từ năm { $name }
review-print-shift = Máy in lệch (mm), nếu có
review-print-shift-hint = In thử một tờ. Chữ lệch sang trái 1,5 mm thì ghi sang phải 1,5; lệch sang phải thì ghi số âm.
review-print-right = Sang phải
review-print-down = Xuống dưới
review-print-replaces = Còn giấy đã làm mà chưa ghi đã cấp: làm tệp mới thì các tệp cũ mất.
review-print-make-do = { $n ->
   *[other] Làm tệp cho { $shown } giấy
}
review-print-again = In lại giấy đã cấp
review-print-again-lead = Làm lại tệp của mọi giấy đã cấp trong đợt, như đã làm lần đầu. Không ghi thêm việc nào.
review-part-new = Tệp { $number }: { $n } giấy mới (PDF)
review-part-row = Tệp { $number }: { $n } hàng in lên giấy bắt đầu từ năm { $first } (PDF)
review-file-minutes = Biên bản đã ký
review-file-posting = Ảnh nơi niêm yết
review-file-decision = Quyết định đã ký
review-correction = Sửa quyết định đã ký
review-correction-lead = Quyết định đã ký không sửa. Chỗ nào sai thì ra quyết định mới, ghi rõ quyết định cũ, theo kết quả kiểm tra lại.
review-correction-becomes = thành
review-correction-corrects = Sửa quyết định
review-correction-reason = Lý do
review-correction-recorded = Ghi vào sổ lúc
review-correction-found = Kết quả ghi sau khi ký
review-correction-found-none = Chưa có kết quả nào ghi sau khi ký. Có khiếu nại hay phản ánh thì hỏi lại hộ, ghi phiếu ở Thực địa (sửa từ kết quả đang có), rồi mở lại trang này.
review-correction-found-lead = Người đã khảo sát hộ đó không tự kiểm tra lại.
review-correction-same = như quyết định
review-correction-take = Ghi kết quả kiểm tra lại
review-correction-draft = Dự thảo quyết định sửa đổi
review-correction-names = Sửa quyết định:
review-correction-propose = Trình quyết định sửa đổi
review-correction-sign = Ký quyết định sửa đổi
review-corrected-by = Đã được sửa bởi:
review-due-until = { $what }: hạn hết ngày { $day }
review-vote-too-many = { $head }: { $agree } ý kiến nhưng chỉ có { $present } người dự họp – xem lại số đã ghi.
