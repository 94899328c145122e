//! `chungtay generate`: an invented population, the same bytes for the same seed on any number of threads.

use std::io::{self, Write};
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::thread;

use arrow_array::RecordBatch;
use lake::{MicrodataWriter, Progress};
use synthetic::{Options, Population};

use vocab::{Language, said};

use crate::args::Generate;
use crate::failure::Failure;
use crate::shelf::Shelf;
use crate::{packs, progress};

/// Households made at once.
const BLOCK: u64 = 8192;
/// Blocks that a thread may be ahead of the writer.
const AHEAD: usize = 2;

/// Runs the command.
pub(crate) fn generate(
    options: &Generate,
    shelf: Option<&Path>,
    language: Language,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if !(0.0..=100.0).contains(&options.missing) {
        return Err(Failure::could_not_run(
            said!("--missing không phải là tỷ lệ", "--missing is not a share"),
            said!("ghi tỷ lệ phần trăm từ 0 đến 100", "give a percentage from 0 to 100"),
        ));
    }
    let chosen = Shelf::choose(&options.standard, shelf)?;
    let standard = packs::loaded(&chosen)?;
    let shelf_of_shapes = Shelf::open(shelf)?;
    let wanted = Options {
        households: options.households,
        seed: options.seed,
        missing_share: options.missing / 100.0,
        ..Options::default()
    };
    let population = Population::new(&standard, &shelf_of_shapes.files, wanted).map_err(|findings| {
        for finding in findings {
            let _ = writeln!(io::stderr(), "{finding}");
        }
        Failure::Input
    })?;
    let threads = progress::threads(options.threads)?;
    std::fs::create_dir_all(&options.out).map_err(|error| Failure::writing(&options.out, &error))?;
    let households = options.out.join("households.parquet");
    let members = options.out.join("members.parquet");
    let counters = Progress::new();
    progress::watched(&counters, || {
        let (of_households, of_members) = population.schemas();
        let note = [("chungtay.invented".to_owned(), format!("seed {}", options.seed))];
        let mut writer =
            MicrodataWriter::create((&households, of_households), (&members, of_members), &note)?;
        blocks(&population, options.households, threads, &counters, |(of_households, of_members)| {
            writer.write(&of_households, &of_members)
        })?;
        writer.finish()
    })?;
    let (count, id, seed) = (options.households, &standard.id, options.seed);
    let (households, members) = (households.display(), members.display());
    let done = said!(
        "{count} hộ theo {id} (dữ liệu giả định, số khởi tạo {seed}): {households} và {members}",
        "{count} households of {id} (invented, seed {seed}): {households} and {members}"
    );
    packs::write_line(out, done.get(language))
}

/// Makes all blocks on several threads and hands them over in order.
fn blocks(
    population: &Population,
    households: u64,
    threads: usize,
    progress: &Progress,
    mut take: impl FnMut((RecordBatch, RecordBatch)) -> Result<(), lake::Failure>,
) -> Result<(), lake::Failure> {
    let count = households.div_ceil(BLOCK);
    progress.start(households);
    thread::scope(|scope| {
        let mut queues = Vec::new();
        for first in 0..threads as u64 {
            let (send, receive) = sync_channel(AHEAD);
            queues.push(receive);
            scope.spawn(move || {
                for block in (first..count).step_by(threads) {
                    let from = block * BLOCK;
                    let len = BLOCK.min(households - from) as usize;
                    if send.send((len, population.block(from, len))).is_err() {
                        break; // the writer has stopped
                    }
                }
            });
        }
        for block in 0..count {
            let Some(queue) = queues.get(block as usize % threads) else { break };
            let Ok((len, batches)) = queue.recv() else { break };
            take(batches)?;
            progress.add(len as u64);
            if progress.is_cancelled() {
                return Err(lake::Failure::Cancelled);
            }
        }
        Ok(())
    })
}
