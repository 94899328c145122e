//! Bytes of a file to cells. Runs in the limited child process (see `child`): whoever sends a file may mean harm.

mod csv_text;
mod extras;
mod workbook;

use crate::grid::{Cell, Grid, Value};
use crate::problem::Problem;

/// The most cells that are read from a file.
pub const MAX_CELLS: usize = 600_000;
/// The most bytes of text in all cells together.
pub const MAX_TEXT: usize = 32 << 20;

/// Why no cells came out of a file: the problem that is shown.
pub type Refusal = Problem;

/// Reads a workbook or a CSV text, told apart by their first bytes.
///
/// This does not limit memory or time: in a server use [`crate::child::read_in_child`].
pub fn read_bytes(bytes: &[u8]) -> Result<Grid, Refusal> {
    const ZIP: &[u8] = b"PK\x03\x04";
    const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];
    if bytes.starts_with(ZIP) {
        workbook::read(bytes)
    } else if bytes.starts_with(COMPOUND) {
        Err(Problem::OldWorkbook)
    } else {
        csv_text::read(bytes)
    }
}

/// What may still be read before a file is refused as too large.
#[derive(Default)]
struct Budget {
    cells: usize,
    text: usize,
}

impl Budget {
    fn take(&mut self, cell: &Cell) -> Result<(), Refusal> {
        self.cells += 1;
        if let Value::Text(text) | Value::Fault(text) = &cell.value {
            self.text += text.len();
        }
        if self.cells > MAX_CELLS || self.text > MAX_TEXT { Err(Problem::TooManyCells) } else { Ok(()) }
    }
}
