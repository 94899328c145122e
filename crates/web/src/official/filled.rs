//! The tables of somebody's places, filled from figures: with names, remarks and everything that does not agree.

use std::collections::BTreeMap;

use engine::figures::{Counts, Difference, FilledTable, Line, differences, fill, lines};
use lake::SealedFigures;
use registry::VillageId;
use reports::official::{Letterhead, PlaceNames, Report, absent, codes, only_reviewed, outside, remarks};
use standards::units::Level as Unit;
use vocab::{Day, Language, said};

use super::forms::Form;
use super::source::Source;
use crate::error::Refusal;

/// Filled tables with what stands around them.
pub(super) struct Filled {
    pub(super) lines: Vec<Line>,
    pub(super) tables: Vec<FilledTable>,
    pub(super) found: Vec<Difference>,
    pub(super) names: Vec<String>,
    pub(super) letterhead: Letterhead,
    pub(super) remarks: Vec<String>,
}

impl Filled {
    /// Only what lies inside the place that is asked for and the caller's places.
    pub(super) fn of(
        source: &Source,
        figures: &SealedFigures,
        language: Language,
    ) -> Result<Filled, Refusal> {
        let form = source.form()?;
        let mut counts = Counts::default();
        for (place, counted) in &figures.figured.counts.places {
            let village: Option<VillageId> = place[2].as_ref().and_then(|code| code.parse().ok());
            if village.is_some_and(|village| source.inside.contains(&village)) {
                counts.places.insert(place.clone(), counted.clone());
            }
        }
        let lines = lines(&form.plan, &counts, source.level);
        let tables = fill(&form.set, &form.plan, &lines, figures.has_before);
        let found = differences(&form.set.checks, &tables, lines.len());
        let places = names(source, &lines);
        let before = figures.has_before.then_some(figures.undetermined_before);
        let mut about_all = remarks(&lines, before, language);
        about_all.extend(only_reviewed(&lines, source.in_register, language));
        // Of everywhere only whoever sees everywhere learns.
        if source.is_everywhere && source.area.is_none() && source.place.iter().all(Option::is_none) {
            about_all.extend(outside(figures.figured.outside, language));
            about_all.extend(absent(&lines, &source.site.gazetteer.units, source.day));
        }
        let mut letterhead = places.letterhead_of(&lines, source.level, language);
        if let Some(seen) = source.area.as_ref().filter(|_| source.place.iter().all(Option::is_none)) {
            let (name, part) =
                (&seen.area.name, said!("phần thuộc địa bàn của bạn", "the part in your area"));
            let name = if seen.is_part { format!("{name} ({})", part.get(language)) } else { name.clone() };
            letterhead.about = places.about(&name, language);
        }
        Ok(Filled {
            names: places.of(&lines, language),
            letterhead,
            remarks: about_all.iter().map(|words| words.get(language).to_owned()).collect(),
            lines,
            tables,
            found,
        })
    }

    /// The same as it is printed.
    pub(super) fn report<'a>(
        &'a self,
        (form, made_on): (&'a Form, Day),
        wanted: &'a [u16],
        language: Language,
    ) -> Report<'a> {
        Report {
            set: &form.set,
            tables: &self.tables,
            lines: &self.lines,
            names: &self.names,
            differences: &self.found,
            wanted,
            letterhead: &self.letterhead,
            remarks: &self.remarks,
            language,
            made_on,
        }
    }
}

/// What the places of lines are called.
pub(super) fn names(source: &Source, lines: &[Line]) -> PlaceNames {
    let named = |depth: usize, level: Unit| -> BTreeMap<String, String> {
        codes(lines, depth).into_iter().map(|code| (code.to_owned(), source.unit_name(level, code))).collect()
    };
    PlaceNames {
        provinces: named(0, Unit::Province),
        communes: named(1, Unit::Commune),
        villages: source
            .inside
            .iter()
            .filter_map(|id| Some((id.to_string(), source.lay.get(id)?.name.clone())))
            .collect(),
        year: source.review.campaign.terms.result_day.previous().year(),
    }
}
