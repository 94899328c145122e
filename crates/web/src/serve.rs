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
/// A client that has not sent its headers or shaken hands by then is sent away.
const HEADERS_WITHIN: Duration = Duration::from_secs(15);
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
                "thêm --tls-cert và --tls-key, hoặc --behind-proxy nếu phía trước có proxy mã hóa, hoặc dùng 127.0.0.1",
                "give --tls-cert and --tls-key, or --behind-proxy if a proxy in front of it speaks TLS, or listen on 127.0.0.1"
            ),
        });
    }
    let tls = match &listen.transport {
        Transport::Tls { certificates, key } => Some(tls::acceptor(certificates, key)?),
        Transport::Plain | Transport::BehindProxy => None,
    };
    let listener = TcpListener::bind(listen.address).await.map_err(|error| taken(listen.address, &error))?;
    let address = listener.local_addr().map_err(|error| taken(listen.address, &error))?;
    ready(address);
    let site = reached_as_localhost(site, &listen.transport, address.port());
    let sealing = site.sealing.clone();
    let house = House { router: router(Arc::new(site)), tls, places: Arc::new(Semaphore::new(CONNECTIONS)) };
    house.welcome(listener).await;
    if let Some(sealing) = sealing {
        sealing.stop();
    }
    Ok(())
}

/// On this machine alone, browsers have passkeys at `http://localhost`, and nowhere else without TLS.
fn reached_as_localhost(site: Site, transport: &Transport, port: u16) -> Site {
    let is_named = site.passkeys_for.is_some() || !matches!(transport, Transport::Plain);
    match RelyingParty::of_origin(&format!("http://localhost:{port}")).filter(|_| !is_named) {
        Some(house) => site.with_passkeys_for(house),
        None => site,
    }
}

fn taken(address: SocketAddr, error: &io::Error) -> Stopped {
    let remedy = match error.kind() {
        io::ErrorKind::AddrInUse => said!(
            "chương trình khác đang dùng cổng này: tắt nó, hoặc chọn cổng khác bằng --listen",
            "another program listens there: stop it, or give another port with --listen"
        ),
        io::ErrorKind::PermissionDenied => said!(
            "cổng dưới 1024 cần có quyền: chọn cổng lớn hơn bằng --listen",
            "ports below 1024 need a right: give a higher one with --listen"
        ),
        io::ErrorKind::AddrNotAvailable => said!(
            "máy này không có địa chỉ đó: chọn địa chỉ của máy bằng --listen",
            "this machine has no such address: give one of its own with --listen"
        ),
        _ => said!("kiểm tra địa chỉ ở --listen", "check the address given with --listen"),
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
