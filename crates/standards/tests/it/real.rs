//! The packs that are shipped.

use standards::{PackFiles, load};

use crate::pack::Pack;

/// All files of `packs/vn`, as the program embeds them.
pub(crate) fn vn() -> PackFiles {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn");
    let mut files = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(&root).expect("inside").to_str().expect("UTF-8").to_owned();
                files.push((name, std::fs::read(&path).expect("a file")));
            }
        }
    }
    PackFiles::new(files)
}

#[test]
fn every_standard_of_the_pack_loads_without_a_mistake() {
    let files = vn();
    assert!(!files.standards().is_empty());
    for id in files.standards() {
        let loaded = load(&files, &format!("standards/{id}"));
        let printed: Vec<String> = loaded.findings.iter().map(ToString::to_string).collect();
        assert!(loaded.standard.is_some(), "{id}: {printed:#?}");
    }
}

#[test]
fn the_same_files_have_the_same_digest_and_another_rule_another() {
    let small = Pack::small().sound().digest;
    assert_eq!(small, Pack::small().sound().digest);
    assert_eq!(small.len(), 64);
    let other = Pack::small().with_rule("toilet").sound().digest;
    assert_ne!(small, other);
}

#[test]
fn the_trial_standard_of_the_readme_loads() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/README.md"))
        .expect("the page");
    let mut files = Vec::new();
    for file in ["standard.toml", "questionnaire.toml", "indicators.toml"] {
        let start = readme.find(&format!("```toml\n# {file}\n")).unwrap_or_else(|| panic!("no {file}"));
        let text = readme[start + "```toml\n".len()..].split("```").next().expect("an end");
        files.push((file.to_owned(), text.as_bytes().to_vec()));
    }
    let loaded = load(&PackFiles::new(files), "");
    assert_eq!(loaded.findings, []);
    assert!(loaded.standard.is_some());
}
