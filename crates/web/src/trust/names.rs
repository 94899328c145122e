//! Names and addresses at which an office reaches its server.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use axum::http::{HeaderMap, header};

/// A name such as `chungtay.local`, or an address such as `192.168.1.10`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostName {
    /// A name, in small letters.
    Dns(String),
    /// An address.
    Address(IpAddr),
}

/// What is neither a name nor an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoName;

impl FromStr for HostName {
    type Err = NoName;

    fn from_str(text: &str) -> Result<HostName, NoName> {
        let text = text.trim().to_ascii_lowercase();
        if let Ok(address) = text.parse::<IpAddr>() {
            // "Every address of this machine" is none at which a phone finds it.
            return if address.is_unspecified() { Err(NoName) } else { Ok(HostName::Address(address)) };
        }
        let is_part = |part: &str| {
            (1..=63).contains(&part.len())
                && !part.starts_with('-')
                && !part.ends_with('-')
                && part.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'-')
        };
        let last = text.rsplit('.').next().unwrap_or_default();
        let is_name = text.len() <= 253
            && text.split('.').all(is_part)
            // What ends in a number would be read as an address.
            && last.starts_with(|sign: char| sign.is_ascii_alphabetic());
        is_name.then_some(HostName::Dns(text)).ok_or(NoName)
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HostName::Dns(name) => f.write_str(name),
            HostName::Address(address) => address.fmt(f),
        }
    }
}

impl HostName {
    /// As it stands in an address of the web.
    pub fn in_url(&self) -> String {
        match self {
            HostName::Address(IpAddr::V6(address)) => format!("[{address}]"),
            other => other.to_string(),
        }
    }
}

/// The name by which a request asked for the server, if it is one of these; otherwise the first of them.
pub(crate) fn asked_by<'a>(headers: &HeaderMap, names: &'a [HostName]) -> Option<&'a HostName> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let without_port = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => name,
        _ => host,
    };
    let asked = without_port.trim_start_matches('[').trim_end_matches(']').parse::<HostName>().ok();
    names.iter().find(|name| asked.as_ref() == Some(name)).or_else(|| names.first())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_name_or_an_address_and_nothing_else() {
        for good in ["chungtay.xa.test", "may-chu", "Chungtay.LOCAL", "192.168.1.10", "fd00::1"] {
            let name: HostName = good.parse().unwrap();
            assert_eq!(name.to_string(), good.to_lowercase());
        }
        for bad in [
            "",
            "*.xa.vn",
            "a..b",
            "-a.vn",
            "a/b",
            "https://a.vn",
            "a.vn:8443",
            "máy.vn",
            "1.2.3",
            "0.0.0.0",
            "::",
        ] {
            assert_eq!(bad.parse::<HostName>(), Err(NoName), "{bad}");
        }
    }

    #[test]
    fn a_request_is_answered_with_the_name_it_used_and_never_with_somebody_elses() {
        let names: Vec<HostName> = ["chungtay.xa.test", "192.168.1.10", "fd00::1"]
            .iter()
            .map(|name| name.parse().unwrap())
            .collect();
        let of = |host: &'static str| {
            let headers = HeaderMap::from_iter([(header::HOST, host.parse().unwrap())]);
            asked_by(&headers, &names).unwrap().in_url()
        };
        assert_eq!(of("192.168.1.10:8081"), "192.168.1.10");
        assert_eq!(of("[fd00::1]:8081"), "[fd00::1]");
        assert_eq!(of("CHUNGTAY.xa.test"), "chungtay.xa.test");
        assert_eq!(of("evil.example:8081"), "chungtay.xa.test");
        assert_eq!(of(""), "chungtay.xa.test");
    }
}
