//! Reads the steps of a procedure.

use standards::reading::{Table, closest};
use vocab::LocalText;

use super::read::word;
use crate::deed::DeedKind;
use crate::duty::Duty;
use crate::step::{Allowed, Back, BackWhen, Ground, Owed, Step};

/// `[[step]]`, in order; `None` if one could not be read.
pub(super) fn steps(table: &Table<'_>) -> Option<Vec<Step>> {
    let tables = table.tables("step");
    if tables.is_empty() {
        table.error("it has no step", "add [[step]] for every step, in the order of the law");
    }
    // Ids are needed before ways back can be resolved.
    let ids: Vec<Option<String>> = tables.iter().map(|of| of.required_text("id")).collect();
    let count = tables.len();
    let read: Vec<Step> = tables.iter().enumerate().filter_map(|(at, of)| step(of, at, &ids)).collect();
    (read.len() == count).then_some(read)
}

fn step(table: &Table<'_>, at: usize, ids: &[Option<String>]) -> Option<Step> {
    let id = ids.get(at).cloned().flatten();
    if id.is_some() && ids.iter().take(at).any(|known| *known == id) {
        table.error_at_key(
            "id",
            format!("a second step `{}`", id.as_deref().unwrap_or("")),
            "give every step its own id",
        );
    }
    let (label, leads) = (table.required_local_text("label"), table.required_text("leads"));
    let ground = word(table, "ground", &[("commune", Ground::Commune), ("village", Ground::Village)]);
    let deeds = allowed(table, "deed");
    let duties = table.tables("duty").iter().filter_map(owed).collect();
    let holds = table.tables("holds").iter().filter_map(both).collect();
    let backs = table.tables("back").iter().filter_map(|of| back(of, at, ids)).collect();
    let source = table.citation("source");
    table.report_unknown_keys();
    Some(Step {
        id: id?,
        label: label?,
        ground: ground?,
        leads: leads?,
        deeds,
        duties,
        holds,
        backs,
        source: source?,
        place: table.place(),
    })
}

/// `[[KEY]]` with `do` and `by`.
pub(super) fn allowed(table: &Table<'_>, key: &str) -> Vec<Allowed> {
    let mut found: Vec<Allowed> = Vec::new();
    for of in table.tables(key) {
        let deed = named(&of, "do", DeedKind::WORDS, "deed");
        let by = of.texts("by");
        if by.is_empty() {
            of.error("nobody may do it", "add `by = [\"OFFICE\"]`");
        }
        of.report_unknown_keys();
        let Some(deed) = deed else { continue };
        if found.iter().any(|known| known.deed == deed) {
            of.error(format!("`{}` stands here twice", deed.code()), "write all offices into one `by`");
        }
        found.push(Allowed { deed, by, place: of.place() });
    }
    found
}

fn owed(table: &Table<'_>) -> Option<Owed> {
    let (duty, source) = (named(table, "is", Duty::WORDS, "duty"), table.citation("source"));
    table.report_unknown_keys();
    Some(Owed { duty: duty?, source: source? })
}

fn both(table: &Table<'_>) -> Option<LocalText> {
    let (vi, en) = (table.required_text("vi"), table.required_text("en"));
    table.report_unknown_keys();
    Some(LocalText { vi: vi?, en: en? })
}

fn back(table: &Table<'_>, at: usize, ids: &[Option<String>]) -> Option<Back> {
    let to = table.required_text("to");
    let when = word(table, "when", &BackWhen::WORDS);
    let (label, source) = (table.required_local_text("label"), table.citation("source"));
    table.report_unknown_keys();
    let to = to?;
    let earlier = ids.iter().take(at).position(|id| id.as_deref() == Some(&to));
    if earlier.is_none() {
        table.error_at_key(
            "to",
            format!("`{to}` is no earlier step"),
            "name a step that stands above this one",
        );
    }
    Some(Back { to: earlier?, when: when?, label: label?, source: source? })
}

/// One of the machine's names; a misspelt one is told its neighbour.
fn named<T: Copy>(table: &Table<'_>, key: &str, words: &[(&'static str, T)], what: &str) -> Option<T> {
    let name = table.required_text(key)?;
    let found = words.iter().find(|(word, _)| *word == name).map(|(_, value)| *value);
    if found.is_none() {
        let hint = match closest(&name, words.iter().map(|(word, _)| *word)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!(
                "write one of: {}",
                words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ")
            ),
        };
        table.error_at_key(key, format!("no {what} `{name}`"), hint);
    }
    found
}
