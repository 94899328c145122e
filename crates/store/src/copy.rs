//! Walks over a table in the order of its key, page by page, and copies the rows to another database if asked to.

use sea_orm::Value;
use sea_orm::prelude::{ChronoDate, ChronoDateTimeUtc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::fault::Fault;
use crate::migration::Type;
use crate::tables::Table;
use crate::tx::{MOST_VALUES, Queries, Row, Tx, place, places};

/// Rows of the first page.
const FIRST_PAGE: usize = 100;
/// Rows that a page holds at most.
const LARGEST_PAGE: usize = 1000;
/// Bytes that a page should hold: pages of long rows become short.
const PAGE_BYTES: usize = 4 << 20;

/// What a table holds: equal in two databases exactly if the rows are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) rows: i64,
    pub(crate) sha256: String,
}

/// Reads all rows of a table, and writes them to another database if there is one.
pub(crate) async fn walk(from: &impl Queries, table: &Table, to: Option<&Tx>) -> Result<Content, Fault> {
    let (mut rows, mut hash) = (0, Sha256::new());
    let (mut after, mut limit): (Option<Vec<Value>>, usize) = (None, FIRST_PAGE);
    loop {
        let sql = page_sql(table, after.is_some(), limit);
        let found = from.rows(&sql, after.take().unwrap_or_default()).await?;
        let page: Vec<Vec<Value>> = found.iter().map(|row| values(row, table)).collect::<Result<_, _>>()?;
        let (Some(last), is_last) = (page.last(), page.len() < limit) else { break };
        after = Some(key(last, table));
        let mut bytes = 0;
        for value in page.iter().flatten() {
            bytes += feed(&mut hash, value);
        }
        rows += i64::try_from(page.len()).unwrap_or(i64::MAX);
        limit = (PAGE_BYTES * page.len() / bytes.max(1)).clamp(1, LARGEST_PAGE);
        if let Some(to) = to {
            insert(to, table, page).await?;
        }
        if is_last {
            break;
        }
    }
    Ok(Content { rows, sha256: hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect() })
}

fn page_sql(table: &Table, is_later: bool, limit: usize) -> String {
    let columns: Vec<String> =
        table
            .columns
            .iter()
            // As text: a number must not pass through a float on its way.
            .map(|(name, is)| {
                if *is == Type::Json { format!("cast({name} as text) as {name}") } else { (*name).to_owned() }
            })
            .collect();
    let key = table.key.join(", ");
    let places = places(1, table.key.len(), true);
    let later = if is_later { format!(" where ({key}) > ({places})") } else { String::new() };
    format!("select {} from {}{later} order by {key} limit {limit}", columns.join(", "), table.name)
}

fn values(row: &Row, table: &Table) -> Result<Vec<Value>, Fault> {
    table.columns.iter().map(|(name, is)| value(row, name, *is)).collect()
}

fn value(row: &Row, name: &str, is: Type) -> Result<Value, Fault> {
    Ok(match is {
        Type::Uuid => row.get::<Option<Uuid>>(name)?.into(),
        Type::Integer => row.get::<Option<i64>>(name)?.into(),
        Type::Boolean => row.get::<Option<bool>>(name)?.into(),
        Type::Text | Type::Json => row.get::<Option<String>>(name)?.into(),
        Type::Date => row.get::<Option<ChronoDate>>(name)?.into(),
        Type::Instant => row.get::<Option<ChronoDateTimeUtc>>(name)?.into(),
        Type::Bytes => row.get::<Option<Vec<u8>>>(name)?.into(),
    })
}

fn key(row: &[Value], table: &Table) -> Vec<Value> {
    let places = table.key.iter().filter_map(|key| table.columns.iter().position(|(name, _)| name == key));
    places.filter_map(|at| row.get(at).cloned()).collect()
}

/// Adds a value with its length, so that no two rows look alike; says how long it was.
fn feed(hash: &mut Sha256, value: &Value) -> usize {
    let mut add = |bytes: &[u8]| {
        hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(bytes);
        bytes.len() + 8
    };
    match value {
        Value::Uuid(Some(id)) => add(id.as_bytes()),
        Value::BigInt(Some(number)) => add(&number.to_le_bytes()),
        Value::Bool(Some(yes)) => add(&[u8::from(*yes)]),
        Value::String(Some(text)) => add(text.as_bytes()),
        Value::ChronoDate(Some(day)) => add(&day.to_epoch_days().to_le_bytes()),
        Value::ChronoDateTimeUtc(Some(at)) => add(&at.timestamp_micros().to_le_bytes()),
        Value::Bytes(Some(bytes)) => add(bytes),
        // Missing: a length that nothing has.
        _ => {
            hash.update([u8::MAX; 8]);
            8
        }
    }
}

async fn insert(to: &Tx, table: &Table, page: Vec<Vec<Value>>) -> Result<(), Fault> {
    let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
    let together = (MOST_VALUES / names.len().max(1)).max(1);
    let mut page = page.into_iter().peekable();
    while page.peek().is_some() {
        let chunk: Vec<Vec<Value>> = page.by_ref().take(together).collect();
        let mut at = 0;
        let rows: Vec<String> = (0..chunk.len()).map(|_| row_sql(table, to.is_postgres(), &mut at)).collect();
        let sql = format!("insert into {} ({}) values {}", table.name, names.join(", "), rows.join(", "));
        to.execute(&sql, chunk.into_iter().flatten().collect()).await?;
    }
    Ok(())
}

fn row_sql(table: &Table, is_postgres: bool, at: &mut usize) -> String {
    let mut places = Vec::with_capacity(table.columns.len());
    for (_, is) in &table.columns {
        *at += 1;
        let place = place(*at, is_postgres);
        places.push(if is_postgres && *is == Type::Json { format!("cast({place} as jsonb)") } else { place });
    }
    format!("({})", places.join(", "))
}
