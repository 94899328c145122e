//! What a list is asked for: filter, order, columns and page, as they stand in an address.
//!
//! A text that was looked for is a name or a number of somebody: in an address it stands sealed, for its user and for a
//! few hours ([`registry::households::Sought`]).

use registry::figures::Borders;
use registry::households::{Decided, Filter, OfYear, Order, Sought};
use registry::store::dates::Instant;

use crate::layout::encoded;
use crate::signed_in::SignedIn;

/// A column that may be chosen; the head with the number is always there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    Village,
    Commune,
    Address,
    Members,
    Minority,
    Outcome,
    Year,
    Deprivations,
}

impl Column {
    pub(super) const ALL: [Column; 8] = [
        Column::Village,
        Column::Commune,
        Column::Address,
        Column::Members,
        Column::Minority,
        Column::Outcome,
        Column::Year,
        Column::Deprivations,
    ];
    const USUAL: [Column; 4] = [Column::Village, Column::Members, Column::Outcome, Column::Year];

    pub(super) const fn code(self) -> &'static str {
        match self {
            Column::Village => "village",
            Column::Commune => "commune",
            Column::Address => "address",
            Column::Members => "members",
            Column::Minority => "minority",
            Column::Outcome => "outcome",
            Column::Year => "year",
            Column::Deprivations => "deprivations",
        }
    }

    /// Key of its words.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Column::Village => "household-village",
            Column::Commune => "household-commune",
            Column::Address => "household-address",
            Column::Members => "household-members",
            Column::Minority => "household-minority",
            Column::Outcome => "household-outcome",
            Column::Year => "household-year",
            Column::Deprivations => "household-deprivations",
        }
    }
}

/// Orders with their codes and keys of their words.
pub(super) const ORDERS: [(Order, &str, &str); 3] = [
    (Order::Name, "name", "order-name"),
    (Order::Number, "number", "order-number"),
    (Order::Deprivations, "deprivations", "order-deprivations"),
];

/// Names in the address of a list.
pub(crate) const NAMES: &[&str] = &[
    "s",
    "commune",
    "village",
    "outcome",
    "year",
    "minority",
    "order",
    "col",
    "page",
    "standard",
    "borders",
    "deprived",
    "from_year",
    "from",
];

/// What a list is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) filter: Filter,
    pub(super) columns: Vec<Column>,
    pub(crate) page: usize,
    /// The text of the filter as it stands in addresses.
    sealed: Option<String>,
    /// The address held a text that can be opened no longer.
    pub(crate) has_lapsed: bool,
}

/// Of an outcome in an address: nothing was decided.
const NOTHING: &str = "none";

impl Asked {
    /// Reads an address. Only a sealed text is opened: one that somebody wrote into the address by hand is not looked at.
    pub(crate) fn of_address(signed_in: &SignedIn) -> Asked {
        let mut asked = Asked::of(&signed_in.visit.query);
        let sealed = asked.sealed.take();
        let Some(sealed) = sealed else { return asked };
        match signed_in.registry.open_search(signed_in.actor.user, &sealed, Instant::now()) {
            Sought::Text(text) => {
                asked.filter.text = Some(text);
                asked.sealed = Some(sealed);
            }
            Sought::Lapsed => asked.has_lapsed = true,
        }
        asked
    }

    /// Reads the form of a search and seals its text; `None` if the system gives no random numbers.
    pub(crate) fn of_search(signed_in: &SignedIn, pairs: &[(String, String)]) -> Option<Asked> {
        let mut asked = Asked { sealed: None, ..Asked::of(pairs) };
        let typed = pairs.iter().find(|(name, _)| name == "q").map(|(_, text)| text.trim());
        if let Some(text) = typed.filter(|text| !text.is_empty()) {
            let sealed = signed_in.registry.seal_search(signed_in.actor.user, text, Instant::now())?;
            asked.filter.text = Some(text.to_owned());
            asked.sealed = Some(sealed);
        }
        Some(asked)
    }

    /// Reads fields; what cannot be read is not asked.
    fn of(pairs: &[(String, String)]) -> Asked {
        let text = |name: &str| {
            let found = pairs.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
        };
        let chosen =
            |column: &Column| pairs.iter().any(|(name, value)| name == "col" && value == column.code());
        let columns: Vec<Column> = Column::ALL.into_iter().filter(chosen).collect();
        let order = ORDERS.into_iter().find(|(_, code, _)| text("order") == Some(code));
        let decided = decided(&text);
        // The place and year of a decision are part of it.
        let now = |name: &str| text(name).filter(|_| decided.is_none());
        Asked {
            filter: Filter {
                text: None,
                commune: now("commune").map(str::to_owned),
                village: now("village").and_then(|id| id.parse().ok()),
                outcome: now("outcome").map(str::to_owned),
                year: now("year").and_then(|year| year.parse().ok()),
                minority: match text("minority") {
                    Some("yes") => Some(true),
                    Some("no") => Some(false),
                    _ => None,
                },
                decided,
                order: order.map(|(order, ..)| order).unwrap_or_default(),
            },
            columns: if columns.is_empty() { Column::USUAL.to_vec() } else { columns },
            page: text("page").and_then(|page| page.parse().ok()).filter(|page| *page > 0).unwrap_or(1),
            sealed: text("s").map(str::to_owned),
            has_lapsed: false,
        }
    }

    /// The fields, without the page.
    pub(super) fn fields(&self) -> Vec<(&'static str, String)> {
        let filter = &self.filter;
        let minority = filter.minority.map(|is| if is { "yes" } else { "no" }.to_owned());
        let order = ORDERS.into_iter().find(|(order, ..)| *order == filter.order && *order != Order::Name);
        let single = [
            ("s", self.sealed.clone()),
            ("commune", filter.commune.clone()),
            ("village", filter.village.map(|id| id.to_string())),
            ("outcome", filter.outcome.clone()),
            ("year", filter.year.map(|year| year.to_string())),
            ("minority", minority),
            ("order", order.map(|(_, code, _)| code.to_owned())),
        ];
        let single = single.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let decided = filter.decided.iter().flat_map(decided_fields);
        let columns = self.columns.iter().filter(|_| self.columns != Column::USUAL);
        single.chain(decided).chain(columns.map(|column| ("col", column.code().to_owned()))).collect()
    }

    /// An address with these fields, at a page.
    pub(super) fn address(&self, path: &str, page: usize) -> String {
        let mut fields = self.fields();
        if page > 1 {
            fields.push(("page", page.to_string()));
        }
        let query: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
    }

    /// The same without what was decided in a year.
    pub(super) fn undecided(&self) -> Asked {
        let mut asked = self.clone();
        asked.filter.decided = None;
        asked
    }

    /// Whether anything narrows the list.
    pub(super) fn is_narrowed(&self) -> bool {
        Filter { order: Order::Name, ..self.filter.clone() } != Filter::default()
    }

    /// How many of the drop-downs narrow the list.
    pub(super) fn narrowing(&self) -> usize {
        let filter = &self.filter;
        let set = [
            filter.commune.is_some(),
            filter.village.is_some(),
            filter.outcome.is_some(),
            filter.year.is_some(),
            filter.minority.is_some(),
        ];
        set.into_iter().filter(|is| *is).count()
    }
}

/// A decision is asked for by naming its standard and its year.
fn decided<'a>(text: &impl Fn(&str) -> Option<&'a str>) -> Option<Decided> {
    let year = |name: &str| text(name).and_then(|year| year.parse::<i32>().ok());
    let outcome = |name: &str| match text(name) {
        None => OfYear::Whatever,
        Some(NOTHING) => OfYear::Nothing,
        Some(ids) => OfYear::OneOf(ids.split(',').map(str::to_owned).collect()),
    };
    Some(Decided {
        standard: text("standard")?.to_owned(),
        year: year("year")?,
        outcome: outcome("outcome"),
        from: year("from_year").map(|from| (from, outcome("from"))),
        deprived: text("deprived").map(str::to_owned),
        commune: text("commune").map(str::to_owned),
        village: text("village").and_then(|id| id.parse().ok()),
        borders: if text("borders") == Some("then") { Borders::OfTheTime } else { Borders::Today },
    })
}

/// The fields of a decision, as [`decided`] reads them.
pub(crate) fn decided_fields(decided: &Decided) -> Vec<(&'static str, String)> {
    let outcome = |outcome: &OfYear| match outcome {
        OfYear::Whatever => None,
        OfYear::Nothing => Some(NOTHING.to_owned()),
        OfYear::OneOf(ids) => Some(ids.join(",")),
    };
    let from = decided.from.as_ref();
    let fields = [
        ("standard", Some(decided.standard.clone())),
        ("year", Some(decided.year.to_string())),
        ("outcome", outcome(&decided.outcome)),
        ("from_year", from.map(|(year, _)| year.to_string())),
        ("from", from.and_then(|(_, of)| outcome(of))),
        ("deprived", decided.deprived.clone()),
        ("commune", decided.commune.clone()),
        ("village", decided.village.map(|id| id.to_string())),
        ("borders", (decided.borders == Borders::OfTheTime).then(|| "then".to_owned())),
    ];
    fields.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again(asked: &Asked) -> Asked {
        let address = asked.address("/households", asked.page);
        let query = address.split_once('?').map(|(_, query)| query).unwrap_or_default();
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        Asked::of(&pairs)
    }

    fn asked(pairs: &[(&str, &str)]) -> Asked {
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        Asked::of(&pairs)
    }

    #[test]
    fn what_is_asked_survives_its_address() {
        for pairs in [
            &[("commune", "24823"), ("outcome", "none"), ("minority", "no"), ("page", "3")][..],
            &[("year", "2025"), ("order", "number"), ("col", "address"), ("s", "00ff")],
            &[
                ("standard", "vn-2022"),
                ("year", "2025"),
                ("outcome", "poor,near_poor"),
                ("deprived", "toilet"),
            ],
            &[("standard", "vn-2022"), ("year", "2025"), ("from_year", "2024"), ("from", "none")],
            &[("standard", "vn-2022"), ("year", "2025"), ("commune", "24823"), ("borders", "then")],
        ] {
            let whole = asked(pairs);
            let again = again(&whole);
            assert_eq!(
                (&again.filter, &again.columns, again.page),
                (&whole.filter, &whole.columns, whole.page)
            );
            assert_eq!(again.sealed, whole.sealed);
        }
    }

    #[test]
    fn a_text_in_an_address_is_not_looked_at_and_never_written_there() {
        let typed = asked(&[("q", "lê văn an")]);
        assert_eq!(
            (typed.filter.text.clone(), typed.address("/households", 1)),
            (None, "/households".to_owned())
        );
        let mut found = typed;
        found.filter.text = Some("lê văn an".to_owned());
        assert_eq!(found.address("/households", 2), "/households?page=2");
    }
}
