//! Where the server listens, and where it refuses to.

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use web::{Listen, Site, Stopped, Transport, serve};

use crate::client::{pack, start, today};

fn refused(address: &str, transport: Transport) -> Stopped {
    let site = Site::read(&pack(), "1.2.3", today, false).expect("a sound pack");
    let listen = Listen { address: address.parse().expect("an address"), transport };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a thread");
    runtime.block_on(serve(site, listen, |_| panic!("it listens"))).expect_err("a refusal")
}

#[test]
fn without_encryption_other_machines_are_refused_and_the_way_out_is_named() {
    for address in ["0.0.0.0:0", "192.0.2.1:8080", "[::]:0"] {
        let stopped = refused(address, Transport::Plain);
        assert!(stopped.message.en.contains("nothing would be encrypted"), "{stopped:?}");
        assert!(
            stopped.remedy.en.contains("--tls-cert") && stopped.remedy.en.contains("--behind-proxy"),
            "{stopped:?}"
        );
    }
}

#[test]
fn a_taken_port_is_named_with_what_to_do() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let stopped = refused(&address, Transport::Plain);
    assert!(stopped.message.en.contains(&address), "{stopped:?}");
    assert!(stopped.remedy.en.contains("another program listens there"), "{stopped:?}");
}

#[test]
fn a_certificate_that_cannot_be_read_is_named() {
    let missing = Transport::Tls { certificates: "/nowhere/cert.pem".into(), key: "/nowhere/key.pem".into() };
    let stopped = refused("127.0.0.1:0", missing);
    assert!(
        stopped.message.en.contains("/nowhere/cert.pem") && stopped.remedy.en.contains("PEM"),
        "{stopped:?}"
    );
}

#[test]
fn with_a_certificate_the_pages_are_encrypted_and_plain_requests_get_nothing() {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::File::create(&path).and_then(|mut file| file.write_all(text.as_bytes())).expect("written");
        path
    };
    let certificates = write("cert.pem", made.cert.pem());
    let key = write("key.pem", made.signing_key.serialize_pem());
    let address = start(Transport::Tls { certificates, key });
    let answer = over_tls(address, made.cert.der());
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.contains("strict-transport-security: max-age="),
        "{answer}"
    );
    let mut plain = std::net::TcpStream::connect(address).expect("a connection");
    plain.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("sent");
    let mut heard = Vec::new();
    let _ = std::io::Read::read_to_end(&mut plain, &mut heard);
    assert!(!String::from_utf8_lossy(&heard).contains("HTTP/1.1 200"));
}

fn over_tls(address: SocketAddr, certificate: &CertificateDer<'static>) -> String {
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone()).expect("a root");
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").expect("a name");
    let connection = ClientConnection::new(Arc::new(config), name).expect("a client");
    let stream = std::net::TcpStream::connect(address).expect("a connection");
    let mut stream = StreamOwned::new(connection, stream);
    stream.write_all(b"GET /law HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").expect("sent");
    let mut heard = Vec::new();
    let _ = std::io::Read::read_to_end(&mut stream, &mut heard);
    String::from_utf8_lossy(&heard).into_owned()
}
