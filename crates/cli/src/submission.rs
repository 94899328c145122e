//! `chungtay submission`: reports between two instances as signed, encrypted files – for the operator at the machine.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use registry::reporting::{Imported, Importer, Known, Wanted, area_of, area_text, split};
use registry::store::dates::Instant;
use registry::{Registry, ReportId};
use standards::units::Units;
use vocab::{Language, LocalText, said};

use crate::database::{Place, failed, runtime, stopped};
use crate::failure::{Failure, printing};
use crate::shelf::Shelf;

/// What to do with reports of other instances.
#[derive(Debug, Subcommand)]
pub(crate) enum Submission {
    /// The public key of this instance, for the one at the other end
    Key {
        #[command(flatten)]
        place: Place,
    },
    /// Take files of another instance from now on; compare its fingerprint over the telephone first
    Trust {
        #[command(flatten)]
        place: Place,
        /// What to call it
        #[arg(long, value_name = "NAME")]
        name: String,
        /// Its key, as `submission key` prints it there
        #[arg(long, value_name = "KEY")]
        key: String,
        /// The units that it may speak for: everywhere, province:CODE or commune:CODE
        #[arg(long, value_name = "AREA")]
        area: String,
    },
    /// Take nothing of an instance any more
    Distrust {
        #[command(flatten)]
        place: Place,
        /// Its key
        #[arg(long, value_name = "KEY")]
        key: String,
    },
    /// The reports that are here, and the instances that are trusted
    List {
        #[command(flatten)]
        place: Place,
    },
    /// Write a report, or what became of it, into a file that only one instance can open
    Export(Export),
    /// Import files: whole ones, or parts in any order
    Import {
        #[command(flatten)]
        place: Place,
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

/// Options of `submission export`.
#[derive(Debug, Args)]
pub(crate) struct Export {
    #[command(flatten)]
    place: Place,
    /// Id of the report
    #[arg(long, value_name = "ID")]
    id: ReportId,
    /// What became of it, back to the sender, instead of the report
    #[arg(long)]
    receipt: bool,
    /// The key of the recipient
    #[arg(long, value_name = "KEY")]
    to: String,
    /// The file; it must not exist
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Cut it into files of so many KiB: FILE.001, FILE.002, …
    #[arg(long, value_name = "KIB", value_parser = clap::value_parser!(u32).range(1..))]
    part_kib: Option<u32>,
}

/// Does it.
pub(crate) fn submission(
    what: &Submission,
    packs: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let shelf = Shelf::open(packs)?;
    let place = match what {
        Submission::Key { place }
        | Submission::Trust { place, .. }
        | Submission::Distrust { place, .. }
        | Submission::List { place }
        | Submission::Import { place, .. } => place,
        Submission::Export(export) => &export.place,
    };
    let said = runtime()?.block_on(async {
        // Nothing may be made by a mistake in the path.
        place.current().await?.close().await;
        let registry = place.open(&shelf, &mut |_| ()).await?;
        let done = run(what, &registry, &shelf).await;
        registry.close().await;
        done
    });
    // What was imported before a file that was refused is told, too.
    let (lines, refused) = said?;
    for words in lines {
        writeln!(out, "{}", words.get(language)).map_err(|error| printing(&error))?;
    }
    refused.map_or(Ok(()), Err)
}

type Told = (Vec<LocalText>, Option<Failure>);

async fn run(what: &Submission, registry: &Registry, shelf: &Shelf) -> Result<Told, Failure> {
    let now = Instant::now();
    let (units, _) = Units::read(&shelf.files);
    let lines = match what {
        Submission::Key { .. } => {
            let key = registry.exchange_key().map_err(|fault| failed(&fault))?;
            let fingerprint = key.fingerprint();
            vec![said!("{key}\ndấu khóa: {fingerprint}", "{key}\nfingerprint: {fingerprint}")]
        }
        Submission::Trust { name, key, area, .. } => {
            let area = area_of(area).ok_or_else(no_area)?;
            registry.trust_peer(None, &units, (name, key, &area), now).await.map_err(stopped)?;
            let area = area_text(&area);
            vec![said!("đã tin cậy {name} cho {area}", "{name} is trusted for {area}")]
        }
        Submission::Distrust { key, .. } => {
            let peers = registry.peers().await.map_err(|fault| failed(&fault))?;
            let peer = peers.into_iter().find(|peer| peer.key.to_string() == key.trim());
            let peer = peer.ok_or_else(|| {
                Failure::could_not_run(
                    said!("khóa này chưa được tin cậy", "this key is not trusted"),
                    said!("xem `chungtay submission list`", "see `chungtay submission list`"),
                )
            })?;
            registry.distrust_peer(None, &units, peer.id, now).await.map_err(stopped)?;
            let name = peer.name;
            vec![said!("thôi tin cậy {name}", "{name} is not trusted any more")]
        }
        Submission::List { .. } => list(registry).await?,
        Submission::Export(export) => self::export(export, registry, now).await?,
        Submission::Import { files, .. } => return import(files, registry, shelf, &units).await,
    };
    Ok((lines, None))
}

fn no_area() -> Failure {
    Failure::could_not_run(
        said!("--area không phải một địa bàn", "--area is no place"),
        said!(
            "ghi everywhere, province:MÃ hoặc commune:MÃ",
            "write everywhere, province:CODE or commune:CODE"
        ),
    )
}

async fn list(registry: &Registry) -> Result<Vec<LocalText>, Failure> {
    let mut lines = Vec::new();
    for report in registry.all_reports().await.map_err(|fault| failed(&fault))? {
        let (id, period, state) = (report.id, report.content.period, report.state().code());
        let (unit, sha256) = (report.content.unit.name(), &report.sha256);
        lines.push(LocalText::same(format!("{id}\t{period}\t{unit}\t{state}\t{sha256}")));
    }
    for peer in registry.peers().await.map_err(|fault| failed(&fault))? {
        let (key, area, name) = (peer.key, area_text(&peer.area), peer.name);
        lines.push(LocalText::same(format!("{key}\t{area}\t{name}")));
    }
    Ok(lines)
}

async fn export(export: &Export, registry: &Registry, now: Instant) -> Result<Vec<LocalText>, Failure> {
    let wanted = if export.receipt { Wanted::Receipt } else { Wanted::Report };
    let own = registry.exchange_key().map_err(|fault| failed(&fault))?;
    let exported = registry.export_report(None, (export.id, wanted), &export.to, now).await;
    let (to, whole) = exported.map_err(stopped)?;
    let size = export.part_kib.map_or(whole.len(), |kib| usize::try_from(kib).unwrap_or(1) << 10);
    let parts = split(&whole, &own, &to, size);
    let mut lines = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let path = match export.part_kib {
            Some(_) => PathBuf::from(format!("{}.{:03}", export.out.display(), at + 1)),
            None => export.out.clone(),
        };
        write_new(&path, part).map_err(|error| Failure::writing(&path, &error))?;
        let (shown, bytes) = (path.display(), part.len());
        lines.push(said!("{shown}: {bytes} byte", "{shown}: {bytes} bytes"));
    }
    Ok(lines)
}

fn write_new(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

async fn import(
    files: &[PathBuf],
    registry: &Registry,
    shelf: &Shelf,
    units: &Units,
) -> Result<Told, Failure> {
    let packs = web::known_packs(&shelf.files);
    let known = Known { units, packs: &packs };
    let mut lines = Vec::new();
    for path in files {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => return Ok((lines, Some(Failure::reading(path, &error)))),
        };
        match registry.import_bundle(Importer::default(), known, &bytes, Instant::now()).await {
            Ok(imported) => lines.push(words(path, imported)),
            Err(why) => return Ok((lines, Some(stopped(why)))),
        }
    }
    Ok((lines, None))
}

fn words(path: &Path, imported: Imported) -> LocalText {
    let file = path.display();
    match imported {
        Imported::Waiting { parts, missing } => {
            let here = parts - missing.len();
            let missing = missing.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            said!(
                "{file}: đã giữ {here}/{parts} phần; còn thiếu phần {missing}",
                "{file}: {here} of {parts} parts are here; missing: {missing}"
            )
        }
        Imported::Report { id, unit, is_new: true } => {
            said!("{file}: đã nhập báo cáo của {unit}: {id}", "{file}: imported the report of {unit}: {id}")
        }
        Imported::Report { id, unit, is_new: false } => said!(
            "{file}: báo cáo của {unit} đã có ở đây, không thay đổi gì: {id}",
            "{file}: the report of {unit} was here before, nothing changed: {id}"
        ),
        Imported::Receipt { id, events: 0 } => said!(
            "{file}: biên nhận đã có ở đây, không thay đổi gì: {id}",
            "{file}: the receipt was here before, nothing changed: {id}"
        ),
        Imported::Receipt { id, .. } => {
            said!("{file}: đã ghi biên nhận của báo cáo {id}", "{file}: recorded the receipt of report {id}")
        }
    }
}
