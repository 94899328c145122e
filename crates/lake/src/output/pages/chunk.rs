//! A column of a row group as bytes, with what the footer says of it.

use bytes::Bytes;
use parquet::arrow::arrow_writer::ArrowColumnChunk;
use parquet::basic::{Compression, Encoding, PageType};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::errors::ParquetError;
use parquet::file::metadata::{ColumnChunkMetaData, PageEncodingStats};
use parquet::file::statistics::Statistics;
use parquet::file::writer::{SerializedPageWriter, SerializedRowGroupWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

use super::levels::Levels;

/// An encoded column.
pub(crate) enum ColumnChunk {
    /// By the general writer.
    General(Box<ArrowColumnChunk>),
    /// By us.
    Own(Box<(Bytes, ColumnCloseResult)>),
}

/// What a column consists of.
#[derive(Default)]
pub(super) struct Parts {
    /// The words of a dictionary one after the other, and how many.
    pub(super) dictionary: Option<(Vec<u8>, usize)>,
    /// Levels and values.
    pub(super) data: Vec<u8>,
    pub(super) rows: usize,
    pub(super) statistics: Option<Statistics>,
}

impl ColumnChunk {
    pub(crate) fn append_to<W: std::io::Write + Send>(
        self,
        group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<(), ParquetError> {
        match self {
            ColumnChunk::General(chunk) => chunk.append_to_row_group(group),
            ColumnChunk::Own(own) => {
                let (bytes, close) = *own;
                group.append_column(&bytes, close)
            }
        }
    }
}

/// A column without any value.
pub(super) fn all_missing(leaf: &ColumnDescPtr, rows: usize) -> Result<ColumnChunk, ParquetError> {
    let mut levels = Levels::default();
    levels.push(Some(&arrow_buffer::NullBuffer::new_null(rows)), rows);
    let mut data = Vec::new();
    levels.write(true, &mut data);
    own(leaf, Parts { data, rows, ..Parts::default() })
}

/// Puts the pages of a column together.
pub(super) fn own(leaf: &ColumnDescPtr, parts: Parts) -> Result<ColumnChunk, ParquetError> {
    let mut sink = TrackedWrite::new(Vec::new());
    let mut writer = SerializedPageWriter::new(&mut sink);
    let mut uncompressed = 0;
    let mut stats = Vec::new();
    let encoding = if parts.dictionary.is_some() { Encoding::RLE_DICTIONARY } else { Encoding::PLAIN };
    let mut write = |page: Page, uncompressed_size: usize, page_type: PageType, encoding: Encoding| {
        let spec = writer.write_page(CompressedPage::new(page, uncompressed_size))?;
        uncompressed += spec.uncompressed_size as i64;
        stats.push(PageEncodingStats { page_type, encoding, count: 1 });
        Ok::<i64, ParquetError>(spec.offset as i64)
    };
    let dictionary = match &parts.dictionary {
        Some((words, count)) => {
            let page = Page::DictionaryPage {
                buf: compressed(words)?,
                num_values: *count as u32,
                encoding: Encoding::PLAIN,
                is_sorted: false,
            };
            Some(write(page, words.len(), PageType::DICTIONARY_PAGE, Encoding::PLAIN)?)
        }
        None => None,
    };
    let page = Page::DataPage {
        buf: compressed(&parts.data)?,
        num_values: parts.rows as u32,
        encoding,
        def_level_encoding: Encoding::RLE,
        rep_level_encoding: Encoding::RLE,
        statistics: None,
    };
    let data = write(page, parts.data.len(), PageType::DATA_PAGE, encoding)?;
    writer.close()?;
    let bytes = Bytes::from(sink.into_inner()?);
    let mut encodings = vec![Encoding::PLAIN, Encoding::RLE];
    encodings.extend(parts.dictionary.is_some().then_some(Encoding::RLE_DICTIONARY));
    let mut metadata = ColumnChunkMetaData::builder(leaf.clone())
        .set_compression(Compression::SNAPPY)
        .set_encodings(encodings)
        .set_page_encoding_stats(stats)
        .set_total_compressed_size(bytes.len() as i64)
        .set_total_uncompressed_size(uncompressed)
        .set_num_values(parts.rows as i64)
        .set_dictionary_page_offset(dictionary)
        .set_data_page_offset(data);
    if let Some(statistics) = parts.statistics {
        metadata = metadata.set_statistics(statistics);
    }
    let close = ColumnCloseResult {
        bytes_written: bytes.len() as u64,
        rows_written: parts.rows as u64,
        metadata: metadata.build()?,
        bloom_filter: None,
        column_index: None,
        offset_index: None,
    };
    Ok(ColumnChunk::Own(Box::new((bytes, close))))
}

fn compressed(plain: &[u8]) -> Result<Bytes, ParquetError> {
    let packed = snap::raw::Encoder::new().compress_vec(plain);
    packed.map(Bytes::from).map_err(|e| ParquetError::External(Box::new(e)))
}
