//! Words of the pages in Vietnamese and English, and which of the two a visitor reads.

use std::borrow::Cow;
use std::collections::HashMap;

use axum::http::{HeaderMap, header};
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid};
use vocab::Language;

fluent_templates::static_loader! {
    static WORDS = {
        locales: "./locales",
        fallback_language: "vi",
        // Isolation marks around values would be letters of copied text.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static VI: LanguageIdentifier = langid!("vi");
static EN: LanguageIdentifier = langid!("en");

/// The words of a key.
pub(crate) fn say(language: Language, key: &str) -> String {
    WORDS.lookup(identifier(language), key)
}

/// The words of a key that may have none.
pub(crate) fn known(language: Language, key: &str) -> Option<String> {
    WORDS.try_lookup(identifier(language), key)
}

/// The words of a key with values in them.
pub(crate) fn say_with(
    language: Language,
    key: &str,
    values: &[(&'static str, FluentValue<'static>)],
) -> String {
    let values: HashMap<Cow<'static, str>, FluentValue<'static>> =
        values.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
    WORDS.lookup_with_args(identifier(language), key, &values)
}

fn identifier(language: Language) -> &'static LanguageIdentifier {
    match language {
        Language::Vi => &VI,
        Language::En => &EN,
    }
}

/// The language's code in addresses, cookies and `lang` attributes.
pub(crate) const fn code(language: Language) -> &'static str {
    match language {
        Language::Vi => "vi",
        Language::En => "en",
    }
}

/// The language of a code.
pub(crate) fn of_code(code: &str) -> Option<Language> {
    match code {
        "vi" => Some(Language::Vi),
        "en" => Some(Language::En),
        _ => None,
    }
}

/// The language of a request: named in the address, else chosen before, else what the browser asks for, else Vietnamese.
pub(crate) fn of_request(query: &str, cookie: Option<&str>, headers: &HeaderMap) -> Language {
    let named = query.split('&').find_map(|pair| pair.strip_prefix("lang="));
    named.and_then(of_code).or_else(|| cookie.and_then(of_code)).unwrap_or_else(|| asked_for(headers))
}

/// `Accept-Language: en-GB,en;q=0.8,vi;q=0.5`: the language we have with the greatest weight.
fn asked_for(headers: &HeaderMap) -> Language {
    let asked =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut best: Option<(Language, f32)> = None;
    for part in asked.split(',') {
        let (tag, rest) = part.split_once(';').unwrap_or((part, ""));
        let weight =
            rest.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse::<f32>().ok()).unwrap_or(0.0);
        let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        if let Some(language) = of_code(&primary)
            && weight > best.map_or(0.0, |(_, weight)| weight)
        {
            best = Some((language, weight));
        }
    }
    best.map_or(Language::Vi, |(language, _)| language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_wins_over_the_cookie_and_the_cookie_over_the_browser() {
        let mut headers = HeaderMap::new();
        let asks = |language: &'static str| language.parse().expect("a header");
        assert_eq!(of_request("", None, &headers), Language::Vi);
        headers.insert(header::ACCEPT_LANGUAGE, asks("fr,en-GB;q=0.8,vi;q=0.5"));
        assert_eq!(of_request("", None, &headers), Language::En);
        headers.insert(header::ACCEPT_LANGUAGE, asks("en;q=0.1,vi-VN"));
        assert_eq!(of_request("", None, &headers), Language::Vi);
        assert_eq!(of_request("", Some("en"), &headers), Language::En);
        assert_eq!(of_request("day=2026-01-01&lang=vi", Some("en"), &headers), Language::Vi);
        assert_eq!(of_request("lang=xx", Some("en"), &headers), Language::En);
    }
}
