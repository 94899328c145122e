//! The binary `chungtay`.

mod args;
mod failure;
mod packs;
mod shelf;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command, Packs};
use crate::failure::Failure;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match run(&cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let words = failure.to_string();
            if !words.is_empty() {
                let _ = writeln!(io::stderr(), "{words}");
            }
            failure.exit_code()
        }
    }
}

fn run(cli: &Cli) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let shelf = cli.packs.as_deref();
    match &cli.command {
        Command::Packs(Packs::Check { dir }) => packs::check(dir.as_deref(), shelf, &mut out),
        Command::Packs(Packs::Cases { standard }) => packs::cases(standard.as_deref(), shelf, &mut out),
        Command::Packs(_) => Ok(()),
    }
}
