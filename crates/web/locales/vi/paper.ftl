# Phiếu giấy in từ bảng thực địa.
paper-blank = In phiếu trắng (PDF)
paper-of-list = In phiếu của danh sách (PDF)
paper-busy = Máy chủ đang in phiếu cho người khác. Đợi một phút rồi bấm in lại.
paper-other-packs = Không in được: bộ dữ liệu pháp luật của máy chủ khác với đợt rà soát. Nhờ quản trị viên khởi động máy chủ với đúng gói của đợt.
