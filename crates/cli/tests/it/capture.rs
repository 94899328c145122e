//! A phone that has a receipt may forget the form: what was receipted is there after a kill and after a power cut.

#[path = "../../../../bench/openrosa/field.rs"]
mod field;
#[path = "../../../../bench/openrosa/phones.rs"]
mod phones;
#[allow(dead_code, reason = "the load asks it more")]
#[path = "../../../../bench/openrosa/server.rs"]
mod server;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use registry::verify::Verdict;
use store::testing::ForgetfulDisk;
use store::{Location, Queries};
use tokio::sync::Mutex;

use phones::{Line, photograph, request};
use server::Server;

/// Phones send until the server dies; says which numbers were receipted.
async fn send_until_dead(server: &mut Server, after: Duration) -> Vec<String> {
    let receipted: Arc<Mutex<Vec<String>>> = Arc::default();
    let mut phones = tokio::task::JoinSet::new();
    for at in 0..8 {
        let (address, phone, receipted) = (server.address, server.phone(at), receipted.clone());
        phones.spawn(async move {
            let photographs = [photograph(at as u64)];
            let mut line = Line::open(address).await.unwrap();
            for count in 0.. {
                let number = format!("uuid:{at}-{count}");
                match line.send(&request(&phone, &number, &photographs)).await {
                    Ok(201) => receipted.lock().await.push(number),
                    Ok(other) => panic!("{number} was answered {other}"),
                    // The server is dead.
                    Err(_) => return,
                }
            }
        });
    }
    tokio::time::sleep(after).await;
    while receipted.lock().await.len() < 20 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    server.kill().unwrap();
    while let Some(done) = phones.join_next().await {
        done.unwrap();
    }
    Arc::into_inner(receipted).unwrap().into_inner()
}

async fn all_there(server: &Server, receipted: &[String]) {
    let registry = server.registry().await.unwrap();
    for number in receipted {
        let there = registry.submission(number).await.unwrap();
        let there = there.unwrap_or_else(|| panic!("{number} has a receipt and is not there"));
        assert!(String::from_utf8(there.xml.unwrap()).unwrap().contains(number.as_str()));
        let sql = "select length(b.body) as n from submission_file_body b where b.submission_id = $1";
        let photograph = registry.store().row(sql, vec![there.id.0.into()]).await.unwrap();
        let photograph = photograph.unwrap_or_else(|| panic!("the photograph of {number} is not there"));
        assert!(i64::from(photograph.get::<i32>("n").unwrap()) > 60_000);
    }
    let verdict = registry.verify(&[]).await.unwrap();
    assert!(matches!(verdict, Verdict::Whole(_)), "{verdict:?}");
    registry.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_has_everything_that_it_gave_a_receipt_for() {
    for is_postgres in [false, true] {
        for after in [50, 400] {
            let mut server = Server::start(is_postgres).await.unwrap();
            let receipted = send_until_dead(&mut server, Duration::from_millis(after)).await;
            all_there(&server, &receipted).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_whose_power_is_cut_has_everything_that_it_gave_a_receipt_for() {
    let disk: std::sync::Mutex<Option<ForgetfulDisk>> = std::sync::Mutex::new(None);
    let mut server = Server::start_under(false, &|location, command| {
        let Location::Sqlite(path) = location else { panic!("a file") };
        let forgetful = ForgetfulDisk::of(path.parent().unwrap_or(Path::new(".")));
        forgetful.under(command);
        *disk.lock().unwrap() = Some(forgetful);
    })
    .await
    .unwrap();
    let receipted = send_until_dead(&mut server, Duration::from_millis(200)).await;
    disk.lock().unwrap().take().unwrap().cut();
    all_there(&server, &receipted).await;
}
