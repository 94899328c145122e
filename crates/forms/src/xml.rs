//! XML as phones send it: one small tree, with limits, without anything that a document could make the reader do.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Deeper than any form.
const DEEPEST: usize = 40;
/// A household of thirty people has some two thousand.
const MOST_ELEMENTS: usize = 50_000;

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name, without the prefix of a namespace.
    pub name: String,
    /// Its attributes, with their names as they stand.
    pub attributes: Vec<(String, String)>,
    /// What it holds directly, without space around it.
    pub text: String,
    /// The elements in it.
    pub children: Vec<Element>,
}

/// Why a document cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is no XML in UTF-8.
    NotXml,
    /// It declares a document type or entities, which could make a reader fetch files or take all memory.
    DocumentType,
    /// More elements, or deeper ones, than any form has.
    TooLarge,
}

impl Element {
    /// Reads a document.
    ///
    /// # Errors
    /// See [`Unreadable`].
    pub fn read(document: &[u8]) -> Result<Element, Unreadable> {
        let text = std::str::from_utf8(document).map_err(|_| Unreadable::NotXml)?;
        let text = printable(text);
        let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
        let mut open: Vec<Element> = Vec::new();
        let mut root = None;
        let mut elements = 0;
        loop {
            let event = reader.read_event().map_err(|_| Unreadable::NotXml)?;
            let (started, is_empty) = match &event {
                Event::Start(start) => (Some(start), false),
                Event::Empty(start) => (Some(start), true),
                _ => (None, false),
            };
            if let Some(start) = started {
                elements += 1;
                if elements > MOST_ELEMENTS || open.len() >= DEEPEST {
                    return Err(Unreadable::TooLarge);
                }
                if root.is_some() {
                    return Err(Unreadable::NotXml);
                }
                open.push(Element::of(start)?);
            }
            match event {
                Event::End(_) => close(&mut open, &mut root)?,
                Event::Empty(_) if is_empty => close(&mut open, &mut root)?,
                Event::Text(text) => {
                    add_text(&mut open, &text.xml10_content())?;
                }
                Event::CData(data) => {
                    add_text(&mut open, &data)?;
                }
                Event::GeneralRef(reference) => {
                    let sign = match reference.resolve_char_ref().map_err(|_| Unreadable::NotXml)? {
                        Some(sign) if is_forbidden(sign) => " ".to_owned(),
                        Some(sign) => sign.to_string(),
                        None => quick_xml::escape::resolve_predefined_entity(&reference)
                            .ok_or(Unreadable::DocumentType)?
                            .to_owned(),
                    };
                    add_text(&mut open, &sign)?;
                }
                Event::DocType(_) => return Err(Unreadable::DocumentType),
                Event::Eof => break,
                _ => {}
            }
        }
        root.filter(|_| open.is_empty()).ok_or(Unreadable::NotXml)
    }

    fn of(start: &BytesStart<'_>) -> Result<Element, Unreadable> {
        let name = start.local_name().into_inner().to_owned();
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| Unreadable::NotXml)?;
            let key = attribute.key.into_inner().to_owned();
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_err(|_| Unreadable::NotXml)?;
            attributes.push((key, printable(&value).into_owned()));
        }
        Ok(Element { name, attributes, text: String::new(), children: Vec::new() })
    }

    /// An attribute by its name, whatever prefix it has.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let local = |key: &str| key.rsplit(':').next() == Some(name);
        self.attributes.iter().find(|(key, _)| local(key)).map(|(_, value)| value.as_str())
    }

    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All elements at a path below this one, such as `members/photo`.
    pub fn at<'a>(&'a self, path: &str) -> Vec<&'a Element> {
        path.split('/').filter(|step| !step.is_empty()).fold(vec![self], |found, step| {
            found
                .into_iter()
                .flat_map(|element| element.children.iter().filter(move |child| child.name == step))
                .collect()
        })
    }
}

/// What XML does not allow, such as the tabulator between lines that comes along when somebody pastes from a letter: a space.
/// A visit is not refused for it, and no database is asked to keep it.
fn printable(text: &str) -> Cow<'_, str> {
    if text.contains(is_forbidden) { text.replace(is_forbidden, " ").into() } else { text.into() }
}

fn is_forbidden(sign: char) -> bool {
    matches!(sign, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

fn add_text(open: &mut [Element], text: &str) -> Result<(), Unreadable> {
    match open.last_mut() {
        Some(element) => {
            element.text.push_str(text);
            Ok(())
        }
        None if text.trim().is_empty() => Ok(()),
        None => Err(Unreadable::NotXml),
    }
}

fn close(open: &mut Vec<Element>, root: &mut Option<Element>) -> Result<(), Unreadable> {
    let mut done = open.pop().ok_or(Unreadable::NotXml)?;
    done.text = done.text.trim().to_owned();
    match open.last_mut() {
        Some(parent) => parent.children.push(done),
        None => *root = Some(done),
    }
    Ok(())
}

/// A text as it stands in a document.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Signs that XML 1.0 has no place for.
            c if c.is_control() && !matches!(c, '\t' | '\n' | '\r') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
