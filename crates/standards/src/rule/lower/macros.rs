//! Rules over the members of a household: `members.exists(m, …)`, `filter`, `map` and their kin.

use cel::parser::Expression;

use super::{Lowering, Typed};
use crate::rule::expr::{Condition, Quantifier};
use crate::rule::syntax::Macro;

/// So many member macros may stand inside each other: each multiplies the work by the number of members.
const MOST_MACROS: usize = 3;

impl Lowering<'_> {
    pub(super) fn member_macro(
        &mut self,
        range: &Expression,
        variable: &str,
        found: Macro<'_>,
    ) -> Option<Typed> {
        let kept = match self.typed(range)? {
            Typed::Members(kept) => kept,
            _ => {
                self.error(range, "this macro runs over `members` only", "write members.exists(m, …)");
                return None;
            }
        };
        if self.macros == MOST_MACROS {
            let hint = "the inner one is the same for every member: say it once, with && or ?: outside";
            self.error(range, format!("more than {MOST_MACROS} member macros inside each other"), hint);
            return None;
        }
        let outer = self.member.replace(variable.to_owned());
        self.macros += 1;
        let typed = self.macro_body(kept, found);
        self.macros -= 1;
        self.member = outer;
        typed
    }

    fn macro_body(&mut self, kept: Option<Condition>, found: Macro<'_>) -> Option<Typed> {
        let members = |quantifier, condition| {
            Some(Typed::Condition(Condition::Members(quantifier, Box::new(condition))))
        };
        match found {
            Macro::Exists(body) => members(Quantifier::Exists, both(kept, self.condition(body)?)),
            Macro::ExistsOne(body) => members(Quantifier::ExistsOne, both(kept, self.condition(body)?)),
            Macro::All(body) => {
                let body = self.condition(body)?;
                let all = match kept {
                    Some(kept) => Condition::Or(vec![kept.negated(), body]),
                    None => body,
                };
                members(Quantifier::All, all)
            }
            Macro::Filter(keep) => Some(Typed::Members(Some(both(kept, self.condition(keep)?)))),
            Macro::Map(keep, value) => {
                let kept = match keep {
                    Some(keep) => Some(both(kept, self.condition(keep)?)),
                    None => kept,
                };
                Some(Typed::Mapped(kept, self.quantity(value)?))
            }
        }
    }
}

fn both(kept: Option<Condition>, condition: Condition) -> Condition {
    match kept {
        Some(kept) => Condition::And(vec![kept, condition]),
        None => condition,
    }
}
