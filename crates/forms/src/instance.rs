//! Phiếu đã điền: what a filled form says of itself, and the files that it declares.

use crate::xml::{Element, Unreadable};

/// A filled form, read as far as the server must to keep it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// Id of the form that it fills.
    pub form_id: String,
    /// Version of that form; empty if it says none.
    pub version: String,
    /// The number that the phone gave it, such as `uuid:…`.
    pub instance_id: String,
    /// Everything in it.
    pub content: Element,
}

/// Why something is no filled form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAnInstance {
    /// It cannot be read.
    Unreadable(Unreadable),
    /// It does not say which form it fills.
    NoForm,
    /// It has no number, or one that cannot be one.
    NoNumber,
    /// It is encrypted for somebody else's key.
    Encrypted,
}

/// Longer than any number of a client.
const LONGEST_NUMBER: usize = 200;
const LONGEST_ID: usize = 100;
const LONGEST_NAME: usize = 200;

impl Instance {
    /// Reads a filled form.
    ///
    /// # Errors
    /// See [`NotAnInstance`].
    pub fn read(document: &[u8]) -> Result<Instance, NotAnInstance> {
        let content = Element::read(document).map_err(NotAnInstance::Unreadable)?;
        if content.child("base64EncryptedKey").is_some() {
            return Err(NotAnInstance::Encrypted);
        }
        let form_id = content.attribute("id").unwrap_or_default().to_owned();
        if form_id.is_empty() || form_id.chars().count() > LONGEST_ID {
            return Err(NotAnInstance::NoForm);
        }
        let version: String =
            content.attribute("version").unwrap_or_default().chars().take(LONGEST_ID).collect();
        let in_meta =
            content.child("meta").and_then(|meta| meta.child("instanceID")).map(|id| id.text.as_str());
        let instance_id = in_meta.or(content.attribute("instanceID")).unwrap_or_default().to_owned();
        let is_number = !instance_id.is_empty()
            && instance_id.len() <= LONGEST_NUMBER
            && instance_id.chars().all(|sign| !sign.is_control() && !sign.is_whitespace());
        if !is_number {
            return Err(NotAnInstance::NoNumber);
        }
        Ok(Instance { form_id, version, instance_id, content })
    }

    /// Names of the files that it declares, each once; `binaries` are the paths of the form's questions for files.
    pub fn declared(&self, binaries: &[String]) -> Vec<String> {
        let named = binaries.iter().flat_map(|path| self.content.at(path));
        let mut names: Vec<String> =
            named.map(|element| element.text.clone()).filter(|name| !name.is_empty()).collect();
        names.sort();
        names.dedup();
        names
    }
}

/// Paths, below the root, of the questions of a form that are answered by a file.
///
/// # Errors
/// The form cannot be read.
pub fn binaries(form: &str) -> Result<Vec<String>, Unreadable> {
    let form = Element::read(form.as_bytes())?;
    let model = form.child("head").and_then(|head| head.child("model"));
    let binds =
        model.into_iter().flat_map(|model| model.children.iter()).filter(|child| child.name == "bind");
    let files = binds.filter(|bind| bind.attribute("type").is_some_and(|kind| kind == "binary"));
    let below_root =
        |path: &str| path.trim_start_matches('/').split_once('/').map(|(_, rest)| rest.to_owned());
    Ok(files.filter_map(|bind| below_root(bind.attribute("nodeset")?)).collect())
}

/// Whether a name can be that of a file that was sent with a form: one name, no way to a folder.
pub fn is_file_name(name: &str) -> bool {
    let is_sign = |sign: char| !sign.is_control() && !matches!(sign, '/' | '\\' | ':' | '\u{202e}');
    !name.is_empty()
        && name.chars().count() <= LONGEST_NAME
        && !name.starts_with('.')
        && name.chars().all(is_sign)
        && name.trim() == name
}
