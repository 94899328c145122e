//! The file with the secret that ID numbers and phones are encrypted with: made once, never overwritten, for its owner only.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use registry::Keys;
use registry::keys::{hex, unhex};
use vocab::said;

use crate::failure::Failure;

/// Where it lies.
pub(crate) fn path(folder: &Path) -> PathBuf {
    folder.join("chungtay.keys")
}

/// The keys of a data folder. New ones are made only for a database that is new, too.
pub(crate) fn read_or_make(folder: &Path, is_new: bool) -> Result<Keys, Failure> {
    let path = path(folder);
    if !path.exists() {
        if !is_new {
            return Err(missing(&path));
        }
        make(folder, &path).map_err(|error| Failure::writing(&path, &error))?;
    }
    let text = fs::read_to_string(&path).map_err(|error| Failure::reading(&path, &error))?;
    let secret = unhex(text.trim()).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    secret.map(Keys::of_secret).ok_or_else(|| {
        let shown = path.display();
        Failure::could_not_run(
            said!("{shown} không phải tệp khóa", "{shown} is no key file"),
            said!("chép lại tệp khóa đã cất giữ", "put back the key file that was kept"),
        )
    })
}

fn missing(path: &Path) -> Failure {
    let shown = path.display();
    Failure::could_not_run(
        said!(
            "đã có cơ sở dữ liệu nhưng thiếu tệp khóa {shown}",
            "there is a database, but its key file {shown} is missing"
        ),
        said!(
            "chép tệp khóa đã cất giữ vào đó, quyền 0600; chương trình không tự tạo khóa mới vì số định danh đã mã hóa sẽ mất",
            "put the key file that was kept there, mode 0600; no new keys are made, the encrypted numbers would be lost"
        ),
    )
}

fn make(folder: &Path, path: &Path) -> io::Result<()> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|error| io::Error::other(error.to_string()))?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{}", hex(&secret))?;
    file.sync_all()?;
    // The name, too, must survive a power cut: what is encrypted from now on needs it.
    File::open(folder)?.sync_all()
}
