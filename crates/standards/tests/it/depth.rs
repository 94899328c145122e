//! Rules that are too deep or too long are errors, and never exhaust the stack or the memory.

use std::time::{Duration, Instant};

use standards::PackFiles;
use standards::standard::Loaded;

use crate::pack::Pack;

/// Loads in a thread with the stack of a small server thread.
fn in_a_small_stack(pack: Pack) -> Loaded {
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    thread.spawn(move || pack.load()).expect("a thread").join().expect("no panic")
}

fn message_of(rule: &str) -> String {
    let started = Instant::now();
    let loaded = in_a_small_stack(Pack::small().with_rule(rule));
    assert!(started.elapsed() < Duration::from_secs(10), "{:?} for {:.60}", started.elapsed(), rule);
    match loaded.standard {
        Some(_) => "sound".to_owned(),
        None => loaded.findings[0].message.clone(),
    }
}

const TOO_DEEP: &str = "the rule is more than 200 levels deep";

/// `n` levels of one kind, of a rule that would be sound.
fn nested(kind: &str, n: usize) -> String {
    match kind {
        "brackets" => format!("{}toilet{}", "(".repeat(n), ")".repeat(n)),
        "lists" => format!("rooms in {}1{}", "[".repeat(n), "]".repeat(n)),
        "not" => format!("{}toilet", "!".repeat(n)),
        "not with spaces" => format!("{}toilet", "! ".repeat(n)),
        "minus" => format!("{}rooms > 0", "-".repeat(n)),
        "plus" => format!("rooms{} > 0", "+1".repeat(n)),
        "times" => format!("rooms{} > 0", " * 1".repeat(n)),
        "comparisons" => format!("toilet{}", " == toilet".repeat(n)),
        "in" => format!("toilet{}", " in toilet".repeat(n)),
        "conditionals" => format!("{}true", "toilet ? false : ".repeat(n)),
        "conditionals inside" => format!("{}true{}", "toilet ? (".repeat(n), ") : false".repeat(n)),
        "macros" => format!("{}true{}", "members.exists(m, ".repeat(n), ")".repeat(n)),
        "steps" => format!("household{} > 0", ".rooms".repeat(n)),
        "index" => format!("rooms{} > 0", "[0]".repeat(n)),
        "maps" => format!("{}1{} == 1", "{1:".repeat(n), "}".repeat(n)),
        other => panic!("{other}"),
    }
}

const KINDS: [&str; 15] = [
    "brackets",
    "lists",
    "not",
    "not with spaces",
    "minus",
    "plus",
    "times",
    "comparisons",
    "in",
    "conditionals",
    "conditionals inside",
    "macros",
    "steps",
    "index",
    "maps",
];

#[test]
fn a_rule_deeper_than_200_levels_is_an_error_in_every_way_to_nest() {
    for kind in KINDS {
        for n in [201, 2_000, 7_000] {
            let rule = nested(kind, n);
            let message = message_of(&rule);
            let expected = if rule.len() > 50_000 { "the rule is longer than 50000 bytes" } else { TOO_DEEP };
            assert_eq!(message, expected, "{kind} {n}");
        }
    }
}

#[test]
fn a_rule_of_nearly_200_levels_fits_a_small_stack() {
    for (kind, n) in [("brackets", 198), ("not", 197), ("minus", 198), ("plus", 197), ("conditionals", 198)] {
        assert_eq!(message_of(&nested(kind, n)), "sound", "{kind}");
    }
    for kind in KINDS {
        for n in [50, 66, 95, 150, 190] {
            let _ = message_of(&nested(kind, n));
        }
    }
}

#[test]
fn depth_cannot_hide_behind_what_the_parser_skips() {
    let deep = nested("brackets", 7_000);
    for before in [
        "// \"\n",
        "// '''\n",
        "r'\\' != village && ",
        "\"\"\"a\"b\"\"\" != village && ",
        "b'\\'' != village && ",
        "br'\\' != village && ",
        "0xbr'\\' != village && ",
        "'\\z' != village && '' != ",
        "`a//` && ",
        "&' && ",
        "1r'\\' && ",
    ] {
        let message = message_of(&format!("{before}{deep}"));
        assert_ne!(message, "sound", "{before}");
    }
    for (operator, junk) in
        [("+", ","), ("+", "&"), ("+", "&&"), ("+", ")"), ("-", ":"), ("==", "||"), (".", ","), ("+", "é")]
    {
        let rule = format!("rooms{}", format!("{operator}{junk}rooms").repeat(5_000))
            .chars()
            .take(49_000)
            .collect::<String>();
        assert_ne!(message_of(&rule), "sound", "{operator}{junk}");
    }
}

#[test]
fn a_long_flat_rule_is_no_deep_rule() {
    let many = |part: &str, by: &str| vec![part; 2_000].join(by);
    assert_eq!(message_of(&many("rooms > 2", " && ")), "sound");
    assert_eq!(message_of(&many("!toilet", " || ")), "sound");
    assert_eq!(message_of(&format!("rooms in [{}]", many("7", ", "))), "sound");
}

#[test]
fn a_rule_of_more_than_50_kilobytes_is_refused() {
    let long = |bytes: usize| format!("toilet{}", " ".repeat(bytes - "toilet".len()));
    assert_eq!(message_of(&long(50_000)), "sound");
    assert_eq!(message_of(&long(50_001)), "the rule is longer than 50000 bytes");
}

#[test]
fn a_rule_that_would_double_at_every_level_is_refused() {
    let mut number = "rooms".to_owned();
    let mut fraction = "area / 2.0".to_owned();
    for _ in 0..45 {
        number = format!("({number} in [1, 2] ? 1 : 0)");
        fraction = format!("({fraction} > 1 ? area / 2.0 : area)");
    }
    for rule in [format!("{number} > 0"), format!("{fraction} > 0")] {
        let message = message_of(&rule);
        assert!(message == TOO_DEEP || message.starts_with("the rule grows too large"), "{message}");
    }
}

#[test]
fn member_macros_inside_each_other_are_limited_because_they_multiply_the_work() {
    assert_eq!(message_of(&nested("macros", 3)), "sound");
    assert_eq!(message_of(&nested("macros", 4)), "more than 3 member macros inside each other");
    let side_by_side = vec!["members.exists(m, members.exists(m, m.reads))"; 50].join(" || ");
    assert_eq!(message_of(&side_by_side), "sound");
}

#[test]
fn rules_of_many_mistakes_are_read_in_bounded_time() {
    for part in ["x", "x || y", "'", "m.a", "1 / 0"] {
        for by in [" && ", ", ", " ? ", " "] {
            let rule: String = vec![part; 12_000].join(by).chars().take(50_000).collect();
            assert_ne!(message_of(&rule), "sound");
        }
    }
}

#[test]
fn toml_that_is_nested_without_end_is_an_error() {
    for (open, close) in [("[", "]"), ("{ a = ", " }"), ("a.", "")] {
        let text = format!("x = {}1{}\n", open.repeat(20_000), close.repeat(20_000));
        let keys = format!("{}x = 1\n", open.repeat(20_000));
        for text in [text, keys] {
            let pack = Pack::small().and("standard.toml", &text);
            assert!(in_a_small_stack(pack).standard.is_none());
        }
    }
    assert!(standards::load(&PackFiles::default(), "").standard.is_none());
}
