//! The official acts by noun, each with its SQL: the only way to write.
//!
//! One act is one function, one transaction and one entry of the audit log ([`act`]). What acts write is never changed or
//! deleted; what is true today ([`projection`]) follows from it and can be made anew. Whoever reads passes a [`Scope`],
//! and only [`access`] makes one.

pub mod access;
mod act;
pub mod answers;
pub mod audit;
pub mod capture;
mod cell;
pub mod documents;
mod erase;
pub mod export;
pub mod facts;
pub mod figures;
pub mod file;
pub mod households;
pub mod import;
pub mod keys;
pub mod official;
pub mod points;
pub mod proceedings;
mod projection;
mod refusal;
pub mod register;
pub mod reporting;
pub mod review;
pub mod session;
pub mod snapshot;
pub mod upkeep;
pub mod users;
pub mod verify;
pub mod views;
pub mod villages;

pub use access::{Actor, Role, Scope};
pub use act::Done;
pub use keys::Keys;
pub use oversight::agreement;
pub use refusal::{Refusal, Stopped};
pub use store;

use std::path::PathBuf;
use std::sync::Arc;

use standards::groups::HouseholdGroups;
use store::Store;

/// An open registry: the database and the keys that are kept outside it.
#[derive(Clone, Debug)]
pub struct Registry {
    pub(crate) store: Store,
    pub(crate) keys: Keys,
    /// Failed log-ins since the start; clones of a registry count together.
    pub(crate) attempts: Arc<session::Attempts>,
    /// What phones have sent and is not written yet.
    pub(crate) inbox: Arc<capture::Inbox>,
    /// What passkeys are asked to sign now; clones of a registry share them.
    pub(crate) challenges: Arc<session::Challenges>,
    /// Where the files of sealed snapshots lie, if this program has them.
    pub(crate) sealed: Option<Arc<PathBuf>>,
    /// What the pack says of groups of households.
    pub(crate) groups: Arc<HouseholdGroups>,
    /// Procedures that were read from the database.
    pub(crate) packs: Arc<proceedings::Packs>,
}

impl Registry {
    /// A registry over an open, current database.
    pub fn new(store: Store, keys: Keys) -> Registry {
        Registry {
            store,
            keys,
            attempts: Arc::default(),
            inbox: Arc::default(),
            challenges: Arc::default(),
            sealed: None,
            groups: Arc::default(),
            packs: Arc::default(),
        }
    }

    /// The same with what the pack says of groups of households; without it no household is of one.
    #[must_use]
    pub fn with_groups(self, groups: HouseholdGroups) -> Registry {
        Registry { groups: Arc::new(groups), ..self }
    }

    /// The same with the folder of sealed snapshots.
    #[must_use]
    pub fn with_snapshots(self, folder: PathBuf) -> Registry {
        Registry { sealed: Some(Arc::new(folder)), ..self }
    }

    /// Closes the database; a SQLite file is then complete in itself.
    pub async fn close(self) {
        self.store.close().await;
    }

    /// The database, for backups and the state of its tables.
    pub fn store(&self) -> &Store {
        &self.store
    }
}

/// An id of one kind of thing; the inner value is a UUIDv7.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub uuid::Uuid);
        impl $name {
            /// A new one.
            pub fn fresh() -> $name {
                $name(uuid::Uuid::now_v7())
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<$name, uuid::Error> {
                text.parse().map($name)
            }
        }
    )*};
}

ids! {
    /// Người dùng.
    UserId,
    /// Hộ gia đình.
    HouseholdId,
    /// Người.
    PersonId,
    /// Thôn, tổ dân phố.
    VillageId,
    /// Đợt rà soát.
    CampaignId,
    /// Một lần đánh giá một hộ.
    AssessmentId,
    /// Một vai trò được giao.
    GrantId,
    /// Một danh sách chờ nhập.
    ImportId,
    /// Một bộ số liệu đã niêm phong.
    SnapshotId,
    /// Điện thoại của một rà soát viên.
    DeviceId,
    /// Một phiếu gửi về.
    SubmissionId,
    /// Một phiếu giấy đang nhập.
    EntryId,
    /// Một khóa truy cập.
    PasskeyId,
    /// Một giấy tờ trong hồ sơ hộ.
    DocumentId,
    /// Tệp kèm một việc của đợt rà soát.
    FileId,
    /// Một việc chạy lâu.
    JobId,
    /// Đợt rà soát của một xã.
    ProceedingId,
    /// Một báo cáo đã gửi.
    ReportId,
    /// Một hệ thống khác được tin cậy.
    PeerId,
}
