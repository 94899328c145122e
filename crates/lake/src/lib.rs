//! Files of microdata: reads Parquet and CSV, streams them through the classifier, writes results. Owns threads,
//! sorting and temporary files; knows no rule.
//!
//! [`classify`] is the door. Both files are read once, side by side, in the order of household ids; memory does not grow
//! with their size. A file that is not sorted is sorted first, in temporary files.

mod checks;
mod chunk;
mod classify;
mod failure;
mod figures;
mod ids;
mod job;
mod last_year;
mod members;
mod merge;
mod microdata;
mod output;
mod output_file;
mod prepare;
mod problems;
mod progress;
mod sealed;
mod segments;
mod sort;
mod source;
mod spans;
mod tally;
mod text_table;
mod work;

pub use classify::classify;
pub use failure::{Failure, InputProblems};
pub use figures::{Figured, Figuring, Opened};
pub use job::{ClassifyJob, Counts, ExplainedHousehold, Format, Summary, UnitCounts};
pub use last_year::LastYear;
pub use microdata::MicrodataWriter;
pub use problems::{KEPT_PROBLEMS, Problem};
pub use progress::Progress;
pub use sealed::{
    Borders, SealedCount, SealedFigures, SealedHousehold, SealedWriter, WrittenFile, count_sealed,
    digest_of_file,
};
pub use text_table::{NotText, TextTable};
