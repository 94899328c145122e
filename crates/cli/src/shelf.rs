//! Where packs come from: inside the binary, a folder given by the user, or a single standard's folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use standards::PackFiles;
use standards::groups::HouseholdGroups;
use standards::standard::PovertyStandard;

use vocab::{Finding, Severity, said};

use crate::failure::Failure;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/packs.rs"));
}

/// A pack and, if one was named, the folder of a standard in it.
pub(crate) struct Shelf {
    /// The files.
    pub(crate) files: PackFiles,
    /// What to call it in messages.
    pub(crate) name: String,
}

/// A standard on a shelf.
pub(crate) struct Chosen {
    /// The pack that holds it.
    pub(crate) shelf: Shelf,
    /// Its folder inside the pack; empty for a folder of its own.
    pub(crate) folder: String,
    /// The pack's folder on disk; `None` for the one inside the program.
    pub(crate) root: Option<PathBuf>,
}

impl Chosen {
    /// The standard's folder on disk, if it is on disk.
    pub(crate) fn on_disk(&self) -> Option<PathBuf> {
        self.root.as_ref().map(|root| root.join(&self.folder))
    }
}

impl Shelf {
    /// The pack of `--packs`, or the one inside the binary.
    pub(crate) fn open(packs: Option<&Path>) -> Result<Shelf, Failure> {
        match packs {
            Some(folder) => Ok(Shelf { files: read_folder(folder)?, name: folder.display().to_string() }),
            None => {
                let files = embedded::FILES.iter().map(|(path, bytes)| ((*path).to_owned(), *bytes));
                Ok(Shelf { files: PackFiles::new(files), name: "vn (built in)".to_owned() })
            }
        }
    }

    /// The standard that `--standard` names: an id of the pack, or a folder if there is a `/` in it.
    pub(crate) fn choose(standard: &str, packs: Option<&Path>) -> Result<Chosen, Failure> {
        if standard.contains('/') || standard.contains('\\') || standard == "." {
            return Shelf::folder(Path::new(standard));
        }
        let shelf = Shelf::open(packs)?;
        let folder = format!("standards/{standard}");
        if shelf.files.get(&format!("{folder}/standard.toml")).is_none() {
            let (pack, known) = (&shelf.name, shelf.files.standards().join(", "));
            return Err(Failure::could_not_run(
                said!("không có chuẩn `{standard}` trong {pack}", "no standard `{standard}` in {pack}"),
                said!(
                    "các chuẩn hiện có: {known}; muốn chỉ một thư mục thì ghi có dấu gạch chéo, như ./chuan-cua-toi",
                    "the pack has: {known}; a folder is named with a slash, as ./my-standard"
                ),
            ));
        }
        Ok(Chosen { shelf, folder, root: packs.map(Path::to_path_buf) })
    }

    /// A standard of the pack.
    pub(crate) fn standard(&self, id: &str) -> Result<PovertyStandard, Failure> {
        let loaded = standards::load(&self.files, &format!("standards/{id}"));
        loaded.standard.ok_or_else(|| unreadable(&loaded.findings))
    }

    /// What the pack says of groups of households.
    pub(crate) fn groups(&self) -> Result<HouseholdGroups, Failure> {
        let (groups, findings) = HouseholdGroups::read(&self.files);
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            return Err(unreadable(&findings));
        }
        Ok(groups)
    }

    /// A single standard's folder; the pack around it is read, too, so that it can extend its neighbours.
    pub(crate) fn folder(folder: &Path) -> Result<Chosen, Failure> {
        if !folder.join("standard.toml").is_file() {
            let shown = folder.display();
            return Err(Failure::could_not_run(
                said!("{shown} không có tệp standard.toml", "{shown} holds no standard.toml"),
                said!(
                    "ghi tên thư mục của một chuẩn; packs/README.md hướng dẫn cách viết",
                    "name the folder of a standard; packs/README.md shows how to write one"
                ),
            ));
        }
        let absolute = fs::canonicalize(folder).map_err(|error| Failure::reading(folder, &error))?;
        let around =
            absolute.parent().filter(|parent| parent.file_name().is_some_and(|name| name == "standards"));
        let (root, inside) = match around.and_then(Path::parent) {
            Some(pack) => (pack.to_path_buf(), format!("standards/{}", name_of(&absolute))),
            None => (absolute.clone(), String::new()),
        };
        let mut files = read_folder(&root)?;
        if inside.is_empty() {
            files = with_neighbours(files, &absolute)?;
        }
        Ok(Chosen {
            shelf: Shelf { files, name: folder.display().to_string() },
            folder: inside,
            root: Some(root),
        })
    }
}

/// The pack cannot be used.
pub(crate) fn unreadable(findings: &[Finding]) -> Failure {
    let first = findings.first().map(ToString::to_string).unwrap_or_default();
    Failure::could_not_run(
        said!("không đọc được gói: {first}", "the pack cannot be read: {first}"),
        said!("chạy `chungtay packs check`", "run `chungtay packs check`"),
    )
}

/// Adds the standards beside a single folder, so that `extends = "../other"` finds them.
fn with_neighbours(files: PackFiles, folder: &Path) -> Result<PackFiles, Failure> {
    let Some(text) = files.get("standard.toml") else { return Ok(files) };
    if !text.windows(7).any(|word| word == b"extends") {
        return Ok(files);
    }
    let mut all: Vec<(String, Vec<u8>)> =
        files.list("", "").filter_map(|path| Some((path.to_owned(), files.get(path)?.to_vec()))).collect();
    for (path, bytes) in embedded::FILES.iter().filter(|(path, _)| path.starts_with("standards/")) {
        all.push(((*path).to_owned(), bytes.to_vec()));
    }
    let parent = folder.parent().unwrap_or(folder);
    for entry in fs::read_dir(parent).map_err(|error| Failure::reading(parent, &error))?.flatten() {
        let neighbour = entry.path();
        if neighbour.join("standard.toml").is_file() {
            let name = name_of(&neighbour);
            let inside = read_folder(&neighbour)?;
            for path in inside.list("", "") {
                all.push((format!("{name}/{path}"), inside.get(path).unwrap_or_default().to_vec()));
            }
        }
    }
    Ok(PackFiles::new(all))
}

fn name_of(folder: &Path) -> String {
    folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The most a pack file may weigh.
const MAX_BYTES: u64 = 32 << 20;

/// All TOML, CSV and JSON files below a folder.
fn read_folder(root: &Path) -> Result<PackFiles, Failure> {
    let mut files = Vec::new();
    let mut open: Vec<PathBuf> = vec![root.to_path_buf()];
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| Failure::reading(&folder, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| Failure::reading(&folder, &error))?;
            let path = entry.path();
            let kind = entry.file_type().map_err(|error| Failure::reading(&path, &error))?;
            if kind.is_dir() && !name_of(&path).starts_with('.') {
                open.push(path);
            } else if is_pack_file(&path) && path.is_file() {
                let inside = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                files.push((inside, read_file(&path)?));
            }
        }
    }
    Ok(PackFiles::new(files))
}

fn is_pack_file(path: &Path) -> bool {
    path.extension().is_some_and(|ending| matches!(ending.to_str(), Some("toml" | "csv" | "json" | "typ")))
}

fn read_file(path: &Path) -> Result<Vec<u8>, Failure> {
    let size = fs::metadata(path).map_err(|error| Failure::reading(path, &error))?.len();
    if size > MAX_BYTES {
        let error = io::Error::other(format!("{size} bytes; a pack file holds at most {MAX_BYTES}"));
        return Err(Failure::reading(path, &error));
    }
    fs::read(path).map_err(|error| Failure::reading(path, &error))
}
