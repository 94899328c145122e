//! Phiếu A: importing the questions of the quick screening from the official annex into a procedure of a pack.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use review::procedure::procedures;
use standards::PackFiles;
use vocab::{Language, Severity, said};

use crate::failure::Failure;
use crate::packs::write_line;
use crate::points::{csv_rows, quoted, write_whole};
use crate::shelf::Shelf;
use crate::workbook;

/// Writes the questions into the file of the procedure, if the procedure with them is sound; else nothing is written.
pub(crate) fn import(
    file: &Path,
    procedure: &str,
    packs: Option<&Path>,
    (goes_on, source): (&str, [&str; 3]),
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let Some(folder) = packs else {
        return Err(Failure::could_not_run(
            said!("gói trong chương trình không sửa được", "the pack inside the program cannot be changed"),
            said!(
                "chép gói ra một thư mục rồi ghi --packs THƯ_MỤC",
                "copy the pack to a folder and name it with --packs"
            ),
        ));
    };
    let questions = questions(file)?;
    let path = format!("procedures/{procedure}.toml");
    let on_disk = folder.join(&path);
    let before = fs::read_to_string(&on_disk).map_err(|error| Failure::reading(&on_disk, &error))?;
    if before.lines().any(|line| line.trim() == "[screening]") {
        let shown = on_disk.display();
        return Err(Failure::could_not_run(
            said!("{shown} đã có Phiếu A", "{shown} has the questions of form A already"),
            said!(
                "xóa mục [screening] cũ rồi nhập lại",
                "delete the old [screening] part, then import again"
            ),
        ));
    }
    let mut after = before;
    let [doc, article, confidence] = source.map(quoted);
    let goes_on = quoted(goes_on);
    after.push_str(&format!(
        "\n[screening]\ngoes_on = {goes_on}\nsource  = {{ doc = {doc}, article = {article}, confidence = {confidence} }}\n"
    ));
    for (id, vi, en) in &questions {
        after.push_str(&format!(
            "[[screening.question]]\nid    = {}\nlabel = {{ vi = {}, en = {} }}\n",
            quoted(id),
            quoted(vi),
            quoted(en)
        ));
    }
    sound(&Shelf::open(packs)?.files, &path, &after)?;
    write_whole(&on_disk, after.as_bytes())?;
    let (n, shown) = (questions.len(), on_disk.display());
    write_line(
        out,
        said!("{n} câu của Phiếu A; ghi vào {shown}", "{n} questions of form A; written to {shown}")
            .get(language),
    )
}

/// Every mistake of the procedure with its questions is printed; then nothing is imported.
fn sound(files: &PackFiles, path: &str, text: &str) -> Result<(), Failure> {
    let all = files.list("", "").map(|known| {
        let bytes = if known == path { text.as_bytes() } else { files.get(known).unwrap_or_default() };
        (known.to_owned(), bytes.to_vec())
    });
    let findings = procedures(&PackFiles::new(all)).1;
    let errors =
        findings.iter().filter(|found| found.severity == Severity::Error && found.place.file == path);
    let mut is_sound = true;
    for found in errors {
        let _ = writeln!(io::stderr(), "{found}");
        is_sound = false;
    }
    if is_sound { Ok(()) } else { Err(Failure::Input) }
}

/// Id, Vietnamese and English words of each question.
fn questions(file: &Path) -> Result<Vec<(String, String, String)>, Failure> {
    let is_workbook = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
    let rows = if is_workbook { workbook::first_sheet(file)? } else { csv_rows(file)? };
    let shown = file.display();
    let header =
        rows.first().map(|row| row.iter().map(|cell| cell.trim().to_lowercase()).collect::<Vec<_>>());
    let column = |name: &str| header.as_ref()?.iter().position(|cell| cell == name);
    let (Some(id), Some(vi), Some(en)) = (column("id"), column("vi"), column("en")) else {
        return Err(Failure::could_not_run(
            said!("{shown} không có dòng tiêu đề id, vi, en", "{shown} has no header id, vi, en"),
            said!(
                "ghi ba chữ này phía trên các cột của bảng",
                "put these three words above the columns of the table"
            ),
        ));
    };
    let cell = |row: &[String], at: usize| row.get(at).map(|cell| cell.trim().to_owned()).unwrap_or_default();
    let mut questions = Vec::new();
    for (at, row) in rows.iter().enumerate().skip(1) {
        let question = (cell(row, id), cell(row, vi), cell(row, en));
        if question.0.is_empty() && question.1.is_empty() && question.2.is_empty() {
            continue;
        }
        if question.0.is_empty() || question.1.is_empty() || question.2.is_empty() {
            let line = at + 1;
            return Err(Failure::could_not_run(
                said!(
                    "{shown}, dòng {line}: thiếu mã hoặc lời của một câu",
                    "{shown}, line {line}: the id or the words of a question are missing"
                ),
                said!("ghi đủ id, vi, en ở dòng đó", "fill in id, vi and en on that line"),
            ));
        }
        questions.push(question);
    }
    Ok(questions)
}
