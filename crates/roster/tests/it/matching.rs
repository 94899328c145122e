//! Who of the registry a person of a list may be.

use proptest::prelude::*;
use roster::matching::{MatchHousehold, MatchPerson, Reason, Verdict, compare, compare_households, propose};
use roster::{Birth, PersonalNumber, Sex};

fn person(name: &str, birth: &str, village: &str) -> MatchPerson {
    let birth = match birth.len() {
        0 => None,
        4 => Some(Birth::Year(birth.parse().expect("a year"))),
        _ => Some(Birth::Day(birth.parse().expect("a day"))),
    };
    MatchPerson { name: name.to_owned(), birth, village: Some(village.to_owned()), ..MatchPerson::default() }
}

fn with_number(mut person: MatchPerson, digits: &str) -> MatchPerson {
    person.number = PersonalNumber::new(digits);
    person
}

#[test]
fn verdicts_are_those_a_clerk_would_give() {
    use Verdict as V;
    for (a, b, verdict) in [
        (("Nguyễn Thị Hòa", "1965-08-15", "Thôn 1"), ("NGUYỄN THỊ HOÀ", "1965-08-15", "thon 1"), V::Likely),
        (("Nguyễn Thị Hòa", "1965", "Thôn 1"), ("Nguyễn Thị Hoà", "1965-08-15", "Thôn 1"), V::Likely),
        (("Nguyễn Thị Hòa", "1965", "Thôn 1"), ("Nguyễn Thị Hoà", "1965-08-15", "Thôn 2"), V::Possible),
        (("Nguyen Thi Hoa", "1965-08-15", "Thôn 1"), ("Nguyễn Thị Hoà", "1965-08-15", "Thôn 1"), V::Likely),
        (("Nguyễn Thị Hoa", "1965-08-15", "Thôn 1"), ("Nguyễn Thị Hoà", "1965-08-15", "Thôn 1"), V::Possible),
        (("Hòa Nguyễn Thị", "1965-08-15", "Thôn 1"), ("Nguyễn Thị Hoà", "1965-08-15", "Thôn 1"), V::Likely),
        (("Nguyễn Thị Hòa", "1965-08-15", "Thôn 1"), ("Nguyễn Thị Hoà", "1972-01-01", "Thôn 1"), V::None),
        (("Nguyễn Thị Hòa", "", "Thôn 1"), ("Nguyễn Thị Hoà", "1972-01-01", "Thôn 1"), V::Possible),
        (("Brể", "1980-01-02", "Thôn 1"), ("K'Brể", "1980-01-02", "Thôn 1"), V::Possible),
        (("K'Brể", "1980", "Thôn 1"), ("K’ Brể", "1980-01-02", "Thôn 1"), V::Likely),
        (("Nguyễn Thị Hòa", "1965-08-15", "Thôn 1"), ("Trần Văn Ba", "1965-08-15", "Thôn 1"), V::None),
    ] {
        let likeness = compare(&person(a.0, a.1, a.2), &person(b.0, b.1, b.2));
        assert_eq!(likeness.verdict, verdict, "{a:?} {b:?} {likeness:?}");
    }
}

#[test]
fn the_number_decides_and_another_number_leaves_a_question() {
    let hoa = || person("Nguyễn Thị Hòa", "1965-08-15", "Thôn 1");
    let same = compare(
        &with_number(hoa(), "068165001234"),
        &with_number(person("Ng T Hoà", "", ""), "068165001234"),
    );
    assert_eq!(same.verdict, Verdict::SameNumber);
    assert!(same.reasons.contains(&Reason::OtherName), "the reasons say what does not fit");
    let other = compare(&with_number(hoa(), "068165001234"), &with_number(hoa(), "068165009999"));
    assert_eq!(other.verdict, Verdict::Possible);
    let old = compare(&with_number(hoa(), "250123456"), &with_number(person("Trần Ba", "", ""), "250123456"));
    assert_eq!(old.verdict, Verdict::None, "nine digits are not unique");
    let boy = MatchPerson { sex: Some(Sex::Male), ..hoa() };
    assert_eq!(compare(&boy, &MatchPerson { sex: Some(Sex::Female), ..hoa() }).verdict, Verdict::Possible);
}

#[test]
fn candidates_come_likeliest_first_and_strangers_not_at_all() {
    let candidates = [
        person("Trần Văn Ba", "1960", "Thôn 1"),
        person("Nguyễn Thị Hoa", "1965", "Thôn 1"),
        person("Nguyễn Thị Hoà", "1965-08-15", "Thôn 1"),
    ];
    let found = propose(&person("Nguyễn Thị Hòa", "1965-08-15", "Thôn 1"), &candidates);
    assert_eq!(found.iter().map(|proposal| proposal.candidate).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn one_person_who_moved_does_not_make_two_households_one() {
    let hoa = || with_number(person("Nguyễn Thị Hòa", "1965-08-15", "Thôn 1"), "068165001234");
    let child = |name: &str, birth: &str| person(name, birth, "Thôn 1");
    let before = MatchHousehold {
        people: vec![hoa(), child("Lê An", "1990-01-01"), child("Lê Bình", "1992-02-02")],
        head: Some(0),
    };
    let same = MatchHousehold {
        people: vec![child("Lê Binh", "1992"), hoa(), child("Lê An", "1990-01-01")],
        head: Some(1),
    };
    let moved = MatchHousehold {
        people: vec![child("Vũ Cường", "1988-03-03"), child("Vũ Dần", "2010-04-04"), hoa()],
        head: Some(0),
    };
    let alike = compare_households(&before, &same);
    assert_eq!((alike.verdict, alike.shared), (Verdict::SameNumber, 100));
    assert_eq!(compare_households(&before, &moved).verdict, Verdict::Possible);
    let strangers = MatchHousehold { people: vec![child("Vũ Cường", "1988-03-03")], head: Some(0) };
    assert_eq!(compare_households(&before, &strangers).verdict, Verdict::None);
}

/// Syllables with tones in both places, with đ, and of one letter.
const SYLLABLES: &[&str] =
    &["Nguyễn", "Thị", "Hòa", "Hoà", "Hoa", "Đức", "K'Brể", "Thúy", "Thuý", "Văn", "Ý", "Lê", "Ka"];

fn any_name() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(SYLLABLES), 1..5).prop_map(|words| words.join(" "))
}

fn any_person() -> impl Strategy<Value = MatchPerson> {
    let birth = prop_oneof![
        Just(None),
        (1950..2000i32).prop_map(|year| Some(Birth::Year(year))),
        (0..9000i32).prop_map(|days| Some(Birth::Day(vocab::Day::from_epoch_days(days)))),
    ];
    let sex = prop::option::of(prop_oneof![Just(Sex::Male), Just(Sex::Female)]);
    let village = prop::option::of(prop::sample::select(vec!["Thôn 1".to_owned(), "Thôn 2".to_owned()]));
    let number = prop::option::of(
        (0..4u32).prop_map(|n| PersonalNumber::new(&format!("06816500000{n}")).expect("digits")),
    );
    (any_name(), birth, sex, village, number).prop_map(|(name, birth, sex, village, number)| MatchPerson {
        name,
        birth,
        sex,
        village,
        number,
    })
}

/// The other way to write a tone in oa and uy.
fn other_tone_place(name: &str) -> String {
    name.replace("Hòa", "H\u{1}").replace("Hoà", "Hòa").replace("H\u{1}", "Hoà").replace("Thúy", "Thuý")
}

proptest! {
    #[test]
    fn the_order_of_the_two_does_not_matter(a in any_person(), b in any_person()) {
        prop_assert_eq!(compare(&a, &b), compare(&b, &a));
    }

    #[test]
    fn capitals_tone_places_and_decomposed_letters_change_nothing(a in any_person(), b in any_person()) {
        use unicode_normalization::UnicodeNormalization;
        let rewritten = MatchPerson { name: other_tone_place(&a.name).to_uppercase().nfd().collect(), ..a.clone() };
        prop_assert_eq!(compare(&a, &b), compare(&rewritten, &b));
    }

    #[test]
    fn a_person_is_at_least_possible_to_be_themselves(a in any_person()) {
        let likeness = compare(&a, &a);
        prop_assert!(likeness.verdict >= Verdict::Possible, "{:?}", likeness);
    }

    #[test]
    fn nobody_is_the_same_by_number_without_the_same_twelve_digits(a in any_person(), b in any_person()) {
        let same = a.number.is_some() && a.number == b.number;
        prop_assert_eq!(compare(&a, &b).verdict == Verdict::SameNumber, same);
    }

    #[test]
    fn learning_that_births_agree_never_weakens_a_proposal(a in any_person(), b in any_person()) {
        if let (Some(x), Some(y)) = (a.birth, b.birth) && x.agrees_with(y) {
            let unknown = compare(&MatchPerson { birth: None, ..a.clone() }, &b);
            let known = compare(&a, &b);
            prop_assert!(known.score >= unknown.score && known.verdict >= unknown.verdict);
        }
    }

    #[test]
    fn typing_a_name_without_marks_never_makes_another_person_likelier_than_the_right_one(a in any_person()) {
        let plain = MatchPerson { name: vocab::search_key(&a.name), ..a.clone() };
        prop_assert!(compare(&plain, &a).score <= compare(&a, &a).score);
        prop_assert!(compare(&plain, &a).verdict != Verdict::None || a.birth.is_none());
    }
}
