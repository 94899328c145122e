//! `chungtay snapshot`: seal the results of a campaign, list what was sealed, and find any byte that changed since.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use lake::digest_of_file;
use registry::CampaignId;
use registry::keys::hex;
use registry::snapshot::{Manifest, Snapshot as Kept, Which, all};
use registry::store::dates::Instant;
use serde_json::{Value, json};
use vocab::{Language, LocalText, said};

use crate::database::{Place, failed, runtime, stopped};
use crate::failure::{Failure, printing};
use crate::seal::{self, Asked, MANIFEST, SUMS, Sealed, no_snapshot};
use crate::shelf::Shelf;

/// Options of `snapshot`.
#[derive(Debug, Args)]
pub(crate) struct Snapshot {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    place: Place,
    /// Id of the campaign; without it and --year the newest yearly review
    #[arg(long, value_name = "ID", conflicts_with = "year")]
    campaign: Option<CampaignId>,
    /// The yearly review of this year
    #[arg(long, value_name = "Y")]
    year: Option<i32>,
    /// Id of its standard, where a year has several
    #[arg(long, value_name = "ID", requires = "year")]
    standard: Option<String>,
    /// Folder for the snapshot's own folder; without it `snapshots` in the data folder, where the pages find it
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Why, for the log; no names
    #[arg(long, value_name = "TEXT", default_value = "niêm phong kết quả rà soát")]
    reason: String,
    /// One JSON object on standard output
    #[arg(long)]
    json: bool,
}

/// What else to do with snapshots.
#[derive(Debug, Subcommand)]
enum What {
    /// What was sealed, newest first
    List {
        #[command(flatten)]
        place: Place,
        /// One JSON object on standard output
        #[arg(long)]
        json: bool,
    },
    /// Find whatever changed in a snapshot since it was sealed (exit 1 if something did)
    Check {
        /// The folder of the snapshot
        dir: PathBuf,
        /// Compare with the log of this data folder, too
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// Compare with the log on this server, too
        #[arg(long, value_name = "URL")]
        database: Option<String>,
        /// One JSON object on standard output
        #[arg(long)]
        json: bool,
    },
}

/// Does it.
pub(crate) fn snapshot(
    options: &Snapshot,
    packs: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    match &options.what {
        None => begin(options, packs, language, out),
        Some(What::List { place, json }) => list(place, *json, language, out),
        Some(What::Check { dir, data, database, json }) => {
            let place = Place { data: data.clone(), database: database.clone() };
            let place = (data.is_some() || database.is_some()).then_some(place);
            check((dir, place.as_ref()), *json, language, out)
        }
    }
}

fn begin(
    options: &Snapshot,
    packs: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let shelf = Shelf::open(packs)?;
    let which = match (options.campaign, options.year) {
        (Some(id), _) => Which::Campaign(id),
        (None, Some(year)) => Which::Year(year, options.standard.clone()),
        (None, None) => Which::Newest,
    };
    let into = options.out.clone().unwrap_or_else(|| seal::folder(&options.place.folder()));
    let sealed = runtime()?.block_on(async {
        // Nothing may be made by a mistake in the path.
        options.place.current().await?.close().await;
        let registry = options.place.open(&shelf, &mut |_| ()).await?;
        let sealed = async {
            let campaign = registry.campaign_to_seal(&which).await.map_err(stopped)?;
            seal::seal(
                &registry,
                &shelf,
                campaign,
                (&into, &options.reason, Asked::default()),
                Instant::now(),
            )
            .await
        };
        let sealed = sealed.await;
        registry.close().await;
        sealed
    })?;
    let words = if options.json { object(&sealed).to_string() } else { words(&sealed, language) };
    line(out, &words)
}

fn words(sealed: &Sealed, language: Language) -> String {
    let manifest = &sealed.manifest;
    let (label, households, members) = (manifest.label(), manifest.households(), manifest.members());
    let (folder, seq, sha256) = (sealed.folder.display(), sealed.act_seq, manifest.sha256());
    let erased = manifest.erased();
    let said = said!(
        "đã niêm phong {label}: {households} hộ, {members} người ({erased} hộ đã xóa câu trả lời theo luật nên không có trong tệp)\n{folder}\nviệc số {seq} trong nhật ký, SHA-256 của manifest.json: {sha256}",
        "sealed {label}: {households} households, {members} people ({erased} households whose answers were erased by law are not in the files)\n{folder}\nact {seq} of the log, SHA-256 of manifest.json: {sha256}"
    );
    said.get(language).to_owned()
}

/// The object of `snapshot --json`, schema `chungtay.sealed/1`.
fn object(sealed: &Sealed) -> Value {
    json!({
        "schema": "chungtay.sealed/1",
        "snapshot": sealed.id.to_string(),
        "folder": sealed.folder.display().to_string(),
        "act_seq": sealed.act_seq,
        "manifest_sha256": sealed.manifest.sha256(),
        "manifest": sealed.manifest.json(),
    })
}

async fn recorded(place: &Place) -> Result<Vec<Kept>, Failure> {
    let store = place.current().await?;
    let all = all(&store).await.map_err(|fault| failed(&fault));
    store.close().await;
    all
}

fn list(place: &Place, as_json: bool, language: Language, out: &mut dyn Write) -> Result<(), Failure> {
    let all = runtime()?.block_on(recorded(place))?;
    if as_json {
        let rows = all.iter().map(|one| {
            json!({
                "snapshot": one.id.to_string(),
                "act_seq": one.act_seq,
                "sealed_at": one.at.millis(),
                "reason": one.reason,
                "manifest_sha256": one.sha256,
                "manifest": one.manifest.json(),
            })
        });
        let object = json!({ "schema": "chungtay.snapshots/1", "snapshots": rows.collect::<Vec<_>>() });
        return line(out, &object.to_string());
    }
    if all.is_empty() {
        return line(out, said!("chưa niêm phong bộ số liệu nào", "nothing was sealed so far").get(language));
    }
    all.iter().try_for_each(|one| {
        let (manifest, seq) = (&one.manifest, one.act_seq);
        let (year, label) = (manifest.year(), manifest.label());
        line(out, &format!("{}\t{year}\t{label}\t{}\t{seq}\t{}", one.id, manifest.households(), one.sha256))
    })
}

/// Something in the folder that is not as it was sealed.
struct Changed {
    path: String,
    what: LocalText,
}

fn check(
    (folder, place): (&Path, Option<&Place>),
    as_json: bool,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if !folder.join(MANIFEST).is_file() {
        return Err(no_snapshot(folder));
    }
    let (mut changed, manifest) = compare(folder)?;
    if let (Some(place), Some(manifest)) = (place, &manifest) {
        let all = runtime()?.block_on(recorded(place))?;
        if !all.iter().any(|one| one.sha256 == manifest.sha256()) {
            changed.push(Changed {
                path: MANIFEST.to_owned(),
                what: said!(
                    "nhật ký không có bộ số liệu nào với bản kê này",
                    "no snapshot with this manifest is in the log"
                ),
            });
        }
    }
    let sha256 = manifest.as_ref().map(Manifest::sha256);
    if as_json {
        let found: Vec<Value> = changed
            .iter()
            .map(|one| json!({ "path": one.path, "message": one.what.get(language) }))
            .collect();
        let object = json!({
            "schema": "chungtay.snapshot-check/1",
            "whole": changed.is_empty(),
            "manifest_sha256": sha256,
            "compared_with_log": place.is_some(),
            "changed": found,
        });
        line(out, &object.to_string())?;
    } else {
        for one in &changed {
            line(out, &format!("- {}: {}", one.path, one.what.get(language)))?;
        }
        if let Some(sha256) = sha256.filter(|_| changed.is_empty()) {
            let words = if place.is_some() {
                said!(
                    "nguyên vẹn, đúng bộ số liệu trong nhật ký\nSHA-256 của manifest.json: {sha256}",
                    "whole, and the snapshot that the log names\nSHA-256 of manifest.json: {sha256}"
                )
            } else {
                said!(
                    "nguyên vẹn theo bản kê. So mã này với trang Số liệu đã niêm phong:\n{sha256}",
                    "whole by its manifest. Compare this hash with the page of sealed snapshots:\n{sha256}"
                )
            };
            line(out, words.get(language))?;
        }
    }
    if changed.is_empty() { Ok(()) } else { Err(Failure::Input) }
}

/// Compares every byte below the folder with the manifest, and the manifest with the list of hashes.
fn compare(folder: &Path) -> Result<(Vec<Changed>, Option<Manifest>), Failure> {
    let read = |name: &str| {
        let path = folder.join(name);
        fs::read(&path).map_err(|error| Failure::reading(&path, &error))
    };
    let mut changed = Vec::new();
    let mut add = |path: &str, what: LocalText| changed.push(Changed { path: path.to_owned(), what });
    let is_other = || said!("đã bị sửa sau khi niêm phong", "was changed after it was sealed");
    let text = read(MANIFEST)?;
    let manifest = serde_json::from_slice(&text).ok().and_then(Manifest::of_json);
    let Some(manifest) = manifest.filter(|manifest| manifest.text().as_bytes() == text) else {
        add(MANIFEST, is_other());
        return Ok((changed, None));
    };
    if !folder.join(SUMS).is_file() {
        add(SUMS, said!("bị mất", "is gone"));
    } else if read(SUMS)? != seal::sums(&manifest).into_bytes() {
        add(SUMS, said!("không khớp manifest.json", "does not fit manifest.json"));
    }
    let mut known = BTreeSet::from([MANIFEST.to_owned(), SUMS.to_owned()]);
    for file in manifest.files() {
        let place = folder.join(&file.path);
        known.insert(file.path.clone());
        if !place.is_file() {
            add(&file.path, said!("bị mất", "is gone"));
            continue;
        }
        let (bytes, sha256) = digest_of_file(&place).map_err(|error| Failure::reading(&place, &error))?;
        if bytes != file.bytes || hex(&sha256) != file.sha256 {
            add(&file.path, is_other());
        }
    }
    for path in everything(folder)?.difference(&known) {
        add(path, said!("không thuộc bộ số liệu", "does not belong to the snapshot"));
    }
    Ok((changed, Some(manifest)))
}

/// All files below a folder, with `/`.
fn everything(folder: &Path) -> Result<BTreeSet<String>, Failure> {
    let mut found = BTreeSet::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).map_err(|error| Failure::reading(&next, &error))? {
            let path = entry.map_err(|error| Failure::reading(&next, &error))?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let below = path.strip_prefix(folder).unwrap_or(&path);
                found.insert(below.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    Ok(found)
}

fn line(out: &mut dyn Write, words: &str) -> Result<(), Failure> {
    writeln!(out, "{words}").map_err(|error| printing(&error))
}
