//! Mẫu biểu báo cáo: the official tables as data – which columns, with what numbers and formulas, counting which households.
//!
//! A set of tables is checked against one standard: its conditions are rules over that standard's questions. What the
//! tables show is counted elsewhere; here stands only what is to be counted.

mod column;
mod formula;
mod list;
mod read;
mod table;

use vocab::{Citation, Finding, LocalText, Place};

use crate::questionnaire::{QuestionIndex, Subject};
use crate::rule::Condition;

pub use formula::{Cell, Formula};
pub use read::{ids, incomplete, made_for, read, template_of};

/// Bộ mẫu biểu: tables that are filled and sent together, checked against one standard.
#[derive(Clone, Debug)]
pub struct TableSet {
    /// Id: the folder below `reports/`.
    pub id: String,
    /// Name.
    pub label: LocalText,
    /// Standards of the pack that it is made for.
    pub standards: Vec<String>,
    /// Where its form comes from.
    pub source: Citation,
    /// How far it may be relied on, for readers.
    pub note: Option<LocalText>,
    /// What households and people are asked to be counted.
    pub families: Vec<Family>,
    /// The tables, by number.
    pub tables: Vec<TableLayout>,
    /// The detailed lists, by number.
    pub lists: Vec<ListLayout>,
    /// What must agree before the tables are sent.
    pub checks: Vec<Check>,
    /// Who signs, from left to right.
    pub signatures: Vec<Signature>,
    /// SHA-256 of its files.
    pub digest: String,
}

/// A named condition, or one condition for every code of a question.
#[derive(Clone, Debug)]
pub struct Family {
    /// Id that columns name.
    pub id: String,
    /// Name.
    pub label: LocalText,
    /// Whether it is asked of households or of their members.
    pub of: Subject,
    /// Whether at most one of its conditions holds, as of a question with one answer.
    pub is_exclusive: bool,
    /// Its conditions; one, without a code, where it has no `each`.
    pub items: Vec<Item>,
    /// Where it comes from; `None` for the indicators of the standard.
    pub source: Option<Citation>,
}

/// One condition of a family.
#[derive(Clone, Debug)]
pub struct Item {
    /// The code of the question, or the id of the indicator.
    pub code: Option<String>,
    /// Name.
    pub label: LocalText,
    /// What it asks.
    pub asks: Asked,
}

/// What a condition asks.
#[derive(Clone, Debug)]
pub enum Asked {
    /// A rule over answers.
    Rule(Condition),
    /// Whether the household is deprived in an indicator, by position.
    Indicator(u16),
}

/// Position of a condition: of its family in the set, and in its family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConditionAt {
    /// In [`TableSet::families`].
    pub family: u16,
    /// In [`Family::items`].
    pub item: u16,
}

/// Which households a column counts: all that satisfy every part.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Selection {
    /// The outcome, by position.
    pub outcome: Option<u8>,
    /// The income band, by position.
    pub band: Option<u8>,
    /// Conditions that hold (`true`) or do not hold.
    pub conditions: Vec<(ConditionAt, bool)>,
}

/// What of the selected households is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Hộ.
    Households,
    /// Nhân khẩu.
    People,
    /// Members that satisfy a condition.
    Members(ConditionAt),
    /// Their certain deprivations, added up.
    Deprivations,
}

/// A step of the flow of a class between two years. Opening − exits + entries = closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Đầu kỳ: in the class last year.
    Opening,
    /// Became the class beside it.
    ToBeside,
    /// Left both classes.
    Out,
    /// Khác giảm: moved away, dissolved, undetermined now; people lost.
    OtherDecrease,
    /// Came from the class beside it.
    FromBeside,
    /// Tái nghèo, tái cận nghèo.
    Relapsed,
    /// Phát sinh mới.
    New,
    /// Khác tăng: moved in; people gained.
    OtherIncrease,
    /// Cuối kỳ: in the class now.
    Closing,
}

impl Step {
    /// All steps, as packs name them.
    pub const ALL: [(&'static str, Step); 9] = [
        ("opening", Step::Opening),
        ("to_beside", Step::ToBeside),
        ("out", Step::Out),
        ("other_decrease", Step::OtherDecrease),
        ("from_beside", Step::FromBeside),
        ("relapsed", Step::Relapsed),
        ("new", Step::New),
        ("other_increase", Step::OtherIncrease),
        ("closing", Step::Closing),
    ];
}

/// Diễn biến: the class whose flow a table tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Flow {
    /// The class, by position of its outcome.
    pub of: u8,
    /// The class beside it.
    pub beside: u8,
    /// Whether a household that newly came in had been in the class before last year.
    pub relapsed: ConditionAt,
}

/// One official table.
#[derive(Clone, Debug)]
pub struct TableLayout {
    /// Its number.
    pub number: u16,
    /// Its title.
    pub title: LocalText,
    /// Where its form comes from.
    pub source: Citation,
    /// A remark below the table.
    pub note: Option<LocalText>,
    /// Whether each place has a row for households and one for people.
    pub has_row_kinds: bool,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Where it stands.
    pub place: Place,
}

/// A column, or a run of columns with one for each condition of a family.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its official number; the first one of a run. 0 is counted on from the column before.
    pub number: u16,
    /// How many columns it stands for; 0 where that follows from the data.
    pub wide: u16,
    /// Its heading.
    pub label: LocalText,
    /// Headings above it, from the top.
    pub under: Vec<LocalText>,
    /// What it shows.
    pub shows: Shows,
    /// The family of a run of columns.
    pub each: Option<Each>,
    /// Where it stands.
    pub place: Place,
}

/// A run of columns, one for each condition of a family.
#[derive(Clone, Debug)]
pub struct Each {
    /// The family.
    pub family: u16,
    /// Items that have no column.
    pub except: Vec<u16>,
    /// The most columns, those with most households first; the others are added up in one last column with this name.
    pub most: Option<(usize, LocalText)>,
}

/// What a column shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shows {
    /// A count; in a table with both kinds of rows the row says of what.
    Count(Option<Unit>, Selection),
    /// A step of the table's flow.
    Flow(Flow, Step),
    /// Calculated from other cells of the row; the true count is compared with it.
    Formula(Formula, Option<Box<Shows>>),
}

/// A detailed list: a row a person, one workbook a commune.
#[derive(Clone, Debug)]
pub struct ListLayout {
    /// Its number.
    pub number: u16,
    /// Its title.
    pub title: LocalText,
    /// Where its form comes from.
    pub source: Citation,
    /// A remark below the list.
    pub note: Option<LocalText>,
    /// The outcome of the households in it, by position.
    pub outcome: u8,
    /// How households came in.
    pub flow: Option<Flow>,
    /// Its columns.
    pub columns: Vec<ListColumn>,
}

/// A column of a detailed list.
#[derive(Clone, Debug)]
pub struct ListColumn {
    /// Its heading.
    pub label: LocalText,
    /// Headings above it, from the top.
    pub under: Vec<LocalText>,
    /// What it shows.
    pub shows: Listed,
}

/// What a column of a list shows of a person or a household.
#[derive(Clone, Debug)]
pub enum Listed {
    /// Which household of the list it is, on the row of its first person.
    HouseholdNumber,
    /// Which person of the household it is.
    MemberNumber,
    /// An answer of the person in words.
    Answer(QuestionIndex),
    /// The year of birth, if the person satisfies the condition.
    BirthYear(ConditionAt),
    /// A mark if the person or the household satisfies the condition.
    Mark(ConditionAt),
    /// A mark if the household came into its class by one of these steps; without a step: it was in it last year.
    Came(Vec<Step>),
}

/// Cells that must be equal in every row.
#[derive(Clone, Debug)]
pub struct Check {
    /// What it is about.
    pub label: LocalText,
    /// Whether the row of people is meant, where a table has both kinds.
    pub of_people: bool,
    /// What must be equal.
    pub equal: Vec<Formula>,
    /// Where it stands.
    pub place: Place,
}

/// Who signs a table.
#[derive(Clone, Debug)]
pub struct Signature {
    /// First line, in capitals.
    pub title: LocalText,
    /// Second line, in capitals.
    pub role: Option<LocalText>,
    /// How it is signed.
    pub how: LocalText,
}

/// A set that was read, or everything that is wrong with it.
#[derive(Debug)]
pub struct ReadTables {
    /// The set, if nothing is wrong.
    pub set: Option<TableSet>,
    /// What a person should mend.
    pub findings: Vec<Finding>,
}

impl TableSet {
    /// The table with this number.
    pub fn table(&self, number: u16) -> Option<&TableLayout> {
        self.tables.iter().find(|table| table.number == number)
    }

    /// A condition.
    pub fn item(&self, at: ConditionAt) -> Option<&Item> {
        self.families.get(usize::from(at.family))?.items.get(usize::from(at.item))
    }
}
