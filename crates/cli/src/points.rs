//! Bảng điểm B1: importing the points of the official annex, and finding the table to compute with.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use standards::points::{PointRow, PointTable};
use standards::standard::PovertyStandard;
use vocab::{Day, LocalText, said};

use crate::failure::Failure;
use crate::workbook;

/// What an import wrote.
pub(crate) struct Imported {
    pub(crate) csv: PathBuf,
    pub(crate) rows: usize,
}

/// Imports a complete table with its source; an incomplete one is refused and nothing is written.
pub(crate) fn import(
    file: &Path,
    standard: &PovertyStandard,
    store: &Path,
    (source, by, (today, time)): (&str, &str, (Day, String)),
) -> Result<Imported, Failure> {
    if source.trim().is_empty() {
        return Err(Failure::could_not_run(
            said!("--source để trống", "--source is empty"),
            said!("ghi tên văn bản và phụ lục", "name the official text and its annex"),
        ));
    }
    let rows = read_rows(file)?;
    table(standard, file, &rows)?;
    let csv = standards::points::written(&rows);
    let digest = digest(csv.as_bytes());
    // Names sort by the time of their import, so that the last one is the newest.
    let version = format!("{today}T{time}-{}", digest.get(..8).unwrap_or_default());
    fs::create_dir_all(store).map_err(|error| Failure::writing(store, &error))?;
    let target = store.join(format!("{version}.csv"));
    let note = format!(
        "source      = {}\nimported_on = \"{today}\"\nimported_at = \"{time}\"\nimported_by = {}\nsha256      = \"{digest}\"\n",
        quoted(source),
        quoted(by)
    );
    write_whole(&store.join(format!("{version}.toml")), note.as_bytes())?;
    write_whole(&target, csv.as_bytes())?;
    Ok(Imported { csv: target, rows: rows.len() })
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn quoted(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", plain.trim().replace('\\', "\\\\").replace('"', "\\\""))
}

/// Writes a file under its name only when it is whole.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let partial = path.with_extension("partial");
    let written = fs::write(&partial, bytes).and_then(|()| fs::rename(&partial, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&partial);
        Failure::writing(path, &error)
    })
}

/// Where imported tables of a standard are kept: in its folder on disk, or with the user's data.
pub(crate) fn store(standard: &str, folder: Option<&Path>) -> PathBuf {
    if let Some(folder) = folder {
        return folder.join("points");
    }
    data_folder().join("points").join(standard)
}

/// The user's data folder.
pub(crate) fn data_folder() -> PathBuf {
    let data = env::var_os("CHUNGTAY_DATA").map(PathBuf::from).or_else(|| {
        let share = env::var_os("XDG_DATA_HOME").map(PathBuf::from);
        let home = || env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share"));
        Some(share.or_else(home)?.join("chungtay"))
    });
    data.unwrap_or_else(|| PathBuf::from("."))
}

/// The newest imported table, if there is one.
pub(crate) fn newest(store: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(store).ok()?;
    let tables = entries.flatten().map(|entry| entry.path()).filter(|path| {
        path.extension().is_some_and(|ending| ending == "csv") && path.with_extension("toml").is_file()
    });
    tables.max()
}

/// The table of a file, complete and checked. An imported one must be what was imported: points that somebody changed
/// afterwards would decide about households under the name of whoever signed for the official ones.
pub(crate) fn read(standard: &PovertyStandard, file: &Path) -> Result<PointTable, Failure> {
    if let Some(imported) = imported_digest(file) {
        let bytes = fs::read(file).map_err(|error| Failure::reading(file, &error))?;
        if digest(&bytes) != imported {
            let shown = file.display();
            return Err(Failure::could_not_run(
                said!(
                    "{shown} đã bị sửa sau khi nhập: tệp không còn khớp mã SHA-256 trong ghi chú",
                    "{shown} was changed after its import: it no longer has the SHA-256 of its note"
                ),
                said!(
                    "nhập lại bảng chính thức bằng `chungtay packs import-points`, và xóa bảng này",
                    "import the official table again with `chungtay packs import-points`, and delete this one"
                ),
            ));
        }
    }
    let rows = read_rows(file)?;
    table(standard, file, &rows)
}

/// What the note beside an imported table says of its bytes; `None` if there is no note.
fn imported_digest(file: &Path) -> Option<String> {
    let note = fs::read_to_string(file.with_extension("toml")).ok()?;
    let said = note.lines().find_map(|line| line.strip_prefix("sha256")?.trim().strip_prefix('='))?;
    Some(said.trim().trim_matches('"').to_owned())
}

fn table(standard: &PovertyStandard, file: &Path, rows: &[PointRow]) -> Result<PointTable, Failure> {
    let id = &standard.id;
    let Some(structure) = &standard.points else {
        return Err(Failure::could_not_run(
            said!("chuẩn {id} không có bảng điểm", "the standard {id} has no table of points"),
            said!(
                "bảng điểm chỉ dùng cho chuẩn có tệp points.toml",
                "points belong to a standard with points.toml"
            ),
        ));
    };
    structure.table(rows).map_err(|wrong| {
        for one in wrong {
            eprint_line(&one.finding(&file.display().to_string()).to_string());
        }
        Failure::Input
    })
}

fn eprint_line(line: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn read_rows(file: &Path) -> Result<Vec<PointRow>, Failure> {
    let is_workbook = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
    let rows = if is_workbook { workbook::first_sheet(file)? } else { csv_rows(file)? };
    let shown = file.display();
    standards::points::rows(&rows).ok_or_else(|| {
        Failure::could_not_run(
            said!(
                "{shown} không có dòng tiêu đề region, item, option, points",
                "{shown} has no header region, item, option, points"
            ),
            said!(
                "ghi bốn chữ này phía trên các cột của bảng",
                "put these four words above the columns of the table"
            ),
        )
    })
}

pub(crate) fn csv_rows(file: &Path) -> Result<Vec<Vec<String>>, Failure> {
    let shown = file.display();
    let bytes = fs::read(file).map_err(|error| Failure::reading(file, &error))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Failure::could_not_run(
            said!("{shown} không phải UTF-8", "{shown} is not UTF-8"),
            said!("lưu tệp thành CSV UTF-8", "save it as CSV UTF-8"),
        )
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let first = text.lines().next().unwrap_or_default();
    let delimiter = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let rows = reader.records().map(|record| {
        let record = record.map_err(|error| {
            Failure::could_not_run(
                LocalText::same(format!("{shown}: {error}")),
                said!("sửa lại CSV ở dòng đó", "mend the CSV on that line"),
            )
        })?;
        Ok(record.iter().map(str::to_owned).collect())
    });
    rows.collect()
}
