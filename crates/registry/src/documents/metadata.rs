//! Leaves out of a photograph what it says besides the picture: where it was taken, when, with what. Which way it is held
//! stays, or every second photograph would lie on its side.

use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF};

use super::Media;

/// The same picture without its story; `None` if it cannot be read. Other files stay as they are.
pub(crate) fn cleaned(media: Media, bytes: &[u8]) -> Option<Vec<u8>> {
    let from = Bytes::copy_from_slice(bytes);
    match media {
        Media::Jpeg => {
            let mut jpeg = Jpeg::from_bytes(from).ok()?;
            let held = jpeg.exif().as_deref().and_then(orientation);
            // Exif and XMP (APP1), Photoshop (APP13), comments.
            jpeg.segments_mut()
                .retain(|part| !matches!(part.marker(), markers::APP1 | markers::APP13 | markers::COM));
            jpeg.set_exif(held.map(only));
            Some(jpeg.encoder().bytes().to_vec())
        }
        Media::Png => {
            let mut png = Png::from_bytes(from).ok()?;
            let held = png.exif().as_deref().and_then(orientation);
            let story: [[u8; 4]; 5] = [*b"eXIf", *b"tEXt", *b"zTXt", *b"iTXt", *b"tIME"];
            png.chunks_mut().retain(|chunk| !story.contains(&chunk.kind()));
            png.set_exif(held.map(only));
            Some(png.encoder().bytes().to_vec())
        }
        Media::WebP => {
            let mut webp = WebP::from_bytes(from).ok()?;
            let held = webp.exif().as_deref().and_then(orientation);
            webp.chunks_mut().retain(|chunk| ![*b"EXIF", *b"XMP "].contains(&chunk.id()));
            webp.set_exif(held.map(only));
            Some(webp.encoder().bytes().to_vec())
        }
        Media::Pdf | Media::Heic | Media::Docx | Media::Xlsx => Some(bytes.to_vec()),
    }
}

/// Whether a photograph says where it was taken: in its Exif block (a directory of positions), or in the text that editors add.
pub(crate) fn has_position(media: Option<Media>, bytes: &[u8]) -> bool {
    let from = || Bytes::copy_from_slice(bytes);
    let exif = match media {
        Some(Media::Jpeg) => Jpeg::from_bytes(from()).ok().and_then(|picture| picture.exif()),
        Some(Media::Png) => Png::from_bytes(from()).ok().and_then(|picture| picture.exif()),
        Some(Media::WebP) => WebP::from_bytes(from()).ok().and_then(|picture| picture.exif()),
        _ => return false,
    };
    let in_text = |mark: &[u8]| bytes.windows(mark.len()).any(|window| window == mark);
    exif.is_some_and(|exif| tag(&exif, POSITION).is_some()) || in_text(b"GPSLatitude")
}

/// Where the directory of positions lies.
const POSITION: usize = 0x8825;
/// Which way the picture is held.
const ORIENTATION: usize = 0x0112;

/// Which way the picture is held, 2 to 8; 1 is upright and needs no saying.
fn orientation(exif: &[u8]) -> Option<u8> {
    tag(exif, ORIENTATION).and_then(|held| u8::try_from(held).ok()).filter(|held| (2..=8).contains(held))
}

/// The beginning of a tag's value in the first directory of an Exif block (TIFF 6.0).
fn tag(exif: &[u8], wanted: usize) -> Option<usize> {
    let is_little = match exif.get(..2)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let two: [u8; 2] = exif.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    };
    let four: [u8; 4] = exif.get(4..8)?.try_into().ok()?;
    let first = if is_little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
    let first = usize::try_from(first).ok()?;
    for entry in 0..usize::from(short(first)?) {
        let at = first.checked_add(2 + entry * 12)?;
        if usize::from(short(at)?) == wanted {
            return short(at.checked_add(8)?).map(usize::from);
        }
    }
    None
}

/// An Exif block that says nothing but this.
fn only(held: u8) -> Bytes {
    // Big-endian, directory at 8, one entry: tag 0x0112, a short, one of them, its value; no further directory.
    let block =
        [b'M', b'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, held, 0, 0, 0, 0, 0, 0];
    Bytes::copy_from_slice(&block)
}

#[cfg(test)]
mod tests {
    use super::{only, orientation};

    #[test]
    fn which_way_a_picture_is_held_is_read_back_and_damaged_blocks_say_nothing() {
        let block = only(6);
        assert_eq!(orientation(&block), Some(6));
        for until in 0..20 {
            assert_eq!(orientation(&block[..until]), None, "{until}");
        }
        let little =
            [b'I', b'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0];
        assert_eq!(orientation(&little), Some(8));
        let far = [b'M', b'M', 0, 42, 255, 255, 255, 255, 0, 1];
        assert_eq!(orientation(&far), None);
    }
}
