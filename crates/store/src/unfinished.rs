//! A file that gets its name when it is complete and on the disk, and never takes the name of another one.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempPath};
use vocab::{LocalText, said};

use crate::fault::Fault;

/// Beside its final place under a name of its own; removed when dropped before [`Unfinished::keep`].
pub(crate) struct Unfinished {
    temporary: TempPath,
    to: PathBuf,
}

impl Unfinished {
    /// An empty file that only its owner may read.
    pub(crate) fn beside(to: &Path) -> Result<Unfinished, Fault> {
        refuse_existing(to)?;
        let made = Builder::new().prefix(".chungtay-").suffix(".unfinished").tempfile_in(folder(to));
        let made = made.map_err(|e| Fault::file(could_not_write(to), &e))?;
        Ok(Unfinished { temporary: made.into_temp_path(), to: to.to_owned() })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.temporary
    }

    /// Gives it its name.
    pub(crate) fn keep(self) -> Result<(), Fault> {
        let doing = could_not_write(&self.to);
        let on_disk = |path: &Path| File::open(path).and_then(|file| file.sync_all());
        on_disk(&self.temporary).map_err(|e| Fault::file(doing.clone(), &e))?;
        self.temporary.persist_noclobber(&self.to).map_err(|e| Fault::file(doing.clone(), &e.error))?;
        on_disk(folder(&self.to)).map_err(|e| Fault::file(doing, &e))
    }
}

/// What SQLite leaves beside a database that was not closed.
pub(crate) fn leftovers(path: &Path) -> impl Iterator<Item = PathBuf> {
    let named = |end: &str| {
        let mut name = OsString::from(path);
        name.push(end);
        PathBuf::from(name)
    };
    ["-wal", "-journal"].map(named).into_iter().filter(|path| path.exists())
}

fn refuse_existing(to: &Path) -> Result<(), Fault> {
    let shown = to.display();
    if to.exists() {
        return Err(Fault::unusable(
            said!("đã có tệp {shown}", "there is already a {shown}"),
            said!("ghi tên tệp chưa có", "name a file that does not exist"),
        ));
    }
    // SQLite would take them for the newest changes of the new file.
    match leftovers(to).next() {
        Some(left) => {
            let left = left.display();
            Err(Fault::unusable(
                said!("{left} là phần còn lại của cơ sở dữ liệu khác", "{left} is left of another database"),
                said!("chuyển nó đi chỗ khác, hoặc ghi tên tệp khác", "move it away, or name another file"),
            ))
        }
        None => Ok(()),
    }
}

fn could_not_write(path: &Path) -> LocalText {
    let path = path.display();
    said!("không ghi được {path}", "could not write {path}")
}

fn folder(of: &Path) -> &Path {
    of.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
