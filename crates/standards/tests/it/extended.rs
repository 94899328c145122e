//! Standards that extend others.

use standards::{PackFiles, load};

use crate::pack::{INDICATORS, STANDARD, questionnaire};

fn own(id: &str, extends: &str) -> String {
    format!(
        "id = \"{id}\"\nlabel = {{ vi = \"…\", en = \"…\" }}\nstatus = \"example\"\nextends = \"{extends}\"\n\
         covers = {{ from = \"2022-01-01\" }}\nsource = {{ doc = \"none\", confidence = \"invented\" }}\n"
    )
}

fn pack(standards: &[(&str, String)]) -> PackFiles {
    let mut files = vec![
        ("standards/base/standard.toml".to_owned(), STANDARD.as_bytes().to_vec()),
        ("standards/base/questionnaire.toml".to_owned(), questionnaire().into_bytes()),
        ("standards/base/indicators.toml".to_owned(), INDICATORS.as_bytes().to_vec()),
    ];
    files.extend(
        standards
            .iter()
            .map(|(id, text)| (format!("standards/{id}/standard.toml"), text.clone().into_bytes())),
    );
    PackFiles::new(files)
}

/// Everything that is found in a standard, as it is printed.
fn findings(files: &PackFiles, id: &str) -> Vec<String> {
    let loaded = load(files, &format!("standards/{id}"));
    assert!(loaded.standard.is_none());
    loaded.findings.iter().map(ToString::to_string).collect()
}

#[test]
fn what_a_standard_does_not_have_comes_from_the_one_it_extends() {
    let value = "[param.share]\nvalue = 0.75\nfrom = \"2022-01-01\"\nsource = { doc = \"none\", confidence = \"invented\" }\n";
    let files = pack(&[("local", own("local", "base") + value), ("far", own("far", "../local"))]);
    let base = load(&files, "standards/base").standard.expect("sound");
    for id in ["local", "far"] {
        let standard = load(&files, &format!("standards/{id}")).standard.expect("sound");
        assert_eq!(standard.id, id);
        assert_eq!(standard.outcomes.len(), 2);
        assert_eq!(standard.params.iter().find(|p| p.name == "share").expect("share").values[0].value, 75);
        assert_ne!(standard.digest, base.digest);
    }
}

#[test]
fn standards_that_extend_each_other_in_a_circle_are_refused() {
    let files =
        pack(&[("a", own("a", "b")), ("b", own("b", "c")), ("c", own("c", "a")), ("d", own("d", "d"))]);
    assert_eq!(
        findings(&files, "a"),
        [
            "standards/c/standard.toml:4: error: standards extend each other in a circle: standards/a → standards/b → \
          standards/c → standards/a\n  → take one `extends` out"
        ]
    );
    assert_eq!(
        findings(&files, "d"),
        [
            "standards/d/standard.toml:4: error: standards extend each other in a circle: standards/d → standards/d\n  \
          → take one `extends` out"
        ]
    );
}

#[test]
fn a_base_that_is_not_there_is_named() {
    for extends in ["bsae", "../../base", "/etc", "../../../../../etc/passwd", "", "."] {
        let files = pack(&[("a", own("a", extends))]);
        let found = findings(&files, "a");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("standards/a/standard.toml:4: error: "), "{extends}: {found:?}");
    }
    let files = pack(&[("a", own("a", "bsae"))]);
    assert_eq!(
        findings(&files, "a"),
        [
            "standards/a/standard.toml:4: error: `extends` names `standards/a/bsae`, which has no standard.toml\n  → name \
          a standard of the pack by its id, or a folder beside this one"
        ]
    );
}

#[test]
fn mistakes_of_the_base_are_found_in_the_files_of_the_base() {
    let broken = STANDARD.replace("value = 0.5", "value = 0.5\nvalu = 1");
    let files = pack(&[("a", own("a", "base")), ("base", broken)]);
    assert_eq!(
        findings(&files, "a"),
        [
            "standards/base/standard.toml:21: error: unknown key `valu`\n  → check the spelling; packs/README.md lists \
          the keys"
        ]
    );
}

#[test]
fn a_long_chain_of_standards_is_read_in_bounded_time() {
    let mut chain: Vec<(String, String)> = vec![("s0".to_owned(), own("s0", "base"))];
    chain.extend((1..300).map(|n| (format!("s{n}"), own(&format!("s{n}"), &format!("s{}", n - 1)))));
    let chain: Vec<(&str, String)> = chain.iter().map(|(id, text)| (id.as_str(), text.clone())).collect();
    assert!(load(&pack(&chain), "standards/s299").standard.is_some());
}
