//! What a file is, by its first bytes: its name may say anything.

/// Loại tệp that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// PDF.
    Pdf,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
    /// HEIC, as telephones of one maker take photographs.
    Heic,
    /// A Word document without macros.
    Docx,
    /// An Excel workbook without macros.
    Xlsx,
}

impl Media {
    pub(crate) const ALL: [Media; 7] =
        [Media::Pdf, Media::Jpeg, Media::Png, Media::WebP, Media::Heic, Media::Docx, Media::Xlsx];

    /// What the bytes are; `None` is nothing that is taken.
    pub fn of_bytes(bytes: &[u8]) -> Option<Media> {
        let at = |from: usize, wanted: &[u8]| bytes.get(from..from + wanted.len()) == Some(wanted);
        if at(0, b"%PDF-") {
            Some(Media::Pdf)
        } else if at(0, &[0xff, 0xd8, 0xff]) {
            Some(Media::Jpeg)
        } else if at(0, b"\x89PNG\r\n\x1a\n") {
            Some(Media::Png)
        } else if at(0, b"RIFF") && at(8, b"WEBP") {
            Some(Media::WebP)
        } else if at(4, b"ftyp") {
            let brands = [b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"];
            brands.into_iter().any(|brand| at(8, brand)).then_some(Media::Heic)
        } else if at(0, b"PK\x03\x04") {
            office(bytes)
        } else {
            None
        }
    }

    /// As it is stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Media::Pdf => "application/pdf",
            Media::Jpeg => "image/jpeg",
            Media::Png => "image/png",
            Media::WebP => "image/webp",
            Media::Heic => "image/heic",
            Media::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Media::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The kind of a code.
    pub fn from_code(code: &str) -> Option<Media> {
        Media::ALL.into_iter().find(|media| media.code() == code)
    }

    /// How people call it.
    pub const fn name(self) -> &'static str {
        match self {
            Media::Pdf => "PDF",
            Media::Jpeg => "JPEG",
            Media::Png => "PNG",
            Media::WebP => "WebP",
            Media::Heic => "HEIC",
            Media::Docx => "Word (DOCX)",
            Media::Xlsx => "Excel (XLSX)",
        }
    }

    /// How the names of such files end; the first one is usual.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Media::Pdf => &["pdf"],
            Media::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Media::Png => &["png"],
            Media::WebP => &["webp"],
            Media::Heic => &["heic", "heif"],
            Media::Docx => &["docx"],
            Media::Xlsx => &["xlsx"],
        }
    }

    /// Whether places where a photograph was taken are left out of it.
    pub const fn is_cleaned(self) -> bool {
        matches!(self, Media::Jpeg | Media::Png | Media::WebP)
    }
}

/// Names stand as they are in a ZIP archive. One that holds macros runs a program when it is opened: it is not taken.
fn office(bytes: &[u8]) -> Option<Media> {
    let has = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    if !has(b"[Content_Types].xml") || has(b"vbaProject.bin") {
        None
    } else if has(b"word/document.xml") {
        Some(Media::Docx)
    } else {
        has(b"xl/workbook.xml").then_some(Media::Xlsx)
    }
}
