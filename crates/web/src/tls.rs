//! The server's certificate and key, from PEM files.

use std::path::Path;
use std::sync::Arc;

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;
use vocab::said;

use crate::serve::Stopped;

/// Reads a certificate chain and its key.
pub(crate) fn acceptor(certificates: &Path, key: &Path) -> Result<TlsAcceptor, Stopped> {
    let chain = CertificateDer::pem_file_iter(certificates)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| unreadable(certificates, &error))?;
    if chain.is_empty() {
        return Err(unreadable(certificates, &"there is no certificate in it"));
    }
    let key_read = PrivateKeyDer::from_pem_file(key).map_err(|error| unreadable(key, &error))?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map(|builder| builder.with_no_client_auth())
        .and_then(|builder| builder.with_single_cert(chain, key_read));
    let mut config = config.map_err(|error| {
        let (chain, key) = (certificates.display(), key.display());
        Stopped {
            message: said!(
                "{chain} và {key} không thuộc về nhau: {error}",
                "{chain} and {key} do not belong together: {error}"
            ),
            remedy: said!(
                "dùng chuỗi chứng thư được cấp cho khóa này",
                "give the chain that was issued for this key"
            ),
        }
    })?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn unreadable(file: &Path, error: &dyn std::fmt::Display) -> Stopped {
    let file = file.display();
    Stopped {
        message: said!("không đọc được {file}: {error}", "cannot read {file}: {error}"),
        remedy: said!(
            "dùng tệp PEM: --tls-cert là chuỗi chứng thư, --tls-key là khóa riêng của nó",
            "give PEM files: --tls-cert with the certificate chain, --tls-key with its private key"
        ),
    }
}
