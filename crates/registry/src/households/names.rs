//! Words of a name: of one person in the household, in any order, the last one perhaps unfinished; or of its village.
//!
//! Two ways lead to the same households. A rare name is looked up in the index of words. A frequent one is not: so many
//! have it that going through the households in the order of the list soon finds enough. A look at some households says
//! which way is the shorter.

use store::{Fault, Queries, Value, places};
use uuid::Uuid;
use vocab::search_key;

use crate::households::Order;
use crate::households::wanted::Wanted;
use crate::{Registry, Scope};

/// So many households are looked at to see how frequent a name is.
const SAMPLE: i64 = 1000;

/// How households that have a name are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Going through the households in the order of the list.
    InOrder,
    /// By an index, and put in order afterwards.
    LookedUp,
    /// Where they stand together in the order of names.
    Heads,
}

/// Some of the households that have a name.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// All of a lower rank come first.
    pub(super) rank: u8,
    pub(super) way: Way,
    /// The condition.
    pub(super) sql: String,
}

/// What a typed name means.
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// The text as its search key.
    key: String,
    is_postgres: bool,
    /// To people who are called so.
    people: Way,
    /// To those who live in a village that is called so.
    residents: Way,
    /// Villages that are called so.
    villages: Vec<Uuid>,
}

impl Registry {
    /// What a text means as a name; `None` if it holds no letter.
    pub(super) async fn names(&self, text: &str, scope: &Scope) -> Result<Option<Names>, Fault> {
        let key = search_key(text);
        if key.is_empty() {
            return Ok(None);
        }
        let is_postgres = self.store.is_postgres();
        let villages = self.villages_called(&key, scope).await?;
        Ok(Some(Names { key, is_postgres, people: Way::InOrder, residents: Way::InOrder, villages }))
    }

    async fn villages_called(&self, key: &str, scope: &Scope) -> Result<Vec<Uuid>, Fault> {
        let mut values: Vec<Value> = vec![format!("{key}%").into()];
        let inside = scope.condition("v", &mut values);
        let sql =
            format!("select v.village_id from village_now v where v.search like $1 and {inside} limit 5000");
        self.store.rows(&sql, values).await?.iter().map(|row| row.id("village_id")).collect()
    }

    /// Chooses the ways to the first `most` by a sample: the same households each time, evenly among the numbers. A wrong guess takes longer
    /// and finds the same.
    pub(super) async fn choose(&self, names: &mut Names, most: i64) -> Result<(), Fault> {
        let sql = "select coalesce(max(number), 0) as n, (select count(*) from village_now) as villages from household_now";
        let Some(row) = self.store.row(sql, vec![]).await? else { return Ok(()) };
        let (all, villages): (i64, i64) = (row.get("n")?, row.get("villages")?);
        let sampled = all.clamp(1, SAMPLE);
        let mut sample = Wanted { sql: String::new(), values: Vec::new() };
        let (words, person) = (names.all_words("h.names", &mut sample), names.of_one_person(&mut sample));
        let first = sample.values.len() + 1;
        sample.values.extend((1..=sampled).map(|at| Value::from(at * all / sampled)));
        let numbers = places(first, sample.values.len() + 1 - first, names.is_postgres);
        let sql = format!(
            "select count(*) as with_words, coalesce(sum(case when {person} then 1 else 0 end), 0) as called \
             from household_now h where h.number in ({numbers}) and {words}"
        );
        let Some(row) = self.store.row(&sql, sample.values).await? else { return Ok(()) };
        let (with_words, called): (i64, i64) = (row.get("with_words")?, row.get("called")?);
        // What one row costs that is looked up, in rows that are passed in order: measured, `bench/registry`.
        let each = if names.is_postgres { 4 } else { 12 };
        let in_order =
            |of: i64, among: i64| most.saturating_mul(among).checked_div(of).unwrap_or(all).min(all);
        let way = |in_order: i64, looked_up: i64| {
            if in_order <= looked_up { Way::InOrder } else { Way::LookedUp }
        };
        // Of the few in a sample chance says how many have all words in one person: a third of them is taken for granted.
        let share = if called == 0 { 0 } else { called * 2 + with_words };
        names.people = way(in_order(share, 3 * sampled), with_words * all / sampled * each);
        let here = i64::try_from(names.villages.len()).unwrap_or(villages);
        // The households of a village stand together in an index, those passed in order do not show their village.
        names.residents = way(in_order(here, villages) * 2, here * all / villages.max(1));
        Ok(())
    }
}

impl Names {
    /// Everybody who has the name, in parts that may overlap. In the order of names, heads whose name begins with the text
    /// come first.
    pub(super) fn parts(&self, order: Order, wanted: &mut Wanted) -> Vec<Part> {
        let is_by_name = order == Order::Name;
        let mut parts = Vec::new();
        if is_by_name || self.people == Way::LookedUp {
            parts.push(Part { rank: 0, way: Way::Heads, sql: self.heads(wanted) });
        }
        let (rank, others) = if is_by_name { (1, self.no_heads(wanted)) } else { (0, "true".to_owned()) };
        let people = self.of_a_person(wanted);
        if self.villages.is_empty() {
            parts.push(Part { rank, way: self.people, sql: format!("{others} and {people}") });
            return parts;
        }
        let first = wanted.values.len() + 1;
        wanted.values.extend(self.villages.iter().map(|id| Value::from(*id)));
        let places = places(first, self.villages.len(), self.is_postgres);
        if (self.people, self.residents) == (Way::InOrder, Way::InOrder) {
            let sql = format!("{others} and ({people} or h.village_id in ({places}))");
            parts.push(Part { rank, way: Way::InOrder, sql });
            return parts;
        }
        parts.push(Part { rank, way: self.people, sql: format!("{others} and {people}") });
        // A sign before a column hides it from SQLite's choice of an index.
        let hidden = if self.residents == Way::InOrder && !self.is_postgres { "+" } else { "" };
        let residents = format!("{others} and {hidden}h.village_id in ({places})");
        parts.push(Part { rank, way: self.residents, sql: residents });
        parts
    }

    /// Households whose head's name begins with the text.
    pub(super) fn heads(&self, wanted: &mut Wanted) -> String {
        let (from, to) = self.range(wanted);
        format!("h.head_search >= {from} and h.head_search < {to}")
    }

    fn no_heads(&self, wanted: &mut Wanted) -> String {
        let (from, to) = self.range(wanted);
        format!("(h.head_search is null or h.head_search < {from} or h.head_search >= {to})")
    }

    fn range(&self, wanted: &mut Wanted) -> (String, String) {
        let from = wanted.place(self.key.clone().into());
        (from, wanted.place(format!("{}\u{10ffff}", self.key).into()))
    }

    fn of_a_person(&self, wanted: &mut Wanted) -> String {
        let is_in_order = self.people == Way::InOrder;
        let words = if is_in_order {
            self.all_words("h.names", wanted)
        } else {
            let at = wanted.place(self.query().into());
            if self.is_postgres {
                format!("to_tsvector('simple', h.names) @@ to_tsquery('simple', {at})")
            } else {
                format!(
                    "h.number in (select s.rowid from household_search s where s.household_search match {at})"
                )
            }
        };
        if !self.key.contains(' ') {
            return words;
        }
        let person = self.of_one_person(wanted);
        if is_in_order && self.is_postgres {
            // Whoever has not all words is not taken apart. PostgreSQL's statistics would take such names for rare, and it
            // would sort all households.
            return format!("(case when {words} then {person} else false end)");
        }
        format!("({words} and {person})")
    }

    /// All words, and of one person.
    fn of_one_person(&self, wanted: &mut Wanted) -> String {
        if self.is_postgres {
            let person = self.all_words("p.search", wanted);
            return format!(
                "exists (select 1 from unnest(string_to_array(h.names, '|')) as p (search) where {person})"
            );
        }
        let person = self.all_words("' ' || p.search || ' '", wanted);
        format!("exists (select 1 from person_now p where p.household_id = h.household_id and {person})")
    }

    /// The last word may go on.
    fn all_words(&self, text: &str, wanted: &mut Wanted) -> String {
        let words: Vec<&str> = self.key.split(' ').collect();
        let last = words.len() - 1;
        let find = if self.is_postgres { "strpos" } else { "instr" };
        let parts = words.iter().enumerate().map(|(at, word)| {
            let at = wanted.place(if at == last { format!(" {word}") } else { format!(" {word} ") }.into());
            format!("{find}({text}, {at}) > 0")
        });
        parts.collect::<Vec<_>>().join(" and ")
    }

    /// The words in the language of the word index.
    fn query(&self) -> String {
        if self.is_postgres {
            format!("{}:*", self.key.replace(' ', " & "))
        } else {
            format!("\"{}\"*", self.key.replace(' ', "\" \""))
        }
    }
}
