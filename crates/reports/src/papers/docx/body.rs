//! The parts of a sheet in order: head, words, tables, signatures.

use super::table::{lined, unlined};
use super::xml::Paragraph;
use super::{OFFICE, WORDS};
use crate::papers::layout::Layout;
use crate::papers::sheet::{Part, Sheet, Signatures};
use crate::papers::template::Style;

pub(super) fn document(sheet: &Sheet, layout: &Layout) -> String {
    let mut words = head(sheet, layout);
    for part in &sheet.parts {
        words += &match part {
            Part::Title { text, about } => title(text, about.as_deref(), layout),
            Part::Paragraph { runs, style, keep } => {
                let mut paragraph = Paragraph::of(runs.clone(), alignment(*style), layout.points("body"));
                paragraph.size = (*style == Style::Note).then(|| layout.points("note") * 2);
                paragraph.before = layout.points("space") * 20;
                if matches!(style, Style::Body | Style::Basis) {
                    paragraph.first_line = layout.twips("first_line");
                }
                paragraph.kept(*keep).xml()
            }
            // Two tables that touch would become one.
            Part::Table(grid) => gap(6) + &lined(grid, layout) + &gap(4),
            Part::Signatures(of) => gap(6) + &signatures(of, layout),
            Part::PageBreak => r#"<w:p><w:r><w:br w:type="page"/></w:r></w:p>"#.to_owned(),
        };
    }
    let page = format!(
        r#"<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="{}" w:right="{}" w:bottom="{}" w:left="{}" w:header="{}" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr>"#,
        layout.twips("top"),
        layout.twips("right"),
        layout.twips("bottom"),
        layout.twips("left"),
        layout.twips("top") / 2,
    );
    format!(
        r#"<w:document xmlns:w="{WORDS}" xmlns:r="{OFFICE}"><w:body>{words}{}{page}</w:body></w:document>"#,
        gap(2)
    )
}

fn gap(points: i64) -> String {
    Paragraph::center("", false, false, points).kept(true).xml()
}

fn alignment(style: Style) -> &'static str {
    match style {
        Style::Body | Style::Basis => "both",
        Style::Plain | Style::Heading | Style::Note => "left",
        Style::Center => "center",
    }
}

fn head(sheet: &Sheet, layout: &Layout) -> String {
    let width = layout.text_width();
    let (left, right) = (width * 2 / 5, width - width * 2 / 5);
    let size = layout.points("head");
    let mut agency: Vec<Paragraph> =
        sheet.parent.iter().map(|line| Paragraph::center(line, false, false, size)).collect();
    agency.extend(sheet.agency.iter().map(|line| Paragraph::center(line, true, false, size)));
    agency.push(Paragraph::rule(left * 2 / 5, left));
    let nation = vec![
        Paragraph::center(&layout.nation, true, false, size),
        Paragraph::center(&layout.motto, true, false, size + 1),
        Paragraph::rule(right * 3 / 5, right),
    ];
    let mut head = unlined(&[(left, agency), (right, nation)]);
    let number =
        sheet.number.iter().map(|number| Paragraph::center(number, false, false, layout.points("body")));
    let about = sheet.about.iter().map(|about| Paragraph::center(about, false, false, size).below(120));
    let day = sheet.place_date.iter().map(|day| Paragraph::center(day, false, true, layout.points("body")));
    let (below, day): (Vec<Paragraph>, Vec<Paragraph>) = (number.chain(about).collect(), day.collect());
    if !below.is_empty() {
        head += &(gap(3) + &unlined(&[(left, below), (right, day)]));
    }
    head
}

fn title(text: &str, about: Option<&str>, layout: &Layout) -> String {
    let (size, width) = (layout.points("title"), layout.text_width());
    let mut words = Paragraph::center(text, true, false, size).below(240).kept(true).xml();
    words +=
        &about.map_or(String::new(), |about| Paragraph::center(about, true, false, size).kept(true).xml());
    words + &Paragraph::rule(width / 4, width).xml()
}

/// Recipients at the left, signatures beside them; nothing of it is cut by the end of a page.
fn signatures(of: &Signatures, layout: &Layout) -> String {
    let width = layout.text_width();
    let mut cells = Vec::new();
    let has_recipients = of.recipients_label.is_some();
    let columns = i64::try_from(of.who.len() + usize::from(has_recipients)).unwrap_or(1).max(1);
    if let Some(label) = &of.recipients_label {
        let mut lines = vec![Paragraph {
            align: "left",
            ..Paragraph::center(label, true, true, layout.points("recipients_label"))
        }];
        let small = layout.points("recipients");
        lines.extend(
            of.recipients
                .iter()
                .map(|line| Paragraph { align: "left", ..Paragraph::center(line, false, false, small) }),
        );
        cells.push((width / columns, lines));
    }
    let body = layout.points("body");
    for who in &of.who {
        let mut lines = vec![Paragraph::center(&who.title, true, false, body).kept(true)];
        lines.extend(who.role.iter().map(|role| Paragraph::center(role, true, false, body).kept(true)));
        lines.extend(
            who.how.iter().map(|how| Paragraph::center(how, false, true, layout.points("note")).kept(true)),
        );
        let name = who.name.as_deref().unwrap_or("");
        lines.push(Paragraph::center(name, true, false, body).below(layout.twips("signature")).kept(of.keep));
        cells.push((width / columns, lines));
    }
    unlined(&cells)
}
