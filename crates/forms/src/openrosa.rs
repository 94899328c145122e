//! OpenRosa: the documents by which phones get forms and are told what was stored
//! (<https://docs.getodk.org/openrosa/>).

use std::fmt::Write as _;

use crate::xml::escaped;

/// A form in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedForm {
    /// Its id.
    pub form_id: String,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// MD5 of its bytes in hexadecimal digits: the one hash that clients know.
    pub md5: String,
    /// Where it is.
    pub download_url: String,
    /// Where its files are listed, if it has any.
    pub manifest_url: Option<String>,
}

/// A file that belongs to a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaFile {
    /// Its name.
    pub filename: String,
    /// MD5 of its bytes in hexadecimal digits.
    pub md5: String,
    /// Where it is.
    pub download_url: String,
}

/// What is stored of a filled form, for whoever sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// Words for the person at the phone.
    pub message: String,
    /// Id of the form.
    pub form_id: String,
    /// Its version.
    pub version: String,
    /// The number of the filled form.
    pub instance_id: String,
    /// When it arrived, such as `2026-11-26T14:03:00+07:00`.
    pub received_at: String,
    /// Number of the entry in the audit log.
    pub entry: i64,
    /// Whether everything that it declares is here.
    pub is_complete: bool,
    /// Names, SHA-256 and sizes of what is here.
    pub stored: Vec<(String, String, i64)>,
    /// Names of what is not here yet.
    pub missing: Vec<String>,
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// The list of forms.
pub fn form_list(forms: &[ListedForm]) -> String {
    let mut xml = format!("{DECLARATION}<xforms xmlns=\"http://openrosa.org/xforms/xformsList\">\n");
    for form in forms {
        xml.push_str("  <xform>\n");
        line(&mut xml, "formID", &form.form_id);
        line(&mut xml, "name", &form.name);
        line(&mut xml, "version", &form.version);
        line(&mut xml, "hash", &format!("md5:{}", form.md5));
        line(&mut xml, "downloadUrl", &form.download_url);
        if let Some(url) = &form.manifest_url {
            line(&mut xml, "manifestUrl", url);
        }
        xml.push_str("  </xform>\n");
    }
    xml.push_str("</xforms>\n");
    xml
}

/// The list of a form's files.
pub fn manifest(files: &[MediaFile]) -> String {
    let mut xml = format!("{DECLARATION}<manifest xmlns=\"http://openrosa.org/xforms/xformsManifest\">\n");
    for file in files {
        xml.push_str("  <mediaFile>\n");
        line(&mut xml, "filename", &file.filename);
        line(&mut xml, "hash", &format!("md5:{}", file.md5));
        line(&mut xml, "downloadUrl", &file.download_url);
        xml.push_str("  </mediaFile>\n");
    }
    xml.push_str("</manifest>\n");
    xml
}

fn line(xml: &mut String, name: &str, text: &str) {
    let _ = writeln!(xml, "    <{name}>{}</{name}>", escaped(text));
}

/// Words for a phone, in the envelope that it reads.
pub fn message(text: &str, is_error: bool) -> String {
    let nature = if is_error { "submit_error" } else { "submit_success" };
    format!(
        "{DECLARATION}<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\">\n  <message nature=\"{nature}\">{}</message>\n</OpenRosaResponse>\n",
        escaped(text)
    )
}

/// Biên nhận: what is stored, in the envelope that phones read.
pub fn acknowledgement(of: &Acknowledged) -> String {
    let mut xml = format!(
        "{DECLARATION}<OpenRosaResponse xmlns=\"http://openrosa.org/http/response\">\n  <message nature=\"submit_success\">{}</message>\n",
        escaped(&of.message)
    );
    let _ = writeln!(
        xml,
        "  <submissionMetadata xmlns=\"http://www.opendatakit.org/xforms\" id=\"{}\" instanceID=\"{}\" version=\"{}\" submissionDate=\"{}\" isComplete=\"{}\"/>",
        escaped(&of.form_id),
        escaped(&of.instance_id),
        escaped(&of.version),
        escaped(&of.received_at),
        of.is_complete
    );
    let _ = writeln!(xml, "  <receipt xmlns=\"urn:chungtay:receipt:1\" entry=\"{}\">", of.entry);
    for (name, sha256, size) in &of.stored {
        let _ = writeln!(
            xml,
            "    <stored name=\"{}\" sha256=\"{}\" size=\"{size}\"/>",
            escaped(name),
            escaped(sha256)
        );
    }
    for name in &of.missing {
        let _ = writeln!(xml, "    <missing name=\"{}\"/>", escaped(name));
    }
    xml.push_str("  </receipt>\n</OpenRosaResponse>\n");
    xml
}
