//! `/snapshots/{id}`: the figures of one snapshot, by outcome and commune, under its id and hash.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use registry::SnapshotId;
use registry::access::Right;
use registry::figures::Tally;
use registry::snapshot::{Outcomes, SealedFile, Snapshot};
use standards::units::Level;

use crate::admin::time;
use crate::error::Refusal;
use crate::format;
use crate::law;
use crate::layout::Page;
use crate::signed_in::SignedIn;
use crate::snapshots::may_take;
use crate::visit::{Visit, render};

#[derive(Template)]
#[template(path = "snapshots/figures.html")]
struct Figures {
    page: Page,
    id: String,
    at: String,
    by: String,
    reason: String,
    standard: String,
    sha256: String,
    erased: usize,
    /// Only some communes are shown.
    is_part: bool,
    heads: Vec<Head>,
    totals: Vec<(String, String)>,
    rows: Vec<(String, Vec<String>)>,
    files: Vec<File>,
    takes: bool,
    has_files: bool,
}

/// An outcome at the head of a column.
#[derive(Debug)]
struct Head {
    id: String,
    label: String,
    grade: &'static str,
}

/// A file to take away.
#[derive(Debug)]
struct File {
    path: String,
    rows: String,
    sha256: String,
}

pub(super) async fn page(signed_in: SignedIn, Path(id): Path<String>) -> Result<Response, Refusal> {
    let visit = &signed_in.visit;
    let scope = signed_in.scope(Right::SeeFigures)?;
    let id: SnapshotId = id.parse().map_err(|_| Refusal::NoPage)?;
    let found = signed_in.registry.snapshot(&scope, id).await.map_err(|fault| Refusal::of_fault(&fault))?;
    let snapshot = found.ok_or(Refusal::NoPage)?;
    let all = snapshot.manifest.communes();
    let whole = all.len();
    let communes: Vec<(String, String, Outcomes)> =
        all.into_iter().filter(|(province, commune, _)| scope.covers(province, commune, None)).collect();
    let heads = heads(&snapshot, visit);
    let mut sums: BTreeMap<String, Tally> = BTreeMap::new();
    for (outcome, tally) in communes.iter().flat_map(|(.., outcomes)| outcomes) {
        let sum = sums.entry(outcome.clone()).or_default();
        sum.households += tally.households;
        sum.persons += tally.persons;
    }
    let number = |n: i64| format::whole(n, visit.language);
    let of = |outcomes: &Outcomes, head: &Head| outcomes.get(&head.id).copied().unwrap_or_default();
    let rows = communes.iter().map(|(_, commune, outcomes)| {
        let counts = heads.iter().map(|head| number(of(outcomes, head).households));
        (commune_name(&snapshot, commune, visit), counts.collect())
    });
    let file =
        |file: SealedFile| File { rows: number(file.rows as i64), path: file.path, sha256: file.sha256 };
    let totals = heads.iter().map(|head| {
        let tally = of(&sums, head);
        (number(tally.households), number(tally.persons))
    });
    let title = visit.page(String::new()).named("snapshot-title", snapshot.manifest.label());
    Ok(render(&Figures {
        id: id.to_string(),
        at: time::shown(snapshot.at, visit.language),
        by: snapshot.by_name.clone().unwrap_or_else(|| visit.t("audit-program")),
        reason: snapshot.reason.clone().unwrap_or_default(),
        standard: standard_label(&snapshot, visit),
        sha256: snapshot.sha256.clone(),
        erased: usize::try_from(snapshot.manifest.erased()).unwrap_or(0),
        is_part: communes.len() < whole,
        totals: totals.collect(),
        rows: rows.collect(),
        files: snapshot.manifest.files().into_iter().map(file).collect(),
        takes: may_take(&signed_in).is_some(),
        has_files: signed_in.registry.has_files_of(id),
        heads,
        page: visit.page(title).crumb("/admin/snapshots", visit.t("snapshots-title")),
    }))
}

fn heads(snapshot: &Snapshot, visit: &Visit) -> Vec<Head> {
    let open = engine::cases::UNDETERMINED;
    match visit.site.library.standard(snapshot.manifest.standard().0) {
        Some(shelved) => {
            let standard = &shelved.standard;
            let known = standard.outcomes.iter().map(|outcome| outcome.id.as_str());
            known
                .chain([open])
                .map(|id| Head {
                    id: id.to_owned(),
                    label: law::outcome_label(standard, id, visit.language),
                    grade: law::grade(standard, id),
                })
                .collect()
        }
        // A standard that the pack no longer has: its outcomes stand under their codes.
        None => {
            let communes = snapshot.manifest.communes();
            let ids: std::collections::BTreeSet<String> =
                communes.into_iter().flat_map(|(.., outcomes)| outcomes.into_keys()).collect();
            ids.into_iter().map(|id| Head { label: id.clone(), id, grade: "open" }).collect()
        }
    }
}

fn standard_label(snapshot: &Snapshot, visit: &Visit) -> String {
    let (id, _) = snapshot.manifest.standard();
    let shelved = visit.site.library.standard(id);
    shelved.map_or_else(|| id.to_owned(), |shelved| shelved.standard.label.get(visit.language).to_owned())
}

/// Codes are read in the units of the day on which results began to hold.
fn commune_name(snapshot: &Snapshot, code: &str, visit: &Visit) -> String {
    let day = snapshot.manifest.result_day().unwrap_or_else(|| (visit.site.today)());
    let unit = visit.site.gazetteer.units.on(Level::Commune, code, day);
    unit.map_or_else(|| code.to_owned(), |unit| unit.name.clone())
}
