//! CEL text to CEL's own syntax tree, refusing what is too deep to be read or run.

mod levels;

use cel::parser::{Expression, Parser};
use vocab::{Finding, Place};

use self::levels::{Unreadable, levels};

/// A rule may be this many levels deep.
pub(crate) const MAX_DEPTH: usize = 200;
/// And this many bytes long.
const MAX_LENGTH: usize = 50_000;

/// A parsed rule and the places of its nodes.
pub(crate) struct Parsed {
    pub(crate) root: Expression,
    places: cel::common::ast::SourceInfo,
    first_line: Place,
    /// Offsets of the line ends of the text.
    line_ends: Vec<usize>,
}

impl Parsed {
    /// The file and line of a node.
    pub(crate) fn place(&self, node: &Expression) -> Place {
        let offset = self.places.offset_for(node.id).map_or(0, |(start, _)| start as usize);
        let lines = self.line_ends.partition_point(|end| *end < offset);
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
    match levels(text, MAX_DEPTH) {
        Ok(levels) if levels > MAX_DEPTH => return Err(vec![too_deep(place.clone())]),
        Ok(_) => {}
        Err(Unreadable { line, message, hint }) => {
            return Err(vec![Finding::error(line_after(place, line), message, hint)]);
        }
    }
    let parser = Parser::new().max_recursion_depth(1000).error_recovery_limit(8);
    match parser.parse_with_source_info(text) {
        Ok((root, places)) => {
            let line_ends = text.match_indices('\n').map(|(at, _)| at).collect();
            Ok(Parsed { root, places, first_line: place.clone(), line_ends })
        }
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
