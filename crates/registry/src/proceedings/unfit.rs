//! What checking a campaign can find, in words.

use std::collections::BTreeSet;

use vocab::{LocalText, said};

use super::Proceeding;

/// What was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Communes.
    pub proceedings: u64,
    /// Events that were judged again.
    pub events: u64,
    /// Results that were decided again.
    pub results: u64,
    /// Results whose answers were erased by law: they cannot be decided again.
    pub erased: u64,
    /// Lists that were made again.
    pub lists: u64,
    /// Files that were compared.
    pub files: u64,
}

/// What checking a campaign found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CampaignVerdict {
    /// What was looked at.
    pub checked: Checked,
    /// What does not fit.
    pub found: Vec<Unfit>,
    /// Standards (id and digest) that decided and are not among those that were given: their results were not checked.
    pub unknown_standards: BTreeSet<(String, String)>,
}

/// Something that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// What.
    pub what: UnfitWhat,
    /// The commune, where it is about one.
    pub commune: Option<String>,
    /// The number of the event, the household or the act that it is about; what it counts is said in the words.
    pub number: Option<i64>,
}

/// What does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnfitWhat {
    /// The procedure with which it was opened is not what its digest says.
    Pack,
    /// Villages and managed households cannot be read.
    Terms,
    /// An event is gone, or there is one too many.
    EventMissing,
    /// An event cannot be read.
    EventUnreadable,
    /// The rules do not permit an event after those before it.
    EventRefused(LocalText),
    /// An event says something else beside than in its content.
    EventOtherwise,
    /// The answers of a household cannot be read.
    Answers,
    /// The result of a household is not what its answers give.
    ResultOtherwise,
    /// An event says another result than the one on which it rests.
    EventNotAsResult,
    /// A list is gone, or there is one too many.
    ListMissing,
    /// A list is not what was posted, or not what the cases gave.
    ListChanged,
    /// A file that was kept with an event is gone, or there is one too many.
    FileMissing,
    /// A file that was kept with an event is not what was kept.
    FileChanged,
    /// The report that an event names is not there, or was not sent with it.
    Report,
    /// What households were recognised as is not what the decision says.
    Status,
    /// Where it is said to stand is not where it stands.
    Board,
}

impl CampaignVerdict {
    /// Whether everything fits and everything could be checked.
    pub fn is_whole(&self) -> bool {
        self.found.is_empty() && self.unknown_standards.is_empty()
    }

    pub(super) fn add(&mut self, what: UnfitWhat, of: Option<&Proceeding>, number: Option<i64>) {
        self.found.push(Unfit { what, commune: of.map(|of| of.commune_code.clone()), number });
    }
}

impl UnfitWhat {
    /// Its code in JSON.
    pub const fn code(&self) -> &'static str {
        match self {
            UnfitWhat::Pack => "procedure_changed",
            UnfitWhat::Terms => "terms_unreadable",
            UnfitWhat::EventMissing => "event_missing",
            UnfitWhat::EventUnreadable => "event_unreadable",
            UnfitWhat::EventRefused(_) => "event_not_permitted",
            UnfitWhat::EventOtherwise => "event_changed",
            UnfitWhat::Answers => "answers_unreadable",
            UnfitWhat::ResultOtherwise => "result_not_as_answers",
            UnfitWhat::EventNotAsResult => "event_not_as_result",
            UnfitWhat::ListMissing => "list_missing",
            UnfitWhat::ListChanged => "list_changed",
            UnfitWhat::FileMissing => "file_missing",
            UnfitWhat::FileChanged => "file_changed",
            UnfitWhat::Report => "report_not_sent",
            UnfitWhat::Status => "status_not_as_decision",
            UnfitWhat::Board => "board_not_as_events",
        }
    }
}

impl Unfit {
    /// What a person reads.
    pub fn words(&self) -> LocalText {
        let n = self.number.map_or_else(|| "?".to_owned(), |number| number.to_string());
        let told = match &self.what {
            UnfitWhat::Pack => said!(
                "quy trình lưu khi mở đợt đã bị sửa hoặc mất",
                "the procedure that was kept when it was opened was changed or is gone"
            ),
            UnfitWhat::Terms => said!(
                "không đọc được các thôn và hộ đang quản lý của đợt",
                "its villages and managed households cannot be read"
            ),
            UnfitWhat::EventMissing => {
                said!("việc số {n} của đợt bị mất, hoặc thừa", "event {n} is gone, or one too many")
            }
            UnfitWhat::EventUnreadable => {
                said!("không đọc được việc số {n} của đợt", "event {n} cannot be read")
            }
            UnfitWhat::EventRefused(why) => {
                let (vi, en) = (&why.vi, &why.en);
                said!("việc số {n} của đợt không được phép: {vi}", "event {n} is not permitted: {en}")
            }
            UnfitWhat::EventOtherwise => said!(
                "việc số {n} của đợt: người làm, lúc làm, hộ hoặc thôn ghi bên ngoài khác với nội dung",
                "event {n}: who, when, household or village beside it is not what its content says"
            ),
            UnfitWhat::Answers => {
                said!(
                    "không đọc được câu trả lời của hộ số {n}",
                    "the answers of household {n} cannot be read"
                )
            }
            UnfitWhat::ResultOtherwise => said!(
                "kết quả của hộ số {n} không phải kết quả tính lại từ câu trả lời",
                "the result of household {n} is not what its answers give"
            ),
            UnfitWhat::EventNotAsResult => said!(
                "việc số {n} của đợt ghi kết quả khác với kết quả mà việc đó dựa vào",
                "event {n} says another result than the one on which it rests"
            ),
            UnfitWhat::ListMissing => said!(
                "danh sách của việc số {n} bị mất, hoặc thừa",
                "the list of event {n} is gone, or one too many"
            ),
            UnfitWhat::ListChanged => said!(
                "danh sách của việc số {n} không phải danh sách đã niêm yết, đã trình",
                "the list of event {n} is not the one that was posted or proposed"
            ),
            UnfitWhat::FileMissing => said!(
                "tệp kèm việc số {n} (bản quét, ảnh) bị mất, hoặc thừa",
                "a file of event {n} (scan, photograph) is gone, or one too many"
            ),
            UnfitWhat::FileChanged => said!(
                "tệp kèm việc số {n} (bản quét, ảnh) không phải tệp đã giữ",
                "a file of event {n} (scan, photograph) is not the one that was kept"
            ),
            UnfitWhat::Report => said!(
                "báo cáo mà việc số {n} nêu không có, hoặc không gửi cùng lúc với việc đó",
                "the report that event {n} names is not there, or was not sent with it"
            ),
            UnfitWhat::Status => said!(
                "diện được công nhận của các hộ không theo quyết định (việc số {n})",
                "what households were recognised as does not follow the decision (event {n})"
            ),
            UnfitWhat::Board => said!(
                "bảng theo dõi của đợt không theo các việc đã ghi",
                "where it is said to stand does not follow its events"
            ),
        };
        match &self.commune {
            None => told,
            Some(code) => {
                let (vi, en) = (told.vi, told.en);
                said!("xã {code}: {vi}", "commune {code}: {en}")
            }
        }
    }
}
