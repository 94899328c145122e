//! The pack of this checkout, file by file.

use std::fs;
use std::path::Path;

use standards::PackFiles;

/// The pack of this checkout.
pub(crate) fn pack() -> PackFiles {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn");
    let mut files = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the pack").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path
                .extension()
                .is_some_and(|e| ["toml", "csv", "json", "typ"].iter().any(|known| e == *known))
            {
                let inside = path.strip_prefix(&root).expect("inside").to_string_lossy().into_owned();
                files.push((inside, fs::read(&path).expect("a file of the pack")));
            }
        }
    }
    PackFiles::new(files)
}
