//! What a list is asked for: filter, order, columns and page, as they stand in an address.

use registry::households::{Filter, Order};

use crate::layout::encoded;

/// Digits from which on a text may be a personal number: it never stands in an address.
const NUMBER_DIGITS: usize = 9;

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
pub(crate) const NAMES: &[&str] =
    &["q", "commune", "village", "outcome", "year", "minority", "order", "col", "page"];

/// What a list is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) filter: Filter,
    pub(super) columns: Vec<Column>,
    pub(crate) page: usize,
}

impl Asked {
    /// Reads fields of an address or a form; what cannot be read is not asked.
    pub(crate) fn of(pairs: &[(String, String)]) -> Asked {
        let text = |name: &str| {
            let found = pairs.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
        };
        let chosen =
            |column: &Column| pairs.iter().any(|(name, value)| name == "col" && value == column.code());
        let columns: Vec<Column> = Column::ALL.into_iter().filter(chosen).collect();
        let order = ORDERS.into_iter().find(|(_, code, _)| text("order") == Some(code));
        Asked {
            filter: Filter {
                text: text("q").map(str::to_owned),
                commune: text("commune").map(str::to_owned),
                village: text("village").and_then(|id| id.parse().ok()),
                outcome: text("outcome").map(str::to_owned),
                year: text("year").and_then(|year| year.parse().ok()),
                minority: match text("minority") {
                    Some("yes") => Some(true),
                    Some("no") => Some(false),
                    _ => None,
                },
                order: order.map(|(order, ..)| order).unwrap_or_default(),
            },
            columns: if columns.is_empty() { Column::USUAL.to_vec() } else { columns },
            page: text("page").and_then(|page| page.parse().ok()).filter(|page| *page > 0).unwrap_or(1),
        }
    }

    /// The same from an address, which may not hold a personal number.
    pub(crate) fn of_address(pairs: &[(String, String)]) -> Asked {
        let mut asked = Asked::of(pairs);
        if asked.is_secret() {
            asked.filter.text = None;
        }
        asked
    }

    /// Whether the text may be an ID or telephone number.
    pub(super) fn is_secret(&self) -> bool {
        let text = self.filter.text.as_deref().unwrap_or_default();
        text.chars().filter(char::is_ascii_digit).count() >= NUMBER_DIGITS
    }

    /// The fields, without the page and without a secret text.
    pub(super) fn fields(&self) -> Vec<(&'static str, String)> {
        let filter = &self.filter;
        let text = filter.text.clone().filter(|_| !self.is_secret());
        let minority = filter.minority.map(|is| if is { "yes" } else { "no" }.to_owned());
        let order = ORDERS.into_iter().find(|(order, ..)| *order == filter.order && *order != Order::Name);
        let single = [
            ("q", text),
            ("commune", filter.commune.clone()),
            ("village", filter.village.map(|id| id.to_string())),
            ("outcome", filter.outcome.clone()),
            ("year", filter.year.map(|year| year.to_string())),
            ("minority", minority),
            ("order", order.map(|(_, code, _)| code.to_owned())),
        ];
        let single = single.into_iter().filter_map(|(name, value)| Some((name, value?)));
        let columns = self.columns.iter().filter(|_| self.columns != Column::USUAL);
        single.chain(columns.map(|column| ("col", column.code().to_owned()))).collect()
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

    /// Whether anything narrows the list.
    pub(super) fn is_narrowed(&self) -> bool {
        Filter { order: Order::Name, ..self.filter.clone() } != Filter::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(pairs: &[(&str, &str)]) -> Asked {
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        Asked::of(&pairs)
    }

    #[test]
    fn what_is_asked_survives_its_address() {
        let whole = asked(&[
            ("q", "lê văn"),
            ("commune", "24823"),
            ("outcome", "none"),
            ("year", "2025"),
            ("minority", "no"),
            ("order", "number"),
            ("col", "address"),
        ]);
        let address = whole.address("/households", 3);
        let query = address.split_once('?').map(|(_, query)| query).unwrap_or_default();
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        let again = Asked::of_address(&pairs);
        assert_eq!((again.filter, again.columns, again.page), (whole.filter, whole.columns, 3));
    }

    #[test]
    fn a_personal_number_is_in_no_address() {
        for number in ["068080001234", "0912 345 678", "Lê 068.080.001.234"] {
            let asked = asked(&[("q", number)]);
            assert!(asked.is_secret() && asked.address("/households", 2) == "/households?page=2", "{number}");
        }
        assert!(!asked(&[("q", "Tổ dân phố 12")]).is_secret());
    }
}
