//! Chữ Việt trong ô: text put into its composed form, and text that no longer is Vietnamese.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::problem::Problem;

/// A text in NFC, spaces made single, and what was wrong with it.
pub(crate) fn clean(written: &str) -> (String, Vec<Problem>) {
    let mut problems = Vec::new();
    let trimmed = written.trim();
    if !is_nfc(trimmed) {
        problems.push(Problem::TextDecomposed);
    }
    let composed: String = trimmed.nfc().filter(|sign| !is_invisible(*sign)).collect();
    let text = composed.split_whitespace().collect::<Vec<_>>().join(" ");
    if is_garbled(&text) {
        problems.push(Problem::TextGarbled);
    }
    (text, problems)
}

fn is_invisible(sign: char) -> bool {
    matches!(sign, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{ad}')
        || (sign.is_control() && !sign.is_whitespace())
}

/// Letters of old fonts (TCVN3, VNI) and of UTF-8 read as Latin-1: signs and letters of Western Europe that no Vietnamese
/// word has, inside words. One of them alone may be a foreign or a Highland name (*Y Ñin*); a sign inside a word is not.
fn is_garbled(text: &str) -> bool {
    const SIGNS: &str = "¨©ª«¬®°±²³µ¶·¸¹º»¼½¾¡¢£¤¥¦§¯´×÷";
    const LETTERS: &str = "ÄÅÆÇËÎÏÑÖØÛÜÞßäåæçëîïñöøûüþÿðŸ";
    if text.contains('\u{fffd}') {
        return true;
    }
    text.split_whitespace().any(|word| {
        let letters = word.chars().filter(|sign| sign.is_ascii_alphabetic()).count();
        let signs = word.chars().filter(|sign| SIGNS.contains(*sign)).count();
        let foreign = word.chars().filter(|sign| LETTERS.contains(*sign)).count();
        // "16 m²" and "20°" are honest: a sign after a digit or a single letter.
        (signs > 0 && letters + foreign >= 2) || foreign >= 2 || vni_pair(word)
    })
}

/// VNI writes a vowel and then its mark as a letter of its own: *Nguyeãn Vaên*, *Hoøa*. These pairs begin no Vietnamese
/// rhyme; *oà, uê, yê* and the like do and are not among them.
fn vni_pair(word: &str) -> bool {
    const PAIRS: &str = "aâ aê aã aä aå aá aà aï aû aé aè aë aú aù aü aø eâ eã eä eå eá eà eï eû eù eø eö oâ oä oå oï oû oø oö \
                         où uâù uï uû uø uö yù yø";
    let lower = word.to_lowercase();
    PAIRS.split_whitespace().any(|pair| lower.contains(pair))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_fonts_and_wrong_encodings_are_noticed_and_vietnamese_and_highland_names_are_not() {
        for garbled in [
            "NguyÔn V¨n §øc",
            "TrÇn ThÞ B×nh",
            "Nguyeãn Vaên Ñöùc",
            "Traàn Thò Hoa",
            "Nguyá»…n VÄƒn Äá»©c",
            "Nguy\u{fffd}n",
            "Hé nghÌo ®Æc biÖt",
        ] {
            assert!(is_garbled(garbled), "{garbled}");
        }
        for good in [
            "Nguyễn Văn Đức",
            "Trần Thị Thuý Hoà",
            "Quách Thuỷ Tiên Khuê",
            "Hoàng Loan Uyên",
            "NGUYỄN THỊ HOÀ",
            "Đào Quý Thoại",
            "Lê Quốc Khoá",
            "K'Brể",
            "Ka Să H'Blŭ Niê",
            "Y Ñin Kđăm",
            "Thuế, 16 m², 20°",
            "Nguyễn Xuân Khoáng Toàn",
            "Bùi Thị Xuyến Chi",
            "Khu phố 3 – số 12/4",
        ] {
            assert!(!is_garbled(good), "{good}");
        }
    }

    #[test]
    fn letters_and_marks_stored_apart_are_put_together() {
        let (text, problems) = clean("  Nguye\u{302}\u{303}n\u{a0} Va\u{306}n \u{200b}A ");
        assert_eq!((text.as_str(), problems), ("Nguyễn Văn A", vec![Problem::TextDecomposed]));
    }
}
