//! Mẫu biểu báo cáo: filled tables on paper and as workbooks. What is written here comes from the pack and from figures; this
//! file holds only the words that hold them together.

mod head;
mod list;
mod listing;
mod notes;
mod paper;
mod places;
mod words;
mod workbook;

use engine::figures::{Difference, FilledTable, Line};
use standards::layouts::{TableLayout, TableSet};
use vocab::{Day, Language};

pub use head::{Head, HeadCell, head};
pub use list::{ListRow, ListSheet, list_workbook};
pub use listing::{Listing, list_questions};
pub use notes::notes;
pub use paper::table_paper;
pub use places::{PlaceNames, absent, codes, only_reviewed, outside, remarks};
pub use words::{code_of, numbers, shown};
pub use workbook::{NotWritten, workbook};

/// Filled tables with everything that stands around them.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The layouts.
    pub set: &'a TableSet,
    /// All tables of the set, filled.
    pub tables: &'a [FilledTable],
    /// The lines of the tables.
    pub lines: &'a [Line],
    /// The name of each line.
    pub names: &'a [String],
    /// What does not agree.
    pub differences: &'a [Difference],
    /// Numbers of the tables that are wanted.
    pub wanted: &'a [u16],
    /// Who reports, and about what.
    pub letterhead: &'a Letterhead,
    /// Further remarks about the figures as a whole.
    pub remarks: &'a [String],
    /// The language.
    pub language: Language,
    /// The day on which the tables are made.
    pub made_on: Day,
}

/// Phần đầu: who reports, and about what.
#[derive(Clone, Debug, Default)]
pub struct Letterhead {
    /// The agency above, if there is one.
    pub parent: Option<String>,
    /// The agency that reports, a line each.
    pub agency: Vec<String>,
    /// The place of the line with the day.
    pub place: String,
    /// What the tables are about: the area and the year.
    pub about: String,
    /// What the column of places is called.
    pub places: String,
}

impl<'a> Report<'a> {
    /// The wanted tables with their layouts.
    pub fn wanted(&self) -> impl Iterator<Item = (&'a TableLayout, &'a FilledTable)> {
        let (set, wanted) = (self.set, self.wanted);
        let is_wanted = move |table: &&FilledTable| wanted.contains(&table.number);
        self.tables.iter().filter(is_wanted).filter_map(move |table| Some((set.table(table.number)?, table)))
    }
}
