//! A paper to be made, of one of the kinds, and what comes of it.

use vocab::{LocalText, said};

use super::minutes::Minutes;
use super::values::Values;
use crate::typesetting::NotPrinted;

/// Loại giấy: the kinds of papers of the review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaperKind {
    /// Biên bản họp dân.
    Minutes,
}

impl PaperKind {
    /// All kinds.
    pub const ALL: [PaperKind; 1] = [PaperKind::Minutes];

    /// The name that packs and the command line use.
    pub const fn id(self) -> &'static str {
        match self {
            PaperKind::Minutes => "minutes",
        }
    }

    /// The kind with a name.
    pub fn from_id(id: &str) -> Option<PaperKind> {
        PaperKind::ALL.into_iter().find(|kind| kind.id() == id)
    }

    /// Whether it is also made as DOCX: a paper that is changed before it is signed.
    pub const fn is_editable(self) -> bool {
        match self {
            PaperKind::Minutes => true,
        }
    }
}

/// A paper with what it says.
#[derive(Clone, Debug)]
pub enum Paper {
    /// Biên bản họp dân.
    Minutes(Minutes),
}

impl Paper {
    /// Its kind.
    pub const fn kind(&self) -> PaperKind {
        match self {
            Paper::Minutes(_) => PaperKind::Minutes,
        }
    }

    pub(super) fn values(&self) -> Values {
        match self {
            Paper::Minutes(paper) => paper.values(),
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
                    said!("không có mẫu giấy `{id}` cho ngày này", "there is no template of `{id}` for this day"),
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
                said!("không in được, lỗi ở tệp trình bày: {why}", "it cannot be printed, the layout is at fault: {why}"),
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
