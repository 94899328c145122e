//! What a column counts: outcomes, bands and conditions by their names.

use super::{Asked, ConditionAt, Each, Family, Flow, Formula, Selection, Shows, Step, Unit};
use crate::questionnaire::Subject;
use crate::reading::{Table, closest};
use crate::standard::PovertyStandard;

/// The names that a column may use.
pub(super) struct Named<'a> {
    pub(super) families: &'a [Family],
    pub(super) standard: &'a PovertyStandard,
}

impl Named<'_> {
    /// The position of an outcome of the standard.
    pub(super) fn outcome(&self, table: &Table<'_>, key: &str) -> Option<u8> {
        let ids = self.standard.outcomes.iter().map(|outcome| outcome.id.as_str()).collect();
        position(table, key, ids)
    }

    fn family(&self, table: &Table<'_>, key: &str, id: &str) -> Option<u16> {
        let ids = self.families.iter().map(|family| family.id.as_str());
        match self.families.iter().position(|family| family.id == id) {
            Some(at) => Some(at as u16),
            None => {
                unknown(table, key, id, ids);
                None
            }
        }
    }

    /// A condition: `merit`, or `ethnic_group:28` of a family with codes.
    pub(super) fn condition(
        &self,
        table: &Table<'_>,
        key: &str,
        name: &str,
        of: Subject,
    ) -> Option<ConditionAt> {
        let (family, code) = name.split_once(':').map_or((name, None), |(family, code)| (family, Some(code)));
        let at = self.family(table, key, family)?;
        let family = self.families.get(usize::from(at))?;
        if family.of != of {
            let is = if family.of == Subject::Household { "households" } else { "members" };
            table.error_at_key(
                key,
                format!("`{name}` is asked of {is}"),
                "name a condition of the other kind",
            );
            return None;
        }
        let item = family.items.iter().position(|item| item.code.as_deref() == code);
        if item.is_none() {
            let hint = match code {
                None => format!("name one of its codes, as `{}:CODE`", family.id),
                Some(_) => "use a code of its question".to_owned(),
            };
            table.error_at_key(key, format!("no condition `{name}`"), hint);
        }
        Some(ConditionAt { family: at, item: item? as u16 })
    }

    /// What the keys `outcome`, `band`, `is` and `is_not` select.
    pub(super) fn selection(&self, table: &Table<'_>) -> Selection {
        let outcome = if table.has("outcome") { self.outcome(table, "outcome") } else { None };
        let bands = self.standard.income_bands.iter().map(|band| band.id.as_str()).collect();
        let band = if table.has("band") { position(table, "band", bands) } else { None };
        let mut conditions = Vec::new();
        for (key, wanted) in [("is", true), ("is_not", false)] {
            for name in table.texts(key) {
                let at = self.condition(table, key, &name, Subject::Household);
                conditions.extend(at.map(|at| (at, wanted)));
            }
        }
        Selection { outcome, band, conditions }
    }

    /// The flow that a table tells.
    pub(super) fn flow(&self, table: &Table<'_>) -> Option<Flow> {
        let inner = table.table("flow")?;
        let (of, beside) = (self.outcome(&inner, "of"), self.outcome(&inner, "beside"));
        let relapsed = inner.required_text("relapsed").unwrap_or_default();
        let relapsed = self.condition(&inner, "relapsed", &relapsed, Subject::Household);
        inner.report_unknown_keys();
        Some(Flow { of: of?, beside: beside?, relapsed: relapsed? })
    }

    /// What a column shows: exactly one of `count` with a selection, `flow` and `formula`.
    pub(super) fn shows(&self, table: &Table<'_>, kinds: bool, flow: Option<Flow>) -> Option<Shows> {
        let formula = table.has("formula").then(|| self.formula(table, kinds, flow));
        let step = table.has("flow").then(|| table.word("flow", &Step::ALL));
        match (formula, step) {
            (Some(formula), None) => formula,
            (None, Some(step)) => {
                if flow.is_none() {
                    table.error_at_key(
                        "flow",
                        "this table tells no flow",
                        "add `flow = { of = …, … }` above",
                    );
                }
                Some(Shows::Flow(flow?, step?))
            }
            (None, None) => self.count(table, kinds),
            (Some(_), Some(_)) => {
                table.error("a column shows a count, a step or a formula", "take one of them out");
                None
            }
        }
    }

    fn formula(&self, table: &Table<'_>, kinds: bool, flow: Option<Flow>) -> Option<Shows> {
        let text = table.required_text("formula")?;
        let formula = Formula::parse(&text);
        if formula.is_none() {
            let hint = "write columns as \"1-2-3\" or \"3/1×100\"; \"4:3\" is a column of table 4";
            table.error_at_key("formula", format!("`{text}` is no formula"), hint);
        }
        let truth = table.table("truth").and_then(|truth| {
            let shows = self.shows(&truth, kinds, flow);
            truth.report_unknown_keys();
            shows.map(Box::new)
        });
        Some(Shows::Formula(formula?, truth))
    }

    fn count(&self, table: &Table<'_>, kinds: bool) -> Option<Shows> {
        let selection = self.selection(table);
        let words = [("households", 0), ("people", 1), ("members", 2), ("deprivations", 3)];
        let unit = match table.word("count", &words) {
            None if table.has("count") => return None,
            None if kinds => return Some(Shows::Count(None, selection)),
            None => {
                let hint = "write count = \"households\", \"people\", \"members\" or \"deprivations\"";
                table.error("the column does not say what it counts", hint);
                return None;
            }
            Some(_) if kinds => {
                table.error_at_key("count", "the rows of this table say what is counted", "take `count` out");
                return None;
            }
            Some(0) => Unit::Households,
            Some(1) => Unit::People,
            Some(2) => {
                let name = table.required_text("member")?;
                Unit::Members(self.condition(table, "member", &name, Subject::Member)?)
            }
            Some(_) => Unit::Deprivations,
        };
        Some(Shows::Count(Some(unit), selection))
    }

    /// The run of columns that a column stands for.
    pub(super) fn each(&self, table: &Table<'_>) -> Option<Each> {
        let id = table.text("each")?;
        let family = self.family(table, "each", &id)?;
        let items = &self.families.get(usize::from(family))?.items;
        let mut except = Vec::new();
        for code in table.texts("except") {
            match items.iter().position(|item| item.code.as_deref() == Some(code.as_str())) {
                Some(at) => except.push(at as u16),
                None => {
                    table.error_at_key("except", format!("no code `{code}`"), "use a code of the question")
                }
            }
        }
        let most = table.integer("most", 1, 50).map(|most| most as usize);
        let rest = table.local_text("rest");
        if most.is_some() != rest.is_some() {
            table.error("`most` and `rest` stand together", "name the column of all the others");
        }
        let of = self.families.get(usize::from(family))?;
        let is_rule = of.of == Subject::Household
            && of.items.iter().all(|item| matches!(item.asks, Asked::Rule(_) | Asked::Indicator(_)));
        if !is_rule {
            table.error_at_key(
                "each",
                "a run of columns is made of conditions of households",
                "name another",
            );
        }
        if most.is_some() && !of.is_exclusive {
            let hint = "a household may be in several of these groups, so the rest cannot be added up";
            table.error_at_key("most", "only groups of a question with one answer have a rest", hint);
        }
        Some(Each { family, except, most: most.zip(rest) })
    }
}

/// The position of a word in a list of ids of the standard.
fn position(table: &Table<'_>, key: &str, ids: Vec<&str>) -> Option<u8> {
    let id = table.required_text(key)?;
    let at = ids.iter().position(|known| *known == id).and_then(|at| u8::try_from(at).ok());
    if at.is_none() {
        unknown(table, key, &id, ids.into_iter());
    }
    at
}

fn unknown<'n>(table: &Table<'_>, key: &str, name: &str, known: impl Iterator<Item = &'n str>) {
    let hint = match closest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "declare it, or use a name that the standard has".to_owned(),
    };
    table.error_at_key(key, format!("`{key}` is `{name}`, which is not known here"), hint);
}
