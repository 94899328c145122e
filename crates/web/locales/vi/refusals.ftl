refusal-not-yours = Phần này không thuộc quyền của bạn
refusal-not-yours-do = Bạn chưa được giao vai trò nào cho phép xem hoặc làm việc này tại đây. Nếu cần, hãy đề nghị quản trị viên giao vai trò.
refusal-no-database = Chưa kết nối được cơ sở dữ liệu
refusal-no-database-do = Hãy thử lại sau ít phút. Nội dung đã nhập vẫn còn trên trang trước (nút Quay lại). Nếu vẫn không được, hãy báo người quản trị máy chủ.
