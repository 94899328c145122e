//! Sealing: the registry reads, the lake writes, and the act is recorded once every byte is on the disk.
//!
//! Everything is written into a folder of another name beside the final one, and renamed when it is complete. A power cut
//! between the renaming and the act leaves a whole folder that no act names; nothing else can be left over.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use lake::{SealedHousehold, SealedWriter};
use registry::keys::hex;
use registry::snapshot::{Manifest, Page, Progress, Sealable, SealedFile, Unsealed};
use registry::store::dates::Instant;
use registry::{Registry, Scope, SnapshotId};
use vocab::said;
use web::{SealWish, Sealing};

use crate::backup::private_folder;
use crate::database::stopped;
use crate::failure::Failure;
use crate::shelf::Shelf;

/// A snapshot that was sealed.
pub(crate) struct Sealed {
    /// Its id.
    pub(crate) id: SnapshotId,
    /// Where its files are.
    pub(crate) folder: PathBuf,
    /// Number of the act.
    pub(crate) act_seq: i64,
    /// What was sealed.
    pub(crate) manifest: Manifest,
}

/// The manifest of a snapshot.
pub(crate) const MANIFEST: &str = "manifest.json";
/// All hashes, for `sha256sum -c`.
pub(crate) const SUMS: &str = "SHA256SUMS";

/// Where the snapshots of a data folder lie.
pub(crate) fn folder(data: &Path) -> PathBuf {
    data.join("snapshots")
}

/// Who asks for a sealing, and who watches it.
#[derive(Default)]
pub(crate) struct Asked<'a> {
    /// `None` is the operator at the machine.
    pub(crate) by: Option<&'a Scope>,
    /// How far it is; it stops where this says so.
    pub(crate) progress: Option<&'a Progress>,
}

/// Seals a campaign into a folder of its own below `into`.
pub(crate) async fn seal(
    registry: &Registry,
    shelf: &Shelf,
    campaign: Sealable,
    (into, reason, asked): (&Path, &str, Asked<'_>),
    at: Instant,
) -> Result<Sealed, Failure> {
    let standard = shelf.standard(&campaign.terms.standard)?;
    let unsealed = registry.unsealed(asked.by, campaign, &standard).await.map_err(stopped)?;
    private_folder(into)?;
    let failed_to_write = |error: &io::Error| Failure::writing(into, error);
    // Removed when dropped: a failure leaves nothing.
    let growing =
        tempfile::Builder::new().prefix(".sealing-").tempdir_in(into).map_err(|e| failed_to_write(&e))?;
    let manifest = write(unsealed, growing.path(), asked.progress).await?;
    put(&growing.path().join(MANIFEST), &manifest.text()).map_err(|e| failed_to_write(&e))?;
    put(&growing.path().join(SUMS), &sums(&manifest)).map_err(|e| failed_to_write(&e))?;
    sync_folders(growing.path()).map_err(|e| failed_to_write(&e))?;
    let id = SnapshotId::fresh();
    let folder = into.join(id.to_string());
    fs::rename(growing.path(), &folder).map_err(|e| failed_to_write(&e))?;
    let _ = growing.keep();
    sync(into).map_err(|e| failed_to_write(&e))?;
    match registry.record_snapshot(asked.by, id, &manifest, reason, at).await {
        Ok(done) => Ok(Sealed { id, folder, act_seq: done.seq, manifest }),
        Err(why) => {
            // What no act names is no snapshot.
            let _ = fs::remove_dir_all(&folder);
            Err(stopped(why))
        }
    }
}

async fn write(
    mut unsealed: Unsealed<'_>,
    folder: &Path,
    progress: Option<&Progress>,
) -> Result<Manifest, Failure> {
    let (standard, terms) = (unsealed.standard().clone(), unsealed.campaign().terms.clone());
    let year = unsealed.campaign().year;
    let known = |key: &str, value: &str| (format!("chungtay.{key}"), value.to_owned());
    let metadata = vec![
        known("standard", &terms.standard),
        known("digest", &terms.pack_digest),
        known("result_day", &terms.result_day.to_string()),
        known("age_day", &terms.age_day.to_string()),
        known("income_test", terms.income_test.as_deref().unwrap_or_default()),
    ];
    let mut writer = SealedWriter::new(folder, year, &standard, unsealed.questions(), metadata)?;
    let all = unsealed.left();
    let reached = |left: usize| {
        progress.is_none_or(|progress| progress.reach(all.saturating_sub(left) as i64, all as i64))
    };
    while let Some(page) = unsealed.next_page().await.map_err(stopped)? {
        write_page(&mut writer, &page)?;
        if !reached(unsealed.left()) {
            return Err(was_stopped());
        }
    }
    let files: Vec<SealedFile> = writer
        .finish()?
        .into_iter()
        .map(|file| SealedFile {
            path: file.path,
            rows: file.rows,
            bytes: file.bytes,
            sha256: hex(&file.sha256),
        })
        .collect();
    unsealed.manifest(&files, env!("CARGO_PKG_VERSION")).map_err(stopped)
}

fn write_page(writer: &mut SealedWriter<'_>, page: &Page) -> Result<(), Failure> {
    let count = |n: i64| i32::try_from(n).unwrap_or(i32::MAX);
    let rows = page.households.iter().map(|household| SealedHousehold {
        household_id: &household.household_id,
        commune_code: &household.commune_code,
        village_code: &household.village_code,
        zone: &household.zone,
        answers: &household.answers,
        deprived: &household.deprived,
        outcome: &household.outcome,
        income_band: &household.income_band,
        deprivation_count: count(household.deprivation_count),
        deprivation_count_max: count(household.deprivation_count_max),
    });
    Ok(writer.write(&page.province_code, &rows.collect::<Vec<_>>())?)
}

fn was_stopped() -> Failure {
    Failure::could_not_run(
        said!("việc niêm phong đã được dừng; chưa ghi gì", "the sealing was stopped; nothing was written"),
        said!("niêm phong lại khi sẵn sàng", "seal again when you are ready"),
    )
}

/// The text of `SHA256SUMS`.
pub(crate) fn sums(manifest: &Manifest) -> String {
    let mut lines: Vec<(String, String)> =
        manifest.files().into_iter().map(|file| (file.path, file.sha256)).collect();
    lines.push((MANIFEST.to_owned(), manifest.sha256()));
    lines.sort();
    lines.into_iter().map(|(path, sha256)| format!("{sha256}  {path}\n")).collect()
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// A name is safe only when its folder is on the disk.
fn sync_folders(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sync_folders(&path)?;
        }
    }
    sync(folder)
}

fn sync(folder: &Path) -> io::Result<()> {
    // Not every system opens folders; where it cannot, it needs no syncing either.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// How pages seal: as `chungtay snapshot` does, into the same folder.
pub(crate) fn for_pages(registry: Registry, shelf: Shelf, data: &Path) -> Sealing {
    let into = folder(data);
    Sealing::by(move |wish: &SealWish| {
        let asked = Asked { by: Some(&wish.by), progress: Some(&wish.progress) };
        let sealing =
            seal(&registry, &shelf, wish.campaign.clone(), (&into, &wish.reason, asked), Instant::now());
        match tokio::runtime::Handle::current().block_on(sealing) {
            Ok(sealed) => Ok(sealed.id),
            Err(Failure::CouldNotRun { message, remedy }) => Err((message, remedy)),
            Err(Failure::Input | Failure::OutputClosed) => Err((
                said!("chưa niêm phong được", "it could not be sealed"),
                said!("xem nhật ký của máy chủ", "look into the log of the server"),
            )),
        }
    })
}

/// A folder that holds no snapshot.
pub(crate) fn no_snapshot(folder: &Path) -> Failure {
    let shown = folder.display();
    Failure::could_not_run(
        said!("{shown} không chứa bộ số liệu đã niêm phong", "{shown} holds no sealed snapshot"),
        said!(
            "ghi tên thư mục có tệp manifest.json, như snapshots/MÃ trong thư mục dữ liệu",
            "name the folder with manifest.json in it, as snapshots/ID in the data folder"
        ),
    )
}
