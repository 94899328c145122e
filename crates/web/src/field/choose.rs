//! A household is looked for: by its number, by a name, or by what the code of a paper form holds.

use registry::HouseholdId;
use registry::access::Right;
use registry::households::Filter;

use crate::error::Refusal;
use crate::signed_in::SignedIn;

/// So many are offered; more letters help.
const OFFERED: i64 = 20;

/// A household to choose.
pub(super) struct Choosable {
    pub(super) id: HouseholdId,
    pub(super) head: String,
    pub(super) number: i64,
    pub(super) place: String,
}

/// The households of the caller's area that a text may mean.
pub(super) async fn found(who: &SignedIn, text: &str) -> Result<Vec<Choosable>, Refusal> {
    let scope = who.scope(Right::ChangeHouseholds)?;
    let failed = |fault| Refusal::of_fault(&fault);
    let scanned = match scanned(text) {
        Some(id) => {
            who.registry.number_of(&scope, id).await.map_err(failed)?.map(|number| number.to_string())
        }
        None => None,
    };
    let text = scanned.unwrap_or_else(|| text.trim().to_owned());
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let filter = Filter { text: Some(text), ..Filter::default() };
    let found = who.registry.households(&scope, &filter, 1, OFFERED).await.map_err(failed)?;
    let of = |line: registry::households::Line| Choosable {
        id: line.id,
        head: line.head.unwrap_or_else(|| who.visit.t("head-unknown")),
        number: line.number,
        place: [line.village, line.address].into_iter().flatten().collect::<Vec<_>>().join(", "),
    };
    Ok(found.lines.into_iter().map(of).collect())
}

/// The id of a household in the text of a code, whatever stands around it.
fn scanned(text: &str) -> Option<HouseholdId> {
    const LENGTH: usize = 36;
    let starts = text.char_indices().map(|(at, _)| at);
    starts.filter_map(|at| text.get(at..at + LENGTH)).find_map(|part| part.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::scanned;

    #[test]
    fn the_id_of_a_household_is_found_in_the_text_of_a_code() {
        let id = "0190a5de-0000-7000-8000-0123456789ab";
        for text in [
            id.to_owned(),
            format!("chungtay:{id}"),
            format!("https://a.vn/h/{id}?x=1"),
            format!("mã hộ {id}"),
        ] {
            assert_eq!(scanned(&text).map(|id| id.to_string()).as_deref(), Some(id), "{text}");
        }
        assert_eq!(scanned("Lê Thị Hoà"), None);
        assert_eq!(scanned(&id[1..]), None);
    }
}
