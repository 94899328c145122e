# Việc của văn phòng khi rà soát: chia hộ, theo dõi tiến độ.
field-live = Số đếm lúc { $name }, tự cập nhật. Không phải số liệu công bố.
field-by-village = Theo thôn, tổ dân phố
field-role-over = hết vai trò
field-share-link = Chia hộ cho rà soát viên
count-assigned = Hộ được giao
count-visited = Đã đến
count-received = Phiếu về đủ
count-attention = Cần người xem
count-recorded = Đã ghi kết quả
count-of-assigned = { $n ->
   *[other] { $shown } hộ được giao
}
count-of-visited = { $n ->
   *[other] { $shown } hộ đã đến
}
count-of-received = { $n ->
   *[other] { $shown } phiếu về đủ
}
bar-recorded = Đã ghi kết quả
bar-received = Phiếu về đủ
bar-attention = Cần người xem
bar-waiting = Đã đến, còn chờ ảnh
bar-open = Chưa đến
share-title = Chia hộ cho rà soát viên
share-lead = Hộ được chia đều theo số hộ mỗi người đang có; nhà gần nhau đi cùng nhau. Xem trước rồi mới giao.
share-where = Chia hộ của
share-everywhere = Tất cả thôn, tổ dân phố trong địa bàn của bạn
share-whom = Chia cho những ai
share-moves = Chia lại cả hộ đang ở danh sách của người khác (hộ đã có phiếu về thì giữ nguyên)
share-look = Xem trước
share-plan = Sẽ giao như sau
share-do = Giao danh sách
share-added = { $n ->
    [0] Không có hộ nào để giao.
   *[other] Giao thêm { $shown } hộ.
}
share-kept = { $n ->
   *[other] { $shown } hộ đã có người nhận, giữ nguyên.
}
share-visited = { $n ->
   *[other] { $shown } hộ đã có phiếu hoặc kết quả, không giao lại.
}
share-unreached = { $n ->
   *[other] { $shown } hộ nằm ngoài địa bàn của những người được chọn nên chưa giao cho ai.
}
share-adds = { $n ->
    [0] không thêm hộ nào
   *[other] thêm { $shown } hộ
}
share-has = { $n ->
   *[other] đang có { $shown }
}
share-then = { $n ->
   *[other] sẽ có { $shown } hộ
}
surveyor-lead = Những hộ người này được giao trong đợt rà soát.
surveyor-none = Người này chưa được giao hộ nào trong địa bàn của bạn.
surveyor-file = hồ sơ
surveyor-take-off = Rút hộ khỏi danh sách
surveyor-take-off-lead = Đánh dấu những hộ cần rút ở trên. Hộ có phiếu đã gửi mà chưa ghi kết quả thì không rút được.
surveyor-take-off-do = Rút hộ đã chọn
roster-uncertified = chưa đạt sát hạch
interview-seconds = { $n ->
   *[other] phỏng vấn { $shown } giây
}
interview-minutes = { $n ->
   *[other] phỏng vấn { $shown } phút
}
interview-changes = { $n ->
    [0] không sửa câu nào
   *[other] sửa { $shown } câu trả lời
}
interview-accuracy = { $n ->
   *[other] vị trí lệch tối đa { $shown } m
}
interview-short = rất nhanh
clock-wrong = đồng hồ điện thoại
clock-unreadable = giờ ghi trong phiếu không đọc được. Chỉ giờ máy chủ nhận phiếu có giá trị.
clock-ends-before-start = giờ kết thúc trước giờ bắt đầu. Chỉ giờ máy chủ nhận phiếu có giá trị.
clock-ahead = chạy trước giờ máy chủ hơn một ngày. Chỉ giờ máy chủ nhận phiếu có giá trị; nhắc rà soát viên chỉnh lại đồng hồ.
clock-long-ago = ghi ngày đã quá xa, trước đợt rà soát. Chỉ giờ máy chủ nhận phiếu có giá trị; nhắc rà soát viên chỉnh lại đồng hồ.
field-roster-link = Rà soát viên, tập huấn
field-reinterviews-link = Phỏng vấn lại
submission-reinterview = Phỏng vấn lại, để đối chiếu
reinterviews-title = Phỏng vấn lại
reinterviews-lead = Một số hộ được người khác hỏi lại để đối chiếu hai lần trả lời. Lần hỏi lại không bao giờ thành kết quả.
reinterviews-announce = Công bố rút mẫu
reinterviews-announce-lead = Máy tạo một số bí mật và ghi mã băm của nó vào nhật ký trước khi có phiếu. Hộ nào được chọn thì chưa ai biết, kể cả bạn; chỉ rút trong những hộ đã có phiếu về.
reinterviews-share = Tỷ lệ hộ của mỗi rà soát viên (ít nhất một hộ mỗi người)
reinterviews-announce-do = Công bố
reinterviews-draw = Rút mẫu
reinterviews-announced = Công bố lúc { $name }.
reinterviews-share-is = Tỷ lệ { $name } %.
reinterviews-hash = Mã băm của số bí mật
reinterviews-no-frame = Chưa có phiếu nào về. Rút mẫu khi phiếu đã về.
reinterviews-frame = { $n ->
   *[other] Rút trong { $shown } hộ đã có phiếu về. Sau khi rút, danh sách xuất hiện trên điện thoại của người hỏi lại.
}
reinterviews-whom = Ai hỏi lại (không ai hỏi lại hộ của chính mình)
reinterviews-draw-do = Rút mẫu và giao
reinterviews-none = Chưa có hộ nào được hỏi lại.
reinterviews-asked = Những hộ được hỏi lại
reinterviews-seeds = Rút lại để kiểm tra
reinterviews-seeds-lead = Số bí mật đã công khai: băm nó ra đúng mã đã ghi trước, và rút lại cho đúng những hộ này.
reinterviews-seed = Số bí mật
reinterview-to-come = chưa hỏi lại
reinterview-lead = Hai lần trả lời của cùng một hộ. Khác nhau chưa phải là sai: hãy hỏi lại hộ và cả hai rà soát viên.
reinterview-first = Lần đầu
reinterview-second = Hỏi lại
reinterview-question = Câu hỏi
reinterview-indicator = Chỉ số
reinterview-deprived = thiếu hụt
reinterview-not-deprived = không thiếu hụt
reinterview-unknown = chưa rõ
reinterview-differing = Câu trả lời khác nhau
reinterview-all-same = Mọi câu trả lời giống nhau.
reinterview-same = { $n ->
   *[other] { $shown } câu trả lời giống nhau
}
reinterview-alone-first = { $n ->
   *[other] { $shown } người chỉ có ở lần đầu.
}
reinterview-alone-second = { $n ->
   *[other] { $shown } người chỉ có ở lần hỏi lại.
}
reinterview-file = Hồ sơ hộ
agree-title = Mức thống nhất
agree-outcomes-all = Kết quả giống nhau: { $name }
agree-outcomes = kết quả { $shown }
agree-indicators = chỉ số { $shown }
agree-answers = câu trả lời { $shown }
agree-by-surveyor = Theo người hỏi lần đầu
agree-by-question = Câu hỏi hay trả lời khác nhau
agree-by-indicator = Theo chỉ số
agree-kappa = κ (Cohen): 1 là luôn giống nhau, 0 là chỉ giống như ngẫu nhiên. Không có κ khi mọi hộ cùng một câu trả lời, hoặc câu trả lời là số lượng. Mẫu nhỏ thì chỉ nên xem từng hộ.
nav-training = Tập huấn
training-title = Tập huấn của tôi
training-lead = Bài sát hạch về chuẩn nghèo và các buổi tập huấn bạn đã dự.
training-held = Các buổi đã dự
training-none = Chưa ghi buổi tập huấn nào.
quiz-title = Sát hạch
quiz-lead = { $n ->
   *[other] Năm hộ mẫu lấy từ chuẩn của đợt rà soát. Đúng từ { $shown } câu là đạt. Chưa đạt thì xem giải thích rồi làm lại với hộ khác.
}
quiz-questions = Câu hỏi
quiz-again = Làm lại với hộ khác
quiz-household = { $n ->
   *[other] Hộ mẫu { $shown }
}
quiz-which-outcome = Theo chuẩn, hộ này thuộc diện nào?
quiz-is-deprived = Hộ này có thiếu hụt chỉ số “{ $name }” không?
quiz-yes = Có
quiz-no = Không
quiz-hand-in = Nộp bài
quiz-answer-all = Còn câu chưa trả lời. Hãy chọn câu trả lời cho cả năm hộ.
quiz-result = Lần { $n }: đúng { $right } / { $of } · { $at }
quiz-well-done = Bạn đã đạt.
quiz-once-more = Chưa đạt. Xem giải thích dưới đây rồi làm lại.
quiz-right = Đúng
quiz-wrong = Chưa đúng
quiz-right-is = câu trả lời đúng: { $name }
quiz-why = Vì sao
quiz-passed-after = { $n ->
    [1] đã đạt sát hạch ngay lần đầu
   *[other] đã đạt sát hạch sau { $shown } lần
}
quiz-not-passed = { $n ->
    [0] chưa làm bài sát hạch
   *[other] đã làm { $shown } lần, chưa đạt
}
roster-title = Rà soát viên
roster-lead = Ai đã được tập huấn và đạt sát hạch của đợt này. Người chưa đạt vẫn được giao hộ: pháp luật không bắt buộc, nhưng nên nhắc.
roster-train = Ghi buổi tập huấn
roster-day = Ngày
roster-place = Nơi tập huấn
roster-trainer = Người hướng dẫn
roster-topic = Nội dung
roster-whom = Ai đã dự
roster-train-do = Ghi buổi tập huấn
roster-no-day = Ngày tập huấn không đọc được. Chọn lại ngày.
roster-withdraw = Ghi nhầm?
roster-withdraw-do = Rút lại
roster-warns = Người này chưa đạt sát hạch của đợt rà soát. Vẫn giao được; nên nhắc làm bài trước khi đi rà soát.
share-warns = Có người được chọn chưa đạt sát hạch. Vẫn giao được; nên nhắc làm bài trước khi đi rà soát.
