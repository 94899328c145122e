//! Sơ đồ quy trình: a procedure as a page – diagram (Mermaid), states with what each guarantees, clocks – written from the
//! pack. The committed pages are compared with what is written here.

mod words;

use std::fmt::Write as _;

use standards::law::LegalDocument;
use vocab::{Language, written};

use crate::procedure::{Appointed, Procedure};
use crate::step::{Allowed, Ground, Step};
use words::Speech;

/// The states of a procedure as a Mermaid state diagram.
pub fn mermaid(procedure: &Procedure, language: Language) -> String {
    let mut text = String::from("stateDiagram-v2\n");
    let villages = procedure.village_steps();
    let in_villages = Speech { language, documents: &[] }.of("Ở từng thôn", "In every village");
    for (at, step) in procedure.steps.iter().enumerate() {
        if at == villages.start && !villages.is_empty() {
            line(&mut text, &format!("    state \"{in_villages}\" as villages {{"));
        }
        let indent = if villages.contains(&at) { "        " } else { "    " };
        line(&mut text, &format!("{indent}state \"{}\" as {}", step.label.get(language), step.id));
        if at + 1 == villages.end && !villages.is_empty() {
            line(&mut text, "    }");
        }
    }
    let mut before = "[*]".to_owned();
    for step in &procedure.steps {
        line(&mut text, &format!("    {before} --> {}", step.id));
        before.clone_from(&step.id);
    }
    line(&mut text, &format!("    {before} --> [*]"));
    for step in &procedure.steps {
        for back in &step.backs {
            if let Some(to) = procedure.steps.get(back.to) {
                line(&mut text, &format!("    {} --> {} : {}", step.id, to.id, back.label.get(language)));
            }
        }
    }
    text
}

/// The whole page of a procedure; `documents` are those of the pack, whose numbers it cites.
pub fn page(procedure: &Procedure, documents: &[LegalDocument], language: Language) -> String {
    let speech = Speech { language, documents };
    let mut text = String::new();
    let id = &procedure.id;
    line(&mut text, &format!("# {}\n", procedure.label.get(language)));
    line(
        &mut text,
        &match language {
            Language::Vi => {
                format!("Viết ra từ `packs/vn/procedures/{id}.toml`; sửa ở đó, không sửa ở đây.\n")
            }
            Language::En => {
                format!("Written from `packs/vn/procedures/{id}.toml`; change that file, not this page.\n")
            }
        },
    );
    if let Some((code, source)) = &procedure.code {
        let label = speech.of("Mã thủ tục hành chính", "Code of the administrative procedure");
        line(&mut text, &format!("- {label}: {code} ({})", speech.cited(source)));
    }
    line(
        &mut text,
        &format!("- {}: {}", speech.of("Căn cứ", "Legal basis"), speech.cited(&procedure.source)),
    );
    let when = speech.of("Thời gian", "When");
    line(
        &mut text,
        &format!(
            "- {when}: {} ({})",
            speech.window(&procedure.window),
            speech.cited(procedure.window.source())
        ),
    );
    if let Some((day, confidence)) = procedure.reported_end {
        let (day, sure) = (written::day(day, language), speech.confidence(confidence));
        line(
            &mut text,
            &match language {
                Language::Vi => format!(
                    "- Có tin quy trình hết hiệu lực từ {day} ({sure}): từ ngày đó mỗi đợt cần người có thẩm quyền xác nhận, kèm lý do."
                ),
                Language::En => format!(
                    "- Reported to end on {day} ({sure}): from that day every campaign needs a confirmation with a reason."
                ),
            },
        );
    }
    if let Some(note) = &procedure.note {
        line(&mut text, &format!("\n{}", note.get(language)));
    }
    let (drawing, steps) = (speech.of("Sơ đồ", "Diagram"), speech.of("Các bước", "Steps"));
    line(
        &mut text,
        &format!("\n## {drawing}\n\n```mermaid\n{}```\n\n## {steps}\n", mermaid(procedure, language)),
    );
    let mut owed_before: Vec<String> = Vec::new();
    for (at, step) in procedure.steps.iter().enumerate() {
        owed_before = of_step(&mut text, procedure, (at, step), owed_before, speech);
    }
    let always = procedure.always.iter().map(|allowed| done_by(procedure, allowed, language));
    let title = speech.of("### Không gắn với bước nào", "### Bound to no step");
    list(&mut text, title, &always.collect::<Vec<_>>());
    clocks(&mut text, procedure, speech);
    text
}

/// What may be done, and by whom.
fn done_by(procedure: &Procedure, allowed: &Allowed, language: Language) -> String {
    let by: Vec<String> =
        allowed.by.iter().map(|office| procedure.office_label(office).get(language).to_owned()).collect();
    format!("{} – {}", allowed.deed.label().get(language), by.join(", "))
}

fn clocks(text: &mut String, procedure: &Procedure, speech: Speech<'_>) {
    let language = speech.language;
    line(
        text,
        speech
            .of("## Thời hạn\n\n| thời hạn | bao lâu | nguồn |", "## Clocks\n\n| what | how long | source |"),
    );
    line(text, "|---|---|---|");
    for clock in &procedure.clocks {
        line(
            text,
            &format!(
                "| {} | {} | {} |",
                clock.label.get(language),
                speech.length(clock),
                speech.cited(&clock.source)
            ),
        );
    }
    for report in &procedure.reports {
        let (label, who) = (report.label.get(language), procedure.office_label(&report.by));
        let who = who.get(language);
        line(
            text,
            &format!("| {label} ({who}) | {} | {} |", speech.due(report.due), speech.cited(&report.source)),
        );
    }
    for level in &procedure.opinion {
        let who = match &level.who {
            Appointed::Office(id) => procedure.office_label(id).get(language).to_owned(),
            Appointed::Unknown(why) => {
                format!("{}: {}", speech.of("chưa rõ", "not known"), why.get(language))
            }
        };
        let what = speech.of("cho ý kiến", "opinion");
        line(
            text,
            &format!("| {what}, {} | {who} | {} |", speech.days(level.valid), speech.cited(&level.source)),
        );
    }
}

/// One step; gives what is owed up to and with it, which the next step guarantees.
fn of_step(
    text: &mut String,
    procedure: &Procedure,
    (at, step): (usize, &Step),
    owed_before: Vec<String>,
    speech: Speech<'_>,
) -> Vec<String> {
    let language = speech.language;
    let ground = match step.ground {
        Ground::Commune => speech.of("ở cấp xã", "in the commune"),
        Ground::Village => speech.of("ở từng thôn", "in every village"),
    };
    line(text, &format!("### {}. {} ({ground})\n", at + 1, step.label.get(language)));
    let leads = procedure.office_label(&step.leads);
    let (led_by, source) = (speech.of("Chủ trì", "Led by"), speech.of("Nguồn", "Source"));
    line(text, &format!("{led_by}: {}. {source}: {}.\n", leads.get(language), speech.cited(&step.source)));
    let mut guaranteed = owed_before.clone();
    guaranteed.extend(step.holds.iter().map(|holds| holds.get(language).to_owned()));
    list(text, speech.of("Vào bước này thì chắc chắn:", "Guaranteed on entering this step:"), &guaranteed);
    let deeds = step.deeds.iter().map(|allowed| done_by(procedure, allowed, language));
    list(text, speech.of("Làm được:", "Can be done:"), &deeds.collect::<Vec<_>>());
    let owed = step.duties.iter();
    let owed =
        owed.map(|owed| format!("{} ({})", owed.duty.label().get(language), speech.cited(&owed.source)));
    list(text, speech.of("Xong bước khi:", "Done when:"), &owed.collect::<Vec<_>>());
    let backs = step.backs.iter().filter_map(|back| {
        let to = procedure.steps.get(back.to)?.label.get(language);
        Some(format!("{} → {to} ({})", back.label.get(language), speech.cited(&back.source)))
    });
    list(text, speech.of("Quay lại khi:", "Back when:"), &backs.collect::<Vec<_>>());
    let mut now = owed_before;
    let labels = step.duties.iter().map(|owed| owed.duty.label().get(language).to_owned());
    now.extend(labels.filter(|label| !guaranteed.contains(label)));
    now
}

fn list(text: &mut String, title: &str, items: &[String]) {
    if !items.is_empty() {
        line(text, &format!("{title}\n"));
        for item in items {
            line(text, &format!("- {item}"));
        }
        line(text, "");
    }
}

fn line(text: &mut String, words: &str) {
    let _ = writeln!(text, "{words}");
}
