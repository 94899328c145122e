//! How an act is called on pages, from its kind in the audit log.

use vocab::Language;

use crate::language;

/// The words for a kind of act; a kind without words of its own shows its code.
pub(crate) fn of_kind(language: Language, kind: &str) -> String {
    let key = format!("act-{}", kind.replace(['.', '_'], "-"));
    language::known(language, &key).unwrap_or_else(|| kind.to_owned())
}
