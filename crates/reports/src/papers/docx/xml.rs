//! Text and paragraphs in XML. Nothing that a person wrote becomes a tag.

use crate::papers::wording::Run;

/// A text as the content of an element or attribute; signs that XML cannot hold are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            '\t' | '\n' | '\r' => safe.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => safe.push(letter),
        }
    }
    safe
}

/// A paragraph: how it stands, and its words.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    pub(super) runs: Vec<Run>,
    /// Half points; without it the size of the body.
    pub(super) size: Option<i64>,
    pub(super) align: &'static str,
    /// Twips above.
    pub(super) before: i64,
    /// Twips by which the first line is set in.
    pub(super) first_line: i64,
    /// On one page with what follows.
    pub(super) keep: bool,
    /// A line above, so many twips from both edges.
    pub(super) line: Option<i64>,
}

impl Paragraph {
    /// Words that all look the same, in the middle.
    pub(super) fn center(text: &str, bold: bool, slanted: bool, points: i64) -> Paragraph {
        let runs = vec![Run { text: text.to_owned(), bold, slanted }];
        Paragraph::of(runs, "center", points)
    }

    pub(super) fn of(runs: Vec<Run>, align: &'static str, points: i64) -> Paragraph {
        Paragraph { runs, size: Some(points * 2), align, before: 0, first_line: 0, keep: false, line: None }
    }

    /// A line of so many twips, in the middle of a place of a width.
    pub(super) fn rule(length: i64, width: i64) -> Paragraph {
        let edge = (width - length) / 2;
        Paragraph { line: Some(edge.max(0)), before: 40, ..Paragraph::of(Vec::new(), "center", 4) }
    }

    /// With space above.
    pub(super) fn below(mut self, twips: i64) -> Paragraph {
        self.before = twips;
        self
    }

    /// On one page with what follows.
    pub(super) fn kept(mut self, keep: bool) -> Paragraph {
        self.keep = keep;
        self
    }

    pub(super) fn xml(&self) -> String {
        let keep = if self.keep { "<w:keepNext/><w:keepLines/>" } else { "" };
        let line = self.line.map_or(String::new(), |_| {
            r#"<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>"#.to_owned()
        });
        let edges = self.line.map_or(String::new(), |edge| format!(r#" w:left="{edge}" w:right="{edge}""#));
        let (before, first, align) = (self.before, self.first_line, self.align);
        let size = self
            .size
            .map_or(String::new(), |size| format!(r#"<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>"#));
        let runs: String = self.runs.iter().map(|run| of_run(run, &size)).collect();
        let mark = if size.is_empty() { String::new() } else { format!("<w:rPr>{size}</w:rPr>") };
        format!(
            r#"<w:p><w:pPr>{keep}{line}<w:spacing w:before="{before}" w:after="0"/><w:ind w:firstLine="{first}"{edges}/><w:jc w:val="{align}"/>{mark}</w:pPr>{runs}</w:p>"#
        )
    }
}

fn of_run(run: &Run, size: &str) -> String {
    let bold = if run.bold { "<w:b/>" } else { "" };
    let slanted = if run.slanted { "<w:i/>" } else { "" };
    let text = escaped(&run.text);
    format!(r#"<w:r><w:rPr>{bold}{slanted}{size}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>"#)
}
