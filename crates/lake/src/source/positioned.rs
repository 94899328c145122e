//! A file read at positions: several threads share one handle without sharing a cursor.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

/// Page headers are small: so much is read at once when one is looked for.
const HEADER_BYTES: usize = 512;

/// An open file. `parquet` reads a `File` by moving its cursor, which is several calls to the system a page.
#[derive(Clone, Debug)]
pub(crate) struct PositionedFile {
    file: Arc<File>,
    length: u64,
}

impl PositionedFile {
    pub(crate) fn new(file: File) -> io::Result<PositionedFile> {
        let length = file.metadata()?.len();
        Ok(PositionedFile { file: Arc::new(file), length })
    }
}

impl Length for PositionedFile {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for PositionedFile {
    type T = PositionedReader;

    fn get_read(&self, start: u64) -> Result<PositionedReader> {
        Ok(PositionedReader { file: self.clone(), next: start, block: Bytes::new() })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        // Lengths come from the file: a damaged one must not make us allocate what is not there.
        let end = u64::try_from(length).ok().and_then(|length| start.checked_add(length));
        if end.is_none_or(|end| end > self.length) {
            return Err(ParquetError::EOF("the file ends before its data".to_owned()));
        }
        let mut bytes = vec![0; length];
        read_exact_at(&self.file, &mut bytes, start)?;
        Ok(bytes.into())
    }
}

/// Reads forward from a position in small blocks.
pub(crate) struct PositionedReader {
    file: PositionedFile,
    next: u64,
    block: Bytes,
}

impl Read for PositionedReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.block.is_empty() {
            let left = usize::try_from(self.file.length.saturating_sub(self.next)).unwrap_or(usize::MAX);
            let length = left.min(HEADER_BYTES.max(into.len()));
            let mut block = vec![0; length];
            read_exact_at(&self.file.file, &mut block, self.next)?;
            self.next += length as u64;
            self.block = block.into();
        }
        let part = self.block.split_to(into.len().min(self.block.len()));
        if let Some(into) = into.get_mut(..part.len()) {
            into.copy_from_slice(&part);
        }
        Ok(part.len())
    }
}

#[cfg(unix)]
fn read_exact_at(file: &File, into: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, into, at)
}

#[cfg(windows)]
fn read_exact_at(file: &File, mut into: &mut [u8], mut at: u64) -> io::Result<()> {
    while !into.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, into, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                into = into.split_at_mut(read).1;
                at += read as u64;
            }
        }
    }
    Ok(())
}
