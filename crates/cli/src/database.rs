//! The registry of a data folder or a server: opened, current, with the keys that belong to it.

use std::path::{Path, PathBuf};

use clap::Args;
use registry::store::dates::Instant;
use registry::store::{Fault, Location, MigrationState, Store};
use registry::{Keys, Registry, Stopped};
use vocab::{LocalText, said};

use crate::backup::{before_migration, private_folder};
use crate::failure::Failure;
use crate::key_file;
use crate::points;
use crate::seal;
use crate::shelf::Shelf;

/// Where the data lie.
#[derive(Clone, Debug, Args)]
pub(crate) struct Place {
    /// Folder of the data; without it CHUNGTAY_DATA, or the user's data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// A PostgreSQL server instead of the file in the data folder: postgres://USER@HOST/NAME
    #[arg(long, value_name = "URL", env = "CHUNGTAY_DATABASE", hide_env_values = true)]
    pub(crate) database: Option<String>,
}

/// The database file of a data folder.
const FILE: &str = "chungtay.db";

impl Place {
    /// The data folder.
    pub(crate) fn folder(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(points::data_folder)
    }

    /// The database.
    pub(crate) fn location(&self) -> Result<Location, Failure> {
        let Some(url) = &self.database else { return Ok(Location::Sqlite(self.folder().join(FILE))) };
        url.parse().map_err(|_| {
            Failure::could_not_run(
                said!("--database không phải địa chỉ của cơ sở dữ liệu", "--database names no database"),
                said!(
                    "ghi postgres://NGƯỜI_DÙNG@MÁY/TÊN, hoặc đường dẫn của tệp",
                    "write postgres://USER@HOST/NAME, or the path of a file"
                ),
            )
        })
    }

    /// Whether there is something to open without being told so.
    pub(crate) fn is_there(&self) -> bool {
        self.database.is_some() || self.folder().join(FILE).exists()
    }

    /// The database as it is: it must exist, and nothing is changed.
    pub(crate) async fn existing(&self) -> Result<Store, Failure> {
        Store::open(&self.location()?, false).await.map_err(|fault| failed(&fault))
    }

    /// The database, which must exist and be current.
    pub(crate) async fn current(&self) -> Result<Store, Failure> {
        let store = self.existing().await?;
        match store.migration_state().await.map_err(|fault| failed(&fault))? {
            MigrationState::Current => Ok(store),
            MigrationState::Newer(step) => Err(newer(step)),
            MigrationState::Empty | MigrationState::Behind(_) => {
                store.close().await;
                Err(Failure::could_not_run(
                    said!(
                        "cơ sở dữ liệu của phiên bản cũ hơn chương trình",
                        "the database is older than this program"
                    ),
                    said!(
                        "chạy `chungtay migrate` trước; chương trình tự sao lưu trước khi nâng cấp",
                        "run `chungtay migrate` first; it makes a backup before it changes anything"
                    ),
                ))
            }
        }
    }

    /// The registry, made if it is missing, and brought to this version after a backup.
    pub(crate) async fn open(
        &self,
        shelf: &Shelf,
        tell: &mut dyn FnMut(LocalText),
    ) -> Result<Registry, Failure> {
        let groups = shelf.groups()?;
        let folder = self.folder();
        private_folder(&folder)?;
        let store = Store::open(&self.location()?, true).await.map_err(|fault| failed(&fault))?;
        let state = store.migration_state().await.map_err(|fault| failed(&fault))?;
        let is_new = state == MigrationState::Empty;
        if let MigrationState::Newer(step) = state {
            return Err(newer(step));
        }
        let keys = key_file::read_or_make(&folder, is_new)?;
        migrate(&store, &folder, tell).await?;
        let registry = with_keys(store, keys, &folder).await?;
        let sealed = registry.seal_old_answers(Instant::now()).await.map_err(|fault| failed(&fault))?;
        if sealed > 0 {
            tell(said!(
                "đã mã hóa câu trả lời của {sealed} kết quả rà soát cũ. Các bản sao lưu làm trước đó vẫn chưa mã hóa: cất kỹ, hoặc xóa khi đã có bản mới",
                "the answers of {sealed} earlier results are encrypted now. Backups made before still hold them in plain: keep them safe, or delete them once there is a new one"
            ));
        }
        Ok(registry.with_groups(groups).with_snapshots(seal::folder(&folder)))
    }
}

async fn with_keys(store: Store, keys: Keys, folder: &Path) -> Result<Registry, Failure> {
    let registry = Registry::new(store, keys);
    if registry.keys_belong().await.map_err(|fault| failed(&fault))? {
        return Ok(registry);
    }
    registry.close().await;
    let shown = key_file::path(folder);
    let shown = shown.display();
    Err(Failure::could_not_run(
        said!(
            "khóa trong {shown} không phải của cơ sở dữ liệu này",
            "the keys in {shown} belong to another database"
        ),
        said!(
            "chép lại tệp khóa đã cất giữ cùng bản sao lưu; không tạo khóa mới, vì số định danh đã mã hóa sẽ không đọc được",
            "put back the key file that was kept with the backup; with other keys the encrypted numbers cannot be read"
        ),
    ))
}

/// Brings a database to this version; before that, a backup of what is in it.
pub(crate) async fn migrate(
    store: &Store,
    folder: &Path,
    tell: &mut dyn FnMut(LocalText),
) -> Result<(), Failure> {
    let state = store.migration_state().await.map_err(|fault| failed(&fault))?;
    match state {
        MigrationState::Current => return Ok(()),
        MigrationState::Newer(step) => return Err(newer(step)),
        MigrationState::Empty => {}
        MigrationState::Behind(_) => {
            let file = before_migration(store, folder).await?;
            let shown = file.display();
            tell(said!(
                "đã sao lưu vào {shown} trước khi nâng cấp. Muốn quay lại: dừng chương trình, cất cơ sở dữ liệu hiện tại đi, cài lại phiên bản cũ, rồi chạy `chungtay restore {shown}`",
                "a backup is in {shown}. To go back: stop the program, move the database away, install the version before, then `chungtay restore {shown}`"
            ));
        }
    }
    store.migrate().await.map_err(|fault| failed(&fault))
}

fn newer(step: i64) -> Failure {
    Failure::could_not_run(
        said!(
            "cơ sở dữ liệu đã được phiên bản mới hơn nâng cấp (bước {step})",
            "the database was changed by a newer version of this program (step {step})"
        ),
        said!(
            "dùng phiên bản mới hơn, hoặc phục hồi bản sao lưu mà phiên bản đó đã tạo trước khi nâng cấp (thư mục backups)",
            "start the newer program, or restore the backup that it made before the upgrade (folder backups)"
        ),
    )
}

/// A fault of the database in words. Its cause may quote values and is not printed.
pub(crate) fn failed(fault: &Fault) -> Failure {
    Failure::could_not_run(fault.doing().clone(), fault.remedy().clone())
}

/// Threads for what waits.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Runtime::new().map_err(|error| {
        Failure::could_not_run(
            said!("không tạo được luồng xử lý: {error}", "no threads: {error}"),
            said!("giải phóng bộ nhớ rồi thử lại", "free some memory and try again"),
        )
    })
}

/// A refusal of the registry, or a fault of the database, in words.
pub(crate) fn stopped(stopped: Stopped) -> Failure {
    match stopped {
        Stopped::Refused(refusal) => Failure::could_not_run(refusal.why, refusal.remedy),
        Stopped::Failed(fault) => failed(&fault),
    }
}
