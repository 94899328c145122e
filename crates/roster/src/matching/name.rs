//! Họ tên giống nhau đến đâu: how alike two names are.

use unicode_normalization::UnicodeNormalization;
use vocab::search_key;

/// How alike two names are, from not at all to letter by letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameLikeness {
    /// Nothing to go by.
    Different,
    /// One name is a single word that the other has too.
    OneWord,
    /// The same letters in another order, marks aside.
    OtherOrder,
    /// The same letters with other marks: Hoa and Hòa.
    OtherMarks,
    /// The same letters; one of them was typed without marks.
    WithoutMarks,
    /// The same words with the same marks in another order.
    OtherOrderSameMarks,
    /// The same name, whatever the capitals and the place of the tone.
    Same,
}

/// Compares two names. The order of the two does not matter.
pub fn compare_names(a: &str, b: &str) -> NameLikeness {
    let (words_a, words_b) = (marked_words(a), marked_words(b));
    if words_a.is_empty() || words_b.is_empty() {
        return NameLikeness::Different;
    }
    if words_a == words_b {
        return NameLikeness::Same;
    }
    if sorted(words_a.clone()) == sorted(words_b.clone()) {
        return NameLikeness::OtherOrderSameMarks;
    }
    let (plain_a, plain_b) = (search_key(a), search_key(b));
    // "K'Brể" and "Kbrể", "Ka Să" and "Kasă": joined they are one.
    if plain_a.replace(' ', "") == plain_b.replace(' ', "") {
        let (joined_a, joined_b) = (words_a.concat(), words_b.concat());
        return match () {
            () if joined_a == joined_b => NameLikeness::Same,
            () if is_plain(&joined_a) || is_plain(&joined_b) => NameLikeness::WithoutMarks,
            () => NameLikeness::OtherMarks,
        };
    }
    let split = |key: &str| sorted(key.split(' ').map(str::to_owned).collect());
    if split(&plain_a) == split(&plain_b) {
        return NameLikeness::OtherOrder;
    }
    let one_word =
        |short: &[String], long: &[String]| matches!(short, [word] if long.len() > 1 && long.contains(word));
    if one_word(&words_a, &words_b) || one_word(&words_b, &words_a) {
        return NameLikeness::OneWord;
    }
    NameLikeness::Different
}

/// A name as names are compared: two names with one key are the same name.
pub(crate) fn name_key(name: &str) -> String {
    marked_words(name).join(" ")
}

/// The words of a name, each with its letters in small and its tone at the end, where *hoà* and *hòa* are one.
fn marked_words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut tones) = (String::new(), String::new());
    for letter in name.nfd().flat_map(char::to_lowercase).chain([' ']) {
        match letter {
            // Huyền, sắc, ngã, hỏi, nặng.
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tones.push(letter),
            // Ð and Ɖ look alike and are typed for Đ.
            'ð' | 'ɖ' => word.push('đ'),
            letter if letter.is_alphanumeric() || ('\u{302}'..='\u{36f}').contains(&letter) => {
                word.push(letter)
            }
            _ if word.is_empty() => {}
            _ => {
                word.push_str(&std::mem::take(&mut tones));
                words.push(std::mem::take(&mut word));
            }
        }
    }
    words
}

fn is_plain(words: &str) -> bool {
    words.is_ascii()
}

fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_tone_places_capitals_and_order_are_told_apart() {
        use NameLikeness as L;
        for (a, b, likeness) in [
            ("Nguyễn Thị Hòa", "NGUYỄN THỊ HOÀ", L::Same),
            ("Nguyễn Thị Thúy", "Nguyễn Thị Thuý", L::Same),
            ("Đặng Văn Đức", "Ðặng  văn đức", L::Same),
            ("Nguyễn Thị Hòa", "Nguye\u{302}\u{303}n Thi\u{323} Ho\u{300}a", L::Same),
            ("Nguyễn Thị Hòa", "Hòa Nguyễn Thị", L::OtherOrderSameMarks),
            ("Nguyễn Thị Hòa", "Nguyen Thi Hoa", L::WithoutMarks),
            ("Nguyễn Thị Hòa", "Nguyễn Thị Hoa", L::OtherMarks),
            ("Nguyễn Thị Hòa", "hoa nguyen thi", L::OtherOrder),
            ("K'Brể", "K’ Brể", L::Same),
            ("K'Brể", "Kbre", L::WithoutMarks),
            ("Brể", "K'Brể", L::OneWord),
            ("Nguyễn Thị Hòa", "Nguyễn Thị Hằng", L::Different),
            ("Nguyễn", "Trần", L::Different),
            ("", "", L::Different),
            ("?", "?", L::Different),
        ] {
            assert_eq!(compare_names(a, b), likeness, "{a} / {b}");
            assert_eq!(compare_names(b, a), likeness, "{b} / {a}");
        }
    }
}
