//! The tables as they are, in one form for both databases, so that the two can be compared.

use std::collections::{BTreeMap, BTreeSet};

use crate::fault::Fault;
use crate::open::Store;
use crate::tx::Queries;

/// All tables of a database by name.
pub type Schema = BTreeMap<String, TableShape>;

/// One table, without what only one database knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableShape {
    /// Column, type in our words, whether it is required; in order.
    pub columns: Vec<(String, &'static str, bool)>,
    /// Columns of the primary key, in order.
    pub key: Vec<String>,
    /// Indexes: unique or not, and their columns in order.
    pub indexes: BTreeSet<(bool, Vec<String>)>,
    /// Column, table and column that it refers to.
    pub references: BTreeSet<(String, String, String)>,
}

impl Store {
    /// Reads the tables as they are. Search indexes, which differ on purpose, are left out: on PostgreSQL they are
    /// no B-trees and their columns end in `_search_vector`, on SQLite the names of their tables hold `_search`, and those of
    /// indexes end in it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn schema(&self) -> Result<Schema, Fault> {
        if self.is_postgres() { self.postgres().await } else { self.sqlite().await }
    }

    async fn sqlite(&self) -> Result<Schema, Fault> {
        let mut schema = Schema::new();
        let tables = "select name from sqlite_schema where type = 'table' and name not like '%\\_search%' escape '\\' and name <> 'migration' and name not like 'sqlite%'";
        for table in self.rows(tables, vec![]).await? {
            let name: String = table.get("name")?;
            let mut shape = TableShape::default();
            let mut key = Vec::new();
            for row in self
                .rows(
                    "select name, type, \"notnull\" as required, pk from pragma_table_info($1)",
                    vec![name.clone().into()],
                )
                .await?
            {
                let (column, pk): (String, i64) = (row.get("name")?, row.get("pk")?);
                if pk > 0 {
                    key.push((pk, column.clone()));
                }
                let required = row.get::<i64>("required")? == 1;
                shape.columns.push((column, word(&row.get::<String>("type")?), required));
            }
            key.sort();
            shape.key = key.into_iter().map(|(_, column)| column).collect();
            let indexes = "select i.name as name, i.\"unique\" as is_unique, c.name as column_name from pragma_index_list($1) i, pragma_index_info(i.name) c where i.origin <> 'pk' and i.name not like '%\\_search' escape '\\' order by i.name, c.seqno";
            let mut found: BTreeMap<String, (bool, Vec<String>)> = BTreeMap::new();
            for row in self.rows(indexes, vec![name.clone().into()]).await? {
                let index = found.entry(row.get("name")?).or_default();
                index.0 = row.get::<i64>("is_unique")? == 1;
                index.1.push(row.get("column_name")?);
            }
            shape.indexes = found.into_values().collect();
            for row in self.rows("select \"from\" as column_name, \"table\" as to_table, \"to\" as to_column from pragma_foreign_key_list($1)", vec![name.clone().into()]).await? {
                shape.references.insert((row.get("column_name")?, row.get("to_table")?, row.get("to_column")?));
            }
            schema.insert(name, shape);
        }
        Ok(schema)
    }

    async fn postgres(&self) -> Result<Schema, Fault> {
        let mut schema = Schema::new();
        let columns = "select table_name::text as t, column_name::text as c, data_type::text as d, is_nullable::text as n from information_schema.columns where table_schema = current_schema() and table_name <> 'migration' order by table_name, ordinal_position";
        for row in self.rows(columns, vec![]).await? {
            let column: String = row.get("c")?;
            if column.ends_with("_search_vector") {
                continue;
            }
            let shape = schema.entry(row.get("t")?).or_default();
            shape.columns.push((column, word(&row.get::<String>("d")?), row.get::<String>("n")? == "NO"));
        }
        let indexes = "select t.relname::text as t, i.relname::text as i, x.indisprimary as p, x.indisunique as u, a.attname::text as c from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid join pg_am m on m.oid = i.relam join pg_namespace n on n.oid = t.relnamespace cross join lateral unnest(x.indkey) with ordinality as k(attnum, pos) join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum where n.nspname = current_schema() and t.relname <> 'migration' and m.amname = 'btree' order by t.relname, i.relname, k.pos";
        let mut found: BTreeMap<(String, String), (bool, bool, Vec<String>)> = BTreeMap::new();
        for row in self.rows(indexes, vec![]).await? {
            let index = found.entry((row.get("t")?, row.get("i")?)).or_default();
            index.0 = row.get("p")?;
            index.1 = row.get("u")?;
            index.2.push(row.get("c")?);
        }
        for ((table, _), (primary, unique, columns)) in found {
            let shape = schema.entry(table).or_default();
            if primary { shape.key = columns } else { shape.indexes.extend([(unique, columns)]) }
        }
        let references = "select t.relname::text as t, a.attname::text as c, f.relname::text as ft, fa.attname::text as fc from pg_constraint k join pg_class t on t.oid = k.conrelid join pg_class f on f.oid = k.confrelid join pg_namespace n on n.oid = t.relnamespace join pg_attribute a on a.attrelid = t.oid and a.attnum = k.conkey[1] join pg_attribute fa on fa.attrelid = f.oid and fa.attnum = k.confkey[1] where k.contype = 'f' and n.nspname = current_schema()";
        for row in self.rows(references, vec![]).await? {
            let shape = schema.entry(row.get("t")?).or_default();
            shape.references.insert((row.get("c")?, row.get("ft")?, row.get("fc")?));
        }
        Ok(schema)
    }
}

/// One word for a type, whichever database says it.
fn word(declared: &str) -> &'static str {
    match declared.to_ascii_lowercase().as_str() {
        "uuid" | "uuid_text" => "uuid",
        "integer" | "bigint" => "integer",
        "boolean" => "boolean",
        "text" => "text",
        "date" | "date_text" => "date",
        "timestamp with time zone" | "timestamp_with_timezone_text" => "instant",
        "jsonb" | "jsonb_text" => "json",
        "bytea" | "blob" => "bytes",
        _ => "unknown",
    }
}
