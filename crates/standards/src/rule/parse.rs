//! CEL text to CEL's own syntax tree, refusing what is too deep to be read or run.

use cel::parser::{Expression, Parser};
use vocab::{Finding, Place};

/// A rule may be this many levels deep.
pub(crate) const MAX_DEPTH: usize = 200;
/// And this many bytes long.
const MAX_LENGTH: usize = 50_000;

/// A parsed rule and the places of its nodes.
pub(crate) struct Parsed {
    pub(crate) root: Expression,
    places: cel::common::ast::SourceInfo,
    first_line: Place,
    text: String,
}

impl Parsed {
    /// The file and line of a node.
    pub(crate) fn place(&self, node: &Expression) -> Place {
        let offset = self.places.offset_for(node.id).map_or(0, |(start, _)| start as usize);
        let before = self.text.char_indices().take_while(|(at, _)| *at < offset);
        let lines = before.filter(|(_, c)| *c == '\n').count();
        line_after(&self.first_line, lines)
    }
}

fn line_after(first: &Place, lines: usize) -> Place {
    Place { file: first.file.clone(), line: first.line + lines }
}

/// Parses a rule that begins at `place`.
///
/// # Errors
/// All syntax errors, each with its line.
pub(crate) fn parse(text: &str, place: &Place) -> Result<Parsed, Vec<Finding>> {
    if text.len() > MAX_LENGTH {
        return Err(vec![Finding::error(
            place.clone(),
            format!("the rule is longer than {MAX_LENGTH} bytes"),
            "split it into several indicators or questions",
        )]);
    }
    if levels(text) > MAX_DEPTH {
        return Err(vec![too_deep(place.clone())]);
    }
    let parser = Parser::new().max_recursion_depth(1000).error_recovery_limit(8);
    match parser.parse_with_source_info(text) {
        Ok((root, places)) => Ok(Parsed { root, places, first_line: place.clone(), text: text.to_owned() }),
        Err(errors) => Err(errors
            .errors
            .iter()
            .map(|error| {
                let lines = usize::try_from(error.pos.0 - 1).unwrap_or(0);
                Finding::error(
                    line_after(place, lines),
                    format!("not a rule (column {}): {}", error.pos.1, error.msg.trim()),
                    "rules are CEL expressions; packs/README.md lists what they may hold",
                )
            })
            .collect()),
    }
}

/// The finding for a rule that nobody could read.
pub(crate) fn too_deep(place: Place) -> Finding {
    Finding::error(
        place,
        format!("the rule is more than {MAX_DEPTH} levels deep"),
        "split it into several indicators or questions",
    )
}

/// An upper bound on the depth of the syntax tree, without building it: the parser recurses once a level, and a
/// hostile rule must not exhaust the stack.
fn levels(text: &str) -> usize {
    let mut open: Vec<(usize, usize)> = vec![(0, 0)]; // (conditionals, operators since the last `&&`, `||` or `,`)
    let mut deepest = 0;
    let mut quoted: Option<char> = None;
    let mut previous = ' ';
    for c in text.chars() {
        if let Some(quote) = quoted {
            if c == quote && previous != '\\' {
                quoted = None;
            }
            previous = if c == '\\' && previous == '\\' { ' ' } else { c };
            continue;
        }
        match c {
            '"' | '\'' => quoted = Some(c),
            '(' | '[' | '{' => open.push((0, 0)),
            ')' | ']' | '}' if open.len() > 1 => {
                open.pop();
            }
            '?' => bump(&mut open, true),
            '!' | '+' | '-' | '*' | '/' | '%' | '<' | '>' | '=' | '.' => bump(&mut open, false),
            '&' | '|' | ',' => {
                if let Some(top) = open.last_mut() {
                    top.1 = 0;
                }
            }
            _ => {}
        }
        previous = c;
        deepest = deepest.max(open.iter().map(|(a, b)| 1 + a + b).sum::<usize>());
    }
    deepest
}

fn bump(open: &mut [(usize, usize)], conditional: bool) {
    if let Some(top) = open.last_mut() {
        if conditional { top.0 += 1 } else { top.1 += 1 }
    }
}
