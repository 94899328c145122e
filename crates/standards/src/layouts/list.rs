//! Reading a detailed list: whose households, and what stands of each person.

use super::column::Named;
use super::{ListColumn, ListLayout, Listed, Step};
use crate::questionnaire::Subject;
use crate::reading::Table;

pub(super) fn read_list(table: &Table<'_>, named: &Named<'_>) -> Option<ListLayout> {
    let number = table.integer("number", 1, 99).map(|number| number as u16);
    let (title, source) = (table.required_local_text("title"), table.citation("source"));
    let (note, outcome) = (table.local_text("note"), named.outcome(table, "outcome"));
    let flow = named.flow(table);
    let mut columns = Vec::new();
    for item in table.tables("column") {
        let (label, under) = (item.required_local_text("label"), item.local_text("under"));
        let shows = read_shown(&item, named);
        item.report_unknown_keys();
        columns.extend(label.zip(shows).map(|(label, shows)| ListColumn {
            label,
            under: under.into_iter().collect(),
            shows,
        }));
    }
    if number.is_none() && !table.has("number") {
        table.error("`number` is missing", "add the official number of the list");
    }
    Some(ListLayout {
        number: number?,
        title: title?,
        source: source?,
        note,
        outcome: outcome?,
        flow,
        columns,
    })
}

fn read_shown(table: &Table<'_>, named: &Named<'_>) -> Option<Listed> {
    let words = [
        ("household_number", 0),
        ("member_number", 1),
        ("answer", 2),
        ("birth_year", 3),
        ("mark", 4),
        ("came", 5),
    ];
    let what = table.word("shows", &words);
    if what.is_none() && !table.has("shows") {
        table.error("the column does not say what it shows", "add shows = \"answer\" and so on");
    }
    Some(match what? {
        0 => Listed::HouseholdNumber,
        1 => Listed::MemberNumber,
        2 => {
            let id = table.required_text("question")?;
            let found = named.standard.questionnaire.find(Subject::Member, &id);
            if found.is_none() {
                table.error_at_key("question", format!("no question `{id}` of members"), "name one");
            }
            Listed::Answer(found?)
        }
        3 => {
            let name = table.required_text("is")?;
            Listed::BirthYear(named.condition(table, "is", &name, Subject::Member)?)
        }
        4 => {
            let name = table.required_text("is")?;
            Listed::Mark(named.condition(table, "is", &name, Subject::Household)?)
        }
        _ => {
            let mut steps = Vec::new();
            for word in table.texts("by") {
                match Step::ALL.iter().find(|(id, _)| *id == word) {
                    Some((_, step)) => steps.push(*step),
                    None => table.error_at_key("by", format!("no step `{word}`"), "use steps of the flow"),
                }
            }
            Listed::Came(steps)
        }
    })
}
