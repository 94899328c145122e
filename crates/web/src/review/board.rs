//! `/review`: the reviews that one may see, communes × steps, with what is late.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use registry::access::Right;
use registry::proceedings::ProceedingLine;
use registry::store::dates::Instant;
use registry::{Scope, VillageId};
use review::procedure::Procedure;

use super::steps::{self, Step};
use super::words;
use crate::error::Refusal;
use crate::format;
use crate::households::commune;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::visit::{Visit, no_store, render};

#[derive(Template)]
#[template(path = "review/board.html")]
struct Board {
    page: Page,
    groups: Vec<Group>,
    years: Vec<(String, bool)>,
    procedures: Vec<(String, String, bool)>,
    is_filtered: bool,
    may_open: bool,
}

/// The reviews of one procedure and time.
struct Group {
    title: String,
    steps: Vec<String>,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    commune: String,
    steps: Vec<Step>,
    is_finished: bool,
    is_signed: bool,
    late: Vec<String>,
    households: Option<usize>,
    open_complaints: usize,
}

/// What of a line may be shown in a scope: the lanes and clocks of its villages.
pub(super) fn narrowed(line: &mut ProceedingLine, scope: &Scope, villages: &[VillageId]) -> bool {
    let of = &line.proceeding;
    let is_whole = scope.covers(&of.province_code, &of.commune_code, None);
    if !is_whole {
        let inside = |village: Option<VillageId>| village.is_none_or(|village| villages.contains(&village));
        line.lanes.retain(|lane| inside(lane.village));
        line.clocks.retain(|clock| clock.village.is_some_and(|village| villages.contains(&village)));
    }
    is_whole
}

/// Year, month and pack: proceedings of one procedure at one time stand beside each other.
type GroupKey = (i32, Option<u32>, String);

pub(super) async fn page(who: SignedIn) -> Result<Response, Refusal> {
    let scope = who.scope(Right::SeeHouseholds)?;
    let (visit, now) = (&who.visit, Instant::now());
    let failed = |fault| Refusal::of_fault(&fault);
    let lines = who.registry.proceedings(&scope, None).await.map_err(failed)?;
    let villages = who.registry.villages(&scope).await.map_err(failed)?;
    let villages: Vec<VillageId> = villages.into_iter().map(|village| village.id).collect();
    let mut known: BTreeMap<String, Procedure> = BTreeMap::new();
    let (mut years, mut labels) = (Vec::new(), BTreeMap::new());
    let mut groups: Vec<(GroupKey, Group)> = Vec::new();
    let (year, procedure_id) = (visit.asked("year"), visit.asked("procedure"));
    for mut line in lines {
        let of = line.proceeding.clone();
        if !known.contains_key(&of.pack) {
            known.insert(of.pack.clone(), who.registry.procedure_of(&of).await.map_err(failed)?);
        }
        let Some(procedure) = known.get(&of.pack) else { continue };
        if !years.contains(&of.year) {
            years.push(of.year);
        }
        labels.insert(of.procedure.clone(), procedure.label.get(visit.language).to_owned());
        let is_asked = year.is_none_or(|year| year == of.year.to_string())
            && procedure_id.is_none_or(|id| id == of.procedure);
        if !is_asked {
            continue;
        }
        let is_whole = narrowed(&mut line, &scope, &villages);
        let key = (of.year, of.month, of.pack.clone());
        let row = row(visit, &line, procedure, is_whole, now);
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.rows.push(row),
            None => {
                let when = words::when(visit, of.year, of.month);
                let steps = row.steps.iter().map(|step| step.label.clone()).collect();
                let title = format!("{} · {when}", procedure.label.get(visit.language));
                groups.push((key, Group { title, steps, rows: vec![row] }));
            }
        }
    }
    let template = Board {
        groups: groups.into_iter().map(|(_, group)| group).collect(),
        years: years
            .iter()
            .map(|known| (known.to_string(), Some(known.to_string().as_str()) == year))
            .collect(),
        procedures: labels
            .into_iter()
            .map(|(id, label)| {
                let is_chosen = Some(id.as_str()) == procedure_id;
                (id, label, is_chosen)
            })
            .collect(),
        is_filtered: year.is_some() || procedure_id.is_some(),
        may_open: super::opening::may_open(&who),
        page: visit.page(visit.t("review-title")),
    };
    Ok(no_store(render(&template)))
}

fn row(visit: &Visit, line: &ProceedingLine, procedure: &Procedure, is_whole: bool, now: Instant) -> Row {
    let at: Vec<(bool, &str)> =
        line.lanes.iter().map(|lane| (lane.village.is_some(), lane.step.as_str())).collect();
    // The same thing late in many villages is one line, with the earliest day.
    let mut late: BTreeMap<&str, (usize, vocab::Day)> = BTreeMap::new();
    for clock in line.late(now) {
        let (n, first) = late.entry(clock.what.get(visit.language)).or_insert((0, clock.last_day));
        (*n, *first) = (*n + 1, (*first).min(clock.last_day));
    }
    let late = late.into_iter().map(|(what, (n, day))| {
        let what = words::sentence(what);
        let what = if n > 1 { format!("{what} (× {n})") } else { what };
        let values = [("what", what.into()), ("day", format::day(day, visit.language).into())];
        crate::language::say_with(visit.language, "review-late-since", &values)
    });
    Row {
        href: format!("/review/{}", line.proceeding.id),
        commune: commune(visit, &line.proceeding.commune_code),
        steps: steps::line(visit, procedure, &at, line.is_finished),
        is_finished: line.is_finished,
        is_signed: line.is_signed,
        late: late.collect(),
        households: is_whole.then_some(line.tally.active_households),
        open_complaints: if is_whole { line.tally.open_complaints } else { 0 },
    }
}
