//! One result explained on a terminal: the tree of rules with articles, what is near the line, what would change it.

use std::io::{self, Write};

use engine::bounds::Truth;
use engine::explain::{Explanation, Reason, Said};
use lake::ExplainedHousehold;
use vocab::{Citation, Confidence, Language};

/// Prints the explanation of one household.
pub(crate) fn print(
    explanation: &Explanation,
    household: &ExplainedHousehold,
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
        tree(reason, 1, household, language, out)?;
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
    household: &ExplainedHousehold,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let indent = "  ".repeat(depth);
    // A part says what is so, whether the rule holds or not: only results carry a verdict.
    let mark = match (reason.result, reason.rule.as_str()) {
        (Truth::Unknown, _) => "?",
        (_, "part") => "–",
        (Truth::Yes, _) => "✓",
        (Truth::No, _) => "✗",
    };
    let cites: Vec<String> = reason.cites.iter().map(|cite| cited(cite, language)).collect();
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
            tree(child, depth + 1, household, language, out)?;
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

/// A citation with the mark of anything that was not read in the official text.
pub(crate) fn cited(cite: &Citation, language: Language) -> String {
    let mark = match (cite.confidence, language) {
        (Confidence::Verified, _) => return cite.to_string(),
        (Confidence::Secondary, Language::Vi) => "nguồn gián tiếp, chưa đối chiếu",
        (Confidence::Secondary, Language::En) => "second-hand, not verified",
        (Confidence::Unverified, Language::Vi) => "theo trí nhớ, chưa đối chiếu",
        (Confidence::Unverified, Language::En) => "from memory, not verified",
        (Confidence::Invented, Language::Vi) => "ví dụ, không phải luật",
        (Confidence::Invented, Language::En) => "an example, not law",
    };
    format!("{cite} – {mark}")
}
