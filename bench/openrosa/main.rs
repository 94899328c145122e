//! openrosa_load [RATE] [SECONDS] [sqlite|postgres] [phones|steady]: phones send filled forms to a real `chungtay serve`.
//!
//! *steady*: RATE forms of 20 KB a second come on time, whatever the server does (an open loop: the time of a form counts
//! from the moment at which it should have been sent). *phones*: RATE phones come together, each with 20 forms of two
//! photographs of 60 KB, each sent until its receipt is there. Afterwards everything that was receipted is looked for in
//! the database, and the log is verified.

#![allow(clippy::print_stdout, reason = "its table is what it is for")]

mod field;
mod phones;
mod server;

use std::error::Error;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::phones::{Line, Phone, photograph, request};
use crate::server::Server;

const FORMS_OF_A_PHONE: usize = 20;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let word = |at: usize| words.get(at).map(String::as_str);
    let rate: usize = word(0).map_or(Ok(300), str::parse)?;
    let seconds: u64 = word(1).map_or(Ok(30), str::parse)?;
    let only = word(2);
    for database in ["sqlite", "postgres"] {
        if only.is_some_and(|only| only != database && only != "both") {
            continue;
        }
        let server = Server::start(database == "postgres").await?;
        if word(3) == Some("phones") {
            together(&server, database, rate).await?;
        } else {
            steady(&server, database, rate, Duration::from_secs(seconds)).await?;
        }
        server.stop().await?;
    }
    Ok(())
}

/// Forms that come on time.
async fn steady(
    server: &Server,
    database: &str,
    rate: usize,
    lasting: Duration,
) -> Result<(), Box<dyn Error>> {
    // Lines stay open, as those of a proxy do; whoever finds none free opens another.
    let free: Arc<Mutex<Vec<Line>>> = Arc::default();
    let total = rate * usize::try_from(lasting.as_secs())?;
    let began = Instant::now() + Duration::from_millis(200);
    let mut sending = tokio::task::JoinSet::new();
    for at in 0..total {
        let due = began + Duration::from_secs_f64(at as f64 / rate as f64);
        tokio::time::sleep_until(due.into()).await;
        let phone = server.phone(at);
        let (free, address) = (free.clone(), server.address);
        sending.spawn(async move {
            let number = format!("uuid:steady-{at}");
            let request = request(&phone, &number, &[]);
            let kept = free.lock().await.pop();
            let mut line = match kept {
                Some(line) => line,
                None => Line::open(address).await?,
            };
            let status = line.send(&request).await?;
            let took = due.elapsed();
            free.lock().await.push(line);
            Ok::<_, std::io::Error>((status, took))
        });
    }
    let mut times = Vec::with_capacity(total);
    let mut refused = 0;
    while let Some(done) = sending.join_next().await {
        match done?? {
            (201, took) => times.push(took),
            _ => refused += 1,
        }
    }
    let whole = began.elapsed();
    times.sort();
    let at =
        |share: f64| times.get(((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1)));
    let shown =
        |share: f64| at(share).map_or_else(String::new, |time| format!("{:.0}", time.as_secs_f64() * 1000.0));
    println!(
        "| {database} | {rate}/s for {} s | {} stored, {refused} refused | {:.0}/s | {} | {} | {} | {} |",
        lasting.as_secs(),
        times.len(),
        times.len() as f64 / whole.as_secs_f64(),
        shown(0.5),
        shown(0.99),
        shown(1.0),
        server.most_memory()
    );
    server.holds(times.len()).await
}

/// Phones that come together after a week without a line.
async fn together(server: &Server, database: &str, phones: usize) -> Result<(), Box<dyn Error>> {
    let photographs = Arc::new([photograph(1), photograph(2)]);
    let began = Instant::now();
    let mut sending = tokio::task::JoinSet::new();
    for phone in 0..phones {
        let address = server.address;
        let (of, photographs) = (server.phone(phone), photographs.clone());
        sending.spawn(async move { queued(address, &of, phone, &photographs[..]).await });
    }
    let (mut again, mut longest) = (0, Duration::ZERO);
    while let Some(done) = sending.join_next().await {
        let (more, took) = done?;
        again += more;
        longest = longest.max(took);
    }
    let whole = began.elapsed();
    let forms = phones * FORMS_OF_A_PHONE;
    println!(
        "| {database} | {phones} phones × {FORMS_OF_A_PHONE} forms × 2 photographs | {forms} stored, {again} sent again | {:.0}/s | – | – | {:.0} s | {} |",
        forms as f64 / whole.as_secs_f64(),
        longest.as_secs_f64(),
        server.most_memory()
    );
    server.holds(forms).await
}

/// Sends the forms of one phone, one after the other, each until its receipt is there; says how often it sent again.
async fn queued(
    address: std::net::SocketAddr,
    of: &Phone,
    phone: usize,
    photographs: &[Vec<u8>],
) -> (usize, Duration) {
    let (began, mut again) = (Instant::now(), 0);
    let mut line = None;
    for at in 0..FORMS_OF_A_PHONE {
        let number = format!("uuid:{phone}-{at}");
        let request = request(of, &number, photographs);
        loop {
            let sent = async {
                let open = match line.take() {
                    Some(open) => open,
                    None => Line::open(address).await?,
                };
                let mut open: Line = open;
                let status = open.send(&request).await?;
                line = Some(open);
                Ok::<_, std::io::Error>(status)
            };
            match tokio::time::timeout(Duration::from_secs(120), sent).await {
                Ok(Ok(201)) => break,
                _ => {
                    again += 1;
                    line = None;
                    tokio::time::sleep(Duration::from_millis(500)).await;
                }
            }
        }
    }
    (again, began.elapsed())
}
