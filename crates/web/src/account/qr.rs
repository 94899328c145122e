//! A QR code as the path of an SVG: no file, no script, no style.

use qrcode::{Color, QrCode};

/// Squares of light around the code, as its standard asks.
const QUIET: usize = 4;

/// A picture: the side in squares, and the dark ones as a path.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub(crate) side: usize,
    pub(crate) path: String,
}

/// The code of a text; `None` if it is too long for one.
pub(crate) fn picture(text: &str) -> Option<Picture> {
    let code = QrCode::new(text).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET));
        }
    }
    Some(Picture { side: width + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::picture;

    #[test]
    fn the_corners_of_a_code_are_where_telephones_look_for_them() {
        let picture = picture("otpauth://totp/Chung%20Tay:lan?secret=GEZDGNBVGY3TQOJQ").unwrap();
        let last = picture.side - 5;
        for corner in [(4, 4), (last, 4), (4, last)] {
            assert!(picture.path.contains(&format!("M{} {}h1", corner.0, corner.1)), "{corner:?}");
        }
        assert!(!picture.path.contains("M3 ") && !picture.path.contains(&format!("M{} ", last + 1)));
    }
}
