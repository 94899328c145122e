//! Tables without references, indexes and triggers while rows pour in; everything is as it was afterwards.

use store::{Fault, Queries, Store};

/// What was taken away, to be made again.
pub struct Bare(Vec<String>);

/// Takes away what slows writing.
pub async fn bare(store: &Store, tables: &[&str]) -> Result<Bare, Fault> {
    let mut again = Vec::new();
    let tx = store.begin().await?;
    for table in tables {
        if store.is_postgres() {
            let keys = format!(
                "select c.conname::text as name from pg_constraint c where c.conrelid = '{table}'::regclass and c.contype = 'f'"
            );
            for row in tx.rows(&keys, vec![]).await? {
                let name: String = row.get("name")?;
                tx.execute(&format!("alter table {table} drop constraint \"{name}\""), vec![]).await?;
            }
            let indexes = format!(
                "select i.indexname::text as name, i.indexdef::text as sql from pg_indexes i where i.tablename = '{table}' \
                 and i.schemaname = current_schema() and not exists (select 1 from pg_constraint c where c.conname = i.indexname)"
            );
            for row in tx.rows(&indexes, vec![]).await? {
                let (name, sql): (String, String) = (row.get("name")?, row.get("sql")?);
                tx.execute(&format!("drop index \"{name}\""), vec![]).await?;
                again.push(sql);
            }
        } else {
            let parts = format!(
                "select type as kind, sql from sqlite_schema where tbl_name = '{table}' and sql is not null order by rowid"
            );
            for row in tx.rows(&parts, vec![]).await? {
                let (kind, sql): (String, String) = (row.get("kind")?, row.get("sql")?);
                if kind == "table" {
                    let plain =
                        sql.split_once(", FOREIGN KEY").map_or(sql.clone(), |(head, _)| format!("{head} )"));
                    tx.execute(&format!("drop table {table}"), vec![]).await?;
                    tx.execute(&plain, vec![]).await?;
                } else {
                    again.push(sql);
                }
            }
        }
    }
    tx.commit().await?;
    Ok(Bare(again))
}

impl Bare {
    /// Makes it again; the word index of SQLite is filled from the rows.
    pub async fn mend(self, store: &Store) -> Result<(), Fault> {
        let tx = store.begin().await?;
        for sql in &self.0 {
            tx.execute(sql, vec![]).await?;
        }
        let words = "insert into household_search (rowid, words) select number, names from household_now where names is not null";
        tx.execute(if store.is_postgres() { "analyze" } else { words }, vec![]).await?;
        tx.commit().await
    }
}
