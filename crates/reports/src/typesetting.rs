//! Typst with the templates of one folder and a file of values, and nothing else of the world.

use std::sync::{Mutex, PoisonError};

use serde_json::Value as Json;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use vocab::Day;

use crate::letters::LETTERS;

/// A paper that could not be printed: a fault of the template, never of the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotPrinted(pub String);

impl std::fmt::Display for NotPrinted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the paper cannot be printed: {}", self.0)
    }
}

impl std::error::Error for NotPrinted {}

impl NotPrinted {
    fn of(reason: impl std::fmt::Debug) -> NotPrinted {
        NotPrinted(format!("{reason:?}"))
    }
}

/// One paper after the other: a large one takes some hundred megabytes.
static ALONE: Mutex<()> = Mutex::new(());

/// The template with its values as PDF/A-2b, made on a day; it may import those beside it. The same values and day give the same
/// bytes. Tags tell programs that read aloud what is a heading or a table; they make a third of a file of a thousand pages that is
/// only printed.
pub(crate) fn typeset(
    (name, template): (&str, &str),
    beside: &[(String, String)],
    values: &Json,
    made_on: Day,
    tagged: bool,
) -> Result<Vec<u8>, NotPrinted> {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let file = |name: &str| {
        let path = VirtualPath::new(name).map_err(NotPrinted::of)?;
        Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
    };
    let main = Source::new(file(name)?, template.to_owned());
    let source = |(name, content): &(String, String)| Ok(Source::new(file(name)?, content.clone()));
    let beside = beside.iter().map(source).collect::<Result<Vec<Source>, NotPrinted>>()?;
    let desk = Desk {
        library: LazyHash::new(Library::default()),
        values: (file("values.json")?, Bytes::from_string(values.to_string())),
        main,
        beside,
    };
    let compiled = typst::compile::<PagedDocument>(&desk).output;
    // What it remembers between two papers is people's answers.
    typst::comemo::evict(0);
    let document = compiled.map_err(|faults| desk.said(&faults))?;
    let standards = PdfStandards::new(&[PdfStandard::A_2b]).map_err(NotPrinted::of)?;
    let options = PdfOptions {
        standards,
        timestamp: midnight(made_on),
        creator: Smart::Custom(Some("Chung Tay".to_owned())),
        tagged,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options).map_err(NotPrinted::of);
    typst::comemo::evict(0);
    pdf
}

/// Midnight of a day: PDF/A wants to know when a paper was made, and nobody the hour.
fn midnight(day: Day) -> Option<Timestamp> {
    let (year, month, day) = day.civil();
    let datetime = Datetime::from_ymd_hms(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?, 0, 0, 0)?;
    Some(Timestamp::new_utc(datetime))
}

/// All that Typst can see.
struct Desk {
    library: LazyHash<Library>,
    main: Source,
    beside: Vec<Source>,
    values: (FileId, Bytes),
}

impl Desk {
    /// The first fault with file and line, for whoever changes a template.
    fn said(&self, faults: &[SourceDiagnostic]) -> NotPrinted {
        let Some(fault) = faults.first() else { return NotPrinted(String::new()) };
        let place = fault.span.id().zip(self.range(fault.span)).and_then(|(id, range)| {
            let line = self.source(id).ok()?.lines().byte_to_line(range.start)? + 1;
            Some(format!("{}:{line}: ", id.get().vpath().get_without_slash()))
        });
        NotPrinted(format!("{}{}", place.unwrap_or_default(), fault.message))
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &LETTERS.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let mut known = std::iter::once(&self.main).chain(&self.beside);
        known.find(|source| source.id() == id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let (known, bytes) = &self.values;
        if id == *known { Ok(bytes.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        LETTERS.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
