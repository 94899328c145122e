//! `chungtay paper`: a paper of the review with invented households, so that whoever changes a template sees what becomes of it.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use reports::papers::{Format, Paper, PaperKind, Papers, SheetSize, sample};
use vocab::{Day, Language, Severity, said};

use crate::failure::Failure;
use crate::packs::write_line;
use crate::shelf::Shelf;

/// Options of `paper`.
#[derive(Debug, Args)]
pub(crate) struct PaperOptions {
    /// Which paper; without it all papers are listed
    #[arg(value_name = "PAPER", requires = "out")]
    paper: Option<String>,
    /// What to write
    #[arg(long, value_name = "FORMAT", default_value = "pdf")]
    format: PaperFormat,
    /// The file
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// So many invented households
    #[arg(long, value_name = "N", default_value_t = 12)]
    households: usize,
    /// Day on which the paper is made; its templates are those of this day
    #[arg(long, value_name = "DAY")]
    day: Option<Day>,
    /// A posted list on A3
    #[arg(long)]
    a3: bool,
}

/// Format of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PaperFormat {
    /// To be printed and kept
    Pdf,
    /// To be changed before it is signed
    Docx,
}

/// The most households that one invented paper has.
const MOST: usize = 5_000;

/// Runs the command.
pub(crate) fn paper(
    options: &PaperOptions,
    packs: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let (Some(name), Some(file)) = (&options.paper, &options.out) else {
        return list(language, out);
    };
    let kind = PaperKind::from_id(name).ok_or_else(|| {
        let known = PaperKind::ALL.map(PaperKind::id).join(", ");
        Failure::could_not_run(
            said!("không có giấy `{name}`", "there is no paper `{name}`"),
            said!("các giấy hiện có: {known}", "the papers are: {known}"),
        )
    })?;
    let papers = opened(packs)?;
    let mut made = sample(kind, options.households.min(MOST));
    match &mut made {
        Paper::Posting(posting) if options.a3 => posting.sheet = SheetSize::A3,
        Paper::Explanation(sheet) => sheet.language = language,
        _ => {}
    }
    let format = match options.format {
        PaperFormat::Pdf => Format::Pdf,
        PaperFormat::Docx => Format::Docx,
    };
    let day = options.day.unwrap_or_else(crate::calendar::today);
    let printed = papers.make(&made, format, day).map_err(|why| {
        let (message, remedy) = why.words();
        Failure::could_not_run(message, remedy)
    })?;
    std::fs::write(file, printed.bytes).map_err(|error| Failure::writing(file, &error))?;
    let shown = file.display();
    write_line(
        out,
        said!("số liệu bịa để xem mẫu: {shown}", "invented data, to look at the template: {shown}")
            .get(language),
    )?;
    for remark in printed.remarks {
        write_line(out, &format!("  – {}", remark.get(language)))?;
    }
    Ok(())
}

/// The papers of the pack, or all its mistakes.
fn opened(packs: Option<&Path>) -> Result<Papers, Failure> {
    let read = Papers::read(&Shelf::open(packs)?.files);
    let errors = read.findings.iter().filter(|finding| finding.severity == Severity::Error);
    for finding in errors {
        let _ = writeln!(std::io::stderr(), "{finding}");
    }
    read.papers.ok_or(Failure::Input)
}

fn list(language: Language, out: &mut dyn Write) -> Result<(), Failure> {
    for kind in PaperKind::ALL {
        let formats = if kind.is_editable() { "pdf, docx" } else { "pdf" };
        write_line(out, &format!("  {:<18} {formats:<10} {}", kind.id(), kind.label().get(language)))?;
    }
    Ok(())
}
