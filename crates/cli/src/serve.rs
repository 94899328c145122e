//! `chungtay serve`: the pages, until the process is asked to stop.

use std::io;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use registry::Registry;
use registry::session::RelyingParty;
use vocab::{Language, LocalText, said};
use web::{Authority, Backups, HostName, Listen, Site, Stopped, Transport};

use crate::backup::{folder, private_folder};
use crate::calendar;
use crate::database::{Place, runtime};
use crate::failure::Failure;
use crate::nightly;
use crate::seal;
use crate::shelf::Shelf;

/// Options of `serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port; other addresses than this machine's own need TLS or a proxy
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// PEM file with the certificate chain
    #[arg(long, value_name = "FILE", requires = "tls_key", conflicts_with = "behind_proxy")]
    tls_cert: Option<PathBuf>,
    /// PEM file with the private key of the certificate
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Names and addresses of this server, as phones reach it, in an office without a domain name: certificates come from an
    /// authority of its own, which each phone installs once
    #[arg(long, value_name = "NAME,…", value_delimiter = ',', value_parser = host_name, conflicts_with_all = ["behind_proxy", "tls_cert"])]
    own_certificate: Vec<HostName>,
    /// Where phones get the certificate of that authority, over plain HTTP; without it port 8081 of the address of --listen
    #[arg(long, value_name = "ADDR", requires = "own_certificate")]
    trust_page: Option<SocketAddr>,
    /// A proxy in front of the server speaks TLS with the browsers
    #[arg(long)]
    behind_proxy: bool,
    /// The address at which browsers see the server, such as https://chungtay.example.vn: passkeys are bound to its name
    #[arg(long, value_name = "URL", value_parser = origin)]
    origin: Option<RelyingParty>,
    #[command(flatten)]
    place: Place,
}

fn origin(text: &str) -> Result<RelyingParty, &'static str> {
    RelyingParty::of_origin(text).ok_or(
        "cần https:// và một tên, không phải dãy số, không có phần sau tên · https:// and a name are needed, no number, nothing after it",
    )
}

fn host_name(text: &str) -> Result<HostName, &'static str> {
    text.parse().map_err(|_| {
        "cần một tên như chungtay.local hoặc một địa chỉ như 192.168.1.10 · a name such as chungtay.local or an address such as 192.168.1.10 is needed"
    })
}

/// The file of the certificate authority in a data folder.
const AUTHORITY: &str = "chungtay.authority";
/// Where phones get its certificate.
const DOOR_PORT: u16 = 8081;

impl Serve {
    fn transport(&self) -> Result<Transport, Failure> {
        if !self.own_certificate.is_empty() {
            let folder = self.place.folder();
            private_folder(&folder)?;
            let authority =
                Authority::open(&folder.join(AUTHORITY), &self.own_certificate, calendar::today())
                    .map_err(failed)?;
            return Ok(Transport::OwnAuthority { authority: Arc::new(authority), door: self.door() });
        }
        Ok(match (&self.tls_cert, &self.tls_key, self.behind_proxy) {
            (Some(certificates), Some(key), _) => {
                Transport::Tls { certificates: certificates.clone(), key: key.clone() }
            }
            (_, _, true) => Transport::BehindProxy,
            _ => Transport::Plain,
        })
    }

    fn door(&self) -> SocketAddr {
        self.trust_page.unwrap_or(SocketAddr::new(self.listen.ip(), DOOR_PORT))
    }

    /// Tells where the pages are.
    fn tell(&self, address: SocketAddr) {
        let Some(name) = self.own_certificate.first() else {
            let scheme = if self.tls_cert.is_some() { "https" } else { "http" };
            let _ = writeln!(io::stderr(), "Chung Tay: {scheme}://{address}/  (Ctrl-C: dừng · stop)");
            return;
        };
        let (name, port, door) = (name.in_url(), address.port(), self.door().port());
        let _ = writeln!(
            io::stderr(),
            "Chung Tay: https://{name}:{port}/  (Ctrl-C: dừng · stop)\n\
             Điện thoại chưa tin máy chủ · phones that do not trust it yet: http://{name}:{door}/trust"
        );
    }
}

fn failed(Stopped { message, remedy }: Stopped) -> Failure {
    Failure::could_not_run(message, remedy)
}

/// Serves the pages of a pack.
pub(crate) fn serve(options: &Serve, packs: Option<&Path>, language: Language) -> Result<(), Failure> {
    let shelf = Shelf::open(packs)?;
    let transport = options.transport()?;
    let over_tls = !matches!(transport, Transport::Plain);
    let mut site = site(&shelf, over_tls)?;
    if let Some(house) = &options.origin {
        site = site.with_passkeys_for(house.clone());
    }
    tracing_subscriber::fmt().with_writer(io::stderr).with_target(false).compact().init();
    let runtime = runtime()?;
    let registry = runtime.block_on(registry(&options.place, &shelf, language))?;
    let listen = Listen { address: options.listen, transport };
    let ready = |address: SocketAddr| options.tell(address);
    runtime
        .block_on(async {
            let Some(registry) = registry else { return web::serve(site, listen, ready).await };
            let data = options.place.folder();
            let backups = Backups::in_folder(folder(&data));
            let making = tokio::spawn(nightly::run(registry.store().clone(), data, backups.clone()));
            let sealing = seal::for_pages(registry.clone(), shelf, &options.place.folder());
            let site = site.with_registry(registry.clone()).with_backups(backups).with_sealing(sealing);
            let served = web::serve(site, listen, ready).await;
            // A backup under way leaves nothing behind.
            making.abort();
            registry.close().await;
            served
        })
        .map_err(failed)
}

/// The registry, if there is one or a folder for a new one is named.
async fn registry(place: &Place, shelf: &Shelf, language: Language) -> Result<Option<Registry>, Failure> {
    let mut tell = |words: LocalText| {
        let _ = writeln!(io::stderr(), "{}", words.get(language));
    };
    if place.data.is_none() && !place.is_there() {
        tell(said!(
            "chỉ có phần luật: chưa có cơ sở dữ liệu. Muốn lập sổ hộ: chungtay serve --data THƯ_MỤC",
            "only the law is served: there is no database. To begin a registry: chungtay serve --data DIR"
        ));
        return Ok(None);
    }
    place.open(shelf, &mut tell).await.map(Some)
}

/// The pages of a shelf.
pub(crate) fn site(shelf: &Shelf, over_tls: bool) -> Result<Site, Failure> {
    Site::read(&shelf.files, env!("CARGO_PKG_VERSION"), calendar::today, over_tls).map_err(|unreadable| {
        for finding in &unreadable.0 {
            let _ = writeln!(io::stderr(), "{finding}");
        }
        let (name, mistakes) = (&shelf.name, unreadable.0.len());
        Failure::could_not_run(
            said!("gói {name} có {mistakes} lỗi", "the pack {name} has {mistakes} mistakes"),
            said!(
                "sửa các lỗi đó; `chungtay packs check` cũng liệt kê chúng",
                "mend them; `chungtay packs check` lists them, too"
            ),
        )
    })
}
