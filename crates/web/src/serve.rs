//! Listening: one connection one task, with limits of time and number, until the process is asked to stop.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use registry::session::RelyingParty;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use vocab::{LocalText, said};

use crate::site::{Site, router};
use crate::tls;
use crate::trust::{self, Authority, Trust};

/// How browsers reach the server.
#[derive(Clone, Debug)]
pub enum Transport {
    /// Plain HTTP; only on this machine's own address.
    Plain,
    /// TLS here.
    Tls {
        /// PEM file with the certificate chain.
        certificates: PathBuf,
        /// PEM file with the key.
        key: PathBuf,
    },
    /// TLS here, with certificates of an authority of our own; phones get it at a door that speaks plain HTTP.
    OwnAuthority {
        /// The authority.
        authority: Arc<Authority>,
        /// Address and port of the door.
        door: SocketAddr,
    },
    /// TLS at a proxy that passes requests on.
    BehindProxy,
}

/// Where to listen and how.
#[derive(Clone, Debug)]
pub struct Listen {
    /// Address and port.
    pub address: SocketAddr,
    /// How browsers reach it.
    pub transport: Transport,
}

/// Why the server does not run: what happened and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    /// What happened.
    pub message: LocalText,
    /// What to do.
    pub remedy: LocalText,
}

/// More connections than this wait at the door.
const CONNECTIONS: usize = 1024;
/// A page and a file, once for each phone.
const CONNECTIONS_AT_DOOR: usize = 128;
/// A client that has not sent its headers or shaken hands by then is sent away.
const HEADERS_WITHIN: Duration = Duration::from_secs(15);
/// Of one connection; headers must fit. Left to itself each grows to 400 KB, and a thousand phones send at the same time.
const READ_AT_ONCE: usize = 32 << 10;
/// How long answers under way may take when the process is asked to stop.
const FINISH_WITHIN: Duration = Duration::from_secs(10);

/// Serves the site until the process is asked to stop; `ready` hears the address once it listens.
///
/// # Errors
/// The address may not be used so, is taken, or the certificate cannot be read.
pub async fn serve(site: Site, listen: Listen, ready: impl FnOnce(SocketAddr)) -> Result<(), Stopped> {
    if matches!(listen.transport, Transport::Plain) && !listen.address.ip().is_loopback() {
        let address = listen.address;
        return Err(Stopped {
            message: said!(
                "máy khác có thể kết nối tới {address} mà dữ liệu không được mã hóa",
                "{address} can be reached from other machines, and nothing would be encrypted"
            ),
            remedy: said!(
                "thêm --own-certificate nếu cơ quan không có tên miền, hoặc --tls-cert và --tls-key, hoặc --behind-proxy nếu phía trước có proxy mã hóa, hoặc dùng 127.0.0.1",
                "give --own-certificate in an office without a domain name, or --tls-cert and --tls-key, or --behind-proxy if a proxy in front of it speaks TLS, or listen on 127.0.0.1"
            ),
        });
    }
    let tls = match &listen.transport {
        Transport::Tls { certificates, key } => Some(tls::acceptor(certificates, key)?),
        Transport::OwnAuthority { authority, .. } => Some(trust::acceptor(authority.clone(), site.today)?),
        Transport::Plain | Transport::BehindProxy => None,
    };
    let (listener, address) = bound(listen.address, "--listen").await?;
    let mut site = named_by_transport(site, &listen.transport, address.port());
    let door = match &listen.transport {
        Transport::OwnAuthority { authority, door } => {
            let (listener, at) = bound(*door, "--trust-page").await?;
            let trust = Trust { authority: authority.clone(), port: at.port() };
            site.trust = Some(trust.clone());
            Some((listener, trust::door(trust, address.port())))
        }
        Transport::Plain | Transport::Tls { .. } | Transport::BehindProxy => None,
    };
    ready(address);
    let sealing = site.sealing.clone();
    let site = Arc::new(site);
    let printing = tokio::spawn(crate::review::keep_going(site.clone()));
    let house = House::new(router(site), tls, CONNECTIONS);
    match door {
        None => house.welcome(listener).await,
        Some((at, page)) => {
            tokio::join!(house.welcome(listener), House::new(page, None, CONNECTIONS_AT_DOOR).welcome(at));
        }
    }
    printing.abort();
    if let Some(sealing) = sealing {
        sealing.stop();
    }
    Ok(())
}

/// What passkeys are bound to where nobody said it. On this machine alone browsers have them at `http://localhost`, and nowhere
/// else without TLS; an authority of our own knows the server's name.
fn named_by_transport(site: Site, transport: &Transport, port: u16) -> Site {
    let origin = match transport {
        Transport::Plain => Some(format!("http://localhost:{port}")),
        Transport::OwnAuthority { authority, .. } => {
            let port = if port == 443 { String::new() } else { format!(":{port}") };
            authority.names().first().map(|name| format!("https://{}{port}", name.in_url()))
        }
        Transport::Tls { .. } | Transport::BehindProxy => None,
    };
    let unnamed = origin.filter(|_| site.passkeys_for.is_none());
    match unnamed.and_then(|origin| RelyingParty::of_origin(&origin)) {
        Some(house) => site.with_passkeys_for(house),
        None => site,
    }
}

async fn bound(address: SocketAddr, option: &str) -> Result<(TcpListener, SocketAddr), Stopped> {
    let bind = async || {
        let listener = TcpListener::bind(address).await?;
        let at = listener.local_addr()?;
        Ok((listener, at))
    };
    bind().await.map_err(|error| taken(address, option, &error))
}

fn taken(address: SocketAddr, option: &str, error: &io::Error) -> Stopped {
    let remedy = match error.kind() {
        io::ErrorKind::AddrInUse => said!(
            "chương trình khác đang dùng cổng này: tắt nó, hoặc chọn cổng khác bằng {option}",
            "another program listens there: stop it, or give another port with {option}"
        ),
        io::ErrorKind::PermissionDenied => said!(
            "cổng dưới 1024 cần có quyền: chọn cổng lớn hơn bằng {option}",
            "ports below 1024 need a right: give a higher one with {option}"
        ),
        io::ErrorKind::AddrNotAvailable => said!(
            "máy này không có địa chỉ đó: chọn địa chỉ của máy bằng {option}",
            "this machine has no such address: give one of its own with {option}"
        ),
        _ => said!("kiểm tra địa chỉ ở {option}", "check the address given with {option}"),
    };
    Stopped {
        message: said!("không mở được {address}: {error}", "cannot listen on {address}: {error}"),
        remedy,
    }
}

struct House {
    router: Router,
    tls: Option<TlsAcceptor>,
    places: Arc<Semaphore>,
}

impl House {
    fn new(router: Router, tls: Option<TlsAcceptor>, connections: usize) -> House {
        House { router, tls, places: Arc::new(Semaphore::new(connections)) }
    }

    async fn welcome(self, listener: TcpListener) {
        let graceful = GracefulShutdown::new();
        let mut stop = std::pin::pin!(asked_to_stop());
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = &mut stop => break,
            };
            match accepted {
                Ok((stream, _)) => self.let_in(stream, graceful.watcher()).await,
                // Out of file handles, or the client is gone already: the next one may do better.
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
        drop(listener);
        tracing::info!("stopping: no new connections, answers under way are finished");
        if tokio::time::timeout(FINISH_WITHIN, graceful.shutdown()).await.is_err() {
            tracing::warn!("some answers were not finished in time");
        }
    }

    async fn let_in(&self, stream: TcpStream, watcher: Watcher) {
        let Ok(place) = self.places.clone().acquire_owned().await else { return };
        let (router, tls) = (self.router.clone(), self.tls.clone());
        let _ = stream.set_nodelay(true);
        tokio::spawn(async move {
            match tls {
                None => talk(stream, router, watcher).await,
                Some(tls) => {
                    if let Ok(Ok(stream)) = tokio::time::timeout(HEADERS_WITHIN, tls.accept(stream)).await {
                        talk(stream, router, watcher).await;
                    }
                }
            }
            drop(place);
        });
    }
}

async fn talk(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    router: Router,
    watcher: Watcher,
) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .max_buf_size(READ_AT_ONCE)
        .header_read_timeout(HEADERS_WITHIN)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// SIGTERM or Ctrl-C.
async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => tokio::select! {
                _ = interrupted => (),
                _ = terminate.recv() => (),
            },
            Err(_) => drop(interrupted.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupted.await);
}
