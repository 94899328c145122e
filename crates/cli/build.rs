//! Embeds `packs/vn`, so that one binary carries the law it decides by.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The pack, seen from this crate.
const PACK: &str = "../../packs/vn";

fn main() -> io::Result<()> {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let root = manifest.join(PACK).canonicalize()?;
    let mut files = Vec::new();
    collect(&root, &mut files)?;
    files.sort();
    let mut code = String::from("pub(crate) static FILES: &[(&str, &[u8])] = &[\n");
    for file in &files {
        let inside = file.strip_prefix(&root).map_err(io::Error::other)?;
        // Relative to this crate, and not to where the list was made: checkouts may share a build cache.
        let inside = inside.to_string_lossy();
        let _ = writeln!(
            code,
            "    ({inside:?}, include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?}))),",
            format!("/{PACK}/{inside}")
        );
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("packs.rs");
    if fs::read_to_string(&out).ok().as_deref() != Some(&code) {
        fs::write(&out, code)?;
    }
    println!("cargo::rerun-if-changed={PACK}");
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|ending| matches!(ending.to_str(), Some("toml" | "csv" | "json" | "typ")))
        {
            files.push(path);
        }
    }
    Ok(())
}
