//! A progress bar on a terminal, and Ctrl-C that leaves no half file behind.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use lake::Progress;
use signal_hook::consts::{SIGINT, SIGTERM};

use vocab::said;

use crate::failure::Failure;

/// Runs `work` while its progress is shown; an interrupt cancels it.
pub(crate) fn watched<T>(
    progress: &Progress,
    work: impl FnOnce() -> Result<T, lake::Failure>,
) -> Result<T, lake::Failure> {
    let interrupted = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        let _ = signal_hook::flag::register(signal, Arc::clone(&interrupted));
    }
    let finished = AtomicBool::new(false);
    thread::scope(|scope| {
        let watcher = scope.spawn(|| watch(progress, &interrupted, &finished));
        let result = work();
        finished.store(true, Ordering::Relaxed);
        watcher.thread().unpark();
        result
    })
}

fn watch(progress: &Progress, interrupted: &AtomicBool, finished: &AtomicBool) {
    let bar = std::io::stderr().is_terminal().then(|| {
        let style =
            ProgressStyle::with_template("{bar:40} {percent:>3} %  {human_pos} / {human_len}  còn {eta}");
        ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    });
    // A job that is over within the first tick never draws a bar.
    while !finished.load(Ordering::Relaxed) {
        thread::park_timeout(Duration::from_millis(20));
        if interrupted.load(Ordering::Relaxed) {
            progress.cancel();
        }
        if let Some(bar) = &bar {
            bar.set_length(progress.total().max(progress.done()));
            bar.set_position(progress.done());
        }
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
}

/// The number of threads to use: as many as there are processors, unless told otherwise.
pub(crate) fn threads(asked: Option<usize>) -> Result<usize, Failure> {
    match asked {
        Some(0) => Err(Failure::could_not_run(
            said!("--threads là 0", "--threads is 0"),
            said!("dùng từ 1 trở lên", "use 1 or more"),
        )),
        Some(asked) => Ok(asked.min(256)),
        None => Ok(thread::available_parallelism().map_or(1, usize::from)),
    }
}
