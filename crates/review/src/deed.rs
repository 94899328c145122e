//! Việc làm trong một đợt rà soát: the kinds of things that people do, by the names that packs and programs use.

use vocab::{LocalText, said};

macro_rules! kinds {
    ($($(#[$said:meta])* $name:ident = $code:literal, $vi:literal, $en:literal;)*) => {
        /// Loại việc: what a permit is asked for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum DeedKind {
            $($(#[$said])* $name,)*
        }

        impl DeedKind {
            pub(crate) const WORDS: &'static [(&'static str, DeedKind)] = &[$(($code, DeedKind::$name)),*];

            /// The word of packs and programs.
            pub const fn code(self) -> &'static str {
                match self { $(DeedKind::$name => $code),* }
            }

            /// What people call it.
            pub fn label(self) -> LocalText {
                match self { $(DeedKind::$name => said!($vi, $en)),* }
            }
        }
    };
}

kinds! {
    /// A household goes onto the roster.
    Enroll = "enroll", "đưa hộ vào danh sách rà soát", "put a household on the roster";
    /// Phiếu A of a household that asked.
    Screen = "screen", "nhận dạng nhanh (Phiếu A)", "quick screening (form A)";
    /// A filled form was accepted.
    Survey = "survey", "khảo sát hộ", "survey a household";
    /// The result of the standard for a household.
    Classify = "classify", "phân loại hộ", "classify a household";
    /// A village meeting with its votes.
    HoldMeeting = "hold_meeting", "họp dân", "hold the village meeting";
    /// The signed minutes of a meeting.
    AttachMinutes = "attach_minutes", "nộp biên bản họp đã ký", "attach the signed minutes";
    /// The answer to a disagreement between meeting and score.
    AnswerDisagreement = "answer_disagreement", "trả lời ý kiến khác của cuộc họp", "answer a disagreement of the meeting";
    /// A list goes up.
    Post = "post", "niêm yết danh sách", "post the list";
    /// A complaint comes in.
    Complain = "complain", "nhận khiếu nại", "receive a complaint";
    /// A household is checked again.
    Recheck = "recheck", "phúc tra", "re-check";
    /// The answer to a complaint.
    AnswerComplaint = "answer_complaint", "trả lời khiếu nại", "answer a complaint";
    /// Something was reported, anonymously or by somebody who is no party.
    TakeFeedback = "take_feedback", "ghi phản ánh", "take feedback";
    /// What became of it.
    SettleFeedback = "settle_feedback", "xử lý phản ánh", "settle feedback";
    /// The results go to the level that gives its opinion.
    AskOpinion = "ask_opinion", "báo cáo, xin ý kiến", "report and ask for an opinion";
    /// The opinion of that level.
    GiveOpinion = "give_opinion", "cho ý kiến", "give an opinion";
    /// What the chair makes of an opinion that does not agree.
    ConsiderOpinion = "consider_opinion", "tiếp thu, giải trình ý kiến", "consider and explain";
    /// The decision is drafted.
    Propose = "propose", "trình dự thảo quyết định", "propose the decision";
    /// The decision is signed.
    Sign = "sign", "ký quyết định công nhận", "sign the decision";
    /// What was found of a household after the decision.
    Reconsider = "reconsider", "ghi kết quả kiểm tra lại sau quyết định", "record what was found after the decision";
    /// A correcting decision is drafted.
    ProposeCorrection = "propose_correction", "trình quyết định sửa đổi", "propose a correcting decision";
    /// A correcting decision is signed.
    SignCorrection = "sign_correction", "ký quyết định sửa đổi", "sign a correcting decision";
    /// A certificate of a household.
    IssueCertificate = "issue_certificate", "cấp giấy chứng nhận", "issue a certificate";
    /// The written answer to a household that asked and is not recognised.
    AnswerApplicant = "answer_applicant", "trả lời hộ không đủ điều kiện", "answer a household that does not qualify";
    /// A report goes upwards.
    SendReport = "send_report", "gửi báo cáo", "send a report";
    /// A household leaves the campaign.
    Leave = "leave", "đưa hộ ra khỏi đợt rà soát", "take a household out";
    /// Something that the law leaves open here is determined, with a reason.
    Determine = "determine", "xác nhận nội dung pháp luật chưa rõ", "determine what the law leaves open";
    /// The step is done.
    Pass = "pass", "chuyển sang bước sau", "go on to the next step";
    /// An earlier step is done again.
    GoBack = "go_back", "làm lại bước trước", "do an earlier step again";
}
