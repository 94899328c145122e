//! A small sound pack, ways to break it, and the one way to check what is found.

use standards::standard::{Loaded, PovertyStandard};
use standards::{PackFiles, load};
use vocab::Severity;

pub(crate) const STANDARD: &str = r#"id = "small"
label = { vi = "Chuẩn thử", en = "Trial standard" }
status = "example"
covers = { from = "2022-01-01", until = "2027-01-01" }
source = { doc = "none", confidence = "invented" }

[[param.line]]
value = 1500000
unit = "vnd"
zone = "rural"
from = "2022-01-01"
source = { doc = "none", confidence = "invented" }
[[param.line]]
value = 2000000
unit = "vnd"
zone = "urban"
from = "2022-01-01"
source = { doc = "none", confidence = "invented" }
[param.share]
value = 0.5
from = "2022-01-01"
source = { doc = "none", confidence = "invented" }

[[income_test]]
id = "income"
label = { vi = "Thu nhập", en = "Income" }
question = "income"
at_or_below_line = "income <= param.line"
source = { doc = "none", confidence = "invented" }

[[outcome]]
id = "poor"
label = { vi = "Hộ nghèo", en = "Poor" }
when = "at_or_below_income_line && deprivation_count >= 1"
source = { doc = "none", confidence = "invented" }
[[outcome]]
id = "not_poor"
label = { vi = "Không nghèo", en = "Not poor" }
when = "true"
source = { doc = "none", confidence = "invented" }
"#;

pub(crate) const INDICATORS: &str = r#"[[dimension]]
id = "home"
label = { vi = "Nhà ở", en = "Home" }

[[indicator]]
id = "crowded"
dimension = "home"
label = { vi = "Chật chội", en = "Crowded" }
deprived = "area < 8 * members.size()"
source = { doc = "none", confidence = "invented" }
"#;

/// Questions of every type, in one line each.
pub(crate) fn questionnaire() -> String {
    let mut text = String::new();
    for (of, id, rest) in [
        ("household", "income", r#"type = "integer", unit = "vnd", min = 0, max = 100000000"#),
        ("household", "area", r#"type = "decimal", scale = 1, unit = "m2", min = 0, max = 2000"#),
        ("household", "rooms", r#"type = "integer", min = 0, max = 50"#),
        ("household", "huge", r#"type = "integer""#),
        ("household", "toilet", r#"type = "boolean""#),
        ("household", "water", r#"type = "choice", choices = [{ code = "tap", L }, { code = "well", L }]"#),
        (
            "household",
            "floor",
            r#"type = "choice", choices = [{ code = "1", L }, { code = 2, L }, { code = "3", L }]"#,
        ),
        (
            "household",
            "level",
            r#"type = "choice", choices = [{ code = "none", order = 0, L }, { code = "primary", order = 1, L }]"#,
        ),
        ("household", "assets", r#"type = "choices", choices = [{ code = "tv", L }, { code = "phone", L }]"#),
        ("household", "village", r#"type = "text""#),
        ("household", "moved_on", r#"type = "date""#),
        ("member", "age", r#"type = "integer", min = 0, max = 120"#),
        ("member", "wage", r#"type = "integer", unit = "vnd", min = 0, max = 100000000"#),
        ("member", "reads", r#"type = "boolean""#),
    ] {
        let label = r#"label = { vi = "…", en = "…" }"#;
        let rest = rest.replace('L', label);
        text += &format!("[[question]]\nid = \"{id}\"\nof = \"{of}\"\n{label}\n");
        text += &split_keys(&rest);
    }
    text
}

/// `a = 1, b = 2` on lines of their own; commas inside brackets stay.
fn split_keys(keys: &str) -> String {
    let mut depth = 0;
    let split = |c: char| {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    };
    keys.split(split).map(|key| format!("{}\n", key.trim())).collect()
}

/// The files of a folder of their own.
#[derive(Clone)]
pub(crate) struct Pack(pub(crate) Vec<(String, Vec<u8>)>);

impl Pack {
    /// The small sound pack.
    pub(crate) fn small() -> Pack {
        let questionnaire = questionnaire();
        Pack(Vec::new())
            .with("standard.toml", STANDARD)
            .with("questionnaire.toml", &questionnaire)
            .with("indicators.toml", INDICATORS)
    }

    /// Adds or replaces a file.
    pub(crate) fn with(mut self, file: &str, content: impl AsRef<[u8]>) -> Pack {
        self.0.retain(|(name, _)| name != file);
        self.0.push((file.to_owned(), content.as_ref().to_vec()));
        self
    }

    /// Replaces a piece of a file, which must be there.
    pub(crate) fn but(self, file: &str, from: &str, to: &str) -> Pack {
        let text = self.text(file);
        assert!(text.contains(from), "{file} has no {from}");
        self.with(file, text.replacen(from, to, 1))
    }

    /// Adds text to the end of a file.
    pub(crate) fn and(self, file: &str, more: &str) -> Pack {
        let text = self.text(file) + more;
        self.with(file, text)
    }

    /// The only indicator has this rule, in a text of several lines.
    pub(crate) fn with_rule(self, rule: &str) -> Pack {
        let rule = format!("deprived = '''\n{rule}'''");
        self.but("indicators.toml", "deprived = \"area < 8 * members.size()\"", &rule)
    }

    fn text(&self, file: &str) -> String {
        let found = self.0.iter().find(|(name, _)| name == file);
        String::from_utf8(found.expect("the file is there").1.clone()).expect("UTF-8")
    }

    pub(crate) fn files(&self) -> PackFiles {
        PackFiles::new(self.0.iter().cloned())
    }

    pub(crate) fn load(&self) -> Loaded {
        load(&self.files(), "")
    }

    /// The standard, which must be sound.
    pub(crate) fn sound(&self) -> PovertyStandard {
        let Loaded { standard, findings } = self.load();
        standard.unwrap_or_else(|| panic!("refused: {findings:#?}"))
    }

    /// The lines that say HERE, in the order of findings.
    fn marked(&self) -> Vec<String> {
        let mut files = self.0.clone();
        files.sort();
        let lines = files.iter().flat_map(|(file, content)| {
            let lines = content.split(|byte| *byte == b'\n').enumerate();
            let marked = lines.filter(|(_, line)| line.windows(4).any(|word| word == b"HERE"));
            marked.map(move |(at, _)| format!("{file}:{}", at + 1))
        });
        lines.collect()
    }
}

/// Loading finds exactly these mistakes, message and remedy, one on every line that says HERE.
#[track_caller]
pub(crate) fn check(pack: &Pack, expected: &[(&str, &str)]) {
    let Loaded { standard, findings } = pack.load();
    assert!(standard.is_none(), "a standard came with the mistakes");
    let found: Vec<String> =
        findings.iter().filter(|f| f.severity == Severity::Error).map(ToString::to_string).collect();
    let marked = pack.marked();
    assert_eq!(marked.len(), expected.len(), "lines that say HERE; found {found:#?}");
    let places = marked.iter().zip(expected);
    let wanted: Vec<String> =
        places.map(|(place, (message, hint))| format!("{place}: error: {message}\n  → {hint}")).collect();
    assert_eq!(found, wanted);
}

/// Loading finds exactly this, as it is printed; for mistakes without a line.
#[track_caller]
pub(crate) fn check_printed(pack: &Pack, expected: &[&str]) {
    let Loaded { standard, findings } = pack.load();
    assert!(standard.is_none(), "a standard came with the mistakes");
    let found: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(found, expected);
}
