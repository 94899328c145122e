//! registry_time [HOUSEHOLDS] [RUNS] [sqlite|postgres|LOCATION]: fills an empty database and asks it what officers ask.
//! Prints a table: least, middle and 95th hundredth of so many runs of each question, as the registry answers it.
//!
//! A LOCATION (`sqlite:FILE`, `postgres://…`) is kept: filled if it is empty, brought to the newest step if it is filled.

#![allow(clippy::print_stdout, reason = "its table is what it is for")]
#![allow(unreachable_pub, reason = "a program of a few files")]

mod bare;
mod fill;
#[path = "../pack.rs"]
mod pack;

use std::error::Error;
use std::time::{Duration, Instant};

use registry::access::{Actor, Area, Grant, Right};
use registry::figures::{Asked, Borders};
use registry::households::{Decided, Filter, OfYear, Order, Total};
use registry::{GrantId, Keys, Registry, Role, Scope, UserId};
use standards::load;
use standards::units::Units;
use store::testing::{Cluster, Fresh};
use store::{Fault, Location, Queries, Store};
use vocab::Day;

use crate::fill::Known;

const PER_PAGE: i64 = 50;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let households: u64 = words.first().map_or(Ok(1_000_000), |word| word.parse())?;
    let runs: usize = words.get(1).map_or(Ok(20), |word| word.parse())?;
    let only = words.get(2).map(String::as_str);
    let files = pack::read()?;
    for name in ["sqlite", "postgres"] {
        let kept = only.and_then(|only| only.contains(':').then(|| only.parse::<Location>())).transpose()?;
        let is_asked = match (&kept, only) {
            (Some(Location::Sqlite(_)), _) => name == "sqlite",
            (Some(Location::Postgres(_)), _) => name == "postgres",
            (None, only) => only.is_none_or(|only| only == name),
        };
        if !is_asked {
            continue;
        }
        let cluster =
            (name == "postgres" && kept.is_none()).then(|| Cluster::start("-c shared_buffers=512MB"));
        let fresh = match (&kept, &cluster) {
            (Some(_), _) => None,
            (None, Some(cluster)) => Some(Fresh::on(&cluster.maintenance()).await),
            (None, None) => Some(Fresh::sqlite()),
        };
        let Some(location) = kept.or_else(|| fresh.as_ref().map(|fresh| fresh.location().clone())) else {
            continue;
        };
        let store = Store::open(&location, true).await?;
        let began = Instant::now();
        store.migrate().await?;
        let migrated = began.elapsed();
        let keys = Keys::of_secret([7; 32]);
        let known = if let Some(known) = fill::filled(&store).await? {
            println!("\n## {name}: kept (brought to the newest step in {:.0} s)\n", migrated.as_secs_f64());
            known
        } else {
            let standard = load(&files, "standards/vn-2022").standard.ok_or("the standard does not load")?;
            let began = Instant::now();
            let bare = bare::bare(&store, fill::TABLES).await?;
            let known = fill::fill(&store, &keys, &standard, &files, households).await?;
            let filled = began.elapsed();
            bare.mend(&store).await?;
            println!(
                "\n## {name}: {households} households, {} people (filled in {:.0} s, indexes in {:.0} s)\n",
                known.people,
                filled.as_secs_f64(),
                (began.elapsed() - filled).as_secs_f64()
            );
            known
        };
        vacuum(&location);
        println!("{}\n", size(&store).await?);
        println!(
            "| question | found | processor ms | least ms | median ms | p95 ms |\n|---|---:|---:|---:|---:|---:|"
        );
        let registry = Registry::new(store, keys);
        let (units, _) = Units::read(&files);
        for (words, filter, page, area) in questions(&known) {
            let scope = scope(&units, Right::SeeHouseholds, area).ok_or("no scope")?;
            let mut times = Vec::new();
            let mut found = String::new();
            let mut before = 0;
            for run in 0..=runs {
                if run == 1 {
                    before = cpu(registry.store()).await?;
                }
                let began = Instant::now();
                let list = registry.households(&scope, &filter, page, PER_PAGE).await?;
                times.push(began.elapsed());
                found = match list.total {
                    Total::Exactly(n) => n.to_string(),
                    Total::MoreThan(n) => format!("> {n}"),
                };
            }
            let used = cpu(registry.store()).await?.saturating_sub(before) / runs.max(1) as u64;
            print_row(words, &found, &used.to_string(), times);
        }
        let scope = scope(&units, Right::SeeFigures, Area::Everywhere).ok_or("no scope")?;
        let asked = Asked { year: None, standard: "vn-2022".to_owned(), borders: Borders::Today };
        let mut times = Vec::new();
        for _ in 0..=runs {
            let began = Instant::now();
            registry.overview(&scope, &asked).await?;
            times.push(began.elapsed());
        }
        print_row("overview of everything (no goal at this size)", "", "", times);
        registry.close().await;
    }
    Ok(())
}

/// Bytes of the whole database.
async fn size(store: &Store) -> Result<String, Fault> {
    let sql = if store.is_postgres() {
        "select pg_database_size(current_database()) as bytes"
    } else {
        "select (select page_count from pragma_page_count) * (select page_size from pragma_page_size) as bytes"
    };
    let row = store.row(sql, vec![]).await?;
    let bytes: i64 = row.map(|row| row.get("bytes")).transpose()?.unwrap_or(0);
    Ok(format!("{} MB", bytes / 1_000_000))
}

/// Processor time so far in milliseconds, of this program and of the server's connections: what a busy machine changes
/// least. The kernel counts it in hundredths of a second.
async fn cpu(store: &Store) -> Result<u64, Box<dyn Error>> {
    let mut processes = vec!["self".to_owned()];
    if store.is_postgres() {
        let sql = "select pid::bigint as pid from pg_stat_activity where datname = current_database()";
        for row in store.rows(sql, vec![]).await? {
            processes.push(row.get::<i64>("pid")?.to_string());
        }
    }
    let mut ticks = 0;
    for process in processes {
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
        let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
        // Fields 14 and 15 of the whole line: in the program and in the kernel.
        let own = after.split_whitespace().skip(11).take(2);
        ticks += own.filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>();
    }
    Ok(ticks * 10)
}

/// What PostgreSQL does by itself after a while.
fn vacuum(location: &Location) {
    let Location::Postgres(url) = location else { return };
    let done = std::process::Command::new("psql").args(["-qc", "vacuum analyze", url]).status();
    if !done.is_ok_and(|status| status.success()) {
        println!("(not vacuumed: there is no psql)");
    }
}

/// The first run only warms up.
fn print_row(words: &str, found: &str, used: &str, mut times: Vec<Duration>) {
    times.remove(0);
    times.sort();
    let at = |share: usize| {
        times.get((times.len() * share / 100).min(times.len() - 1)).copied().unwrap_or_default()
    };
    let shown = |time: Duration| format!("{:.1}", time.as_secs_f64() * 1000.0);
    println!("| {words} | {found} | {used} | {} | {} | {} |", shown(at(0)), shown(at(50)), shown(at(95)));
}

fn scope(units: &Units, right: Right, area: Area) -> Option<Scope> {
    let day = Day::from_civil(2026, 6, 1)?;
    let grant = Grant {
        id: GrantId::fresh(),
        role: Role::DepartmentOfficer,
        area,
        from: Day::from_civil(2025, 7, 2)?,
        until: None,
    };
    let actor =
        Actor { user: UserId::fresh(), name: String::new(), login: String::new(), grants: vec![grant] };
    actor.scope(right, units, day)
}

fn questions(known: &Known) -> Vec<(&'static str, Filter, i64, Area)> {
    let all = Filter::default;
    let text = |text: &str| Filter { text: Some(text.to_owned()), ..all() };
    let decided = |outcome: &str, deprived: Option<&str>, from: Option<&str>| Filter {
        decided: Some(Decided {
            standard: "vn-2022".to_owned(),
            year: 2025,
            outcome: OfYear::OneOf(vec![outcome.to_owned()]),
            from: from.map(|from| (2024, OfYear::OneOf(vec![from.to_owned()]))),
            deprived: deprived.map(str::to_owned),
            commune: None,
            village: None,
            borders: Borders::Today,
        }),
        ..all()
    };
    let whole = || Area::Everywhere;
    let province = || Area::Province("68".to_owned());
    let outcome = |outcome: &str| Filter { outcome: Some(outcome.to_owned()), ..all() };
    vec![
        ("all, by name", all(), 1, whole()),
        ("all of a province", all(), 1, province()),
        ("all, page 50", all(), 50, province()),
        ("all, page 1,000", all(), 1000, province()),
        ("all, by number", Filter { order: Order::Number, ..all() }, 1, province()),
        ("all, most deprivations first", Filter { order: Order::Deprivations, ..all() }, 1, province()),
        ("last name: nguyễn", text("nguyễn"), 1, province()),
        ("last name, page 20", text("nguyễn"), 20, province()),
        ("rare full name", text(&known.rare_name), 1, province()),
        ("one word: anh", text("anh"), 1, province()),
        ("one word: anh, page 20", text("anh"), 20, province()),
        ("last and middle name: trần văn", text("trần văn"), 1, province()),
        ("given name with middle: thị hoa", text("thị hoa"), 1, province()),
        ("turned round: hoa trần", text("hoa trần"), 1, province()),
        ("half typed: ngu", text("ngu"), 1, province()),
        ("one letter: n", text("n"), 1, province()),
        ("nobody: zzz", text("zzz"), 1, province()),
        ("village by name: thôn 3", text("thôn 3"), 1, province()),
        ("common name by number", Filter { order: Order::Number, ..text("anh") }, 1, province()),
        (
            "name in one commune",
            Filter { commune: Some(known.commune.clone()), ..text("hoa trần") },
            1,
            province(),
        ),
        ("ID number", text(&known.id_number), 1, province()),
        ("telephone", text(&known.phone), 1, province()),
        ("household number", text("500000"), 1, province()),
        ("commune", Filter { commune: Some(known.commune.clone()), ..all() }, 1, province()),
        ("village", Filter { village: known.village, ..all() }, 1, province()),
        ("poor", outcome("poor"), 1, province()),
        ("poor, page 50", outcome("poor"), 50, province()),
        ("never reviewed", outcome("none"), 1, province()),
        ("poor in 2025", Filter { year: Some(2025), ..outcome("poor") }, 1, province()),
        ("reviewed in 2025", Filter { year: Some(2025), ..all() }, 1, province()),
        ("minorities", Filter { minority: Some(true), ..all() }, 1, province()),
        (
            "poor of one commune",
            Filter { commune: Some(known.commune.clone()), ..outcome("poor") },
            1,
            province(),
        ),
        ("behind a figure: poor in 2025", decided("poor", None, None), 1, province()),
        ("behind a figure: poor without a toilet", decided("poor", Some("toilet"), None), 1, province()),
        ("behind a figure: poor in 2024 and 2025", decided("poor", None, Some("poor")), 1, province()),
    ]
}
