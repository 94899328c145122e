//! Số liệu mẫu biểu: the figures of the official tables, counted while households are classified, and put into their cells.
//!
//! Counts are whole numbers of households and people by place. What missing answers leave open is counted apart and never
//! added in silence; what nothing is known of is missing, never zero.

mod check;
mod count;
mod expand;
mod filled;
mod flow;
mod listed;
mod places;
mod plan;

pub use check::{Difference, differences};
pub use count::{Counts, Figure, Place, PlaceCounts, Rows};
pub use expand::{Heading, headings};
pub use filled::{FilledCell, FilledRow, FilledTable, Value, fill};
pub use flow::{Before, Moves, Now, left, moved};
pub use listed::ListedHousehold;
pub use places::{Level, Line, lines};
pub use plan::{FigurePlan, Measure};
