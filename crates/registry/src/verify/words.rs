//! What verifying can find, in words.

use vocab::{LocalText, said};

use crate::verify::Tampering;

/// What is not as an act left it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The act or one of its rows was changed, added or taken away.
    ActChanged,
    /// An act is gone.
    ActMissing,
    /// An act that the log does not have.
    ActAdded,
    /// A row was changed.
    RowChanged,
    /// A row is gone, or another one has its number.
    RowMissing,
    /// A row that no act wrote.
    RowWithoutAct,
    /// A hash of the log does not fit the acts below it: an act was replaced or moved, or the hash changed.
    HashChanged,
    /// Hashes that belong to no act.
    HashAdded,
    /// The head of the log is not what its hashes say.
    HeadChanged,
    /// The log is not the one of which a checkpoint was kept.
    NotAsCheckpoint,
    /// The log has fewer acts than a checkpoint says.
    ShorterThanCheckpoint,
    /// The bytes of a paper are not those that its act added, are gone, or were never erased.
    PaperChanged,
    /// The bytes of a filled form or of its file are not those that arrived, are gone, or were never erased.
    FormChanged,
    /// What is said to be true today is not what facts and assessments give.
    NotAsFacts,
}

impl What {
    /// Its code in JSON.
    pub const fn code(self) -> &'static str {
        match self {
            What::ActChanged => "act_changed",
            What::ActMissing => "act_missing",
            What::ActAdded => "act_added",
            What::RowChanged => "row_changed",
            What::RowMissing => "row_missing",
            What::RowWithoutAct => "row_without_act",
            What::HashChanged => "hash_changed",
            What::HashAdded => "hash_added",
            What::HeadChanged => "head_changed",
            What::NotAsCheckpoint => "not_as_checkpoint",
            What::ShorterThanCheckpoint => "shorter_than_checkpoint",
            What::PaperChanged => "paper_changed",
            What::FormChanged => "form_changed",
            What::NotAsFacts => "not_as_facts",
        }
    }
}

impl Tampering {
    /// What a person reads.
    pub fn words(&self) -> LocalText {
        let act = self.act_seq.map_or_else(|| "?".to_owned(), |seq| seq.to_string());
        let table = self.table.unwrap_or("?");
        let row = self.ordinal.map_or_else(|| "?".to_owned(), |ordinal| ordinal.to_string());
        match self.what {
            What::ActChanged => said!(
                "việc số {act}: nội dung hoặc một dòng dữ liệu của việc này đã bị sửa, thêm hoặc xóa",
                "act {act}: its content or one of its rows was changed, added or taken away"
            ),
            What::ActMissing => said!("việc số {act} đã bị xóa", "act {act} is gone"),
            What::ActAdded => {
                said!("việc số {act} không có trong nhật ký", "act {act} is not part of the log")
            }
            What::RowChanged => said!(
                "việc số {act}: dòng {row} của bảng {table} đã bị sửa",
                "act {act}: row {row} of table {table} was changed"
            ),
            What::RowMissing => said!(
                "việc số {act}: dòng {row} của bảng {table} bị mất hoặc bị đổi chỗ",
                "act {act}: row {row} of table {table} is gone or was moved"
            ),
            What::RowWithoutAct => said!(
                "bảng {table} có dòng {row} ghi là của việc số {act}, nhưng không có việc đó",
                "table {table} has a row {row} of act {act}, and there is no such act"
            ),
            What::HashChanged => match self.act_seq {
                Some(seq) => said!(
                    "việc số {seq} không khớp mã băm đã ghi: việc bị thay, bị đổi chỗ, hoặc mã băm bị sửa",
                    "act {seq} does not fit its hash: the act was replaced or moved, or the hash was changed"
                ),
                None => said!(
                    "một mã băm của nhật ký đã bị sửa hoặc mất",
                    "a hash of the log was changed or is gone"
                ),
            },
            What::HashAdded => said!(
                "nhật ký có số mã băm không đúng với số việc",
                "the log has another number of hashes than its acts need"
            ),
            What::HeadChanged => {
                said!("đầu nhật ký không khớp các mã băm", "the head of the log does not fit its hashes")
            }
            What::NotAsCheckpoint => said!(
                "nhật ký không phải nhật ký của mốc kiểm tra đã lưu: đã bị viết lại từ trước mốc đó",
                "the log is not the one of the checkpoint that was kept: it was rewritten before that point"
            ),
            What::PaperChanged if self.act_seq.is_none() => said!(
                "có nội dung tệp không thuộc giấy tờ nào",
                "there are bytes of files that belong to no paper"
            ),
            What::PaperChanged => said!(
                "việc số {act}: tệp của giấy tờ số {row} không phải tệp đã thêm: bị sửa, bị mất, hoặc lẽ ra đã xóa",
                "act {act}: the file of paper {row} is not the one that was added: changed, gone, or it should have been erased"
            ),
            What::FormChanged if self.act_seq.is_none() => said!(
                "bảng {table} có nội dung phiếu, tệp không phải nội dung đã gửi",
                "table {table} has bytes of a form or a file that are not those that were sent"
            ),
            What::FormChanged => said!(
                "việc số {act}: nội dung của dòng {row} trong bảng {table} không phải nội dung đã gửi: bị sửa, bị mất, hoặc lẽ ra đã xóa",
                "act {act}: the bytes of row {row} of table {table} are not those that were sent: changed, gone, or they should have been erased"
            ),
            What::NotAsFacts if self.ordinal.is_none() => said!(
                "bảng {table} có dòng không theo dữ kiện nào",
                "table {table} has a row for which there is no fact"
            ),
            What::NotAsFacts => said!(
                "bảng {table}, dòng số {row}: khác điều mà các dữ kiện và kết quả rà soát cho biết",
                "table {table}, row {row}: is not what the facts and assessments give"
            ),
            What::ShorterThanCheckpoint => said!(
                "nhật ký ngắn hơn mốc kiểm tra đã lưu: các việc cuối đã bị xóa",
                "the log is shorter than the checkpoint that was kept: its last acts were taken away"
            ),
        }
    }
}
