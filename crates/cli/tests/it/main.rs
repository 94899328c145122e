//! The program as people use it: whole processes, real files, exit codes.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)] // a broken test may panic

#[path = "../../../roster/tests/child/bombs.rs"]
#[allow(dead_code, reason = "the tests of the reader use the rest")]
mod bombs;
#[path = "../../../web/tests/it/browser.rs"]
#[allow(dead_code, reason = "the tests of the pages use the rest")]
mod browser;
mod campaign;
mod capture;
mod classify;
mod demo;
mod form;
#[path = "../../../roster/tests/it/fixture.rs"]
#[allow(dead_code, reason = "the tests of the reader use the rest")]
mod forms;
mod full_disk;
mod generate;
mod import;
mod killed;
mod odd_requests;
mod office;
mod outage;
#[path = "../../../web/tests/it/pack.rs"]
mod pack;
mod packs;
mod paper;
mod points;
mod registry;
mod report;
mod schema;
mod screening;
mod snapshot;
mod starting;
mod submission;
mod two_desks;
mod uploads;
#[path = "../../../web/tests/it/wire.rs"]
#[allow(dead_code, reason = "the tests of the pages use the rest")]
mod wire;

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// The program in a folder of its own, with its own data folder.
pub(crate) struct Bench {
    pub(crate) folder: TempDir,
}

/// What a run said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Bench {
    pub(crate) fn new() -> Bench {
        Bench { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a written file");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("a file")
    }

    /// A copy of the pack that is built in, to be changed.
    pub(crate) fn copy_pack(&self, name: &str) {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/vn");
        let mut open = vec![root.clone()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let inside =
                        path.strip_prefix(&root).expect("inside").to_str().expect("UTF-8").to_owned();
                    self.write(&format!("{name}/{inside}"), std::fs::read(&path).expect("a file"));
                }
            }
        }
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chungtay"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_remove("CHUNGTAY_PACKS")
            .env_remove("CHUNGTAY_DATABASE")
            .env("CHUNGTAY_DATA", self.path("data"));
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        said(self.command(arguments).output().expect("a run"))
    }

    /// The trial standard of packs/README.md with its two data files, taken from that page as it stands.
    pub(crate) fn with_trial_standard() -> Bench {
        let bench = Bench::new();
        let page = include_str!("../../../../packs/README.md");
        let lesson = page.split("## Your own standard in ten minutes").nth(1).expect("the lesson");
        for (before, block) in fenced(lesson) {
            if let Some(name) = block.strip_prefix("# ").and_then(|rest| rest.split('\n').next()) {
                bench.write(&format!("my-standard/{name}"), &block);
            } else if let Some(name) = before.rsplit('`').nth(1).filter(|name| name.ends_with(".csv")) {
                bench.write(name, &block);
            }
        }
        bench
    }

    pub(crate) fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.folder.path())
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

pub(crate) fn said(output: Output) -> Said {
    Said {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// Fenced blocks of a page, each with the text before it.
fn fenced(page: &str) -> Vec<(String, String)> {
    let mut parts = page.split("\n```");
    let mut before = parts.next().unwrap_or_default().to_owned();
    let mut blocks = Vec::new();
    while let Some(block) = parts.next() {
        let body = block.split_once('\n').map_or("", |(_, body)| body);
        blocks.push((before, format!("{body}\n")));
        before = parts.next().unwrap_or_default().to_owned();
    }
    blocks
}

/// A path as an argument.
pub(crate) fn arg(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
