//! A text as a picture that a telephone or a scanner reads.

use qrcode::{Color, EcLevel, QrCode};

/// The picture as SVG; `None` if the text is too long for one.
pub(crate) fn code(text: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let side = width + 8;
    let mut path = String::new();
    for (row, colors) in code.to_colors().chunks(width.max(1)).enumerate() {
        // Dark squares side by side are one piece: a batch of certificates is half as large.
        let mut from = 0;
        for run in colors.chunk_by(|one, next| one == next) {
            let long = run.len();
            if run.first() == Some(&Color::Dark) {
                path.push_str(&format!("M{} {}h{long}v1h-{long}z", from + 4, row + 4));
            }
            from += long;
        }
    }
    Some(format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{path}"/></svg>"#
    ))
}
