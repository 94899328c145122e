//! The certificate authority of an office without a domain name (docs/decisions/0028): made once, in one file that only its
//! owner reads, and good for nothing but the names that the office gave.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::net::IpAddr;
use std::path::Path;

use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose, NameConstraints, SanType, date_time_ymd,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use vocab::{Day, said};

use crate::serve::Stopped;
use crate::trust::names::HostName;

/// Clocks of phones are wrong by days and weeks: what is issued counts from so many days before, too.
const CLOCKS_DIFFER: i32 = 30;
/// How long phones trust the authority without installing it anew.
const AUTHORITY_DAYS: i32 = 20 * 365;
/// How long one certificate of the server counts. A new one is issued every day.
const SERVER_DAYS: i32 = 30;

/// A certificate authority with its key.
pub struct Authority {
    names: Vec<HostName>,
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

/// The key is shown nowhere.
impl fmt::Debug for Authority {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authority").field("names", &self.names).finish_non_exhaustive()
    }
}

/// What the file holds beside the certificate and the key.
struct Made {
    names: Vec<HostName>,
    on: Day,
}

impl Authority {
    /// The authority of a file for a server with these names; made if there is none.
    ///
    /// # Errors
    /// The file cannot be read or written, or its authority may not vouch for one of the names.
    pub fn open(file: &Path, names: &[HostName], today: Day) -> Result<Authority, Stopped> {
        if !file.exists() {
            make(file, names, today)?;
        }
        let text = fs::read_to_string(file).map_err(|error| not_opened(file, &error))?;
        let read = read(&text).ok_or_else(|| damaged(file))?;
        let (made, certificate, key) = read;
        if let Some(other) = names.iter().find(|name| !made.names.contains(name)) {
            return Err(not_for(file, other, &made.names));
        }
        let issuer = Issuer::new(authority(&made), key);
        Ok(Authority { names: names.to_vec(), certificate, issuer })
    }

    /// The names of the server, the first one first.
    pub fn names(&self) -> &[HostName] {
        &self.names
    }

    /// What phones install: the certificate without the key.
    pub(crate) fn certificate(&self) -> &CertificateDer<'static> {
        &self.certificate
    }

    /// A certificate for the server, with a key of its own that is kept nowhere.
    pub(crate) fn issue(&self, today: Day) -> Result<(CertificateDer<'static>, KeyPair), rcgen::Error> {
        let mut server = CertificateParams::default();
        server.distinguished_name = named(&self.names, None);
        counts(&mut server, today, SERVER_DAYS);
        server.subject_alt_names = self.names.iter().map(alternative).collect::<Result<_, _>>()?;
        server.is_ca = IsCa::ExplicitNoCa;
        server.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        server.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        server.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate()?;
        let certificate = server.signed_by(&key, &self.issuer)?;
        Ok((certificate.into(), key))
    }
}

fn alternative(name: &HostName) -> Result<SanType, rcgen::Error> {
    Ok(match name {
        HostName::Dns(name) => SanType::DnsName(name.as_str().try_into()?),
        HostName::Address(address) => SanType::IpAddress(*address),
    })
}

/// The same for the same file: what it signs must name its issuer as the installed certificate does.
fn authority(made: &Made) -> CertificateParams {
    let mut authority = CertificateParams::default();
    authority.distinguished_name = named(&made.names, Some(made.on));
    counts(&mut authority, made.on, AUTHORITY_DAYS);
    authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    authority.name_constraints =
        Some(NameConstraints { permitted_subtrees: permitted(&made.names), excluded_subtrees: Vec::new() });
    authority
}

/// What a thief of the key could vouch for: these names and no others. A kind that is not listed would be free, so each is.
fn permitted(names: &[HostName]) -> Vec<GeneralSubtree> {
    let mut trees: Vec<GeneralSubtree> = names
        .iter()
        .map(|name| match name {
            HostName::Dns(name) => GeneralSubtree::DnsName(name.clone()),
            HostName::Address(address) => GeneralSubtree::IpAddress(alone(*address)),
        })
        .collect();
    if !trees.iter().any(|tree| matches!(tree, GeneralSubtree::DnsName(_))) {
        trees.push(GeneralSubtree::DnsName("chungtay.invalid".to_owned()));
    }
    if !trees.iter().any(|tree| matches!(tree, GeneralSubtree::IpAddress(_))) {
        trees.push(GeneralSubtree::IpAddress(alone(IpAddr::from([127, 0, 0, 1]))));
    }
    trees
}

fn alone(address: IpAddr) -> CidrSubnet {
    match address {
        IpAddr::V4(address) => CidrSubnet::V4(address.octets(), [255; 4]),
        IpAddr::V6(address) => CidrSubnet::V6(address.octets(), [255; 16]),
    }
}

/// How people see it in the list of what their phone trusts; with the day, to tell it from one made before.
fn named(names: &[HostName], on: Option<Day>) -> DistinguishedName {
    let mut words = vec!["Chung Tay".to_owned()];
    // A common name has at most 64 signs.
    words.extend(names.first().map(HostName::to_string).filter(|name| name.len() <= 40));
    words.extend(on.map(|day| day.to_string()));
    let mut name = DistinguishedName::new();
    name.push(DnType::OrganizationName, "Chung Tay");
    name.push(DnType::CommonName, words.join(" "));
    name
}

/// From a day on, for so many days.
fn counts(certificate: &mut CertificateParams, from: Day, days: i32) {
    let civil = |days: i32| Day::from_epoch_days(from.epoch_days().saturating_add(days)).civil();
    let ((year, month, day), (last_year, last_month, last_day)) = (civil(-CLOCKS_DIFFER), civil(days));
    certificate.not_before = date_time_ymd(year, month as u8, day as u8);
    certificate.not_after = date_time_ymd(last_year, last_month as u8, last_day as u8);
}

/// One file, whole or not at all, for its owner only.
fn make(file: &Path, names: &[HostName], today: Day) -> Result<(), Stopped> {
    let made = Made { names: names.to_vec(), on: today };
    let made_of = || -> Result<String, rcgen::Error> {
        let key = KeyPair::generate()?;
        let certificate = authority(&made).self_signed(&key)?;
        let names = made.names.iter().map(HostName::to_string).collect::<Vec<_>>().join(", ");
        let (day, certificate, key) = (made.on, certificate.pem(), key.serialize_pem());
        Ok(format!("names: {names}\nmade: {day}\n{certificate}{key}"))
    };
    let text = made_of().map_err(|error| not_opened(file, &error))?;
    let folder = file.parent().unwrap_or(Path::new("."));
    let write = || -> io::Result<()> {
        let mut new = tempfile::NamedTempFile::new_in(folder)?;
        new.write_all(text.as_bytes())?;
        new.as_file().sync_all()?;
        new.persist_noclobber(file)?;
        File::open(folder)?.sync_all()
    };
    write().map_err(|error| not_opened(file, &error))
}

fn read(text: &str) -> Option<(Made, CertificateDer<'static>, KeyPair)> {
    let line = |start: &str| text.lines().find_map(|line| line.strip_prefix(start));
    let names = line("names: ")?.split(", ").map(str::parse).collect::<Result<Vec<HostName>, _>>().ok()?;
    let on = line("made: ")?.parse().ok()?;
    let certificate = CertificateDer::from_pem_slice(text.as_bytes()).ok()?;
    let key = PrivateKeyDer::from_pem_slice(text.as_bytes()).ok()?;
    Some((Made { names, on }, certificate, KeyPair::try_from(&key).ok()?))
}

fn not_opened(file: &Path, error: &dyn fmt::Display) -> Stopped {
    let file = file.display();
    Stopped {
        message: said!(
            "không đọc hay tạo được chứng thư gốc {file}: {error}",
            "the certificate authority {file} cannot be read or made: {error}"
        ),
        remedy: said!(
            "thư mục dữ liệu phải thuộc về người chạy chương trình và còn chỗ trống",
            "the data folder must belong to whoever runs the program, with room on the disk"
        ),
    }
}

fn damaged(file: &Path) -> Stopped {
    let file = file.display();
    Stopped {
        message: said!(
            "{file} không phải chứng thư gốc của chương trình này",
            "{file} is no certificate authority"
        ),
        remedy: said!(
            "chép lại bản đã cất giữ; nếu không có, cất tệp đó đi: chương trình tạo cái mới và mọi điện thoại phải cài lại",
            "put back the copy that was kept; without one move the file away: a new one is made, and every phone installs it anew"
        ),
    }
}

fn not_for(file: &Path, name: &HostName, names: &[HostName]) -> Stopped {
    let names = names.iter().map(HostName::to_string).collect::<Vec<_>>().join(", ");
    let file = file.display();
    Stopped {
        message: said!(
            "chứng thư gốc {file} chỉ dùng cho {names}, không dùng cho {name}",
            "the certificate authority {file} is for {names} only, not for {name}"
        ),
        remedy: said!(
            "dùng lại các tên đó; hoặc cất {file} đi để tạo chứng thư mới, rồi cài lại trên mọi điện thoại",
            "give these names again; or move {file} away, so that a new one is made, and install it on every phone anew"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<HostName> {
        text.split(',').map(|name| name.parse().unwrap()).collect()
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn an_authority_is_made_once_for_its_owner_only_and_opened_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("chungtay.authority");
        let made =
            Authority::open(&file, &names("chungtay.xa.test,192.168.1.10"), day("2026-11-27")).unwrap();
        let again = Authority::open(&file, &names("192.168.1.10"), day("2027-03-01")).unwrap();
        assert_eq!(made.certificate(), again.certificate());
        assert_eq!(again.names(), names("192.168.1.10"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let shown = format!("{made:?}");
        assert!(shown.contains("chungtay.xa.test") && !shown.contains("PRIVATE"), "{shown}");
    }

    #[test]
    fn an_authority_does_not_vouch_for_a_name_that_it_was_not_made_for_and_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("chungtay.authority");
        Authority::open(&file, &names("chungtay.xa.test"), day("2026-11-27")).unwrap();
        let stopped =
            Authority::open(&file, &names("chungtay.xa.test,other.vn"), day("2026-11-27")).unwrap_err();
        assert!(stopped.message.en.contains("not for other.vn"), "{stopped:?}");
        assert!(stopped.remedy.en.contains("every phone"), "{stopped:?}");
        fs::write(&file, "names: chungtay.xa.test\n").unwrap();
        let stopped = Authority::open(&file, &names("chungtay.xa.test"), day("2026-11-27")).unwrap_err();
        assert!(stopped.message.en.contains("is no certificate authority"), "{stopped:?}");
    }
}
