//! Populations made from the pack of this repository and from the standard of `packs/README.md`.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod answers;
mod blocks;
mod city;
mod city_judged;
mod city_tables;
mod people;
mod shares;

use std::path::{Path, PathBuf};

use standards::PackFiles;
use standards::standard::PovertyStandard;

use crate::{Options, Population};

fn packs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs")
}

/// The files of `packs/vn`.
fn pack() -> PackFiles {
    let root = packs().join("vn");
    let (mut files, mut open) = (Vec::new(), vec![root.clone()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the pack") {
            let path = entry.expect("an entry of the folder").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name =
                    path.strip_prefix(&root).expect("a path inside").to_string_lossy().replace('\\', "/");
                files.push((name, std::fs::read(&path).expect("a readable file")));
            }
        }
    }
    PackFiles::new(files)
}

fn standard(id: &str) -> PovertyStandard {
    let loaded = standards::load(&pack(), &format!("standards/{id}"));
    loaded.standard.unwrap_or_else(|| panic!("{id} does not load: {:#?}", loaded.findings))
}

/// The standard of "ten minutes" in `packs/README.md`.
fn ten_minutes() -> PovertyStandard {
    let text = std::fs::read_to_string(packs().join("README.md")).expect("the README of the packs");
    let text = text.rsplit_once("## Your own standard in ten minutes").expect("its section").1;
    let files = text.split("```toml\n# ").skip(1).map(|part| {
        let (name, rest) = part.split_once('\n').expect("a file name");
        let content = rest.split("```").next().expect("the end of the file");
        (name.to_owned(), content.as_bytes().to_vec())
    });
    standards::load(&PackFiles::new(files), "").standard.expect("the README's standard")
}

fn population(standard: &PovertyStandard, households: u64, names: bool) -> Population {
    let options = Options { households, seed: 2026, names, ..Options::default() };
    Population::new(standard, &pack(), options).unwrap_or_else(|findings| panic!("{findings:#?}"))
}
