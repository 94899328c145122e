//! Where the server listens, and where it refuses to.

use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use rustls::client::danger::ServerCertVerifier as _;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::time_provider::TimeProvider as _;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use web::{Authority, HostName, Listen, Site, Stopped, Transport, serve};

use crate::client::{pack, raw, send, start, today};

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
    asked(address, certificate, "localhost", "/law").expect("a trusted server")
}

/// What a client that trusts this certificate alone hears from a server that it knows by this name.
fn asked(
    address: SocketAddr,
    root: &CertificateDer<'static>,
    name: &str,
    path: &str,
) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(root.clone()).expect("a root");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_details(provider, Arc::new(OnThatDay))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let host = name;
    let name = ServerName::try_from(name.to_owned()).expect("a name");
    let connection = ClientConnection::new(Arc::new(config), name).expect("a client");
    let stream = std::net::TcpStream::connect(address).expect("a connection");
    let mut stream = StreamOwned::new(connection, stream);
    stream
        .write_all(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes())?;
    let mut heard = Vec::new();
    let _ = std::io::Read::read_to_end(&mut stream, &mut heard);
    Ok(String::from_utf8_lossy(&heard).into_owned())
}

/// The clock of whoever asks: noon of the day of all tests.
#[derive(Debug)]
struct OnThatDay;

impl rustls::time_provider::TimeProvider for OnThatDay {
    fn current_time(&self) -> Option<UnixTime> {
        let noon = u64::try_from(today().epoch_days()).ok()? * 86_400 + 43_200;
        Some(UnixTime::since_unix_epoch(Duration::from_secs(noon)))
    }
}

/// A server of an office without a domain name: its pages, its door, what phones install.
struct Office {
    pages: SocketAddr,
    door: SocketAddr,
    root: CertificateDer<'static>,
    folder: tempfile::TempDir,
}

fn names(names: &[&str]) -> Vec<HostName> {
    names.iter().map(|name| name.parse().expect("a name")).collect()
}

fn office() -> Office {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("chungtay.authority");
    let authority =
        Authority::open(&file, &names(&["chungtay.xa.test", "192.0.2.7"]), today()).expect("an authority");
    let free = TcpListener::bind("127.0.0.1:0").expect("a port");
    let door = free.local_addr().expect("an address");
    drop(free);
    let pages = start(Transport::OwnAuthority { authority: Arc::new(authority), door });
    let root = send(door, "GET", "/trust/chungtay.crt", &[], b"");
    assert_eq!((root.status, root.header("content-type")), (200, "application/x-x509-ca-cert"));
    Office { pages, door, root: root.bytes.into(), folder }
}

#[test]
fn who_installed_the_certificate_of_the_office_trusts_its_server_by_every_given_name_and_nobody_else_does() {
    let office = office();
    for name in ["chungtay.xa.test", "192.0.2.7"] {
        let answer = asked(office.pages, &office.root, name, "/trust").expect("a trusted server");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("data-trust-test"), "{answer}");
        // The door is plain HTTP at the same name: a phone that trusts the pages must still reach it.
        assert!(!answer.contains("strict-transport-security"), "{answer}");
    }
    for name in ["other.xa.test", "192.0.2.8"] {
        assert!(asked(office.pages, &office.root, name, "/trust").is_err(), "{name}");
    }
    let stranger =
        rcgen::generate_simple_self_signed(["chungtay.xa.test".to_owned()]).expect("a certificate");
    assert!(asked(office.pages, stranger.cert.der(), "chungtay.xa.test", "/trust").is_err());
}

#[test]
fn whoever_steals_the_key_of_the_office_cannot_vouch_for_another_name() {
    let office = office();
    let text = std::fs::read_to_string(office.folder.path().join("chungtay.authority")).expect("the file");
    let key = rcgen::KeyPair::try_from(
        &rustls::pki_types::PrivateKeyDer::from_pem_slice(text.as_bytes()).expect("a key"),
    )
    .expect("a key");
    let mut authority = rcgen::CertificateParams::default();
    authority.distinguished_name = rcgen::DistinguishedName::new();
    authority.distinguished_name.push(rcgen::DnType::OrganizationName, "Chung Tay");
    authority
        .distinguished_name
        .push(rcgen::DnType::CommonName, format!("Chung Tay chungtay.xa.test {}", today()));
    let issuer = rcgen::Issuer::new(authority, key);
    let verifier = {
        let mut roots = RootCertStore::empty();
        roots.add(office.root.clone()).expect("a root");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        rustls::client::WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
            .build()
            .expect("a verifier")
    };
    let is_trusted = |name: &str| {
        let forged = rcgen::CertificateParams::new([name.to_owned()]).expect("a name");
        let its_key = rcgen::KeyPair::generate().expect("a key");
        let forged = forged.signed_by(&its_key, &issuer).expect("a certificate");
        let name = ServerName::try_from(name.to_owned()).expect("a name");
        verifier
            .verify_server_cert(forged.der(), &[], &name, &[], OnThatDay.current_time().expect("a time"))
            .is_ok()
    };
    assert!(is_trusted("chungtay.xa.test") && is_trusted("192.0.2.7"));
    for other in ["bank.example.vn", "xa.test", "192.0.2.8", "2001:db8::1"] {
        assert!(!is_trusted(other), "{other}");
    }
}

#[test]
fn the_door_without_encryption_has_a_page_and_a_certificate_and_nothing_else() {
    let office = office();
    let ask = |path: &str, method: &str| send(office.door, method, path, &[("User-Agent", "Android")], b"");
    let page = ask("/trust", "GET");
    let pages = format!("https://chungtay.xa.test:{}", office.pages.port());
    assert!(page.text().contains(&format!("data-trust-door=\"{pages}/trust/answer\"")), "{}", page.text());
    assert!(page.text().contains("Điện thoại chưa tin máy chủ"), "{}", page.text());
    let policy = page.header("content-security-policy");
    assert!(policy.contains(&format!("connect-src {pages};")) && !policy.contains("unsafe"), "{policy}");
    assert!(ask("/trust?lang=en", "GET").text().contains("Install anyway"));
    assert!(!page.text().contains("PRIVATE KEY"));
    // Somebody else's name in the request does not get into the page.
    let lured = raw(office.door, "GET /trust HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    assert!(!lured.contains("evil.example") && lured.contains(&pages), "{lured}");
    for path in [
        "/login",
        "/households",
        "/law",
        "/api/v1/households",
        "/healthz",
        "/v1/projects/1/formList",
        "/trust/answer",
    ] {
        assert_eq!(ask(path, "GET").status, 404, "{path}");
        assert_eq!(ask(path, "POST").status, 404, "{path}");
    }
    assert_eq!(ask("/trust", "POST").status, 405);
    assert_eq!(send(office.door, "POST", "/trust", &[], b"too much").status, 413);
    assert_eq!(ask("/", "GET").header("location"), "/trust");
}
