//! One result explained on a terminal: the tree of rules with articles, what is near the line, what would change it.

use std::collections::BTreeMap;
use std::io::{self, Write};

use engine::bounds::Truth;
use engine::explain::{Explanation, Reason, Said};
use lake::ExplainedHousehold;
use standards::{PackFiles, law};
use vocab::{Citation, Confidence, Language};

/// Prints the explanation of one household.
pub(crate) fn print(
    explanation: &Explanation,
    household: &ExplainedHousehold,
    numbers: &Numbers,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let words = |vi: &'static str, en: &'static str| if language == Language::Vi { vi } else { en };
    writeln!(out, "\n{} {}: {}", words("Hộ", "Household"), household.household_id, explanation.label)?;
    if household.has_problems {
        writeln!(
            out,
            "{}",
            words("(có ô dữ liệu sai, coi như chưa trả lời)", "(some cells were bad and count as missing)")
        )?;
    }
    for reason in &explanation.reason.children {
        tree(reason, 1, (household, numbers), language, out)?;
    }
    if let Some(points) = &explanation.in_points {
        writeln!(out, "  = {points}")?;
    }
    if !explanation.needs.is_empty() {
        writeln!(out, "\n{}", words("Cần thêm câu trả lời", "Answers that could decide"))?;
        for need in &explanation.needs {
            writeln!(out, "  - {}", said(need, household, language))?;
        }
    }
    if !explanation.near.is_empty() {
        writeln!(out, "\n{}", words("Sát ngưỡng", "Near the line"))?;
        for near in &explanation.near {
            let distance = if near.on_the_line {
                words("đúng bằng ngưỡng", "exactly on the line").to_owned()
            } else {
                format!("{} {}", words("cách ngưỡng", "distance"), near.distance)
            };
            writeln!(out, "  - {} ({distance})", near.text)?;
        }
    }
    if !explanation.otherwise.is_empty() {
        writeln!(out, "\n{}", words("Kết quả sẽ khác nếu", "It would be different if"))?;
        for other in &explanation.otherwise {
            let answers: Vec<String> =
                other.answers.iter().map(|answer| said(answer, household, language)).collect();
            writeln!(out, "  - {}: {}", other.label, answers.join("; "))?;
        }
    }
    Ok(())
}

fn tree(
    reason: &Reason,
    depth: usize,
    (household, numbers): (&ExplainedHousehold, &Numbers),
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let indent = "  ".repeat(depth);
    // A part says what is so, whether the rule holds or not: only results carry a verdict.
    let mark = match (reason.result, reason.rule.as_str()) {
        (Truth::Unknown, _) => "?",
        (_, "part") => "–",
        (Truth::Yes, rule) if rule.starts_with("indicator:") => "●",
        (Truth::No, rule) if rule.starts_with("indicator:") => "○",
        (Truth::Yes, _) => "✓",
        (Truth::No, _) => "✗",
    };
    let cites: Vec<String> = reason.cites.iter().map(|cite| numbers.cited(cite, language)).collect();
    let cites = if cites.is_empty() { String::new() } else { format!("  [{}]", cites.join("; ")) };
    writeln!(out, "{indent}{mark} {}{cites}", reason.text)?;
    let unknown = reason.result == Truth::Unknown;
    for answer in
        reason.answers.iter().filter(|answer| !answer.text.is_empty() && (!unknown || answer.missing))
    {
        writeln!(out, "{indent}    · {}", said(answer, household, language))?;
    }
    // What is not deprived needs no reasons on a terminal; the JSON has the whole tree.
    let quiet = reason.result == Truth::No && reason.rule.starts_with("indicator:");
    if !quiet {
        for child in &reason.children {
            tree(child, depth + 1, (household, numbers), language, out)?;
        }
    }
    Ok(())
}

fn said(said: &Said, household: &ExplainedHousehold, language: Language) -> String {
    let text = if said.text.is_empty() { said.question.as_str() } else { said.text.as_str() };
    match said.member {
        None => text.to_owned(),
        Some(member) => {
            let number =
                household.member_nos.get(member).cloned().unwrap_or_else(|| (member + 1).to_string());
            let word = if language == Language::Vi { "thành viên" } else { "member" };
            format!("{word} {number}: {text}")
        }
    }
}

/// Official numbers of the legal documents of a pack, by id.
#[derive(Debug, Default)]
pub(crate) struct Numbers(BTreeMap<String, String>);

impl Numbers {
    /// Reads them from `law/`.
    pub(crate) fn read(files: &PackFiles) -> Numbers {
        let (documents, _) = law::documents(files);
        Numbers(documents.into_iter().map(|document| (document.id, document.number)).collect())
    }

    /// A citation by its official number, with the mark of anything that was not read in the official text.
    pub(crate) fn cited(&self, cite: &Citation, language: Language) -> String {
        let shown = match self.0.get(&cite.doc) {
            Some(number) => cite.to_string().replacen(&cite.doc, number, 1),
            None => cite.to_string(),
        };
        let mark = match (cite.confidence, language) {
            (Confidence::Verified, _) => return shown,
            (Confidence::Secondary, Language::Vi) => "nguồn gián tiếp, chưa đối chiếu",
            (Confidence::Secondary, Language::En) => "second-hand, not verified",
            (Confidence::Unverified, Language::Vi) => "theo trí nhớ, chưa đối chiếu",
            (Confidence::Unverified, Language::En) => "from memory, not verified",
            (Confidence::Invented, Language::Vi) => "ví dụ, không phải luật",
            (Confidence::Invented, Language::En) => "an example, not law",
        };
        format!("{shown} – {mark}")
    }
}
