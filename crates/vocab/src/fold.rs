//! Khóa tìm kiếm: the form in which texts are compared when people search.
//!
//! `ho trong hoa` finds *Hồ Trọng Hòa* and *Hoà*: letters lose their marks, đ becomes d, every run of other signs one
//! space. The rule is the `search_key` of `packs/vn/lists/formats_vi.json`.

use unicode_normalization::UnicodeNormalization;

/// The search key of a text.
pub fn search_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for letter in text.nfd().flat_map(char::to_lowercase) {
        match letter {
            '\u{300}'..='\u{36f}' => {}
            // Đ has no decomposition. Ð and Ɖ look alike and are typed for it.
            'đ' | 'ð' | 'ɖ' => key.push('d'),
            letter if letter.is_alphanumeric() => key.push(letter),
            _ if key.ends_with(' ') || key.is_empty() => {}
            _ => key.push(' '),
        }
    }
    key.truncate(key.trim_end().len());
    key
}

/// The search key without its spaces, in which *Đạm B'ri*, *dambri* and *dam bri* meet.
pub fn joined_search_key(text: &str) -> String {
    search_key(text).replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_tone_places_case_and_signs_do_not_matter() {
        for (written, key) in [
            ("Hồ Trọng Hòa", "ho trong hoa"),
            ("Hồ Trọng Hoà", "ho trong hoa"),
            ("Đặng Văn Đức", "dang van duc"),
            ("ĐẶNG  văn\tĐỨC ", "dang van duc"),
            ("Ho\u{302}\u{300}", "ho"),
            ("Phường B'Lao", "phuong b lao"),
            ("Ước Ý, 1", "uoc y 1"),
            ("", ""),
            ("–", ""),
        ] {
            assert_eq!(search_key(written), key, "{written}");
        }
        assert_eq!(joined_search_key("Đạm B’ri"), joined_search_key("dam bri"));
    }
}
