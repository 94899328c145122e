//! field FOLDER HOUSEHOLDS: makes a data folder with a campaign, its form, an officer and one surveyor with a phone and so many
//! households to visit, all invented, and says on one line of JSON how to reach them. `scripts/forms` serves it.

#![allow(clippy::print_stdout, reason = "its line is what it is for")]

#[path = "../../../bench/openrosa/field.rs"]
mod field;
#[allow(dead_code, reason = "the load sends with it")]
#[path = "../../../bench/openrosa/phones.rs"]
mod phones;

use std::error::Error;
use std::path::Path;

use serde_json::json;
use store::{Location, Store};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let folder = words.next().ok_or("field FOLDER HOUSEHOLDS")?;
    let households = words.next().ok_or("field FOLDER HOUSEHOLDS")?.parse()?;
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("chungtay.keys"), registry::keys::hex(&field::SECRET))?;
    let store = Store::open(&Location::Sqlite(folder.join("chungtay.db")), true).await?;
    store.migrate().await?;
    let phones = field::field(store, 1, households).await?;
    let phone = phones.first().ok_or("no phone")?;
    let told = json!({ "base": phone.base, "login": field::OFFICER, "password": field::PASSWORD });
    println!("{told}");
    Ok(())
}
