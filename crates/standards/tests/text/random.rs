//! Deep and random rules: every one that the checker accepts is said, in both languages.

use standards::rule::text::Speaker;
use standards::standard::PovertyStandard;
use vocab::Language;

use super::LANGUAGES;
use super::trial::{checked, trial, try_check};

#[test]
fn the_deepest_rule_is_said() {
    let standard = trial();
    let mut rule = "m.insured".to_owned();
    for level in 0..190 {
        rule = match level % 4 {
            0 => format!("!({rule} && m.age < {level})"),
            1 => format!("({rule} || m.wage > {level})"),
            2 => format!("members.exists(m, m.reads && !{rule})"),
            _ => format!("(m.reads ? {rule} : !m.insured)"),
        };
        if try_check(&standard, &format!("({rule})")).is_err() {
            break;
        }
        let condition = checked(&standard, &rule);
        for language in [Language::Vi, Language::En] {
            let speaker = Speaker::new(&standard, None, language);
            for text in
                [speaker.condition(&condition), speaker.negation(&condition), speaker.rule(&condition)]
            {
                assert!(text.contains("0"), "{text}");
            }
        }
    }
}

/// A random rule; it may be one that the checker refuses.
struct Writer(u64);

impl Writer {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }

    fn condition(&mut self, depth: u32) -> String {
        if depth == 0 {
            let plain = [
                "m.insured",
                "m.reads",
                "floor",
                "water == \"tap\"",
                "zone == \"rural\"",
                "\"car\" in assets",
                "\"boat\" in assets",
                "m.people in [\"28\", \"15\"]",
                "note == \"a\"",
                "deprived.dry",
                "m.age >= 6",
                "m.age < 16",
                "m.level >= 2",
                "m.level < 3",
                "true",
                "false",
                "at_or_below_income_line",
                "m.born < date(\"2000-02-29\")",
            ];
            return plain[self.below(plain.len() as u64) as usize].to_owned();
        }
        let next = depth - 1;
        let (a, b) = (self.condition(next), self.condition(next));
        match self.below(11) {
            0 => format!("!({a})"),
            1 | 2 => format!("({a} && {b})"),
            3 | 4 => format!("({a} || {b})"),
            5 => format!("(({a}) ? ({b}) : !({a}))"),
            6 => format!("(({a}) == ({b}))"),
            7 => format!("members.exists(m, {a})"),
            8 => format!("members.filter(m, {a}).all(m, {b})"),
            _ => {
                let signs = ["<", "<=", ">", ">=", "==", "!="];
                let sign = signs[self.below(6) as usize];
                format!("({} {sign} {})", self.number(next), self.number(next))
            }
        }
    }

    fn number(&mut self, depth: u32) -> String {
        if depth == 0 {
            let plain = [
                "m.age",
                "m.wage",
                "rooms",
                "area",
                "income",
                "m.level",
                "members.size()",
                "deprivation_count",
                "param.line",
                "param.moving",
                "param.rooms_per_person",
                "0",
                "1",
                "2.5",
                "100",
            ];
            return plain[self.below(plain.len() as u64) as usize].to_owned();
        }
        let next = depth - 1;
        let (a, b) = (self.number(next), self.number(next));
        match self.below(9) {
            0 => format!("({a} + {b})"),
            1 => format!("({a} - {b})"),
            2 => format!("{a} * {b}"),
            3 => format!("{a} / members.size()"),
            4 => format!("members.filter(m, {}).size()", self.condition(next)),
            5 => format!("members.map(m, {a}).{}()", ["sum", "min", "max"][self.below(3) as usize]),
            6 => format!("({} ? {a} : {b})", self.condition(next)),
            7 => format!("(({} ? 1 : 0) + ({} ? 0 : 1))", self.condition(next), self.condition(next)),
            _ => a,
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 2000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_checked_rule_is_said_in_both_languages(seed in 1_u64..) {
        static TRIAL: std::sync::LazyLock<PovertyStandard> = std::sync::LazyLock::new(trial);
        let mut writer = Writer(seed);
        let depth = 1 + writer.below(4) as u32;
        let rule = writer.condition(depth);
        if let Ok(condition) = try_check(&TRIAL, &rule) {
            for (language, _) in LANGUAGES {
                let speaker = Speaker::new(&TRIAL, None, language);
                let texts = [speaker.condition(&condition), speaker.negation(&condition), speaker.rule(&condition)];
                proptest::prop_assert!(texts[0] != texts[1], "{}: {}", rule, texts[0]);
                for text in texts {
                    proptest::prop_assert!(!text.contains("  ()") && !text.trim().is_empty(), "{}: {:?}", rule, text);
                    proptest::prop_assert_eq!(text.matches('(').count(), text.matches(')').count(), "{}", text);
                    proptest::prop_assert!(!text.contains(" : ") && !text.contains(", ,") && !text.contains("()"));
                }
            }
        }
    }
}
