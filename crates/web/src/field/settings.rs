//! The settings code of ODK Collect: JSON, compressed, in base64, as a picture that the phone scans
//! (<https://docs.getodk.org/collect-import-export/>).

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::json;

/// The text of the code for a phone that asks at this address.
pub(super) fn code(address: &str, campaign: &str) -> Option<String> {
    let settings = json!({
        "general": {
            "server_url": address,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
            "app_language": "vi",
        },
        "project": { "name": campaign },
        "admin": {},
    });
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(settings.to_string().as_bytes()).ok()?;
    Some(STANDARD.encode(packed.finish().ok()?))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn the_code_unpacks_to_what_collect_reads() {
        let text = code("https://a.vn/v1/key/abc/projects/1", "Rà soát 2026").unwrap();
        let packed = STANDARD.decode(&text).unwrap();
        let mut unpacked = String::new();
        flate2::read::ZlibDecoder::new(packed.as_slice()).read_to_string(&mut unpacked).unwrap();
        let settings: serde_json::Value = serde_json::from_str(&unpacked).unwrap();
        assert_eq!(settings["general"]["server_url"], "https://a.vn/v1/key/abc/projects/1");
        assert_eq!(settings["project"]["name"], "Rà soát 2026");
    }
}
