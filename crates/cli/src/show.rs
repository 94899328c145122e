//! `chungtay packs show`: a standard in plain words; a procedure as its page.

use std::io::{self, Write};
use std::path::Path;

use standards::rule::text::Speaker;
use standards::standard::{DeprivationRule, PovertyStandard};
use vocab::{Citation, Day, Language, Zone};

use crate::explanation::Numbers;
use crate::failure::Failure;
use crate::shelf::Shelf;
use crate::{calendar, packs};

/// Prints a standard, or a procedure of the pack.
pub(crate) fn show(
    standard: &str,
    shelf: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if !standard.contains('/') {
        let files = Shelf::open(shelf)?.files;
        if let Some(procedure) =
            review::procedure::procedures(&files).0.iter().find(|known| known.id == standard)
        {
            let page = review::diagram::page(procedure, &standards::law::documents(&files).0, language);
            return write!(out, "{page}").map_err(|error| crate::failure::printing(&error));
        }
    }
    let chosen = Shelf::choose(standard, shelf)?;
    let standard = packs::loaded(&chosen)?;
    let numbers = Numbers::read(&chosen.shelf.files);
    let page =
        Page { standard: &standard, numbers, language, speaker: Speaker::new(&standard, None, language) };
    page.print(out).map_err(|error| crate::failure::printing(&error))
}

struct Page<'a> {
    standard: &'a PovertyStandard,
    numbers: Numbers,
    language: Language,
    speaker: Speaker<'a>,
}

impl Page<'_> {
    fn words(&self, vi: &'static str, en: &'static str) -> &'static str {
        if self.language == Language::Vi { vi } else { en }
    }

    fn source(&self, cite: &Citation) -> String {
        self.numbers.cited(cite, self.language)
    }

    fn print(&self, out: &mut dyn Write) -> io::Result<()> {
        let standard = self.standard;
        let day = |day: Option<Day>| day.map_or("…".to_owned(), |day| calendar::shown(day, self.language));
        writeln!(out, "{} ({}, {})", standard.label.get(self.language), standard.id, standard.status.code())?;
        writeln!(
            out,
            "{} – {}  [{}]",
            day(standard.covers.from),
            day(standard.covers.until.map(Day::previous)),
            self.source(&standard.source)
        )?;
        if let Some(note) = &standard.note {
            writeln!(out, "{}", note.get(self.language))?;
        }
        writeln!(out, "SHA-256 {}", standard.digest)?;
        self.values(out)?;
        self.rules(out)?;
        self.points(out)?;
        let questions = standard.questionnaire.questions.len();
        writeln!(out, "\n{}: {questions}", self.words("Số câu hỏi trong phiếu", "Questions of the form"))
    }

    fn values(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n{}", self.words("Mức và ngưỡng", "Values"))?;
        for param in &self.standard.params {
            let label = param.label.as_ref().map_or(param.name.as_str(), |label| label.get(self.language));
            writeln!(out, "  {label} (param.{})", param.name)?;
            for value in &param.values {
                let zone = match value.zone {
                    None => "",
                    Some(Zone::Rural) => self.words(", nông thôn", ", rural"),
                    Some(Zone::Urban) => self.words(", thành thị", ", urban"),
                };
                let amount = self.speaker.amount(value.value, param.scale, param.unit.as_deref());
                let from =
                    value.valid.from.map(|day| calendar::shown(day, self.language)).unwrap_or_default();
                let since = self.words("từ", "from");
                writeln!(out, "    {amount}{zone}, {since} {from}  [{}]", self.source(&value.source))?;
            }
        }
        Ok(())
    }

    fn rules(&self, out: &mut dyn Write) -> io::Result<()> {
        for dimension in &self.standard.dimensions {
            writeln!(out, "\n{}", dimension.label.get(self.language))?;
            for indicator in self.standard.indicators.iter().filter(|i| i.dimension == dimension.id) {
                let number = indicator.number.map(|number| format!("{number}. ")).unwrap_or_default();
                let label = indicator.label.get(self.language);
                writeln!(out, "  {number}{label} ({})  [{}]", indicator.id, self.source(&indicator.source))?;
                match &indicator.deprived {
                    DeprivationRule::Rule(rule) => {
                        writeln!(out, "    {}", self.words("Thiếu hụt khi:", "Deprived when:"))?;
                        self.indented(&self.speaker.rule(&rule.condition), out)?;
                    }
                    DeprivationRule::Unknown(why) => writeln!(out, "    {}", why.get(self.language))?,
                }
            }
        }
        writeln!(out, "\n{}", self.words("Phép thử thu nhập", "Income tests"))?;
        for test in &self.standard.income_tests {
            writeln!(
                out,
                "  {} ({})  [{}]",
                test.label.get(self.language),
                test.id,
                self.source(&test.source)
            )?;
            self.indented(&self.speaker.rule(&test.at_or_below_line.condition), out)?;
        }
        writeln!(out, "\n{}", self.words("Kết quả, xét lần lượt", "Outcomes, in order"))?;
        for outcome in &self.standard.outcomes {
            writeln!(
                out,
                "  {} ({})  [{}]",
                outcome.label.get(self.language),
                outcome.id,
                self.source(&outcome.source)
            )?;
            if outcome.when.written.trim() != "true" {
                self.indented(&self.speaker.rule(&outcome.when.condition), out)?;
            }
        }
        Ok(())
    }

    fn indented(&self, text: &str, out: &mut dyn Write) -> io::Result<()> {
        text.lines().try_for_each(|line| writeln!(out, "      {line}"))
    }

    fn points(&self, out: &mut dyn Write) -> io::Result<()> {
        let Some(points) = &self.standard.points else { return Ok(()) };
        let heading = self.words(
            "Cấu trúc bảng điểm (điểm do người có thẩm quyền nhập)",
            "Structure of the point table (points are imported)",
        );
        writeln!(
            out,
            "\n{}: {}  [{}]",
            points.label.get(self.language),
            heading,
            self.source(&points.source)
        )?;
        let regions: Vec<&str> = points.regions.iter().map(|region| region.id.as_str()).collect();
        writeln!(out, "  region: {}", regions.join(", "))?;
        for item in &points.items {
            let options: Vec<&str> = item.options.iter().map(|option| option.id.as_str()).collect();
            writeln!(out, "  item {}: {}  ({})", item.id, options.join(", "), item.label.get(self.language))?;
        }
        Ok(())
    }
}
