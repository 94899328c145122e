//! Nghĩa vụ: what must be true before a step is done. The kinds are the machine's; which step owes which, and by what
//! article, is the pack's.

use vocab::{LocalText, said};

macro_rules! duties {
    ($($(#[$said:meta])* $name:ident = $code:literal, $vi:literal, $en:literal;)*) => {
        /// Nghĩa vụ of a step.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Duty {
            $($(#[$said])* $name,)*
        }

        impl Duty {
            pub(crate) const WORDS: &'static [(&'static str, Duty)] = &[$(($code, Duty::$name)),*];

            /// The word of packs.
            pub const fn code(self) -> &'static str {
                match self { $(Duty::$name => $code),* }
            }

            /// What is then true.
            pub fn label(self) -> LocalText {
                match self { $(Duty::$name => said!($vi, $en)),* }
            }
        }
    };
}

duties! {
    /// Every household that the commune manages as poor or near-poor is on the roster, or left with a reason.
    ManagedListed = "managed_listed",
        "mọi hộ nghèo, hộ cận nghèo đang quản lý đều có trong danh sách", "every poor and near-poor household that is managed is on the roster";
    /// Every household that asked for a review has its Phiếu A.
    ApplicantsScreened = "applicants_screened",
        "mọi hộ có giấy đề nghị đã được nhận dạng nhanh", "every household that asked was screened";
    /// Every household of the roster that must be surveyed was, since it was last asked for.
    Surveyed = "surveyed",
        "mọi hộ phải khảo sát đã được khảo sát", "every household to be surveyed was surveyed";
    /// Every surveyed household has a result, and none is undetermined.
    Classified = "classified",
        "mọi hộ đã có kết quả phân loại, không còn hộ chưa xác định", "every household has a result and none is undetermined";
    /// A meeting was held, and those present agreed to every result that changes a household's status.
    AgreedByMeeting = "agreed_by_meeting",
        "cuộc họp dân đã đồng ý mọi kết quả làm thay đổi tình trạng của hộ", "the meeting agreed to every result that changes a status";
    /// The minutes of every meeting are there, in the copies and with the signatures that the law asks for.
    MinutesSigned = "minutes_signed",
        "biên bản họp dân đủ bản, đủ chữ ký", "the minutes are complete and signed";
    /// Where meeting and score disagreed, somebody answered.
    DisagreementsAnswered = "disagreements_answered",
        "mọi ý kiến khác của cuộc họp đã được trả lời", "every disagreement of the meeting was answered";
    /// The list of the village hung for the whole time.
    Posted = "posted",
        "danh sách đã niêm yết đủ thời gian", "the list was posted for the whole time";
    /// Every complaint was re-checked and answered.
    ComplaintsAnswered = "complaints_answered",
        "mọi khiếu nại đã được phúc tra và trả lời", "every complaint was re-checked and answered";
    /// The result that counts now hung for the whole time: a result that a re-check changed was posted again.
    ResultsPosted = "results_posted",
        "kết quả sau cùng của mọi hộ đã niêm yết đủ thời gian", "the last result of every household was posted for the whole time";
    /// The level that the law names for that day gave its opinion, and an opinion that does not agree was considered.
    OpinionGiven = "opinion_given",
        "đã có ý kiến của cấp có thẩm quyền và đã tiếp thu, giải trình", "the opinion was given and considered";
    /// The decision is signed, by another than who proposed it.
    Signed = "signed",
        "quyết định công nhận đã ký", "the decision is signed";
    /// Every recognised household has its certificate.
    Certified = "certified",
        "mọi hộ được công nhận đã có giấy chứng nhận", "every recognised household has its certificate";
    /// Every household that asked and is not recognised has a written answer with reasons.
    ApplicantsAnswered = "applicants_answered",
        "mọi hộ đề nghị mà không được công nhận đã có văn bản trả lời nêu lý do", "every household that asked in vain has a written answer with reasons";
    /// Every report that the commune owes was sent.
    Reported = "reported",
        "mọi báo cáo đã gửi", "every report was sent";
}
