//! `chungtay packs …`: the law as data, checked, listed, read and tried.

use std::env;
use std::io::{self, Write};
use std::path::Path;

use review::procedure::{Kind, Procedure};
use serde_json::json;
use standards::in_force::{clashes, in_force};
use standards::standard::{PovertyStandard, StandardScope};
use standards::units::Units;
use standards::{law, layouts, load};
use vocab::{Day, Finding, Language, Place, Severity, said};

use crate::failure::Failure;
use crate::shelf::{Chosen, Shelf};
use crate::{calendar, points};

/// Prints every mistake of a pack or a standard's folder.
pub(crate) fn check(
    dir: Option<&Path>,
    packs: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let chosen = match dir {
        Some(dir) if dir.join("standard.toml").is_file() => vec![Shelf::folder(dir)?],
        Some(dir) => of_pack(|| Shelf::open(Some(dir)))?,
        None => of_pack(|| Shelf::open(packs))?,
    };
    if chosen.is_empty() {
        return Err(Failure::could_not_run(
            said!("ở đây không có chuẩn nào", "there is no standard here"),
            said!(
                "ghi tên một bộ chuẩn (có thư mục standards/) hoặc thư mục của một chuẩn (có tệp standard.toml)",
                "name a pack (with standards/ in it) or a standard's folder (with standard.toml in it)"
            ),
        ));
    }
    let mut findings: Vec<Finding> = Vec::new();
    let mut sound: Vec<PovertyStandard> = Vec::new();
    let mut procedures = 0;
    if let Some(pack) = chosen.first().filter(|chosen| !chosen.folder.is_empty()) {
        findings.extend(law::documents(&pack.shelf.files).1);
        findings.extend(Units::read(&pack.shelf.files).1);
        findings.extend(standards::glossary::terms(&pack.shelf.files).1);
        findings.extend(standards::groups::HouseholdGroups::read(&pack.shelf.files).1);
        findings.extend(review::calendar::calendar(&pack.shelf.files).1);
        let (read, of_procedures) = review::procedure::procedures(&pack.shelf.files);
        findings.extend(of_procedures);
        procedures = read.len();
        findings.extend(layouts::incomplete(&pack.shelf.files));
        if pack.shelf.files.list("reports/papers", "").next().is_some() {
            findings.extend(reports::papers::Papers::read(&pack.shelf.files).findings);
        }
    }
    for chosen in &chosen {
        let loaded = load(&chosen.shelf.files, &chosen.folder);
        findings.extend(loaded.findings);
        if let Some(standard) = loaded.standard {
            let (_, of_cases) = standards::cases::cases(&chosen.shelf.files, &chosen.folder, &standard);
            findings.extend(of_cases);
            findings.extend(forms::unrunnable(&standard));
            findings.extend(of_tables(chosen, &standard));
            sound.push(standard);
        }
    }
    findings.extend(clashes(&sound).into_iter().map(|clash| {
        let [_, (_, place)] = &clash.standards;
        let place = Place { file: place.file.clone(), line: place.line };
        Finding::error(place, clash.to_string(), "change `covers` or `places` of one of them")
    }));
    findings.sort_by(|a, b| a.place.cmp(&b.place));
    findings.dedup();
    for finding in &findings {
        write_line(out, &finding.to_string())?;
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let warnings = findings.len() - errors;
    let (sound, all) = (sound.len(), chosen.len());
    let done = said!(
        "{sound} trên {all} chuẩn hợp lệ, {procedures} quy trình hợp lệ; {errors} lỗi, {warnings} cảnh báo",
        "{sound} of {all} standards sound, {procedures} procedures sound; {errors} errors, {warnings} warnings"
    );
    write_line(out, done.get(language))?;
    if errors > 0 { Err(Failure::Input) } else { Ok(()) }
}

/// Mistakes in the sets of tables that are made for a standard.
fn of_tables(chosen: &Chosen, standard: &PovertyStandard) -> Vec<Finding> {
    let files = &chosen.shelf.files;
    let ids = layouts::ids(files);
    let own = ids.iter().filter(|id| layouts::made_for(files, id).contains(&standard.id));
    own.flat_map(|id| layouts::read(files, id, standard).findings).collect()
}

/// All standards of a pack.
fn of_pack(open: impl Fn() -> Result<Shelf, Failure>) -> Result<Vec<Chosen>, Failure> {
    let ids = open()?.files.standards();
    ids.iter()
        .map(|id| Ok(Chosen { shelf: open()?, folder: format!("standards/{id}"), root: None }))
        .collect()
}

/// Runs worked households and prints those that come out differently.
pub(crate) fn cases(
    standard: Option<&str>,
    packs: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let chosen = match standard {
        Some(pack) if Path::new(pack).join("standards").is_dir() => {
            of_pack(|| Shelf::open(Some(Path::new(pack))))?
        }
        Some(standard) => vec![Shelf::choose(standard, packs)?],
        None => of_pack(|| Shelf::open(packs))?,
    };
    let (mut passed, mut failed) = (0, 0);
    for chosen in &chosen {
        let standard = loaded(chosen)?;
        let (cases, findings) = standards::cases::cases(&chosen.shelf.files, &chosen.folder, &standard);
        for finding in &findings {
            write_line(out, &finding.to_string())?;
            failed += usize::from(finding.severity == Severity::Error);
        }
        let mut failed_here = 0;
        for case in &cases {
            let differences = engine::cases::differences(&standard, case, None);
            if !differences.is_empty() {
                failed_here += 1;
                let (place, name) = (&case.place, &case.name);
                write_line(out, said!("SAI {place}: {name}", "FAILED {place}: {name}").get(language))?;
                for difference in differences {
                    write_line(out, &format!("  {difference}"))?;
                }
            }
        }
        let (id, all) = (&standard.id, cases.len());
        let done =
            said!("{id}: {all} trường hợp, {failed_here} sai", "{id}: {all} cases, {failed_here} failed");
        write_line(out, done.get(language))?;
        passed += cases.len() - failed_here;
        failed += failed_here;
    }
    write_line(out, said!("{passed} đúng, {failed} sai", "{passed} passed, {failed} failed").get(language))?;
    if failed > 0 { Err(Failure::Input) } else { Ok(()) }
}

/// Lists the standards and procedures of the pack; with a day, the standards in force.
pub(crate) fn list(
    packs: Option<&Path>,
    day: Option<Day>,
    place: Option<&str>,
    as_json: bool,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let chosen = of_pack(|| Shelf::open(packs))?;
    let all = chosen.iter().map(loaded).collect::<Result<Vec<_>, _>>()?;
    let units = match (chosen.first(), day) {
        (Some(chosen), Some(_)) => Units::read(&chosen.shelf.files).0,
        _ => Units::default(),
    };
    let decides = match day {
        Some(day) => Some(in_force(&all, &units, place, day).map_err(|clash| {
            Failure::could_not_run(
                said!("hai chuẩn cùng có hiệu lực: {clash}", "{clash}"),
                said!(
                    "sửa `covers` hoặc `places` của một trong hai",
                    "change `covers` or `places` of one of them"
                ),
            )
        })?),
        None => None,
    };
    let is_in_force =
        |id: &str| decides.as_ref().map(|found| found.national == Some(id) || found.local == Some(id));
    if as_json {
        let rows: Vec<serde_json::Value> = all
            .iter()
            .map(|standard| {
                json!({
                    "id": standard.id,
                    "label": { "vi": standard.label.vi, "en": standard.label.en },
                    "status": standard.status.code(),
                    "from": standard.covers.from.map(|day| day.to_string()),
                    "until": standard.covers.until.map(|day| day.to_string()),
                    "digest": standard.digest,
                    "in_force": is_in_force(&standard.id),
                })
            })
            .collect();
        let procedures: Vec<serde_json::Value> =
            procedures(chosen.first()).iter().map(procedure_json).collect();
        let all = json!({ "schema": "chungtay.packs/1", "standards": rows, "procedures": procedures });
        return write_line(out, &all.to_string());
    }
    for standard in &all {
        let mark = match is_in_force(&standard.id) {
            Some(true) => "→ ",
            _ => "  ",
        };
        let shown = |day: Option<Day>| day.map_or("…".to_owned(), |day| calendar::shown(day, language));
        write_line(
            out,
            &format!(
                "{mark}{:<18} {} – {}  {:<11} {:<9} {}",
                standard.id,
                shown(standard.covers.from),
                shown(standard.covers.until.map(Day::previous)),
                standard.status.code(),
                if standard.scope == StandardScope::National { "national" } else { "local" },
                standard.label.get(language)
            ),
        )?;
    }
    if day.is_none() {
        for procedure in procedures(chosen.first()) {
            write_line(out, &procedure_line(&procedure, language))?;
        }
    }
    if let Some(found) = &decides
        && found.national.is_none()
    {
        let none = said!(
            "không có chuẩn quốc gia nào có hiệu lực vào ngày đó",
            "no national standard is in force on that day"
        );
        return write_line(out, none.get(language));
    }
    Ok(())
}

/// The sound procedures of the pack; `packs check` says what is wrong with the others.
fn procedures(chosen: Option<&Chosen>) -> Vec<Procedure> {
    chosen.map(|chosen| review::procedure::procedures(&chosen.shelf.files).0).unwrap_or_default()
}

fn procedure_line(procedure: &Procedure, language: Language) -> String {
    let shown = |day: Option<Day>| day.map_or("…".to_owned(), |day| calendar::shown(day, language));
    let last = shown(procedure.doubtful_from().map(Day::previous));
    // An end that was reported and not read is no end yet.
    let sure = if procedure.covers.until.is_none() && procedure.reported_end.is_some() { "?" } else { "" };
    format!(
        "  {:<22} {} – {:<11}  {:<9} {}",
        procedure.id,
        shown(procedure.covers.from),
        last + sure,
        kind_of(procedure),
        procedure.label.get(language)
    )
}

fn procedure_json(procedure: &Procedure) -> serde_json::Value {
    json!({
        "id": procedure.id,
        "label": { "vi": procedure.label.vi, "en": procedure.label.en },
        "kind": kind_of(procedure),
        "from": procedure.covers.from.map(|day| day.to_string()),
        "until": procedure.covers.until.map(|day| day.to_string()),
        "doubtful_from": procedure.doubtful_from().map(|day| day.to_string()),
        "digest": procedure.digest,
    })
}

const fn kind_of(procedure: &Procedure) -> &'static str {
    match procedure.kind {
        Kind::Yearly => "yearly",
        Kind::Irregular => "irregular",
    }
}

/// Imports a table of points for a standard.
pub(crate) fn import_points(
    file: &Path,
    standard: &str,
    packs: Option<&Path>,
    (source, by): (&str, Option<&str>),
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let chosen = Shelf::choose(standard, packs)?;
    let standard = loaded(&chosen)?;
    let user = env::var("USER").or_else(|_| env::var("LOGNAME")).unwrap_or_default();
    let by = by.map_or(user, str::to_owned);
    if by.trim().is_empty() {
        return Err(Failure::could_not_run(
            said!("chưa có người chịu trách nhiệm nhập bảng này", "nobody signs this import"),
            said!("ghi tên người nhập bảng bằng --by TÊN", "say who loads the table with --by NAME"),
        ));
    }
    let store = points::store(&standard.id, chosen.on_disk().as_deref());
    let imported = points::import(file, &standard, &store, (source, &by, calendar::now()))?;
    let (rows, kept) = (imported.rows, imported.csv.display());
    let done = said!("{rows} dòng, đầy đủ; lưu tại {kept}", "{rows} rows, complete; kept in {kept}");
    write_line(out, done.get(language))
}

/// The checked standard, or all its mistakes printed to standard error.
pub(crate) fn loaded(chosen: &Chosen) -> Result<PovertyStandard, Failure> {
    let loaded = load(&chosen.shelf.files, &chosen.folder);
    let mut errors = io::stderr().lock();
    for finding in loaded.findings.iter().filter(|finding| finding.severity == Severity::Error) {
        let _ = writeln!(errors, "{finding}");
    }
    loaded.standard.ok_or(Failure::Input)
}

pub(crate) fn write_line(out: &mut dyn Write, line: &str) -> Result<(), Failure> {
    writeln!(out, "{line}").map_err(|error| crate::failure::printing(&error))
}
