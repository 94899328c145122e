//! The papers of a pack: templates, layouts and measures, all checked before anything is printed.

use serde_json::{Value as Json, json};
use standards::PackFiles;
use standards::reading::{Context, Source};
use vocab::{Day, Finding, Place, Severity};

use super::docx::docx;
use super::layout::Layout;
use super::paper::{Format, NotMade, Paper, PaperKind, Printed};
use super::sample::sample;
use super::sheet::fill;
use super::template::{Template, read};
use crate::letters::printable;
use crate::typesetting::typeset;

const FOLDER: &str = "reports/papers";

/// Mẫu giấy tờ: everything that papers are made with.
#[derive(Clone, Debug)]
pub struct Papers {
    templates: Vec<Template>,
    layout: Layout,
    /// Names and contents of the layouts.
    pages: Vec<(String, String)>,
}

/// Papers, or every mistake found.
#[derive(Debug)]
pub struct ReadPapers {
    /// The papers, if nothing refuses them.
    pub papers: Option<Papers>,
    /// What a person should mend.
    pub findings: Vec<Finding>,
}

impl Papers {
    /// Reads the papers of a pack.
    pub fn read(files: &PackFiles) -> ReadPapers {
        let context = Context::of(files);
        let mut extra = Vec::new();
        let (mut templates, mut layout, mut pages) = (Vec::new(), None, Vec::new());
        let known = |id: &str| PaperKind::from_id(id).map(|kind| sample(kind, 1).values());
        for path in files.list(FOLDER, ".toml") {
            let Some(source) = Source::new(path, files.get(path).unwrap_or_default(), &context) else {
                continue;
            };
            if path.ends_with("/layout.toml") {
                layout = source.read(Layout::read).flatten();
            } else {
                templates.extend(source.read(|table| read(table, known)).flatten());
            }
        }
        for path in files.list(FOLDER, ".typ") {
            let name = path.rsplit('/').next().unwrap_or(path).to_owned();
            let content = files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok());
            match content {
                Some(content) => pages.push((name, content.to_owned())),
                None => extra.push(Finding::error(place(path), "not UTF-8", "save the file as UTF-8")),
            }
        }
        extra.extend(missing(&templates, layout.as_ref(), &pages));
        extra.extend(overlapping(&templates));
        let mut findings = context.into_findings();
        findings.extend(extra);
        let refused = findings.iter().any(|finding| finding.severity == Severity::Error);
        let papers = layout.filter(|_| !refused).map(|layout| Papers { templates, layout, pages });
        ReadPapers { papers, findings }
    }

    /// Makes a paper on a day.
    ///
    /// # Errors
    /// No template holds on the day, the kind is not made as this, or a layout is at fault.
    pub fn make(&self, paper: &Paper, format: Format, made_on: Day) -> Result<Printed, NotMade> {
        let kind = paper.kind();
        let template = self.template(kind, made_on)?;
        let values = paper.values();
        let (sheet, remarks) = fill(template, &values, made_on);
        let title = template.label.vi.clone();
        let bytes = match format {
            Format::Docx if !kind.is_editable() => return Err(NotMade::NotEditable(kind)),
            Format::Docx => docx(&sheet, &title, &self.layout, made_on)
                .map_err(|error| NotMade::NotPrinted(crate::NotPrinted(error.to_string())))?,
            Format::Pdf => {
                let words = template.words(paper.language(), &values);
                let values = json!({
                    "title": title,
                    "layout": self.layout.json(),
                    "sheet": sheet.json(),
                    "words": words,
                    "measures": template.measures,
                    "values": printed(&Json::Object(values)),
                });
                self.pdf(template, &values, made_on)?
            }
        };
        Ok(Printed { bytes, remarks })
    }

    fn template(&self, kind: PaperKind, made_on: Day) -> Result<&Template, NotMade> {
        let holds = |template: &&Template| template.id == kind.id() && template.covers.contains(made_on);
        self.templates.iter().find(holds).ok_or(NotMade::NoTemplate(kind))
    }

    fn pdf(&self, template: &Template, values: &Json, made_on: Day) -> Result<Vec<u8>, NotMade> {
        let page = self.pages.iter().find(|(name, _)| *name == template.layout);
        let main = page.map_or("", |(_, content)| content.as_str());
        let only_printed = [PaperKind::Certificate, PaperKind::CertificateRow];
        let tagged = !only_printed.iter().any(|kind| kind.id() == template.id);
        Ok(typeset((&template.layout, main), &self.pages, values, made_on, tagged)?)
    }
}

/// Values with only letters that can be printed.
fn printed(value: &Json) -> Json {
    match value {
        Json::String(words) => Json::String(printable(words)),
        Json::Array(list) => list.iter().map(printed).collect(),
        Json::Object(fields) => {
            Json::Object(fields.iter().map(|(name, value)| (name.clone(), printed(value))).collect())
        }
        other => other.clone(),
    }
}

fn place(path: &str) -> Place {
    Place { file: path.to_owned(), line: 0 }
}

/// Files that there must be.
fn missing(templates: &[Template], layout: Option<&Layout>, pages: &[(String, String)]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if layout.is_none() {
        let file = format!("{FOLDER}/layout.toml");
        findings.push(Finding::error(
            place(&file),
            "there are no measures",
            "copy the file from the built-in pack",
        ));
    }
    for template in templates {
        if !pages.iter().any(|(name, _)| *name == template.layout) {
            let message = format!("`layout` names `{}`, which is not in {FOLDER}", template.layout);
            findings.push(Finding::error(
                template.place.clone(),
                message,
                "name a .typ file beside this one",
            ));
        }
    }
    for kind in PaperKind::ALL {
        if !templates.iter().any(|template| template.id == kind.id()) {
            let message = format!("there is no template of `{}`", kind.id());
            findings.push(Finding::error(place(FOLDER), message, "copy the file from the built-in pack"));
        }
    }
    findings
}

/// Two templates of one paper for one day are a mistake, never a precedence.
fn overlapping(templates: &[Template]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, one) in templates.iter().enumerate() {
        for other in templates.iter().skip(at + 1) {
            if one.id == other.id && one.covers.overlaps(other.covers) {
                let message = format!("`{}` holds on days of {}, too", one.id, other.place);
                findings.push(Finding::error(one.place.clone(), message, "change `covers` of one of them"));
            }
        }
    }
    findings
}
