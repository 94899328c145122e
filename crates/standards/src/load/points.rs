//! Reading `points.toml`: the structure of a proxy score.

use crate::load::{PackFiles, rules::checked};
use crate::points::{PointItem, PointOption, PointRegion, PointStructure};
use crate::questionnaire::{AnswerKind, Subject};
use crate::reading::{Context, Source, Table};
use crate::rule::Names;

/// The structure of the nearest folder that has one: `None` without a file, `Some(None)` with mistakes.
pub(crate) fn read(
    files: &PackFiles,
    chain: &[String],
    names: &Names<'_>,
    context: &Context,
) -> Option<Option<PointStructure>> {
    let (path, bytes) = super::nearest(files, chain, "points.toml")?;
    let source = Source::new(&path, bytes, context);
    Some(source.and_then(|source| source.read(|table| read_structure(table, names, context))?))
}

fn read_structure(table: &Table<'_>, names: &Names<'_>, context: &Context) -> Option<PointStructure> {
    let id = table.required_text("question").unwrap_or_default();
    let question = names
        .questionnaire
        .find(Subject::Household, &id)
        .filter(|q| matches!(names.questionnaire.get(*q).kind, AnswerKind::Number { decimal: false, .. }));
    if question.is_none() && table.has("question") {
        table.error_at_key(
            "question",
            format!("`{id}` is no whole-number question of the household"),
            "name the question that holds the total",
        );
    }
    let label = table.required_local_text("label");
    let source = table.citation("source");
    let _ = table.local_text("note");
    let mut regions = Vec::new();
    for item in table.tables("region") {
        if let Some(option) = read_option(&item, names, context) {
            taken(&item, &option.id, regions.iter().map(|known: &PointRegion| known.id.as_str()));
            regions.push(PointRegion { id: option.id, label: option.label, when: option.when });
        }
    }
    let mut items = Vec::new();
    for item in table.tables("item") {
        let (id, label, source) =
            (item.required_text("id"), item.required_local_text("label"), item.citation("source"));
        let _ = item.local_text("note");
        let mut options = Vec::new();
        for table in item.tables("option") {
            if let Some(option) = read_option(&table, names, context) {
                taken(&table, &option.id, options.iter().map(|known: &PointOption| known.id.as_str()));
                options.push(option);
            }
        }
        item.report_unknown_keys();
        if let (Some(id), Some(label), Some(source)) = (id, label, source) {
            taken(&item, &id, items.iter().map(|known: &PointItem| known.id.as_str()));
            items.push(PointItem { id, label, options, source });
        }
    }
    if regions.is_empty() || items.is_empty() {
        table.error("a table of points needs regions and items", "add [[region]] and [[item]]");
    }
    Some(PointStructure { question: question?, label: label?, source: source?, regions, items })
}

/// Reports an id that stands already: a table of points could not say which one it means.
fn taken<'n>(table: &Table<'_>, id: &str, mut known: impl Iterator<Item = &'n str>) {
    if known.any(|known| known == id) {
        table.error_at_key("id", format!("the id `{id}` is taken"), "choose another");
    }
}

fn read_option(table: &Table<'_>, names: &Names<'_>, context: &Context) -> Option<PointOption> {
    let (id, label) = (table.required_text("id"), table.required_local_text("label"));
    let when = table.required_written("when");
    let _ = (table.local_text("note"), table.has("source").then(|| table.citation("source")));
    table.report_unknown_keys();
    Some(PointOption { id: id?, label: label?, when: checked(&when?, names, context)? })
}
