//! Cells that must agree, compared before tables are sent.

use standards::layouts::{Cell, Check, Formula};

use super::filled::{FilledTable, Value, calculated};

/// Cells of one place that should be equal and are not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The position of the check in its set.
    pub check: usize,
    /// The position of the line.
    pub line: usize,
    /// What each side says.
    pub sides: Vec<(Formula, i64)>,
    /// So much is left open by missing answers, which may be the reason.
    pub unclear: u64,
}

impl Difference {
    /// Whether missing answers are reason enough: so much is left open.
    pub fn is_explained(&self) -> bool {
        let values = || self.sides.iter().map(|(_, value)| *value);
        let apart = values().max().unwrap_or_default().abs_diff(values().min().unwrap_or_default());
        apart <= self.unclear
    }
}

/// Every difference, in the order of checks and lines. A side with a missing cell is not compared: it says so itself.
pub fn differences(checks: &[Check], tables: &[FilledTable], lines: usize) -> Vec<Difference> {
    let mut found = Vec::new();
    for (at, check) in checks.iter().enumerate() {
        for line in 0..lines {
            let read = |cell: Cell| {
                let table = tables.iter().find(|table| Some(table.number) == cell.table)?;
                let cell = table.cell(line, check.of_people, cell.column)?;
                Some((cell.value, cell.unclear))
            };
            let mut sides = Vec::new();
            let mut unclear = 0;
            for formula in &check.equal {
                let Some(Value::Count(value)) = calculated(formula, read) else { continue };
                unclear +=
                    formula.cells().into_iter().filter_map(read).map(|(_, unclear)| unclear).sum::<u64>();
                sides.push((formula.clone(), value));
            }
            if sides.windows(2).any(|pair| matches!(pair, [(_, a), (_, b)] if a != b)) {
                found.push(Difference { check: at, line, sides, unclear });
            }
        }
    }
    found
}
