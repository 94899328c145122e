//! What the pages are about, read once at the start, and the way of every request through the house.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use registry::Registry;
use registry::session::RelyingParty;
use standards::PackFiles;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use vocab::{Day, Finding};

use crate::backups::Backups;
use crate::households::Lists;
use crate::law::Library;
use crate::routes::{Policy, Route, Routes};
use crate::sealing::Sealing;
use crate::units::Gazetteer;
use crate::{
    account, admin, api, assets, error, glossary, health, home, households, imports, law, login, official,
    openrosa, overview, preferences, request, security, signed_in, training, trust, units,
};

/// A form of answers about thirty people weighs about 60 KB; nothing sent to these pages is larger.
pub(crate) const BODY_BYTES: usize = 512 * 1024;
/// A page that takes longer than this is stuck.
pub(crate) const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Everything the pages show.
#[derive(Debug)]
pub struct Site {
    /// The files of the pack, for what is opened by them.
    pub(crate) packs: PackFiles,
    /// Papers of the review; read when the first one is asked for, `None` if the pack's cannot be used.
    pub(crate) papers: std::sync::OnceLock<Option<reports::papers::Papers>>,
    /// So many certificates are printed in one file.
    pub(crate) certificates_a_part: usize,
    /// Procedures of the review.
    pub(crate) procedures: Vec<review::procedure::Procedure>,
    pub(crate) library: Library,
    pub(crate) gazetteer: Gazetteer,
    pub(crate) lists: Lists,
    /// The households; without it only the law is shown.
    pub(crate) registry: Option<Registry>,
    /// Everybody in it is invented: every page says so.
    pub(crate) is_demo: bool,
    /// The backups of the database, if the program makes them.
    pub(crate) backups: Option<Backups>,
    /// Held by whoever reads what phones sent.
    pub(crate) reading: tokio::sync::Mutex<()>,
    /// The forms of phones, as far as they were read.
    pub(crate) published: openrosa::published::Published,
    /// Whether somebody is about to read it.
    pub(crate) is_read_soon: AtomicBool,
    /// What seals results, if the program can.
    pub(crate) sealing: Option<Sealing>,
    /// The official tables of the pack.
    pub(crate) official: official::Forms,
    /// Where figures are counted beside the pages.
    pub(crate) counting: official::Desk,
    /// Reference lists for reading lists of households, and what reads their cells.
    pub(crate) rosters: roster::Lists,
    pub(crate) read_list: imports::ReadList,
    /// Version of the program, for the footer.
    pub(crate) version: String,
    /// The day; only the program's edge asks the clock.
    pub(crate) today: fn() -> Day,
    /// Whether browsers reach the pages over TLS, here or at a proxy.
    pub(crate) over_tls: bool,
    /// For whom passkeys are made; without an address with a name there are none.
    pub(crate) passkeys_for: Option<RelyingParty>,
    /// The authority of an office without a domain name, and the door where phones get its certificate.
    pub(crate) trust: Option<trust::Trust>,
}

/// Packs that cannot be shown, with every mistake.
#[derive(Debug)]
pub struct Unreadable(pub Vec<Finding>);

impl Site {
    /// How households are watched that left a list, as the procedures say; by which of them one left makes no difference.
    pub(crate) fn monitoring(&self) -> Option<&review::procedure::Monitoring> {
        self.procedures.iter().find_map(|procedure| procedure.monitoring.as_ref())
    }

    /// Reads the packs.
    ///
    /// # Errors
    /// The packs have mistakes; all of them are listed.
    pub fn read(
        files: &PackFiles,
        version: &str,
        today: fn() -> Day,
        over_tls: bool,
    ) -> Result<Site, Unreadable> {
        let mut findings = Vec::new();
        let library = Library::read(files, &mut findings);
        let gazetteer = Gazetteer::read(files, &mut findings);
        let lists = Lists::read(files);
        findings.retain(|finding| finding.severity == vocab::Severity::Error);
        if !findings.is_empty() {
            return Err(Unreadable(findings));
        }
        Ok(Site {
            official: official::Forms::read(files, &library),
            counting: official::Desk::default(),
            library,
            gazetteer,
            lists,
            registry: None,
            backups: None,
            reading: tokio::sync::Mutex::default(),
            published: openrosa::published::Published::default(),
            is_read_soon: AtomicBool::new(false),
            sealing: None,
            is_demo: false,
            packs: files.clone(),
            papers: std::sync::OnceLock::new(),
            certificates_a_part: reports::papers::CERTIFICATES_A_PART,
            procedures: review::procedure::procedures(files).0,
            rosters: imports::lists(files),
            read_list: imports::in_child,
            version: version.to_owned(),
            today,
            over_tls,
            passkeys_for: None,
            trust: None,
        })
    }

    /// The same, with a word on every page that everybody is invented.
    #[must_use]
    pub fn labelled_as_demo(self) -> Site {
        Site { is_demo: true, ..self }
    }

    /// The same with households.
    #[must_use]
    pub fn with_registry(self, registry: Registry) -> Site {
        Site { registry: Some(registry), ..self }
    }

    /// The same with the address at which browsers see it: passkeys are bound to its name.
    #[must_use]
    pub fn with_passkeys_for(self, house: RelyingParty) -> Site {
        Site { passkeys_for: Some(house), ..self }
    }

    /// The same with what is known of the backups.
    #[must_use]
    pub fn with_backups(self, backups: Backups) -> Site {
        Site { backups: Some(backups), ..self }
    }

    /// The same with another number of certificates in one file.
    #[must_use]
    pub fn with_certificates_a_part(self, certificates_a_part: usize) -> Site {
        Site { certificates_a_part, ..self }
    }

    /// The same with what seals results.
    #[must_use]
    pub fn with_sealing(self, sealing: Sealing) -> Site {
        Site { sealing: Some(sealing), ..self }
    }
}

/// The state that handlers share.
pub(crate) type Shared = Arc<Site>;

/// Every address with its policy.
pub fn routes() -> Vec<Route> {
    let uploads = imports::upload().merge(households::upload()).merge(crate::review::upload());
    let uploads = uploads.merge(official::upload());
    pages().merge(uploads).merge(openrosa::routes()).into_list()
}

fn pages() -> Routes {
    Routes::new()
        .merge(home::routes())
        .merge(admin::routes())
        .merge(api::routes())
        .merge(law::routes())
        .merge(units::routes())
        .merge(households::routes())
        .merge(crate::field::routes())
        .merge(crate::review::routes())
        .merge(imports::routes())
        .merge(official::routes())
        .merge(overview::routes())
        .merge(crate::snapshots::routes())
        .merge(glossary::routes())
        .merge(login::routes())
        .merge(preferences::routes())
        .merge(trust::routes())
        .merge(account::routes())
        .merge(crate::surveyor::routes())
        .merge(training::routes())
        .get("/healthz", Policy::Everybody, health::healthz)
        .get("/assets/{file}", Policy::Everybody, assets::asset)
        .get("/favicon.svg", Policy::Everybody, assets::icon)
        .get("/robots.txt", Policy::Everybody, assets::robots)
}

/// All pages, with everything that a request and its answer pass through.
pub fn router(site: Arc<Site>) -> Router {
    pages()
        .into_router()
        // Innermost first: what stands below sees the answer of what stands above.
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, ANSWER_WITHIN))
        .layer(from_fn_with_state(site.clone(), login::keep_forms))
        .layer(RequestBodyLimitLayer::new(BODY_BYTES))
        .merge(
            imports::upload()
                .merge(households::upload())
                .merge(crate::review::upload())
                .merge(official::upload())
                .into_router()
                .layer(from_fn_with_state(site.clone(), login::keep_forms)),
        )
        .merge(openrosa::routes().into_router())
        .layer(axum::middleware::from_fn(security::only_from_here))
        .layer(CatchPanicLayer::custom(error::of_panic))
        .layer(from_fn_with_state(site.clone(), error::as_page))
        .layer(from_fn_with_state(site.clone(), signed_in::recognise))
        .layer(CompressionLayer::new().br(true).gzip(true))
        .layer(from_fn_with_state(site.clone(), security::headers))
        .layer(axum::middleware::from_fn(request::logged))
        .with_state(site)
}
