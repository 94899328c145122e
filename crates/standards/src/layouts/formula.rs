//! Formulas of the official tables: a sum of columns, or a share in percent. `3/1×100` is column 3 by column 1 in percent;
//! `4:3` is column 3 of table 4. A number in a formula is a column, never a value.

use std::fmt;

/// A cell of the same row: a column of this table, or of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The other table.
    pub table: Option<u16>,
    /// The number of the column.
    pub column: u16,
}

/// A formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// Cells added, or taken away (`true`).
    Sum(Vec<(bool, Cell)>),
    /// The first in percent of the second.
    Percent(Cell, Cell),
}

impl Formula {
    /// Reads a formula as packs write it.
    pub fn parse(text: &str) -> Option<Formula> {
        let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        if let Some(share) = text.strip_suffix("×100") {
            let (part, whole) = share.split_once('/')?;
            return Some(Formula::Percent(Cell::parse(part)?, Cell::parse(whole)?));
        }
        let mut cells = Vec::new();
        let mut rest = text.as_str();
        let mut minus = false;
        loop {
            let end = rest.find(['+', '-']).unwrap_or(rest.len());
            let (cell, after) = rest.split_at(end);
            cells.push((minus, Cell::parse(cell)?));
            let Some(sign) = after.chars().next() else { return Some(Formula::Sum(cells)) };
            minus = sign == '-';
            rest = after.strip_prefix(['+', '-'])?;
        }
    }

    /// The cells that it reads.
    pub fn cells(&self) -> Vec<Cell> {
        match self {
            Formula::Sum(cells) => cells.iter().map(|(_, cell)| *cell).collect(),
            Formula::Percent(part, whole) => vec![*part, *whole],
        }
    }

    /// The formula of the column that stands `by` places later in a run: its first cell moves along.
    #[must_use]
    pub fn shifted(&self, by: u16) -> Formula {
        let moved = |cell: &Cell| Cell { column: cell.column.saturating_add(by), ..*cell };
        match self {
            Formula::Percent(part, whole) => Formula::Percent(moved(part), *whole),
            sum => sum.clone(),
        }
    }

    /// Whether it is a share in percent.
    pub fn is_percent(&self) -> bool {
        matches!(self, Formula::Percent(..))
    }
}

impl Cell {
    fn parse(text: &str) -> Option<Cell> {
        let number = |text: &str| text.parse().ok().filter(|number| (1..=999).contains(number));
        match text.split_once(':') {
            Some((table, column)) => Some(Cell { table: Some(number(table)?), column: number(column)? }),
            None => Some(Cell { table: None, column: number(text)? }),
        }
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.table {
            Some(table) => write!(f, "{table}:{}", self.column),
            None => write!(f, "{}", self.column),
        }
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Formula::Percent(part, whole) => write!(f, "{part}/{whole}×100"),
            Formula::Sum(cells) => cells.iter().enumerate().try_for_each(|(at, (minus, cell))| {
                let sign = if *minus { "-" } else { "+" };
                if at == 0 { write!(f, "{cell}") } else { write!(f, "{sign}{cell}") }
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str) {
        assert_eq!(Formula::parse(text).map(|formula| formula.to_string()).as_deref(), Some(text));
    }

    #[test]
    fn a_formula_is_said_as_it_was_written() {
        check("1-2-3-4+5+6+7+8");
        check("3/1×100");
        check("4:3/4:1×100");
        check("2:9");
    }

    #[test]
    fn what_is_no_formula_is_refused() {
        for text in ["", "1-", "-1", "1--2", "a", "3/1", "3/1*100", "0", "1000", "1:", "(1+2)"] {
            assert_eq!(Formula::parse(text), None, "{text}");
        }
    }
}
