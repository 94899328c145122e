//! The files of a snapshot, each compared with its hash before anything is counted from it.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use store::Fault;
use vocab::{LocalText, said};

use crate::keys::hex;
use crate::snapshot::{SealedFile, Snapshot};
use crate::{Registry, Stopped};

/// Households and members of each province, as they were sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeFiles {
    /// By province, in the order of the manifest.
    pub parts: Vec<[PathBuf; 2]>,
}

/// Size and time of every file: as long as they are the same, what was counted need not be counted again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp(Vec<Option<(u64, Option<std::time::SystemTime>)>>);

const FILES: [&str; 2] = ["households.parquet", "members.parquet"];

impl Registry {
    /// The files of a snapshot, after every byte was compared with what was sealed.
    ///
    /// # Errors
    /// A file is gone or was changed; the refusal says in which snapshot.
    pub async fn whole_files(&self, snapshot: &Snapshot) -> Result<WholeFiles, Stopped> {
        let Some(folder) = self.folder_of(snapshot.id) else { return Err(gone(snapshot)) };
        let files = snapshot.manifest.files();
        let compared = tokio::task::spawn_blocking(move || compare(&folder, &files)).await;
        match compared {
            Ok(Ok(parts)) => Ok(WholeFiles { parts }),
            Ok(Err(Other::Gone)) => Err(gone(snapshot)),
            Ok(Err(Other::Changed)) => Err(changed(snapshot)),
            Err(_) => Err(Stopped::Failed(Fault::damaged(said!(
                "việc so tệp bị hỏng giữa chừng",
                "comparing files broke off"
            )))),
        }
    }

    /// How the files of a snapshot look now, without reading them.
    pub fn stamp_of(&self, snapshot: &Snapshot) -> Stamp {
        let folder = self.folder_of(snapshot.id);
        let look = |file: &SealedFile| {
            let about = fs::metadata(folder.as_ref()?.join(&file.path)).ok()?;
            Some((about.len(), about.modified().ok()))
        };
        Stamp(snapshot.manifest.files().iter().map(look).collect())
    }
}

enum Other {
    Gone,
    Changed,
}

/// All files with their hashes; the pairs of households and members.
fn compare(folder: &Path, files: &[SealedFile]) -> Result<Vec<[PathBuf; 2]>, Other> {
    for file in files {
        match hash(&folder.join(&file.path)) {
            Ok(sha256) if sha256 == file.sha256 => {}
            Ok(_) => return Err(Other::Changed),
            Err(_) => return Err(Other::Gone),
        }
    }
    let [households, members] = FILES;
    let provinces = files.iter().filter_map(|file| file.path.strip_suffix(households));
    let part = |province: &str| [households, members].map(|name| folder.join(format!("{province}{name}")));
    let parts: Vec<[PathBuf; 2]> = provinces.map(part).collect();
    // What the manifest does not name was compared with nothing.
    if parts.is_empty() || parts.len() * 2 != files.len() {
        return Err(Other::Changed);
    }
    Ok(parts)
}

fn hash(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        digest.update(bytes);
    }
    Ok(hex(&digest.finalize()))
}

fn refused(snapshot: &Snapshot, vi: &str, en: &str, remedy: LocalText) -> Stopped {
    let (label, id) = (snapshot.manifest.label(), snapshot.id);
    Stopped::refused(said!("bộ số liệu “{label}” ({id}) {vi}", "the snapshot “{label}” ({id}) {en}"), remedy)
}

fn gone(snapshot: &Snapshot) -> Stopped {
    let remedy = said!(
        "chép lại thư mục của bộ số liệu vào thư mục snapshots, hoặc niêm phong lại",
        "put the folder of the snapshot back into the folder snapshots, or seal again"
    );
    refused(snapshot, "không có đủ tệp ở máy chủ", "is not complete on the server", remedy)
}

fn changed(snapshot: &Snapshot) -> Stopped {
    let remedy = said!(
        "không lập biểu từ số liệu đã bị sửa: báo người quản trị, chạy `chungtay snapshot check` trên thư mục của bộ số liệu",
        "no table is made from changed figures: tell the administrator, run `chungtay snapshot check` on the folder of the snapshot"
    );
    refused(snapshot, "đã bị sửa sau khi niêm phong", "was changed after it was sealed", remedy)
}
