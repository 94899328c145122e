//! Words of a name: of one person in the household, in any order, the last one perhaps unfinished; or of its village.
//!
//! Two ways lead to the same households. A rare name is looked up in the index of words. A frequent one is not: so many
//! have it that going through the households in the order of the list soon fills a page.

use store::{Fault, Queries, Value, places};
use uuid::Uuid;
use vocab::search_key;

use crate::households::wanted::{Wanted, unindexed};
use crate::{Registry, Scope};

/// A name that more households have is frequent.
const FREQUENT: i64 = 10_000;

/// What a typed name means.
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// The text as its search key.
    key: String,
    is_postgres: bool,
    is_looked_up: bool,
    /// Villages that are called so.
    villages: Vec<Uuid>,
}

impl Registry {
    /// What a text means as a name; `None` if it holds no letter.
    pub(super) async fn names(
        &self,
        text: &str,
        scope: &Scope,
        is_narrow: bool,
    ) -> Result<Option<Names>, Fault> {
        let key = search_key(text);
        if key.is_empty() {
            return Ok(None);
        }
        let is_postgres = self.store.is_postgres();
        let villages = self.villages_called(&key, scope).await?;
        let mut names = Names { key, is_postgres, is_looked_up: false, villages };
        // PostgreSQL knows how frequent words are and chooses the way itself.
        names.is_looked_up = !is_narrow && (is_postgres || self.is_rare(&names).await?);
        Ok(Some(names))
    }

    async fn villages_called(&self, key: &str, scope: &Scope) -> Result<Vec<Uuid>, Fault> {
        let mut values: Vec<Value> = vec![format!("{key}%").into()];
        let inside = scope.condition("v", &mut values);
        let sql =
            format!("select v.village_id from village_now v where v.search like $1 and {inside} limit 5000");
        self.store.rows(&sql, values).await?.iter().map(|row| row.id("village_id")).collect()
    }

    async fn is_rare(&self, names: &Names) -> Result<bool, Fault> {
        // Heads are counted at once; the word index takes its time with words that most people have.
        let mut heads = Wanted { sql: String::new(), values: Vec::new() };
        heads.sql = names.heads(&mut heads);
        let sql = format!(
            "select count(*) as n from (select 1 from household_now h where h.is_active = true and {} limit {}) x",
            heads.sql,
            FREQUENT + 1
        );
        let row = self.store.row(&sql, heads.values).await?;
        if row.map(|row| row.get::<i64>("n")).transpose()?.unwrap_or(0) > FREQUENT {
            return Ok(false);
        }
        let sql = format!(
            "select count(*) as n from (select 1 from household_search s where s.household_search match $1 limit {}) x",
            FREQUENT + 1
        );
        let row = self.store.row(&sql, vec![names.query().into()]).await?;
        let n: i64 = row.map(|row| row.get("n")).transpose()?.unwrap_or(0);
        Ok(n <= FREQUENT)
    }
}

impl Names {
    /// Households whose head's name begins with the text.
    pub(super) fn heads(&self, wanted: &mut Wanted) -> String {
        let (from, to) = self.range(wanted);
        format!("h.head_search >= {from} and h.head_search < {to}")
    }

    /// All others that have the name.
    pub(super) fn others(&self, wanted: &mut Wanted) -> String {
        let (from, to) = self.range(wanted);
        let mut ways = vec![self.of_a_person(wanted)];
        if !self.villages.is_empty() {
            let first = wanted.values.len() + 1;
            wanted.values.extend(self.villages.iter().map(|id| Value::from(*id)));
            ways.push(format!("h.village_id in ({})", places(first, self.villages.len(), self.is_postgres)));
        }
        format!(
            "(h.head_search is null or h.head_search < {from} or h.head_search >= {to}) and ({})",
            ways.join(" or ")
        )
    }

    /// Whether it is known that few have the name.
    pub(super) fn is_few(&self) -> bool {
        self.is_looked_up && !self.is_postgres
    }

    /// The other conditions beside [`Names::others`].
    pub(super) fn base_of_others(&self, sql: &str) -> String {
        if self.is_few() { unindexed(sql) } else { sql.to_owned() }
    }

    fn range(&self, wanted: &mut Wanted) -> (String, String) {
        let from = wanted.place(self.key.clone().into());
        (from, wanted.place(format!("{}\u{10ffff}", self.key).into()))
    }

    fn of_a_person(&self, wanted: &mut Wanted) -> String {
        let household = if !self.is_looked_up {
            self.all_words("h.names", wanted)
        } else if self.is_postgres {
            let at = wanted.place(self.query().into());
            format!("to_tsvector('simple', h.names) @@ to_tsquery('simple', {at})")
        } else {
            let at = wanted.place(self.query().into());
            format!(
                "h.number in (select s.rowid from household_search s where s.household_search match {at})"
            )
        };
        if !self.key.contains(' ') {
            return household;
        }
        // All words, and of one person.
        if self.is_postgres {
            let at = wanted.place(self.pattern().into());
            return format!("({household} and h.names ~ {at})");
        }
        let person = self.all_words("' ' || p.search || ' '", wanted);
        format!(
            "({household} and exists (select 1 from person_now p where p.household_id = h.household_id and {person}))"
        )
    }

    /// The last word may go on.
    fn all_words(&self, text: &str, wanted: &mut Wanted) -> String {
        let words: Vec<&str> = self.key.split(' ').collect();
        let last = words.len() - 1;
        let parts = words.iter().enumerate().map(|(at, word)| {
            let pattern = if at == last { format!("% {word}%") } else { format!("% {word} %") };
            let at = wanted.place(pattern.into());
            format!("({text}) like {at}")
        });
        parts.collect::<Vec<_>>().join(" and ")
    }

    /// All words between two bars, as a regular expression; the words hold nothing but letters and digits.
    fn pattern(&self) -> String {
        let (whole, last) = self.key.rsplit_once(' ').unwrap_or(("", &self.key));
        let whole = whole.split(' ').map(|word| format!("(?=[^|]* {word} )"));
        format!("(^|[|]){}(?=[^|]* {last})", whole.collect::<String>())
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
