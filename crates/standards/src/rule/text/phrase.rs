//! A phrase with its parts, and its two forms: one line, or a page with bullets.

use vocab::Language;

use super::Speaker;
use super::format::{is_light, joined, listed};

/// What is said, before it is laid out.
#[derive(Clone, Debug)]
pub(super) enum Phrase {
    /// Words without parts.
    Words { text: String, fit: Fit },
    /// All (or any) of the parts.
    Joined { all: bool, parts: Vec<Phrase> },
    /// Something said of members: "có ít nhất một thành viên" and what.
    Of { who: String, number: Who, what: Box<Phrase> },
    /// A lead and a list. `aside`: on one line the list stands in brackets.
    List { lead: String, aside: bool, items: Vec<Phrase> },
    /// By case ("tuổi dưới 18", or otherwise) something else.
    Cases(Vec<(Option<String>, Phrase)>),
}

/// How words go with "thành viên".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// Only after a colon.
    Apart,
    /// Directly after it: "thành viên có bảo hiểm y tế".
    Says,
    /// Directly after it, and it only says whom it is about: "thành viên tuổi dưới 16".
    Narrows,
}

/// The grammar of those who are spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    One,
    Nobody,
    Many,
}

/// A phrase longer than this becomes bullets on a page.
const LONG: usize = 90;

impl Phrase {
    /// Words that do not follow "thành viên".
    pub(super) fn plain(text: impl Into<String>) -> Phrase {
        Phrase::Words { text: text.into(), fit: Fit::Apart }
    }

    /// A list of words.
    pub(super) fn list(lead: String, items: impl IntoIterator<Item = String>) -> Phrase {
        Phrase::List { lead, aside: false, items: items.into_iter().map(Phrase::plain).collect() }
    }
}

impl Speaker<'_> {
    /// The phrase in one line.
    pub(super) fn line(&self, phrase: &Phrase) -> String {
        match phrase {
            Phrase::Words { text, .. } => text.clone(),
            Phrase::Joined { all, parts } => {
                let parts: Vec<String> = parts.iter().map(|part| self.part(part)).collect();
                let word = if *all { self.words("và", "and") } else { self.words("hoặc", "or") };
                joined(&parts, word)
            }
            Phrase::Of { who, number, what } => match self.attached(*number, what) {
                Some(what) => format!("{who} {what}"),
                None if *number == Who::Nobody => {
                    format!("{who}{}{}", self.words(" mà ", ": "), self.line(what))
                }
                None => format!("{who}: {}", self.line(what)),
            },
            Phrase::List { lead, aside, items } => {
                let items: Vec<String> = items.iter().map(|item| self.part(item)).collect();
                if *aside {
                    format!("{lead} ({})", items.join("; "))
                } else {
                    format!("{lead}: {}", listed(&items))
                }
            }
            Phrase::Cases(cases) => {
                let cases =
                    cases.iter().map(|(case, what)| format!("{}{}", self.case(case), self.part(what)));
                cases.collect::<Vec<_>>().join("; ")
            }
        }
    }

    /// A part of a longer line: in brackets where it has a colon or parts of its own.
    pub(super) fn part(&self, phrase: &Phrase) -> String {
        let line = self.line(phrase);
        let closed = match phrase {
            Phrase::Words { .. } | Phrase::List { aside: true, .. } => true,
            Phrase::Of { number, what, .. } => self.attached(*number, what).is_some(),
            Phrase::Joined { .. } | Phrase::List { .. } | Phrase::Cases(_) => false,
        };
        if closed { line } else { format!("({line})") }
    }

    /// What is said of members as words that follow them without a colon, if it can be.
    pub(super) fn attached(&self, number: Who, what: &Phrase) -> Option<String> {
        let one = |phrase: &Phrase| match phrase {
            Phrase::Words { text, fit } if *fit != Fit::Apart && is_light(text) => {
                self.predicate(number, text)
            }
            _ => None,
        };
        match what {
            Phrase::Joined { all, parts } => {
                let parts = parts.iter().map(one).collect::<Option<Vec<_>>>()?;
                let word = if *all { self.words("và", "and") } else { self.words("hoặc", "or") };
                Some(joined(&parts, word))
            }
            Phrase::Words { text, fit } if *fit != Fit::Apart => self.predicate(number, text),
            _ => None,
        }
    }

    /// English needs a verb in the right number; Vietnamese needs nothing.
    fn predicate(&self, number: Who, text: &str) -> Option<String> {
        match self.language {
            Language::Vi => Some(text.to_owned()),
            Language::En if number == Who::Many => None,
            Language::En if text.starts_with("aged ") => Some(format!("is {text}")),
            Language::En => {
                text.split(' ').next().filter(|word| word.ends_with('s')).map(|_| text.to_owned())
            }
        }
    }

    fn case(&self, case: &Option<String>) -> String {
        match case {
            Some(case) => say!(self, "nếu {case} thì ", "if {case}: "),
            None => self.words("còn lại thì ", "otherwise: ").to_owned(),
        }
    }

    /// The phrase as a sentence with bullets.
    pub(super) fn page(&self, phrase: &Phrase) -> String {
        let mut lines = Vec::new();
        self.write(phrase, "", 0, &mut lines);
        lines.join("\n")
    }

    fn write(&self, phrase: &Phrase, before: &str, level: usize, lines: &mut Vec<String>) {
        let mut put = |text: &str| lines.push(format!("{}{before}{text}", bullet(level)));
        match phrase {
            Phrase::Joined { all, parts } if level == 0 || !self.is_short(phrase) => {
                put(self.heading(None, *all));
                parts.iter().for_each(|part| self.write(part, "", level + 1, lines));
            }
            Phrase::Of { who, number, what } if !self.is_short(phrase) => match &**what {
                Phrase::Joined { all, parts } => {
                    put(&format!("{who} {}", self.heading(Some(*number), *all)));
                    parts.iter().for_each(|part| self.write(part, "", level + 1, lines));
                }
                Phrase::Words { .. } => put(&self.line(phrase)),
                _ => {
                    put(&format!("{who}:"));
                    self.write(what, "", level + 1, lines);
                }
            },
            Phrase::List { lead, items, .. } if items.len() > 3 || !self.is_short(phrase) => {
                put(&format!("{lead}:"));
                items.iter().for_each(|item| self.write(item, "", level + 1, lines));
            }
            Phrase::Cases(cases) => {
                put(self.words("tùy trường hợp:", "depending on the case:"));
                for (case, what) in cases {
                    self.write(what, &self.case(case), level + 1, lines);
                }
            }
            _ => put(&self.line(phrase)),
        }
    }

    /// Whether it stays on one line of a page.
    fn is_short(&self, phrase: &Phrase) -> bool {
        let simple = match phrase {
            Phrase::Words { .. } | Phrase::List { .. } => true,
            Phrase::Joined { parts, .. } => {
                parts.len() <= 2
                    && parts.iter().all(|part| matches!(part, Phrase::Words { text, .. } if is_light(text)))
            }
            Phrase::Of { number, what, .. } => {
                let few = !matches!(&**what, Phrase::Joined { parts, .. } if parts.len() > 2);
                few && self.attached(*number, what).is_some()
            }
            Phrase::Cases(_) => false,
        };
        simple && self.line(phrase).chars().count() <= LONG
    }

    fn heading(&self, who: Option<Who>, all: bool) -> &'static str {
        match (who, all) {
            (None, true) => self.words("có đủ các điều sau:", "all of these:"),
            (None, false) => self.words("có ít nhất một trong các điều sau:", "at least one of these:"),
            (Some(Who::Many), true) => self.words("có đủ các điều sau:", "meet all of these:"),
            (Some(_), true) => self.words("có đủ các điều sau:", "meets all of these:"),
            (Some(Who::Nobody), false) => self.words("có một trong các điều sau:", "meets any of these:"),
            (Some(Who::Many), false) => {
                self.words("có ít nhất một trong các điều sau:", "meet at least one of these:")
            }
            (Some(Who::One), false) => {
                self.words("có ít nhất một trong các điều sau:", "meets at least one of these:")
            }
        }
    }
}

fn bullet(level: usize) -> String {
    match level.checked_sub(1) {
        Some(above) => format!("{}- ", "  ".repeat(above)),
        None => String::new(),
    }
}
