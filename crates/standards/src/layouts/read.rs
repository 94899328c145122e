//! Reading a set of tables: `report.toml`, then `tables/*.toml` and `lists/*.toml` beside it.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};
use vocab::{Finding, LocalText, Place, Severity};

use super::column::Named;
use super::{Asked, Check, Family, Formula, Item, ReadTables, Signature, TableSet, list, table};
use crate::load::PackFiles;
use crate::questionnaire::{AnswerKind, Subject};
use crate::reading::{Context, Source, Table, Written};
use crate::rule::{Condition, Names, RuleSource, check};
use crate::standard::PovertyStandard;

/// The family of the standard's indicators, which no set declares.
const INDICATORS: &str = "indicator";

/// Ids of the sets of tables of a pack.
pub fn ids(files: &PackFiles) -> Vec<String> {
    let of_report =
        |path: &str| Some(path.strip_prefix("reports/")?.strip_suffix("/report.toml")?.to_owned());
    files.list("reports", "/report.toml").filter_map(of_report).filter(|id| !id.contains('/')).collect()
}

/// Ids of the standards that a set of tables is made for.
pub fn made_for(files: &PackFiles, id: &str) -> Vec<String> {
    let (path, quiet) = (format!("reports/{id}/report.toml"), Context::default());
    let source = files.get(&path).and_then(|bytes| Source::new(&path, bytes, &quiet));
    source.and_then(|source| source.read(|table| table.texts("standards"))).unwrap_or_default()
}

/// The template by which a set of tables is printed.
pub fn template_of(id: &str) -> String {
    format!("reports/{id}/table.typ")
}

/// Sets of tables without a template, or made for standards that the pack does not have.
pub fn incomplete(files: &PackFiles) -> Vec<Finding> {
    let mut findings = Vec::new();
    for id in ids(files) {
        let error = |file: String, message: String, hint: &str| {
            Finding::error(Place { file, line: 0 }, message, hint)
        };
        let template = template_of(&id);
        if files.get(&template).is_none() {
            let hint = "copy the template of another set and change it";
            findings.push(error(template, "the file is missing".to_owned(), hint));
        }
        for standard in made_for(files, &id) {
            if !files.standards().contains(&standard) {
                let message = format!("`standards` names `{standard}`, which the pack does not have");
                findings.push(error(
                    format!("reports/{id}/report.toml"),
                    message,
                    "name ids of its standards",
                ));
            }
        }
    }
    findings
}

/// Reads a set of tables and checks it against a standard, with every mistake found.
pub fn read(files: &PackFiles, id: &str, standard: &PovertyStandard) -> ReadTables {
    let context = Context { findings: Vec::new().into(), documents: files.documents() };
    let set = read_set(files, id, standard, &context);
    let mut findings = context.findings.into_inner();
    findings.sort_by(|a, b| a.place.cmp(&b.place));
    findings.dedup();
    let refused = findings.iter().any(|finding| finding.severity == Severity::Error);
    ReadTables { set: set.filter(|_| !refused), findings }
}

fn read_set(files: &PackFiles, id: &str, standard: &PovertyStandard, context: &Context) -> Option<TableSet> {
    let folder = format!("reports/{id}");
    let path = format!("{folder}/report.toml");
    let Some(bytes) = files.get(&path) else {
        let place = Place { file: path, line: 0 };
        let hint = "a set of tables is a folder with report.toml and tables/*.toml";
        context.findings.borrow_mut().push(Finding::error(place, "the file is missing", hint));
        return None;
    };
    let source = Source::new(&path, bytes, context)?;
    let mut set = source.read(|table| read_report(table, id, standard, context))??;
    let named = Named { families: &set.families, standard };
    let (mut tables, mut lists) = (Vec::new(), Vec::new());
    for path in files.list(&format!("{folder}/tables"), ".toml") {
        let source = Source::new(path, files.get(path).unwrap_or_default(), context);
        tables.extend(source.and_then(|source| source.read(|read| table::read_table(read, &named))?));
    }
    for path in files.list(&format!("{folder}/lists"), ".toml") {
        let source = Source::new(path, files.get(path).unwrap_or_default(), context);
        lists.extend(source.and_then(|source| source.read(|read| list::read_list(read, &named))?));
    }
    tables.sort_by_key(|table| table.number);
    lists.sort_by_key(|list| list.number);
    let mut numbers = BTreeSet::new();
    for (number, place) in tables.iter().map(|table| (table.number, &table.place)) {
        if !numbers.insert(number) {
            let message = format!("there are two tables {number}");
            context.findings.borrow_mut().push(Finding::error(
                place.clone(),
                message,
                "give each its own number",
            ));
        }
    }
    table::check_cells(&tables, &set.checks, context);
    set.tables = tables;
    set.lists = lists;
    set.digest = digest(files, &folder);
    Some(set)
}

fn read_report(
    table: &Table<'_>,
    id: &str,
    standard: &PovertyStandard,
    context: &Context,
) -> Option<TableSet> {
    let own = table.required_text("id");
    if own.as_deref().is_some_and(|own| own != id) {
        table.error_at_key("id", format!("the folder is called `{id}`"), "call both the same");
    }
    let (label, source) = (table.required_local_text("label"), table.citation("source"));
    let (note, standards) = (table.local_text("note"), table.texts("standards"));
    let mut families = vec![of_indicators(standard)];
    for item in table.tables("condition") {
        if let Some(family) = read_condition(&item, standard, context) {
            if families.iter().any(|known| known.id == family.id) {
                item.error_at_key("id", format!("the id `{}` is taken", family.id), "choose another");
            }
            families.push(family);
        }
        item.report_unknown_keys();
    }
    let checks = table.tables("check").iter().filter_map(read_check).collect();
    let signatures = table.tables("signature").iter().filter_map(read_signature).collect();
    Some(TableSet {
        id: own?,
        label: label?,
        standards,
        source: source?,
        note,
        families,
        tables: Vec::new(),
        lists: Vec::new(),
        checks,
        signatures,
        digest: String::new(),
    })
}

/// The indicators of the standard as a family of conditions.
fn of_indicators(standard: &PovertyStandard) -> Family {
    let items = standard.indicators.iter().enumerate().map(|(at, indicator)| Item {
        code: Some(indicator.id.clone()),
        label: indicator.label.clone(),
        asks: Asked::Indicator(at as u16),
    });
    Family {
        id: INDICATORS.to_owned(),
        label: LocalText { vi: "Chỉ số".to_owned(), en: "Indicator".to_owned() },
        of: Subject::Household,
        is_exclusive: false,
        items: items.collect(),
        source: None,
    }
}

fn read_condition(table: &Table<'_>, standard: &PovertyStandard, context: &Context) -> Option<Family> {
    let (id, label) = (table.required_text("id"), table.required_local_text("label"));
    let subjects = [("household", Subject::Household), ("member", Subject::Member)];
    let of = table.word("of", &subjects).unwrap_or(Subject::Household);
    let (each, when) = (table.text("each"), table.required_written("when"));
    let (source, _) = (table.citation("source"), table.local_text("note"));
    let (id, label, when, source) = (id?, label?, when?, source?);
    let mut is_exclusive = true;
    let items = match each {
        None => vec![Item { code: None, label: label.clone(), asks: checked(&when, of, standard, context)? }],
        Some(question) => {
            let choices = [Subject::Household, Subject::Member].into_iter().find_map(|subject| {
                let at = standard.questionnaire.find(subject, &question)?;
                match &standard.questionnaire.get(at).kind {
                    AnswerKind::Choice(choices) => Some((choices, true)),
                    AnswerKind::Choices(choices) => Some((choices, false)),
                    _ => None,
                }
            });
            let Some((choices, one_answer)) = choices else {
                let message = format!("`{question}` is no question with choices of the standard");
                table.error_at_key("each", message, "name a choice question");
                return None;
            };
            if !when.text.contains(CODE) {
                table.error_at_key(
                    "when",
                    "the rule does not say which code it means",
                    "write {code} where it stands",
                );
            }
            is_exclusive = one_answer;
            // A mistake would stand there once for every code.
            let mut items = Vec::new();
            for choice in choices {
                let text = when.text.replace(CODE, &choice.code);
                let asks = checked(&Written { text, place: when.place.clone() }, of, standard, context)?;
                items.push(Item { code: Some(choice.code.clone()), label: choice.label.clone(), asks });
            }
            items
        }
    };
    Some(Family { id, label, of, is_exclusive, items, source: Some(source) })
}

/// What stands in a rule for the code of a question.
const CODE: &str = "{code}";

fn checked(written: &Written, of: Subject, standard: &PovertyStandard, context: &Context) -> Option<Asked> {
    let names = Names {
        questionnaire: &standard.questionnaire,
        params: &standard.params,
        indicators: None,
        has_income_test: false,
    };
    let rule = RuleSource { text: &written.text, place: &written.place, of_member: of == Subject::Member };
    let condition: Condition = check(rule, &names, &mut context.findings.borrow_mut())?;
    Some(Asked::Rule(condition))
}

fn read_check(table: &Table<'_>) -> Option<Check> {
    let label = table.required_local_text("label");
    let of_people = table.word("rows", &[("households", false), ("people", true)]).unwrap_or(false);
    let mut equal = Vec::new();
    for text in table.texts("equal") {
        match Formula::parse(&text).filter(|formula| {
            !formula.is_percent() && formula.cells().iter().all(|cell| cell.table.is_some())
        }) {
            Some(formula) => equal.push(formula),
            None => table.error_at_key(
                "equal",
                format!("`{text}` names no cells"),
                "write the table and the column, as \"2:9\" or \"4:3+4:4\"",
            ),
        }
    }
    if equal.len() < 2 {
        table.error("`equal` needs two cells at least", "write equal = [\"1:3\", \"2:9\"]");
    }
    table.report_unknown_keys();
    Some(Check { label: label?, of_people, equal, place: table.place() })
}

fn read_signature(table: &Table<'_>) -> Option<Signature> {
    let (title, role) = (table.required_local_text("title"), table.local_text("role"));
    let how = table.required_local_text("how");
    table.report_unknown_keys();
    Some(Signature { title: title?, role, how: how? })
}

/// SHA-256 over the files of the set, so that a table can say by which form it was made.
fn digest(files: &PackFiles, folder: &str) -> String {
    let mut hash = Sha256::new();
    for path in files.list(folder, "") {
        let bytes = files.get(path).unwrap_or_default();
        for part in [path.as_bytes(), bytes] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
