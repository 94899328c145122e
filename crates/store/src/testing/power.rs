//! A disk that forgets what a program did not wait for, for programs that write to files.
//!
//! Stricter than a real one: at a power cut nothing is left but what was there at the last `fsync` of each file. The names
//! of files are taken to last.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// What a file is kept as.
const ON_DISK: &str = "on-disk";

/// A folder on a disk that forgets.
#[derive(Debug)]
pub struct ForgetfulDisk {
    folder: PathBuf,
    library: PathBuf,
    _built: TempDir,
}

impl ForgetfulDisk {
    /// Everything that is in the folder now is on the disk.
    pub fn of(folder: &Path) -> ForgetfulDisk {
        let built = tempfile::tempdir().expect("a temporary folder can be made");
        let library = built.path().join("power_cut.so");
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/power_cut.c");
        // SQLite is built from C, too: there is a compiler.
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(&library)
            .arg(source)
            .arg("-ldl")
            .status();
        assert!(compiled.expect("there is a C compiler").success(), "power_cut.c compiles");
        let disk = ForgetfulDisk {
            folder: folder.canonicalize().expect("the folder is there"),
            library,
            _built: built,
        };
        for file in disk.files() {
            std::fs::copy(&file, kept(&file)).expect("a file can be copied");
        }
        disk
    }

    /// Makes a program write to this disk.
    pub fn under(&self, command: &mut Command) {
        command.env("LD_PRELOAD", &self.library).env("POWER_CUT", &self.folder);
    }

    /// The power is cut: what was not waited for is gone. The program must be dead.
    pub fn cut(&self) {
        for file in self.files() {
            std::fs::remove_file(&file).expect("a file can be removed");
        }
        let there =
            std::fs::read_dir(&self.folder).expect("the folder is there").flatten().map(|entry| entry.path());
        for kept in there.filter(|path| path.extension().is_some_and(|end| end == ON_DISK)) {
            std::fs::rename(&kept, kept.with_extension("")).expect("a file can be renamed");
        }
    }

    /// The files in the folder, without what is kept of them.
    fn files(&self) -> Vec<PathBuf> {
        let there = std::fs::read_dir(&self.folder).expect("the folder is there").flatten();
        let files = there.map(|entry| entry.path()).filter(|path| path.is_file());
        files.filter(|path| !path.to_string_lossy().contains(&format!(".{ON_DISK}"))).collect()
    }
}

fn kept(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{ON_DISK}"));
    PathBuf::from(name)
}
