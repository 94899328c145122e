//! The pack of the checkout, as benchmarks read it.

use std::path::Path;

use standards::PackFiles;

/// All files of `packs/vn`.
pub(crate) fn read() -> std::io::Result<PackFiles> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn");
    let mut files = Vec::new();
    gather(&root, &root, &mut files)?;
    Ok(PackFiles::new(files))
}

fn gather(root: &Path, folder: &Path, files: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(root, &path, files)?;
        } else if let Ok(inside) = path.strip_prefix(root) {
            files.push((inside.to_string_lossy().into_owned(), std::fs::read(&path)?));
        }
    }
    Ok(())
}
