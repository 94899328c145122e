//! The words of the pages: both languages have the same, every one is used, and every used one is there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Keys of a language with the values that their words expect.
fn keys(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for path in files(&root().join("locales").join(language), "ftl") {
        for line in fs::read_to_string(&path).expect("words").lines() {
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            if let Some((name, _)) = line.split_once(" =").filter(|_| !line.starts_with([' ', '}', '*'])) {
                key = name.to_owned();
                assert!(
                    keys.insert(key.clone(), BTreeSet::new()).is_none(),
                    "{language}: {key} stands twice"
                );
            }
            let values = line
                .split("$")
                .skip(1)
                .map(|rest| rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default());
            keys.get_mut(&key).expect("a key").extend(values.map(str::to_owned));
        }
    }
    keys
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    found
}

#[test]
fn both_languages_have_the_same_keys() {
    let (vi, en) = (keys("vi"), keys("en"));
    let only = |a: &BTreeMap<String, BTreeSet<String>>,
                b: &BTreeMap<String, BTreeSet<String>>|
     -> Vec<String> { a.keys().filter(|key| !b.contains_key(*key)).cloned().collect() };
    assert_eq!((only(&vi, &en), only(&en, &vi)), (Vec::new(), Vec::new()), "only Vietnamese, only English");
    for (key, values) in &vi {
        // A plural asks for `n` although only its shown form stands in the sentence.
        let but_n =
            |values: &BTreeSet<String>| values.iter().filter(|v| *v != "n").cloned().collect::<BTreeSet<_>>();
        assert_eq!(but_n(values), but_n(&en[key]), "{key}");
    }
}

#[test]
fn every_key_is_used_and_every_used_key_is_there() {
    let mut texts = Vec::new();
    for path in files(&root().join("templates"), "html").into_iter().chain(files(&root().join("src"), "rs")) {
        texts.push(fs::read_to_string(&path).expect("a source"));
    }
    let all = texts.join("\n");
    let known = keys("vi");
    // Made at run time from a code: `act-{…}`, `admin-{…}`, `attention-{…}`, `role-{…}`, `submission-{…}`, `status-{…}`, `compare-{…}`, `document-{…}-by`, `bar-{…}`, `clock-{…}`, `decision-{…}`, `duty-{…}`, `signer-{…}`, `review-step-{…}`, `sent-state-{…}`, `sent-happened-{…}`, `sent-period-{…}`.
    let made = [
        "act-",
        "admin-",
        "attention-",
        "role-",
        "submission-",
        "status-",
        "compare-",
        "document-amended-by",
        "document-replaced-by",
        "document-repealed-by",
        "bar-",
        "clock-",
        "decision-",
        "duty-",
        "signer-",
        "review-step-",
        "sent-state-",
        "sent-happened-",
        "sent-period-",
    ];
    let unused: Vec<&String> = known
        .keys()
        .filter(|key| {
            !all.contains(&format!("\"{key}\"")) && !made.iter().any(|start| key.starts_with(start))
        })
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
    for call in ["t(\"", "count(\"", "named(\"", "both(\"", "say(language, \"", "say_with(language, \""] {
        for part in all.split(&format!(".{call}")).skip(1).chain(all.split(&format!(" {call}")).skip(1)) {
            let key = part.split('"').next().unwrap_or_default();
            assert!(known.contains_key(key), "{call}{key}\") has no words");
        }
    }
}

#[test]
fn every_kind_of_act_has_words() {
    let registry = root().join("../registry/src");
    let known = keys("vi");
    let mut kinds = BTreeSet::new();
    for path in files(&registry, "rs") {
        let text = fs::read_to_string(&path).expect("a source");
        for start in ["Cause::new(\"", "=> \"household.", "=> \"person."] {
            for (at, found) in text.match_indices(start) {
                let quoted = &text[at + found.find('"').expect("a quote") + 1..];
                kinds.insert(quoted.split('"').next().unwrap_or_default().to_owned());
            }
        }
    }
    kinds.retain(|kind| !kind.starts_with("test."));
    assert!(kinds.len() > 15, "{kinds:?}");
    let key = |kind: &String| format!("act-{}", kind.replace(['.', '_'], "-"));
    let without: Vec<&String> = kinds.iter().filter(|kind| !known.contains_key(&key(kind))).collect();
    assert!(without.is_empty(), "no words for {without:?}");
}
