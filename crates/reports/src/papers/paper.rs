//! A paper to be made, of one of the kinds, and what comes of it.

use vocab::{Language, LocalText, said};

use super::answers::{ComplaintAnswer, RefusalLetter};
use super::certificate::{CertificateFrame, PovertyCertificate, Shift};
use super::correction::CorrectingDecision;
use super::decision::RecognitionDecision;
use super::explanation::ExplanationSheet;
use super::minutes::Minutes;
use super::posting::Posting;
use super::report_letter::ReportLetter;
use super::values::Values;
use crate::typesetting::NotPrinted;

/// Loại giấy: the kinds of papers of the review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaperKind {
    /// Biên bản họp dân.
    Minutes,
    /// Danh sách niêm yết.
    Posting,
    /// Quyết định công nhận (Mẫu 02).
    Decision,
    /// Quyết định sửa đổi.
    Correction,
    /// Giấy chứng nhận (Mẫu 03).
    Certificate,
    /// The row of a year, printed onto a certificate.
    CertificateRow,
    /// Trả lời hộ không đủ điều kiện.
    Refusal,
    /// Trả lời khiếu nại.
    ComplaintAnswer,
    /// Phiếu giải thích kết quả.
    Explanation,
    /// Văn bản báo cáo.
    ReportLetter,
}

impl PaperKind {
    /// All kinds.
    pub const ALL: [PaperKind; 10] = [
        PaperKind::Minutes,
        PaperKind::Posting,
        PaperKind::Decision,
        PaperKind::Correction,
        PaperKind::Certificate,
        PaperKind::CertificateRow,
        PaperKind::Refusal,
        PaperKind::ComplaintAnswer,
        PaperKind::Explanation,
        PaperKind::ReportLetter,
    ];

    /// The name that packs and the command line use.
    pub const fn id(self) -> &'static str {
        match self {
            PaperKind::Minutes => "minutes",
            PaperKind::Posting => "posting",
            PaperKind::Decision => "decision",
            PaperKind::Correction => "correction",
            PaperKind::Certificate => "certificate",
            PaperKind::CertificateRow => "certificate-row",
            PaperKind::Refusal => "refusal",
            PaperKind::ComplaintAnswer => "complaint-answer",
            PaperKind::Explanation => "explanation",
            PaperKind::ReportLetter => "report-letter",
        }
    }

    /// What people call it.
    pub fn label(self) -> LocalText {
        match self {
            PaperKind::Minutes => said!("biên bản họp dân", "minutes of the village meeting"),
            PaperKind::Posting => said!("danh sách niêm yết", "posted list"),
            PaperKind::Decision => said!("quyết định công nhận (Mẫu 02)", "recognition decision (form 02)"),
            PaperKind::Correction => {
                said!("quyết định sửa đổi quyết định đã ký", "decision that corrects a signed one")
            }
            PaperKind::Certificate => said!("giấy chứng nhận (Mẫu 03)", "certificate (form 03)"),
            PaperKind::CertificateRow => {
                said!(
                    "hàng của năm in lên giấy chứng nhận đã cấp",
                    "row of a year on an existing certificate"
                )
            }
            PaperKind::Refusal => {
                said!("văn bản trả lời hộ không đủ điều kiện", "answer to a household that is not recognized")
            }
            PaperKind::ComplaintAnswer => said!("văn bản trả lời khiếu nại", "answer to a complaint"),
            PaperKind::Explanation => {
                said!("phiếu giải thích kết quả cho hộ", "explanation of the result for the household")
            }
            PaperKind::ReportLetter => said!("văn bản báo cáo", "report letter"),
        }
    }

    /// The kind with a name.
    pub fn from_id(id: &str) -> Option<PaperKind> {
        PaperKind::ALL.into_iter().find(|kind| kind.id() == id)
    }

    /// Whether it is also made as DOCX: a paper that is changed before it is signed.
    pub const fn is_editable(self) -> bool {
        match self {
            PaperKind::Minutes
            | PaperKind::Decision
            | PaperKind::Correction
            | PaperKind::Refusal
            | PaperKind::ComplaintAnswer
            | PaperKind::ReportLetter => true,
            PaperKind::Posting
            | PaperKind::Certificate
            | PaperKind::CertificateRow
            | PaperKind::Explanation => false,
        }
    }
}

/// A paper with what it says.
#[derive(Clone, Debug)]
pub enum Paper {
    /// Biên bản họp dân.
    Minutes(Minutes),
    /// Danh sách niêm yết.
    Posting(Posting),
    /// Quyết định công nhận (Mẫu 02).
    Decision(RecognitionDecision),
    /// Quyết định sửa đổi.
    Correction(CorrectingDecision),
    /// Giấy chứng nhận (Mẫu 03), one after the other.
    Certificates {
        /// What they share.
        frame: CertificateFrame,
        /// The households.
        certificates: Vec<PovertyCertificate>,
    },
    /// The rows of a year, each on a page of its own, for certificates that people have.
    CertificateRows {
        /// What they share.
        frame: CertificateFrame,
        /// The households.
        certificates: Vec<PovertyCertificate>,
        /// Where the printer is off.
        shift: Shift,
    },
    /// Trả lời hộ không đủ điều kiện.
    Refusal(RefusalLetter),
    /// Trả lời khiếu nại.
    ComplaintAnswer(ComplaintAnswer),
    /// Phiếu giải thích kết quả.
    Explanation(ExplanationSheet),
    /// Văn bản báo cáo.
    ReportLetter(ReportLetter),
}

impl Paper {
    /// Its kind.
    pub const fn kind(&self) -> PaperKind {
        match self {
            Paper::Minutes(_) => PaperKind::Minutes,
            Paper::Posting(_) => PaperKind::Posting,
            Paper::Decision(_) => PaperKind::Decision,
            Paper::Correction(_) => PaperKind::Correction,
            Paper::Certificates { .. } => PaperKind::Certificate,
            Paper::CertificateRows { .. } => PaperKind::CertificateRow,
            Paper::Refusal(_) => PaperKind::Refusal,
            Paper::ComplaintAnswer(_) => PaperKind::ComplaintAnswer,
            Paper::Explanation(_) => PaperKind::Explanation,
            Paper::ReportLetter(_) => PaperKind::ReportLetter,
        }
    }

    /// Official papers are Vietnamese; the sheet for a household is in its language.
    pub(super) const fn language(&self) -> Language {
        match self {
            Paper::Explanation(sheet) => sheet.language,
            _ => Language::Vi,
        }
    }

    pub(super) fn values(&self) -> Values {
        match self {
            Paper::Minutes(paper) => paper.values(),
            Paper::Posting(paper) => paper.values(),
            Paper::Decision(paper) => paper.values(),
            Paper::Correction(paper) => paper.values(),
            Paper::Certificates { frame, certificates } => frame.values(certificates, Shift::default()),
            Paper::CertificateRows { frame, certificates, shift } => frame.values(certificates, *shift),
            Paper::Refusal(paper) => paper.values(),
            Paper::ComplaintAnswer(paper) => paper.values(),
            Paper::Explanation(paper) => paper.values(),
            Paper::ReportLetter(paper) => paper.values(),
        }
    }
}

/// What a paper becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// PDF/A, to be printed and kept.
    Pdf,
    /// DOCX, to be changed before it is signed.
    Docx,
}

/// A paper that was made.
#[derive(Clone, Debug)]
pub struct Printed {
    /// The file.
    pub bytes: Vec<u8>,
    /// What whoever makes it should know: what was left out, what was not checked. Not printed on the paper.
    pub remarks: Vec<LocalText>,
}

/// Why a paper could not be made. Nothing in it comes from the people on the paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotMade {
    /// No template of this kind holds on the day.
    NoTemplate(PaperKind),
    /// This kind is not made as DOCX.
    NotEditable(PaperKind),
    /// The layout is at fault.
    NotPrinted(NotPrinted),
    /// Somebody cancelled.
    Cancelled,
}

impl NotMade {
    /// What happened and what to do, in both languages.
    pub fn words(&self) -> (LocalText, LocalText) {
        match self {
            NotMade::NoTemplate(kind) => {
                let id = kind.id();
                (
                    said!(
                        "không có mẫu giấy `{id}` cho ngày này",
                        "there is no template of `{id}` for this day"
                    ),
                    said!(
                        "thêm mẫu vào reports/papers của gói, hoặc sửa `covers`",
                        "add one to reports/papers of the pack, or change `covers`"
                    ),
                )
            }
            NotMade::NotEditable(kind) => {
                let id = kind.id();
                (
                    said!("giấy `{id}` chỉ in ra PDF", "`{id}` is made as PDF only"),
                    said!("chọn PDF", "choose PDF"),
                )
            }
            NotMade::NotPrinted(NotPrinted(why)) => (
                said!(
                    "không in được, lỗi ở tệp trình bày: {why}",
                    "it cannot be printed, the layout is at fault: {why}"
                ),
                said!("sửa tệp .typ của gói", "mend the .typ file of the pack"),
            ),
            NotMade::Cancelled => (
                said!("đã dừng theo yêu cầu", "stopped as asked"),
                said!("làm tiếp từ phần đã xong", "go on after the last part that is done"),
            ),
        }
    }
}

impl From<NotPrinted> for NotMade {
    fn from(why: NotPrinted) -> NotMade {
        NotMade::NotPrinted(why)
    }
}
