//! Step 8: answers are encrypted. Which act did it to the rows that were there before stands in the row.

use crate::migration::Type::Integer;
use crate::migration::{Change, may};

pub(super) const CHANGES: &[Change] = &[Change::AddColumn("assessment", may("sealed_by", Integer))];
