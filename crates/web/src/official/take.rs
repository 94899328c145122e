//! Tables and lists to take away. A table holds no names; a detailed list does, so taking it is an act in the log, written
//! before the first byte leaves.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use std::sync::Arc;

use axum::extract::Path;
use axum::response::Response;
use engine::figures::ListedHousehold;
use engine::judge::Judge;
use lake::Progress;
use registry::Stopped;
use registry::access::Right;
use registry::store::dates::Instant;
use reports::official::{Listing, Report, list_workbook, table_paper, workbook};
use standards::Answer;
use standards::questionnaire::Subject;
use vocab::{Language, said};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::desk::{Made, NotMade, broken, stopped};
use super::filled::{Filled, names};
use super::order::What;
use super::source::Source;
use super::{table, wait};
use crate::error::Refusal;
use crate::signed_in::SignedIn;
use crate::visit::attachment;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const PDF: &str = "application/pdf";
const ZIP: &str = "application/zip";

/// The workbook and the papers of all tables.
const ALL: &str = "mau-bieu";

/// What a file is made as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Paper {
    Workbook,
    One,
    Papers,
}

pub(super) async fn file(
    who: SignedIn,
    Path((campaign, file)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let source = Source::of(&who, &campaign, Right::SeeFigures).await?;
    let visit = &who.visit;
    let form = source.form()?;
    let (stem, ending) = file.split_once('.').ok_or(Refusal::NoPage)?;
    let all: Vec<u16> = form.set.tables.iter().map(|table| table.number).collect();
    let number = |stem: &str| stem.strip_prefix("bieu-")?.parse().ok().filter(|number| all.contains(number));
    let (paper, wanted) = match (stem, ending) {
        (ALL, "xlsx") => (Paper::Workbook, all),
        (ALL, "zip") => (Paper::Papers, all),
        (one, "xlsx") => (Paper::Workbook, vec![number(one).ok_or(Refusal::NoPage)?]),
        (one, "pdf") => (Paper::One, vec![number(one).ok_or(Refusal::NoPage)?]),
        _ => return Err(Refusal::NoPage),
    };
    let framed = || table::crumbs(&source, "", visit.page(visit.t("reports-file-title")), visit);
    let made = match wait::ready(&who, framed, source.get(What::Figures).await?) {
        Ok(made) => made,
        Err(response) => return Ok(*response),
    };
    let Made::Figures(figures) = &*made else { return Err(Refusal::Broken) };
    let filled = Filled::of(&source, figures, visit.language)?;
    let (site, standard) = (visit.site.clone(), source.review.campaign.terms.standard.clone());
    let (language, today) = (visit.language, (visit.site.today)());
    let key = format!("{file} {language:?} {today} {:x} {}", source.key_of_places(), source.key()?);
    let print = move |progress: Arc<Progress>| async move {
        let printed = tokio::task::spawn_blocking(move || {
            let form = site.official.of(&standard).ok_or_else(broken)?;
            let report = filled.report((form, today), &wanted, language);
            print(&report, &form.template, paper, &progress)
        });
        printed.await.unwrap_or_else(|_| Err(broken())).map(Made::File)
    };
    let made = match wait::ready(&who, framed, visit.site.counting.get(key, source.by, print).await) {
        Ok(made) => made,
        Err(response) => return Ok(*response),
    };
    let Made::File(bytes) = &*made else { return Err(Refusal::Broken) };
    let kind = match paper {
        Paper::Workbook => XLSX,
        Paper::One => PDF,
        Paper::Papers => ZIP,
    };
    Ok(attachment(bytes.clone(), &format!("{}-{stem}.{ending}", source.review.campaign.year), kind))
}

fn print(report: &Report<'_>, template: &str, paper: Paper, progress: &Progress) -> Result<Vec<u8>, NotMade> {
    let failed = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "a table could not be printed");
        (
            said!("không in được biểu", "the table could not be printed"),
            said!(
                "báo người quản trị: mẫu in của gói có lỗi",
                "tell the administrator: the template of the pack is at fault"
            ),
        )
    };
    if paper == Paper::Workbook {
        return workbook(report).map_err(|error| failed(&error));
    }
    progress.start(report.wanted().count() as u64);
    let mut papers = Vec::new();
    for (layout, table) in report.wanted() {
        if progress.is_cancelled() {
            return Err(stopped());
        }
        let bytes = table_paper(report, layout, table, template).map_err(|error| failed(&error))?;
        papers.push((layout.number, bytes));
        progress.add(1);
    }
    match paper {
        Paper::One => papers.pop().map(|(_, bytes)| bytes).ok_or_else(broken),
        Paper::Workbook | Paper::Papers => zipped(papers).map_err(|error| failed(&error)),
    }
}

/// The same papers give the same bytes: no file in it has a time of its own.
fn zipped(papers: Vec<(u16, Vec<u8>)>) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (number, bytes) in papers {
        zip.start_file(format!("bieu-{number:02}.pdf"), SimpleFileOptions::default())?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

pub(super) async fn list(
    who: SignedIn,
    Path((campaign, table, commune)): Path<(String, String, String)>,
) -> Result<Response, Refusal> {
    let scope = who.scope(Right::ExportHouseholds)?;
    let mut source = Source::of(&who, &campaign, Right::ExportHouseholds).await?;
    source.turn_to(&commune).await?;
    let visit = &who.visit;
    let (form, snapshot) = (source.form()?, source.snapshot()?);
    let list =
        table.parse().ok().and_then(|number: u16| form.set.lists.iter().find(|list| list.number == number));
    let list = list.ok_or(Refusal::NoPage)?;
    let villages: Vec<_> = source.inside.iter().copied().collect();
    let what =
        What::Listed { outcome: list.outcome, villages: villages.iter().map(ToString::to_string).collect() };
    let framed = || table::crumbs(&source, "", visit.page(visit.t("reports-file-title")), visit);
    let made = match wait::ready(&who, framed, source.get(what).await?) {
        Ok(made) => made,
        Err(response) => return Ok(*response),
    };
    let Made::Listed(listed, has_before) = &*made else { return Err(Refusal::Broken) };
    let terms = &source.review.campaign.terms;
    let standard = &visit.site.library.standard(&terms.standard).ok_or(Refusal::NoPage)?.standard;
    let pseudonyms: BTreeSet<String> = listed.iter().map(|one| one.household_id.clone()).collect();
    let named = who.registry.named_answers(&scope, (snapshot, standard), &villages, &pseudonyms).await;
    let named = named.map_err(failed)?;
    let mut listed: Vec<ListedHousehold> = listed.clone();
    for household in &mut listed {
        if let Some(answers) = named.get(&household.household_id) {
            household.answers = answers.clone();
        }
    }
    let name = standard.questionnaire.find(Subject::Member, "full_name");
    let key = |household: &ListedHousehold| {
        let village = household.place[2].as_ref().and_then(|code| code.parse().ok());
        let village = village.and_then(|id| source.lay.get(&id)).map(|lay| lay.name.clone());
        let head = name
            .filter(|_| !household.answers.members.is_empty())
            .map(|name| household.answers.get(name, Some(0)));
        let head = match head {
            Some(Answer::Text(head)) => head.clone(),
            _ => String::new(),
        };
        (village, head, household.household_id.clone())
    };
    listed.sort_by_cached_key(key);
    let params = standard.on(terms.result_day).map_err(|_| Refusal::NoPage)?;
    let judge = Judge::new(standard, params, None, None);
    let listing =
        Listing { set: &form.set, judge: &judge, language: visit.language, has_before: *has_before };
    let sheet = listing.sheet(list, &listed.iter().collect::<Vec<_>>());
    let letterhead = letterhead(&source, visit.language);
    let bytes = list_workbook(&sheet, &letterhead, visit.language, (visit.site.today)());
    let bytes = bytes.map_err(|_| Refusal::Broken)?;
    let taken = (list.number, commune.as_str(), listed.len());
    who.registry.record_list_taken(&scope, snapshot, taken, Instant::now()).await.map_err(failed)?;
    let year = source.review.campaign.year;
    Ok(attachment(bytes, &format!("{year}-bieu-{}-{commune}.xlsx", list.number), XLSX))
}

/// The head of a list of one commune.
fn letterhead(source: &Source, language: Language) -> reports::official::Letterhead {
    let at = source.inside.iter().find_map(|id| source.lay.get(id));
    let mut places = names(source, &[]);
    if let Some(at) = at {
        use standards::units::Level::{Commune, Province};
        places.communes.insert(at.commune.clone(), source.unit_name(Commune, &at.commune));
        places.provinces.insert(at.province.clone(), source.unit_name(Province, &at.province));
    }
    places.letterhead(at.map(|at| at.province.as_str()), at.map(|at| at.commune.as_str()), language)
}

fn failed(why: Stopped) -> Refusal {
    match why {
        Stopped::Refused(_) => Refusal::NotYours,
        Stopped::Failed(fault) => Refusal::of_fault(&fault),
    }
}
