//! `chungtay backup`, `chungtay restore`, `chungtay migrate`, and the folder of backups that the program makes itself.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use registry::store::dates::Instant;
use registry::store::{MigrationState, Store, migrations, restore as fill};
use registry::verify::{Verdict, verify};
use vocab::{Language, LocalText, said};

use crate::calendar;
use crate::database::{Place, failed, migrate as to_this_version, runtime};
use crate::failure::{Failure, printing};
use crate::shelf::Shelf;

/// Options of `backup`.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    #[command(flatten)]
    place: Place,
    /// The new file
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

/// Options of `restore`.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    #[command(flatten)]
    place: Place,
    /// A file that `chungtay backup` wrote
    file: PathBuf,
}

/// Options of `migrate`.
#[derive(Debug, Args)]
pub(crate) struct Migrate {
    #[command(flatten)]
    place: Place,
    /// Only say what would be done
    #[arg(long)]
    dry_run: bool,
    /// Then make the lists of villages, people and households anew: where a pack changed who is of a minority
    #[arg(long, conflicts_with = "dry_run")]
    remake_lists: bool,
}

/// The folder of the backups that the program makes itself.
pub(crate) fn folder(data: &Path) -> PathBuf {
    data.join("backups")
}

/// Makes a folder that only its owner may look into; one that exists stays as it is.
pub(crate) fn private_folder(folder: &Path) -> Result<(), Failure> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| Failure::writing(folder, &error))
}

/// A backup before the tables are changed.
pub(crate) async fn before_migration(store: &Store, data: &Path) -> Result<PathBuf, Failure> {
    let folder = folder(data);
    private_folder(&folder)?;
    let file = folder.join(format!("before-upgrade-{}.db", stamp()));
    store.backup(&file).await.map_err(|fault| failed(&fault))?;
    Ok(file)
}

/// Day and time in the name of a file.
pub(crate) fn stamp() -> String {
    let (day, time) = calendar::now();
    format!("{day}-{time}")
}

/// Makes a backup.
pub(crate) fn backup(options: &Backup, language: Language, out: &mut dyn Write) -> Result<(), Failure> {
    let made = runtime()?.block_on(async {
        let store = options.place.existing().await?;
        let made = store.backup(&options.to).await.map_err(|fault| failed(&fault));
        store.close().await;
        made
    })?;
    let (file, tables, rows) = (options.to.display(), made.tables, made.rows);
    let words = said!(
        "đã sao lưu {rows} dòng của {tables} bảng vào {file}, đã đọc lại và so sánh.\nTệp khóa chungtay.keys không nằm trong đó: cất riêng một bản, ở nơi khác.",
        "{rows} rows of {tables} tables are in {file}, read again and compared.\nThe key file chungtay.keys is not part of it: keep a copy of that somewhere else."
    );
    line(out, &words, language)
}

/// Fills an empty place from a backup, then verifies the log in it.
pub(crate) fn restore(
    options: &Restore,
    packs: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let groups = Shelf::open(packs)?.groups()?;
    let location = options.place.location()?;
    if options.place.database.is_none() {
        private_folder(&options.place.folder())?;
    }
    let (filled, verdict) = runtime()?.block_on(async {
        let filled = fill(&options.file, &location).await.map_err(|fault| failed(&fault))?;
        let store = options.place.existing().await?;
        let verdict = verify(&store, &groups, None, &[]).await.map_err(|fault| failed(&fault));
        store.close().await;
        Ok::<_, Failure>((filled, verdict?))
    })?;
    let (rows, tables) = (filled.rows, filled.tables);
    line(
        out,
        &said!(
            "đã phục hồi {rows} dòng của {tables} bảng vào {location}",
            "{rows} rows of {tables} tables are in {location}"
        ),
        language,
    )?;
    match verdict {
        Verdict::Whole(_) => line(
            out,
            &said!(
                "nhật ký nguyên vẹn. Đặt tệp khóa chungtay.keys đã cất giữ vào thư mục dữ liệu rồi khởi động.",
                "the log is whole. Put the key file chungtay.keys that was kept into the data folder, then start."
            ),
            language,
        ),
        Verdict::Tampered { count, .. } => {
            line(
                out,
                &said!(
                    "nhật ký trong bản sao lưu có {count} chỗ không khớp: `chungtay verify` liệt kê",
                    "the log in the backup has {count} places that do not fit: `chungtay verify` lists them"
                ),
                language,
            )?;
            Err(Failure::Input)
        }
    }
}

/// Brings the database to this version, or says what would be done.
pub(crate) fn migrate(
    options: &Migrate,
    packs: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    runtime()?.block_on(async {
        let store = options.place.existing().await?;
        let done = migrate_store(options, &store, language, out).await;
        store.close().await;
        done?;
        if options.remake_lists { remake_lists(options, packs, language, out).await } else { Ok(()) }
    })
}

async fn remake_lists(
    options: &Migrate,
    packs: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let shelf = Shelf::open(packs)?;
    let registry = options.place.open(&shelf, &mut |_| ()).await?;
    let reason = format!("gói luật {}", shelf.name);
    let done = registry.remake_lists(&reason, Instant::now()).await.map_err(|fault| failed(&fault));
    registry.close().await;
    let seq = done?.seq;
    line(
        out,
        &said!(
            "đã làm lại các danh sách; việc số {seq} trong nhật ký",
            "the lists were made anew; act {seq} of the log"
        ),
        language,
    )
}

async fn migrate_store(
    options: &Migrate,
    store: &Store,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let state = store.migration_state().await.map_err(|fault| failed(&fault))?;
    let there = match state {
        MigrationState::Current => {
            return line(
                out,
                &said!("cơ sở dữ liệu đã đúng phiên bản này", "the database is of this version"),
                language,
            );
        }
        MigrationState::Empty => 0,
        MigrationState::Behind(step) | MigrationState::Newer(step) => step,
    };
    for step in migrations().iter().filter(|step| step.number > there) {
        let (number, name) = (step.number, step.name);
        line(out, &said!("bước {number}: {name}", "step {number}: {name}"), language)?;
    }
    if options.dry_run && !matches!(state, MigrationState::Newer(_)) {
        return line(out, &said!("chưa thay đổi gì", "nothing was changed"), language);
    }
    let mut told = Vec::new();
    let done = to_this_version(store, &options.place.folder(), &mut |words| told.push(words)).await;
    for words in &told {
        line(out, words, language)?;
    }
    done?;
    line(out, &said!("đã nâng cấp xong", "done"), language)
}

fn line(out: &mut dyn Write, words: &LocalText, language: Language) -> Result<(), Failure> {
    writeln!(out, "{}", words.get(language)).map_err(|error: io::Error| printing(&error))
}
