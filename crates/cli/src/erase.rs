//! `chungtay erase-person`: the lawful erasure of a person, done by the operator with the request on paper at hand.

use std::io::Write;
use std::path::Path;

use clap::Args;
use registry::store::dates::Instant;
use vocab::{Language, said};

use crate::database::{Place, failed, runtime, stopped};
use crate::failure::{Failure, printing};
use crate::shelf::Shelf;

/// Options of `erase-person`.
#[derive(Debug, Args)]
pub(crate) struct Erase {
    #[command(flatten)]
    place: Place,
    /// Number of the person in the registry
    #[arg(long, value_name = "N")]
    number: i64,
    /// Number and date of the request or decision; no names
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

/// Erases a person.
pub(crate) fn erase(
    options: &Erase,
    packs: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let shelf = Shelf::open(packs)?;
    let number = options.number;
    let done = runtime()?.block_on(async {
        // Nothing may be made by a mistake in the path.
        options.place.current().await?.close().await;
        let registry = options.place.open(&shelf, &mut |_| ()).await?;
        let person = registry.person_of_number(number).await.map_err(|fault| failed(&fault))?;
        let Some(person) = person else {
            registry.close().await;
            return Err(Failure::could_not_run(
                said!("không có người số {number}", "there is no person {number}"),
                said!("xem lại số trong hồ sơ hộ", "look at the number in the household's file"),
            ));
        };
        let done = registry.erase_person(None, person, &options.reason, Instant::now()).await;
        registry.close().await;
        done.map_err(stopped)
    })?;
    let seq = done.seq;
    let words = said!(
        "đã xóa dữ liệu của người số {number} (việc số {seq} trong nhật ký). Các bản sao lưu cũ vẫn còn dữ liệu đó cho đến khi bị xóa.",
        "what was known of person {number} is erased (act {seq} of the log). Older backups still hold it until they are deleted."
    );
    writeln!(out, "{}", words.get(language)).map_err(|error| printing(&error))
}
