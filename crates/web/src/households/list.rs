//! `/households`: the list with search, filters, columns and pages.

use std::collections::BTreeMap;

use askama::Template;
use axum::Form;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use registry::VillageId;
use registry::access::Right;
use registry::figures::FormerCommune;
use registry::households::{Line, SEARCH_HOURS, Total, VillageName};

use super::asked::{Asked, Column, ORDERS, decided_fields};
use super::words::{self, Badge};
use crate::error::Refusal;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::visit::{Visit, no_store, render_as};

const PER_PAGE: usize = 50;
/// Years of results that can be chosen.
const YEARS: i64 = 12;

/// A choice: value, words, whether it is chosen.
pub(super) type Choice = (String, String, bool);

#[derive(Template)]
#[template(path = "households/list.html")]
struct List {
    page: Page,
    text: String,
    notice: Option<String>,
    found: String,
    rows: Vec<Row>,
    is_narrowed: bool,
    columns: Vec<(Column, String)>,
    column_choices: Vec<Choice>,
    selects: Vec<Select>,
    /// Fields that the search form carries along.
    kept: Vec<(&'static str, String)>,
    /// Fields that the form of the filters carries along.
    carried: Vec<(&'static str, String)>,
    /// Which decisions are shown, in words, and the address of the list without.
    decided: Option<String>,
    whole: String,
    /// How many filters are set.
    narrowing: usize,
    exports: Vec<(String, &'static str)>,
    at: usize,
    pages: usize,
    earlier: Option<String>,
    later: Option<String>,
}

impl List {
    fn is_narrowing(&self) -> bool {
        self.narrowing > 0
    }
}

/// A drop-down of the filters.
struct Select {
    name: &'static str,
    label: String,
    choices: Vec<Choice>,
}

struct Row {
    href: String,
    number: i64,
    head: String,
    cells: Vec<Cell>,
}

enum Cell {
    Words(String, String),
    Outcome(String, Badge),
}

pub(super) async fn page(signed_in: SignedIn) -> Result<Response, Refusal> {
    let asked = Asked::of_address(&signed_in);
    let notice = asked.has_lapsed.then(|| lapsed(&signed_in.visit));
    shown(&signed_in, &asked, StatusCode::OK, notice).await
}

/// Seals what was typed and goes on to the address of its list.
pub(super) async fn search(
    signed_in: SignedIn,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, Refusal> {
    signed_in.scope(Right::SeeHouseholds)?;
    let asked = Asked::of_search(&signed_in, &pairs).ok_or(Refusal::Broken)?;
    Ok(no_store(Redirect::to(&asked.address("/households", 1)).into_response()))
}

/// What is said when a text can be opened no longer.
pub(super) fn lapsed(visit: &Visit) -> String {
    visit.page(String::new()).count("households-lapsed", SEARCH_HOURS as usize)
}

/// The list that is asked for.
pub(super) async fn shown(
    signed_in: &SignedIn,
    asked: &Asked,
    status: StatusCode,
    notice: Option<String>,
) -> Result<Response, Refusal> {
    let (visit, registry) = (&signed_in.visit, &signed_in.registry);
    let scope = signed_in.scope(Right::SeeHouseholds)?;
    let found = registry.households(&scope, &asked.filter, asked.page as i64, PER_PAGE as i64).await;
    let found = found.map_err(|fault| Refusal::of_fault(&fault))?;
    let villages = registry.villages(&scope).await.map_err(|fault| Refusal::of_fault(&fault))?;
    let inside = in_commune(&villages, asked);
    let ids: Vec<VillageId> = inside.iter().map(|village| village.id).collect();
    let former = registry.former_communes(&ids).await.map_err(|fault| Refusal::of_fault(&fault))?;
    let page = visit.page(visit.t("households-title"));
    let (n, key) = match found.total {
        Total::Exactly(n) => (n, "households-found"),
        Total::MoreThan(n) => (n, "households-more-than"),
    };
    let n = usize::try_from(n).unwrap_or(0);
    let pages = n.div_ceil(PER_PAGE).max(1);
    let may_export = !asked.has_lapsed && signed_in.scope(Right::ExportHouseholds).is_ok();
    let exports = [("csv", "CSV"), ("xlsx", "Excel")].into_iter().filter(|_| may_export);
    let template = List {
        text: asked.filter.text.clone().unwrap_or_default(),
        notice,
        found: page.count(key, n),
        rows: found.lines.iter().map(|line| row(line, asked, visit)).collect(),
        is_narrowed: asked.is_narrowed(),
        columns: asked.columns.iter().map(|column| (*column, visit.t(column.key()))).collect(),
        column_choices: column_choices(asked, visit),
        selects: selects(asked, &villages, &former, visit),
        kept: asked.fields().into_iter().filter(|(name, _)| *name != "s").collect(),
        carried: carried(asked),
        decided: words::decided(asked, &villages, visit),
        whole: asked.undecided().address("/households", 1),
        narrowing: asked.narrowing(),
        exports: exports
            .map(|(ending, word)| (asked.address(&format!("/households/export.{ending}"), 1), word))
            .collect(),
        at: asked.page,
        pages,
        earlier: (asked.page > 1).then(|| asked.address("/households", asked.page - 1)),
        later: (asked.page < pages).then(|| asked.address("/households", asked.page + 1)),
        page,
    };
    Ok(no_store(render_as(status, &template)))
}

/// What the filters themselves do not show.
fn carried(asked: &Asked) -> Vec<(&'static str, String)> {
    let sealed = asked.fields().into_iter().filter(|(name, _)| *name == "s");
    sealed.chain(asked.filter.decided.iter().flat_map(decided_fields)).collect()
}

fn row(line: &Line, asked: &Asked, visit: &Visit) -> Row {
    let head = line.head.clone().unwrap_or_else(|| visit.t("head-unknown"));
    Row {
        href: format!("/households/{}", line.id),
        number: line.number,
        head,
        cells: asked.columns.iter().map(|column| cell(*column, line, visit)).collect(),
    }
}

fn cell(column: Column, line: &Line, visit: &Visit) -> Cell {
    let label = visit.t(column.key());
    if let (Column::Outcome, Some(outcome)) = (column, &line.outcome) {
        return Cell::Outcome(label, words::badge(visit, outcome, line.outcome_year));
    }
    Cell::Words(label, written(column, line, visit))
}

/// A column of a household in words.
pub(super) fn written(column: Column, line: &Line, visit: &Visit) -> String {
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    match column {
        Column::Village => line.village.clone().unwrap_or_default(),
        Column::Commune => {
            line.commune_code.as_deref().map(|code| words::commune(visit, code)).unwrap_or_default()
        }
        Column::Address => line.address.clone().unwrap_or_default(),
        Column::Members => line.members.to_string(),
        Column::Minority => visit.t(if line.is_minority { "yes" } else { "no" }),
        Column::Outcome => match &line.outcome {
            Some(outcome) => words::badge(visit, outcome, line.outcome_year).label,
            None => visit.t("outcome-none"),
        },
        Column::Year => number(line.outcome_year),
        Column::Deprivations => number(line.deprivation_count),
    }
}

fn column_choices(asked: &Asked, visit: &Visit) -> Vec<Choice> {
    let choice =
        |column: Column| (column.code().to_owned(), visit.t(column.key()), asked.columns.contains(&column));
    Column::ALL.into_iter().map(choice).collect()
}

/// The villages of the chosen commune, or of the only one.
fn in_commune<'a>(villages: &'a [VillageName], asked: &Asked) -> Vec<&'a VillageName> {
    let first = villages.first().map(|village| village.commune_code.as_str());
    let only = first.filter(|code| villages.iter().all(|village| village.commune_code == *code));
    let of = asked.filter.commune.as_deref().or(only);
    villages.iter().filter(|village| Some(village.commune_code.as_str()) == of).collect()
}

fn selects(
    asked: &Asked,
    villages: &[VillageName],
    former: &BTreeMap<VillageId, FormerCommune>,
    visit: &Visit,
) -> Vec<Select> {
    let filter = &asked.filter;
    let select =
        |name: &'static str, key: &str, mut choices: Vec<(String, String)>, chosen: Option<String>| {
            choices.insert(0, (String::new(), visit.t("all")));
            let chosen = chosen.unwrap_or_default();
            let choices = choices.into_iter().map(|(value, words)| {
                let is_chosen = value == chosen;
                (value, words, is_chosen)
            });
            Select { name, label: visit.t(key), choices: choices.collect() }
        };
    let mut communes: Vec<&str> = villages.iter().map(|village| village.commune_code.as_str()).collect();
    communes.dedup();
    let inside = in_commune(villages, asked);
    let called = |village: &&VillageName| {
        let former = former.get(&village.id);
        (village.id.to_string(), words::village(visit, &village.name, former))
    };
    let inside = inside.iter().map(called).collect();
    let communes = communes.into_iter().map(|code| (code.to_owned(), words::commune(visit, code))).collect();
    let this_year = i64::from((visit.site.today)().year());
    let years =
        (0..YEARS).map(|ago| ((this_year - ago).to_string(), (this_year - ago).to_string())).collect();
    let minority = [("yes", "yes"), ("no", "no")].map(|(code, key)| (code.to_owned(), visit.t(key)));
    let is_minority = filter.minority.map(|is| if is { "yes" } else { "no" }.to_owned());
    let mut order = select("order", "order-word", Vec::new(), None);
    order.choices = ORDERS
        .into_iter()
        .map(|(order, code, key)| (code.to_owned(), visit.t(key), order == filter.order))
        .collect();
    if asked.filter.decided.is_some() {
        return vec![select("minority", "household-minority", minority.to_vec(), is_minority), order];
    }
    vec![
        select("commune", "household-commune", communes, filter.commune.clone()),
        select("village", "household-village", inside, filter.village.map(|id| id.to_string())),
        select("outcome", "household-outcome", words::outcomes(visit), filter.outcome.clone()),
        select("year", "household-year", years, filter.year.map(|year| year.to_string())),
        select("minority", "household-minority", minority.to_vec(), is_minority),
        order,
    ]
}
