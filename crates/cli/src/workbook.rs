//! Reading XLSX in a limited child process: a workbook of a kilobyte can otherwise ask for all memory there is.

use std::env;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use calamine::{Data, Reader, open_workbook_auto};

use vocab::{LocalText, said};

use crate::failure::Failure;

/// The most memory and seconds that reading a workbook may take.
const MAX_MEMORY: u64 = 1 << 30;
const MAX_SECONDS: u64 = 30;
/// The most rows and cells that a workbook may bring.
const MAX_CELLS: usize = 2_000_000;

/// The name under which the program calls itself to read a workbook.
pub(crate) const CHILD: &str = "read-workbook";

/// The cells of the first sheet, row by row, read in a child process.
pub(crate) fn first_sheet(path: &Path) -> Result<Vec<Vec<String>>, Failure> {
    let shown = path.display();
    let refused = |why: String| {
        Failure::could_not_run(
            said!("không đọc được bảng tính {shown}: {why}", "cannot read the workbook {shown}: {why}"),
            said!(
                "mở bằng chương trình bảng tính rồi lưu lại thành XLSX, hoặc thành CSV UTF-8",
                "open it in a spreadsheet program and save it again as XLSX, or as CSV UTF-8"
            ),
        )
    };
    let program = env::current_exe().map_err(|error| refused(error.to_string()))?;
    let output = Command::new(program)
        .arg(CHILD)
        .arg(path)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| refused(error.to_string()))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let why = said
            .lines()
            .next()
            .filter(|line| !line.is_empty())
            .unwrap_or("it asks for too much memory or time");
        return Err(refused(why.to_owned()));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| refused(error.to_string()))
}

/// What the child does: limits itself, reads, prints the cells as JSON.
pub(crate) fn child(path: &Path, out: &mut dyn Write) -> Result<(), Failure> {
    let limited = rlimit::setrlimit(rlimit::Resource::AS, MAX_MEMORY, MAX_MEMORY)
        .and_then(|()| rlimit::setrlimit(rlimit::Resource::CPU, MAX_SECONDS, MAX_SECONDS));
    // The program that asked for the cells puts these words into its own sentence.
    let stop =
        |why: String| Failure::could_not_run(LocalText::same(why), said!("lưu lại tệp", "save it again"));
    limited.map_err(|error| stop(format!("cannot limit memory: {error}")))?;
    let mut workbook = open_workbook_auto(path).map_err(|error| stop(error.to_string()))?;
    let sheet = workbook
        .worksheet_range_at(0)
        .ok_or_else(|| stop("the workbook has no sheet".to_owned()))?
        .map_err(|error| stop(error.to_string()))?;
    if sheet.height().saturating_mul(sheet.width()) > MAX_CELLS {
        return Err(stop(format!("more than {MAX_CELLS} cells")));
    }
    let rows: Vec<Vec<String>> = sheet.rows().map(|row| row.iter().map(cell).collect()).collect();
    let text = serde_json::to_string(&rows).map_err(|error| stop(error.to_string()))?;
    out.write_all(text.as_bytes()).map_err(|error| stop(error.to_string()))
}

fn cell(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        other => other.to_string(),
    }
}
