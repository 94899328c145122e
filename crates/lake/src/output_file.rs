//! A file that appears under its name only when it is complete.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, TempPath};

use vocab::said;

use crate::failure::Failure;

/// Written beside its final place, then renamed; removed when dropped before [`OutputFile::keep`].
pub(crate) struct OutputFile {
    out: BufWriter<File>,
    temporary: TempPath,
    path: PathBuf,
    /// The target is a device or a pipe: the finished bytes are copied into it instead.
    copied: bool,
}

impl OutputFile {
    /// Prepares to write `path`; an existing file stays until the new one is complete.
    pub(crate) fn create(path: &Path) -> Result<OutputFile, Failure> {
        let could_not = |e: &io::Error| {
            let shown = path.display();
            Failure::io(said!("không tạo được {shown}", "could not create {shown}"), e)
        };
        let existing = fs::metadata(path).ok();
        if existing.as_ref().is_some_and(fs::Metadata::is_dir) {
            let shown = path.display();
            return Err(Failure::could_not_run(
                said!("không tạo được {shown}: đây là thư mục", "could not create {shown}: it is a folder"),
                said!("ghi tên một tệp, không phải thư mục", "name a file, not a folder"),
            ));
        }
        let copied = existing.as_ref().is_some_and(|found| !found.is_file());
        // A link keeps pointing to the file that it names.
        let path = if existing.is_some() {
            fs::canonicalize(path).map_err(|e| could_not(&e))?
        } else {
            path.to_owned()
        };
        let folder = match path.parent() {
            _ if copied => std::env::temp_dir(),
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        };
        let temporary = in_folder(&folder).map_err(|e| could_not(&e))?;
        let (file, temporary) = temporary.into_parts();
        Ok(OutputFile { out: BufWriter::with_capacity(256 * 1024, file), temporary, path, copied })
    }

    /// The final place.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The final place in words.
    pub(crate) fn shown(&self) -> String {
        self.path.display().to_string()
    }

    /// Puts the complete file in its place, on disk, before it returns.
    pub(crate) fn keep(self) -> Result<(), Failure> {
        let shown = self.shown();
        let failed =
            |e: &io::Error| Failure::io(said!("không ghi được {shown}", "could not write {shown}"), e);
        let mut file = self.out.into_inner().map_err(|e| failed(e.error()))?;
        if self.copied {
            file.seek(SeekFrom::Start(0)).map_err(|e| failed(&e))?;
            let mut target = File::options().write(true).open(&self.path).map_err(|e| failed(&e))?;
            io::copy(&mut file, &mut target).map_err(|e| failed(&e))?;
            return target.flush().map_err(|e| failed(&e));
        }
        file.sync_all().map_err(|e| failed(&e))?;
        drop(file);
        self.temporary.persist(&self.path).map_err(|e| failed(&e.error))?;
        // The new name is safe only when its folder is on disk too. Not every file system can do it.
        if let Some(folder) = self.path.parent() {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            if let Ok(opened) = File::open(folder) {
                let _ = opened.sync_all();
            }
        }
        Ok(())
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A temporary file that gets the permissions any new file would get.
fn in_folder(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".chungtay-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}
