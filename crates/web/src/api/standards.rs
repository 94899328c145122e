//! The standards: what outcomes and indicators are called.

use axum::response::Response;
use serde_json::{Value as Json, json};
use vocab::LocalText;

use crate::api::answer;
use crate::visit::Visit;

pub(super) async fn list(visit: Visit) -> Response {
    let standards = visit.site.library.standards.iter().map(|shelved| {
        let standard = &shelved.standard;
        let named = |id: &str, label: &LocalText| {
            json!({ "id": id, "vi": label.get(vocab::Language::Vi), "en": label.get(vocab::Language::En) })
        };
        json!({
            "id": standard.id,
            "vi": standard.label.get(vocab::Language::Vi),
            "en": standard.label.get(vocab::Language::En),
            "status": standard.status.code(),
            "from": standard.covers.from.map(|day| day.to_string()),
            "until": standard.covers.until.map(|day| day.to_string()),
            "outcomes": standard.outcomes.iter().map(|one| named(&one.id, &one.label)).collect::<Vec<Json>>(),
            "indicators": standard.indicators.iter().map(|one| named(&one.id, &one.label)).collect::<Vec<Json>>(),
        })
    });
    answer(&json!({ "standards": standards.collect::<Vec<Json>>() }))
}
