//! `chungtay demo`: invented Bảo Lộc in a fresh database, one user of every role, served.

mod city;
mod reviews;
mod running;
mod split_off;
mod summary;
mod users;

use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Instant as Clock;

use clap::Args;
use registry::Registry;
use registry::figures::Overview;
use registry::store::{Location, Store};
use serde_json::json;
use standards::standard::PovertyStandard;
use vocab::said;

use crate::database::failed;
use crate::failure::Failure;
use crate::seal;
use crate::shelf::Shelf;

/// Options of `demo`.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Address and port on this machine
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// An empty PostgreSQL database, postgres://USER@HOST/NAME; without it a SQLite file in a temporary folder
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Print the address, log-ins and what is in it as one JSON object
    #[arg(long)]
    json: bool,
    /// Another seed is another city
    #[arg(long, default_value_t = 2026)]
    seed: u64,
    /// How many households, instead of the whole city
    #[arg(long, value_name = "N")]
    households: Option<u64>,
    /// Leave out the yearly review that runs in the ward
    #[arg(long)]
    without_review: bool,
    /// Fill the database and end, without serving
    #[arg(long)]
    fill_only: bool,
    /// Keep the SQLite file and the keys in this folder, which must not hold a database yet
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// The demo.
pub(crate) fn demo(options: &Demo) -> Result<(), Failure> {
    let shelf = Shelf::open(None)?;
    let runtime = tokio::runtime::Runtime::new().map_err(|error| {
        Failure::could_not_run(
            said!("không tạo được luồng xử lý: {error}", "no threads: {error}"),
            said!("giải phóng bộ nhớ rồi thử lại", "free some memory and try again"),
        )
    })?;
    let kept = match &options.data {
        Some(folder) => Kept::Folder(folder.clone()),
        None => Kept::Temporary(tempfile::tempdir().map_err(|error| {
            Failure::could_not_run(
                said!("không tạo được thư mục tạm: {error}", "no temporary folder: {error}"),
                said!("kiểm tra chỗ trống trên đĩa", "check the room on the disk"),
            )
        })?),
    };
    runtime.block_on(async {
        let registry = fresh(options, &shelf, kept.path()).await?;
        let standard = shelf.standard("vn-2022")?;
        let log_ins = fill(&registry, &shelf, &standard, options, kept.path()).await?;
        let found = summary::read(&registry, &units(&shelf), &standard).await?;
        if options.fill_only {
            registry.close().await;
            if options.json {
                print_json(&found, &[], None)
            } else {
                summary::print(&found, &standard)
            }
            return Ok(());
        }
        let site = crate::serve::site(&shelf, false)?.with_registry(registry.clone()).labelled_as_demo();
        let site = site.with_sealing(seal::for_pages(registry, shelf, kept.path()));
        let listen = web::Listen { address: options.listen, transport: web::Transport::Plain };
        let ready = |address: SocketAddr| {
            if options.json {
                print_json(&found, &log_ins, Some(address));
            } else {
                summary::print(&found, &standard);
                users::print(&log_ins, address);
            }
        };
        web::serve(site, listen, ready)
            .await
            .map_err(|web::Stopped { message, remedy }| Failure::could_not_run(message, remedy))
    })
}

enum Kept {
    Folder(PathBuf),
    Temporary(tempfile::TempDir),
}

impl Kept {
    fn path(&self) -> &std::path::Path {
        match self {
            Kept::Folder(folder) => folder,
            Kept::Temporary(folder) => folder.path(),
        }
    }
}

/// A registry over an empty database, with keys beside it.
async fn fresh(options: &Demo, shelf: &Shelf, folder: &std::path::Path) -> Result<Registry, Failure> {
    let location = match &options.database {
        Some(url) => url.parse().map_err(|error: registry::store::LocationError| {
            Failure::could_not_run(
                said!("không hiểu --database", "--database cannot be read"),
                vocab::LocalText::same(error.to_string()),
            )
        })?,
        None => Location::Sqlite(folder.join("chungtay.db")),
    };
    let fault = |fault: registry::store::Fault| failed(&fault);
    let store = Store::open(&location, true).await.map_err(fault)?;
    if store.migration_state().await.map_err(fault)? != registry::store::MigrationState::Empty {
        return Err(Failure::could_not_run(
            said!("cơ sở dữ liệu {location} không trống", "the database {location} is not empty"),
            said!("dùng một cơ sở dữ liệu mới cho bản thử", "give the demo a database of its own"),
        ));
    }
    store.migrate().await.map_err(fault)?;
    let keys = crate::key_file::read_or_make(folder, true)?;
    Ok(Registry::new(store, keys).with_groups(shelf.groups()?).with_snapshots(seal::folder(folder)))
}

/// What is in it, who may log in, and where.
fn print_json(found: &Overview, log_ins: &[users::LogIn], address: Option<SocketAddr>) {
    let users: Vec<_> = log_ins
        .iter()
        .map(|known| json!({ "role": known.role, "user": known.user, "password": known.password }))
        .collect();
    let url = address.map(|address| format!("http://{address}/"));
    let said = json!({
        "schema": "chungtay.demo/1",
        "url": url,
        "users": users,
        "summary": summary::json(found),
    });
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{said}");
    let _ = out.flush();
}

async fn fill(
    registry: &Registry,
    shelf: &Shelf,
    standard: &PovertyStandard,
    options: &Demo,
    folder: &std::path::Path,
) -> Result<Vec<users::LogIn>, Failure> {
    let began = Clock::now();
    let say = |words: &str| {
        let _ = writeln!(io::stderr(), "{:>5.1} s  {words}", began.elapsed().as_secs_f32());
    };
    let city = synthetic::city::City::new(standard, &shelf.files, options.seed, options.households)
        .map_err(|findings| crate::shelf::unreadable(&findings))?;
    say("thành phố đã bịa xong · the city is invented");
    let taken = city::take_over(registry, &city).await?;
    say("đã ghi các hộ · households are recorded");
    let years = reviews::record(registry, shelf, &city, &taken).await?;
    say("đã ghi năm đợt rà soát · five reviews are recorded");
    reviews::seal_all(registry, shelf, &years, (&seal::folder(folder), taken.at)).await?;
    say("đã niêm phong kết quả · results are sealed");
    let log_ins = users::add(registry, &units(shelf), &taken).await?;
    say("đã tạo người dùng · users are made");
    if !options.without_review {
        running::run(registry, shelf, units(shelf), &city, &taken).await?;
        say("đợt rà soát của phường đang chạy · the review of the ward runs");
    }
    Ok(log_ins)
}

fn units(shelf: &Shelf) -> standards::units::Units {
    standards::units::Units::read(&shelf.files).0
}
