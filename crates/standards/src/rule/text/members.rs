//! What is said of the members of a household: some, all, none, so many, such a share.

use super::Speaker;
use super::conditions::is_negative;
use super::format::is_light;
use super::phrase::{Fit, Phrase, Who};
use super::shape::{Claim, Shape, parts, shape};
use crate::rule::{Comparison, Condition, Quantifier};

/// Shares are compared exactly as fractions.
pub(super) type Fraction = (i128, i128);

impl Speaker<'_> {
    /// A condition over the members, or its opposite.
    pub(super) fn quantified(&self, quantifier: Quantifier, inner: &Condition, yes: bool) -> Phrase {
        match (quantifier, yes) {
            (Quantifier::Exists, true) => self.someone((inner, true)),
            (Quantifier::Exists, false) => self.nobody((inner, true)),
            (Quantifier::All, true) => self.everyone((inner, true)),
            (Quantifier::All, false) => self.someone((inner, false)),
            (Quantifier::ExistsOne, true) => self.just_one((inner, true)),
            (Quantifier::ExistsOne, false) => self.not_one((inner, true)),
        }
    }

    pub(super) fn of(&self, who: &str, number: Who, claim: Claim<'_>) -> Phrase {
        let what = Box::new(self.phrase(claim.0, claim.1));
        Phrase::Of { who: who.to_owned(), number, what }
    }

    /// Like [`Speaker::of`], with an age said first: "có ít nhất một thành viên tuổi dưới 16 …". Not for all members or a
    /// share of them, which would then be all or a share of those of that age.
    fn narrowed(&self, who: &str, number: Who, claim: Claim<'_>) -> Phrase {
        let mut what = self.phrase(claim.0, claim.1);
        let mut who = who.to_owned();
        if let Phrase::Joined { all: true, parts } = &mut what {
            let narrows = |part: &Phrase| match part {
                Phrase::Words { text, fit: Fit::Narrows } if is_light(text) => Some(text.clone()),
                _ => None,
            };
            if let Some((at, age)) =
                parts.iter().enumerate().find_map(|(at, part)| Some((at, narrows(part)?)))
            {
                parts.remove(at);
                who = format!("{who} {age}");
            }
            if parts.len() == 1 {
                what = parts.remove(0);
            }
        }
        Phrase::Of { who, number, what: Box::new(what) }
    }

    pub(super) fn someone(&self, claim: Claim<'_>) -> Phrase {
        self.narrowed(self.words("có ít nhất một thành viên", "at least one member"), Who::One, claim)
    }

    fn just_one(&self, claim: Claim<'_>) -> Phrase {
        self.narrowed(self.words("có đúng một thành viên", "exactly one member"), Who::One, claim)
    }

    fn not_one(&self, claim: Claim<'_>) -> Phrase {
        let who = self
            .words("không có hoặc có từ hai thành viên trở lên", "none, or more than one, of the members");
        self.of(who, Who::Many, claim)
    }

    /// "không có thành viên nào …", or "mọi thành viên … đều …" where that says it without two negations.
    fn nobody(&self, claim: Claim<'_>) -> Phrase {
        if let Shape::All(claims) = shape(claim)
            && let Ok(claims) = parts(claims, true)
            && let [guards @ .., last] = claims.as_slice()
            && !guards.is_empty()
            && is_negative(*last)
            && let Some(who) = self.everyone_who(guards.to_vec())
        {
            return self.of(&who, Who::One, (last.0, !last.1));
        }
        self.narrowed(self.words("không có thành viên nào", "no member"), Who::Nobody, claim)
    }

    /// "mọi thành viên đều …"; what only narrows whom it is about comes first: "mọi thành viên tuổi dưới 16 đều …".
    pub(super) fn everyone(&self, claim: Claim<'_>) -> Phrase {
        if let Shape::Any(claims) = shape(claim)
            && let Ok(claims) = parts(claims, false)
        {
            let guarded = claims.iter().take_while(|claim| is_negative(**claim)).count();
            let (guards, rest) = claims.split_at(guarded.min(claims.len().saturating_sub(1)));
            let guards: Vec<Claim<'_>> = guards.iter().map(|(condition, yes)| (*condition, !yes)).collect();
            if !guards.is_empty()
                && let Some(who) = self.everyone_who(guards)
            {
                let what = Box::new(self.all_or_any(rest.to_vec(), false));
                return Phrase::Of { who, number: Who::One, what };
            }
        }
        self.of(self.words("mọi thành viên đều", "every member"), Who::One, claim)
    }

    fn everyone_who(&self, guards: Vec<Claim<'_>>) -> Option<String> {
        // Words that follow "thành viên" come from these alone; anything longer would be made in vain.
        let is_short = |claim: &Claim<'_>| match claim.0 {
            Condition::Answer(_) => true,
            _ => self.test(*claim).is_some_and(|test| test.is_simple()),
        };
        if !guards.iter().all(is_short) {
            return None;
        }
        let guards = self.all_or_any(guards, true);
        if let Phrase::Words { text, fit: Fit::Narrows } = &guards {
            return Some(say!(self, "mọi thành viên {text} đều", "every member {text}"));
        }
        let guards = self.attached(Who::One, &guards)?;
        Some(say!(self, "mọi thành viên {guards} đều", "every member who {guards}"))
    }

    /// So many members.
    pub(super) fn so_many(&self, comparison: Comparison, n: i64, claim: Claim<'_>) -> Option<Phrase> {
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        let who = match (comparison, n) {
            (Greater | NotEqual, 0) | (GreaterOrEqual, 1) => return Some(self.someone(claim)),
            (Equal | LessOrEqual, 0) | (Less, 1) => return Some(self.nobody(claim)),
            (Equal, 1) => return Some(self.just_one(claim)),
            (NotEqual, 1) => return Some(self.not_one(claim)),
            (GreaterOrEqual, n) => say!(self, "có ít nhất {n} thành viên", "at least {n} members"),
            (Greater, n) => say!(self, "có trên {n} thành viên", "more than {n} members"),
            (LessOrEqual, n) => say!(self, "có không quá {n} thành viên", "at most {n} members"),
            (Less, n) => say!(self, "có dưới {n} thành viên", "fewer than {n} members"),
            (Equal, n) => say!(self, "có đúng {n} thành viên", "exactly {n} members"),
            (NotEqual, _) => return None,
        };
        (n >= 0).then(|| self.narrowed(&who, Who::Many, claim))
    }

    /// Such a share of the members: "hơn một nửa số thành viên". `percent` is the share as it is written in percent.
    pub(super) fn such_a_share(
        &self,
        comparison: Comparison,
        share: Fraction,
        percent: Option<String>,
        claim: Claim<'_>,
    ) -> Option<Phrase> {
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
        let (above, below) = share;
        if above <= 0 || above > below {
            return None;
        }
        if above == below {
            return match comparison {
                Equal | GreaterOrEqual => Some(self.everyone(claim)),
                Less | NotEqual => Some(self.someone((claim.0, !claim.1))),
                Greater | LessOrEqual => None,
            };
        }
        let x = match (percent, share) {
            (Some(percent), _) => format!("{percent}%"),
            (None, (1, 2)) => self.words("một nửa", "half").to_owned(),
            (None, _) => format!("{above}/{below}"),
        };
        let who = match comparison {
            Greater => say!(self, "hơn {x} số thành viên", "more than {x} of the members"),
            GreaterOrEqual => say!(self, "ít nhất {x} số thành viên", "at least {x} of the members"),
            Less => say!(self, "chưa đến {x} số thành viên", "less than {x} of the members"),
            LessOrEqual => say!(self, "không quá {x} số thành viên", "at most {x} of the members"),
            Equal => say!(self, "đúng {x} số thành viên", "exactly {x} of the members"),
            NotEqual => return None,
        };
        Some(self.of(&who, Who::Many, claim))
    }
}
