//! Standards are loaded from text; every mistake is found at once, with its line.
fn load_dir(dir: &str) -> standards::PackFiles {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn");
    let mut files = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(d) = open.pop() {
        for e in std::fs::read_dir(d).unwrap() {
            let p = e.unwrap().path();
            if p.is_dir() { open.push(p) } else {
                files.push((p.strip_prefix(&root).unwrap().to_str().unwrap().to_owned(), std::fs::read(&p).unwrap()));
            }
        }
    }
    let _ = dir;
    standards::PackFiles::new(files)
}
#[test]
fn every_standard_of_the_pack_loads() {
    let files = load_dir("");
    for id in files.standards() {
        let loaded = standards::load(&files, &format!("standards/{id}"));
        for f in &loaded.findings { println!("{f}"); }
        println!("{id}: {:?}", loaded.standard.map(|s| (s.questionnaire.questions.len(), s.indicators.len())));
    }
}
