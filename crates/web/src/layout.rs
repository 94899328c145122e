//! The frame of every page: product and place, navigation, where one is, language and theme, version and pack.

use std::borrow::Borrow;

use vocab::{Day, Language};

use crate::assets::{self, Bundle};
use crate::format;
use crate::language::{self, say_with};
use crate::visit::Visit;

/// Light, dark, or as the system of the visitor is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    Light,
    Dark,
    #[default]
    System,
}

impl Theme {
    pub(crate) const ALL: [Theme; 3] = [Theme::Light, Theme::Dark, Theme::System];

    pub(crate) const fn code(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
            Theme::System => "system",
        }
    }

    pub(crate) fn of_code(code: &str) -> Option<Theme> {
        Theme::ALL.into_iter().find(|theme| theme.code() == code)
    }
}

/// A link with its words.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    pub(crate) href: String,
    pub(crate) text: String,
}

impl Link {
    pub(crate) fn new(href: impl Into<String>, text: impl Into<String>) -> Link {
        Link { href: href.into(), text: text.into() }
    }
}

/// A part of the house in the navigation.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) href: String,
    pub(crate) text: String,
    pub(crate) here: bool,
}

/// The frame around one page.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) visit: Visit,
    pub(crate) title: String,
    pub(crate) crumbs: Vec<Link>,
    pub(crate) bundle: &'static Bundle,
    /// The answers of a form are on the page: the language switch must not lose them.
    pub(crate) holds_form: bool,
}

impl Page {
    pub(crate) fn new(visit: Visit, title: String) -> Page {
        Page { visit, title, crumbs: Vec::new(), bundle: assets::bundle(), holds_form: false }
    }

    /// One step on the way from the first page to this one.
    pub(crate) fn crumb(mut self, href: impl Into<String>, text: impl Into<String>) -> Page {
        self.crumbs.push(Link::new(href, text));
        self
    }

    /// The words of a key.
    pub(crate) fn t(&self, key: &str) -> String {
        language::say(self.visit.language, key)
    }

    /// The words of a key about a number of things.
    pub(crate) fn count(&self, key: &str, n: impl Borrow<usize>) -> String {
        let n = *n.borrow();
        let shown = format::whole(n as i64, self.visit.language);
        say_with(self.visit.language, key, &[("n", n.into()), ("shown", shown.into())])
    }

    /// The words of a key with a name in them.
    pub(crate) fn named(&self, key: &str, name: impl AsRef<str>) -> String {
        say_with(self.visit.language, key, &[("name", name.as_ref().to_owned().into())])
    }

    /// A day as the reader writes it.
    pub(crate) fn day(&self, day: &Day) -> String {
        format::day(*day, self.visit.language)
    }

    pub(crate) fn lang(&self) -> &'static str {
        language::code(self.visit.language)
    }

    /// What `<html>` carries; none follows the system.
    pub(crate) fn theme(&self) -> Option<&'static str> {
        (self.visit.theme != Theme::System).then(|| self.visit.theme.code())
    }

    pub(crate) fn themes(&self) -> Vec<(Place, &'static str)> {
        let place = |theme: Theme| Place {
            href: format!("/theme/{}?back={}", theme.code(), self.visit.back()),
            text: self.t(match theme {
                Theme::Light => "theme-light",
                Theme::Dark => "theme-dark",
                Theme::System => "theme-system",
            }),
            here: theme == self.visit.theme,
        };
        Theme::ALL.into_iter().map(|theme| (place(theme), theme.code())).collect()
    }

    /// The link to this page in the other language; its words are in that language.
    pub(crate) fn other_language(&self) -> (Link, &'static str) {
        let (other, words) = match self.visit.language {
            Language::Vi => ("en", "English"),
            Language::En => ("vi", "Tiếng Việt"),
        };
        (Link::new(format!("/language/{other}?back={}", self.visit.back()), words), other)
    }

    /// The parts of the house.
    pub(crate) fn places(&self) -> Vec<Place> {
        let path = self.visit.path.as_str();
        let is_try = path.ends_with("/try");
        let below =
            |start: &str| path == start || path.strip_prefix(start).is_some_and(|rest| rest.starts_with('/'));
        let place =
            |href: &str, key: &str, here: bool| Place { href: href.to_owned(), text: self.t(key), here };
        let mut places = self.staff_places();
        places.extend([
            place("/law", "nav-standards", (path == "/law" || below("/law/standards")) && !is_try),
            place("/law/try", "nav-try", is_try),
            place("/law/compare", "nav-compare", below("/law/compare")),
            place("/law/documents", "nav-documents", below("/law/documents")),
            place("/units", "nav-units", below("/units")),
            place("/glossary", "nav-glossary", below("/glossary")),
        ]);
        places
    }

    /// The parts for which somebody who is logged in has a role today.
    fn staff_places(&self) -> Vec<Place> {
        use registry::access::Right::{
            ChangeHouseholds, KeepReference, ManageUsers, SealResults, SeeAudit, SeeFigures, SeeHouseholds,
        };
        let path = self.visit.path.as_str();
        let parts: [(&str, &str, &[registry::access::Right]); 7] = [
            ("/overview", "nav-overview", &[SeeFigures]),
            ("/reports", "nav-reports", &[SeeFigures]),
            ("/households", "nav-households", &[SeeHouseholds]),
            ("/review", "nav-review", &[SeeHouseholds]),
            ("/field", "nav-field", &[ChangeHouseholds]),
            ("/imports", "nav-imports", &[ChangeHouseholds]),
            ("/admin", "admin-title", &[ManageUsers, SeeAudit, KeepReference, SealResults]),
        ];
        let units = &self.visit.site.gazetteer.units;
        let is_surveyor = self
            .visit
            .actor
            .as_ref()
            .is_some_and(|actor| actor.has(registry::Role::Surveyor, units, (self.visit.site.today)()));
        let open = parts
            .into_iter()
            .filter(|(.., rights)| rights.iter().any(|right| self.visit.scope(*right).is_some()));
        let own = is_surveyor.then_some(("/training", "nav-training", &[] as &[registry::access::Right]));
        open.chain(own)
            .map(|(href, key, _)| Place {
                href: href.to_owned(),
                text: self.t(key),
                here: path == href || path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')),
            })
            .collect()
    }

    /// The parts that the bar names: beside those of staff there is room for one or two others; the menu has all.
    pub(crate) fn bar(&self) -> Vec<Place> {
        let shown = if self.who().is_some() { (self.staff_places().len() + 2).min(5) } else { usize::MAX };
        self.places().into_iter().take(shown).collect()
    }

    /// The name of who is logged in.
    pub(crate) fn who(&self) -> Option<&str> {
        self.visit.actor.as_ref().map(|actor| actor.name.as_str())
    }

    /// The way to the log-in and back, where there is one and nobody is logged in.
    pub(crate) fn log_in_link(&self) -> Option<String> {
        let visit = &self.visit;
        let wanted = visit.site.registry.is_some() && visit.actor.is_none() && visit.path != "/login";
        wanted.then(|| {
            if visit.path == "/" { "/login".to_owned() } else { format!("/login?back={}", visit.back()) }
        })
    }

    pub(crate) fn version(&self) -> &str {
        &self.visit.site.version
    }

    /// The first signs of the pack's digest; enough to tell two packs apart at a desk.
    pub(crate) fn pack(&self) -> &str {
        self.visit.site.library.digest.get(..12).unwrap_or_default()
    }
}

/// Percent-encoding of everything but unreserved signs.
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}
