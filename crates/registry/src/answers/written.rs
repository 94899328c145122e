//! Answers as a data file writes them, in the form in which they are stored. Nothing is judged here: what cannot be an
//! answer stays a text, and the strict reader says what is wrong with it.

use serde_json::{Value as Json, json};
use standards::questionnaire::AnswerKind;

/// What a cell says, by the question that its column names.
pub(crate) fn of_text(kind: &AnswerKind, text: &str) -> Json {
    let text = text.trim();
    match kind {
        AnswerKind::Boolean => match text {
            "1" | "true" => json!(true),
            "0" | "false" => json!(false),
            _ => json!(text),
        },
        AnswerKind::Number { decimal: false, .. } => {
            text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number))
        }
        AnswerKind::Choices(_) => {
            json!(text.split(';').map(str::trim).filter(|code| !code.is_empty()).collect::<Vec<_>>())
        }
        AnswerKind::Number { .. } | AnswerKind::Date | AnswerKind::Text | AnswerKind::Choice(_) => {
            json!(text)
        }
    }
}
