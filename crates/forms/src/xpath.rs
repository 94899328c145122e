//! XPath as the common ground of OpenRosa clients: only what both JavaRosa and xforms-engine evaluate alike.
//!
//! Rejected, because one of them lacks it or means something else: `floor`, `ceiling`, `max` (of nothing but zeros and
//! less, JavaRosa says more than zero), `number()` of a day, absolute paths (inside a repeat they read the first row in
//! every row).

use std::fmt::Write;

/// An expression. Paths are kept absolute and written relative to the place where the expression stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum XPath {
    /// `true()`, `false()`.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
    /// The text of a node; of several rows inside `sum`, `min`, `max`, `count`.
    Node(String),
    /// A function.
    Call(&'static str, Vec<XPath>),
    /// An operator between two numbers or texts.
    Binary(&'static str, Box<XPath>, Box<XPath>),
    /// `and`
    All(Vec<XPath>),
    /// `or`
    Any(Vec<XPath>),
}

impl XPath {
    pub(crate) fn node(path: &str) -> XPath {
        XPath::Node(path.to_owned())
    }

    pub(crate) fn text(text: &str) -> XPath {
        XPath::Text(text.to_owned())
    }

    /// The number that a node holds.
    pub(crate) fn amount(path: &str) -> XPath {
        XPath::Call("number", vec![XPath::node(path)])
    }

    /// Whether a node has no value.
    pub(crate) fn is_empty(path: &str) -> XPath {
        binary("=", XPath::node(path), XPath::text(""))
    }

    /// Whether a node holds this text.
    pub(crate) fn is(path: &str, text: &str) -> XPath {
        binary("=", XPath::node(path), XPath::text(text))
    }

    /// The expression as written at `from`, the absolute path of the node that it belongs to.
    pub(crate) fn at(&self, from: &str) -> String {
        let mut text = String::new();
        self.write(from, &mut text);
        text
    }

    fn write(&self, from: &str, out: &mut String) {
        match self {
            XPath::Bool(true) => out.push_str("true()"),
            XPath::Bool(false) => out.push_str("false()"),
            XPath::Number(value) if *value < 0 => {
                let _ = write!(out, "({value})");
            }
            XPath::Number(value) => {
                let _ = write!(out, "{value}");
            }
            XPath::Text(text) => out.push_str(&literal(text)),
            XPath::Node(path) => out.push_str(&relative(from, path)),
            XPath::Call(name, arguments) => {
                out.push_str(name);
                list(arguments, ", ", from, out);
            }
            XPath::Binary(operator, a, b) => {
                a.write_operand(from, out);
                let _ = write!(out, " {operator} ");
                b.write_operand(from, out);
            }
            XPath::All(parts) => list(parts, " and ", from, out),
            XPath::Any(parts) => list(parts, " or ", from, out),
        }
    }

    fn write_operand(&self, from: &str, out: &mut String) {
        if matches!(self, XPath::Binary(..)) {
            out.push('(');
            self.write(from, out);
            out.push(')');
        } else {
            self.write(from, out);
        }
    }
}

fn list(parts: &[XPath], between: &str, from: &str, out: &mut String) {
    out.push('(');
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push_str(between);
        }
        part.write(from, out);
    }
    out.push(')');
}

/// `path` as seen from the node `from`: `../b` from `/data/a` to `/data/b`.
pub(crate) fn relative(from: &str, path: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), path.split('/').collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let ups = from.len() - shared;
    let mut steps = vec![".."; ups];
    steps.extend(to.iter().skip(shared));
    if steps.is_empty() { ".".to_owned() } else { steps.join("/") }
}

/// A text literal; XPath 1.0 cannot escape a quote, so a text with both kinds is put together.
fn literal(text: &str) -> String {
    if !text.contains('\'') {
        format!("'{text}'")
    } else if !text.contains('"') {
        format!("\"{text}\"")
    } else {
        let parts: Vec<String> = text.split('\'').map(|part| format!("'{part}'")).collect();
        format!("concat({})", parts.join(", \"'\", "))
    }
}

pub(crate) fn binary(operator: &'static str, a: XPath, b: XPath) -> XPath {
    XPath::Binary(operator, Box::new(a), Box::new(b))
}

/// All of them.
pub(crate) fn all(parts: impl IntoIterator<Item = XPath>) -> XPath {
    let mut kept = Vec::new();
    for part in parts {
        match part {
            XPath::Bool(true) => {}
            XPath::Bool(false) => return XPath::Bool(false),
            XPath::All(inner) => inner.into_iter().for_each(|part| push_new(&mut kept, part)),
            part => push_new(&mut kept, part),
        }
    }
    single(kept, true, XPath::All)
}

/// Any of them.
pub(crate) fn any(parts: impl IntoIterator<Item = XPath>) -> XPath {
    let mut kept = Vec::new();
    for part in parts {
        match part {
            XPath::Bool(false) => {}
            XPath::Bool(true) => return XPath::Bool(true),
            XPath::Any(inner) => inner.into_iter().for_each(|part| push_new(&mut kept, part)),
            part => push_new(&mut kept, part),
        }
    }
    single(kept, false, XPath::Any)
}

fn push_new(kept: &mut Vec<XPath>, part: XPath) {
    if !kept.contains(&part) {
        kept.push(part);
    }
}

fn single(mut parts: Vec<XPath>, of_none: bool, many: fn(Vec<XPath>) -> XPath) -> XPath {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, None) => XPath::Bool(of_none),
        (_, Some(last)) => {
            parts.push(last);
            many(parts)
        }
    }
}

/// The opposite.
pub(crate) fn not(of: XPath) -> XPath {
    match of {
        XPath::Bool(value) => XPath::Bool(!value),
        XPath::Call("not", mut inner) if inner.len() == 1 => inner.remove(0),
        other => XPath::Call("not", vec![other]),
    }
}

/// `a` where the condition holds, else `b`.
pub(crate) fn either(condition: XPath, a: XPath, b: XPath) -> XPath {
    match condition {
        XPath::Bool(true) => a,
        XPath::Bool(false) => b,
        condition if a == b => {
            let _ = condition;
            a
        }
        condition => XPath::Call("if", vec![condition, a, b]),
    }
}
