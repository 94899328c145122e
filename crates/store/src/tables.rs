//! What the steps make: the SQL of a change, and the tables that there are after a step.

use sea_orm::DbBackend;
use sea_orm::sea_query::{self as query, ColumnDef, ForeignKey, Index};

use crate::migration::{Change, Column, TableDef, Type};
use crate::migrations;

/// The SQL of one change.
pub(crate) fn statements(change: &Change, backend: DbBackend) -> Vec<String> {
    match change {
        Change::Create(table) => created(table, backend),
        Change::AddColumn(table, column) => {
            let statement =
                query::Table::alter().table(*table).add_column(defined(column, backend)).to_owned();
            vec![backend.build(&statement).to_string()]
        }
        Change::Sql { sqlite, postgres } => {
            let chosen = if backend == DbBackend::Postgres { postgres } else { sqlite };
            chosen.iter().map(|sql| (*sql).to_owned()).collect()
        }
    }
}

/// A table with all that the steps so far have made of it.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: Vec<(&'static str, Type)>,
    pub(crate) key: &'static [&'static str],
}

/// All tables after a step, each after those that it refers to.
pub(crate) fn tables(after: i64) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for change in migrations::all().iter().filter(|step| step.number <= after).flat_map(|step| step.changes) {
        match change {
            Change::Create(table) => {
                let columns = table.columns.iter().map(|column| (column.name, column.is)).collect();
                tables.push(Table { name: table.name, columns, key: table.key });
            }
            Change::AddColumn(name, column) => {
                let grown = tables.iter_mut().filter(|table| table.name == *name);
                grown.for_each(|table| table.columns.push((column.name, column.is)));
            }
            Change::Sql { .. } => {}
        }
    }
    tables
}

fn created(table: &TableDef, backend: DbBackend) -> Vec<String> {
    let mut statement = query::Table::create();
    statement.table(table.name);
    for column in table.columns {
        statement.col(defined(column, backend));
    }
    let mut key = Index::create();
    key.primary();
    for column in table.key {
        key.col(*column);
    }
    statement.primary_key(&mut key);
    for (column, to, of) in table.references {
        statement.foreign_key(ForeignKey::create().from(table.name, *column).to(*to, *of));
    }
    let mut all = vec![backend.build(&statement).to_string()];
    let indexes = table.unique.iter().map(|columns| (columns, true));
    for (columns, unique) in indexes.chain(table.indexes.iter().map(|columns| (columns, false))) {
        let mut index = Index::create();
        index.name(format!("{}_{}", table.name, columns.join("_"))).table(table.name);
        if unique {
            index.unique();
        }
        for column in *columns {
            index.col(*column);
        }
        all.push(backend.build(&index).to_string());
    }
    all
}

fn defined(column: &Column, backend: DbBackend) -> ColumnDef {
    let mut defined = ColumnDef::new(column.name);
    match column.is {
        Type::Uuid => defined.uuid(),
        Type::Integer => defined.big_integer(),
        Type::Boolean => defined.boolean(),
        Type::Text => defined.text(),
        Type::Date => defined.date(),
        Type::Instant => defined.timestamp_with_time_zone(),
        Type::Json => defined.json_binary(),
        Type::Bytes => defined.blob(),
    };
    if column.is == Type::Text && backend == DbBackend::Postgres {
        // SQLite compares bytes. With a server's own order, lists and pages would differ between the two.
        defined.extra("collate \"C\"");
    }
    if column.required {
        defined.not_null();
    }
    defined
}
