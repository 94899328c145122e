//! The server's certificate: a new one each day, with a new key that no file holds.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio_rustls::TlsAcceptor;
use vocab::{Day, said};

use crate::serve::Stopped;
use crate::trust::Authority;

/// Speaks TLS with what the authority issues.
pub(crate) fn acceptor(authority: Arc<Authority>, today: fn() -> Day) -> Result<TlsAcceptor, Stopped> {
    let renewing = Renewing { authority, today, held: Mutex::new(None) };
    // Better now, with words, than at the first handshake.
    renewing.issued(today()).map_err(|error| not_issued(&*error))?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map(|builder| builder.with_no_client_auth().with_cert_resolver(Arc::new(renewing)));
    let mut config = config.map_err(|error| not_issued(&error))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

#[derive(Debug)]
struct Renewing {
    authority: Arc<Authority>,
    today: fn() -> Day,
    held: Mutex<Option<(Day, Arc<CertifiedKey>)>>,
}

impl Renewing {
    fn issued(&self, today: Day) -> Result<Arc<CertifiedKey>, Box<dyn std::error::Error>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        // Not "older than": a clock that was set back needs a new one, too.
        if let Some((_, key)) = held.as_ref().filter(|(on, _)| *on == today) {
            return Ok(key.clone());
        }
        let (certificate, key) = self.authority.issue(today)?;
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let key = Arc::new(CertifiedKey::new(vec![certificate], ring::sign::any_supported_type(&key)?));
        *held = Some((today, key.clone()));
        Ok(key)
    }
}

impl ResolvesServerCert for Renewing {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.issued((self.today)())
            .inspect_err(|error| tracing::error!(%error, "no certificate could be issued"))
            .ok()
    }
}

fn not_issued(error: &dyn fmt::Display) -> Stopped {
    Stopped {
        message: said!("không cấp được chứng thư: {error}", "no certificate could be issued: {error}"),
        remedy: said!("kiểm tra các tên ở --own-certificate", "check the names given with --own-certificate"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_serves_its_day_and_the_next_day_or_a_clock_set_back_has_a_new_one() {
        let folder = tempfile::tempdir().unwrap();
        let day = |text: &str| text.parse::<Day>().unwrap();
        let names = ["chungtay.xa.test".parse().unwrap()];
        let authority = Authority::open(&folder.path().join("a"), &names, day("2026-11-27")).unwrap();
        let renewing = Renewing {
            authority: Arc::new(authority),
            today: || Day::from_epoch_days(0),
            held: Mutex::new(None),
        };
        let of = |on: &str| renewing.issued(day(on)).unwrap().cert.first().unwrap().clone();
        let first = of("2026-11-27");
        assert_eq!(first, of("2026-11-27"));
        let second = of("2026-11-28");
        assert_ne!(first, second);
        assert_ne!(second, of("2026-11-27"));
    }
}
