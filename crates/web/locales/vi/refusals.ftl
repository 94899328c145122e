refusal-not-yours = Phần này không thuộc quyền của bạn
refusal-not-yours-do = Bạn chưa được giao vai trò nào cho phép xem hoặc làm việc này tại đây. Nếu cần, hãy đề nghị quản trị viên giao vai trò.
refusal-no-database = Chưa kết nối được cơ sở dữ liệu
refusal-no-database-do = Hãy thử lại sau ít phút; không cần làm gì thêm trên máy của bạn. Nếu vẫn không được, hãy báo người quản trị máy chủ.
refusal-no-room = Máy chủ không ghi được dữ liệu
refusal-no-room-do = Việc này chưa được ghi. Ổ đĩa của máy chủ có thể đã đầy hoặc chỉ cho đọc: hãy báo ngay cho người quản trị máy chủ.
refusal-kept = Những gì bạn vừa nhập vẫn còn trong trang này, đừng đóng trang (tệp đính kèm thì phải chọn lại). Khi gửi lại mà được báo là đã có người sửa, hãy xem lại: có thể lần gửi trước đã được ghi.
refusal-kept-send = Gửi lại những gì đã nhập
